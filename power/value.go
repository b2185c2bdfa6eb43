package power

import (
	"math/big"

	"accede/power/approx"
)

// Value is a share or a probability: exact as a fraction, or near one with its error. The zero Value is none: the
// question makes no sense for the rule, or was not answered for it.
type Value struct {
	Rat    *big.Rat // nil when there is none; it must not be changed
	Within *big.Rat // how far the true value can be from Rat; nil when Rat is the true value
}

// Known says whether there is a value.
func (v Value) Known() bool { return v.Rat != nil }

// IsExact says whether there is a value and it has no error.
func (v Value) IsExact() bool { return v.Rat != nil && v.Within == nil }

// Exact answers the fraction in lowest terms, such as "2/3", "0/1" being written 0 and "1/1" 1; the empty string when
// the value is none or has an error.
func (v Value) Exact() string {
	if !v.IsExact() {
		return ""
	}
	return v.Rat.RatString()
}

// Decimal answers the value with so many places, rounded half away from zero; the empty string when there is none.
func (v Value) Decimal(places int) string {
	if v.Rat == nil {
		return ""
	}
	return v.Rat.FloatString(places)
}

// about answers a number that was approximated.
func about(n approx.Number) Value {
	value, within := n.Rat()
	return Value{value, within}
}

// quotient answers a/b, or none where b is 0.
func quotient(a, b *big.Int) Value {
	if b.Sign() == 0 {
		return Value{}
	}
	return Value{Rat: new(big.Rat).SetFrac(a, b)}
}
