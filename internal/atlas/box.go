package atlas

import (
	"math"
	"slices"
)

// box is an upright rectangle. The zero value of boxOf nothing is turned inside out: it holds no point.
type box struct{ x0, y0, x1, y1 float64 }

func boxOf(ps []point) box {
	b := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range ps {
		b = b.with(p)
	}
	return b
}

func (b box) with(p point) box {
	return box{min(b.x0, p.x), min(b.y0, p.y), max(b.x1, p.x), max(b.y1, p.y)}
}

func (b box) within(c box) box {
	return box{max(b.x0, c.x0), max(b.y0, c.y0), min(b.x1, c.x1), min(b.y1, c.y1)}
}

func (b box) grow(d float64) box { return box{b.x0 - d, b.y0 - d, b.x1 + d, b.y1 + d} }

func (b box) holds(p point) bool { return p.x >= b.x0 && p.x <= b.x1 && p.y >= b.y0 && p.y <= b.y1 }

func (b box) anyOf(ps []point) bool {
	return slices.ContainsFunc(ps, b.holds)
}
