package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"accede/internal/store"
)

// migrations are applied in the order of their names; the number of the last one is the format of the record.
//
//go:embed migrations/*.sql
var migrations embed.FS

// sqlAlone keeps two processes from changing the tables at once. The number is that of this program and no other.
const sqlAlone = `SELECT pg_advisory_xact_lock(4184190001)`

const sqlFormat = `SELECT format FROM record`

// found makes the tables of a record.
func found(ctx context.Context, url string) error {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return err
	}
	c, err := connect(ctx, config)
	if err != nil {
		return sort(err)
	}
	defer c.Close(context.WithoutCancel(ctx))
	return sort(pgx.BeginFunc(ctx, c, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, sqlAlone); err != nil {
			return err
		}
		if there, err := hasRecord(ctx, tx); err != nil {
			return err
		} else if there {
			return fmt.Errorf("open it, or name another schema: %w", store.ErrExists)
		}
		return raise(ctx, tx, 0)
	}))
}

// querier is a connection or a transaction.
type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

func hasRecord(ctx context.Context, q querier) (there bool, err error) {
	err = q.QueryRow(ctx, `SELECT to_regclass(quote_ident(current_schema()) || '.record') IS NOT NULL`).Scan(&there)
	return there, err
}

// raise applies the migrations after version have.
func raise(ctx context.Context, tx pgx.Tx, have int) error {
	files, err := migrations.ReadDir("migrations")
	if err != nil {
		return err
	}
	for _, f := range files[have:] {
		text, err := migrations.ReadFile("migrations/" + f.Name())
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, string(text)); err != nil {
			return fmt.Errorf("apply %s: %w", f.Name(), err)
		}
	}
	_, err = tx.Exec(ctx, `UPDATE record SET format = $1`, len(files))
	return err
}

// migrate brings an older record to the format of this program where it may write, and refuses one that is missing,
// newer, or kept by a server that does not keep what it says.
func migrate(ctx context.Context, config *pgx.ConnConfig, writable bool) error {
	c, err := connect(ctx, config)
	if err != nil {
		return err
	}
	defer c.Close(context.WithoutCancel(ctx))
	if there, err := hasRecord(ctx, c); err != nil {
		return err
	} else if !there {
		return fmt.Errorf("there are no tables of a record; make one there first, or name another schema: %w", store.ErrMissing)
	}
	if err := durable(ctx, c); err != nil {
		return err
	}
	files, err := migrations.ReadDir("migrations")
	if err != nil {
		return err
	}
	var have int
	if err := c.QueryRow(ctx, sqlFormat).Scan(&have); err != nil {
		return err
	}
	switch {
	case have > len(files):
		return fmt.Errorf("it has format %d, this program reads format %d: get the newer program: %w", have, len(files), store.ErrNewer)
	case have == len(files):
		return nil
	case !writable:
		return fmt.Errorf("it has format %d, this program reads format %d: open it for writing once: %w", have, len(files), store.ErrReadOnly)
	}
	return pgx.BeginFunc(ctx, c, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, sqlAlone); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, sqlFormat).Scan(&have); err != nil {
			return err
		}
		return raise(ctx, tx, have)
	})
}

// durable refuses a server whose commits may be lost in a power cut: its yes would be worth nothing.
func durable(ctx context.Context, q querier) error {
	var fsync, pages string
	if err := q.QueryRow(ctx, `SELECT current_setting('fsync'), current_setting('full_page_writes')`).Scan(&fsync, &pages); err != nil {
		return err
	}
	if fsync != "on" || pages != "on" {
		return errors.New("the server runs with fsync or full_page_writes off, and can lose what it has confirmed; turn both on")
	}
	return nil
}
