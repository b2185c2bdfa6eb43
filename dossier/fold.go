package dossier

import (
	"fmt"
	"slices"
	"time"

	"accede/act"
	"accede/body"
	"accede/game"
)

// Fold answers the docket of a record as of an instant: of an official record, by registration and position; of a
// reported one, by the dates of the events and then by position. entries[0] is the founding. A zero asOf folds
// everything. The error names the entry it stopped at.
func Fold(entries []Entry, asOf time.Time) (*Docket, error) {
	if len(entries) == 0 || entries[0].Founding == nil {
		return nil, fmt.Errorf("fold a record: its first entry is no founding: %w", ErrUnknown)
	}
	d, err := Found(*entries[0].Founding)
	if err != nil {
		return nil, fmt.Errorf("fold entry 1: %w", err)
	}
	for _, e := range inOrder(entries, d, asOf) {
		if err := d.Apply(e); err != nil {
			return nil, fmt.Errorf("fold entry %d: %w", e.Seq, err)
		}
	}
	if !asOf.IsZero() {
		if err := d.Advance(asOf); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// inOrder answers the entries that count as of an instant, in the order in which they are folded.
func inOrder(entries []Entry, d *Docket, asOf time.Time) []Entry {
	counts := func(t time.Time) bool { return asOf.IsZero() || !t.After(asOf) }
	if !d.reported() {
		n := len(entries)
		for n > 1 && !counts(entries[n-1].At) {
			n--
		}
		return entries[:n]
	}
	some := make([]Entry, 1, len(entries))
	some[0] = entries[0]
	for _, e := range entries[1:] {
		if e.Act == nil || counts(e.Act.Date.In(d.Zone())) {
			some = append(some, e)
		}
	}
	day := func(e Entry) time.Time {
		if e.Act == nil {
			return time.Time{}
		}
		return e.Act.Date.DayIn(d.Zone()).In(d.Zone())
	}
	slices.SortStableFunc(some[1:], func(a, b Entry) int { return day(a).Compare(day(b)) })
	return some
}

// fold changes the state by an act that has been decided.
func (d *Docket) fold(e Entry, at time.Time) {
	defer d.release(e, at)
	d.foldEnclosed(e)
	switch do := e.Act.Do.(type) {
	case *act.Apply:
		d.foldApply(e, do, at)
		d.settle(d.states[e.Act.Dossiers[0]], at)
		return
	case *act.Suspend, *act.Reinstate, *act.Expel, *act.Leave, *act.Admit:
		b, _ := d.membership(e.Act, at)
		d.setBody(b, at)
		return
	case *act.Enrol, *act.Rotate, *act.Revoke, *act.Recover:
		d.foldKeyAct(e, at)
		return
	case *act.Cosign:
		d.foldCosign(e, do, at)
		return
	case *act.Redact:
		d.foldRedact(e, do)
	}
	for _, id := range e.Act.Dossiers {
		s := d.own(id)
		d.note(s, e, at)
		back := d.under(s)
		d.foldIn(s, e, at)
		d.settle(s, at)
		back()
	}
}

// foldIn changes one dossier by an act that addresses it.
func (d *Docket) foldIn(s *State, e Entry, at time.Time) {
	switch do := e.Act.Do.(type) {
	case *act.Put:
		d.foldPut(s, e, do, at)
	case *act.Extend:
		g, _ := s.open(e.Act, decided)
		g.question.until = d.end(do.Until)
		g.question.watch.run, g.question.watch.seen = 0, nil
	case *act.Close:
		g, _ := s.open(e.Act, decided)
		g.closing, g.casting = true, do.Casting
	case *act.Count:
		g, _ := s.open(e.Act, decided)
		g.counted, g.closing, g.casting = do, true, do.Casting
	case *act.Position:
		d.foldPosition(s, e, do, at)
	case *act.Reserve:
		d.foldReserve(s, e, do, at)
	case *act.Recuse:
		d.foldRecuse(s, e, do, at)
	case *act.Object:
		d.foldObject(s, e, do, at)
	case *act.Withdraw:
		d.foldWithdraw(s, e, do, at)
	case *act.AddConcern:
		s.addConcerns(s.objection(do.Objection, e.Act.By), do.Concerns, at)
	case *act.AddDemand:
		o, c := s.concernOf(do.Concern)
		s.addDemands(o.by, c, do.Demands, at)
	case *act.Commit:
		d.foldCommit(s, e, do, at)
	case *act.Memorandum:
		d.foldMemorandum(s, e, do, at)
	case *act.Measure:
		s.foldMeasure(e, do, at)
	case *act.Assess:
		s.foldAssess(do, at)
	case *act.Propose:
		s.foldPropose(e, do, at)
	case *act.React:
		s.foldReact(e, do, at)
	case *act.Talks:
		s.foldTalks(e, do, at)
	case *act.Sign, *act.Approve, *act.Deposit:
		d.foldStep(s, e, at)
	case *act.Statement:
		s.foldStatement(e, at)
	case *act.ConfirmPaper:
		if d.confirmed == nil {
			d.confirmed = map[string]int64{}
		}
		d.confirmed[do.Of] = e.Seq
	case *act.Domestic, *act.Redact:
		// a step at home changes nothing by itself; the line keeps it. What is erased was never asked
	case *act.Apply, *act.Suspend, *act.Reinstate, *act.Expel, *act.Leave, *act.Admit,
		*act.Enrol, *act.Rotate, *act.Revoke, *act.Recover, *act.Cosign:
		// they address the body
	}
}

// foldNotice changes the state by a notice that was due; seq is 0 for one that is not entered.
func (d *Docket) foldNotice(n Notice, seq int64, registered time.Time) {
	s := d.own(n.Dossier)
	defer d.under(s)()
	n.Dated = n.Dated.In(d.Zone())
	at := n.Dated
	if at.Before(d.at) {
		at = d.at
	}
	line := Line{Seq: seq, When: n.Dated, Notice: &n}
	if seq != 0 {
		line.At = registered
	}
	s.lines = append(s.lines, lineOf(line))
	g := s.stage(n.Stage)
	switch n.Kind {
	case NoticeOpened:
		d.openStage(s, g, at)
	case NoticeFound, NoticeSilence:
		d.foldFound(s, g, n, at)
	case NoticeDone:
		d.pass(s, g, n.Dated, at)
	case NoticeJoined:
		if b, err := d.body.Join(n.Member, s.name, at); err == nil {
			d.setBody(b, at)
		}
		s.status = "member"
	case NoticeInForce:
		s.inForce, s.endedAt = true, n.Dated
	case NoticeAmended:
		d.amend(s, n)
	case NoticeRoll:
		d.foldRoll(s, g, at)
	case NoticeDeadline:
		g.warned = true
	case NoticeLapsed:
		s.ended, s.endedAt = "lapsed", n.Dated
	case NoticeRun:
		g.question.watch.run = max(seq, d.size)
	case NoticeExtended:
		d.extendUnseen(g)
	}
	d.settle(s, at)
}

// foldFound closes a stage with its finding.
func (d *Docket) foldFound(s *State, g *stage, n Notice, at time.Time) {
	if f, err := d.find(g); err == nil {
		g.finding = f
	}
	g.closing, g.tally = false, nil
	if n.Outcome == game.Adopted {
		d.pass(s, g, n.Dated, at)
		return
	}
	g.state, g.done = Failed, n.Dated
}

// pass ends a stage: what it gains and effects follows, then the stages after it open.
func (d *Docket) pass(s *State, g *stage, dated, at time.Time) {
	g.state, g.done = Passed, dated
	s.gain(g)
	if e := g.text.Effect; e != nil && e.Joins == body.Everyone && !d.body.IsMember(s.applicant, at) {
		d.owe(Notice{Kind: NoticeJoined, Dossier: s.id, Stage: g.id, Member: s.applicant, Dated: dated})
	}
	if e := g.text.Effect; e != nil && e.Amends != "" {
		d.owe(Notice{Kind: NoticeAmended, Dossier: s.id, Stage: g.id, Dated: dated})
	}
	for _, next := range s.stages {
		if next.after == g && next.state == Ahead {
			d.owe(Notice{Kind: NoticeOpened, Dossier: s.id, Stage: next.id, Dated: dated})
			return
		}
	}
	for _, other := range s.stages {
		if other.group == s.group && other.state != Passed {
			return
		}
	}
	s.group++
	d.oweOpening(s, dated)
}

// gain notes the status that a stage gives the applicant.
func (s *State) gain(g *stage) {
	if g.text.Gains != "" {
		s.status = g.text.Gains
	}
}
