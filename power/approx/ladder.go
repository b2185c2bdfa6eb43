package approx

import "math"

// Ladder is a rule on the number of members and one weight: a coalition of k members wins when it weighs Least[k] or
// more. Weights are ascending and not negative; Least has one entry more than Weights and never grows.
type Ladder struct {
	Weights []int64
	Least   []int64
	Width   int64 // weights from Width on always win, whatever the size, or are more than all weigh
}

// MostMembers is the number of members up to which a ladder's counts fit a floating-point number.
const MostMembers = 1000

// Cells answers how many numbers must be kept to count the ladder.
func (l Ladder) Cells() int64 { return int64(l.sizes()) * max(l.Width, 1) }

// sizes answers how many sizes of coalitions, from 0, do not win by themselves.
func (l Ladder) sizes() int {
	for k, least := range l.Least {
		if least <= 0 {
			return k
		}
	}
	return len(l.Least)
}

// Measure answers, for each player, the Banzhaf measure and the Shapley–Shubik index, and the share of coalitions
// that lose. Within is a bound. One count by size and weight gives both: how many coalitions of k members weigh t or
// less, and for each player, how many of them it is not in: N(k, t) = G(k, t) − N(k−1, t−w).
// Cost: O(n·cells) at most; Cells numbers are kept.
func (l Ladder) Measure(tell Tell) (banzhaf, shapley []Number, loses Number, err error) {
	n := len(l.Weights)
	g := &cells{l: l, sizes: l.sizes(), width: max(l.Width, 1)}
	if g.sizes == 0 {
		return make([]Number, n), make([]Number, n), Number{}, nil
	}
	if err := g.fill(tell); err != nil {
		return nil, nil, Number{}, err
	}
	banzhaf, shapley = make([]Number, n), make([]Number, n)
	for i, w := range l.Weights {
		if i > 0 && w == l.Weights[i-1] {
			banzhaf[i], shapley[i] = banzhaf[i-1], shapley[i-1]
			continue
		}
		banzhaf[i], shapley[i] = g.measure(w)
	}
	for k := range g.sizes {
		if least := min(l.Least[k], g.width); least > 0 {
			loses.Value += math.Ldexp(g.at(k, least-1), -n)
		}
	}
	loses.Within = loses.Value * (g.error() + float64(g.sizes)*unit)
	return banzhaf, shapley, loses, nil
}

// cells counts coalitions: count[t·sizes+k] are those of k members that weigh t, later those that weigh t or less.
type cells struct {
	l     Ladder
	sizes int
	width int64
	count []float64
}

// error bounds the relative error of a count.
func (g *cells) error() float64 { return float64(len(g.l.Weights)+8) * unit }

func (g *cells) at(k int, t int64) float64 { return g.count[t*int64(g.sizes)+int64(k)] }

// fill lets one member after the other join, the lightest first.
func (g *cells) fill(tell Tell) error {
	g.count = make([]float64, g.width*int64(g.sizes))
	g.count[0] = 1
	reach := int64(0)
	for i, w := range g.l.Weights {
		if err := tell(i, len(g.l.Weights)); err != nil {
			return err
		}
		if w >= g.width { // with it a coalition is beyond the cells
			continue
		}
		reach = min(reach+w, g.width-1)
		g.join(w, reach, min(i+1, g.sizes-1))
	}
	low := make([]compensated, g.sizes)
	for t := range g.width {
		row := g.count[t*int64(g.sizes):][:g.sizes]
		for k := range low {
			low[k].add(row[k])
			row[k] = low[k].sum()
		}
	}
	return nil
}

// join lets a member of weight w join all coalitions of fewer than most members whose weight stays within reach.
func (g *cells) join(w, reach int64, most int) {
	for t := reach; t >= w; t-- {
		to := g.count[t*int64(g.sizes)+1:][:most]
		from := g.count[(t-w)*int64(g.sizes):][:most]
		for len(to) >= 4 { // four at a time, from the end
			a, b := to[len(to)-4:], from[len(from)-4:]
			a[3] += b[3]
			a[2] += b[2]
			a[1] += b[1]
			a[0] += b[0]
			to, from = to[:len(to)-4], from[:len(from)-4]
		}
		for k := len(to) - 1; k >= 0; k-- {
			to[k] += from[k]
		}
	}
}

// measure answers both indices of a member of weight w.
func (g *cells) measure(w int64) (banzhaf, shapley Number) {
	n := len(g.l.Weights)
	choose := float64(n) // n times the number of coalitions of k others
	for k := 0; k < g.sizes && k < n; k++ {
		swings := g.swings(k, w)
		banzhaf.Value += math.Ldexp(swings.Value, 1-n)
		banzhaf.Within += math.Ldexp(swings.Within, 1-n)
		shapley.Value += swings.Value / choose
		shapley.Within += swings.Within / choose
		choose = choose * float64(n-1-k) / float64(k+1)
	}
	slack := float64(4*g.sizes) * unit
	banzhaf.Within += slack * banzhaf.Value
	shapley.Within += slack * shapley.Value
	return banzhaf, shapley
}

// swings answers how many coalitions of k others lose, and win with w.
func (g *cells) swings(k int, w int64) Number {
	below, from := min(g.l.Least[k], g.width), g.width
	if least := g.l.Least[k+1]; least-w < below {
		from = max(least-w, 0)
	}
	if from >= below {
		return Number{}
	}
	a, b := g.without(k, below-1, w), g.without(k, from-1, w)
	return Number{max(a.Value-b.Value, 0), a.Within + b.Within + unit*(a.Value+b.Value)}
}

// without answers how many coalitions of k others weigh t or less.
func (g *cells) without(k int, t, w int64) Number {
	var value, size float64
	for sign := 1.0; k >= 0 && t >= 0; k, t, sign = k-1, t-w, -sign {
		c := g.at(k, t)
		value += sign * c
		size += c
	}
	return Number{value, size * (g.error() + float64(g.sizes)*unit)}
}
