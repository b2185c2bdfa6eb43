package depositary

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"accede/act/signature"
	"accede/body"
	"accede/dossier"
	"accede/internal/store"
	"accede/ledger"
)

// LeastSnapshot is how many entries a record has at least of which a snapshot is kept. Fewer are folded in no time.
const LeastSnapshot = 10_000

// errDay: an entry behind the snapshot of a reported record is of a day before it.
var errDay = errors.New("an entry is of an earlier day")

// read reads the record from its newest snapshot on, or, where there is none that can be used, all of it.
func (d *Depositary) read(ctx context.Context, folded ledger.View) (*Record, error) {
	if d.snapshots == nil {
		return load(ctx, d.log, everything, folded)
	}
	data, err := d.snapshots.Newest(ctx)
	if err != nil {
		d.logger.Warn("the snapshot cannot be read: all entries are folded", "err", oneLine(err))
	}
	if len(data) == 0 {
		return load(ctx, d.log, everything, folded)
	}
	r, why := d.resume(ctx, data, folded)
	if why == nil {
		d.kept.Store(r.from)
		return r, nil
	}
	r, err = load(ctx, d.log, everything, folded)
	if err == nil && !errors.Is(why, errDay) {
		d.logger.Warn("the snapshot is put aside: all entries are folded", "err", oneLine(why))
		if err := d.snapshots.PutAside(); err != nil {
			d.logger.Warn("the snapshot cannot be put aside", "err", oneLine(err))
		}
	}
	return r, err
}

// resume reads a record from a snapshot on. The first entry and the one the snapshot ends with are read and compared with its
// tree; what stands behind is checked and folded as Load does; and with it the tree has to have the root that the host has
// signed last. What lies before is not read: whoever doubts it verifies the record.
func (d *Depositary) resume(ctx context.Context, data []byte, folded ledger.View) (*Record, error) {
	l := loader{instant: everything, resumed: true}
	first, err := entryAt(ctx, d.log, 1)
	if err != nil {
		return nil, err
	}
	if first.Founding == nil {
		return nil, fmt.Errorf("the record begins with no founding: %w", errSnapshot)
	}
	s, err := l.openOf(first, data, d.release())
	if err != nil {
		return nil, err
	}
	if err := l.endsWith(ctx, d.log, s.size); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := l.goOn(ctx, d.log, s.size, folded); err != nil {
		return nil, err
	}
	checkpoint, err := d.log.Checkpoint(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the checkpoint: %w", err)
	}
	if err := l.catchUp(ctx, d.log, checkpoint); err != nil {
		return nil, err
	}
	if err := l.checkCheckpoint(checkpoint); err != nil {
		return nil, err
	}
	r, err := l.fold(checkpoint)
	if err == nil {
		r.from = s.size
	}
	return r, err
}

// entryAt reads one entry.
func entryAt(ctx context.Context, log store.Log, seq int64) (entry, error) {
	raw, err := log.Read(ctx, seq-1, 1)
	if err != nil {
		return entry{}, fmt.Errorf("read entry %d: %w", seq, err)
	}
	if len(raw) == 0 {
		return entry{}, fmt.Errorf("the record has no entry %d: %w", seq, errSnapshot)
	}
	e, err := dossier.ParseEntry(raw[0].Bytes)
	return entry{e, ledger.LeafHash(raw[0].Bytes)}, err
}

// entry is an entry with its hash.
type entry struct {
	dossier.Entry
	leaf ledger.Hash
}

// openOf opens a snapshot of the record that begins so.
func (l *loader) openOf(first entry, data []byte, release string) (*folds, error) {
	host, err := ledger.NewVerifier(first.Founding.Host)
	if err != nil {
		return nil, err
	}
	c, err := body.ReadCharter("charter", []byte(first.Founding.Charter))
	if err != nil {
		return nil, err
	}
	origin, err := ledger.NewOrigin(c.Body, first.leaf)
	if err != nil {
		return nil, err
	}
	s, err := openSnapshot(data, host, origin, release)
	if err != nil {
		return nil, err
	}
	var docket *dossier.Docket
	if l.tree, docket, err = s.open(); err != nil {
		return nil, err
	}
	return s, l.begin(first.Entry, first.leaf, docket)
}

// endsWith compares the last entry of the snapshot with the record's.
func (l *loader) endsWith(ctx context.Context, log store.Log, size int64) error {
	last, err := entryAt(ctx, log, size)
	if err != nil {
		return err
	}
	if leaf, err := l.tree.View().Leaf(size); err != nil || leaf != last.leaf {
		return fmt.Errorf("entry %d of the record is another one: %w", size, errSnapshot)
	}
	l.last = last.At
	return nil
}

// goOn takes the entries behind the snapshot.
func (l *loader) goOn(ctx context.Context, log store.Log, after int64, folded ledger.View) error {
	known := map[string]signature.Key{}
	for _, k := range l.docket.Keys(l.docket.At()) {
		known[k.Key.ID] = k.Key.Signing()
	}
	for b := range proved(ctx, read(ctx, log, after), known, folded) {
		if b.err != nil {
			return b.err
		}
		if l.docket.Keeping() == body.Reported {
			if err := l.inOrder(b.entries); err != nil {
				return err
			}
		}
		if err := l.take(b); err != nil {
			return err
		}
	}
	return nil
}

// inOrder refuses entries of a reported record that are not in the order of their days, behind those that are folded: then
// all are folded in that order.
func (l *loader) inOrder(entries []dossier.Entry) error {
	day := func(e dossier.Entry) time.Time { return e.Act.Date.DayIn(l.docket.Zone()).In(l.docket.Zone()) }
	sorted := slices.IsSortedFunc(entries, func(a, b dossier.Entry) int {
		if a.Act == nil || b.Act == nil {
			return 0
		}
		return day(a).Compare(day(b))
	})
	if !sorted || len(entries) > 0 && entries[0].Act != nil && !l.docket.InOrder(entries[0].Act) {
		return errDay
	}
	return nil
}

const (
	// lookEvery is how often it is looked whether a snapshot should be kept.
	lookEvery = 10 * time.Second
	// growthOf: a snapshot is kept when the record has grown by that part of what the one before holds, and by no fewer than
	// growthLeast entries; so that keeping them costs an entry about as much however long the record is.
	growthOf, growthLeast = 4, 50_000
	// closeLeast is how many entries there are at least behind the snapshot, at the end, for another one to be kept.
	closeLeast = 1_000
)

// keepSnapshots keeps snapshots now and then, and one at the end.
func (d *Depositary) keepSnapshots() {
	if d.snapshots == nil {
		return
	}
	if from := d.kept.Load(); from > 0 {
		tree := d.Moment().Tree
		d.keeping.Go(func() { d.compareBefore(from, tree) })
	}
	d.keeping.Go(func() {
		tick := time.NewTicker(lookEvery)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				if grown := d.Size() - d.kept.Load(); d.Size() >= d.least && grown >= max(d.kept.Load()/growthOf, growthLeast) {
					d.keepSnapshot(d.look())
				}
			case <-d.done:
				grown := d.Size() - d.kept.Load()
				if d.w.docket != nil && d.Size() >= d.least && (grown >= closeLeast || grown > 0 && d.kept.Load() == 0) {
					d.keepSnapshot(d.w.docket, d.w.tree.View(), nil)
				}
				return
			}
		}
	})
}

// look answers a copy of the docket with the tree of the same entries.
func (d *Depositary) look() (*dossier.Docket, ledger.View, error) {
	a, err := d.ask(&request{ctx: context.Background(), look: true, reply: make(chan answer, 1)})
	if err == nil {
		err = a.err
	}
	return a.docket, a.tree, err
}

// keepSnapshot writes a snapshot beside the record. What goes wrong costs the next start some time and nothing else.
func (d *Depositary) keepSnapshot(docket *dossier.Docket, tree ledger.View, err error) {
	if errors.Is(err, ErrClosed) || d.distrusted.Load() {
		return // what is wrong is not kept
	}
	if err == nil {
		err = d.writeSnapshot(docket, tree)
	}
	if err != nil {
		d.logger.Warn("no snapshot is kept", "err", oneLine(err))
		return
	}
	d.kept.Store(tree.Size())
}

func (d *Depositary) writeSnapshot(docket *dossier.Docket, tree ledger.View) error {
	if d.release() == "" {
		return nil // else nobody could tell which program folded it
	}
	if docket.Size() != tree.Size() {
		return fmt.Errorf("the fold is of %d entries, the tree of %d", docket.Size(), tree.Size())
	}
	fold, err := docket.Encode()
	if err != nil {
		return err
	}
	s := &folds{origin: d.now.Load().Origin, size: tree.Size(), root: tree.Root().String(), release: d.release(), tree: tree.AppendStored(nil), fold: fold}
	parts, err := s.parts(d.signer)
	if err != nil {
		return err
	}
	return d.snapshots.Keep(context.Background(), parts...)
}

// distrust says that entries could not be compared with what was folded, and sees to it that the next start folds them.
func (d *Depositary) distrust(why error) {
	if _, damaged := errors.AsType[*store.DamageError](why); !damaged {
		d.logger.Warn("the entries before the snapshot were not compared with it", "err", oneLine(why))
		return
	}
	d.logger.Error("an entry was altered: verify the record", "err", oneLine(why))
	d.distrusted.Store(true)
	if err := d.snapshots.PutAside(); err != nil {
		d.logger.Warn("the snapshot cannot be put aside", "err", oneLine(err))
	}
}

// compareBefore reads the entries before the snapshot that the record was opened from, and compares them with its tree: the
// start has not looked at them. Where one was altered the snapshot is put aside, so that the next start refuses the record
// and says more; what is wrong is logged at once.
func (d *Depositary) compareBefore(size int64, tree ledger.View) {
	ctx, cancel := d.life()
	defer cancel()
	for after := int64(0); after < size; {
		raw, err := d.log.Read(ctx, after, int(min(batchLen, size-after)))
		if ctx.Err() != nil {
			return
		}
		if err == nil && len(raw) == 0 {
			err = &store.DamageError{Position: after + 1, What: "missing"}
		}
		for _, e := range raw {
			after++
			if leaf, _ := tree.Leaf(after); e.Seq != after || ledger.LeafHash(e.Bytes) != leaf {
				err = &store.DamageError{Position: after, What: "was altered since it was folded"}
				break
			}
		}
		if err != nil {
			d.distrust(err)
			return
		}
	}
}
