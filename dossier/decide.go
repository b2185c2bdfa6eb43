package dossier

import (
	"errors"
	"time"

	"accede/act"
	"accede/body"
)

// Decide says whether an act may be registered at that time, as things stand. It changes nothing. Nil: it may. Else a
// *Refusal that names the clause.
func (d *Docket) Decide(a *act.Act, at time.Time) error { return d.DecideEntry(Entry{Act: a}, at) }

// DecideEntry is Decide of an act with its signatures, as SignedEntry makes it; the position of the entry is not asked.
// In a reported record an event dated after the entry's registration is refused; without one it is not asked.
func (d *Docket) DecideEntry(e Entry, at time.Time) error {
	err := d.decide(e, at)
	if r, ok := errors.AsType[*Refusal](err); ok && r.Act == "" {
		r.Act = e.Act.ID
	}
	return err
}

func (d *Docket) decide(e Entry, at time.Time) error {
	a := e.Act
	if since, ok := d.deposited(e); ok {
		at = since // in time is what was in time with a watcher
	}
	if a.Body != d.charter.Body {
		return refuse("body-other", d.charter.Body, a.Body)
	}
	switch until := a.ValidUntil.In(d.Zone()); {
	case a.ValidUntil.IsZero():
	case d.reported():
		return refuse("valid-until-reported")
	case !at.Before(until):
		return refuse("valid-until-over", until)
	}
	if seq, _, ok := d.acts.id(a.ID); ok {
		return refuse("act-id-taken", seq)
	}
	if day := a.Date.In(d.Zone()); d.reported() && !e.At.IsZero() && day.After(e.At) {
		return refuse("date-ahead", day)
	}
	if newKey(a) != nil || a.Do.Kind() == act.KindRevoke {
		if err := d.decideKeyAct(a); err != nil {
			return err
		}
	}
	if err := d.decideAuthority(e, at); err != nil {
		return err
	}
	if err := d.decideEnclosed(a); err != nil {
		return err
	}
	switch do := a.Do.(type) {
	case *act.Enrol, *act.Rotate, *act.Revoke, *act.Recover:
		return nil // they were decided with their signatures
	case *act.Cosign:
		return d.decideCosign(a, do, at)
	case *act.Apply:
		return d.decideApply(a, do, at)
	case *act.Suspend, *act.Reinstate, *act.Expel, *act.Leave, *act.Admit:
		_, err := d.membership(a, at)
		return err
	case *act.Redact:
		if err := d.decideRedact(a, do); err != nil || len(a.Dossiers) == 0 {
			return err // what an act about the body encloses belongs to no dossier
		}
	}
	if len(a.Dossiers) == 0 {
		return refuse("dossier-unnamed")
	}
	for _, id := range a.Dossiers {
		s := d.states[id]
		if s == nil {
			return refuse("dossier-not-opened", id)
		}
		if err := d.decideIn(s, a, at); err != nil {
			return inDossier(err, s, a)
		}
	}
	return nil
}

// inDossier fills in where a refusal happened.
func inDossier(err error, s *State, a *act.Act) error {
	if r, ok := errors.AsType[*Refusal](err); ok {
		r.Dossier = s.id
		if r.Stage == "" {
			r.Stage = a.Stage
		}
		if r.Stage == "" {
			r.Stage = s.focus().id
		}
	}
	return err
}

// conducts says whether a party conducts the proceedings: the chair, or the secretariat. Where a charter names
// neither, whoever signs as secretariat does.
func (d *Docket) conducts(id body.MemberID) bool {
	c := d.charter
	if c.Chair == nil && c.Secretary == nil {
		return id == "secretariat"
	}
	return c.Chair != nil && c.Chair.ID == id || c.Secretary != nil && c.Secretary.ID == id
}

// known says whether an id is a party the record knows: a member now or once, an office, another party of the charter,
// or an applicant.
func (d *Docket) known(s *State, id body.MemberID) bool {
	if g := s.focus(); g.roll != nil && g.roll.Has(id) {
		return true // the usual case, and the quickest to tell
	}
	if _, ok := d.body.Party(id); ok || d.conducts(id) || id == s.applicant {
		return true
	}
	return d.isApplicant(id)
}

// decideIn decides an act that addresses a dossier, for that dossier.
func (d *Docket) decideIn(s *State, a *act.Act, at time.Time) error {
	d = d.as(s)
	if s.ended != "" {
		switch a.Do.(type) {
		case *act.Statement, *act.Redact, *act.ConfirmPaper:
		default:
			return refuse("application-ended", s.ended, s.endedAt.In(d.Zone()))
		}
	}
	if !d.known(s, a.By) {
		return refuse("author-unknown", a.By)
	}
	switch do := a.Do.(type) {
	case *act.Put:
		return d.decidePut(s, a, do, at)
	case *act.Extend:
		return d.decideExtend(s, a, do, at)
	case *act.Close:
		return d.decideClose(s, a, do, at)
	case *act.Count:
		return d.decideCount(s, a, do)
	case *act.Position:
		return d.decidePosition(s, a, do, at)
	case *act.Reserve:
		return d.decideReserve(s, a, do, at)
	case *act.Recuse:
		return d.decideRecuse(s, a, do)
	case *act.Object:
		return d.decideObject(s, a, do, at)
	case *act.Withdraw:
		return d.decideWithdraw(s, a, do)
	case *act.AddConcern:
		return d.decideAddConcern(s, a, do)
	case *act.AddDemand:
		return d.decideAddDemand(s, a, do)
	case *act.Commit:
		return d.decideCommitments(s, a, do.Commitments)
	case *act.Memorandum:
		return d.decideMemorandum(s, a, do)
	case *act.Measure:
		return d.decideMeasure(s, a, do)
	case *act.Assess:
		return d.decideAssess(s, a, do)
	case *act.Propose:
		return d.decidePropose(s, a, do)
	case *act.React:
		return d.decideReact(s, a, do)
	case *act.Talks:
		return d.decideTalks(s, a, do)
	case *act.Statement:
		return nil
	case *act.Sign, *act.Approve, *act.Deposit:
		_, _, err := d.step(s, a)
		return err
	case *act.Domestic:
		return nil
	case *act.ConfirmPaper:
		return d.decideConfirm(s, a, do)
	case *act.Redact:
		return nil // it was decided for all its dossiers at once
	case *act.Apply, *act.Suspend, *act.Reinstate, *act.Expel, *act.Leave, *act.Admit,
		*act.Enrol, *act.Rotate, *act.Revoke, *act.Recover, *act.Cosign:
		return refuse("act-of-the-body")
	}
	return refuse("act-kind-unknown", a.Do.Kind())
}

// target answers the stage an act is about: the one it names, by itself or with part and step, else the open one.
func (s *State) target(a *act.Act) (*stage, error) {
	if a.Stage != "" {
		if g := s.stage(a.Stage); g != nil {
			return g, nil
		}
		return nil, refuse("stage-unknown", a.Stage)
	}
	open := s.current()
	switch len(open) {
	case 0:
		return s.focus(), nil
	case 1:
		return open[0], nil
	}
	return nil, refuse("stage-several-open", open[0].id)
}

// open answers the stage an act is about if it is open and of the kind asked for.
func (s *State) open(a *act.Act, kind stageKind) (*stage, error) {
	g, err := s.target(a)
	if err != nil {
		return nil, err
	}
	if g.kind != kind {
		return nil, refuse("stage-other-kind", g.id, kindWords[kind])
	}
	switch g.state {
	case Ahead:
		return nil, refuse("stage-not-opened", g.id, s.focus().id)
	case Passed, Failed:
		return nil, refuse("stage-closed", g.id, g.done)
	case Current:
	}
	return g, nil
}

var kindWords = [...]string{decided: "decided by positions", each: "one that wants acts of each", single: "one party's to act", timed: "one with time in it"}
