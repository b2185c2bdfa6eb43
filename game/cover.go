package game

import (
	"cmp"
	"math/bits"
	"slices"
)

// cover is the integer program behind one implicant: the cheapest options of the blocs with which every row gets
// what it lacks.
type cover struct {
	need    []int64
	blocs   []coverBloc
	worst   [][]int64 // of each bloc: the most that it and those after it can take from each row
	orders  []order   // of each row
	least   int64     // the least cost of any option
	best    plan
	budget  int
	stopped bool
}

type coverBloc struct {
	index   int32
	n       int64
	options []option
}

// option is one ballot a bloc's players can change to: its cost, and what it adds to each row.
type option struct {
	to   Ballot
	cost int64
	gain []int64
}

// conjunction answers the cheapest plan that satisfies all literals. It looks first at those that do not hold as
// things are: if a cheapest plan for these leaves the others holding, it is cheapest for all.
func (c *covering) conjunction(all []literal) plan {
	lacking := slices.DeleteFunc(slices.Clone(all), func(l literal) bool { return c.lacks(l) <= 0 })
	p := c.solve(lacking)
	if len(lacking) == len(all) || p.found && c.keeps(p, all) {
		return p
	}
	return c.solve(all)
}

// lacks answers what a literal is short of as things are; 0 or less if it holds.
func (c *covering) lacks(l literal) int64 {
	s := &c.now.sums[l.gate]
	if l.not {
		return s.lo - s.least + 1
	}
	return s.least - s.lo
}

// gain answers what a change of ballot adds to a literal for one player of a row.
func (c *covering) gain(row uint32, l literal, from, to Ballot) int64 {
	gate := c.s.g.gates[l.gate]
	d := c.s.g.weightIn(row, l.gate) * (gate.Score[to] - gate.Score[from])
	if l.not {
		return -d
	}
	return d
}

// keeps says whether all literals hold once a plan is carried out.
func (c *covering) keeps(p plan, all []literal) bool {
	for _, l := range all {
		need := c.lacks(l)
		for _, k := range p.picks {
			need -= k.n * c.gain(c.blocs[k.bloc].row, l, c.blocs[k.bloc].from, k.to)
		}
		if need > 0 {
			return false
		}
	}
	return true
}

// solve covers the rows of these literals.
func (c *covering) solve(all []literal) plan {
	if c.budget -= len(c.blocs) * (len(all) + 1); c.budget < 0 {
		return plan{}
	}
	v := &cover{least: 1 << 62, budget: c.budget}
	for _, l := range all {
		v.need = append(v.need, c.lacks(l))
	}
	if reached(v.need) {
		return nothing
	}
	if len(c.blocs) > c.depth {
		return c.large(all)
	}
	for i := range c.blocs {
		if b := c.coverBloc(int32(i), all); len(b.options) > 0 {
			v.blocs = append(v.blocs, b)
		}
	}
	p := v.run()
	c.budget = v.budget
	return p
}

// coverBloc answers a bloc's useful options: those that help some row and are not beaten by a cheaper one.
func (c *covering) coverBloc(i int32, all []literal) coverBloc {
	b := &c.blocs[i]
	out, costs := coverBloc{index: i, n: b.n}, c.costs(b)
	for to := range c.free.Each {
		if costs[to] < 0 {
			continue
		}
		o := option{to: to, cost: costs[to], gain: make([]int64, len(all))}
		for k, l := range all {
			o.gain[k] = c.gain(b.row, l, b.from, to)
		}
		if slices.Max(o.gain) > 0 {
			out.options = append(out.options, o)
		}
	}
	out.options = unbeaten(out.options)
	return out
}

// unbeaten drops the options that another one equals or exceeds in every row at no higher cost.
func unbeaten(options []option) []option {
	var out []option
	for i, a := range options {
		beaten := false
		for j, b := range options {
			if i != j && b.cost <= a.cost && covers(b.gain, a.gain) {
				beaten = beaten || j < i || b.cost < a.cost || !slices.Equal(a.gain, b.gain)
			}
		}
		if !beaten {
			out = append(out, a)
		}
	}
	return out
}

// run finds a plan greedily, and if a bound does not show it to be cheapest, searches.
func (v *cover) run() plan {
	v.prepare()
	v.greedy()
	floor := v.bound(0, 0, v.need)
	if floor == never64 {
		return plan{exact: true}
	}
	if v.best.found && v.best.cost <= floor {
		v.best.exact = true
		return v.best
	}
	settled := v.best.found && v.least >= unit && v.best.cost/unit == floor/unit
	kept := v.budget
	if settled {
		v.budget = min(kept, nearer)
	}
	begun := v.budget
	v.walk(0, 0, v.blocs[0].n, slices.Clone(v.need), 0, nil)
	v.budget = kept - (begun - v.budget)
	v.best.exact = !v.stopped || settled
	return v.best
}

// nearer bounds the search for nearer ballots once the number of moves is known to be least.
const nearer = 2_000_000

// never64 is the cost of what cannot be done.
const never64 = 1<<63 - 1

// prepare orders blocs and options, those that give most for their cost first.
func (v *cover) prepare() {
	for i := range v.blocs {
		b := &v.blocs[i]
		slices.SortStableFunc(b.options, func(x, y option) int { return ratio(v.help(y, v.need), y.cost, v.help(x, v.need), x.cost) })
	}
	type keyed struct {
		bloc coverBloc
		help int64
	}
	keys := make([]keyed, len(v.blocs))
	for i, b := range v.blocs {
		keys[i] = keyed{b, v.help(b.options[0], v.need)}
		for _, o := range b.options {
			v.least = min(v.least, o.cost)
		}
	}
	slices.SortStableFunc(keys, func(x, y keyed) int {
		return ratio(y.help, y.bloc.options[0].cost, x.help, x.bloc.options[0].cost)
	})
	for i := range keys {
		v.blocs[i] = keys[i].bloc
	}
	v.worst = make([][]int64, len(v.blocs)+1)
	flat := make([]int64, (len(v.blocs)+1)*len(v.need))
	for i := len(v.blocs); i >= 0; i-- {
		v.worst[i] = flat[i*len(v.need) : (i+1)*len(v.need)]
		if i == len(v.blocs) {
			continue
		}
		copy(v.worst[i], v.worst[i+1])
		for k := range v.need {
			v.worst[i][k] += v.blocs[i].n * v.blocs[i].loss(k)
		}
	}
	for k := range v.need {
		v.orders = append(v.orders, v.order(k))
	}
}

// loss answers the most that one player of the bloc can take from a row.
func (b *coverBloc) loss(k int) int64 {
	var loss int64
	for _, o := range b.options {
		loss = max(loss, -o.gain[k])
	}
	return loss
}

// help answers how much of what the rows lack an option fills, in shares of 2^40 for each row.
func (v *cover) help(o option, need []int64) int64 {
	var sum int64
	for k, g := range o.gain {
		if need[k] > 0 && g > 0 {
			sum += mulDiv(min(g, need[k]), 1<<40, need[k]) + 1
		}
	}
	return sum
}

// ratio compares a/b with c/d, for numbers that are not negative; what costs nothing comes last, as greatest.
func ratio(a, b, c, d int64) int {
	hi1, lo1 := bits.Mul64(uint64(a), uint64(d))
	hi2, lo2 := bits.Mul64(uint64(c), uint64(b))
	if hi1 != hi2 {
		return cmp.Compare(hi1, hi2)
	}
	return cmp.Compare(lo1, lo2)
}

func sortPlans(plans []plan) {
	slices.SortStableFunc(plans, func(a, b plan) int { return cmp.Compare(a.cost, b.cost) })
}
