package intake

import (
	"slices"
	"strings"

	"accede/act"
)

// lengthOf reads how long it lasted, in minutes.
func (r *reader) lengthOf(l *line, d *round) {
	if d.lasted != (act.Length{}) {
		return
	}
	if m := lasting.FindStringSubmatchIndex(l.form); m != nil && !strings.Contains(l.form[m[0]:m[1]], "after <k") || m != nil && isTalks.MatchString(l.form) {
		n := 1
		if it, ok := l.first(m, 2, number); ok {
			n = it.n
		}
		unit := l.form[m[8]:m[9]]
		minutes := n * minutesOf(unit)
		if strings.HasPrefix(l.form[m[4]:m[5]], "half") {
			minutes = minutesOf(unit) / 2
		}
		if m[6] >= 0 {
			minutes += minutesOf(unit) / 2
		}
		d.setLength(group(l.form, m, 1), minutes)
		d.spans = addSpan(d.spans, l.span(m[0], m[1]))
		return
	}
	if m := hyphenated.FindStringSubmatchIndex(l.form); m != nil {
		if n, ok := numberOf(group(l.form, m, 2)); ok && n > 0 {
			d.setLength(group(l.form, m, 1), n*minutesOf(group(l.form, m, 3)))
			d.spans = addSpan(d.spans, l.span(m[0], m[1]))
		}
	}
}

// group answers a group of a match; empty when it took no part.
func group(s string, m []int, k int) string {
	if m[2*k] < 0 {
		return ""
	}
	return s[m[2*k]:m[2*k+1]]
}

func minutesOf(unit string) int {
	switch strings.TrimSuffix(unit, "s") {
	case "minute":
		return 1
	case "hour":
		return 60
	}
	return 24 * 60
}

func (d *round) setLength(bound string, minutes int) {
	const longest = 600_000 // act.Length is for meetings
	if minutes <= 0 || minutes > longest {
		return
	}
	switch strings.TrimSpace(strings.TrimPrefix(bound, "just ")) {
	case "more than", "over", "at least":
		d.lasted.MoreThan = minutes
	case "about", "around", "nearly", "almost", "some", "roughly", "approximately", "close to", "under", "less than", "just under":
		d.lasted.About = minutes
	default:
		d.lasted.Minutes = minutes
	}
}

// outcomeOf reads how far the round came. What somebody says of it is a statement.
func (r *reader) outcomeOf(l *line, d *round) {
	if _, says := r.speakerOfLine(l); says {
		return
	}
	none := noProgress.MatchString(l.form)
	switch {
	case broken.MatchString(l.form) && !notBroken.MatchString(l.form):
		d.stalemate = "broken"
	case stale.MatchString(l.form):
		d.stalemate = "continues"
	}
	if d.progress == "" {
		switch {
		case none:
			d.progress, d.unbroken = "none", stale.MatchString(l.form) && !noneSaid.MatchString(l.form)
		case settled.MatchString(l.form):
			d.progress = "settled"
		case largeMoves.MatchString(l.form):
			d.progress = "substantial"
		case someMoves.MatchString(l.form):
			d.progress = "some"
		}
	}
	if m := goOn.FindStringIndex(l.form); m != nil {
		d.agreed = union(d.agreed, []string{"to continue"})
		d.spans = addSpan(d.spans, l.span(m[0], m[1]))
	}
	if m := meetAgain.FindStringIndex(l.form); m != nil && d.next == "" {
		d.next = l.words(m[0], m[1])
		d.spans = addSpan(d.spans, l.span(m[0], m[1]))
	}
}

// completeRound adds what follows from the rest of the report.
func (r *reader) completeRound(d *round) {
	if d.when.none() && d.context.exact() {
		d.when, d.sure = d.context, Likely
		d.why = append(d.why, "the day is that spoken of before")
	}
	if len(d.parties) == 0 {
		d.parties = r.expand("the sides")
		d.sure = Likely
		d.why = append(d.why, "who took part is not said; those who apply and those who object are taken")
	}
	if len(d.parties) == 1 {
		d.parties = union(d.parties, r.expand("the sides"))
		d.sure = Likely
		d.why = append(d.why, "one side is named; the others are those who apply or object")
	}
}

// saidProgress lets what somebody who took part says of a round count, where the report itself only says that a
// stalemate was not broken: that something moved does not break it, and that it was not broken says not that nothing did.
func (r *reader) saidProgress(all []statement) {
	for _, s := range all {
		d := s.line.rounds
		if d == nil || !d.unbroken || noProgress.MatchString(s.line.form) || !slices.Contains(d.parties, s.who.id) {
			continue
		}
		re, word := someMoves, "some"
		if largeMoves.MatchString(s.line.form) {
			re, word = largeMoves, "substantial"
		}
		m := re.FindStringIndex(s.line.form)
		if m == nil {
			continue
		}
		d.progress, d.unbroken = word, false
		d.spans, d.sure = addSpan(d.spans, s.line.span(m[0], m[1])), weaker(d.sure, Likely)
		d.why = append(d.why, "that something moved is what "+nameOrRole(s.who)+" of "+r.title(s.who.id)+" says; the report says that the stalemate was not broken")
	}
}
