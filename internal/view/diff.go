package view

import (
	"accede/whatif/clauses"
)

// Change is a run of words of two versions of a text.
type Change struct {
	Kind string `json:"kind"` // same, added, removed
	Text string `json:"text"`
}

// compare answers how one version of a text becomes another, word by word. The words of same and removed make the old
// text, those of same and added the new one.
func compare(from, to string) []Change {
	var out []Change
	for _, p := range clauses.Runs(from, to) {
		kind := p.Change.String()
		if p.Change == clauses.Kept {
			kind = "same"
		}
		out = append(out, Change{kind, p.Text})
	}
	return out
}
