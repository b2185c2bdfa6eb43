package signin

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"time"
)

// ErrBound: somebody else signs in by what a provider calls this person, or the person by another name there.
var ErrBound = errors.New("that name at the provider is another person's here, or the person has another there")

// Try is one way to a provider and back: what goes along and comes back, what the provider is to sign, and what shows that
// the answer is ours.
type Try struct{ State, Nonce, Verifier string }

// Leave answers a way to a provider for one purpose. Nothing is kept of it until somebody comes back.
func (s *Site) Leave(purpose string, now time.Time) Try {
	return s.try(s.Challenge("provider "+purpose, now))
}

// try answers what belongs to a state. The rest follows from it by a secret of this process, and leaves it for the provider
// alone.
func (s *Site) try(state string) Try {
	from := func(what string) string {
		m := hmac.New(sha256.New, s.secret)
		m.Write([]byte(what + "\n" + state))
		return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
	}
	return Try{state, from("nonce"), from("verifier")}
}

// Return checks that somebody comes back on a way that led from here for that purpose and has not run out, and ends the way:
// it is gone once. It wraps ErrPasskey.
func (s *Store) Return(ctx context.Context, site *Site, state, purpose string, now time.Time) (Try, error) {
	if err := s.spend(ctx, site, state, "provider "+purpose, now); err != nil {
		return Try{}, err
	}
	return site.try(state), nil
}

// Vouched answers who was bound to what a provider calls them. ErrNone: nobody.
func (s *Store) Vouched(ctx context.Context, issuer, subject string) (Person, error) {
	var p Person
	err := s.db.QueryRowContext(ctx, `SELECT p.party, p.holder, p.role FROM vouched v JOIN people p ON p.party=v.party AND p.holder=v.holder
		WHERE v.issuer=? AND v.subject=?`, issuer, subject).Scan(&p.Party, &p.Holder, &p.Role)
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, fmt.Errorf("whom %s calls %.100q: %w", issuer, subject, ErrNone)
	}
	if err != nil {
		return Person{}, fmt.Errorf("read who signs in by %s: %w", issuer, err)
	}
	return p, nil
}

// Bind has a person sign in, to read, by what a provider calls it. ErrBound: the name is bound to somebody else, or the
// person to another name of that provider.
func (s *Store) Bind(ctx context.Context, p Person, issuer, subject string, now time.Time) error {
	return s.within(ctx, func(tx *sql.Tx) error { return bind(ctx, tx, p, issuer, subject, now) })
}

func bind(ctx context.Context, tx *sql.Tx, p Person, issuer, subject string, now time.Time) error {
	var others int
	err := tx.QueryRowContext(ctx, `SELECT count(*) FROM vouched WHERE issuer=?1 AND (subject=?2)!=(party=?3 AND holder=?4)`,
		issuer, subject, string(p.Party), p.Holder).Scan(&others)
	if err == nil && others > 0 {
		return fmt.Errorf("bind %s of %s: %w", p.Holder, p.Party, ErrBound)
	}
	if err == nil {
		_, err = tx.ExecContext(ctx, `INSERT INTO vouched (issuer, subject, party, holder, made) VALUES (?,?,?,?,?) ON CONFLICT DO NOTHING`,
			issuer, subject, string(p.Party), p.Holder, now.Unix())
	}
	if err != nil {
		return fmt.Errorf("bind %s of %s: %w", p.Holder, p.Party, err)
	}
	return nil
}

// Unbind ends that a person signs in by a provider, and every session that was begun so.
func (s *Store) Unbind(ctx context.Context, p Person, issuer string) error {
	return s.within(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM vouched WHERE issuer=? AND party=? AND holder=?`, issuer, string(p.Party), p.Holder)
		if err == nil {
			_, err = tx.ExecContext(ctx, `DELETE FROM sessions WHERE party=? AND holder=? AND vouched!=''`, string(p.Party), p.Holder)
		}
		if err != nil {
			return fmt.Errorf("unbind %s of %s: %w", p.Holder, p.Party, err)
		}
		return nil
	})
}

// Bound answers the issuers by which a person signs in, in their order.
func (s *Store) Bound(ctx context.Context, p Person) ([]string, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT issuer FROM vouched WHERE party=? AND holder=? ORDER BY issuer`, string(p.Party), p.Holder)
	if err != nil {
		return nil, fmt.Errorf("list by whom %s signs in: %w", p.Holder, err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return nil, fmt.Errorf("list by whom %s signs in: %w", p.Holder, err)
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// Admit adds a person for whom a provider vouches; one that is there is left as it is.
func (s *Store) Admit(ctx context.Context, p Person) error {
	if _, err := s.db.ExecContext(ctx, `INSERT INTO people (party, holder, role) VALUES (?,?,?) ON CONFLICT DO NOTHING`,
		string(p.Party), p.Holder, string(Reader)); err != nil {
		return fmt.Errorf("admit %s of %s: %w", p.Holder, p.Party, err)
	}
	return nil
}

// RedeemVouched uses up an invitation to read, and binds the person to what a provider calls it. An invitation to act takes a
// passkey: it is ErrInvitation here. Of two who redeem it at once one has it.
func (s *Store) RedeemVouched(ctx context.Context, token, issuer, subject string, now time.Time) (Person, error) {
	var p Person
	err := s.within(ctx, func(tx *sql.Tx) error {
		i, err := readInvitation(tx.QueryRowContext(ctx, selectInvitation, hashOf(token)), now)
		if err != nil {
			return err
		}
		if i.Role != Reader {
			return fmt.Errorf("it is to act, and wants a passkey: %w", ErrInvitation)
		}
		p = i.Person
		if ok, err := changed(tx.ExecContext(ctx, `UPDATE invitations SET used=? WHERE hash=? AND used=0`, now.Unix(), hashOf(token))); err != nil || !ok {
			return errors.Join(ErrInvitation, err)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO people (party, holder, role) VALUES (?,?,?) ON CONFLICT DO NOTHING`, string(p.Party), p.Holder, string(p.Role)); err != nil {
			return err
		}
		return bind(ctx, tx, p, issuer, subject, now)
	})
	return p, err
}
