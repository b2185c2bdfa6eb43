package soundings

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	_ "github.com/ncruces/go-sqlite3/driver" // the name sqlite3 for database/sql

	"accede/whatif/packages"

	"accede/internal/summed"
)

// Folder is the name of the folder in that of a record in which the file is, for its owner alone: SQLite makes files
// beside its own that it would let others read.
const Folder = "soundings"

// format is the first field of what is kept; another one is not read.
const format = "bargain/1"

// File keeps bargains in a file. It may be used by many goroutines at once, and by several programs.
type File struct{ db *sql.DB }

const schema = `CREATE TABLE IF NOT EXISTS bargains (dossier TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT, WITHOUT ROWID;`

// Open opens the file in the folder of a record; where there is none, it is made, for its owner alone to read.
func Open(dir string) (*File, error) {
	if err := os.MkdirAll(filepath.Join(dir, Folder), 0o700); err != nil {
		return nil, fmt.Errorf("open what is kept for mediators: %w", err)
	}
	file := filepath.Join(dir, Folder, "soundings.db")
	// What is replaced is overwritten, and nothing of it stays in a log: answers to a package are kept no longer than
	// until all are in.
	address := "file:" + (&url.URL{Path: filepath.ToSlash(file)}).EscapedPath() +
		"?_pragma=busy_timeout(5000)&_pragma=journal_mode(delete)&_pragma=synchronous(full)&_pragma=secure_delete(on)&_txlock=immediate"
	db, err := sql.Open("sqlite3", address)
	if err != nil {
		return nil, fmt.Errorf("open what is kept for mediators: %w", err)
	}
	_, err = db.Exec(schema)
	if err == nil {
		err = summed.Keep(context.Background(), db)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open what is kept for mediators in %s: %w", dir, err), db.Close())
	}
	return &File{db}, nil
}

// Close closes the file.
func (f *File) Close() error { return f.db.Close() }

// kept is a bargain as it is kept.
type kept struct {
	Format  string `json:"format"`
	Bargain packages.Bargain
}

// querier is a file or a transaction on it.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func look(ctx context.Context, q querier, dossier string) (packages.Bargain, error) {
	var text string
	err := q.QueryRowContext(ctx, "SELECT data FROM bargains WHERE dossier=?", dossier).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return packages.Bargain{}, nil
	}
	if err != nil {
		return packages.Bargain{}, fmt.Errorf("read what is kept for the mediator of %s: %w", dossier, err)
	}
	var k kept
	// The error of the decoder would quote what was entered; it is not passed on.
	if json.Unmarshal([]byte(text), &k) != nil || k.Format != format {
		return packages.Bargain{}, fmt.Errorf("read what is kept for the mediator of %s: it is not in the form %s that this version reads", dossier, format)
	}
	return k.Bargain, nil
}

// Look answers the bargain of a dossier; the zero one where there is none.
func (f *File) Look(ctx context.Context, dossier string) (packages.Bargain, error) {
	return look(ctx, f.db, dossier)
}

// Change does one step in one transaction: it keeps what step answers, durably, and answers it too. An error of the
// step is answered as it is, and nothing is changed.
func (f *File) Change(ctx context.Context, dossier string, step func(packages.Bargain) (packages.Bargain, error)) (packages.Bargain, error) {
	tx, err := f.db.BeginTx(ctx, nil)
	if err != nil {
		return packages.Bargain{}, fmt.Errorf("change what is kept for the mediator of %s: %w", dossier, err)
	}
	b, err := look(ctx, tx, dossier)
	next := b
	if err == nil {
		next, err = step(b)
	}
	if err == nil {
		err = write(ctx, tx, dossier, next)
	}
	if err != nil {
		return b, errors.Join(err, tx.Rollback())
	}
	return next, tx.Commit()
}

func write(ctx context.Context, tx *sql.Tx, dossier string, b packages.Bargain) error {
	data, err := json.Marshal(kept{format, b})
	if err == nil {
		_, err = tx.ExecContext(ctx, "INSERT INTO bargains (dossier, data) VALUES (?, ?) ON CONFLICT (dossier) DO UPDATE SET data=excluded.data", dossier, string(data))
	}
	if err != nil {
		return fmt.Errorf("keep what is for the mediator of %s: %w", dossier, err)
	}
	return nil
}
