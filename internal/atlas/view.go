package atlas

// view is a projection with the window through which it is seen.
type view struct {
	project projection
	flat    bool // it is cut open at the antimeridian
	w, h    float64
	k       float64   // units of the drawing to the globe's radius
	at      point     // where the middle of the projection lies
	arcs    [][]point // as placed; of a flat one in degrees
}

// lay answers a run of degrees as it lies in the drawing, thinned.
func (v view) lay(degrees []point) []point {
	ps := make([]point, len(degrees))
	for i, p := range degrees {
		q, _ := v.project(p.x, p.y)
		ps[i] = v.put(q)
	}
	return thin(ps, tolerance)
}

// rings answers a ring of arcs as it lies in the drawing: once, or where the map is cut open and the ring lies over the
// cut, once at either side.
func (v view) rings(arcs []int) [][]point {
	ps := join(v.arcs, arcs)
	if !v.flat {
		return [][]point{ps}
	}
	ps = unwrap(ps)
	if ps[0] != ps[len(ps)-1] {
		return nil // around a pole: Antarctica, which no map of the whole globe shows
	}
	var all [][]point
	for _, turn := range []float64{-360, 0, 360} {
		if part := clip(ps, turn); len(part) > 2 {
			all = append(all, v.lay(append(part, part[0])))
		}
	}
	return all
}

// clip answers what of a ring of degrees, turned, lies between the two ends of the globe [Sutherland, Hodgman 1974].
func clip(ps []point, turn float64) []point {
	for _, side := range []float64{-1, 1} {
		var in []point
		for i, q := range ps {
			p := ps[(i+len(ps)-1)%len(ps)]
			a, b := 180-side*(p.x+turn), 180-side*(q.x+turn) // how far inside
			if (a < 0) != (b < 0) {
				in = append(in, point{p.x + (q.x-p.x)*a/(a-b), p.y + (q.y-p.y)*a/(a-b)})
			}
			if b >= 0 {
				in = append(in, q)
			}
		}
		if ps = in; len(ps) == 0 {
			return nil
		}
	}
	out := make([]point, len(ps))
	for i, p := range ps {
		out[i] = point{p.x + turn, p.y}
	}
	return out
}

// unwrap answers a ring of degrees without leaps over the antimeridian: longitudes go on beyond 180.
func unwrap(ps []point) []point {
	out := make([]point, len(ps))
	turn := 0.0
	for i, p := range ps {
		if i > 0 {
			switch d := p.x - ps[i-1].x; {
			case d > 180:
				turn -= 360
			case d < -180:
				turn += 360
			}
		}
		out[i] = point{p.x + turn, p.y}
	}
	return out
}

func (v view) put(p point) point { return point{v.at.x + p.x*v.k, v.at.y - p.y*v.k} }

// fit lays points of the plane into a window, less the room that is kept free at its sides.
func (v *view) fit(points []point, w, h float64, free box) {
	b := boxOf(points)
	innerW, innerH := w-2*margin-free.x0-free.x1, h-2*margin-free.y0-free.y1
	v.w, v.h = w, h
	v.k = min(innerW/(b.x1-b.x0), innerH/(b.y1-b.y0))
	v.at.x = free.x0 + margin + innerW/2 - (b.x0+b.x1)/2*v.k
	v.at.y = free.y0 + margin + innerH/2 + (b.y0+b.y1)/2*v.k
}

// makeRoom fits the points so that an inset covers none of them, as large as that can be, and answers where it lies.
func (v *view) makeRoom(points []point) (x, y float64) {
	const steps = 8
	gap := 10.0
	for room := 0.0; ; room += 16 {
		for _, free := range []box{{}, {x0: room}, {x1: room}, {y0: room}, {y1: room}} {
			v.fit(points, sheetWidth, sheetHeight, free)
			placed := make([]point, len(points))
			for i, p := range points {
				placed[i] = v.put(p)
			}
			for i := range steps + 1 {
				for j := range steps + 1 {
					if i%steps != 0 && j%steps != 0 {
						continue // along the edges alone
					}
					x = gap + (sheetWidth-insetWidth-2*gap)*float64(i)/steps
					y = gap + (sheetHeight-insetHeight-2*gap)*float64(j)/steps
					if !(box{x, y, x + insetWidth, y + insetHeight}).grow(gap).anyOf(placed) {
						return x, y
					}
				}
			}
		}
	}
}
