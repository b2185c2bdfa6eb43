package dossier

import (
	"fmt"
	"slices"

	"accede/act"
	"accede/body"
	"accede/rule"
)

// law is one version of the charter: its text read, its sentences, and the body as it alone has it.
type law struct {
	charter    *body.Charter
	procedures []rule.Procedure
	base       body.Body
	text       string
	version    string // hash of the text
}

// readLaw reads the text of a charter, with the places of all that is wrong.
func readLaw(name, text string) (*law, error) {
	c, err := body.ReadCharter(name, []byte(text))
	if err != nil {
		return nil, err
	}
	procedures, err := rule.Read(c)
	if err != nil {
		return nil, err
	}
	b, err := body.New(c)
	if err != nil {
		return nil, err
	}
	for _, kind := range c.Decisive {
		if !slices.Contains(act.Kinds(), act.Kind(kind)) {
			return nil, fmt.Errorf("the charter calls %q decisive: there is no such kind of act: %w", kind, ErrUnknown)
		}
	}
	return &law{c, procedures, b, text, CharterHash(text)}, nil
}

// take makes a law the one that is read, with the membership as it has become.
func (d *Docket) take(l *law) {
	if l != d.law {
		d.law, d.charter, d.procedures, d.body = l, l.charter, l.procedures, d.body.Under(l.base)
	}
}

// as answers the docket as a dossier has it: under the charter in force when it was opened. It is for reading alone, and
// the docket itself where that is the charter still in force.
func (d *Docket) as(s *State) *Docket {
	if s.law == d.law {
		return d
	}
	c := *d
	c.take(s.law)
	return &c
}

// under makes the law of a dossier the one that is read, until what it answers is called.
func (d *Docket) under(s *State) (back func()) {
	d.take(s.law)
	return func() { d.take(d.inForce) }
}

// Under answers the docket as a dossier has it: under the charter in force when it was opened, which an amendment does
// not change for it. It is for reading alone; do not apply to it. Without such a dossier, the docket itself.
func (d *Docket) Under(id string) *Docket {
	s := d.states[id]
	if s == nil {
		return d
	}
	return d.as(s)
}

// amends says whether a charter is amended when the procedure is gone through.
func amends(p *rule.Procedure) bool {
	return slices.ContainsFunc(p.Stages, func(s rule.Stage) bool { return s.Text.Effect != nil && s.Text.Effect.Amends != "" })
}

// decideProposed refuses a charter that cannot take the place of the one in force.
func (d *Docket) decideProposed(p *rule.Procedure, do *act.Apply) error {
	switch {
	case !amends(p) && do.Proposed != "":
		return refuse("proposed-needless", p.ID)
	case !amends(p):
		return nil
	case do.Proposed == "":
		return refuse("proposed-missing", p.ID)
	}
	l, err := readLaw("proposed", do.Proposed)
	if err != nil {
		return refuse("proposed-unreadable", err)
	}
	old, now := d.charter, l.charter
	switch {
	case l.version == d.version:
		return refuse("proposed-same")
	case now.Body != old.Body:
		return refuse("proposed-other-body", now.Body)
	case now.Keeping != old.Keeping, now.TimeZone != old.TimeZone:
		return refuse("proposed-keeping")
	case len(now.Decisive) > 0 && d.keys.empty():
		return refuse("proposed-two-signatures")
	}
	return d.sameMembers(l)
}

// sameMembers refuses a charter that tells another history of the membership: who joins and leaves does so by acts, and
// not by the text of a charter.
func (d *Docket) sameMembers(l *law) error {
	for _, m := range d.charter.Members {
		i := slices.IndexFunc(l.charter.Members, func(x body.Member) bool { return x.ID == m.ID })
		if i < 0 {
			return refuse("proposed-member-left-out", m.ID)
		}
		if !m.SameTimes(l.charter.Members[i]) {
			return refuse("proposed-member-dates", m.ID)
		}
	}
	for _, m := range l.charter.Members {
		if _, listed := d.body.Member(m.ID); !listed && !d.body.IsMember(m.ID, d.at) {
			return refuse("proposed-member-added", m.ID)
		}
	}
	return nil
}

// amend puts the charter that a dossier proposed in force. Dossiers opened before stay under theirs. Other proposals
// were drafted against the charter that is no longer in force, and lapse.
func (d *Docket) amend(s *State, n Notice) {
	d.inForce, d.version = s.proposed, s.proposed.version
	for _, id := range d.order {
		other := d.states[id]
		if other != s && other.proposed != nil && other.ended == "" && !other.inForce {
			d.owe(Notice{Kind: NoticeLapsed, Dossier: id, Dated: n.Dated, Reasons: []string{"the charter it would amend was amended by " + s.id}})
		}
	}
}
