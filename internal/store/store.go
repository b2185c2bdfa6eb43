// Package store is the contract for keeping a record: bytes at positions, only
// ever longer, each commit durable before it is answered.
//
// It knows positions and bytes. It refuses to know what the bytes mean: no
// acts, dossiers, rules or keys, and so it cannot check a signature. Whoever
// holds the key compares the root of the entries with the checkpoint.
//
// Drivers are in the folders beside this file: mem for tests and trials,
// sqlite for a single machine, postgres for several. The suite every driver passes is storetest.
package store

import "context"

// Entry is one line of the record.
type Entry struct {
	// Seq is the position in the record. The first entry has 1.
	Seq int64
	// Bytes are the exact bytes that are hashed into the tree. They may be
	// empty; nil and empty are the same.
	Bytes []byte
}

// Mark is a checkpoint that was kept when the record had Size entries.
type Mark struct {
	Size       int64
	Checkpoint []byte
}

// Log is the record of one body. All methods may be called at once from many
// goroutines.
type Log interface {
	// Append writes entries behind the n entries the record has, durably and
	// in one commit, together with the checkpoint of the record as it then is.
	// A nil checkpoint keeps the one that is there. Without entries, only the
	// checkpoint is replaced. The caller keeps its slices and may change them
	// after the return.
	//
	// Entries carry Seq n+1, n+2, …; otherwise ErrGap. ErrConflict: the record
	// is not n long. ErrFull: there is no room. ErrClosed, and an error of ctx
	// that was over before the call: as they say. After each of these nothing
	// has been written. After any other error the fate is unknown: all of the
	// entries are in the record or none is, and only reading again tells.
	//
	// A commit that has begun is not broken off when ctx ends.
	Append(ctx context.Context, n int64, entries []Entry, checkpoint []byte) error

	// Read returns the entries after position after, in order and without a
	// gap, at most limit of them. Fewer come back only when the record ends;
	// none, without an error, when it has none after that position or limit is
	// below 1. The entries belong to the caller. A position below 0 means 0.
	Read(ctx context.Context, after int64, limit int) ([]Entry, error)

	// Checkpoint returns the last one appended; nil when there is none. It
	// belongs to the caller.
	Checkpoint(ctx context.Context) ([]byte, error)

	// Size returns the number of entries, which is the position of the last.
	Size(ctx context.Context) (int64, error)

	// Wait returns nil as soon as the record has more than after entries, the
	// error of ctx when that ends first, and ErrClosed when the log is closed.
	// Growth in this process is noticed at once; growth by another process
	// within a tenth of a second.
	Wait(ctx context.Context, after int64) error

	// Close lets a commit in progress finish, ends every Wait and gives the
	// record free for others. Every later call of any method but Close
	// answers ErrClosed; closing twice does nothing.
	Close() error
}
