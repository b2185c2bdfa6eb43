package letter

import (
	"fmt"
	"time"

	"accede/dossier"
)

// Step is what one entry of a record gives to tell.
type Step struct {
	Seq     int64     // of the entry
	At      time.Time // the instant up to which the record is folded with it
	Matters []Matter

	Dossiers []string // that the entry can have changed
}

// Walk is a record that is gone through entry by entry, so that nothing that was opened and ended between two looks is
// missed. It is for one goroutine.
type Walk struct {
	docket *dossier.Docket
	before map[string][]Matter // by dossier, since the entry before
}

// Begin answers a walk that goes on from a docket, which it takes over: nothing that stands in it is told.
func Begin(d *dossier.Docket) (*Walk, error) {
	w := &Walk{docket: d, before: map[string][]Matter{}}
	for _, id := range d.Dossiers() {
		all, err := Of(d, d.At(), id)
		if err != nil {
			return nil, err
		}
		w.before[id] = all
	}
	return w, nil
}

// Docket answers the record as far as it was walked; it is only read.
func (w *Walk) Docket() *dossier.Docket { return w.docket }

// Next goes on by one entry, and answers what it gives to tell. After an error the walk is over.
func (w *Walk) Next(e dossier.Entry) (Step, error) {
	if err := w.docket.Apply(e); err != nil {
		return Step{}, fmt.Errorf("go on with entry %d: %w", e.Seq, err)
	}
	step := Step{Seq: e.Seq, At: w.docket.At(), Dossiers: w.touched(e)}
	for _, id := range step.Dossiers {
		after, err := Of(w.docket, step.At, id)
		if err != nil {
			return Step{}, err
		}
		step.Matters = append(step.Matters, Fresh(w.before[id], after)...)
		w.before[id] = after
	}
	return step, nil
}

// touched answers the dossiers that an entry can have changed. In a reported record periods run with any entry, so
// that all may have; what changes the body, its members or its charter may change all of them too.
func (w *Walk) touched(e dossier.Entry) []string {
	if w.docket.Keeping() == "official" {
		switch {
		case e.Act != nil && len(e.Act.Dossiers) > 0:
			return e.Act.Dossiers
		case e.Notice != nil && e.Notice.Dossier != "" && e.Notice.Kind != dossier.NoticeJoined && e.Notice.Kind != dossier.NoticeInForce:
			return []string{e.Notice.Dossier}
		}
	}
	return w.docket.Dossiers()
}
