package forecast

import (
	"slices"
	"time"

	"accede/body"
	"accede/form"
)

// Case is how long one member took to finish its own procedure, or has been waited for so far.
type Case struct {
	Member   body.MemberID
	Start    form.Date // the signature, or the day on which it came onto the roll if that was later
	Days     int       // whole days from Start, 0 for the same day
	Done     bool      // false: it was not done by the end of Days
	AtLatest bool      // done by then; the day itself is not known, so Days is too long rather than too short
	Objected bool      // it stood in the way at some stage, even if it no longer does
}

// Cohort is the members that had to ratify one text, in the order of the roll. A Cohort without cases is one in
// which nothing waits for anybody yet.
type Cohort struct {
	ID    string // of the dossier, or of the accession in a file
	Body  string
	Start form.Date // the signature
	AsOf  form.Date // known up to the end of this day
	Cases []Case
}

// Routine answers the cases of members that never objected: those that may be taken for exchangeable.
func (c Cohort) Routine() []Case { return c.apart(false) }

// Objectors answers the cases of members that objected at any stage.
func (c Cohort) Objectors() []Case { return c.apart(true) }

func (c Cohort) apart(objected bool) []Case {
	var some []Case
	for _, x := range c.Cases {
		if x.Objected == objected {
			some = append(some, x)
		}
	}
	return some
}

// AsKnown answers the cohort as it was known at the end of a day: what was done later is still waited for, and who
// came onto the roll later is not in it. A day after AsOf changes nothing, for nothing is known of it.
func (c Cohort) AsKnown(day form.Date) Cohort {
	if !day.Before(c.AsOf) {
		return c
	}
	known := c
	known.AsOf, known.Cases = day, nil
	for _, x := range c.Cases {
		if day.Before(x.Start) {
			continue
		}
		if so := DaysBetween(x.Start, day); x.Days > so {
			x.Days, x.Done, x.AtLatest = so, false, false
		}
		known.Cases = append(known.Cases, x)
	}
	return known
}

// DaysBetween answers how many days lie between two days: 0 for the same day, negative where b is the earlier one.
func DaysBetween(a, b form.Date) int {
	return int(b.In(time.UTC).Sub(a.In(time.UTC)) / (24 * time.Hour))
}

// waiting answers the cases that are not done.
func waiting(cases []Case) []Case {
	return slices.DeleteFunc(slices.Clone(cases), func(c Case) bool { return c.Done })
}
