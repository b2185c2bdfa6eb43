package depositary

import (
	"context"
	"errors"
	"fmt"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/internal/store"
	"accede/ledger"
)

// writer is the state of the one goroutine that may append. Between batches it agrees with the log; when a commit
// fails it is forgotten and read again, never patched up.
type writer struct {
	docket     *dossier.Docket // nil: forgotten, to be read again
	tree       *ledger.Tree
	checkpoint []byte
	origin     ledger.Origin
	host       string
	last       time.Time // the last time of registration given
}

func (w *writer) adopt(r *Record) {
	last := w.last
	if r.Docket.Keeping() == body.Official && r.Docket.At().After(last) {
		last = r.Docket.At()
	}
	*w = writer{docket: r.Docket, tree: r.Tree, checkpoint: r.Checkpoint, origin: r.Origin, host: r.HostKey, last: last}
}

// time answers the time of registration: the clock's, in UTC, but never before the last one.
func (d *Depositary) time() time.Time {
	// Without the monotonic reading, and in the precision in which entries are written.
	now := d.clock().UTC().Round(0).Truncate(time.Microsecond)
	if now.Before(d.w.last) {
		now = d.w.last
	}
	d.w.last = now
	return now
}

// longestSleep bounds the timer: the timers of a machine that was suspended may run late by the time it slept.
const longestSleep = time.Minute

// receive is the writer: it takes whatever is queued, or enters what has come due, until the depositary is closed.
func (d *Depositary) receive() {
	defer close(d.done)
	ctx := context.Background() // a commit that has begun is not broken off by whoever asked for it
	timer := time.NewTimer(d.sleep())
	defer timer.Stop()
	for {
		select {
		case r := <-d.queue:
			d.serve(ctx, d.gather(r))
		case <-timer.C:
			if err := d.enterDue(ctx); err != nil {
				d.logger.Error("notices not entered", "err", err)
			}
		case <-d.closed:
			if rest := d.gather(nil); len(rest) > 0 {
				d.serve(ctx, rest)
			}
			return
		}
		timer.Reset(d.sleep())
	}
}

// sleep answers how long nothing comes due, within bounds.
func (d *Depositary) sleep() time.Duration {
	if d.w.docket == nil {
		return longestSleep // it is read again with the next request, or then
	}
	next, ok := d.w.docket.NextDeadline()
	if !ok || d.w.docket.Keeping() == body.Reported {
		return longestSleep
	}
	return min(max(next.Sub(d.clock()), time.Millisecond), longestSleep)
}

// gather takes what is queued, without waiting.
func (d *Depositary) gather(first *request) []*request {
	var all []*request
	if first != nil {
		all = append(all, first)
	}
	for {
		select {
		case r := <-d.queue:
			all = append(all, r)
		default:
			return all
		}
	}
}

// retries is how often a batch is decided again when somebody else appended before it.
const retries = 3

// serve decides a batch, commits it and answers everyone in it. Files and looks at the docket are a batch of
// their own, in their turn.
func (d *Depositary) serve(ctx context.Context, all []*request) {
	for len(all) > 0 {
		n := 0
		for n < len(all) && all[n].act != nil {
			n++
		}
		if n > 0 {
			d.serveActs(ctx, all[:n])
			all = all[n:]
			continue
		}
		d.serveOne(ctx, all[0])
		all = all[1:]
	}
}

func (d *Depositary) serveOne(ctx context.Context, r *request) {
	if err := d.remember(ctx); err != nil {
		r.reply <- answer{err: err}
		return
	}
	if r.look {
		begun := d.clock()
		c := d.w.docket.Clone()
		r.reply <- answer{docket: c, took: d.clock().Sub(begun)}
		return
	}
	r.reply <- d.serveFile(ctx, r)
}

func (d *Depositary) serveActs(ctx context.Context, all []*request) {
	for try := range retries {
		answers, err := d.decideActs(ctx, all)
		if err == nil {
			for i, r := range all {
				r.reply <- answers[i]
			}
			return
		}
		if errors.Is(err, store.ErrConflict) && try+1 < retries {
			continue // read again, then decide again
		}
		for _, r := range all {
			r.reply <- answer{err: err}
		}
		return
	}
}

// decideActs decides acts one after another, each on what the ones before it have made, and commits those that are
// admissible. An error is one of the whole batch.
func (d *Depositary) decideActs(ctx context.Context, all []*request) ([]answer, error) {
	if err := d.remember(ctx); err != nil {
		return nil, err
	}
	at := d.time()
	b := d.begin()
	if err := b.due(at); err != nil {
		return nil, d.forget(err)
	}
	answers := make([]answer, len(all))
	for i, r := range all {
		if r.ctx.Err() != nil {
			answers[i].err = r.ctx.Err() // nobody waits for it any more, and nothing was done
			continue
		}
		var err error
		if answers[i], err = d.decide(ctx, b, r.act, at); err != nil {
			return nil, d.forget(err)
		}
	}
	if err := d.commit(ctx, b); err != nil {
		return nil, err
	}
	return answers, nil
}

// decide decides one act and adds it to the commit. The error is that the state can no longer be trusted.
func (d *Depositary) decide(ctx context.Context, b *commit, p *prepared, at time.Time) (answer, error) {
	if seq, ok := b.docket.SeenHash(p.hash); ok {
		return answer{seq: seq, already: true}, nil
	}
	if seq, _, ok := b.docket.SeenID(p.act.ID); ok {
		return answer{err: fmt.Errorf("register act %q: entry %d is another act under this id: %w", p.act.ID, seq, ErrConflict)}, nil
	}
	e := dossier.ActEntry(b.next(), at, p.act, p.bytes)
	if !b.docket.InOrder(p.act) {
		return d.insert(ctx, b, e)
	}
	if err := b.docket.Apply(e); err != nil {
		return answer{err: refusal("register", p.act, err)}, nil
	}
	if err := b.add(e); err != nil {
		return answer{}, err
	}
	from := len(b.notices)
	if err := b.due(at); err != nil {
		return answer{}, err
	}
	return answer{seq: e.Seq, at: at, notices: b.notices[from:len(b.notices):len(b.notices)]}, nil
}

// refusal adds what was being done to a refusal, which names the act itself.
func refusal(doing string, a *act.Act, err error) error {
	if _, ok := errors.AsType[*dossier.Refusal](err); ok {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return fmt.Errorf("%s act %q: %w", doing, a.ID, err)
}

// commit is a batch on its way into the log.
type commit struct {
	docket  *dossier.Docket // with the batch applied
	size    int64           // of the record without it
	entries []store.Entry
	parsed  []dossier.Entry
	notices []dossier.Notice
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
	b.parsed = append(b.parsed, e)
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

// commit signs the checkpoint and appends all entries at once. Afterwards the writer's state is that of the record,
// or forgotten.
func (d *Depositary) commit(ctx context.Context, b *commit) error {
	if len(b.entries) == 0 {
		return nil
	}
	for _, e := range b.entries {
		d.w.tree.Append(e.Bytes)
	}
	checkpoint, err := ledger.SignCheckpoint(d.signer, d.w.origin, d.w.tree.Size(), d.w.tree.Root())
	if err != nil {
		return d.forget(err)
	}
	if err := d.log.Append(ctx, b.size, b.entries, checkpoint); err != nil {
		return d.forget(fate(err, b))
	}
	d.w.docket, d.w.checkpoint = b.docket, checkpoint
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
		errors.Is(err, store.ErrReadOnly), errors.Is(err, store.ErrGap):
		return what // nothing was written
	}
	return errors.Join(ErrUnknownFate, what)
}

// forget drops the state: what it holds may not be what the record holds. The next request reads the record again.
func (d *Depositary) forget(err error) error {
	d.w.docket = nil
	d.logger.Warn("state forgotten, the record is read again", "err", err)
	return err
}

// remember reads the record again if the state was forgotten.
func (d *Depositary) remember(ctx context.Context) error {
	if d.w.docket != nil {
		return nil
	}
	r, err := Load(ctx, d.log)
	if err != nil {
		return fmt.Errorf("read the record again: %w", err)
	}
	d.w.adopt(r)
	d.publish()
	return nil
}

// enterDue enters what has come due, in a commit of its own.
func (d *Depositary) enterDue(ctx context.Context) error {
	for try := range retries {
		if err := d.remember(ctx); err != nil {
			return err
		}
		b := d.begin()
		if err := b.due(d.time()); err != nil {
			return d.forget(err)
		}
		err := d.commit(ctx, b)
		if !errors.Is(err, store.ErrConflict) || try+1 == retries {
			return err
		}
	}
	return nil
}
