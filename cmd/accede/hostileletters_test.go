package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-message/mail"

	"accede/body"
	"accede/dossier"
	"accede/internal/outbox"
	"accede/internal/post"
	"accede/internal/signin"
	"accede/internal/view/words"
)

// letterBag keeps the letters that are to be carried.
type letterBag struct{ letters [][]byte }

// Carry keeps a letter.
func (b *letterBag) Carry(_ context.Context, _, _ string, letter []byte) error {
	b.letters = append(b.letters, bytes.Clone(letter))
	return nil
}

// lettersOf tells somebody of each party, in two languages, what a record brings; deliver writes and sends what has come since.
func lettersOf(t *testing.T, o *office, dir string) (bag *letterBag, deliver func(now time.Time)) {
	t.Helper()
	people, err := signin.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	box, err := outbox.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { people.Close(); box.Close() })
	for i, party := range []body.MemberID{"a", "b", "c", "x", "chair"} {
		c := signin.Contact{Person: signin.Person{Party: party, Holder: "envoy", Role: signin.Reader}, Address: "envoy@" + string(party) + ".example", Lang: []string{"en", "fi"}[i%2], Mail: signin.AtOnce}
		if err := people.AddContact(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	catalogue, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	bag = new(letterBag)
	writer := post.New(post.Config{
		Record: o, People: people, Outbox: box, Words: catalogue, Carrier: bag, Near: 48 * time.Hour, Digest: 7 * time.Hour,
		From: post.Address{Name: "Secretariat", Mail: "letters@quay.example"}, Site: "https://record.example",
		Entries: func(ctx context.Context, after, upTo int64) (all []dossier.Entry, err error) {
			raw, err := o.log.Read(ctx, after, int(upTo-after))
			for _, r := range raw {
				e, wrong := dossier.ParseEntry(r.Bytes)
				all, err = append(all, e), errors.Join(err, wrong)
			}
			return all, err
		},
	})
	return bag, func(now time.Time) {
		t.Helper()
		err := writer.Step(t.Context(), now)
		if err == nil {
			_, err = writer.Send(t.Context(), func() time.Time { return now })
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// injectedLetter answers what in a letter is more than text: a line of its head that no letter has, a part of a kind that none
// has, or something in a part.
func injectedLetter(letter []byte) string {
	r, err := mail.CreateReader(bytes.NewReader(letter))
	if err != nil {
		return "no letter any more: " + err.Error()
	}
	for fields := r.Header.Fields(); fields.Next(); {
		if slices.Contains([]string{"bcc", "cc", "resent-to"}, strings.ToLower(fields.Key())) {
			return fields.Key()
		}
	}
	if to, err := r.Header.AddressList("To"); err != nil || len(to) != 1 {
		return "more than one is written to"
	}
	for {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return ""
		}
		if err != nil {
			return "no part any more: " + err.Error()
		}
		data, err := io.ReadAll(p.Body)
		if err != nil {
			return "no part any more: " + err.Error()
		}
		kind := p.Header.Get("Content-Type")
		if !strings.HasPrefix(kind, "text/") {
			return "a part of " + kind
		}
		if got := injectedInto(kind, data); got != "" {
			return kind + ": " + got
		}
	}
}
