package view

import (
	"cmp"
	"slices"
	"strings"

	"accede/act"
	"accede/dossier"
)

// clauseName answers how a clause is called: by its number, where it has one.
func clauseName(number, id string) string { return cmp.Or(number, id) }

// propose asks for a text as a whole, or clause by clause; a draft that is on the table can be revised.
func (s *sheet) propose() act.Deed {
	p := &act.Propose{Text: s.text("text", true), Answers: s.checks("answers", s.demandOptions(""), false)}
	var drafts []FieldOption
	for _, t := range s.st.Texts {
		if len(t.Draft) > 0 {
			drafts = append(drafts, FieldOption{Value: t.ID, Label: filed(t.Title, s.q.Reader)})
		}
	}
	p.Revises = s.radios("revises", drafts, false)
	p.Clauses = listOf(s, "clauses", 0, 0, s.tabledClause)
	if len(p.Clauses) > 0 && p.Revises == "" {
		p.Parties = s.parties("parties", s.concerned(), true)
	} else {
		s.quietly(func() { s.parties("parties", s.concerned(), false) })
	}
	p.Drops = s.checks("drops", s.onTable(), false)
	return p
}

// tabledClause asks for one clause of a draft: a new one, or new words for one that is on the table.
func (s *sheet) tabledClause() act.Commitment {
	c := act.Commitment{ID: s.radios("of", s.onTable(), false), Clause: s.line("clause", false), Text: s.text("text", true)}
	if c.ID == "" {
		c.ID = s.partID()
	}
	c.By = s.parties("by", s.applicantsAndObjectors(), false)
	c.Kind = s.choose("kind", s.choices("ask.clause.", "undertaking", "recital", "monitoring", "withdrawal"), true)
	s.preset("undertaking")
	c.Answers = s.checks("answers", s.answerable(), false)
	return c
}

// onTable answers the clauses of every draft on the table.
func (s *sheet) onTable() []FieldOption {
	var all []FieldOption
	for _, t := range s.st.Texts {
		for _, c := range t.Draft {
			all = append(all, FieldOption{Value: c.ID, Label: s.thing(dossier.AboutClause, t.ID+"/"+c.ID)})
		}
	}
	return all
}

// react asks what the author says of one clause, as it is worded now.
func (s *sheet) react() act.Deed {
	about := s.radios("of", s.offered(dossier.AboutClause), true) // not about: the form says by that what it was opened for
	s.preset(s.q.About)
	do := &act.React{Answer: s.radios("answer", s.choices("ask.answer.", "accept", "amend", "refuse"), true)}
	do.Text, do.Reason = s.text("words", false), s.text("reason", false)
	do.Draft, do.Clause, _ = strings.Cut(about, "/")
	i := slices.IndexFunc(s.st.Texts, func(t dossier.TextStanding) bool { return t.ID == do.Draft })
	if i < 0 {
		return do
	}
	for _, c := range s.st.Texts[i].Draft {
		if c.ID == do.Clause {
			do.Version = c.Version
		}
	}
	return do
}
