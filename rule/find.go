package rule

import (
	"accede/body"
	"accede/game"
)

// Find answers what a question finds on its ballots, one for each member of the roll in its order. The error is
// ErrQuestion; that the decision fails is no error. Cost: O(members) for each weight, plus a search within bounds.
func Find(q Question, ballots []game.Ballot) (Finding, error) {
	c, err := Compile(q)
	if err != nil {
		return Finding{}, err
	}
	return c.Find(ballots)
}

// Find is Find for a question that has been compiled.
func (c *Compiled) Find(ballots []game.Ballot) (Finding, error) {
	if err := c.fits(ballots); err != nil {
		return Finding{}, err
	}
	now, closed := c.Tally(ballots).t, c.close(ballots)
	verdict := now.Verdict()
	f := Finding{
		Outcome: verdict.Outcome, Bounded: verdict.Bounded, IfClosedNow: closed.Verdict().Outcome,
		Tests: c.measure(ballots, now),
	}
	f.Reasons = c.reasons(f.Tests, closed)
	pivots, bounded := now.Pivots(c.completions())
	f.PivotalBounded = bounded
	for _, p := range pivots {
		f.Pivotal = append(f.Pivotal, c.question.Roll.Members[p.Player])
	}
	if f.IfClosedNow != game.Adopted {
		c.change(&f, ballots, closed)
	}
	return f, nil
}

// close answers the tally if the question is closed now: what is pending counts as the question says.
func (c *Compiled) close(ballots []game.Ballot) *game.Tally {
	t := c.begin.Clone()
	for i, b := range ballots {
		t.Cast(i, c.ifClosed(b))
	}
	return t
}

// ifClosed answers what a ballot is when the question is closed. A ballot of the charter's own of the kind pending
// stays itself: it scores as pending does, except where the sentence names it.
func (c *Compiled) ifClosed(b game.Ballot) game.Ballot {
	if b == game.Pending {
		return c.closed
	}
	return b
}

// measure answers what each test asks for and what there is.
func (c *Compiled) measure(ballots []game.Ballot, now *game.Tally) []TestFinding {
	sums := make(map[*column]*[game.MaxBallots]int64)
	out := make([]TestFinding, len(c.tests))
	for i := range c.tests {
		t := &c.tests[i]
		if sums[t.column] == nil {
			sums[t.column] = c.sums(t.column, ballots)
		}
		out[i] = t.finding(sums[t.column])
		out[i].State = now.Of(t.formula).Outcome
	}
	return out
}

// sums adds a column up by ballot, if the question is closed now.
func (c *Compiled) sums(col *column, ballots []game.Ballot) *[game.MaxBallots]int64 {
	var sums [game.MaxBallots]int64
	for i, b := range ballots {
		w := int64(1)
		if col.weight != nil {
			w = col.weight[i]
		}
		sums[c.ifClosed(b)] += w
	}
	return &sums
}

// finding answers the figures of a test.
func (t *compiledTest) finding(sums *[game.MaxBallots]int64) TestFinding {
	f := TestFinding{Text: t.test.String(), Unit: t.unit}
	for b := range t.counted.Each {
		f.Have += sums[b]
	}
	for b := range t.base.Each {
		f.Base += sums[b]
	}
	f.Least, f.Most = t.quantity.bounds(f.Base)
	f.Need = t.need(f)
	switch {
	case f.Have < f.Least:
		f.Short = f.Least - f.Have
	case t.quantity.upper() && f.Have > f.Most:
		f.Short = f.Have - f.Most
	default:
		f.Holds = true
	}
	return f
}

// change looks for a smallest set of ballots that would adopt.
func (c *Compiled) change(f *Finding, ballots []game.Ballot, closed *game.Tally) {
	change := closed.Fewest(c.completions(), c.distance)
	f.CannotCarry, f.ChangeBounded = change.Impossible, change.Bounded
	for _, m := range change.Moves {
		closed.Cast(m.Player, m.To)
	}
	for _, m := range change.Moves {
		out := Change{Member: c.question.Roll.Members[m.Player], From: ballots[m.Player], To: m.To}
		for b := range c.completions().Each {
			if b != m.To && b != m.From && closed.After(m.Player, b).Outcome == game.Adopted {
				out.Or = append(out.Or, b)
			}
		}
		f.SmallestChange = append(f.SmallestChange, out)
	}
}

// distance answers how far a ballot is from another, on the line from against over abstaining to for. Who is absent
// stands where the abstaining do.
func (c *Compiled) distance(from, to game.Ballot) int64 {
	a, b := c.level(from), c.level(to)
	return max(a-b, b-a)
}

func (c *Compiled) level(b game.Ballot) int64 {
	switch c.question.Roll.Kind(b) {
	case game.For:
		return 2
	case game.Against:
		return 0
	case game.Abstaining, game.Absent, game.Pending, game.Recused:
		return 1
	}
	return 1
}

// Question answers what was compiled.
func (c *Compiled) Question() Question { return c.question }

// Roll answers the roll the question is put to.
func (c *Compiled) Roll() *body.Roll { return c.question.Roll }
