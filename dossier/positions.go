package dossier

import (
	"errors"
	"slices"
	"time"

	"accede/act"
	"accede/body"
	"accede/game"
	"accede/pledge"
	"accede/rule"
)

// seat answers the open stage an act is about and the author's place on its roll.
func (s *State) seat(a *act.Act, member body.MemberID) (*stage, int, error) {
	g, err := s.open(a, decided)
	if err != nil {
		return nil, 0, err
	}
	if g.text.Votes == "counted" {
		return nil, 0, refuse("position-totals-only", g.id)
	}
	i, ok := g.roll.Index(member)
	if !ok {
		return nil, 0, refuse("position-not-on-roll", member, g.id)
	}
	if g.voices[i].ballot == game.Recused {
		return nil, 0, refuse("position-recused", member, g.id)
	}
	return g, i, nil
}

func (d *Docket) decidePosition(s *State, a *act.Act, do *act.Position, at time.Time) error {
	g, i, err := s.seat(a, a.By)
	if err != nil {
		return err
	}
	if g.late(at) {
		return refuse("position-late", g.question.until)
	}
	if q := g.question; q != nil && a.SeenSize > 0 && a.Paper == nil && a.SeenSize < q.seq {
		return refuse("position-unseen-text", a.SeenSize, q.seq)
	}
	b, ok := g.roll.Ballot(do.Ballot)
	if !ok || b == game.Recused {
		return refuse("position-ballot-unknown", do.Ballot)
	}
	if o := g.voices[i].objection; o != "" {
		return refuse("position-objection-stands", o)
	}
	if g.roll.Kind(b) == game.Against && g.text.Objection == "required to be against" {
		return refuse("position-needs-objection")
	}
	return nil
}

// foldPosition enters what a member says. A position against breaks a silence that runs.
func (d *Docket) foldPosition(s *State, e Entry, do *act.Position, at time.Time) {
	g, i, _ := s.seat(e.Act, e.Act.By)
	b, _ := g.roll.Ballot(do.Ballot)
	v := voice{ballot: b, since: at, seq: e.Seq}
	if b == game.Pending {
		v = voice{}
	}
	d.speak(g, i, v)
}

// speak sets one voice, keeps the running tally with it, and notes a broken silence.
func (d *Docket) speak(g *stage, i int, v voice) {
	g.voices[i] = v
	if g.tally != nil {
		g.tally.Set(i, v.ballot)
	}
	if q := g.question; q != nil && breaks(g, g.roll.Kind(v.ballot), v.objection != "") {
		q.broken = append(q.broken, g.roll.Members[i])
	}
}

// breaks says whether a voice breaks the silence procedure of a stage.
func breaks(g *stage, kind game.Ballot, objects bool) bool {
	if g.text.Silence == nil {
		return false
	}
	switch g.text.Silence.BrokenBy {
	case "objection":
		return objects
	case "against":
		return kind == game.Against
	default:
		return objects || kind == game.Against
	}
}

// decideReserve reads a condition on the roll of the stage: one that depends on somebody being against has no outcome, or
// several, and is not taken.
func (d *Docket) decideReserve(s *State, a *act.Act, do *act.Reserve, at time.Time) error {
	g, _, err := s.seat(a, a.By)
	if err == nil && g.late(at) {
		return refuse("position-late", g.question.until)
	}
	if err == nil && do.If != "" {
		if _, bad := pledge.Parse(g.roll, a.By, do.If); bad != nil {
			if errors.Is(bad, pledge.ErrMonotone) {
				return refuse("reserve-turned", bad)
			}
			return refuse("reserve-unreadable", bad)
		}
	}
	return err
}

// foldReserve holds a position back: it counts as pending, and the record says why.
func (d *Docket) foldReserve(s *State, e Entry, do *act.Reserve, at time.Time) {
	g, i, _ := s.seat(e.Act, e.Act.By)
	v := g.voices[i]
	if v.objection != "" {
		return // an objection says more than a reserve; it stands
	}
	d.speak(g, i, voice{since: at, seq: e.Seq, reserve: true, pledge: do.If})
}

func (d *Docket) decideRecuse(s *State, a *act.Act, do *act.Recuse) error {
	who := do.Member
	if who == "" {
		who = a.By
	}
	g, _, err := s.seat(a, who)
	if err != nil || who == a.By {
		return err
	}
	switch g.text.Recusal {
	case "or by chair":
		if !d.conducts(a.By) {
			return refuse("recuse-by-outsider", a.By)
		}
	default:
		// else whoever conducts the proceedings could take an objector off the roll
		return refuse("recuse-by-itself", g.id)
	}
	return nil
}

// foldRecuse takes a member off the roll for this question: it leaves every base.
func (d *Docket) foldRecuse(s *State, e Entry, do *act.Recuse, at time.Time) {
	who := do.Member
	if who == "" {
		who = e.Act.By
	}
	g, i, _ := s.seat(e.Act, who)
	d.speak(g, i, voice{ballot: game.Recused, since: at, seq: e.Seq})
}

func (d *Docket) decideObject(s *State, a *act.Act, do *act.Object, at time.Time) error {
	if s.group >= s.groups() {
		return refuse("object-dossier-closed")
	}
	id := a.Stage
	if id != "" {
		g, err := s.target(a)
		if err != nil {
			return err
		}
		if g.state == Passed {
			return refuse("object-stage-closed", g.id, g.done)
		}
		if g.state == Current && g.kind == decided && !g.roll.Has(a.By) {
			return refuse("position-not-on-roll", a.By, g.id)
		}
	}
	for _, g := range s.current() {
		if g.kind == decided && g.late(at) && (id == "" || id == g.id) {
			return refuse("object-late", g.question.until)
		}
	}
	switch {
	case d.onSomeRoll(s, a.By):
	case !d.body.IsMember(a.By, at):
		return refuse("object-members", a.By)
	case d.body.Suspended(a.By, at):
		return refuse("object-suspended", a.By)
	}
	in := baseID(id)
	if id == "" {
		in = s.focus().text.ID
	}
	for _, o := range s.objections {
		if o.by == a.By && o.stands(in) {
			return refuse("object-stands-already", o.id)
		}
	}
	return d.decideConcerns(s, do.Concerns)
}

func (d *Docket) onSomeRoll(s *State, id body.MemberID) bool {
	for _, g := range s.current() {
		if g.roll.Has(id) {
			return true
		}
	}
	return false
}

// baseID answers the charter's stage of a stage's id.
func baseID(id string) string {
	for i := range len(id) {
		if id[i] == '/' {
			return id[:i]
		}
	}
	return id
}

// foldObject enters an objection: in every open stage it is made for, its author is against.
func (d *Docket) foldObject(s *State, e Entry, do *act.Object, at time.Time) {
	o := &objection{id: e.Act.ID, by: e.Act.By, stage: baseID(e.Act.Stage), grounds: do.Grounds, since: at, seq: e.Seq}
	s.objections = append(s.objections, o)
	s.addConcerns(o, do.Concerns, at)
	for _, g := range s.current() {
		if g.kind == decided {
			d.bind(g, o)
		}
	}
}

// bind puts an objector against, in a stage its objection stands in.
func (d *Docket) bind(g *stage, o *objection) {
	i, ok := g.roll.Index(o.by)
	if !ok || !o.stands(g.text.ID) || g.voices[i].ballot == game.Recused {
		return
	}
	d.speak(g, i, voice{ballot: game.Against, since: o.since, seq: o.seq, objection: o.id})
}

func (d *Docket) decideWithdraw(s *State, a *act.Act, do *act.Withdraw) error {
	if do.What == "application" {
		if a.By != s.applicant {
			return refuse("withdraw-application-of-another")
		}
		if s.inForce {
			return refuse("withdraw-member", s.endedAt)
		}
		return nil
	}
	o := s.objection(do.Of, a.By)
	if o == nil {
		return refuse("objection-unknown", do.Of)
	}
	if o.by != a.By {
		return refuse("withdraw-objection-of-another", o.by, o.id)
	}
	in := baseID(a.Stage)
	switch {
	case in == "" && !s.standsSomewhere(o):
		return refuse("withdraw-stands-nowhere", o.id)
	case in != "" && !slices.ContainsFunc(s.procedure.Stages, func(x rule.Stage) bool { return x.Text.ID == in }):
		return refuse("stage-unknown", in)
	case in != "" && !o.stands(in):
		return refuse("withdraw-not-in-stage", o.id, in)
	}
	return nil
}

// standsSomewhere says whether an objection stands in any stage of the procedure.
func (s *State) standsSomewhere(o *objection) bool {
	return slices.ContainsFunc(s.procedure.Stages, func(x rule.Stage) bool { return o.stands(x.Text.ID) })
}

// objection answers an objection by id; without an id, the author's one that stands.
func (s *State) objection(id string, by body.MemberID) *objection {
	for _, o := range s.objections {
		if o.id == id || id == "" && o.by == by && o.stands(s.focus().text.ID) {
			return o
		}
	}
	return nil
}

// foldWithdraw takes an objection back. Its author is pending again: to stand in nobody's way is not to consent.
func (d *Docket) foldWithdraw(s *State, e Entry, do *act.Withdraw, at time.Time) {
	if do.What == "application" {
		s.ended, s.endedAt = "withdrawn", at
		return
	}
	o := s.objection(do.Of, e.Act.By)
	o.withdrawn = append(o.withdrawn, withdrawal{stage: baseID(e.Act.Stage), when: at, conditions: do.Conditions})
	for _, g := range s.current() {
		if g.kind != decided || o.stands(g.text.ID) {
			continue
		}
		if i, ok := g.roll.Index(o.by); ok && g.voices[i].objection == o.id {
			d.speak(g, i, voice{})
		}
	}
}
