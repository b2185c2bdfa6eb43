package intake

import (
	"regexp"
	"slices"
	"strings"
)

// demand is one thing that is asked of somebody.
type demand struct {
	of    []string
	text  string
	spans []Span
	sure  Sureness
	why   string
}

// whom is of whom something is asked.
const whom = many + `|<g\d+>|both|they|it|applicants|candidates|newcomers|members|(?:the|any|every|each|its|all) [a-z-]+(?: [a-z-]+)??`

const must = `(?:must|should|has to|have to|had to|need to|needs to|needed to|ought to|would have to|will have to|shall)`

var (
	demanding = []*regexp.Regexp{
		// Turkey stressed that Finland and Sweden must stop …
		regexp.MustCompile(`(` + many + `|\bhe\b|\bshe\b|\bit\b|\bthe (?:firm|company|farm|government|organisation|country)\b|\bthey\b)` + adverbs + ` (?:said|says|say|stress(?:es|ed)|demand(?:s|ed)|insist(?:s|ed)|told [^.;]{1,40}?|reiterated|repeated|maintain(?:s|ed)|warned|made (?:it )?clear|declared|wrote|emphasi[sz]ed|argued|added|announced|replied|explained|noted)(?: <d\d+>)?,? (?:that )?(?:before [^,]{1,60}, |first,? |if [^,]{1,60}, )?(` + whom + `) (?:first |also |both )?` + must + ` (.+)$`),
		// Austria wants Romania to …; called on, urged, asked, expects, requires
		regexp.MustCompile(`(` + many + `|\bhe\b|\bshe\b|\bit\b|\bthe (?:firm|company|farm|government|organisation|country)\b|\bthey\b)` + adverbs + ` (?:demand(?:s|ed|ing)?|wants?|wanted|ask(?:s|ed|ing)?|call(?:s|ed|ing)? (?:on|upon|for)|urg(?:es|ed|ing)|requir(?:es|ed|ing)|expect(?:s|ed|ing)?|press(?:es|ed|ing)|insist(?:s|ed|ing)? on|request(?:s|ed|ing)?|pushed)(?: <d\d+>)? (?:the )?(` + whom + `) to (.+)$`),
		// Greece demands that Skopje change its name
		regexp.MustCompile(`(` + many + `|\bhe\b|\bshe\b|\bit\b|\bthe (?:firm|company|farm|government|organisation|country)\b|\bthey\b)` + adverbs + ` (?:demand(?:s|ed|ing)?|insist(?:s|ed|ing)?|ask(?:s|ed|ing)?|request(?:s|ed|ing)?|requir(?:es|ed|ing)|propos(?:es|ed))(?: <d\d+>)? (?:in return |first )?that (` + whom + `) (.+)$`),
		// The condition is that …; X's demands are that …
		regexp.MustCompile(`(` + many + `)(?:'s|') (?:\w+ )?(?:conditions?|demands?|terms?|requirements?|requests?) (?:is|are|was|were|include|included|includes)(?: that)? (` + whom + `) (?:` + must + ` )?(.+)$`),
		// It would not agree unless / until Sweden extradites …
		regexp.MustCompile(`(` + many + `|\bhe\b|\bshe\b|\bit\b|\bthe (?:firm|company|farm|government|organisation|country)\b|\bthey\b)` + adverbs + ` [^.;]{0,120}?\b(?:unless|until|once|as soon as|only if|only when|only after|on condition that|provided that|provided) (` + whom + `) (.+)$`),
		// It would vote yes if Sofia …
		regexp.MustCompile(`(` + many + `|\bit\b|\bthey\b|\bhe\b|\bshe\b)[^.;:]{0,60} (?:vote yes|say yes|agree|accept|approve|consent|support [^.;:]{0,30}|withdraw [^.;:]{0,30}|drop [^.;:]{0,30}|lift [^.;:]{0,30}) if (` + whom + `) (.+)$`),
		// It makes its consent depend on one thing: Sofia must …; its condition: …
		regexp.MustCompile(`(` + many + `|\bits\b|\btheir\b|\bit\b|\bthe (?:firm|company|farm|government|organisation|country)\b|\bthey\b|\bhe\b|\bshe\b)[^.;:]{0,120}: ?(` + whom + `) (?:first |also )?` + must + ` (.+)$`),
		// Finland must stop … according to / before Turkey would agree
		regexp.MustCompile(`\baccording to (` + many + `),? (` + whom + `) ` + must + ` (.+)$`),
	}
	// wanting has no addressee: X demands the extradition of …; among its demands are …
	wanting = []*regexp.Regexp{
		regexp.MustCompile(`(` + many + `|\bit\b|\bthe (?:firm|company|farm|government|organisation|country)\b|\bthey\b)` + adverbs + ` (?:made|makes?|making) (?:its|their) (?:consent|approval|agreement|support|vote|yes|assent)(?: to [^.;]{1,40}?)? (?:conditional|dependent|contingent|depend) (?:up)?on (.+)$`),
		regexp.MustCompile(`(` + many + `)` + adverbs + ` (?:said|says|stress(?:es|ed)|demand(?:s|ed)|insist(?:s|ed)|reiterated|made (?:it )?clear)(?: <d\d+>)?,? (?:that )?((?:[a-z-]+ ){1,5}(?:must )?be [a-z]+ed\b.*)$`),
		regexp.MustCompile(`(` + many + `|\bhe\b|\bshe\b|\bit\b|\bthe (?:firm|company|farm|government|organisation|country)\b)` + adverbs + ` (?:demand(?:s|ed|ing)?|insist(?:s|ed|ing)? on|call(?:s|ed|ing)? for|ask(?:s|ed|ing)? for|require[sd]?|want(?:s|ed)?|seeks?|sought|request(?:s|ed)?)(?: <d\d+>)? ((?:<k\d+>|<q\d+>|the|a|an|lower|higher|fewer|greater|larger|smaller|longer|shorter|guarantees?|assurances?|proof|written|binding|stricter|tighter|better|more|an end|full|changes?|access|compensation|equal|independent|clear|legal|regular|new|further|[a-z]+ (?:checks|controls|guarantees|rights|limits|tests|audits|rules|payments?)) .+)$`),
		regexp.MustCompile(`(` + many + `)(?:'s|') (?:\w+ )?(?:conditions?|demands?|terms?|requirements?) (?:is|are|was|were|include|included|includes|:) (.+)$`),
		regexp.MustCompile(`\b(?:conditions?|demands?|terms?|requirements?) (?:of|from|by|made by|set by) (` + many + `) (?:is|are|was|were|include|included|includes|:) (.+)$`),
	}
	subordinate = regexp.MustCompile(`,? (?:when|while|if|before|after|following|during|in order|because|so that|so as|until|unless|otherwise|or else|or it|as a (?:condition|sign|first)|as part of|in return|in exchange|for it|rather than) [^,;]*`)
	endOfDemand = regexp.MustCompile(`(?:;|\.$|, (?:but|while|which|who|whereas|adding|saying|said|says|warning|he|she|it|they|a demand|something|according|and (?:it|he|she|they|said|added|warned))\b|, <[spn]\d+>[^,]{0,20} (?:said|says|added|told)\b| (?:said|says) <[spn]|, <q\d+>$|$).*$`)
	commas      = regexp.MustCompile(`,? and (?:also )?(?:(?:agreed|promised|pledged|undertook|offered|vowed) )?(?:to |that (?:<[gp]\d+>|both|they|it) (?:must |should )?|must |should |also )?|, (?:to )?|; | as well as (?:to )?`)
	gerund      = regexp.MustCompile(`^(?:stop|cease|end|quit|avoid|start|begin|refrain from|keep|give up|consider) [a-z]+ing(?: for| of| with| to| in| on)?$`)
)

// demandVerbs begin what is asked.
const demandVerbs = ` stop end cease lift extradite hand drop amend ban publish pay adopt change remove accept recognise recognize guarantee
 withdraw allow grant introduce limit restrict reduce increase close open share sign ratify prove show disclose provide give return release
 respect protect stem strengthen improve tighten control secure guard build repair maintain keep make take put set meet comply commit agree
 join leave apply fix rewrite revise add delete replace include exclude define clarify license licence submit file register test certify
 label cap raise lower cut halve buy sell deliver move relocate refrain abandon renounce settle compensate apologise apologize condemn
 prosecute expel deport arrest curb halt suspend freeze resume restore cancel repeal abolish reform investigate report inform consult
 contribute clear rename teach print use stick abide honour honor fulfil fulfill implement address resolve prevent dismantle outlaw crack
 do offer promise declare confirm document install fence treat switch plant phase hire employ admit let support vote back step send ensure
 invest hand process repay refund accelerate speed punish restart move draft modify correct clarify specify name mark limit bring get lay undertake renew replace swap donate share shut vacate erase invest finance fund cover bear `

func isDemandVerb(word string) bool { return strings.Contains(demandVerbs, " "+word+" ") }

// findDemands finds what is asked of whom, by those who stand in the way or who set conditions.
func (r *reader) findDemands() {
	for i := range r.lines {
		l := &r.lines[i]
		if l.headline {
			continue
		}
		r.demandsOf(l, l.clause, nil)
		r.demandsQuoted(l)
	}
}

// demandsOf finds the demands of a clause. by is the speaker of a quotation; nil: the clause says who asks.
func (r *reader) demandsOf(l *line, c *clause, by []string) {
	for _, re := range demanding {
		m := re.FindStringSubmatchIndex(c.form)
		if m == nil {
			continue
		}
		who := by
		if who == nil {
			who = r.subject(l, c, m, 1)
		}
		of, sure, why := r.addressees(c, m, 2, who)
		if r.demand(l, c, who, of, m[6], m[7], sure, why) {
			return
		}
	}
	for _, re := range wanting {
		m := re.FindStringSubmatchIndex(c.form)
		if m == nil {
			continue
		}
		who := by
		if who == nil {
			who = r.subject(l, c, m, 1)
		}
		of, sure, why := r.addressed()
		if r.demand(l, c, who, of, m[4], m[5], sure, why) {
			return
		}
	}
}

// subject answers who asks. A pronoun is whoever is spoken of before: the last party that objects, else the last one.
func (r *reader) subject(l *line, c *clause, m []int, group int) []string {
	if ids := r.ids(c, m, group); len(ids) > 0 {
		return ids
	}
	pronoun := c.form[max(m[2*group], 0):max(m[2*group+1], 0)]
	if m[2*group] > 0 && c == l.clause {
		if at := firstMany.FindStringIndex(c.form[:m[2*group]]); at != nil {
			if ids := r.partiesIn(c, at[0], at[1]); len(ids) > 0 && (len(ids) == 1 || pronoun == "they" || pronoun == "their") {
				return ids
			}
		}
	}
	return r.before(l, pronoun)
}

var firstMany = regexp.MustCompile(many)

// before answers whom a pronoun means: the subject of the line before, in the same paragraph or the one before it; of
// several, he, she and it mean the first.
func (r *reader) before(l *line, pronoun string) []string {
	for j := l.n - 1; j >= 0 && j >= l.n-2 && l.para-r.lines[j].para <= 1; j-- {
		m := firstMany.FindStringIndex(r.lines[j].form)
		if m == nil {
			continue
		}
		ids := r.partiesIn(r.lines[j].clause, m[0], m[1])
		if len(ids) > 1 && pronoun != "they" && pronoun != "both" && pronoun != "their" {
			ids = ids[:1]
		}
		if len(ids) > 0 {
			return ids
		}
	}
	return nil
}

// addressed answers of whom something is asked when it is not said: of who applies, else of the chair.
func (r *reader) addressed() ([]string, Sureness, string) {
	if len(r.applicants) == 0 {
		return []string{chairSide}, Doubtful, "of whom it is asked is not said, and nobody applies; the chair is taken"
	}
	return slices.Clone(r.applicants), Likely, "of whom it is asked is not said; it is taken to be who applies"
}

// addressees answers of whom something is asked.
func (r *reader) addressees(c *clause, m []int, group int, by []string) ([]string, Sureness, string) {
	of := slices.DeleteFunc(r.ids(c, m, group), func(id string) bool { return slices.Contains(by, id) })
	if len(of) > 0 {
		return of, Sure, ""
	}
	if strings.HasPrefix(c.form[m[2*group]:m[2*group+1]], "<") && !strings.Contains(c.form[m[2*group]:m[2*group+1]], "<g") {
		return nil, Doubtful, ""
	}
	return r.addressed()
}

// demand enters what stands in a part of a clause under the objection of who asks. It answers whether it did.
func (r *reader) demand(l *line, c *clause, by, of []string, from, to int, sure Sureness, why string) bool {
	by = slices.DeleteFunc(slices.Clone(by), func(id string) bool {
		return id == chairSide || id == r.out.Body || r.outsider(id) || slices.Contains(r.applicants, id)
	})
	if len(by) == 0 || len(of) == 0 || from < 0 {
		return false
	}
	pieces := r.pieces(c, from, to)
	if len(pieces) == 0 {
		return false
	}
	for _, id := range by {
		o := r.objectionOf(id)
		if !o.said {
			sure = weaker(sure, Likely)
		}
		if o.when.none() && l.when.exact() {
			o.when = l.when
		}
		for _, p := range pieces {
			if !slices.ContainsFunc(o.demands, func(d demand) bool { return d.text == p.text }) {
				o.demands = append(o.demands, demand{of, p.text, p.spans, sure, why})
				for _, s := range p.spans {
					o.spans = addSpan(o.spans, s)
				}
			}
		}
	}
	return true
}

// piece is one thing asked: a verb with its object, which in a list may stand apart from it.
type piece struct {
	text  string
	spans []Span
}

// pieces cuts what is asked into single things: at "and" before a verb, and at the commas of a list.
func (r *reader) pieces(c *clause, from, to int) []piece {
	part := endOfDemand.ReplaceAllString(c.form[from:to], "")
	part = blank(subordinate, part)
	part = strings.TrimRight(part, " ,.")
	cuts := commas.FindAllStringIndex(part, -1)
	list := len(cuts) > 1 && slices.ContainsFunc(cuts, func(m []int) bool { return strings.HasPrefix(part[m[0]:], ", ") })
	var all []piece
	start, verbEnd, verbStart := 0, -1, -1
	add := func(end int) {
		text := strings.TrimRight(part[start:end], " ,")
		lead := len(text) - len(strings.TrimLeft(text, " "))
		s := c.span(from+start+lead, from+start+len(text))
		if s.Start >= s.End {
			return
		}
		if v := verbOf(part[start+lead:]); v > 0 || len(all) == 0 || verbEnd < 0 {
			verbStart, verbEnd = start+lead, start+lead+max(v, 0)
			if v == 0 {
				verbEnd = -1
			}
			all = append(all, piece{oneLine(c.text[s.Start:s.End]), []Span{s}})
			return
		}
		verb := c.span(from+verbStart, from+verbEnd)
		all = append(all, piece{oneLine(c.text[verb.Start:verb.End]) + " … " + oneLine(c.text[s.Start:s.End]), []Span{verb, s}})
	}
	for _, m := range cuts {
		if !r.cutsHere(part[m[1]:], list, verbEnd >= 0 || verbOf(part[start:]) > 0) {
			continue
		}
		add(m[0])
		start = m[1]
	}
	add(len(part))
	return all
}

// cutsHere says whether a new thing begins after a comma or an "and".
func (r *reader) cutsHere(rest string, list, verb bool) bool {
	word, _, _ := strings.Cut(strings.TrimPrefix(rest, "to "), " ")
	if isDemandVerb(word) || isDemandVerb(strings.TrimSuffix(word, "s")) {
		return true
	}
	if !verb && !list {
		return false
	}
	things := aThing.MatchString(rest)
	return things || list && aNoun.MatchString(rest)
}

var (
	aThing = regexp.MustCompile(`^(?:the |its |their )?(?:[a-z]+ )?(?:[a-z]+ )?<[qnwpa]\d+>`)
	aNoun  = regexp.MustCompile(`^(?:the|a|an|its|their|all|an end|guarantees|access|full|no) [a-z]`)
)

// verbOf answers how much of a text is the verb of what is asked: stop supporting, lift; 0: it begins with none.
func verbOf(text string) int {
	words := strings.Fields(text)
	if len(words) == 0 {
		return 0
	}
	first := strings.Trim(words[0], ",.")
	if !isDemandVerb(first) && !isDemandVerb(strings.TrimSuffix(first, "s")) && first != "to" {
		return 0
	}
	end := len(words[0])
	for n := 2; n <= min(4, len(words)); n++ {
		if s := strings.Join(words[:n], " "); gerund.MatchString(s) {
			end = len(s)
		}
	}
	return end
}

// blank replaces what a pattern finds by spaces, so that places stay.
func blank(re *regexp.Regexp, text string) string {
	return re.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat(" ", len(s)) })
}

// demandsQuoted finds demands inside the quotations of a line, made by whoever speaks.
func (r *reader) demandsQuoted(l *line) {
	for _, q := range l.quotes {
		who, ok := r.speakerOfLine(l)
		if !ok || who.id == "" || !slices.Contains(r.objectors(), who.id) {
			continue
		}
		for _, s := range split(r.text, inner(r.text, q), nil) {
			c := r.newClause(tokens(r.text, s.Start, s.End), nil, true)
			r.compose(c)
			m := quotedDemand.FindStringSubmatchIndex(c.form)
			if m == nil {
				if m = passiveDemand.FindStringSubmatchIndex(c.form); m != nil {
					of, sure, why := r.addressed()
					r.demand(l, c, []string{who.id}, of, m[2], m[3], weaker(sure, Likely), why)
				}
				continue
			}
			of, sure, why := r.addressees(c, m, 1, []string{who.id})
			r.demand(l, c, []string{who.id}, of, m[4], m[5], weaker(sure, Likely), why)
		}
	}
}

var passiveDemand = regexp.MustCompile(`\b((?:the |these |those |such )?[a-z-]+ must be [a-z]+ed\b.*)$`)

var quotedDemand = regexp.MustCompile(`(` + many + `|<g\d+>|\bthey\b|\bboth\b|\byou\b|\bthe (?:applicants?|candidates?|company|farm|other side|committee|draft|text)\b) (?:first |simply |also )?` + must + ` (.+)$`)
