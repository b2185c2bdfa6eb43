package signin

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// maxDrafts is how many half-filled forms are kept for a person; the oldest go first.
const maxDrafts = 64

// Draft answers what a person typed into a form and did not send; nil for nothing.
func (s *Store) Draft(ctx context.Context, p Person, form string) map[string][]string {
	var text string
	var typed map[string][]string
	err := s.db.QueryRowContext(ctx, `SELECT typed FROM drafts WHERE party=? AND holder=? AND form=?`, string(p.Party), p.Holder, form).Scan(&text)
	if err != nil || json.Unmarshal([]byte(text), &typed) != nil {
		return nil // a draft that cannot be read is begun anew
	}
	return typed
}

// KeepDraft keeps what a person typed into a form; nil forgets it.
func (s *Store) KeepDraft(ctx context.Context, p Person, form string, typed map[string][]string, now time.Time) error {
	if typed == nil {
		_, err := s.db.ExecContext(ctx, `DELETE FROM drafts WHERE party=? AND holder=? AND form=?`, string(p.Party), p.Holder, form)
		return err
	}
	text, err := json.Marshal(typed)
	if err != nil {
		return fmt.Errorf("keep a draft: %w", err)
	}
	return s.within(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO drafts (party, holder, form, typed, made) VALUES (?,?,?,?,?)`, string(p.Party), p.Holder, form, string(text), now.Unix())
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM drafts WHERE party=? AND holder=? AND form NOT IN
			(SELECT form FROM drafts WHERE party=? AND holder=? ORDER BY made DESC, form LIMIT ?)`, string(p.Party), p.Holder, string(p.Party), p.Holder, maxDrafts)
		return err
	})
}

// Waiting is an act that some have signed and that wants another signature: a line of signed acts.
type Waiting struct {
	Hash []byte // of the act
	Line []byte // as act.AppendSigned writes it
	Made time.Time
}

// WaitingLasts is how long an act may wait for another signature.
const WaitingLasts = 30 * 24 * time.Hour

// Await keeps an act that wants another signature, in place of what was kept of it before. What has waited for longer
// than an act may wait is forgotten.
func (s *Store) Await(ctx context.Context, w Waiting) error {
	if _, err := s.db.ExecContext(ctx, `DELETE FROM waiting WHERE made<=?`, w.Made.Add(-WaitingLasts).Unix()); err != nil {
		return fmt.Errorf("forget what has waited too long: %w", err)
	}
	if _, err := s.db.ExecContext(ctx, `INSERT OR REPLACE INTO waiting (hash, line, made) VALUES (?,?,?)`, w.Hash, w.Line, w.Made.Unix()); err != nil {
		return fmt.Errorf("keep an act that wants a signature: %w", err)
	}
	return nil
}

// Awaited answers an act that wants a signature, by its hash. ErrNone: there is none.
func (s *Store) Awaited(ctx context.Context, hash []byte) (Waiting, error) {
	w := Waiting{Hash: hash}
	var made int64
	err := s.db.QueryRowContext(ctx, `SELECT line, made FROM waiting WHERE hash=?`, hash).Scan(&w.Line, &made)
	if errors.Is(err, sql.ErrNoRows) {
		return Waiting{}, ErrNone
	}
	w.Made = instant(made)
	return w, err
}

// AllAwaited answers every act that wants a signature, the oldest first.
func (s *Store) AllAwaited(ctx context.Context) ([]Waiting, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT hash, line, made FROM waiting ORDER BY made, hash`)
	if err != nil {
		return nil, fmt.Errorf("list what wants a signature: %w", err)
	}
	defer rows.Close()
	var all []Waiting
	for rows.Next() {
		var w Waiting
		var made int64
		if err := rows.Scan(&w.Hash, &w.Line, &made); err != nil {
			return nil, fmt.Errorf("list what wants a signature: %w", err)
		}
		w.Made = instant(made)
		all = append(all, w)
	}
	return all, rows.Err()
}

// Settle forgets an act that wants no more signatures.
func (s *Store) Settle(ctx context.Context, hash []byte) error {
	if _, err := s.db.ExecContext(ctx, `DELETE FROM waiting WHERE hash=?`, hash); err != nil {
		return fmt.Errorf("settle an act: %w", err)
	}
	return nil
}

// EraseDraft forgets what a person typed into a form so that nothing of it is left in the files. Where nothing was kept
// it does nothing.
func (s *Store) EraseDraft(ctx context.Context, p Person, form string) error {
	kept, err := changed(s.db.ExecContext(ctx, `DELETE FROM drafts WHERE party=? AND holder=? AND form=?`, string(p.Party), p.Holder, form))
	if err != nil || !kept {
		return err
	}
	// A page that was freed keeps its bytes until it is written again.
	if _, err := s.db.ExecContext(ctx, `VACUUM`); err != nil {
		return fmt.Errorf("erase a draft: %w", err)
	}
	return nil
}
