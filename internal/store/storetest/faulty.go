package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"accede/internal/store"
)

// ErrFault is what a Faulty log answers when the fate of an append is unknown
// to the caller.
var ErrFault = errors.New("a fault that the test wanted")

// Fault is what goes wrong with one append.
type Fault int

// The faults of a log. The zero value is none.
const (
	Sound      Fault = iota // done, and said so
	NotDone                 // not done; the caller is told ErrFault
	DoneUnsaid              // done; the caller is told ErrFault all the same
	NoRoom                  // not done; the caller is told store.ErrFull
	Overtaken               // not done; the caller is told store.ErrConflict
)

// Faulty is a log that fails on purpose, in each of the ways a real one can.
// It has an opinion: after an append of unknown fate, the caller must read
// before it appends again, or the test fails.
type Faulty struct {
	store.Log
	t testing.TB

	mu      sync.Mutex
	next    []Fault
	unknown bool // the last append's fate is unknown, and nobody has read since
	appends int
}

var _ store.Log = (*Faulty)(nil)

// NewFaulty wraps a log that works.
func NewFaulty(t testing.TB, log store.Log) *Faulty { return &Faulty{Log: log, t: t} }

// Plan says what goes wrong with the next appends, in their order, after what
// was planned before. Appends beyond the plan are sound.
func (f *Faulty) Plan(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.next = append(f.next, faults...)
}

// Appends returns how many appends were tried.
func (f *Faulty) Appends() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.appends
}

// Append implements store.Log, by the plan.
func (f *Faulty) Append(ctx context.Context, n int64, entries []store.Entry, checkpoint []byte) error {
	switch fault := f.begin(n); fault {
	case Sound:
		return f.Log.Append(ctx, n, entries, checkpoint)
	case NotDone:
		return fmt.Errorf("append at %d: %w", n, ErrFault)
	case DoneUnsaid:
		if err := f.Log.Append(ctx, n, entries, checkpoint); err != nil {
			return err
		}
		return fmt.Errorf("append at %d: %w", n, ErrFault)
	case NoRoom:
		return fmt.Errorf("append at %d: %w", n, store.ErrFull)
	case Overtaken:
		return fmt.Errorf("append at %d: %w", n, store.ErrConflict)
	default:
		panic(fmt.Sprintf("storetest: fault %d is none", fault))
	}
}

// begin takes the next fault from the plan.
func (f *Faulty) begin(n int64) Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.appends++
	if f.unknown {
		f.t.Errorf("Append(%d) after an append of unknown fate, without reading in between", n)
		f.unknown = false
	}
	if len(f.next) == 0 {
		return Sound
	}
	fault := f.next[0]
	f.next = f.next[1:]
	f.unknown = fault == NotDone || fault == DoneUnsaid
	return fault
}

// Read implements store.Log.
func (f *Faulty) Read(ctx context.Context, after int64, limit int) ([]store.Entry, error) {
	f.known()
	return f.Log.Read(ctx, after, limit)
}

// Size implements store.Log.
func (f *Faulty) Size(ctx context.Context) (int64, error) {
	f.known()
	return f.Log.Size(ctx)
}

func (f *Faulty) known() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.unknown = false
}
