package enclosure

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	sqlite3 "github.com/ncruces/go-sqlite3"

	"accede/act"
)

// heldSchema is of what is kept until an instant, in seconds of Unix: of acts that are not in the record yet.
const heldSchema = `CREATE TABLE IF NOT EXISTS held (seal TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID`

// Hold keeps items of an act that is not in the record yet, until an instant or until they are put for good; they are
// durable when it answers. Seals passes them over, and Get answers them. What is kept for good stays so. What was held for
// long enough goes.
func (s *Store) Hold(ctx context.Context, now, until time.Time, items ...act.Opening) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.expire(ctx, now); err != nil {
		return err
	}
	items, err := s.passing(items)
	if err != nil || len(items) == 0 {
		return err
	}
	return s.put(ctx, items, func(c *sqlite3.Conn, items []act.Opening) error {
		return within(c, `INSERT OR REPLACE INTO held (seal, until) VALUES (?, ?)`, len(items), func(st *sqlite3.Stmt, i int) error {
			return errors.Join(st.BindText(1, items[i].Seal), st.BindInt64(2, until.Unix()))
		})
	})
}

// Expire erases what was held for long enough.
func (s *Store) Expire(ctx context.Context, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.expire(ctx, now)
}

func (s *Store) expire(ctx context.Context, now time.Time) error {
	if s.keys == nil {
		return nil
	}
	over, err := texts(s.keys, `SELECT seal FROM held WHERE until <= `+strconv.FormatInt(now.Unix(), 10))
	if err != nil {
		return fmt.Errorf("look for what was held long enough: %w", err)
	}
	if len(over) == 0 {
		return nil
	}
	return s.erase(ctx, over)
}

// passing answers those of some items that are not kept for good.
func (s *Store) passing(items []act.Opening) ([]act.Opening, error) {
	if s.keys == nil {
		return items, nil
	}
	kept, err := texts(s.keys, `SELECT seal FROM keys WHERE seal NOT IN (SELECT seal FROM held)`)
	if err != nil {
		return nil, fmt.Errorf("hold content: %w", err)
	}
	return slices.DeleteFunc(slices.Clone(items), func(o act.Opening) bool { return slices.Contains(kept, o.Seal) }), nil
}

// unhold has items kept for good.
func unhold(c *sqlite3.Conn, items []act.Opening) error {
	return within(c, `DELETE FROM held WHERE seal = ?`, len(items), func(st *sqlite3.Stmt, i int) error { return st.BindText(1, items[i].Seal) })
}

// held answers the seals of what is not kept for good. A file of before there was such a thing holds none.
func (s *Store) held() ([]string, error) {
	switch n, err := number(s.keys, `SELECT count(*) FROM sqlite_schema WHERE name = 'held'`); {
	case err != nil:
		return nil, err
	case n == 0:
		return nil, nil
	}
	return texts(s.keys, `SELECT seal FROM held`)
}
