package forecast_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"accede/whatif/forecast"
)

func TestTheBoundOfTheLastIsThatOfTheFormula(t *testing.T) {
	for _, c := range []struct {
		n, k, m int
		want    string
	}{{9, 9, 1, "9/10"}, {9, 9, 2, "9/11"}, {19, 19, 1, "19/20"}, {8, 1, 1, "1/9"}, {8, 3, 0, "1"}} {
		if got := forecast.AllDone(c.n, c.k, c.m); got.Cmp(rat(c.want)) != 0 {
			t.Errorf("AllDone(%d, %d, %d) = %v, want %s", c.n, c.k, c.m, got, c.want)
		}
	}
	for _, c := range [][3]int{{8, 0, 1}, {8, 9, 1}, {8, 1, -1}} {
		if got := forecast.AllDone(c[0], c[1], c[2]); got != nil {
			t.Errorf("AllDone(%v) = %v, want nil", c, got)
		}
	}
}

// counted is the share of the orders of n+m different durations in which all m further ones come before the k-th past
// one is passed: it runs through every choice of places for the m.
func counted(n, k, m int) *big.Rat {
	good, all := int64(0), int64(0)
	for set := range 1 << (n + m) {
		places, past := 0, 0
		last := -1
		for i := range n + m {
			if set>>i&1 == 1 {
				places++
				last = past
			} else {
				past++
			}
		}
		if places != m {
			continue
		}
		all++
		if last < k { // fewer than k past ones come before the last further one
			good++
		}
	}
	return big.NewRat(good, all)
}

func TestTheFormulaCountsOrders(t *testing.T) {
	for n := 1; n <= 7; n++ {
		for k := 1; k <= n; k++ {
			for m := 1; m <= 4; m++ {
				if got, want := forecast.AllDone(n, k, m), counted(n, k, m); got.Cmp(want) != 0 {
					t.Errorf("AllDone(%d, %d, %d) = %v, want %v", n, k, m, got, want)
				}
			}
		}
	}
}

func done(days ...int) []forecast.Case {
	var cases []forecast.Case
	for _, d := range days {
		cases = append(cases, forecast.Case{Days: d, Done: true})
	}
	return cases
}

func TestSevenCasesAreTooFewAndEightAreEnough(t *testing.T) {
	past := done(11, 12, 13, 14, 15, 16, 17, 18)
	if got := forecast.Last(past[1:], 10, 1, rat("4/5")); got.Verdict != forecast.TooFew || got.N != 7 || got.P != nil {
		t.Errorf("Last(7 cases) = %+v, want too few", got)
	}
	got := forecast.Last(past, 10, 1, rat("4/5"))
	if got.Verdict != forecast.Dated || got.Days != 18 || got.K != 8 || got.P.Cmp(rat("8/9")) != 0 {
		t.Errorf("Last(8 cases) = %+v, want 18 days with 8/9", got)
	}
	// A case that took exactly as long as has been waited tells nothing of a longer wait.
	if got := forecast.Last(past, 11, 1, rat("4/5")); got.Verdict != forecast.TooFew || got.N != 7 {
		t.Errorf("Last(waited 11) = %+v, want too few", got)
	}
}

func TestWhereTheCasesCannotBeSureEnoughNoDayIsGiven(t *testing.T) {
	past := done(11, 12, 13, 14, 15, 16, 17, 18)
	got := forecast.Last(past, 10, 3, rat("4/5")) // 8/11 at most
	if got.Verdict != forecast.NotSure || got.Days != 0 || got.P.Cmp(rat("8/11")) != 0 {
		t.Errorf("Last(3 members) = %+v, want not sure, 8/11", got)
	}
	past[7].Done = false // longer than 18, nobody knows how much
	got = forecast.Last(past, 10, 1, rat("4/5"))
	if got.Verdict != forecast.NotSure || got.N != 8 || got.P.Cmp(rat("7/9")) != 0 {
		t.Errorf("Last(one still waited for) = %+v, want not sure, 7/9", got)
	}
	if got := forecast.Last(past, 10, 0, rat("4/5")); got.Verdict != forecast.AllThere {
		t.Errorf("Last(nobody) = %+v, want nobody is waited for", got)
	}
}

// coverage answers in how many of the tries all m were done by the day given, of those in which one was given.
func coverage(rng *rand.Rand, tries int, draw func(frailty float64) int) (held, given int) {
	for range tries {
		frailty := rng.NormFloat64()
		n, m, waited := 12+rng.IntN(20), 1+rng.IntN(2), rng.IntN(20)
		var past []forecast.Case
		for range n {
			past = append(past, forecast.Case{Days: draw(frailty), Done: true})
		}
		b := forecast.Last(past, waited, m, big.NewRat(4, 5))
		if b.Verdict != forecast.Dated {
			continue
		}
		given++
		all := true
		for range m {
			d := draw(frailty)
			for d <= waited {
				d = draw(frailty)
			}
			all = all && d <= b.Days
		}
		if all {
			held++
		}
	}
	return held, given
}

func TestTheBoundHoldsAsOftenAsItSays(t *testing.T) {
	rng := rand.New(rand.NewPCG(1949, 2022))
	exp := func(mean float64) int { return int(rng.ExpFloat64() * mean) }
	for _, c := range []struct {
		name string
		draw func(frailty float64) int
	}{
		{"one rate", func(float64) int { return exp(60) }},
		{"a rate for each try", func(f float64) int { return exp(60 * (1 + f*f/2)) }},
		{"two kinds of member", func(float64) int {
			if rng.IntN(8) == 0 {
				return 200 + exp(100)
			}
			return exp(25)
		}},
	} {
		held, given := coverage(rng, 4000, c.draw)
		if given < 1000 || 100*held < 80*given {
			t.Errorf("%s: held in %d of %d, want 80 in 100 at least", c.name, held, given)
		}
		t.Logf("%s: held in %d of %d", c.name, held, given)
	}
}

func TestLeavingOneOutTheOthersForetellItAsOftenAsTheySay(t *testing.T) {
	// The 28 of 2022 that never objected and were not slow, each foretold from the 27 others.
	days := []int{0, 0, 0, 0, 1, 1, 2, 3, 7, 7, 8, 9, 9, 10, 15, 15, 15, 16, 22, 23, 28, 29, 29, 53, 72, 73, 78, 84}
	held := 0
	for i, d := range days {
		others := slices.Delete(slices.Clone(days), i, i+1)
		b := forecast.Last(done(others...), -1, 1, big.NewRat(4, 5))
		if b.Verdict != forecast.Dated {
			t.Fatalf("without %d: %v", d, b.Verdict)
		}
		if d <= b.Days {
			held++
		}
	}
	if 100*held < 80*len(days) {
		t.Errorf("held for %d of %d, want 80 in 100 at least", held, len(days))
	}
	t.Logf("held for %d of %d", held, len(days))
}

func BenchmarkLastOfThirty(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	var past []forecast.Case
	for range 500 {
		past = append(past, forecast.Case{Days: rng.IntN(1000), Done: true})
	}
	for b.Loop() {
		forecast.Last(past, 10, 30, big.NewRat(4, 5))
	}
}
