package packages

import (
	"math/big"
	"slices"
)

// Relation is how one package compares with another for one party.
type Relation uint8

// The relations. Where a party gave ranks, they speak of every weight that its ranks and answers admit.
const (
	Equal   Relation = iota // as good, for every admissible weight
	Better                  // as good at least for every admissible weight, and better for some
	Worse                   // no better for any admissible weight, and worse for some
	Depends                 // better for some admissible weights and worse for others
)

// String answers the relation in words.
func (r Relation) String() string {
	switch r {
	case Equal:
		return "as good"
	case Better:
		return "better for every admissible weight"
	case Worse:
		return "worse for every admissible weight"
	case Depends:
		return "depends"
	}
	return "depends"
}

// relation answers the relation where the difference lies between a least and a greatest value of these signs.
func relation(least, greatest int) Relation {
	switch {
	case least == 0 && greatest == 0:
		return Equal
	case least >= 0:
		return Better
	case greatest <= 0:
		return Worse
	}
	return Depends
}

// weights are the weights one party's ranks and answers admit, as a linear programme. Its parts are the steps between
// neighbouring options of each issue: none is negative since options are ranked, those of a more important issue come
// to no less than those of a less important one, and all come to one.
type weights struct {
	wish  *wish
	first []int // by issue, the number of its first step
	n     int
	rows  [][]*big.Rat // each comes to no more than 0
	share []*big.Rat
}

func (w *wish) weights() *weights {
	x := &weights{wish: w}
	for _, ranks := range w.rank {
		x.first = append(x.first, x.n)
		x.n += len(ranks) - 1
	}
	for range x.n {
		x.share = append(x.share, big.NewRat(1, 1))
	}
	best := func(i int) int { return slices.Index(w.rank[i], 0) }
	for i := 1; i < len(w.order); i++ {
		more, less := w.order[i-1], w.order[i]
		x.rows = append(x.rows, x.sum([]term{{less, best(less), 1}, {more, best(more), -1}}))
	}
	for _, s := range w.swaps {
		x.rows = append(x.rows, negated(x.sum(s.terms)))
	}
	return x
}

// sum answers what terms come to, by steps: an option is worth the steps from the worst one up to it.
func (x *weights) sum(terms []term) []*big.Rat {
	row := make([]*big.Rat, x.n)
	for j := range row {
		row[j] = new(big.Rat)
	}
	for _, t := range terms {
		ranks := x.wish.rank[t.issue]
		for k := ranks[t.option]; k < len(ranks)-1; k++ {
			j := x.first[t.issue] + k
			row[j].Add(row[j], big.NewRat(int64(t.sign), 1))
		}
	}
	return row
}

func negated(row []*big.Rat) []*big.Rat {
	all := make([]*big.Rat, len(row))
	for j, v := range row {
		all[j] = new(big.Rat).Neg(v)
	}
	return all
}

// difference answers the terms of one package less those of another.
func difference(a, b Package) []term {
	var terms []term
	for i := range a {
		if a[i] != b[i] {
			terms = append(terms, term{i, a[i], 1}, term{i, b[i], -1})
		}
	}
	return terms
}

// compare answers how a compares with b over all admissible weights.
func (w *wish) compare(a, b Package) Relation {
	switch {
	case w.point != nil:
		sum := int64(0)
		for i := range a {
			sum += w.point[i][a[i]] - w.point[i][b[i]]
		}
		return relation(sign(sum), sign(sum))
	case len(w.swaps) == 0:
		return relation(w.leastSign(a, b), -w.leastSign(b, a))
	}
	return w.weights().compare(difference(a, b))
}

// compare answers how what terms come to compares with nothing, by two linear programmes.
func (x *weights) compare(terms []term) Relation {
	goal := x.sum(terms)
	greatest, _, _ := maximise(goal, x.rows, x.share)
	least, _, _ := maximise(negated(goal), x.rows, x.share)
	return relation(-least.Sign(), greatest.Sign())
}

func sign(n int64) int {
	switch {
	case n > 0:
		return 1
	case n < 0:
		return -1
	}
	return 0
}

// leastSign answers the sign of the least difference between two packages over all weights that ranks alone admit. It
// is reached where the most important issues, so many of them, share the whole weight equally and each falls from its
// best to nothing in one step: against a, between the two options where it can.
func (w *wish) leastSign(a, b Package) int {
	least, sum := 0, 0
	for n, i := range w.order {
		ra, rb, worst := w.rank[i][a[i]], w.rank[i][b[i]], len(w.rank[i])-1
		switch {
		case ra > rb:
			sum--
		case ra == 0 && rb == worst:
			sum++ // the only case in which no single step can lie elsewhere
		}
		if n == 0 || sum < least {
			least = sum
		}
	}
	return sign(int64(least))
}

// consistent answers the swap answers that cannot all be true with the ranks, as few of them as leave a contradiction;
// none where all can be true.
func (w *wish) consistent() []string {
	possible := func(swaps []swap) bool {
		with := *w
		with.swaps = swaps
		x := with.weights()
		_, _, ok := maximise(x.sum(nil), x.rows, x.share)
		return ok
	}
	if len(w.swaps) == 0 || possible(w.swaps) {
		return nil
	}
	left := slices.Clone(w.swaps)
	for i := 0; i < len(left); {
		if without := slices.Delete(slices.Clone(left), i, i+1); !possible(without) {
			left = without
		} else {
			i++
		}
	}
	var ids []string
	for _, s := range left {
		ids = append(ids, s.id)
	}
	return ids
}
