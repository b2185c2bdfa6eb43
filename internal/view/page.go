package view

import (
	"iter"
	"time"

	"accede/body"
	"accede/dossier"
	"accede/game"

	"accede/internal/view/words"
)

// DossierPage is one dossier as a page shows it, all in the reader's words, in the order in which it is read.
type DossierPage struct {
	Head
	Reader    *words.Reader
	Setting   Setting
	Standing  dossier.Standing
	AsOf      string // the day in words
	Reported  bool   // an observer's record: the page says so
	Headline  []words.Span
	Where     Where
	Way       Way
	Tree      []Node
	Roll      []Cell
	Filters   []Filter
	Show      string // the mark the roll call is filtered by; empty: all
	Talks     []Event
	Latest    []LogLine // newest first
	Total     int       // how many lines there are
	Calendar  Calendar
	consensus bool
}

// RailStage is one stage on the rail.
type RailStage struct {
	Name  string
	State dossier.StageState
	When  string // the day it was done, or opened; empty where it lies ahead
	N     int    // from 1
}

// Where is the drawing of the positions, or of the tests where no positions are known by name.
type Where struct {
	Rule   string       // what must hold, in words
	Law    string       // the sentence of the charter; empty when no rule decides the stage
	Said   []words.Span // the same in the reader's language
	Seats  []Seat
	Legend []LegendItem
	Big    string // the number that decides
	Of     string // what it is a number of
	Need   string // what is needed
	Tests  []TestBar
	Alt    string // the drawing in one sentence
	Chart  *Chart // the running count of steps; nil where there is none
}

// Seat is one member in the drawing.
type Seat struct {
	ID, Code, Name, Word string
	Mark                 Mark
}

// LegendItem is one mark with its word and how many have it.
type LegendItem struct {
	Mark  Mark
	Word  string
	Count int
}

// TestBar is one test of the sentence with what it needs and what there is.
type TestBar struct {
	Text, Say string
	Said      []words.Span // the test in the reader's language
	Have, Max int64
	Mark      Mark
	Word      string
	At        int64 // where the threshold lies on the bar
	Upper     bool  // the threshold is the most, not the least
}

// Cell is one member in the roll call.
type Cell struct {
	ID, Name, Flag, Monogram, Word, When string
	Mark                                 Mark
}

// Filter is one choice above the roll call.
type Filter struct {
	Key, Word string
	Count     int
	Current   bool
}

// Past is what the page of a dossier tells of its record: how many lines there are up to the day of the page, the last of them
// first, and the days of the whole record, from which the date control is drawn.
type Past struct {
	Total  int
	Latest iter.Seq[dossier.Line]
	Days   []dossier.Day
}

// PastOf answers the past of a dossier up to the day of a docket, within the whole record.
func PastOf(d, whole *dossier.Docket, id string) Past {
	return Past{d.CountLines(id), d.LinesBack(id), whole.Days(id)}
}

// NewDossierPage answers the page of one standing with its past; show filters the roll call by a mark's word.
func NewDossierPage(set Setting, s dossier.Standing, past Past, show string, r *words.Reader) DossierPage {
	p := DossierPage{
		Head: NewHead(set, s, r), Reader: r, Setting: set, Standing: s, Show: show,
		AsOf: r.Day(s.AsOf.In(set.Zone)), Reported: set.reported(), Total: past.Total,
		consensus: isConsensus(s),
	}
	p.Headline = headline(set, s, r)
	p.Roll = p.roll()
	p.Where = p.where()
	p.Filters = p.filters()
	p.Way = way(set, s, r)
	p.Tree = tree(set, s, r)
	p.Talks = events(set, s, r)
	p.Latest = latest(set, past.Latest, 8, r)
	p.Calendar = calendar(set, s, past.Days, r)
	return p
}

// title answers what the dossier is called: the subject where it is no admission, else the procedure of the applicant.
func (set Setting) title(s dossier.Standing, r *words.Reader) string {
	if subject := wordsOf(s.Subject, r); subject != "" {
		return subject
	}
	key := "title." + s.Procedure
	if !r.Known(key) {
		return r.Say("title.other", words.Args{"who": set.Name(s.Applicant, r), "procedure": set.procedure(s.Procedure, r)})
	}
	return r.Say(key, words.Args{"who": set.Name(s.Applicant, r)})
}

func (set Setting) procedure(id string, r *words.Reader) string {
	if p, ok := set.Charter.Procedures.Get(id); ok {
		return charterName(p.Name, "procedure.", id, r)
	}
	return spoken(r, "procedure.", id)
}

func (set Setting) rail(s dossier.Standing, r *words.Reader) []RailStage {
	rail := make([]RailStage, 0, len(s.Stages)+1)
	for i, st := range s.Stages {
		stage := RailStage{Name: set.stageName(st, r), State: st.State, N: i + 1}
		switch {
		case !st.Done.IsZero():
			stage.When = r.Day(st.Done.In(set.Zone))
		case !st.Opened.IsZero():
			stage.When = r.Say("rail.since", words.Args{"day": r.Day(st.Opened.In(set.Zone))})
		}
		rail = append(rail, stage)
	}
	return rail
}

// roll answers the roll call in the alphabetical order of the reader's language.
func (p *DossierPage) roll() []Cell {
	s, r := p.Standing, p.Reader
	cells := make([]Cell, 0, len(s.Positions)+len(s.Steps))
	for _, pos := range s.Positions {
		mark, key := positionMark(pos, kindOf(p.Setting.Charter, pos.Ballot), p.consensus)
		cells = append(cells, p.cell(pos.Member, mark, p.ballotName(pos, key), p.when(pos.Since, "")))
	}
	if len(s.Positions) == 0 {
		for _, party := range s.Steps {
			mark, key, step := stepsMark(party)
			cells = append(cells, p.cell(party.Party, mark, r.Say(key, nil), p.when(step.When, string(step.Dated))))
		}
	}
	words.Order(r, cells, func(c Cell) string { return c.Name })
	return cells
}

func (p *DossierPage) cell(id body.MemberID, mark Mark, word, when string) Cell {
	return Cell{
		ID: string(id), Name: p.Setting.Name(id, p.Reader), Flag: p.Setting.Flag(id), Monogram: p.Setting.Code(id),
		Mark: mark, Word: word, When: when,
	}
}

// ballotName answers the word of a position: the charter's own where it declares the ballot.
func (p *DossierPage) ballotName(pos dossier.PositionStanding, key string) string {
	if pos.Ballot < game.FirstDeclared {
		return p.Reader.Say(key, nil)
	}
	for _, b := range p.Setting.Charter.Ballots {
		if b.ID == pos.Word {
			if name := b.Name.In(p.Reader.Tag()); name != "" {
				return name
			}
		}
	}
	return plainWord(pos.Word)
}

// when answers a day as short as it can be told beside the day of the page: without the year where that is the same.
func (p *DossierPage) when(t time.Time, dated string) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(p.Setting.Zone)
	day := p.Reader.DayTiny(t)
	if t.Year() == p.Standing.AsOf.In(p.Setting.Zone).Year() {
		day = p.Reader.DayShort(t)
	}
	return datedDay(p.Reader, dated, day)
}

// datedDay answers a day as well as it is known.
func datedDay(r *words.Reader, dated, day string) string {
	switch dated {
	case "at latest":
		return r.Say("dated.latest", words.Args{"day": day})
	case "about":
		return r.Say("dated.about", words.Args{"day": day})
	}
	return day
}

// kindOf answers what a ballot counts as.
func kindOf(c *body.Charter, b game.Ballot) game.Ballot {
	if b < game.FirstDeclared {
		return b
	}
	if i := int(b - game.FirstDeclared); i < len(c.Ballots) {
		if kind, ok := body.KindByName(c.Ballots[i].Kind); ok {
			return kind
		}
	}
	return game.Pending
}

func (p *DossierPage) filters() []Filter {
	all := []Filter{{Word: p.Reader.Say("roll.all", nil), Count: len(p.Roll), Current: p.Show == ""}}
	for _, l := range p.Where.Legend {
		if l.Count > 0 {
			all = append(all, Filter{Key: l.Mark.String(), Word: l.Word, Count: l.Count, Current: p.Show == l.Mark.String()})
		}
	}
	return all
}

// Shown answers the cells of the roll call that pass the filter.
func (p *DossierPage) Shown() []Cell {
	if p.Show == "" {
		return p.Roll
	}
	var shown []Cell
	for _, c := range p.Roll {
		if c.Mark.String() == p.Show {
			shown = append(shown, c)
		}
	}
	return shown
}
