package signin

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// InvitationLasts is how long an invitation holds.
const InvitationLasts = 72 * time.Hour

// Invitation lets one person make one passkey.
type Invitation struct {
	Person
	Acts    []string  // kinds of acts the key is to sign; of a delegate
	Mandate string    // the first day on which the key no longer holds, YYYY-MM-DD; empty: until revoked
	Until   time.Time // the first instant at which the invitation no longer holds
}

// Invite enters an invitation and answers its token, which is kept nowhere.
func (s *Store) Invite(ctx context.Context, i Invitation, now time.Time) (token string, err error) {
	if i.Party == "" || i.Holder == "" || !slices.Contains(Roles(), i.Role) {
		return "", fmt.Errorf("invite %q of %q as %q: party, person and a known role are wanted: %w", i.Holder, i.Party, i.Role, ErrParty)
	}
	var role string
	err = s.db.QueryRowContext(ctx, `SELECT role FROM people WHERE party=? AND holder=?`, string(i.Party), i.Holder).Scan(&role)
	if err == nil && role != string(i.Role) {
		return "", fmt.Errorf("invite %s of %s: %w", i.Holder, i.Party, ErrParty)
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("invite %s of %s: %w", i.Holder, i.Party, err)
	}
	token, hash := newSecret()
	_, err = s.db.ExecContext(ctx, `INSERT INTO invitations (hash, party, holder, role, acts, mandate, made, until) VALUES (?,?,?,?,?,?,?,?)`,
		hash, string(i.Party), i.Holder, string(i.Role), strings.Join(i.Acts, " "), i.Mandate, now.Unix(), now.Add(InvitationLasts).Unix())
	if err != nil {
		return "", fmt.Errorf("invite %s of %s: %w", i.Holder, i.Party, err)
	}
	return token, nil
}

// Invitation answers what a token invites to. It changes nothing: links are followed by machines too.
func (s *Store) Invitation(ctx context.Context, token string, now time.Time) (Invitation, error) {
	return readInvitation(s.db.QueryRowContext(ctx, selectInvitation, hashOf(token)), now)
}

const selectInvitation = `SELECT party, holder, role, acts, mandate, until, used FROM invitations WHERE hash=?`

func readInvitation(row *sql.Row, now time.Time) (Invitation, error) {
	var i Invitation
	var acts string
	var until, used int64
	err := row.Scan(&i.Party, &i.Holder, &i.Role, &acts, &i.Mandate, &until, &used)
	i.Acts, i.Until = strings.Fields(acts), instant(until)
	switch {
	case errors.Is(err, sql.ErrNoRows), err == nil && (used != 0 || !now.Before(i.Until)):
		return Invitation{}, ErrInvitation
	case err != nil:
		return Invitation{}, fmt.Errorf("read an invitation: %w", err)
	}
	return i, nil
}

// Redeem uses an invitation up and keeps the passkey that was made for it. Of two who redeem it at once one has it.
func (s *Store) Redeem(ctx context.Context, token string, p Passkey, now time.Time) error {
	return s.within(ctx, func(tx *sql.Tx) error {
		i, err := readInvitation(tx.QueryRowContext(ctx, selectInvitation, hashOf(token)), now)
		if err != nil {
			return err
		}
		if i.Person != p.Person {
			return fmt.Errorf("it is for %s of %s: %w", i.Holder, i.Party, ErrInvitation)
		}
		if ok, err := changed(tx.ExecContext(ctx, `UPDATE invitations SET used=? WHERE hash=? AND used=0`, now.Unix(), hashOf(token))); err != nil || !ok {
			return errors.Join(ErrInvitation, err)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO people (party, holder, role) VALUES (?,?,?) ON CONFLICT DO NOTHING`, string(p.Party), p.Holder, string(p.Role)); err != nil {
			return err
		}
		return keepPasskey(ctx, tx, p, now)
	})
}
