package power

import (
	"math/big"
	"math/bits"
)

// Coalitions is what can be said of a rule when every coalition has been looked at.
type Coalitions struct {
	// MinimalWinning is how many coalitions win and lose without any one of their players; MinimalBlocking, how many
	// can prevent every decision and cannot without any one of their players.
	MinimalWinning, MinimalBlocking int64
	// Winning and Blocking are these coalitions, the smallest first, at most as many as Options.List; each lists its
	// players in ascending order.
	Winning, Blocking [][]int
}

// surveyed is what looking at every coalition found, for each player.
type surveyed struct {
	swings   [][]*big.Int // of each player, by the number of others
	winning  int64
	johnston []Value
	deegan   []Value
	holler   []Value
	found    Coalitions
}

// survey looks at every coalition once.
func (e *every) survey(list int, o *meter) (*surveyed, error) {
	a := &auditor{e: e, swings: make([][]int64, e.n), shared: make([][]int64, e.n)}
	for i := range e.n {
		a.swings[i], a.shared[i] = make([]int64, e.n), make([]int64, e.n+1)
	}
	for k := range a.size {
		a.size[k] = ofSize(k)
	}
	for h := range e.wins {
		if h&0x3fff == 0 {
			if err := o.tell(h, len(e.wins)); err != nil {
				return nil, err
			}
		}
		a.word(h)
	}
	s := &surveyed{winning: a.winning, swings: wholes(a.swings), johnston: a.johnston()}
	s.deegan, s.holler = public(e.n, a.minimal)
	s.found.MinimalWinning, s.found.Winning = int64(len(a.minimal)), listed(a.minimal, list)
	blocking := e.dual().minimalAll()
	s.found.MinimalBlocking, s.found.Blocking = int64(len(blocking)), listed(blocking, list)
	return s, nil
}

// auditor goes through the words of a game and counts.
type auditor struct {
	e       *every
	winning int64
	swings  [][]int64 // of each player, by the number of others
	shared  [][]int64 // of each player, by how many are critical in the coalition
	minimal []uint32
	size    [7]uint64
}

// word counts one word. Where nobody is critical there is nothing else to count.
func (a *auditor) word(h int) {
	w := a.e.wins[h]
	if w == 0 {
		return
	}
	a.winning += int64(bits.OnesCount64(w))
	var critical [mostForEvery]uint64
	var count [5]uint64 // how many are critical, one bit of the number in each
	some := uint64(0)
	for i := range a.e.n {
		c := a.e.critical(h, i)
		critical[i] = c
		some |= c
		for p := 0; c != 0; p++ {
			count[p], c = count[p]^c, count[p]&c
		}
	}
	if some != 0 || h == 0 && w&1 == 1 {
		a.minimal = a.e.minimal(h, a.minimal)
	}
	if some != 0 {
		a.add(h, critical[:a.e.n], &count, some)
	}
}

// add counts a word in which somebody is critical.
func (a *auditor) add(h int, critical []uint64, count *[5]uint64, some uint64) {
	var exactly [mostForEvery + 1]uint64
	var present uint32
	for v := 1; v <= len(critical); v++ {
		m := some
		for p := range count {
			if v>>p&1 == 1 {
				m &= count[p]
			} else {
				m &^= count[p]
			}
		}
		if exactly[v] = m; m != 0 {
			present |= 1 << v
		}
	}
	high := bits.OnesCount(uint(h))
	for i, c := range critical {
		if c == 0 {
			continue
		}
		for k, size := range a.size {
			if m := c & size; m != 0 {
				a.swings[i][high+k-1] += int64(bits.OnesCount64(m))
			}
		}
		for left := present; left != 0; left &= left - 1 {
			v := bits.TrailingZeros32(left)
			a.shared[i][v] += int64(bits.OnesCount64(c & exactly[v]))
		}
	}
}

// minimal adds the minimal winning coalitions of word h: all their players are critical.
func (e *every) minimal(h int, to []uint32) []uint32 {
	m := e.wins[h]
	for i := 0; i < e.n && m != 0; i++ {
		switch {
		case i < 6:
			m &= e.critical(h, i) | ^lowIn(i)
		case h>>(i-6)&1 == 1:
			m &= e.critical(h, i)
		}
	}
	for ; m != 0; m &= m - 1 {
		to = append(to, uint32(h<<6|bits.TrailingZeros64(m)))
	}
	return to
}

// minimalAll answers all minimal winning coalitions.
func (e *every) minimalAll() []uint32 {
	var all []uint32
	for h, w := range e.wins {
		if w != 0 {
			all = e.minimal(h, all)
		}
	}
	return all
}

// johnston shares each coalition in which somebody is critical equally among those who are. Johnston (1978).
func (a *auditor) johnston() []Value {
	each, total := make([]*big.Rat, a.e.n), new(big.Rat)
	for i, shared := range a.shared {
		each[i] = new(big.Rat)
		for v, c := range shared {
			if v > 0 && c > 0 {
				each[i].Add(each[i], big.NewRat(c, int64(v)))
			}
		}
		total.Add(total, each[i])
	}
	return shares(each, total)
}

// public answers the Deegan–Packel index, in which every minimal winning coalition counts the same and is shared
// equally by its players, and Holler's public good index, in which each of its players has all of it. Deegan and
// Packel (1978); Holler (1982).
func public(n int, minimal []uint32) (deegan, holler []Value) {
	in := make([][]int64, n) // of each player, by the size of the coalition
	for i := range in {
		in[i] = make([]int64, n+1)
	}
	for _, m := range minimal {
		size := bits.OnesCount32(m)
		for ; m != 0; m &= m - 1 {
			in[bits.TrailingZeros32(m)][size]++
		}
	}
	d, h := make([]*big.Rat, n), make([]*big.Rat, n)
	seats := new(big.Rat)
	for i := range in {
		d[i], h[i] = new(big.Rat), new(big.Rat)
		for size, c := range in[i] {
			if c > 0 {
				d[i].Add(d[i], big.NewRat(c, int64(size)))
				h[i].Add(h[i], big.NewRat(c, 1))
			}
		}
		seats.Add(seats, h[i])
	}
	coalitions := big.NewRat(int64(len(minimal)), 1)
	if seats.Sign() == 0 { // the coalition of nobody, which everything contains, is no coalition to share
		coalitions.SetInt64(0)
	}
	return shares(d, coalitions), shares(h, seats)
}

// shares divides each by the total; of nothing there is no share.
func shares(each []*big.Rat, total *big.Rat) []Value {
	out := make([]Value, len(each))
	for i, r := range each {
		if total.Sign() > 0 {
			out[i] = Value{Rat: new(big.Rat).Quo(r, total)}
		}
	}
	return out
}

// listed answers the smallest of the coalitions as lists of players.
func listed(coalitions []uint32, most int) [][]int {
	var out [][]int
	for size := 0; size <= 32 && len(out) < most; size++ {
		for _, c := range coalitions {
			if bits.OnesCount32(c) != size || len(out) == most {
				continue
			}
			players := make([]int, 0, size)
			for ; c != 0; c &= c - 1 {
				players = append(players, bits.TrailingZeros32(c))
			}
			out = append(out, players)
		}
	}
	return out
}

func wholes(counts [][]int64) [][]*big.Int {
	out := make([][]*big.Int, len(counts))
	for i, of := range counts {
		out[i] = make([]*big.Int, len(of))
		for k, c := range of {
			out[i][k] = big.NewInt(c)
		}
	}
	return out
}
