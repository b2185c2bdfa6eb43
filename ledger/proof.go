package ledger

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// CheckInclusion checks that the entry at position seq, whose LeafHash is
// leaf, is in the record whose size and root are given. Anything else is
// ErrProof.
func CheckInclusion(proof []Hash, size int64, root Hash, seq int64, leaf Hash) error {
	if seq < 1 || seq > size {
		return fmt.Errorf("entry %d in a record of %d: %w", seq, size, ErrProof)
	}
	if tlog.CheckRecord(proof, size, root, seq-1, leaf) != nil {
		return fmt.Errorf("entry %d in the record of %d entries with root %v: %w", seq, size, root, ErrProof)
	}
	return nil
}

// CheckConsistency checks that the record of from entries with root fromRoot
// is the beginning of the record of to entries with root toRoot. A record
// without entries is the beginning of every record; its root must be
// EmptyRoot and the proof empty. Anything else is ErrProof.
func CheckConsistency(proof []Hash, from int64, fromRoot Hash, to int64, toRoot Hash) error {
	if !consistent(proof, from, fromRoot, to, toRoot) {
		return fmt.Errorf("growth from %d entries with root %v to %d with root %v: %w", from, fromRoot, to, toRoot, ErrProof)
	}
	return nil
}

func consistent(proof []Hash, from int64, fromRoot Hash, to int64, toRoot Hash) bool {
	switch {
	case from < 0 || to < from:
		return false
	case to == 0:
		return len(proof) == 0 && fromRoot == EmptyRoot() && toRoot == EmptyRoot()
	case from == 0:
		return len(proof) == 0 && fromRoot == EmptyRoot()
	default:
		return tlog.CheckTree(proof, to, toRoot, from, fromRoot) == nil
	}
}
