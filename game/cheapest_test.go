package game

import (
	"slices"
	"testing"
)

// weightStill is a gate that lacks so much weight, with nobody for.
func weightStill(need int64, weights ...int64) *Gate {
	g := &Gate{Weight: weights, Least: need}
	g.Score[For] = 1
	return g
}

func TestTheBestRatioIsNotTheCheapestWay(t *testing.T) {
	for _, c := range []struct {
		need           int64
		weights, costs []int64
		cost           int64
		players        []int
		fewest         int
	}{
		{10, []int64{10, 6}, []int64{10, 5}, 10, []int{0}, 1},
		{6, []int64{5, 4, 2, 2, 2}, []int64{9, 8, 2, 2, 3}, 7, []int{2, 3, 4}, 2},
	} {
		g, err := New(len(c.weights), Holds(weightStill(c.need, c.weights...)))
		if err != nil {
			t.Fatal(err)
		}
		tally := g.Tally(SetOf(For, Against))
		for i := range c.weights {
			tally.Cast(i, Against)
		}
		got := tally.Cheapest(SetOf(For, Against), func(i int, _, _ Ballot) int64 { return c.costs[i] })
		var players []int
		for _, m := range got.Moves {
			players = append(players, m.Player)
		}
		if got.Cost != c.cost || got.Bounded || !slices.Equal(players, c.players) {
			t.Errorf("Cheapest for %d of %v at %v = %+v, want %d by %v", c.need, c.weights, c.costs, got, c.cost, c.players)
		}
		if got := tally.Fewest(SetOf(For, Against), nil); len(got.Moves) != c.fewest || got.Bounded {
			t.Errorf("Fewest for %d of %v = %+v, want %d moves", c.need, c.weights, got, c.fewest)
		}
	}
}
