package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	sqlite3 "github.com/ncruces/go-sqlite3"

	"accede/internal/store"
)

// build makes an empty record under another name and renames it, so that
// there is never half a record. The caller holds the lock.
func build(dir string) error {
	file, fresh := filepath.Join(dir, fileName), filepath.Join(dir, newName)
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("%s is there; open it, or take another folder: %w", file, store.ErrExists)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, suffix := range []string{"", "-journal", "-wal", "-shm"} { // of an attempt that was cut short
		if err := os.Remove(fresh + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := fill(fresh); err != nil {
		return full(err)
	}
	if err := os.Rename(fresh, file); err != nil {
		return err
	}
	return syncDir(dir)
}

// fill writes the tables of an empty record, durably.
func fill(file string) (err error) {
	c, err := connect(file, settings{}, sqlite3.OPEN_READWRITE|sqlite3.OPEN_CREATE, "mode=rwc")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	if err := os.Chmod(file, 0o600); err != nil {
		return err
	}
	if err := c.Exec(`PRAGMA synchronous=FULL; BEGIN; ` + create() + ` COMMIT`); err != nil {
		return err
	}
	return c.Exec(`PRAGMA journal_mode=WAL`)
}

// syncDir makes the names in a folder durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(ignoreUnsupported(d.Sync()), d.Close())
}

// escape makes a path fit for a file: URI and for a parameter of one. There,
// SQLite takes a plus for a plus.
func escape(file string) string {
	return strings.ReplaceAll(url.QueryEscape(filepath.ToSlash(file)), "+", "%20")
}

// full turns SQLite's word for a full disk into the contract's.
func full(err error) error {
	if errors.Is(err, sqlite3.FULL) {
		return fmt.Errorf("%v: nothing was written; make room: %w", err, store.ErrFull)
	}
	return err
}
