package dossier

import (
	"cmp"
	"iter"
	"slices"
	"sort"
	"time"

	"accede/act"
	"accede/body"
	"accede/form"
)

// Line is one entry as it stands in the history of a dossier.
type Line struct {
	Seq    int64
	When   time.Time // the instant that counts: registration in an official record, the event in a reported one
	At     time.Time // when it was registered; zero for a notice that follows but was not entered
	Dated  act.Dating
	Act    *act.Act // nil for a notice
	Notice *Notice
}

// line is a Line in little room: a big dossier has millions.
type line struct {
	seq      int64
	when, at int64 // seconds since 1970; at is noTime for a notice that was not entered
	whenNano int32
	atNano   int32
	act      *act.Act // nil for a notice, and for an act that is packed
	notice   *Notice
	packed   int64 // of an act that is packed: where it begins in the packed acts of the dossier, and one
}

const noTime = -1 << 63

func lineOf(l Line) line {
	x := line{seq: l.Seq, when: l.When.Unix(), whenNano: int32(l.When.Nanosecond()), at: noTime, act: l.Act, notice: l.Notice}
	if !l.At.IsZero() {
		x.at, x.atNano = l.At.Unix(), int32(l.At.Nanosecond())
	}
	return x
}

// long answers the line as readers have it, in the body's zone, without its act.
func (l line) long(zone *time.Location) Line {
	x := Line{Seq: l.seq, When: time.Unix(l.when, int64(l.whenNano)).In(zone), Notice: l.notice}
	if l.at != noTime {
		x.At = time.Unix(l.at, int64(l.atNano)).UTC()
	}
	return x
}

// Lines answers what addressed a dossier, in the order of the fold. It takes time in their number; LinesBack does not, where the
// last few are enough.
func (d *Docket) Lines(id string) []Line {
	s := d.states[id]
	if s == nil {
		return nil
	}
	all := make([]Line, 0, len(s.lines))
	for l := range d.each(s, s.lines) {
		all = append(all, l)
	}
	return all
}

// LinesBack yields what addressed a dossier, the last of it first. It takes time in what is looked at.
func (d *Docket) LinesBack(id string) iter.Seq[Line] {
	return func(yield func(Line) bool) {
		s := d.states[id]
		if s == nil {
			return
		}
		for _, l := range slices.Backward(s.lines) {
			if !yield(d.lineOf(s, l)) {
				return
			}
		}
	}
}

// Day is a day on which something addressed a dossier, and how much.
type Day struct {
	When  time.Time // the first of it, in the body's zone
	Count int
}

// Days answers the days on which something addressed a dossier, in the order of the fold. It writes no act out, and takes a
// few milliseconds for a million.
func (d *Docket) Days(id string) []Day {
	s := d.states[id]
	if s == nil {
		return nil
	}
	var all []Day
	from, to := int64(0), int64(0) // of the last of them, in seconds since 1970
	for _, l := range s.lines {
		if l.when >= from && l.when < to {
			all[len(all)-1].Count++
			continue
		}
		when := time.Unix(l.when, int64(l.whenNano)).In(d.Zone())
		day := form.DateOf(when)
		from, to = day.In(d.Zone()).Unix(), day.AddDays(1).In(d.Zone()).Unix()
		all = append(all, Day{when, 1})
	}
	return all
}

// LinesBetween answers those of Lines that were entered behind a position and up to another. Of an official record it
// costs what it answers, and not what the dossier holds.
func (d *Docket) LinesBetween(id string, after, upTo int64) []Line {
	s := d.states[id]
	if s == nil {
		return nil
	}
	some := s.lines
	if d.Keeping() == body.Official { // folded as it was entered
		for len(some) > 0 && some[len(some)-1].seq == 0 { // what follows from time alone stands at the end
			some = some[:len(some)-1]
		}
		from := sort.Search(len(some), func(i int) bool { return some[i].seq > after })
		to := sort.Search(len(some), func(i int) bool { return some[i].seq > upTo })
		some = some[from:max(from, to)]
	}
	var all []Line
	for l := range d.each(s, some) {
		if l.Seq > after && l.Seq <= upTo {
			all = append(all, l)
		}
	}
	return all
}

// LinesAfter answers the first most of Lines that were entered behind a position, in the order of their entry. Of an official
// record it costs what it answers.
func (d *Docket) LinesAfter(id string, after int64, most int) []Line {
	s := d.states[id]
	if s == nil {
		return nil
	}
	some := slices.Clone(s.lines)
	if d.Keeping() == body.Official {
		some = s.lines[sort.Search(len(s.lines), func(i int) bool { return s.lines[i].seq == 0 || s.lines[i].seq > after }):]
	} else {
		slices.SortStableFunc(some, func(a, b line) int { return cmp.Compare(a.seq, b.seq) })
	}
	var all []Line
	for _, l := range some {
		if len(all) == most {
			break
		}
		if l.seq > after {
			all = append(all, d.lineOf(s, l))
		}
	}
	return all
}

// CountLines answers how many entries and notices addressed a dossier, at no cost.
func (d *Docket) CountLines(id string) int {
	if s := d.states[id]; s != nil {
		return len(s.lines)
	}
	return 0
}

// each yields some lines of a dossier as readers have them.
func (d *Docket) each(s *State, some []line) iter.Seq[Line] {
	return func(yield func(Line) bool) {
		for _, l := range some {
			if !yield(d.lineOf(s, l)) {
				return
			}
		}
	}
}

func (d *Docket) lineOf(s *State, l line) Line {
	x := l.long(d.Zone())
	if x.Act = d.actOf(s, l); x.Act != nil {
		x.Dated = x.Act.Dated
	}
	return x
}

// actOf answers the act of a line; nil for a notice.
func (d *Docket) actOf(s *State, l line) *act.Act {
	if l.packed == 0 {
		return l.act
	}
	a, _ := unpack(d.lexicon.words, s.packed[l.packed-1:]) // it was packed here, or looked at when it was read
	return a
}

// note adds an act to the history of a dossier.
func (d *Docket) note(s *State, e Entry, at time.Time) {
	l := lineOf(Line{Seq: e.Seq, When: at, At: e.At, Act: e.Act})
	if packed, ok := d.lexicon.pack(s.packed, e.Act); ok {
		l.act, l.packed, s.packed = nil, int64(len(s.packed))+1, packed
	}
	if e.Act.Paper != nil && !d.keys.empty() {
		s.papers = append(s.papers, uint32(len(s.lines)))
	}
	s.lines = append(s.lines, l)
}
