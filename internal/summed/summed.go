// Package summed has SQLite keep a sum of every page of a database, so that a bit that turned over on the disk is an
// error when the page is read, and not another name, another role or another day.
//
// It knows open databases. It refuses to know what is in them. A record needs none of this: its entries are hashed into
// a tree, whose root is signed.
package summed

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	sqlite3 "github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"
)

// ErrJournal: a database with a write-ahead log is to have sums.
var ErrJournal = errors.New("only a database with a rollback journal can keep sums")

// Keep has a database keep sums from now on; one that does so already is left as it is. One of an earlier version is
// written anew once, which wants it for itself: while another program holds it nothing is done, and nothing is wrong.
//
// ErrJournal: it has a write-ahead log. The driver (0.37) takes the memory map of a file from it once it has sums, and
// SQLite, which has seen the map when it opened the file, asks for it when a log that another connection has written to
// is taken over into the file: the program would end there.
func Keep(ctx context.Context, db *sql.DB) error {
	c, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("keep sums of a database: %w", err)
	}
	defer c.Close()
	err = c.Raw(func(raw any) error {
		own, ok := raw.(driver.Conn)
		if !ok {
			return fmt.Errorf("it is a %T, and none of SQLite", raw)
		}
		if err := rolledBack(own.Raw()); err != nil {
			return err
		}
		return own.Raw().EnableChecksums("main")
	})
	if err != nil && !errors.Is(err, sqlite3.BUSY) && !errors.Is(err, sqlite3.LOCKED) {
		return fmt.Errorf("keep sums of a database: %w", err)
	}
	return nil
}

// rolledBack refuses a connection whose database has a write-ahead log.
func rolledBack(c *sqlite3.Conn) (err error) {
	s, _, err := c.Prepare(`PRAGMA journal_mode`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if s.Step() && s.ColumnText(0) == "wal" {
		return ErrJournal
	}
	return s.Err()
}
