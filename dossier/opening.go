package dossier

import (
	"slices"
	"time"

	"accede/act"
	"accede/body"
	"accede/form"
	"accede/game"
	"accede/rule"
)

func (d *Docket) decideApply(a *act.Act, do *act.Apply, at time.Time) error {
	if len(a.Dossiers) != 1 {
		return refuse(ErrStanding, "an application opens exactly one dossier; it names %d", len(a.Dossiers))
	}
	if d.states[a.Dossiers[0]] != nil {
		return refuse(ErrKnown, "dossier %s was opened on %s; take another id", a.Dossiers[0], d.states[a.Dossiers[0]].applied.Format(time.DateOnly))
	}
	p := d.procedureOf(do.Procedure)
	if p == nil {
		return refuse(ErrUnknown, "the charter has no procedure %q", do.Procedure)
	}
	if admits(p) && d.body.IsMember(a.By, at) {
		return refuse(ErrStanding, "%s is a member already, and procedure %s makes its applicant one", a.By, do.Procedure)
	}
	if _, ok := d.body.Party(a.By); !ok && len(do.Name) == 0 && !d.conducts(a.By) {
		return refuse(ErrUnknown, "the charter does not list %s: give its name with the application", a.By)
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
	s.stages = expand(s.procedure)
	d.states[s.id] = s
	d.order = append(d.order, s.id)
	if len(do.Name) > 0 {
		d.body = d.body.Named(s.applicant, do.Name) // readers call an applicant the charter does not list by its name
	}
	s.lines = append(s.lines, lineOf(Line{Seq: e.Seq, When: at, At: e.At, Dated: e.Act.Dated, Act: e.Act}))
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
	g.state, g.opened, g.done, g.finding, g.closing, g.counted, g.question = Current, at, time.Time{}, nil, false, nil, nil
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

func (d *Docket) decidePut(s *State, a *act.Act, do *act.Put, at time.Time) error {
	if !d.conducts(a.By) {
		return refuse(ErrAuthority, "a question is put by the chair")
	}
	g, err := s.target(a)
	if err != nil {
		return err
	}
	if g.kind != decided {
		return refuse(ErrStanding, "stage %s is not decided by positions: no question is put in it", g.id)
	}
	if g.state != Current && g.state != Failed {
		_, err := s.open(a, decided)
		return err
	}
	until := time.Time{}
	if !do.Until.IsZero() {
		until = d.end(do.Until)
	}
	if q := g.question; g.runs(at) && len(q.broken) == 0 && sameNames(q.text, do.Text) && until.Before(q.until) {
		return refuse(ErrStanding, "this text was put until %s, and a deadline moves only forward", q.until.Format(time.RFC3339))
	}
	if until.IsZero() {
		return nil
	}
	if !until.After(at) {
		return refuse(ErrClosed, "the deadline %s has passed already", until.Format(time.RFC3339))
	}
	if sil := g.text.Silence; sil != nil && !sil.AtLeast.IsZero() && until.Before(sil.AtLeast.From(at)) {
		return refuse(ErrStanding, "the charter asks for at least %d %s", sil.AtLeast.N, sil.AtLeast.Unit)
	}
	return nil
}

// seats answers how many there are on the roll of a counted vote: as its totals say, else as the charter lists them; 0
// where nobody knows.
func (g *stage) seats(do *act.Count) int64 {
	if do.Roll > 0 {
		return do.Roll
	}
	return int64(len(g.roll.Members))
}

func sum(all []int64) int64 {
	var s int64
	for _, n := range all {
		s += n
	}
	return s
}

// runs says whether a question is put whose deadline has not come.
func (g *stage) runs(at time.Time) bool { return g.question != nil && at.Before(g.question.until) }

// late says whether the deadline of the question has come in a vote that the chair closes. A silence that was broken has
// none any more: then talks go on until the question is put again.
func (g *stage) late(at time.Time) bool {
	q := g.question
	return q != nil && !q.until.IsZero() && !at.Before(q.until) && g.text.Silence == nil
}

// end answers the first instant after a deadline given as a day, or the instant itself.
func (d *Docket) end(i form.Instant) time.Time {
	t := i.In(d.Zone())
	if i.DayOnly() {
		return t.AddDate(0, 0, 1)
	}
	return t
}

// foldPut puts the question. Another text voids what silence, and what assent, was given to the former one: whoever
// was silent was silent on that text. Objections stand until they are withdrawn.
func (d *Docket) foldPut(s *State, e Entry, do *act.Put, at time.Time) {
	g, _ := s.target(e.Act)
	if g.state == Failed {
		d.openStage(s, g, at)
	}
	q := &question{text: do.Text, put: at, version: 1, seq: e.Seq}
	if !do.Until.IsZero() {
		q.until = d.end(do.Until)
	}
	if old := g.question; old != nil {
		q.version = old.version
		if !sameNames(old.text, do.Text) {
			q.version++
			for i := range g.voices {
				if v := &g.voices[i]; v.objection == "" && v.ballot != game.Recused {
					*v = voice{}
				}
			}
			d.startTally(g)
		}
	}
	for i, v := range g.voices {
		if breaks(g, g.roll.Kind(v.ballot), v.objection != "") {
			q.broken = append(q.broken, g.roll.Members[i])
		}
	}
	g.question = q
}

func sameNames(a, b body.Names) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if b[k] != v {
			return false
		}
	}
	return true
}

func (d *Docket) decideExtend(s *State, a *act.Act, do *act.Extend, at time.Time) error {
	if !d.conducts(a.By) {
		return refuse(ErrAuthority, "a period is extended by the chair")
	}
	g, err := s.open(a, decided)
	if err != nil {
		return err
	}
	if g.question == nil || g.question.until.IsZero() {
		return refuse(ErrStanding, "no question with a deadline is put")
	}
	until := d.end(do.Until)
	if !until.After(g.question.until) {
		return refuse(ErrStanding, "a deadline moves only forward; it is %s", g.question.until.Format(time.RFC3339))
	}
	if !until.After(at) {
		return refuse(ErrClosed, "the deadline %s has passed already", until.Format(time.RFC3339))
	}
	return nil
}

// decideClose refuses to cut a period short: a deadline was promised to whoever has not spoken, and moves only forward.
func (d *Docket) decideClose(s *State, a *act.Act, at time.Time) error {
	if !d.conducts(a.By) {
		return refuse(ErrAuthority, "a stage is closed by the chair")
	}
	g, err := s.open(a, decided)
	if err != nil {
		return err
	}
	if g.text.Votes == "counted" && g.counted == nil {
		return refuse(ErrStanding, "only totals are known of this vote: enter them with count, which closes it")
	}
	if g.runs(at) && d.verdict(g) == game.Open {
		return refuse(ErrStanding, "who has not spoken can still turn it, and may until %s", g.question.until.Format(time.RFC3339))
	}
	if missing := d.noQuorum(g, g.counted); missing != "" {
		return refuse(ErrStanding, "%s", missing)
	}
	return nil
}

func (d *Docket) decideCount(s *State, a *act.Act, do *act.Count) error {
	if !d.conducts(a.By) {
		return refuse(ErrAuthority, "totals are entered by the chair or the secretariat")
	}
	g, err := s.open(a, decided)
	if err != nil {
		return err
	}
	if g.text.Votes != "counted" {
		return refuse(ErrStanding, "votes in stage %s are taken by name: enter positions", g.id)
	}
	if most, cast := g.seats(do), sum(do.Ballots.Values); most > 0 && cast > most {
		return refuse(ErrStanding, "%d ballots on a roll of %d", cast, most)
	}
	q, ballots, err := d.cast(g, do)
	if err != nil {
		return refuse(ErrStanding, "%s", err)
	}
	if _, err := rule.Find(q, ballots); err != nil {
		return refuse(ErrStanding, "the totals do not answer the rule: %s", err)
	}
	if missing := d.noQuorum(g, do); missing != "" {
		return refuse(ErrStanding, "%s", missing)
	}
	return nil
}
