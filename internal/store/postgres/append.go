package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"accede/internal/store"
	"accede/ledger"
)

// writer is the one connection that may write, and the epoch under which it may.
type writer struct {
	mu       sync.Mutex
	config   *pgx.ConnConfig
	writable bool
	conn     *pgx.Conn // nil until needed, and after a fault
	epoch    int64     // 0: no lease
	address  string    // where the holder takes acts from other processes
	warned   *pgconn.Notice
}

// sqlAppend is a whole commit in one statement and one round trip. The row of record is the fence: the update waits
// for whoever holds it, then looks again, and without it nothing is inserted.
const sqlAppend = `
WITH fence AS (
	UPDATE record SET size = $1::bigint + cardinality($4::bytea[]), checkpoint = coalesce($2, checkpoint),
		until = clock_timestamp() + $6::interval
	WHERE size = $1 AND epoch = $3 RETURNING size
), put AS (
	INSERT INTO entry (seq, leaf, bytes)
	SELECT $1 + u.nth, u.leaf, u.bytes FROM fence, unnest($4::bytea[], $5::bytea[]) WITH ORDINALITY AS u(leaf, bytes, nth)
)
SELECT pg_notify(left('accede_' || current_schema(), 63), '') FROM fence`

// Append implements store.Log. store.ErrLocked: this log does not hold the lease, or was deposed; nothing was written.
// store.ErrAway: the database could not be reached; nothing was written.
func (l *Log) Append(ctx context.Context, n int64, entries []store.Entry, checkpoint []byte) error {
	if err := l.mayStart(ctx); err != nil {
		return err
	}
	if err := store.CheckAppend(n, entries); err != nil {
		return err
	}
	leaves, bytes := columns(entries)
	// A commit that has begun is not broken off with the caller; but a database that does not answer ends it, and then
	// its fate is unknown.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerWithin)
	defer cancel()
	l.write.mu.Lock()
	defer l.write.mu.Unlock()
	if err := l.mayStart(ctx); err != nil {
		return err
	}
	if err := l.write.commit(ctx, n, leaves, bytes, checkpoint); err != nil {
		return fmt.Errorf("append to record %s at %d: %w", l.place, n, err)
	}
	l.grown.Set(n + int64(len(entries)))
	return nil
}

// columns answers the leaf hashes and the bytes, neither with a nil in it, which would be NULL.
func columns(entries []store.Entry) (leaves, bytes [][]byte) {
	leaves, bytes = make([][]byte, len(entries)), make([][]byte, len(entries))
	for i, e := range entries {
		h := ledger.LeafHash(e.Bytes)
		leaves[i], bytes[i] = h[:], e.Bytes
		if e.Bytes == nil {
			bytes[i] = []byte{}
		}
	}
	return leaves, bytes
}

func (w *writer) commit(ctx context.Context, n int64, leaves, bytes [][]byte, checkpoint []byte) error {
	if !w.writable {
		return store.ErrReadOnly
	}
	if w.epoch == 0 {
		return fmt.Errorf("this process does not hold the lease: %w", store.ErrLocked)
	}
	if err := w.ready(ctx); err != nil {
		return err
	}
	tag, err := w.conn.Exec(ctx, sqlAppend, n, checkpoint, w.epoch, leaves, bytes, leaseFor)
	switch {
	case err != nil:
		return w.fault(err)
	case w.warned != nil:
		// A wait for the standby that was cancelled ends in a commit on this server alone, with a warning and no error.
		err := fmt.Errorf("the database warned: %s", w.warned.Message)
		w.drop()
		return err
	case tag.RowsAffected() == 1:
		return nil
	}
	return w.fenced(ctx)
}

// fenced finds out which of the two fences held.
func (w *writer) fenced(ctx context.Context) error {
	var size, epoch int64
	if err := w.conn.QueryRow(ctx, `SELECT size, epoch FROM record`).Scan(&size, &epoch); err != nil {
		w.drop()
		return fmt.Errorf("nothing was written, and the reason could not be read (%v): %w", err, store.ErrConflict)
	}
	if epoch != w.epoch {
		w.epoch = 0
		return fmt.Errorf("another process has taken the lease: %w", store.ErrLocked)
	}
	return fmt.Errorf("the record has %d entries: %w", size, store.ErrConflict)
}

// ready makes the connection there is none of.
func (w *writer) ready(ctx context.Context) error {
	w.warned = nil
	if w.conn != nil && !w.conn.IsClosed() {
		return nil
	}
	config := w.config.Copy()
	config.OnNotice = func(_ *pgconn.PgConn, n *pgconn.Notice) {
		if n.SeverityUnlocalized == "WARNING" {
			w.warned = n
		}
	}
	c, err := connect(ctx, config)
	if err != nil {
		return sort(err)
	}
	// A stricter setting of the server, such as remote_apply, is kept.
	const sql = `SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local')`
	if _, err := c.Exec(ctx, sql); err != nil {
		c.Close(ctx)
		return fmt.Errorf("%w: %v", store.ErrAway, err)
	}
	w.conn = c
	return nil
}

// fault sorts the error of a commit. What the server refused by itself was not written. After everything else the
// connection is dropped: the fate is unknown.
func (w *writer) fault(err error) error {
	var refused *pgconn.PgError
	known := errors.As(err, &refused) && refused.SeverityUnlocalized == "ERROR"
	if known && refused.Code == "53100" { // disk_full
		return fmt.Errorf("%v: %w", err, store.ErrFull)
	}
	if !known {
		w.drop()
	}
	if pgconn.SafeToRetry(err) {
		return fmt.Errorf("%w: %v", store.ErrAway, err)
	}
	return err
}

// drop closes the connection without a word to the server, which may not be there.
func (w *writer) drop() {
	if w.conn == nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	w.conn.Close(ctx)
	w.conn = nil
}

// sort tells that the database could not be reached.
func sort(err error) error {
	if _, away := errors.AsType[*pgconn.ConnectError](err); away {
		return fmt.Errorf("%w: %v", store.ErrAway, err)
	}
	return err
}
