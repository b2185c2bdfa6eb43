package sqlite

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	sqlite3 "github.com/ncruces/go-sqlite3"

	"accede/internal/store"
)

// inspect looks at the first bytes of the file alone: is it a record, and one
// of this version? It touches nothing.
func inspect(dir string) error {
	file := filepath.Join(dir, fileName)
	f, err := os.Open(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no %s; make a record there first, or name another folder: %w", fileName, store.ErrMissing)
	case err != nil:
		return err
	}
	defer f.Close()
	var head [100]byte // the header of an SQLite file [sqlite.org/fileformat2.html, 1.3]
	n, err := io.ReadFull(f, head[:])
	switch {
	case err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%s: %v; name the folder of a record: %w", fileName, err, store.ErrNotRecord)
	case n == 0:
		return fmt.Errorf("%s is empty; restore it from a backup: %w", fileName, store.ErrNotRecord)
	case n < len(head) || !bytes.HasPrefix(head[:], []byte("SQLite format 3\x00")):
		return fmt.Errorf("%s is not a database; restore it from a backup: %w", fileName, store.ErrNotRecord)
	}
	version, id := binary.BigEndian.Uint32(head[60:]), binary.BigEndian.Uint32(head[68:])
	switch {
	case id != applicationID:
		return fmt.Errorf("%s is the database of another program: %w", fileName, store.ErrNotRecord)
	case version > format:
		return fmt.Errorf("%s has format %d, this program reads format %d: get the newer program: %w", fileName, version, format, store.ErrNewer)
	case version != format:
		return fmt.Errorf("%s has format %d, which never was: %w", fileName, version, store.ErrNotRecord)
	}
	return nil
}

// check reads the whole record and returns its size. It writes nothing: a file without a
// journal is opened as immutable, which needs no other files beside it.
func check(dir string, s settings) (int64, error) {
	if err := inspect(dir); err != nil {
		return 0, err
	}
	file := filepath.Join(dir, fileName)
	if wal, err := os.Stat(file + "-wal"); err == nil && wal.Size() > 0 {
		n, err := checkWith(file, s, shared)
		if err != nil && !writable(dir) {
			return 0, fmt.Errorf("%s-wal holds commits that %s has not yet, and they cannot be read where nothing can be written (%w): "+
				"copy the folder to where it can be, and read it there: %w", fileName, fileName, err, store.ErrReadOnly)
		}
		return n, err
	}
	return checkWith(file, s, immutable)
}

// writable says whether a file can be made in a folder.
func writable(dir string) bool {
	f, err := os.CreateTemp(dir, ".can-be-written-*")
	if err != nil {
		return false
	}
	return errors.Join(f.Close(), os.Remove(f.Name())) == nil
}

// checkClosed is check of a record whose journal nobody writes: that is checked first.
func checkClosed(dir string, s settings) (int64, error) {
	if err := checkJournal(filepath.Join(dir, fileName) + "-wal"); err != nil {
		return 0, err
	}
	return check(dir, s)
}

// checkLive is check while another process may be writing. A file that
// changed under it is looked at again, with the locks that let a writer go on.
func checkLive(dir string, s settings) (int64, error) {
	before := traces(dir)
	n, err := check(dir, s)
	if traces(dir) == before {
		return n, err
	}
	if err := inspect(dir); err != nil {
		return 0, err
	}
	return checkWith(filepath.Join(dir, fileName), s, shared)
}

// trace is what changes of a file when somebody writes to it.
type trace struct {
	size int64
	at   time.Time
}

func traces(dir string) (out [2]trace) {
	for i, suffix := range []string{"", "-wal"} {
		if st, err := os.Stat(filepath.Join(dir, fileName) + suffix); err == nil {
			out[i] = trace{st.Size(), st.ModTime()}
		}
	}
	return out
}

func checkWith(file string, s settings, query string) (size int64, err error) {
	c, err := connect(file, s, sqlite3.OPEN_READONLY, query)
	if err != nil {
		return 0, unreadable(0, err)
	}
	defer c.Close()
	// Without this, SQLite refuses a file that was cut off before its first
	// entry is read; with it, the entries before the cut can be told.
	if err := c.Exec(`PRAGMA writable_schema=ON`); err != nil {
		return 0, unreadable(0, err)
	}
	// One transaction: a writer may go on, this sees one state.
	if err := c.Exec(`BEGIN`); err != nil {
		return 0, unreadable(0, err)
	}
	if err := checkSchema(c); err != nil {
		return 0, err
	}
	size, err = scan(c)
	if err != nil {
		return 0, err
	}
	return size, checkHead(c, size)
}

// checkSchema refuses tables, triggers and views that a record does not have.
func checkSchema(c *sqlite3.Conn) error {
	s, _, err := c.Prepare(sqlSchema)
	if err != nil {
		return unreadable(0, err)
	}
	defer s.Close()
	var i int
	for s.Step() {
		name, sql := s.ColumnText(0), s.ColumnText(1)
		if i >= len(schema) || schema[i].name != name || schema[i].sql != sql {
			return &store.DamageError{What: fmt.Sprintf("%s has a %q that a record does not have; restore it from a backup", fileName, name)}
		}
		i++
	}
	if err := s.Err(); err != nil {
		return unreadable(0, err)
	}
	if i < len(schema) {
		return &store.DamageError{What: fmt.Sprintf("%s lacks the table %q; restore it from a backup", fileName, schema[i].name)}
	}
	return nil
}

// checkHead finds out that entries at the end are gone.
func checkHead(c *sqlite3.Conn, size int64) error {
	s, _, err := c.Prepare(sqlHeadSize)
	if err != nil {
		return unreadable(0, err)
	}
	defer s.Close()
	claimed, err := scalar(s)
	if err != nil {
		return unreadable(0, err)
	}
	if claimed > size {
		return &store.DamageError{Position: size + 1, What: fmt.Sprintf("missing: a checkpoint says that there were %d entries; restore the record from a backup", claimed)}
	}
	return nil
}

// Check has SQLite look through the whole file, and then checks all entries
// as Open does. It takes some seconds for a million entries, and others may
// read and write meanwhile. ErrDamaged: a *store.DamageError.
func (l *Log) Check(ctx context.Context) error {
	if err := l.with(ctx, func(r *reader) error { return quickCheck(ctx, r.c) }); err != nil {
		return err
	}
	if _, err := checkWith(l.file, l.read.s, shared); err != nil {
		return fmt.Errorf("check record %s: %w", filepath.Dir(l.file), err)
	}
	return nil
}

func quickCheck(ctx context.Context, c *sqlite3.Conn) error {
	old := c.SetInterrupt(ctx)
	defer c.SetInterrupt(old)
	s, _, err := c.Prepare(`PRAGMA integrity_check(1)`)
	if err != nil {
		return unreadable(0, err)
	}
	defer s.Close()
	if s.Step() && s.ColumnText(0) != "ok" {
		return &store.DamageError{What: "the file is damaged: " + s.ColumnText(0) + "; restore it from a backup"}
	}
	if err := s.Err(); err != nil {
		return unreadable(0, err)
	}
	return nil
}

// unreadable says that SQLite could not read on after entry last. A file that
// others keep locked is not damaged.
func unreadable(last int64, err error) error {
	if errors.Is(err, sqlite3.BUSY) || errors.Is(err, sqlite3.INTERRUPT) || errors.Is(err, sqlite3.NOMEM) {
		return err
	}
	position := last + 1
	return &store.DamageError{Position: position, What: fmt.Sprintf("cannot be read (%v); restore the record from a backup", err)}
}
