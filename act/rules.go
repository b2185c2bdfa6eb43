package act

import (
	"slices"

	"accede/body"
)

// What the tags of a struct cannot say about it.

func (s Source) rule() string {
	literal := s.Key == body.Unsourced || s.Key == body.Derived
	switch {
	case literal && s != (Source{Key: s.Key, Note: s.Note}):
		return "the source " + s.Key + " has no title or address"
	case !literal && s.Title == "":
		return "the source " + s.Key + " has no title"
	}
	return ""
}

func (p Person) rule() string {
	if p.Name == "" && p.Role == "" {
		return "a person has a name or a role"
	}
	return ""
}

func (w Withdraw) rule() string {
	switch {
	case w.What == "objection" && w.Of == "":
		return "of: which objection is withdrawn is missing"
	case w.What == "application" && w.Of != "":
		return "of: an application is withdrawn as a whole"
	}
	return ""
}

func (a Assess) rule() string {
	if a.Direction == "" && a.Finds == "" && a.Text == nil {
		return "an assessment has a direction, a finding or a text"
	}
	return ""
}

func (r Reserve) rule() string {
	if len(r.Reason) == 0 && r.If == "" {
		return "a reserve has a reason, or says if what"
	}
	return ""
}

func (r React) rule() string {
	if amends := r.Answer == "amend"; amends != (len(r.Text) > 0) {
		return "text: other words go with amend, and amend with other words"
	}
	return ""
}

func (p Propose) rule() string {
	drafts := len(p.Clauses) > 0 || len(p.Drops) > 0
	switch {
	case p.Revises != "" && !drafts:
		return "a draft is revised by clauses, or by dropping some"
	case p.Revises == "" && len(p.Drops) > 0:
		return "clauses are dropped from the draft that is revised: say which"
	case p.Revises == "" && drafts && len(p.Parties) < 2:
		return "parties: a draft in clauses is for two parties at least"
	case !drafts && len(p.Parties) > 0, p.Revises != "" && len(p.Parties) > 0:
		return "parties are named where a draft in clauses is first tabled"
	}
	if at := repeated(len(p.Clauses), func(i int) string { return p.Clauses[i].ID }); at >= 0 {
		return "clauses: " + p.Clauses[at].ID + " is here twice"
	}
	return ""
}

func (r Redact) rule() string {
	if at := repeated(len(r.Of), func(i int) string { return r.Of[i] }); at >= 0 {
		return "of: " + r.Of[at] + " is here twice"
	}
	return ""
}

func (l Length) rule() string {
	known := 0
	for _, n := range []int{l.Minutes, l.About, l.MoreThan} {
		if n != 0 {
			known++
		}
	}
	if known > 1 {
		return "a length is known, or about, or more than: one of the three"
	}
	return ""
}

// sortedTags answers the languages of a text in ascending order.
func sortedTags(n body.Names) []string {
	tags := make([]string, 0, len(n))
	for tag := range n {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	return tags
}
