package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"accede/body"
	"accede/internal/depositary"
	"accede/internal/evidence"
	"accede/internal/store"
	"accede/internal/store/sqlite"
	"accede/ledger"
)

// begin mirrors a record from its founding. It is put in place once all of it has been verified.
func (w *Watcher) begin(ctx context.Context, note []byte) error {
	c, err := ledger.PeekCheckpoint(note)
	if err != nil {
		return fmt.Errorf("read the host's checkpoint: %w: %w", err, ErrSilent)
	}
	if w.Origin != "" && c.Origin != w.Origin {
		return w.alarm(ErrOther, nil, "the host serves the record %s, wanted is %s", c.Origin, w.Origin)
	}
	made, dir := filepath.Join(w.Dir, MirrorDir+".new"), filepath.Join(w.Dir, MirrorDir)
	if err := os.RemoveAll(made); err != nil { // of an attempt that was cut short
		return fmt.Errorf("begin the mirror: %w", err)
	}
	log, err := sqlite.Create(made)
	if err != nil {
		return fmt.Errorf("begin the mirror: %w", err)
	}
	defer log.Close()
	size := int64(0)
	err = w.entries(ctx, 0, c.Size, func(some []store.Entry) error {
		var checkpoint []byte
		if size+int64(len(some)) == c.Size {
			checkpoint = note
		}
		err := log.Append(ctx, size, some, checkpoint)
		size += int64(len(some))
		return err
	})
	if err != nil {
		return err
	}
	if _, err := depositary.Load(ctx, log); err != nil {
		return w.alarm(ErrUnsound, nil, "the record does not verify: %v", err)
	}
	if err := log.Close(); err != nil {
		return fmt.Errorf("keep the mirror: %w", err)
	}
	if err := os.Rename(made, dir); err != nil {
		return fmt.Errorf("keep the mirror: %w", err)
	}
	return w.openMirror(ctx)
}

// take compares a checkpoint with what was seen, and takes in what is new.
func (w *Watcher) take(ctx context.Context, note []byte) error {
	c, err := ledger.OpenCheckpoint(w.record.Host, w.Origin, note)
	if err != nil {
		return w.alarm(ErrOther, nil, "the host's checkpoint is not one of this record: %v", err)
	}
	size := w.record.Tree.Size()
	if c.Size > size {
		return w.grow(ctx, c, note)
	}
	if err := w.continued(c, note); err != nil {
		return err
	}
	if c.Size < size {
		return w.alarm(ErrRolledBack, nil, "the host shows %d entries, and has signed %d: it was put back to an older copy, or withholds the rest", c.Size, size)
	}
	return w.keepLines(ctx, note)
}

// continued answers a fork where what was seen does not continue a checkpoint of at most as many entries.
func (w *Watcher) continued(c ledger.Checkpoint, note []byte) error {
	tree := w.record.Tree.View()
	size := tree.Size()
	root, err := tree.RootAt(c.Size)
	switch {
	case err != nil:
		return err
	case root == c.Root:
		return nil
	case c.Size == size:
		return w.fork(ledger.Fork{Short: w.record.Checkpoint, Long: note, Root: c.Root})
	}
	path, err := tree.Consistency(c.Size, size)
	if err != nil {
		return err
	}
	return w.fork(ledger.Fork{Short: note, Long: w.record.Checkpoint, Root: root, Path: path})
}

// keepLines keeps what other watchers have said of the checkpoint.
func (w *Watcher) keepLines(ctx context.Context, note []byte) error {
	both, err := ledger.AddLines(w.record.Checkpoint, note, depositary.WatchersOf(w.Origin, w.record.Docket.Keyring()))
	if err != nil || string(both) == string(w.record.Checkpoint) {
		return err
	}
	if err := w.log.Append(ctx, w.record.Tree.Size(), nil, both); err != nil {
		return fmt.Errorf("keep what others have cosigned: %w", err)
	}
	w.record.Checkpoint = both
	w.publish()
	return nil
}

// grow takes in the entries up to a checkpoint, if they continue what was seen and follow from it.
func (w *Watcher) grow(ctx context.Context, c ledger.Checkpoint, note []byte) error {
	size := w.record.Tree.Size()
	var fresh []store.Entry
	tree := w.record.Tree.Clone()
	err := w.entries(ctx, size, c.Size, func(some []store.Entry) error {
		for _, e := range some {
			tree.Append(e.Bytes)
		}
		fresh = append(fresh, some...)
		return nil
	})
	if err != nil {
		return err
	}
	if tree.Root() != c.Root {
		return w.parted(ctx, w.URL, c, note)
	}
	record, err := w.follows(ctx, fresh, note)
	if err != nil {
		return err
	}
	if err := w.log.Append(ctx, size, fresh, note); err != nil {
		return fmt.Errorf("keep %d entries in the mirror: %w", len(fresh), err)
	}
	w.record = record
	w.publish()
	return nil
}

// follows answers the record with the new entries, once it has verified that each follows from what stands before it and
// that none is dated as it cannot be.
func (w *Watcher) follows(ctx context.Context, fresh []store.Entry, note []byte) (*depositary.Record, error) {
	if w.record.Docket.Keeping() == body.Reported {
		return w.reread(ctx, fresh, note)
	}
	r := *w.record
	r.Docket, r.Tree, r.Checkpoint = w.record.Docket.Clone(), w.record.Tree.Clone(), note
	now := w.Clock()
	for _, raw := range fresh {
		e, err := r.Extend(raw)
		if err != nil {
			return nil, w.unsound(ctx, fresh, note, err)
		}
		switch {
		case e.At.After(now.Add(skew)):
			return nil, w.alarm(ErrDated, nil, "entry %d says that it was registered at %s, which is still to come", e.Seq, e.At.UTC().Format(timeForm))
		case e.Seq > w.seen.size && !w.seen.at.IsZero() && e.At.Before(w.seen.at.Add(-skew)):
			return nil, w.backDated(fresh, raw, note)
		}
	}
	return &r, nil
}

// reread verifies a reported record anew with its new entries, since these are folded by the days of events.
func (w *Watcher) reread(ctx context.Context, fresh []store.Entry, note []byte) (*depositary.Record, error) {
	r, err := depositary.Load(ctx, &longer{w.log, fresh, note, w.record.Tree.Size()})
	if damage := (*store.DamageError)(nil); errors.As(err, &damage) {
		return nil, w.unsound(ctx, fresh, note, err)
	}
	return r, err
}

// longer is a log with entries behind it that are not in it yet.
type longer struct {
	store.Log
	fresh []store.Entry
	note  []byte
	size  int64
}

func (l *longer) Size(context.Context) (int64, error) { return l.size + int64(len(l.fresh)), nil }

func (l *longer) Checkpoint(context.Context) ([]byte, error) { return l.note, nil }

func (l *longer) Read(ctx context.Context, after int64, limit int) ([]store.Entry, error) {
	if after >= l.size {
		some := l.fresh[min(after-l.size, int64(len(l.fresh))):]
		return some[:min(limit, len(some))], nil
	}
	return l.Log.Read(ctx, after, limit)
}

// parted answers that a checkpoint does not continue what was seen, with what shows it if whoever showed it shows that too.
func (w *Watcher) parted(ctx context.Context, from string, c ledger.Checkpoint, note []byte) error {
	size := w.record.Tree.Size()
	hashes := w.at(from).hashes(ctx, c.Size)
	root, err := ledger.RootOf(hashes, size)
	if err != nil {
		return w.alarm(ErrHidden, nil, "the host has signed %d entries with the root %v, which do not continue what it had signed at %d, and does not show them: %v", c.Size, c.Root, size, err)
	}
	path, err := ledger.GrowthOf(hashes, size, c.Size)
	if err == nil {
		f := ledger.Fork{Short: w.record.Checkpoint, Long: note, Root: root, Path: path}
		if _, _, err = f.Check(w.record.Host, w.Origin); err == nil {
			return w.fork(f)
		}
	}
	return w.alarm(ErrHidden, nil, "what the host shows of its %d entries does not have the root it has signed: %v", c.Size, err)
}

// backDated keeps what shows that an entry is dated before a time at which the record lacked it.
func (w *Watcher) backDated(fresh []store.Entry, raw store.Entry, note []byte) error {
	own, ok := w.self()
	tree := w.record.Tree.Clone()
	for _, e := range fresh {
		tree.Append(e.Bytes)
	}
	path, err := tree.View().Inclusion(raw.Seq, tree.Size())
	if err != nil {
		return err
	}
	f := evidence.File{
		Kind: evidence.BackDated, Origin: w.Origin, Host: w.record.HostKey, Short: w.seen.note, Long: note, Path: path,
		Seq: raw.Seq, Entry: raw.Bytes, Watcher: own.String(),
	}
	if !ok {
		return w.alarm(ErrDated, nil, "entry %d is dated before %s, when the record lacked it", raw.Seq, w.seen.at.Format(timeForm))
	}
	return w.alarm(ErrDated, &f, "entry %d is dated before %s, when the record had %d entries and not this one", raw.Seq, w.seen.at.Format(timeForm), w.seen.size)
}
