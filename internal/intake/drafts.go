package intake

import (
	"cmp"
	"slices"
	"strconv"

	"accede/act"
	"accede/form"
)

// rounds drafts the rounds, numbered in the order of time where they are rounds of talks.
func (d *drafter) rounds() {
	number := 0
	for k, t := range d.reader.rounds {
		do := &act.Talks{Place: t.place, Parties: d.partyIDs(t.parties), Lasted: t.lasted, Stalemate: t.stalemate, Agreed: t.agreed, Next: t.next}
		if t.isRound {
			number = max(number+1, t.ordinal)
			do.Round = number
		}
		by := t.convened
		if by != "" {
			do.Convened = d.partyID(by)
		} else if by = chairSide; d.charter == nil && len(t.parties) > 0 {
			by = t.parties[0]
		}
		for _, o := range d.objections {
			if t.progress != "" && slices.Contains(t.parties, o.by) && o.concern != "" {
				do.Outcome = append(do.Outcome, act.Progress{Concern: o.concern, Progress: t.progress})
			}
		}
		x := Draft{Sure: t.sure, Spans: t.spans, Why: append([]string{"the report says that they met"}, t.why...)}
		if len(t.parties) == 0 {
			x.Missing = append(x.Missing, "parties")
		}
		x.Act = act.Act{ID: d.id("talks", strconv.Itoa(k+1)), By: d.partyID(by), Do: do}
		d.add(x, t.when, date{})
	}
}

// statement drafts what somebody said.
func (d *drafter) statement(s statement) {
	side := s.who.id
	x := Draft{Sure: s.sure, Spans: s.spans, Why: append([]string{sayWhy(s)}, s.why...)}
	if side == "" {
		x.Missing = append(x.Missing, "side")
		x.Why = append(x.Why, "for whom "+nameOrRole(s.who)+" speaks is not said")
		side = "unknown"
	}
	if !s.when.exact() && s.line.rounds != nil && s.line.rounds.when.exact() {
		s.when = s.line.rounds.when
		s.when.why = "said about the talks of that day"
		x.Sure = weaker(x.Sure, Likely)
	}
	remark := act.Remark{Speaker: s.who.name, Role: s.who.role, Side: d.partyID(side), Form: s.form, Text: en(s.gist)}
	if s.who.tag == party {
		remark.Speaker, remark.Role = "", cmp.Or(s.who.role, "for "+d.title(side))
	}
	if s.who.also != "" {
		remark.Also = []string{s.who.also}
	}
	x.Act = act.Act{ID: d.id(string(d.partyID(side)), "says"), By: d.partyID(side), Do: &act.Statement{Statements: []act.Remark{remark}}}
	d.add(x, s.when, date{})
}

func sayWhy(s statement) string {
	switch {
	case s.who.how != "" && s.who.tag == speaker:
		return nameOrRole(s.who) + " speaks for " + s.who.how + " by office"
	case s.who.how == "capital":
		return "the capital stands for the state"
	}
	return nameOrRole(s.who) + " says it"
}

// promise drafts what a party undertakes.
func (d *drafter) promise(p promise) {
	x := Draft{Sure: p.sure, Spans: p.spans, Why: append([]string{d.title(p.by) + " undertakes it"}, p.why...)}
	c := act.Commitment{ID: d.id(p.by, "promise"), Text: en(p.text)}
	x.Act = act.Act{ID: d.id(p.by, "commits"), By: d.partyID(p.by), Do: &act.Commit{Commitments: []act.Commitment{c}}}
	if slices.Contains(d.applicants, p.by) {
		x.Act.Dossiers = []string{p.by}
	}
	d.add(x, p.when, date{})
}

// count drafts the numbers of a vote: of the body, or of a party's own parliament.
func (d *drafter) count(t tally) {
	x := Draft{Sure: Sure, Spans: t.spans, Why: []string{"the report gives the numbers of a vote"}}
	if t.of != "" {
		v := act.RecordedVote{Organ: t.organ, For: known64(t.inFavour, t.hasFor), Against: known64(t.against, t.hasAgainst), Abstaining: known64(t.abstaining, t.hasAbstaining)}
		x.Sure = Likely
		x.Why = append(x.Why, "a parliament of its own voted; whether its procedure is finished is for you to say")
		x.Act = act.Act{ID: d.id(t.of, "approves"), By: d.partyID(t.of), Do: &act.Approve{Votes: []act.RecordedVote{v}}}
		d.add(x, t.when, date{})
		return
	}
	do := &act.Count{}
	set := func(ballot string, n int, has bool) {
		if has {
			do.Ballots.Keys, do.Ballots.Values = append(do.Ballots.Keys, ballot), append(do.Ballots.Values, int64(n))
			do.Ballots.Places = append(do.Ballots.Places, form.Place{})
		}
	}
	set("for", t.inFavour, t.hasFor)
	set("against", t.against, t.hasAgainst)
	set("abstaining", t.abstaining, t.hasAbstaining)
	x.Act = act.Act{ID: d.id("count"), By: d.partyID(chairSide), Do: do}
	d.add(x, t.when, date{})
}

func known64(n int, known bool) *int64 {
	if !known {
		return nil
	}
	v := int64(n)
	return &v
}

// withdrawal drafts that an objection was given up.
func (d *drafter) withdrawal(w withdrawal) {
	x := Draft{Sure: Likely, Spans: []Span{w.span}, Why: []string{"the report says that " + d.title(w.by) + " gives up its objection"}}
	x.Act = act.Act{ID: d.id(w.by, "withdraws"), By: d.partyID(w.by), Do: &act.Withdraw{What: "objection", Of: w.by + "-objects"}}
	d.add(x, w.line.when, date{})
}
