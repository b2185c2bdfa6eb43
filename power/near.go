package power

import (
	"fmt"
	"math/big"

	"accede/game"
	"accede/power/approx"
)

// Bounds of what is approximated.
const (
	mostTotal     = 1 << 25       // the total weight of one quota
	mostAdditions = 5_000_000_000 // the same, times the players
	mostNear      = 100_000_000   // cells by size and weight: 800 MB

	mostTurns   = 100_000_000 // ballots looked at in all the draws
	fewestDraws = 400         // half-width 0.049
)

// boundedError is what Within is, in words, where nothing is left to chance.
const boundedError = "a bound on what rounding can do, and on what is left out"

// equal counts players who all weigh the same, where there are too many for exact numbers: in an order, each is as
// often the one as any other.
func (a *analysis) equal(l *ladder) {
	n, least := a.Players, 0
	for least <= n && l.least[least] > 0 {
		least++
	}
	each, wins := approx.Equal(n, least)
	f := &a.Figures[0]
	f.ShapleyShubik = Value{Rat: new(big.Rat)}
	if least >= 1 && least <= n {
		f.ShapleyShubik = Value{Rat: big.NewRat(1, int64(n))}
		f.Normalised = f.ShapleyShubik
	}
	a.Banzhaf = Method{"equal members, by the probability of so many in favour", boundedError}
	a.Orders.Name = "equal members: each counts the same"
	a.near([]approx.Number{each}, wins)
}

// near fills in what follows from the Banzhaf measure of each kind and the probability that a coalition wins.
func (a *analysis) near(each []approx.Number, wins approx.Number) {
	players := make([]approx.Number, 0, a.Players)
	for _, k := range a.Kind {
		players = append(players, each[k])
	}
	sum, loses := approx.Sum(players), wins.Complement()
	for k, e := range each {
		f := &a.Figures[k]
		f.Banzhaf = about(e)
		if !f.Normalised.Known() {
			f.Normalised = aboutQuotient(e, sum)
		}
		if a.Model == YesNo {
			// Of all coalitions half have the player: swings are Banzhaf·2^(n−1).
			f.Prevent, f.Initiate = aboutQuotient(e.Half(), wins), aboutQuotient(e.Half(), loses)
		}
	}
	a.Act = about(wins)
}

func aboutQuotient(a, b approx.Number) Value {
	if q, ok := a.Over(b); ok {
		return about(q)
	}
	return Value{}
}

// quota counts one weighted quota.
func (a *analysis) quota() error {
	s := a.simple
	weights, least := s.columns[0], s.gates[s.root.gate].least
	q := approx.Quota{Total: s.totals[0], Least: least}
	var kinds []int32
	for _, i := range ascending(weights) {
		if weights[i] > 0 {
			q.Weights, kinds = append(q.Weights, weights[i]), append(kinds, s.kind[i])
		}
	}
	if err := a.quotaBanzhaf(q, weights, kinds); err != nil {
		return err
	}
	each, err := q.ShapleyShubik(a.meter.tell)
	if err != nil {
		return err
	}
	for k := range a.Figures {
		a.Figures[k].ShapleyShubik = Value{Rat: new(big.Rat)} // those of no weight
	}
	for j, k := range kinds {
		a.Figures[k].ShapleyShubik = about(each[j])
	}
	a.Orders = Method{fmt.Sprintf("by sums, at %d nodes of a quadrature over the probability of being in favour", q.Nodes()), boundedError}
	return nil
}

// quotaBanzhaf counts the swings of one quota, exactly if there are not too many players.
func (a *analysis) quotaBanzhaf(q approx.Quota, weights []int64, kinds []int32) error {
	if a.Players <= mostForSums && min(q.Least, q.Total-q.Least+1) <= mostSums {
		swings, winning, err := sums(weights, q.Total, q.Least, a.meter)
		if err != nil {
			return err
		}
		a.Banzhaf.Name = "by sums: how many coalitions there are of each weight below the quota"
		a.fromSwings(ofKinds(a, swings), winning, 2)
		return nil
	}
	each, wins, err := q.Banzhaf(a.meter.tell)
	if err != nil {
		return err
	}
	of := make([]approx.Number, len(a.Figures))
	for j, k := range kinds {
		of[k] = each[j]
	}
	a.Banzhaf = Method{"by sums: the probability of each weight below the quota", boundedError}
	a.near(of, wins)
	return nil
}

// near is a ladder ready to be approximated.
type near struct {
	approx.Ladder
	order []int // the players as they stand in it
	dual  bool
}

// nearLadder answers the ladder of those who carry or of those who block, whichever has fewer cells.
func nearLadder(l *ladder) *near {
	order := ascending(l.weight)
	weights := make([]int64, len(order))
	for j, i := range order {
		weights[j] = l.weight[i]
	}
	d := l.dual()
	carry := &near{approx.Ladder{Weights: weights, Least: l.least, Width: l.width()}, order, false}
	block := &near{approx.Ladder{Weights: weights, Least: d.least, Width: d.width()}, order, true}
	if block.Cells() < carry.Cells() {
		return block
	}
	return carry
}

// ladder counts a number of members and one weight, approximately.
func (a *analysis) ladder(l *near) error {
	banzhaf, shapley, wins, err := l.Measure(a.meter.tell)
	if err != nil {
		return err
	}
	if !l.dual { // who does not block together with others, lets the rest carry
		wins = wins.Complement()
	}
	each := make([]approx.Number, len(a.Figures))
	for j, i := range l.order {
		each[a.Kind[i]] = banzhaf[j]
		a.Figures[a.Kind[i]].ShapleyShubik = about(shapley[j])
	}
	a.Banzhaf = Method{"by the number and the weight of those in favour", boundedError}
	a.Orders = a.Banzhaf
	a.near(each, wins)
	return nil
}

// drawn draws coalitions and orders at random.
func (a *analysis) drawn(ballots ...game.Ballot) error {
	w, draws := newWalk(a.game, ballots), min(a.asked.Draws, max(fewestDraws, mostTurns/a.Players))
	each, wins, err := approx.DrawProfiles(w, draws, a.asked.Seed, a.meter.tell)
	if err != nil {
		return err
	}
	width := fmt.Sprintf("a 95%% half-width of %d draws, for each number by itself", draws)
	a.Banzhaf = Method{"coalitions drawn at random", width}
	a.near(ofKinds(a, each), wins)
	if a.Model != YesNo {
		return nil
	}
	orders, err := approx.DrawOrders(w, draws, a.asked.Seed+1, a.meter.tell)
	if err != nil {
		return err
	}
	for k, n := range ofKinds(a, orders) {
		a.Figures[k].ShapleyShubik = about(n)
	}
	a.Orders = Method{"orders drawn at random", width}
	return nil
}

// walk is a profile of ballots that changes a player at a time.
type walk struct {
	*profiles
	now  []int
	sums []int64
}

func newWalk(g *game.Game, ballots []game.Ballot) *walk {
	p, _ := newProfiles(g, ballots)
	w := &walk{p, make([]int, g.Players()), make([]int64, len(p.gates))}
	for _, k := range p.kind {
		for gate := range w.sums {
			w.sums[gate] += p.weights[k][gate] * p.gates[gate].Score[ballots[0]]
		}
	}
	return w
}

// Players answers how many players there are.
func (w *walk) Players() int { return len(w.now) }

// Ballots answers how many ballots everyone chooses among.
func (w *walk) Ballots() int { return len(w.ballots) }

// Set gives a player a ballot.
func (w *walk) Set(player, ballot int) {
	old := w.now[player]
	if old == ballot {
		return
	}
	w.now[player] = ballot
	for g, weight := range w.weights[w.kind[player]] {
		score := &w.gates[g].Score
		w.sums[g] += weight * (score[w.ballots[ballot]] - score[w.ballots[old]])
	}
}

// Adopts says whether the profile adopts.
func (w *walk) Adopts() bool { return w.holds(w.whole, w.sums) }
