package game

import (
	"cmp"
	"slices"
)

// program is the integer program behind one implicant: give every player of every class one of its choices so that
// each row reaches what it needs. Players whose choices add the same to every row are one class.
type program struct {
	rows    int
	need    []int64 // of each row: what the classes must still add
	classes []class
}

// class is n like players and what each of their choices adds to each row.
type class struct {
	n       int64
	choices [][]int64
}

// conjunction answers whether some completion satisfies all literals.
func (s *search) conjunction(all []literal) answer {
	p, ok := s.program(all)
	if !ok {
		return unsure
	}
	if !p.reachable() {
		return no
	}
	if rest := p.lacking(all); len(rest) == 0 {
		return yes
	} else if len(rest) < len(all) {
		return s.conjunction(rest)
	}
	if len(all) > 1 {
		if a := s.relax(p); a != unsure {
			return a
		}
	}
	return s.count(p)
}

// program gathers the pending players into classes. It answers false when that alone is past the budget.
func (s *search) program(all []literal) (*program, bool) {
	p := &program{rows: len(all), need: make([]int64, len(all))}
	for k, l := range all {
		// The bounds hold what is final; what is pending is taken out of them here and put in by choices.
		p.need[k] = s.sums[l.gate].least - s.sums[l.gate].lo
		if l.not {
			p.need[k] = s.sums[l.gate].hi - s.sums[l.gate].least + 1
		}
	}
	if s.groups == nil {
		s.groups = s.tally.groups()
	}
	if s.budget -= len(s.groups) * (len(all) + 1); s.budget < 0 {
		return nil, false
	}
	seen := make(map[string]int)
	var key []byte
	for _, g := range s.groups {
		c := s.class(g, all)
		if len(c.choices) == 1 {
			for k, v := range c.choices[0] {
				p.need[k] -= g.n * v
			}
			continue
		}
		key = c.key(key[:0])
		if i, ok := seen[string(key)]; ok {
			p.classes[i].n += g.n
			continue
		}
		seen[string(key)] = len(p.classes)
		p.classes = append(p.classes, c)
	}
	return p, true
}

// class answers a group's choices, less those that another choice beats or equals in every row. A choice is worth
// what it adds beyond the worst, so that no choice is negative.
func (s *search) class(g group, all []literal) class {
	c := class{n: g.n}
	values := make([]int64, 0, len(all)*g.set.Len())
	for b := range g.set.Each {
		at := len(values)
		for _, l := range all {
			values = append(values, s.g.worth(g.row, l, g.set, b))
		}
		c.choices = append(c.choices, values[at:len(values):len(values)])
	}
	c.choices = undominated(c.choices)
	return c
}

// worth answers what a ballot adds to a literal beyond the worst ballot of the set.
func (g *Game) worth(row uint32, l literal, set Set, b Ballot) int64 {
	w := g.weightIn(row, l.gate)
	if w == 0 {
		return 0
	}
	r := g.gates[l.gate].span(set)
	if l.not {
		return w * (r.max - g.gates[l.gate].Score[b])
	}
	return w * (g.gates[l.gate].Score[b] - r.min)
}

// weightIn answers the weight of a row's players in a gate.
func (g *Game) weightIn(row uint32, gate int32) int64 {
	for _, x := range g.shapeAt(row).touches {
		if x.gate == gate {
			return g.weigh(row, x)
		}
	}
	return 0
}

// undominated drops the choices that another one beats or equals everywhere, keeping the first of equals.
func undominated(choices [][]int64) [][]int64 {
	var out [][]int64
	for i, a := range choices {
		if !slices.ContainsFunc(choices[:i], func(b []int64) bool { return covers(b, a) }) &&
			!slices.ContainsFunc(choices[i+1:], func(b []int64) bool { return covers(b, a) && !slices.Equal(a, b) }) {
			out = append(out, a)
		}
	}
	return out
}

// covers says whether a is at least b in every row.
func covers(a, b []int64) bool {
	for k := range a {
		if a[k] < b[k] {
			return false
		}
	}
	return true
}

// key writes the choices as bytes, to find like classes by.
func (c class) key(to []byte) []byte {
	for _, choice := range c.choices {
		for _, v := range choice {
			for range 8 {
				to = append(to, byte(v))
				v >>= 8
			}
		}
	}
	return to
}

// most answers the greatest that one player of the class can add to a row.
func (c class) most(row int) int64 {
	m := c.choices[0][row]
	for _, v := range c.choices[1:] {
		m = max(m, v[row])
	}
	return m
}

// reachable says whether each row by itself can reach its need.
func (p *program) reachable() bool {
	for k, need := range p.need {
		for _, c := range p.classes {
			need -= c.n * c.most(k)
		}
		if need > 0 {
			return false
		}
	}
	return true
}

// lacking answers the literals that are not reached yet: no choice is negative, so that the others hold anyway.
func (p *program) lacking(all []literal) []literal {
	var rest []literal
	for k, l := range all {
		if p.need[k] > 0 {
			rest = append(rest, l)
		}
	}
	return rest
}

// depth is the number of classes up to which counts are searched one by one.
const depth = 4096

// count searches the counts of each choice in each class, heavy classes first so that the last can even out. For a
// class with two useful choices that is one interval of integers; the last class is never enumerated.
func (s *search) count(p *program) answer {
	if len(p.classes) > depth {
		return unsure
	}
	range_ := make([]int64, p.rows)
	for k := range range_ {
		for _, c := range p.classes {
			range_[k] += c.n * c.most(k)
		}
	}
	slices.SortStableFunc(p.classes, func(a, b class) int { return cmp.Compare(b.size(range_), a.size(range_)) })
	c := &counter{s: s, p: p, rest: make([][]int64, len(p.classes)+1)}
	c.rest[len(p.classes)] = make([]int64, p.rows)
	for i := len(p.classes) - 1; i >= 0; i-- {
		c.rest[i] = slices.Clone(c.rest[i+1])
		for k := range c.rest[i] {
			c.rest[i][k] += p.classes[i].n * p.classes[i].most(k)
		}
	}
	return c.fill(0, 0, p.classes[0].n, slices.Clone(p.need))
}

// size answers how much one player of the class can move the row it moves most, in millionths of the row's range.
func (c class) size(range_ []int64) int64 {
	var size int64
	for k, r := range range_ {
		if r > 0 {
			size = max(size, mulDiv(c.most(k), 1_000_000, r))
		}
	}
	return size
}

// counter walks the tree of counts.
type counter struct {
	s    *search
	p    *program
	rest [][]int64 // of each class: the most that it and all after it can add
}

// fill gives the players left in a class their choices from one on, then goes on to the next class. need is what
// the rows still lack.
func (c *counter) fill(at, choice int, left int64, need []int64) answer {
	if c.s.budget -= c.p.rows; c.s.budget < 0 {
		return unsure
	}
	class := &c.p.classes[at]
	if choice == len(class.choices)-1 {
		next := make([]int64, len(need))
		for k := range need {
			next[k] = need[k] - left*class.choices[choice][k]
			if next[k] > c.rest[at+1][k] {
				return no
			}
		}
		// The last class never comes here: it has two choices or more, and its last two are settled below.
		return c.fill(at+1, 0, c.p.classes[at+1].n, next)
	}
	lo, hi := c.interval(at, choice, left, need)
	if lo > hi {
		return no
	}
	if at+1 == len(c.p.classes) && choice == len(class.choices)-2 {
		return yes // with two choices left in the last class the interval is exact
	}
	result, next := no, make([]int64, len(need))
	for d := int64(0); d <= hi-lo; d++ {
		x := middleOut(lo, hi, d)
		for k := range need {
			next[k] = need[k] - x*class.choices[choice][k]
		}
		switch c.fill(at, choice+1, left-x, next) {
		case yes:
			return yes
		case unsure:
			return unsure
		case no:
		}
	}
	return result
}

// interval answers how many of the players left can make this choice if every row is to stay within reach.
func (c *counter) interval(at, choice int, left int64, need []int64) (lo, hi int64) {
	lo, hi = 0, left
	class := &c.p.classes[at]
	for k := range need {
		mine, other := class.choices[choice][k], class.choices[choice+1][k]
		for _, v := range class.choices[choice+2:] {
			other = max(other, v[k])
		}
		// x·mine + (left−x)·other + rest ≥ need
		lack, gain := need[k]-c.rest[at+1][k]-left*other, mine-other
		switch {
		case gain == 0 && lack > 0:
			return 1, 0
		case gain > 0:
			lo = max(lo, ceilDiv(lack, gain))
		case gain < 0:
			hi = min(hi, floorDiv(-lack, -gain))
		}
	}
	return lo, hi
}

// middleOut visits lo … hi from the middle outwards.
func middleOut(lo, hi, d int64) int64 {
	mid := lo + (hi-lo)/2
	if d%2 == 1 {
		return mid + (d+1)/2
	}
	return mid - d/2
}
