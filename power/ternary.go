package power

import (
	"math/big"

	"accede/game"
)

// ternary measures power where everyone is for, against or abstaining. A player's swings are the profiles of the
// others in which the rule adopts with the player for, and rejects with the player against: its Banzhaf measure is
// their share. Felsenthal and Machover (1997); the player's own abstention is not looked at.
func (a *analysis) ternary() error {
	a.NoShapleyShubik = "the Shapley–Shubik index is given in the yes-or-no model alone: orders say nothing of who abstains"
	a.NoCoalitions = "coalitions are of those who are for: they are looked at in the yes-or-no model alone"
	if err := a.read(); err != nil {
		return err
	}
	a.sortTernary()
	if swings, winning, ok, err := a.byKinds(game.For, game.Against, game.Abstaining); ok || err != nil {
		if err == nil {
			a.Banzhaf.Name = "by kinds of players, and how many of each are for, against and abstaining"
			a.fromSwings(added(swings), winning, 3)
		}
		return err
	}
	if t, ok := threeWaysOf(a.game); ok {
		swings, winning, err := t.count(a.meter)
		if err != nil {
			return err
		}
		a.Banzhaf.Name = "by sums: how many profiles there are of each sum below what is needed"
		a.fromSwings(ofKinds(a, swings), winning, 3)
		return nil
	}
	if !a.AbstentionMatters {
		if done, err := a.asAgainst(); done || err != nil {
			return err
		}
	}
	return a.drawn(game.For, game.Against, game.Abstaining)
}

// sortTernary takes the kinds as the rule is written: what says nothing of yes and no can matter to who abstains.
func (a *analysis) sortTernary() {
	p, _ := newProfiles(a.game, nil)
	a.Kind, a.Figures = p.kind, make([]Figures, len(p.kinds))
}

func added(swings bySize) []*big.Int {
	out := make([]*big.Int, len(swings))
	for k, of := range swings {
		out[k] = new(big.Int)
		for _, s := range of {
			out[k].Add(out[k], s)
		}
	}
	return out
}

// asAgainst counts a rule to which an abstention is a vote against: of those not in favour, each has two ballots.
// Coalitions that win are found from the swings: those of k+1 players, counted once for each, come from winning ones
// of k and from swings at k.
func (a *analysis) asAgainst() (done bool, err error) {
	swings, name, err := a.swingsBySize()
	if swings == nil || err != nil {
		return false, err
	}
	n := a.Players
	wins, winning := new(big.Int), new(big.Int)
	if a.simple.holds(&a.simple.root, make([]int64, len(a.simple.columns))) {
		wins.SetInt64(1)
	}
	weighted := make([]*big.Int, n)
	for i := range weighted {
		weighted[i] = new(big.Int)
	}
	for k := range n + 1 {
		winning.Add(winning, new(big.Int).Lsh(wins, uint(n-k)))
		if k == n {
			break
		}
		wins.Mul(wins, big.NewInt(int64(n-k)))
		for i := range swings {
			wins.Add(wins, swings[i][k])
			weighted[i].Add(weighted[i], new(big.Int).Lsh(swings[i][k], uint(n-1-k)))
		}
		wins.Quo(wins, big.NewInt(int64(k+1)))
	}
	a.Banzhaf.Name = name + "; an abstention is the same as a vote against"
	a.fromSwings(ofKinds(a, weighted), winning, 3)
	return true, nil
}

// swingsBySize answers the yes-or-no swings of every player, where they can be counted exactly; else nil.
func (a *analysis) swingsBySize() (bySize, string, error) {
	if l, ok := a.simple.ladder(); ok {
		if name, count := exactLadder(l, a.meter); count != nil {
			swings, _, err := count()
			return swings, name, err
		}
	}
	if a.Players > mostForEvery {
		return nil, "", nil
	}
	e, err := newEvery(a.simple, a.meter)
	if err != nil {
		return nil, "", err
	}
	s, err := e.survey(0, a.meter)
	if err != nil {
		return nil, "", err
	}
	return s.swings, "every coalition looked at", nil
}
