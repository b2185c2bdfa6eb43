package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"accede/internal/store"
)

// sqlTake raises the epoch, and with that ends every right of the holder before. It waits for a commit in progress. A
// lease that runs longer than any was ever given for was given before the database's clock was set back: it has run too.
const sqlTake = `UPDATE record SET epoch = epoch + 1, until = clock_timestamp() + $1::interval, holder = $2
	WHERE until <= clock_timestamp() OR until > clock_timestamp() + 2 * $1::interval RETURNING epoch`

const sqlRenew = `UPDATE record SET until = clock_timestamp() + $2::interval WHERE epoch = $1`

const sqlGiveBack = `UPDATE record SET until = '-infinity' WHERE epoch = $1`

// Take takes the lease if nobody holds it, or if its holder has not renewed it for 1.5 seconds by the database's
// clock; the holder before can then append nothing. A log that holds it keeps it. store.ErrLocked: another process
// holds it. After Take the caller reads the record again before it appends.
func (l *Log) Take(ctx context.Context) error {
	if err := l.mayStart(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	l.write.mu.Lock()
	defer l.write.mu.Unlock()
	if err := l.write.take(ctx); err != nil {
		return fmt.Errorf("take the lease of record %s: %w", l.place, err)
	}
	return nil
}

func (w *writer) take(ctx context.Context) error {
	if !w.writable {
		return store.ErrReadOnly
	}
	if w.epoch != 0 {
		return nil
	}
	if err := w.ready(ctx); err != nil {
		return err
	}
	switch err := w.conn.QueryRow(ctx, sqlTake, leaseFor, w.address).Scan(&w.epoch); {
	case errors.Is(err, pgx.ErrNoRows):
		return store.ErrLocked
	case err != nil:
		w.drop()
		return err
	}
	return nil
}

// Holds reports whether this log holds the lease as far as it knows. Another may have taken it since: only an append
// tells.
func (l *Log) Holds() bool {
	l.write.mu.Lock()
	defer l.write.mu.Unlock()
	return l.write.epoch != 0
}

// Announce says at which address this process takes acts from others while it holds the lease. It is called before the
// first Take.
func (l *Log) Announce(address string) {
	l.write.mu.Lock()
	defer l.write.mu.Unlock()
	l.write.address = address
}

// Holder answers the address that the holder of the lease has announced. store.ErrLocked: nobody holds the lease, or
// whoever does has announced none.
func (l *Log) Holder(ctx context.Context) (address string, err error) {
	if err := l.mayStart(ctx); err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, connectWithin)
	defer cancel()
	const sql = `SELECT CASE WHEN until > clock_timestamp() THEN holder ELSE '' END FROM record`
	if err := l.read.QueryRow(ctx, sql).Scan(&address); err != nil {
		return "", l.unread(err)
	}
	if address == "" {
		return "", fmt.Errorf("find who writes record %s: nobody does at the moment: %w", l.place, store.ErrLocked)
	}
	return address, nil
}

// renew keeps the lease until Close. A renewal that fails is tried again: the epoch, not the time, says who may append.
func (l *Log) renew() {
	tick := time.NewTicker(renewEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			l.write.renew(l.ctx)
		case <-l.ctx.Done():
			return
		}
	}
}

func (w *writer) renew(ctx context.Context) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.epoch == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, leaseFor)
	defer cancel()
	if w.ready(ctx) != nil {
		return
	}
	tag, err := w.conn.Exec(ctx, sqlRenew, w.epoch, leaseFor)
	switch {
	case err != nil:
		w.drop()
	case tag.RowsAffected() == 0:
		w.epoch = 0
	}
}

// close gives the lease back. A database that is away lets it run out instead.
func (w *writer) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), leaseFor)
	defer cancel()
	if w.epoch != 0 {
		if _, err := w.conn.Exec(ctx, sqlGiveBack, w.epoch); err != nil {
			w.drop()
			return
		}
	}
	w.conn.Close(ctx)
	w.conn = nil
}
