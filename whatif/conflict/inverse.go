package conflict

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// Shift is a change of mind: a party that likes Over better than Prefer comes to like Prefer at least as much.
type Shift struct {
	Party  int
	Prefer int
	Over   int
}

// Inverse says what somebody must come to prefer for a state to hold.
type Inverse struct {
	Target  int
	Concept Concept
	// Shifts that make the target an equilibrium, party by party; none if it is one already. For each party they are as
	// few as will do while the others stay as they are; among those, over states that stand nearest to the target in its
	// ranking, today's before others. Where one party's change of mind takes away what answered another, more follow.
	Shifts []Shift
	// Bounded says that the search for few ended at its bound: fewer may do.
	Bounded bool
}

// searchBudget bounds the search for the fewest shifts of one party, in choices tried.
const searchBudget = 200_000

// Inverse answers what must change in the parties' preferences for a state to be an equilibrium.
//
// For Nash that is the list of all that a party could gain by one move. For the other concepts it is enough, for each
// such gain, either no longer to like it better, or to like no better some answer that the others could give: the
// least number of changes of mind that does one or the other for every gain. Changes in the preferences of those who
// answer are not looked for. today is the state that is named before others that do as well; −1 for none.
//
// Cost: O(states × parties) for each gain, and a search within a bound.
func (g *Graph) Inverse(target int, c Concept, today int) Inverse {
	out := Inverse{Target: target, Concept: c}
	for {
		more := g.With(out.Shifts).shifts(target, c, today)
		if len(more.Shifts) == 0 {
			return out
		}
		out.Shifts, out.Bounded = append(out.Shifts, more.Shifts...), out.Bounded || more.Bounded
		slices.SortStableFunc(out.Shifts, func(a, b Shift) int { return cmp.Compare(a.Party, b.Party) })
	}
}

// shifts answers the fewest shifts of each party, the others staying as they are.
func (g *Graph) shifts(target int, c Concept, today int) Inverse {
	out := Inverse{Target: target, Concept: c}
	for i := range g.sides {
		gains := g.gains(i, target, c)
		over, exact := g.fewest(i, gains, today)
		out.Bounded = out.Bounded || !exact
		for _, x := range over {
			out.Shifts = append(out.Shifts, Shift{Party: i, Prefer: target, Over: int(x)})
		}
	}
	return out
}

// gain is an improvement that nothing answers, with all that would do about it: sets of states which the party would
// have to like no better than the target.
type gain struct{ ways [][]int32 }

// gains answers the improvements of a party at a state that the others do not answer.
func (g *Graph) gains(party, target int, c Concept) []gain {
	var all []gain
	s := &g.sides[party]
	for _, t := range g.Moves(party, target) {
		if s.rank[t] <= s.rank[target] {
			continue
		}
		one := gain{[][]int32{{int32(t)}}}
		answered := false
		if c != Nash {
			r := g.Reach(t, g.but(party), c.improving())
			for u := range g.n {
				if r.dist[u] < 0 || u == t {
					continue
				}
				way := g.liked(party, target, u, c)
				answered = answered || len(way) == 0
				one.ways = append(one.ways, way)
			}
		}
		if !answered {
			all = append(all, one)
		}
	}
	return all
}

// liked answers what the party likes better than the target of an answer: the state itself, and with Symmetric also
// its escapes from it.
func (g *Graph) liked(party, target, u int, c Concept) []int32 {
	rank := g.sides[party].rank
	var all []int32
	if rank[u] > rank[target] {
		all = append(all, int32(u))
	}
	if c == Symmetric {
		for _, v := range g.Moves(party, u) {
			if rank[v] > rank[target] {
				all = append(all, int32(v))
			}
		}
	}
	slices.Sort(all)
	return all
}

// cover looks for the fewest states with which every gain has one of its ways complete.
type cover struct {
	gains  []gain
	cost   func(int32) int64
	best   []int32
	least  int64
	budget int
}

// changed is the cost of one change of mind: more than all distances in a ranking together.
const changed = 1 << 32

// fewest answers the fewest states that the party must come to like no better than the target, in order, and whether
// no fewer would do.
func (g *Graph) fewest(party int, gains []gain, today int) ([]int32, bool) {
	rank := g.sides[party].rank
	v := &cover{gains: gains, least: 1<<63 - 1, budget: searchBudget, cost: func(x int32) int64 {
		if int(x) == today {
			return changed + 2*int64(rank[x])
		}
		return changed + 2*int64(rank[x]) + 1
	}}
	v.reduce()
	var all []int32
	var sum int64
	for _, one := range v.gains { // to stop liking each of them is one way
		all = union(all, one.ways[0])
	}
	for _, x := range all {
		sum += v.cost(x)
	}
	v.best, v.least = all, sum
	v.search(nil, 0)
	return v.best, v.budget >= 0
}

// reduce drops ways that do no better than another one of the same gain. Ways of one state that serve the same gains
// differ in cost alone: only the cheapest of them stays.
func (v *cover) reduce() {
	serves := map[int32][]byte{}
	for k, one := range v.gains {
		for _, way := range one.ways {
			if len(way) == 1 {
				serves[way[0]] = binary.BigEndian.AppendUint32(serves[way[0]], uint32(k))
			}
		}
	}
	cheapest := map[string]int32{}
	for x, key := range serves {
		if y, ok := cheapest[string(key)]; !ok || v.cheaper(x, y) {
			cheapest[string(key)] = x
		}
	}
	for k, one := range v.gains {
		keep := one.ways[:1:1]
		for _, way := range one.ways[1:] {
			if len(way) > 1 || cheapest[string(serves[way[0]])] == way[0] {
				keep = append(keep, way)
			}
		}
		slices.SortStableFunc(keep[1:], func(a, b []int32) int {
			return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(v.cost(a[0]), v.cost(b[0])), slices.Compare(a, b))
		})
		v.gains[k].ways = slices.CompactFunc(keep, slices.Equal)
	}
}

func (v *cover) cheaper(x, y int32) bool {
	return cmp.Or(cmp.Compare(v.cost(x), v.cost(y)), cmp.Compare(x, y)) < 0
}

// search adds to the states chosen one way after the other for the first gain that has none complete.
func (v *cover) search(chosen []int32, cost int64) {
	at := slices.IndexFunc(v.gains, func(one gain) bool {
		return !slices.ContainsFunc(one.ways, func(way []int32) bool { return contains(chosen, way) })
	})
	if at < 0 {
		if cost < v.least {
			v.best, v.least = slices.Clone(chosen), cost
		}
		return
	}
	for _, way := range v.gains[at].ways {
		if v.budget--; v.budget < 0 {
			return
		}
		sum := cost
		for _, x := range way {
			if !slices.Contains(chosen, x) {
				sum += v.cost(x)
			}
		}
		if sum < v.least {
			v.search(union(chosen, way), sum)
		}
	}
}

// union answers the states of both, ascending.
func union(a, b []int32) []int32 {
	all := append(slices.Clone(a), b...)
	slices.Sort(all)
	return slices.Compact(all)
}

// contains says whether all of these states are among those.
func contains(those, these []int32) bool {
	for _, x := range these {
		if _, ok := slices.BinarySearch(those, x); !ok {
			return false
		}
	}
	return true
}

// With answers the graph after changes of mind: what a party is to like no better than another state comes to stand
// level with it, and all else keeps its order. Where it stands no higher already, nothing changes.
func (g *Graph) With(shifts []Shift) *Graph {
	out := &Graph{n: g.n, sides: slices.Clone(g.sides)}
	for i := range out.sides {
		s := &out.sides[i]
		value := make([]int64, g.n)
		for t, r := range s.rank {
			value[t] = int64(r)
		}
		moved := false
		for _, c := range shifts {
			if c.Party == i && value[c.Over] > value[c.Prefer] {
				value[c.Over], moved = value[c.Prefer], true
			}
		}
		if moved {
			s.rank, s.ranks = dense(value)
			s.arrange()
		}
	}
	return out
}
