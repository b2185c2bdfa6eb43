package view

import (
	"cmp"
	"slices"
	"time"

	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// DeskPage is whose move it is over all dossiers: of one party, or of everybody.
type DeskPage struct {
	For     string   `json:"-"`
	Parties []Choice `json:"-"`
	Desks   []Desk   `json:"desks"`
	Total   int      `json:"total"`
	Name    string   `json:"-"` // of the party; empty for all
}

// Desk is what one party has to do.
type Desk struct {
	Party Party      `json:"party"`
	Moves []DeskMove `json:"moves"` // what a stage waits for first, then by deadline, then by how long it has waited
}

// DeskMove is one thing to do in one dossier.
type DeskMove struct {
	Dossier  string `json:"dossier"`
	Title    string `json:"-"`
	What     string `json:"what"`
	Since    string `json:"since"`
	Days     int    `json:"days"`
	Due      string `json:"due,omitempty"`
	Late     bool   `json:"late"`
	Blocking bool   `json:"blocking"`
	since    time.Time
	due      time.Time
}

// NewDeskPage answers what everybody has to do at an instant; party chooses one.
func NewDeskPage(d *dossier.Docket, at time.Time, party string, r *words.Reader) (DeskPage, error) {
	set := SettingOf(d)
	moves := map[body.MemberID][]DeskMove{}
	counts := map[body.MemberID]int{}
	p := DeskPage{}
	for _, id := range d.Dossiers() {
		s, err := d.Standing(id, at)
		if err != nil {
			return DeskPage{}, err
		}
		for _, m := range s.Next {
			moves[m.Who] = append(moves[m.Who], deskMove(set, s, m, r))
			counts[m.Who]++
			p.Total++
		}
	}
	p.Parties = partyChoices(set, counts, p.Total, r)
	p.For = choose(p.Parties, party)
	for _, c := range p.Parties[1:] {
		if p.For != "" && c.Key != p.For {
			continue
		}
		x := Desk{Party: set.party(body.MemberID(c.Key), r), Moves: moves[body.MemberID(c.Key)]}
		slices.SortStableFunc(x.Moves, deskOrder)
		p.Desks = append(p.Desks, x)
		if p.For != "" {
			p.Name = c.Word
		}
	}
	return p, nil
}

// deskOrder puts first what a stage waits for, then what is due soonest, then what has waited longest.
func deskOrder(a, b DeskMove) int {
	rank := func(m DeskMove) int {
		switch {
		case m.Blocking:
			return 0
		case !m.due.IsZero():
			return 1
		}
		return 2
	}
	if a.due.IsZero() != b.due.IsZero() && rank(a) == rank(b) {
		if a.due.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), a.due.Compare(b.due), a.since.Compare(b.since))
}

func deskMove(set Setting, s dossier.Standing, m dossier.Move, r *words.Reader) DeskMove {
	x := DeskMove{Dossier: s.Dossier, Title: set.title(s, r), What: set.move(s, newGroup(m), r), Blocking: m.Blocking, since: m.Since, due: m.Due}
	if !m.Since.IsZero() {
		x.Since, x.Days = r.Day(m.Since.In(set.Zone)), set.days(m.Since, s.AsOf)
	}
	if !m.Due.IsZero() {
		x.Due, x.Late = r.Moment(m.Due.In(set.Zone), zoneCity(set.Charter.TimeZone)), !m.Due.After(s.AsOf)
	}
	return x
}
