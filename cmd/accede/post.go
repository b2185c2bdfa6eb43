package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"accede/dossier"

	"accede/internal/hook"
	"accede/internal/outbox"
	"accede/internal/post"
	"accede/internal/signin"
	"accede/internal/view/words"
	"accede/internal/web"
)

// postChoices are the choices of whoever has letters sent and webhooks called.
type postChoices struct {
	Mail   string        `placeholder:"URL" env:"ACCEDE_MAIL" help:"Send letters by this mail server: smtp://user:password@host:587 (TLS is turned to, and wanted but on this machine) or smtps://host:465. Better in ACCEDE_MAIL than here."`
	From   string        `name:"letters-from" placeholder:"ADDRESS" env:"ACCEDE_LETTERS_FROM" help:"From whom letters come: 'Secretariat <letters@body.example>'. What cannot be delivered comes back to letters+b-…@body.example."`
	Near   time.Duration `name:"letters-near" default:"48h" placeholder:"TIME" help:"How long before its deadline somebody is reminded (default ${default})."`
	Digest string        `name:"digest-at" default:"07:00" placeholder:"HH:MM" help:"When digests are sent, in the body's time zone (default ${default})."`
	Hooks  bool          `name:"webhooks" help:"Call the webhooks that accede letters hook has added."`
	Allow  []string      `name:"webhooks-allow" placeholder:"NETWORK" help:"Networks that webhooks may lead to though they are private, such as 10.1.2.0/24. Else they lead to the public internet alone, over TLS."`
}

// asked says whether anything is to be sent.
func (c postChoices) asked() bool { return c.Mail != "" || c.Hooks }

// letters is an office that sends, with what it has open.
type letters struct {
	*post.Office
	people *signin.Store // nil: it is the pages' own
	outbox *outbox.Store
	done   chan struct{}
	stop   context.CancelFunc
}

// Close ends sending and waits for what is under way.
func (l *letters) Close() error {
	if l == nil {
		return nil
	}
	l.stop()
	<-l.done
	err := l.outbox.Close()
	if l.people != nil {
		err = errors.Join(err, l.people.Close())
	}
	return err
}

// letters begins to send letters and call webhooks; nil where neither is asked for. The site is where the pages are.
func (s *session) letters(o *office, c postChoices, site string, in *web.SignIn) (*letters, error) {
	if !c.asked() {
		if c.From != "" {
			return nil, badUse("--letters-from says from whom letters come; say by which mail server with --mail")
		}
		return nil, nil
	}
	config, err := c.config()
	if err != nil {
		return nil, err
	}
	if config.Words, err = words.Load(); err != nil {
		return nil, err
	}
	l := &letters{done: make(chan struct{})}
	if l.outbox, err = outbox.Open(o.dir); err != nil {
		return nil, err
	}
	if in != nil {
		config.People = in.Store
	} else if l.people, err = signin.Open(o.dir); err != nil {
		return nil, errors.Join(err, l.outbox.Close())
	} else {
		config.People = l.people
	}
	if o.peers == nil { // nobody else serves the record, so nobody else sends
		err = l.outbox.Release(s.ctx, s.clock())
	}
	if err != nil {
		return nil, errors.Join(err, l.outbox.Close())
	}
	config.Record, config.Outbox, config.Site, config.Log, config.Entries = o, l.outbox, site, s.logger, entriesOf(o)
	l.Office = post.New(config)
	var ctx context.Context
	ctx, l.stop = context.WithCancel(s.ctx)
	go func() {
		defer close(l.done)
		l.Run(ctx, s.clock, o.Feed().Subscribe(ctx))
	}()
	return l, nil
}

// config answers the choices as an office takes them.
func (c postChoices) config() (post.Config, error) {
	config := post.Config{Near: c.Near}
	at, err := time.Parse("15:04", c.Digest)
	if err != nil {
		return config, badUse("--digest-at %s: an hour and a minute are wanted, such as 07:00", c.Digest)
	}
	config.Digest = time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
	if c.Mail != "" {
		if c.From == "" {
			return config, badUse("--mail says how letters are sent; say from whom with --letters-from 'Secretariat <letters@body.example>'")
		}
		if config.From, err = post.ParseAddress(c.From); err != nil {
			return config, badUse("--letters-from: %w", err)
		}
		smtp, err := post.NewSMTP(c.Mail, nil)
		if err != nil {
			return config, badUse("--mail: %w", err)
		}
		config.Carrier = smtp
	}
	if c.Hooks {
		var allow []netip.Prefix
		for _, text := range c.Allow {
			p, err := netip.ParsePrefix(text)
			if err != nil {
				return config, badUse("--webhooks-allow %s: a network is wanted, such as 10.1.2.0/24: %w", text, err)
			}
			allow = append(allow, p.Masked())
		}
		config.Hooks = hook.NewClient(hook.Options{Allow: allow})
	}
	return config, nil
}

// entriesOf answers what reads the entries of a record.
func entriesOf(o *office) post.Reader {
	return func(ctx context.Context, after, upTo int64) ([]dossier.Entry, error) {
		raw, err := o.log.Read(ctx, after, int(upTo-after))
		if err != nil {
			return nil, fmt.Errorf("read the record after entry %d: %w", after, err)
		}
		all := make([]dossier.Entry, 0, len(raw))
		for _, r := range raw {
			e, err := dossier.ParseEntry(r.Bytes)
			if err != nil {
				return nil, fmt.Errorf("read entry %d: %w", r.Seq, err)
			}
			all = append(all, e)
		}
		return all, nil
	}
}

// siteOf answers at which address letters lead to the pages: the one people sign in at, or where the server listens.
func siteOf(site, scheme, addr string, in *web.SignIn) string {
	switch {
	case site != "":
		return strings.TrimSuffix(site, "/")
	case in != nil:
		return in.Site.Origin()
	}
	return scheme + "://" + addr
}
