package clauses

import (
	"slices"

	"accede/dossier"
)

// Cover is what the clauses on the table make of one demand.
type Cover struct {
	Demand  string
	Clauses []string // ids of the clauses that answer it, recitals not counted
	Agreed  bool     // there are such, and all whose agreement is wanted accept each of them
}

// Coverage is what the clauses on the table make of all demands.
type Coverage struct {
	Demands []Cover  // in the order of the demands asked about
	Missing []string // of them, those that no clause answers
	Beside  []string // ids of clauses that answer none of them, recitals not counted
	Unknown []string // what clauses say they answer and is none of the demands, each once: a concern, or one that is met
}

// Covers answers which demands the clauses on the table answer, and which none does. A recital recalls; it answers
// nothing. Cost: clauses × demands.
func Covers(table []dossier.ClauseStanding, demands []string) Coverage {
	x := Coverage{Demands: make([]Cover, len(demands))}
	for i, id := range demands {
		x.Demands[i].Demand = id
	}
	for _, c := range table {
		if c.Kind == "recital" {
			continue
		}
		found := false
		for _, id := range c.Answers {
			i := slices.Index(demands, id)
			if i < 0 {
				if !slices.Contains(x.Unknown, id) {
					x.Unknown = append(x.Unknown, id)
				}
				continue
			}
			found = true
			d := &x.Demands[i]
			d.Agreed = c.State == dossier.ClauseAgreed && (d.Agreed || len(d.Clauses) == 0)
			d.Clauses = append(d.Clauses, c.ID)
		}
		if !found {
			x.Beside = append(x.Beside, c.ID)
		}
	}
	for _, c := range x.Demands {
		if len(c.Clauses) == 0 {
			x.Missing = append(x.Missing, c.Demand)
		}
	}
	return x
}

// Demands answers the ids of the demands that stand in the way of a dossier: of objections that stand in its stage,
// and neither agreed nor met. In the order in which they were made.
func Demands(st dossier.Standing) []string {
	var ids []string
	for _, o := range st.Objections {
		if !o.Stands {
			continue
		}
		for _, c := range o.Concerns {
			for _, m := range c.Demands {
				if m.State < dossier.KnotAgreed {
					ids = append(ids, m.ID)
				}
			}
		}
	}
	return ids
}
