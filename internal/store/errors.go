package store

import (
	"errors"
	"fmt"
)

// What a caller can do something about. Drivers wrap these; compare with
// errors.Is.
var (
	// ErrConflict: the record is not as long as the caller thought, and
	// nothing was written. Read again, then decide again.
	ErrConflict = errors.New("the record is not that long")
	// ErrGap: the entries do not carry the positions n+1, n+2, …, and nothing
	// was written. A mistake of the caller.
	ErrGap = errors.New("the positions of the entries leave a gap")
	// ErrFull: there is no room left, and nothing was written. Make room, then
	// append again.
	ErrFull = errors.New("no room left")
	// ErrLocked: another process holds the record for writing.
	ErrLocked = errors.New("the record is open in another process")
	// ErrReadOnly: the record was opened for reading alone.
	ErrReadOnly = errors.New("the record is open for reading only")
	// ErrNewer: the record was written by a newer version of the program.
	ErrNewer = errors.New("the record was written by a newer version")
	// ErrMissing: there is no record in this place.
	ErrMissing = errors.New("no record here")
	// ErrExists: there is something already where a record was to be made.
	ErrExists = errors.New("a record is there already")
	// ErrNotRecord: there is something, but it is not a record.
	ErrNotRecord = errors.New("not a record")
	// ErrDamaged: the record does not agree with itself. The error is a
	// *DamageError, which says where.
	ErrDamaged = errors.New("the record is damaged")
	// ErrBroken: an earlier append met a fault of the disk, and what the
	// operating system holds in memory may not be what is on the disk. Nothing
	// was written by this call. Close the log and open it again.
	ErrBroken = errors.New("the log met a fault of the disk and takes no more entries")
	// ErrAway: the database cannot be reached. An append that answers it has
	// written nothing. Try again later.
	ErrAway = errors.New("the database cannot be reached")
	// ErrClosed: the log was closed.
	ErrClosed = errors.New("the log is closed")
)

// DamageError says at which position a record stops agreeing with itself.
type DamageError struct {
	// Position is the first entry at fault. For a record that ends too early
	// it is the first one missing; 0 means that no position can be told.
	Position int64
	// What is wrong, and what to do about it, in one line.
	What string
}

// Error names the position and what is wrong there.
func (e *DamageError) Error() string {
	if e.Position == 0 {
		return e.What
	}
	return fmt.Sprintf("entry %d: %s", e.Position, e.What)
}

// Is reports whether target is ErrDamaged.
func (e *DamageError) Is(target error) bool { return target == ErrDamaged }

// CheckAppend answers what every driver must check first: ErrGap unless
// entries carry Seq n+1, n+2, …, ErrConflict for an n below 0.
func CheckAppend(n int64, entries []Entry) error {
	if n < 0 {
		return fmt.Errorf("append at %d: %w", n, ErrConflict)
	}
	for i, e := range entries {
		if want := n + 1 + int64(i); e.Seq != want {
			return fmt.Errorf("append at %d: entry %d has position %d, want %d: %w", n, i, e.Seq, want, ErrGap)
		}
	}
	return nil
}
