package dossier

import (
	"slices"
	"time"

	"accede/act"
	"accede/body"
)

// step answers the stage and the number of the step that an act of consent takes: a signature, an approval, a deposit.
func (d *Docket) step(s *State, a *act.Act) (*stage, int, error) {
	g, err := s.target(a)
	if err != nil {
		return nil, 0, err
	}
	if g.kind == decided {
		return nil, 0, refuse("stage-by-positions", g.id)
	}
	if g, err = s.open(a, g.kind); err != nil {
		return nil, 0, err
	}
	i := slices.Index(g.steps, a.Do.Kind())
	if i < 0 {
		return nil, 0, refuse("stage-wants-steps", g.id, g.steps)
	}
	if !slices.Contains(g.parties, a.By) {
		return nil, 0, refuse("stage-waits-for-others", g.id, a.By)
	}
	ms := g.marks[a.By]
	if i < len(ms) && ms[i].done {
		return nil, 0, refuse("step-done", a.By, ms[i].when)
	}
	return g, i, nil
}

// foldStep marks the step. Only the last step of a stage counts: whoever deposits has approved. [VCLT 16(b)]
func (d *Docket) foldStep(s *State, e Entry, at time.Time) {
	g, i, _ := d.step(s, e.Act)
	ms := g.marks[e.Act.By]
	if ms == nil {
		ms = make([]mark, len(g.steps))
	}
	ms[i] = mark{done: true, when: at, dated: e.Act.Dated, seq: e.Seq}
	g.marks[e.Act.By] = ms
}

// through says whether a party has done the last step of a stage.
func (g *stage) through(id body.MemberID) bool {
	ms := g.marks[id]
	return len(ms) > 0 && ms[len(ms)-1].done
}

// approved says whether a party's own procedure is finished: it has done all steps but the last one, or the last one.
func (g *stage) approved(id body.MemberID) bool {
	ms := g.marks[id]
	if g.through(id) {
		return true
	}
	if len(g.steps) < 2 || len(ms) == 0 {
		return false
	}
	for _, m := range ms[:len(ms)-1] {
		if !m.done {
			return false
		}
	}
	return true
}

// complete says whether everybody whose act the stage wants has done the last step. A stage that waits for nobody is
// not complete: a roll of nobody carries nothing.
func (g *stage) complete() bool {
	if len(g.parties) == 0 {
		return false
	}
	for _, p := range g.parties {
		if !g.through(p) {
			return false
		}
	}
	return true
}

// foldStatement lets a statement be the act that an open stage wants of its author: an opinion, a report. Any other
// statement changes nothing by itself.
func (s *State) foldStatement(e Entry, at time.Time) {
	for _, g := range s.current() {
		wanted := g.kind == single && g.steps[0] == act.KindStatement && slices.Contains(g.parties, e.Act.By)
		if wanted && (e.Act.Stage == "" || e.Act.Stage == g.id) {
			g.marks[e.Act.By] = []mark{{done: true, when: at, dated: e.Act.Dated, seq: e.Seq}}
		}
	}
}
