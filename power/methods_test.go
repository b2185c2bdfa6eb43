package power

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"accede/game"
	"accede/power/approx"

	"pgregory.net/rapid"
)

// nearby says whether a value is as far from the exact one as its error allows, and the error no more than most.
func nearby(t *testing.T, what string, got, want Value, most float64) {
	t.Helper()
	if !got.Known() || got.IsExact() || !want.IsExact() {
		t.Fatalf("%s: %v against %v; want one with an error and one without", what, got, want)
	}
	off := new(big.Rat).Sub(got.Rat, want.Rat)
	within, _ := got.Within.Float64()
	if off.Abs(off).Cmp(got.Within) > 0 || within > most {
		t.Errorf("%s = %s within %g, want %s", what, got.Decimal(12), within, want.Decimal(12))
	}
}

// TestSizeAndWeightAgreesWithHalves holds the way of the Fund's amendments against the exact way, on its forty
// smallest members.
func TestSizeAndWeightAgreesWithHalves(t *testing.T) {
	_, votes := fileOf(t, "imf190-2022.csv")
	votes = votes[150:]
	var total int64
	for _, v := range votes {
		total += v
	}
	g := newGame(t, 40, game.And(atLeast(24, nil), atLeast(total*85/100, votes)))
	exact := analyse(t, g, Options{})
	s, err := read(g)
	if err != nil {
		t.Fatal(err)
	}
	l, _ := s.ladder()
	a := &analysis{Result: &Result{Players: 40, Kind: s.kind, Figures: make([]Figures, len(s.kinds))}, meter: &meter{}, simple: s}
	if err := a.ladder(nearLadder(l)); err != nil {
		t.Fatal(err)
	}
	nearby(t, "act", a.Act, exact.Act, 1e-12)
	for i := range 40 {
		got, want := a.Of(i), exact.Of(i)
		nearby(t, "Banzhaf", got.Banzhaf, want.Banzhaf, 1e-10)
		nearby(t, "Banzhaf, normalised", got.Normalised, want.Normalised, 1e-9)
		nearby(t, "Shapley–Shubik", got.ShapleyShubik, want.ShapleyShubik, 1e-10)
		nearby(t, "prevent", got.Prevent, want.Prevent, 1e-7)
		nearby(t, "initiate", got.Initiate, want.Initiate, 1e-10)
	}
}

// TestOneQuotaAgreesWithHalves holds quadrature and sums against the exact way, on the Fund's forty largest members.
func TestOneQuotaAgreesWithHalves(t *testing.T) {
	_, votes := fileOf(t, "imf190-2022.csv")
	votes = votes[:40]
	exact := analyse(t, weighted(t, 2000000, votes...), Options{})
	q := approx.Quota{Least: 2000000}
	order := ascending(votes)
	for _, i := range order {
		q.Weights, q.Total = append(q.Weights, votes[i]), q.Total+votes[i]
	}
	swung, winning, err := sums(votes, q.Total, q.Least, &meter{})
	if err != nil || winning.Cmp(exact.Winning) != 0 {
		t.Fatalf("winning %d, %v; want %d", winning, err, exact.Winning)
	}
	banzhaf, _, err := q.Banzhaf((&meter{}).tell)
	if err != nil {
		t.Fatal(err)
	}
	shapley, err := q.ShapleyShubik((&meter{}).tell)
	if err != nil {
		t.Fatal(err)
	}
	for j, i := range order {
		f := exact.Of(i)
		nearby(t, "Shapley–Shubik", about(shapley[j]), f.ShapleyShubik, 1e-10)
		nearby(t, "Banzhaf", about(banzhaf[j]), f.Banzhaf, 1e-9)
		if swung[i].Cmp(f.Swings) != 0 {
			t.Errorf("member %d has %d swings, want %d", i, swung[i], f.Swings)
		}
	}
}

func TestCountsBeyondSixtyTwoMembersDoNotWrap(t *testing.T) {
	for _, n := range []int{63, 64, 65, 128, 193, 500} {
		r := analyse(t, newGame(t, n, atLeast(int64(n/2+1), nil)), Options{})
		want := new(big.Int).Binomial(int64(n-1), int64(n/2))
		if r.Of(0).Swings.Cmp(want) != 0 {
			t.Errorf("%d equal members: %d swings, want %d", n, r.Of(0).Swings, want)
		}
		same(t, "Shapley–Shubik", r.Of(n-1).ShapleyShubik.Exact(), big.NewRat(1, int64(n)).RatString())
	}
}

// TestFiftyOneSmallWeightsAreExact: a few dozen small weights are counted exactly by size and weight, both indices. The weights
// are 51 made up numbers, adding up to 538.
func TestFiftyOneSmallWeightsAreExact(t *testing.T) {
	weights := []int64{
		55, 38, 29, 29, 20, 20, 18, 16, 16, 15, 14, 13, 12, 11, 11, 11, 11, 10, 10, 10, 10, 9, 9, 9, 8, 8, 7, 7,
		7, 6, 6, 6, 6, 6, 6, 5, 5, 5, 4, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3, 3,
	}
	r := analyse(t, weighted(t, 270, weights...), Options{})
	if !strings.HasPrefix(r.Orders.Name, "by the number and the weight") || r.Orders.Error != "" {
		t.Fatalf("counted %+v", r.Orders)
	}
	sum := new(big.Rat)
	for i := range r.Players {
		sum.Add(sum, r.Of(i).ShapleyShubik.Rat)
	}
	same(t, "the sum of all", sum.RatString(), "1")
	swung, winning, err := sums(weights, 538, 270, &meter{})
	if err != nil || winning.Cmp(r.Winning) != 0 || swung[0].Cmp(r.Of(0).Swings) != 0 {
		t.Errorf("by sums: winning %d, swings %d, %v; want %d, %d", winning, swung[0], err, r.Winning, r.Of(0).Swings)
	}
}

func TestManyMembersOfOneQuotaSayTheirError(t *testing.T) {
	weights := make([]int64, 300)
	for i := range weights {
		weights[i] = int64(1000 + 7*i)
	}
	r := analyse(t, weighted(t, 400000, weights...), Options{})
	if r.Banzhaf.Error == "" || r.Orders.Error == "" || r.Winning != nil || r.DummiesKnown {
		t.Errorf("300 different weights: %+v, %+v, winning %v; want what is not exact said", r.Banzhaf, r.Orders, r.Winning)
	}
	sum := new(big.Rat)
	for i := range r.Players {
		sum.Add(sum, r.Of(i).ShapleyShubik.Rat)
	}
	same(t, "the sum of all", sum.FloatString(9), "1.000000000")
}

// TestWhatIsDrawnAtRandomIsNearTheTruth draws with a fixed seed, so that it finds the same each time.
func TestWhatIsDrawnAtRandomIsNearTheTruth(t *testing.T) {
	for _, m := range []Model{YesNo, Ternary} {
		g, ballots := securityCouncil(t), []game.Ballot{game.For, game.Against}
		if m == Ternary {
			ballots = append(ballots, game.Abstaining)
		}
		exact := analyse(t, g, Options{Model: m})
		a := &analysis{
			Result: &Result{Model: m, Players: 15, Kind: exact.Kind, Figures: make([]Figures, len(exact.Figures))},
			asked:  Options{Draws: 40000, Seed: 1}, meter: &meter{}, game: g,
		}
		if err := a.drawn(ballots...); err != nil {
			t.Fatal(err)
		}
		for _, i := range []int{0, 14} {
			nearby(t, "Banzhaf", a.Of(i).Banzhaf, exact.Of(i).Banzhaf, 0.005)
			if m == YesNo {
				nearby(t, "Shapley–Shubik", a.Of(i).ShapleyShubik, exact.Of(i).ShapleyShubik, 0.005)
			}
		}
		nearby(t, "act", a.Act, exact.Act, 0.005)
	}
}

func TestTwoWeightsOfManyMembersAreDrawnAtRandom(t *testing.T) {
	_, votes := fileOf(t, "imf190-2022.csv")
	other := make([]int64, 60)
	for i := range other {
		other[i] = int64(i*i%97 + 1)
	}
	g := newGame(t, 60, game.And(atLeast(1000000, votes[:60]), atLeast(1200, other)))
	r, again := analyse(t, g, Options{Draws: 2000}), analyse(t, g, Options{Draws: 2000})
	if !strings.Contains(r.Orders.Error, "2000 draws") || r.Of(3).Banzhaf.IsExact() {
		t.Errorf("%+v, want draws said", r.Orders)
	}
	if r.Of(3).Banzhaf.Rat.Cmp(again.Of(3).Banzhaf.Rat) != 0 {
		t.Error("the same seed found something else")
	}
}

func TestAbstentionIsNoVetoInTheTernaryModel(t *testing.T) {
	r := analyse(t, securityCouncil(t), Options{Model: Ternary})
	if r.Model.String() == YesNo.String() || r.NoShapleyShubik == "" || r.Of(0).ShapleyShubik.Known() {
		t.Errorf("model %q, Shapley–Shubik %v", r.Model, r.Of(0).ShapleyShubik)
	}
	// By hand: at least nine of fifteen for, and none of the five against; so a permanent member that is for, and not
	// against, turns all that the others have carried with it.
	var want int64
	for permanent := range 5 { // of the other four for
		for elected := range 11 {
			if permanent+elected+1 >= 9 {
				ways := new(big.Int).Binomial(4, int64(permanent))
				ways.Mul(ways, new(big.Int).Binomial(10, int64(elected)))
				ways.Lsh(ways, uint(10-elected)) // the other elected are against or abstaining, the permanent abstaining
				want += ways.Int64()
			}
		}
	}
	if r.Of(0).Swings.Int64() != want {
		t.Errorf("a permanent member turns %d profiles, want %d", r.Of(0).Swings, want)
	}
}

func TestWhereAbstainingIsLikeAgainstTheCouncilIsCountedExactly(t *testing.T) {
	_, g := lisbon(t, true)
	r := analyse(t, g, Options{Model: Ternary})
	if r.AbstentionMatters || r.Banzhaf.Error != "" {
		t.Fatalf("abstention matters %v, %+v", r.AbstentionMatters, r.Banzhaf)
	}
	w := newWalk(g, []game.Ballot{game.For, game.Against, game.Abstaining})
	each, adopts, err := approx.DrawProfiles(w, 30000, 7, (&meter{}).tell)
	if err != nil {
		t.Fatal(err)
	}
	nearby(t, "act", about(adopts), r.Act, 0.006)
	nearby(t, "Germany", about(each[0]), r.Of(0).Banzhaf, 0.006)
}

func TestLongWorkCanBeEnded(t *testing.T) {
	_, votes := fileOf(t, "imf190-2022.csv")
	enough := errors.New("enough")
	_, err := Analyse(weighted(t, 2519966, votes...), Options{Tell: func(done, of int) error {
		if done > of/2 {
			return enough
		}
		return nil
	}})
	if !errors.Is(err, enough) {
		t.Errorf("ended with %v, want %v", err, enough)
	}
}

func TestARuleThatAlwaysOrNeverHoldsGivesNobodyPower(t *testing.T) {
	for _, n := range []int{3, 25, 60} {
		for _, f := range []*game.Formula{game.And(), game.Or(), atLeast(0, nil), atLeast(int64(n+1), nil)} {
			r := analyse(t, newGame(t, n, f), Options{})
			if s := r.Of(n - 1); s.ShapleyShubik.Rat.Sign() != 0 || s.Banzhaf.Rat.Sign() != 0 || s.Normalised.Known() || len(r.Vetoers) > 0 {
				t.Errorf("%d members: %+v, vetoers %v, want no power", n, *s, r.Vetoers)
			}
		}
	}
}

func TestAValueIsWrittenAsAFractionOnlyWhenItIsOne(t *testing.T) {
	exact, inexact := Value{Rat: big.NewRat(2, 3)}, Value{big.NewRat(2, 3), big.NewRat(1, 100)}
	same(t, "exact", exact.Exact(), "2/3")
	same(t, "with an error", inexact.Exact(), "")
	same(t, "decimal", inexact.Decimal(4), "0.6667")
	same(t, "none", Value{}.Exact()+Value{}.Decimal(3), "")
}

// TestMajoritiesOfVotesCastAreCountedByKindsAndBySumsAlike draws one gate on weights, with and without "somebody
// votes", and counts it both ways.
func TestMajoritiesOfVotesCastAreCountedByKindsAndBySumsAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 7).Draw(t, "players")
		w := drawGate(t, [][]int64{drawWeights(t, n), ones(n)})
		if rapid.Bool().Draw(t, "of votes cast") {
			weight := drawWeights(t, n)
			share := rapid.Int64Range(1, 5).Draw(t, "share")
			g, some := &game.Gate{Weight: weight}, &game.Gate{Weight: weight, Least: 1}
			g.Score[game.For], g.Score[game.Against] = 6-share, -share
			some.Score[game.For], some.Score[game.Against] = 1, 1
			w.formula = game.And(game.Holds(g), game.Holds(some))
		}
		g := mustGame(t, w)
		p, _ := newProfiles(g, []game.Ballot{game.For, game.Against, game.Abstaining})
		want, winning, ok, err := p.swings(&meter{})
		three, suits := threeWaysOf(g)
		if !ok || err != nil || !suits {
			t.Skip("not both ways suit the rule")
		}
		got, all, err := three.count(&meter{})
		if err != nil || all.Cmp(winning) != 0 {
			t.Fatalf("%d profiles adopt, %v, want %d", all, err, winning)
		}
		for i, s := range added(want) {
			for player, k := range p.kind {
				if int(k) == i && got[player].Cmp(s) != 0 {
					t.Fatalf("player %d turns %d profiles, want %d", player, got[player], s)
				}
			}
		}
	})
}

func TestAWeightedMajorityOfVotesCastIsExactInTheTernaryModel(t *testing.T) {
	weights := make([]int64, 100)
	for i := range weights {
		weights[i] = int64(20 + i*i%61)
	}
	g := &game.Gate{Weight: weights, Least: 1}
	g.Score[game.For], g.Score[game.Against] = 1, -1
	r := analyse(t, newGame(t, 100, game.Holds(g)), Options{Model: Ternary})
	if !r.Act.IsExact() || r.Act.Rat.Cmp(big.NewRat(1, 2)) >= 0 || r.Act.Rat.Cmp(big.NewRat(49, 100)) <= 0 {
		t.Errorf("a majority acts with %s, %+v; want a little less than half, exactly", r.Act.Decimal(6), r.Banzhaf)
	}
}
