package forecast_test

import (
	"slices"
	"testing"

	"accede/body"
	"accede/form"
	"accede/whatif/forecast"
	"accede/whatif/forecast/past"
)

// village is a cohort of two, the first done after ten days, the second after so many.
func village(second int, asOf int) forecast.Cohort {
	start := form.Date{Year: 2030, Month: 1, Day: 1}
	c := forecast.Cohort{Body: "quay", Start: start, AsOf: start.AddDays(400)}
	for i, days := range []int{10, second} {
		c.Cases = append(c.Cases, forecast.Case{Member: body.MemberID("ab"[i : i+1]), Start: start, Days: days, Done: true})
	}
	return c.AsKnown(start.AddDays(asOf))
}

func TestADayThatWasGivenIsScoredOnceItHasComeAndNotEarlier(t *testing.T) {
	level := rat("4/5")
	for name, c := range map[string]struct {
		second int
		came   bool
	}{"in time": {200, true}, "too late": {390, false}} {
		first, err := forecast.Ask(village(c.second, 0), past.All(), level)
		if err != nil || first.Routine.Verdict != forecast.Dated {
			t.Fatalf("on the first day: %+v, %v; want a day", first.Routine, err)
		}
		due := first.Routine.Days
		before, err := forecast.Earlier(village(c.second, due-1), past.All(), level)
		if err != nil || slices.ContainsFunc(before, func(x forecast.Foretold) bool { return x.By == first.By }) {
			t.Errorf("%s: the day before %v came it is scored: %+v, %v", name, first.By, before, err)
		}
		all, err := forecast.Earlier(village(c.second, 400), past.All(), level)
		if err != nil || len(all) == 0 {
			t.Fatalf("%s: nothing is scored: %v", name, err)
		}
		got := all[0]
		miss := rat("1")
		if miss.Sub(miss, got.P); !c.came {
			miss = got.P
		}
		want := rat("1").Mul(miss, miss)
		if got.On != first.Cohort.Start || got.By != first.By || got.Came != c.came || got.Brier.Cmp(want) != 0 {
			t.Errorf("%s: %+v, want it of the first day by %v, came %t, Brier %v", name, got, first.By, c.came, want)
		}
	}
}

func TestTheSameDaySaidAgainIsToldOnce(t *testing.T) {
	all, err := forecast.Earlier(village(200, 400), past.All(), rat("4/5"))
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < len(all); i++ {
		if all[i].By == all[i-1].By && len(all[i].Remaining) == len(all[i-1].Remaining) {
			t.Errorf("by %v is told of %v and again of %v", all[i].By, all[i-1].On, all[i].On)
		}
	}
}

func TestAProbabilityThatIsNoneIsNotScoredWith(t *testing.T) {
	if _, err := forecast.Earlier(village(200, 400), past.All(), rat("1")); err == nil {
		t.Error("a day is foretold for certain")
	}
}
