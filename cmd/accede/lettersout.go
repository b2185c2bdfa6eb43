package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"regexp"
	"time"

	"accede/body"
	"accede/dossier"

	"accede/internal/hook"
	"accede/internal/outbox"
	"accede/internal/post"
	"accede/internal/signin"
)

// lettersOutboxVerb shows the outbox.
type lettersOutboxVerb struct {
	Record string `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	Only   string `enum:",waiting,sending,sent,moot,dead" default:"" placeholder:"STATE" help:"Only what is waiting, sending, sent, moot or dead."`
	Limit  int    `default:"100" placeholder:"N" help:"No more than this many, the latest (default ${default})."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (lettersOutboxVerb) Help() string {
	return "Example: accede letters outbox --only dead --record records/quay\n\n" +
		"waiting: tried again at the time named. moot: it was not so any more when it was to be sent. dead: not tried again by itself; see accede letters retry."
}

// outItem is one item as it is printed.
type outItem struct {
	ID        string     `json:"id"`
	Position  int64      `json:"position"`
	Channel   string     `json:"channel"`
	Recipient string     `json:"recipient"`
	State     string     `json:"state"`
	Tries     int        `json:"tries"`
	Said      string     `json:"said,omitempty"`
	Due       *time.Time `json:"due,omitempty"`
}

// Run carries the verb out.
func (v *lettersOutboxVerb) Run(s *session) error {
	return s.withOutbox(v.Record, func(box *outbox.Store, _ string) error {
		items, err := box.List(s.ctx, outbox.State(v.Only), v.Limit)
		if err != nil {
			return err
		}
		all := []outItem{}
		for _, i := range items {
			x := outItem{i.Mark, i.Position, string(i.Channel), i.Recipient, string(i.State), i.Tries, i.Said, nil}
			if i.State == outbox.Waiting || i.State == outbox.Sending {
				x.Due = &i.Due
			}
			all = append(all, x)
		}
		if v.JSON {
			return s.printJSON(all)
		}
		for _, x := range all {
			fmt.Fprintf(s.stdout, "%s  %s to %s, of entry %d: %s after %d tries", x.ID, x.Channel, x.Recipient, x.Position, x.State, x.Tries)
			if x.Due != nil {
				fmt.Fprintf(s.stdout, ", due %s", x.Due.Format(time.RFC3339))
			}
			if x.Said != "" {
				fmt.Fprintf(s.stdout, ": %s", x.Said)
			}
			fmt.Fprintln(s.stdout)
		}
		if len(all) == 0 {
			fmt.Fprintln(s.stdout, "Nothing.")
		}
		return nil
	})
}

// lettersRetryVerb sends again what is dead.
type lettersRetryVerb struct {
	ID     []string `arg:"" optional:"" help:"What to send again, by the ids that accede letters outbox prints; without any, all that is dead."`
	Record string   `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
}

// Help is shown by --help.
func (lettersRetryVerb) Help() string { return "Example: accede letters retry --record records/quay" }

// Run carries the verb out.
func (v *lettersRetryVerb) Run(s *session) error {
	return s.withOutbox(v.Record, func(box *outbox.Store, _ string) error {
		ids := v.ID
		if len(ids) == 0 {
			items, err := box.List(s.ctx, outbox.Dead, 1_000_000)
			if err != nil {
				return err
			}
			for _, i := range items {
				ids = append(ids, i.Mark)
			}
		}
		for _, id := range ids {
			if err := box.Again(s.ctx, id, s.clock()); err != nil {
				return err
			}
		}
		fmt.Fprintf(s.stdout, "%d to be sent again.\n", len(ids))
		return nil
	})
}

// lettersBounceVerb takes reports of delivery.
type lettersBounceVerb struct {
	File   []string `arg:"" help:"Reports, each a message as a mail server wrote it; - for the standard input."`
	Record string   `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
}

// Help is shown by --help.
func (lettersBounceVerb) Help() string {
	return "Example: accede letters bounce report.eml --record records/quay\n\n" +
		"A mail server can hand in what comes back by itself: have it pipe letters+b-…@ to accede letters bounce - --record DIR. " +
		"The address is marked, nothing more is sent to it, and the secretariat is told. What is no such report changes nothing."
}

// Run carries the verb out.
func (v *lettersBounceVerb) Run(s *session) error {
	r, _, err := s.readRecord(v.Record, asOf{})
	if err != nil {
		return err
	}
	return s.withOutbox(v.Record, func(box *outbox.Store, dir string) error {
		people, err := signin.Open(dir)
		if err != nil {
			return err
		}
		defer people.Close()
		o := post.New(post.Config{Record: unmoving{r.Docket}, People: people, Outbox: box, Log: s.logger})
		for _, file := range v.File {
			c, news, err := s.bounce(o, file)
			if err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			if news {
				fmt.Fprintf(s.stdout, "The address of %s, who serves %s, is marked; nothing more is sent to it.\n", c.Holder, c.Party)
			} else {
				fmt.Fprintf(s.stdout, "The address of %s, who serves %s, was marked already.\n", c.Holder, c.Party)
			}
		}
		return nil
	})
}

func (s *session) bounce(o *post.Office, file string) (signin.Contact, bool, error) {
	in := s.stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return signin.Contact{}, false, err
		}
		defer f.Close()
		in = f
	}
	return o.Bounce(s.ctx, in, s.clock())
}

// unmoving is a record that does not grow.
type unmoving struct{ docket *dossier.Docket }

var _ post.Record = unmoving{}

// Size answers how many entries it has.
func (x unmoving) Size() int64 { return x.docket.Size() }

// Docket answers it.
func (x unmoving) Docket(context.Context, time.Time) (*dossier.Docket, error) { return x.docket, nil }

// withOutbox does something with the outbox of a record, and the folder it is in.
func (s *session) withOutbox(record string, do func(*outbox.Store, string) error) error {
	dir, err := s.besideForWriting(record)
	if err != nil {
		return err
	}
	box, err := outbox.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(do(box, dir), box.Close())
}

// lettersHookVerb keeps webhooks.
type lettersHookVerb struct {
	List   hookListVerb   `cmd:"" help:"The webhooks there are."`
	Add    hookAddVerb    `cmd:"" help:"Add a webhook; its secret is printed once."`
	Remove hookRemoveVerb `cmd:"" help:"Remove a webhook."`
	On     hookOnVerb     `cmd:"" help:"Switch a webhook on again that was switched off because its address wanted nothing more."`
}

// Help is shown by --help.
func (lettersHookVerb) Help() string {
	return "Example: accede letters hook add registry https://registry.example/accede --record records/quay\n\n" +
		"What is sent is signed as the Standard Webhooks specification says. accede serve --webhooks sends it."
}

// hookListVerb lists webhooks.
type hookListVerb struct {
	Record string `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (hookListVerb) Help() string { return "Example: accede letters hook list --record records/quay" }

// hookInfo is a webhook as it is printed: without its secret.
type hookInfo struct {
	ID    string `json:"id"`
	URL   string `json:"url"`
	Party string `json:"party,omitempty"`
	Off   string `json:"off,omitempty"`
}

// Run carries the verb out.
func (v *hookListVerb) Run(s *session) error {
	return s.withOutbox(v.Record, func(box *outbox.Store, _ string) error {
		hooks, err := box.Hooks(s.ctx)
		if err != nil {
			return err
		}
		all := []hookInfo{}
		for _, h := range hooks {
			all = append(all, hookInfo{h.ID, h.URL, h.Party, h.Why})
		}
		if v.JSON {
			return s.printJSON(all)
		}
		for _, h := range all {
			fmt.Fprintf(s.stdout, "%s: %s", h.ID, h.URL)
			if h.Party != "" {
				fmt.Fprintf(s.stdout, ", for %s", h.Party)
			}
			if h.Off != "" {
				fmt.Fprintf(s.stdout, ", off: %s", h.Off)
			}
			fmt.Fprintln(s.stdout)
		}
		if len(all) == 0 {
			fmt.Fprintln(s.stdout, "None.")
		}
		return nil
	})
}

var hookID = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,62}$`)

// hookAddVerb adds a webhook.
type hookAddVerb struct {
	ID     string `arg:"" help:"What it is called: lower-case letters, digits, . and -."`
	URL    string `arg:"" help:"Its address: https://; http:// only within a network that --webhooks-allow of accede serve names."`
	Member string `placeholder:"ID" help:"Only what this party is told; without it, all."`
	Pair   bool   `help:"Sign by Ed25519, with a key that is known here alone, rather than by a secret both sides know."`
	Record string `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Help is shown by --help.
func (hookAddVerb) Help() string {
	return "Example: accede letters hook add registry https://registry.example/accede --record records/quay"
}

// Run carries the verb out.
func (v *hookAddVerb) Run(s *session) error {
	if !hookID.MatchString(v.ID) {
		return badUse("%q cannot be what a webhook is called: lower-case letters, digits, . and -, at most 63 of them", v.ID)
	}
	if err := hook.CheckURL(v.URL); err != nil {
		return &usage{err}
	}
	if v.Member != "" {
		r, _, err := s.readRecord(v.Record, asOf{})
		if err != nil {
			return err
		}
		if _, known := r.Docket.Body().Party(body.MemberID(v.Member)); !known {
			return badUse("%q is neither a member, an applicant nor an office of this body", v.Member)
		}
	}
	secret, err := hook.NewSecret(v.Pair, rand.Reader)
	if err != nil {
		return err
	}
	shown, err := hook.Shown(secret)
	if err != nil {
		return err
	}
	return s.withOutbox(v.Record, func(box *outbox.Store, _ string) error {
		if err := box.AddHook(s.ctx, outbox.Hook{ID: v.ID, URL: v.URL, Secret: secret, Party: v.Member}, s.clock()); err != nil {
			return err
		}
		if v.JSON {
			return s.printJSON(map[string]string{"id": v.ID, "url": v.URL, "secret": shown})
		}
		fmt.Fprintf(s.stdout, "%s\nThe other side checks signatures with it. It is not shown again.\n", shown)
		return nil
	})
}

// hookRemoveVerb removes a webhook.
type hookRemoveVerb struct {
	ID     string `arg:"" help:"What it is called."`
	Record string `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
}

// Help is shown by --help.
func (hookRemoveVerb) Help() string {
	return "Example: accede letters hook remove registry --record records/quay"
}

// Run carries the verb out.
func (v *hookRemoveVerb) Run(s *session) error {
	return s.withOutbox(v.Record, func(box *outbox.Store, _ string) error { return box.RemoveHook(s.ctx, v.ID) })
}

// hookOnVerb switches a webhook on.
type hookOnVerb struct {
	ID     string `arg:"" help:"What it is called."`
	Record string `required:"" placeholder:"DIR" help:"Folder of the record, or its address in PostgreSQL."`
}

// Help is shown by --help.
func (hookOnVerb) Help() string {
	return "Example: accede letters hook on registry --record records/quay"
}

// Run carries the verb out.
func (v *hookOnVerb) Run(s *session) error {
	return s.withOutbox(v.Record, func(box *outbox.Store, _ string) error { return box.SwitchHook(s.ctx, v.ID, "", s.clock()) })
}
