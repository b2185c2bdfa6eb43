package dossier

import (
	"slices"
	"time"

	"accede/act"
	"accede/body"
)

// decideConcerns refuses ids the dossier has already, and demands of nobody it knows.
func (d *Docket) decideConcerns(s *State, concerns []act.Concern) error {
	for _, c := range concerns {
		if s.concerns[c.ID] != nil {
			return refuse("concern-id-taken", c.ID)
		}
		if err := d.decideDemands(s, c.Demands); err != nil {
			return err
		}
	}
	return nil
}

func (d *Docket) decideDemands(s *State, demands []act.Demand) error {
	for _, m := range demands {
		if s.demands[m.ID] != nil {
			return refuse("demand-id-taken", m.ID)
		}
		for _, of := range m.Of {
			if !d.known(s, of) {
				return refuse("demand-party-unknown", m.ID, of)
			}
		}
	}
	return nil
}

// addConcerns hangs concerns and their demands under an objection.
func (s *State) addConcerns(o *objection, concerns []act.Concern, at time.Time) {
	for _, c := range concerns {
		n := &concern{id: c.ID, text: c.Text, since: at}
		s.concerns[c.ID] = n
		o.concerns = append(o.concerns, n)
		s.addDemands(o.by, n, c.Demands, at)
	}
}

func (s *State) addDemands(by body.MemberID, c *concern, demands []act.Demand, at time.Time) {
	for _, m := range demands {
		n := &demand{id: m.ID, by: by, of: s.addressees(m.Of), text: m.Text, since: at, concern: c}
		if !m.Due.IsZero() {
			n.due = m.Due.In(at.Location())
		}
		s.demands[m.ID] = n
		c.demands = append(c.demands, n)
	}
}

// addressees answers who must answer a demand in this dossier. One act may make the same demand of several
// applicants; each dossier is held to its own applicant only.
func (s *State) addressees(of []body.MemberID) []body.MemberID {
	if slices.Contains(of, s.applicant) {
		return []body.MemberID{s.applicant}
	}
	return slices.Clone(of)
}

func (d *Docket) decideAddConcern(s *State, a *act.Act, do *act.AddConcern) error {
	o := s.objection(do.Objection, a.By)
	if o == nil {
		return refuse("objection-unknown", do.Objection)
	}
	if o.by != a.By {
		return refuse("objection-of-another", o.by, o.id)
	}
	return d.decideConcerns(s, do.Concerns)
}

func (d *Docket) decideAddDemand(s *State, a *act.Act, do *act.AddDemand) error {
	o, c := s.concernOf(do.Concern)
	if c == nil {
		return refuse("concern-unknown", do.Concern)
	}
	if o.by != a.By {
		return refuse("concern-of-another", o.by, c.id)
	}
	return d.decideDemands(s, do.Demands)
}

// concernOf answers a concern and the objection it is under.
func (s *State) concernOf(id string) (*objection, *concern) {
	for _, o := range s.objections {
		for _, c := range o.concerns {
			if c.id == id {
				return o, c
			}
		}
	}
	return nil, nil
}

// decideCommitments refuses clauses whose ids are taken, or that answer what nobody asked.
func (d *Docket) decideCommitments(s *State, a *act.Act, cs []act.Commitment) error {
	for _, c := range cs {
		if s.commitments[c.ID] != nil {
			return refuse("commitment-id-taken", c.ID)
		}
		for _, by := range c.By {
			if !d.known(s, by) {
				return refuse("commitment-party-unknown", c.ID, by)
			}
		}
		for _, of := range c.Answers {
			if s.demands[of] == nil && s.concerns[of] == nil {
				return refuse("commitment-answers-unknown", c.ID, of)
			}
		}
		if _, ok := a.Do.(*act.Commit); ok && len(c.By) > 0 && !slices.Equal(c.By, []body.MemberID{a.By}) {
			return refuse("commitment-of-others", c.ID)
		}
	}
	return nil
}

func (d *Docket) decideMemorandum(s *State, a *act.Act, do *act.Memorandum) error {
	for _, p := range do.Parties {
		if !d.known(s, p) {
			return refuse("memorandum-party-unknown", p)
		}
	}
	if !slices.Contains(do.Parties, a.By) && !d.conducts(a.By) && a.By != do.Auspices {
		return refuse("memorandum-by-outsider")
	}
	return d.decideCommitments(s, a, do.Clauses)
}

func (d *Docket) foldCommit(s *State, e Entry, do *act.Commit, at time.Time) {
	d.addCommitments(s, e.Act, do.Commitments, "", []body.MemberID{e.Act.By}, at)
}

func (d *Docket) foldMemorandum(s *State, e Entry, do *act.Memorandum, at time.Time) {
	clauses := d.addCommitments(s, e.Act, do.Clauses, e.Act.ID, do.Parties, at)
	s.texts = append(s.texts, &text{
		id: e.Act.ID, title: do.Title, when: at, place: do.Place, parties: do.Parties, agreed: true, clauses: clauses, seq: e.Seq,
	})
}

// addCommitments enters commitments and hangs each under what it answers: a demand, or a concern as a whole. What
// answers a concern as a whole leaves the demands under it open.
func (d *Docket) addCommitments(s *State, a *act.Act, cs []act.Commitment, textID string, agreedBy []body.MemberID, at time.Time) []*commitment {
	var all []*commitment
	for _, c := range cs {
		n := &commitment{id: c.ID, clause: c.Clause, by: c.By, text: c.Text, textID: textID, agreedBy: agreedBy, since: at, kind: c.Kind}
		if len(n.by) == 0 {
			n.by = []body.MemberID{a.By}
		}
		n.owed = d.owedHere(s, a, n.by)
		if n.kind == "" {
			n.kind = "undertaking"
		}
		if !c.Due.IsZero() {
			n.due = c.Due.In(at.Location())
		}
		s.commitments[c.ID] = n
		s.promised = append(s.promised, c.ID)
		all = append(all, n)
		for _, id := range c.Answers {
			if m := s.demands[id]; m != nil {
				if anyOf(n.by, m.of) { // another applicant's promise is no answer here
					m.answers = append(m.answers, n)
				}
			} else if x := s.concerns[id]; x != nil {
				x.answers = append(x.answers, n)
			}
		}
	}
	return all
}

// owedHere answers who owes a commitment in this dossier. One text may bind several applicants; each dossier waits for
// its own applicant, not for one that has a dossier of its own.
func (d *Docket) owedHere(s *State, a *act.Act, by []body.MemberID) []body.MemberID {
	return slices.DeleteFunc(slices.Clone(by), func(id body.MemberID) bool {
		return id != s.applicant && slices.ContainsFunc(a.Dossiers, func(other string) bool {
			return d.states[other].applicant == id
		})
	})
}

func (d *Docket) decideMeasure(s *State, a *act.Act, do *act.Measure) error {
	for _, id := range do.Under {
		c := s.commitments[id]
		if c == nil {
			return refuse("commitment-unknown", id)
		}
		if !slices.Contains(c.by, a.By) {
			return refuse("commitment-not-its-own", id, a.By)
		}
	}
	for _, id := range append(slices.Clone(do.Answers), do.Fulfils...) {
		m := s.demands[id]
		if m == nil {
			return refuse("demand-unknown", id)
		}
		if !slices.Contains(m.of, a.By) {
			return refuse("demand-of-others", id, m.of, a.By)
		}
	}
	if len(do.Under)+len(do.Answers)+len(do.Fulfils) == 0 {
		return refuse("measure-of-nothing")
	}
	return nil
}

func (s *State) foldMeasure(e Entry, do *act.Measure, at time.Time) {
	n := &measure{id: e.Act.ID, by: e.Act.By, text: do.Text, since: at, evidence: len(do.Evidence), seq: e.Seq}
	s.measures[n.id] = n
	s.done = append(s.done, n.id)
	for _, id := range do.Under {
		c := s.commitments[id]
		c.measures = append(c.measures, n)
		for _, m := range s.inOrder() {
			if slices.Contains(m.answers, c) {
				n.answers = append(n.answers, m)
			}
		}
	}
	for _, id := range do.Answers {
		m := s.demands[id]
		n.answers = append(n.answers, m)
		if !slices.ContainsFunc(m.answers, func(c *commitment) bool { return slices.Contains(c.measures, n) }) {
			m.direct = append(m.direct, n)
		}
	}
	for _, id := range do.Fulfils {
		m := s.demands[id]
		m.claimed = true
		if !slices.Contains(n.answers, m) {
			n.answers = append(n.answers, m)
			m.direct = append(m.direct, n)
		}
	}
}

// inOrder answers all demands, in the order in which they were made.
func (s *State) inOrder() []*demand {
	var all []*demand
	for _, o := range s.objections {
		for _, c := range o.concerns {
			all = append(all, c.demands...)
		}
	}
	return all
}

// concernedBy answers the demands an assessment is about: those it names, else those the thing assessed answers.
func (s *State) concernedBy(do *act.Assess) []*demand {
	var all []*demand
	for _, id := range do.Demands {
		if m := s.demands[id]; m != nil {
			all = append(all, m)
		}
	}
	if len(do.Demands) > 0 {
		return all
	}
	if m := s.demands[do.Of]; m != nil {
		return []*demand{m}
	}
	if x := s.measures[do.Of]; x != nil {
		return x.answers
	}
	if c := s.commitments[do.Of]; c != nil {
		for _, m := range s.inOrder() {
			if slices.Contains(m.answers, c) {
				all = append(all, m)
			}
		}
	}
	return all
}

func (d *Docket) decideAssess(s *State, a *act.Act, do *act.Assess) error {
	if s.demands[do.Of] == nil && s.measures[do.Of] == nil && s.commitments[do.Of] == nil {
		return refuse("assess-unknown", do.Of)
	}
	for _, id := range do.Demands {
		if s.demands[id] == nil {
			return refuse("demand-unknown", id)
		}
	}
	about := s.concernedBy(do)
	if len(about) == 0 {
		return refuse("assess-nothing", do.Of)
	}
	for _, m := range about {
		if m.by != a.By {
			return refuse("assess-by-another", m.by, m.id)
		}
	}
	return nil
}

// foldAssess enters the demander's word: direction and strength of a measure, and whether its demands are met.
func (s *State) foldAssess(do *act.Assess, at time.Time) {
	if x := s.measures[do.Of]; x != nil {
		x.assessed, x.direction, x.strength = true, do.Direction, do.Strength
	}
	if c := s.commitments[do.Of]; c != nil && do.Finds != "" {
		c.finds = do.Finds
	}
	if do.Finds == "" {
		return
	}
	for _, m := range s.concernedBy(do) {
		m.finds, m.found = do.Finds, at
	}
}

func anyOf(some, of []body.MemberID) bool {
	return slices.ContainsFunc(some, func(id body.MemberID) bool { return slices.Contains(of, id) })
}
