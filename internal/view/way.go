package view

import (
	"slices"
	"strings"
	"time"

	"accede/body"
	"accede/dossier"
	"accede/game"
	"accede/rule"

	"accede/internal/view/words"
)

// Way is the panel that says what still stands in the way, and whose move it is.
type Way struct {
	Blockers []BlockerPanel
	ToCome   []Cell     // who is still to act, where nobody stands against it
	More     int        // how many more are still to act
	Clear    string     // said where nothing stands in the way
	Moves    []MoveLine // what the stage waits for
	Promised []MoveLine // what was promised besides, and is not done or not assessed
	Stale    string     // the stalemate in a sentence; empty for none
	Question *QuestionPanel
	Change   string // the smallest change that would carry it; empty for none
}

// BlockerPanel is one member who stands in the way, with its concerns.
type BlockerPanel struct {
	Name, Flag, Monogram string
	Since                string // the day
	Days                 int
	Objects              bool // behind an objection; else it is against without one
	Knots                []Knot
}

// Knot is one concern with a bar for each demand.
type Knot struct {
	Text     words.Filed
	Mark     Mark
	Word     string
	Progress string // what the last round made of it; empty where none took it up
	Bars     []Bar
}

// Bar is one demand.
type Bar struct {
	Text words.Filed `json:"text"`
	Mark Mark        `json:"mark"`
	Word string      `json:"state"`
}

// MoveLine is what one party has to do next.
type MoveLine struct {
	Who  string `json:"who"`
	What string `json:"what"`
	When string `json:"when"` // since when, and due when
	Late bool   `json:"late"` // its deadline has run
}

// QuestionPanel is the question that is put.
type QuestionPanel struct {
	Text  words.Filed `json:"text"`
	Until string      `json:"until"` // the deadline with its zone; empty where there is none
	Left  string      `json:"left"`  // how much time is left, in words
	Gone  int64       `json:"gone"`  // thousandths of the period that have run
	Rule  string      `json:"rule"`  // what silence means
}

// toCome is how many parties the panel lists before it counts them.
const toCome = 8

func way(set Setting, s dossier.Standing, r *words.Reader) Way {
	w := Way{Stale: stale(set, s, r), Question: question(set, s, r), Change: change(set, s, r)}
	w.Moves, w.Promised = moves(set, s, r)
	for _, b := range s.Blockers {
		panel := BlockerPanel{Name: set.Name(b.Member, r), Flag: set.Flag(b.Member), Monogram: set.Code(b.Member), Objects: b.Objection != ""}
		if !b.Since.IsZero() {
			panel.Since, panel.Days = r.Day(b.Since.In(set.Zone)), set.days(b.Since, s.AsOf)
		}
		for _, o := range s.Objections {
			if o.ID == b.Objection {
				panel.Knots = knots(o, r)
			}
		}
		w.Blockers = append(w.Blockers, panel)
	}
	running := s.Ended == "" && !s.InForce
	if len(w.Blockers) == 0 && running && s.Rule == "" && set.wantsEach(s) {
		w.ToCome, w.More = set.toCome(s, r)
	}
	if len(w.Blockers)+len(w.ToCome) == 0 {
		w.Clear = r.Say("way.clear", words.Args{"stage": stageNow(set, s, r)})
		if !running {
			w.Clear = r.Say("way.over", nil)
		}
	}
	return w
}

func knots(o dossier.ObjectionStanding, r *words.Reader) []Knot {
	var ks []Knot
	for _, c := range o.Concerns {
		k := Knot{Text: filed(c.Text, r), Mark: knotMark(c.State), Word: r.Say(knotKey(c.State), nil)}
		if c.Progress != "" {
			k.Progress = r.Say("progress."+c.Progress, nil)
		}
		for _, d := range c.Demands {
			k.Bars = append(k.Bars, Bar{filed(d.Text, r), knotMark(d.State), r.Say(knotKey(d.State), nil)})
		}
		ks = append(ks, k)
	}
	return ks
}

// toCome answers the parties whose last step is not done: first those who have done nothing, in the order of the roll.
func (set Setting) toCome(s dossier.Standing, r *words.Reader) (cells []Cell, more int) {
	for _, want := range []Mark{MarkWait, MarkAgreed} {
		for _, party := range s.Steps {
			mark, key, step := stepsMark(party)
			if mark != want {
				continue
			}
			if len(cells) == toCome {
				more++
				continue
			}
			c := Cell{ID: string(party.Party), Name: set.Name(party.Party, r), Flag: set.Flag(party.Party), Monogram: set.Code(party.Party), Mark: mark, Word: r.Say(key, nil)}
			if !step.When.IsZero() {
				c.When = datedDay(r, string(step.Dated), r.Day(step.When.In(set.Zone)))
			}
			cells = append(cells, c)
		}
	}
	return cells, more
}

func stale(set Setting, s dossier.Standing, r *words.Reader) string {
	if s.Stalemate == nil {
		return ""
	}
	return r.Say("way.stalemate", words.Args{
		"day": r.Day(s.Stalemate.Since.In(set.Zone)), "rounds": s.Stalemate.Rounds, "moved": s.Stalemate.Moved, "of": s.Stalemate.Of,
	})
}

func question(set Setting, s dossier.Standing, r *words.Reader) *QuestionPanel {
	q := s.Question
	if q == nil {
		return nil
	}
	p := &QuestionPanel{Text: filed(q.Text, r)}
	if q.Until.IsZero() {
		return p
	}
	p.Until = r.Moment(q.Until.In(set.Zone), zoneCity(set.Charter.TimeZone))
	if st := set.stage(s.Procedure, s.Stage); q.Silence && st != nil && st.Silence != nil {
		p.Rule = r.Say("silence."+st.Silence.PendingCountsAs, nil)
		if len(q.Quorum) > 0 {
			p.Rule += " " + watchersSay(set, r)
		}
	}
	left, whole := q.Until.Sub(s.AsOf), q.Until.Sub(q.Put)
	if left <= 0 {
		p.Left, p.Gone = r.Say("left.none", nil), 1000
		if q.Unseen {
			p.Rule = sayWait(set, q, r)
		}
		return p
	}
	if whole > 0 {
		p.Gone = 1000 - min(int64(left)/(int64(whole)/1000+1), 1000)
	}
	minutes := int64(left / time.Minute)
	p.Left = r.Say("left", words.Args{"d": minutes / 1440, "h": minutes / 60 % 24, "min": minutes % 60})
	return p
}

// zoneCity answers the city that names a zone: Europe/Brussels is Brussels.
func zoneCity(zone string) string {
	return strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", " ")
}

// change answers the smallest change of ballots that would carry the question.
func change(set Setting, s dossier.Standing, r *words.Reader) string {
	f := s.Finding
	switch {
	case f == nil || s.InForce || s.Ended != "":
		return ""
	case f.CannotCarry:
		return r.Say("change.none", nil)
	case len(f.SmallestChange) == 0:
		return ""
	case len(f.SmallestChange) > maxNamed:
		return r.Say("change.many", words.Args{"n": len(f.SmallestChange)})
	}
	var parts []string
	for _, c := range f.SmallestChange {
		parts = append(parts, sayChange(set, c, r))
	}
	return r.List(parts)
}

// sayChange answers one ballot that would have to be another, and every other that would do.
func sayChange(set Setting, c rule.Change, r *words.Reader) string {
	name := func(b game.Ballot) string { return r.Say("ballot."+ballotWord(b), nil) }
	args := words.Args{"who": set.Name(c.Member, r), "from": name(c.From), "to": name(c.To)}
	others := 0
	var or []string
	for _, b := range []game.Ballot{game.For, game.Against, game.Abstaining, game.Absent} {
		if b == c.From {
			continue
		}
		if others++; b != c.To && slices.Contains(c.Or, b) {
			or = append(or, name(b))
		}
	}
	switch {
	case len(set.Charter.Ballots) == 0 && len(or)+1 >= others:
		return r.Say("change.any", args)
	case len(or) == 0:
		return r.Say("change.one", args)
	}
	args["or"] = r.List(or)
	return r.Say("change.or", args)
}

// moves answers what is to be done next: what the stage waits for, then what was promised. Several things that one
// party has to do in the same way are one line, and so are several parties that have to do the same thing.
func moves(set Setting, s dossier.Standing, r *words.Reader) (blocking, promised []MoveLine) {
	var groups []*moveGroup
	for _, m := range s.Next {
		g := newGroup(m)
		if i := slices.IndexFunc(groups, g.joins); i >= 0 {
			groups[i].add(g)
			continue
		}
		groups = append(groups, g)
	}
	for _, g := range groups {
		line := g.line(set, s, r)
		if g.blocking {
			blocking = append(blocking, line)
		} else {
			promised = append(promised, line)
		}
	}
	return blocking, promised
}

// moveGroup is moves that are told in one line: of one party about several things, or of several parties about one.
type moveGroup struct {
	who        []body.MemberID
	verb       string
	about      []string
	since, due time.Time
	blocking   bool
	spread     bool // since different days
}

func newGroup(m dossier.Move) *moveGroup {
	verb, about, _ := strings.Cut(m.What, ":")
	return &moveGroup{who: []body.MemberID{m.Who}, verb: verb, about: []string{about}, since: m.Since, due: m.Due, blocking: m.Blocking}
}

// joins says whether a group with one move fits into another.
func (g *moveGroup) joins(h *moveGroup) bool {
	same := g.verb == h.verb && g.due.Equal(h.due) && g.blocking == h.blocking
	party := len(h.who) == 1 && h.who[0] == g.who[0]
	thing := len(h.about) == 1 && h.about[0] == g.about[0]
	return same && (party || thing)
}

func (g *moveGroup) add(h *moveGroup) {
	if !slices.Contains(g.who, h.who[0]) {
		g.who = append(g.who, h.who[0])
	}
	if !slices.Contains(g.about, h.about[0]) {
		g.about = append(g.about, h.about[0])
	}
	g.spread = g.spread || !h.since.Equal(g.since)
	if h.since.Before(g.since) {
		g.since = h.since
	}
}

func (g *moveGroup) line(set Setting, s dossier.Standing, r *words.Reader) MoveLine {
	l := MoveLine{What: set.move(s, g, r)}
	if named := g.who[:min(len(g.who), maxNamed)]; len(g.who) > maxNamed+1 {
		l.Who = r.Say("move.others", words.Args{"names": r.Commas(set.each(named, r)), "n": len(g.who) - maxNamed})
	} else {
		l.Who = set.Names(g.who, r)
	}
	switch {
	case !g.due.IsZero():
		l.When = r.Say("move.due", words.Args{"day": r.Moment(g.due.In(set.Zone), zoneCity(set.Charter.TimeZone))})
		l.Late = g.due.Before(s.AsOf)
	case g.spread && !g.since.IsZero():
		l.When = r.Say("move.since.first", words.Args{"day": r.Day(g.since.In(set.Zone))})
	case !g.since.IsZero():
		l.When = r.Say("move.since", words.Args{"day": r.Day(g.since.In(set.Zone))})
	}
	return l
}

// move answers a kind of move in words. A kind the catalogue lacks is said by its own word.
func (set Setting) move(s dossier.Standing, g *moveGroup, r *words.Reader) string {
	args := words.Args{"n": len(g.about), "parties": len(g.who), "about": set.about(s, g.about[0], r), "what": plainWord(g.verb)}
	if key := "move." + g.verb; r.Known(key) {
		return r.Say(key, args)
	}
	return r.Say("move.other", args)
}

// about answers what a move is about: the text of a demand, commitment or objection, or the name of a stage.
func (set Setting) about(s dossier.Standing, id string, r *words.Reader) string {
	for _, o := range s.Objections {
		if o.ID == id {
			return set.Name(o.By, r)
		}
		for _, c := range o.Concerns {
			for _, d := range c.Demands {
				if text := aboutDemand(d, id, r); text != "" {
					return text
				}
			}
		}
	}
	for _, t := range s.Texts {
		for _, c := range t.Clauses {
			if c.ID == id {
				return wordsOf(c.Text, r)
			}
		}
	}
	for _, st := range s.Stages {
		if st.ID == id {
			return set.stageName(st, r)
		}
	}
	return spoken(r, "stage.", id)
}

func aboutDemand(d dossier.DemandStanding, id string, r *words.Reader) string {
	if d.ID == id {
		return wordsOf(d.Text, r)
	}
	for _, c := range d.Commitments {
		if c.ID == id {
			return wordsOf(c.Text, r)
		}
		for _, m := range c.Measures {
			if m.ID == id {
				return wordsOf(m.Text, r)
			}
		}
	}
	return ""
}
