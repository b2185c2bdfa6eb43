package view

import (
	"accede/dossier"
	"accede/game"
)

// Mark is how a state is drawn: one shape, one glyph, one tone. The zero value is MarkWait: what nobody said is
// drawn as not said.
type Mark uint8

// The marks.
const (
	MarkWait   Mark = iota // not yet said, awaited: hollow, dashed
	MarkMet                // consents, deposited, met: a disc
	MarkAgreed             // agreed, approved at home: half
	MarkTalks              // in talks, a reserve: a rounded square
	MarkOpen               // objects, open: a diamond
	MarkAside              // abstains, absent, recused, withdrawn: a ring with a bar
)

// String answers the word templates and style sheets use.
func (m Mark) String() string {
	switch m {
	case MarkWait:
		return "wait"
	case MarkMet:
		return "met"
	case MarkAgreed:
		return "agreed"
	case MarkTalks:
		return "talks"
	case MarkOpen:
		return "open"
	case MarkAside:
		return "aside"
	}
	return "wait"
}

// seatOrder is the order in which marks are seated and told, from the start side: who objects sits last, so that the
// eye finds it at the end of the arc.
var seatOrder = [...]Mark{MarkMet, MarkAgreed, MarkTalks, MarkAside, MarkWait, MarkOpen}

func (m Mark) rank() int {
	for i, o := range seatOrder {
		if o == m {
			return i
		}
	}
	return len(seatOrder)
}

func knotMark(k dossier.Knot) Mark {
	switch k {
	case dossier.KnotOpen:
		return MarkOpen
	case dossier.KnotAwaited:
		return MarkWait
	case dossier.KnotTalks:
		return MarkTalks
	case dossier.KnotAgreed:
		return MarkAgreed
	case dossier.KnotMet:
		return MarkMet
	}
	return MarkOpen
}

// knotKey answers the key of the word for a state of a concern, demand or commitment.
func knotKey(k dossier.Knot) string {
	switch k {
	case dossier.KnotOpen:
		return "knot.open"
	case dossier.KnotAwaited:
		return "knot.awaited"
	case dossier.KnotTalks:
		return "knot.talks"
	case dossier.KnotAgreed:
		return "knot.agreed"
	case dossier.KnotMet:
		return "knot.met"
	}
	return "knot.open"
}

// positionMark answers the mark of a position, and the key of its word.
func positionMark(p dossier.PositionStanding, kind game.Ballot, consensus bool) (Mark, string) {
	switch kind {
	case game.Pending:
		if p.Reserve {
			return MarkTalks, "pos.reserve"
		}
		return MarkWait, "pos.pending"
	case game.For:
		if consensus {
			return MarkMet, "pos.consents"
		}
		return MarkMet, "pos.for"
	case game.Against:
		if consensus {
			return MarkOpen, "pos.objects"
		}
		return MarkOpen, "pos.against"
	case game.Abstaining:
		return MarkAside, "pos.abstaining"
	case game.Absent:
		return MarkAside, "pos.absent"
	case game.Recused:
		return MarkAside, "pos.recused"
	}
	return MarkWait, "pos.pending"
}

// stepsMark answers the mark of a party in a stage that wants its acts, the key of the word, and the step it stands on.
func stepsMark(p dossier.PartySteps) (Mark, string, dossier.StepStanding) {
	n := len(p.Steps)
	if n == 0 {
		return MarkWait, "step.none", dossier.StepStanding{}
	}
	if last := p.Steps[n-1]; last.Done {
		return MarkMet, "step." + string(last.Act), last
	}
	for i := n - 2; i >= 0; i-- {
		if p.Steps[i].Done {
			return MarkAgreed, "step." + string(p.Steps[i].Act), p.Steps[i]
		}
	}
	return MarkWait, "step.none", dossier.StepStanding{}
}
