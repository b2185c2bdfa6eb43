package view

import (
	"slices"
	"strconv"
	"strings"

	"accede/body"
	"accede/dossier"
	"accede/whatif/clauses"

	"accede/internal/view/words"
)

// openOf answers the demands that stand in the way of a dossier, with who made each.
func openOf(s dossier.Standing) (demands []dossier.DemandStanding, by []body.MemberID) {
	open := clauses.Demands(s)
	for _, o := range s.Objections {
		for _, c := range o.Concerns {
			for _, m := range c.Demands {
				if slices.Contains(open, m.ID) {
					demands, by = append(demands, m), append(by, o.By)
				}
			}
		}
	}
	return demands, by
}

// partiesOf answers who made the open demands and who must answer them, each once.
func partiesOf(demands []dossier.DemandStanding, by []body.MemberID) []body.MemberID {
	var all []body.MemberID
	add := func(id body.MemberID) {
		if !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	for _, id := range by {
		add(id)
	}
	for _, m := range demands {
		for _, id := range m.Of {
			add(id)
		}
	}
	return all
}

// flow writes ids as a list of YAML, each quoted.
func flow[T ~string](ids []T) string {
	quoted := make([]string, len(ids))
	for i, id := range ids {
		quoted[i] = strconv.Quote(string(id))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// PackagesExample answers the beginning of a file of packages over the open demands: an issue for each, and a sheet
// for each party, to be filled in.
func PackagesExample(s dossier.Standing, r *words.Reader) string {
	demands, by := openOf(s)
	var b strings.Builder
	var ids, options, noDeal []string
	for _, m := range demands {
		ids = append(ids, m.ID)
		options = append(options, strconv.Quote(m.ID)+": [\"full\", \"partly\", \"none\"]")
		noDeal = append(noDeal, strconv.Quote(m.ID)+": \"none\"")
	}
	parties := partiesOf(demands, by)
	b.WriteString("accede: packages/1\nparties: " + flow(parties) + "\nno_deal: {" + strings.Join(noDeal, ", ") + "}\nissues:\n")
	for _, m := range demands {
		b.WriteString("  - {id: " + strconv.Quote(m.ID) + ", text: {en: " + strconv.Quote(wordsOf(m.Text, r)) + "}, options: [{id: none}, {id: partly}, {id: full}]}\n")
	}
	for _, id := range parties {
		b.WriteString("---\naccede: wishes/1\nparty: " + strconv.Quote(string(id)) + "\nrank: " + flow(ids) + "\n")
		if slices.Contains(by, id) {
			b.WriteString("options: {" + strings.Join(options, ", ") + "}\n")
		} else {
			b.WriteString("options: {" + strings.ReplaceAll(strings.Join(options, ", "), "[\"full\", \"partly\", \"none\"]", "[\"none\", \"partly\", \"full\"]") + "}\n")
		}
	}
	return b.String()
}
