package intake

import (
	"regexp"
	"slices"
	"strings"
)

// objection is what a report says of somebody's objection.
type objection struct {
	by        string
	spans     []Span
	said      bool // the report says that it objects; else only that it demands
	withdrawn bool
	when      date
	grounds   []ground
	demands   []demand
	concern   string // id of its first concern, once drafted
}

// ground is an interest behind an objection.
type ground struct {
	text string
	span Span
}

var (
	objecting = []*regexp.Regexp{
		regexp.MustCompile(`(` + many + `|\bit\b|\bthe (?:firm|company|farm|government|organisation|country)\b|\bthey\b|\bhe\b|\bshe\b)(?:, who)?` + adverbs + ` (?:justif(?:y|ies|ied) (?:its|the|their) (?:no|veto|vote|refusal|rejection|objection|stance)\b|(?:in )?(?:oppos(?:es|ed|e|ing)|object(?:s|ed|ing)?|block(?:s|ed|ing)?|veto(?:es|ed|ing)?|refus(?:es|ed|e|ing)|reject(?:s|ed|ing)?|obstruct(?:s|ed|ing)?|thwart(?:s|ed|ing)?|resist(?:s|ed|ing)?)\b|hold(?:s|ing)? (?:up|out against|back its)|held (?:up|out against)|vot(?:ed|es|ing) (?:against|no)\b|rais(?:ed|es|ing) (?:\w+ ){0,3}(?:objections?|reservations)|(?:lodged|filed|entered|maintained|upheld|registered|repeated|made|has|have|had|maintains|keeps|kept|sticks? to|sticking to|stuck to|insists? on|announced|declared|confirmed) (?:\w+ ){0,3}?(?:objections?|veto|reservations?|opposition|appeals? against|resistance|blockade)\b|against (?:the|it|this|any|<p)|not (?:ready|willing|prepared|in a position) to (?:give|agree|accept|support|approve|back|consent|say)|(?:will|would) not (?:allow|permit|tolerate|hear of)|keep(?:s|ing)? (?:it|them|<[pg]\d+>) out|(?:is|are|was|were|remains?|came out|comes out|spoke(?: out)?|speaks(?: out)?|is firmly|took a stand|decided) against|disapprov(?:e|es|ed|ing)\b|dissent(?:s|ed)\b|(?:do|does|did)(?: not|n't) want\b|(?:led|leads|joined|joins|has joined|supported|shares?|heads?) the (?:opposition|objections?|resistance|protest)|(?:express(?:es|ed)?|voic(?:e|es|ed)|has|have|had|entered) (?:\w+ )?(?:reservations|misgivings|doubts|objections)|rul(?:e|es|ed) out|den(?:y|ies|ied) (?:its|their) (?:consent|approval|vote)|torpedo(?:es|ed)?|scupper(?:s|ed)|stonewall(?:s|ed|ing)|drag(?:s|ged|ging)? (?:its|their) feet|cast (?:a|the|its) (?:negative|no|opposing|dissenting) vote|contest(?:s|ed)?\b|threaten(?:s|ed|ing) to (?:leave|walk out|stop|block|prevent)|(?:prevent|delay|hinder|imped|frustrat|halt|stop|stall|bar|slow|impede|foil)(?:e|s|es|ed|d|ing|ping|ped|red|led|ling)? (?:down )?(?:[a-z'-]+ |<[a-z]\d+>'?s? ){0,4}?(?:applications?|accession|admission|bids?|membership|draft|proposal|entry|enlargement|ratification|joining)\b|put(?:s|ting)? the brakes on|turn(?:s|ed|ing) down|in the way|said no|say no|says no|threaten(?:s|ed|ing) to (?:veto|block|oppose)|st(?:ands|ood|anding|and) in the way|(?:will|would|could|can|cannot|can not|could not|did|does|do)(?: not|n't)? (?:agree|approve|support|accept|consent|back|block|oppose|veto|vote against|object|let)\b|with(?:holds|held|holding) (?:its )?(?:consent|approval|agreement)|bro(?:ke|ken) (?:the )?silence|put (?:a|the) (?:hold|brake)|expressed (?:its |strong )*(?:opposition|objections?)|(?:a |the )?(?:lone |only )?(?:holdout|opponent))`),
		regexp.MustCompile(`(` + many + `)` + adverbs + ` (?:said|says|announced|declared|warned|made (?:it )?clear|insisted|reiterated|confirmed|told [^.;"]{1,30}?) (?:<d\d+> )?(?:that )?(?:it|they|he|she|<p\d+>|<a\d+> \w+|(?:his|her|its|their|the|our) \w+|\w+) (?:would|could|will|can|cannot|was|is|does|did|do) ?(?:not|never|still)? ?(?:be able to |in a position to |yet |currently |say )?(?:agree|support|accept|approve|consent|back|block|oppose|veto|vote against|object|opposed|against|yes|no|let)\b`),
		regexp.MustCompile(`(` + many + `)` + adverbs + ` (?:said|says|stated|announced|declared|warned|made (?:it )?clear|insisted|reiterated)(?: <d\d+>)?,? (?:that )?` + many + ` (?:should|could|can|need|will|would)? ?(?:not|no longer|never) (?:expect|count on|rely on|hope for|become|join|be admitted|enter|get)\b`),
		regexp.MustCompile(`\b(?:opposed|blocked|vetoed|rejected|objected to|held up|resisted|stopped|opposition|objections?|objection raised|veto|vetoes) (?:only |mainly |again |alone )*(?:by|of|from) (?:only |the )?(?:<b\d+> )?(?:fellow )?(?:member (?:state |country )?|ally )?(` + many + `)`),
		regexp.MustCompile(`(` + many + `)(?:'s|') (?:\w+ ){0,3}?(?:opposition|objections?|veto|resistance|refusal)\b`),
		regexp.MustCompile(`(<a\d+>) (?:\w+ )?(?:opposition|objections?|veto|resistance)\b`),
		regexp.MustCompile(`\b(?:lone|only|sole) (?:member |country |state )?(?:holdout|opponent|objector|objection|vote against|dissenter)s?(?: (?:is|was|came from|came|from|remains|remained|being))*,? (?:the )?(` + many + `)`),
		regexp.MustCompile(`(` + many + `)` + adverbs + ` the (?:only|last|sole) [^.;]{0,50}(?:hold(?:ing)? out|holdout|against|opposed|oppos\w+|objecting|not (?:yet )?(?:agreed|ratified|approved))\b`),
		regexp.MustCompile(`\bonly (` + many + `) (?:is|was|remains?|remained|stood|voted|stands) (?:opposed|against|in the way)`),
	}
	notAgreeing = regexp.MustCompile(`\b(?:not|n't|cannot|never)\b[^.;]*\b(?:agree|approve|support|accept|consent|back|yes)\b`)
	notOpposing = regexp.MustCompile(`\b(?:not|n't|no longer|never)\b[^.;]*\b(?:object|objects|oppose|opposes|opposed|block|veto|vote against|against)\b|\bno longer\b|\bcould agree|would agree|will agree|can agree|would (?:support|back|approve|accept)|will (?:support|back|approve|accept|consent)|can (?:support|accept|approve)|is yes|did (?:agree|support|accept)\b`)
	otherThing  = regexp.MustCompile(`^(?: the| any| these| those| all| such| its| their| his)? (?:\w+ )?(?:demands?|conditions?|claims?|accusations?|criticism|suggestions?|compromise)\b`)
	withdrawing = []*regexp.Regexp{
		regexp.MustCompile(`(` + many + `)` + adverbs + ` (?:withdrew|withdraws|withdrawn|dropped|drops|lifted|lifts|gave up|gives up|given up|abandoned|ended|agreed to (?:drop|lift|withdraw|end)) (?:its |their |his |her |all |the )*(?:\w+ )?(?:objections?|veto|opposition|reservations?|block|resistance|blockade)\b`),
	}
	because     = regexp.MustCompile(`^(?: it| this| the [a-z]+)?: ?|\b(?:because of|because|as long as|stating that|citing|over|on the grounds? (?:that|of)|on grounds of|on the basis of|arguing that|argued that|argues that|saying that|saying|claiming that|claiming|due to|owing to|in protest (?:at|against)|out of concern (?:for|over|about|that)|pointing to|complaining (?:of|about|that)|accusing|who it says|which it says|fearing(?: that)?|for fear (?:of|that)|on account of|given its concerns? about|until it is shown that)\b,? `)
	endOfGround = regexp.MustCompile(`(?:;|, (?:but|and|while|which|who|whereas|although|though|adding|when|after|as|a move|a step)\b|, <[spn]\d+>[^,]{0,20} (?:said|says|added|told)\b|\.$|, according to\b).*$`)
	fearing     = []*regexp.Regexp{
		regexp.MustCompile(`(` + many + `)(?:'s|')? (?:\w+ )?(?:opposition|objections?|veto|resistance|refusal) (?:is|was|are|were|has been|rests|rested|stems|stemmed|comes|came)(?: \w+)? ?(?:based|founded)? ?(?:on|from|about|over|that) `),
		regexp.MustCompile(`(` + many + `|\bit\b|\bthe (?:firm|company|farm|government|organisation|country)\b|\bthey\b)` + adverbs + ` (?:accus(?:e|es|ed|ing)|fear(?:s|ed|ing)?|argu(?:e|es|ed)(?: that)?|complain(?:s|ed|ing)?(?: that| of| about)?|contend(?:s|ed)?(?: that)?|maintain(?:s|ed)?(?: that)?|worr(?:y|ies|ied)(?: that| about)?|worried(?: that| about)?|concerned(?: that| about)?|alleg(?:e|es|ed)(?: that)?|says? (?:it|they) (?:fears?|is concerned|are concerned|worr(?:y|ies))(?: that| about)?|consider(?:s|ed)?(?: that)?|object(?:s|ed)? (?:to|that)|cit(?:e|es|ed|ing)) `),
		regexp.MustCompile(`(` + many + `)(?:'s|') (?:\w+ ){0,2}?concerns? (?:is|was|are|were|about|over|that|regarding|on) (?:that |about |over )?`),
		regexp.MustCompile(`(` + many + `|\bits\b|\btheir\b)(?:'s|')? (?:stated |main |chief |principal )?(?:reason|argument|ground|complaint|grievance|worry|fear|objection)s?(?: given)?(?: is| was|:)(?: that)? `),
		regexp.MustCompile(`(` + many + `)` + adverbs + ` justif(?:y|ies|ied) (?:its|their|the) (?:\w+ )?(?:with|by) `),
		regexp.MustCompile(`(\bthe (?:objection|complaint|appeal|letter)) (?:reads|says|states|said|stated|argues|is)(?: that)?:? `),
		regexp.MustCompile(`\bconcerns? (?:raised |voiced |expressed )?(?:by|of) (` + many + `) (?:is|was|are|were|about|over|that|regarding|on) (?:that |about |over )?`),
		regexp.MustCompile(`(` + many + `)` + adverbs + ` (?:rais(?:ed|es)|expressed|voiced|has|have|had) (?:\w+ ){0,3}?(?:concerns?|fears|worries|doubts) (?:about|over|that|regarding|on) `),
	}
)

// objectionOf answers the objection of a party, made when there is none yet.
func (r *reader) objectionOf(by string) *objection {
	for _, o := range r.objections {
		if o.by == by {
			return o
		}
	}
	o := &objection{by: by}
	r.objections = append(r.objections, o)
	return o
}

// findObjections finds who stands in the way, then on what grounds.
func (r *reader) findObjections() {
	r.eachMatch(objecting, func(l *line, m []int) {
		words := l.form[m[0]:m[1]]
		if notOpposing.MatchString(words) && !notAgreeing.MatchString(words) || otherThing.MatchString(l.form[m[1]:]) {
			return
		}
		if positive(words) {
			return
		}
		if isPassive(words) && strings.HasPrefix(l.form[m[1]:], " by ") {
			return
		}
		if s := l.span(m[0], m[1]); s.Start >= s.End {
			return
		}
		for _, by := range r.subject(l, l.clause, m, 1) {
			if by == chairSide || by == r.out.Body || r.outsider(by) || slices.Contains(r.applicants, by) {
				continue
			}
			o := r.objectionOf(by)
			o.said = true
			o.spans = addSpan(o.spans, l.span(m[0], m[1]))
			if o.when.none() || !o.when.exact() && l.when.exact() {
				o.when = l.when
			}
			r.groundIn(l, m[1], o)
		}
	})
	r.eachMatch(withdrawing, func(l *line, m []int) {
		for _, by := range r.ids(l.clause, m, 1) {
			if s := l.span(m[0], m[1]); by != chairSide && s.Start < s.End {
				o := r.objectionOf(by)
				o.withdrawn = true
				if len(o.spans) == 0 {
					o.spans = addSpan(o.spans, l.span(m[0], m[1]))
				}
				r.withdrawals = append(r.withdrawals, withdrawal{by, l.span(m[0], m[1]), l})
			}
		}
	})
}

// isPassive says whether the verb is what is done to the subject.
func isPassive(words string) bool { return passive.MatchString(words) }

var passive = regexp.MustCompile(`\b(?:is|are|was|were|been|being)\b(?: \w+)? \w+ed$`)

// findGrounds finds on what grounds those object who do.
func (r *reader) findGrounds() {
	r.eachMatch(fearing, func(l *line, m []int) {
		for _, by := range r.subject(l, l.clause, m, 1) {
			if slices.Contains(r.objectors(), by) {
				r.addGround(l, m[1], len(l.form), r.objectionOf(by))
			}
		}
	})
}

// withdrawal is what a report says of an objection that was given up.
type withdrawal struct {
	by   string
	span Span
	line *line
}

// positive says that the words of can, will and would are those of consent: no negation, and no word of opposition.
func positive(words string) bool {
	if !consenting.MatchString(words) {
		return false
	}
	return !notAgreeing.MatchString(words) && !refusing.MatchString(words)
}

var (
	consenting = regexp.MustCompile(`\b(?:agree|approve|support|accept|consent|back|yes)$`)
	refusing   = regexp.MustCompile(`\brefus`)
)

// groundIn looks for the ground after the words of an objection in the same sentence.
func (r *reader) groundIn(l *line, from int, o *objection) {
	m := because.FindStringIndex(l.form[from:])
	if m == nil || m[0] > 120 {
		return
	}
	start := from + m[1]
	if strings.HasPrefix(l.form[from+m[0]:], "accusing") {
		start = from + m[0]
	}
	r.addGround(l, start, len(l.form), o)
}

// addGround adds what stands in a part of a clause as a ground, up to where the thought ends.
func (r *reader) addGround(l *line, from, to int, o *objection) {
	if from >= to {
		return
	}
	part := endOfGround.ReplaceAllString(l.form[from:to], "")
	part = strings.TrimRight(part, " ,.;:")
	if part == "" {
		return
	}
	s := l.span(from, from+len(part))
	for _, g := range o.grounds {
		if s.Start < g.span.End && g.span.Start < s.End {
			return
		}
	}
	if s.Start < s.End {
		o.grounds = append(o.grounds, ground{trimQuotes(oneLine(r.text[s.Start:s.End])), s})
		o.spans = addSpan(o.spans, s)
	}
}

// trimQuotes takes away a point or comma that belongs to the sentence, and quotation marks around the whole.
func trimQuotes(text string) string {
	text = strings.TrimRight(text, " ,;:")
	return strings.TrimSpace(text)
}
