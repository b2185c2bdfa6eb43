package conflict

import (
	"slices"
	"testing"
)

// worstFirst turns "best first" lists of states, numbered from 1, into values.
func bestFirst(states ...int) []int64 {
	v := make([]int64, len(states))
	for i, s := range states {
		v[s-1] = int64(len(states) - i)
	}
	return v
}

// arcs reads moves between states numbered from 1.
func arcs(n int, pairs ...[2]int) [][]int {
	all := make([][]int, n)
	for _, p := range pairs {
		all[p[0]-1] = append(all[p[0]-1], p[1]-1)
	}
	return all
}

func bothWays(pairs ...[2]int) [][2]int {
	var all [][2]int
	for _, p := range pairs {
		all = append(all, p, [2]int{p[1], p[0]})
	}
	return all
}

func graph(t testing.TB, n int, sides ...Side) *Graph {
	t.Helper()
	g, err := NewGraph(n, sides)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func prisoners(t testing.TB) *Graph {
	return graph(t, 4,
		Side{arcs(4, bothWays([2]int{1, 2}, [2]int{3, 4})...), bestFirst(2, 1, 4, 3)},
		Side{arcs(4, bothWays([2]int{1, 3}, [2]int{2, 4})...), bestFirst(3, 1, 4, 2)})
}

// elmira is the dispute over the groundwater of Elmira, Ontario, 1991 [Fang, Hipel, Kilgour 1993].
func elmira(t testing.TB) *Graph {
	uniroyal := [][2]int{{1, 3}, {2, 4}, {5, 7}, {6, 8}}
	for k := 1; k <= 8; k++ {
		uniroyal = append(uniroyal, [2]int{k, 9})
	}
	return graph(t, 9,
		Side{arcs(9, [2]int{1, 2}, [2]int{3, 4}, [2]int{5, 6}, [2]int{7, 8}), bestFirst(7, 3, 4, 8, 5, 1, 2, 6, 9)},
		Side{arcs(9, uniroyal...), bestFirst(1, 4, 8, 5, 9, 3, 7, 2, 6)},
		Side{arcs(9, bothWays([2]int{1, 5}, [2]int{2, 6}, [2]int{3, 7}, [2]int{4, 8})...), bestFirst(7, 3, 5, 1, 8, 6, 4, 2, 9)})
}

// switches is a graph in which party i owns bit i of the state and may always turn it.
func switches(t testing.TB, values ...[]int64) *Graph {
	n := 1 << len(values)
	sides := make([]Side, len(values))
	for i, v := range values {
		sides[i] = Side{make([][]int, n), v}
		for s := range n {
			sides[i].Moves[s] = []int{s ^ 1<<i}
		}
	}
	return graph(t, n, sides...)
}

func tripled(t testing.TB) *Graph {
	return switches(t, []int64{7, 6, 0, 1, 3, 4, 5, 2}, []int64{4, 3, 7, 6, 0, 5, 2, 1}, []int64{4, 7, 5, 2, 6, 3, 0, 1})
}

func indifferent(t testing.TB) *Graph {
	return graph(t, 3, Side{arcs(3, [2]int{1, 2}), []int64{1, 2, 1}}, Side{arcs(3, [2]int{2, 3}), []int64{1, 2, 3}})
}

func shifted(states []int, by int) []int {
	out := make([]int, len(states))
	for i, s := range states {
		out[i] = s + by
	}
	return out
}

func TestKnownConflictsHaveTheirKnownEquilibria(t *testing.T) {
	for _, c := range []struct {
		name  string
		g     *Graph
		first int // the number of the first state
		want  map[Concept][]int
	}{
		{"the prisoners' dilemma", prisoners(t), 1, map[Concept][]int{Nash: {4}, Metarational: {1, 4}, Sequential: {1, 4}, Symmetric: {1, 4}}},
		{"Elmira", elmira(t), 1, map[Concept][]int{Nash: {5, 8, 9}, Sequential: {5, 8, 9}, Metarational: {1, 4, 5, 8, 9}, Symmetric: {1, 4, 5, 8, 9}}},
		{"three parties, one of whom answers twice", tripled(t), 0, map[Concept][]int{Nash: {3}, Metarational: {0, 1, 3, 5}, Sequential: {3, 5}, Symmetric: {0, 1, 3, 5}}},
		{"an answer that leaves all equal", indifferent(t), 1, map[Concept][]int{Nash: {3}, Metarational: {1, 3}, Sequential: {1, 3}}},
	} {
		s, done := c.g.Stability(nil)
		if !done {
			t.Fatalf("%s: Stability stopped by itself", c.name)
		}
		for _, concept := range Concepts() {
			want, asked := c.want[concept]
			if got := shifted(s.Equilibria(concept), c.first); asked && !slices.Equal(got, want) {
				t.Errorf("%s: Equilibria(%v) = %v, want %v", c.name, concept, got, want)
			}
		}
	}
}

func TestAnOpponentMayAnswerTwice(t *testing.T) {
	s, _ := tripled(t).Stability(nil)
	if !s.Stable(1, 7, Sequential) {
		t.Error("state 7 is not SEQ for party 1, who is answered by a party that moves twice")
	}
}

func TestStabilityStopsWhenToldTo(t *testing.T) {
	calls := 0
	s, done := elmira(t).Stability(func(at, of int) bool {
		calls++
		return at < of/2
	})
	if done || s != nil || calls != 7 {
		t.Errorf("Stability told to stop half way = %v, %t after %d calls, want nil, false after 7", s, done, calls)
	}
}

func TestMovesThatDoNotComposeAreRefused(t *testing.T) {
	for _, c := range []struct {
		states int
		sides  []Side
	}{
		{3, []Side{{arcs(3, [2]int{1, 2}, [2]int{2, 3}), []int64{1, 2, 3}}}},
		{3, []Side{{arcs(3, [2]int{1, 2}), []int64{1, 2}}}},
		{2, []Side{{[][]int{{5}, nil}, []int64{1, 2}}}},
		{0, []Side{{}}},
		{2, nil},
	} {
		if g, err := NewGraph(c.states, c.sides); err == nil {
			t.Errorf("NewGraph(%d, %v) = %v, want an error", c.states, c.sides, g)
		}
	}
}
