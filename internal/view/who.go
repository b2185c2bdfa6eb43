package view

import (
	"fmt"
	"slices"

	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// Party is somebody as a page names them.
type Party struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Flag     string `json:"-"` // key of the flag; empty for none
	Monogram string `json:"-"` // shown where there is no flag
}

func (s Setting) party(id body.MemberID, r *words.Reader) Party {
	return Party{string(id), s.Name(id, r), s.Flag(id), s.Code(id)}
}

func (s Setting) parties(ids []body.MemberID, r *words.Reader) []Party {
	all := make([]Party, len(ids))
	for i, id := range ids {
		all[i] = s.party(id, r)
	}
	return all
}

// MarshalText answers the word of the mark. It never fails.
func (m Mark) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads the word of a mark. A word that is none is an error.
func (m *Mark) UnmarshalText(text []byte) error {
	for _, x := range seatOrder {
		if x.String() == string(text) {
			*m = x
			return nil
		}
	}
	return fmt.Errorf("read the mark %q: there is no such mark", text)
}

// Choice is one way of looking at a page: a filter, a view, a party.
type Choice struct {
	Key     string // the value of the query; empty for the first of them
	Word    string
	Lang    string // of the word where it is filed text; empty: the reader's
	Count   int    // how many things it shows; -1 where that is not told
	Current bool
}

// choose marks the choice that was asked for, and answers its key: the first one's where it was asked for none of them.
func choose(choices []Choice, asked string) string {
	i := max(slices.IndexFunc(choices, func(c Choice) bool { return c.Key == asked }), 0)
	if len(choices) == 0 {
		return ""
	}
	choices[i].Current = true
	return choices[i].Key
}

// decidedStages answers the question of every stage of a dossier that a rule decides and that has opened.
func decidedStages(d *dossier.Docket, s dossier.Standing) []dossier.Asked {
	var all []dossier.Asked
	for _, st := range s.Stages {
		if a, ok := d.Asked(s.Dossier, st.ID); ok {
			all = append(all, a)
		}
	}
	return all
}

// stageByID answers the name of a stage of a dossier.
func (s Setting) stageByID(st dossier.Standing, id string, r *words.Reader) string {
	for _, x := range st.Stages {
		if x.ID == id {
			return s.stageName(x, r)
		}
	}
	return spoken(r, "stage.", baseOf(id))
}
