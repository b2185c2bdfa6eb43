package approx

import "math"

// gauss answers the n nodes and weights of Gauss's quadrature on the interval from 0 to 1, ascending.
func gauss(n int) (at, weight []float64) {
	at, weight = make([]float64, n), make([]float64, n)
	for j := range (n + 1) / 2 {
		// Newton's method from Tricomi's estimate; three steps are enough, six do no harm.
		x := math.Cos(math.Pi * (float64(j) + 0.75) / (float64(n) + 0.5))
		slope := 0.0
		for range 6 {
			p, before := legendre(n, x)
			slope = float64(n) * (x*p - before) / (x*x - 1)
			x -= p / slope
		}
		if 2*j == n-1 {
			x = 0
			_, before := legendre(n, 0)
			slope = float64(n) * before
		}
		w := 1 / ((1 - x*x) * slope * slope)
		at[j], at[n-1-j] = (1-x)/2, (1+x)/2
		weight[j], weight[n-1-j] = w, w
	}
	return at, weight
}

// legendre answers the n-th Legendre polynomial at x, and the one before it.
func legendre(n int, x float64) (p, before float64) {
	p, before = 1, 0
	for k := 1; k <= n; k++ {
		p, before = (float64(2*k-1)*x*p-float64(k-1)*before)/float64(k), p
	}
	return p, before
}

// integral answers the integral of a function from its values at the nodes, which leave out so much at most.
func integral(f []Number, weight []float64, leftOut float64) Number {
	var sum compensated
	r := Number{Within: leftOut}
	for j, w := range weight {
		sum.add(w * f[j].Value)
		r.Within += w * f[j].Within
	}
	r.Value = sum.sum()
	r.Within += 64 * unit * r.Value // nodes and weights are rounded too
	return r
}

// leftOut bounds what so many nodes leave out of the integral of a pivot probability among n players.
//
// Such a probability is Σ a_j·B_j, where a_j is the share of the coalitions of j others in which the player turns the
// outcome, and B_j are Bernstein's polynomials of degree m = n−1. Legendre's polynomials P_k are the eigenfunctions
// of Durrmeyer's operator on them, with the eigenvalues λ_k = m!(m+1)!/((m−k)!(m+k+1)!): Derriennic (1981). So
// Σ_j (∫B_j·P_k)² = λ_k/((2k+1)·n), and with Σ a_j² ≤ Σ a_j ≤ n, by Cauchy and Schwarz, the k-th coefficient of the
// probability is at most √((2k+1)·λ_k). Nodes leave out the coefficients from twice their number on, and each of them
// once at most.
func leftOut(n, nodes int) float64 {
	m, eigenvalue, sum := float64(n-1), 1.0, 0.0
	for k := 1; k <= n-1; k++ {
		eigenvalue *= (m - float64(k) + 1) / (m + float64(k) + 1)
		if k >= 2*nodes {
			sum += math.Sqrt(float64(2*k+1) * eigenvalue)
		}
	}
	return sum
}
