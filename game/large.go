package game

import (
	"cmp"
	"slices"
)

// large covers the rows on a roll of very many blocs, in O(n log n). Where moves are counted and there is one row, or
// the bound below is met, what it finds is exact; otherwise it says that it is not.
//
// Each move is worth a weighted sum of what it fills of each row; the weights are tried on a sample until the rows
// fill up at the same time. The most valuable moves are then taken until nothing is lacking. The fewest moves that
// could fill the weighted sum, or any one row, are a lower bound whatever the weights.
func (c *covering) large(all []literal) plan {
	if len(all) > 200 {
		return plan{} // the weighted sum of so many rows could leave 64 bits
	}
	l := newLarge(c, all)
	factor := make([]int64, len(all))
	for k := range factor {
		factor[k] = parts / 2
	}
	if len(all) > 1 {
		factor = l.tune(factor)
	}
	best, floor := plan{}, int64(0)
	for k := -1; k < len(all) && !best.exact; k++ {
		if k >= 0 {
			if len(all) == 1 || l.need[k] <= 0 {
				continue
			}
			clear(factor) // one row alone
			factor[k] = parts
		}
		ranked := l.rank(factor, 1)
		best, floor = better(best, l.take(ranked)), max(floor, l.floor(ranked, factor))
		best.exact = best.found && l.proves(best, floor)
	}
	return best
}

// proves says whether no plan can have fewer moves. Where moves have costs, only a plan that costs nothing is proved.
func (l *large) proves(p plan, floor int64) bool {
	if l.least >= unit {
		return p.cost/unit == floor/unit
	}
	return p.cost == 0
}

// parts is what a factor is counted in.
const parts = 4096

type large struct {
	c      *covering
	need   []int64
	scale  []int64 // of each row: its need, and all that moves could take from it
	weight []int64 // of each bloc and row: the weight of its players
	// change is what a unit of weight adds to each row, for each ballot from and to.
	change [MaxBallots][MaxBallots][]int64
	froms  [MaxBallots][]Ballot // of each ballot from: those that can be changed to
	least  int64                // the least cost of a move
}

func newLarge(c *covering, all []literal) *large {
	l := &large{c: c, least: never64}
	for _, x := range all {
		l.need = append(l.need, c.lacks(x))
	}
	l.weight = make([]int64, 0, len(all)*len(c.blocs))
	for i := range c.blocs {
		b := &c.blocs[i]
		for _, x := range all {
			l.weight = append(l.weight, c.s.g.weightIn(b.row, x.gate))
		}
		if l.froms[b.from] == nil {
			l.options(b, all)
		}
		for _, to := range l.froms[b.from] {
			l.least = min(l.least, c.costs(b)[to])
		}
	}
	l.scale = slices.Clone(l.need)
	for i := range c.blocs {
		for k := range l.need {
			l.scale[k] += c.blocs[i].n * l.loss(i, k)
		}
	}
	return l
}

// loss answers the most that one player of a bloc can take from a row.
func (l *large) loss(i, k int) int64 {
	var loss int64
	from := l.c.blocs[i].from
	for _, to := range l.froms[from] {
		loss = max(loss, -l.change[from][to][k])
	}
	return loss * l.weight[i*len(l.need)+k]
}

// options works out what each change of ballot from this one adds.
func (l *large) options(b *bloc, all []literal) {
	l.froms[b.from] = []Ballot{}
	for to := range l.c.free.Each {
		if l.c.costs(b)[to] < 0 {
			continue
		}
		for _, x := range all {
			score := &l.c.s.g.gates[x.gate].Score
			d := score[to] - score[b.from]
			if x.not {
				d = -d
			}
			l.change[b.from][to] = append(l.change[b.from][to], d)
		}
		l.froms[b.from] = append(l.froms[b.from], to)
	}
}

// ranking is a bloc's best move and what it is worth for its cost.
type ranking struct {
	value int64
	cost  int64
	bloc  int32
	to    Ballot
}

// rank answers the best move of every step-th bloc, the most valuable first.
func (l *large) rank(factor []int64, step int) []ranking {
	ranked := make([]ranking, 0, len(l.c.blocs)/step+1)
	for i := 0; i < len(l.c.blocs); i += step {
		b := &l.c.blocs[i]
		best, costs := ranking{bloc: int32(i)}, l.c.costs(b)
		for _, to := range l.froms[b.from] {
			if v := (ranking{l.value(i, b.from, to, factor), costs[to], int32(i), to}); v.value > 0 && (best.value == 0 || l.compare(v, best) < 0) {
				best = v
			}
		}
		if best.value > 0 {
			ranked = append(ranked, best)
		}
	}
	slices.SortFunc(ranked, l.compare)
	return ranked
}

// compare puts the most valuable move first: where moves are counted, by its value alone; else by its value for its
// cost.
func (l *large) compare(a, b ranking) int {
	if l.least >= unit {
		return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.cost, b.cost), cmp.Compare(a.bloc, b.bloc))
	}
	return cmp.Or(ratio(b.value, b.cost, a.value, a.cost), cmp.Compare(a.bloc, b.bloc))
}

// value answers what a move fills of all rows, in shares of 2^42 of a row's scale, rounded up, times their factors.
// More than its scale no move can be of use to a row. With one row it is the gain itself.
func (l *large) value(i int, from, to Ballot, factor []int64) int64 {
	m, change := len(l.need), l.change[from][to]
	if m == 1 {
		return l.weight[i] * change[0]
	}
	var sum int64
	for k, d := range change {
		if factor[k] == 0 || d == 0 || l.need[k] <= 0 {
			continue // a row that holds as it is adds nothing to the bound; take sees to it that it still holds
		}
		if gain := l.weight[i*m+k] * d; gain > 0 {
			sum += factor[k] * (mulDiv(min(gain, l.scale[k]), share, l.scale[k]) + 1)
		} else {
			sum -= factor[k] * mulDiv(-gain, share, l.scale[k])
		}
	}
	return sum
}

// share is what a row's need is counted in where rows are compared.
const share = 1 << 42

// tune looks for factors with which the rows fill up at the same time, on a sample.
func (l *large) tune(factor []int64) []int64 {
	step := max(1, len(l.c.blocs)/16384)
	best, fewest := slices.Clone(factor), 1<<62
	for move := int64(parts / 8); move > 0; {
		last, moves := l.fill(l.rank(factor, step), step)
		if moves < fewest {
			best, fewest = slices.Clone(factor), moves
		} else {
			move /= 2
		}
		for k := range factor {
			if k == last {
				factor[k] = min(parts, factor[k]+move)
			} else {
				factor[k] = max(1, factor[k]-move)
			}
		}
	}
	return best
}

// fill takes moves until a sample's share of every row is filled, and answers which row was filled last and by how
// many moves.
func (l *large) fill(ranked []ranking, step int) (last, moves int) {
	lack := make([]int64, len(l.need))
	for k, n := range l.need {
		lack[k] = n / int64(step)
	}
	for i := range ranked {
		last = slices.IndexFunc(lack, func(n int64) bool { return n > 0 })
		r := &ranked[i]
		b := &l.c.blocs[r.bloc]
		for k, d := range l.change[b.from][r.to] {
			lack[k] -= b.n * d * l.weight[int(r.bloc)*len(lack)+k]
		}
		if reached(lack) {
			return last, i + 1
		}
	}
	return last, len(ranked) + 1
}

// take takes the moves in their order until nothing is lacking, then gives back what was not needed.
func (l *large) take(ranked []ranking) plan {
	need, p := slices.Clone(l.need), plan{}
	for i := range ranked {
		if reached(need) {
			break
		}
		r := &ranked[i]
		b := &l.c.blocs[r.bloc]
		var n int64
		for k := range need {
			if g := l.gain(r, k); g > 0 && need[k] > 0 {
				n = max(n, min(b.n, ceilDiv(need[k], g)))
			}
		}
		if n == 0 {
			continue
		}
		for k := range need {
			need[k] -= n * l.gain(r, k)
		}
		p.picks = append(p.picks, pick{r.bloc, r.to, n})
	}
	if !reached(need) {
		return plan{}
	}
	p.found = true
	for i := len(p.picks) - 1; i >= 0; i-- {
		k := &p.picks[i]
		r := ranking{bloc: k.bloc, to: k.to}
		back := k.n
		for row := range need {
			if g := l.gain(&r, row); g > 0 {
				back = min(back, -need[row]/g)
			}
		}
		for row := range need {
			need[row] += back * l.gain(&r, row)
		}
		k.n -= back
		p.cost += k.n * l.c.costs(&l.c.blocs[k.bloc])[k.to]
	}
	p.picks = slices.DeleteFunc(p.picks, func(k pick) bool { return k.n == 0 })
	return p
}

func (l *large) gain(r *ranking, k int) int64 {
	return l.change[l.c.blocs[r.bloc].from][r.to][k] * l.weight[int(r.bloc)*len(l.need)+k]
}

// floor answers how many moves so ranked, at least, could fill the weighted sum of what is lacking, as their cost.
func (l *large) floor(ranked []ranking, factor []int64) int64 {
	want := l.need[0]
	if len(l.need) > 1 {
		want = 0
		for k, f := range factor {
			if l.need[k] > 0 {
				want += f * mulDiv(l.need[k], share, l.scale[k])
			}
		}
	}
	var moves int64
	for i := range ranked {
		r := &ranked[i]
		n := l.c.blocs[r.bloc].n
		if want <= 0 || r.value > (want-1)/n { // the bloc is enough
			return (moves + ceilDiv(max(want, 0), r.value)) * unit
		}
		want -= r.value * n
		moves += n
	}
	return moves * unit
}
