package conflict

import "slices"

// Arc is one move of one party.
type Arc struct {
	Party    int
	From, To int
}

// Reach says which states can be reached from one, and how.
type Reach struct {
	from int
	dist []int32 // −1 where it cannot be reached
	by   []int16 // who makes the last move
	via  []int32 // from where
}

// Reach answers what can be reached from a state by moves of some parties (nil: of all), each in its turn and as often
// as they like; with improving, by moves that whoever makes them likes better than where the move begins. Among the
// shortest ways it takes the one of the earliest parties. Cost: O(states × parties).
func (g *Graph) Reach(from int, by []int, improving bool) *Reach {
	if by == nil {
		by = g.but()
	}
	r := &Reach{from: from, dist: make([]int32, g.n), by: make([]int16, g.n), via: make([]int32, g.n)}
	for s := range r.dist {
		r.dist[s] = -1
	}
	// left[k][b]: of block b of party k, the states before this place in its order have not been looked at
	left := make([][]int32, len(by))
	for k, j := range by {
		left[k] = slices.Clone(g.sides[j].first[1:])
	}
	r.dist[from] = 0
	queue := []int32{int32(from)}
	for at := 0; at < len(queue); at++ {
		x := queue[at]
		for k, j := range by {
			s := &g.sides[j]
			above := int32(-1)
			if improving {
				above = s.rank[x]
			}
			s.ahead(s.block[x], func(b int32) {
				for ; left[k][b] > s.first[b] && s.rank[s.order[left[k][b]-1]] > above; left[k][b]-- {
					if w := s.order[left[k][b]-1]; r.dist[w] < 0 {
						r.dist[w], r.by[w], r.via[w] = r.dist[x]+1, int16(j), x
						queue = append(queue, w)
					}
				}
			})
		}
	}
	return r
}

// Moves answers how many moves lead to a state, and whether any do.
func (r *Reach) Moves(to int) (int, bool) { return max(int(r.dist[to]), 0), r.dist[to] >= 0 }

// Path answers the moves that lead to a state; none to where it begins, and none to what cannot be reached.
func (r *Reach) Path(to int) []Arc {
	var path []Arc
	for s := to; r.dist[s] > 0; s = int(r.via[s]) {
		path = append(path, Arc{Party: int(r.by[s]), From: int(r.via[s]), To: s})
	}
	slices.Reverse(path)
	return path
}

// Joint is something that several parties can do together and from which each of them gains.
type Joint struct {
	To   int
	Path []Arc
	// Answered says that the others can answer by improvements of their own, so that one of the members ends no better
	// off than before.
	Answered bool
}

// Joint answers the states to which parties can bring the play together from a state, by any number of their own moves
// in any order, and which all of them like better than that state; those that stay unanswered first, then by the number
// of moves. None: for these members the state is stable against what they can do together. Cost: O(states × parties ×
// members).
func (g *Graph) Joint(from int, members []int) []Joint {
	r := g.Reach(from, members, false)
	others := g.but(members...)
	least := make([][]int32, len(members))
	for k, j := range members {
		least[k] = g.cheapest(others, true, g.sides[j].rank, g.sides[j].ranks)
	}
	var all []Joint
	for t := range g.n {
		gain, answered := r.dist[t] > 0, false
		for k, j := range members {
			rank := g.sides[j].rank
			gain = gain && rank[t] > rank[from]
			answered = answered || least[k][t] <= rank[from]
		}
		if gain {
			all = append(all, Joint{To: t, Path: r.Path(t), Answered: answered})
		}
	}
	slices.SortStableFunc(all, func(a, b Joint) int {
		if a.Answered != b.Answered {
			if a.Answered {
				return 1
			}
			return -1
		}
		return len(a.Path) - len(b.Path)
	})
	return all
}
