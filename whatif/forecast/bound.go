package forecast

import (
	"math/big"
	"slices"
)

// LeastCases is how many past cases a date needs at least. With fewer the answer is TooFew.
const LeastCases = 8

// Verdict is what can be said of when the last one is done. The set is closed; the zero value says nothing.
type Verdict uint8

// The verdicts.
const (
	NotBegun Verdict = iota // nothing waits for anybody yet
	AllThere                // nobody is waited for
	TooFew                  // fewer than LeastCases past cases took longer than has been waited already
	NotSure                 // there are cases, but not one of their durations is sure enough
	Dated                   // by Days all are done, with probability P at least
)

// String answers the verdict in words.
func (v Verdict) String() string {
	switch v {
	case NotBegun:
		return "not begun"
	case AllThere:
		return "nobody is waited for"
	case TooFew:
		return "too few cases"
	case NotSure:
		return "no duration is sure enough"
	case Dated:
		return "dated"
	}
	return "not begun"
}

// Bound is what past cases say of the last of M members that have been waited for Waited days.
type Bound struct {
	Verdict Verdict
	M       int
	Waited  int
	N       int      // past cases that took longer than Waited
	K       int      // Dated: the K-th shortest of them is what is answered
	Days    int      // Dated: the duration by which all M are done
	P       *big.Rat // Dated: the probability of that, at least; NotSure: the most that N cases can give; else nil
}

// AllDone answers the probability that m further durations are all at most the k-th shortest of n, where all n+m are
// exchangeable and no two are equal: C(k-1+m, m)/C(n+m, m). It holds for every distribution. Equal durations make it
// larger, never smaller. It is nil unless 1 ≤ k ≤ n and m ≥ 0.
func AllDone(n, k, m int) *big.Rat {
	if k < 1 || k > n || m < 0 {
		return nil
	}
	num := new(big.Int).Binomial(int64(k-1+m), int64(m))
	return new(big.Rat).SetFrac(num, new(big.Int).Binomial(int64(n+m), int64(m)))
}

// Last answers the shortest past duration by which the last of m members is done with probability level at least,
// given that they have been waited for already: only past cases that took longer than waited are like them. A past
// case that was itself still waited for counts as longer than all others, which can only make the answer later. The
// error is in no case: what cannot be said is a verdict. Cost: O(n log n).
func Last(past []Case, waited, m int, level *big.Rat) Bound {
	b := Bound{Waited: waited, M: m}
	if m == 0 {
		b.Verdict = AllThere
		return b
	}
	var days []int
	for _, c := range past {
		if c.Days > waited {
			b.N++
			if c.Done {
				days = append(days, c.Days)
			}
		}
	}
	if b.N < LeastCases {
		b.Verdict = TooFew
		return b
	}
	slices.Sort(days)
	b.Verdict, b.P = NotSure, new(big.Rat)
	if len(days) > 0 {
		b.P = AllDone(b.N, len(days), m)
	}
	for k := 1; k <= len(days); k++ {
		if p := AllDone(b.N, k, m); p.Cmp(level) >= 0 {
			b.Verdict, b.K, b.Days, b.P = Dated, k, days[k-1], p
			return b
		}
	}
	return b
}
