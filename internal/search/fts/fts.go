// Package fts keeps an index of a record in SQLite, by its full-text search (FTS5), in a file of its own.
//
// It knows the contract of an index and its database. It refuses to know what the words mean: they come folded, and are kept
// as they are.
package fts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/ncruces/go-sqlite3/driver"
	"github.com/ncruces/go-sqlite3/ext/fts5"

	"accede/internal/search"
)

// File is the name of the file in the folder of a record.
const File = "search.db"

// Index is an open index.
type Index struct{ db *sql.DB }

var _ search.Index = (*Index)(nil)

// The tokenizer leaves every letter beyond ASCII alone, and words come folded and parted by blanks.
const schema = `
CREATE TABLE IF NOT EXISTS place (one INTEGER PRIMARY KEY CHECK (one=1), name TEXT NOT NULL, size INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS docs (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, dossier TEXT NOT NULL, UNIQUE (seq, dossier)) STRICT;
CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5 (words, content='', tokenize="ascii", prefix='2 3 4');
INSERT INTO place (one, name, size) VALUES (1, '', 0) ON CONFLICT DO NOTHING;
`

// Open opens the index in a folder; where there is none, it is made.
func Open(dir string) (*Index, error) {
	address := "file:" + (&url.URL{Path: filepath.ToSlash(filepath.Join(dir, File))}).EscapedPath()
	db, err := driver.Open(address+"?_pragma=journal_mode(wal)&_pragma=synchronous(normal)&_pragma=busy_timeout(5000)&_txlock=immediate", fts5.Register)
	if err != nil {
		return nil, fmt.Errorf("open the index: %w", err)
	}
	if _, err := db.Exec(schema); err != nil {
		return nil, errors.Join(fmt.Errorf("open the index in %s: %w", dir, err), db.Close())
	}
	return &Index{db}, nil
}

// Close closes the index.
func (x *Index) Close() error { return x.db.Close() }

// Size answers up to which entry the record is in the index.
func (x *Index) Size(ctx context.Context, name string) (int64, error) {
	var n int64
	err := x.db.QueryRowContext(ctx, `SELECT size FROM place WHERE name=?`, name).Scan(&n)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("read how far the index goes: %w", err)
	}
	return n, nil
}

// Add adds entries.
func (x *Index) Add(ctx context.Context, name string, from, to int64, docs []search.Doc) error {
	tx, err := x.db.BeginTx(ctx, nil)
	if err == nil {
		if err = add(ctx, tx, name, from, to, docs); err == nil {
			err = tx.Commit()
		} else {
			err = errors.Join(err, tx.Rollback())
		}
	}
	if err != nil {
		return fmt.Errorf("add the entries %d to %d to the index: %w", from+1, to, err)
	}
	return nil
}

func add(ctx context.Context, tx *sql.Tx, name string, from, to int64, docs []search.Doc) error {
	var have string
	var size int64
	if err := tx.QueryRowContext(ctx, `SELECT name, size FROM place`).Scan(&have, &size); err != nil {
		return err
	}
	switch {
	case from == 0 && (have != name || size == 0):
		for _, do := range []string{`DELETE FROM docs`, `INSERT INTO texts(texts) VALUES ('delete-all')`} {
			if _, err := tx.ExecContext(ctx, do); err != nil {
				return err
			}
		}
	case have != name || size != from:
		return nil // somebody else was at it
	}
	for _, d := range docs {
		r, err := tx.ExecContext(ctx, `INSERT INTO docs (seq, dossier) VALUES (?,?)`, d.Seq, d.Dossier)
		if err != nil {
			return err
		}
		id, err := r.LastInsertId()
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO texts (rowid, words) VALUES (?,?)`, id, strings.Join(d.Tokens, " ")); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `UPDATE place SET name=?, size=?`, name, to)
	return err
}

// Forget has the index hold nothing.
func (x *Index) Forget(ctx context.Context) error {
	if _, err := x.db.ExecContext(ctx, `UPDATE place SET name='', size=0`); err != nil {
		return fmt.Errorf("forget the index: %w", err)
	}
	return nil
}

// Find answers the entries that hold all that is looked for.
func (x *Index) Find(ctx context.Context, q search.Query, dossier string, upTo int64, limit int) ([]search.Hit, error) {
	rows, err := x.db.QueryContext(ctx, `SELECT d.seq, d.dossier FROM texts JOIN docs d ON d.id=texts.rowid
		WHERE texts MATCH ? AND d.seq<=? AND (?='' OR d.dossier=?) ORDER BY d.seq DESC, d.dossier LIMIT ?`, match(q), upTo, dossier, dossier, limit)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	defer rows.Close()
	var all []search.Hit
	for rows.Next() {
		var h search.Hit
		if err := rows.Scan(&h.Seq, &h.Dossier); err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		all = append(all, h)
	}
	return all, rows.Err()
}

// match writes a query as FTS5 reads one. Words are letters and digits alone, so that in quotation marks they are nothing else.
func match(q search.Query) string {
	var all []string
	for _, p := range q.Phrases {
		text := `"` + strings.Join(p.Tokens, " ") + `"`
		if !p.Whole {
			text += " *"
		}
		all = append(all, text)
	}
	return strings.Join(all, " AND ")
}
