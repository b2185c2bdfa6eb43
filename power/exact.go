package power

import "math/big"

// exactly fills in what follows from the swings of each kind by the number of others, and from how many coalitions
// win, in the yes-or-no model.
func (a *analysis) exactly(swings bySize, winning *big.Int) {
	total := make([]*big.Int, len(swings))
	for k, of := range swings {
		total[k] = new(big.Int)
		for _, s := range of {
			total[k].Add(total[k], s)
		}
		a.Figures[k].ShapleyShubik = shapleyShubik(a.Players, of)
	}
	a.fromSwings(total, winning, 2)
	a.Orders.Name = a.Banzhaf.Name
}

// shapleyShubik answers the share of the orders in which a player makes the difference: Σ s_k·k!·(n−1−k)!/n!, where
// s_k of the coalitions of k others are swings. The sum is Σ s_k/C(n−1, k), divided by n; it is taken over n! as the
// common denominator, which k!·(n−1−k)! always divides.
func shapleyShubik(n int, swings []*big.Int) Value {
	first, last := 0, len(swings)-1
	for first <= last && swings[first].Sign() == 0 {
		first++
	}
	if first > last {
		return Value{Rat: new(big.Rat)}
	}
	for swings[last].Sign() == 0 {
		last--
	}
	orders := new(big.Int).MulRange(1, int64(first))
	orders.Mul(orders, new(big.Int).MulRange(1, int64(n-1-first)))
	sum, product := new(big.Int), new(big.Int)
	for k := first; k <= last; k++ {
		sum.Add(sum, product.Mul(swings[k], orders))
		if k < last {
			orders.Mul(orders, big.NewInt(int64(k+1)))
			orders.Quo(orders, big.NewInt(int64(n-1-k)))
		}
	}
	return quotient(sum, new(big.Int).MulRange(1, int64(n)))
}

// fromSwings fills in what follows from how many swings each kind has, where everyone has so many ballots.
func (a *analysis) fromSwings(swings []*big.Int, winning *big.Int, ballots int64) {
	others := new(big.Int).Exp(big.NewInt(ballots), big.NewInt(int64(a.Players-1)), nil)
	all := new(big.Int).Mul(others, big.NewInt(ballots))
	losing, sum := new(big.Int).Sub(all, winning), a.sum(swings)
	for k, s := range swings {
		f := &a.Figures[k]
		f.Swings = s
		f.Banzhaf, f.Normalised = quotient(s, others), quotient(s, sum)
		if a.Model == YesNo {
			f.Prevent, f.Initiate = quotient(s, winning), quotient(s, losing)
		}
	}
	a.Winning, a.Act = winning, quotient(winning, all)
	a.DummiesKnown = true
	for i, k := range a.Kind {
		if swings[k].Sign() == 0 {
			a.Dummies = append(a.Dummies, i)
		}
	}
}

// sum adds up what each kind has over all players.
func (a *analysis) sum(ofKinds []*big.Int) *big.Int {
	sizes, sum := make([]int64, len(ofKinds)), new(big.Int)
	for _, k := range a.Kind {
		sizes[k]++
	}
	for k, x := range ofKinds {
		sum.Add(sum, new(big.Int).Mul(x, big.NewInt(sizes[k])))
	}
	return sum
}
