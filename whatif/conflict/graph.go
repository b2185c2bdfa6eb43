// Package conflict is the graph model of a conflict: who can move where, who prefers what, and which states hold when
// everybody looks ahead.
//
// It knows parties, options, states, moves and rankings, and it can draft a model from a dossier. It refuses to know
// what anybody really wants: preferences are stated by whoever edits the model, and every answer holds for these
// stated preferences only. It says what is stable, never what is right, and it counts nobody's chances.
//
// The definitions are those of the graph model for conflict resolution [Fang, Hipel, Kilgour 1993]. A party at a state
// can improve when one of its own moves leads to a state it likes better. Four concepts say when it stays all the
// same: never (Nash), when others could answer by improvements of their own (Sequential), by any moves (Metarational),
// or by any moves from which it could not escape (Symmetric). An answer counts when it leaves the party no better off
// than it was: equal is enough. The others may move in any order and as often as they like.
package conflict

import (
	"fmt"
	"math"
	"slices"
)

// Side is one party of a graph that is given arc by arc.
type Side struct {
	// Moves[s] are the states to which the party alone can bring the play from state s. They have to compose: who can
	// move from 1 to 2 and from 2 to 3 can move from 1 to 3.
	Moves [][]int
	// Value[s] says how much the party likes state s: more is better, equal is indifferent. Only the order counts.
	Value []int64
}

// Graph is a conflict made ready: states 0 … n−1, parties 0 … p−1, moves and rankings. It is immutable; share it
// freely.
type Graph struct {
	n     int
	sides []side
}

// side is a party: its ranking and its moves.
type side struct {
	rank  []int32 // of each state, from 0 for what it likes least, without gaps
	ranks int32   // how many different ranks there are
	moves
}

// moves are where one party can bring the play. As moves compose, states between which it can go to and fro form
// blocks, and whoever can go from one block to another can go from any state of it to any state of the other.
type moves struct {
	block    []int32 // of each state
	first    []int32 // of each block: where its states begin in order; one more at the end
	order    []int32 // the states by block, in each those the party likes least first
	up, down links   // other blocks that a block leads to, and from which it is reached
}

// links are lists of blocks, one for each block; none at all where no block leads to another.
type links struct{ first, to []int32 }

func (l links) of(b int32) []int32 {
	if l.first == nil {
		return nil
	}
	return l.to[l.first[b]:l.first[b+1]]
}

// NewGraph answers a graph given arc by arc. It refuses a graph without states or parties, rankings and moves that do
// not fit the states, and moves that do not compose. The cost is that of looking at all pairs of moves that follow
// each other.
func NewGraph(states int, parties []Side) (*Graph, error) {
	if states < 1 || states > math.MaxInt32 || len(parties) == 0 {
		return nil, fmt.Errorf("make a conflict of %d states and %d parties: there must be one of each at least", states, len(parties))
	}
	g := &Graph{n: states}
	for i, p := range parties {
		if len(p.Value) != states || len(p.Moves) != states {
			return nil, fmt.Errorf("party %d ranks %d and moves from %d of %d states: give all of them", i, len(p.Value), len(p.Moves), states)
		}
		m, err := blocksOf(states, p.Moves)
		if err != nil {
			return nil, fmt.Errorf("party %d: %w", i, err)
		}
		s := side{moves: m}
		s.rank, s.ranks = dense(p.Value)
		s.arrange()
		g.sides = append(g.sides, s)
	}
	return g, nil
}

// States answers how many states there are.
func (g *Graph) States() int { return g.n }

// Parties answers how many parties there are.
func (g *Graph) Parties() int { return len(g.sides) }

// Compare answers whether a party likes state a less than state b (−1), as much (0) or more (+1).
func (g *Graph) Compare(party, a, b int) int {
	r := g.sides[party].rank
	switch {
	case r[a] < r[b]:
		return -1
	case r[a] > r[b]:
		return 1
	}
	return 0
}

// Moves answers the states to which a party alone can bring the play from a state, ascending, without that state.
func (g *Graph) Moves(party, from int) []int {
	var all []int
	m := &g.sides[party].moves
	m.ahead(m.block[from], func(b int32) {
		for _, t := range m.in(b) {
			if int(t) != from {
				all = append(all, int(t))
			}
		}
	})
	slices.Sort(all)
	return all
}

// in answers the states of a block, those the party likes least first.
func (m *moves) in(b int32) []int32 { return m.order[m.first[b]:m.first[b+1]] }

// ahead calls f with a block and with all it leads to.
func (m *moves) ahead(b int32, f func(int32)) {
	f(b)
	for _, c := range m.up.of(b) {
		f(c)
	}
}

// dense turns values into ranks from 0 without gaps.
func dense(values []int64) ([]int32, int32) {
	distinct := slices.Clone(values)
	slices.Sort(distinct)
	distinct = slices.Compact(distinct)
	rank := make([]int32, len(values))
	for i, v := range values {
		at, _ := slices.BinarySearch(distinct, v)
		rank[i] = int32(at)
	}
	return rank, int32(len(distinct))
}

// ascending answers all states, those of least value first; values are from 0 to below top.
func ascending(value []int32, top int32) []int32 {
	next := make([]int32, top+1)
	for _, v := range value {
		next[v+1]++
	}
	for i := int32(1); i <= top; i++ {
		next[i] += next[i-1]
	}
	out := make([]int32, len(value))
	for s, v := range value {
		out[next[v]] = int32(s)
		next[v]++
	}
	return out
}

// arrange puts the states of each block in the order of the party's ranking.
func (s *side) arrange() {
	blocks := int32(0)
	for _, b := range s.block {
		blocks = max(blocks, b+1)
	}
	s.first = make([]int32, blocks+1)
	for _, b := range s.block {
		s.first[b+1]++
	}
	for b := range blocks {
		s.first[b+1] += s.first[b]
	}
	next := slices.Clone(s.first)
	s.order = make([]int32, len(s.block))
	for _, t := range ascending(s.rank, s.ranks) {
		b := s.block[t]
		s.order[next[b]] = t
		next[b]++
	}
}

// blocksOf finds the blocks of moves given arc by arc, and refuses moves that do not compose.
func blocksOf(n int, arcs [][]int) (moves, error) {
	can := make([]map[int]bool, n)
	for s, targets := range arcs {
		can[s] = map[int]bool{}
		for _, t := range targets {
			if t < 0 || t >= n {
				return moves{}, fmt.Errorf("a move from %d to %d, of %d states", s, t, n)
			}
			can[s][t] = true
		}
	}
	for s, targets := range arcs {
		for _, t := range targets {
			for _, u := range arcs[t] {
				if u != s && !can[s][u] {
					return moves{}, fmt.Errorf("it can move from %d to %d and from there to %d, but not at once: add that move", s, t, u)
				}
			}
		}
	}
	return numbered(n, arcs, can), nil
}

// numbered gives states that lead to each other one block and links the blocks.
func numbered(n int, arcs [][]int, can []map[int]bool) moves {
	m := moves{block: make([]int32, n)}
	var heads []int
	for s := range n {
		m.block[s] = -1
		for _, t := range arcs[s] {
			if t < s && can[t][s] {
				m.block[s] = m.block[t]
			}
		}
		if m.block[s] < 0 {
			m.block[s] = int32(len(heads))
			heads = append(heads, s)
		}
	}
	up, down := make([][]int32, len(heads)), make([][]int32, len(heads))
	for b, s := range heads {
		for _, t := range arcs[s] {
			if c := m.block[t]; c != int32(b) && !slices.Contains(up[b], c) {
				up[b], down[c] = append(up[b], c), append(down[c], int32(b))
			}
		}
	}
	m.up, m.down = packed(up), packed(down)
	return m
}

// packed lays lists one behind the other; none where all are empty.
func packed(lists [][]int32) links {
	l := links{first: make([]int32, 1, len(lists)+1)}
	for _, list := range lists {
		l.to = append(l.to, list...)
		l.first = append(l.first, int32(len(l.to)))
	}
	if len(l.to) == 0 {
		return links{}
	}
	return l
}
