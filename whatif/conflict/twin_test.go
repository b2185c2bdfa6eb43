package conflict

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// twin is the definition, word by word: lists of moves, and the others' legal sequences, in which nobody moves twice
// running, looked at one by one.
type twin struct {
	moves [][][]int
	value [][]int64
}

// sequences answers the states to which the others can bring the play from a state.
func (w twin) sequences(party, from int, improving bool) map[int]bool {
	type at struct{ state, last int }
	seen, out := map[at]bool{}, map[int]bool{}
	var walk func(at)
	walk = func(x at) {
		for j := range w.moves {
			if j == party || j == x.last {
				continue
			}
			for _, t := range w.moves[j][x.state] {
				if improving && w.value[j][t] <= w.value[j][x.state] {
					continue
				}
				if next := (at{t, j}); !seen[next] {
					seen[next] = true
					out[t] = true
					walk(next)
				}
			}
		}
	}
	walk(at{from, -1})
	return out
}

func (w twin) stable(party, state int, c Concept) bool {
	v := w.value[party]
	for _, t := range w.moves[party][state] {
		if v[t] > v[state] && !w.answer(party, state, t, c) {
			return false
		}
	}
	return true
}

func (w twin) answer(party, state, moved int, c Concept) bool {
	if c == Nash {
		return false
	}
	v := w.value[party]
	for u := range w.sequences(party, moved, c == Sequential) {
		if v[u] > v[state] {
			continue
		}
		escapes := false
		for _, x := range w.moves[party][u] {
			escapes = escapes || c == Symmetric && v[x] > v[state]
		}
		if !escapes {
			return true
		}
	}
	return false
}

// drawTwin draws a conflict: options of two or three parties, some of them final, some states left out, and rankings
// with ties.
func drawTwin(t *rapid.T) twin { return drawTwinOf(t, 6) }

// drawTwinOf draws one of so many options at most.
func drawTwinOf(t *rapid.T, most int) twin {
	options := rapid.IntRange(1, most).Draw(t, "options")
	owner, final := make([]int, options), make([]int, options)
	parties := rapid.IntRange(2, 3).Draw(t, "parties")
	for o := range owner {
		owner[o] = rapid.IntRange(0, parties-1).Draw(t, "owner")
		final[o] = rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(t, "final")
	}
	out := rapid.SliceOfN(rapid.Bool(), 1<<options, 1<<options).Draw(t, "out")
	if rapid.Bool().Draw(t, "all feasible") {
		clear(out)
	}
	out[0] = false
	var states []int
	for s := range 1 << options {
		if !out[s] {
			states = append(states, s)
		}
	}
	w := twin{make([][][]int, parties), make([][]int64, parties)}
	for i := range parties {
		w.moves[i] = make([][]int, len(states))
		for a, s := range states {
			for b, u := range states {
				if a != b && mayMove(i, s, u, owner, final) {
					w.moves[i][a] = append(w.moves[i][a], b)
				}
			}
		}
		w.value[i] = rapid.SliceOfN(rapid.Int64Range(0, 7), len(states), len(states)).Draw(t, "value")
	}
	return w
}

func mayMove(party, s, u int, owner, final []int) bool {
	for o := range owner {
		was, is := s>>o&1, u>>o&1
		if was != is && (owner[o] != party || final[o] == 1 && was == 1 || final[o] == 2 && was == 0) {
			return false
		}
	}
	return true
}

func (w twin) graph(t *rapid.T) *Graph {
	sides := make([]Side, len(w.moves))
	for i := range sides {
		sides[i] = Side{w.moves[i], w.value[i]}
	}
	g, err := NewGraph(len(w.value[0]), sides)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestStabilityIsWhatTheDefinitionsSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawTwin(t)
		s, _ := w.graph(t).Stability(nil)
		for i := range w.moves {
			for state := range w.value[i] {
				for _, c := range Concepts() {
					if got, want := s.Stable(i, state, c), w.stable(i, state, c); got != want {
						t.Fatalf("Stable(%d, %d, %v) = %t, want %t", i, state, c, got, want)
					}
				}
			}
		}
	})
}

func TestReachIsWhatSequencesOfMovesReach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawTwin(t)
		g := w.graph(t)
		from := rapid.IntRange(0, len(w.value[0])-1).Draw(t, "from")
		improving := rapid.Bool().Draw(t, "improving")
		r, want := g.Reach(from, nil, improving), w.sequences(-2, from, improving)
		for s := range w.value[0] {
			n, ok := r.Moves(s)
			if s != from && ok != want[s] {
				t.Fatalf("Moves(%d) from %d, improving %t = %d, %t, want %t", s, from, improving, n, ok, want[s])
			}
			path, at := r.Path(s), from
			for _, a := range path {
				if a.From != at || !containsInt(w.moves[a.Party][at], a.To) {
					t.Fatalf("Path(%d) from %d = %v, which nobody can go", s, from, path)
				}
				at = a.To
			}
			if ok && (at != s || len(path) != n) {
				t.Fatalf("Path(%d) from %d = %v, want %d moves that end there", s, from, path, n)
			}
		}
	})
}

func TestWhatPartiesDoTogetherGainsForEachOfThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawTwin(t)
		members := []int{0, 1}
		from := rapid.IntRange(0, len(w.value[0])-1).Draw(t, "from")
		want := map[int]bool{}
		for s := range w.sequences(len(w.moves)-1, from, false) {
			if len(w.moves) == 3 && w.value[0][s] > w.value[0][from] && w.value[1][s] > w.value[1][from] {
				want[s] = true
			}
		}
		if len(w.moves) == 2 {
			for s := range w.sequences(-2, from, false) {
				if w.value[0][s] > w.value[0][from] && w.value[1][s] > w.value[1][from] {
					want[s] = true
				}
			}
		}
		got := w.graph(t).Joint(from, members)
		for _, j := range got {
			if !want[j.To] {
				t.Fatalf("Joint(%d) has %d, which does not gain for all", from, j.To)
			}
			answered := false
			if len(w.moves) == 3 {
				for _, u := range w.moves[2][j.To] { // one party alone composes its moves
					better := w.value[2][u] > w.value[2][j.To]
					answered = answered || better && (w.value[0][u] <= w.value[0][from] || w.value[1][u] <= w.value[1][from])
				}
			}
			if j.Answered != answered {
				t.Fatalf("Joint(%d): %d answered %t, want %t", from, j.To, j.Answered, answered)
			}
		}
		if len(got) != len(want) {
			t.Fatalf("Joint(%d) = %v, want %d states", from, got, len(want))
		}
	})
}

func containsInt(all []int, x int) bool {
	return slices.Contains(all, x)
}
