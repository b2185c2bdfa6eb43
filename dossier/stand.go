package dossier

import (
	"slices"
	"time"

	"accede/game"
)

// Standing answers where a dossier is at an instant, with the entries folded so far. now must not lie before what is
// folded; fold as of that instant for a look back. The error is ErrUnknown for a dossier nobody opened.
func (d *Docket) Standing(id string, now time.Time) (Standing, error) {
	s := d.states[id]
	if s == nil {
		return Standing{}, refuse("dossier-unknown", id)
	}
	d = d.as(s)
	g := s.focus()
	st := Standing{
		Dossier: s.id, Applicant: s.applicant, Name: s.name, Procedure: s.procedure.ID, Subject: s.subject,
		AsOf: now, Applied: s.applied, Stage: g.id, Status: s.status,
		InForce: s.inForce, Member: d.body.IsMember(s.applicant, now), Ended: s.ended, EndedAt: s.endedAt,
		Stalemate: s.stalemate(), Stages: s.rail(),
	}
	d.standDecided(&st, s, g)
	d.standConsent(&st, s, g)
	st.Objections = s.objectionStandings(g)
	st.Blockers = blockers(st.Objections, g)
	st.Rounds, st.Texts = s.roundStandings(), s.textStandings()
	st.Next = d.moves(s, g, &st)
	return st, nil
}

// rail answers all stages in order.
func (s *State) rail() []StageStanding {
	all := make([]StageStanding, len(s.stages))
	for i, g := range s.stages {
		all[i] = StageStanding{
			ID: g.id, Name: g.text.Name, Part: g.part, Step: g.step, Law: g.text.Law,
			State: g.state, Opened: g.opened, Done: g.done,
		}
	}
	return all
}

// standDecided fills in the outcome of the stage, and where it is decided by a rule the finding and the positions.
func (d *Docket) standDecided(st *Standing, s *State, g *stage) {
	switch g.state {
	case Passed:
		st.Outcome = game.Adopted
	case Failed:
		st.Outcome = game.Rejected
	case Ahead, Current:
		// positions may still change: open until it is closed
	}
	if g.kind != decided {
		return
	}
	st.Rule = g.law.Rule.String()
	if g.roll == nil {
		return
	}
	if f, err := d.find(g); err == nil {
		st.Finding = f
	}
	st.Positions = g.positions()
	if q := g.question; q != nil {
		st.Question = &QuestionStanding{
			Text: q.text, Put: q.put, Until: q.until, Silence: g.text.Silence != nil && !q.until.IsZero(),
			Version: q.version, BrokenBy: slices.Clone(q.broken), Seq: q.seq,
			Unseen: q.unseen() && !g.closing, SeenBy: slices.Clone(q.watch.seen), HeldBy: d.heldBy(s, q),
			Quorum: d.watchQuorum(g),
		}
	}
}

func (g *stage) positions() []PositionStanding {
	all := make([]PositionStanding, len(g.voices))
	for i, v := range g.voices {
		all[i] = PositionStanding{
			Member: g.roll.Members[i], Ballot: v.ballot, Word: g.roll.BallotName(v.ballot), Since: v.since,
			Reserve: v.reserve, If: v.pledge, Objection: v.objection, Seq: v.seq,
		}
	}
	return all
}

// standConsent counts approvals and deposits: of the stage that wants several steps of each once it has opened, else
// of the stage the dossier is in.
func (d *Docket) standConsent(st *Standing, s *State, g *stage) {
	at := g
	for _, x := range s.stages {
		if (x.kind == each && len(x.steps) > 1 || x.kind == timed) && x.state != Ahead {
			at = x
		}
	}
	if at.roll != nil {
		st.Required = len(at.roll.Members)
	}
	if at.kind == decided || at.roll == nil {
		return
	}
	st.Required = len(at.parties)
	for _, p := range at.parties {
		steps := PartySteps{Party: p}
		ms := at.marks[p]
		for i, k := range at.steps {
			one := StepStanding{Act: k}
			if i < len(ms) && ms[i].done {
				one.Done, one.When, one.Dated, one.Seq = true, ms[i].when, ms[i].dated, ms[i].seq
			}
			steps.Steps = append(steps.Steps, one)
		}
		st.Steps = append(st.Steps, steps)
		if at.through(p) {
			st.Deposited++
		}
		if at.approved(p) {
			st.Approved++
		} else {
			st.Missing = append(st.Missing, p)
		}
	}
}

// blockers answers who stands in the way: those whose objection stands, then those against without one.
func blockers(objections []ObjectionStanding, g *stage) []Blocker {
	var all []Blocker
	for _, o := range objections {
		if !o.Stands || !g.feels(o.ID) {
			continue
		}
		b := Blocker{Member: o.By, Objection: o.ID, Since: o.Since, OpenDemands: []string{}}
		for _, c := range o.Concerns {
			for _, m := range c.Demands {
				if m.State != KnotAgreed && m.State != KnotMet {
					b.OpenDemands = append(b.OpenDemands, m.ID)
				}
			}
		}
		all = append(all, b)
	}
	if g.kind != decided || g.state != Current {
		return all
	}
	for i, v := range g.voices {
		if v.objection == "" && g.roll.Kind(v.ballot) == game.Against {
			all = append(all, Blocker{Member: g.roll.Members[i], Since: v.since, OpenDemands: []string{}})
		}
	}
	return all
}

// feels says whether an objection weighs in a stage: in one that is being decided, only if its author is on the roll and
// has not been recused. Elsewhere it stands as it is.
func (g *stage) feels(objection string) bool {
	return g.kind != decided || g.state != Current ||
		slices.ContainsFunc(g.voices, func(v voice) bool { return v.objection == objection })
}

// closing answers what both sides together say: a demand is closed only when both say it is met.
func (m *demand) closing() string {
	switch {
	case m.claimed && m.finds == "met":
		return "met"
	case m.finds == "not met" && !m.claimed:
		return "not met"
	case m.claimed, m.finds != "":
		return "partly"
	}
	return ""
}

// state answers how far a demand is.
func (m *demand) state() Knot {
	switch {
	case m.claimed && m.finds == "met":
		return KnotMet // both sides say so
	case m.finds == "met", m.claimed, m.finds == "partly":
		return KnotAgreed.least(m) // one side alone makes it partly
	}
	return m.answered()
}

// least answers agreed, or less where nothing was ever agreed and the claim is one side's alone.
func (k Knot) least(m *demand) Knot {
	if a := m.answered(); a > KnotAwaited {
		return a
	}
	return KnotAwaited
}

// answered answers how far a demand is by its answers alone.
func (m *demand) answered() Knot {
	k := KnotOpen
	if m.concern.moved.After(m.since) || m.concern.moved.Equal(m.since) && !m.concern.moved.IsZero() {
		k = KnotTalks
	}
	for _, c := range m.answers {
		if c.kind == "recital" {
			continue
		}
		if slices.Contains(c.agreedBy, m.by) || c.finds == "met" {
			return KnotAgreed
		}
		if k == KnotOpen {
			k = KnotAwaited
		}
	}
	if len(m.direct) > 0 && k == KnotOpen {
		k = KnotAwaited
	}
	return k
}

// state answers how far a commitment is.
func (c *commitment) state() Knot {
	if c.finds == "met" {
		return KnotMet
	}
	if c.kind != "undertaking" {
		return KnotAgreed
	}
	if len(c.measures) == 0 {
		return KnotAwaited
	}
	return KnotAgreed
}

// objectionStandings answers all objections with what hangs below them.
func (s *State) objectionStandings(g *stage) []ObjectionStanding {
	all := make([]ObjectionStanding, 0, len(s.objections))
	for _, o := range s.objections {
		x := ObjectionStanding{
			ID: o.id, By: o.by, Stage: o.stage, Since: o.since, Seq: o.seq, Grounds: o.grounds,
			Stands: o.stands(g.text.ID) && s.ended == "" && !s.inForce, State: KnotMet,
		}
		if n := len(o.withdrawn); n > 0 {
			x.Withdrawn, x.Conditions = o.withdrawn[n-1].when, o.withdrawn[n-1].conditions
		}
		for _, c := range o.concerns {
			cs := c.standing()
			x.Concerns = append(x.Concerns, cs)
			x.State = min(x.State, cs.State)
		}
		all = append(all, x)
	}
	return all
}

func (c *concern) standing() ConcernStanding {
	x := ConcernStanding{ID: c.id, Text: c.text, Since: c.since, Progress: c.progress, Moved: c.moved, State: KnotMet}
	for _, m := range c.demands {
		ms := m.standing()
		x.Demands = append(x.Demands, ms)
		x.State = min(x.State, ms.State)
	}
	for _, a := range c.answers {
		x.Answers = append(x.Answers, a.standing())
	}
	if len(c.demands) == 0 {
		x.State = KnotOpen
		switch c.progress {
		case "settled":
			x.State = KnotAgreed
		case "some", "substantial":
			x.State = KnotTalks
		case "none", "":
			// nothing has moved it
		}
	}
	return x
}

func (m *demand) standing() DemandStanding {
	x := DemandStanding{
		ID: m.id, Text: m.text, Of: slices.Clone(m.of), Since: m.since, Due: m.due, State: m.state(), Finds: m.finds, Claimed: m.claimed,
	}
	x.Closing = m.closing()
	for _, c := range m.answers {
		x.Commitments = append(x.Commitments, c.standing())
	}
	if len(m.direct) > 0 {
		own := CommitmentStanding{By: slices.Clone(m.of), Since: m.direct[0].since, State: KnotAgreed}
		for _, y := range m.direct {
			own.Measures = append(own.Measures, y.standing())
		}
		x.Commitments = append(x.Commitments, own)
	}
	return x
}

func (c *commitment) standing() CommitmentStanding {
	x := CommitmentStanding{
		ID: c.id, Clause: c.clause, By: slices.Clone(c.by), Text: c.text, Memorandum: c.textID, Since: c.since, Due: c.due, State: c.state(), Kind: c.kind,
	}
	if c.kind == "undertaking" {
		x.Owed = slices.Clone(c.owed)
	}
	for _, y := range c.measures {
		x.Measures = append(x.Measures, y.standing())
	}
	return x
}

func (y *measure) standing() MeasureStanding {
	return MeasureStanding{
		ID: y.id, By: y.by, Text: y.text, Since: y.since, Evidence: y.evidence,
		Assessed: y.assessed, Direction: y.direction, Strength: y.strength, Seq: y.seq,
	}
}

func (s *State) roundStandings() []RoundStanding {
	all := make([]RoundStanding, 0, len(s.rounds))
	for _, r := range s.rounds {
		t := r.talk
		all = append(all, RoundStanding{
			ID: r.id, Round: t.Round, Title: t.Title, When: r.when, Place: t.Place, Parties: t.Parties, Convened: t.Convened,
			Lasted: t.Lasted, Agenda: t.Agenda, Outcome: t.Outcome, Stalemate: t.Stalemate, Agreed: t.Agreed, Next: t.Next, Seq: r.seq,
		})
	}
	return all
}

func (s *State) textStandings() []TextStanding {
	all := make([]TextStanding, 0, len(s.texts))
	for _, t := range s.texts {
		x := TextStanding{ID: t.id, Title: t.title, When: t.when, Place: t.place, Parties: slices.Clone(t.parties), Agreed: t.agreed, Draft: t.draftStanding(), Seq: t.seq}
		for _, c := range t.clauses {
			x.Clauses = append(x.Clauses, c.standing())
		}
		all = append(all, x)
	}
	return all
}
