package signin

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "github.com/ncruces/go-sqlite3/driver" // the name sqlite3 for database/sql

	"accede/body"

	"accede/internal/summed"
)

// Folder is the name of the folder in that of a record in which the store is, for its owner alone: SQLite makes files
// beside its own that it would let others read.
const Folder = "signin"

// What whoever signs in can do about it.
var (
	// ErrInvitation: there is no such invitation, it was used, or it has run out. Which of these is not told.
	ErrInvitation = errors.New("the invitation does not hold")
	// ErrPasskey: what came from the passkey is not what was asked of it, or it is not known here.
	ErrPasskey = errors.New("the passkey was not accepted")
	// ErrSession: there is no such session, or it is over.
	ErrSession = errors.New("nobody is signed in")
	// ErrNone: nothing of that name is kept.
	ErrNone = errors.New("nothing of that name is kept here")
	// ErrParty: a person of that id is here already, for the same party in another role.
	ErrParty = errors.New("that person is here in another role")
)

// Role says what a person is invited for.
type Role string

// The roles. The set is closed.
const (
	Delegate Role = "delegate" // holds a key of the party and signs its acts
	Reader   Role = "reader"   // reads what the party may read, and signs nothing
)

// Roles answers every role.
func Roles() []Role { return []Role{Delegate, Reader} }

// Person is somebody who signs in: for which party, under which id of the party's choosing, in which role.
type Person struct {
	Party  body.MemberID
	Holder string
	Role   Role
}

// Store is an open store. It may be used by many goroutines at once, and by two programs: one that serves, one that
// invites.
type Store struct{ db *sql.DB }

const schema = `
CREATE TABLE IF NOT EXISTS invitations (hash BLOB PRIMARY KEY, party TEXT NOT NULL, holder TEXT NOT NULL, role TEXT NOT NULL, acts TEXT NOT NULL,
	mandate TEXT NOT NULL, made INTEGER NOT NULL, until INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS people (party TEXT NOT NULL, holder TEXT NOT NULL, role TEXT NOT NULL, contact TEXT NOT NULL DEFAULT '', lang TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (party, holder)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passkeys (id BLOB PRIMARY KEY, party TEXT NOT NULL, holder TEXT NOT NULL, key TEXT NOT NULL, credential TEXT NOT NULL,
	made INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sessions (hash BLOB PRIMARY KEY, party TEXT NOT NULL, holder TEXT NOT NULL, passkey BLOB NOT NULL, agent TEXT NOT NULL,
	made INTEGER NOT NULL, used INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vouched (issuer TEXT NOT NULL, subject TEXT NOT NULL, party TEXT NOT NULL, holder TEXT NOT NULL, made INTEGER NOT NULL,
	PRIMARY KEY (issuer, subject)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS spent (challenge BLOB PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS waiting (hash BLOB PRIMARY KEY, line BLOB NOT NULL, made INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS drafts (party TEXT NOT NULL, holder TEXT NOT NULL, form TEXT NOT NULL, typed TEXT NOT NULL, made INTEGER NOT NULL,
	PRIMARY KEY (party, holder, form)) STRICT, WITHOUT ROWID;
`

// Open opens the store in the folder of a record; where there is none, it is made, for its owner alone to read.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(filepath.Join(dir, Folder), 0o700); err != nil {
		return nil, fmt.Errorf("open who may sign in: %w", err)
	}
	file := filepath.Join(dir, Folder, "signin.db")
	address := "file:" + (&url.URL{Path: filepath.ToSlash(file)}).EscapedPath() +
		"?_pragma=busy_timeout(5000)&_pragma=journal_mode(delete)&_pragma=synchronous(full)&_pragma=secure_delete(on)&_txlock=immediate"
	db, err := sql.Open("sqlite3", address)
	if err != nil {
		return nil, fmt.Errorf("open who may sign in: %w", err)
	}
	if _, err := db.Exec(schema); err != nil {
		return nil, errors.Join(fmt.Errorf("open who may sign in in %s: %w", dir, err), db.Close())
	}
	s := &Store{db}
	if err := errors.Join(s.widen(), summed.Keep(context.Background(), db)); err != nil {
		return nil, errors.Join(fmt.Errorf("open who may sign in in %s: %w", dir, err), db.Close())
	}
	return s, nil
}

// later are columns that people did not have at first, and one that sessions did not.
const later = `
ALTER TABLE people ADD COLUMN mail TEXT NOT NULL DEFAULT 'at-once';
ALTER TABLE people ADD COLUMN bounced INTEGER NOT NULL DEFAULT 0;
ALTER TABLE people ADD COLUMN bounce TEXT NOT NULL DEFAULT '';
ALTER TABLE people ADD COLUMN login TEXT NOT NULL DEFAULT '';
`

const laterSessions = `ALTER TABLE sessions ADD COLUMN vouched TEXT NOT NULL DEFAULT ''`

// widen gives a file of an earlier version the columns it lacks. Of two programs that open it at once one does so.
func (s *Store) widen() error {
	return s.within(context.Background(), func(tx *sql.Tx) error {
		for _, w := range []struct{ table, column, by string }{{"people", "login", later}, {"sessions", "vouched", laterSessions}} {
			var n int
			err := tx.QueryRow(`SELECT count(*) FROM pragma_table_info(?) WHERE name=?`, w.table, w.column).Scan(&n)
			if err == nil && n == 0 {
				_, err = tx.Exec(w.by)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Close closes the store.
func (s *Store) Close() error { return s.db.Close() }

// secretSize is how many bytes of chance stand in a token.
const secretSize = 32

// newSecret answers a token and the hash under which it is kept.
func newSecret() (token string, hash []byte) {
	raw := make([]byte, secretSize)
	rand.Read(raw) // it never fails
	token = base64.RawURLEncoding.EncodeToString(raw)
	return token, hashOf(token)
}

// hashOf answers what is kept of a token: whoever reads the file can use none of them.
func hashOf(token string) []byte {
	h := sha256.Sum256([]byte("accede/token/1\n" + token))
	return h[:]
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

// changed says whether a statement has changed exactly one line.
func changed(r sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n == 1, err
}

func instant(sec int64) time.Time {
	if sec == 0 {
		return time.Time{}
	}
	return time.Unix(sec, 0).UTC()
}
