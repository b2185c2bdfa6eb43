package game

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
)

// ErrOverflow says that a gate's sums could leave the range of int64. Such a gate is refused, never wrapped.
var ErrOverflow = errors.New("sums beyond 64 bits")

// reach bounds what a gate may add up to, so that the difference of any two of its sums still fits an int64.
const reach = math.MaxInt64 / 8

// Gate is one integer inequality: it holds when Σ Weight[i]·Score[ballot of i] ≥ Least.
//
// Every counting clause in use is such a gate: a share p/d of a base gives each ballot the score d, if it is counted,
// less p, if it belongs to the base; then there is no division and no rounding. The negation of a gate is a gate:
// ¬(Σ ≥ θ) is Σ(−score) ≥ 1−θ. A share of an empty base is the one thing that a gate cannot say: 0 ≥ 0 holds. Whoever
// wants "at least", "more than", "exactly" or "all" of nothing to fail must add a gate "the base weighs at least 1";
// "at most", "fewer than" and "none" are then the exact negations, and hold on an empty base.
//
// [Freixas & Zwicker 2003: weighted (j,2) games, here without their demand of monotony, which quorums break.]
type Gate struct {
	// Weight of each player, never negative. Nil means that everyone weighs 1. Gates that share one slice share
	// its memory.
	Weight []int64
	// Score of each ballot. The scores of Pending and Recused must be 0: who is recused adds to no sum, not even
	// to that of a base.
	Score [MaxBallots]int64
	// Least is the smallest sum with which the gate holds.
	Least int64
}

// check answers why a gate cannot be counted among that many players.
func (g *Gate) check(players int) error {
	if g.Weight != nil && len(g.Weight) != players {
		return fmt.Errorf("gate with %d weights on a roll of %d: give one weight for each", len(g.Weight), players)
	}
	if g.Score[Pending] != 0 || g.Score[Recused] != 0 {
		return errors.New("gate that scores pending or recused: only what is cast can score")
	}
	total, err := g.total(players)
	if err != nil {
		return err
	}
	for b, c := range g.Score {
		if c == math.MinInt64 || beyond(total, max(c, -c)) {
			return fmt.Errorf("weights of %d in all at a score of %d for ballot %d: %w", total, c, b, ErrOverflow)
		}
	}
	if g.Least > reach || g.Least < -reach {
		return fmt.Errorf("threshold %d: %w", g.Least, ErrOverflow)
	}
	return nil
}

// total adds the weights, refusing what is negative and what does not fit.
func (g *Gate) total(players int) (int64, error) {
	if g.Weight == nil {
		return int64(players), nil
	}
	var sum int64
	for i, w := range g.Weight {
		if w < 0 {
			return 0, fmt.Errorf("weight %d of player %d is negative: weights count something", w, i)
		}
		if sum += w; sum < 0 || sum > reach {
			return 0, fmt.Errorf("weights up to player %d: %w", i, ErrOverflow)
		}
	}
	return sum, nil
}

// beyond says whether a product of two numbers that are not negative is out of reach.
func beyond(a, b int64) bool {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	return hi != 0 || lo > reach
}
