package api

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/form"
	"accede/internal/api/wire"
	"accede/internal/apikey"
	"accede/ledger"
)

func problemOf(t *testing.T, a answer) wire.Problem {
	t.Helper()
	var p wire.Problem
	if err := json.Unmarshal(a.body, &p); err != nil {
		t.Fatalf("%d %q is no problem: %v", a.status, a.body, err)
	}
	return p
}

func receiptIn(t *testing.T, a answer) wire.Receipt {
	t.Helper()
	var r wire.Receipt
	if err := json.Unmarshal(a.body, &r); err != nil {
		t.Fatalf("%d %q is no receipt: %v", a.status, a.body, err)
	}
	return r
}

// hand hands in what a key may.
func (s *served) hand(t *testing.T, key, body string) answer {
	t.Helper()
	return s.ask(t, http.MethodPost, "/acts", body, "Authorization", "Bearer "+key)
}

func TestTheSameActAgainIsAnsweredWithItsReceipt(t *testing.T) {
	s := quay(t)
	key := s.key(t, "paper", "chair", apikey.Delegate)
	first := s.hand(t, key, applies(t, "x-applies"))
	if first.status != http.StatusCreated || first.header.Get("Location") != Root+"/entries/2" {
		t.Fatalf("POST /acts = %d %s, want 201", first.status, first.body)
	}
	again, asked := s.hand(t, key, applies(t, "x-applies")), s.get(t, "/acts/x-applies")
	if again.status != http.StatusOK {
		t.Errorf("the same act again: %d %s, want 200", again.status, again.body)
	}
	for how, a := range map[string]answer{"again": again, "asked for": asked} {
		if diff := cmp.Diff(string(first.body), string(a.body)); diff != "" {
			t.Errorf("the receipt %s (-first +now):\n%s", how, diff)
		}
	}
	if got, want := s.record.Size(), receiptIn(t, first).Size; got != want {
		t.Errorf("the record has %d entries, want %d", got, want)
	}
	other := s.hand(t, key, strings.Replace(applies(t, "x-applies"), "letter", "telegram", 1))
	if p := problemOf(t, other); other.status != http.StatusConflict || p.Name != "id-taken" {
		t.Errorf("another act of the same id: %d %s, want 409 id-taken", other.status, other.body)
	}
}

func TestOfManyWhoHandInTheSameActOneIsFirst(t *testing.T) {
	s := quay(t)
	key := s.key(t, "paper", "chair", apikey.Delegate)
	var wait sync.WaitGroup
	answers := make([]answer, 16)
	for i := range answers {
		wait.Go(func() { answers[i] = s.hand(t, key, applies(t, "x-applies")) })
	}
	wait.Wait()
	created := 0
	for _, a := range answers {
		if r := receiptIn(t, a); r.Seq != 2 {
			t.Errorf("a receipt for entry %d: %s, want 2", r.Seq, a.body)
		}
		if a.status == http.StatusCreated {
			created++
		}
	}
	if size := receiptIn(t, answers[0]).Size; created != 1 || s.record.Size() != size {
		t.Errorf("%d were first and the record has %d entries, want 1 and %d", created, s.record.Size(), size)
	}
}

func TestAReceiptIsProvenAgainstTheCheckpointInIt(t *testing.T) {
	s := quay(t)
	r := receiptIn(t, s.hand(t, s.key(t, "paper", "chair", apikey.Delegate), applies(t, "x-applies")))
	var proof wire.Proof
	if err := json.Unmarshal(s.get(t, fmt.Sprintf("/entries/%d", r.Seq)).body, &proof); err != nil {
		t.Fatal(err)
	}
	if got, want := ledger.LeafHash([]byte(proof.Bytes)).String(), proof.Leaf; got != want {
		t.Errorf("the leaf of the bytes is %s, want %s", got, want)
	}
	if diff := cmp.Diff(r.Path, proof.Path); diff != "" || !strings.Contains(r.Checkpoint, proof.Root) {
		t.Errorf("the proofs of receipt and entry differ, or the checkpoint is of another root than %s:\n%s", proof.Root, diff)
	}
	var path []ledger.Hash
	for _, text := range r.Path {
		h, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		path = append(path, ledger.Hash(h))
	}
	root, err := s.record.Moment().Tree.RootAt(r.Size)
	if err != nil {
		t.Fatal(err)
	}
	if err := ledger.CheckInclusion(path, r.Size, root, r.Seq, ledger.LeafHash([]byte(proof.Bytes))); err != nil {
		t.Errorf("the receipt proves nothing: %v", err)
	}
}

func TestAKeyTakesTheActsOfItsPartyAndNoOthers(t *testing.T) {
	s := quay(t)
	chair, alder := s.key(t, "paper", "chair", apikey.Delegate), s.key(t, "alder", "a", apikey.Delegate)
	reads := s.key(t, "reads", "chair", apikey.Reader)
	for _, c := range []struct {
		why, key, name string
		status         int
	}{
		{"no key", "", "key", 401},
		{"a key nobody made", "accede_paper_AAAA", "key", 401},
		{"half a key", chair[:len(chair)-1], "key", 401},
		{"another party's", alder, "other-party", 403},
		{"a reader's", reads, "other-party", 403},
	} {
		var a answer
		if c.key == "" {
			a = s.ask(t, http.MethodPost, "/acts", applies(t, "x-applies"))
		} else {
			a = s.hand(t, c.key, applies(t, "x-applies"))
		}
		if p := problemOf(t, a); a.status != c.status || p.Name != c.name {
			t.Errorf("%s: %d %s, want %d %s", c.why, a.status, a.body, c.status, c.name)
		}
		if c.status == 401 && a.header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s: nothing says how to show a key", c.why)
		}
	}
	ring, err := apikey.Read(s.keys)
	if err != nil {
		t.Fatal(err)
	}
	if err := ring.Remove("paper"); err != nil {
		t.Fatal(err)
	}
	if err := ring.Write(s.keys); err != nil {
		t.Fatal(err)
	}
	if a := s.hand(t, chair, applies(t, "x-applies")); a.status != http.StatusUnauthorized {
		t.Errorf("a key that was removed: %d %s, want 401", a.status, a.body)
	}
	if s.record.Size() != 1 {
		t.Errorf("the record has %d entries, want the founding alone", s.record.Size())
	}
}

func TestWhatIsNoActIsRefusedWithWhatIsWrong(t *testing.T) {
	s := quay(t)
	key := s.key(t, "paper", "chair", apikey.Delegate)
	good := applies(t, "x-applies")
	for _, c := range []struct {
		why, body, name string
		status          int
	}{
		{"nothing", "", "not-in-due-form", 400},
		{"no JSON", "apply", "not-in-due-form", 400},
		{"an unknown key", strings.Replace(good, `"dossiers"`, `"dossier":"x","dossiers"`, 1), "not-in-due-form", 400},
		{"an unknown kind", strings.Replace(good, `"act":"apply"`, `"act":"applaud"`, 1), "not-in-due-form", 400},
		{"a second value", good + good, "not-in-due-form", 400},
		{"blanks", strings.Replace(good, ",", ", ", 1), "not-in-due-form", 400},
		{"deep", strings.Repeat(`{"act":`, 5000), "not-in-due-form", 400},
		{"deep lists", `{"act":` + strings.Repeat(`[`, 50000), "not-in-due-form", 400},
		{"an unknown key beside the act", `{"act":` + good + `,"signature":[]}`, "not-in-due-form", 400},
		{"a signature that is none", `{"act":` + good + `,"sig":[{"alg":"none"}]}`, "not-in-due-form", 400},
		{"too large", strings.Repeat(" ", act.MaxSize+maxSigned+1) + good, "not-in-due-form", 400},
		{"of another body", strings.Replace(good, `"body":"quay"`, `"body":"pier"`, 1), "other-body", 422},
		{"not admissible", bytesOf(t, quayAct("early", "a", &act.Sign{})), "dossier", 404},
	} {
		a := s.hand(t, key, c.body)
		if p := problemOf(t, a); a.status != c.status || p.Name != c.name {
			t.Errorf("%s: %d %.300s, want %d %s", c.why, a.status, a.body, c.status, c.name)
		}
	}
	if s.record.Size() != 1 {
		t.Errorf("the record has %d entries, want the founding alone", s.record.Size())
	}
}

func TestMoreThanIsTakenIsRefusedWithTheLimit(t *testing.T) {
	s := quay(t)
	key := s.key(t, "paper", "chair", apikey.Delegate)
	for path, most := range map[string]int{"/acts": maxEnclosing, "/decide": maxQuestion} {
		a := s.ask(t, http.MethodPost, path, strings.Repeat(" ", most+1), "Authorization", "Bearer "+key)
		if p := problemOf(t, a); a.status != http.StatusRequestEntityTooLarge || !strings.Contains(p.Detail, fmt.Sprint(most)) {
			t.Errorf("POST %s of %d bytes = %d %s, want 413 and the limit", path, most+1, a.status, a.body)
		}
	}
	for _, kind := range []string{"text/plain", "", "application/x-www-form-urlencoded", "application/json-patch+json"} {
		a := s.ask(t, http.MethodPost, "/acts", applies(t, "x-applies"), "Content-Type", kind, "Authorization", "Bearer "+key)
		if p := problemOf(t, a); a.status != http.StatusUnsupportedMediaType || p.Name != "media" {
			t.Errorf("POST /acts of %q = %d %s, want 415", kind, a.status, a.body)
		}
	}
}

func TestAPageOfAnotherSiteCannotHandInActs(t *testing.T) {
	s := quay(t)
	a := s.ask(t, http.MethodPost, "/acts", applies(t, "x-applies"), "Sec-Fetch-Site", "cross-site", "Authorization", "Bearer "+s.key(t, "paper", "chair", apikey.Delegate))
	if p := problemOf(t, a); a.status != http.StatusForbidden || p.Name != "foreign" {
		t.Errorf("POST from another site = %d %s, want 403 foreign", a.status, a.body)
	}
}

// TestActsOfEveryKindAreHandedToTheDepositary hands in one act of each kind: whether it may be done is decided there, so
// what is answered is a receipt or what the law says, never that the API does not take it.
func TestActsOfEveryKindAreHandedToTheDepositary(t *testing.T) {
	s := quay(t)
	keys := map[body.MemberID]string{}
	for _, kind := range act.Kinds() {
		data, err := os.ReadFile(filepath.Join("..", "..", "act", "testdata", string(kind)+".json"))
		if err != nil {
			t.Errorf("no example of the kind %s: %v", kind, err)
			continue
		}
		a, err := act.Parse(bytes.TrimSpace(data))
		if err != nil {
			t.Errorf("the example of %s: %v", kind, err)
			continue
		}
		by := a.By
		if a.Paper != nil {
			by = a.Paper.By
		}
		if keys[by] == "" {
			keys[by] = s.key(t, string(by), by, apikey.Delegate)
		}
		got := s.hand(t, keys[by], string(bytes.TrimSpace(data)))
		p := problemOf(t, got)
		bare := len(a.Enclosed) > 0 && strings.Contains(p.Detail, "did not come with it")
		if p.Name != "other-body" && p.Name != "other-history" && !bare {
			t.Errorf("%s: %d %s, want what the depositary says: an act for another record", kind, got.status, got.body)
		}
	}
}

func TestACaseHandedInByMachinesStandsAsTheOneThatWasImported(t *testing.T) {
	acts, charter := theCase()
	s, want := serve(t, charter, today, Limits{Rate: -1}), nato(t)
	keys := map[body.MemberID]string{}
	kinds := map[act.Kind]bool{}
	for _, l := range acts {
		a := l.Act
		kinds[a.Do.Kind()] = true
		if keys[a.By] == "" {
			keys[a.By] = s.key(t, string(a.By), a.By, apikey.Delegate)
		}
		if got := s.hand(t, keys[a.By], bytesOf(t, a)); got.status != http.StatusCreated {
			t.Fatalf("POST %s = %d %s, want 201", a.ID, got.status, got.body)
		}
	}
	for _, path := range []string{"/docket", "/dossiers/fi/standing", "/dossiers/se/standing"} {
		for _, day := range []string{"2022-06-21", "2023-04-04", "2024-03-11"} {
			at := path + "?as-of=" + day
			if diff := cmp.Diff(string(want.get(t, at).body), string(s.get(t, at).body)); diff != "" {
				t.Errorf("%s (-imported +handed in):\n%.500s", at, diff)
			}
		}
	}
	if len(kinds) < 10 {
		t.Errorf("the case has acts of %d kinds, want at least 10", len(kinds))
	}
}

// private answers a key of a test by its name.
func private(name string) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed([]byte(fmt.Sprintf("%-32.32s", name)))
}

func signedQuay(t *testing.T) *served {
	t.Helper()
	var keys []act.Key
	for _, name := range []string{"chair", "a", "b", "c", "x"} {
		keys = append(keys, act.Key{
			ID: name, Member: body.MemberID(name), Holder: "envoy", Acts: []string{body.AnyAct}, Alg: string(signature.Ed25519),
			Public: signature.Encode(private(name).Public().(ed25519.PublicKey)),
		})
	}
	return serveKeyed(t, quayCharter, inJanuary, Limits{Rate: -1}, keys)
}

// signed answers a line: an act of a party that has seen the record as it is, signed by a key.
func (s *served) signed(t *testing.T, id string, by body.MemberID, key string, do act.Deed) string {
	t.Helper()
	d, err := s.record.Docket(t.Context(), today)
	if err != nil {
		t.Fatal(err)
	}
	m := s.record.Moment()
	a := act.Act{
		Body: "quay", ID: id, By: by, Date: form.Instant{At: s.clock()}, Dossiers: []string{"x"}, Do: do,
		Charter: d.Version(), SeenSize: m.Size, SeenRoot: m.Tree.Root().String(),
	}
	data := []byte(bytesOf(t, a))
	line, err := act.AppendSigned(nil, data, []signature.Signature{{Alg: signature.Ed25519, Key: key, Sig: ed25519.Sign(private(key), signature.Message(data))}})
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimSpace(line))
}

func TestASignedActNeedsNoKeyOfAMachine(t *testing.T) {
	s := signedQuay(t)
	apply := &act.Apply{Procedure: "accession"}
	unsigned := s.hand(t, s.key(t, "paper", "chair", apikey.Delegate), applies(t, "x-applies"))
	if p := problemOf(t, unsigned); unsigned.status != http.StatusForbidden || p.Name != "not-this-partys" {
		t.Errorf("an unsigned act in a signed record: %d %s, want 403", unsigned.status, unsigned.body)
	}
	forged := s.signed(t, "x-applies", "x", "a", apply)
	if a := s.ask(t, http.MethodPost, "/acts", forged); a.status != http.StatusForbidden {
		t.Errorf("signed by another's key: %d %s, want 403", a.status, a.body)
	}
	line := s.signed(t, "x-applies", "x", "x", apply)
	changed := strings.Replace(line, `"procedure":"accession"`, `"procedure":"secession"`, 1)
	if a := s.ask(t, http.MethodPost, "/acts", changed); a.status != http.StatusForbidden {
		t.Errorf("changed after it was signed: %d %s, want 403", a.status, a.body)
	}
	first := s.ask(t, http.MethodPost, "/acts", line)
	again := s.ask(t, http.MethodPost, "/acts", line)
	if first.status != http.StatusCreated || again.status != http.StatusOK || string(first.body) != string(again.body) {
		t.Errorf("a signed act: %d %s, then %d %s, want 201, 200 and one receipt", first.status, first.body, again.status, again.body)
	}
}

// enclosing answers a line of an act and the content that it encloses.
func enclosing(t *testing.T, a act.Act, items []act.Opening) string {
	t.Helper()
	var all []string
	for _, o := range items {
		all = append(all, fmt.Sprintf(`{"content":%q,"salt":%q,"seal":%q}`, base64.StdEncoding.EncodeToString(o.Content), base64.StdEncoding.EncodeToString(o.Salt[:]), o.Seal))
	}
	return `{"act":` + bytesOf(t, a) + `,"enclosed":[` + strings.Join(all, ",") + `]}`
}

func TestEnclosedContentIsReadByItsAudienceAloneAndIsGoneOnceErased(t *testing.T) {
	s := quay(t)
	paper := s.key(t, "paper", "chair", apikey.Delegate)
	s.hand(t, paper, applies(t, "x-applies"))
	a := quayAct("b-objects", "b", &act.Object{Grounds: body.Names{"en": "the true grounds"}, Concerns: []act.Concern{{ID: "q", Text: body.Names{"en": "a concern"}}}})
	like := act.Enclosure{Audience: act.ToMediator}
	items, err := a.Enclose(like, newSalt)
	if err != nil {
		t.Fatal(err)
	}
	letter := strings.Repeat("Dear Sir, ", 20_000) // more than an act may have
	file, err := a.Attach(act.File{Media: "text/plain", Name: "letter.txt", Bytes: []byte(letter)}, like, newSalt())
	if err != nil {
		t.Fatal(err)
	}
	items = append(items, file)
	bare := s.hand(t, paper, bytesOf(t, a))
	if bare.status != http.StatusBadRequest {
		t.Errorf("without its content: %d %s, want 400", bare.status, bare.body)
	}
	if got := s.hand(t, paper, enclosing(t, a, items)); got.status != http.StatusCreated {
		t.Fatalf("with its content: %d %s, want 201", got.status, got.body)
	}
	var list wire.EnclosedList
	if err := json.Unmarshal(s.get(t, "/enclosed").body, &list); err != nil {
		t.Fatal(err)
	}
	if len(list.Enclosed) != len(items) || list.Enclosed[0].Audience != "mediator" {
		t.Errorf("%+v is listed, want %d items for the mediator", list, len(items))
	}
	at := "/enclosed/" + url.PathEscape(file.Seal)
	cedar := s.key(t, "cedar", "c", apikey.Delegate)
	author, mediator := s.key(t, "birch", "b", apikey.Reader), s.key(t, "mediator", "chair", apikey.Reader)
	for _, c := range []struct {
		who, key string
		status   int
	}{{"the public", "", 401}, {"another member", cedar, 403}, {"the author", author, 200}, {"the mediator", mediator, 200}} {
		var head []string
		if c.key != "" {
			head = []string{"Authorization", "Bearer " + c.key}
		}
		got := s.ask(t, http.MethodGet, at, "", head...)
		if got.status != c.status || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %.200s, want %d, not to be stored", c.who, got.status, got.body, c.status)
		}
		if c.status == 200 && !bytes.Contains(contentOf(t, got), []byte("Dear Sir")) {
			t.Errorf("%s reads %.200s, want the letter", c.who, got.body)
		}
	}
	redact := quayAct("chair-redacts", "chair", &act.Redact{Of: []string{file.Seal}, Reason: body.Names{"en": "asked for"}})
	if got := s.hand(t, paper, bytesOf(t, redact)); got.status != http.StatusCreated {
		t.Fatalf("redact: %d %s, want 201", got.status, got.body)
	}
	if got := s.ask(t, http.MethodGet, at, "", "Authorization", "Bearer "+author); got.status != http.StatusNotFound || problemOf(t, got).Name != "not-enclosed" {
		t.Errorf("once erased: %d %.200s, want 404", got.status, got.body)
	}
}

func newSalt() (s act.Salt) {
	rand.Read(s[:])
	return s
}

func contentOf(t *testing.T, a answer) []byte {
	t.Helper()
	var o wire.Opening
	if err := json.Unmarshal(a.body, &o); err != nil {
		t.Fatal(err)
	}
	content, err := base64.StdEncoding.DecodeString(o.Content)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
