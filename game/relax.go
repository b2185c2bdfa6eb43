package game

import "slices"

// relax tries to settle a program without counting. It weighs the rows by whole multipliers and lets every class
// take the choice that is best for the weighted sum. If even that sum falls short, the rows cannot all be reached:
// a proof in whole numbers, however the multipliers were found. If every row is reached, that is a completion. In
// between it walks from one such assignment to the next, which is where a completion lies when there is any slack.
// [Lagrangian relaxation; multipliers move by the subgradient.]
func (s *search) relax(p *program) answer {
	r := newRelaxation(p)
	for range rounds {
		if s.budget -= len(p.classes) * (p.rows + 1); s.budget < 0 {
			return unsure
		}
		if a := r.round(); a != unsure {
			return a
		}
	}
	return unsure
}

// rounds is how often the multipliers are moved before classes are counted instead.
const rounds = 40

type relaxation struct {
	p      *program
	scale  []int64 // of each row: makes rows of different units comparable
	factor []int64 // of each row, 0 … 1024
	taken  []int32 // of each class: the choice taken
	before []int32 // the same, one round ago
	lack   []int64 // of each row: need less what is taken
	was    []int64
	stride int
}

func newRelaxation(p *program) *relaxation {
	r := &relaxation{p: p, scale: make([]int64, p.rows), factor: make([]int64, p.rows)}
	total, widest := make([]int64, p.rows), int64(1)
	for k := range total {
		for _, c := range p.classes {
			total[k] += c.n * c.most(k)
		}
		total[k] = max(total[k], 1)
		widest = max(widest, total[k])
	}
	for k := range total {
		// Every weighted sum must fit: factor·scale·total over all rows below 2^62.
		r.scale[k] = max(1, min(widest, 1<<40)/total[k])
		for r.scale[k] > 1 && total[k] > (1<<50)/int64(p.rows)/r.scale[k] {
			r.scale[k] /= 2
		}
		r.factor[k] = 512
		if total[k] > (1<<50)/int64(p.rows) {
			r.factor[k] = 0 // too large to be weighed; the count decides
		}
	}
	r.stride = strideFor(len(p.classes))
	return r
}

// round lets every class choose, and looks at what comes of it.
func (r *relaxation) round() answer {
	r.before, r.was = r.taken, r.lack
	r.taken, r.lack = make([]int32, len(r.p.classes)), slices.Clone(r.p.need)
	for i := range r.p.classes {
		c := &r.p.classes[i]
		r.taken[i] = r.choose(c)
		for k, v := range c.choices[r.taken[i]] {
			r.lack[k] -= c.n * v
		}
	}
	if reached(r.lack) {
		return yes
	}
	var short int64
	for k, l := range r.lack {
		short += r.factor[k] * r.scale[k] * l
	}
	if short > 0 {
		return no // the best weighted sum falls short
	}
	if r.before != nil && r.walk() {
		return yes
	}
	r.adjust()
	return unsure
}

// choose answers the choice with the greatest weighted sum.
func (r *relaxation) choose(c *class) int32 {
	best, value := 0, int64(-1)
	for j, choice := range c.choices {
		var v int64
		for k := range choice {
			v += r.factor[k] * r.scale[k] * choice[k]
		}
		if v > value {
			best, value = j, v
		}
	}
	return int32(best)
}

// walk goes from the assignment before to this one, class by class in scattered order, and says whether it came
// past a completion.
func (r *relaxation) walk() bool {
	lack, n := slices.Clone(r.was), len(r.taken)
	for i, at := 0, 0; i < n; i, at = i+1, (at+r.stride)%n {
		c, from, to := &r.p.classes[at], r.before[at], r.taken[at]
		if from == to {
			continue
		}
		for k := range lack {
			lack[k] += c.n * (c.choices[from][k] - c.choices[to][k])
		}
		if reached(lack) {
			return true
		}
	}
	return false
}

// adjust gives rows that fell short more weight, and the others less.
func (r *relaxation) adjust() {
	for k, l := range r.lack {
		switch {
		case r.factor[k] == 0: // not weighed
		case l > 0:
			r.factor[k] = min(1024, r.factor[k]+r.factor[k]/4+1)
		default:
			r.factor[k] = max(1, r.factor[k]-r.factor[k]/8)
		}
	}
}

func reached(lack []int64) bool {
	for _, l := range lack {
		if l > 0 {
			return false
		}
	}
	return true
}

// strideFor answers a step that visits all of n places in scattered order: one without a common divisor with n.
func strideFor(n int) int {
	step := n*5/8 | 1
	for a, b := n, step; ; {
		for b != 0 {
			a, b = b, a%b
		}
		if a == 1 {
			return step
		}
		step++
		a, b = n, step
	}
}
