package depositary

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"time"

	"golang.org/x/mod/sumdb/note"

	"accede/body"
	"accede/dossier"
	"accede/internal/store"
	"accede/ledger"
)

// Record is a record as it was read: checked against its last checkpoint and folded.
type Record struct {
	Docket     *dossier.Docket
	Tree       *ledger.Tree
	Origin     ledger.Origin
	Host       note.Verifier // the key that the founding names
	HostKey    string        // the same as text
	Made       string        // the version of the program that founded it
	Rehearsal  bool          // a copy to play on
	Checkpoint []byte        // the last one, signed

	last time.Time // the registration of the entry read last
	from int64     // of the snapshot it was read from; 0: none
}

// Continues says whether the record continues a checkpoint that its host has signed. ErrBehind: it is shorter. ErrParted: it
// has other entries, or the checkpoint is of another record.
func (r *Record) Continues(note []byte) error {
	c, err := ledger.OpenCheckpoint(r.Host, r.Origin, note)
	if err != nil {
		return fmt.Errorf("compare with what was known of the record: %w: %w", err, ErrParted)
	}
	if c.Size > r.Tree.Size() {
		return Behind(r.Tree.Size(), c.Size)
	}
	root, err := r.Tree.View().RootAt(c.Size)
	if err == nil && root != c.Root {
		err = fmt.Errorf("the first %d entries have the root %v, the host had signed %v for them: %w", c.Size, root, c.Root, ErrParted)
	}
	return err
}

// Behind answers ErrBehind of a record with its size, and the size it had.
func Behind(size, had int64) error {
	return fmt.Errorf("it has %d entries, and had %d: %w", size, had, ErrBehind)
}

// batchLen entries are read and parsed at a time.
const batchLen = 4096

// Load reads a whole record, rebuilds its tree, checks the last checkpoint's signature, size and root, and folds the
// entries. It writes nothing. ErrEmpty: there are no entries. What does not agree is a *store.DamageError with the
// first position at fault as far as it can be told. The entries are parsed in parallel.
func Load(ctx context.Context, log store.Log) (*Record, error) {
	return LoadAsOf(ctx, log, everything)
}

// everything is the instant for all entries.
func everything(*time.Location) time.Time { return time.Time{} }

// LoadAsOf is Load, but the docket is the one of an earlier instant, which asOf answers for the body's time zone:
// what was registered later, or in a reported record is dated later, is read and not folded. The zero instant means
// everything.
func LoadAsOf(ctx context.Context, log store.Log, asOf func(zone *time.Location) time.Time) (*Record, error) {
	return load(ctx, log, asOf, ledger.View{})
}

// load is LoadAsOf by a process that has folded the entries of a tree before: the signatures on those whose leaves are
// the same are not checked again.
func load(ctx context.Context, log store.Log, asOf func(zone *time.Location) time.Time, folded ledger.View) (*Record, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	size, err := log.Size(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the size of the record: %w", err)
	}
	l := loader{tree: new(ledger.Tree), instant: asOf, size: size}
	for b := range proved(ctx, read(ctx, log, 0), nil, folded) {
		if err := l.take(b); err != nil {
			return nil, err
		}
	}
	if l.tree.Size() == 0 {
		return nil, ErrEmpty
	}
	checkpoint, err := log.Checkpoint(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the checkpoint: %w", err)
	}
	if err := l.catchUp(ctx, log, checkpoint); err != nil {
		return nil, err
	}
	if err := l.checkCheckpoint(checkpoint); err != nil {
		return nil, l.narrow(ctx, log, err)
	}
	return l.fold(checkpoint)
}

// catchUp takes the entries that another process has added since the last batch was read, up to the checkpoint that
// was read after it. What is missing there is left to checkCheckpoint.
func (l *loader) catchUp(ctx context.Context, log store.Log, signed []byte) error {
	c, err := ledger.OpenCheckpoint(l.host, l.origin, signed)
	if err != nil {
		return nil // checkCheckpoint has the words for it
	}
	for l.tree.Size() < c.Size {
		raw, err := log.Read(ctx, l.tree.Size(), int(min(batchLen, c.Size-l.tree.Size())))
		if err != nil {
			return fmt.Errorf("read the record after entry %d: %w", l.tree.Size(), err)
		}
		if len(raw) == 0 {
			return nil
		}
		b := &batch{first: l.tree.Size() + 1, raw: raw, ready: make(chan struct{})}
		b.parse()
		if err := l.take(b); err != nil {
			return err
		}
	}
	return nil
}

// marked is a log that keeps earlier checkpoints too.
type marked interface {
	Marks(ctx context.Context) ([]store.Mark, error)
}

// narrow tells more closely where a record was altered, if earlier checkpoints were kept: in front of the first one
// whose root its entries do not have.
func (l *loader) narrow(ctx context.Context, log store.Log, err error) error {
	m, ok := log.(marked)
	if d := (*store.DamageError)(nil); !ok || !errors.As(err, &d) || d.Position != 0 {
		return err
	}
	marks, failed := m.Marks(ctx)
	if failed != nil {
		return err
	}
	good := int64(0)
	for _, mark := range marks {
		c, failed := ledger.OpenCheckpoint(l.host, l.origin, mark.Checkpoint)
		if failed != nil {
			return err // the founding or the checkpoints were altered: nothing can be told
		}
		if root, failed := l.tree.View().RootAt(c.Size); failed == nil && root == c.Root {
			good = c.Size
			continue
		}
		return &store.DamageError{Position: good + 1, What: fmt.Sprintf(
			"altered here or further on, up to entry %d: the entries do not have the root the host has signed; restore the record from a copy", c.Size)}
	}
	return err
}

// Entries reads all entries of a record in order, parsed. What cannot be read is a *store.DamageError.
func Entries(ctx context.Context, log store.Log) ([]dossier.Entry, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var all []dossier.Entry
	for b := range read(ctx, log, 0) {
		if b.err != nil {
			return nil, b.err
		}
		all = append(all, b.entries...)
	}
	return all, nil
}

// batch is a run of entries on its way from the log to the fold.
type batch struct {
	first   int64
	raw     []store.Entry
	entries []dossier.Entry
	leaves  []ledger.Hash
	err     error
	ready   chan struct{} // closed when it is parsed
	proved  chan struct{} // closed when its signatures have been checked
}

// read yields the record in order from behind a position on, batch after batch, each parsed by one of as many goroutines as
// there are processors. It ends after the last entry or the first error.
func read(ctx context.Context, log store.Log, after int64) iter.Seq[*batch] {
	return func(yield func(*batch) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		// The order is kept by the channel of batches; the work on each is done when its ready channel is closed.
		inOrder := make(chan *batch, 2*runtime.GOMAXPROCS(0))
		go fetch(ctx, log, after, inOrder)
		for b := range inOrder {
			<-b.ready
			if !yield(b) || b.err != nil {
				return
			}
		}
	}
}

// fetch reads batches and hands each to a goroutine of its own; how many there are at once is bounded by the channel.
func fetch(ctx context.Context, log store.Log, after int64, out chan<- *batch) {
	defer close(out)
	for {
		raw, err := log.Read(ctx, after, batchLen)
		b := &batch{first: after + 1, raw: raw, ready: make(chan struct{})}
		switch {
		case err != nil:
			b.err = fmt.Errorf("read the record after entry %d: %w", after, err)
			close(b.ready)
		case len(raw) == 0:
			return
		default:
			go b.parse()
		}
		select {
		case out <- b:
		case <-ctx.Done():
			return
		}
		if err != nil {
			return
		}
		after += int64(len(raw))
	}
}

// parse turns bytes into entries and leaves, and drops the bytes.
func (b *batch) parse() {
	defer close(b.ready)
	b.entries = make([]dossier.Entry, 0, len(b.raw))
	b.leaves = make([]ledger.Hash, 0, len(b.raw))
	for i, r := range b.raw {
		want := b.first + int64(i)
		e, err := dossier.ParseEntry(r.Bytes)
		if err == nil && (r.Seq != want || e.Seq != want) {
			err = fmt.Errorf("it says that it is entry %d", e.Seq)
		}
		if err != nil {
			b.err = unreadable(want, r.Bytes, err)
			return
		}
		b.entries = append(b.entries, e)
		b.leaves = append(b.leaves, ledger.LeafHash(r.Bytes))
	}
	b.raw = nil
}

// unreadable says what is wrong with the bytes of an entry. The format is what every version of it begins with.
func unreadable(seq int64, data []byte, err error) error {
	const format, ours = `{"accede":"entry/`, `{"accede":"entry/1"`
	if bytes.HasPrefix(data, []byte(format)) && !bytes.HasPrefix(data, []byte(ours)) {
		return fmt.Errorf("read entry %d: %w: %w", seq, err, store.ErrNewer)
	}
	return &store.DamageError{Position: seq, What: fmt.Sprintf("cannot be read: %v; read it with a newer version, or restore the record from a copy", err)}
}

// loader is a record that is being read.
type loader struct {
	size     int64 // that the record is expected to have
	tree     *ledger.Tree
	founding dossier.Founding
	resumed  bool // the docket holds what the tree holds: what comes is applied to it
	docket   *dossier.Docket
	host     note.Verifier
	origin   ledger.Origin
	instant  func(*time.Location) time.Time
	asOf     time.Time
	seenSize int64 // what the last act's author had seen, and its root
	seenRoot string
	last     time.Time       // the registration of the entry read last
	later    []dossier.Entry // what is folded when all are there: by date, or up to an instant
}

// take adds a batch.
func (l *loader) take(b *batch) error {
	if b.err != nil {
		return b.err
	}
	if l.docket == nil {
		if err := l.found(b.entries[0], b.leaves[0]); err != nil {
			return err
		}
	}
	for i, h := range b.leaves {
		if err := l.checkSeen(b.entries[i]); err != nil {
			return err
		}
		l.tree.AppendHash(h)
		if at := b.entries[i].At; at.Before(l.last) {
			return &store.DamageError{Position: b.entries[i].Seq, What: "was registered before the entry that stands before it"}
		}
		l.last = b.entries[i].At
	}
	if !l.resumed && (l.docket.Keeping() == body.Reported || !l.asOf.IsZero()) {
		l.later = append(l.later, b.entries...)
		return nil
	}
	for _, e := range b.entries {
		if err := l.docket.Apply(e); err != nil {
			return &store.DamageError{Position: e.Seq, What: fmt.Sprintf("does not follow from what stands before it: %v", err)}
		}
	}
	return nil
}

// found reads the founding entry.
func (l *loader) found(e dossier.Entry, leaf ledger.Hash) error {
	if e.Founding == nil {
		return &store.DamageError{Position: 1, What: "is not the founding of a record"}
	}
	d, err := dossier.Found(*e.Founding)
	if err != nil {
		return &store.DamageError{Position: 1, What: fmt.Sprintf("the charter in it does not stand: %v", err)}
	}
	if err := l.begin(e, leaf, d); err != nil {
		return err
	}
	d.Expect(int(l.size))
	l.asOf = l.instant(d.Zone())
	return nil
}

// begin notes whose record it is.
func (l *loader) begin(e dossier.Entry, leaf ledger.Hash, d *dossier.Docket) error {
	host, err := ledger.NewVerifier(e.Founding.Host)
	if err != nil {
		return &store.DamageError{Position: 1, What: fmt.Sprintf("the host's key in it does not stand: %v", err)}
	}
	origin, err := ledger.NewOrigin(d.Charter().Body, leaf)
	if err != nil {
		return &store.DamageError{Position: 1, What: err.Error()}
	}
	l.founding, l.docket, l.host, l.origin = *e.Founding, d, host, origin
	return nil
}

// checkCheckpoint compares what was read with the last thing the host signed.
func (l *loader) checkCheckpoint(signed []byte) error {
	n := l.tree.Size()
	if signed == nil {
		return &store.DamageError{Position: 1, What: "no checkpoint says how long the record is; restore it from a copy"}
	}
	c, err := ledger.OpenCheckpoint(l.host, l.origin, signed)
	switch {
	case err != nil:
		return &store.DamageError{What: fmt.Sprintf("the checkpoint does not stand: %v; the first entry or the checkpoint was altered", err)}
	case c.Size > n:
		return &store.DamageError{Position: n + 1, What: fmt.Sprintf("missing: the record ends at entry %d, the host has signed %d; restore it from a copy", n, c.Size)}
	case c.Size < n:
		return &store.DamageError{Position: c.Size + 1, What: fmt.Sprintf("the host has signed %d entries only; this one was added behind its back", c.Size)}
	case c.Root != l.tree.Root():
		return &store.DamageError{What: fmt.Sprintf("one of the entries 1 to %d was altered: their root is %v, the host has signed %v; restore the record from a copy", n, l.tree.Root(), c.Root)}
	}
	return nil
}

// fold finishes the docket.
func (l *loader) fold(checkpoint []byte) (*Record, error) {
	if l.later != nil {
		d, err := dossier.Fold(l.later, l.asOf)
		if err != nil {
			return nil, &store.DamageError{What: fmt.Sprintf("an entry does not follow from what stands before it: %v", err)}
		}
		l.docket = d
	}
	return &Record{
		Docket: l.docket, Tree: l.tree, Origin: l.origin, Host: l.host, HostKey: l.founding.Host,
		Made: l.founding.Made, Rehearsal: l.founding.Rehearsal, Checkpoint: checkpoint, last: l.last,
	}, nil
}
