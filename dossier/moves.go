package dossier

import (
	"slices"
	"time"

	"accede/act"
	"accede/body"
	"accede/game"
)

// moves answers whose move it is: derived from the state, never stored. What the open stage waits for comes first.
func (d *Docket) moves(s *State, g *stage, st *Standing) []Move {
	if s.ended != "" {
		return nil
	}
	var all []Move
	for _, o := range s.objections {
		all = append(all, objectionMoves(s, g, o)...)
	}
	if !s.inForce {
		all = append(all, d.stageMoves(s, g, st)...)
	}
	all = append(all, s.promiseMoves()...)
	slices.SortStableFunc(all, func(a, b Move) int {
		if a.Blocking != b.Blocking {
			if a.Blocking {
				return -1
			}
			return 1
		}
		return 0
	})
	return all
}

// objectionMoves answers what an objection that stands waits for: an answer from those it makes demands of, the
// objector once every demand is met.
func objectionMoves(s *State, g *stage, o *objection) []Move {
	if s.inForce || !o.stands(g.text.ID) || !g.feels(o.id) {
		return nil
	}
	var all []Move
	met, demands := true, 0
	for _, c := range o.concerns {
		for _, m := range c.demands {
			demands++
			k := m.state()
			met = met && k == KnotMet
			if len(m.answers) > 0 || len(m.direct) > 0 {
				continue
			}
			for _, of := range m.of {
				all = append(all, Move{Who: of, What: "answer-demand:" + m.id, Since: m.since, Due: m.due, Blocking: true})
			}
		}
	}
	if met && demands > 0 {
		since := o.since
		for _, m := range s.inOrder() {
			if m.by == o.by && m.found.After(since) {
				since = m.found
			}
		}
		all = append(all, Move{Who: o.by, What: "withdraw-objection:" + o.id, Since: since, Blocking: true})
	}
	return all
}

// promiseMoves answers what is owed under commitments: a measure by whoever made it, an assessment by whoever demanded.
func (s *State) promiseMoves() []Move {
	var all []Move
	seen := map[*commitment]bool{}
	look := func(c *commitment) {
		if seen[c] || c.kind != "undertaking" {
			return
		}
		seen[c] = true
		if len(c.measures) > 0 || c.finds == "met" {
			return
		}
		for _, by := range c.owed {
			all = append(all, Move{Who: by, What: "report-measure:" + c.id, Since: c.since, Due: c.due})
		}
	}
	for _, m := range s.inOrder() {
		for _, c := range m.answers {
			look(c)
		}
	}
	for _, t := range s.texts {
		for _, c := range t.clauses {
			look(c)
		}
	}
	assessed := map[*measure]bool{}
	for _, m := range s.inOrder() {
		for _, x := range m.measures() {
			if x.assessed || assessed[x] || m.finds == "met" {
				continue
			}
			assessed[x] = true
			all = append(all, Move{Who: m.by, What: "assess:" + x.id, Since: x.since})
		}
	}
	return all
}

// measures answers all that was done about a demand, once each.
func (m *demand) measures() []*measure {
	all := slices.Clone(m.direct)
	for _, c := range m.answers {
		for _, x := range c.measures {
			if !slices.Contains(all, x) {
				all = append(all, x)
			}
		}
	}
	return all
}

// stageMoves answers what the open stage itself waits for.
func (d *Docket) stageMoves(s *State, g *stage, st *Standing) []Move {
	if g.state == Failed {
		return []Move{{Who: d.chair(), What: "put:" + g.id, Since: g.done, Blocking: true}}
	}
	switch g.kind {
	case decided:
		return d.decidedMoves(s, g, st)
	case each, single, timed:
		return consentMoves(g)
	}
	return nil
}

func (d *Docket) decidedMoves(s *State, g *stage, st *Standing) []Move {
	if len(st.Blockers) > 0 && len(s.objections) > 0 {
		since := g.opened
		if n := len(s.rounds); n > 0 {
			since = s.rounds[n-1].when
		}
		return []Move{{Who: d.chair(), What: "convene-talks", Since: since, Blocking: true}}
	}
	if g.text.Votes == "counted" {
		return []Move{{Who: d.chair(), What: "count:" + g.id, Since: g.opened, Blocking: true}}
	}
	if st.Finding != nil && st.Finding.Outcome == game.Open {
		switch {
		case g.runs(st.AsOf):
			return pendingMoves(g, g.question.put, g.question.until)
		case g.text.Silence == nil && !g.late(st.AsOf):
			return pendingMoves(g, g.opened, time.Time{})
		}
	}
	if q := g.question; q != nil && q.unseen() && !g.closing {
		return d.watchMoves(g)
	}
	what := "close:" + g.id
	if g.question == nil && g.text.Silence != nil {
		what = "put:" + g.id
	}
	return []Move{{Who: d.chair(), What: what, Since: g.opened, Blocking: true}}
}

func pendingMoves(g *stage, since, due time.Time) []Move {
	var all []Move
	for i, v := range g.voices {
		if v.ballot == game.Pending {
			all = append(all, Move{Who: g.roll.Members[i], What: "take-position:" + g.id, Since: since, Due: due, Blocking: true})
		}
	}
	return all
}

// consentMoves answers the next step of each party that has not done the last one.
func consentMoves(g *stage) []Move {
	var all []Move
	for _, p := range g.parties {
		if g.through(p) {
			continue
		}
		step, since := g.steps[0], g.opened
		for i, m := range g.marks[p] {
			if m.done && i+1 < len(g.steps) {
				step, since = g.steps[i+1], m.when
			}
		}
		if g.kind == timed {
			step = act.KindDeposit
		}
		all = append(all, Move{Who: p, What: string(step) + ":" + g.id, Since: since, Blocking: true})
	}
	return all
}

// chair answers who conducts the proceedings.
func (d *Docket) chair() body.MemberID {
	switch c := d.charter; {
	case c.Chair != nil:
		return c.Chair.ID
	case c.Secretary != nil:
		return c.Secretary.ID
	}
	return "secretariat"
}
