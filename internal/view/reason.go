package view

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"accede/form"
	"accede/rule"

	"accede/internal/view/words"
)

// The ways in which the law puts figures and reasons.
var (
	some        = regexp.MustCompile(`^(\d+)( .+)? are$`)
	enough      = regexp.MustCompile(`^(\d+)( .+)?, (\d+) needed$`)
	short       = regexp.MustCompile(`^(\d+)( .+)? of (\d+) needed$`)
	noWeight    = regexp.MustCompile(`^there are no (.+) to take a share of$`)
	nobodyOf    = regexp.MustCompile(`^nobody of (.+) is on the roll$`)
	bounded     = regexp.MustCompile(`^(\d+)( .+?)?, (.+) (needed|allowed)$`)
	atMost      = regexp.MustCompile(`^at most (\d+)$`)
	exactly     = regexp.MustCompile(`^exactly (\d+)$`)
	unreachable = regexp.MustCompile(`^exactly (\S+) of (\d+), which is no whole number$`)
	unseen      = regexp.MustCompile(`^until (\S+): so much longer than (.+) at a time no quorum of watchers saw the record$`)
)

// need says in exact figures what a test needs, as its finding does in English.
func (x teller) need(t rule.TestFinding) []words.Span {
	of, err := rule.Parse(t.Text)
	if err != nil {
		return []words.Span{{Text: t.Need, Lang: "en"}}
	}
	test, is := of.Root().(*rule.Test)
	if !is {
		return []words.Span{{Text: t.Need, Lang: "en"}}
	}
	switch q := test.Quantity; q.Kind {
	case rule.All:
		return x.say("need.all", words.Args{"n": t.Least})
	case rule.None:
		return x.say("need.none", nil)
	case rule.AtLeast, rule.MoreThan:
		return x.say("need.at-least", words.Args{"n": t.Least})
	case rule.AtMost, rule.FewerThan:
		if t.Most < 0 {
			return x.say("need.fewer-than-none", nil)
		}
		return x.say("need.at-most", words.Args{"n": t.Most})
	case rule.Exactly:
		if t.Least > t.Most {
			return x.say("need.exactly.unreachable", words.Args{"amount": x.amount(q.Amount), "base": t.Base})
		}
		return x.say("need.exactly", words.Args{"n": t.Least})
	}
	return nil
}

// reason says one reason of a finding or of a notice. Reasons stand in the record in English, as the law gives them; they
// are read back here, so that the law need not know of languages. One that nobody here knows is told as it stands.
func (x teller) reason(text string) []words.Span {
	switch text {
	case "nobody is on the roll":
		return x.say("reason.nobody", nil)
	case "the time for this stage has run":
		return x.say("reason.time", nil)
	case "comes onto the roll":
		return x.say("reason.joins-roll", nil)
	case "leaves the roll":
		return x.say("reason.leaves-roll", nil)
	}
	if rest, ok := strings.CutPrefix(text, "there is no quorum: "); ok {
		return x.say("reason.quorum", words.Args{"reason": x.reason(rest)})
	}
	if id, ok := strings.CutPrefix(text, "the charter it would amend was amended by "); ok {
		return x.say("reason.amended", words.Args{"dossier": id})
	}
	if m := unseen.FindStringSubmatch(text); m != nil {
		until, wrong := time.Parse(time.RFC3339Nano, m[1])
		if beat, ok := readPeriod(m[2]); ok && wrong == nil {
			return x.say("reason.unseen", words.Args{"until": x.moment(until), "period": period(beat, x.r)})
		}
	}
	if at := strings.LastIndex(text, ": "); at > 0 {
		if of, err := rule.Parse(text[:at]); err == nil {
			if figures := x.figures(text[at+2:]); figures != nil {
				return x.say("reason", words.Args{"rule": x.node(of.Root()), "figures": figures})
			}
		}
	}
	return []words.Span{{Text: text, Lang: "en"}}
}

// figures says what a test asked for and what there was; nil where it is put in no way that is known.
func (x teller) figures(text string) []words.Span {
	switch text {
	case "none is":
		return x.say("reason.none.is", nil)
	case "1 is":
		return x.say("reason.one.is", nil)
	case "nobody is voting":
		return x.say("reason.nobody-voting", nil)
	case "nobody is present":
		return x.say("reason.nobody-present", nil)
	case "holds whatever the ballots":
		return x.say("reason.always", nil)
	case "holds with no ballots":
		return x.say("reason.never", nil)
	}
	if m := some.FindStringSubmatch(text); m != nil {
		return x.say("reason.some.are", words.Args{"count": x.count(m[1], m[2])})
	}
	if m := enough.FindStringSubmatch(text); m != nil {
		return x.say("reason.enough", words.Args{"count": x.count(m[1], m[2]), "need": m[3]})
	}
	if m := short.FindStringSubmatch(text); m != nil {
		return x.say("reason.short", words.Args{"count": x.count(m[1], m[2]), "need": m[3]})
	}
	if m := noWeight.FindStringSubmatch(text); m != nil {
		return x.say("reason.no-weight", words.Args{"unit": known(x.r, "unit.", m[1])})
	}
	if m := nobodyOf.FindStringSubmatch(text); m != nil {
		return x.say("reason.nobody-of", words.Args{"class": x.names.class(m[1])})
	}
	return x.bounds(text)
}

// bounds says figures against an upper bound, or an exact one.
func (x teller) bounds(text string) []words.Span {
	m := bounded.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	var need []words.Span
	if n := atMost.FindStringSubmatch(m[3]); n != nil {
		need = x.say("need.at-most", words.Args{"n": n[1]})
	} else if n := exactly.FindStringSubmatch(m[3]); n != nil {
		need = x.say("need.exactly", words.Args{"n": n[1]})
	} else if n := unreachable.FindStringSubmatch(m[3]); n != nil {
		need = x.say("need.exactly.unreachable", words.Args{"amount": x.written(n[1]), "base": n[2]})
	} else if m[3] == "fewer than 0" {
		need = x.say("need.fewer-than-none", nil)
	} else {
		return nil
	}
	return x.say("reason."+m[4], words.Args{"count": x.count(m[1], m[2]), "need": need})
}

// written writes an amount that stands in a reason as the language writes it.
func (x teller) written(amount string) string {
	of, err := rule.Parse("exactly " + amount + " of members are for")
	if err != nil {
		return amount
	}
	return x.amount(of.Tests()[0].Quantity.Amount)
}

// count says how many there are, with the unit where it is not members.
func (x teller) count(have, unit string) []words.Span {
	if unit == "" {
		return []words.Span{{Text: have}}
	}
	return x.say("reason.count", words.Args{"have": have, "unit": known(x.r, "unit.", unit[1:])})
}

// period says a period in the reader's language.
func period(p form.Period, r *words.Reader) string {
	if p.IsZero() {
		return ""
	}
	text := r.Say("period."+p.Unit, words.Args{"n": p.N})
	if p.Of == "" {
		return text
	}
	return r.Say("period.of", words.Args{"period": text, "stage": spoken(r, "stage.", p.Of)})
}

// readPeriod reads a period back as its String prints it, without what it is counted from; false where it is none.
func readPeriod(text string) (form.Period, bool) {
	n, rest, _ := strings.Cut(text, " ")
	unit, of, _ := strings.Cut(rest, " of ")
	count, err := strconv.Atoi(n)
	if err != nil || unit == "" {
		return form.Period{}, false
	}
	return form.Period{N: count, Unit: strings.TrimSuffix(unit, "s") + "s", Of: of}, true
}
