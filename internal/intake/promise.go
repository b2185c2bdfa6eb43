package intake

import (
	"regexp"
	"slices"
	"strings"
)

// promise is something that a party undertakes.
type promise struct {
	by    string
	text  string
	spans []Span
	when  date
	sure  Sureness
	why   []string
}

var (
	promising = []*regexp.Regexp{
		regexp.MustCompile(`(` + many + `|\bit\b|\bthe (?:firm|company|farm|government|organisation|country)\b|\bthey\b|\bhe\b|\bshe\b|\bboth\b|<g\d+>|\b(?:his|her|its|their) (?:government|country|company|firm)\b)` + adverbs + ` (?:promis(?:es|ed)|pledg(?:es|ed)|undertook|undertakes|vow(?:s|ed)|commit(?:s|ted) (?:itself|themselves|himself|herself)|committed|commit(?:s|ted)?(?: themselves| itself)?|offer(?:s|ed)|guarante(?:es|ed)|agreed|(?:is|are|was|were) ready|(?:is|are|was|were) prepared|declared (?:itself|themselves) ready|is willing|are willing|was willing|assured [^.;]{1,50}?|gave (?:its|their|an?) (?:word|undertaking|assurance|assurances))(?: <d\d+>| in (?:a|an|the|return) ?\w*| in writing| the \w+| for (?:its|their) part)* (?:to|that (?:[a-z]+|<r\d+>|(?:the|its|her|his|their) [a-z]+) (?:would|will)|that (?:it|they|he|she|<p\d+>) (?:would|will)) (.+)$`),
		regexp.MustCompile(`(` + many + `)` + adverbs + ` (?:said|announced|declared|told [^.;]{1,40}?|confirmed|wrote)(?: <d\d+>)? (?:that )?(?:it|they|he|she|<p\d+>|(?:his|her|its|their|the) \w+|<a\d+> \w+) (?:would|will) (.+)$`),
	}
	noPromise = regexp.MustCompile(`^(?:not |never |only |be |continue|go on|hold|meet|talk|keep talking|resume|back|oppose|veto|block|vote|agree|have |like|welcome|wait|depend|mediate|help|take (?:part|place|note|into)|remain|decide|discuss|consider|join|apply|put|ask|return)\b`)
)

// findPromises finds what parties undertake. To go on talking is no promise but an outcome of talks; what a member
// says about its vote is a position.
func (r *reader) findPromises() []promise {
	var all []promise
	for k, re := range promising {
		r.eachMatch([]*regexp.Regexp{re}, func(l *line, m []int) {
			rest := l.form[m[4]:m[5]]
			if noPromise.MatchString(rest) || strings.Contains(l.form[m[0]:m[4]], " not ") {
				return
			}
			who, sure := r.ids(l.clause, m, 1), Sure
			if len(who) == 0 {
				who, sure = r.subject(l, l.clause, m, 1), Likely
			}
			for _, by := range who {
				if by == "" || by == chairSide || by == r.out.Body || k == 1 && !slices.Contains(r.applicants, by) {
					continue
				}
				for _, p := range r.pieces(l.clause, m[4], m[5]) {
					if !slices.ContainsFunc(all, func(o promise) bool { return o.by == by && o.text == p.text }) {
						all = append(all, promise{by: by, text: p.text, spans: addSpan(p.spans, l.span(m[0], m[4])), when: l.when, sure: sure})
					}
				}
			}
		})
	}
	return all
}

// tally is the numbers of a vote.
type tally struct {
	of                 string // a party whose own organ voted; empty: the body itself
	organ              string
	inFavour, against  int
	abstaining         int
	hasFor, hasAgainst bool
	hasAbstaining      bool
	spans              []Span
	when               date
}

var (
	voteTo     = regexp.MustCompile(`\b(?:by|of|with|was|voted|passed|carried|approved|adopted|rejected|lost)(?: a vote of| a margin of)? (<k\d+>)(?: votes?| ballots?)?(?: in favou?r)? ?(?:to|against|–|-|versus) ?(<k\d+>)(?: votes)?(?: against)?(?: ?(?:,|with|and|–|-) ?(<k\d+>) ?(?:abstentions?|abstaining|members abstaining|abstained)?)?`)
	voteFor    = regexp.MustCompile(`(<k\d+>)(?: of (?:the |its )?<k\d+>)?(?: \w+){0,4}? (?:voted )?(?:in favou?r|for (?:the|it|admission|acceptance)|votes for|voted yes|yes\b|yes votes|approved|approvals|positive votes|for\b)`)
	voteNo     = regexp.MustCompile(`(<k\d+>)(?: \w+){0,2}? ?(?:voted )?(?:against|no votes|voted no|no\b|negative votes|disapprov\w+|objected)\b`)
	voteAbs    = regexp.MustCompile(`(<k\d+>)(?: \w+){0,2}? ?(?:abstentions?|abstained|abstaining|abstain)\b|\b(?:abstentions?)(?: by| of)? (<k\d+>)`)
	voting     = regexp.MustCompile(`\b(?:vot(?:e|es|ed|ing)|ballots?|abst\w+|in favou?r)\b`)
	parliament = regexp.MustCompile(`\b(?:parliament|congress|senate|bundestag|sejm|riksdag|eduskunta|national assembly|house of \w+|chamber|grand national assembly|knesset|storting|folketing|lawmakers|deputies|mps)\b`)
)

// findCounts finds the numbers of votes.
func (r *reader) findCounts() []tally {
	var all []tally
	for i := range r.lines {
		l := &r.lines[i]
		if l.headline || !voting.MatchString(l.form) {
			continue
		}
		if t, ok := r.count(l); ok {
			all = append(all, t)
		}
	}
	return all
}

func (r *reader) count(l *line) (tally, bool) {
	t := tally{when: l.when}
	take := func(m []int, g int, into *int, has *bool) {
		if it, ok := l.first(m, g, number); ok && !*has {
			*into, *has = it.n, true
			t.spans = addSpan(t.spans, l.span(m[0], m[1]))
		}
	}
	if m := voteTo.FindStringSubmatchIndex(l.form); m != nil {
		take(m, 1, &t.inFavour, &t.hasFor)
		take(m, 2, &t.against, &t.hasAgainst)
		take(m, 3, &t.abstaining, &t.hasAbstaining)
	}
	if m := voteFor.FindStringSubmatchIndex(l.form); m != nil {
		take(m, 1, &t.inFavour, &t.hasFor)
	}
	if m := voteNo.FindStringSubmatchIndex(l.form); m != nil {
		take(m, 1, &t.against, &t.hasAgainst)
	}
	if m := voteAbs.FindStringSubmatchIndex(l.form); m != nil {
		take(m, 1, &t.abstaining, &t.hasAbstaining)
		if m[4] >= 0 {
			take(m, 2, &t.abstaining, &t.hasAbstaining)
		}
	}
	if !t.hasFor || !t.hasAgainst && !t.hasAbstaining {
		return t, false
	}
	t.of, t.organ = r.chamber(l)
	return t, true
}

// chamber answers whose parliament voted, when it was one.
func (r *reader) chamber(l *line) (of, organ string) {
	for _, it := range l.items {
		if it.tag == party && it.role != "" && parliament.MatchString(it.role) {
			return it.id, it.role
		}
	}
	m := parliament.FindStringIndex(l.form)
	if m == nil {
		return "", ""
	}
	for _, it := range slices.Backward(l.tagged(0, m[0], party, adject, place)) {
		return it.id, l.form[m[0]:m[1]]
	}
	for _, it := range l.tagged(m[1], len(l.form), party, adject, place) {
		return it.id, l.form[m[0]:m[1]]
	}
	return "", ""
}

// chain matches whom a report relies on.
var chain = regexp.MustCompile(`\baccording to (?:(?:\w+ ){0,4}(?:reports?|media|sources?|agency|agencies|newspapers?|daily|broadcaster|diplomats?|officials?|press)\b|reports?\b)|\b(?:citing|quoting|quoted by|cited by|as reported by|reported by) (?:(?:\w+ ){0,4}(?:reports?|media|sources?|agency|agencies|newspapers?|daily|broadcaster|diplomats?|officials?)|the <n\d+>|<n\d+>)|\btold (?:the )?(?:news agency |newspaper |broadcaster |daily )?<n\d+>|<n\d+> (?:news agency |newspaper )?reported\b|\b(?:local|foreign|state|national) media (?:reported|said|say)\b|\bsources (?:close to|familiar with|in) [^.,;]{3,60}`)
