package game

// answer is what a search can say.
type answer uint8

const (
	no answer = iota
	yes
	unsure // the budget ended
)

// item is a node, or its negation.
type item struct {
	node int32
	not  bool
}

// group is how many players there are of one row with one set of ballots open to them.
type group struct {
	row uint32
	set Set
	n   int64
}

// search looks for one completion that satisfies a node. It works by parts that share no pending player where it
// can, by one ballot that is best for everything where there is one, and else by the formula's implicants, each of
// which is a small integer program over groups of like players.
type search struct {
	g      *Game
	sums   []sum
	states []truth
	tally  *Tally
	groups []group     // of the pending players; nil until they are asked for
	shapes []openShape // those of the pending players, each pair once
	budget int
}

type openShape struct {
	shape *shape
	set   Set
}

// search begins a search from the tally as it stands.
func (t *Tally) search() *search {
	s := &search{g: t.g, sums: t.sums, states: t.states, tally: t, budget: t.Budget}
	s.shapes = t.openShapes()
	if t.said == nil {
		s.budget -= len(t.seats)
	}
	return s
}

// openShapes answers the shapes and sets of the pending players, each pair once.
func (t *Tally) openShapes() []openShape {
	if t.said != nil {
		return shapesOf(t.g, t.groups())
	}
	var shapes []openShape
	open := len(t.sets) - openCode
	seen := make([]bool, len(t.g.shapes)*open)
	for _, seat := range t.seats {
		if seat.code < openCode {
			continue
		}
		shape := int(t.g.rows[seat.row] >> 32)
		if at := shape*open + int(seat.code) - openCode; !seen[at] {
			seen[at] = true
			shapes = append(shapes, openShape{&t.g.shapes[shape], t.sets[seat.code]})
		}
	}
	return shapes
}

func shapesOf(g *Game, groups []group) (shapes []openShape) {
	seen := map[openShape]bool{}
	for _, k := range groups {
		o := openShape{g.shapeAt(k.row), k.set}
		if !seen[o] {
			seen[o] = true
			shapes = append(shapes, o)
		}
	}
	return shapes
}

// groups counts the pending players by row and set.
func (t *Tally) groups() []group {
	if t.said == nil {
		return t.countGroups()
	}
	var groups []group
	for k := range t.g.kinds {
		for code := openCode; code < t.codes; code++ {
			if n := t.said[k*t.codes+code]; n > 0 {
				groups = append(groups, group{t.g.begin[k], t.sets[code], int64(n)})
			}
		}
	}
	return groups
}

// countGroups is the way for rolls where nearly everyone weighs differently.
func (t *Tally) countGroups() []group {
	open := len(t.sets) - openCode
	var groups []group
	table := newTable(1024)
	is := func(row uint32, set Set) func(uint32) bool {
		return func(n uint32) bool { return groups[n].row == row && groups[n].set == set }
	}
	hash := func(row uint32, set Set) uint64 { return mix(row, int64(set)) }
	for _, seat := range t.seats {
		if seat.code < openCode || open == 0 {
			continue
		}
		if len(groups)*2 > len(table.slots) {
			table.grow(func(n uint32) uint64 { return hash(groups[n].row, groups[n].set) })
		}
		set := t.sets[seat.code]
		slot := table.find(hash(seat.row, set), is(seat.row, set))
		if *slot == 0 {
			groups = append(groups, group{row: seat.row, set: set})
			*slot = uint32(len(groups))
		}
		groups[*slot-1].n++
	}
	return groups
}

// state answers what the bounds say about an item.
func (s *search) state(at item) truth { return s.states[at.node].turned(at.not) }

// can answers whether some completion satisfies an item.
func (s *search) can(at item) answer {
	switch s.state(at) {
	case always:
		return yes
	case never:
		return no
	case unsettled:
	}
	n := &s.g.nodes[at.node]
	if n.gate >= 0 {
		return yes // its bounds are each attained
	}
	parts, need := s.open(at)
	if s.unrelated(parts) {
		return s.canSome(parts, need)
	}
	return s.canAll([]item{at})
}

// open answers the parts of an item that its bounds leave unsettled, and how many of those must hold.
func (s *search) open(at item) ([]item, int) {
	n := &s.g.nodes[at.node]
	k, parts := need(n, at.not), []item(nil)
	for _, p := range n.parts {
		part := item{p, at.not}
		switch s.state(part) {
		case always:
			k--
		case unsettled:
			parts = append(parts, part)
		case never:
		}
	}
	return parts, k
}

// canSome answers whether so many parts can hold, for parts that share no player, or when one is enough.
func (s *search) canSome(parts []item, need int) answer {
	certain, perhaps := 0, 0
	for _, p := range parts {
		switch s.can(p) {
		case yes:
			certain++
		case unsure:
			perhaps++
		case no:
		}
		if certain >= need {
			return yes
		}
	}
	if certain+perhaps >= need {
		return unsure
	}
	return no
}

// canAll answers whether some completion satisfies all items at once.
func (s *search) canAll(items []item) answer {
	items, possible := s.flat(items)
	if !possible {
		return no
	}
	if len(items) == 0 {
		return yes
	}
	result := yes
	for _, part := range s.components(items) {
		switch s.canTogether(part) {
		case no:
			return no
		case unsure:
			result = unsure
		case yes:
		}
	}
	return result
}

// flat opens every "and" among the items and drops what holds anyway. It answers false when one of them cannot hold.
func (s *search) flat(items []item) ([]item, bool) {
	var out []item
	for len(items) > 0 {
		at := items[0]
		items = items[1:]
		switch s.state(at) {
		case always:
			continue
		case never:
			return nil, false
		case unsettled:
		}
		if s.g.nodes[at.node].gate >= 0 {
			out = append(out, at)
			continue
		}
		parts, need := s.open(at)
		switch {
		case need <= 0:
		case need > len(parts):
			return nil, false
		case need == len(parts):
			items = append(parts, items...)
		default:
			out = append(out, at)
		}
	}
	return out, true
}

// canTogether is canAll for items that are linked by shared players, none of them an "and".
func (s *search) canTogether(items []item) answer {
	var all []literal
	choice := -1
	for i, at := range items {
		if s.g.nodes[at.node].gate < 0 {
			choice = i
		}
		all = s.g.literals(at, all)
	}
	if s.best(all) {
		return yes // everyone has one ballot that attains every bound at once, and by the bounds they all hold
	}
	if choice < 0 {
		return s.conjunction(all)
	}
	if len(items) == 1 {
		parts, need := s.open(items[0])
		if need == 1 || s.unrelated(parts) {
			return s.canSome(parts, need)
		}
	}
	rest := append(append([]item(nil), items[:choice]...), items[choice+1:]...)
	parts, need := s.open(items[choice])
	return s.canChoose(rest, parts, need)
}

// canChoose tries every choice of so many parts beside the rest.
func (s *search) canChoose(rest, parts []item, need int) answer {
	if need == 0 {
		return s.canAll(rest)
	}
	if need > len(parts) {
		return no
	}
	if s.budget -= len(rest) + 1; s.budget < 0 {
		return unsure
	}
	with := append(append([]item(nil), rest...), parts[0])
	first := s.canChoose(with, parts[1:], need-1)
	if first == yes {
		return yes
	}
	second := s.canChoose(rest, parts[1:], need)
	if second == no {
		return first
	}
	return second
}

// best says whether one ballot is best for all literals, for every pending player.
func (s *search) best(all []literal) bool {
	signs := signsOf(s.unsettled(all), len(s.sums))
	for _, o := range s.shapes {
		if s.budget--; s.budget < 0 {
			return false
		}
		if !s.g.hasBest(o.shape, o.set, signs) {
			return false
		}
	}
	return true
}

// unsettled leaves out the literals that the bounds have settled.
func (s *search) unsettled(all []literal) []literal {
	var out []literal
	for _, l := range all {
		if s.sums[l.gate].state == unsettled {
			out = append(out, l)
		}
	}
	return out
}

// unrelated says whether no pending player weighs in two of the items.
func (s *search) unrelated(items []item) bool { return len(s.components(items)) == len(items) }

// components sorts items into those that are linked by pending players who weigh in both.
func (s *search) components(items []item) [][]item {
	if len(items) == 1 {
		return [][]item{items}
	}
	root := make([]int, len(items))
	uses := make(map[int32][]int)
	for i, at := range items {
		root[i] = i
		for _, l := range s.g.literals(at, nil) {
			uses[l.gate] = append(uses[l.gate], i)
		}
	}
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for _, o := range s.shapes {
		first := -1
		for _, x := range o.shape.touches {
			if s.sums[x.gate].state != unsettled || len(uses[x.gate]) == 0 {
				continue
			}
			if r := s.g.gates[x.gate].span(o.set); r.min == r.max {
				continue
			}
			for _, i := range uses[x.gate] {
				if first < 0 {
					first = i
				}
				a, b := find(first), find(i)
				root[max(a, b)] = min(a, b)
			}
		}
	}
	var parts [][]item
	number := make(map[int]int)
	for i, at := range items {
		r := find(i)
		k, ok := number[r]
		if !ok {
			k = len(parts)
			number[r] = k
			parts = append(parts, nil)
		}
		parts[k] = append(parts[k], at)
	}
	return parts
}
