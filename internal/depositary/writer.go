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

// writer is the state of the one goroutine that may append. It runs ahead of the log by the commits under way; when
// one fails it is forgotten and read again, never patched up.
type writer struct {
	open   *commit // being made up; nil: nothing is
	flight *flight // on its way to the disk; nil: nothing is
	gather gather  // for whom the commit that is being made up waits

	docket     *dossier.Docket // nil: forgotten, to be read again
	tree       *ledger.Tree
	checkpoint []byte
	origin     ledger.Origin
	host       string
	rehearsal  bool
	last       time.Time // the last time of registration given
}

func (w *writer) adopt(r *Record) {
	last := w.last
	if r.Docket.Keeping() == body.Official && r.Docket.At().After(last) {
		last = r.Docket.At()
	}
	*w = writer{gather: w.gather, docket: r.Docket, tree: r.Tree, checkpoint: r.Checkpoint, origin: r.Origin, host: r.HostKey, rehearsal: r.Rehearsal, last: last}
}

// time answers the time of registration: the clock's, in UTC, but never before the last one. ErrClock: it is not trusted.
func (d *Depositary) time() (time.Time, error) {
	if err := d.trusted.judge(); err != nil {
		return time.Time{}, err
	}
	// Without the monotonic reading, and in the precision in which entries are written.
	now := d.clock().UTC().Round(0).Truncate(time.Microsecond)
	if now.Before(d.w.last) {
		now = d.w.last
	}
	d.w.last = now
	return now, nil
}

// longestSleep bounds the timer: the timers of a machine that was suspended may run late by the time it slept.
const longestSleep = time.Minute

// receive is the writer: it decides whatever is queued, or enters what has come due, until the depositary is closed.
// While one commit is on its way to the disk, what comes in meanwhile is decided for the next.
func (d *Depositary) receive() {
	defer close(d.done)
	ctx := context.Background() // a commit that has begun is not broken off by whoever asked for it
	timer := time.NewTimer(d.sleep())
	defer timer.Stop()
	for {
		select {
		case r := <-d.queue:
			d.accept(ctx, r)
			d.drain(ctx)
		case err := <-d.w.flight.landing():
			d.land(ctx, err)
		case <-d.w.gather.over():
			d.w.gather.wanted = 0
		case <-d.turned:
			d.settle(ctx)
			d.turn(ctx)
		case read := <-d.grown:
			if !d.writing.Load() {
				if err := d.follow(ctx); err != nil {
					d.logger.Error("the record has grown and cannot be read", "err", err)
				}
			}
			close(read)
		case <-timer.C:
			if !d.Writes() {
				break
			}
			if err := d.enterDue(ctx); err != nil && !errors.Is(err, ErrClock) { // of the clock it has been said
				d.logger.Error("notices not entered", "err", err)
			}
		case <-d.closed:
			d.drain(ctx)
			d.settle(ctx)
			return
		}
		if d.w.open == nil || d.w.gather.enough(len(d.w.open.requests)) {
			d.launch(ctx)
		}
		timer.Reset(d.sleep())
	}
}

// sleep answers how long nothing comes due, within bounds.
func (d *Depositary) sleep() time.Duration {
	if d.w.docket == nil || !d.Writes() {
		return longestSleep // it is read again with the next request, or then
	}
	if d.trusted.judge() != nil {
		return mistrustEvery
	}
	next, ok := d.w.docket.NextDeadline()
	if !ok || d.w.docket.Keeping() == body.Reported {
		return longestSleep
	}
	return min(max(next.Sub(d.clock()), time.Millisecond), longestSleep)
}

// drain accepts what is queued, without waiting.
func (d *Depositary) drain(ctx context.Context) {
	for {
		select {
		case r := <-d.queue:
			d.accept(ctx, r)
		default:
			return
		}
	}
}

// accept decides an act on what the ones before it have made, and adds it to the commit that is being made up. Files
// and looks at the docket want the state of the record itself: what is under way is finished first.
func (d *Depositary) accept(ctx context.Context, r *request) {
	switch {
	case r.ctx.Err() != nil: // nobody waits for it any more, and nothing was done
		r.reply <- answer{err: r.ctx.Err()}
	case r.act == nil:
		d.settle(ctx)
		r.reply <- d.serveOne(ctx, r)
	default:
		if err := d.acceptAct(ctx, r); err != nil {
			r.reply <- answer{err: err}
		}
	}
}

// acceptAct answers an error when the state is not there, or can no longer be trusted and has been forgotten.
func (d *Depositary) acceptAct(ctx context.Context, r *request) error {
	if !d.Writes() {
		return fmt.Errorf("another process writes the record: %w", store.ErrLocked)
	}
	if d.w.docket == nil || !d.w.docket.InOrder(r.act.act) {
		d.settle(ctx) // the record will be read, so all of it must be there
	}
	if err := d.remember(ctx); err != nil {
		return err
	}
	at, err := d.time()
	if err != nil {
		return fmt.Errorf("register act %q: %w", r.act.act.ID, err)
	}
	if d.w.open == nil {
		d.w.open = d.begin()
	}
	b := d.w.open
	if err := b.due(at); err != nil {
		return d.abandon(ctx, err)
	}
	a, err := d.decide(ctx, b, r.act, at)
	if err != nil {
		return d.abandon(ctx, err)
	}
	d.w.docket = b.docket
	b.requests, b.answers = append(b.requests, r), append(b.answers, a)
	return nil
}

// abandon forgets the state after an error that should not happen. Whoever is in the commit being made up is told.
func (d *Depositary) abandon(ctx context.Context, err error) error {
	b := d.w.open
	d.w.open = nil
	d.settle(ctx) // what is on its way may still arrive
	err = d.forget(err)
	b.fail(err)
	return err
}

func (d *Depositary) serveOne(ctx context.Context, r *request) answer {
	if err := d.remember(ctx); err != nil {
		return answer{err: err}
	}
	if r.look {
		begun := d.clock()
		c := d.w.docket.Clone()
		return answer{docket: c, tree: d.w.tree.View(), took: d.clock().Sub(begun)}
	}
	if r.note != nil {
		return answer{err: d.keepCosigned(ctx, r.note)}
	}
	return d.serveFile(ctx, r)
}

// gather is the wait of a commit for those who are about to hand in again: parties that hand in one act after another
// would otherwise fall into two halves, of which each waits for the commit of the other, and there would be twice as many
// commits.
type gather struct {
	wanted int // acts that are waited for
	timer  *time.Timer
}

// A crowd larger than mostGathered is not waited for: there the time of the processors is worth more than that of the
// disk. gatherFor is how long the wait lasts, for those who do not come.
const (
	mostGathered = 16
	gatherFor    = time.Millisecond
)

// landed notes how many acts were under way when a commit landed: in it, in the next, and on their way there.
func (g *gather) landed(acts int) {
	g.wanted = 0
	if acts < 2 || acts > mostGathered {
		return
	}
	g.wanted = acts
	if g.timer == nil {
		g.timer = time.NewTimer(gatherFor)
		return
	}
	g.timer.Reset(gatherFor)
}

// enough says whether a commit of so many acts waits for no more.
func (g *gather) enough(acts int) bool { return acts >= g.wanted }

// over is where the end of the wait comes in; nothing comes in while nobody is waited for.
func (g *gather) over() <-chan time.Time {
	if g.timer == nil || g.wanted == 0 {
		return nil
	}
	return g.timer.C
}

// flight is a commit on its way to the disk.
type flight struct {
	commit *commit
	done   chan error
}

// landing is where the fate of the commit comes in; nothing comes in when there is none on its way.
func (f *flight) landing() <-chan error {
	if f == nil {
		return nil
	}
	return f.done
}

// launch sends the commit that has been made up on its way, unless one is.
func (d *Depositary) launch(ctx context.Context) {
	b := d.w.open
	if d.w.flight != nil || b == nil {
		return
	}
	d.w.open = nil
	if len(b.entries) == 0 {
		b.succeed()
		return
	}
	if err := d.seal(b); err != nil {
		b.fail(d.forget(err))
		return
	}
	f := &flight{b, make(chan error, 1)}
	d.w.flight = f
	go func() { f.done <- d.log.Append(ctx, b.size, b.entries, b.checkpoint) }()
}

// retries is how often an act is decided again when somebody else appended before it.
const retries = 3

// land answers everyone in the commit that has arrived, or failed. After a failure the state is forgotten, and what
// was decided on top of it meanwhile is decided again.
func (d *Depositary) land(ctx context.Context, err error) {
	b := d.w.flight.commit
	d.w.flight = nil
	if err == nil {
		d.w.checkpoint = b.checkpoint
		d.publish()
		d.w.gather.landed(int(d.inside.Load()))
		b.succeed()
		return
	}
	d.w.gather.wanted = 0
	if d.lease != nil && !d.lease.Holds() {
		d.stepBack()
	}
	err = d.forget(fate(err, b))
	var again []*request
	for _, r := range b.requests {
		if r.tries++; errors.Is(err, store.ErrConflict) && r.tries < retries {
			again = append(again, r) // read again, then decide again
			continue
		}
		r.reply <- answer{err: err}
	}
	if next := d.w.open; next != nil {
		d.w.open = nil
		again = append(again, next.requests...)
	}
	for _, r := range again {
		d.accept(ctx, r)
	}
}

// settle waits until nothing is under way.
func (d *Depositary) settle(ctx context.Context) {
	for d.w.flight != nil || d.w.open != nil {
		d.launch(ctx)
		if d.w.flight != nil {
			d.land(ctx, <-d.w.flight.done)
		}
	}
}

// decide decides one act and adds it to the commit. The error is that the state can no longer be trusted.
func (d *Depositary) decide(ctx context.Context, b *commit, p *prepared, at time.Time) (answer, error) {
	if seq, ok := b.docket.SeenHash(p.hash); ok {
		return answer{seq: seq, already: true}, nil
	}
	if seq, _, ok := b.docket.SeenID(p.act.ID); ok {
		return answer{err: fmt.Errorf("register act %q: entry %d is another act under this id: %w", p.act.ID, seq, ErrConflict)}, nil
	}
	if err := d.checkShare(b.docket, p.act); err != nil {
		return answer{err: err}, nil
	}
	if err := checkNames(b.docket, p.act); err != nil {
		return answer{err: err}, nil
	}
	e := p.at(b.next(), at)
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
