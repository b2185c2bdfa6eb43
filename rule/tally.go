package rule

import (
	"fmt"

	"accede/game"
)

// Tally is a running count of a question: one ballot after the other, the verdict kept up with it at a cost that
// does not grow with the roll. It is not safe for use by several goroutines at once.
type Tally struct {
	c *Compiled
	t *game.Tally
}

// Tally begins a running count with the ballots there are; those that are missing are pending.
// A ballot that the roll does not have is taken as pending.
func (c *Compiled) Tally(ballots []game.Ballot) *Tally {
	t := &Tally{c, c.begin.Clone()}
	for i, b := range ballots[:min(len(ballots), len(c.question.Roll.Members))] {
		t.Set(i, b)
	}
	return t
}

// Set records the ballot of a member, by its place on the roll, instead of what it said before. A place that is not
// on the roll is refused by panic. [O(1) for each test the member counts in]
func (t *Tally) Set(member int, b game.Ballot) {
	roll := t.c.question.Roll
	if !t.c.known(b) {
		b = game.Pending
	}
	if b < game.FirstDeclared || roll.Kind(b) != game.Pending {
		t.t.Cast(member, b)
		return
	}
	// A ballot of the kind pending leaves everything open; where the sentence names it, it may also stay as it is.
	allowed := t.c.completions()
	if t.c.named.Has(b) {
		allowed |= game.SetOf(b)
	}
	if t.t.Allow(member, allowed) != nil {
		t.t.Cast(member, game.Pending)
	}
}

// Verdict answers whether what is pending can still turn the decision; Open also when that could not be settled
// within bounds.
func (t *Tally) Verdict() game.Outcome { return t.t.Verdict().Outcome }

// Bounded answers the verdict with whether the search for certainty ended at its bound.
func (t *Tally) Bounded() game.Verdict { return t.t.Verdict() }

// Verdict answers the outcome of a set of ballots, one for each member of the roll in its order, over all
// completions of the pending ones. The error is ErrQuestion when the ballots do not fit the roll.
func (c *Compiled) Verdict(ballots []game.Ballot) (game.Outcome, error) {
	if err := c.fits(ballots); err != nil {
		return game.Open, err
	}
	return c.Tally(ballots).Verdict(), nil
}

// completions answers what a pending member may end up with: what is allowed, without the charter's own ballots of
// the kind pending, which say nothing unless the sentence names them.
func (c *Compiled) completions() game.Set {
	set := c.allowed
	for i, d := range c.question.Roll.Ballots {
		if b := game.FirstDeclared + game.Ballot(i); d.Kind == game.Pending && !c.named.Has(b) {
			set &^= game.SetOf(b)
		}
	}
	return set
}

// known says whether the roll has a ballot.
func (c *Compiled) known(b game.Ballot) bool {
	return int(b) < int(game.FirstDeclared)+len(c.question.Roll.Ballots)
}

// fits refuses ballots that are not those of the roll.
func (c *Compiled) fits(ballots []game.Ballot) error {
	roll := c.question.Roll
	if len(ballots) != len(roll.Members) {
		return fmt.Errorf("%d ballots on a roll of %d: give one for each member: %w", len(ballots), len(roll.Members), ErrQuestion)
	}
	for i, b := range ballots {
		if !c.known(b) {
			return fmt.Errorf("ballot %d of %s is none that the charter has: %w", b, roll.Members[i], ErrQuestion)
		}
	}
	return nil
}
