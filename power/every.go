package power

import "math/bits"

// mostForEvery is the number of players up to which every coalition can be looked at: 2²⁸ of them are 32 MB.
const mostForEvery = 28

// every is a simple game as one bit for each coalition: bit c%64 of word c/64 says whether coalition c wins, where
// player i is in c when bit i of c is set.
type every struct {
	n    int
	wins []uint64
}

// newEvery looks at all coalitions of a simple game of at most mostForEvery players. The first six players make up a
// word, so that a quota is one search among 64 sums for 64 coalitions.
func newEvery(s *simple, o *meter) (*every, error) {
	e := &every{s.players, make([]uint64, max(1, 1<<max(0, s.players-6)))}
	r := newWords(s)
	for h := range e.wins {
		if h&0xffff == 0 {
			if err := o.tell(h, len(e.wins)); err != nil {
				return nil, err
			}
		}
		if h > 0 {
			r.next(h)
		}
		e.wins[h] = r.node(&s.root)
	}
	e.wins[0] &= e.valid()
	return e, nil
}

// valid answers the bits of the first word that are coalitions.
func (e *every) valid() uint64 {
	if e.n >= 6 {
		return ^uint64(0)
	}
	return 1<<(1<<e.n) - 1
}

// dual answers the coalitions that block: those whose others together lose.
func (e *every) dual() *every {
	d := &every{e.n, make([]uint64, len(e.wins))}
	for h := range d.wins {
		d.wins[len(d.wins)-1-h] = ^bits.Reverse64(e.wins[h])
	}
	if e.n < 6 {
		d.wins[0] = d.wins[0] >> (64 - 1<<e.n) & e.valid()
	}
	return d
}

// words evaluates a simple game for 64 coalitions at once, from one word to the next.
type words struct {
	s     *simple
	high  []int64      // of each column: what the players beyond the sixth who are in add up to
	step  [][]int64    // of each column: what high changes by when bit j is set and those below it are cleared
	low   [][64]int64  // of each column: the sums of the first six, ascending
	above [][65]uint64 // of each column: which coalitions of the first six have the j-th of these sums or a later one
	gates []uint64
}

func newWords(s *simple) *words {
	r := &words{s: s, high: make([]int64, len(s.columns)), gates: make([]uint64, len(s.gates))}
	for _, column := range s.columns {
		steps, below := []int64(nil), int64(0)
		for _, w := range column[min(6, len(column)):] {
			steps, below = append(steps, w-below), below+w
		}
		low, above := lowSums(column[:min(6, len(column))])
		r.step, r.low, r.above = append(r.step, steps), append(r.low, low), append(r.above, above)
	}
	r.quotas()
	return r
}

// lowSums sorts the coalitions of the first six players by what they weigh.
func lowSums(weights []int64) (sums [64]int64, above [65]uint64) {
	var of [64]int
	for c := range sums {
		sum := int64(0)
		for i, w := range weights {
			if c>>i&1 == 1 {
				sum += w
			}
		}
		at := c
		for ; at > 0 && sums[at-1] > sum; at-- {
			sums[at], of[at] = sums[at-1], of[at-1]
		}
		sums[at], of[at] = sum, c
	}
	for j := 63; j >= 0; j-- {
		above[j] = above[j+1] | 1<<of[j]
	}
	return sums, above
}

// next goes on to word h.
func (r *words) next(h int) {
	bit := bits.TrailingZeros(uint(h))
	for c := range r.high {
		r.high[c] += r.step[c][bit]
	}
	r.quotas()
}

// quotas evaluates every quota for the 64 coalitions of the word.
func (r *words) quotas() {
	for g, q := range r.s.gates {
		low, need, at := &r.low[q.column], q.least-r.high[q.column], 0
		for half := 32; half > 0; half /= 2 {
			if low[at+half-1] < need {
				at += half
			}
		}
		if low[at] < need {
			at++
		}
		r.gates[g] = r.above[q.column][at]
	}
}

// node answers for which of the 64 coalitions a node holds.
func (r *words) node(n *node) uint64 {
	if n.gate >= 0 {
		return r.gates[n.gate]
	}
	switch n.need {
	case len(n.parts):
		all := ^uint64(0)
		for i := range n.parts {
			all &= r.node(&n.parts[i])
		}
		return all
	case 1:
		some := uint64(0)
		for i := range n.parts {
			some |= r.node(&n.parts[i])
		}
		return some
	}
	return r.several(n)
}

// several keeps, for each number up to need, for which coalitions so many parts or more have held.
func (r *words) several(n *node) uint64 {
	if n.need < 0 || n.need > len(n.parts) {
		return constantWord(n.need < 0)
	}
	held := make([]uint64, n.need+1)
	held[0] = ^uint64(0)
	for i := range n.parts {
		part := r.node(&n.parts[i])
		for k := n.need; k > 0; k-- {
			held[k] |= held[k-1] & part
		}
	}
	return held[n.need]
}

func constantWord(holds bool) uint64 {
	if holds {
		return ^uint64(0)
	}
	return 0
}

// lowIn answers which coalitions of a word player i < 6 is in.
func lowIn(i int) uint64 {
	return [6]uint64{0xaaaaaaaaaaaaaaaa, 0xcccccccccccccccc, 0xf0f0f0f0f0f0f0f0, 0xff00ff00ff00ff00, 0xffff0000ffff0000, 0xffffffff00000000}[i]
}

// ofSize answers which coalitions of a word have k of the first six players.
func ofSize(k int) uint64 {
	word := uint64(0)
	for c := range 64 {
		if bits.OnesCount(uint(c)) == k {
			word |= 1 << c
		}
	}
	return word
}

// critical answers in which coalitions of word h player i turns the outcome: they win, and lose without i.
func (e *every) critical(h, i int) uint64 {
	w := e.wins[h]
	switch {
	case i < 6:
		in := lowIn(i)
		return w & in &^ (w &^ in << (1 << i))
	case h>>(i-6)&1 == 1:
		return w &^ e.wins[h&^(1<<(i-6))]
	}
	return 0
}
