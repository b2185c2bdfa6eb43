package forecast_test

import (
	"errors"
	"testing"

	"accede/form"
	"accede/whatif/forecast"
)

func day(m, d int) form.Date {
	return form.Date{Year: 2030, Month: 1, Day: 1}.AddDays(31*(m-1) + d - 1)
}

func TestStatedProbabilitiesAreScoredWhenTheirDayHasCome(t *testing.T) {
	c := forecast.Cohort{AsOf: day(2, 1), Cases: []forecast.Case{
		{Member: "a", Start: day(1, 1), Days: 10, Done: true}, // on the 11th
		{Member: "b", Start: day(1, 1), Days: 31},
	}}
	said := func(member string, on, until form.Date, p string) forecast.Stated {
		return forecast.Stated{By: "sg", On: on, Member: c.Cases[map[string]int{"a": 0, "b": 1}[member]].Member, Until: until, P: rat(p)}
	}
	scores, err := forecast.Score(c, []forecast.Stated{
		said("a", day(1, 2), day(1, 11), "3/4"),  // came, on the day itself
		said("a", day(1, 2), day(1, 10), "3/4"),  // a day too early
		said("b", day(1, 2), day(1, 20), "1/5"),  // did not come
		said("b", day(1, 2), day(3, 1), "1/2"),   // its day has not come
		said("a", day(1, 12), day(1, 20), "1"),   // said after the fact
		said("b", day(1, 20), day(1, 20), "1/9"), // said on the day itself
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"1/16", "9/16", "1/25"}
	if len(scores) != len(want) {
		t.Fatalf("%d scored, want %d: %+v", len(scores), len(want), scores)
	}
	for i, s := range scores {
		if s.Brier.Cmp(rat(want[i])) != 0 {
			t.Errorf("score %d = %v, want %s", i, s.Brier, want[i])
		}
	}
	if mean, ok := forecast.Mean(scores); !ok || mean.Cmp(rat("133/600")) != 0 {
		t.Errorf("Mean = %v, want 133/600", mean)
	}
	if _, ok := forecast.Mean(nil); ok {
		t.Error("the mean of nothing is answered")
	}
}

func TestWhatIsNoProbabilityIsNotScored(t *testing.T) {
	c := forecast.Cohort{Cases: []forecast.Case{{Member: "a"}}}
	for _, s := range []forecast.Stated{{Member: "a", P: rat("11/10")}, {Member: "a"}, {Member: "z", P: rat("1/2")}} {
		if _, err := forecast.Score(c, []forecast.Stated{s}); !errors.Is(err, forecast.ErrStated) {
			t.Errorf("Score(%+v) = %v, want ErrStated", s, err)
		}
	}
}

func TestABeliefAboutAHoldoutWaitsLongerTheLongerItHasWaited(t *testing.T) {
	h := forecast.Holdout{Events: 1, Days: 90}
	if got := h.Within(90); got.Cmp(rat("1/2")) != 0 {
		t.Errorf("Within(90) = %v, want 1/2", got)
	}
	if got := (forecast.Holdout{Events: 2, Days: 90}).Within(90); got.Cmp(rat("3/4")) != 0 {
		t.Errorf("Within(90) of two = %v, want 3/4", got)
	}
	if got, ok := h.By(rat("1/2")); got != 90 || !ok {
		t.Errorf("By(1/2) = %d, want 90", got)
	}
	if got, ok := h.By(rat("4/5")); got != 360 || !ok {
		t.Errorf("By(4/5) = %d, want 360", got)
	}
	if got, _ := h.After(90).By(rat("1/2")); got != 180 {
		t.Errorf("By(1/2) after 90 days = %d, want 180", got)
	}
	if got, ok := h.By(rat("9999/10000")); ok {
		t.Errorf("By(9999/10000) = %d, want that it takes too long", got)
	}
	if got := (forecast.Holdout{}).Within(1); got != nil {
		t.Errorf("no belief = %v, want nil", got)
	}
}
