package game

import "slices"

// useful answers how many players it can make sense to move by an option: no more than fill every row it helps,
// with what later options may take away again.
func (v *cover) useful(at int, o option, need []int64) int64 {
	var most int64
	for k, g := range o.gain {
		if lack := need[k] + v.worst[at][k]; g > 0 && lack > 0 {
			most = max(most, ceilDiv(lack, g))
		}
	}
	return most
}

// greedy takes blocs in their order, each by the option that helps most, until nothing is lacking; then it gives
// back what turned out not to be needed.
func (v *cover) greedy() {
	need := slices.Clone(v.need)
	var p plan
	var taken []option
	for i := range v.blocs {
		if reached(need) {
			break
		}
		b := &v.blocs[i]
		o := b.options[0]
		for _, x := range b.options[1:] {
			if ratio(v.help(x, need), x.cost, v.help(o, need), o.cost) > 0 {
				o = x
			}
		}
		var n int64
		for k, g := range o.gain {
			if g > 0 && need[k] > 0 {
				n = max(n, min(b.n, ceilDiv(need[k], g)))
			}
		}
		if n == 0 {
			continue
		}
		for k, g := range o.gain {
			need[k] -= n * g
		}
		p.picks, taken = append(p.picks, pick{b.index, o.to, n}), append(taken, o)
	}
	if !reached(need) {
		return
	}
	giveBack(&p, taken, need)
	p.found = true
	v.best = p
}

// giveBack takes moves out of a plan, the last first, as far as what is over allows: need is 0 or less in every row.
func giveBack(p *plan, taken []option, need []int64) {
	for i := len(p.picks) - 1; i >= 0; i-- {
		n := p.picks[i].n
		for k, g := range taken[i].gain {
			if g > 0 {
				n = min(n, -need[k]/g)
			}
		}
		for k, g := range taken[i].gain {
			need[k] += n * g
		}
		// giving back a loss cannot hurt, a gain is given back only from what is over
		p.picks[i].n -= n
		p.cost += p.picks[i].n * taken[i].cost
	}
	p.picks = slices.DeleteFunc(p.picks, func(k pick) bool { return k.n == 0 })
}

// walk searches the counts of each option in each bloc, keeping the cheapest plan. used players of the bloc have
// been given options before this one.
func (v *cover) walk(at, choice int, left int64, need []int64, cost int64, picks []pick) {
	if reached(need) {
		if !v.best.found || cost < v.best.cost {
			v.best = plan{found: true, cost: cost, picks: slices.Clone(picks)}
		}
		return
	}
	if v.stopped || at == len(v.blocs) {
		return
	}
	b := &v.blocs[at]
	if choice == len(b.options) || left == 0 {
		next := int64(0)
		if at+1 < len(v.blocs) {
			next = v.blocs[at+1].n
		}
		v.walk(at+1, 0, next, need, cost, picks)
		return
	}
	o := b.options[choice]
	after, before := make([]int64, len(need)), int64(never64)
	rounded := int64(len(v.blocs) + 1) // what rounding down can make of the bound
	for n := min(left, v.useful(at, o, need)); n >= 0; n-- {
		if v.budget -= len(need); v.budget < 0 {
			v.stopped = true
			return
		}
		for k, g := range o.gain {
			after[k] = need[k] - n*g
		}
		floor := v.bound(at, b.n-(left-n), after)
		if floor != never64 {
			floor += cost + n*o.cost
		}
		if !v.best.found || floor < v.best.cost {
			kept := slices.Clip(picks)
			if n > 0 {
				kept = append(kept, pick{b.index, o.to, n})
			}
			v.walk(at, choice+1, left-n, after, cost+n*o.cost, kept)
		} else if len(need) == 1 && (floor-before > rounded || floor == never64 && choice == len(b.options)-1) {
			return // one row's bound is convex in n: it has begun to rise, and stays out of reach
		}
		before = floor
	}
}
