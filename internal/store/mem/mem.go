// Package mem keeps a record in memory: for tests, trials and the
// demonstration of a moment.
//
// It keeps every promise of store.Log but durability: what it holds is gone
// with the process. It knows bytes and positions and refuses to know more.
package mem

import (
	"bytes"
	"context"
	"fmt"
	"sync"

	"accede/internal/store"
)

// Log is a record in memory. New makes one.
type Log struct {
	r      *record
	once   sync.Once
	closed chan struct{}
}

var _ store.Log = (*Log)(nil)

// record is what outlives a Log that was closed.
type record struct {
	mu         sync.Mutex
	entries    []store.Entry
	checkpoint []byte
	grown      chan struct{} // closed and replaced when entries are added
}

// New returns an empty record.
func New() *Log { return open(&record{grown: make(chan struct{})}) }

// Reopen closes the log and returns a new one on the same record, as a
// restart does with a record on disk.
func (l *Log) Reopen() *Log {
	l.Close()
	return open(l.r)
}

func open(r *record) *Log { return &Log{r: r, closed: make(chan struct{})} }

// Append implements store.Log.
func (l *Log) Append(ctx context.Context, n int64, entries []store.Entry, checkpoint []byte) error {
	if err := l.over(ctx); err != nil {
		return err
	}
	if err := store.CheckAppend(n, entries); err != nil {
		return err
	}
	l.r.mu.Lock()
	defer l.r.mu.Unlock()
	if have := int64(len(l.r.entries)); have != n {
		return fmt.Errorf("append at %d: the record has %d entries: %w", n, have, store.ErrConflict)
	}
	for _, e := range entries {
		l.r.entries = append(l.r.entries, store.Entry{Seq: e.Seq, Bytes: bytes.Clone(e.Bytes)})
	}
	if checkpoint != nil {
		l.r.checkpoint = bytes.Clone(checkpoint)
	}
	if len(entries) > 0 {
		close(l.r.grown)
		l.r.grown = make(chan struct{})
	}
	return nil
}

// Read implements store.Log.
func (l *Log) Read(ctx context.Context, after int64, limit int) ([]store.Entry, error) {
	if err := l.over(ctx); err != nil {
		return nil, err
	}
	l.r.mu.Lock()
	defer l.r.mu.Unlock()
	size := int64(len(l.r.entries))
	from := min(max(after, 0), size)
	to := min(from+int64(max(limit, 0)), size)
	var out []store.Entry
	for _, e := range l.r.entries[from:to] {
		out = append(out, store.Entry{Seq: e.Seq, Bytes: bytes.Clone(e.Bytes)})
	}
	return out, nil
}

// Checkpoint implements store.Log.
func (l *Log) Checkpoint(ctx context.Context) ([]byte, error) {
	if err := l.over(ctx); err != nil {
		return nil, err
	}
	l.r.mu.Lock()
	defer l.r.mu.Unlock()
	return bytes.Clone(l.r.checkpoint), nil
}

// Size implements store.Log.
func (l *Log) Size(ctx context.Context) (int64, error) {
	if err := l.over(ctx); err != nil {
		return 0, err
	}
	size, _ := l.r.now()
	return size, nil
}

// Wait implements store.Log.
func (l *Log) Wait(ctx context.Context, after int64) error {
	for {
		if err := l.over(ctx); err != nil {
			return err
		}
		size, grown := l.r.now()
		if size > after {
			return nil
		}
		select {
		case <-grown:
		case <-ctx.Done():
		case <-l.closed:
		}
	}
}

// Close implements store.Log.
func (l *Log) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// now returns the size and the channel that is closed when it changes.
func (r *record) now() (int64, <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return int64(len(r.entries)), r.grown
}

// over answers why there is nothing more to do: closed, or ctx has ended.
func (l *Log) over(ctx context.Context) error {
	select {
	case <-l.closed:
		return store.ErrClosed
	default:
		return ctx.Err()
	}
}
