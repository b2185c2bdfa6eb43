package body

import (
	"math"
	"slices"

	"accede/form"
	"accede/game"
)

func (c *checker) offices() {
	if c.Chair != nil {
		c.office("chair", c.Chair)
	}
	if c.Secretary != nil {
		c.office("secretariat", c.Secretary)
	}
	c.otherParties()
	d := c.Depositary
	if d == nil {
		return
	}
	c.id(d.Places, "id", string(d.ID))
	for _, stage := range d.For {
		if !c.hasStage(stage) {
			c.tell(d.Places, "for", "no procedure has a stage %q", stage)
		}
	}
}

func (c *checker) office(what string, o *Office) {
	c.id(o.Places, "id", string(o.ID))
	switch {
	case o.Votes && !c.listed[o.ID]:
		c.tell(o.Places, "id", "the %s votes, but %q is no member", what, o.ID)
	case !o.Votes && c.parties[o.ID]:
		c.tell(o.Places, "id", "%q is also a member or applicant: say votes: true, or give the %s an id of its own", o.ID, what)
	}
}

func (c *checker) otherParties() {
	seen := map[string]int{}
	for _, p := range c.Parties {
		c.id(p.Places, "id", string(p.ID))
		c.once(seen, p.Places, "party", string(p.ID))
		if c.parties[p.ID] || c.isOffice(p.ID) {
			c.tell(p.Places, "id", "%q is also a member, applicant or office: give this party an id of its own", p.ID)
		}
	}
}

func (c *checker) hasStage(id string) bool {
	for _, p := range c.Procedures.Values {
		for _, s := range p.Stages {
			if s.ID == id {
				return true
			}
		}
	}
	return false
}

func (c *checker) members() {
	seen := map[string]int{}
	for _, m := range c.Members {
		c.once(seen, m.Places, "member", string(m.ID))
		c.member(m)
	}
	applicants := map[string]int{}
	for _, m := range c.Applicants {
		c.once(applicants, m.Places, "applicant", string(m.ID))
		c.member(m)
	}
	for _, m := range c.Members {
		if _, applies := applicants[string(m.ID)]; applies && m.Since == nil && m.Until == nil {
			c.tell(m.Places, "id", "%q is an applicant too, but has always been a member: say since when", m.ID)
		}
	}
}

func (c *checker) member(m Member) {
	c.id(m.Places, "id", string(m.ID))
	c.between(m.Places, m.Since, m.Until)
	c.earlier(m)
	c.source(m.Places, m.Source)
	if m.ID == partyApplicant || m.ID == partyChair || m.ID == partySecretariat || m.ID == partyDepositary || m.ID == PartyAuthor {
		c.tell(m.Places, "id", "%q is the word for a party in procedures: choose another id", m.ID)
	}
}

// earlier checks the times of membership before the last: each is over when the next begins.
func (c *checker) earlier(m Member) {
	for i, span := range m.Earlier {
		c.between(span.Places, span.Since, span.Until)
		next := m.Since
		if i+1 < len(m.Earlier) {
			next = m.Earlier[i+1].Since
		}
		if span.Until == nil || next == nil || next.Before(*span.Until) {
			c.tell(span.Places, "until", "this time of %q is not over when its next begins: put them in order, and say since when", m.ID)
		}
	}
}

// wasMember says whether a member was one on a day of a time.
func (m Member) wasMember(from, until *form.Date) bool {
	return overlap(m.Since, m.Until, from, until) || slices.ContainsFunc(m.Earlier, func(s Span) bool {
		return overlap(s.Since, s.Until, from, until)
	})
}

// between checks that a time ends after it begins.
func (c *checker) between(at form.Places, since, until *form.Date) {
	if since != nil && until != nil && !since.Before(*until) {
		c.tell(at, "until", "until %v is not after %v: it is the first day on which this no longer holds", until, since)
	}
}

func (c *checker) classes() {
	seen := map[string]int{}
	for _, class := range c.Classes {
		at := class.Places
		c.word(at, class.ID)
		c.once(seen, at, "class", class.ID)
		c.source(at, class.Source)
		if class.ID == Everyone || class.ID == partyApplicant {
			c.tell(at, "id", "the class %s is always there: choose another id", class.ID)
		}
		if class.All && len(class.Members)+len(class.Terms) > 0 {
			c.tell(at, "all", "everybody belongs to this class: leave members and terms out, or all")
		}
		c.classMembers(class)
	}
}

func (c *checker) classMembers(class Class) {
	always := map[MemberID]bool{}
	for _, m := range class.Members {
		c.known(class.Places, "members", m)
		if always[m] {
			c.tell(class.Places, "members", "%q is in this list twice", m)
		}
		always[m] = true
	}
	for i, t := range class.Terms {
		c.known(t.Places, "member", t.Member)
		c.between(t.Places, t.Since, t.Until)
		if always[t.Member] {
			c.tell(t.Places, "member", "%q always belongs to this class: leave it out of members, or its terms out", t.Member)
		}
		for _, earlier := range class.Terms[:i] {
			if earlier.Member == t.Member && overlap(earlier.Since, earlier.Until, t.Since, t.Until) {
				c.tell(t.Places, "member", "this term of %q overlaps another", t.Member)
			}
		}
	}
}

func (c *checker) known(at form.Places, key string, m MemberID) {
	if c.parties[m] {
		return
	}
	ids := make([]string, 0, len(c.Members))
	for _, m := range c.Members {
		ids = append(ids, string(m.ID))
	}
	c.tell(at, key, "there is no member %q%s", m, c.didYouMean(string(m), ids))
}

// overlap says whether two times, each without its last day and open where nil, have a day in common.
func overlap(since1, until1, since2, until2 *form.Date) bool {
	return (since1 == nil || until2 == nil || since1.Before(*until2)) &&
		(since2 == nil || until1 == nil || since2.Before(*until1))
}

func (c *checker) weights() {
	for i, w := range c.Weights {
		c.word(w.Places, w.ID)
		c.between(w.Places, w.From, w.Until)
		c.source(w.Places, w.Source)
		c.figures(w)
		for _, earlier := range c.Weights[:i] {
			if earlier.ID != w.ID {
				continue
			}
			if overlap(earlier.From, earlier.Until, w.From, w.Until) {
				c.tell(w.Places, "id", "the weight %q of line %d holds on some of the same days: end it with until", w.ID, earlier.Places.Of("id").Line)
			}
		}
	}
}

// figures checks that a weight has one for every member of its time: what is left out would count as nothing.
func (c *checker) figures(w Weight) {
	var sum int64
	given := make(map[MemberID]bool, w.Of.Len())
	for i, key := range w.Of.Keys {
		at := form.Places{Self: placeAt(w.Of.Places, i)}
		figure := w.Of.Values[i]
		c.known(at, "", MemberID(key))
		given[MemberID(key)] = true
		switch {
		case figure < 0:
			c.tell(at, "", "the figure of %s is less than nothing: %d", key, figure)
		case sum > math.MaxInt64/4-figure:
			c.tell(at, "", "the figures add up to more than can be counted")
			return
		default:
			sum += figure
		}
	}
	for _, m := range c.Members {
		if !given[m.ID] && m.wasMember(w.From, w.Until) {
			c.tell(w.Places, "of", "the weight %q has no figure for the member %q; write 0 if it has none", w.ID, m.ID)
		}
	}
}

func (c *checker) ballots() {
	seen := map[string]int{}
	for i, b := range c.Ballots {
		c.word(b.Places, b.ID)
		c.once(seen, b.Places, "ballot", b.ID)
		if _, taken := KindByName(b.ID); taken {
			c.tell(b.Places, "id", "the ballot %s is always there: choose another id", b.ID)
		}
		if i == maxDeclared {
			c.tell(b.Places, "id", "a charter can declare %d ballots, not more", maxDeclared)
		}
	}
}

// maxDeclared is how many ballots a charter can declare.
const maxDeclared = game.MaxBallots - int(game.FirstDeclared)

func (c *checker) rules() {
	seen := map[string]int{}
	for _, r := range c.Rules {
		c.id(r.Places, "id", r.ID)
		c.once(seen, r.Places, "rule", r.ID)
		c.source(r.Places, r.Source)
	}
}
