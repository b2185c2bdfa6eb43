package forecast_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"accede/whatif/forecast"
)

// rat reads a fraction.
func rat(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic("no fraction: " + s)
	}
	return r
}

// The remission times of 21 patients (Freireich and others, 1963), negative for one that was still in remission.
func freireich() []forecast.Case {
	var cases []forecast.Case
	for _, d := range []int{6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35} {
		cases = append(cases, forecast.Case{Days: max(d, -d), Done: d > 0})
	}
	return cases
}

func TestTheCurveIsThatOfThePublishedExample(t *testing.T) {
	curve := forecast.Curve(freireich())
	for days, want := range map[int]string{5: "1.0000", 6: "0.8571", 7: "0.8067", 9: "0.8067", 10: "0.7529", 13: "0.6902", 16: "0.6275", 22: "0.5378", 23: "0.4482", 35: "0.4482"} {
		if got := forecast.At(curve, days).FloatString(4); got != want {
			t.Errorf("S(%d) = %s, want %s", days, got, want)
		}
	}
	if got, ok := forecast.Median(curve); got != 23 || !ok {
		t.Errorf("Median = %d, %t, want 23", got, ok)
	}
	if got, want := curve[0].Sum, big.NewRat(3, 21*18); got.Cmp(want) != 0 {
		t.Errorf("Greenwood's sum at 6 = %v, want %v", got, want)
	}
}

func TestWithoutAnyoneStillWaitingTheCurveIsTheShareThatTookLonger(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.SliceOfN(rapid.IntRange(0, 20), 1, 40).Draw(t, "days")
		var cases []forecast.Case
		for _, d := range days {
			cases = append(cases, forecast.Case{Days: d, Done: true})
		}
		at := rapid.IntRange(-1, 25).Draw(t, "at")
		longer := 0
		for _, d := range days {
			if d > at {
				longer++
			}
		}
		if got, want := forecast.At(forecast.Curve(cases), at), big.NewRat(int64(longer), int64(len(days))); got.Cmp(want) != 0 {
			t.Errorf("S(%d) = %v, want %v", at, got, want)
		}
	})
}

// redistributed is Efron's way to the same curve: each case that is still waited for gives its weight to those beyond it
// in equal parts. It is slow and shares nothing with the product.
func redistributed(cases []forecast.Case, at int) *big.Rat {
	weight := make([]*big.Rat, len(cases))
	for i := range cases {
		weight[i] = big.NewRat(1, int64(len(cases)))
	}
	beyond := func(a, b forecast.Case) bool { return b.Days > a.Days || b.Days == a.Days && a.Done && !b.Done }
	for day := range 31 {
		var here, after []int
		for i, c := range cases {
			switch {
			case c.Days == day && !c.Done:
				here = append(here, i)
			case c.Days > day:
				after = append(after, i)
			}
		}
		for _, i := range here {
			if len(after) == 0 {
				continue
			}
			part := new(big.Rat).Quo(weight[i], big.NewRat(int64(len(after)), 1))
			for _, j := range after {
				if !beyond(cases[i], cases[j]) {
					panic("not beyond")
				}
				weight[j] = new(big.Rat).Add(weight[j], part)
			}
			weight[i] = new(big.Rat)
		}
	}
	s := big.NewRat(1, 1)
	for i, c := range cases {
		if c.Done && c.Days <= at {
			s.Sub(s, weight[i])
		}
	}
	return s
}

func TestTheCurveIsEfronsRedistribution(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 15).Draw(t, "n")
		var cases []forecast.Case
		for range n {
			cases = append(cases, forecast.Case{Days: rapid.IntRange(0, 12).Draw(t, "days"), Done: rapid.Bool().Draw(t, "done")})
		}
		at := rapid.IntRange(0, 13).Draw(t, "at")
		if got, want := forecast.At(forecast.Curve(cases), at), redistributed(cases, at); got.Cmp(want) != 0 {
			t.Errorf("S(%d) of %+v = %v, want %v", at, cases, got, want)
		}
	})
}
