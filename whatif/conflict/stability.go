package conflict

import (
	"math"
	"slices"
	"sort"
)

// Concept is a way of looking ahead. The zero value is none.
type Concept uint8

const (
	// Nash: the party has no improvement. "Does nobody want to move?"
	Nash Concept = iota + 1
	// Sequential: each of its improvements can be answered by improvements of others. "Will it hold?"
	Sequential
	// Metarational: each can be answered by any moves of others, were it against their own interest. Weak: most states
	// of most models are; never to be headlined.
	Metarational
	// Symmetric: as Metarational, and the party cannot escape from the answer by a move of its own.
	Symmetric
)

// Concepts answers the concepts, in the order in which they are told.
func Concepts() []Concept { return []Concept{Nash, Sequential, Metarational, Symmetric} }

// String answers the usual abbreviation: Nash, SEQ, GMR, SMR.
func (c Concept) String() string {
	switch c {
	case Nash:
		return "Nash"
	case Sequential:
		return "SEQ"
	case Metarational:
		return "GMR"
	case Symmetric:
		return "SMR"
	}
	return ""
}

// improving says whether answers have to be improvements of those who give them.
func (c Concept) improving() bool { return c == Sequential }

// Stability says which states are stable for whom, by each concept.
type Stability struct {
	of [][]uint8 // of each party and state, a bit for each concept
}

// Stable says whether a state is stable for a party.
func (s *Stability) Stable(party, state int, c Concept) bool {
	return s.of[party][state]>>c&1 == 1
}

// Equilibrium says whether a state is stable for everybody.
func (s *Stability) Equilibrium(state int, c Concept) bool {
	for _, of := range s.of {
		if of[state]>>c&1 == 0 {
			return false
		}
	}
	return true
}

// Equilibria answers the states that are stable for everybody, ascending.
func (s *Stability) Equilibria(c Concept) []int {
	var all []int
	for state := range s.of[0] {
		if s.Equilibrium(state, c) {
			all = append(all, state)
		}
	}
	return all
}

// Stability answers which states are stable, all states and concepts in one pass. onward, if not nil, is called before
// each of so many equal steps; when it answers false the work stops, and the second answer is false.
//
// Cost: O(states × parties²), and for irreversible options as many times more as there are blocks a move can lead to.
// No list of moves is held.
func (g *Graph) Stability(onward func(done, of int) bool) (*Stability, bool) {
	out := &Stability{of: make([][]uint8, len(g.sides))}
	steps, of := 0, len(g.sides)*len(Concepts())
	for i := range g.sides {
		out.of[i] = make([]uint8, g.n)
		for _, c := range Concepts() {
			if onward != nil && !onward(steps, of) {
				return nil, false
			}
			steps++
			worst := g.sides[i].unanswered(g.answered(i, c))
			for s, r := range g.sides[i].rank {
				if worst[s] <= r {
					out.of[i][s] |= 1 << c
				}
			}
		}
	}
	return out, true
}

// answered answers, for each state that a party may have moved to, how badly the others can then make it fare.
func (g *Graph) answered(party int, c Concept) []int32 {
	s := &g.sides[party]
	switch c {
	case Nash:
		return s.rank // nobody answers
	case Sequential, Metarational:
		return g.cheapest(g.but(party), c.improving(), s.rank, s.ranks)
	case Symmetric:
		return g.cheapest(g.but(party), false, s.escape(), s.ranks)
	}
	panic("conflict: a concept without a definition")
}

// but answers all parties other than some.
func (g *Graph) but(out ...int) []int {
	var all []int
	for j := range g.sides {
		if !slices.Contains(out, j) {
			all = append(all, j)
		}
	}
	return all
}

// escape answers, for each state, the best rank the party can be at after staying or moving once more.
func (s *side) escape() []int32 {
	best := make([]int32, len(s.rank))
	for b := range len(s.first) - 1 {
		top := int32(-1)
		s.ahead(int32(b), func(c int32) {
			top = max(top, s.rank[s.order[s.first[c+1]-1]])
		})
		for _, t := range s.in(int32(b)) {
			best[t] = top
		}
	}
	return best
}

// cheapest answers, for each state, the least value among the states to which the others can bring the play from it,
// by any number of moves in any order, or of improvements; itself included.
//
// States are taken up from the least value on, and each gives its value to all from which it can be reached and which
// have none yet. In a block of one party the states that improve to a state are those of lower rank, a beginning of
// the block's order: a mark for each block remembers how far it has been told, so that every state is told once for
// each party and no list of moves is walked.
func (g *Graph) cheapest(others []int, improving bool, value []int32, top int32) []int32 {
	least := make([]int32, g.n)
	for s := range least {
		least[s] = -1
	}
	told := make([][]int32, len(others))
	for k, j := range others {
		told[k] = slices.Clone(g.sides[j].first)
	}
	var stack []int32
	for _, u := range ascending(value, top) {
		if least[u] >= 0 {
			continue
		}
		least[u] = value[u]
		stack = append(stack[:0], u)
		for len(stack) > 0 {
			x := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for k, j := range others {
				m := &g.sides[j]
				below := int32(math.MaxInt32)
				if improving {
					below = m.rank[x]
				}
				b := m.block[x]
				stack = m.tell(b, below, told[k], least, value[u], stack)
				for _, c := range m.down.of(b) {
					stack = m.tell(c, below, told[k], least, value[u], stack)
				}
			}
		}
	}
	return least
}

// tell gives a value to the states of a block ranked below a limit that have none, and pushes them.
func (s *side) tell(b, below int32, told, least []int32, value int32, stack []int32) []int32 {
	at, end := told[b], s.first[b+1]
	for ; at < end; at++ {
		w := s.order[at]
		if s.rank[w] >= below {
			break
		}
		if least[w] < 0 {
			least[w] = value
			stack = append(stack, w)
		}
	}
	told[b] = at
	return stack
}

// unanswered answers, for each state, the greatest of the values that its improvements have; −1 if it has none.
func (s *side) unanswered(value []int32) []int32 {
	worst := make([]int32, len(s.rank))
	for b := range len(s.first) - 1 {
		above, equal := int32(-1), int32(-1)
		in := s.in(int32(b))
		for k, t := range slices.Backward(in) {

			if k+1 < len(in) && s.rank[in[k+1]] != s.rank[t] {
				above, equal = max(above, equal), -1
			}
			worst[t], equal = above, max(equal, value[t])
		}
	}
	if s.up.first != nil {
		s.unansweredAhead(value, worst)
	}
	return worst
}

// unansweredAhead adds the improvements that lead to other blocks.
func (s *side) unansweredAhead(value, worst []int32) {
	tail := make([]int32, len(s.order)) // the greatest value from here to the end of the block
	for b := range len(s.first) - 1 {
		most := int32(-1)
		for at := s.first[b+1] - 1; at >= s.first[b]; at-- {
			most = max(most, value[s.order[at]])
			tail[at] = most
		}
	}
	for t, r := range s.rank {
		for _, c := range s.up.of(s.block[t]) {
			in := s.in(c)
			if k := sort.Search(len(in), func(k int) bool { return s.rank[in[k]] > r }); k < len(in) {
				worst[t] = max(worst[t], tail[int(s.first[c])+k])
			}
		}
	}
}
