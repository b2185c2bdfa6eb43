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

// Keep has a database keep sums from now on; one that does so already is left as it is. One of an earlier version is
// written anew once, which wants it for itself: while another program holds it nothing is done, and nothing is wrong.
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
		return own.Raw().EnableChecksums("main")
	})
	if err != nil && !errors.Is(err, sqlite3.BUSY) && !errors.Is(err, sqlite3.LOCKED) {
		return fmt.Errorf("keep sums of a database: %w", err)
	}
	return nil
}
