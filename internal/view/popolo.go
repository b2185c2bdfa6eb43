package view

import (
	"fmt"

	"accede/body"
	"accede/dossier"
	"accede/form"
)

// Popolo holds a record as Popolo JSON: the body and its members, and the questions with their votes. Members
// vote as organizations: there are no persons in it.
type Popolo struct {
	Organizations []PopoloOrganization `json:"organizations"`
	Memberships   []PopoloMembership   `json:"memberships"`
	Motions       []PopoloMotion       `json:"motions"`
}

// PopoloOrganization is the body or one of its members.
type PopoloOrganization struct {
	ID             string `json:"id"`
	Name           string `json:"name"`
	Classification string `json:"classification"`
}

// PopoloMembership is one time of a member in the body. EndDate is its last day; a date that is not known is left out.
type PopoloMembership struct {
	Member       string `json:"member_id"`
	Organization string `json:"organization_id"`
	StartDate    string `json:"start_date,omitempty"`
	EndDate      string `json:"end_date,omitempty"`
}

// NewPopolo answers the body, its members past and present, and the questions with their votes, as the record has them when
// the docket ends.
func NewPopolo(d *dossier.Docket) (Popolo, error) {
	charter, members := d.Charter(), []body.Member{}
	ids := map[body.MemberID]bool{}
	add := func(id body.MemberID) {
		if m, ok := d.Body().Member(id); ok && !ids[id] {
			ids[id] = true
			members = append(members, m)
		}
	}
	for _, m := range charter.Members {
		add(m.ID)
	}
	for _, id := range d.Dossiers() { // who joined since
		st, err := d.Standing(id, d.At())
		if err != nil {
			return Popolo{}, fmt.Errorf("read dossier %s: %w", id, err)
		}
		add(st.Applicant)
	}
	f := popoloOf(charter, members)
	var err error
	f.Motions, err = motionsOf(d)
	return f, err
}

// popoloOf answers the body first, then its members past and present in the order given.
func popoloOf(charter *body.Charter, members []body.Member) Popolo {
	org := "body/" + charter.Body // a member may have the id of the body
	f := Popolo{
		Organizations: []PopoloOrganization{{org, charter.Name.In("en"), "body"}},
		Memberships:   []PopoloMembership{}, Motions: []PopoloMotion{},
	}
	for _, m := range members {
		kind := m.Kind
		if kind == "" {
			kind = "state"
		}
		id := "member/" + string(m.ID)
		f.Organizations = append(f.Organizations, PopoloOrganization{id, m.Name.In("en"), kind})
		for _, t := range append(append([]body.Span{}, m.Earlier...), body.Span{Since: m.Since, Until: m.Until}) {
			f.Memberships = append(f.Memberships, PopoloMembership{id, org, firstDay(t.Since), lastDay(t.Until)})
		}
	}
	return f
}

func firstDay(since *form.Date) string {
	if since == nil {
		return ""
	}
	return since.String()
}

// lastDay answers the day before the first on which it is no longer a member.
func lastDay(until *form.Date) string {
	if until == nil {
		return ""
	}
	return until.AddDays(-1).String()
}
