package depositary

import (
	"context"
	"errors"
	"fmt"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/dossier"
	"accede/internal/store"
	"accede/ledger"
)

// Lease is a log that several processes share, of which the one that holds the lease may append: *postgres.Log.
type Lease interface {
	// Take takes the lease if nobody holds it. store.ErrLocked: another process does.
	Take(ctx context.Context) error
	// Holds reports whether this process holds the lease as far as it knows.
	Holds() bool
}

// Hand hands an act to the process that writes, and answers the position at which it is registered there.
// store.ErrLocked: no process writes at the moment; nothing was registered.
type Hand func(ctx context.Context, bytes []byte, sigs []signature.Signature, items []act.Opening) (seq int64, already bool, err error)

const (
	// vieEvery is how often a process that does not write tries whether it may.
	vieEvery = 200 * time.Millisecond
	// handEvery is how long an act waits before it is handed on again, and handTries how often that is done: longer
	// than a writer that died is missed.
	handEvery = 100 * time.Millisecond
	handTries = 30
	// followWithin bounds how long a reader waits for the store before the next thing is seen to.
	followWithin = 5 * time.Second
)

// Writes reports whether this process is the one that appends to the record.
func (d *Depositary) Writes() bool { return d.lease == nil || d.writing.Load() }

// vie takes the lease as soon as it is free, and tells the writer's goroutine, until the depositary is closed.
func (d *Depositary) vie() {
	ctx, cancel := d.life()
	defer cancel()
	tick := time.NewTicker(vieEvery)
	defer tick.Stop()
	for {
		if d.lease.Holds() != d.writing.Load() || !d.lease.Holds() && d.lease.Take(ctx) == nil {
			select {
			case d.turned <- struct{}{}:
			case <-d.closed:
				return
			}
		}
		select {
		case <-tick.C:
		case <-d.closed:
			return
		}
	}
}

// listen tells the writer's goroutine of entries that another process has appended.
func (d *Depositary) listen() {
	ctx, cancel := d.life()
	defer cancel()
	for ctx.Err() == nil {
		before := d.Size()
		err := d.log.Wait(ctx, before)
		if err == nil && !d.writing.Load() {
			read := make(chan struct{})
			select {
			case d.grown <- read:
				<-read
			case <-d.closed:
				return
			}
		}
		if d.Size() == before { // it could not be read, or is just being appended by this process
			select {
			case <-time.After(handEvery / 10):
			case <-d.closed:
			}
		}
	}
}

// life answers a context that ends when the depositary is closed.
func (d *Depositary) life() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		select {
		case <-d.closed:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// turn begins to write where the lease was taken, after reading what others have written; or steps back to reading
// where it was lost.
func (d *Depositary) turn(ctx context.Context) {
	if !d.lease.Holds() {
		d.stepBack()
		return
	}
	if d.writing.Load() {
		return
	}
	if err := d.follow(ctx); err != nil {
		d.logger.Error("the lease is taken, and the record cannot be read", "err", err)
		return // vie asks again
	}
	if err := d.enterDue(ctx); err != nil {
		d.logger.Error("notices not entered", "err", err)
	}
	if d.w.docket == nil {
		return
	}
	if err := d.reconcile(ctx); err != nil { // before acts are taken, whose content might be kept already
		d.logger.Error("what is enclosed not compared with the record", "err", err)
	}
	d.writing.Store(true)
	d.logger.Info("this process writes the record", "size", d.Size())
}

// stepBack returns to reading: nothing more is decided here, and what was decided is read again from the record.
func (d *Depositary) stepBack() {
	if d.writing.Swap(false) {
		d.logger.Warn("this process no longer writes the record")
	}
}

// follow takes in what another process has appended. What does not agree is read again from the beginning, which says
// what is wrong.
func (d *Depositary) follow(life context.Context) error {
	if d.w.docket != nil {
		ctx, cancel := context.WithTimeout(life, followWithin)
		defer cancel()
		err := d.followOn(ctx)
		if err == nil {
			d.publish()
			return nil
		}
		if errors.Is(err, store.ErrAway) || ctx.Err() != nil {
			return err
		}
		_ = d.forget(err) // it is in the log; what is wrong is said below
	}
	return d.remember(life) // a long record takes longer; the store bounds each reading of its own
}

// followOn reads the entries from the end of what is known up to the last checkpoint, and applies them.
func (d *Depositary) followOn(ctx context.Context) error {
	host, err := ledger.NewVerifier(d.w.host)
	if err != nil {
		return err
	}
	signed, err := d.log.Checkpoint(ctx)
	if err != nil {
		return err
	}
	c, err := ledger.OpenCheckpoint(host, d.w.origin, signed)
	if err != nil {
		return err
	}
	for d.w.tree.Size() < c.Size {
		raw, err := d.log.Read(ctx, d.w.tree.Size(), int(min(batchLen, c.Size-d.w.tree.Size())))
		if err != nil {
			return err
		}
		if len(raw) == 0 {
			return &store.DamageError{Position: d.w.tree.Size() + 1, What: "missing"}
		}
		for _, r := range raw {
			if err := d.takeIn(r); err != nil {
				return err
			}
		}
	}
	if root := d.w.tree.Root(); c.Size != d.w.tree.Size() || c.Root != root {
		return &store.DamageError{What: fmt.Sprintf("the entries have the root %v, the host has signed %v at %d", root, c.Root, c.Size)}
	}
	d.w.checkpoint = signed
	return nil
}

// takeIn applies an entry that another process has appended.
func (d *Depositary) takeIn(r store.Entry) error {
	e, err := dossier.ParseEntry(r.Bytes)
	if err != nil {
		return err
	}
	if next := d.w.tree.Size() + 1; r.Seq != next || e.Seq != next {
		return &store.DamageError{Position: next, What: fmt.Sprintf("it says that it is entry %d", e.Seq)}
	}
	if e.Act != nil {
		if !d.w.docket.InOrder(e.Act) {
			return fmt.Errorf("entry %d is of an earlier day: the record is folded anew", e.Seq)
		}
		if !d.w.rehearsal {
			if err := CheckSeen(d.w.tree.View(), e.Act); err != nil {
				return err
			}
		}
	}
	if err := d.w.docket.Apply(e); err != nil {
		return err
	}
	d.w.tree.Append(r.Bytes)
	if d.w.docket.Keeping() == body.Official && e.At.After(d.w.last) {
		d.w.last = e.At // the time of a record never goes back, whichever process tells it
	}
	return nil
}

// shared registers an act here where this process writes, and hands it on where another does. While the writer
// changes, the act waits: it can be handed on again, since the same act has one receipt.
func (d *Depositary) shared(ctx context.Context, bytes []byte, sigs []signature.Signature, items []act.Opening) (Receipt, error) {
	var unknown bool
	for try := 1; ; try++ {
		r, err := d.sharedOnce(ctx, bytes, sigs, items)
		unknown = unknown || errors.Is(err, ErrUnknownFate)
		if err == nil || try == handTries || ctx.Err() != nil || !errors.Is(err, store.ErrLocked) && !errors.Is(err, ErrUnknownFate) {
			if unknown && (errors.Is(err, store.ErrLocked) || errors.Is(err, store.ErrAway)) {
				err = fmt.Errorf("%w (%v)", ErrUnknownFate, err) // of the last attempt it is known, of all of them not
			}
			return r, err
		}
		select {
		case <-time.After(handEvery):
		case <-ctx.Done():
		case <-d.closed:
			return Receipt{}, errors.Join(err, ErrClosed)
		}
	}
}

func (d *Depositary) sharedOnce(ctx context.Context, bytes []byte, sigs []signature.Signature, items []act.Opening) (Receipt, error) {
	if d.writing.Load() {
		return d.SubmitHere(ctx, bytes, sigs, items)
	}
	if d.hand == nil {
		return Receipt{}, fmt.Errorf("another process writes the record: %w", store.ErrLocked)
	}
	a, err := act.Parse(bytes)
	if err != nil {
		return Receipt{}, err
	}
	seq, already, err := d.hand(ctx, bytes, sigs, items)
	if err != nil {
		return Receipt{}, err
	}
	r, err := d.receiptAt(ctx, act.Hash(bytes), seq, already)
	r.ID = a.ID
	return r, err
}

// receiptAt answers the receipt of an act that another process has registered, from the record as it is read here.
func (d *Depositary) receiptAt(ctx context.Context, hash [32]byte, seq int64, already bool) (Receipt, error) {
	within, cancel := context.WithTimeout(ctx, followWithin)
	defer cancel()
	for n := range d.feed.Subscribe(within) {
		if n < seq {
			continue
		}
		r, err := d.receipt(ctx, hash, answer{seq: seq, already: true})
		if r.Already = already; err != nil || already {
			return r, err
		}
		r.Notices, err = d.noticesBehind(ctx, seq)
		return r, err
	}
	return Receipt{}, fmt.Errorf("entry %d was registered and cannot be read here: %w", seq, ErrUnknownFate)
}

// noticesBehind reads the notices that were entered in consequence of an act.
func (d *Depositary) noticesBehind(ctx context.Context, seq int64) (all []dossier.Notice, err error) {
	for after := seq; ; after++ {
		raw, err := d.log.Read(ctx, after, 1)
		if err != nil || len(raw) == 0 {
			return all, err
		}
		e, err := dossier.ParseEntry(raw[0].Bytes)
		if err != nil {
			return nil, &store.DamageError{Position: after + 1, What: err.Error()}
		}
		if e.Notice == nil {
			return all, nil
		}
		all = append(all, *e.Notice)
	}
}
