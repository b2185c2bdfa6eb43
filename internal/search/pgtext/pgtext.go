// Package pgtext keeps an index of a record in PostgreSQL, beside the record, by its text search.
//
// It knows the contract of an index and its database. It refuses to know what the words mean: they come folded, and are kept
// as they are, by no dictionary and in no language.
package pgtext

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"accede/internal/search"
)

// Index is an open index.
type Index struct{ pool *pgxpool.Pool }

var _ search.Index = (*Index)(nil)

const schema = `
CREATE TABLE IF NOT EXISTS search_place (one INTEGER PRIMARY KEY CHECK (one=1), name TEXT NOT NULL, size BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS search_text (seq BIGINT NOT NULL, dossier TEXT COLLATE "C" NOT NULL, words TSVECTOR NOT NULL, PRIMARY KEY (seq, dossier));
CREATE INDEX IF NOT EXISTS search_words ON search_text USING GIN (words);
INSERT INTO search_place (one, name, size) VALUES (1, '', 0) ON CONFLICT DO NOTHING;
`

// schemaLock is held while the tables are made, so that of several processes one makes them.
const schemaLock = 0x41434353

// Open opens the index in the schema of a record, by the record's address; where there is none, it is made.
func Open(ctx context.Context, address string) (*Index, error) {
	c, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("open the index: the address cannot be read")
	}
	c.MaxConns = 2
	pool, err := pgxpool.NewWithConfig(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("open the index: %w", err)
	}
	err = pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, schemaLock); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, schema)
		return err
	})
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("open the index: %w", err)
	}
	return &Index{pool}, nil
}

// Close closes the index.
func (x *Index) Close() error {
	x.pool.Close()
	return nil
}

// Size answers up to which entry the record is in the index.
func (x *Index) Size(ctx context.Context, name string) (int64, error) {
	var n int64
	err := x.pool.QueryRow(ctx, `SELECT size FROM search_place WHERE name=$1`, name).Scan(&n)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return 0, fmt.Errorf("read how far the index goes: %w", err)
	}
	return n, nil
}

// Add adds entries.
func (x *Index) Add(ctx context.Context, name string, from, to int64, docs []search.Doc) error {
	err := pgx.BeginFunc(ctx, x.pool, func(tx pgx.Tx) error {
		var have string
		var size int64
		if err := tx.QueryRow(ctx, `SELECT name, size FROM search_place FOR UPDATE`).Scan(&have, &size); err != nil {
			return err
		}
		switch {
		case from == 0 && (have != name || size == 0):
			if _, err := tx.Exec(ctx, `DELETE FROM search_text`); err != nil {
				return err
			}
		case have != name || size != from:
			return nil // somebody else was at it
		}
		for _, d := range docs {
			if _, err := tx.Exec(ctx, `INSERT INTO search_text (seq, dossier, words) VALUES ($1,$2,$3::text::tsvector)`, d.Seq, d.Dossier, vector(d.Tokens)); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `UPDATE search_place SET name=$1, size=$2`, name, to)
		return err
	})
	if err != nil {
		return fmt.Errorf("add the entries %d to %d to the index: %w", from+1, to, err)
	}
	return nil
}

// Forget has the index hold nothing.
func (x *Index) Forget(ctx context.Context) error {
	if _, err := x.pool.Exec(ctx, `UPDATE search_place SET name='', size=0`); err != nil {
		return fmt.Errorf("forget the index: %w", err)
	}
	return nil
}

// maxPosition is the last position of a word that PostgreSQL keeps.
const maxPosition = 16383

// vector writes words with their positions, as PostgreSQL reads them: they go through none of its dictionaries.
func vector(tokens []string) string {
	var b strings.Builder
	for i, t := range tokens[:min(len(tokens), maxPosition)] {
		b.WriteString("'" + t + "':" + strconv.Itoa(i+1) + " ")
	}
	return b.String()
}

// Find answers the entries that hold all that is looked for.
func (x *Index) Find(ctx context.Context, q search.Query, dossier string, upTo int64, limit int) ([]search.Hit, error) {
	rows, err := x.pool.Query(ctx, `SELECT seq, dossier FROM search_text WHERE words @@ $1::text::tsquery AND seq<=$2 AND ($3='' OR dossier=$3)
		ORDER BY seq DESC, dossier LIMIT $4`, query(q), upTo, dossier, limit)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[search.Hit])
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return all, nil
}

// query writes a query as PostgreSQL reads one. Words are letters and digits alone, so that in quotation marks they are
// nothing else.
func query(q search.Query) string {
	var all []string
	for _, p := range q.Phrases {
		var words []string
		for _, t := range p.Tokens {
			words = append(words, "'"+t+"'")
		}
		text := strings.Join(words, " <-> ")
		if !p.Whole {
			text += ":*"
		}
		all = append(all, "("+text+")")
	}
	return strings.Join(all, " & ")
}
