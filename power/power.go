// Package power says who counts under a rule: power indices, vetoers, and the coalitions that carry or block.
//
// It knows games: players as numbers, weights, quotas, formulas. It refuses to know names, dates, law and what anybody
// has said so far: power is a property of the rule and the roll, before anyone speaks. Which model of voting a figure
// comes from stands beside it, and so does its error, if it has one.
//
// Nothing here is a floating-point number. What can be counted exactly in reasonable time is; the rest is asked of
// package approx, whose numbers come with their error and are kept as fractions with it.
//
// Each rule is counted by the first of these that suits it:
//
//	every coalition         any monotone rule of up to 20 players, of up to 28 where coalitions are asked for or
//	                        nothing else suits                                                              exact
//	by kinds                few kinds of players, however many of each                                      exact
//	by halves               a number of members and one weight, up to 40 players                            exact
//	by size and weight      the same, where the weights are small                                           exact
//	by sums                 one weighted quota, up to 191 players: Banzhaf exact; Shapley–Shubik by quadrature
//	by size and weight      a number of members and one weight, up to 1,000 players                         bounded
//	equal members           one kind of players, however many: Shapley–Shubik exact, Banzhaf                bounded
//	at random               anything else                                                          95% half-width
//
// A power index is not a forecast. It takes all coalitions, or all orders, for equally likely.
package power

import (
	"errors"
	"fmt"
	"slices"

	"accede/game"
)

// ErrNotMonotone says that somewhere in the rule a vote for can speak against adoption, as in "exactly 3 are for". Power
// indices are of rules in which it cannot.
var ErrNotMonotone = errors.New("somewhere in the rule a vote for can speak against adoption: power indices are of monotone rules")

// ErrNobody says that there are no players.
var ErrNobody = errors.New("nobody is on the roll: there is no power to share")

// Options say what is asked for. The zero Options ask for the yes-or-no model, and for coalitions of up to 20 players.
type Options struct {
	Model Model
	// Coalitions asks for minimal coalitions and for the Johnston, Deegan–Packel and Holler indices up to 28 players.
	// Up to 20 they are always there.
	Coalitions bool
	// List is how many minimal coalitions of each sort are listed at most; they are counted all the same.
	List int
	// Draws is how many coalitions and orders are drawn at random where nothing else is left; 0 means 100,000. From
	// 1,000 players on it is fewer. Method says how many were drawn.
	Draws int
	// Seed is where drawing begins: the same seed draws the same.
	Seed uint64
	// Tell, if not nil, is called as work goes on, with how much of the present step is done. Where it answers an
	// error the work ends with it.
	Tell func(done, of int) error
}

// meter tells how far the work is.
type meter struct{ to func(done, of int) error }

func (m *meter) tell(done, of int) error {
	if m.to == nil {
		return nil
	}
	return m.to(done, of)
}

const (
	always20     = 20      // up to so many players coalitions are always looked at
	defaultDraws = 100_000 // half-width 0.0031
)

// Analyse says who counts under the rule of a game. The error is ErrNobody, ErrNotMonotone, or that of Options.Tell.
func Analyse(g *game.Game, o Options) (*Result, error) {
	if g.Players() == 0 {
		return nil, ErrNobody
	}
	if o.Draws <= 0 {
		o.Draws = defaultDraws
	}
	a := &analysis{game: g, asked: o, meter: &meter{o.Tell}}
	a.Result = &Result{Model: o.Model, Players: g.Players(), AbstentionMatters: abstentionMatters(g.Whole())}
	var err error
	switch o.Model {
	case YesNo:
		err = a.yesNo()
	case Ternary:
		err = a.ternary()
	default:
		err = fmt.Errorf("%s is unknown: ask for yes or no, or for ternary", o.Model)
	}
	if err != nil {
		return nil, fmt.Errorf("say who counts among %d players: %w", g.Players(), err)
	}
	return a.Result, nil
}

// analysis is a game with the result as it comes together.
type analysis struct {
	*Result
	asked  Options
	meter  *meter
	game   *game.Game
	simple *simple
}

// abstentionMatters says whether some gate scores an abstention otherwise than a vote against.
func abstentionMatters(p game.Part) bool {
	if p.Gate != nil {
		return p.Gate.Score[game.Abstaining] != p.Gate.Score[game.Against]
	}
	return slices.ContainsFunc(p.Parts, abstentionMatters)
}
