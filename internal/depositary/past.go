package depositary

import (
	"context"
	"errors"
	"sync"
	"time"

	"accede/body"
	"accede/dossier"
	"accede/internal/store"
)

// past keeps dockets that readers have asked for. Each is handed to many readers and never applied to again.
type past struct {
	now  current
	then days
}

// current is the docket of the last commit, as readers have it.
type current struct {
	mu     sync.Mutex
	docket *dossier.Docket
	copied time.Time     // when it was copied from the writer's state
	took   time.Duration // and how long that took
}

// days are dockets of the past, by the instant asked for. Whoever asks for another one waits for those before it, so
// that a crowd of readers cannot fold a long record many times at once.
type days struct {
	mu   sync.Mutex
	kept map[int64]*dossier.Docket
	size int64 // of the record when they were folded
}

// At most keptDays past dockets are kept, and of a long record only so many that they hold keptEntries together.
const (
	keptDays    = 64
	keptEntries = 200_000
)

// full says whether there is room for no further docket.
func (d *days) full() bool {
	return len(d.kept) >= keptDays || int64(len(d.kept)+1)*d.size > keptEntries
}

// patience is how much older than the time it took to copy it the current docket may be, so that readers of a large
// record that grows fast cost the writer at most a tenth of its time.
const patience = 10

// Docket answers the record as it was at an instant, or, for the zero instant, as it is now. It is shared: readers
// must not apply anything to it. The first call after the record has grown costs the writer a copy of the state, or
// for a past instant the caller a fold of the record; later ones cost nothing. Where a copy takes long, the current
// docket may be older than the last receipt, by at most ten times as long; while the database is away, it is the last that
// was known.
func (d *Depositary) Docket(ctx context.Context, asOf time.Time) (*dossier.Docket, error) {
	if asOf.IsZero() {
		return d.currentDocket(ctx)
	}
	then := &d.past.then
	then.mu.Lock()
	defer then.mu.Unlock()
	if size := d.Size(); then.size != size {
		then.kept, then.size = nil, size
	}
	if have := then.kept[asOf.UnixNano()]; have != nil {
		return have, nil
	}
	entries, err := Entries(ctx, d.log)
	if err != nil {
		return nil, err
	}
	// What was appended since the size was read does not belong to what is kept under that size.
	folded, err := dossier.Fold(entries[:min(int64(len(entries)), then.size)], asOf)
	if err != nil {
		return nil, err
	}
	if then.kept == nil || then.full() {
		then.kept = map[int64]*dossier.Docket{}
	}
	then.kept[asOf.UnixNano()] = folded
	return folded, nil
}

// currentDocket answers the docket of the last commit. In a reported record what follows from time alone is in it up
// to now.
func (d *Depositary) currentDocket(ctx context.Context) (*dossier.Docket, error) {
	c := &d.past.now
	c.mu.Lock()
	defer c.mu.Unlock()
	now := d.clock()
	if c.docket != nil && d.fresh(c, now) {
		return c.docket, nil
	}
	a, err := d.ask(&request{ctx: ctx, look: true, reply: make(chan answer, 1)})
	if err != nil {
		return nil, err
	}
	if errors.Is(a.err, store.ErrAway) && c.docket != nil {
		return c.docket, nil // what was known when the database went away
	}
	if a.err != nil {
		return nil, a.err
	}
	if err := a.docket.Advance(now); err != nil {
		return nil, err
	}
	c.docket, c.copied, c.took = a.docket, now, a.took
	return c.docket, nil
}

// fresh says whether the docket readers have will do: nothing has been added, or only just, and nothing has come due.
func (d *Depositary) fresh(c *current, now time.Time) bool {
	if c.docket.Size() != d.Size() && (now.Before(c.copied) || now.Sub(c.copied) >= patience*c.took) { // a clock that was set back makes nothing fresh
		return false
	}
	next, ok := c.docket.NextDeadline()
	return c.docket.Keeping() != body.Reported || !ok || next.After(now)
}
