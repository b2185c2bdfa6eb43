package view

import (
	"slices"

	"accede/act"
	"accede/dossier"

	"accede/internal/view/words"
)

// Meanwhile answers what was entered in a dossier after an entry, and answers a demand or a concern that an act answers
// too, in order. It is nothing for an act that answers none.
func Meanwhile(d *dossier.Docket, id string, a *act.Act, after int64, r *words.Reader) []LogLine {
	answers := answersOf(a)
	if len(answers) == 0 {
		return nil
	}
	var all []LogLine
	for _, l := range d.Lines(id) {
		if l.Seq <= after || l.Act == nil || l.Act.ID == a.ID {
			continue
		}
		if slices.ContainsFunc(answersOf(l.Act), func(of string) bool { return slices.Contains(answers, of) }) {
			all = append(all, logLine(SettingOf(d.Under(id)), l, r))
		}
	}
	return all
}

// answersOf answers the demands and concerns that an act answers, by a promise, a text or a measure; and what it assesses,
// since two persons may judge for one party.
func answersOf(a *act.Act) []string {
	var all []string
	promised := func(made []act.Commitment) {
		for _, c := range made {
			all = append(all, c.Answers...)
		}
	}
	switch do := a.Do.(type) {
	case *act.Commit:
		promised(do.Commitments)
	case *act.Memorandum:
		promised(do.Clauses)
	case *act.Measure:
		all = append(append(all, do.Answers...), do.Fulfils...)
	case *act.Assess:
		all = append(all, "assessed "+do.Of) // no id has a blank
	default:
		// No other act answers what another of its kind could have answered before it.
	}
	return all
}
