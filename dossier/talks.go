package dossier

import (
	"time"

	"accede/act"
	"accede/body"
)

// mediates says whether a party convenes talks and tables texts: the mediator or whoever conducts the proceedings.
func (d *Docket) mediates(id body.MemberID) bool {
	if d.conducts(id) {
		return true
	}
	return d.charter.Chair != nil && d.charter.Chair.Mediates && d.charter.Chair.ID == id
}

func (d *Docket) decideTalks(s *State, a *act.Act, do *act.Talks) error {
	for _, p := range do.Parties {
		if !d.known(s, p) {
			return refuse("talks-party-unknown", p)
		}
	}
	for _, id := range do.Agenda {
		if s.concerns[id] == nil {
			return refuse("talks-agenda-unknown", id)
		}
	}
	for _, o := range do.Outcome {
		if s.concerns[o.Concern] == nil {
			return refuse("talks-outcome-unknown", o.Concern)
		}
	}
	if do.Round == 0 {
		return nil
	}
	last := 0
	for _, r := range s.rounds {
		last = max(last, r.talk.Round)
	}
	if do.Round <= last {
		return refuse("talks-round-taken", do.Round, last+1)
	}
	return nil
}

// foldTalks enters a meeting, and what it made of each concern it took up.
func (s *State) foldTalks(e Entry, do *act.Talks, at time.Time) {
	s.rounds = append(s.rounds, &round{id: e.Act.ID, when: at, seq: e.Seq, talk: do})
	for _, o := range do.Outcome {
		c := s.concerns[o.Concern]
		c.progress, c.took = o.Progress, at
		if o.Progress != "none" {
			c.moved = at
		}
	}
}

func (d *Docket) decidePropose(s *State, a *act.Act, do *act.Propose) error {
	if !d.mediates(a.By) {
		return refuse("text-by-mediator")
	}
	for _, id := range do.Answers {
		if s.demands[id] == nil {
			return refuse("demand-unknown", id)
		}
	}
	return d.decideClauses(s, do)
}

func (s *State) foldPropose(e Entry, do *act.Propose, at time.Time) {
	t := s.draft(do.Revises)
	if t == nil {
		t = &text{id: e.Act.ID, title: do.Text, when: at, parties: []body.MemberID{e.Act.By}, seq: e.Seq}
		if len(do.Clauses) > 0 {
			t.parties = do.Parties
		}
		s.texts = append(s.texts, t)
	}
	if len(do.Clauses)+len(do.Drops) > 0 {
		t.title = do.Text
		t.table(do)
	}
}

// stalemate answers the run of rounds without movement that has not been broken. It begins with a round that moves no
// concern. It ends with a round that is reported to break it or that moves a concern substantially, with a text that
// the objector and the applicant agree, or with the objection.
func (s *State) stalemate() *Stalemate {
	var run *Stalemate
	moved := map[string]bool{}
	for _, r := range s.rounds {
		t := r.talk
		if t.Round == 0 {
			continue
		}
		best := best(t.Outcome)
		switch {
		case t.Stalemate == "broken", t.Stalemate == "" && best >= 2:
			run = nil
			clear(moved)
			continue
		case run == nil && (t.Stalemate == "continues" || best == 0):
			run = &Stalemate{Since: r.when}
		}
		if run != nil {
			run.Rounds++
			for _, o := range t.Outcome {
				if o.Progress != "none" {
					moved[o.Concern] = true
				}
			}
		}
	}
	if run == nil || s.settledSince(run.Since) {
		return nil
	}
	run.Moved = len(moved)
	for _, o := range s.objections {
		if o.stands(s.focus().text.ID) {
			run.Of += len(o.concerns)
		}
	}
	return run
}

// best answers how far a round moved the concern it moved farthest: 0 none, 1 some, 2 substantial, 3 settled.
func best(outcome []act.Progress) int {
	most := 0
	for _, o := range outcome {
		switch o.Progress {
		case "some":
			most = max(most, 1)
		case "substantial":
			most = max(most, 2)
		case "settled":
			most = max(most, 3)
		case "none":
		}
	}
	return most
}

// settledSince says whether a text was agreed, or no objection stands any more.
func (s *State) settledSince(t time.Time) bool {
	for _, x := range s.texts {
		if x.agreed && !x.when.Before(t) {
			return true
		}
	}
	for _, o := range s.objections {
		if o.stands(s.focus().text.ID) {
			return false
		}
	}
	return true
}
