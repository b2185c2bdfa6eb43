// Package ledger makes a record that nobody can alter unseen: a Merkle tree
// over its entries [RFC 6962], a signed checkpoint of its size and root, and
// proofs that an entry is in it and that it has only grown. It is a thin layer
// over golang.org/x/mod/sumdb/tlog and note; the formats are those of C2SP
// (tlog-checkpoint, tlog-proof), so that tools and witnesses of others read
// them.
//
// It knows bytes, positions and keys. It refuses to know what the bytes say:
// no acts, dossiers or rules; no clock, no network, no file, and no randomness
// but what it is given.
//
// Positions count from 1, as in the record. The formats of C2SP count leaves
// from 0; the translation is made here and nowhere else.
package ledger

import (
	"crypto/sha256"
	"errors"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is a SHA-256 hash in the tree. Its String is base64, as on checkpoints.
type Hash = tlog.Hash

// What a reader of a ledger can do something about; compare with errors.Is.
var (
	// ErrProof: the proof does not lead from the one hash to the other. What
	// it was to prove may be false.
	ErrProof = errors.New("the proof does not hold")
	// ErrCheckpoint: the bytes are no checkpoint, or the expected key has not
	// signed them.
	ErrCheckpoint = errors.New("not a checkpoint signed by this key")
	// ErrOrigin: the checkpoint is one of another record.
	ErrOrigin = errors.New("a checkpoint of another record")
	// ErrRange: a position or size that the tree does not have.
	ErrRange = errors.New("outside the record")
	// ErrKey: the text is no key.
	ErrKey = errors.New("not a key")
	// ErrReceipt: the text is no receipt.
	ErrReceipt = errors.New("not a receipt")
)

// LeafHash returns the hash of an entry's bytes as a leaf of the tree:
// SHA-256(0x00 ‖ entry) [RFC 6962, 2.1].
func LeafHash(entry []byte) Hash {
	var buf [512]byte // most entries are short: no allocation for them
	return sha256.Sum256(append(append(buf[:0], 0), entry...))
}

// EmptyRoot returns the root of a record without entries: SHA-256 of nothing
// [RFC 6962, 2.1].
func EmptyRoot() Hash { return sha256.Sum256(nil) }
