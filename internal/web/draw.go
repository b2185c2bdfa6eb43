package web

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"accede/internal/view"
)

// px answers a coordinate with one decimal.
func px(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

func num(n int) string { return strconv.Itoa(n) }

// placed is a seat with its place in the drawing, whose middle below lies at (320, 300).
type placed struct {
	view.Seat
	X, Y float64
}

// arc is the hemicycle: its seats in places, and how large each is drawn.
type arc struct {
	Seats  []placed
	Radius float64
}

const (
	arcOuter  = 274.0 // radius of the outermost row
	arcInner  = 158.0 // of the innermost: it leaves room for the number
	seatMost  = 22.0  // how large a seat is drawn at most
	seatNames = 11.0  // below this radius a seat has no room for its code
	maxRows   = 12
)

// hemicycle places seats on arcs, in as many rows as make the seats largest, and hands them out by angle, so that
// seats of one mark make one wedge.
func hemicycle(seats []view.Seat) arc {
	if len(seats) == 0 {
		return arc{}
	}
	var best []float64 // radii
	var most float64
	for rows := 1; rows <= maxRows; rows++ {
		radii := rowsOf(rows)
		if r := seatRadius(radii, len(seats)); r > most+0.01 {
			best, most = radii, r
		}
	}
	slots := slotsOf(best, len(seats))
	a := arc{Radius: most}
	for i, s := range seats {
		a.Seats = append(a.Seats, placed{s, 320 + slots[i].r*math.Cos(slots[i].a), 300 - slots[i].r*math.Sin(slots[i].a)})
	}
	return a
}

func rowsOf(rows int) []float64 {
	if rows == 1 {
		return []float64{(arcOuter + arcInner) / 2}
	}
	radii := make([]float64, rows)
	for i := range radii {
		radii[i] = arcInner + (arcOuter-arcInner)*float64(i)/float64(rows-1)
	}
	return radii
}

// share answers how many seats each row gets: by its length, the rest to the outermost.
func share(radii []float64, n int) []int {
	var sum float64
	for _, r := range radii {
		sum += r
	}
	counts, left := make([]int, len(radii)), n
	for i, r := range radii {
		counts[i] = min(int(math.Round(float64(n)*r/sum)), left)
		if i == len(radii)-1 {
			counts[i] = left
		}
		left -= counts[i]
	}
	return counts
}

func seatRadius(radii []float64, n int) float64 {
	r := seatMost
	if len(radii) > 1 {
		r = min(r, (radii[1]-radii[0])*0.42)
	}
	for i, k := range share(radii, n) {
		if k > 1 {
			r = min(r, math.Pi*radii[i]/float64(k-1)*0.44)
		}
	}
	return r
}

type slot struct{ a, r float64 }

func slotsOf(radii []float64, n int) []slot {
	var slots []slot
	for i, k := range share(radii, n) {
		for j := range k {
			a := math.Pi / 2
			if k > 1 {
				a = math.Pi - math.Pi*float64(j)/float64(k-1)
			}
			slots = append(slots, slot{a, radii[i]})
		}
	}
	slices.SortStableFunc(slots, func(a, b slot) int {
		switch {
		case math.Abs(a.a-b.a) > 1e-9 && a.a > b.a, math.Abs(a.a-b.a) <= 1e-9 && a.r < b.r:
			return -1
		case math.Abs(a.a-b.a) <= 1e-9 && a.r == b.r:
			return 0
		}
		return 1
	})
	return slots
}

// stop is an event in its place on the line, with its words beside it where there is room.
type stop struct {
	view.Event
	X         float64
	Labelled  bool
	Up        bool
	Stem      float64 // where the stem ends
	Text      float64 // where the first line of words stands
	End       bool    // the words end at the stop instead of beginning there
	Head, Sub string  // title and names, cut to the room
}

// line is the talks drawn to time.
type line struct {
	Stops  []stop
	Now    float64 // where the day of the page lies; negative: beyond the line
	Height float64
	Axis   float64
}

const (
	lineStart, lineEnd = 24.0, 1156.0
	lineWidth          = 1180.0
	laneHeight         = 54.0
	nudge              = 15.0 // the least distance between two stops
)

// talksLine lays events out between the first and the day of the page, or the end of what happened.
func talksLine(events []view.Event, asOf, ended time.Time) line {
	l := line{Now: -1, Axis: 2*laneHeight + 24}
	l.Height = 2 * l.Axis
	if len(events) == 0 {
		return l
	}
	first, last := events[0].When, events[len(events)-1].When
	end := asOf
	if !ended.IsZero() && ended.Before(end) {
		end = ended
	}
	if end.Before(last) {
		end = last
	}
	span := float64(end.Sub(first))
	if span <= 0 {
		span = 1
	}
	scale := func(t time.Time) float64 { return lineStart + (lineEnd-90-lineStart)*float64(t.Sub(first))/span }
	if ended.IsZero() || !ended.Before(asOf) {
		l.Now = scale(end)
	}
	lanes := [4]float64{-1e9, -1e9, -1e9, -1e9} // up near, down near, up far, down far: where each is taken up to
	prev := -1e9
	for _, e := range events {
		x := max(scale(e.When), prev+nudge)
		prev = x
		s := stop{Event: e, X: x}
		// Whole words where there is room for them, cut ones where there is not.
		for _, n := range []int{44, 32, 22} {
			s.Head, s.Sub = cut(e.Title, n), cut(e.Who, n)
			if s.place(&lanes, l.Axis); s.Labelled {
				break
			}
		}
		l.Stops = append(l.Stops, s)
	}
	if l.Now >= 0 {
		l.Now = max(l.Now, prev+nudge)
	}
	l.trim()
	return l
}

// trim takes away the lanes that no words stand in.
func (l *line) trim() {
	up, down := 0.0, 0.0 // how far words reach from the axis
	for _, s := range l.Stops {
		if s.Labelled && s.Up {
			up = max(up, l.Axis-s.Text+16)
		} else if s.Labelled {
			down = max(down, s.Text+33+8-l.Axis)
		}
	}
	cut := l.Axis - max(up, 34)
	for i := range l.Stops {
		l.Stops[i].Stem -= cut
		l.Stops[i].Text -= cut
	}
	l.Axis -= cut
	l.Height = l.Axis + max(down, 34)
}

// place gives a stop's words the nearest free lane; one that finds none is drawn without, and is in the list below.
func (s *stop) place(lanes *[4]float64, axis float64) {
	width := 6 + max(7.6*float64(utf8.RuneCountInString(s.Head)), 6.5*float64(utf8.RuneCountInString(s.Sub)), 90)
	from, to := s.X-6, s.X-6+width
	if to > lineWidth {
		s.End, from, to = true, s.X+6-width, s.X+6
	}
	for i := range lanes {
		if from < lanes[i]+14 || !s.stemFree(lanes, i) {
			continue
		}
		lanes[i] = to
		far := float64(i / 2)
		s.Labelled, s.Up = true, i%2 == 0
		if s.Up {
			s.Stem, s.Text = axis-26-far*laneHeight, axis-64-far*laneHeight
		} else {
			s.Stem, s.Text = axis+24+far*laneHeight, axis+40+far*laneHeight
		}
		return
	}
}

// stemFree says whether the stem to a far lane would cross no words in the near one.
func (s *stop) stemFree(lanes *[4]float64, i int) bool { return i < 2 || s.X > lanes[i-2]+4 }

// cut answers a text of at most n characters.
func cut(text string, n int) string {
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	runes := []rune(text)[:n-1]
	return strings.TrimRight(string(runes), " ,") + "…"
}

// strip is the dossier's life with a tick for each day that has entries.
type strip struct {
	Ticks []tick
	Now   float64
}

type tick struct {
	X, H  float64
	Later bool
}

const stripWidth = 1180.0

// calendarStrip draws the days of a calendar under its bins: each bin is as wide as the others, and a day lies in it
// by its date.
func calendarStrip(c view.Calendar) strip {
	s := strip{Now: -1}
	if len(c.Bins) == 0 {
		return s
	}
	wide := stripWidth / float64(len(c.Bins))
	at := func(day string) float64 {
		for i, b := range c.Bins {
			if day <= b.Date {
				end, _ := time.Parse(time.DateOnly, b.Date)
				t, _ := time.Parse(time.DateOnly, day)
				length := float64(end.Day())
				if back := end.Sub(t).Hours() / 24; back < length {
					return wide * (float64(i) + 1 - (back+0.5)/length)
				}
				return wide * float64(i)
			}
		}
		return stripWidth
	}
	for _, d := range c.Days {
		day := d.When.Format(time.DateOnly)
		s.Ticks = append(s.Ticks, tick{X: at(day), H: min(6+3*float64(d.Count), 30), Later: day > c.Date})
	}
	if c.Date >= c.First {
		s.Now = min(at(c.Date), stripWidth-2)
	}
	return s
}

// steps is a running count drawn as steps.
type steps struct {
	view.Series
	Line, Area string
	Y          float64      // where it ends
	Bounds     [][2]float64 // the tops of the steps whose day is known only as a bound
}

// plot is where in a drawing a count is drawn.
type plot struct{ left, top, right, bottom float64 }

// stepsOf draws the series of the chart that stands below the drawing of the positions.
func stepsOf(c *view.Chart) []steps { return plot{34, 20, 630, 180}.steps(c) }

// y answers how high a count lies.
func (p plot) y(c *view.Chart, n int) float64 {
	return p.bottom - (p.bottom-p.top)*float64(n)/float64(max(c.Need, 1))
}

// steps draws the series of a chart into the plot.
func (p plot) steps(c *view.Chart) []steps {
	span := float64(c.To.Sub(c.From))
	var all []steps
	for _, s := range c.Series {
		var b strings.Builder
		var bounds [][2]float64
		b.WriteString("M" + px(p.left) + " " + px(p.bottom))
		bound := false
		for i, day := range s.Days {
			bound = bound || i < len(s.Bound) && s.Bound[i]
			if i+1 < len(s.Days) && s.Days[i+1].Equal(day) {
				continue
			}
			x := p.left + (p.right-p.left)*min(float64(day.Sub(c.From))/span, 1)
			b.WriteString("H" + px(x) + "V" + px(p.y(c, i+1)))
			if bound {
				bounds = append(bounds, [2]float64{x, p.y(c, i+1)})
			}
			bound = false
		}
		b.WriteString("H" + px(p.right))
		all = append(all, steps{s, b.String(), b.String() + "V" + px(p.bottom) + "H" + px(p.left) + "Z", p.y(c, len(s.Days)), bounds})
	}
	return all
}
