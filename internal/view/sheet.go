package view

import (
	"slices"

	"accede/dossier"

	"accede/internal/view/words"
)

// SheetPage is the roll call of the stage a dossier is in as a sheet for the room: what is on the record, and room to
// mark what is said.
type SheetPage struct {
	Head
	Stage  string
	AsOf   string
	Rule   string       // the charter's sentence; empty where none decides the stage
	Said   []words.Span // the same in the reader's language
	Say    string       // the same in words
	Counts string       // what is counted on the record; empty where nobody is called
	Rows   []Cell
	Order  string
	Orders []Choice
}

// NewSheetPage answers the sheet of one standing, in the alphabetical order of the reader's language or, where order is
// "order", in that of the charter.
func NewSheetPage(set Setting, s dossier.Standing, order string, r *words.Reader) SheetPage {
	roll := rollPage(set, s, "", r)
	p := SheetPage{
		Head: roll.Head, Stage: stageNow(set, s, r), AsOf: r.Moment(s.AsOf.In(set.Zone), zoneCity(set.Charter.TimeZone)), Rule: roll.Where.Law, Said: roll.Where.Said, Say: roll.Where.Rule, Rows: roll.Roll,
		Orders: []Choice{{Word: r.Say("sort.name", nil), Count: -1}, {Key: "order", Word: r.Say("sort.order", nil), Count: -1}},
	}
	if p.Order = choose(p.Orders, order); p.Order == "order" {
		at := map[string]int{}
		for i, m := range s.Positions {
			at[string(m.Member)] = i
		}
		for i, m := range s.Steps {
			at[string(m.Party)] = i
		}
		slices.SortStableFunc(p.Rows, func(a, b Cell) int { return at[a.ID] - at[b.ID] })
	}
	var counts []string
	for _, l := range roll.Where.Legend {
		counts = append(counts, r.Say("legend.count", words.Args{"word": l.Word, "n": l.Count}))
	}
	if len(p.Rows) > 0 {
		p.Counts = r.Say("sheet.counts", words.Args{"counts": r.List(counts)})
	}
	return p
}
