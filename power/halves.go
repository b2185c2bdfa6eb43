package power

import (
	"math/big"
	"math/bits"
)

// mostForHalves is the number of players up to which a ladder is counted by halves: 2²⁰ coalitions on either side,
// and counts that fit 64 bits.
const mostForHalves = 40

// part is a coalition of players of one half.
type part struct {
	weight int64
	in     uint32 // the players, counted from the first of the half
}

// halves counts a ladder by meeting in the middle: the coalitions of either half are sorted by size and weight, and
// for each of one half the winning completions in the other are found by a pointer that only moves down. Horowitz and
// Sahni (1974). The answer is, for each player, its swings by the number of others, and how many coalitions win.
// Cost: O(n²·2^(n/2)).
func halves(l *ladder, o *meter) ([][]*big.Int, *big.Int, error) {
	n := len(l.weight)
	m := n / 2
	first, second := subsets(l.weight[:m]), subsets(l.weight[m:])
	c := &completions{l: l, wins: make([]uint64, n+1), with: make([][]uint64, n)}
	for i := range c.with {
		c.with[i] = make([]uint64, n+1)
	}
	if err := c.meet(first, second, 0, o); err != nil {
		return nil, nil, err
	}
	clear(c.wins) // both ways find all of them
	if err := c.meet(second, first, m, o); err != nil {
		return nil, nil, err
	}
	winning := new(big.Int)
	for _, w := range c.wins {
		winning.Add(winning, new(big.Int).SetUint64(w))
	}
	return c.swings(), winning, nil
}

// subsets answers the coalitions of these players by size, each size sorted by weight. Adding a player merges two
// sorted lists, so nothing needs sorting.
func subsets(weights []int64) [][]part {
	lists := make([][]part, len(weights)+1)
	lists[0] = []part{{}}
	for i, w := range weights {
		for size := i + 1; size > 0; size-- {
			lists[size] = merge(lists[size], lists[size-1], w, 1<<i)
		}
	}
	return lists
}

// merge merges one list with another whose coalitions are each joined by one player more.
func merge(a, b []part, w int64, player uint32) []part {
	out := make([]part, 0, len(a)+len(b))
	for _, y := range b {
		y.weight, y.in = y.weight+w, y.in|player
		for len(a) > 0 && a[0].weight <= y.weight {
			out, a = append(out, a[0]), a[1:]
		}
		out = append(out, y)
	}
	return append(out, a...)
}

// completions counts winning coalitions by their size.
type completions struct {
	l    *ladder
	wins []uint64   // of each size
	with [][]uint64 // of each player and size: those that the player is in
}

// meet completes each coalition of one half, whose players are numbered from offset, by those of the other.
func (c *completions) meet(half, other [][]part, offset int, o *meter) error {
	down, found := make([]int, len(other)), make([]uint64, len(other))
	for size, list := range half {
		if err := o.tell(size, len(half)); err != nil {
			return err
		}
		for j := range other {
			down[j] = len(other[j])
		}
		for _, p := range list {
			c.complete(p, size, other, down, found)
			for in := p.in; in != 0; in &= in - 1 {
				with := c.with[offset+bits.TrailingZeros32(in)][size:][:len(found)]
				for j, f := range found {
					with[j] += f
				}
			}
		}
	}
	return nil
}

// complete finds, for each size of the other half, how many coalitions of it win together with p. The heavier p is,
// the less is needed.
func (c *completions) complete(p part, size int, other [][]part, down []int, found []uint64) {
	for j, list := range other {
		least := c.l.least[size+j]
		if least == never {
			found[j] = 0
			continue
		}
		at, need := down[j], least-p.weight
		for at > 0 && list[at-1].weight >= need {
			at--
		}
		down[j] = at
		found[j] = uint64(len(list) - at)
		c.wins[size+j] += found[j]
	}
}

// swings answers, for each player and number k of others, how many coalitions of k others win with the player only:
// those of k+1 with the player, less those of k without.
func (c *completions) swings() [][]*big.Int {
	out := make([][]*big.Int, len(c.with))
	for i, with := range c.with {
		out[i] = make([]*big.Int, len(c.with))
		for k := range out[i] {
			out[i][k] = new(big.Int).SetUint64(with[k+1] - (c.wins[k] - with[k]))
		}
	}
	return out
}
