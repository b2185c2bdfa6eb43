package forecast

import (
	"math/big"
	"slices"

	"accede/body"
	"accede/form"
)

// Foretold is a day that Ask gave at the end of an earlier day, with what came of it.
type Foretold struct {
	On        form.Date
	Remaining []body.MemberID // of whom it spoke
	By        form.Date
	P         *big.Rat // what the cases carried: at least so probable
	Came      bool     // all of them were done by that day
	Brier     *big.Rat // as if P had been stated: (P - 1)² if it came, else P²
}

// Earlier answers the days that Ask gave for a cohort at the end of each day before its last, and that have come since:
// what the forecast is worth, by its own record. Where the same was said of the same members day after day, it is told
// once, as of the first of them. The error is ErrLevel. Cost: an Ask for each day on which the cohort was waited for.
func Earlier(c Cohort, past []Cohort, level *big.Rat) ([]Foretold, error) {
	if _, err := Ask(Cohort{}, nil, level); err != nil {
		return nil, err
	}
	var all []Foretold
	for day := c.Start; len(c.Cases) > 0 && day.Before(c.AsOf); day = day.AddDays(1) {
		a := routine(c.AsKnown(day), past, level)
		if len(a.Remaining) == 0 {
			break // all are done: nothing is foretold any more
		}
		if a.Routine.Verdict != Dated || c.AsOf.Before(a.By) {
			continue
		}
		if n := len(all); n > 0 && all[n-1].By == a.By && slices.Equal(all[n-1].Remaining, a.Remaining) {
			continue
		}
		all = append(all, foretold(c, day, a))
	}
	return all, nil
}

func foretold(c Cohort, day form.Date, a Answer) Foretold {
	x := Foretold{On: day, Remaining: a.Remaining, By: a.By, P: a.Routine.P, Came: true}
	for _, id := range a.Remaining {
		y, ok := c.find(id)
		x.Came = x.Came && ok && y.Done && !a.By.Before(y.Start.AddDays(y.Days))
	}
	x.Brier = score(Stated{P: x.P}, x.Came).Brier
	return x
}
