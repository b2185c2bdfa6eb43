package outbox

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "github.com/ncruces/go-sqlite3/driver" // the name sqlite3 for database/sql

	"accede/internal/summed"
)

// Folder is the name of the folder in that of a record in which the outbox is, for its owner alone.
const Folder = "outbox"

// What whoever sends can do about it.
var (
	// ErrConflict: somebody else has gone on from there already. Ask for the position again.
	ErrConflict = errors.New("another process has gone on from there already")
	// ErrNone: nothing of that name is kept.
	ErrNone = errors.New("nothing of that name is in the outbox")
)

// Store is an open outbox. It may be used by many goroutines and by several programs at once.
type Store struct {
	db     *sql.DB
	secret []byte // by which marks are made
}

const schema = `
CREATE TABLE IF NOT EXISTS place (one INTEGER PRIMARY KEY CHECK (one=1), position INTEGER NOT NULL, secret BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS items (key TEXT PRIMARY KEY, mark TEXT NOT NULL UNIQUE, position INTEGER NOT NULL, channel TEXT NOT NULL, recipient TEXT NOT NULL,
	body BLOB NOT NULL, made INTEGER NOT NULL, due INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'waiting',
	frozen BLOB, address TEXT NOT NULL DEFAULT '', said TEXT NOT NULL DEFAULT '', done INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS items_due ON items (state, due);
CREATE TABLE IF NOT EXISTS gathered (recipient TEXT NOT NULL, key TEXT NOT NULL, position INTEGER NOT NULL, body BLOB NOT NULL, made INTEGER NOT NULL,
	PRIMARY KEY (recipient, key)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS near (key TEXT PRIMARY KEY, due INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hooks (id TEXT PRIMARY KEY, url TEXT NOT NULL, secret TEXT NOT NULL, party TEXT NOT NULL, made INTEGER NOT NULL,
	off INTEGER NOT NULL DEFAULT 0, why TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
`

// Nowhere is the position of an outbox that has not begun.
const Nowhere = -1

// Open opens the outbox in the folder of a record; where there is none, it is made, for its owner alone to read.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(filepath.Join(dir, Folder), 0o700); err != nil {
		return nil, fmt.Errorf("open the outbox: %w", err)
	}
	file := filepath.Join(dir, Folder, "outbox.db")
	address := "file:" + (&url.URL{Path: filepath.ToSlash(file)}).EscapedPath() +
		"?_pragma=busy_timeout(5000)&_pragma=journal_mode(delete)&_pragma=synchronous(full)&_pragma=secure_delete(on)&_txlock=immediate"
	db, err := sql.Open("sqlite3", address)
	if err != nil {
		return nil, fmt.Errorf("open the outbox: %w", err)
	}
	s := &Store{db: db}
	if err := s.begin(); err != nil {
		return nil, errors.Join(fmt.Errorf("open the outbox in %s: %w", dir, err), db.Close())
	}
	return s, nil
}

func (s *Store) begin() error {
	if _, err := s.db.Exec(schema); err != nil {
		return err
	}
	if err := summed.Keep(context.Background(), s.db); err != nil {
		return err
	}
	secret := make([]byte, 32)
	rand.Read(secret) // it never fails
	if _, err := s.db.Exec(`INSERT INTO place (one, position, secret) VALUES (1, ?, ?) ON CONFLICT DO NOTHING`, Nowhere, secret); err != nil {
		return err
	}
	return s.db.QueryRow(`SELECT secret FROM place`).Scan(&s.secret)
}

// Close closes the outbox.
func (s *Store) Close() error { return s.db.Close() }

// Mark answers 26 letters and digits that stand for a name in addresses. Nobody else can make them.
func (s *Store) Mark(name string) string {
	m := hmac.New(sha256.New, s.secret)
	m.Write([]byte("accede/outbox/1\n" + name))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(m.Sum(nil)[:16]))
}

// Position answers up to which entry the record was gone through; Nowhere before Begin.
func (s *Store) Position(ctx context.Context) (int64, error) {
	var n int64
	if err := s.db.QueryRowContext(ctx, `SELECT position FROM place`).Scan(&n); err != nil {
		return 0, fmt.Errorf("read how far letters are written: %w", err)
	}
	return n, nil
}

// within does something in one transaction.
func (s *Store) within(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// changed says whether a statement has changed a line.
func changed(r sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n > 0, err
}

func milli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func instant(milli int64) time.Time {
	if milli == 0 {
		return time.Time{}
	}
	return time.UnixMilli(milli).UTC()
}
