package signin

import (
	"context"
	"fmt"
	"time"
)

// AllSessions answers every session that is not over, by party, person and age, the latest first: for whoever looks after the host.
func (s *Store) AllSessions(ctx context.Context, now time.Time) ([]Session, error) {
	rows, err := s.db.QueryContext(ctx, selectSession+`ORDER BY s.party, s.holder, s.made DESC, s.hash`)
	if err != nil {
		return nil, fmt.Errorf("list all sessions: %w", err)
	}
	defer rows.Close()
	var all []Session
	for rows.Next() {
		x, err := readSession(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("list all sessions: %w", err)
		}
		if !x.over(now) {
			all = append(all, x)
		}
	}
	return all, rows.Err()
}

// EndEveryone ends every session there is, of whomever.
func (s *Store) EndEveryone(ctx context.Context) error { return s.end(ctx, `true`) }
