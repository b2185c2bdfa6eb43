package packages

import (
	"errors"
	"fmt"
	"slices"

	"accede/body"
)

// Errors of a round of answers.
var (
	// ErrAnswered is a party that has answered already: an answer is final.
	ErrAnswered = errors.New("answered already")
	// ErrClosed is an answer after the last one came.
	ErrClosed = errors.New("everybody has answered")
)

// Outcome is what became of a package that was tabled.
type Outcome uint8

// The outcomes. The zero value is Open.
const (
	Open    Outcome = iota // somebody has not answered yet
	Agreed                 // all have accepted, at the same moment: the package is a text
	Refused                // not agreed; by whom, and by how many, is not kept
)

// String answers the word.
func (o Outcome) String() string {
	switch o {
	case Open:
		return "open"
	case Agreed:
		return "agreed"
	case Refused:
		return "not agreed"
	}
	return "open"
}

// Round is one package on the table, and the answers to it. It is closed when the last party has answered, never
// earlier, and then says only whether all have accepted. It keeps who has answered, and of the answers only whether
// one of them was no: not whose, nor how many. Where there are only two parties, or all others tell each other, a
// party can work out who refused; nothing can prevent that, and a mediator should say so.
//
// A Round is a value: Answer answers the next one. What is observable of it is what State answers.
type Round struct {
	proposal Proposal
	waiting  []body.MemberID
	parties  []body.MemberID
	refused  bool
}

// State is what anybody may see of a round.
type State struct {
	Proposal Proposal
	Waiting  []body.MemberID // who has not answered, in the order of the model
	Outcome  Outcome
}

// Table puts a package on the table. The error is ErrPackage.
func Table(m *Model, p Package) (Round, error) {
	proposal, err := m.Propose(p)
	if err != nil {
		return Round{}, fmt.Errorf("table package %v: %w", p, err)
	}
	parties := slices.Clone(m.Parties)
	return Round{proposal: proposal, waiting: parties, parties: parties}, nil
}

// Answer answers the round with one answer more. The errors are ErrParty, ErrAnswered and ErrClosed, and do not depend
// on what anybody answered; the round is then as it was.
func (r Round) Answer(party body.MemberID, accepts bool) (Round, error) {
	switch {
	case !slices.Contains(r.parties, party):
		return r, fmt.Errorf("answer for %s: %w", party, ErrParty)
	case len(r.waiting) == 0:
		return r, fmt.Errorf("answer for %s: %w", party, ErrClosed)
	case !slices.Contains(r.waiting, party):
		return r, fmt.Errorf("answer for %s: %w", party, ErrAnswered)
	}
	r.waiting = slices.DeleteFunc(slices.Clone(r.waiting), func(id body.MemberID) bool { return id == party })
	r.refused = r.refused || !accepts
	return r, nil
}

// State answers what anybody may see.
func (r Round) State() State {
	s := State{Proposal: r.proposal, Waiting: slices.Clone(r.waiting)}
	switch {
	case len(r.waiting) > 0 || len(r.parties) == 0:
	case r.refused:
		s.Outcome = Refused
	default:
		s.Outcome = Agreed
	}
	return s
}
