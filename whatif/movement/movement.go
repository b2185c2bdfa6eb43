// Package movement shows how far each concern of a dossier has moved and when: what rounds of talks made of it and what
// the party that demanded it said of the measures taken, as points ready to be drawn as lines.
//
// It knows standings and the acts they rest on. It refuses to know clocks and drawings, and to judge: direction and
// strength are the reporter's of a round or the demander's of a measure, and only they move a line. What a stalemate
// is, is settled by package dossier.
package movement

import (
	"slices"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"
)

// Direction is which way a concern moved.
type Direction int8

// The directions. The zero value is None.
const (
	Away   Direction = -1 // farther from being met
	None   Direction = 0  // said not to have moved
	Toward Direction = 1  // nearer to being met
)

// String answers the word: away, none, toward.
func (d Direction) String() string {
	switch d {
	case Away:
		return "away"
	case None:
		return "none"
	case Toward:
		return "toward"
	}
	return "none"
}

// Kind is what a point rests on.
type Kind uint8

// The kinds of point.
const (
	Round      Kind = iota + 1 // a round of talks reported on the concern
	Assessment                 // the demander assessed a measure, a commitment or a demand
	Finding                    // the demander found a demand met, partly met or not met, without saying a direction
)

// Point is one movement of one concern.
type Point struct {
	When      time.Time
	Seq       int64 // the entry it rests on
	Kind      Kind
	By        body.MemberID // of a round, who entered it; else the demander
	Direction Direction
	Strength  int      // 0 to 4: as assessed; of a round none is 0, some 1, substantial 3, settled 4
	Word      string   // as the record has it: the progress of a round, or the finding; empty where there is none
	Of        string   // the id of the round's act, or of what was assessed
	Demands   []string // the demands of the concern that it is about; none for a round
	Level     int      // the sum of direction times strength so far: the height of the line from here on
}

// Line is how one concern moved over time.
type Line struct {
	Objection string
	By        body.MemberID // who objects
	Concern   string
	Text      body.Names
	Since     time.Time // the line begins here, at level 0
	State     dossier.Knot
	Stands    bool    // the objection stands in the stage the dossier is in
	Points    []Point // in order of time, then of entries
}

// Moved answers the last point that moved the line, and whether one did.
func (l Line) Moved() (Point, bool) {
	for _, p := range slices.Backward(l.Points) {
		if p.Direction != None && p.Strength > 0 {
			return p, true
		}
	}
	return Point{}, false
}

// Standstill is a stalemate in what a sentence about it needs.
type Standstill struct {
	Since  time.Time // the first round of it
	Days   int       // days of the body's zone from then to the picture's
	Rounds int       // without movement on any concern that breaks it, up to now
	Moved  int       // how many concerns have moved at all in those rounds
	Of     int       // of how many
	Last   time.Time // when a concern last moved toward being met, before it or in it; zero: never
}

// Picture is the movement of all concerns of a dossier.
type Picture struct {
	Dossier    string
	AsOf       time.Time
	Lines      []Line // by objection and concern, in the order in which they were raised
	Low, High  int    // the least and greatest level of any line: at most and at least 0
	Standstill *Standstill
}

// Of answers the picture of a dossier at an instant, with the entries folded so far; now must not lie before them. The
// error is that of Standing. Cost: the entries of the dossier times its demands.
func Of(d *dossier.Docket, id string, now time.Time) (Picture, error) {
	st, err := d.Standing(id, now)
	if err != nil {
		return Picture{}, err
	}
	p := Picture{Dossier: id, AsOf: now}
	for _, o := range st.Objections {
		for _, c := range o.Concerns {
			p.Lines = append(p.Lines, Line{
				Objection: o.ID, By: o.By, Concern: c.ID, Text: c.Text, Since: c.Since, State: c.State, Stands: o.Stands,
			})
		}
	}
	about := answered(st, d.Lines(id))
	for _, entry := range d.Lines(id) {
		if entry.Act == nil {
			continue
		}
		if do, ok := entry.Act.Do.(*act.Talks); ok {
			p.talked(entry, do)
		}
		if do, ok := entry.Act.Do.(*act.Assess); ok {
			p.assessed(entry, do, about)
		}
	}
	p.Standstill = standstill(st, p.Lines, d.Zone())
	return p, nil
}

// line answers the line of a concern, or nil.
func (p *Picture) line(concern string) *Line {
	i := slices.IndexFunc(p.Lines, func(l Line) bool { return l.Concern == concern })
	if i < 0 {
		return nil
	}
	return &p.Lines[i]
}

// add puts a point at the end of a line.
func (p *Picture) add(l *Line, x Point) {
	if n := len(l.Points); n > 0 {
		x.Level = l.Points[n-1].Level
	}
	x.Level += int(x.Direction) * x.Strength
	l.Points = append(l.Points, x)
	p.Low, p.High = min(p.Low, x.Level), max(p.High, x.Level)
}

// talked enters what a round, or another meeting, made of each concern it reports on.
func (p *Picture) talked(entry dossier.Line, do *act.Talks) {
	for _, o := range do.Outcome {
		l := p.line(o.Concern)
		if l == nil {
			continue
		}
		x := Point{When: entry.When, Seq: entry.Seq, Kind: Round, By: entry.Act.By, Word: o.Progress, Of: entry.Act.ID}
		x.Strength = strength(o.Progress)
		if x.Strength > 0 {
			x.Direction = Toward
		}
		p.add(l, x)
	}
}

// strength spreads the four words for the progress of a round over the scale of assessments.
func strength(progress string) int {
	switch progress {
	case "some":
		return 1
	case "substantial":
		return 3
	case "settled":
		return 4
	case "none":
	}
	return 0
}

// assessed enters an assessment, on each concern that a demand it is about belongs to.
func (p *Picture) assessed(entry dossier.Line, do *act.Assess, about answers) {
	demands := do.Demands
	if len(demands) == 0 {
		demands = about.of[do.Of]
	}
	for i := range p.Lines {
		l := &p.Lines[i]
		x := Point{When: entry.When, Seq: entry.Seq, Kind: Assessment, By: entry.Act.By, Word: do.Finds, Of: do.Of}
		for _, id := range demands {
			if about.concern[id] == l.Concern {
				x.Demands = append(x.Demands, id)
			}
		}
		if len(x.Demands) == 0 {
			continue
		}
		switch do.Direction {
		case "toward":
			x.Direction, x.Strength = Toward, do.Strength
		case "away":
			x.Direction, x.Strength = Away, do.Strength
		case "none":
		case "":
			x.Kind = Finding
		}
		p.add(l, x)
	}
}

// answers is which demands hang on which concern, and which of them each measure, commitment and demand is about.
type answers struct {
	concern map[string]string   // by demand
	of      map[string][]string // demands, by id of what may be assessed, in the order in which they were made
}

func answered(st dossier.Standing, lines []dossier.Line) answers {
	a := answers{map[string]string{}, map[string][]string{}}
	for _, o := range st.Objections {
		for _, c := range o.Concerns {
			for _, m := range c.Demands {
				a.concern[m.ID] = c.ID
				a.add(m.ID, m.ID)
				for _, x := range m.Commitments {
					a.add(x.ID, m.ID)
					for _, y := range x.Measures {
						a.add(y.ID, m.ID)
					}
				}
			}
		}
	}
	// A measure under a commitment may answer further demands by name, which a standing does not repeat.
	for _, l := range lines {
		if l.Act == nil {
			continue
		}
		if do, ok := l.Act.Do.(*act.Measure); ok {
			for _, id := range slices.Concat(do.Answers, do.Fulfils) {
				a.add(l.Act.ID, id)
			}
		}
	}
	return a
}

func (a *answers) add(id, demand string) {
	if id != "" && !slices.Contains(a.of[id], demand) {
		a.of[id] = append(a.of[id], demand)
	}
}

// standstill answers what the dossier's stalemate is, with when something last moved.
func standstill(st dossier.Standing, lines []Line, zone *time.Location) *Standstill {
	s := st.Stalemate
	if s == nil {
		return nil
	}
	x := &Standstill{Since: s.Since, Rounds: s.Rounds, Moved: s.Moved, Of: s.Of}
	from, to := form.DateOf(s.Since.In(zone)), form.DateOf(st.AsOf.In(zone))
	x.Days = int(to.In(time.UTC).Sub(from.In(time.UTC)) / (24 * time.Hour))
	for _, l := range lines {
		for _, p := range l.Points {
			if l.Stands && p.Direction == Toward && p.Strength > 0 && p.When.After(x.Last) {
				x.Last = p.When
			}
		}
	}
	return x
}
