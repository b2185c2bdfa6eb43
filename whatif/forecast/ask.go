package forecast

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"accede/body"
	"accede/form"
)

// ErrLevel is a probability that is none: ask again with one between 0 and 1, such as 4/5.
var ErrLevel = errors.New("no probability to ask for")

// Answer is the forecast for one cohort.
type Answer struct {
	Cohort    Cohort
	Level     *big.Rat
	Curve     []Step          // of the routine members of this cohort
	Remaining []body.MemberID // routine members that are waited for, in the order of the roll
	Routine   Bound           // of the last of them
	By        form.Date       // the day of Routine.Days, where that is Dated; else no day
	Apart     []Case          // objectors that are waited for: no date is given for them
	Objected  []Case          // objectors that are done
}

// Ask answers when the last routine member of a cohort is done, with probability level at least, by the routine cases
// of past accessions as they were known at the time, and of the cohort itself. A past accession signed on the same day
// in the same body is left out: its votes are the same votes. The error is ErrLevel.
//
// Members that came onto the roll later have been waited for less long. The longest wait is taken for all of them, and
// the latest start, which can only make the day later.
func Ask(c Cohort, past []Cohort, level *big.Rat) (Answer, error) {
	if level == nil || level.Sign() <= 0 || level.Cmp(big.NewRat(1, 1)) >= 0 {
		return Answer{}, fmt.Errorf("ask for a day with probability %v: take one between 0 and 1, such as 4/5: %w", level, ErrLevel)
	}
	a := routine(c, past, level)
	a.Curve = Curve(c.Routine())
	a.Apart = waiting(c.Objectors())
	a.Objected = slices.DeleteFunc(c.Objectors(), func(x Case) bool { return !x.Done })
	return a, nil
}

// routine answers what is asked of the members that never objected alone.
func routine(c Cohort, past []Cohort, level *big.Rat) Answer {
	a := Answer{Cohort: c, Level: level}
	if len(c.Cases) == 0 {
		return a
	}
	left, waited, start := waiting(c.Routine()), 0, form.Date{}
	for _, x := range left {
		a.Remaining = append(a.Remaining, x.Member)
		waited = max(waited, x.Days)
		if start.Before(x.Start) {
			start = x.Start
		}
	}
	a.Routine = Last(pool(c, past), waited, len(left), level)
	if a.Routine.Verdict == Dated {
		a.By = start.AddDays(a.Routine.Days)
	}
	return a
}

// pool answers the routine cases that speak for a cohort: of past ones as they were known on its day, and its own that
// are done. Its own that are waited for are what is asked about.
func pool(c Cohort, past []Cohort) []Case {
	var all []Case
	for _, p := range past {
		if p.Body == c.Body && p.Start == c.Start {
			continue
		}
		all = append(all, p.AsKnown(c.AsOf).Routine()...)
	}
	for _, x := range c.Routine() {
		if x.Done {
			all = append(all, x)
		}
	}
	return all
}

// Everybody says whether By speaks of all members that are waited for: it does not while an objector is among them.
func (a Answer) Everybody() bool { return a.Routine.Verdict == Dated && len(a.Apart) == 0 }

// Reasons answers in plain English, a sentence each, what is said and why no more is said. It is never empty.
func (a Answer) Reasons() []string {
	all := []string{a.routineReason()}
	for _, x := range a.Apart {
		all = append(all, fmt.Sprintf("No date for %s, after %s: it objected, and who objects does not ratify as the others do.",
			x.Member, days(x.Days)))
	}
	return all
}

func (a Answer) routineReason() string {
	b := a.Routine
	switch b.Verdict {
	case NotBegun:
		return "No date: nothing waits for ratification yet."
	case AllThere:
		return "Every member that never objected is done."
	case TooFew:
		return fmt.Sprintf("No date for %v: %d past cases took longer than the %s they have been waited for already, and %d are needed.",
			a.Remaining, b.N, days(b.Waited), LeastCases)
	case NotSure:
		return fmt.Sprintf("No date for %v: %d past cases can give a probability of %s at most, and %s is asked for.",
			a.Remaining, b.N, b.P.RatString(), a.Level.RatString())
	case Dated:
		return fmt.Sprintf("The last of %v is done by %s with a probability of %s at least, if they are like the %d past cases that took longer than %s.",
			a.Remaining, a.By, b.P.RatString(), b.N, days(b.Waited))
	}
	return "No date: nothing waits for ratification yet."
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}
