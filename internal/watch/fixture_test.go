package watch_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/canon"
	"accede/dossier"
	"accede/form"
	"accede/internal/depositary"
	"accede/internal/store"
	"accede/internal/store/mem"
	"accede/internal/tiles"
	"accede/internal/watch"
	"accede/ledger"
)

// charterText asks for the watchers of two of three members, an hour after the deadline.
const charterText = `
accede: charter/1
body: quay
name: {en: Quay Association}
time_zone: UTC
keeping: official
chair: {id: chair, name: {en: Chair}}
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
watchers: {quorum: [{at_least: 2}], grace: 1 hour}
`

func private(name string) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed([]byte(fmt.Sprintf("%-32.32s", name)))
}

func en(text string) body.Names { return body.Names{"en": text} }

// host is an honest host, and the network between it and everybody: what is asked goes through bend where it is set.
type host struct {
	*depositary.Depositary
	t      testing.TB
	log    store.Log
	signer note.Signer
	key    string
	bend   http.Handler // answers instead of the host
	honest http.Handler
}

// founded founds a record. It has to be called in a bubble, whose clock it tells.
func founded(t testing.TB) *host {
	t.Helper()
	secret, public, err := ledger.GenerateKey(rand.Reader, "accede/quay")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ledger.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	f := dossier.Founding{Charter: charterText, Host: public, Made: "test"}
	for _, id := range []string{"chair", "x", "a", "b", "c", "watch-a", "watch-b", "watch-c"} {
		acts := body.AnyAct
		if strings.HasPrefix(id, "watch-") {
			acts = "cosign"
		}
		f.Keys = append(f.Keys, act.Key{
			ID: id, Member: body.MemberID(strings.TrimPrefix(id, "watch-")), Holder: "one", Acts: []string{acts}, Alg: string(signature.Ed25519),
			Public: signature.Encode(private(id).Public().(ed25519.PublicKey)),
		})
	}
	log := mem.New()
	if _, err := depositary.Found(context.Background(), log, f, signer, time.Now()); err != nil {
		t.Fatal(err)
	}
	h := &host{t: t, log: log, signer: signer, key: public}
	h.serve(log)
	return h
}

// serve begins to serve a log, in the place of the one before.
func (h *host) serve(log store.Log) {
	h.t.Helper()
	if h.Depositary != nil {
		h.Close()
	}
	d, err := depositary.Open(context.Background(), depositary.Config{Log: log, Signer: h.signer, Clock: time.Now})
	if err != nil {
		h.t.Fatal(err)
	}
	h.Depositary, h.log = d, log
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/acts", func(w http.ResponseWriter, r *http.Request) {
		line, _ := io.ReadAll(r.Body)
		data, sigs := read(h.t, line)
		if _, err := d.SubmitSigned(r.Context(), data, sigs); err != nil {
			http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		}
	})
	mux.Handle("/", tiles.Handler(d, log))
	h.honest = mux
}

func read(t testing.TB, line []byte) (data []byte, sigs []signature.Signature) {
	t.Helper()
	r := canon.NewReader(string(line))
	for r.Object(); r.Key(); {
		switch r.Last() {
		case "act":
			data = []byte(r.Raw())
		case "sig":
			sigs = signature.Read(&r)
		}
	}
	if err := r.End(); err != nil {
		t.Errorf("read a line: %v", err)
	}
	return data, sigs
}

// RoundTrip is the network.
func (h *host) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	if r.Body == nil {
		r.Body = http.NoBody
	}
	if h.bend != nil {
		h.bend.ServeHTTP(w, r)
	} else {
		h.honest.ServeHTTP(w, r)
	}
	return w.Result(), nil
}

// copied answers a copy of the record as it is, on which another history can go on.
func (h *host) copied() store.Log {
	h.t.Helper()
	ctx := context.Background()
	all, err := h.log.Read(ctx, 0, 1<<20)
	if err != nil {
		h.t.Fatal(err)
	}
	note, err := h.log.Checkpoint(ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	log := mem.New()
	if err := log.Append(ctx, 0, all, note); err != nil {
		h.t.Fatal(err)
	}
	return log
}

// line answers a line with a signed act whose author has seen the record as it is.
func (h *host) line(id string, by body.MemberID, about string, do act.Deed) []byte {
	h.t.Helper()
	return h.about(id, by, []string{about}, do)
}

func (h *host) about(id string, by body.MemberID, dossiers []string, do act.Deed) []byte {
	h.t.Helper()
	d, err := h.Docket(context.Background(), time.Time{})
	if err != nil {
		h.t.Fatal(err)
	}
	m := h.Moment()
	root, err := m.Tree.RootAt(m.Size)
	if err != nil {
		h.t.Fatal(err)
	}
	return h.signs(act.Act{
		Body: "quay", ID: id, By: by, Date: form.Instant{At: time.Now().UTC()}, Dossiers: dossiers, Do: do,
		Charter: d.Version(), SeenSize: m.Size, SeenRoot: root.String(),
	})
}

// signs answers a line with an act, signed by its author.
func (h *host) signs(a act.Act) []byte {
	h.t.Helper()
	by := a.By
	data, err := a.Marshal()
	if err != nil {
		h.t.Fatal(err)
	}
	line, err := act.AppendSigned(nil, data, []signature.Signature{{Alg: signature.Ed25519, Key: string(by), Sig: ed25519.Sign(private(string(by)), signature.Message(data))}})
	if err != nil {
		h.t.Fatal(err)
	}
	return line
}

// acts registers an act with the honest host.
func (h *host) acts(id string, by body.MemberID, about string, do act.Deed) {
	h.t.Helper()
	data, sigs := read(h.t, h.line(id, by, about, do))
	if _, err := h.SubmitSigned(context.Background(), data, sigs); err != nil {
		h.t.Fatalf("%s: %v", id, err)
	}
}

// opens lets x apply, and puts the question for so long.
func (h *host) opens(period time.Duration) {
	h.t.Helper()
	h.acts("x-applies", "x", "x", &act.Apply{Procedure: "accession"})
	h.acts("put", "chair", "x", &act.Put{Text: en("Xylo is invited."), Until: form.Instant{At: time.Now().Add(period).UTC()}})
}

func objects() *act.Object {
	return &act.Object{Grounds: en("It owes."), Concerns: []act.Concern{{ID: "debt", Text: en("What it owes.")}}}
}

func (h *host) stage() string {
	h.t.Helper()
	d, err := h.Docket(context.Background(), time.Time{})
	if err != nil {
		h.t.Fatal(err)
	}
	s, err := d.Standing("x", time.Now())
	if err != nil {
		h.t.Fatal(err)
	}
	return s.Stage
}

// watcher opens a member's watcher on a folder of its own.
func (h *host) watcher(of string) *watch.Watcher { return h.watcherIn(of, h.t.TempDir()) }

func (h *host) watcherIn(of, dir string) *watch.Watcher {
	h.t.Helper()
	w, err := watch.Open(context.Background(), watch.Config{
		URL: "http://host", Dir: dir, KeyID: "watch-" + of, Key: private("watch-" + of), Clock: time.Now, HTTP: &http.Client{Transport: h},
	})
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { w.Close() })
	return w
}

// looks lets watchers look, which must find nothing wrong.
func looks(t testing.TB, ws ...*watch.Watcher) {
	t.Helper()
	for _, w := range ws {
		if _, err := w.Look(context.Background()); err != nil {
			t.Fatalf("Look: %v", err)
		}
	}
}

// forge answers what a host serves that has its key and any entries it likes.
func (h *host) forge(entries [][]byte) http.Handler {
	h.t.Helper()
	tree := new(ledger.Tree)
	log := mem.New()
	var all []store.Entry
	for i, e := range entries {
		tree.Append(e)
		all = append(all, store.Entry{Seq: int64(i) + 1, Bytes: e})
	}
	signed, err := ledger.SignCheckpoint(h.signer, h.Moment().Origin, tree.Size(), tree.Root())
	if err != nil {
		h.t.Fatal(err)
	}
	if err := log.Append(context.Background(), 0, all, signed); err != nil {
		h.t.Fatal(err)
	}
	m := *h.Moment()
	m.Size, m.Tree, m.Checkpoint = tree.Size(), tree.View(), signed
	return tiles.Handler(still{&m}, log)
}

type still struct{ m *depositary.Moment }

func (s still) Moment() *depositary.Moment { return s.m }

func (s still) Cosign(context.Context, []byte) ([]byte, error) { return nil, depositary.ErrStranger }

// bytesOf answers the entries of the record.
func (h *host) bytesOf() [][]byte {
	h.t.Helper()
	all, err := h.log.Read(context.Background(), 0, 1<<20)
	if err != nil {
		h.t.Fatal(err)
	}
	var out [][]byte
	for _, e := range all {
		out = append(out, bytes.Clone(e.Bytes))
	}
	return out
}

// entry answers the bytes of an entry with an act, at a position and a time of the host's choosing.
func (h *host) entry(seq int64, at time.Time, line []byte) []byte {
	h.t.Helper()
	data, sigs := read(h.t, line)
	a, err := act.Parse(data)
	if err != nil {
		h.t.Fatal(err)
	}
	e, err := dossier.SignedEntry(seq, at.UTC(), &a, data, sigs).Marshal()
	if err != nil {
		h.t.Fatal(err)
	}
	return e
}
