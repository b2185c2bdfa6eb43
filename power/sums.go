package power

import (
	"math/big"
	"math/bits"
	"slices"
)

// Bounds of counting by sums: coalitions of 191 players are counted in three words, and 16 million sums take 400 MB.
const (
	mostForSums = 191
	mostSums    = 1 << 24
)

// sums counts the swings of one quota exactly: how many coalitions there are of each sum below the quota, the lightest
// player first, so that early rows are short; then, for each player, how many of them are left when the player is
// taken out again. Those with a sum of t or less that the player is not in are H(t) = G(t) − H(t−w), so that only one
// sum in w must be looked at. There are as many coalitions of sum t as there are of what the others then weigh, so
// that each row is counted to its middle only. The dual quota is counted where it is smaller: the swings are the same. Kakimura and
// Terai (2025), Uno (2012). The answer is, for each player, the number of swings, and how many coalitions win.
// Cost: O(n·quota) at most.
func sums(weights []int64, total, quota int64, o *meter) ([]*big.Int, *big.Int, error) {
	dual := total - quota + 1
	least := min(quota, dual)
	order := ascending(weights)
	t := newTable(least)
	reach, zeros := int64(0), uint(0)
	for row, i := range order {
		if err := o.tell(row, len(order)); err != nil {
			return nil, nil, err
		}
		if weights[i] == 0 {
			zeros++
			continue
		}
		t.reflect(reach, min(reach+weights[i], 2*least-2)/2)
		reach += weights[i]
		t.add(weights[i], min(reach/2, least-1), row)
	}
	t.accumulate()
	swings, known := make([]*big.Int, len(weights)), map[int64]*big.Int{}
	for i, w := range weights {
		if known[w] == nil {
			known[w] = t.swings(w).int()
			known[w].Lsh(known[w], zeros)
		}
		swings[i] = known[w]
	}
	winning := t.at(least - 1).int()
	winning.Lsh(winning, zeros)
	if least == quota {
		all := new(big.Int).Lsh(big.NewInt(1), uint(len(weights)))
		winning.Sub(all, winning)
	}
	return swings, winning, nil
}

// ascending answers the players, the lightest first.
func ascending(weights []int64) []int {
	order := make([]int, len(weights))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case weights[a] < weights[b]:
			return -1
		case weights[a] > weights[b]:
			return 1
		}
		return 0
	})
	return order
}

// table counts the coalitions of each sum in three words, the lowest first. Arithmetic is modulo 2¹⁹², and every
// count is less than that.
type table struct{ low, mid, high []uint64 }

func newTable(size int64) *table {
	t := &table{make([]uint64, size), make([]uint64, size), make([]uint64, size)}
	t.low[0] = 1
	return t
}

// reflect fills in the counts beyond the middle, up to the sum to, of players who weigh reach in all.
func (t *table) reflect(reach, to int64) {
	for i := reach/2 + 1; i <= min(to, reach); i++ {
		t.low[i], t.mid[i], t.high[i] = t.low[reach-i], t.mid[reach-i], t.high[reach-i]
	}
}

// add lets one more player of weight w join, up to the sum to. So many have joined before: with 63 players no count
// has left the first word, with 127 none the second.
func (t *table) add(w, to int64, before int) {
	n := to + 1 - w
	if n <= 0 {
		return
	}
	switch {
	case before < 63:
		add1(t.low[w:to+1], t.low[:n])
	case before < 127:
		add2(t.low[w:to+1], t.mid[w:to+1], t.low[:n], t.mid[:n])
	default:
		add3(t.low[w:to+1], t.mid[w:to+1], t.high[w:to+1], t.low[:n], t.mid[:n], t.high[:n])
	}
}

// The three below go down, so that what is added has not been changed yet.

func add1(a, b []uint64) {
	b = b[:len(a)]
	for t := len(a) - 1; t >= 0; t-- {
		a[t] += b[t]
	}
}

func add2(a0, a1, b0, b1 []uint64) {
	a1, b0, b1 = a1[:len(a0)], b0[:len(a0)], b1[:len(a0)]
	for t := len(a0) - 1; t >= 0; t-- {
		x, carry := bits.Add64(a0[t], b0[t], 0)
		y, _ := bits.Add64(a1[t], b1[t], carry)
		a0[t], a1[t] = x, y
	}
}

func add3(a0, a1, a2, b0, b1, b2 []uint64) {
	n := len(a0)
	a1, a2, b0, b1, b2 = a1[:n], a2[:n], b0[:n], b1[:n], b2[:n]
	for t := n - 1; t >= 0; t-- {
		x, carry := bits.Add64(a0[t], b0[t], 0)
		y, carry := bits.Add64(a1[t], b1[t], carry)
		z, _ := bits.Add64(a2[t], b2[t], carry)
		a0[t], a1[t], a2[t] = x, y, z
	}
}

// accumulate turns the counts of sums into counts of sums up to each.
func (t *table) accumulate() {
	var sum whole
	for i := range t.low {
		sum = sum.plus(whole{t.low[i], t.mid[i], t.high[i]})
		t.low[i], t.mid[i], t.high[i] = sum[0], sum[1], sum[2]
	}
}

// at answers how many coalitions have a sum of i or less.
func (t *table) at(i int64) whole {
	if i < 0 {
		return whole{}
	}
	return whole{t.low[i], t.mid[i], t.high[i]}
}

// swings answers how many coalitions without a player of weight w have a sum below the quota that w lifts to it:
// H(q−1) − H(q−1−w).
func (t *table) swings(w int64) whole {
	if w == 0 {
		return whole{}
	}
	last := int64(len(t.low)) - 1
	all, below := whole{}, whole{}
	for i, even := last, true; i >= 0; i, even = i-w, !even {
		g := t.at(i)
		if even {
			all = all.plus(g)
		} else {
			all = all.minus(g)
		}
		if i < last {
			if even {
				below = below.minus(g)
			} else {
				below = below.plus(g)
			}
		}
	}
	return all.minus(below)
}

// whole is a number below 2¹⁹², the lowest word first; differences are modulo 2¹⁹².
type whole [3]uint64

func (a whole) plus(b whole) whole {
	x, c := bits.Add64(a[0], b[0], 0)
	y, c := bits.Add64(a[1], b[1], c)
	z, _ := bits.Add64(a[2], b[2], c)
	return whole{x, y, z}
}

func (a whole) minus(b whole) whole {
	x, c := bits.Sub64(a[0], b[0], 0)
	y, c := bits.Sub64(a[1], b[1], c)
	z, _ := bits.Sub64(a[2], b[2], c)
	return whole{x, y, z}
}

func (a whole) int() *big.Int {
	n := new(big.Int)
	for k := 2; k >= 0; k-- {
		n.Lsh(n, 64).Or(n, new(big.Int).SetUint64(a[k]))
	}
	return n
}
