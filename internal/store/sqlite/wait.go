package sqlite

import (
	"context"
	"time"

	sqlite3 "github.com/ncruces/go-sqlite3"

	"accede/internal/store"
)

// Wait implements store.Log.
func (l *Log) Wait(ctx context.Context, after int64) error {
	for {
		if l.isClosed() {
			return store.ErrClosed
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		size, changed := l.grown.Now()
		if size > after {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
		case <-l.closed:
		}
	}
}

// pollEvery is how often a reader looks whether another process has written.
const pollEvery = 50 * time.Millisecond

// poll begins to look for growth by another process, until Close.
func (l *Log) poll() error {
	c, err := connect(l.file, settings{}, sqlite3.OPEN_READONLY, shared)
	if err != nil {
		return err
	}
	var version, size *sqlite3.Stmt
	if err := prepare(c, map[string]**sqlite3.Stmt{sqlVersion: &version, sqlSize: &size}); err != nil {
		version.Close()
		c.Close()
		return err
	}
	l.polling.Go(func() {
		defer c.Close()
		defer size.Close()
		defer version.Close()
		l.look(version, size)
	})
	return nil
}

// look follows data_version, which changes with every commit of others and
// costs no reading of the file. An error is no growth: the next look tells.
func (l *Log) look(version, size *sqlite3.Stmt) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	seen := int64(-1)
	for {
		if v, err := scalar(version); err == nil && v != seen {
			if n, err := scalar(size); err == nil {
				seen = v
				l.grown.Set(n)
			}
		}
		select {
		case <-tick.C:
		case <-l.closed:
			return
		}
	}
}
