package depositary

import (
	"fmt"

	"accede/body"
	"accede/dossier"
	"accede/internal/store"
)

// Extend checks one more entry of a record that was read, as Load does, and takes it in. A *store.DamageError: it does not
// follow from what stands before it, and the record is as it was, but for its docket, which is not to be used any more. A
// reported record is folded by dates and cannot be extended: load it anew. The checkpoint is not looked at.
func (r *Record) Extend(raw store.Entry) (dossier.Entry, error) {
	next := r.Tree.Size() + 1
	if r.Docket.Keeping() == body.Reported {
		return dossier.Entry{}, fmt.Errorf("take in entry %d of a reported record: load it anew", next)
	}
	e, err := dossier.ParseEntry(raw.Bytes)
	if err == nil && (raw.Seq != next || e.Seq != next) {
		err = fmt.Errorf("it says that it is entry %d", e.Seq)
	}
	if err != nil {
		return e, unreadable(next, raw.Bytes, err)
	}
	if e.At.Before(r.last) {
		return e, &store.DamageError{Position: next, What: "was registered before the entry that stands before it"}
	}
	if e.Act != nil && !r.Rehearsal {
		if err := CheckSeen(r.Tree.View(), e.Act); err != nil {
			return e, &store.DamageError{Position: next, What: err.Error()}
		}
	}
	if err := r.Docket.Apply(e); err != nil {
		return e, &store.DamageError{Position: next, What: fmt.Sprintf("does not follow from what stands before it: %v", err)}
	}
	r.Tree.Append(raw.Bytes)
	r.last = e.At
	return e, nil
}
