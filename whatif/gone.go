package whatif

import (
	"slices"

	"accede/body"
	"accede/dossier"
	"accede/game"
)

// Event is something that can no longer happen, as a word of a closed set.
type Event string

// The events.
const (
	// Adoption: nothing that those still pending can say adopts the question. Somebody who has spoken would have to
	// change its position; once the stage is closed, not even that helps.
	Adoption Event = "adoption"
	// Rejection: nothing that those still pending can say rejects it.
	Rejection Event = "rejection"
	// Silence: the question that is put cannot pass by silence, as somebody broke it.
	Silence Event = "silence"
	// Objection: no objection can be made in a stage that has passed.
	Objection Event = "objection"
)

// Gone is something that can no longer happen, and where.
type Gone struct {
	What  Event
	Stage string
	Who   []body.MemberID // who made it so, or whom it is about; empty where it is nobody in particular
}

// gone finds what can no longer happen.
func (k *desk) gone() {
	for _, s := range k.st.Stages {
		if s.State == dossier.Passed {
			k.out.Gone = append(k.out.Gone, Gone{What: Objection, Stage: s.ID})
		}
	}
	if k.asked == nil || k.asked.Finding == nil {
		return
	}
	f := k.asked.Finding
	if q := k.st.Question; q != nil && q.Silence && len(q.BrokenBy) > 0 {
		k.out.Gone = append(k.out.Gone, Gone{What: Silence, Stage: k.st.Stage, Who: slices.Clone(q.BrokenBy)})
	}
	switch f.Outcome {
	case game.Adopted:
		k.out.Gone = append(k.out.Gone, Gone{What: Rejection, Stage: k.st.Stage})
	case game.Rejected:
		k.out.Gone = append(k.out.Gone, Gone{What: Adoption, Stage: k.st.Stage, Who: slices.Clone(k.out.Without)})
	case game.Open:
		// both can still come about
	}
}
