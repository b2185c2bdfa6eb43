package signin

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

// How long a session lasts: without use, and in all.
const (
	IdleLasts    = 30 * time.Minute
	SessionLasts = 12 * time.Hour
)

// Session is somebody who is signed in.
type Session struct {
	Person
	ID      string // names it to its owner; nobody can use it by that
	Passkey []byte // by which it was begun; none for one that a provider vouched for
	Vouched string // what was written down about the provider that vouched, as a mark; empty: none did
	Key     string // id of the passkey's key in the record; empty for one that signs nothing
	Agent   string // what the browser said it is
	Made    time.Time
	Used    time.Time // to the minute
}

// maxAgent is how much is kept of what a browser says of itself.
const maxAgent = 200

// Begin begins a session and answers its token, which is always new: what a browser brought along is never taken over.
func (s *Store) Begin(ctx context.Context, p Passkey, agent string, now time.Time) (token string, err error) {
	return s.begin(ctx, p.Person, p.ID, "", agent, now)
}

// BeginVouched begins a session of somebody for whom a provider vouches, known by its mark. Whatever the person is here
// for, that session only reads.
func (s *Store) BeginVouched(ctx context.Context, p Person, mark, agent string, now time.Time) (token string, err error) {
	return s.begin(ctx, p, []byte{}, mark, agent, now)
}

func (s *Store) begin(ctx context.Context, p Person, passkey []byte, mark, agent string, now time.Time) (token string, err error) {
	token, hash := newSecret()
	if len(agent) > maxAgent {
		agent = agent[:maxAgent]
	}
	_, err = s.db.ExecContext(ctx, `DELETE FROM sessions WHERE used<=? OR made<=?`, now.Add(-IdleLasts).Unix(), now.Add(-SessionLasts).Unix())
	if err == nil {
		_, err = s.db.ExecContext(ctx, `INSERT INTO sessions (hash, party, holder, passkey, vouched, agent, made, used) VALUES (?,?,?,?,?,?,?,?)`,
			hash, string(p.Party), p.Holder, passkey, mark, agent, now.Unix(), now.Unix())
	}
	if err != nil {
		return "", fmt.Errorf("begin a session of %s: %w", p.Holder, err)
	}
	return token, nil
}

const selectSession = `SELECT s.hash, s.party, s.holder, p.role, s.passkey, coalesce(k.key, ''), s.vouched, s.agent, s.made, s.used FROM sessions s LEFT JOIN passkeys k ON k.id=s.passkey
	JOIN people p ON p.party=s.party AND p.holder=s.holder AND (k.id IS NOT NULL OR s.vouched!='') `

func readSession(scan func(...any) error) (Session, error) {
	var x Session
	var hash []byte
	var made, used int64
	err := scan(&hash, &x.Party, &x.Holder, &x.Role, &x.Passkey, &x.Key, &x.Vouched, &x.Agent, &made, &used)
	if err != nil {
		return Session{}, err
	}
	if x.Vouched != "" {
		x.Role = Reader
	}
	x.ID, x.Made, x.Used = hex.EncodeToString(hash[:8]), instant(made), instant(used)
	return x, nil
}

// over says whether a session is over: at the first instant past either limit.
func (x Session) over(now time.Time) bool {
	return !now.Before(x.Made.Add(SessionLasts)) || !now.Before(x.Used.Add(IdleLasts))
}

// Session answers who is signed in by a token, and notes that it was used. ErrSession: nobody.
func (s *Store) Session(ctx context.Context, token string, now time.Time) (Session, error) {
	hash := hashOf(token)
	x, err := readSession(s.db.QueryRowContext(ctx, selectSession+`WHERE s.hash=?`, hash).Scan)
	if errors.Is(err, sql.ErrNoRows) || err == nil && x.over(now) {
		return Session{}, ErrSession
	}
	if err == nil && now.Sub(x.Used) >= time.Minute {
		_, err = s.db.ExecContext(ctx, `UPDATE sessions SET used=? WHERE hash=?`, now.Unix(), hash)
	}
	if err != nil {
		return Session{}, fmt.Errorf("read a session: %w", err)
	}
	return x, nil
}

// Sessions answers the sessions of a person that are not over, the latest first.
func (s *Store) Sessions(ctx context.Context, p Person, now time.Time) ([]Session, error) {
	rows, err := s.db.QueryContext(ctx, selectSession+`WHERE s.party=? AND s.holder=? ORDER BY s.made DESC, s.hash`, string(p.Party), p.Holder)
	if err != nil {
		return nil, fmt.Errorf("list the sessions of %s: %w", p.Holder, err)
	}
	defer rows.Close()
	var all []Session
	for rows.Next() {
		x, err := readSession(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("list the sessions of %s: %w", p.Holder, err)
		}
		if !x.over(now) {
			all = append(all, x)
		}
	}
	return all, rows.Err()
}

// End ends the session of a token. One that is over already is over.
func (s *Store) End(ctx context.Context, token string) error {
	return s.end(ctx, `hash=?`, hashOf(token))
}

// EndOne ends one session of a person, by its ID.
func (s *Store) EndOne(ctx context.Context, p Person, id string) error {
	return s.end(ctx, `party=? AND holder=? AND lower(hex(substr(hash,1,8)))=?`, string(p.Party), p.Holder, id)
}

// EndAll ends all sessions of a person, everywhere.
func (s *Store) EndAll(ctx context.Context, p Person) error {
	return s.end(ctx, `party=? AND holder=?`, string(p.Party), p.Holder)
}

func (s *Store) end(ctx context.Context, where string, args ...any) error {
	if _, err := s.db.ExecContext(ctx, `DELETE FROM sessions WHERE `+where, args...); err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	return nil
}
