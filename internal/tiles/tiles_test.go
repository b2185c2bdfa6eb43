package tiles_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/dossier"
	"accede/form"
	"accede/internal/depositary"
	"accede/internal/store"
	"accede/internal/store/mem"
	"accede/internal/tiles"
	"accede/ledger"
)

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
procedures:
  vote:
    stages:
      - {id: application, act: apply}
      - {id: ballot, rule: all of members are for}
`

func private(name string) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed([]byte(fmt.Sprintf("%-32.32s", name)))
}

// host is a record that is published.
type host struct {
	*depositary.Depositary
	log     store.Log
	handler http.Handler
	key     string
}

// published founds a record whose members have watchers, and lets n dossiers be opened in it.
func published(t *testing.T, n int) host {
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
	for _, k := range []struct{ id, member, acts string }{{"chair", "chair", "any"}, {"watch-a", "a", "cosign"}, {"watch-b", "b", "cosign"}} {
		f.Keys = append(f.Keys, act.Key{
			ID: k.id, Member: body.MemberID(k.member), Holder: "one", Acts: []string{k.acts}, Alg: string(signature.Ed25519),
			Public: signature.Encode(private(k.id).Public().(ed25519.PublicKey)),
		})
	}
	log := mem.New()
	now := time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)
	if _, err := depositary.Found(context.Background(), log, f, signer, now); err != nil {
		t.Fatal(err)
	}
	d, err := depositary.Open(context.Background(), depositary.Config{Log: log, Signer: signer, Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close(); log.Close() })
	h := host{d, log, tiles.Handler(d, log), public}
	for i := range n {
		h.opens(t, fmt.Sprintf("x%d", i))
	}
	return h
}

func (h host) opens(t *testing.T, id string) {
	t.Helper()
	d, err := h.Docket(context.Background(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	m := h.Moment()
	a := act.Act{
		Body: "quay", ID: id + "-applies", By: body.MemberID(id), Dossiers: []string{id}, Do: &act.Apply{Procedure: "vote", Name: body.Names{"en": "Xylo " + id}}, Paper: &act.Paper{By: "chair", From: "letter"},
		Date: form.Instant{At: time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)}, Charter: d.Version(), SeenSize: m.Size, SeenRoot: m.Tree.Root().String(),
	}
	data, err := a.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	sig := signature.Signature{Alg: signature.Ed25519, Key: "chair", Sig: ed25519.Sign(private("chair"), signature.Message(data))}
	if _, err := h.SubmitSigned(context.Background(), data, []signature.Signature{sig}); err != nil {
		t.Fatal(err)
	}
}

func (h host) get(path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

func (h host) post(note []byte) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/checkpoint", bytes.NewReader(note)))
	return w
}

// Whoever reads the published tiles alone gets every entry, and the root that the host has signed.
func TestTheTilesAreTheRecord(t *testing.T) {
	h := published(t, 300)
	m := h.Moment()
	verifier, err := ledger.NewVerifier(h.key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := ledger.OpenCheckpoint(verifier, m.Origin, h.get("/checkpoint").Body.Bytes())
	if err != nil || c.Size != m.Size {
		t.Fatalf("checkpoint: %+v, %v, want size %d", c, err, m.Size)
	}
	tree := new(ledger.Tree)
	for _, tile := range ledger.EntryTiles(0, c.Size) {
		w := h.get("/" + tile.Path())
		entries, err := ledger.SplitEntries(w.Body.Bytes(), tile.Width)
		if err != nil || w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Fatalf("%s: %d, %v, %v", tile.Path(), w.Code, w.Header(), err)
		}
		for _, e := range entries {
			tree.Append(e)
		}
	}
	if tree.Root() != c.Root {
		t.Errorf("the root of the tiles of entries is %v, the host has signed %v", tree.Root(), c.Root)
	}
	hashes := ledger.TileHashes(c.Size, func(tile ledger.Tile) ([]byte, error) { return h.get("/" + tile.Path()).Body.Bytes(), nil })
	if root, err := ledger.RootOf(hashes, c.Size); root != c.Root || err != nil {
		t.Errorf("the root of the tiles of hashes is %v, %v, the host has signed %v", root, err, c.Root)
	}
	for _, bad := range []string{"/tile/0/999", "/tile/entries/099.p/255", "/tile/0/0", "/tile/", "/tile/9/000", "/receipt/0", "/receipt/01", "/receipt/100000", "/receipt/x"} {
		if w := h.get(bad); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d, want %d", bad, w.Code, http.StatusNotFound)
		}
	}
}

func TestEveryEntryHasAReceiptThatProvesItWithoutTheHost(t *testing.T) {
	h := published(t, 20)
	verifier, err := ledger.NewVerifier(h.key)
	if err != nil {
		t.Fatal(err)
	}
	all, err := h.log.Read(context.Background(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		var r ledger.Receipt
		if err := r.UnmarshalText(h.get(fmt.Sprintf("/receipt/%d", e.Seq)).Body.Bytes()); err != nil {
			t.Fatalf("receipt of entry %d: %v", e.Seq, err)
		}
		if _, err := r.Check(verifier, h.Moment().Origin, e.Bytes); err != nil || r.Seq != e.Seq {
			t.Errorf("receipt of entry %d: %v", e.Seq, err)
		}
	}
}

func TestCosignaturesOfTheRecordsWatchersAreGathered(t *testing.T) {
	h := published(t, 3)
	origin := h.Moment().Origin
	cosign := func(key string) []byte {
		t.Helper()
		note, err := ledger.Cosign(h.get("/checkpoint").Body.Bytes(), depositary.WatcherName(origin, key), private(key), time.Unix(1_900_000_000, 0))
		if err != nil {
			t.Fatal(err)
		}
		return note
	}
	bare := h.get("/checkpoint").Body.Bytes()
	one := cosign("watch-a")
	for i, key := range []string{"watch-a", "watch-b"} {
		if w := h.post(cosign(key)); w.Code != http.StatusOK {
			t.Errorf("cosigned by %s: %d %s", key, w.Code, w.Body)
		}
		if n := len(ledger.Cosignatures(h.get("/checkpoint").Body.Bytes(), h.Watchers())); n != i+1 {
			t.Errorf("%d cosignatures after %s, want %d", n, key, i+1)
		}
	}
	stranger, err := ledger.Cosign(bare, depositary.WatcherName(origin, "chair"), private("chair"), time.Unix(1_900_000_000, 0))
	if err != nil {
		t.Fatal(err)
	}
	if w := h.post(stranger); w.Code != http.StatusForbidden {
		t.Errorf("cosigned by a key that is not enrolled for it: %d, want %d", w.Code, http.StatusForbidden)
	}
	if w := h.post([]byte("nonsense")); w.Code != http.StatusBadRequest {
		t.Errorf("nonsense: %d, want %d", w.Code, http.StatusBadRequest)
	}
	stored, err := h.log.Checkpoint(context.Background())
	if err != nil || len(ledger.Cosignatures(stored, h.Watchers())) != 2 {
		t.Errorf("kept: %s, %v, want two cosignatures", stored, err)
	}
	if _, err := depositary.Load(context.Background(), h.log); err != nil {
		t.Errorf("a record whose checkpoint is cosigned does not load: %v", err)
	}
	h.opens(t, "another")
	if w := h.post(one); w.Code != http.StatusConflict || w.Body.String() != h.get("/checkpoint").Body.String() {
		t.Errorf("cosigned when it had grown: %d %s, want %d and the newest", w.Code, w.Body, http.StatusConflict)
	}
}
