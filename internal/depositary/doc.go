// Package depositary is the one way into a record. It receives acts, examines that they are in due and proper form,
// has them decided, registers them in one durable commit, and informs everyone. [VCLT 77(1)(c)–(e)]
//
// It knows the order of these steps, the log it appends to, the host's key and the clock. It refuses to know what an
// act means: package dossier decides, and its reasons are passed on as they are. It keeps and tells; it does not judge.
//
// Files: depositary.go opens and closes; submit.go is the way of one act, import.go that of a file; writer.go is what
// the one writer does with whatever is queued, commit.go how it gets into the record; load.go reads a record; shared.go is how several
// processes share one; past.go
// answers how it was on a day.
package depositary

import "errors"

// What a caller can do something about; compare with errors.Is. Refusals of package
// dossier, and act.ErrForm, come through as they are.
var (
	// ErrUnknownFate: the commit failed in a way that leaves open whether the act is in the record. Ask again with the
	// same act: if it is there, its receipt comes back; if not, it is registered then.
	ErrUnknownFate = errors.New("it is not known whether it was registered; ask again with the same act to find out")
	// ErrConflict: another act stands in the record under the same id. Give it another id.
	ErrConflict = errors.New("another act has this id")
	// ErrShare: a party has enclosed as much in one dossier as it may. Something must be erased first, or less be sent.
	ErrShare = errors.New("the party has enclosed as much in this dossier as it may")
	// ErrClock: the clock was set while the process ran, so no time of registration can be given. Nothing was registered; try
	// again once the clock is right.
	ErrClock = errors.New("the clock has jumped; nothing is entered until it is right again")
	// ErrTaken: somebody else keeps appending to the record. Only one writer may have it.
	ErrTaken = errors.New("another writer is appending to this record")
	// ErrBody: the record is of another body than expected.
	ErrBody = errors.New("a record of another body")
	// ErrHost: the record was founded for another host's key.
	ErrHost = errors.New("a record of another host")
	// ErrBehind: the record is shorter than it was: an older copy was put in its place.
	ErrBehind = errors.New("an older copy was put in its place")
	// ErrParted: the record is no continuation of what its host has signed.
	ErrParted = errors.New("it does not continue what its host has signed")
	// ErrEmpty: the record has no founding entry.
	ErrEmpty = errors.New("the record is empty: found it first")
	// ErrFounded: the record has entries already.
	ErrFounded = errors.New("the record has been founded already")
	// ErrClosed: the depositary was closed.
	ErrClosed = errors.New("the depositary is closed")
)
