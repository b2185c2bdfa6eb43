package power

import (
	"fmt"
	"math/big"
	"slices"

	"accede/game"
	"accede/power/approx"
)

// bySize is, for each player, its swings by the number of others in favour.
type bySize = [][]*big.Int

// yesNo finds the first way that suits the rule.
func (a *analysis) yesNo() error {
	if err := a.read(); err != nil {
		return err
	}
	n := a.simple.players
	l, isLadder := a.simple.ladder()
	if n <= always20 || n <= mostForEvery && (a.asked.Coalitions || !isLadder) {
		return a.everyCoalition()
	}
	a.NoCoalitions = whyNoCoalitions(n)
	if swings, winning, ok, err := a.byKinds(game.For, game.Against); ok || err != nil {
		if err == nil {
			a.Banzhaf.Name = "by kinds of players, and how many of each are in favour"
			a.exactly(swings, winning)
		}
		return err
	}
	if isLadder {
		if name, count := exactLadder(l, a.meter); count != nil {
			return a.exactLadder(name, count)
		}
	}
	switch {
	case len(a.simple.kinds) == 1:
		a.equal(l)
		return nil
	case a.isQuota():
		return a.quota()
	case isLadder && n <= approx.MostMembers:
		if near := nearLadder(l); near.Cells() <= mostNear {
			return a.ladder(near)
		}
	}
	return a.drawn(game.For, game.Against)
}

// read reads the rule as a simple game.
func (a *analysis) read() error {
	s, err := read(a.game)
	if err != nil {
		return err
	}
	a.simple, a.Kind, a.Figures = s, s.kind, make([]Figures, len(s.kinds))
	a.Vetoers = s.vetoers()
	return nil
}

// whyNoCoalitions says why coalitions were not looked at one by one.
func whyNoCoalitions(n int) string {
	if n > mostForEvery {
		return fmt.Sprintf("there are 2^%d coalitions, too many to look at each: minimal coalitions and the Johnston, "+
			"Deegan–Packel and Holler indices are given for up to %d players", n, mostForEvery)
	}
	return fmt.Sprintf("there are 2^%d coalitions: they are looked at one by one when that is asked for", n)
}

// firsts answers the first player of each kind.
func (a *analysis) firsts() []int {
	firsts := make([]int, len(a.Figures))
	for i, v := range slices.Backward(a.Kind) {
		firsts[v] = i
	}
	return firsts
}

// ofKinds answers what each kind has, from what each player has.
func ofKinds[T any](a *analysis, ofPlayers []T) []T {
	out := make([]T, len(a.Figures))
	for k, i := range a.firsts() {
		out[k] = ofPlayers[i]
	}
	return out
}

// everyCoalition looks at all coalitions.
func (a *analysis) everyCoalition() error {
	e, err := newEvery(a.simple, a.meter)
	if err != nil {
		return err
	}
	s, err := e.survey(a.asked.List, a.meter)
	if err != nil {
		return err
	}
	a.Banzhaf.Name = "every coalition looked at"
	a.exactly(ofKinds(a, s.swings), big.NewInt(s.winning))
	for k, i := range a.firsts() {
		f := &a.Figures[k]
		f.Johnston, f.DeeganPackel, f.Holler = s.johnston[i], s.deegan[i], s.holler[i]
	}
	a.Coalitions = &s.found
	return nil
}

// byKinds counts by states, where few kinds of players make that short.
func (a *analysis) byKinds(ballots ...game.Ballot) (bySize, *big.Int, bool, error) {
	p, ok := newProfiles(a.game, ballots)
	if !ok || !p.few() {
		return nil, nil, false, nil
	}
	swings, winning, ok, err := p.swings(a.meter)
	if !ok || err != nil {
		return nil, nil, false, err
	}
	// The kinds of the formula as written can be finer than those of the simple game.
	firsts := a.firsts()
	out := make(bySize, len(firsts))
	for k, i := range firsts {
		out[k] = swings[p.kind[i]]
	}
	return out, winning, true, nil
}

// exactLadder answers how a ladder can be counted exactly; nil when it cannot in reasonable time.
func exactLadder(l *ladder, o *meter) (name string, count func() (bySize, *big.Int, error)) {
	switch {
	case len(l.weight) <= mostForHalves:
		return "by halves: coalitions of half the players, completed by those of the others",
			func() (bySize, *big.Int, error) { return halves(l, o) }
	case fitsGrid(l):
		return "by the number and the weight of those in favour",
			func() (bySize, *big.Int, error) { return l.counted(o) }
	}
	return "", nil
}

func (a *analysis) exactLadder(name string, count func() (bySize, *big.Int, error)) error {
	swings, winning, err := count()
	if err != nil {
		return err
	}
	a.Banzhaf.Name = name
	a.exactly(ofKinds(a, swings), winning)
	return nil
}

// isQuota says whether the rule is one weighted quota, of a size that can be counted sum by sum.
func (a *analysis) isQuota() bool {
	s := a.simple
	return s.root.gate >= 0 && s.totals[0] <= mostTotal && s.totals[0] <= mostAdditions/int64(s.players)
}
