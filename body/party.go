package body

import (
	"slices"
	"time"
)

// Party is anybody the body knows: a member, an applicant, an office, another party of its procedures. One party
// can be several of these.
type Party struct {
	ID          MemberID
	Name        Names // empty for one known by its id alone
	Listed      bool  // is or was a member, by the charter or by joining
	Applicant   bool  // the charter lists it as one, or it was Named
	Chair       bool
	Secretariat bool
	Depositary  bool
	Mediates    bool
}

// Member answers a member past, present or to come: as the charter lists it, or, where it joined since, under the
// names it joined with. Since and Until are then those of its last time as a member, Until being the first whole
// day on which it is none. An applicant that has not joined is no member.
func (b Body) Member(id MemberID) (Member, bool) {
	m := Member{ID: id}
	i, listed := b.listed[id]
	if listed {
		m = b.Charter.Members[i]
	} else if a, ok := b.applicant(id); ok {
		m = a
	} else {
		m.Name = b.named(id)
	}
	own, _ := b.histories.Get(id)
	for _, c := range own {
		switch day := b.day(c.at); c.kind {
		case joined:
			listed = true
			m.Since, m.Until = &day, nil
		case left:
			if day.In(b.zone()).Before(c.at) {
				day = day.AddDays(1)
			}
			m.Until = &day
		case suspended, reinstated, joinedClass, leftClass, named: // dates are of membership alone
		}
	}
	if !listed {
		return Member{}, false
	}
	return m, true
}

// Name answers the name of anybody the body knows, in a language: see Names.In. The name of a party that has none
// is its id.
func (b Body) Name(id MemberID, lang string) string {
	p, _ := b.Party(id)
	if name := p.Name.In(lang); name != "" {
		return name
	}
	return string(id)
}

// Party answers what the body knows of somebody, and false where it knows nothing.
func (b Body) Party(id MemberID) (Party, bool) {
	p := Party{ID: id}
	if b.Charter == nil {
		return p, false
	}
	p.Name = b.charterName(id)
	for _, o := range []struct {
		office *Office
		is     *bool
	}{{b.Charter.Chair, &p.Chair}, {b.Charter.Secretary, &p.Secretariat}} {
		if o.office != nil && o.office.ID == id {
			*o.is, p.Mediates = true, p.Mediates || o.office.Mediates
		}
	}
	p.Depositary = b.Charter.Depositary != nil && b.Charter.Depositary.ID == id
	_, p.Listed = b.Member(id)
	_, p.Applicant = b.applicant(id)
	if p.Name == nil {
		p.Name = b.named(id)
		p.Applicant = p.Applicant || !p.Listed && p.Name != nil
	}
	return p, p.Name != nil || p.Listed || p.Depositary
}

// charterName answers the names the charter gives somebody, or nil.
func (b Body) charterName(id MemberID) Names {
	c := b.Charter
	if i, ok := b.listed[id]; ok {
		return c.Members[i].Name
	}
	if a, ok := b.applicant(id); ok {
		return a.Name
	}
	for _, o := range []*Office{c.Chair, c.Secretary} {
		if o != nil && o.ID == id {
			return o.Name
		}
	}
	if i := slices.IndexFunc(c.Parties, func(p OtherParty) bool { return p.ID == id }); i >= 0 {
		return c.Parties[i].Name
	}
	return nil
}

// named answers the last names given to somebody since, or nil.
func (b Body) named(id MemberID) Names {
	names, _ := b.names.Get(id)
	return names
}

func (b Body) applicant(id MemberID) (Member, bool) {
	if b.Charter == nil {
		return Member{}, false
	}
	i := slices.IndexFunc(b.Charter.Applicants, func(m Member) bool { return m.ID == id })
	if i < 0 {
		return Member{}, false
	}
	return b.Charter.Applicants[i], true
}

// Offices answers the chair, the secretariat and the depositary, in this order, each once, those the charter has.
func (b Body) Offices() []Party {
	if b.Charter == nil {
		return nil
	}
	var ids []MemberID
	for _, o := range []*Office{b.Charter.Chair, b.Charter.Secretary} {
		if o != nil {
			ids = append(ids, o.ID)
		}
	}
	if d := b.Charter.Depositary; d != nil {
		ids = append(ids, d.ID)
	}
	var offices []Party
	for i, id := range ids {
		if !slices.Contains(ids[:i], id) {
			p, _ := b.Party(id)
			offices = append(offices, p)
		}
	}
	return offices
}

// FullPowers is a member's grant to a holder to do certain acts in its name for a certain time.
// [VCLT 2(1)(c), 7] The zero FullPowers covers nothing.
type FullPowers struct {
	Member MemberID
	Holder string    // the holder's key, as text
	Acts   []string  // the kinds of acts allowed, or AnyAct
	From   time.Time // the first instant
	Until  time.Time // the first instant at which they no longer hold; zero: until withdrawn
}

// AnyAct in the acts of full powers allows every kind of act.
const AnyAct = "any"

// Covers says whether the full powers allow a kind of act at an instant.
func (p FullPowers) Covers(kind string, at time.Time) bool {
	inTime := !at.Before(p.From) && (p.Until.IsZero() || at.Before(p.Until))
	return inTime && kind != "" && (slices.Contains(p.Acts, kind) || slices.Contains(p.Acts, AnyAct))
}
