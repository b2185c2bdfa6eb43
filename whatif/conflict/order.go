package conflict

import "slices"

// Reordering is another order of a party's statements.
type Reordering struct {
	// Order of the statements, by their numbers in the model; the most important first.
	Order []int
	// Swaps of neighbours that lead to it from the order of the model.
	Swaps int
}

// MaxReordered is how many statements are put into every order: 40,320 orders.
const MaxReordered = 8

// Reorder answers the order of a party's statements that needs the fewest swaps of neighbours for a state to be stable
// for it and, unless over is −1, for it to like that state better than over; the first of these orders, by the numbers
// of the statements. False: no order will do, or the party has no statements or more than MaxReordered.
func (c *Conflict) Reorder(party, target int, by Concept, over int) (Reordering, bool) {
	n := len(c.Model.Parties[party].Prefers)
	if n == 0 || n > MaxReordered {
		return Reordering{}, false
	}
	q := c.question(party, target, by, over)
	first := make([]int, n)
	for i := range first {
		first[i] = i
	}
	layer, seen := [][]int{first}, map[string]bool{key(first): true}
	for swaps := 0; len(layer) > 0; swaps++ {
		slices.SortFunc(layer, slices.Compare)
		var next [][]int
		for _, order := range layer {
			if q.holds(order, n) {
				return Reordering{order, swaps}, true
			}
			for i := range n - 1 {
				other := slices.Clone(order)
				other[i], other[i+1] = other[i+1], other[i]
				if k := key(other); !seen[k] {
					seen[k] = true
					next = append(next, other)
				}
			}
		}
		layer = next
	}
	return Reordering{}, false
}

func key(order []int) string {
	b := make([]byte, len(order))
	for i, x := range order {
		b[i] = byte(x)
	}
	return string(b)
}

// truth is which statements a state satisfies, as prefers has it. All that a party can tell apart are truths, of which
// there are 256 at most.
type truth = uint8

// truths is a set of them.
type truths [4]uint64

func (t *truths) add(x truth) { t[x>>6] |= 1 << (x & 63) }

func (t truths) has(x truth) bool { return t[x>>6]>>(x&63)&1 == 1 }

func (t truths) meets(o truths) bool {
	return t[0]&o[0]|t[1]&o[1]|t[2]&o[2]|t[3]&o[3] != 0
}

// question is what Reorder asks, in truths alone: the same few sets serve every order.
type question struct {
	target, over truth
	strictly     bool
	moves        []reply
}

// reply is where the party could move, and what each answer of the others could leave it with.
type reply struct {
	to      truth
	answers []truths
}

func (c *Conflict) question(party, target int, by Concept, over int) question {
	of := func(s int) truth { return truth(c.truths[party][s]) }
	q := question{target: of(target)}
	if over >= 0 {
		q.over, q.strictly = of(over), true
	}
	for _, t := range c.Moves(party, target) {
		r, answers := reply{to: of(t)}, map[truths]bool{}
		if by != Nash {
			reach := c.Reach(t, c.but(party), by.improving())
			for u := range c.n {
				if set := c.left(party, u, by, of); reach.dist[u] >= 0 && !answers[set] {
					answers[set] = true
					r.answers = append(r.answers, set)
				}
			}
		}
		q.moves = append(q.moves, r)
	}
	return q
}

// left answers what a party can be left with after an answer: where that leads, and with Symmetric its escapes too.
func (c *Conflict) left(party, u int, by Concept, of func(int) truth) truths {
	var set truths
	set.add(of(u))
	if by == Symmetric {
		for _, v := range c.Moves(party, u) {
			set.add(of(v))
		}
	}
	return set
}

// holds says whether the answer to the question is yes with n statements in some order.
func (q *question) holds(order []int, n int) bool {
	value := func(x truth) truth {
		var v truth
		for _, st := range order {
			v = v<<1 | x>>(n-1-st)&1
		}
		return v
	}
	if q.strictly && value(q.target) <= value(q.over) {
		return false
	}
	var better truths
	for x := range 1 << n {
		if value(truth(x)) > value(q.target) {
			better.add(truth(x))
		}
	}
	return !slices.ContainsFunc(q.moves, func(r reply) bool {
		return better.has(r.to) && !slices.ContainsFunc(r.answers, func(set truths) bool { return !set.meets(better) })
	})
}
