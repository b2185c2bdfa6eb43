package dossier

import (
	"slices"
	"time"

	"accede/act"
	"accede/body"
)

// Enclosed is content beside the record as the record knows it: everything about it but what it says.
type Enclosed struct {
	act.Enclosure
	Seq      int64 // the entry it belongs to
	By       body.MemberID
	Kind     act.Kind
	Dossiers []string
	Redacted int64 // the entry by which it was erased; 0: it was not
}

// Act answers as much of the act it belongs to as its seal holds, in a record of that body; so that content can be
// compared with the seal.
func (e Enclosed) Act(body string) *act.Act {
	a := &act.Act{Body: body, Dossiers: e.Dossiers, By: e.By}
	for _, deed := range act.Deeds() {
		if deed.Kind() == e.Kind {
			a.Do = deed
		}
	}
	return a
}

// Enclosed answers what the record knows of content with that seal.
func (d *Docket) Enclosed(seal string) (Enclosed, bool) {
	e, ok := d.enclosed[seal]
	return e, ok
}

// Enclosures answers everything enclosed so far, in the order of entries and within an act in its order.
func (d *Docket) Enclosures() []Enclosed {
	all := make([]Enclosed, 0, len(d.enclosures))
	for _, c := range d.enclosures {
		all = append(all, d.enclosed[c])
	}
	return all
}

// EnclosedBy answers the sum of the stated sizes, in bytes, of what a party has enclosed in a dossier and what was not
// erased since; for the empty dossier, in acts that address the body. It looks at everything enclosed.
func (d *Docket) EnclosedBy(by body.MemberID, dossier string) int64 {
	sum := int64(0)
	for _, c := range d.enclosures {
		e := d.enclosed[c]
		if e.By == by && e.Redacted == 0 && (slices.Contains(e.Dossiers, dossier) || dossier == "" && len(e.Dossiers) == 0) {
			sum += int64(e.Size)
		}
	}
	return sum
}

// MayRead says whether a party may read enclosed content at an instant; an empty party is the public. Its author may
// read it while it is there.
func (d *Docket) MayRead(e Enclosed, by body.MemberID, at time.Time) bool {
	if !e.Release.IsZero() && !at.Before(e.Release.In(d.Zone())) {
		return true
	}
	if by != "" && by == e.By {
		return true
	}
	switch e.Audience {
	case act.ToPublic:
		return true
	case act.ToBody:
		return by != "" && d.isParty(by, at)
	case act.ToParties:
		return by != "" && (d.IsMediator(by) || slices.ContainsFunc(e.Dossiers, func(id string) bool { return d.applies(by, id) }))
	case act.ToMediator:
		return by != "" && d.IsMediator(by)
	case act.ToAuthor:
	}
	return false
}

// isParty says whether an id is a party of the body at an instant: a member, an office, another party, an applicant.
func (d *Docket) isParty(id body.MemberID, at time.Time) bool {
	c := d.charter
	office := c.Secretary != nil && c.Secretary.ID == id || c.Chair != nil && c.Chair.ID == id || c.Depositary != nil && c.Depositary.ID == id
	return office || d.body.IsMember(id, at) ||
		slices.ContainsFunc(c.Parties, func(p body.OtherParty) bool { return p.ID == id }) ||
		d.isApplicant(id)
}

// applies says whether a party is the applicant of a dossier; nobody is of one that is not there yet.
func (d *Docket) applies(by body.MemberID, id string) bool {
	st, ok := d.states[id]
	return ok && st.applicant == by
}

// IsMediator says whether a party is the office that the charter calls the mediator; where it calls none so, the chair.
// Who conducts the proceedings otherwise does not read what was told the mediator alone.
func (d *Docket) IsMediator(id body.MemberID) bool {
	c := d.charter
	named := false
	for _, o := range []*body.Office{c.Chair, c.Secretary} {
		if o != nil && o.Mediates {
			if o.ID == id {
				return true
			}
			named = true
		}
	}
	return !named && c.Chair != nil && c.Chair.ID == id
}

// decideEnclosed refuses content that is in the record already: a seal belongs to its author alone.
func (d *Docket) decideEnclosed(a *act.Act) error {
	for _, e := range a.Enclosed {
		if held, ok := d.enclosed[e.Seal]; ok {
			return refuse("enclosed-already", e.Seal, held.Seq)
		}
	}
	return nil
}

func (d *Docket) foldEnclosed(e Entry) {
	for _, x := range e.Act.Enclosed {
		if d.enclosed == nil {
			d.enclosed = map[string]Enclosed{}
		}
		d.enclosed[x.Seal] = Enclosed{Enclosure: x, Seq: e.Seq, By: e.Act.By, Kind: e.Act.Do.Kind(), Dossiers: e.Act.Dossiers}
		d.enclosures = append(d.enclosures, x.Seal)
	}
}

// decideRedact asks the charter who may have content erased. It is decided once for the whole act.
func (d *Docket) decideRedact(a *act.Act, do *act.Redact) error {
	for _, c := range do.Of {
		e, ok := d.enclosed[c]
		switch {
		case !ok:
			return refuse("redact-unknown", c)
		case e.Redacted != 0:
			return refuse("redact-done", c, e.Redacted)
		case len(d.charter.Redaction) == 0:
			return refuse("redact-by-nobody", a.By, e.Seq)
		case !d.mayRedact(a.By, e):
			return refuse("redact-by-others", a.By, e.Seq, d.charter.Redaction)
		}
		for _, id := range e.Dossiers {
			if !slices.Contains(a.Dossiers, id) {
				return refuse("redact-of-dossier", c, id)
			}
		}
	}
	return nil
}

// mayRedact says whether the charter lets a party have that content erased.
func (d *Docket) mayRedact(by body.MemberID, e Enclosed) bool {
	c := d.charter
	return slices.ContainsFunc(c.Redaction, func(who string) bool {
		switch who {
		case body.PartyAuthor:
			return by == e.By
		case "chair":
			return c.Chair != nil && c.Chair.ID == by
		case "secretariat":
			return c.Secretary != nil && c.Secretary.ID == by
		}
		return body.MemberID(who) == by
	})
}

func (d *Docket) foldRedact(e Entry, do *act.Redact) {
	for _, c := range do.Of {
		x := d.enclosed[c]
		x.Redacted = e.Seq
		d.enclosed[c] = x
	}
}
