package packages

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"accede/body"
)

// Errors of a bargain.
var (
	// ErrNothing is a step that needs what is not there: issues on the table, everybody's sheet, a package to answer.
	ErrNothing = errors.New("it is not there yet")
	// ErrOnTable is a package tabled while another one is: wait for the answers, or take it back.
	ErrOnTable = errors.New("a package is on the table")
)

// Bargain is all that some parties and their mediator keep between them beside the record: the issues, what each party
// has told the mediator alone, the package on the table, and what became of those before it. It is a value: each step
// answers the next one and leaves the old one as it was. The zero Bargain has nothing on the table.
//
// It holds what each party entered. Who may see what of it is told by Seen; only the mediator reads the rest.
type Bargain struct {
	Model  *Model   // nil: nothing is on the table
	Sheets []*Sheet // in the order of their parties' ids; one for each party at most
	Round  *Answers // nil: no package is on the table
	Past   []Past   // packages that were on the table, the earliest first
}

// Answers are a package on the table with the answers to it, as they are kept: who has yet to answer, and of the
// answers only whether one was no.
type Answers struct {
	Package Package
	Waiting []body.MemberID
	Refused bool
}

// Past is what became of a package.
type Past struct {
	Proposal Proposal
	Fate     Fate
	Text     string // of one that was agreed, the id of the act by which it becomes a text; empty: not named yet
}

// Fate is what became of a package. The set is closed.
type Fate string

// The fates.
const (
	FateAgreed  Fate = "agreed"     // all have accepted
	FateRefused Fate = "not agreed" // by whom, and by how many, is not kept
	FateTaken   Fate = "taken back" // by the mediator, before all had answered
)

// Put puts issues on the table. What was told and tabled about other issues is forgotten; what became of earlier
// packages is kept. The error is form.Faults.
func (b Bargain) Put(m *Model) (Bargain, error) {
	if err := m.Check(); err != nil {
		return b, err
	}
	return Bargain{Model: m, Past: b.Past}, nil
}

// Enter takes a party's sheet in the place of its former one. The errors are ErrNothing, ErrParty and form.Faults:
// sheets that do not fit, or whose answers cannot all be true.
func (b Bargain) Enter(s *Sheet) (Bargain, error) {
	switch {
	case b.Model == nil:
		return b, fmt.Errorf("enter the sheet of %s: no issues are on the table: %w", s.Party, ErrNothing)
	case !slices.Contains(b.Model.Parties, s.Party):
		return b, fmt.Errorf("enter the sheet of %s: %w", s.Party, ErrParty)
	}
	if err := b.Model.Fits(s); err != nil {
		return b, err
	}
	b.Sheets = append(without(b.Sheets, s.Party), s)
	slices.SortFunc(b.Sheets, func(a, c *Sheet) int { return cmp.Compare(a.Party, c.Party) })
	return b, nil
}

// Forget takes a party's sheet away; one that is not there is no error.
func (b Bargain) Forget(party body.MemberID) Bargain {
	b.Sheets = without(b.Sheets, party)
	return b
}

func without(all []*Sheet, party body.MemberID) []*Sheet {
	return slices.DeleteFunc(slices.Clone(all), func(s *Sheet) bool { return s.Party == party })
}

// Sheet answers what a party has entered; nil for nothing.
func (b Bargain) Sheet(party body.MemberID) *Sheet {
	for _, s := range b.Sheets {
		if s.Party == party {
			return s
		}
	}
	return nil
}

// Missing answers the parties that have entered nothing, in the order of the model.
func (b Bargain) Missing() []body.MemberID {
	if b.Model == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(b.Model.Parties), func(p body.MemberID) bool { return b.Sheet(p) != nil })
}

// Desk answers the mediator's desk, from everybody's sheets. The errors are ErrNothing while one is missing, and
// form.Faults.
func (b Bargain) Desk() (*Desk, error) {
	if b.Model == nil || len(b.Missing()) > 0 {
		return nil, fmt.Errorf("score packages: not everybody has entered a sheet: %w", ErrNothing)
	}
	return New(b.Model, b.Sheets)
}

// Table puts a package on the table. The errors are ErrNothing, ErrOnTable and ErrPackage.
func (b Bargain) Table(p Package) (Bargain, error) {
	switch {
	case b.Model == nil:
		return b, fmt.Errorf("table package %v: no issues are on the table: %w", p, ErrNothing)
	case b.Round != nil:
		return b, fmt.Errorf("table package %v: %w", p, ErrOnTable)
	}
	r, err := Table(b.Model, p)
	if err != nil {
		return b, err
	}
	b.Round = r.kept()
	return b, nil
}

// Answer takes a party's answer to the package on the table. With the last one the round is over, and it is told
// whether all have accepted. The errors are ErrNothing, ErrParty and ErrAnswered, and none depends on what anybody
// answered.
func (b Bargain) Answer(party body.MemberID, accepts bool) (Bargain, error) {
	r, err := b.round()
	if err == nil {
		r, err = r.Answer(party, accepts)
	}
	if err != nil {
		return b, err
	}
	switch r.State().Outcome {
	case Open:
		b.Round = r.kept()
	case Agreed:
		b.close(r.proposal, FateAgreed)
	case Refused:
		b.close(r.proposal, FateRefused)
	}
	return b, nil
}

// Named names the act by which the last package becomes a text, if it was agreed and has no such name yet.
func (b Bargain) Named(text string) Bargain {
	n := len(b.Past) - 1
	if n < 0 || b.Past[n].Fate != FateAgreed || b.Past[n].Text != "" {
		return b
	}
	b.Past = slices.Clone(b.Past)
	b.Past[n].Text = text
	return b
}

// TakeBack takes the package off the table. What was answered to it is forgotten. The error is ErrNothing.
func (b Bargain) TakeBack() (Bargain, error) {
	r, err := b.round()
	if err != nil {
		return b, err
	}
	b.close(r.proposal, FateTaken)
	return b, nil
}

func (b *Bargain) close(p Proposal, fate Fate) {
	b.Past, b.Round = append(slices.Clip(b.Past), Past{Proposal: p, Fate: fate}), nil
}

func (b Bargain) round() (Round, error) {
	if b.Model == nil || b.Round == nil {
		return Round{}, fmt.Errorf("answer a package: none is on the table: %w", ErrNothing)
	}
	proposal, err := b.Model.Propose(b.Round.Package)
	if err != nil {
		return Round{}, err
	}
	return Round{proposal: proposal, waiting: b.Round.Waiting, parties: b.Model.Parties, refused: b.Round.Refused}, nil
}

func (r Round) kept() *Answers {
	return &Answers{Package: r.proposal.Package, Waiting: r.waiting, Refused: r.refused}
}

// Seen is what one party may see of a bargain: what is known to all, and of what was entered its own alone. It does
// not depend on what any other party entered or answered, but for what became of a package once all have answered.
type Seen struct {
	Model    *Model // nil: nothing is on the table, or not for this party
	Sheet    *Sheet // its own; nil: none
	Tabled   *Proposal
	Answered bool // it has answered what is on the table
	Past     []Past
}

// Seen answers what a party may see. One whose acceptance is not wanted sees nothing.
func (b Bargain) Seen(party body.MemberID) Seen {
	if b.Model == nil || !slices.Contains(b.Model.Parties, party) {
		return Seen{}
	}
	x := Seen{Model: b.Model, Sheet: b.Sheet(party), Past: b.Past}
	if r, err := b.round(); err == nil {
		x.Tabled, x.Answered = &r.proposal, !slices.Contains(r.waiting, party)
	}
	return x
}
