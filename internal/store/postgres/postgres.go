// Package postgres keeps a record in one schema of a PostgreSQL database, which several processes may share: one
// holds the lease and appends, the others read.
//
// It knows positions, bytes, the hash of each entry and who holds the lease. It refuses to know what the bytes mean,
// and it never asks the clock of its own machine who may write: the database's clock and the epoch decide.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"accede/internal/store"
)

const (
	// leaseFor is how long a lease runs after its last renewal.
	leaseFor = 1500 * time.Millisecond
	// renewEvery leaves room for two renewals that were lost.
	renewEvery = 400 * time.Millisecond
	// answerWithin is how long a call waits for the database before its fate counts as unknown.
	answerWithin = 15 * time.Second
	// connectWithin is how long a connection may take to come about.
	connectWithin = 3 * time.Second
	// readers is how many calls read at once.
	readers = 4
)

// Log is a record in PostgreSQL. It implements store.Log.
type Log struct {
	place  string // the address, without its password
	read   *pgxpool.Pool
	write  writer
	grown  *store.Growth
	ctx    context.Context // ends with Close; it is the life of the goroutines below and no caller's
	cancel context.CancelFunc
	work   sync.WaitGroup
	once   sync.Once
}

var _ store.Log = (*Log)(nil)

// Create makes an empty record in the schema that url names (search_path, or the user's first) and opens it for
// writing. store.ErrExists: there is a record already.
func Create(ctx context.Context, url string) (*Log, error) {
	if err := found(ctx, url); err != nil {
		return nil, fmt.Errorf("make record %s: %w", shown(url), err)
	}
	return Open(ctx, url)
}

// Open opens a record for writing and takes the lease. store.ErrLocked: another process holds it.
// store.ErrMissing: there is no record. store.ErrAway: the database cannot be reached.
func Open(ctx context.Context, url string) (*Log, error) {
	l, err := open(ctx, url, true)
	if err != nil {
		return nil, err
	}
	if err := l.Take(ctx); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// OpenShared opens a record for reading. Append answers store.ErrLocked until Take succeeds.
func OpenShared(ctx context.Context, url string) (*Log, error) { return open(ctx, url, true) }

// OpenReadOnly opens a record that this log will never write to: Append answers store.ErrReadOnly.
func OpenReadOnly(ctx context.Context, url string) (*Log, error) { return open(ctx, url, false) }

func open(ctx context.Context, url string, writable bool) (*Log, error) {
	l := &Log{place: shown(url), grown: store.NewGrowth()}
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read the address of record %s: %w", l.place, err)
	}
	config.MaxConns = readers
	// An address may name several servers, of which one is asked after another: one that does not answer may not take
	// the time of all.
	config.ConnConfig.ConnectTimeout = connectWithin / time.Duration(1+len(config.ConnConfig.Fallbacks))
	l.write.config = config.ConnConfig.Copy()
	l.write.writable = writable
	if l.read, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, fmt.Errorf("open record %s: %w", l.place, err)
	}
	if err := migrate(ctx, l.write.config, writable); err != nil {
		l.read.Close()
		return nil, fmt.Errorf("open record %s: %w", l.place, sort(err))
	}
	l.ctx, l.cancel = context.WithCancel(context.WithoutCancel(ctx))
	size, err := l.Size(ctx)
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	l.grown.Set(size)
	l.work.Go(l.listen)
	if writable {
		l.work.Go(l.renew)
	}
	return l, nil
}

// Close implements store.Log. A lease that is held is given back, so that another process can take it at once.
func (l *Log) Close() error {
	l.once.Do(func() {
		l.cancel()
		l.write.close()
		l.work.Wait()
		l.read.Close()
	})
	return nil
}

// mayStart answers why a call may not begin.
func (l *Log) mayStart(ctx context.Context) error {
	if l.ctx.Err() != nil {
		return store.ErrClosed
	}
	return ctx.Err()
}

// shown is an address without its password.
func shown(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "postgres"
	}
	return u.Redacted()
}

// connect makes one connection.
func connect(ctx context.Context, config *pgx.ConnConfig) (*pgx.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectWithin)
	defer cancel()
	return pgx.ConnectConfig(ctx, config)
}
