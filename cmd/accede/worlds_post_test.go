package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"accede/body"
	"accede/dossier"
	"accede/internal/depositary"
	"accede/internal/hook"
	"accede/internal/outbox"
	"accede/internal/post"
	"accede/internal/signin"
	"accede/internal/view/words"
)

// growing is a record read so far, of which an office sees more later.
type growing struct {
	entries []dossier.Entry
	size    int
}

func (g *growing) Size() int64 { return int64(g.size) }

func (g *growing) Docket(_ context.Context, asOf time.Time) (*dossier.Docket, error) {
	if asOf.IsZero() {
		asOf = worldsClock
	}
	return dossier.Fold(g.entries[:g.size], asOf)
}

// carriedAway keeps letters and calls, as they would have gone out.
type carriedAway struct{ all []string }

func (c *carriedAway) Carry(_ context.Context, from, to string, letter []byte) error {
	c.all = append(c.all, fmt.Sprintf("from %s to %s\n%s", from, to, letter))
	return nil
}

// mailed answers the letters and calls of webhooks that a world's record gives rise to, and the files of its outbox as text.
func (w world) mailed(t *testing.T, begun string) (sent []string, box string) {
	t.Helper()
	log, err := openToRead(t.Context(), w.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	all, err := depositary.Entries(t.Context(), log)
	if err != nil {
		t.Fatal(err)
	}
	// The office begins in the folder of the record, beside what is enclosed: were it to look there, it would find it.
	if err := os.CopyFS(w.dir, os.DirFS(begun)); err != nil {
		t.Fatal(err)
	}
	people, err := signin.Open(w.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer people.Close()
	store, err := outbox.Open(w.dir)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	out := new(carriedAway)
	called := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		data, _ := io.ReadAll(r.Body)
		out.all = append(out.all, "webhook "+string(data))
	}))
	defer called.Close()
	if err := store.AddHook(t.Context(), outbox.Hook{ID: "registry", URL: called.URL, Secret: "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}, worldsClock); err != nil {
		t.Fatal(err)
	}
	record, now := &growing{all, 1}, worldsClock
	o := post.New(post.Config{
		Record: record, People: people, Outbox: store, Words: catalogue, Carrier: out, Near: 48 * time.Hour, Digest: 7 * time.Hour,
		Hooks: hook.NewClient(hook.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}),
		From:  post.Address{Name: "Secretariat", Mail: "letters@quay.example"}, Site: "https://record.example",
		Entries: func(_ context.Context, after, upTo int64) ([]dossier.Entry, error) { return all[after:upTo], nil },
	})
	for size := 1; size <= len(all)+1; size++ {
		record.size = min(size, len(all))
		if size > len(all) {
			now = now.Add(24 * time.Hour) // digests are written
		}
		if err := o.Step(t.Context(), now); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Send(t.Context(), func() time.Time { return now }); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	var files bytes.Buffer
	for name, text := range treeOf(t, filepath.Join(w.dir, outbox.Folder)) {
		fmt.Fprintln(&files, name, text)
	}
	for i := range out.all {
		out.all[i] = strings.ReplaceAll(out.all[i], called.URL, "HOOK")
	}
	slices.Sort(out.all)
	return out.all, files.String()
}

// Attack 24: what is sealed changes no letter, digest or call of a webhook, to whomever; and the outbox holds none of it.
func TestAttack24WhatIsSealedChangesNoLetterThatIsSentAndStandsInNoOutbox(t *testing.T) {
	all, _ := worlds(t)
	first := t.TempDir()
	store, err := outbox.Open(first)
	if err != nil {
		t.Fatal(err)
	}
	people, err := signin.Open(first)
	if err != nil {
		t.Fatal(err)
	}
	for _, party := range []string{"a", "b", "x", "chair"} {
		for _, how := range []signin.Mail{signin.AtOnce, signin.Digest} {
			c := signin.Contact{Person: signin.Person{Party: body.MemberID(party), Holder: string(how), Role: signin.Reader}, Address: string(how) + "@" + party + ".example", Lang: "en", Mail: how}
			if err := people.AddContact(t.Context(), c); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := errors.Join(people.Close(), store.Close()); err != nil {
		t.Fatal(err)
	}
	chance := regexp.MustCompile(`boundary="?[0-9a-zA-Z'()+_,./:=?-]+"?|--[0-9a-f]{20,}-{0,2}`) // of the parts of a letter
	var one []string
	for i, w := range all {
		sent, box := w.mailed(t, first)
		for k, text := range sent {
			head, rest, _ := strings.Cut(chance.ReplaceAllString(text, "PART"), "\r\n\r\n")
			lines := strings.Split(head, "\r\n") // whose order is chance too
			slices.Sort(lines)
			sent[k] = strings.Join(append(lines, rest), "\n")
			if strings.Contains(text, wordsOne) || strings.Contains(text, wordsTwo) {
				t.Errorf("in world %q a letter says what is sealed: %.300s", w.name, text)
			}
		}
		if strings.Contains(box, wordsOne) || strings.Contains(box, wordsTwo) {
			t.Errorf("in world %q the outbox holds what is sealed", w.name)
		}
		if i == 0 {
			one = sent
			continue
		}
		if len(sent) != len(one) {
			t.Fatalf("in world %q %d letters and calls are sent, in %q %d", w.name, len(sent), all[0].name, len(one))
		}
		for k := range sent {
			if sent[k] != one[k] {
				t.Errorf("in world %q something else is sent than in %q:\n%s\n%s", w.name, all[0].name, sent[k], one[k])
			}
		}
	}
	hooks := slices.IndexFunc(one, func(s string) bool { return strings.HasPrefix(s, "webhook ") })
	digests := slices.IndexFunc(one, func(s string) bool { return strings.Contains(s, "to "+string(signin.Digest)+"@") })
	if len(one) < 8 || hooks < 0 || digests < 0 {
		t.Errorf("%d letters and calls are sent, a webhook called %v, a digest sent %v: too little to prove anything", len(one), hooks >= 0, digests >= 0)
	}
	t.Logf("%d letters and calls of webhooks compared in three worlds", len(one))
}
