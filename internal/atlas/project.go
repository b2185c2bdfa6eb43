package atlas

import "math"

// projection answers where a longitude and a latitude, in degrees, lie on the plane, with y upwards and the globe's
// radius as unit. It answers false for what lies behind the horizon, and a place on the horizon for it.
type projection func(lon, lat float64) (point, bool)

// horizon is how far from the middle a map by Lambert's projection is drawn, in degrees.
const horizon = 80.0

func rad(d float64) float64 { return d * math.Pi / 180 }

// lambert answers Lambert's azimuthal equal-area projection around a middle [Snyder 1987, eqs. 24-2 to 24-4]. What
// lies behind the horizon is pushed onto it along its bearing, so that rings stay closed.
func lambert(lon0, lat0 float64) projection {
	sin0, cos0 := math.Sincos(rad(lat0))
	edge, rim := math.Cos(rad(horizon)), 2*math.Sin(rad(horizon)/2)
	return func(lon, lat float64) (point, bool) {
		sinP, cosP := math.Sincos(rad(lat))
		sinL, cosL := math.Sincos(rad(lon - lon0))
		c := sin0*sinP + cos0*cosP*cosL
		x, y := cosP*sinL, cos0*sinP-sin0*cosP*cosL
		if c < edge {
			n := math.Hypot(x, y)
			if n == 0 {
				return point{0, rim}, false
			}
			return point{x / n * rim, y / n * rim}, false
		}
		k := math.Sqrt(2 / (1 + c))
		return point{k * x, k * y}, true
	}
}

// equalEarth is the Equal Earth projection of the whole globe [Šavrič, Patterson, Jenny 2018].
func equalEarth(lon, lat float64) (point, bool) {
	const a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
	t := math.Asin(math.Sqrt(3) / 2 * math.Sin(rad(lat)))
	t2 := t * t
	t6 := t2 * t2 * t2
	x := 2 * math.Sqrt(3) * rad(lon) * math.Cos(t) / (3 * (9*a4*t6*t2 + 7*a3*t6 + 3*a2*t2 + a1))
	return point{x, t * (a4*t6*t2 + a3*t6 + a2*t2 + a1)}, true
}

// apart answers the angle between two places on the globe, in degrees.
func apart(a, b point) float64 {
	sin1, cos1 := math.Sincos(rad(a.y))
	sin2, cos2 := math.Sincos(rad(b.y))
	c := sin1*sin2 + cos1*cos2*math.Cos(rad(a.x-b.x))
	return math.Acos(max(-1, min(1, c))) * 180 / math.Pi
}

// middle answers the middle of places on the globe: the direction of the sum of their directions.
func middle(all []point) point {
	var x, y, z float64
	for _, p := range all {
		sinP, cosP := math.Sincos(rad(p.y))
		sinL, cosL := math.Sincos(rad(p.x))
		x, y, z = x+cosP*cosL, y+cosP*sinL, z+sinP
	}
	return point{math.Atan2(y, x) * 180 / math.Pi, math.Atan2(z, math.Hypot(x, y)) * 180 / math.Pi}
}

// thin leaves out points that lie nearer than tol to the line between those that stay [Douglas, Peucker 1973].
func thin(ps []point, tol float64) []point {
	if len(ps) < 3 {
		return ps
	}
	keep := make([]bool, len(ps))
	keep[0], keep[len(ps)-1] = true, true
	for todo := [][2]int{{0, len(ps) - 1}}; len(todo) > 0; {
		a, b := todo[len(todo)-1][0], todo[len(todo)-1][1]
		todo = todo[:len(todo)-1]
		if i := farthest(ps, a, b, tol); i > 0 {
			keep[i] = true
			todo = append(todo, [2]int{a, i}, [2]int{i, b})
		}
	}
	out := make([]point, 0, len(ps))
	for i, k := range keep {
		if k {
			out = append(out, ps[i])
		}
	}
	return out
}

// farthest answers the point between a and b that lies farthest from the line between them, and farther than tol; 0
// where none does.
func farthest(ps []point, a, b int, tol float64) int {
	at := 0
	dx, dy := ps[b].x-ps[a].x, ps[b].y-ps[a].y
	n := math.Hypot(dx, dy)
	for i := a + 1; i < b; i++ {
		d := math.Hypot(ps[i].x-ps[a].x, ps[i].y-ps[a].y)
		if n > 0 {
			d = math.Abs(dx*(ps[a].y-ps[i].y)-dy*(ps[a].x-ps[i].x)) / n
		}
		if d > tol {
			tol, at = d, i
		}
	}
	return at
}

// area answers the area of a ring, whichever way round it is.
func area(ps []point) float64 {
	var sum float64
	for i, p := range ps {
		q := ps[(i+1)%len(ps)]
		sum += p.x*q.y - q.x*p.y
	}
	return math.Abs(sum) / 2
}

// inner answers the place inside a ring and a frame that lies farthest from the ring, where a label fits best, and how
// far it lies from it. Words are wider than high: a distance across counts for less. It tries a grid three times, each
// finer around the best.
func inner(ps []point, frame box) (best point, room float64) {
	const steps = 20
	b := boxOf(ps).within(frame)
	room = -1
	for range 3 {
		dx, dy := (b.x1-b.x0)/steps, (b.y1-b.y0)/steps
		if dx <= 0 || dy <= 0 {
			break
		}
		for i := range steps + 1 {
			for j := range steps + 1 {
				p := point{b.x0 + float64(i)*dx, b.y0 + float64(j)*dy}
				if d := depth(ps, p); d > room {
					best, room = p, d
				}
			}
		}
		b = box{best.x - 2*dx, best.y - 2*dy, best.x + 2*dx, best.y + 2*dy}.within(frame)
	}
	return best, room
}

// depth answers how deep a place lies inside a ring; -1 outside.
func depth(ps []point, at point) float64 {
	in, least := false, math.Inf(1)
	for i, p := range ps {
		q := ps[(i+1)%len(ps)]
		if (p.y > at.y) != (q.y > at.y) && at.x < (q.x-p.x)*(at.y-p.y)/(q.y-p.y)+p.x {
			in = !in
		}
		dx, dy, t := q.x-p.x, q.y-p.y, 0.0
		if n := dx*dx + dy*dy; n > 0 {
			t = max(0, min(1, ((at.x-p.x)*dx+(at.y-p.y)*dy)/n))
		}
		least = min(least, math.Hypot((at.x-p.x-t*dx)*0.6, at.y-p.y-t*dy))
	}
	if !in {
		return -1
	}
	return least
}
