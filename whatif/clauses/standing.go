package clauses

import (
	"slices"

	"accede/body"
)

// State is how far a clause is.
type State uint8

// The states. The zero value is Open.
const (
	Open     State = iota // somebody has not reacted to the last version
	Disputed              // all have reacted; somebody would amend or refuses
	Brackets              // all accept the words outside the brackets; those inside are in dispute
	Agreed                // all accept, and no word stands in brackets
)

// String answers the word.
func (s State) String() string {
	switch s {
	case Open:
		return "open"
	case Disputed:
		return "disputed"
	case Brackets:
		return "in brackets"
	case Agreed:
		return "agreed"
	}
	return "open"
}

// Standing is one clause as a reader may see it.
type Standing struct {
	Clause
	Version   int // of the last wording, from 1
	Versions  []Version
	State     State
	Waiting   []body.MemberID // who has not reacted to the last version, in the order of the parties
	Reactions []Reaction      // those the reader may see, in the order of the parties
}

// state answers how far a clause is. It does not depend on reactions that are hidden: while one is missing it is Open.
func (d Draft) state(c clause) State {
	if len(d.waiting(c)) > 0 {
		return Open
	}
	for _, p := range d.parties {
		if c.reactions[p].Answer != Accept {
			return Disputed
		}
	}
	if found, _ := bracketed(c.last().Text); found {
		return Brackets
	}
	return Agreed
}

func (d Draft) waiting(c clause) []body.MemberID {
	var all []body.MemberID
	for _, p := range d.parties {
		if _, ok := c.reactions[p]; !ok {
			all = append(all, p)
		}
	}
	return all
}

// Seen answers the clauses on the table as a reader may see them, in the order in which they were first tabled. Where
// reactions are confidential, a party sees its own alone until all have reacted, and nobody else sees any, not even
// the mediator. A reader who is no party sees what the public may.
func (d Draft) Seen(reader body.MemberID) []Standing {
	var all []Standing
	for _, c := range d.clauses {
		if c.dropped {
			continue
		}
		s := Standing{
			Clause: c.last().clone(), Version: len(c.versions), Versions: slices.Clone(c.versions),
			State: d.state(c), Waiting: d.waiting(c),
		}
		for _, p := range d.parties {
			r, ok := c.reactions[p]
			if ok && (!d.confidential || s.State != Open || p == reader) {
				s.Reactions = append(s.Reactions, r)
			}
		}
		all = append(all, s)
	}
	return all
}

// Overlay answers the words of the clause in a language with the amendments that the reader may see laid over them.
func (s Standing) Overlay(lang string) []Segment { return Overlay(s.Text, s.Reactions, lang) }

// Difference answers how one version, counted from 1, became another in a language; nil where there is no such version.
func (s Standing) Difference(from, to int, lang string) []Piece {
	if from < 1 || to < 1 || from > len(s.Versions) || to > len(s.Versions) {
		return nil
	}
	return Diff(s.Versions[from-1].Text[lang], s.Versions[to-1].Text[lang])
}

// Agreed says whether there are clauses on the table and all of them are agreed.
func (d Draft) Agreed() bool {
	found := false
	for _, c := range d.clauses {
		if c.dropped {
			continue
		}
		if d.state(c) != Agreed {
			return false
		}
		found = true
	}
	return found
}
