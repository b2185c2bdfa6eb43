package atlas

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// Map is a drawing of land, and the places on it. It never changes once made: share it freely.
type Map struct {
	Width, Height float64
	Sheets        []Sheet // the main one, then the insets
	File          []byte  // the drawing as SVG: each outline has the id c and its code, the other land of sheet n the id land and n
}

// Sheet is one part of a map with a projection of its own, at its place in the whole.
type Sheet struct {
	X, Y, Width, Height float64
	Land                string  // id of the other land; empty for none
	Places              []Place // the outlines that are drawn one by one, the largest first
}

// Place is one outline in its sheet.
type Place struct {
	ID    string  // ISO 3166-1 numeric
	X, Y  float64 // where a label or a dot stands
	Small bool    // too small to be seen: it wants a dot
	Label bool    // there is room for a short code
}

const (
	sheetWidth, sheetHeight = 640.0, 560.0
	insetWidth, insetHeight = 184.0, 136.0
	margin                  = 14.0
	reach                   = 34.0 // how far apart, in degrees, those lie whom one sheet shows
	tolerance               = 0.55 // of outlines, in units of the drawing
	dotArea                 = 34.0 // below this an outline wants a dot
	labelRoom               = 7.0  // how deep a short code needs to lie
)

// Draw answers a map of the outlines of some codes; codes without an outline are left out. Where most of them lie within
// one part of the globe the map is of that part, by Lambert's equal-area projection around their middle, with an inset
// for those who lie elsewhere together; else it is of the whole globe.
func Draw(o *Outlines, own []string) Map {
	var lands []land
	for _, l := range o.lands {
		if slices.Contains(own, l.id) {
			lands = append(lands, l)
		}
	}
	home, away := o.gather(lands)
	if len(home) == 0 {
		return o.world(lands)
	}
	return o.region(home, away)
}

// gather answers those who lie near to one another and those who lie elsewhere, also near to one another; nobody at home
// where they are scattered.
func (o *Outlines) gather(lands []land) (home, away []land) {
	near := func(all []land) (in, out []land) {
		var best point
		least := math.Inf(1)
		at := make([]point, len(all))
		for i, l := range all {
			at[i] = o.seat(l)
		}
		for _, p := range at {
			var sum float64
			for _, q := range at {
				sum += min(apart(p, q), 2*reach)
			}
			if sum < least {
				best, least = p, sum
			}
		}
		for i, l := range all {
			if apart(best, at[i]) <= reach {
				in = append(in, l)
			} else {
				out = append(out, l)
			}
		}
		return in, out
	}
	home, rest := near(lands)
	away, lost := near(rest)
	if len(lost) > 0 || len(home) < 2*len(away) {
		return nil, nil
	}
	return home, away
}

// seat answers the middle of a country's largest polygon.
func (o *Outlines) seat(l land) point { return middle(o.largest(l)) }

// largest answers the outer ring of a country's largest polygon.
func (o *Outlines) largest(l land) []point {
	var ring []point
	most := -1.0
	for _, p := range l.polygons {
		if ps := join(o.arcs, p[0]); extent(ps) > most {
			ring, most = ps, extent(ps)
		}
	}
	return ring
}

// extent answers the area of a ring of degrees, roughly as it is on the globe.
func extent(ps []point) float64 { return area(ps) * math.Cos(rad(middle(ps).y)) }

// body answers the points of a country that a map must show: of its largest polygon and of those that are at least a
// twentieth of it and near.
func (o *Outlines) body(l land) []point {
	main := o.largest(l)
	most, home := extent(main), middle(main)
	all := slices.Clone(main)
	for _, p := range l.polygons {
		if ps := join(o.arcs, p[0]); extent(ps) >= most/20 && apart(middle(ps), home) < reach {
			all = append(all, ps...)
		}
	}
	return all
}

// world answers a map of the whole globe.
func (o *Outlines) world(lands []land) Map {
	v := view{project: equalEarth, flat: true, w: sheetWidth}
	var rim []point
	for lat := -58.0; lat <= 84; lat++ { // without Antarctica, of which nobody is a member
		for _, lon := range []float64{-180, 180} {
			p, _ := equalEarth(lon, lat)
			rim = append(rim, p)
		}
	}
	b := boxOf(rim)
	v.k = v.w / (b.x1 - b.x0)
	v.h = math.Ceil((b.y1 - b.y0) * v.k)
	v.at = point{-b.x0 * v.k, b.y1 * v.k}
	return assemble([]sheetOf{o.draw(v, "land0", lands)}, v.w, v.h)
}

// region answers a map of one part of the globe, with an inset where some lie elsewhere.
func (o *Outlines) region(home, away []land) Map {
	main, points := o.around(home)
	if len(away) == 0 {
		main.fit(points, sheetWidth, sheetHeight, box{})
		return assemble([]sheetOf{o.draw(main, "land0", home)}, sheetWidth, sheetHeight)
	}
	inset, far := o.around(away)
	inset.fit(far, insetWidth, insetHeight, box{})
	x, y := main.makeRoom(points)
	second := o.draw(inset, "land1", away)
	second.X, second.Y = x, y
	return assemble([]sheetOf{o.draw(main, "land0", home), second}, sheetWidth, sheetHeight)
}

// around answers a view around the middle of some countries, and the points it must show.
func (o *Outlines) around(lands []land) (view, []point) {
	var ps []point
	var seats []point
	for _, l := range lands {
		seats = append(seats, o.seat(l))
		ps = append(ps, o.body(l)...)
	}
	m := middle(seats)
	v := view{project: lambert(m.x, m.y)}
	var seen []point
	for _, p := range ps {
		if q, ok := v.project(p.x, p.y); ok && apart(p, m) < reach+16 {
			seen = append(seen, q)
		}
	}
	return v, seen
}

type sheetOf struct {
	Sheet
	paths strings.Builder
}

// draw draws a sheet: some countries one by one, and all other land as one path.
func (o *Outlines) draw(v view, id string, own []land) sheetOf {
	v.arcs = o.arcs
	if !v.flat {
		v.arcs = make([][]point, len(o.arcs))
		for i, a := range o.arcs {
			v.arcs[i] = v.lay(a)
		}
	}
	s := sheetOf{Sheet: Sheet{Width: v.w, Height: v.h, Land: id}}
	var other strings.Builder
	type sized struct {
		place Place
		path  string
		area  float64
	}
	var all []sized
	for _, l := range o.lands {
		if !slices.ContainsFunc(own, func(x land) bool { return x.id == l.id }) {
			v.path(&other, l, 1.2)
			continue
		}
		var b strings.Builder
		ring, total := v.path(&b, l, 0)
		if b.Len() == 0 {
			continue
		}
		at, room := inner(ring, v.frame().grow(-margin))
		if room < 0 {
			at = boxOf(ring).middle()
		}
		all = append(all, sized{Place{ID: l.id, X: at.x, Y: at.y, Small: total < dotArea, Label: room >= labelRoom}, b.String(), total})
	}
	slices.SortStableFunc(all, func(a, b sized) int {
		switch {
		case a.area > b.area:
			return -1
		case a.area < b.area:
			return 1
		}
		return 0
	})
	path(&s.paths, id, other.String())
	for _, x := range all {
		path(&s.paths, "c"+x.place.ID, x.path)
		s.Places = append(s.Places, x.place)
	}
	return s
}

func (b box) middle() point { return point{(b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2} }

func (v view) frame() box { return box{0, 0, v.w, v.h} }

func path(b *strings.Builder, id, d string) {
	b.WriteString(`<path id="` + id + `" transform="scale(.1)" vector-effect="non-scaling-stroke" d="` + d + `"/>`)
}

// path writes the rings of a country that the window shows and that are no smaller than least, and answers the largest
// of them and the area of all.
func (v view) path(b *strings.Builder, l land, least float64) (largest []point, total float64) {
	most := -1.0
	for _, polygon := range l.polygons {
		for i, r := range polygon {
			for _, ps := range v.rings(r) {
				size := area(ps)
				// The only ring of a small country is drawn, however small.
				if !v.frame().grow(20).anyOf(ps) || len(ps) < 4 && least > 0 || size < least || size < 0.8 && len(l.polygons) > 1 {
					continue
				}
				if i == 0 {
					total += size
					if size > most {
						largest, most = ps, size
					}
				}
				v.ring(b, ps)
			}
		}
	}
	return largest, total
}

// ring writes a closed ring in tenths of a unit, each point as a step from the one before.
func (v view) ring(b *strings.Builder, ps []point) {
	const beyond = 300 // what lies farther out is not seen
	px, py := 0, 0
	for i, p := range ps {
		x := int(math.Round(max(-beyond, min(v.w+beyond, p.x)) * 10))
		y := int(math.Round(max(-beyond, min(v.h+beyond, p.y)) * 10))
		switch {
		case i == 0:
			b.WriteString("M" + strconv.Itoa(x) + " " + strconv.Itoa(y))
		case i < len(ps)-1 && (x != px || y != py):
			if i == 1 {
				b.WriteString("l")
			} else if x >= px {
				b.WriteString(" ")
			}
			b.WriteString(strconv.Itoa(x - px))
			if y >= py {
				b.WriteString(" ")
			}
			b.WriteString(strconv.Itoa(y - py))
		}
		px, py = x, y
	}
	b.WriteString("z")
}

// assemble answers the sheets as one map and one file.
func assemble(sheets []sheetOf, w, h float64) Map {
	m := Map{Width: w, Height: h}
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ` + number(w) + " " + number(h) + `" fill="#DCD9D0" stroke="#FBFAF7">`)
	for i := range sheets {
		s := &sheets[i]
		m.Sheets = append(m.Sheets, s.Sheet)
		b.WriteString(`<svg x="` + number(s.X) + `" y="` + number(s.Y) + `" width="` + number(s.Width) + `" height="` + number(s.Height) + `">`)
		b.WriteString(s.paths.String() + `</svg>`)
	}
	b.WriteString(`</svg>`)
	m.File = []byte(b.String())
	return m
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
