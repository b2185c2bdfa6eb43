package web

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"accede/internal/view"
)

// The frame of the desk's charts: the same as that of the running count.
const (
	deskLeft, deskRight = 34.0, 612.0
	deskTop, deskBottom = 20.0, 180.0
)

// movedLine is one concern drawn over time.
type movedLine struct {
	view.MovementLine
	Path   string
	Dots   [][2]float64
	EndY   float64
	Series int // 1 to 4, and again: which of the drawing's strokes
}

// moved is the movement of all concerns, drawn.
type moved struct {
	Lines  []movedLine
	Zero   float64 // where nothing has moved
	Ticks  []levelTick
	StillX float64 // where a stalemate begins; negative: there is none
}

type levelTick struct {
	Y float64
	N string
}

// movedLines lays the lines out between the first day and the last.
func movedLines(m view.Movement) moved {
	low, high := m.Low, max(m.High, m.Low+4)
	y := func(level int) float64 {
		return deskBottom - (deskBottom-deskTop)*float64(level-low)/float64(high-low)
	}
	span := max(float64(m.To.Sub(m.From)), 1)
	x := func(t time.Time) float64 {
		return deskLeft + (deskRight-deskLeft)*math.Min(math.Max(float64(t.Sub(m.From))/span, 0), 1)
	}
	d := moved{Zero: y(0), StillX: -1}
	if !m.Still.IsZero() {
		d.StillX = x(m.Still)
	}
	step := max((high-low+3)/4, 1)
	for level := low; level <= high; level += step {
		d.Ticks = append(d.Ticks, levelTick{y(level), fmt.Sprintf("%+d", level)})
	}
	taken := map[int]int{} // lines that end at one level lie beside each other
	for i, l := range m.Lines {
		shift := 4 * float64(taken[l.Level])
		taken[l.Level]++
		line := movedLine{MovementLine: l, Series: i%4 + 1}
		at := y(0) - shift
		var b strings.Builder
		fmt.Fprintf(&b, "M%s %s", px(x(l.Since)), px(at))
		for _, p := range l.Points {
			fmt.Fprintf(&b, "H%s", px(x(p.When)))
			at = y(p.Level) - shift
			fmt.Fprintf(&b, "V%s", px(at))
			line.Dots = append(line.Dots, [2]float64{x(p.When), at})
		}
		fmt.Fprintf(&b, "H%s", px(deskRight))
		line.Path, line.EndY = b.String(), at
		d.Lines = append(d.Lines, line)
	}
	d.spread()
	return d
}

// spread keeps the numbers at the ends of lines apart.
func (d *moved) spread() {
	for i := range d.Lines {
		for j := range d.Lines[:i] {
			if gap := d.Lines[i].EndY - d.Lines[j].EndY; math.Abs(gap) < 13 {
				d.Lines[i].EndY = d.Lines[j].EndY - 13
			}
		}
	}
}

// curve is a forecast drawn: the share still waited for by days, with its band.
type curve struct {
	Line, Band string
	LastX      float64 // where the longest case that is done lies
	NowX       float64 // where those who are missing are
}

// curveOf lays the steps out over the days that have been waited.
func curveOf(fc view.Forecast) curve {
	days := max(fc.Days, 1)
	x := func(d int) float64 { return deskLeft + (deskRight-deskLeft)*float64(d)/float64(days) }
	y := func(s float64) float64 { return deskBottom - (deskBottom-deskTop)*s }
	var line, high, low strings.Builder
	fmt.Fprintf(&line, "M%s %s", px(x(0)), px(y(1)))
	fmt.Fprintf(&high, "M%s %s", px(x(0)), px(y(1)))
	var back []string
	c := curve{NowX: x(fc.Days)}
	for _, s := range fc.Curve {
		fmt.Fprintf(&line, "H%sV%s", px(x(s.Days)), px(y(s.Share)))
		up, down := y(s.High), y(s.Low)
		if !s.Known {
			up, down = y(s.Share), y(s.Share)
		}
		fmt.Fprintf(&high, "H%sV%s", px(x(s.Days)), px(up))
		back = append(back, fmt.Sprintf("V%sH%s", px(down), px(x(s.Days))))
		c.LastX = x(s.Days)
	}
	fmt.Fprintf(&line, "H%s", px(deskRight))
	fmt.Fprintf(&high, "H%s", px(deskRight))
	for _, step := range slices.Backward(back) {
		low.WriteString(step)
	}
	c.Line = line.String()
	c.Band = high.String() + low.String() + "V" + px(y(1)) + "Z"
	return c
}

// The boxes of the picture of states.
const (
	boxWide, boxHigh = 128.0, 74.0
	boxAcross        = 176.0 // from one column to the next
	boxDown          = 96.0
	bitWide          = 13.5
)

// box is a state in its place.
type box struct {
	view.HoldNode
	X, Y float64
	Bits []bit
}

type bit struct {
	X, Y  float64
	Taken bool
	N     int
}

// arrow is a move between two boxes.
type arrow struct {
	view.HoldEdge
	Path, Head string
	TextX      float64
	TextY      float64
}

// states is the picture of states, drawn.
type states struct {
	Width, Height float64
	Boxes         []box
	Arrows        []arrow
}

// statesOf lays boxes out in columns by how many moves they are from today, and arrows between them.
func statesOf(p *view.HoldPicture) states {
	d := states{Width: float64(p.Columns-1)*boxAcross + boxWide + 4, Height: float64(p.Rows-1)*boxDown + boxHigh + 4}
	rows := map[int]int{}
	for _, n := range p.Nodes {
		rows[n.Column]++
	}
	for _, n := range p.Nodes {
		b := box{HoldNode: n, X: 2 + float64(n.Column)*boxAcross, Y: 2 + float64(n.Row)*boxDown + float64(p.Rows-rows[n.Column])*boxDown/2}
		const per = 6 // bits in one row of a box
		for i, taken := range n.Bits {
			b.Bits = append(b.Bits, bit{b.X + 38 + bitWide*float64(i%per), b.Y + 10 + 15*float64(i/per), taken, i + 1})
		}
		d.Boxes = append(d.Boxes, b)
	}
	for _, e := range p.Edges {
		d.Arrows = append(d.Arrows, d.arrow(e))
	}
	return d
}

func (d states) arrow(e view.HoldEdge) arrow {
	from, to := d.Boxes[e.From], d.Boxes[e.To]
	x1, y1, x2, y2 := from.X+boxWide+1, from.Y+boxHigh/2, to.X-3, to.Y+boxHigh/2
	if to.Column <= from.Column { // back or beside: from below
		x1, y1, x2, y2 = from.X+boxWide/2, from.Y+boxHigh+1, to.X+boxWide/2, to.Y-3
	}
	a := arrow{HoldEdge: e, TextX: (x1 + x2) / 2, TextY: (y1+y2)/2 - 6}
	a.Path = "M" + px(x1) + " " + px(y1) + "L" + px(x2) + " " + px(y2)
	angle := math.Atan2(y2-y1, x2-x1)
	point := func(turn float64) string {
		return px(x2-9*math.Cos(angle+turn)) + " " + px(y2-9*math.Sin(angle+turn))
	}
	a.Head = "M" + px(x2) + " " + px(y2) + "L" + point(0.42) + "L" + point(-0.42) + "Z"
	return a
}

// powerBar is one bar of the picture of who counts.
type powerBar struct {
	view.PowerBar
	X, Y, Wide, High float64
	Named            bool
}

// powerBars lays bars out side by side.
func powerBars(all []view.PowerBar) []powerBar {
	if len(all) == 0 {
		return nil
	}
	pitch := 960.0 / float64(len(all))
	wide := math.Min(pitch*0.78, 40)
	bars := make([]powerBar, len(all))
	for i, b := range all {
		high := math.Max(122*b.Share, 1)
		bars[i] = powerBar{PowerBar: b, X: pitch*float64(i) + (pitch-wide)/2, Y: 130 - high, Wide: wide, High: high, Named: pitch >= 26}
	}
	return bars
}

// gainWide is how wide the bar of a gain is, of 100.
func gainWide(g view.PackageGain) float64 { return math.Min(math.Abs(100*g.Share), 100) }
