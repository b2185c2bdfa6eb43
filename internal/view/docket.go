package view

import (
	"time"

	"accede/dossier"

	"accede/internal/view/words"
)

// DocketPage is all dossiers of a body as a page shows them, in the order of application.
type DocketPage struct {
	Reader   *words.Reader
	Setting  Setting
	Body     string
	About    words.Filed
	AsOf     string
	Date     string // YYYY-MM-DD
	Reported bool
	Rows     []DocketRow
}

// DocketRow is one dossier in the list.
type DocketRow struct {
	ID, Title, Flag, Monogram string
	Applied                   string
	Stage                     string
	Rail                      []RailStage
	Blocked                   bool
	Have, Of                  int    // what the bar shows
	Bar                       string // the same in words
	Mark                      Mark
	Line                      []words.Span // the sentence that says where it stands
	Moves                     []MoveLine   // whose move it is: the first two
	Deadline                  string       // the next deadline; empty where there is none
}

// NewDocketPage answers the page of all dossiers at an instant. The docket is one folded up to then.
func NewDocketPage(d *dossier.Docket, at time.Time, r *words.Reader) (DocketPage, error) {
	set := SettingOf(d)
	p := DocketPage{
		Reader: r, Setting: set, Body: set.Body(r), About: filed(set.Charter.About, r), Reported: set.reported(),
		AsOf: r.Day(at.In(set.Zone)), Date: set.day(at),
	}
	for _, id := range d.Dossiers() {
		s, err := d.Standing(id, at)
		if err != nil {
			return DocketPage{}, err
		}
		p.Rows = append(p.Rows, docketRow(set, s, r))
	}
	return p, nil
}

func docketRow(set Setting, s dossier.Standing, r *words.Reader) DocketRow {
	row := DocketRow{
		ID: s.Dossier, Title: set.title(s, r), Flag: set.Flag(s.Applicant), Monogram: set.Code(s.Applicant),
		Applied: r.Say("docket.applied", words.Args{"day": r.Day(s.Applied.In(set.Zone))}),
		Stage:   stageNow(set, s, r), Rail: set.rail(s, r), Blocked: decision(s) == "blocked", Line: headline(set, s, r),
		Of: s.Required, Mark: MarkMet,
	}
	if moves, _ := moves(set, s, r); len(moves) > 0 {
		row.Moves = moves[:min(2, len(moves))]
	}
	row.bar(set, s, r)
	if q := s.Question; q != nil && !q.Until.IsZero() && q.Until.After(s.AsOf) {
		row.Deadline = r.Moment(q.Until.In(set.Zone), zoneCity(set.Charter.TimeZone))
	}
	return row
}

// bar answers what the bar of a row counts: approvals, positions taken for, or members who object.
func (row *DocketRow) bar(set Setting, s dossier.Standing, r *words.Reader) {
	t, decided := decidingTest(s)
	key := "docket.approved"
	switch {
	case decided && isConsensus(s):
		row.Have, row.Of, row.Mark, key = int(t.Have), int(t.Base), MarkOpen, "docket.against"
	case decided:
		row.Have, row.Of, key = int(t.Have), int(t.Base), "docket.test"
		if !t.Holds {
			row.Mark = MarkTalks
		}
	case s.Required > 0:
		row.Have = s.Approved
	}
	row.Bar = r.Say(key, words.Args{"have": row.Have, "n": row.Of, "deposited": s.Deposited})
}
