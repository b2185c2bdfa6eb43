package dossier

import (
	"slices"
	"time"

	"accede/act"
	"accede/body"
	"accede/rule"
)

func (d *Docket) decideApply(a *act.Act, do *act.Apply, at time.Time) error {
	if len(a.Dossiers) != 1 {
		return refuse("apply-one-dossier", len(a.Dossiers))
	}
	if d.states[a.Dossiers[0]] != nil {
		return refuse("apply-id-taken", a.Dossiers[0], d.states[a.Dossiers[0]].applied)
	}
	p := d.procedureOf(do.Procedure)
	if p == nil {
		return refuse("apply-procedure-unknown", do.Procedure)
	}
	if admits(p) && d.body.IsMember(a.By, at) {
		return refuse("apply-member-already", a.By, do.Procedure)
	}
	if admits(p) && d.conducts(a.By) {
		return refuse("apply-by-office", a.By)
	}
	if err := d.decideProposed(p, do); err != nil {
		return err
	}
	for _, id := range d.applicants.of[a.By] {
		if s := d.states[id]; s.procedure.ID == p.ID && admits(p) && s.ended == "" {
			return refuse("apply-not-ended", id)
		}
	}
	if _, ok := d.body.Party(a.By); !ok && len(do.Name) == 0 && !d.conducts(a.By) {
		return refuse("apply-nameless", a.By)
	}
	return nil
}

// admits says whether the applicant is a member when the procedure is gone through.
func admits(p *rule.Procedure) bool {
	return slices.ContainsFunc(p.Stages, func(s rule.Stage) bool {
		return s.Text.Effect != nil && s.Text.Effect.Joins == body.Everyone
	})
}

func (d *Docket) procedureOf(id string) *rule.Procedure {
	for i := range d.procedures {
		if d.procedures[i].ID == id {
			return &d.procedures[i]
		}
	}
	return nil
}

// foldApply opens the dossier, and its first stage with it.
func (d *Docket) foldApply(e Entry, do *act.Apply, at time.Time) {
	s := &State{
		id: e.Act.Dossiers[0], applicant: e.Act.By, procedure: d.procedureOf(do.Procedure), name: do.Name, subject: do.Subject,
		applied: at, status: "applicant",
		concerns: map[string]*concern{}, demands: map[string]*demand{}, commitments: map[string]*commitment{}, measures: map[string]*measure{},
	}
	s.law, s.owner = d.law, d.owner()
	if do.Proposed != "" {
		s.proposed, _ = readLaw("proposed", do.Proposed) // it was read when it was decided
	}
	s.stages = expand(s.procedure)
	d.states[s.id] = s
	d.order = append(d.order, s.id)
	d.applied(s)
	if len(do.Name) > 0 {
		d.body = d.body.Named(s.applicant, do.Name) // readers call an applicant the charter does not list by its name
	}
	d.note(s, e, at)
	first := s.stages[0]
	if first.kind == single && first.steps[0] == act.KindApply {
		// The application is itself the first stage: no notice says so, the act does.
		first.state, first.opened, first.done = Passed, at, at
		s.gain(first)
		s.group = 1
	}
	d.oweOpening(s, at)
}

// expand writes a procedure's stages out: each part of a repeated one, each step of a decided one.
func expand(p *rule.Procedure) []*stage {
	var all []*stage
	for i := range p.Stages {
		law := &p.Stages[i]
		text := law.Text
		parts := text.Repeat
		if len(parts) == 0 {
			parts = []string{""}
		}
		for _, part := range parts {
			all = append(all, expandPart(i, law, text, part)...)
		}
	}
	return all
}

func expandPart(group int, law *rule.Stage, text *body.Stage, part string) []*stage {
	id := text.ID
	if part != "" {
		id += "/" + part
	}
	base := stage{id: id, part: part, group: group, text: text, law: law, kind: kindOf(text)}
	if base.kind == decided && len(text.Steps) > 0 {
		var chain []*stage
		for _, step := range text.Steps {
			g := base
			g.id, g.step = id+"/"+step, step
			if len(chain) > 0 {
				g.after = chain[len(chain)-1]
			}
			chain = append(chain, &g)
		}
		return chain
	}
	g := base
	switch g.kind {
	case each, single:
		for _, step := range text.Steps {
			g.steps = append(g.steps, act.Kind(step))
		}
		if len(g.steps) == 0 {
			g.steps = []act.Kind{act.Kind(text.Act)}
		}
	case timed:
		g.steps = []act.Kind{act.KindApprove, act.KindDeposit}
	case decided:
	}
	return []*stage{&g}
}

// kindOf answers how a stage of the charter is gone through.
func kindOf(t *body.Stage) stageKind {
	switch {
	case t.Rule.Value != "" || t.ByRule != "":
		return decided
	case len(t.Each) > 0:
		return each
	case t.When != nil:
		return timed
	}
	return single
}

// oweOpening notes that the stages of the group the dossier has come to open now; past the last one, that it is over.
func (d *Docket) oweOpening(s *State, at time.Time) {
	if s.group >= s.groups() {
		d.owed = append(d.owed, Notice{Kind: NoticeInForce, Dossier: s.id, Member: s.applicant, Dated: at})
		return
	}
	for _, g := range s.stages {
		if g.group == s.group && g.after == nil && g.state == Ahead {
			d.owed = append(d.owed, Notice{Kind: NoticeOpened, Dossier: s.id, Stage: g.id, Dated: at})
		}
	}
}

// openStage fixes the roll and the rule of a stage. [design: the roll and the rule are fixed when a stage opens]
func (d *Docket) openStage(s *State, g *stage, at time.Time) {
	g.state, g.opened, g.done, g.finding, g.closing, g.counted, g.casting, g.question = Current, at, time.Time{}, nil, false, nil, "", nil
	g.roll = d.rollFor(g, at)
	switch g.kind {
	case decided:
		g.voices = make([]voice, len(g.roll.Members))
		for _, o := range s.objections {
			d.bind(g, o)
		}
		d.startTally(g)
	case each, timed:
		g.parties = partiesOf(s, g)
		g.marks = map[body.MemberID][]mark{}
	case single:
		g.parties = []body.MemberID{d.actor(s, g)}
		g.marks = map[body.MemberID][]mark{}
	}
}

// rollFor answers the roll of a stage at an instant: of its organ, or of the whole body.
func (d *Docket) rollFor(g *stage, at time.Time) *body.Roll {
	if o := g.text.Organ; o != "" {
		return d.body.OrganRoll(o, at)
	}
	return d.body.Roll(at)
}

// partiesOf answers who must act in a stage that wants acts of each: members in the order of the roll, then the
// applicant where the charter names it.
func partiesOf(s *State, g *stage) []body.MemberID {
	wanted := g.text.Each
	if g.kind == timed {
		wanted = body.Parties{body.Everyone, "applicant"}
	}
	var ids []body.MemberID
	for i, m := range g.roll.Members {
		for _, w := range wanted {
			if c, ok := g.roll.Class(w); ok && c.In[i] {
				ids = append(ids, m)
				break
			}
		}
	}
	if slices.Contains(wanted, "applicant") && !slices.Contains(ids, s.applicant) {
		ids = append(ids, s.applicant)
	}
	return ids
}

// actor answers the one party whose act a stage wants.
func (d *Docket) actor(s *State, g *stage) body.MemberID {
	switch by := g.text.By; by {
	case "", "applicant":
		return s.applicant
	case "chair":
		if d.charter.Chair != nil {
			return d.charter.Chair.ID
		}
		return "secretariat"
	case "depositary":
		if d.charter.Depositary != nil {
			return d.charter.Depositary.ID
		}
		return "depositary"
	default:
		return body.MemberID(by)
	}
}
