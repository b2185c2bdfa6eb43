package game

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestAHundredThousandBallotsLeaveTheTallyOfTheLastOnes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const n = 300
	weights, council := make([]int64, n), make([]int64, n)
	for i := range weights {
		weights[i], council[i] = r.Int64N(1000), int64(i%10/9)
	}
	gate := func(w []int64, least int64) *Formula {
		g := &Gate{Weight: w, Least: least}
		for b := For; b <= declared; b++ {
			if b != Recused {
				g.Score[b] = r.Int64N(7) - 3
			}
		}
		return Holds(g)
	}
	f := Or(And(gate(nil, 0), gate(weights, 0)), AtLeast(2, gate(council, 1), Not(gate(weights, 500)), gate(nil, -20)))
	g, err := New(n, f)
	if err != nil {
		t.Fatal(err)
	}
	all := SetOf(For, Against, Abstaining, Absent)
	tally, ballots := g.Tally(all), make([]Ballot, n)
	for k := range 100_000 {
		i := r.IntN(n)
		ballots[i] = Ballot(r.IntN(int(declared) + 1))
		tally.Cast(i, ballots[i])
		if k%5000 != 0 && k != 99_999 {
			continue
		}
		fresh := cast(g.Tally(all), ballots)
		if !slices.Equal(tally.sums, fresh.sums) || !slices.Equal(tally.states, fresh.states) || tally.onRoll != fresh.onRoll {
			t.Fatalf("after %d ballots the sums are %v, want %v", k+1, tally.sums, fresh.sums)
		}
		if got, want := tally.Verdict(), fresh.Verdict(); got != want {
			t.Fatalf("after %d ballots Verdict() = %v, want %v", k+1, got, want)
		}
	}
}

func TestMoreInformationNeverUnsettlesAVerdict(t *testing.T) {
	often(t, func(t *rapid.T) {
		f, n := drawGame(t, 6)
		g, err := New(n, f)
		if err != nil {
			t.Fatal(err)
		}
		tally, sets := g.Tally(SetOf(For, Against)), make([]Set, n)
		for i := range sets {
			sets[i] = drawSet(t)
			give(t, tally, i, sets[i])
		}
		before := tally.Verdict().Outcome
		for range 3 {
			i := rapid.IntRange(0, n-1).Draw(t, "player")
			if less := sets[i] & Set(rapid.Uint32().Draw(t, "still")); less != 0 && sets[i] != SetOf(Recused) {
				sets[i] = less
				give(t, tally, i, less)
			}
		}
		if got := tally.Verdict().Outcome; before != Open && got != before {
			t.Fatalf("Verdict() = %v after being %v", got, before)
		}
	})
}

func TestPermutingThePlayersPermutesTheAnswers(t *testing.T) {
	free := SetOf(For, Against, Abstaining, Absent)
	often(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "players")
		gates := []*Gate{drawGate(t, n), drawGate(t, n), drawGate(t, n)}
		order := rapid.Permutation([]int{0, 1, 2, 3, 4}[:n]).Draw(t, "order")
		turned := make([]*Gate, len(gates))
		for k, g := range gates {
			c := *g
			if g.Weight != nil {
				c.Weight = make([]int64, n)
				for i, from := range order {
					c.Weight[i] = g.Weight[from]
				}
			}
			turned[k] = &c
		}
		shape := func(g []*Gate) *Formula { return Or(And(Holds(g[0]), Not(Holds(g[1]))), And(Holds(g[1]), Holds(g[2]))) }
		ballots, permuted := drawBallots(t, n), make([]Ballot, n)
		for i := range ballots {
			if ballots[i] == declared {
				ballots[i] = Pending
			}
		}
		for i, from := range order {
			permuted[i] = ballots[from]
		}
		a, errA := New(n, shape(gates))
		b, errB := New(n, shape(turned))
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		one, two := cast(a.Tally(free), ballots), cast(b.Tally(free), permuted)
		if one.Verdict() != two.Verdict() {
			t.Fatalf("Verdict() = %v, and in another order %v", one.Verdict(), two.Verdict())
		}
		p, _ := one.Pivots(free)
		q, _ := two.Pivots(free)
		for i := range q {
			q[i].Player = order[q[i].Player]
		}
		slices.SortFunc(q, func(a, b Pivot) int { return a.Player - b.Player })
		if !slices.Equal(p, q) {
			t.Fatalf("Pivots = %v, and in another order %v", p, q)
		}
		if x, y := one.Fewest(free, distance), two.Fewest(free, distance); x.Cost != y.Cost || x.Impossible != y.Impossible {
			t.Fatalf("Fewest = %v, and in another order %v", x, y)
		}
	})
}

func TestARollOfNobodyCarriesNothing(t *testing.T) {
	for n, f := range []*Formula{And(), And(), Not(Holds(&Gate{Least: 1}))} {
		g, err := New(n, f)
		if err != nil {
			t.Fatal(err)
		}
		tally := g.Tally(SetOf(For))
		for i := range n {
			tally.Cast(i, Recused)
		}
		if got := tally.Verdict(); got.Outcome != Rejected {
			t.Errorf("Verdict() with %d players, all recused = %v, want rejected", n, got)
		}
		if got := tally.Fewest(SetOf(For), nil); !got.Impossible {
			t.Errorf("Fewest with %d players, all recused = %+v, want impossible", n, got)
		}
	}
}

func TestSumsBeyondSixtyFourBitsAreRefusedNotWrapped(t *testing.T) {
	score := func(c int64) (s [MaxBallots]int64) { s[For] = c; return s }
	for name, c := range map[string]struct {
		gate     Gate
		overflow bool
	}{
		"weights alone":     {Gate{Weight: []int64{math.MaxInt64, 1}, Score: score(1)}, true},
		"weight by score":   {Gate{Weight: []int64{1 << 40, 1 << 40}, Score: score(1 << 30)}, true},
		"negative score":    {Gate{Weight: []int64{1 << 40, 1}, Score: score(-1 << 30)}, true},
		"least score":       {Gate{Weight: []int64{1, 1}, Score: score(math.MinInt64)}, true},
		"threshold":         {Gate{Score: score(1), Least: math.MaxInt64}, true},
		"least threshold":   {Gate{Score: score(1), Least: math.MinInt64}, true},
		"negative weight":   {Gate{Weight: []int64{1, -1}, Score: score(1)}, false},
		"missing weight":    {Gate{Weight: []int64{1}, Score: score(1)}, false},
		"scored if pending": {Gate{Score: [MaxBallots]int64{Pending: 1}}, false},
		"scored if recused": {Gate{Score: [MaxBallots]int64{Recused: 1}}, false},
	} {
		_, err := New(2, And(Holds(&Gate{}), Holds(&c.gate)))
		if err == nil || errors.Is(err, ErrOverflow) != c.overflow {
			t.Errorf("New with %s = %v, want an error, of overflow %v", name, err, c.overflow)
		}
	}
	fits := Gate{Weight: []int64{1 << 30, 1 << 29}, Score: score(1 << 29), Least: 1 << 59}
	g, err := New(2, Holds(&fits))
	if err != nil {
		t.Fatal(err)
	}
	tally := g.Tally(SetOf(For, Against))
	tally.Cast(0, For)
	if got := tally.Verdict().Outcome; got != Adopted {
		t.Errorf("Verdict() at the edge = %v, want adopted", got)
	}
	tally.Cast(0, Against)
	if got := tally.Verdict().Outcome; got != Rejected {
		t.Errorf("Verdict() at the edge = %v, want rejected", got)
	}
}

// between is a formula that holds when the weight of those for lies in a range, and everyone else is against: whether
// some choice does is the subset sum problem.
func between(weights []int64, least, most int64) *Formula {
	up := &Gate{Weight: weights, Least: least}
	up.Score[For] = 1
	down := &Gate{Weight: weights, Least: -most}
	down.Score[For] = -1
	return And(Holds(up), Holds(down))
}

func TestWhetherSomeChoiceHitsARangeIsAnsweredAsBySubsetSums(t *testing.T) {
	often(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.Int64Range(1, 400), 1, 14).Draw(t, "weights")
		least := rapid.Int64Range(0, 3000).Draw(t, "least")
		most := least + rapid.Int64Range(0, 3).Draw(t, "width")
		g, err := New(len(weights), between(weights, least, most))
		if err != nil {
			t.Fatal(err)
		}
		hits, misses := false, false
		for s := range 1 << len(weights) {
			var sum int64
			for i, w := range weights {
				sum += w * int64(s>>i&1)
			}
			if least <= sum && sum <= most {
				hits = true
			} else {
				misses = true
			}
		}
		want := Open
		if !misses {
			want = Adopted
		}
		if !hits {
			want = Rejected
		}
		if got := g.Tally(SetOf(For, Against)).Verdict(); got.Bounded || got.Outcome != want {
			t.Fatalf("Verdict() = %+v, want %v", got, want)
		}
	})
}

func TestOpposedGatesOverAHundredThousandWeightsAreSettledWhereThereIsSlack(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	weights, total := make([]int64, 100_000), int64(0)
	for i := range weights {
		weights[i] = 1 + r.Int64N(1_000_000)
		total += weights[i]
	}
	g, err := New(len(weights), between(weights, total/2, total/2+2_000_000))
	if err != nil {
		t.Fatal(err)
	}
	if got := g.Tally(SetOf(For, Against)).Verdict(); got.Bounded || got.Outcome != Open {
		t.Errorf("Verdict() = %+v, want open and settled", got)
	}
	narrow, err := New(len(weights), between(weights, total/2+10, total/2+9))
	if err != nil {
		t.Fatal(err)
	}
	if got := narrow.Tally(SetOf(For, Against)).Verdict(); got.Outcome == Adopted || got.Outcome == Open && !got.Bounded {
		t.Errorf("Verdict() of an empty range = %+v, want rejected, or bounded", got)
	}
}

func TestASearchPastItsBudgetIsOpenAndSaysSo(t *testing.T) {
	weights := make([]int64, 60)
	for i := range weights {
		weights[i] = 2 * (1_000_003 + int64(i*i*i*7919)%999_983)
	}
	// All weights are even, the range is one odd number: no choice hits it, and proving that takes 2^60 looks.
	g, err := New(len(weights), between(weights, 60_000_001, 60_000_001))
	if err != nil {
		t.Fatal(err)
	}
	tally := g.Tally(SetOf(For, Against))
	tally.Budget = 100_000
	if got := tally.Verdict(); got != (Verdict{Open, true}) {
		t.Errorf("Verdict() = %+v, want open and bounded", got)
	}
	for i := range weights {
		tally.Cast(i, Against)
	}
	tally.Budget = 100_000
	if got := tally.Fewest(SetOf(For, Against), nil); len(got.Moves) != 0 || !got.Bounded || got.Impossible {
		t.Errorf("Fewest = %+v, want bounded", got)
	}
}

func TestPartsOfTheFormulaHaveTheirOwnVerdicts(t *testing.T) {
	gate := func(least int64) *Formula {
		g := &Gate{Least: least}
		g.Score[For] = 1
		return Holds(g)
	}
	one, three := gate(1), gate(3)
	f := And(one, Not(three))
	g, err := New(3, f)
	if err != nil {
		t.Fatal(err)
	}
	tally := cast(g.Tally(SetOf(For, Against)), []Ballot{For, Against})
	for name, c := range map[string]struct {
		f    *Formula
		want Outcome
	}{"one": {one, Adopted}, "three": {three, Rejected}, "not three": {f.parts[1], Adopted}, "all": {f, Adopted}} {
		if got := tally.Of(c.f); got.Outcome != c.want || got.Bounded {
			t.Errorf("Of(%s) = %+v, want %v", name, got, c.want)
		}
	}
	if got := tally.Of(gate(1)); got != (Verdict{Open, true}) {
		t.Errorf("Of a formula of another game = %+v, want not settled", got)
	}
	if got := tally.After(0, Against); got.Outcome != Open || tally.Ballot(0) != For {
		t.Errorf("After = %+v with %v, want open, and the ballot as before", got, tally.Ballot(0))
	}
}

func TestWhoIsSaidToBeIrrelevantChangesNoCompletion(t *testing.T) {
	seen := 0
	often(t, func(t *rapid.T) {
		f, n := drawGame(t, 4)
		g, err := New(n, f)
		if err != nil {
			t.Fatal(err)
		}
		w, tally := twin{f, make([]Set, n)}, g.Tally(SetOf(For, Against))
		for i := range w.allowed {
			w.allowed[i] = drawSet(t)
			give(t, tally, i, w.allowed[i])
		}
		for i, allowed := range w.allowed {
			if allowed.Len() == 1 || !tally.Irrelevant(i) {
				continue
			}
			seen++
			w.completions(func(ballots []Ballot) {
				want := slowAdopts(f, ballots)
				old := ballots[i]
				for b := range allowed.Each {
					if ballots[i] = b; slowAdopts(f, ballots) != want {
						t.Fatalf("player %d is said to be irrelevant, but decides %v", i, ballots)
					}
				}
				ballots[i] = old
			})
		}
	})
	if seen == 0 {
		t.Error("nobody was irrelevant")
	}
}

func TestTheThirdOfADelegationThatHasDecidedIsIrrelevantAndTheLastOneDecides(t *testing.T) {
	const n = 9
	delegation := func(k int) *Formula {
		g := &Gate{Weight: make([]int64, n), Least: 1}
		for i := range 3 {
			g.Weight[3*k+i] = 1
		}
		g.Score = [MaxBallots]int64{For: 1, Against: -1, Abstaining: -1, Absent: -1}
		return Holds(g)
	}
	g, err := New(n, AtLeast(2, delegation(0), delegation(1), delegation(2)))
	if err != nil {
		t.Fatal(err)
	}
	tally := cast(g.Tally(SetOf(For, Against)), []Ballot{For, For, Pending, Against, Against, Pending, For, Against, Pending})
	if !tally.Irrelevant(2) || !tally.Irrelevant(5) || tally.Irrelevant(8) {
		t.Errorf("Irrelevant = %v, %v, %v, want true, true, false", tally.Irrelevant(2), tally.Irrelevant(5), tally.Irrelevant(8))
	}
	pivots, bounded := tally.Pivots(SetOf(For, Against))
	if want := []Pivot{{Player: 8, Adopts: SetOf(For), Rejects: SetOf(Against)}}; bounded || !slices.Equal(pivots, want) {
		t.Errorf("Pivots = %+v, want %+v", pivots, want)
	}
}
