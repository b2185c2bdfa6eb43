package enclosure

import (
	"context"
	"errors"
	"fmt"
	"slices"

	sqlite3 "github.com/ncruces/go-sqlite3"
)

// Seals answers the seals of all that is kept for good and can be read, in ascending order.
func (s *Store) Seals(ctx context.Context) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keys == nil || s.content == nil {
		return nil, nil
	}
	defer s.keys.SetInterrupt(s.keys.SetInterrupt(ctx))
	all, err := texts(s.keys, `SELECT seal FROM keys ORDER BY seal`)
	if err != nil {
		return nil, fmt.Errorf("list what is enclosed: %w", err)
	}
	held, err := s.held()
	if err != nil {
		return nil, fmt.Errorf("list what is enclosed: %w", err)
	}
	return slices.DeleteFunc(all, func(seal string) bool { return slices.Contains(held, seal) }), nil
}

// texts answers the one column of a question.
func texts(c *sqlite3.Conn, sql string) ([]string, error) {
	st, _, err := c.Prepare(sql)
	if err != nil {
		return nil, err
	}
	defer st.Close()
	var all []string
	for st.Step() {
		all = append(all, st.ColumnText(0))
	}
	return all, st.Err()
}

// Erase makes items go for good: when it answers, neither their salts and keys nor their content are in any of the
// files. What is not there is passed over, so it can be asked again after a failure.
func (s *Store) Erase(ctx context.Context, seals ...string) error {
	if len(seals) == 0 {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.erase(ctx, seals)
}

// erase is Erase with the lock held.
func (s *Store) erase(ctx context.Context, seals []string) error {
	if !s.writes {
		return fmt.Errorf("erase what is enclosed: %w", ErrReadOnly)
	}
	if s.keys == nil {
		return nil // nothing was ever put there
	}
	defer s.keys.SetInterrupt(s.keys.SetInterrupt(ctx))
	defer s.content.SetInterrupt(s.content.SetInterrupt(ctx))
	for _, f := range []struct {
		conn *sqlite3.Conn
		sql  string
	}{{s.keys, `DELETE FROM held WHERE seal = ?`}, {s.keys, `DELETE FROM keys WHERE seal = ?`}, {s.content, `DELETE FROM content WHERE seal = ?`}} {
		err := within(f.conn, f.sql, len(seals), func(st *sqlite3.Stmt, i int) error { return st.BindText(1, seals[i]) })
		if err == nil {
			// A page that was freed keeps its bytes until it is written again, and so does the log.
			err = anew(f.conn)
		}
		if err != nil {
			return fmt.Errorf("erase what is enclosed: %w", err)
		}
	}
	return nil
}

// anew writes a file anew, and empties its log.
func anew(c *sqlite3.Conn) error {
	if err := c.Exec(`VACUUM`); err != nil {
		return err
	}
	busy, err := number(c, `PRAGMA wal_checkpoint(TRUNCATE)`)
	if err == nil && busy != 0 {
		err = errors.New("somebody is reading it, so that its log could not be emptied: ask again")
	}
	return err
}
