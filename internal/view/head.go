package view

import (
	"accede/dossier"

	"accede/internal/view/words"
)

// Head is what stands at the head of every page of one dossier.
type Head struct {
	ID       string
	Eyebrow  string
	Title    string
	Flag     string // key of the applicant's flag; empty for none
	Monogram string // shown where there is no flag
	Rail     []RailStage
	Blocked  bool // the stage, closed now, would fail because somebody stands against it
}

// NewHead answers the head of the pages of one standing.
func NewHead(set Setting, s dossier.Standing, r *words.Reader) Head {
	return Head{
		ID: s.Dossier, Title: set.title(s, r), Flag: set.Flag(s.Applicant), Monogram: set.Code(s.Applicant),
		Eyebrow: r.Say("page.eyebrow", words.Args{"dossier": s.Dossier, "procedure": set.procedure(s.Procedure, r), "body": set.Body(r)}),
		Rail:    set.rail(s, r), Blocked: decision(s) == "blocked",
	}
}
