package ledger

import (
	"fmt"

	"golang.org/x/mod/sumdb/note"
)

// Fork shows that one host has signed two histories: two checkpoints of one record, neither the beginning of the other.
// The zero value shows nothing.
type Fork struct {
	Short, Long []byte // signed checkpoints; Long has at least as many entries
	// Root is the one that the history of Long had when it was as long as Short, and Path leads from it to the root of Long.
	Root Hash
	Path []Hash
}

// Check answers the two checkpoints, once it has verified that the key of v signed both for origin, and that they belong to
// two histories. ErrProof: they do not show that.
func (f Fork) Check(v note.Verifier, origin Origin) (short, long Checkpoint, err error) {
	if short, err = OpenCheckpoint(v, origin, f.Short); err != nil {
		return short, long, fmt.Errorf("first checkpoint: %w", err)
	}
	if long, err = OpenCheckpoint(v, origin, f.Long); err != nil {
		return short, long, fmt.Errorf("second checkpoint: %w", err)
	}
	if err := CheckConsistency(f.Path, short.Size, f.Root, long.Size, long.Root); err != nil {
		return short, long, err
	}
	if f.Root == short.Root {
		return short, long, fmt.Errorf("the record of %d entries is the beginning of that of %d: %w", short.Size, long.Size, ErrProof)
	}
	return short, long, nil
}
