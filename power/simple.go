package power

import (
	"math"
	"slices"
	"strconv"

	"accede/game"
)

// simple is a rule seen with yes and no alone: a monotone formula over quotas. Who is not for the decision is against
// it.
type simple struct {
	players int
	columns [][]int64 // the different weights, each divided by what all of them have in common
	totals  []int64   // of each column
	gates   []quota
	root    node
	kind    []int32 // of each player: players of one kind weigh the same in every column
	kinds   []int   // how many players are of each kind
}

// quota holds when the weights of those in favour add up to least or more.
type quota struct {
	column int
	least  int64
}

// node is a quota, or "at least need of the parts hold".
type node struct {
	gate  int // of a leaf; else -1
	need  int
	parts []node
}

// constant is a node that always holds, or never.
func constant(holds bool) node {
	if holds {
		return node{gate: -1}
	}
	return node{gate: -1, need: 1}
}

func (n *node) always() bool { return n.gate < 0 && n.need <= 0 }

func (n *node) never() bool { return n.gate < 0 && n.need > len(n.parts) }

// read answers the simple game of a game, or ErrNotMonotone.
func read(g *game.Game) (*simple, error) {
	r := reader{s: &simple{players: g.Players()}, seen: map[string]int{}, at: map[*int64]column{}}
	root, err := r.node(g.Whole())
	if err != nil {
		return nil, err
	}
	r.s.root = root
	r.s.sort()
	return r.s, nil
}

// reader keeps what has been read already.
type reader struct {
	s    *simple
	seen map[string]int // columns by their text
	at   map[*int64]column
}

// column says which column the weights of a gate are, and by what they were divided.
type column struct {
	number  int
	divisor int64
}

func (r *reader) node(p game.Part) (node, error) {
	if p.Gate != nil {
		return r.leaf(p)
	}
	n := node{gate: -1, need: p.Least}
	for _, part := range p.Parts {
		c, err := r.node(part)
		switch {
		case err != nil:
			return n, err
		case c.always():
			n.need--
		case !c.never():
			n.parts = append(n.parts, c)
		}
	}
	switch {
	case n.need <= 0 || n.need > len(n.parts):
		return constant(n.need <= 0), nil
	case len(n.parts) == 1:
		return n.parts[0], nil
	}
	return n, nil
}

// leaf turns a literal into a quota. With every ballot for or against, Σ w·score is a constant plus (score of for −
// score of against) times the weight in favour.
func (r *reader) leaf(p game.Part) (node, error) {
	col := r.column(p.Gate.Weight)
	total := r.s.totals[col.number] * col.divisor
	inFavour, against := p.Gate.Score[game.For], p.Gate.Score[game.Against]
	slope, least := (inFavour-against)*col.divisor, p.Gate.Least-against*total
	if p.Not {
		slope, least = -slope, 1-least
	}
	if slope == 0 {
		return constant(least <= 0), nil
	}
	if slope < 0 {
		most := floorDiv(-least, -slope)
		if most >= 0 && most < r.s.totals[col.number] {
			return node{}, ErrNotMonotone
		}
		return constant(most >= 0), nil
	}
	return r.quota(quota{col.number, -floorDiv(-least, slope)}), nil
}

// quota answers the node of a quota, the same number for the same quota.
func (r *reader) quota(q quota) node {
	if q.least <= 0 || q.least > r.s.totals[q.column] {
		return constant(q.least <= 0)
	}
	i := slices.Index(r.s.gates, q)
	if i < 0 {
		i = len(r.s.gates)
		r.s.gates = append(r.s.gates, q)
	}
	return node{gate: i}
}

// column answers the column of these weights, divided by their greatest common divisor. Nil weights are ones.
func (r *reader) column(weight []int64) column {
	var key *int64
	if len(weight) > 0 {
		key = &weight[0]
	}
	if c, ok := r.at[key]; ok {
		return c
	}
	c := column{divisor: 1}
	of := make([]int64, r.s.players)
	if weight == nil {
		for i := range of {
			of[i] = 1
		}
	} else {
		c.divisor = max(1, commonDivisor(weight))
		for i, w := range weight {
			of[i] = w / c.divisor
		}
	}
	c.number = r.number(of)
	r.at[key] = c
	return c
}

// number answers the number of a column, adding it if it is new.
func (r *reader) number(of []int64) int {
	text, total := make([]byte, 0, 8*len(of)), int64(0)
	for _, w := range of {
		text, total = appendNumber(text, w), total+w
	}
	n, ok := r.seen[string(text)]
	if !ok {
		n = len(r.s.columns)
		r.seen[string(text)] = n
		r.s.columns, r.s.totals = append(r.s.columns, of), append(r.s.totals, total)
	}
	return n
}

// sort leaves out the columns that no quota asks for, and finds the kinds.
func (s *simple) sort() {
	var columns [][]int64
	var totals []int64
	to := map[int]int{}
	for i, q := range s.gates {
		if _, ok := to[q.column]; !ok {
			to[q.column] = len(columns)
			columns, totals = append(columns, s.columns[q.column]), append(totals, s.totals[q.column])
		}
		s.gates[i].column = to[q.column]
	}
	s.columns, s.totals = columns, totals
	s.kind, s.kinds = kindsOf(s.players, columns)
}

// kindsOf sorts the players by what they weigh; kinds are numbered by their first player.
func kindsOf(players int, columns [][]int64) (kind []int32, sizes []int) {
	kind = make([]int32, players)
	seen := map[string]int32{}
	var key []byte
	for i := range kind {
		key = key[:0]
		for _, c := range columns {
			key = appendNumber(key, c[i])
		}
		k, ok := seen[string(key)]
		if !ok {
			k = int32(len(sizes))
			seen[string(key)] = k
			sizes = append(sizes, 0)
		}
		kind[i] = k
		sizes[k]++
	}
	return kind, sizes
}

// appendNumber writes a number so that lists of them are equal only when they read the same.
func appendNumber(to []byte, n int64) []byte { return append(strconv.AppendInt(to, n, 36), ' ') }

// holds says whether the rule holds where the columns add up to these sums.
func (s *simple) holds(n *node, sums []int64) bool {
	if n.gate >= 0 {
		q := s.gates[n.gate]
		return sums[q.column] >= q.least
	}
	k := 0
	for i := range n.parts {
		if s.holds(&n.parts[i], sums) {
			k++
		}
	}
	return k >= n.need
}

// vetoers answers the players without whom nothing is carried: all the others together lose.
func (s *simple) vetoers() []int {
	var found []int
	if !s.holds(&s.root, s.totals) {
		return nil
	}
	veto, sums := make([]int8, len(s.kinds)), make([]int64, len(s.columns))
	for i, k := range s.kind {
		if veto[k] == 0 {
			for c := range sums {
				sums[c] = s.totals[c] - s.columns[c][i]
			}
			veto[k] = 1
			if !s.holds(&s.root, sums) {
				veto[k] = 2
			}
		}
		if veto[k] == 2 {
			found = append(found, i)
		}
	}
	return found
}

// ladder is a rule that asks for a number of members and for one weight alone: a coalition of k members wins when it
// weighs least[k] or more. Every monotone formula over quotas of the two has this form, and least never grows with k.
type ladder struct {
	weight []int64 // of each player
	total  int64
	least  []int64 // of each size from 0 to n; 0 where the size is enough, never where no weight is
}

// never is a weight that no coalition reaches.
const never = math.MaxInt64

// ladder answers the rule in that form, if it has it.
func (s *simple) ladder() (*ladder, bool) {
	at := -1
	for c := range s.columns {
		switch {
		case s.ones(c):
		case at >= 0:
			return nil, false
		default:
			at = c
		}
	}
	l := &ladder{least: make([]int64, s.players+1)}
	if at >= 0 {
		l.weight, l.total = s.columns[at], s.totals[at]
	} else {
		l.weight = make([]int64, s.players)
	}
	for k := range l.least {
		l.least[k] = s.lowest(&s.root, int64(k), at)
	}
	return l, true
}

// ones says whether everyone weighs 1 in a column.
func (s *simple) ones(c int) bool {
	return !slices.ContainsFunc(s.columns[c], func(w int64) bool { return w != 1 })
}

// lowest answers the least weight of the column at with which a coalition of that size satisfies a node: where so
// many of the parts must hold, the so-manyth smallest of theirs.
func (s *simple) lowest(n *node, size int64, at int) int64 {
	if n.gate >= 0 {
		q := s.gates[n.gate]
		switch {
		case q.column == at:
			return q.least
		case size >= q.least:
			return 0
		}
		return never
	}
	if n.need <= 0 {
		return 0
	}
	if n.need > len(n.parts) {
		return never
	}
	each := make([]int64, len(n.parts))
	for i := range n.parts {
		each[i] = s.lowest(&n.parts[i], size, at)
	}
	slices.Sort(each)
	return each[n.need-1]
}

// dual answers the ladder of those who block: they win when all the others lose. Its swings are those of the ladder,
// by the number of those on the other side.
func (l *ladder) dual() *ladder {
	n := len(l.weight)
	d := &ladder{weight: l.weight, total: l.total, least: make([]int64, n+1)}
	for k := range d.least {
		switch least := l.least[n-k]; {
		case least == never:
			d.least[k] = 0
		case least <= 0:
			d.least[k] = never
		default:
			d.least[k] = l.total - least + 1
		}
	}
	return d
}

// commonDivisor answers the greatest common divisor, 0 of nothing but zeros.
func commonDivisor(weights []int64) int64 {
	var d int64
	for _, w := range weights {
		for w != 0 {
			d, w = w, d%w
		}
	}
	return d
}

// floorDiv answers ⌊a/b⌋ for b > 0.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
