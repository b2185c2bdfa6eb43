package dossier

import (
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
		return nil, 0, refuse(ErrStanding, "only totals are known of the votes in stage %s: enter them with count", g.id)
	}
	i, ok := g.roll.Index(member)
	if !ok {
		return nil, 0, refuse(ErrAuthority, "%s is not on the roll of stage %s", member, g.id)
	}
	if g.voices[i].ballot == game.Recused {
		return nil, 0, refuse(ErrAuthority, "%s has recused itself from stage %s", member, g.id)
	}
	return g, i, nil
}

func (d *Docket) decidePosition(s *State, a *act.Act, do *act.Position, at time.Time) error {
	g, i, err := s.seat(a, a.By)
	if err != nil {
		return err
	}
	if g.late(at) {
		return refuse(ErrClosed, "the deadline was %s", g.question.until.Format(time.RFC3339))
	}
	if q := g.question; q != nil && a.SeenSize > 0 && a.Paper == nil && a.SeenSize < q.seq {
		return refuse(ErrStanding, "its author had seen %d entries; the text in question was put by entry %d", a.SeenSize, q.seq)
	}
	b, ok := g.roll.Ballot(do.Ballot)
	if !ok || b == game.Recused {
		return refuse(ErrUnknown, "the charter has no ballot %q", do.Ballot)
	}
	if o := g.voices[i].objection; o != "" {
		return refuse(ErrStanding, "its objection %s stands: withdraw it first", o)
	}
	if g.roll.Kind(b) == game.Against && g.text.Objection == "required to be against" {
		return refuse(ErrStanding, "a position against needs an objection with grounds: enter an objection that names a concern")
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
		return refuse(ErrClosed, "the deadline was %s", g.question.until.Format(time.RFC3339))
	}
	if err == nil && do.If != "" {
		if _, bad := pledge.Parse(g.roll, a.By, do.If); bad != nil {
			return refuse(ErrStanding, "%s", bad)
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
			return refuse(ErrAuthority, "a member recuses itself, or the chair enters it; %s is neither", a.By)
		}
	default:
		// else whoever conducts the proceedings could take an objector off the roll
		return refuse(ErrAuthority, "a member recuses itself: the charter lets nobody else do it in stage %s", g.id)
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
		return refuse(ErrClosed, "the dossier is closed: the applicant is a member")
	}
	id := a.Stage
	if id != "" {
		g, err := s.target(a)
		if err != nil {
			return err
		}
		if g.state == Passed {
			return refuse(ErrClosed, "stage %s was closed on %s; an objection can be made in a later stage", g.id, g.done.Format(time.DateOnly))
		}
		if g.state == Current && g.kind == decided && !g.roll.Has(a.By) {
			return refuse(ErrAuthority, "%s is not on the roll of stage %s", a.By, g.id)
		}
	}
	for _, g := range s.current() {
		if g.kind == decided && g.late(at) && (id == "" || id == g.id) {
			return refuse(ErrClosed, "the deadline was %s; an objection can be made in a later stage", g.question.until.Format(time.RFC3339))
		}
	}
	switch {
	case d.onSomeRoll(s, a.By):
	case !d.body.IsMember(a.By, at):
		return refuse(ErrAuthority, "only a member objects; %s is none", a.By)
	case d.body.Suspended(a.By, at):
		return refuse(ErrAuthority, "%s is suspended", a.By)
	}
	in := baseID(id)
	if id == "" {
		in = s.focus().text.ID
	}
	for _, o := range s.objections {
		if o.by == a.By && o.stands(in) {
			return refuse(ErrStanding, "its objection %s stands already: add concerns or demands to it", o.id)
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
			return refuse(ErrAuthority, "only the applicant withdraws its application")
		}
		if s.inForce {
			return refuse(ErrClosed, "the applicant is a member since %s", s.endedAt.Format(time.DateOnly))
		}
		return nil
	}
	o := s.objection(do.Of, a.By)
	if o == nil {
		return refuse(ErrUnknown, "there is no objection %q", do.Of)
	}
	if o.by != a.By {
		return refuse(ErrAuthority, "only its author, %s, withdraws objection %s", o.by, o.id)
	}
	in := baseID(a.Stage)
	switch {
	case in == "" && !s.standsSomewhere(o):
		return refuse(ErrStanding, "objection %s stands in no stage any more", o.id)
	case in != "" && !slices.ContainsFunc(s.procedure.Stages, func(x rule.Stage) bool { return x.Text.ID == in }):
		return refuse(ErrUnknown, "the procedure has no stage %q", in)
	case in != "" && !o.stands(in):
		return refuse(ErrStanding, "objection %s does not stand in stage %s", o.id, in)
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
