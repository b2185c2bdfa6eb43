package game

// Move is one player's ballot, other than it is.
type Move struct {
	Player   int
	From, To Ballot
}

// Change is a smallest set of moves with which a formula would hold.
type Change struct {
	// Moves in ascending order of players; empty when it holds as it is, or when nothing was found.
	Moves []Move
	// Cost of the moves: how many there are, or their cost where a cost was given.
	Cost int64
	// Impossible says that no ballots of those allowed would do.
	Impossible bool
	// Bounded says that the search ended at its budget: a smaller change may exist, and if there are no moves, one
	// may exist at all.
	Bounded bool
}

// Fewest answers a smallest set of moves that would adopt, each to a ballot of the set free. Among sets of one size
// it takes one whose ballots lie nearest, by a distance from 0 to 1000 (nil: all are equally near); on large rolls
// of many different weights the size is exact and the nearness only as good as a greedy choice.
//
// Everyone must have spoken: a player still pending is taken as Absent.
//
// [Minimum-cost cover: greedy on one gate, branch and bound with a fractional bound on several.]
func (t *Tally) Fewest(free Set, distance func(from, to Ballot) int64) Change {
	farthest := min(1000, unit/int64(t.g.players+1)-1)
	c := t.covering(free, func(_ int, from, to Ballot) int64 {
		if distance == nil {
			return unit
		}
		return unit + min(max(distance(from, to), 0), farthest)
	}, false)
	c.Cost /= unit
	return c
}

// unit is the cost of one move where moves are counted: more than all distances on a roll together.
const unit = 1 << 32

// Cheapest answers a set of moves of least total cost that would adopt. Costs must not be negative, nor above 2^40;
// one of 0 is taken as it is. Otherwise it is like Fewest.
func (t *Tally) Cheapest(free Set, cost func(player int, from, to Ballot) int64) Change {
	return t.covering(free, func(player int, from, to Ballot) int64 {
		return min(max(cost(player, from, to), 0), 1<<40)
	}, true)
}

// covering sets the search up: everyone may change to anything free, and blocs are like players with like costs.
func (t *Tally) covering(free Set, cost func(int, Ballot, Ballot) int64, each bool) Change {
	c, settled := t.begins(free)
	if c == nil {
		return settled
	}
	c.gather(cost, each)
	return c.change(c.item(item{0, false}))
}

// begins answers a covering from the tally as it stands, or the change itself where there is nothing to look for.
func (t *Tally) begins(free Set) (*covering, Change) {
	now := t.Clone()
	for i := range now.seats {
		if now.seats[i].code >= openCode {
			now.Cast(i, Absent)
		}
	}
	if now.Verdict().Outcome == Adopted {
		return nil, Change{}
	}
	if now.onRoll == 0 {
		return nil, Change{Impossible: true}
	}
	wide := now.Clone()
	if free = free.completes(); free == 0 {
		return nil, Change{Impossible: true}
	}
	for i := range wide.seats {
		if code := wide.seats[i].code; code != uint16(Recused) {
			if wide.Allow(i, free|SetOf(Ballot(code))) != nil {
				return nil, Change{Bounded: true}
			}
		}
	}
	s := wide.search()
	switch s.can(item{0, false}) {
	case no:
		return nil, Change{Impossible: true}
	case unsure:
		return nil, Change{Bounded: true}
	case yes:
	}
	return &covering{s: s, now: now, free: free, budget: t.Budget, depth: depth}, Change{}
}

// covering looks for the cheapest moves, by the same decomposition as search.
type covering struct {
	s      *search // in which everyone may still say anything
	now    *Tally
	free   Set
	blocs  []bloc
	prices [][MaxBallots]int64
	bloc   []int32 // of each player, -1 for those not on the roll
	budget int
	depth  int // up to how many blocs counts are searched one by one
}

// bloc is n players of one row and ballot, with the cost of each other ballot.
type bloc struct {
	row   uint32
	from  Ballot
	price int32 // which prices its players have
	n     int64
}

// costs answers what each other ballot costs a bloc; -1 where it cannot be cast.
func (c *covering) costs(b *bloc) *[MaxBallots]int64 { return &c.prices[b.price] }

// gather sorts the players into blocs.
func (c *covering) gather(cost func(int, Ballot, Ballot) int64, each bool) {
	numbers, byFrom := map[[MaxBallots]int64]int32{}, [MaxBallots]int32{}
	table := newTable(1024)
	hash := func(row uint32, from Ballot, price int32) uint64 { return mix(row, int64(price)<<8|int64(from)) }
	c.bloc = make([]int32, len(c.now.seats))
	for i, seat := range c.now.seats {
		from := Ballot(seat.code)
		if from == Recused {
			c.bloc[i] = -1
			continue
		}
		price := byFrom[from] - 1
		if each || price < 0 {
			price = c.price(numbers, i, from, cost)
			byFrom[from] = price + 1
		}
		if len(c.blocs)*2 > len(table.slots) {
			table.grow(func(n uint32) uint64 { b := &c.blocs[n]; return hash(b.row, b.from, b.price) })
		}
		slot := table.find(hash(seat.row, from, price), func(n uint32) bool {
			b := &c.blocs[n]
			return b.row == seat.row && b.from == from && b.price == price
		})
		if *slot == 0 {
			c.blocs = append(c.blocs, bloc{row: seat.row, from: from, price: price})
			*slot = uint32(len(c.blocs))
		}
		c.blocs[*slot-1].n++
		c.bloc[i] = int32(*slot - 1)
	}
}

// price answers the number of what a player's changes cost.
func (c *covering) price(numbers map[[MaxBallots]int64]int32, player int, from Ballot, cost func(int, Ballot, Ballot) int64) int32 {
	var costs [MaxBallots]int64
	for b := range costs {
		costs[b] = -1
		if to := Ballot(b); c.free.Has(to) && to != from {
			costs[b] = cost(player, from, to)
		}
	}
	number, ok := numbers[costs]
	if !ok {
		number = int32(len(c.prices))
		numbers[costs] = number
		c.prices = append(c.prices, costs)
	}
	return number
}

// plan is a set of moves by bloc, and what it costs.
type plan struct {
	found bool
	exact bool // no cheaper plan exists
	cost  int64
	picks []pick
}

type pick struct {
	bloc int32
	to   Ballot
	n    int64
}

var nothing = plan{found: true, exact: true}

// item answers the cheapest plan for a node.
func (c *covering) item(at item) plan {
	switch c.s.state(at) {
	case always:
		return nothing
	case never:
		return plan{exact: true}
	case unsettled:
	}
	if c.s.g.nodes[at.node].gate >= 0 {
		return c.conjunction(c.s.g.literals(at, nil))
	}
	parts, need := c.s.open(at)
	if need == 1 || c.s.unrelated(parts) {
		return c.some(parts, need)
	}
	return c.all([]item{at})
}

// some answers the cheapest so many parts, which share no player or of which one is enough.
func (c *covering) some(parts []item, need int) plan {
	plans := make([]plan, 0, len(parts))
	exact := true
	for _, p := range parts {
		q := c.item(p)
		exact = exact && q.exact
		if q.found {
			plans = append(plans, q)
		}
	}
	if len(plans) < need {
		return plan{exact: exact}
	}
	sortPlans(plans)
	sum := nothing
	for _, p := range plans[:need] {
		sum = sum.with(p)
	}
	sum.exact = exact
	return sum
}

// with adds a plan of other players.
func (p plan) with(q plan) plan {
	return plan{
		p.found && q.found, p.exact && q.exact, p.cost + q.cost,
		append(append([]pick(nil), p.picks...), q.picks...),
	}
}

// all answers the cheapest plan for all items at once.
func (c *covering) all(items []item) plan {
	items, possible := c.s.flat(items)
	if !possible {
		return plan{exact: true}
	}
	sum := nothing
	for _, part := range c.s.components(items) {
		p := c.together(part)
		if sum = sum.with(p); !sum.found {
			return sum
		}
	}
	return sum
}

// together is all for items that are linked by players.
func (c *covering) together(items []item) plan {
	choice := -1
	var all []literal
	for i, at := range items {
		if c.s.g.nodes[at.node].gate < 0 {
			choice = i
		}
		all = c.s.g.literals(at, all)
	}
	if choice < 0 {
		return c.conjunction(all)
	}
	parts, need := c.s.open(items[choice])
	if len(items) == 1 && (need == 1 || c.s.unrelated(parts)) {
		return c.some(parts, need)
	}
	rest := append(append([]item(nil), items[:choice]...), items[choice+1:]...)
	return c.choose(rest, parts, need)
}

// choose takes the better of all choices of so many parts beside the rest.
func (c *covering) choose(rest, parts []item, need int) plan {
	if need == 0 {
		return c.all(rest)
	}
	if need > len(parts) {
		return plan{exact: true}
	}
	if c.budget -= len(rest) + 1; c.budget < 0 {
		return plan{}
	}
	with := append(append([]item(nil), rest...), parts[0])
	first := c.choose(with, parts[1:], need-1)
	second := c.choose(rest, parts[1:], need)
	return better(first, second)
}

// better answers the cheaper of two plans, the first of equals.
func better(a, b plan) plan {
	best := a
	if !a.found || b.found && b.cost < a.cost {
		best = b
	}
	best.exact = a.exact && b.exact
	return best
}

// change turns a plan by blocs into moves of players: the first of each bloc, in their order.
func (c *covering) change(p plan) Change {
	if !p.found {
		return Change{Bounded: true} // a completion exists, as was asked before
	}
	// The picks of each bloc are a chain, as there may be as many as there are players.
	first, next := make([]int32, len(c.blocs)), make([]int32, len(p.picks))
	for i := len(p.picks) - 1; i >= 0; i-- {
		b := p.picks[i].bloc
		first[b], next[i] = int32(i)+1, first[b]
	}
	out := Change{Cost: p.cost, Bounded: !p.exact}
	for i, b := range c.bloc {
		if b < 0 || first[b] == 0 {
			continue
		}
		k := first[b] - 1
		out.Moves = append(out.Moves, Move{i, c.blocs[b].from, p.picks[k].to})
		if p.picks[k].n--; p.picks[k].n == 0 {
			first[b] = next[k]
		}
	}
	return out
}
