package forecast

import "math/big"

// Holdout is a belief about one member that holds out, for a reader who asks for a figure all the same: waiting is
// exponential with a rate that is itself uncertain, as if Events endings had been seen in Days days of waiting before.
// It is a stated belief, not a finding from cases; show it with its width. The zero Holdout believes nothing.
type Holdout struct {
	Events int // at least 1
	Days   int // at least 1
}

// After answers the belief after waiting some days more in vain.
func (h Holdout) After(days int) Holdout { return Holdout{h.Events, h.Days + days} }

// Within answers the probability that the wait ends within some days from now: 1 - (D/(D+days))^E, exactly. It is nil
// for a belief without events or days, or a negative number of days.
func (h Holdout) Within(days int) *big.Rat {
	if h.Events < 1 || h.Days < 1 || days < 0 {
		return nil
	}
	e := big.NewInt(int64(h.Events))
	still := new(big.Int).Exp(big.NewInt(int64(h.Days)), e, nil)
	all := new(big.Int).Exp(big.NewInt(int64(h.Days)+int64(days)), e, nil)
	p := new(big.Rat).SetFrac(still, all)
	return p.Sub(big.NewRat(1, 1), p)
}

// longestWait is the longest number of days that By answers: a hundred years.
const longestWait = 36525

// By answers the least number of days within which the wait ends with probability p at least. It is false where that
// takes more than a hundred years, or the belief is none. Cost: seventeen powers.
func (h Holdout) By(p *big.Rat) (int, bool) {
	if w := h.Within(longestWait); w == nil || w.Cmp(p) < 0 {
		return 0, false
	}
	low, high := 0, longestWait // the answer lies in low..high
	for low < high {
		mid := (low + high) / 2
		if h.Within(mid).Cmp(p) >= 0 {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low, true
}
