// Package atlas draws the land on which the members of a body lie: their outlines one by one, and all other land as one
// shape, so that no frontier is drawn that is not a member's.
//
// It knows outlines by their ISO 3166-1 numeric codes, two projections, and how to lay members out who live far apart. It
// refuses to know names, members and positions, and takes no view of any frontier: whose outlines they are is told to it
// by the file it reads.
package atlas

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Outlines are the shapes of all land, in degrees. They never change once parsed: share them freely.
type Outlines struct {
	arcs  [][]point
	lands []land
}

// point is a longitude and a latitude in degrees, or a place in a drawing.
type point struct{ x, y float64 }

type land struct {
	id       string    // ISO 3166-1 numeric; - where there is none
	polygons [][][]int // polygon, ring, arc; a negative arc is the complement of its number, read backwards
}

// Parse reads a file of outlines: a line of scale and origin, a line for each arc, a line for each country.
func Parse(text string) (*Outlines, error) {
	o := &Outlines{}
	var scale []float64
	n := 0
	for line := range strings.Lines(text) {
		n++
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		var err error
		switch kind {
		case "scale":
			scale, err = floats(strings.Fields(rest), 4)
		case "arc":
			err = o.arc(scale, rest)
		case "land":
			err = o.land(rest)
		default:
			err = fmt.Errorf("a line begins with %q", kind)
		}
		if err != nil {
			return nil, fmt.Errorf("read the outlines, line %d: %w", n, err)
		}
	}
	return o, nil
}

func floats(fields []string, n int) ([]float64, error) {
	if len(fields) != n {
		return nil, fmt.Errorf("%d numbers, want %d", len(fields), n)
	}
	all := make([]float64, n)
	for i, f := range fields {
		var err error
		if all[i], err = strconv.ParseFloat(f, 64); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (o *Outlines) arc(scale []float64, text string) error {
	fields := strings.Fields(text)
	if scale == nil || len(fields)%2 != 0 || len(fields) == 0 {
		return errors.New("an arc is pairs of whole numbers behind the scale")
	}
	points := make([]point, 0, len(fields)/2)
	x, y := 0, 0
	for i := 0; i < len(fields); i += 2 {
		dx, err1 := strconv.Atoi(fields[i])
		dy, err2 := strconv.Atoi(fields[i+1])
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		x, y = x+dx, y+dy
		points = append(points, point{float64(x)*scale[0] + scale[2], float64(y)*scale[1] + scale[3]})
	}
	o.arcs = append(o.arcs, points)
	return nil
}

func (o *Outlines) land(text string) error {
	fields := strings.Fields(text)
	if len(fields) < 2 {
		return errors.New("a country has a code and polygons")
	}
	l := land{id: fields[0]}
	for _, f := range fields[1:] {
		var polygon [][]int
		for ring := range strings.SplitSeq(f, "/") {
			var arcs []int
			for text := range strings.SplitSeq(ring, ",") {
				a, err := strconv.Atoi(text)
				if err != nil {
					return err
				}
				if max(a, ^a) >= len(o.arcs) {
					return fmt.Errorf("there is no arc %d", a)
				}
				arcs = append(arcs, a)
			}
			polygon = append(polygon, arcs)
		}
		l.polygons = append(l.polygons, polygon)
	}
	// A country may stand in several lines, an island or two apart: it is one all the same.
	if i := slices.IndexFunc(o.lands, func(x land) bool { return x.id == l.id && l.id != "-" }); i >= 0 {
		o.lands[i].polygons = append(o.lands[i].polygons, l.polygons...)
		return nil
	}
	o.lands = append(o.lands, l)
	return nil
}

// Has says whether there is an outline of a code.
func (o *Outlines) Has(id string) bool {
	return slices.ContainsFunc(o.lands, func(l land) bool { return l.id == id })
}

// join answers the points of a ring: arcs end where the next begins, and the point stands once.
func join(arcs [][]point, ring []int) []point {
	var all []point
	for _, a := range ring {
		run := arcs[max(a, ^a)]
		if a < 0 {
			run = slices.Clone(run)
			slices.Reverse(run)
		}
		if len(all) > 0 {
			run = run[1:]
		}
		all = append(all, run...)
	}
	return all
}
