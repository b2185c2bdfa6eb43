package intake

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// statement is words of a speaker.
type statement struct {
	who   item
	gist  string
	spans []Span
	form  string // as act.Remark has it
	when  date
	line  *line
	sure  Sureness
	why   []string
}

const sayVerbs = ` said says say added adds stressed stresses told tells stated states noted notes warned warns announced announces declared declares
 insisted insists argued argues claimed claims explained explains emphasised emphasized emphasises emphasizes commented remarked
 urged urges called calls reiterated reiterates repeated acknowledged acknowledges admitted admits confirmed confirms replied wrote writes
 indicated affirmed rejoiced predicted reported lamented concluded boasted joked countered retorted responded answered conceded joked remarks comments described welcomed welcomes expressed assured assures reaffirmed hailed praised criticised criticized voiced saying adding
 complained complains asked pointed suggested suggests recalled maintained tweeted recommended recommends underlined underlines underscored underscores assures proposed hoped hopes believes tweeted thanked concluded cautioned predicted appealed `

func isSayVerb(word string) bool { return strings.Contains(sayVerbs, " "+word+" ") }

var (
	says     = `(?:spoke of|speaks of|spoke out|pointed out|points out|made (?:it )?clear|let it be known|took the view|` + strings.Join(strings.Fields(sayVerbs), "|") + `)`
	speaking = []*regexp.Regexp{
		// The Finnish representative who took part said …
		regexp.MustCompile(`(<[spn]\d+>|\bhe\b|\bshe\b)(?: who [^<>;:]{1,80}?)?` + adverbs + ` (` + says + `)\b`),
		// …, said Linde
		regexp.MustCompile(`(?:^|, ?|[?!] ?|<q\d+>,? )(` + says + `) (?:the )?(<[spn]\d+>)`),
		regexp.MustCompile(`<q\d+>,? (<[spn]\d+>|he|she)` + adverbs + ` (` + says + `)\b`),
		regexp.MustCompile(`\b(?:according to|in the words of) (?:the )?(<[sn]\d+>|him\b|her\b)`),
		regexp.MustCompile(`^(<[sn]\d+>): `),
		regexp.MustCompile(`(<[spn]\d+>|\bhe\b|\bshe\b)[^<>":;]{0,60}: ?<q\d+>`),
		regexp.MustCompile(`(<[sn]\d+>|\bhe\b|\bshe\b)` + adverbs + ` ([a-z]+ed) (?:<d\d+> )?that\b`),
		regexp.MustCompile(`(<s\d+>),? [^<>;"]{1,60} and (?:also |then )?(` + says + `)\b`),
	}
	telling      = regexp.MustCompile(`^(?: [^,:.;"]{1,70}?)??(?: that\b|:|,| <q|\.?$)`)
	reporting    = regexp.MustCompile(`^(?: here| in a (?:video|tweet|post|letter|call|speech|broadcast)| in an? \w+ (?:video|interview|message|address)| that|,|:| <d\d+>| on <l\d+>| in <l\d+>| to reporters| reporters| journalists| parliament| after (?:the |a )?(?:meeting|talks|session|vote|round)| before (?:the |a )?(?:meeting|talks|vote)| at (?:the |a )?(?:meeting|talks|press conference|news conference|briefing)| in (?:a |an )?(?:written |joint )?(?:statement|interview|letter|speech)| following (?:the |a )?(?:meeting|talks|vote)| afterwards| later| during (?:the |a )?(?:meeting|talks|session))*`)
	told         = regexp.MustCompile(`\b(?:told|tells|assured|assures|informed|reminded|warned|reassured)$`)
	opened       = regexp.MustCompile(`^[^.]{0,40}?(?: that\b|: ?<q|, <q| <q)`)
	fronted      = regexp.MustCompile(`^(?:in|on|at|after|before|during|while|although|when|since|despite|according|asked|speaking|for|as|earlier|later|if|by|with|<d)\b`)
	afterSpeaker = regexp.MustCompile(`^(?:[,.;:]|$| in | on | at | after | before | during | who | <d| <q| to | as | late| yesterday|'s)`)
	vote         = regexp.MustCompile(`^ (?:against|for)\b`)
)

// saying is where in a line somebody speaks.
type saying struct {
	who      item
	pronoun  bool
	from, to int // of the words of saying, with the speaker, in the form
	content  int // where what is said begins, when it follows
	inverted bool
}

// sayingOf finds who speaks in a line: the first place where somebody known says something.
func (r *reader) sayingOf(l *line) (saying, bool) {
	best, found := saying{}, false
	for k, re := range speaking {
		for _, m := range re.FindAllStringSubmatchIndex(l.form, -1) {
			s, ok := r.saying(l, k, m)
			if ok && (!found || s.from < best.from) {
				best, found = s, true
			}
		}
		if found && k != 0 {
			return best, true
		}
	}
	return best, found
}

func (r *reader) saying(l *line, k int, m []int) (saying, bool) {
	g := 1
	if k == 1 {
		g = 2
	}
	s := saying{from: m[0], to: m[1], content: m[1], inverted: k == 1 || k == 2 || k == 3}
	if k == 5 {
		s.to = m[0] + strings.LastIndex(l.form[m[0]:m[1]], ":")
	}
	if k == 6 && notSaying.MatchString(l.form[m[4]:m[5]]) {
		return s, false
	}
	if k == 7 && !speaks(l.form[m[4]:m[5]], l.form[m[1]:]) {
		return s, false
	}
	if k == 0 && !speaks(l.form[m[4]:m[5]], l.form[m[1]:]) {
		return s, false
	}
	word := l.form[m[2*g]:m[2*g+1]]
	if k == 1 && !afterSpeaker.MatchString(l.form[m[1]:]) {
		return s, false
	}
	if word == "he" || word == "she" || word == "him" || word == "her" {
		s.who, s.pronoun = r.lastSpeaker(l, m[0])
		return s, s.pronoun
	}
	it, ok := l.first(m, g, speaker, party, unknown)
	if !ok || it.tag == unknown && !r.isPerson(l, it) || it.id == r.out.Body {
		return s, false
	}
	s.who = it
	return s, true
}

// speaks says whether a verb that has other meanings too is one of saying here: who calls elections says nothing.
func speaks(verb, rest string) bool {
	switch verb {
	case "asked", "calls", "called", "described", "proposed", "rejected", "denied", "suggested", "suggests", "expressed", "voiced":
		if strings.HasPrefix(rest, " to join") || strings.HasPrefix(rest, " to be") {
			return false
		}
		return strings.Contains(rest, "<q") || calling.MatchString(rest)
	}
	return true
}

// notSaying are verbs before that which are acts of another kind.
var notSaying = regexp.MustCompile(`^(?:promised|pledged|agreed|demanded|voted|decided|ensured|hoped|guaranteed)$`)

var calling = regexp.MustCompile(`^ (?:on|for|upon|it|this|that|the (?:meeting|talks|offer|proposal|decision|result|text)|them|him|her|<[gspa]|(?:his|her|its|their)? ?(?:hope|confidence|concern|regret|doubt|understanding|satisfaction|disappointment|optimism)|if|whether|why)\b`)

// isPerson says whether an unknown name that speaks is somebody's: of two words or more, or one met before.
func (r *reader) isPerson(l *line, it item) bool {
	first := []rune(it.name)[0]
	return unicode.IsUpper(first) && !isAcronym(it.name)
}

// lastSpeaker answers whom he or she means: the person named before in the line, else the last one of the lines before.
func (r *reader) lastSpeaker(l *line, at int) (item, bool) {
	for _, it := range slices.Backward(l.tagged(0, at, speaker)) {
		if it.name != "" || it.role != "" {
			return it, true
		}
	}
	for j := l.n - 1; j >= 0 && j >= l.n-3; j-- {
		if people := r.lines[j].tagged(0, len(r.lines[j].form), speaker); len(people) > 0 {
			return people[len(people)-1], true
		}
	}
	return item{}, false
}

// speakerOfLine answers who speaks in a line.
func (r *reader) speakerOfLine(l *line) (item, bool) {
	s, ok := r.sayingOf(l)
	return s.who, ok
}

// statements finds the statements of all lines.
func (r *reader) statements() []statement {
	var all []statement
	for i := range r.lines {
		l := &r.lines[i]
		if l.headline {
			continue
		}
		if s, ok := r.statement(l, all); ok {
			all = append(all, s)
		}
	}
	return all
}

// statement makes the statement of a line. A line of nothing but a quotation goes on with the statement before it.
func (r *reader) statement(l *line, all []statement) (statement, bool) {
	s, ok := r.sayingOf(l)
	if !ok {
		return r.goesOn(l, all)
	}
	if s.who.tag == party && !r.speaksItself(l, s) {
		return statement{}, false
	}
	st := statement{who: s.who, line: l, when: l.when, sure: Sure}
	from, to := r.content(l, s)
	gist := l.span(from, to)
	if gist.Start >= gist.End {
		return statement{}, false
	}
	st.gist = oneLine(r.text[gist.Start:gist.End])
	st.form = formOf(l, gist)
	st.spans = addSpan(addSpan(nil, gist), l.span(s.from, s.to))
	if s.pronoun {
		st.sure = Likely
		st.why = append(st.why, "the pronoun is taken to mean "+nameOrRole(s.who))
	}
	if s.who.guess {
		st.sure = weaker(st.sure, Likely)
	}
	if s.who.also != "" {
		st.why = append(st.why, s.who.also+" is a known spelling of "+s.who.name)
	}
	if s.who.tag == unknown {
		st.who.tag, st.who.id = speaker, l.party
		if l.party != "" {
			st.why = append(st.why, "for whom "+s.who.name+" speaks is not said; the party spoken of before is taken")
		}
		st.sure = weaker(st.sure, Doubtful)
	}
	return st, true
}

// speaksItself says whether a party that says something makes a statement of its own: what it demands, promises or
// does not agree to is another act, unless it is quoted.
func (r *reader) speaksItself(l *line, s saying) bool {
	if s.who.role == "" && s.who.id == "" {
		return false
	}
	rest := l.form[s.to:]
	if s.inverted {
		return true
	}
	if vote.MatchString(rest) {
		return false
	}
	for _, d := range append(r.objections, &objection{}) {
		for _, x := range d.demands {
			for _, sp := range x.spans {
				if sp.Start >= l.Start && sp.End <= l.End {
					return false
				}
			}
		}
		for _, g := range d.grounds {
			if g.span.Start >= l.Start && g.span.End <= l.End && !strings.Contains(rest, "<q") {
				return false
			}
		}
	}
	return strings.Contains(rest, "<q") || selfSaid.MatchString(l.form[s.from:s.to])
}

var selfSaid = regexp.MustCompile(`\b` + says + `$`)

// content answers where in the form the words lie: after the words of saying, or before them when those stand last.
func (r *reader) content(l *line, s saying) (int, int) {
	rest := l.form[s.to:]
	if told.MatchString(l.form[s.from:s.to]) {
		if m := telling.FindString(rest); m != "" {
			rest = rest[len(strings.TrimSuffix(m, " <q")):]
		}
	}
	if m := reporting.FindStringIndex(rest); m != nil {
		rest = rest[m[1]:]
	}
	tail := strings.Trim(rest, " .,;:!?")
	lead := strings.Trim(l.form[:s.from], " .,;:")
	comesFirst := strings.HasSuffix(strings.TrimRight(l.form[:s.from], " "), ",") && (len(strings.Fields(lead)) > 2 || strings.HasPrefix(lead, "<q")) && !opened.MatchString(l.form[s.to:]) && !fronted.MatchString(lead)
	if strings.HasPrefix(lead, "<q") && strings.HasSuffix(lead, ">") && !strings.Contains(rest, "<q") {
		comesFirst = true // "…," Linde said at a meeting
	}
	if strings.HasPrefix(l.form[s.from:], "<q") && !s.inverted {
		comesFirst = false
	}
	switch {
	case s.inverted && lead != "" || tail == "" || comesFirst:
		if lead == "" {
			from := 0
			if i := strings.Index(l.form, "<q"); i >= 0 {
				return i, len(strings.TrimRight(l.form, " ."))
			}
			return from, 0
		}
		if strings.Contains(rest, "<q") { // "…," said Linde, "…"
			return 0, len(l.form)
		}
		end := len(strings.TrimRight(l.form[:s.from], " ,"))
		if i := strings.Index(l.form[s.from:s.to], ">"); strings.HasPrefix(l.form[s.from:], "<q") && i > 0 {
			end = s.from + i + 1
		}
		return 0, end
	case strings.HasPrefix(l.form[s.from:], "<q") && s.inverted:
		return s.from, s.from + strings.Index(l.form[s.from:], ">") + 1
	}
	start := len(l.form) - len(rest)
	start += len(rest) - len(strings.TrimLeft(rest, " ,:"))
	return start, len(strings.TrimRight(l.form, " ."))
}

// goesOn makes another part of a statement of a line that is all quotation.
func (r *reader) goesOn(l *line, all []statement) (statement, bool) {
	if len(all) == 0 || !onlyQuote.MatchString(l.form) {
		return statement{}, false
	}
	last := all[len(all)-1]
	if l.para-last.line.para > 1 {
		return statement{}, false
	}
	return statement{
		who: last.who, gist: oneLine(r.text[l.Start:l.End]), spans: []Span{l.Span}, form: "verbatim", when: l.when, line: l, sure: Likely,
		why: []string{"a quotation that follows words of " + nameOrRole(last.who)},
	}, true
}

var onlyQuote = regexp.MustCompile(`^<q\d+>\.?$`)

// formOf says how much of a gist is between quotation marks.
func formOf(l *line, gist Span) string {
	quoted := 0
	for _, q := range l.quotes {
		if q.Start >= gist.Start && q.End <= gist.End {
			quoted += q.End - q.Start
		}
	}
	switch {
	case quoted == 0:
		return "reported"
	case quoted*10 >= (gist.End-gist.Start)*9:
		return "verbatim"
	}
	return "partly verbatim"
}

func nameOrRole(it item) string {
	if it.name != "" {
		return it.name
	}
	return it.role
}

// inner answers a quotation without its marks.
func inner(text string, q Span) Span {
	s := trim(text, q)
	words := strings.TrimLeft(text[s.Start:s.End], "\"“„«‘'")
	s.Start = s.End - len(words)
	words = strings.TrimRight(words, "\"”»’'“")
	s.End = s.Start + len(words)
	return trim(text, s)
}
