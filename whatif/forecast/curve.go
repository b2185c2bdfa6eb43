package forecast

import (
	"cmp"
	"math/big"
	"slices"
)

// Step is one step of the curve of Kaplan and Meier: a duration that at least one case took.
type Step struct {
	Days   int
	AtRisk int // cases that took at least Days, or were waited for as long
	Done   int // cases that took exactly Days
	// S is the estimated share of cases that take longer than Days.
	S *big.Rat
	// Sum is Greenwood's sum of d/(n(n-d)) up to here: the variance of S is S²·Sum. It is nil where S is 0, of which
	// the cases tell no variance.
	Sum *big.Rat
}

// Curve answers the curve of Kaplan and Meier: the product of (n-d)/n over the durations up to each one. A case that
// is not done by Days counts as at risk on Days. No cases done, no steps. Cost: O(n log n) and a product of fractions.
//
// (Kaplan and Meier, 1958; Greenwood, 1926.)
func Curve(cases []Case) []Step {
	cases = slices.Clone(cases)
	slices.SortFunc(cases, func(a, b Case) int { return cmp.Compare(a.Days, b.Days) })
	s, sum := big.NewRat(1, 1), new(big.Rat)
	var steps []Step
	for i := 0; i < len(cases); {
		at, n, d, j := cases[i].Days, len(cases)-i, 0, i
		for ; j < len(cases) && cases[j].Days == at; j++ {
			if cases[j].Done {
				d++
			}
		}
		i = j
		if d == 0 {
			continue
		}
		s = new(big.Rat).Mul(s, big.NewRat(int64(n-d), int64(n)))
		step := Step{Days: at, AtRisk: n, Done: d, S: s}
		if n > d {
			sum = new(big.Rat).Add(sum, new(big.Rat).Quo(big.NewRat(int64(d), int64(n)), big.NewRat(int64(n-d), 1)))
			step.Sum = sum
		}
		steps = append(steps, step)
	}
	return steps
}

// At answers the estimated share of cases that take longer than days: 1 before the first step. The curve says nothing
// beyond the longest case it was made of; there it keeps its last value.
func At(curve []Step, days int) *big.Rat {
	s := big.NewRat(1, 1)
	for _, step := range curve {
		if step.Days > days {
			break
		}
		s.Set(step.S)
	}
	return s
}

// Median answers the first duration by which at least half are done, by the curve. It is false where the curve never
// falls to a half.
func Median(curve []Step) (int, bool) {
	half := big.NewRat(1, 2)
	for _, step := range curve {
		if step.S.Cmp(half) <= 0 {
			return step.Days, true
		}
	}
	return 0, false
}
