package intake

import (
	"regexp"
	"strings"
)

// ruleWords are how reports speak of rules. The first that matches a sentence names its rule.
var ruleWords = []struct {
	kind string
	re   *regexp.Regexp
}{
	{"unanimity", regexp.MustCompile(`\bunanim(?:ous|ously|ity)\b|<k\d+> (?:member states|members|allies|countries) must (?:agree|approve|consent|ratify)|\b(?:all|each of the|every one of the|every) (?:of (?:the|its) )?(?:<k\d+> )?(?:\w+ ){0,2}?(?:member states|member countries|members?|allies|countries|households|states|farms|parties)(?: \w+){0,2}? (?:must|have to|has to|need to|needs to) (?:agree|approve|consent|ratify|accept|say yes)|\b(?:consent|agreement|approval) of (?:all|every|each)\b`)},
	{"consensus", regexp.MustCompile(`\b(?:by|requires?|require|on|through|need|needs|reach a|of) consensus\b|\bnone of (?:the |its )?(?:<k\d+> )?(?:\w+ )?(?:members|countries|bodies) (?:objects?|opposes?|is against)\b|\bno (?:member|one|body) (?:may |must )?(?:objects?|stand against|opposes?)\b|\bas long as no member\b`)},
	{"unanimity", regexp.MustCompile(`\b(?:each|every)\b[^.;]{0,40}\bhas (?:a|the right of) veto\b`)},
	{"qualified majority", regexp.MustCompile(`\bqualified majority\b`)},
	{"two-thirds majority", regexp.MustCompile(`\btwo[- ]thirds\b|<k\d+> thirds\b|\btwo out of three\b`)},
	{"three-quarters majority", regexp.MustCompile(`\bthree[- ]quarters\b|<k\d+> (?:quarters|fourths)\b|\bthree[- ]fourths\b`)},
	{"majority", regexp.MustCompile(`\b(?:simple|absolute) majority\b|\bmajority of (?:the )?(?:votes|members|those)\b|\bmore than half of\b`)},
}

// deciding says that a sentence is about how the body decides, not about what it decided.
var deciding = regexp.MustCompile(`\b(?:was reached|was met|works by|acts by|needs the|decides|takes?|call for|calls for|necessary|is taken|statutes|has a veto|veto|admission is|admits|takes effect|must|requires?|required|need|needs|needed|rules?|regulations|statutes?|by-?laws?|treaty|charter|directives|decisions?|decides?|approved by|taken by|only if|has to|have to|can only|under its|according to|procedure|article|constitution)\b`)

var memberCount = regexp.MustCompile(`(<k\d+>) (?:existing |current |present |participating |full |voting |eligible |other |of its |national )*(?:member states|member countries|member bodies|members|allies|national bodies|countries|member households|households|states|member farms|farms|member organisations)\b`)

// findRule reads what the report says about the rule and the number of members.
func (r *reader) findRule() {
	rule := &r.out.Rule
	for i := range r.lines {
		l := &r.lines[i]
		if !deciding.MatchString(l.form) {
			continue
		}
		for _, w := range ruleWords {
			if s, ok := l.says(w.re); ok && (rule.Kind == "" || rule.Kind == w.kind) {
				rule.Kind = w.kind
				rule.Spans = addSpan(rule.Spans, s)
				r.countMembers(l)
				break
			}
		}
	}
	for i := range r.lines {
		if rule.Members == 0 {
			r.countMembers(&r.lines[i])
		}
	}
	if rule.Kind != "" {
		r.found(Finding{Kind: "rule", ID: "", Text: rule.Kind, Spans: rule.Spans, Why: "the report says how the body decides"})
	}
}

// says answers where a pattern is found in a line: in its form, or in the words of a quotation.
func (l *line) says(re *regexp.Regexp) (Span, bool) {
	if m := re.FindStringIndex(l.form); m != nil {
		s := l.span(m[0], m[1])
		return s, s.Start < s.End
	}
	for _, q := range l.quotes {
		if re.MatchString(strings.ToLower(l.text[q.Start:q.End])) {
			return q, true
		}
	}
	return Span{}, false
}

// haveVoted says that a number of members is of those who voted so, not of all.
var haveVoted = regexp.MustCompile(`^ (?:abst|voted|were for|were against|were in|approved|have ratified|have approved)`)

// ofAll says that a number is of all, of whom another number voted so: 24 of 32 members voted for it.
var ofAll = regexp.MustCompile(`\bof (?:the |its )?$`)

// countMembers takes the largest number of members that a sentence names.
func (r *reader) countMembers(l *line) {
	rule := &r.out.Rule
	for _, m := range memberCount.FindAllStringSubmatchIndex(l.form, -1) {
		it, ok := l.first(m, 1, number)
		if ok && it.n > rule.Members && it.n > 2 && !haveVoted.MatchString(l.form[m[1]:]) || ok && it.n > rule.Members && ofAll.MatchString(l.form[:m[0]]) {
			rule.Members = it.n
			rule.Spans = addSpan(rule.Spans, l.span(m[0], m[1]))
		}
	}
}
