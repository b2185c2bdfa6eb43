package signin

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"accede/body"
)

// Mail says how a person wants letters.
type Mail string

// How letters come. The set is closed; the zero value is AtOnce where a contact is added, and changes nothing where one
// is set.
const (
	AtOnce Mail = "at-once" // each as what it tells happens
	Digest Mail = "digest"  // once a day, what is still so
	NoMail Mail = "none"
)

// Mails answers every way in which letters come.
func Mails() []Mail { return []Mail{AtOnce, Digest, NoMail} }

// Contact is where a person is told of what concerns its party.
type Contact struct {
	Person
	Address string // as the person wrote it; empty: none
	Lang    string // of the person, BCP 47; empty: not said
	Mail    Mail

	Bounced time.Time // when the address was found not to take mail; zero: it was not
	Bounce  string    // what was said then
}

// Told says whether letters are sent to the contact.
func (c Contact) Told() bool { return c.Address != "" && c.Mail != NoMail && c.Bounced.IsZero() }

const selectContact = `SELECT party, holder, role, contact, lang, mail, bounced, bounce FROM people `

func readContact(scan func(...any) error) (Contact, error) {
	var c Contact
	var bounced int64
	err := scan(&c.Party, &c.Holder, &c.Role, &c.Address, &c.Lang, &c.Mail, &bounced, &c.Bounce)
	c.Bounced = instant(bounced)
	return c, err
}

// Contacts answers everybody who serves a party, in the order of their ids; of all parties for the empty one.
func (s *Store) Contacts(ctx context.Context, party body.MemberID) ([]Contact, error) {
	rows, err := s.db.QueryContext(ctx, selectContact+`WHERE ?='' OR party=? ORDER BY party, holder`, string(party), string(party))
	if err != nil {
		return nil, fmt.Errorf("list the people of %q: %w", party, err)
	}
	defer rows.Close()
	var all []Contact
	for rows.Next() {
		c, err := readContact(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("list the people of %q: %w", party, err)
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

// Contact answers one person. ErrNone: there is nobody of that id.
func (s *Store) Contact(ctx context.Context, party body.MemberID, holder string) (Contact, error) {
	c, err := readContact(s.db.QueryRowContext(ctx, selectContact+`WHERE party=? AND holder=?`, string(party), holder).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Contact{}, fmt.Errorf("%s of %s: %w", holder, party, ErrNone)
	}
	if err != nil {
		return Contact{}, fmt.Errorf("read %s of %s: %w", holder, party, err)
	}
	return c, nil
}

// AddContact adds a person who serves a party. One who is there already has the address, the language and the way of
// mail set. ErrParty: it is there in another role, or no role or no way of mail is given that is known.
func (s *Store) AddContact(ctx context.Context, c Contact) error {
	if c.Mail == "" {
		c.Mail = AtOnce
	}
	if c.Party == "" || c.Holder == "" || !slices.Contains(Roles(), c.Role) || !slices.Contains(Mails(), c.Mail) {
		return fmt.Errorf("add %q of %q as %q with mail %q: party, person, a known role and a known way of mail are wanted: %w", c.Holder, c.Party, c.Role, c.Mail, ErrParty)
	}
	have, err := s.Contact(ctx, c.Party, c.Holder)
	switch {
	case err == nil && have.Role != c.Role:
		return fmt.Errorf("add %s of %s: %w", c.Holder, c.Party, ErrParty)
	case err == nil:
		return s.SetContact(ctx, c)
	case !errors.Is(err, ErrNone):
		return err
	}
	if _, err := s.db.ExecContext(ctx, `INSERT INTO people (party, holder, role, contact, lang, mail) VALUES (?,?,?,?,?,?)`,
		string(c.Party), c.Holder, string(c.Role), c.Address, c.Lang, string(c.Mail)); err != nil {
		return fmt.Errorf("add %s of %s: %w", c.Holder, c.Party, err)
	}
	return nil
}

// SetContact keeps where a person is told, in which language, and how; an empty way of mail leaves it as it was. A new
// address has not bounced. ErrNone: there is nobody of that id.
func (s *Store) SetContact(ctx context.Context, c Contact) error {
	ok, err := changed(s.db.ExecContext(ctx, `UPDATE people SET bounced=CASE WHEN contact=?1 THEN bounced ELSE 0 END,
		bounce=CASE WHEN contact=?1 THEN bounce ELSE '' END, contact=?1, lang=?2, mail=CASE WHEN ?3='' THEN mail ELSE ?3 END WHERE party=?4 AND holder=?5`,
		c.Address, c.Lang, string(c.Mail), string(c.Party), c.Holder))
	if err == nil && !ok {
		err = ErrNone
	}
	if err != nil {
		return fmt.Errorf("keep the address of %s: %w", c.Holder, err)
	}
	return nil
}

// Bounced keeps that the address of a person takes no mail, and says whether that is news. An address that was changed
// since is left alone.
func (s *Store) Bounced(ctx context.Context, c Contact, said string, now time.Time) (news bool, err error) {
	news, err = changed(s.db.ExecContext(ctx, `UPDATE people SET bounced=?, bounce=? WHERE party=? AND holder=? AND contact=? AND bounced=0`,
		now.Unix(), said, string(c.Party), c.Holder, c.Address))
	if err != nil {
		return false, fmt.Errorf("mark the address of %s: %w", c.Holder, err)
	}
	return news, nil
}

// RemoveContact removes a person who has no passkey, with its sessions and what providers call it, and takes the address
// from one who has. ErrNone: there is nobody of that id.
func (s *Store) RemoveContact(ctx context.Context, party body.MemberID, holder string) error {
	gone := false
	err := s.within(ctx, func(tx *sql.Tx) error {
		var err error
		gone, err = changed(tx.ExecContext(ctx, `DELETE FROM people WHERE party=? AND holder=? AND NOT EXISTS
			(SELECT 1 FROM passkeys k WHERE k.party=people.party AND k.holder=people.holder)`, string(party), holder))
		for _, from := range []string{`DELETE FROM vouched WHERE party=? AND holder=?`, `DELETE FROM sessions WHERE party=? AND holder=? AND vouched!=''`} {
			if err == nil && gone {
				_, err = tx.ExecContext(ctx, from, string(party), holder)
			}
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("remove %s of %s: %w", holder, party, err)
	}
	if gone {
		return nil
	}
	return s.SetContact(ctx, Contact{Person: Person{Party: party, Holder: holder}, Mail: NoMail})
}
