package game

import (
	"math/bits"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// level puts ballots in a line: against, abstaining and absent, for.
func level(b Ballot) int64 {
	if b == For {
		return 2
	}
	if b == Against {
		return 0
	}
	return 1
}

func distance(a, b Ballot) int64 { return max(level(a)-level(b), level(b)-level(a)) }

// slowCheapest looks at every profile of allowed ballots.
func slowCheapest(f *Formula, now []Ballot, free Set, cost func(i int, from, to Ballot) int64) (int64, bool) {
	sets := make([]Set, len(now))
	for i, b := range now {
		sets[i] = SetOf(b)
		if b != Recused {
			sets[i] |= free
		}
	}
	least, found := int64(0), false
	twin{f, sets}.completions(func(ballots []Ballot) {
		if !slowAdopts(f, ballots) {
			return
		}
		var sum int64
		for i, b := range ballots {
			if b != now[i] {
				sum += cost(i, now[i], b)
			}
		}
		if !found || sum < least {
			least, found = sum, true
		}
	})
	return least, found
}

func drawBallots(t *rapid.T, n int) []Ballot {
	return rapid.SliceOfN(rapid.SampledFrom([]Ballot{For, Against, Abstaining, Absent, Recused, declared}), n, n).Draw(t, "ballots")
}

func cast(tally *Tally, ballots []Ballot) *Tally {
	for i, b := range ballots {
		tally.Cast(i, b)
	}
	return tally
}

// after carries moves out.
func after(ballots []Ballot, moves []Move) []Ballot {
	out := append([]Ballot(nil), ballots...)
	for _, m := range moves {
		out[m.Player] = m.To
	}
	return out
}

func TestFewestChangesAreTheFewestAndThenTheNearest(t *testing.T) {
	free := SetOf(For, Against, Abstaining, Absent)
	often(t, func(t *rapid.T) {
		f, n := drawGame(t, 5)
		g, err := New(n, f)
		if err != nil {
			t.Fatal(err)
		}
		ballots := drawBallots(t, n)
		got := cast(g.Tally(free), ballots).Fewest(free, distance)
		want, found := slowCheapest(f, ballots, free, func(_ int, from, to Ballot) int64 { return unit + distance(from, to) })
		if got.Bounded || got.Impossible == found {
			t.Fatalf("Fewest = %+v, want found %v for %v", got, found, ballots)
		}
		if !found {
			return
		}
		var cost int64
		for _, m := range got.Moves {
			if m.From != ballots[m.Player] {
				t.Fatalf("Fewest moves %+v, but the ballots are %v", m, ballots)
			}
			cost += unit + distance(m.From, m.To)
		}
		if cost != want || got.Cost != want/unit {
			t.Fatalf("Fewest = %+v at %x, want %x for %v", got, cost, want, ballots)
		}
		if !slowAdopts(f, after(ballots, got.Moves)) {
			t.Fatalf("Fewest = %+v does not adopt from %v", got, ballots)
		}
	})
}

func TestCheapestChangesCostTheLeast(t *testing.T) {
	free := SetOf(For, Against, Abstaining)
	often(t, func(t *rapid.T) {
		f, n := drawGame(t, 5)
		g, err := New(n, f)
		if err != nil {
			t.Fatal(err)
		}
		ballots := drawBallots(t, n)
		table := rapid.SliceOfN(rapid.Int64Range(0, 9), n*MaxBallots, n*MaxBallots).Draw(t, "costs")
		cost := func(i int, _, to Ballot) int64 { return table[i*MaxBallots+int(to)] }
		got := cast(g.Tally(free), ballots).Cheapest(free, cost)
		want, found := slowCheapest(f, ballots, free, cost)
		if got.Bounded || got.Impossible == found || found && got.Cost != want {
			t.Fatalf("Cheapest = %+v, want %d, found %v, for %v", got, want, found, ballots)
		}
		if found && !slowAdopts(f, after(ballots, got.Moves)) {
			t.Fatalf("Cheapest = %+v does not adopt from %v", got, ballots)
		}
	})
}

func TestPivotsAreThoseWhoseBallotSettlesOrUnsettles(t *testing.T) {
	free := SetOf(For, Against, Abstaining, Absent)
	often(t, func(t *rapid.T) {
		f, n := drawGame(t, 4)
		g, err := New(n, f)
		if err != nil {
			t.Fatal(err)
		}
		w, tally := twin{f, make([]Set, n)}, g.Tally(free)
		for i := range w.allowed {
			w.allowed[i] = drawSet(t)
			give(t, tally, i, w.allowed[i])
		}
		got, bounded := tally.Pivots(free)
		want := slowPivots(w, free)
		if bounded || len(got) != len(want) {
			t.Fatalf("Pivots = %+v, want %+v for %v", got, want, w)
		}
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("Pivots = %+v, want %+v for %v", got, want, w)
			}
		}
	})
}

func slowPivots(w twin, free Set) (pivots []Pivot) {
	now := w.verdict()
	if w.nobody() {
		return nil
	}
	for i, allowed := range w.allowed {
		final := bits.OnesCount32(uint32(allowed)) == 1
		if allowed == SetOf(Recused) || final != (now != Open) {
			continue
		}
		options := allowed
		if final {
			options = free &^ allowed
		}
		p := Pivot{Player: i}
		for b := range options.Each {
			w.allowed[i] = SetOf(b)
			switch v := w.verdict(); v {
			case now:
			case Adopted:
				p.Adopts |= SetOf(b)
			case Rejected:
				p.Rejects |= SetOf(b)
			case Open:
				p.Opens |= SetOf(b)
			}
		}
		w.allowed[i] = allowed
		if p.Adopts|p.Rejects|p.Opens != 0 {
			pivots = append(pivots, p)
		}
	}
	return pivots
}

func (w twin) nobody() bool {
	for _, s := range w.allowed {
		if s != SetOf(Recused) {
			return false
		}
	}
	return true
}

func TestTheWayForVeryLargeRollsFindsChangesThatDoAndSaysTruthfullyWhetherTheyAreFewest(t *testing.T) {
	free := SetOf(For, Against, Abstaining, Absent)
	costs := func(_ int, from, to Ballot) int64 { return unit + distance(from, to) }
	exact := 0
	often(t, func(t *rapid.T) {
		f, n := drawGame(t, 6)
		g, err := New(n, f)
		if err != nil {
			t.Fatal(err)
		}
		ballots := drawBallots(t, n)
		c, _ := cast(g.Tally(free), ballots).begins(free)
		if c == nil {
			return
		}
		c.depth = -1
		c.gather(costs, rapid.Bool().Draw(t, "each"))
		got := c.change(c.item(item{0, false}))
		want, found := slowCheapest(f, ballots, free, costs)
		if len(got.Moves) == 0 {
			if !got.Bounded {
				t.Fatalf("change = %+v, want found %v", got, found)
			}
			return
		}
		if !slowAdopts(f, after(ballots, got.Moves)) {
			t.Fatalf("change = %+v does not adopt from %v", got, ballots)
		}
		if !got.Bounded {
			exact++
			if got.Cost/unit != want/unit {
				t.Fatalf("change = %+v at %x said to be exact, want %x for %v", got, got.Cost, want, ballots)
			}
		}
	})
	if exact == 0 {
		t.Error("no change was exact")
	}
}

// drawOpposed draws two or three weighted gates that must all hold, and that one ballot seldom helps alike.
func drawOpposed(t *rapid.T) (*Formula, int) {
	n := rapid.IntRange(4, 7).Draw(t, "players")
	parts := make([]*Formula, rapid.IntRange(1, 3).Draw(t, "gates"))
	for k := range parts {
		g := &Gate{Weight: rapid.SliceOfN(rapid.Int64Range(1, 30), n, n).Draw(t, "weights"), Least: rapid.Int64Range(1, 60).Draw(t, "least")}
		g.Score[For] = rapid.Int64Range(-1, 2).Draw(t, "for")
		g.Score[Abstaining] = rapid.Int64Range(-1, 2).Draw(t, "abstaining")
		parts[k] = Holds(g)
	}
	return And(parts...), n
}

func TestAmongOpposedGatesChangesAreFewestAndTheWayForLargeRollsKnowsWhenItsOwnAreNot(t *testing.T) {
	free := SetOf(For, Against, Abstaining)
	price := func(_ int, from, to Ballot) int64 { return unit + distance(from, to) }
	unproved := 0
	often(t, func(t *rapid.T) {
		f, n := drawOpposed(t)
		g, err := New(n, f)
		if err != nil {
			t.Fatal(err)
		}
		ballots := slices.Repeat([]Ballot{Against}, n)
		want, found := slowCheapest(f, ballots, free, price)
		tally := cast(g.Tally(free), ballots)
		got := tally.Fewest(free, distance)
		if got.Bounded || got.Impossible == found || found && got.Cost != want/unit {
			t.Fatalf("Fewest = %+v, want %x, found %v", got, want, found)
		}
		c, _ := tally.begins(free)
		if c == nil {
			return
		}
		c.depth = -1
		c.gather(price, false)
		large := c.change(c.item(item{0, false}))
		if large.Bounded {
			unproved++
		} else if large.Cost/unit != want/unit {
			t.Fatalf("the way for large rolls = %+v, said to be exact, want %x", large, want)
		}
	})
	if unproved == 0 {
		t.Error("the way for large rolls was never in doubt: the cases are too easy")
	}
}
