package body

import "slices"

// maxSigners is how many signatures an act may have.
const maxSigners = 4

// keys checks what the charter says of signatures. Which kinds of acts there are is known further up: the record
// refuses to be founded under a kind that is none.
func (c *checker) keys() {
	seen := map[string]bool{}
	for _, kind := range c.Decisive {
		if seen[kind] {
			c.tell(c.Places, "decisive", "%q is in this list twice", kind)
		}
		seen[kind] = true
	}
	if len(c.Decisive) > 0 && c.Keeping != Official {
		c.tell(c.Places, "decisive", "nothing is signed in a reported record: leave decisive out, or keep an official one")
	}
	if w := c.Waiting; !w.IsZero() {
		if len(c.Decisive) == 0 {
			c.tell(c.Places, "waiting", "nothing is decisive here, so there is nothing for new keys to wait with: name it under decisive, or leave waiting out")
		}
		if w.Of != "" {
			c.tell(c.Places, "waiting", "the period runs from the enrolment itself: leave out of %s", w.Of)
		}
	}
	c.redaction()
	c.watchers()
	r := c.Recovery
	if r == nil {
		return
	}
	if r.Members < 2 || r.Members > maxSigners {
		c.tell(r.Places, "members", "%d members are asked for: 2 to %d can sign an act", r.Members, maxSigners)
	}
	if r.After.Of != "" {
		c.tell(r.Places, "after", "the period runs from the recovery itself: leave out of %s", r.After.Of)
	}
}

// watchers checks what the charter asks of members' watchers.
func (c *checker) watchers() {
	w := c.Watchers
	if w == nil {
		return
	}
	if c.Keeping != Official {
		c.tell(c.Places, "watchers", "nothing is adopted by a reported record: leave watchers out, or keep an official one")
	}
	if len(w.Quorum) == 0 {
		c.tell(w.Places, "quorum", "nobody is asked for: leave watchers out")
	}
	for _, q := range w.Quorum {
		c.knownClass(q.Places, "of", q.Class())
		if q.AtLeast < 1 {
			c.tell(q.Places, "at_least", "at least %d is asked for: at least 1", q.AtLeast)
		}
		if q.AtLeast > len(c.Members) {
			c.tell(q.Places, "at_least", "at least %d is asked for, and there are %d members", q.AtLeast, len(c.Members))
		}
	}
	for _, p := range []struct {
		key string
		of  string
	}{{"grace", w.Grace.Of}, {"heartbeat", w.Heartbeat.Of}} {
		if p.of != "" {
			c.tell(w.Places, p.key, "the period runs from the deadline, or from when the record was last seen: leave out of %s", p.of)
		}
	}
	for i, p := range c.Procedures.Values {
		for _, s := range p.Stages {
			if s.Silence != nil && s.Deadline != nil && s.Deadline.Then == "closes" {
				c.tell(s.Places, "deadline", "stage %s of %s would be closed, and silence be assent, without a watcher: let the time limit reject, lapse or be told", s.ID, c.Procedures.Keys[i])
			}
		}
	}
}

// redaction checks who may have content erased.
func (c *checker) redaction() {
	for i, who := range c.Redaction {
		known := true
		switch who {
		case partyChair:
			known = c.Chair != nil
		case partySecretariat:
			known = c.Secretary != nil
		case PartyAuthor:
		default:
			known = c.isParty(MemberID(who))
		}
		switch {
		case !known:
			c.tell(c.Places, "redaction", "there is no party %q: say author, chair, secretariat or the id of a party", who)
		case slices.Contains(c.Redaction[:i], who):
			c.tell(c.Places, "redaction", "%q is in this list twice", who)
		}
	}
}
