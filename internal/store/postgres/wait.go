package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"accede/internal/store"
)

// Wait implements store.Log.
func (l *Log) Wait(ctx context.Context, after int64) error {
	for {
		if err := l.mayStart(ctx); err != nil {
			return err
		}
		size, changed := l.grown.Now()
		if size > after {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
		case <-l.ctx.Done():
			return store.ErrClosed
		}
	}
}

// pollEvery is how often a reader looks although nobody told it of growth: a proxy in front of the database may keep
// notifications to itself.
const pollEvery = 80 * time.Millisecond

// listen looks for growth by other processes until Close. A connection that was lost is made again.
func (l *Log) listen() {
	for l.ctx.Err() == nil {
		if c, err := connect(l.ctx, l.write.config); err == nil {
			l.follow(c)
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			c.Close(ctx)
			cancel()
		}
		select {
		case <-time.After(pollEvery):
		case <-l.ctx.Done():
		}
	}
}

// follow reads the size at every notification, and at the latest after pollEvery, until the connection is lost, or does
// not answer any more: a machine that was cut off closes nothing.
func (l *Log) follow(c *pgx.Conn) {
	var channel string
	if l.within(func(ctx context.Context) error {
		return c.QueryRow(ctx, `SELECT left('accede_' || current_schema(), 63)`).Scan(&channel)
	}) != nil {
		return
	}
	if l.within(func(ctx context.Context) error {
		_, err := c.Exec(ctx, `LISTEN `+pgx.Identifier{channel}.Sanitize())
		return err
	}) != nil {
		return
	}
	for l.ctx.Err() == nil {
		var size int64
		if l.within(func(ctx context.Context) error { return c.QueryRow(ctx, `SELECT size FROM record`).Scan(&size) }) != nil {
			return
		}
		l.grown.Set(size)
		ctx, cancel := context.WithTimeout(l.ctx, pollEvery)
		_, err := c.WaitForNotification(ctx)
		ended := ctx.Err() != nil
		cancel()
		if err != nil && !ended {
			return
		}
	}
}

// within asks the database something that it answers at once where it can be reached.
func (l *Log) within(ask func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(l.ctx, connectWithin)
	defer cancel()
	return ask(ctx)
}
