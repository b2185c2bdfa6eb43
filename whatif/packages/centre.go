package packages

import (
	"math/big"
	"slices"
)

// parts answers, by issue and option, what an option adds to the score, between 0 and 1: as the points say, else at
// the centre of the admissible weights.
func (w *wish) parts() [][]*big.Rat {
	if w.point != nil {
		return w.shares()
	}
	x := w.weights()
	steps := x.centroid()
	if !x.admits(steps) {
		steps = x.middle()
	}
	all := make([][]*big.Rat, len(w.rank))
	for i, ranks := range w.rank {
		for _, r := range ranks {
			sum := new(big.Rat)
			for k := r; k < len(ranks)-1; k++ {
				sum.Add(sum, steps[x.first[i]+k])
			}
			all[i] = append(all[i], sum)
		}
	}
	return all
}

// shares answers points as shares of the best package's.
func (w *wish) shares() [][]*big.Rat {
	total := int64(0)
	for _, points := range w.point {
		most := int64(0)
		for _, p := range points {
			most = max(most, p)
		}
		total += most
	}
	all := make([][]*big.Rat, len(w.point))
	for i, points := range w.point {
		for _, p := range points {
			all[i] = append(all[i], big.NewRat(p, total))
		}
	}
	return all
}

// centroid answers the steps of rank-order centroid weights, the mean of all weights that fall in the order of the
// issues, with the options of an issue at equal distances. (Barron and Barrett, 1996.)
func (x *weights) centroid() []*big.Rat {
	order := x.wish.order
	steps, weight := make([]*big.Rat, x.n), new(big.Rat)
	for r, i := range slices.Backward(order) {
		weight = new(big.Rat).Add(weight, big.NewRat(1, int64(r+1)*int64(len(order))))
		n := len(x.wish.rank[i]) - 1
		for k := range n {
			steps[x.first[i]+k] = new(big.Rat).Quo(weight, big.NewRat(int64(n), 1))
		}
	}
	return steps
}

// admits says whether steps keep every inequality.
func (x *weights) admits(steps []*big.Rat) bool {
	for _, row := range x.rows {
		sum, one := new(big.Rat), new(big.Rat)
		for j, v := range row {
			sum.Add(sum, one.Mul(v, steps[j]))
		}
		if sum.Sign() > 0 {
			return false
		}
	}
	return true
}

// middle answers admissible steps that keep away from every bound as far as can be: the least room that an inequality
// or a step leaves is as great as possible. It is called where answers to swap questions rule the centroid out; they
// do not contradict each other.
func (x *weights) middle() []*big.Rat {
	// Every step is the room r and what is left of it: t = u + r. So u and r are the parts of a programme that makes r
	// as great as possible.
	widened := func(row []*big.Rat, more int64) []*big.Rat {
		sum := big.NewRat(more, 1)
		for _, v := range row {
			sum.Add(sum, v)
		}
		return append(append([]*big.Rat(nil), row...), sum)
	}
	var rows [][]*big.Rat
	for _, row := range x.rows {
		rows = append(rows, widened(row, 1))
	}
	goal := x.sum(nil)
	goal = append(goal, big.NewRat(1, 1))
	room, parts, ok := maximise(goal, rows, widened(x.share, 0))
	if !ok {
		panic("packages: no middle of weights that were found possible")
	}
	for j := range x.n {
		parts[j].Add(parts[j], room)
	}
	return parts[:x.n]
}
