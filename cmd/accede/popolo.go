package main

import (
	"accede/body"
	"accede/form"
)

// popoloFile holds a record as Popolo JSON: the body and its members, and the questions with their votes. Members
// vote as organizations: there are no persons in it.
type popoloFile struct {
	Organizations []popoloOrganization `json:"organizations"`
	Memberships   []popoloMembership   `json:"memberships"`
	Motions       []popoloMotion       `json:"motions"`
}

// popoloOrganization is the body or one of its members.
type popoloOrganization struct {
	ID             string `json:"id"`
	Name           string `json:"name"`
	Classification string `json:"classification"`
}

// popoloMembership is one time of a member in the body. EndDate is its last day; a date that is not known is left out.
type popoloMembership struct {
	Member       string `json:"member_id"`
	Organization string `json:"organization_id"`
	StartDate    string `json:"start_date,omitempty"`
	EndDate      string `json:"end_date,omitempty"`
}

// popoloOf answers the body first, then its members past and present in the order given.
func popoloOf(charter *body.Charter, members []body.Member) popoloFile {
	org := "body/" + charter.Body // a member may have the id of the body
	f := popoloFile{
		Organizations: []popoloOrganization{{org, charter.Name.In("en"), "body"}},
		Memberships:   []popoloMembership{}, Motions: []popoloMotion{},
	}
	for _, m := range members {
		kind := m.Kind
		if kind == "" {
			kind = "state"
		}
		id := "member/" + string(m.ID)
		f.Organizations = append(f.Organizations, popoloOrganization{id, m.Name.In("en"), kind})
		for _, t := range append(append([]body.Span{}, m.Earlier...), body.Span{Since: m.Since, Until: m.Until}) {
			f.Memberships = append(f.Memberships, popoloMembership{id, org, firstDay(t.Since), lastDay(t.Until)})
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
