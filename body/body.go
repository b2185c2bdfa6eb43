// Package body knows the organisation whose members decide: who they are and since when, their classes, weights
// and offices, the roll of any instant, and the charter file that says all this.
//
// It refuses to know what a rule means (package rule reads the sentences), what anybody did (package act) and what
// time it is: every question about a day is asked with the day.
package body

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"accede/form"
	"accede/layers"
)

// Body is a charter and what has become of its membership since: who joined, left, was suspended. It is what a
// record folds its changes of membership into.
//
// A Body is a value: every change answers a new one and leaves the old as it was, so that a roll taken from it
// never changes. It may be read by several goroutines at once. The zero Body has no members.
//
// Dates in the charter are days in the charter's zone: a member since 2023-04-04 is one from the first instant of
// that day on, a member until a day is none from its first instant on. Changes count from their own instant on.
type Body struct {
	Charter *Charter
	Zone    *time.Location
	listed  map[MemberID]int    // where in Charter.Members; never changed
	changes layers.List[change] // of membership, in order

	histories layers.Map[MemberID, []change] // the same by member
	names     layers.Map[MemberID, Names]    // those given since, the last for each party
}

type change struct {
	member MemberID
	at     time.Time
	kind   changeKind
	class  string
	name   Names // of a party the charter does not list
}

type changeKind uint8

const (
	joined changeKind = iota + 1
	left
	suspended
	reinstated
	joinedClass
	leftClass
	named
)

// New answers the body as its charter has it. It checks the charter, which need not come from a file; the error is
// form.Faults. The charter must not be changed afterwards.
func New(c *Charter) (Body, error) {
	if err := c.Check(); err != nil {
		return Body{}, err
	}
	zone, err := LoadZone(c.TimeZone)
	if err != nil {
		return Body{}, err
	}
	listed := make(map[MemberID]int, len(c.Members))
	for i, m := range c.Members {
		listed[m.ID] = i
	}
	return Body{Charter: c, Zone: zone, listed: listed}, nil
}

// with answers the body after one more change. Two bodies never share an array that one of them could write to. It takes
// next to no time, however many changes there were.
func (b Body) with(c change) Body {
	if len(c.name) > 0 {
		b.names = b.names.With(c.member, c.name)
	}
	if c.kind == named {
		return b
	}
	b.changes = b.changes.With(c)
	own, _ := b.histories.Get(c.member)
	b.histories = b.histories.With(c.member, append(slices.Clip(own), c))
	return b
}

// Under answers the body with the charter of another and the changes of this one. It takes no time.
func (b Body) Under(other Body) Body {
	other.changes, other.histories, other.names = b.changes, b.histories, b.names
	return other
}

// history answers what happened to the membership of one member, in the order of time: what the charter says, then
// what changed. It takes time in their number.
func (b Body) history(id MemberID) []change {
	var all []change
	if i, ok := b.listed[id]; ok {
		all = b.spans(b.Charter.Members[i])
	}
	own, _ := b.histories.Get(id)
	return inTime(append(all, own...))
}

// spans answers the times of membership that the charter gives.
func (b Body) spans(m Member) []change {
	var all []change
	for _, s := range m.Earlier {
		all = b.span(all, change{member: m.ID}, joined, left, s.Since, s.Until)
	}
	return b.span(all, change{member: m.ID}, joined, left, m.Since, m.Until)
}

// span adds the beginning and the end of a time that the charter gives in days; one without a beginning has been
// since before anything.
func (b Body) span(all []change, c change, begins, ends changeKind, since, until *form.Date) []change {
	c.kind, c.at = begins, time.Time{}
	if since != nil {
		c.at = since.In(b.zone())
	}
	all = append(all, c)
	if until != nil {
		c.kind, c.at = ends, until.In(b.zone())
		all = append(all, c)
	}
	return all
}

// inTime sorts changes by their instants and keeps the order of those at the same instant.
func inTime(all []change) []change {
	slices.SortStableFunc(all, func(a, b change) int { return a.at.Compare(b.at) })
	return all
}

// membership is where a member stands at an instant.
type membership struct {
	member, suspended bool
}

func standing(history []change, at time.Time) membership {
	var m membership
	for _, c := range history {
		if c.at.After(at) {
			break
		}
		switch c.kind {
		case joined:
			m = membership{member: true}
		case left:
			m = membership{}
		case suspended:
			m.suspended = true
		case reinstated:
			m.suspended = false
		case joinedClass, leftClass, named: // change no membership of the body
		}
	}
	return m
}

// IsMember says whether somebody is a member at an instant; a suspended member is one. It takes time in the number
// of its own changes.
func (b Body) IsMember(id MemberID, at time.Time) bool { return standing(b.history(id), at).member }

// Suspended says whether somebody is a member at an instant, but suspended, and so not on the roll.
func (b Body) Suspended(id MemberID, at time.Time) bool {
	m := standing(b.history(id), at)
	return m.member && m.suspended
}

// InClass says whether a member belongs to a class at an instant. Nobody belongs to a class the charter does not
// have, and nobody who is no member belongs to any.
func (b Body) InClass(id MemberID, class string, at time.Time) bool {
	if !b.IsMember(id, at) {
		return false
	}
	if class == Everyone {
		return true
	}
	c, ok := b.class(class)
	return ok && (c.All || belongs(b.terms(c)[id], at))
}

func (b Body) class(id string) (Class, bool) {
	if b.Charter == nil {
		return Class{}, false
	}
	i := slices.IndexFunc(b.Charter.Classes, func(c Class) bool { return c.ID == id })
	if i < 0 {
		return Class{}, false
	}
	return b.Charter.Classes[i], true
}

// terms answers the times in a class of everybody who ever was in it, in the order of time.
func (b Body) terms(class Class) map[MemberID][]change {
	all := map[MemberID][]change{}
	for _, id := range class.Members {
		all[id] = b.span(all[id], change{}, joinedClass, leftClass, nil, nil)
	}
	for _, t := range class.Terms {
		all[t.Member] = b.span(all[t.Member], change{}, joinedClass, leftClass, t.Since, t.Until)
	}
	for _, terms := range all {
		// A term ends before the next one begins where both are on the same day.
		slices.SortFunc(terms, func(a, b change) int {
			return cmp.Or(a.at.Compare(b.at), cmp.Compare(b.kind, a.kind))
		})
	}
	for c := range b.changes.Each {
		if (c.kind == joinedClass || c.kind == leftClass) && c.class == class.ID {
			all[c.member] = append(all[c.member], c)
		}
	}
	for _, terms := range all {
		inTime(terms)
	}
	return all
}

func belongs(terms []change, at time.Time) bool {
	in := false
	for _, c := range terms {
		if c.at.After(at) {
			break
		}
		in = c.kind == joinedClass
	}
	return in
}

// day answers the day of an instant in the body's zone.
func (b Body) day(at time.Time) form.Date { return form.DateOf(at.In(b.zone())) }

// zone is UTC for the zero Body.
func (b Body) zone() *time.Location {
	if b.Zone == nil {
		return time.UTC
	}
	return b.Zone
}

// describe names a member in an error.
func (b Body) describe(id MemberID) string {
	if name := b.Name(id, "en"); name != string(id) {
		return fmt.Sprintf("%s (%s)", name, id)
	}
	return string(id)
}
