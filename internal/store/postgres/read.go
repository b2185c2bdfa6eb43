package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"accede/internal/store"
	"accede/ledger"
)

// Read implements store.Log. store.ErrDamaged: a *store.DamageError names the entry that is missing or altered.
func (l *Log) Read(ctx context.Context, after int64, limit int) ([]store.Entry, error) {
	if err := l.mayStart(ctx); err != nil {
		return nil, err
	}
	if limit < 1 {
		return nil, nil
	}
	after = max(after, 0)
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	// The size comes with the entries, from the same snapshot: entries missing at the end are missed.
	rows, err := l.read.Query(ctx, `SELECT size, seq, leaf, bytes FROM record LEFT JOIN LATERAL
		(SELECT * FROM entry WHERE seq > $1 ORDER BY seq LIMIT $2) e ON true ORDER BY seq`, after, limit)
	if err != nil {
		return nil, l.unread(err)
	}
	defer rows.Close()
	out, err := collect(rows, after, int64(limit))
	if err != nil {
		return nil, l.unread(err)
	}
	return out, nil
}

// collect takes the rows, which must be those of the next positions, each with the hash it was entered with.
func collect(rows pgx.Rows, after, limit int64) (out []store.Entry, err error) {
	var size int64
	for rows.Next() {
		var seq *int64
		var leaf, bytes []byte
		if err := rows.Scan(&size, &seq, &leaf, &bytes); err != nil {
			return nil, err
		}
		if seq == nil { // the row of a record that has no such entries
			continue
		}
		next := after + int64(len(out)) + 1
		if *seq != next {
			return nil, &store.DamageError{Position: next, What: "missing; restore the record from a backup"}
		}
		if h := ledger.LeafHash(bytes); string(leaf) != string(h[:]) {
			return nil, &store.DamageError{Position: next, What: "altered: its hash is not the one it was entered with; restore the record from a backup"}
		}
		out = append(out, store.Entry{Seq: next, Bytes: bytes})
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	have := after + int64(len(out))
	if want := min(size, after+limit); have < want {
		return nil, &store.DamageError{Position: have + 1, What: fmt.Sprintf("missing: there were %d entries; restore the record from a backup", size)}
	} else if len(out) > 0 && have > size {
		return nil, &store.DamageError{Position: size + 1, What: "not entered by an append; restore the record from a backup"}
	}
	return out, nil
}

// Checkpoint implements store.Log.
func (l *Log) Checkpoint(ctx context.Context) (checkpoint []byte, err error) {
	if err := l.mayStart(ctx); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	if err := l.read.QueryRow(ctx, `SELECT checkpoint FROM record`).Scan(&checkpoint); err != nil {
		return nil, l.unread(err)
	}
	return checkpoint, nil
}

// Size implements store.Log.
func (l *Log) Size(ctx context.Context) (n int64, err error) {
	if err := l.mayStart(ctx); err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	if err := l.read.QueryRow(ctx, `SELECT size FROM record`).Scan(&n); err != nil {
		return 0, l.unread(err)
	}
	return n, nil
}

// unread says what could not be read. A log that was closed meanwhile says so.
func (l *Log) unread(err error) error {
	if l.ctx.Err() != nil {
		return store.ErrClosed
	}
	if errors.Is(err, pgx.ErrNoRows) {
		err = &store.DamageError{What: "the row of record is gone; restore the record from a backup"}
	}
	var d *store.DamageError
	var answered *pgconn.PgError
	_, unconnected := errors.AsType[*pgconn.ConnectError](err)
	// A server that is shutting down or starting up answers too [PostgreSQL: class 57P].
	refused := errors.As(err, &answered) && !unconnected && !strings.HasPrefix(answered.Code, "57P")
	if !errors.As(err, &d) && !refused && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("%w: %v", store.ErrAway, err) // the server did not answer: a connection that broke, or none
	}
	return fmt.Errorf("read record %s: %w", l.place, err)
}
