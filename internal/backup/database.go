package backup

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	sqlite3 "github.com/ncruces/go-sqlite3"
)

// CopyDatabase copies a SQLite database, as it is at one instant, into a new file for its owner alone to read. Others may write it
// meanwhile. Where there is none, nothing is done.
func CopyDatabase(ctx context.Context, from, to string) (err error) {
	c, err := open(ctx, from)
	if c == nil || err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := c.Backup("main", address(to)); err != nil {
		return fmt.Errorf("copy %s: %w", from, err)
	}
	return nil
}

// CheckDatabase has SQLite look through a database. ErrDamaged, and what it says. Where there is none, nothing is wrong.
func CheckDatabase(ctx context.Context, file string) (err error) {
	c, err := open(ctx, file)
	if c == nil || err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	s, _, err := c.Prepare(`PRAGMA integrity_check(1)`)
	if err != nil {
		return fmt.Errorf("%s: %w: %w", file, err, ErrDamaged)
	}
	defer s.Close()
	if s.Step() && s.ColumnText(0) != "ok" {
		return fmt.Errorf("%s: %s: %w", file, s.ColumnText(0), ErrDamaged)
	}
	if err := s.Err(); err != nil && ctx.Err() == nil {
		return fmt.Errorf("%s: %w: %w", file, err, ErrDamaged)
	}
	return ctx.Err()
}

// open opens a database for reading; nil: there is none.
func open(ctx context.Context, file string) (*sqlite3.Conn, error) {
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	c, err := sqlite3.OpenFlags(address(file), sqlite3.OPEN_READONLY|sqlite3.OPEN_URI)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	c.SetInterrupt(ctx)
	if err := c.Exec(`PRAGMA busy_timeout=5000; PRAGMA trusted_schema=OFF`); err != nil {
		return nil, errors.Join(fmt.Errorf("read %s: %w", file, err), c.Close())
	}
	for _, beside := range []string{"-wal", "-shm"} { // the first reading makes them, and would let others read them
		if err := os.Chmod(file+beside, 0o600); err != nil && !errors.Is(err, os.ErrNotExist) && !errors.Is(err, os.ErrPermission) {
			return nil, errors.Join(err, c.Close())
		}
	}
	return c, nil
}

// address answers a path as SQLite takes it.
func address(file string) string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(file)}).EscapedPath()
}
