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

// integral answers the integral of a function from its values at the nodes. Where it is not exact, what it leaves out
// is estimated: n nodes leave out what the coefficients from the 2n-th on contribute, and these follow from how fast
// the last quarter of those that are known decays against the quarter before.
func integral(f []Number, at, weight []float64, exact bool) Number {
	var r Number
	var sum compensated
	for j, w := range weight {
		sum.add(w * f[j].Value)
		r.Within += w * f[j].Within
	}
	r.Value = sum.sum()
	r.Within += 32 * unit * r.Value
	if n := len(f); !exact && n >= 8 {
		before, last := greatest(f, at, weight, n/2, 3*n/4), greatest(f, at, weight, 3*n/4, n)
		decay := 1.0
		if before > last {
			decay = last / before
		}
		r.Within += last * math.Pow(decay, 4)
	} else if !exact {
		r.Within += 1
	}
	return r
}

// greatest answers the greatest coefficient of a function in Legendre's polynomials, from one to another.
func greatest(f []Number, at, weight []float64, from, to int) float64 {
	most := 0.0
	for k := from; k < to; k++ {
		c := 0.0
		for j, w := range weight {
			p, _ := legendre(k, 2*at[j]-1)
			c += w * f[j].Value * p
		}
		most = max(most, math.Abs(c)*float64(2*k+1))
	}
	return most
}
