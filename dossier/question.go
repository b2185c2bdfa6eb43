package dossier

import (
	"time"

	"accede/act"
	"accede/body"
	"accede/form"
	"accede/game"
	"accede/rule"
)

func (d *Docket) decidePut(s *State, a *act.Act, do *act.Put, at time.Time) error {
	if !d.conducts(a.By) {
		return refuse("put-by-chair")
	}
	g, err := s.target(a)
	if err != nil {
		return err
	}
	if g.kind != decided {
		return refuse("put-not-decided", g.id)
	}
	if g.state != Current && g.state != Failed {
		_, err := s.open(a, decided)
		return err
	}
	until := time.Time{}
	if !do.Until.IsZero() {
		until = d.end(do.Until)
	}
	if q := g.question; g.runs(at) && len(q.broken) == 0 && sameNames(q.text, do.Text) && until.Before(q.until) {
		return refuse("put-deadline-back", q.until)
	}
	if until.IsZero() {
		return nil
	}
	if !until.After(at) {
		return refuse("deadline-passed", until)
	}
	if sil := g.text.Silence; sil != nil && !sil.AtLeast.IsZero() && until.Before(sil.AtLeast.From(at)) {
		return refuse("put-too-short", sil.AtLeast)
	}
	return nil
}

// seats answers how many there are on the roll of a counted vote: as its totals say, else as the charter lists them; 0
// where nobody knows.
func (g *stage) seats(do *act.Count) int64 {
	if do.Roll > 0 {
		return do.Roll
	}
	return int64(len(g.roll.Members))
}

func sum(all []int64) int64 {
	var s int64
	for _, n := range all {
		s += n
	}
	return s
}

// runs says whether a question is put whose deadline has not come.
func (g *stage) runs(at time.Time) bool { return g.question != nil && at.Before(g.question.until) }

// late says whether the deadline of the question has come in a vote that the chair closes. A silence that was broken has
// none any more: then talks go on until the question is put again.
func (g *stage) late(at time.Time) bool {
	q := g.question
	return q != nil && !q.until.IsZero() && !at.Before(q.until) && (g.text.Silence == nil || q.unseen())
}

// end answers the first instant after a deadline given as a day, or the instant itself.
func (d *Docket) end(i form.Instant) time.Time {
	if i.DayOnly() {
		return i.Day.AddDays(1).In(d.Zone())
	}
	return i.At
}

// foldPut puts the question. Another text voids what silence, and what assent, was given to the former one: whoever
// was silent was silent on that text. Objections stand until they are withdrawn.
func (d *Docket) foldPut(s *State, e Entry, do *act.Put, at time.Time) {
	g, _ := s.target(e.Act)
	if g.state == Failed {
		d.openStage(s, g, at)
	}
	q := &question{text: do.Text, put: at, version: 1, seq: e.Seq, watch: watch{heard: at}}
	if !do.Until.IsZero() {
		q.until = d.end(do.Until)
	}
	if old := g.question; old != nil {
		q.version = old.version
		if !sameNames(old.text, do.Text) {
			q.version++
			for i := range g.voices {
				if v := &g.voices[i]; v.objection == "" && v.ballot != game.Recused {
					*v = voice{}
				}
			}
			d.startTally(g)
		}
	}
	for i, v := range g.voices {
		if breaks(g, g.roll.Kind(v.ballot), v.objection != "") {
			q.broken = append(q.broken, g.roll.Members[i])
		}
	}
	g.question = q
}

func sameNames(a, b body.Names) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if b[k] != v {
			return false
		}
	}
	return true
}

func (d *Docket) decideExtend(s *State, a *act.Act, do *act.Extend, at time.Time) error {
	if !d.conducts(a.By) {
		return refuse("extend-by-chair")
	}
	g, err := s.open(a, decided)
	if err != nil {
		return err
	}
	if g.question == nil || g.question.until.IsZero() {
		return refuse("extend-no-deadline")
	}
	until := d.end(do.Until)
	if !until.After(g.question.until) {
		return refuse("extend-deadline-back", g.question.until)
	}
	if !until.After(at) {
		return refuse("deadline-passed", until)
	}
	return nil
}

// decideClose refuses to cut a period short: a deadline was promised to whoever has not spoken, and moves only forward.
func (d *Docket) decideClose(s *State, a *act.Act, do *act.Close, at time.Time) error {
	if !d.conducts(a.By) {
		return refuse("close-by-chair")
	}
	g, err := s.open(a, decided)
	if err != nil {
		return err
	}
	if g.text.Votes == "counted" && g.counted == nil {
		return refuse("close-totals-wanted")
	}
	if g.runs(at) && d.verdict(g) == game.Open {
		return refuse("close-still-open", g.question.until)
	}
	if q := g.question; q != nil && q.unseen() {
		return refuse("close-unseen")
	}
	if sil := g.text.Silence; sil != nil && (!sil.AtLeast.IsZero() || d.watched(g)) && g.question == nil && d.verdict(g) == game.Open {
		// a charter that bounds the period has not made an assent of a silence that nobody was asked to break
		return refuse("close-never-put", sil.AtLeast)
	}
	if missing := d.noQuorum(g, g.counted); missing != nil {
		return missing
	}
	return d.castingVote(g, a, do.Casting, g.counted)
}

// castingVote refuses a casting vote where there is nothing to cast it on, and equal votes that the charter leaves to
// the chair where the chair has not said which way.
func (d *Docket) castingVote(g *stage, a *act.Act, vote string, totals *act.Count) error {
	if g.text.Tie != "chair decides" {
		if vote != "" {
			return refuse("casting-none", g.id)
		}
		return nil
	}
	if vote != "" && (d.charter.Chair == nil || d.charter.Chair.ID != a.By) {
		return refuse("casting-by-chair", a.By)
	}
	equal, err := d.equalVotes(g, totals)
	switch {
	case err != nil:
		return refusalOf(err, "casting-unknown")
	case equal && vote == "":
		return refuse("casting-wanted")
	case !equal && vote != "":
		return refuse("casting-needless")
	}
	return nil
}

// equalVotes says whether a stage, closed with these ballots, hangs on how equal votes are read.
func (d *Docket) equalVotes(g *stage, totals *act.Count) (bool, error) {
	q, ballots, err := d.cast(g, totals)
	if err != nil {
		return false, err
	}
	var outcomes [2]game.Outcome
	for i, tie := range []game.Outcome{game.Adopted, game.Rejected} {
		q.Tie = tie
		f, err := rule.Find(q, ballots)
		if err != nil {
			return false, err
		}
		outcomes[i] = f.IfClosedNow
	}
	return outcomes[0] != outcomes[1], nil
}

// casting answers how a casting vote reads equal votes.
func casting(vote string) game.Outcome {
	switch vote {
	case "for":
		return game.Adopted
	case "against":
		return game.Rejected
	}
	return game.Open
}

func (d *Docket) decideCount(s *State, a *act.Act, do *act.Count) error {
	if !d.conducts(a.By) {
		return refuse("count-by-office")
	}
	g, err := s.open(a, decided)
	if err != nil {
		return err
	}
	if g.text.Votes != "counted" {
		return refuse("count-by-name", g.id)
	}
	if most, cast := g.seats(do), sum(do.Ballots.Values); most > 0 && cast > most {
		return refuse("count-too-many", cast, most)
	}
	q, ballots, err := d.cast(g, do)
	if err != nil {
		return refusalOf(err, "count-unusable")
	}
	if _, err := rule.Find(q, ballots); err != nil {
		return refuse("count-unanswering", err)
	}
	if missing := d.noQuorum(g, do); missing != nil {
		return missing
	}
	return d.castingVote(g, a, do.Casting, do)
}
