package intake

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"accede/body"
	"accede/charters"
	"accede/form"
)

// reader is what is known while a report is read.
type reader struct {
	text          string
	names         *gazetteer
	charter       *body.Charter
	small         map[string]bool   // words that are no names at the beginning of a sentence
	capitals      map[string]bool   // words with a capital letter inside a sentence
	people        map[string]item   // by their last names
	lastParty     string            // the party that was spoken of last, while the clauses are made
	lastAt        int               // where it stands
	partyBefore   string            // the one before the clause that is made
	firstBody     map[string]int    // where each body is named first
	acting        map[string]bool   // names in small letters that were seen to act as parties
	bodyName      string            // of a body that no gazetteer knows, in small letters
	organisations map[string]string // ids by names in small letters
	calendar      calendar
	lines         []line
	out           *Reading

	applicants   []string
	applications []*application
	withdrawals  []withdrawal
	objections   []*objection
	rounds       []*round
}

// line is a sentence with what is known about it.
type line struct {
	sentence
	*clause
	n        int    // its number among the lines
	when     date   // the first date in it that is over, as far as it is known
	party    string // the party that is spoken of here or before
	context  date   // the day that was spoken of last
	rounds   *round // the round that it is about or that was spoken of last
	headline bool
}

// Read finds in a report what it says and drafts acts from it. The same report gives the same reading. It takes time
// in the size of the report. Its errors wrap ErrEmpty, ErrLarge or ErrBytes; a report in another language is no error:
// the reading says so and has no drafts.
func Read(rep Report) (*Reading, error) {
	text, notes, err := decode(rep.Text)
	if err != nil {
		return nil, err
	}
	names, err := gazetteers()
	if err != nil {
		return nil, err
	}
	r := &reader{
		text: text, names: names.with(rep.Charter), charter: rep.Charter, small: map[string]bool{}, capitals: map[string]bool{},
		people: map[string]item{}, organisations: map[string]string{}, acting: map[string]bool{}, firstBody: map[string]int{}, out: &Reading{Text: text, Notes: notes},
	}
	for w := range strings.FieldsSeq(smallWords) {
		r.small[w] = true
	}
	sents := sentences(text)
	r.publication(rep, sents)
	bodies := r.bodiesNamed(sents)
	sents = r.withoutDateLine(sents)
	if !r.english(sents) {
		return r.out, nil
	}
	r.firstPass(sents, bodies)
	r.secondPass(sents)
	r.draft()
	r.findings()
	r.elsewhere(rep.Charter)
	return r.out, nil
}

// withoutDateLine takes the words of the date line away from the sentences: its city is no party.
func (r *reader) withoutDateLine(sents []sentence) []sentence {
	var all []sentence
	for _, s := range sents {
		for _, d := range r.out.Source.Spans {
			s.toks = slices.DeleteFunc(s.toks, func(t token) bool { return t.Start >= d.Start && t.End <= d.End })
		}
		if len(s.toks) > 0 {
			s.Start = s.toks[0].Start
			all = append(all, s)
		}
	}
	return all
}

// spokenOf notes which party a clause speaks of last, in the order in which it is read.
func (r *reader) spokenOf(c *clause) {
	r.partyBefore = r.lastParty
	for _, it := range c.items {
		if o, ok := r.organisation(it.name); it.tag == unknown && ok {
			r.lastParty, r.lastAt = o, it.Start
			return
		}
		if it.tag == party || it.tag == adject { // the subject of a sentence comes first
			r.lastParty, r.lastAt = it.id, it.Start
			return
		}
	}
}

// english recognises the language and says so when it is another.
func (r *reader) english(sents []sentence) bool {
	var toks []token
	for _, s := range sents {
		toks = append(toks, s.toks...)
	}
	tag, name := r.names.recognise(toks)
	r.out.Language = tag
	if tag == "en" {
		return true
	}
	r.note(fmt.Sprintf("the report is in %s; the grammars read English, so nothing was drafted: translate it first", name))
	return false
}

func (r *reader) note(text string, spans ...Span) {
	r.out.Notes = append(r.out.Notes, Note{text, spans})
}

// firstPass meets everybody: people are introduced, organisations act, and words are seen with capital letters.
func (r *reader) firstPass(sents []sentence, bodies map[string]int) {
	for _, s := range sents {
		for i, t := range s.toks {
			if i > 0 && t.cap && s.toks[i-1].low != "\"" && s.toks[i-1].low != "“" {
				r.capitals[t.low] = true
			}
		}
	}
	for i, s := range sents {
		c := r.newClause(s.toks, s.quotes, false)
		r.compose(c)
		r.meet(c)
		if i == 0 && isHeadline(r.text, s) {
			r.out.Source.Title = oneLine(r.text[s.Start:s.End])
			r.out.Source.Spans = append(r.out.Source.Spans, s.Span)
		}
	}
	r.chooseBody(bodies)
}

// bodiesNamed counts how often each body is named, in the date line and in quotations too.
func (r *reader) bodiesNamed(sents []sentence) map[string]int {
	bodies := map[string]int{}
	for _, s := range sents {
		for k := range s.toks {
			if e, n := r.names.at(s.toks[k:]); n > 0 && e.class == aBody && !lendsEnvoy(s.toks[k+n:]) {
				if bodies[e.id]++; bodies[e.id] == 1 {
					r.firstBody[e.id] = s.toks[k].Start
				}
			}
		}
	}
	return bodies
}

// lendsEnvoy says whether a body is named only for whom it sends: a UN mediator.
func lendsEnvoy(rest []token) bool {
	return len(rest) > 0 && slices.Contains([]string{"mediator", "envoy", "special", "facilitator"}, rest[0].low)
}

// chooseBody takes the body of the charter that is given, else the one the report names most often.
func (r *reader) chooseBody(bodies map[string]int) {
	if r.charter != nil {
		r.out.Body, r.out.Charter = r.charter.Body, r.charter.Body
		return
	}
	if len(bodies) == 0 && r.bodyName == "" {
		r.bodyName = r.bodyAlike()
	}
	if len(bodies) == 0 && r.bodyName != "" {
		r.out.Body = slug(r.bodyName)
		delete(r.organisations, r.bodyName)
		return
	}
	best := ""
	for _, l := range r.bodiesInOrder(bodies) {
		if best == "" || bodies[l] > bodies[best] || bodies[l] == bodies[best] && r.firstBody[l] < r.firstBody[best] {
			best = l
		}
	}
	if best == "eu" && bodies["schengen"] > 0 {
		best = "schengen" // whose members meet as the Council of the Union
	}
	r.out.Body = best
	if name := r.names.charters[best]; name != "" {
		if c, err := charters.Read(name); err == nil {
			r.charter, r.out.Charter = c, name
			r.names = r.names.with(c)
		}
	}
}

// bodyAlike answers, where no body is named as what others join, an organisation that is called as bodies are and was not
// seen to act as a party.
func (r *reader) bodyAlike() string {
	for _, name := range slices.Sorted(maps.Keys(r.organisations)) {
		if !r.acting[name] && bodyAlikes.MatchString(name) {
			return name
		}
	}
	return ""
}

var bodyAlikes = regexp.MustCompile(`\b(?:co-operative|cooperative|co-op|alliance|consortium|union|federation|league|association)$`)

func (r *reader) bodiesInOrder(bodies map[string]int) []string {
	ids := make([]string, 0, len(bodies))
	for id := range bodies {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// isHeadline says whether the first sentence is a headline: short, a paragraph of its own, without a point.
func isHeadline(text string, s sentence) bool {
	words := text[s.Start:s.End]
	return len(words) < 160 && !strings.ContainsAny(words[len(words)-1:], ".!?\"") && (s.End == len(text) || text[s.End] == '\n')
}

var future = regexp.MustCompile(`\b(?:will|would|shall|planned for|scheduled for|postponed (?:to|until)|is (?:due|set|expected|scheduled|planned) to|are (?:due|set|expected|scheduled|planned) to|next round|is planned|are planned)\b`)

// secondPass makes the clauses again, now that everybody is known, and says what day each is about.
func (r *reader) secondPass(sents []sentence) {
	r.people = map[string]item{} // introduced again in order; a name before its introduction is still met by its last name
	r.lastParty, r.partyBefore = "", ""
	for i, s := range sents {
		c := r.newClause(s.toks, s.quotes, false)
		r.spokenOf(c)
		r.compose(c)
		r.otherBodies(c)
		l := line{n: len(r.lines), sentence: s, clause: c, headline: i == 0 && r.out.Source.Title != ""}
		l.party = r.lastParty
		r.dates(&l)
		r.lines = append(r.lines, l)
	}
}

// besideParty is a body in a list with a party: it acts as one.
var besideParty = regexp.MustCompile(`<[pa]\d+> and (?:the )?(<b\d+>)|(<b\d+>) and (?:the )?<p\d+>|\bbetween (?:the )?(<b\d+>) and`)

// otherBodies makes a party of a body that is not the one that is joined, when it stands beside one.
func (r *reader) otherBodies(c *clause) {
	changed := false
	for _, m := range besideParty.FindAllStringSubmatchIndex(c.form, -1) {
		for g := 1; g <= 3; g++ {
			if m[2*g] < 0 {
				continue
			}
			i, _ := c.within(m[2*g], m[2*g+1])
			if it := &c.items[i]; it.id != r.out.Body {
				it.tag, it.how, changed = party, "name", true
			}
		}
	}
	if changed {
		c.render()
	}
}

var willBe = regexp.MustCompile(`\b(?:will|shall|(?:is|are) (?:due|set|expected|scheduled|planned)|next)\b`)

// ofSaying says that a date belongs to a verb of saying, whatever is said about the time to come.
var ofSaying = regexp.MustCompile(`\b(?:said|says|told|added|announced|declared|warned|stressed)\b[^,;]{0,30}$`)

// dates resolves the dates of a line.
func (r *reader) dates(l *line) {
	for i := range l.items {
		ahead := future.MatchString(l.form)
		it := &l.items[i]
		if it.tag != dated {
			continue
		}
		if it.date.weekday > 0 && !willBe.MatchString(l.form) {
			ahead = false // would is said of what is over, too
		}
		d, ok := r.calendar.resolve(it.date, ahead && !ofSaying.MatchString(l.form[:l.from[i]]))
		if !ok {
			r.note(fmt.Sprintf("%q: there is no such day", oneLine(r.text[it.Start:it.End])), it.Span)
			it.date = date{}
			continue
		}
		it.date = d
		if d.text() != "" && !d.vague {
			r.found(Finding{Kind: "date", ID: d.text(), Text: oneLine(r.text[it.Start:it.End]), Spans: []Span{it.Span}, Why: d.why})
		}
		if isPast := !d.ahead; isPast && l.when.none() && d.year > 0 {
			l.when = d
		}
		if d.exact() && !d.ahead {
			r.calendar.last = d
		}
	}
	l.context = r.calendar.last
}

// found adds a finding, or another place of one that is there.
func (r *reader) found(f Finding) {
	if len(f.Spans) == 0 || f.Spans[0].Start >= f.Spans[0].End {
		return // a part of a word
	}
	for i := range r.out.Findings {
		if o := &r.out.Findings[i]; o.Kind == f.Kind && o.ID == f.ID && (f.ID != "" || o.Text == f.Text) {
			o.Spans = append(o.Spans, f.Spans...)
			return
		}
	}
	r.out.Findings = append(r.out.Findings, f)
}

// draft applies the grammars, each to every line, in the order in which they need each other.
func (r *reader) draft() {
	r.findRule()
	r.findApplications()
	r.findObjections()
	r.findDemands()
	r.findGrounds()
	r.findRounds()
	r.draftAll()
}

// published is the day of the report, as far as it is known.
func (r *reader) published() form.Date { return r.calendar.published }
