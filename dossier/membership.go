package dossier

import (
	"errors"
	"slices"
	"time"

	"accede/act"
	"accede/body"
)

// membership answers the body as an act about the body itself would leave it, or why it may not.
func (d *Docket) membership(a *act.Act, at time.Time) (body.Body, error) {
	var next body.Body
	var err error
	byChair := d.conducts(a.By)
	switch do := a.Do.(type) {
	case *act.Leave:
		next, err = d.body.Leave(a.By, at)
		byChair = true // a member leaves by its own act
	case *act.Suspend:
		next, err = d.body.Suspend(do.Member, at)
	case *act.Reinstate:
		next, err = d.body.Reinstate(do.Member, at)
	case *act.Expel:
		next, err = d.body.Leave(do.Member, at)
	case *act.Admit:
		next, err = d.body.Join(do.Member, do.Name, at)
	}
	if !byChair {
		return d.body, refuse("membership-by-office")
	}
	if err != nil {
		return d.body, refuseChange(err)
	}
	return next, nil
}

// refuseChange answers the refusal of a change of membership that the body does not admit.
func refuseChange(err error) *Refusal {
	e, ok := errors.AsType[*body.ChangeError](err)
	if !ok {
		return refuse("membership-refused", err)
	}
	switch e.Why {
	case body.MemberAlready:
		return refuse("membership-already", e, e.Member)
	case body.NoMember:
		return refuse("membership-none", e, e.Member, e.Day.String())
	case body.SuspendedAlready:
		return refuse("membership-suspended", e, e.Member)
	case body.NotSuspended:
		return refuse("membership-not-suspended", e, e.Member)
	case body.ChangedLater:
		return refuse("membership-later", e, e.Member, e.Later.String())
	case body.NoID, body.NoName:
	}
	return refuse("membership-refused", err)
}

// setBody makes a changed body the body, and notes what that changes on rolls that float. A roll that is fixed stays
// as it is: ejecting the objector changes nothing.
func (d *Docket) setBody(b body.Body, at time.Time) {
	d.body = b
	for _, id := range d.order {
		s := d.states[id]
		for _, g := range s.current() {
			if g.text.Roll == "floating" {
				d.oweRoll(s, g, at)
			}
		}
	}
}

// oweRoll owes one notice for each member who comes onto a floating roll or leaves it.
func (d *Docket) oweRoll(s *State, g *stage, at time.Time) {
	now := d.as(s).rollFor(g, at)
	for _, m := range now.Members {
		if !g.roll.Has(m) {
			d.owe(Notice{Kind: NoticeRoll, Dossier: s.id, Stage: g.id, Member: m, Dated: at, Reasons: []string{"comes onto the roll"}})
		}
	}
	for _, m := range g.roll.Members {
		if !now.Has(m) {
			d.owe(Notice{Kind: NoticeRoll, Dossier: s.id, Stage: g.id, Member: m, Dated: at, Reasons: []string{"leaves the roll"}})
		}
	}
}

// owe puts a notice in the queue once.
func (d *Docket) owe(n Notice) {
	if !slices.ContainsFunc(d.owed, n.equal) {
		d.owed = append(d.owed, n)
	}
}

// foldRoll takes the roll of the day. What members said on the former roll they said; who came anew is pending.
func (d *Docket) foldRoll(s *State, g *stage, at time.Time) {
	old, voices := g.roll, g.voices
	g.roll = d.rollFor(g, at)
	if g.kind == decided {
		g.voices = make([]voice, len(g.roll.Members))
		for i, m := range g.roll.Members {
			if j, ok := old.Index(m); ok {
				g.voices[i] = voices[j]
			}
		}
		d.startTally(g)
		return
	}
	g.parties = partiesOf(s, g)
}
