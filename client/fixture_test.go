package client_test

import (
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/charters"
	"accede/charters/cases"
	"accede/client"
	"accede/dossier"
	"accede/form"
	"accede/internal/api"
	"accede/internal/apikey"
	"accede/internal/depositary"
	"accede/internal/enclosure"
	"accede/internal/store/mem"
	"accede/ledger"
)

// server is a record with everything around it, served on loopback.
type server struct {
	*httptest.Server
	record *depositary.Depositary
	keys   string
}

var today = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// served founds a record under a charter and serves it until the test ends.
func served(t testing.TB, charter string, now time.Time, limits api.Limits, acts ...act.Located) *server {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx := context.Background()
	private, public, err := ledger.GenerateKey(rand.Reader, "accede/test")
	must(err)
	signer, err := ledger.NewSigner(private)
	must(err)
	log, clock := mem.New(), func() time.Time { return now }
	_, err = depositary.Found(ctx, log, dossier.Founding{Charter: charter, Host: public, Made: "test"}, signer, now)
	must(err)
	enclosed, err := enclosure.Open(t.TempDir(), 0)
	must(err)
	d, err := depositary.Open(ctx, depositary.Config{Log: log, Signer: signer, Clock: clock, Enclosures: enclosed})
	must(err)
	_, err = d.Import(ctx, acts, nil)
	must(err)
	s := &server{record: d, keys: filepath.Join(t.TempDir(), apikey.FileName)}
	keys, err := apikey.Open(s.keys)
	must(err)
	limits.Rate = -1
	a, err := api.New(ctx, api.Config{Record: d, Log: log, Enclosed: enclosed, Keys: keys, Clock: clock, Version: "test", Limits: limits})
	must(err)
	s.Server = httptest.NewServer(a)
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
		d.Close()
		enclosed.Close()
	})
	return s
}

// key makes a key of a machine.
func (s *server) key(t testing.TB, id string, party body.MemberID) string {
	t.Helper()
	ring, err := apikey.Read(s.keys)
	if err != nil {
		t.Fatal(err)
	}
	text, err := ring.Add(id, party, apikey.Delegate, today, time.Time{}, rand.Reader)
	if err == nil {
		err = ring.Write(s.keys)
	}
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// client answers one that asks again at once.
func (s *server) client(t testing.TB, o client.Options) *client.Client {
	t.Helper()
	o.Pause = time.Millisecond
	c, err := client.New(s.URL, o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func nato(t testing.TB) *server {
	t.Helper()
	charter, _ := charters.Text("nato")
	text, _ := cases.Text("nato-2022")
	acts, err := act.ReadFile("nato-2022.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	return served(t, string(charter), today, api.Limits{}, acts...)
}

const quayCharter = `
accede: charter/1
body: quay
name: {en: Quay Association}
time_zone: Europe/Brussels
keeping: official
chair: {id: chair, name: {en: Chair}, mediates: true}
members:
  - {id: a, name: {en: Alder}}
  - {id: b, name: {en: Birch}}
applicants:
  - {id: x, name: {en: Xylo}}
procedures:
  accession:
    stages:
      - {id: application, act: apply}
      - {id: invitation, rule: none of members are against, silence: {pending_counts_as: for}, objection: required to be against}
      - {id: accession, act: deposit, by: applicant, effect: {joins: members}}
`

func quay(t testing.TB) *server { return served(t, quayCharter, today, api.Limits{}) }

// fromPaper answers an act of the quay that the chair registers.
func fromPaper(id string, by body.MemberID, do act.Deed) act.Act {
	return act.Act{
		Body: "quay", ID: id, By: by, Date: form.Instant{Day: form.Date{Year: 2026, Month: 11, Day: 25}}, Dossiers: []string{"x"},
		Paper: &act.Paper{By: "chair", From: "letter"}, Do: do,
	}
}

// wire is a way to the server that fails as a test says. What it lets pass is answered by the real server.
type wire struct {
	mu    sync.Mutex
	asked int
	fail  func(n int, r *http.Request, do func() (*http.Response, error)) (*http.Response, error)
}

// RoundTrip carries a question over, or fails.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.asked++
	n := w.asked
	w.mu.Unlock()
	return w.fail(n, r, func() (*http.Response, error) { return http.DefaultTransport.RoundTrip(r) })
}

func (w *wire) times() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.asked
}

// kept holds bodies of the answers that a client has read, by the path asked.
type kept struct {
	last atomic.Pointer[string]
}

// RoundTrip keeps what is answered.
func (k *kept) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	resp.Body = tee{resp.Body, &b, k}
	return resp, nil
}

// tee copies what is read.
type tee struct {
	io.ReadCloser
	to *strings.Builder
	k  *kept
}

// Read reads on, and copies.
func (t tee) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	t.to.Write(p[:n])
	text := t.to.String()
	t.k.last.Store(&text)
	return n, err
}
