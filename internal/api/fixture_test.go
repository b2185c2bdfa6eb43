package api

import (
	"bytes"
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

	"golang.org/x/mod/sumdb/note"

	"accede/act"
	"accede/body"
	"accede/charters"
	"accede/charters/cases"
	"accede/dossier"
	"accede/form"
	"accede/internal/apikey"
	"accede/internal/depositary"
	"accede/internal/enclosure"
	"accede/internal/store/mem"
	"accede/ledger"
)

// served is a record that is served on loopback, with everything around it that is real: the depositary, the keys in
// their file, what is enclosed.
type served struct {
	url      string
	record   *depositary.Depositary
	log      *mem.Log
	enclosed *enclosure.Store
	keys     string // the file
	now      atomic.Pointer[time.Time]
}

func (s *served) clock() time.Time { return *s.now.Load() }

func (s *served) set(t time.Time) { s.now.Store(&t) }

func signerOf(t testing.TB) (note.Signer, string) {
	t.Helper()
	private, public, err := ledger.GenerateKey(rand.Reader, "accede/test")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ledger.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	return signer, public
}

// serve founds a record under a charter and serves it until the test ends.
func serve(t testing.TB, charter string, now time.Time, limits Limits, acts ...act.Located) *served {
	t.Helper()
	return serveKeyed(t, charter, now, limits, nil, acts...)
}

// serveKeyed is serve of a record in which acts are signed from the beginning.
func serveKeyed(t testing.TB, charter string, now time.Time, limits Limits, keys []act.Key, acts ...act.Located) *served {
	t.Helper()
	signer, public := signerOf(t)
	s := &served{log: mem.New(), keys: filepath.Join(t.TempDir(), apikey.FileName)}
	s.set(now)
	ctx := context.Background()
	if _, err := depositary.Found(ctx, s.log, dossier.Founding{Charter: charter, Host: public, Made: "test", Keys: keys}, signer, now); err != nil {
		t.Fatal(err)
	}
	var err error
	if s.enclosed, err = enclosure.Open(t.TempDir(), 0); err != nil {
		t.Fatal(err)
	}
	s.record, err = depositary.Open(ctx, depositary.Config{Log: s.log, Signer: signer, Clock: s.clock, Enclosures: s.enclosed})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.record.Import(ctx, acts, nil); err != nil {
		t.Fatal(err)
	}
	ring, err := apikey.Open(s.keys)
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(ctx, Config{
		Record: s.record, Log: s.log, Enclosed: s.enclosed, Keys: ring, Clock: s.clock, Version: "test", Limits: limits,
		Bundle: func(_ context.Context, to io.Writer, id string) error {
			_, err := io.WriteString(to, "the bundle of "+id)
			return err
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(a)
	s.url = server.URL
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
		s.record.Close()
		s.enclosed.Close()
	})
	return s
}

// key makes a key in the file, and answers its text.
func (s *served) key(t testing.TB, id string, party body.MemberID, role apikey.Role) string {
	t.Helper()
	ring, err := apikey.Read(s.keys)
	if err != nil {
		t.Fatal(err)
	}
	text, err := ring.Add(id, party, role, s.clock(), time.Time{}, rand.Reader)
	if err == nil {
		err = ring.Write(s.keys)
	}
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// ask asks, and holds whatever is answered against the description.
func (s *served) ask(t *testing.T, method, path, body string, head ...string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.url+Root+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{resp.StatusCode, resp.Header, data}
	d := described(t)
	d.check(t, method, Root+path, a)
	return a
}

// get asks for something that is there.
func (s *served) get(t *testing.T, path string, head ...string) answer {
	t.Helper()
	a := s.ask(t, http.MethodGet, path, "", head...)
	if a.status != http.StatusOK {
		t.Fatalf("GET %s = %d %s, want 200", path, a.status, a.body)
	}
	return a
}

var today = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// theCase is the case of 2022, served once for all tests that only read.
var theCase = sync.OnceValues(func() ([]act.Located, string) {
	charter, _ := charters.Text("nato")
	text, _ := cases.Text("nato-2022")
	acts, err := act.ReadFile("nato-2022.yaml", text)
	if err != nil {
		panic(err)
	}
	return acts, string(charter)
})

func nato(t testing.TB) *served {
	t.Helper()
	acts, charter := theCase()
	return serve(t, charter, today, Limits{Rate: -1}, acts...)
}

// quayCharter is a small body with an official record.
const quayCharter = `
accede: charter/1
body: quay
name: {en: Quay Association}
time_zone: Europe/Brussels
keeping: official
redaction: [chair]
chair: {id: chair, name: {en: Chair}, mediates: true}
members:
  - {id: a, name: {en: Alder}}
  - {id: b, name: {en: Birch}}
  - {id: c, name: {en: Cedar}}
applicants:
  - {id: x, name: {en: Xylo}}
procedures:
  accession:
    stages:
      - {id: application, act: apply}
      - {id: invitation, rule: none of members are against, silence: {pending_counts_as: for}, objection: required to be against}
      - {id: signature, each: members, act: sign}
      - {id: accession, act: deposit, by: applicant, effect: {joins: members}}
`

var inJanuary = time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)

func quay(t testing.TB) *served {
	t.Helper()
	return serve(t, quayCharter, inJanuary, Limits{Rate: -1})
}

// quayAct answers an act of the quay, registered from paper by the chair.
func quayAct(id string, by body.MemberID, do act.Deed) act.Act {
	return act.Act{
		Body: "quay", ID: id, By: by, Date: form.Instant{Day: form.Date{Year: 2030, Month: 1, Day: 1}}, Dossiers: []string{"x"},
		Paper: &act.Paper{By: "chair", From: "letter"}, Do: do,
	}
}

func bytesOf(t testing.TB, a act.Act) string {
	t.Helper()
	data, err := a.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimSpace(data))
}

func applies(t testing.TB, id string) string {
	return bytesOf(t, quayAct(id, "x", &act.Apply{Procedure: "accession"}))
}
