package depositary

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"accede/body"
	"accede/dossier"
	"accede/internal/store"
	"accede/ledger"
)

// commit is a batch on its way into the log.
type commit struct {
	docket  *dossier.Docket // with the batch applied
	size    int64           // of the record without it
	entries []store.Entry
	parsed  []dossier.Entry // the same, in a reported record: it may have to be folded anew with them
	notices []dossier.Notice

	requests   []*request // whose answers wait for the commit
	answers    []answer
	checkpoint []byte
}

// succeed answers everyone.
func (b *commit) succeed() {
	for i, r := range b.requests {
		r.reply <- b.answers[i]
	}
}

// fail tells everyone why not.
func (b *commit) fail(err error) {
	for _, r := range b.requests {
		r.reply <- answer{err: err}
	}
}

func (d *Depositary) begin() *commit { return &commit{docket: d.w.docket, size: d.w.tree.Size()} }

// next is the position of the next entry.
func (b *commit) next() int64 { return b.size + int64(len(b.entries)) + 1 }

// add appends an entry that has been applied.
func (b *commit) add(e dossier.Entry) error {
	data, err := e.Marshal()
	if err != nil {
		return fmt.Errorf("write entry %d: %w", e.Seq, err)
	}
	b.entries = append(b.entries, store.Entry{Seq: e.Seq, Bytes: data})
	if b.docket.Keeping() == body.Reported {
		b.parsed = append(b.parsed, e)
	}
	return nil
}

// due enters every notice due at or before now, each dated by its deadline. A reported record holds none: they are
// worked out.
func (b *commit) due(now time.Time) error {
	if b.docket.Keeping() == body.Reported {
		return nil
	}
	for {
		n, ok := b.docket.Due(now)
		if !ok {
			return nil
		}
		e := dossier.NoticeEntry(b.next(), now, n)
		if err := b.docket.Apply(e); err != nil {
			return fmt.Errorf("enter notice %d: %w", e.Seq, err)
		}
		if err := b.add(e); err != nil {
			return err
		}
		b.notices = append(b.notices, n)
	}
}

// seal adds the entries to the tree and signs the checkpoint of the record with them.
func (d *Depositary) seal(b *commit) (err error) {
	for _, e := range b.entries {
		d.w.tree.Append(e.Bytes)
	}
	b.checkpoint, err = ledger.SignCheckpoint(d.signer, d.w.origin, d.w.tree.Size(), d.w.tree.Root())
	return err
}

// commit appends all entries at once and waits. Nothing else is under way. Afterwards the writer's state is that of
// the record, or forgotten.
func (d *Depositary) commit(ctx context.Context, b *commit) error {
	if len(b.entries) == 0 {
		return nil
	}
	if err := d.seal(b); err != nil {
		return d.forget(err)
	}
	if err := d.log.Append(ctx, b.size, b.entries, b.checkpoint); err != nil {
		if d.lease != nil && !d.lease.Holds() {
			d.stepBack()
		}
		return d.forget(fate(err, b))
	}
	d.w.docket, d.w.checkpoint = b.docket, b.checkpoint
	d.publish()
	return nil
}

// fate says what is known about a commit that failed.
func fate(err error, b *commit) error {
	what := fmt.Errorf("append %d entries at %d: %w", len(b.entries), b.size, err)
	switch {
	case errors.Is(err, store.ErrConflict):
		return errors.Join(ErrTaken, what)
	case errors.Is(err, store.ErrFull), errors.Is(err, store.ErrLocked), errors.Is(err, store.ErrClosed), errors.Is(err, store.ErrBroken),
		errors.Is(err, store.ErrReadOnly), errors.Is(err, store.ErrGap), errors.Is(err, store.ErrAway):
		return what // nothing was written
	}
	return errors.Join(ErrUnknownFate, what)
}

// forget drops the state: what it holds may not be what the record holds. The next request reads the record again.
func (d *Depositary) forget(err error) error {
	d.w.docket = nil
	level := slog.LevelDebug // whoever handed in is told
	if errors.Is(err, ErrUnknownFate) {
		level = slog.LevelWarn
	}
	d.logger.Log(context.Background(), level, "state forgotten, the record is read again", "err", err)
	return err
}

// remember reads the record again if the state was forgotten.
func (d *Depositary) remember(ctx context.Context) error {
	if d.w.docket != nil {
		return nil
	}
	var folded ledger.View // those that were shown were folded by this process
	if shown := d.now.Load(); shown != nil {
		folded = shown.Tree
	}
	r, err := d.read(ctx, folded)
	if err != nil {
		return fmt.Errorf("read the record again: %w", err)
	}
	if err := d.goesOn(r); err != nil {
		return fmt.Errorf("read the record again: %w", err)
	}
	d.w.adopt(r)
	d.publish()
	return nil
}

// goesOn refuses a record that does not hold what was shown of it before: a store that went back to an earlier state, as
// a database does whose standby was promoted without the last commits. To go on from there would be to sign two histories.
// ErrBehind, ErrParted.
func (d *Depositary) goesOn(r *Record) error {
	shown := d.now.Load()
	if shown == nil {
		return nil
	}
	if err := r.Continues(shown.Checkpoint); err != nil {
		return fmt.Errorf("%d entries were shown and answered, and the store has gone back to an earlier state, so nothing is entered: find the later state; "+
			"or end every process of this record, start them again to go on from the earlier one, and tell those who hold receipts: %w", shown.Size, err)
	}
	return nil
}

// enterDue enters what has come due, in a commit of its own.
func (d *Depositary) enterDue(ctx context.Context) error {
	d.settle(ctx)
	for try := range retries {
		if err := d.remember(ctx); err != nil {
			return err
		}
		at, err := d.time()
		if err != nil {
			return fmt.Errorf("enter what has come due: %w", err)
		}
		b := d.begin()
		if err := b.due(at); err != nil {
			return d.forget(err)
		}
		err = d.commit(ctx, b)
		if !errors.Is(err, store.ErrConflict) || try+1 == retries {
			return err
		}
	}
	return nil
}
