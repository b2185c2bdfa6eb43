// Package approx counts coalitions where counting them exactly would take too long: in floating point, with a bound
// or an estimate of the error beside every number, and by drawing them at random.
//
// It knows weights, quotas and probabilities. It refuses to know rules, names and what a number is used for, and it
// never decides anything: what is exact is counted in package power, and a number from here is shown with its error.
//
// Errors. All sums here are of numbers that are not negative, so each has a relative error of at most the number of
// roundings times 2⁻⁵³, and that is carried through every subtraction: Within bounds what rounding can do, and what a
// quadrature leaves out. Of what is drawn at random it is a 95% half-width. Each function says which it is.
package approx

import (
	"math"
	"math/big"
)

// Number is a number and how far the true one can be from it.
type Number struct{ Value, Within float64 }

// Rat answers the number and its error as fractions.
func (n Number) Rat() (value, within *big.Rat) {
	value, within = new(big.Rat), new(big.Rat)
	value.SetFloat64(n.Value)
	within.SetFloat64(n.Within)
	return value, within
}

// Half answers half the number. Halving is exact but for the smallest numbers there are, and those are allowed for.
func (n Number) Half() Number {
	return Number{n.Value / 2, n.Within/2 + math.SmallestNonzeroFloat64}
}

// Over answers the quotient of two numbers; not ok where the divisor can be 0.
func (n Number) Over(d Number) (q Number, ok bool) {
	least := math.Abs(d.Value) - d.Within
	if least <= 0 {
		return Number{}, false
	}
	v := n.Value / d.Value
	return Number{v, (n.Within + math.Abs(v)*d.Within) / least * (1 + 4*unit)}, true
}

// Complement answers 1 less the number.
func (n Number) Complement() Number { return Number{1 - n.Value, n.Within + unit} }

// Sum answers the sum of the numbers.
func Sum(of []Number) Number {
	var s Number
	var t compensated
	for _, n := range of {
		t.add(n.Value)
		s.Within += n.Within
	}
	s.Value = t.sum()
	s.Within = s.Within*(1+float64(len(of))*unit) + 4*unit*math.Abs(s.Value)
	return s
}

// unit is the greatest relative error of one rounding.
const unit = 1.0 / (1 << 53)

// compensated adds many numbers that are not negative with the error of three roundings. Neumaier (1974).
type compensated struct{ high, low float64 }

func (c *compensated) add(x float64) {
	t := c.high + x
	if c.high >= x {
		c.low += (c.high - t) + x
	} else {
		c.low += (x - t) + c.high
	}
	c.high = t
}

func (c *compensated) sum() float64 { return c.high + c.low }

// Tell is called as work goes on, with how much of it is done; the work ends where it answers an error.
type Tell func(done, of int) error
