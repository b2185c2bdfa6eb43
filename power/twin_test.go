package power

import (
	"errors"
	"math/big"
	"math/bits"
	"slices"
	"testing"

	"accede/game"
	"accede/power/approx"

	"pgregory.net/rapid"
)

// twin is a rule as the obvious function of who is for what, with the formula that says the same.
type twin struct {
	players int
	formula *game.Formula
	adopts  func(b []game.Ballot) bool
}

func (w twin) wins(coalition int) bool {
	b := make([]game.Ballot, w.players)
	for i := range b {
		if b[i] = game.Against; coalition>>i&1 == 1 {
			b[i] = game.For
		}
	}
	return w.adopts(b)
}

// drawGate draws a gate in which being for helps: some score for each ballot, some weights.
func drawGate(t *rapid.T, weights [][]int64) twin {
	n := len(weights[0])
	weight := rapid.SampledFrom(weights).Draw(t, "weight")
	g := &game.Gate{Weight: weight}
	against := rapid.Int64Range(-2, 1).Draw(t, "against")
	g.Score[game.Against] = against
	g.Score[game.For] = against + rapid.Int64Range(0, 3).Draw(t, "more")
	g.Score[game.Abstaining] = rapid.Int64Range(against, g.Score[game.For]).Draw(t, "abstaining")
	total := int64(0)
	for _, w := range weight {
		total += w
	}
	g.Least = rapid.Int64Range(against*total, g.Score[game.For]*total+1).Draw(t, "least")
	turned := &game.Gate{Weight: weight, Least: 1 - g.Least}
	for b, c := range g.Score {
		turned.Score[b] = -c
	}
	formula := game.Holds(g)
	if rapid.Bool().Draw(t, "turned") { // the same, as the negation of its opposite
		formula = game.Not(game.Holds(turned))
	}
	return twin{n, formula, func(b []game.Ballot) bool {
		sum := int64(0)
		for i, w := range weight {
			sum += w * g.Score[b[i]]
		}
		return sum >= g.Least
	}}
}

func drawRule(t *rapid.T, weights [][]int64, depth int) twin {
	if depth == 0 || rapid.IntRange(0, 3).Draw(t, "leaf") == 0 {
		return drawGate(t, weights)
	}
	parts := make([]twin, rapid.IntRange(1, 3).Draw(t, "parts"))
	formulas := make([]*game.Formula, len(parts))
	for i := range parts {
		parts[i] = drawRule(t, weights, depth-1)
		formulas[i] = parts[i].formula
	}
	k := rapid.IntRange(0, len(parts)+1).Draw(t, "of these")
	return twin{len(weights[0]), game.AtLeast(k, formulas...), func(b []game.Ballot) bool {
		held := 0
		for _, p := range parts {
			if p.adopts(b) {
				held++
			}
		}
		return held >= k
	}}
}

func drawWeights(t *rapid.T, n int) []int64 {
	return rapid.SliceOfN(rapid.Int64Range(0, 9), n, n).Draw(t, "weights")
}

func ones(n int) []int64 { return slices.Repeat([]int64{1}, n) }

// drawTwin draws a rule over a number of members and several weights; over one weight alone where asked for.
func drawTwin(t *rapid.T, most int, oneWeight bool) twin {
	n := rapid.IntRange(1, most).Draw(t, "players")
	weights := [][]int64{ones(n), drawWeights(t, n)}
	if !oneWeight {
		weights = append(weights, drawWeights(t, n))
	}
	return drawRule(t, weights, 2)
}

// slow is everything by its definition.
type slow struct {
	swings                            bySize
	winning                           int64
	shapley, johnston, deegan, holler []Value
	minimal, blocking                 int64
}

func slowly(w twin) slow {
	n := w.players
	s := slow{swings: make(bySize, n)}
	for i := range s.swings {
		for range n {
			s.swings[i] = append(s.swings[i], new(big.Int))
		}
	}
	johnston, deegan, holler := rats(n), rats(n), rats(n)
	for c := range 1 << n {
		if !w.wins(c) {
			if others := (1<<n - 1) &^ c; isMinimal(n, others, func(b int) bool { return !w.wins((1<<n - 1) &^ b) }) {
				s.blocking++
			}
			continue
		}
		s.winning++
		var critical []int
		for i := range n {
			if c>>i&1 == 1 && !w.wins(c&^(1<<i)) {
				critical = append(critical, i)
				k := bits.OnesCount(uint(c)) - 1
				s.swings[i][k].Add(s.swings[i][k], big.NewInt(1))
			}
		}
		for _, i := range critical {
			johnston[i].Add(johnston[i], big.NewRat(1, int64(len(critical))))
		}
		if len(critical) == bits.OnesCount(uint(c)) {
			s.minimal++
			for _, i := range critical {
				deegan[i].Add(deegan[i], big.NewRat(1, int64(len(critical))))
				holler[i].Add(holler[i], big.NewRat(1, 1))
			}
		}
	}
	s.johnston, s.deegan, s.holler = slowShares(johnston), slowShares(deegan), slowShares(holler)
	s.shapley = slowShapley(w)
	return s
}

func isMinimal(n, c int, wins func(int) bool) bool {
	for i := range n {
		if c>>i&1 == 1 && wins(c&^(1<<i)) {
			return false
		}
	}
	return wins(c)
}

func rats(n int) []*big.Rat {
	out := make([]*big.Rat, n)
	for i := range out {
		out[i] = new(big.Rat)
	}
	return out
}

// slowShares divides each by their sum.
func slowShares(each []*big.Rat) []Value {
	sum := new(big.Rat)
	for _, r := range each {
		sum.Add(sum, r)
	}
	out := make([]Value, len(each))
	for i, r := range each {
		if sum.Sign() > 0 {
			out[i].Rat = r.Quo(r, sum)
		}
	}
	return out
}

// slowShapley goes through all orders, of those who are in a set, by the last of them.
func slowShapley(w twin) []Value {
	n := w.players
	orders := make([]*big.Int, 1<<n) // in how many orders exactly these come first
	pivots := rats(n)
	for c := range orders {
		orders[c] = new(big.Int)
		if c == 0 {
			orders[c].SetInt64(1)
		}
		for i := range n {
			if c>>i&1 == 0 {
				continue
			}
			before := c &^ (1 << i)
			orders[c].Add(orders[c], orders[before])
			if w.wins(c) && !w.wins(before) {
				after := new(big.Int).MulRange(1, int64(n-bits.OnesCount(uint(c))))
				pivots[i].Add(pivots[i], new(big.Rat).SetInt(after.Mul(after, orders[before])))
			}
		}
	}
	all := new(big.Rat).SetInt(new(big.Int).MulRange(1, int64(n)))
	out := make([]Value, n)
	for i, p := range pivots {
		out[i].Rat = p.Quo(p, all)
	}
	return out
}

func sameSwings(t *rapid.T, what string, got, want bySize) {
	t.Helper()
	for i := range want {
		for k := range want[i] {
			if got[i][k].Cmp(want[i][k]) != 0 {
				t.Fatalf("%s: player %d has %d swings with %d others, want %d", what, i, got[i][k], k, want[i][k])
			}
		}
	}
}

func mustGame(t *rapid.T, w twin) *game.Game {
	g, err := game.New(w.players, w.formula)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func mustAnalyse(t *rapid.T, g *game.Game, o Options) *Result {
	r, err := Analyse(g, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func sameValue(t *rapid.T, what string, i int, got, want Value) {
	t.Helper()
	if got.Exact() != want.Exact() {
		t.Fatalf("%s of player %d = %q, want %q", what, i, got.Exact(), want.Exact())
	}
}

func TestEveryIndexIsWhatItsDefinitionSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawTwin(t, 9, false)
		want, r := slowly(w), mustAnalyse(t, mustGame(t, w), Options{List: 1000})
		if r.Winning.Int64() != want.winning || r.Coalitions.MinimalWinning != want.minimal || r.Coalitions.MinimalBlocking != want.blocking {
			t.Fatalf("winning, minimal, blocking %d %d %d, want %d %d %d", r.Winning, r.Coalitions.MinimalWinning,
				r.Coalitions.MinimalBlocking, want.winning, want.minimal, want.blocking)
		}
		for i := range w.players {
			f := r.Of(i)
			sameValue(t, "Shapley–Shubik", i, f.ShapleyShubik, want.shapley[i])
			sameValue(t, "Johnston", i, f.Johnston, want.johnston[i])
			sameValue(t, "Deegan–Packel", i, f.DeeganPackel, want.deegan[i])
			sameValue(t, "Holler", i, f.Holler, want.holler[i])
			swings := added(want.swings)[i]
			sameValue(t, "Banzhaf", i, f.Banzhaf, Value{Rat: new(big.Rat).SetFrac(swings, big.NewInt(1<<(w.players-1)))})
			if dummy := slices.Contains(r.Dummies, i); dummy != (swings.Sign() == 0) {
				t.Fatalf("player %d, of %d swings, is a dummy: %v", i, swings, dummy)
			}
			if veto := slices.Contains(r.Vetoers, i); veto != (want.winning > 0 && !w.wins((1<<w.players-1)&^(1<<i))) {
				t.Fatalf("player %d is a vetoer: %v", i, veto)
			}
		}
		for _, c := range r.Coalitions.Winning {
			set := 0
			for _, i := range c {
				set |= 1 << i
			}
			if !isMinimal(w.players, set, w.wins) {
				t.Fatalf("%v is listed and not a minimal winning coalition", c)
			}
		}
	})
}

func TestCountingByKindsAgreesWithEveryCoalition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawTwin(t, 8, false)
		p, ok := newProfiles(mustGame(t, w), []game.Ballot{game.For, game.Against})
		if !ok {
			t.Skip("more gates than this way takes")
		}
		want := slowly(w)
		got, winning, ok, err := p.swings(&meter{})
		if !ok || err != nil || winning.Int64() != want.winning {
			t.Fatalf("winning %d, %v, %v; want %d", winning, ok, err, want.winning)
		}
		ofPlayers := make(bySize, w.players)
		for i, k := range p.kind {
			ofPlayers[i] = got[k]
		}
		sameSwings(t, "by kinds", ofPlayers, want.swings)
	})
}

func TestHalvesAndGridsAgreeWithEveryCoalition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawTwin(t, 9, true)
		s, err := read(mustGame(t, w))
		if err != nil {
			t.Fatal(err)
		}
		l, ok := s.ladder()
		if !ok {
			t.Fatal("a number of members and one weight are no ladder")
		}
		want := slowly(w)
		for name, count := range map[string]func() (bySize, *big.Int, error){
			"halves": func() (bySize, *big.Int, error) { return halves(l, &meter{}) },
			"grid":   func() (bySize, *big.Int, error) { return l.counted(&meter{}) },
		} {
			got, winning, err := count()
			if err != nil || winning.Int64() != want.winning {
				t.Fatalf("%s: winning %d, %v; want %d", name, winning, err, want.winning)
			}
			sameSwings(t, name, got, want.swings)
		}
		nearTheTruth(t, nearLadder(l), want)
	})
}

// nearTheTruth holds the approximate count against the exact one: it must be within its own bound.
func nearTheTruth(t *rapid.T, l *near, want slow) {
	banzhaf, shapley, loses, err := l.Measure((&meter{}).tell)
	if err != nil {
		t.Fatal(err)
	}
	n := len(l.order)
	for j, i := range l.order {
		all := big.NewInt(1 << (n - 1))
		inside(t, "Banzhaf", banzhaf[j], new(big.Rat).SetFrac(added(want.swings)[i], all))
		inside(t, "Shapley–Shubik", shapley[j], want.shapley[i].Rat)
	}
	wins := want.winning
	if !l.dual {
		wins = 1<<n - wins
	}
	inside(t, "share", loses, big.NewRat(wins, 1<<n))
}

// inside says whether the truth is within an approximate number's error, and the error small.
func inside(t *rapid.T, what string, n approx.Number, want *big.Rat) {
	t.Helper()
	value, within := n.Rat()
	if value.Sub(value, want); value.Abs(value).Cmp(within) > 0 || n.Within > 1e-9 {
		t.Fatalf("%s = %g within %g, want %s", what, n.Value, n.Within, want)
	}
}

func TestOneQuotaBySumsAgreesWithEveryCoalition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 10).Draw(t, "players")
		weights, total := drawWeights(t, n), int64(0)
		for _, w := range weights {
			total += w
		}
		if total == 0 {
			t.Skip("nobody weighs anything")
		}
		quota := rapid.Int64Range(1, total).Draw(t, "quota")
		want := slowly(twin{n, nil, func(b []game.Ballot) bool {
			sum := int64(0)
			for i, w := range weights {
				if b[i] == game.For {
					sum += w
				}
			}
			return sum >= quota
		}})
		got, winning, err := sums(weights, total, quota, &meter{})
		if err != nil || winning.Int64() != want.winning {
			t.Fatalf("winning %d, %v; want %d", winning, err, want.winning)
		}
		for i, s := range added(want.swings) {
			if got[i].Cmp(s) != 0 {
				t.Fatalf("player %d has %d swings, want %d", i, got[i], s)
			}
		}
		quotaNearTheTruth(t, weights, approx.Quota{Total: total, Least: quota}, want)
	})
}

func quotaNearTheTruth(t *rapid.T, weights []int64, q approx.Quota, want slow) {
	var players []int
	for _, i := range ascending(weights) {
		if weights[i] > 0 {
			q.Weights, players = append(q.Weights, weights[i]), append(players, i)
		}
	}
	banzhaf, wins, err := q.Banzhaf((&meter{}).tell)
	if err != nil {
		t.Fatal(err)
	}
	inside(t, "wins", wins, big.NewRat(want.winning, 1<<len(weights)))
	shapley, err := q.ShapleyShubik((&meter{}).tell)
	if err != nil {
		t.Fatal(err)
	}
	for j, i := range players {
		inside(t, "Banzhaf", banzhaf[j], new(big.Rat).SetFrac(added(want.swings)[i], big.NewInt(1<<(len(weights)-1))))
		inside(t, "Shapley–Shubik", shapley[j], want.shapley[i].Rat)
	}
}

func TestTernaryPowerIsTheShareOfProfilesThatTurn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawTwin(t, 6, false)
		r := mustAnalyse(t, mustGame(t, w), Options{Model: Ternary})
		if !r.Act.IsExact() {
			t.Skip("drawn at random: more gates than are counted")
		}
		three, n := []game.Ballot{game.For, game.Against, game.Abstaining}, w.players
		all, adopted, swings := 1, int64(0), make([]int64, n)
		for range n {
			all *= 3
		}
		for c := range all {
			b := make([]game.Ballot, n)
			for i, rest := 0, c; i < n; i, rest = i+1, rest/3 {
				b[i] = three[rest%3]
			}
			if w.adopts(b) {
				adopted++
			}
			for i := range b {
				if b[i] != game.For || !w.adopts(b) {
					continue
				}
				if b[i] = game.Against; !w.adopts(b) {
					swings[i]++
				}
				b[i] = game.For
			}
		}
		if r.Winning.Int64() != adopted {
			t.Fatalf("%d profiles adopt, want %d", r.Winning, adopted)
		}
		for i, s := range swings {
			if r.Of(i).Swings.Int64() != s {
				t.Fatalf("player %d turns %d profiles, want %d", i, r.Of(i).Swings, s)
			}
		}
	})
}

func TestShapleyShubikIsSharedOutWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := mustAnalyse(t, mustGame(t, drawTwin(t, 12, false)), Options{})
		sum := new(big.Rat)
		for i := range r.Players {
			sum.Add(sum, r.Of(i).ShapleyShubik.Rat)
		}
		want := int64(1)
		if r.Winning.Sign() == 0 || r.Winning.BitLen() > r.Players { // nothing wins, or everything does
			want = 0
		}
		if sum.Cmp(big.NewRat(want, 1)) != 0 {
			t.Fatalf("the indices add up to %s, want %d", sum, want)
		}
	})
}

func TestThoseWhoBlockHaveThePowerOfThoseWhoCarry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawTwin(t, 9, false)
		// The dual: it holds when the rule fails with for and against exchanged.
		dual := twin{w.players, nil, func(b []game.Ballot) bool {
			turned := slices.Clone(b)
			for i, x := range b {
				if turned[i] = game.For; x == game.For {
					turned[i] = game.Against
				}
			}
			return !w.adopts(turned)
		}}
		carry, block := mustAnalyse(t, mustGame(t, w), Options{}), slowly(dual)
		for i, s := range added(block.swings) {
			if carry.Of(i).Swings.Cmp(s) != 0 {
				t.Fatalf("player %d has %d swings, %d in the dual", i, carry.Of(i).Swings, s)
			}
			sameValue(t, "Shapley–Shubik", i, carry.Of(i).ShapleyShubik, block.shapley[i])
		}
		if carry.Coalitions.MinimalBlocking != block.minimal {
			t.Fatalf("minimal blocking %d, want %d", carry.Coalitions.MinimalBlocking, block.minimal)
		}
	})
}

func TestExchangingMembersExchangesAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 12).Draw(t, "players")
		a, b := drawWeights(t, n), drawWeights(t, n)
		order := rapid.Permutation(ascending(ones(n))).Draw(t, "order")
		least := rapid.Int64Range(1, int64(5*n)).Draw(t, "least")
		rule := func(a, b []int64) twin {
			return twin{n, game.Or(game.And(atLeast(int64(n/2), nil), atLeast(least, a)), atLeast(least/2, b)), nil}
		}
		moved := func(w []int64) []int64 {
			out := make([]int64, n)
			for i, from := range order {
				out[i] = w[from]
			}
			return out
		}
		before, after := mustAnalyse(t, mustGame(t, rule(a, b)), Options{}), mustAnalyse(t, mustGame(t, rule(moved(a), moved(b))), Options{})
		for i, from := range order {
			sameValue(t, "Banzhaf", i, after.Of(i).Banzhaf, before.Of(from).Banzhaf)
			sameValue(t, "Shapley–Shubik", i, after.Of(i).ShapleyShubik, before.Of(from).ShapleyShubik)
			sameValue(t, "Johnston", i, after.Of(i).Johnston, before.Of(from).Johnston)
		}
	})
}

func TestARuleInWhichAVoteForCanRejectHasNoPowerIndices(t *testing.T) {
	exactly := game.And(atLeast(2, nil), game.Not(atLeast(3, nil)))
	for _, m := range []Model{YesNo, Ternary} {
		if _, err := Analyse(newGame(t, 4, exactly), Options{Model: m}); !errors.Is(err, ErrNotMonotone) {
			t.Errorf("exactly two of four, %s: %v, want %v", m, err, ErrNotMonotone)
		}
	}
}

func TestNobodyHasNoPower(t *testing.T) {
	if _, err := Analyse(newGame(t, 0, game.And()), Options{}); !errors.Is(err, ErrNobody) {
		t.Errorf("a roll of nobody: %v, want %v", err, ErrNobody)
	}
}
