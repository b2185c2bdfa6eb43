package post

import (
	"context"
	"crypto/subtle"
	"errors"

	"accede/internal/signin"
)

// StopPath is the address, on the site, at which a letter leads to no more letters; the token follows it.
const StopPath = "/letters/stop/"

// ErrToken: no letter has led there.
var ErrToken = errors.New("no letter leads there")

// stopToken answers what stands in the letters of one person, and lets whoever has it stop them.
func (o *Office) stopToken(p signin.Person) string { return o.Outbox.Mark("stop " + recipient(p)) }

// Stoppable answers whose letters a token stops. ErrToken: nobody's.
func (o *Office) Stoppable(ctx context.Context, token string) (signin.Contact, error) {
	all, err := o.People.Contacts(ctx, "")
	if err != nil {
		return signin.Contact{}, err
	}
	for _, c := range all {
		if subtle.ConstantTimeCompare([]byte(o.stopToken(c.Person)), []byte(token)) == 1 {
			return c, nil
		}
	}
	return signin.Contact{}, ErrToken
}

// Stop stops the letters that a token stands for. Done twice it is done. ErrToken.
func (o *Office) Stop(ctx context.Context, token string) (signin.Contact, error) {
	c, err := o.Stoppable(ctx, token)
	if err != nil {
		return c, err
	}
	c.Mail = signin.NoMail
	return c, o.People.SetContact(ctx, c)
}
