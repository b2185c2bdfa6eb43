package approx

import "math"

// Quota is one weighted quota: a coalition wins when it weighs Least or more. Weights are positive and ascending, and
// add up to Total; Least is from 1 to Total.
type Quota struct {
	Weights      []int64
	Total, Least int64
}

// dual answers the least weight with which all others lose.
func (q Quota) dual() int64 { return q.Total - q.Least + 1 }

// Banzhaf answers, for each player, with which probability it turns the outcome when each of the others is in favour
// with probability 1/2, and the probability that a coalition wins. Within is a bound.
// Cost: O(n·quota) at most, of the quota or its dual, whichever is smaller.
func (q Quota) Banzhaf(tell Tell) (each []Number, wins Number, err error) {
	least := min(q.Least, q.dual())
	l, err := newLine(q.Weights, least, 0.5, tell)
	if err != nil {
		return nil, Number{}, err
	}
	each = make([]Number, len(q.Weights))
	for i, w := range q.Weights {
		if i > 0 && w == q.Weights[i-1] {
			each[i] = each[i-1]
			continue
		}
		each[i] = l.pivot(least, w)
	}
	wins = Number{l.upTo[least-1], l.upTo[least-1] * l.error}
	if least == q.Least {
		wins = wins.Complement()
	}
	return each, wins, nil
}

// line is the distribution of the weight in favour when everyone is in favour with probability p ≤ 1/2.
type line struct {
	p     float64
	upTo  []float64 // the probability that it is so much or less
	error float64   // the greatest relative error of these
}

// newLine adds one player after the other, the lightest first, so that early rows are short. [O(n·size)]
func newLine(weights []int64, size int64, p float64, tell Tell) (*line, error) {
	d, reach := make([]float64, size), int64(0)
	d[0] = 1
	for i, w := range weights {
		if err := tell(i, len(weights)); err != nil {
			return nil, err
		}
		reach += w
		join(d, min(reach, size-1), w, p)
	}
	var sum compensated
	for t, x := range d {
		sum.add(x)
		d[t] = sum.sum()
	}
	return &line{p, d, float64(4*len(weights)+8) * unit}, nil
}

// join adds a player to the sums up to to: with probability p each of them grows by w.
func join(d []float64, to, w int64, p float64) {
	q := 1 - p
	if w <= to {
		a, b := d[w:to+1], d[:to+1-w]
		for len(a) >= 4 && len(b) >= 4 { // four at a time, from the end
			x, y := a[len(a)-4:], b[len(b)-4:]
			x[3] = q*x[3] + p*y[3]
			x[2] = q*x[2] + p*y[2]
			x[1] = q*x[1] + p*y[1]
			x[0] = q*x[0] + p*y[0]
			a, b = a[:len(a)-4], b[:len(b)-4]
		}
		b = b[:len(a)]
		for t := len(a) - 1; t >= 0; t-- {
			a[t] = q*a[t] + p*b[t]
		}
	}
	for t := range d[:min(w, to+1)] {
		d[t] *= q
	}
}

// pivot answers the probability that the others are below the quota and w lifts them to it. Of the others it is known
// that H(t) = (G(t) − p·H(t−w))/(1−p), which damps errors because p ≤ 1/2.
func (l *line) pivot(quota, w int64) Number {
	ratio, factor := l.p/(1-l.p), 1/(1-l.p)
	var plus, minus compensated
	var size, late float64 // what is added up without its sign, and the same times the roundings of its factor
	steps := 0.0
	for i := quota - 1; i >= 0; i -= w {
		x := l.upTo[i] * math.Abs(factor)
		if size, late = size+x, late+x*steps; x < 1e-30 {
			break
		}
		if factor > 0 {
			plus.add(x)
		} else {
			minus.add(x)
		}
		if steps == 0 {
			factor *= 1 + ratio
		}
		if factor, steps = -factor, steps+1; steps > 1 {
			factor *= ratio
		}
	}
	if ratio == 1 {
		late = 0 // all factors are 2 or 4
	}
	value := plus.sum() - minus.sum()
	return Number{max(value, 0), size*(l.error+8*unit) + late*4*unit + 1e-20}
}

// mostLeftOut is what the integral may leave out of an index.
const mostLeftOut = 1e-11

// Nodes answers at how many nodes the integral is taken: the fewest that leave out no more than mostLeftOut, some
// 3.6·√n, or half as many as there are players, which give it exactly. [O(n²)]
func (q Quota) Nodes() int {
	n, nodes := len(q.Weights), 1
	for 2*nodes < n && leftOut(n, nodes) > mostLeftOut {
		nodes++
	}
	return nodes
}

// ShapleyShubik answers, for each player, in what share of all orders it turns the outcome. That is the integral over
// p of the probability that it does when each of the others is in favour with probability p. Owen (1972). The integral
// is taken at Gauss's nodes; for p > 1/2 the dual game is taken at 1 − p, so that errors are always damped. Within is
// a bound on rounding and on what the nodes leave out. Cost: O(n·quota) for each two nodes.
func (q Quota) ShapleyShubik(tell Tell) ([]Number, error) {
	n, nodes := len(q.Weights), q.Nodes()
	at, weight := gauss(nodes)
	rest := leftOut(n, nodes)
	different := q.different()
	f := make([][]Number, len(different))
	for i := range f {
		f[i] = make([]Number, nodes)
	}
	for j := range (nodes + 1) / 2 {
		l, err := newLine(q.Weights, max(q.Least, q.dual()), at[j], func(row, of int) error { return tell(2*j*of+2*row, nodes*of) })
		if err != nil {
			return nil, err
		}
		for i, w := range different {
			f[i][j] = l.pivot(q.Least, w)
			f[i][nodes-1-j] = l.pivot(q.dual(), w)
		}
	}
	each, next := make([]Number, n), 0
	for i, w := range q.Weights {
		if different[next] != w {
			next++
		}
		if i > 0 && w == q.Weights[i-1] {
			each[i] = each[i-1]
			continue
		}
		each[i] = integral(f[next], weight, rest)
	}
	return each, nil
}

// different answers the different weights, ascending.
func (q Quota) different() []int64 {
	var out []int64
	for i, w := range q.Weights {
		if i == 0 || w != q.Weights[i-1] {
			out = append(out, w)
		}
	}
	return out
}
