// Package approx works out what needs roots and logarithms for showing: the standard error of the curve of Kaplan and
// Meier and its interval.
//
// It knows the steps of a curve. It refuses to know members and days, and nothing is decided or ranked by what it
// answers: the values come in floating point, good to about twelve digits.
package approx

import (
	"math"

	"accede/whatif/forecast"
)

// Interval is what the cases leave possible at one step of a curve.
type Interval struct {
	S, Low, High float64
	Error        float64 // the standard error of S by Greenwood's formula
	Known        bool    // false where S is 0: the cases tell no error there, and Low and High are 0 and 1
}

// LogLog answers the interval of a step whose two sides are wide by z standard errors of log(-log S), which keeps it
// between 0 and 1: S to the power exp(±z·√Sum/|log S|). z is 1.96 for 95 in a hundred. (Kalbfleisch and Prentice, 1980.)
func LogLog(step forecast.Step, z float64) Interval {
	s, _ := step.S.Float64()
	if step.Sum == nil || s == 0 {
		return Interval{S: s, High: 1}
	}
	sum, _ := step.Sum.Float64()
	root := math.Sqrt(sum)
	half := z * root / math.Abs(math.Log(s))
	return Interval{
		S: s, Error: s * root, Known: true,
		Low: math.Pow(s, math.Exp(half)), High: math.Pow(s, math.Exp(-half)),
	}
}
