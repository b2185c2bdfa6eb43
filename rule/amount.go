package rule

import "math/bits"

// bounds answers the least and the greatest whole number of a base that a quantity admits; -1 where there is no
// bound on that side. Shares are rounded the way that needs no rounding: 2/3 of 31 is at least 21. Of an empty base
// a share asks for at least 1, which is not there. "Fewer than 0" admits nothing: its greatest number is -1 all the
// same, and upper says that there is a bound.
func (q Quantity) bounds(base int64) (least, most int64) {
	a := q.Amount
	switch q.Kind {
	case All:
		return max(1, base), -1
	case None:
		return -1, 0
	case AtLeast:
		return a.up(base), -1
	case MoreThan:
		return a.down(base) + 1, -1
	case AtMost:
		return -1, a.down(base)
	case FewerThan:
		return -1, a.below(base)
	case Exactly:
		return a.up(base), a.down(base)
	}
	return -1, -1
}

// upper says whether the quantity has an upper bound.
func (q Quantity) upper() bool {
	switch q.Kind {
	case None, AtMost, FewerThan, Exactly:
		return true
	case All, AtLeast, MoreThan:
	}
	return false
}

// up answers the least whole number that is at least the amount.
func (a Amount) up(base int64) int64 {
	if !a.IsShare() {
		return a.Num
	}
	q, rest := a.of(base)
	if rest {
		q++
	}
	return max(q, 1-min(base, 1)) // a share of nothing is not reached by nothing
}

// down answers the greatest whole number that is at most the amount.
func (a Amount) down(base int64) int64 {
	if !a.IsShare() {
		return a.Num
	}
	q, _ := a.of(base)
	return q
}

// below answers the greatest whole number below the amount. Of nothing it is 0: fewer than a share of nothing holds
// of nothing.
func (a Amount) below(base int64) int64 {
	if !a.IsShare() {
		return a.Num - 1
	}
	if base == 0 {
		return 0
	}
	q, rest := a.of(base)
	if !rest {
		q--
	}
	return q
}

// of answers ⌊base·Num/Den⌋ and whether something is left over, with the product in 128 bits.
func (a Amount) of(base int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(base), uint64(a.Num))
	if hi >= uint64(a.Den) {
		return largest, false // a share so far above the whole is refused by Check and met by nobody
	}
	q, r := bits.Div64(hi, lo, uint64(a.Den))
	if q > largest {
		return largest, false
	}
	return int64(q), r > 0
}
