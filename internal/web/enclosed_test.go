package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"

	"accede/internal/signin"
	"accede/internal/view"
)

// kept is enclosed content in memory.
type kept map[string]act.Opening

func (k kept) Get(_ context.Context, seal string) (act.Opening, error) {
	o, ok := k[seal]
	if !ok {
		return o, ErrGone
	}
	return o, nil
}

// A secret of each of two worlds, of one length.
const (
	secretA = "the northern quay is mortgaged twice"
	secretB = "we shall sign whatever is put to us "
)

// harbour is a record in which Dorn has sealed its reasons and a file, and people who are signed in before it.
type harbour struct {
	*growing
	pages  http.Handler
	kept   kept
	seals  []string // of the text and of the file
	tokens map[body.MemberID]string
}

// sealedHarbour answers a record with content for the parties alone. The record is the same whatever the secret: the
// seals are those of secretA.
func sealedHarbour(t *testing.T, secret string, release form.Instant) *harbour {
	t.Helper()
	h := &harbour{growing: grow(t), kept: kept{}, tokens: map[body.MemberID]string{}}
	founding := *h.m.entries[0].Founding
	founding.Charter = club + "redaction: [author]\n"
	h.m.entries[0] = dossier.FoundingEntry(founding, h.m.entries[0].At)
	seal := func(words string) (act.Act, []act.Opening) {
		a := act.Act{
			Body: "club", ID: "dorn-sealed", By: "dorn", Date: form.Instant{At: h.m.now}, Dossiers: []string{"gala"},
			Do:    &act.Position{Ballot: "against", Explanation: body.Names{"en": words}},
			Paper: &act.Paper{By: "chair", From: "note verbale"},
		}
		salt := byte(0)
		like := act.Enclosure{Audience: act.ToParties, Release: release}
		all, err := a.Enclose(like, func() act.Salt { salt++; return act.Salt{salt} })
		if err != nil {
			t.Fatal(err)
		}
		file, err := a.Attach(act.File{Media: "image/png", Name: "plan <b>.png", Bytes: []byte("<script>alert(1)</script>" + words)}, like, act.Salt{9})
		if err != nil {
			t.Fatal(err)
		}
		return a, append(all, file)
	}
	a, public := seal(secretA)
	_, private := seal(secret)
	for i, o := range public {
		h.kept[o.Seal] = private[i]
		h.seals = append(h.seals, o.Seal)
	}
	h.enter(t, a)
	h.signInAll(t)
	return h
}

// enter adds an act to the record.
func (h *harbour) enter(t *testing.T, a act.Act) {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.m.add(t, a, h.m.now)
	h.m.folded = map[time.Time]*dossier.Docket{}
	h.feed.Publish(int64(len(h.m.entries)))
}

// signInAll signs a person in for each of some parties.
func (h *harbour) signInAll(t *testing.T) {
	t.Helper()
	store, err := signin.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	for _, party := range []body.MemberID{"alba", "dorn", "gala"} {
		p := signin.Passkey{Person: signin.Person{Party: party, Holder: string(party) + "-holder", Role: signin.Reader}, ID: []byte(party)}
		link, err := store.Invite(t.Context(), signin.Invitation{Person: p.Person}, h.m.now)
		if err == nil {
			err = store.Redeem(t.Context(), link, p, h.m.now)
		}
		if err == nil {
			h.tokens[party], err = store.Begin(t.Context(), p, "test", h.m.now)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	site, err := signin.NewSite("http://localhost:7190", "Harbours")
	if err != nil {
		t.Fatal(err)
	}
	if h.pages, err = New(h.growing, Options{Enclosed: h.kept, SignIn: &SignIn{Store: store, Site: site}}); err != nil {
		t.Fatal(err)
	}
}

// get answers what a party is sent from an address; nobody is the public. A stream is heard for a moment.
func (h *harbour) get(t *testing.T, by body.MemberID, path string) *httptest.ResponseRecorder {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	if strings.HasPrefix(path, "/events") {
		ctx, cancel = context.WithTimeout(t.Context(), 200*time.Millisecond)
	}
	defer cancel()
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil)
	if by != "" {
		r.AddCookie(&http.Cookie{Name: sessionCookie, Value: h.tokens[by]})
	}
	w := httptest.NewRecorder()
	h.pages.ServeHTTP(w, r)
	return w
}

func (h *harbour) entry() string { return fmt.Sprintf("/d/gala/record/%d/", len(h.m.entries)) }

// observed are the addresses at which something sealed could show.
func (h *harbour) observed() []string {
	d := "/d/gala/"
	all := []string{
		"/", "/status.json", d, d + "status.json", d + "log.json", h.entry(), "/commitments", "/commitments.json", "/calendar", "/calendar.json",
		"/search?q=northern", "/search?q=mortgaged+twice", "/search?q=whatever", "/search?q=dorn", "/desk", "/desk.json", "/feed.atom", "/calendar.ics", d + "feed.atom", d + "calendar.ics", "/party/gala/feed.atom", "/wall/gala", "/admin", d + "record.csv", d + "ratification.csv", d + "roll-call/", d + "positions/dorn/", d + "record/?long", d + "?as-of=2026-03-12",
	}
	for _, room := range []string{"positions", "way", "talks", "rule", "record", "ratification"} {
		all = append(all, d+room+"/", d+room+".json")
	}
	for _, seal := range h.seals {
		all = append(all, "/enclosed/"+view.SealInAddress(seal))
	}
	for _, topic := range []string{"en.flags.:" + d, "en.flags.:" + h.entry(), "en.flags..gala:" + h.entry(), "en.flags..dorn:" + d} {
		all = append(all, "/events?after=1&on="+url.QueryEscape(topic))
	}
	return all
}

func TestAttack24AnObserverIsSentTheSameWhateverIsSealed(t *testing.T) {
	a, b := sealedHarbour(t, secretA, form.Instant{}), sealedHarbour(t, secretB, form.Instant{})
	differ := map[body.MemberID]int{}
	for _, by := range []body.MemberID{"", "alba", "gala", "dorn"} {
		for _, path := range a.observed() {
			x, y := a.get(t, by, path), b.get(t, by, path)
			if same := x.Code == y.Code && fmt.Sprint(x.Header()) == fmt.Sprint(y.Header()) && wanderless(x) == wanderless(y); !same {
				differ[by]++
				if by == "" || by == "alba" {
					t.Errorf("%q is sent by %s something else in each world: %d and %d", by, path, x.Code, y.Code)
				}
			}
			if by == "" || by == "alba" {
				if strings.Contains(x.Body.String(), secretA) || strings.Contains(y.Body.String(), strings.TrimSpace(secretB)) {
					t.Errorf("%q reads what is sealed at %s", by, path)
				}
			}
		}
	}
	if differ["dorn"] == 0 || differ["gala"] == 0 {
		t.Errorf("what differs for those who may read: %v: where nothing does, this proves nothing", differ)
	}
}

// wanderless answers what was sent but for how long to wait before a broken stream is opened again, which is chance.
func wanderless(w *httptest.ResponseRecorder) string {
	return regexp.MustCompile(`(?m)^retry: [0-9]+$`).ReplaceAllString(w.Body.String(), "")
}

func TestWhoMayReadTheWordsReadsThemAndNoCacheKeepsThem(t *testing.T) {
	h := sealedHarbour(t, secretA, form.Instant{})
	for by, want := range map[body.MemberID]bool{"": false, "alba": false, "gala": true, "dorn": true} {
		w := h.get(t, by, h.entry())
		if got := strings.Contains(w.Body.String(), secretA); got != want {
			t.Errorf("%q reads the words: %v, want %v", by, got, want)
		}
		if !want && !strings.Contains(w.Body.String(), "Who may read it: author, applicant and mediator.") {
			t.Errorf("%q is not told who may read the words", by)
		}
		for _, path := range []string{h.entry(), "/d/gala/log.json", "/d/gala/record.csv"} {
			if got := h.get(t, by, path).Header().Get("Cache-Control"); (by != "") != (got == "private, no-store") {
				t.Errorf("%q: Cache-Control of %s = %q", by, path, got)
			}
		}
	}
}

func TestSealedWordsAreOpenFromTheirReleaseOn(t *testing.T) {
	at := harbours(t).now
	for when, want := range map[time.Time]bool{at: true, at.Add(time.Second): false} {
		page := sealedHarbour(t, secretA, form.Instant{At: when})
		body := page.get(t, "", page.entry()).Body.String()
		if got := strings.Contains(body, secretA); got != want {
			t.Errorf("released at %s, read at %s: %v, want %v", when, at, got, want)
		}
		if !want && !strings.Contains(body, "Sealed until 12 March 2026.") {
			t.Error("nobody is told until when it is sealed")
		}
	}
}

func TestAFileIsHandedOutAsADownloadThatRunsNothing(t *testing.T) {
	h := sealedHarbour(t, secretA, form.Instant{})
	path := "/enclosed/" + view.SealInAddress(h.seals[1])
	for by, want := range map[body.MemberID]int{"": http.StatusForbidden, "alba": http.StatusForbidden, "gala": http.StatusOK} {
		w := h.get(t, by, path)
		if w.Code != want {
			t.Errorf("%q is answered %d, want %d", by, w.Code, want)
		}
		if want != http.StatusOK {
			continue
		}
		for name, want := range map[string]string{
			"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store",
			"Content-Disposition":     `attachment; filename="plan--b-.png"; filename*=UTF-8''plan%20%3Cb%3E.png`,
			"Content-Security-Policy": sandbox,
		} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s = %q, want %q", name, got, want)
			}
		}
		if got := w.Body.String(); got != "<script>alert(1)</script>"+secretA {
			t.Errorf("the file reads %q", got)
		}
	}
	if w := h.get(t, "gala", "/enclosed/"+view.SealInAddress(h.seals[0])); w.Code != http.StatusNotFound {
		t.Errorf("a text asked for as a file = %d, want 404", w.Code)
	}
}

func TestWhatIsErasedIsErasedOnThePageOfAnyDayAndWhatIsMissingIsSaidToBe(t *testing.T) {
	h := sealedHarbour(t, secretA, form.Instant{})
	entry := h.entry()
	delete(h.kept, h.seals[0])
	if body := h.get(t, "dorn", entry).Body.String(); !strings.Contains(body, "Missing: it should be here and is not.") {
		t.Error("what is missing is not said to be")
	}
	h.enter(t, act.Act{
		Body: "club", ID: "erase", By: "dorn", Date: form.Instant{At: h.m.now}, Dossiers: []string{"gala"},
		Do:    &act.Redact{Of: h.seals, Reason: body.Names{"en": "a mistake"}},
		Paper: &act.Paper{By: "chair", From: "note verbale"},
	})
	erased := fmt.Sprintf("Erased, entry %d.", len(h.m.entries))
	for _, path := range []string{entry, entry + "?as-of=2026-03-12"} {
		if body := h.get(t, "dorn", path).Body.String(); strings.Count(body, erased) != 3 { // the text, and two in the list
			t.Errorf("%s says %d times that it is erased, want 3", path, strings.Count(body, erased))
		}
	}
	if w := h.get(t, "dorn", "/enclosed/"+view.SealInAddress(h.seals[1])); w.Code != http.StatusGone {
		t.Errorf("an erased file = %d, want 410: %s", w.Code, w.Body)
	}
}

func TestAStreamOfAPartyIsForThatPartyAlone(t *testing.T) {
	h := sealedHarbour(t, secretA, form.Instant{})
	topic := "en.flags..gala:" + h.entry()
	for by, want := range map[body.MemberID]int{"": http.StatusNotFound, "alba": http.StatusNotFound, "dorn": http.StatusNotFound, "gala": http.StatusOK} {
		if w := h.get(t, by, "/events?on="+url.QueryEscape(topic)); w.Code != want {
			t.Errorf("%q asks for a stream of gala: %d, want %d", by, w.Code, want)
		}
	}
	for by, want := range map[body.MemberID]string{"": `"en.plain.:/d/gala/"`, "alba": `"en.plain.:/d/gala/"`, "gala": `"en.plain..gala:/d/gala/"`} {
		if page := h.get(t, by, "/d/gala/").Body.String(); !strings.Contains(page, want) {
			t.Errorf("the page of %q is not kept in step by %s", by, want)
		}
	}
}
