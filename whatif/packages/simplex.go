package packages

import "math/big"

// tableau is a linear programme in exact fractions: the greatest value of goal·t, where row·t ≤ 0 for each row, the
// parts t are not negative, and share·t = 1. Bland's rule keeps it from going round in circles. (Bland, 1977.)
type tableau struct {
	rows  [][]*big.Rat // one for each inequality, then that of the share; the last column is what they come to
	basis []int
	n     int // the parts; then one slack for each inequality, then one artificial part
}

// maximise answers the greatest value and parts that reach it. It is false where no parts keep all inequalities.
// Cost: in practice a few dozen steps of inequalities × parts operations on fractions.
func maximise(goal []*big.Rat, inequalities [][]*big.Rat, share []*big.Rat) (*big.Rat, []*big.Rat, bool) {
	t := newTableau(len(goal), inequalities, share)
	art := t.n + len(inequalities)
	first := t.zeros()
	first[art] = big.NewRat(-1, 1) // as much as possible of nothing artificial
	if value := t.climb(first, art+1); value.Sign() < 0 {
		return nil, nil, false
	}
	t.expel(art)
	second := t.zeros()
	for i, g := range goal {
		second[i].Set(g)
	}
	value := t.climb(second, art)
	parts := make([]*big.Rat, t.n)
	for j := range parts {
		parts[j] = new(big.Rat)
	}
	for r, j := range t.basis {
		if j < t.n {
			parts[j].Set(t.rows[r][art+1])
		}
	}
	return value, parts, true
}

func newTableau(n int, inequalities [][]*big.Rat, share []*big.Rat) *tableau {
	t := &tableau{n: n}
	m := len(inequalities)
	for r := range m + 1 {
		row := make([]*big.Rat, n+m+2)
		for j := range row {
			row[j] = new(big.Rat)
		}
		from := share
		if r < m {
			from = inequalities[r]
		}
		for j, v := range from {
			row[j].Set(v)
		}
		row[n+r].SetInt64(1) // the slack, or in the last row the artificial part
		t.rows, t.basis = append(t.rows, row), append(t.basis, n+r)
	}
	t.rows[m][n+m+1].SetInt64(1)
	return t
}

func (t *tableau) zeros() []*big.Rat {
	all := make([]*big.Rat, len(t.rows[0]))
	for j := range all {
		all[j] = new(big.Rat)
	}
	return all
}

// climb moves from corner to corner until the goal rises no more, using the first width columns, and answers its
// value there. What can rise is bounded by the share, so it always ends.
func (t *tableau) climb(goal []*big.Rat, width int) *big.Rat {
	last := len(t.rows[0]) - 1
	cost := make([]*big.Rat, last+1)
	for j := range cost {
		cost[j] = new(big.Rat).Set(goal[j])
	}
	for r, b := range t.basis {
		t.subtract(cost, t.rows[r], goal[b])
	}
	for {
		in := -1
		for j := 0; j < width && in < 0; j++ {
			if cost[j].Sign() > 0 {
				in = j
			}
		}
		if in < 0 {
			return new(big.Rat).Neg(cost[last])
		}
		out := t.leaves(in)
		if out < 0 {
			panic("packages: a goal without bound, though the parts add up to one")
		}
		t.pivot(out, in)
		t.subtract(cost, t.rows[out], new(big.Rat).Set(cost[in]))
	}
}

// leaves answers the row that stops the part that comes in first; of equals, the one of the earliest part.
func (t *tableau) leaves(in int) int {
	out, last := -1, len(t.rows[0])-1
	var least, ratio big.Rat
	for r, row := range t.rows {
		if row[in].Sign() <= 0 {
			continue
		}
		ratio.Quo(row[last], row[in])
		c := ratio.Cmp(&least)
		if out < 0 || c < 0 || c == 0 && t.basis[r] < t.basis[out] {
			out = r
			least.Set(&ratio)
		}
	}
	return out
}

func (t *tableau) pivot(out, in int) {
	row := t.rows[out]
	by := new(big.Rat).Inv(row[in])
	for _, v := range row {
		if v.Sign() != 0 {
			v.Mul(v, by)
		}
	}
	for r, other := range t.rows {
		if r != out {
			t.subtract(other, row, new(big.Rat).Set(other[in]))
		}
	}
	t.basis[out] = in
}

// subtract takes times a row from another.
func (t *tableau) subtract(from, row []*big.Rat, times *big.Rat) {
	if times.Sign() == 0 {
		return
	}
	var x big.Rat
	for j, v := range row {
		if v.Sign() != 0 {
			from[j].Sub(from[j], x.Mul(v, times))
		}
	}
}

// expel takes the artificial part out of the corner reached, where it stands at nothing.
func (t *tableau) expel(art int) {
	for r, b := range t.basis {
		if b != art {
			continue
		}
		for j := range art {
			if t.rows[r][j].Sign() != 0 {
				t.pivot(r, j)
				return
			}
		}
	}
}
