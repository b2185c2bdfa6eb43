package clauses

import (
	"fmt"
	"slices"

	"accede/act"
	"accede/body"
	"accede/dossier"
)

// Cover is what a draft makes of one demand.
type Cover struct {
	Demand  string
	Clauses []string // ids of the clauses on the table that answer it, recitals not counted
	State   State    // of the one that is farthest; Open where there is none
}

// Coverage is what a draft makes of all demands.
type Coverage struct {
	Demands []Cover  // in the order of the demands asked about
	Missing []string // of them, those that no clause answers
	Beside  []string // ids of clauses that answer none of them, recitals not counted
	Unknown []string // what clauses say they answer and is none of the demands, each once: a concern, or a slip
}

// Coverage answers which demands the clauses on the table answer, and which none does. A recital recalls; it answers
// nothing. Cost: clauses × demands.
func (d Draft) Coverage(demands []string) Coverage {
	x := Coverage{Demands: make([]Cover, len(demands))}
	for i, id := range demands {
		x.Demands[i].Demand = id
	}
	for _, c := range d.clauses {
		v := c.last()
		if c.dropped || v.Kind == "recital" {
			continue
		}
		found := false
		for _, id := range v.Answers {
			i := slices.Index(demands, id)
			if i < 0 {
				if !slices.Contains(x.Unknown, id) {
					x.Unknown = append(x.Unknown, id)
				}
				continue
			}
			found = true
			x.Demands[i].Clauses = append(x.Demands[i].Clauses, v.ID)
			x.Demands[i].State = max(x.Demands[i].State, d.state(c))
		}
		if !found {
			x.Beside = append(x.Beside, v.ID)
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

// Memorandum answers the act by which an agreed draft enters the record, its clauses as commitments. Place, signatories
// and what shows that a clause was kept are the caller's to add. The errors are ErrAgreed while a clause is not agreed,
// and ErrDraft for an undertaking that is nobody's.
func (d Draft) Memorandum() (*act.Memorandum, error) {
	if !d.Agreed() {
		return nil, fmt.Errorf("make a memorandum: not every clause is agreed: %w", ErrAgreed)
	}
	m := &act.Memorandum{Title: d.Title(), Parties: d.Parties(), Auspices: d.mediator}
	for _, c := range d.clauses {
		if c.dropped {
			continue
		}
		v := c.last().clone()
		by := v.By
		if len(by) == 0 {
			if v.Kind == "" || v.Kind == "undertaking" {
				return nil, fmt.Errorf("make a memorandum: nobody undertakes clause %q: say who does: %w", v.ID, ErrDraft)
			}
			by = slices.Clone(d.parties)
		}
		m.Clauses = append(m.Clauses, act.Commitment{ID: v.ID, Clause: v.Number, By: by, Answers: v.Answers, Text: v.Text, Kind: v.Kind})
	}
	return m, nil
}

// Blocking answers the parties whose reactions stand between the draft and agreement, in order: who has not reacted to
// some clause, and where all have, who would amend or refuses. Nothing hidden is told.
func (d Draft) Blocking() []body.MemberID {
	var all []body.MemberID
	for _, p := range d.parties {
		if slices.ContainsFunc(d.clauses, func(c clause) bool { return !c.dropped && d.blocks(c, p) }) {
			all = append(all, p)
		}
	}
	return all
}

func (d Draft) blocks(c clause, p body.MemberID) bool {
	r, ok := c.reactions[p]
	return !ok || d.state(c) == Disputed && r.Answer != Accept
}
