package depositary

import (
	"context"
	"sync"
	"time"

	"accede/body"
	"accede/dossier"
)

// past keeps dockets that readers have asked for. Each is handed to many readers and never applied to again.
type past struct {
	mu      sync.Mutex
	current *dossier.Docket
	copied  time.Time                 // when current was copied from the writer's state
	took    time.Duration             // and how long that took
	days    map[int64]*dossier.Docket // by the instant asked for
	size    int64                     // of the record when the days were folded
}

// keptDays is how many past dockets are kept.
const keptDays = 64

// patience is how much older than the time it took to copy it the current docket may be, so that readers of a large
// record that grows fast cost the writer at most a tenth of its time.
const patience = 10

// Docket answers the record as it was at an instant, or, for the zero instant, as it is now. It is shared: readers
// must not apply anything to it. The first call after the record has grown costs the writer a copy of the state, or
// for a past instant the caller a fold of the record; later ones cost nothing. Where a copy takes long, the current
// docket may be older than the last receipt, by at most ten times as long.
func (d *Depositary) Docket(ctx context.Context, asOf time.Time) (*dossier.Docket, error) {
	d.past.mu.Lock()
	defer d.past.mu.Unlock()
	if asOf.IsZero() {
		return d.currentDocket(ctx)
	}
	size := d.Size()
	if d.past.size != size || len(d.past.days) >= keptDays {
		d.past.days, d.past.size = map[int64]*dossier.Docket{}, size
	}
	if have := d.past.days[asOf.UnixNano()]; have != nil {
		return have, nil
	}
	entries, err := Entries(ctx, d.log)
	if err != nil {
		return nil, err
	}
	// What was appended since size was read is registered later than anything that may be kept under it.
	folded, err := dossier.Fold(entries[:min(int64(len(entries)), size)], asOf)
	if err != nil {
		return nil, err
	}
	d.past.days[asOf.UnixNano()] = folded
	return folded, nil
}

// currentDocket answers the docket of the last commit. In a reported record what follows from time alone is in it up
// to now.
func (d *Depositary) currentDocket(ctx context.Context) (*dossier.Docket, error) {
	now := d.clock()
	fresh := func(c *dossier.Docket) bool {
		return c.Size() == d.Size() || now.Sub(d.past.copied) < patience*d.past.took
	}
	if c := d.past.current; c != nil && fresh(c) {
		next, ok := c.NextDeadline()
		if c.Keeping() != body.Reported || !ok || next.After(now) {
			return c, nil
		}
	}
	a, err := d.ask(&request{ctx: ctx, look: true, reply: make(chan answer, 1)})
	if err != nil {
		return nil, err
	}
	if a.err != nil {
		return nil, a.err
	}
	if err := a.docket.Advance(now); err != nil {
		return nil, err
	}
	d.past.current, d.past.copied, d.past.took = a.docket, now, a.took
	return a.docket, nil
}
