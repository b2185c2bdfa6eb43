package dossier

import (
	"fmt"
	"slices"
	"strconv"

	"accede/act"
	"accede/body"
	"accede/game"
	"accede/rule"
)

// ballots answers the ballots of a stage in the order of its roll.
func (g *stage) ballots() []game.Ballot {
	bs := make([]game.Ballot, len(g.voices))
	for i, v := range g.voices {
		bs[i] = v.ballot
	}
	return bs
}

// find answers the finding of a stage that is decided by a rule, with what has been said so far.
func (d *Docket) find(g *stage) (*rule.Finding, error) {
	if g.finding != nil {
		return g.finding, nil
	}
	q, bs, err := d.cast(g, g.counted)
	if err != nil {
		return nil, err
	}
	f, err := rule.Find(q, bs)
	if err != nil {
		return nil, fmt.Errorf("stage %s: %w", g.id, err)
	}
	if g.text.Votes == "counted" {
		f.Pivotal, f.SmallestChange = nil, nil // seats that nobody named cannot be told to change
	}
	return &f, nil
}

// cast answers the question of a stage and the ballots on it: those by name, or where only totals are known, these.
func (d *Docket) cast(g *stage, totals *act.Count) (rule.Question, []game.Ballot, error) {
	q := g.asked()
	if g.text.Votes != "counted" {
		return q, g.ballots(), nil
	}
	if totals == nil {
		return q, nil, clauseError{refuse("count-missing", g.id)}
	}
	roll, counted, err := countedRoll(d, g, totals)
	q.Roll = roll
	return q, counted, err
}

// findQuorum answers the finding of a stage's quorum. Who says nothing takes no part.
func (d *Docket) findQuorum(g *stage, totals *act.Count) (*rule.Finding, error) {
	q, bs, err := d.cast(g, totals)
	if err != nil {
		return nil, err
	}
	f, err := rule.Find(rule.Question{Rule: g.law.Quorum, Roll: q.Roll, PendingAs: game.Absent}, bs)
	if err != nil {
		return nil, fmt.Errorf("quorum of stage %s: %w", g.id, err)
	}
	return &f, nil
}

// noQuorum says what is missing for a stage to be closed; nil where its quorum is there or it has none.
func (d *Docket) noQuorum(g *stage, totals *act.Count) *Refusal {
	if !g.law.HasQuorum {
		return nil
	}
	f, err := d.findQuorum(g, totals)
	switch {
	case err != nil:
		return refusalOf(err, "quorum-unknown")
	case f.IfClosedNow != game.Adopted:
		return refuse("quorum-missing", f.Reasons[0])
	}
	return nil
}

// verdict answers whether what is pending can still turn a stage that closes when it is certain. The running tally
// makes it cheap for large rolls.
func (d *Docket) verdict(g *stage) game.Outcome {
	if g.tally != nil && g.tallied == d.line {
		return g.tally.Verdict()
	}
	f, err := d.find(g)
	if err != nil {
		return game.Open
	}
	return f.Outcome
}

// startTally begins the running tally of a stage that closes when it is certain.
func (d *Docket) startTally(g *stage) {
	g.tally, g.tallied = nil, d.line
	if g.text.Closes != "when certain" || g.text.Votes == "counted" {
		return
	}
	c, err := rule.Compile(g.asked())
	if err != nil {
		return // find says why, when the stage is closed
	}
	g.tally = c.Tally(g.ballots())
}

// countedRoll writes out a roll of unnamed seats for a vote of which only totals are known, and their ballots. Seats
// of the classes that the totals name come first, so that a rule can speak of them.
func countedRoll(d *Docket, g *stage, do *act.Count) (*body.Roll, []game.Ballot, error) {
	var members []body.MemberID
	var ballots []game.Ballot
	var classes []body.RollClass
	declared := g.roll.Ballots
	left := map[string]int64{}
	for i, name := range do.Ballots.Keys {
		left[name] = do.Ballots.Values[i]
	}
	seats := func(name string, n int64) error {
		b, ok := g.roll.Ballot(name)
		if !ok || n < 0 || n > maxCounted {
			return clauseError{refuse("count-ballots", n, name)}
		}
		for range n {
			members = append(members, body.MemberID("seat-"+strconv.Itoa(len(members)+1)))
			ballots = append(ballots, b)
		}
		return nil
	}
	for i, class := range do.Classes.Keys {
		from := len(members)
		totals := do.Classes.Values[i]
		for j, name := range totals.Keys {
			if left[name] -= totals.Values[j]; left[name] < 0 {
				return nil, nil, clauseError{refuse("count-class", class, name)}
			}
			if err := seats(name, totals.Values[j]); err != nil {
				return nil, nil, err
			}
		}
		classes = append(classes, body.RollClass{Name: class, In: make([]bool, from), Size: len(members) - from})
		for range len(members) - from {
			classes[len(classes)-1].In = append(classes[len(classes)-1].In, true)
		}
	}
	for _, name := range do.Ballots.Keys {
		if err := seats(name, left[name]); err != nil {
			return nil, nil, err
		}
	}
	if n := do.Roll - int64(len(members)); do.Roll > 0 && n > 0 {
		if err := seats("absent", n); err != nil {
			return nil, nil, err
		}
	}
	for i := range classes {
		classes[i].In = append(classes[i].In, make([]bool, len(members)-len(classes[i].In))...)
	}
	if o := g.text.Organ; o != "" && !slices.ContainsFunc(classes, func(c body.RollClass) bool { return c.Name == o }) {
		classes = append(classes, body.RollClass{Name: o, In: slices.Repeat([]bool{true}, len(members)), Size: len(members)})
	}
	roll, err := body.NewRoll(g.roll.At, members, classes, nil, declared)
	return roll, ballots, err
}

// maxCounted bounds the seats of a counted vote, so that a slip of the pen cannot fill the memory.
const maxCounted = 10_000_000
