package dossier

import (
	"accede/game"
	"accede/rule"
)

// Asked is the question of one stage as it stands: all that rule.Find needs, so that anybody can ask what other
// ballots would come to.
type Asked struct {
	Stage     string // id of the stage
	Question  rule.Question
	Ballots   []game.Ballot      // in the order of the roll; the caller's
	Positions []PositionStanding // the same with since when, and behind which objection
	Finding   *rule.Finding      // as closed, else if closed now
}

// Asked answers the question of a stage, by its id; without an id that of the stage the dossier is in, or where no
// rule decides that one, of the last stage before it that a rule decided. It answers false where there is no such
// dossier or stage, where no rule decides the stage, where it has not opened, and where only totals are known.
// Cost: as rule.Find where the stage is open, else O(members).
func (d *Docket) Asked(id, stage string) (Asked, bool) {
	s := d.states[id]
	if s == nil {
		return Asked{}, false
	}
	d = d.as(s)
	g := s.stage(stage)
	if stage == "" {
		g = s.question()
	}
	if g == nil || g.kind != decided || g.roll == nil || g.text.Votes == "counted" {
		return Asked{}, false
	}
	f, err := d.find(g)
	if err != nil {
		return Asked{}, false
	}
	return Asked{Stage: g.id, Question: g.asked(), Ballots: g.ballots(), Positions: g.positions(), Finding: f}, true
}

// question answers the stage in question: the one the dossier is in, else the last one before it that a rule decided.
func (s *State) question() *stage {
	at := s.focus()
	if at.kind == decided {
		return at
	}
	var last *stage
	for _, g := range s.stages {
		if g.kind == decided && g.roll != nil && g.group <= at.group {
			last = g
		}
	}
	return last
}
