package dossier

import (
	"sort"
	"time"

	"accede/act"
	"accede/body"
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
	act      *act.Act
	notice   *Notice
}

const noTime = -1 << 63

func lineOf(l Line) line {
	x := line{seq: l.Seq, when: l.When.Unix(), whenNano: int32(l.When.Nanosecond()), at: noTime, act: l.Act, notice: l.Notice}
	if !l.At.IsZero() {
		x.at, x.atNano = l.At.Unix(), int32(l.At.Nanosecond())
	}
	return x
}

// long answers the line as readers have it, in the body's zone.
func (l line) long(zone *time.Location) Line {
	x := Line{Seq: l.seq, When: time.Unix(l.when, int64(l.whenNano)).In(zone), Act: l.act, Notice: l.notice}
	if l.at != noTime {
		x.At = time.Unix(l.at, int64(l.atNano)).UTC()
	}
	if l.act != nil {
		x.Dated = l.act.Dated
	}
	return x
}

// Lines answers what addressed a dossier, in the order of the fold.
func (d *Docket) Lines(id string) []Line {
	s := d.states[id]
	if s == nil {
		return nil
	}
	all := make([]Line, len(s.lines))
	for i, l := range s.lines {
		all[i] = l.long(d.Zone())
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
	for _, l := range some {
		if l.seq > after && l.seq <= upTo {
			all = append(all, l.long(d.Zone()))
		}
	}
	return all
}

// spare lets an act go without the text it was read from, where it holds nothing but words that come again and again:
// who, where, which ballot. A big record is a million positions; each would keep the whole of its bytes for a name.
func (d *Docket) spare(a *act.Act) *act.Act {
	var ballot string
	switch do := a.Do.(type) {
	case *act.Position:
		if len(do.Explanation)+len(do.Conditions) > 0 {
			return a
		}
		ballot = do.Ballot
	case *act.Sign, *act.Deposit, *act.Approve:
	default:
		return a
	}
	if len(a.Sources) > 0 || a.Note != "" || len(a.Enclosed) > 0 {
		return a
	}
	if x, ok := a.Do.(*act.Deposit); ok && len(x.Instrument) > 0 {
		return a
	}
	if x, ok := a.Do.(*act.Approve); ok && len(x.Votes) > 0 {
		return a
	}
	c := *a
	c.Body, c.By, c.Stage, c.ID = d.word(a.Body), body.MemberID(d.word(string(a.By))), d.word(a.Stage), string([]byte(a.ID))
	if len(a.Dossiers) == 1 {
		c.Dossiers = d.one(a.Dossiers[0])
	} else {
		c.Dossiers = make([]string, len(a.Dossiers))
		for i, id := range a.Dossiers {
			c.Dossiers[i] = d.word(id)
		}
	}
	if a.Paper != nil {
		c.Paper = d.paper(*a.Paper)
	}
	c.Charter, c.Nonce, c.SeenRoot = d.word(a.Charter), string([]byte(a.Nonce)), string([]byte(a.SeenRoot))
	if ballot != "" {
		c.Do = d.position(ballot)
	}
	return &c
}

// kept are values that come again and again, held once.
type kept struct {
	words     map[string]string
	ones      map[string][]string
	papers    map[act.Paper]*act.Paper
	positions map[string]*act.Position
}

func newKept() *kept {
	return &kept{map[string]string{}, map[string][]string{}, map[act.Paper]*act.Paper{}, map[string]*act.Position{}}
}

func (d *Docket) word(s string) string {
	if w, ok := d.kept.words[s]; ok {
		return w
	}
	w := string([]byte(s))
	d.kept.words[w] = w
	return w
}

func (d *Docket) one(id string) []string {
	if l, ok := d.kept.ones[id]; ok {
		return l
	}
	w := d.word(id)
	d.kept.ones[w] = []string{w}
	return d.kept.ones[w]
}

func (d *Docket) paper(p act.Paper) *act.Paper {
	if x, ok := d.kept.papers[p]; ok {
		return x
	}
	x := &act.Paper{By: body.MemberID(d.word(string(p.By))), From: d.word(p.From)}
	d.kept.papers[*x] = x
	return x
}

func (d *Docket) position(ballot string) *act.Position {
	if x, ok := d.kept.positions[ballot]; ok {
		return x
	}
	x := &act.Position{Ballot: d.word(ballot)}
	d.kept.positions[x.Ballot] = x
	return x
}
