package game

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// often checks a property ten times as often as is usual: rolls are small, and the corners of the search are rare.
func often(t *testing.T, property func(*rapid.T)) {
	for range 10 {
		rapid.Check(t, property)
	}
}

// twin is the obvious way: what everyone may still say, and every completion of it looked at.
type twin struct {
	f       *Formula
	allowed []Set
}

func slowHolds(f *Formula, ballots []Ballot) bool {
	if f.gate != nil {
		var sum int64
		for i, b := range ballots {
			w := int64(1)
			if f.gate.Weight != nil {
				w = f.gate.Weight[i]
			}
			sum += w * f.gate.Score[b]
		}
		return sum >= f.gate.Least
	}
	if f.not {
		return !slowHolds(f.parts[0], ballots)
	}
	k := 0
	for _, p := range f.parts {
		if slowHolds(p, ballots) {
			k++
		}
	}
	return k >= f.least
}

// slowAdopts adds the rule that a roll of nobody carries nothing.
func slowAdopts(f *Formula, ballots []Ballot) bool {
	for _, b := range ballots {
		if b != Recused {
			return slowHolds(f, ballots)
		}
	}
	return false
}

func (w twin) verdict() Outcome {
	hold, fail := false, false
	w.completions(func(b []Ballot) {
		if slowAdopts(w.f, b) {
			hold = true
		} else {
			fail = true
		}
	})
	switch {
	case !fail:
		return Adopted
	case !hold:
		return Rejected
	}
	return Open
}

func (w twin) completions(yield func([]Ballot)) {
	ballots := make([]Ballot, len(w.allowed))
	var from func(int)
	from = func(i int) {
		if i == len(ballots) {
			yield(ballots)
			return
		}
		for b := range w.allowed[i].Each {
			ballots[i] = b
			from(i + 1)
		}
	}
	from(0)
}

// A declared ballot is drawn as well: FirstDeclared, which gates score as they like.
const declared = FirstDeclared

func drawGate(t *rapid.T, n int) *Gate {
	g := &Gate{Least: rapid.Int64Range(-4, 8).Draw(t, "least")}
	if rapid.Bool().Draw(t, "weighted") {
		g.Weight = rapid.SliceOfN(rapid.Int64Range(0, 4), n, n).Draw(t, "weights")
	}
	for b := For; b <= declared; b++ {
		if b != Recused {
			g.Score[b] = rapid.Int64Range(-2, 2).Draw(t, "score")
		}
	}
	return g
}

func drawFormula(t *rapid.T, gates []*Gate, deep int) *Formula {
	kind := rapid.IntRange(0, 4).Draw(t, "kind")
	if deep == 0 || kind == 0 {
		return Holds(gates[rapid.IntRange(0, len(gates)-1).Draw(t, "gate")])
	}
	if kind == 1 {
		return Not(drawFormula(t, gates, deep-1))
	}
	parts := make([]*Formula, rapid.IntRange(0, 3).Draw(t, "parts"))
	for i := range parts {
		parts[i] = drawFormula(t, gates, deep-1)
	}
	return AtLeast(rapid.IntRange(0, 4).Draw(t, "at least"), parts...)
}

func drawSet(t *rapid.T) Set {
	if rapid.IntRange(0, 2).Draw(t, "final") == 0 {
		return SetOf(Ballot(rapid.SampledFrom([]int{1, 2, 3, 4, 5, 6}).Draw(t, "ballot")))
	}
	s := Set(rapid.Uint32Range(1, 31).Draw(t, "set"))
	var out Set
	for i, b := range []Ballot{For, Against, Abstaining, Absent, declared} {
		if s>>i&1 == 1 {
			out |= SetOf(b)
		}
	}
	return out
}

func drawGame(t *rapid.T, most int) (*Formula, int) {
	n := rapid.IntRange(1, most).Draw(t, "players")
	gates := make([]*Gate, rapid.IntRange(1, 4).Draw(t, "gates"))
	for i := range gates {
		gates[i] = drawGate(t, n)
	}
	return drawFormula(t, gates, 3), n
}

func give(t *rapid.T, tally *Tally, player int, s Set) {
	if s == SetOf(Recused) {
		tally.Cast(player, Recused)
		return
	}
	if err := tally.Allow(player, s); err != nil {
		t.Fatal(err)
	}
}

func TestVerdictIsWhatEveryCompletionSays(t *testing.T) {
	often(t, func(t *rapid.T) {
		f, n := drawGame(t, 5)
		g, err := New(n, f)
		if err != nil {
			t.Fatal(err)
		}
		w := twin{f, make([]Set, n)}
		tally := g.Tally(SetOf(For, Against))
		for i := range w.allowed {
			w.allowed[i] = drawSet(t)
			give(t, tally, i, w.allowed[i])
		}
		got, want := tally.Verdict(), w.verdict()
		if got.Outcome != want || got.Bounded {
			t.Fatalf("Verdict() = %+v, want %v for %v", got, want, w.allowed)
		}
		tally.said = nil // the way for rolls where everyone weighs differently
		if got := tally.Verdict(); got.Outcome != want {
			t.Fatalf("Verdict() with players counted late = %+v, want %v", got, want)
		}
	})
}

func (w twin) String() string { return fmt.Sprint(w.allowed) }
