package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-message/mail"
	"github.com/emersion/go-smtp"

	"accede/internal/outbox"
	"accede/internal/signin"
)

// letterBox is a mail server on loopback. At one moment of one letter it does something to whoever sends it.
type letterBox struct {
	mu    sync.Mutex
	taken map[string][][]byte // by Message-ID
	count int
	at    string // before: when the letter is whole and not yet taken; after: when it is taken and not yet answered; none
	do    func()
}

func (b *letterBox) NewSession(*smtp.Conn) (smtp.Session, error) { return &letterSession{b}, nil }

type letterSession struct{ *letterBox }

func (letterSession) Mail(string, *smtp.MailOptions) error { return nil }
func (letterSession) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (letterSession) Reset()                               {}
func (letterSession) Logout() error                        { return nil }

func (x *letterSession) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.at == "before" && x.do != nil {
		x.do()
		x.do = nil
		return &smtp.SMTPError{Code: 451, Message: "nobody is there any more"}
	}
	m, err := mail.CreateReader(bytes.NewReader(data))
	if err != nil {
		return err
	}
	id, err := m.Header.MessageID()
	if err != nil || id == "" {
		return &smtp.SMTPError{Code: 554, Message: "no Message-ID"}
	}
	x.taken[id] = append(x.taken[id], data)
	x.count++
	if x.at == "after" && x.do != nil {
		x.do()
		x.do = nil
	}
	return nil
}

func (b *letterBox) listen(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := smtp.NewServer(b)
	s.Domain, s.ErrorLog = "mx.example", log.New(io.Discard, "", 0)
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return "smtp://" + l.Addr().String()
}

const letterQuay = `accede: charter/1
body: quay
name: {en: Quay Association}
time_zone: Europe/Brussels
keeping: official
chair: {id: chair, name: {en: Chair}}
members:
  - {id: a, name: {en: Alder}}
  - {id: b, name: {en: Birch}}
  - {id: c, name: {en: Cedar}}
applicants: [{id: x, name: {en: Xylo}}]
procedures:
  vote:
    stages:
      - {id: application, act: apply}
      - {id: ballot, rule: all of members are for, closes: when certain}
`

// TestAKilledServerLosesNoLetterAndMakesNoneTwice kills a server, by a signal it cannot catch, in front of and behind the
// moment at which a mail server takes a letter. Every letter arrives. One whose answer the server did not live to read
// arrives again, byte by byte the same under the same Message-ID, by which a mailbox knows it; no other arrives twice.
func TestAKilledServerLosesNoLetterAndMakesNoneTwice(t *testing.T) {
	dir := t.TempDir()
	rec, charter := filepath.Join(dir, "rec"), filepath.Join(dir, "quay.yaml")
	if err := os.WriteFile(charter, []byte(letterQuay), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "init", rec, "--charter", charter)
	for _, m := range []string{"a", "b", "c"} {
		must(t, "letters", "people", "add", "envoy", "--member", m, "--address", "envoy@"+m+".example", "--record", rec)
	}
	box := &letterBox{taken: map[string][][]byte{}}
	server := box.listen(t)
	serve := func() *process {
		p, _, _ := serving(t, "serve", "--record", rec, "--addr", "127.0.0.1:0", "--mail", server, "--letters-from", "Secretariat <letters@quay.example>")
		return p
	}
	interrupt(t, serve()) // from now on letters are written
	kills, want := 0, 0
	for i, at := range []string{"before", "after", "after", "before", "none"} {
		acts := filepath.Join(dir, "acts.yaml")
		text := fmt.Sprintf("accede: acts/1\nbody: quay\nacts:\n  - {id: x-applies-%d, date: 2020-01-02, by: x, act: apply, dossier: x%d, procedure: vote, paper: {by: chair, from: letter}}\n", i, i)
		if err := os.WriteFile(acts, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		must(t, "import", acts, "--record", rec)
		want += 3
		killed := make(chan struct{})
		var p *process
		ready := make(chan struct{})
		box.mu.Lock()
		box.at, box.do = at, func() { <-ready; p.Process.Kill(); p.Wait(); close(killed) }
		box.mu.Unlock()
		p = serve()
		close(ready)
		if at != "none" {
			<-killed
			kills++
			continue
		}
		settled(t, rec)
		interrupt(t, p)
	}
	twice := 0
	for id, all := range box.taken {
		twice += len(all) - 1
		for _, other := range all[1:] {
			if !bytes.Equal(all[0], other) {
				t.Errorf("the letter %s came twice, and not the same", id)
			}
		}
	}
	if len(box.taken) != want || twice > kills {
		t.Errorf("%d letters arrived, %d of them twice after %d kills; want %d", len(box.taken), twice, kills, want)
	}
	t.Logf("%d kills, %d letters, %d of them twice on the wire", kills, len(box.taken), twice)
}

// settled waits until nothing waits in an outbox.
func settled(t *testing.T, rec string) {
	t.Helper()
	s, err := outbox.Open(rec)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for t.Context().Err() == nil {
		counts, err := s.Counts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		position, err := s.Position(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if counts[outbox.Waiting]+counts[outbox.Sending] == 0 && position >= sizeOf(t, rec) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// sizeOf answers how many entries a record has.
func sizeOf(t *testing.T, rec string) int64 {
	t.Helper()
	out := must(t, "verify", rec, "--json")
	var n int64
	if _, after, ok := strings.Cut(out, `"size":`); ok {
		fmt.Sscan(strings.FieldsFunc(after, func(r rune) bool { return r < '0' || r > '9' })[0], &n)
	}
	if n == 0 {
		t.Fatalf("accede verify says %s", out)
	}
	return n
}

func TestWhoIsToldIsKeptByWhoeverConductsTheProceedings(t *testing.T) {
	q := newQuay(t)
	s := q.store()
	chair := caller{"chair", q.signedIn(s, signin.Person{Party: "chair", Holder: "clerk", Role: signin.Delegate}, "chair-1")}
	envoy := caller{"delegate a", q.signedIn(s, signin.Person{Party: "a", Holder: "envoy", Role: signin.Delegate}, "a-1")}
	form := url.Values{"party": {"b"}, "holder": {"consul"}, "address": {"consul@b.example"}, "lang": {"tr"}, "mail": {"digest"}, "do": {"add"}}
	if got := q.ask("POST", "/people", envoy, form).StatusCode; got != http.StatusForbidden {
		t.Errorf("a delegate who adds a person = %d, want 403", got)
	}
	if got := q.ask("POST", "/people", chair, form).StatusCode; got != http.StatusSeeOther {
		t.Fatalf("the chair who adds a person = %d, want 303", got)
	}
	c, err := s.Contact(t.Context(), "b", "consul")
	if err != nil || c.Address != "consul@b.example" || c.Lang != "tr" || c.Mail != signin.Digest || c.Role != signin.Reader {
		t.Errorf("kept is %+v, %v", c, err)
	}
	page := q.ask("GET", "/people", chair, nil)
	if text := textOf(t, page); !strings.Contains(text, "consul@b.example") || page.Header.Get("Cache-Control") != "private, no-store" {
		t.Errorf("the page (%s) does not show it:\n%s", page.Header.Get("Cache-Control"), text)
	}
	for _, bad := range []url.Values{
		{"party": {"zz"}, "holder": {"consul"}, "address": {"consul@b.example"}},
		{"party": {"b"}, "holder": {"a b"}, "address": {"consul@b.example"}},
		{"party": {"b"}, "holder": {"consul"}, "address": {"consul@b.example\r\nBcc: all@b.example"}},
		{"party": {"b"}, "holder": {"consul"}, "address": {"consul"}},
	} {
		if got := q.ask("POST", "/people", chair, bad).StatusCode; got != http.StatusUnprocessableEntity {
			t.Errorf("%v = %d, want 422", bad, got)
		}
	}
	// A person may say how letters come; it is in no page of anybody else.
	if got := q.ask("POST", "/me/contact", envoy, url.Values{"address": {"envoy@a.example"}, "mail": {"none"}}).StatusCode; got != http.StatusSeeOther {
		t.Errorf("a person who wants no letters = %d, want 303", got)
	}
	if c, _ := s.Contact(t.Context(), "a", "envoy"); c.Mail != signin.NoMail || c.Role != signin.Delegate {
		t.Errorf("kept is %+v, want no letters and the role as it was", c)
	}
	form.Set("do", "remove")
	q.ask("POST", "/people", chair, form)
	if _, err := s.Contact(t.Context(), "b", "consul"); !errors.Is(err, signin.ErrNone) {
		t.Errorf("removed, the person is there: %v", err)
	}
}

func textOf(t *testing.T, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// A letter leads to a page that stops letters: not by being looked at, with a script or without, or by a mailbox in one step.
func TestALetterLeadsToWhereLettersStop(t *testing.T) {
	dir := t.TempDir()
	rec, charter, acts := filepath.Join(dir, "rec"), filepath.Join(dir, "quay.yaml"), filepath.Join(dir, "acts.yaml")
	if err := errors.Join(os.WriteFile(charter, []byte(letterQuay), 0o600), os.WriteFile(acts, []byte("accede: acts/1\nbody: quay\nacts:\n  - {id: x-applies, date: 2020-01-02, by: x, act: apply, dossier: x, procedure: vote, paper: {by: chair, from: letter}}\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	must(t, "init", rec, "--charter", charter)
	must(t, "letters", "people", "add", "elci", "--member", "a", "--address", "elci@a.example", "--lang", "tr", "--record", rec)
	box := &letterBox{taken: map[string][][]byte{}}
	server := box.listen(t)
	args := []string{"serve", "--record", rec, "--addr", "127.0.0.1:0", "--mail", server, "--letters-from", "letters@quay.example"}
	p, _, _ := serving(t, args...)
	interrupt(t, p)
	must(t, "import", acts, "--record", rec)
	_, address, _ := serving(t, args...)
	settled(t, rec)
	var stop string
	for _, all := range box.taken {
		m, err := mail.CreateReader(bytes.NewReader(all[0]))
		if err != nil {
			t.Fatal(err)
		}
		stop = strings.Trim(m.Header.Get("List-Unsubscribe"), "<>")
	}
	if !strings.HasPrefix(stop, address+"letters/stop/") {
		t.Fatalf("the letter leads to %q, want a page below %s", stop, address)
	}
	want := func(method, path, body string, code int, says string, told bool) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if text := textOf(t, resp); resp.StatusCode != code || !strings.Contains(text, says) {
			t.Errorf("%s = %d, want %d and %q:\n%s", method, resp.StatusCode, code, says, text)
		}
		if people := must(t, "letters", "people", "list", "--record", rec, "--json"); strings.Contains(people, `"mail":"at-once"`) != told {
			t.Errorf("after %s the people are %s, want told %v", method, people, told)
		}
	}
	want("GET", stop, "", http.StatusOK, "Send no more letters", true)
	want("POST", strings.TrimSuffix(stop, stop[len(stop)-3:])+"aaa", "List-Unsubscribe=One-Click", http.StatusNotFound, "", true)
	want("POST", stop, "List-Unsubscribe=One-Click", http.StatusOK, "No more letters are sent to elci", false)
	want("POST", stop, "", http.StatusOK, "No more letters are sent to elci", false)
}
