package rule

import (
	"fmt"

	"accede/body"
	"accede/game"
)

// castable answers every ballot that can be counted on a roll: the four kinds that are cast, and the charter's own.
func castable(roll *body.Roll) game.Set {
	all := game.SetOf(game.For, game.Against, game.Abstaining, game.Absent)
	for i := range roll.Ballots {
		all |= game.SetOf(game.FirstDeclared + game.Ballot(i))
	}
	return all
}

// ofKind answers the ballots that count as one of these kinds, among them the charter's own. What is declared as a
// kind of pending counts as pending does when the question is closed.
func (c *compiler) ofKind(kinds ...game.Ballot) game.Set {
	want := game.SetOf(kinds...)
	set := want
	for i, d := range c.roll.Ballots {
		kind := d.Kind
		if kind == game.Pending {
			kind = c.closed
		}
		if want.Has(kind) {
			set |= game.SetOf(game.FirstDeclared + game.Ballot(i))
		}
	}
	return set
}

// counted answers the ballots that the words of a test name.
func (c *compiler) counted(words []BallotWord) (game.Set, error) {
	var set game.Set
	for _, w := range words {
		s, err := c.word(w)
		if err != nil {
			return 0, err
		}
		if w.Not {
			s = castable(c.roll) &^ s
		}
		set |= s
	}
	return set, nil
}

func (c *compiler) word(w BallotWord) (game.Set, error) {
	switch w.Name {
	case voting:
		return c.base(Voting), nil
	case present:
		return c.base(Present), nil
	}
	b, ok := c.roll.Ballot(w.Name)
	if !ok || !castable(c.roll).Has(b) {
		return 0, fmt.Errorf("%q at %d:%d: %s", w.Name, w.At.Line, w.At.Column, noBallot(w.Name, VocabularyOf(c.roll)))
	}
	if b >= game.FirstDeclared {
		c.named |= game.SetOf(b)
		return game.SetOf(b), nil
	}
	return c.ofKind(b), nil
}

// base answers the ballots of those who belong to a base.
func (c *compiler) base(b Base) game.Set {
	switch b {
	case Voting:
		return c.ofKind(game.For, game.Against)
	case Present:
		return c.ofKind(game.For, game.Against, game.Abstaining)
	case WholeClass:
	}
	return castable(c.roll)
}

const (
	voting  = "voting"
	present = "present"
)
