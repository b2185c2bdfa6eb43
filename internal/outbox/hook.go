package outbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Hook is an address that programs are told at.
type Hook struct {
	ID     string
	URL    string
	Secret string // by which what is sent is signed
	Party  string // what concerns it alone is told, and what concerns everybody; empty: all
	Made   time.Time
	Off    time.Time // since when nothing is sent to it; zero: it is told
	Why    string    // why it is off
}

// ErrKnown: there is a hook of that id.
var ErrKnown = errors.New("there is a webhook of that id already")

// AddHook adds a hook. ErrKnown.
func (s *Store) AddHook(ctx context.Context, h Hook, now time.Time) error {
	ok, err := changed(s.db.ExecContext(ctx, `INSERT INTO hooks (id, url, secret, party, made) VALUES (?,?,?,?,?) ON CONFLICT DO NOTHING`,
		h.ID, h.URL, h.Secret, h.Party, now.UnixMilli()))
	if err == nil && !ok {
		err = ErrKnown
	}
	if err != nil {
		return fmt.Errorf("add the webhook %s: %w", h.ID, err)
	}
	return nil
}

// RemoveHook removes a hook; what waits for it becomes moot. ErrNone: there is none of that id.
func (s *Store) RemoveHook(ctx context.Context, id string) error {
	ok, err := changed(s.db.ExecContext(ctx, `DELETE FROM hooks WHERE id=?`, id))
	if err == nil && !ok {
		err = ErrNone
	}
	if err != nil {
		return fmt.Errorf("remove the webhook %s: %w", id, err)
	}
	return nil
}

// SwitchHook switches a hook off, for a reason, or on again where the reason is empty. ErrNone: there is none of that id.
func (s *Store) SwitchHook(ctx context.Context, id, why string, now time.Time) error {
	off := now.UnixMilli()
	if why == "" {
		off = 0
	}
	ok, err := changed(s.db.ExecContext(ctx, `UPDATE hooks SET off=?, why=? WHERE id=?`, off, why, id))
	if err == nil && !ok {
		err = ErrNone
	}
	if err != nil {
		return fmt.Errorf("switch the webhook %s: %w", id, err)
	}
	return nil
}

const selectHook = `SELECT id, url, secret, party, made, off, why FROM hooks `

func readHook(scan func(...any) error) (Hook, error) {
	var h Hook
	var made, off int64
	err := scan(&h.ID, &h.URL, &h.Secret, &h.Party, &made, &off, &h.Why)
	h.Made, h.Off = instant(made), instant(off)
	return h, err
}

// Hooks answers every hook, in the order of their ids.
func (s *Store) Hooks(ctx context.Context) ([]Hook, error) {
	rows, err := s.db.QueryContext(ctx, selectHook+`ORDER BY id`)
	if err != nil {
		return nil, fmt.Errorf("list the webhooks: %w", err)
	}
	defer rows.Close()
	var all []Hook
	for rows.Next() {
		h, err := readHook(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("list the webhooks: %w", err)
		}
		all = append(all, h)
	}
	return all, rows.Err()
}

// Hook answers one hook. ErrNone: there is none of that id.
func (s *Store) Hook(ctx context.Context, id string) (Hook, error) {
	h, err := readHook(s.db.QueryRowContext(ctx, selectHook+`WHERE id=?`, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Hook{}, fmt.Errorf("the webhook %s: %w", id, ErrNone)
	}
	return h, err
}
