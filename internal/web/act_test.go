package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/ledger"

	"accede/internal/soundings"
)

// bench is a record in memory with one seat taken: the seam of Seats as a later sign-in would fill it.
type bench struct {
	*memory
	t      testing.TB
	seat   body.MemberID
	drafts map[string]map[string][]string
	kept   kept // what its acts enclose
	told   soundings.Memory
}

func (b *bench) Seat(*http.Request) (body.MemberID, bool) { return b.seat, b.seat != "" }
func (b *bench) Vouch(a *act.Act)                         { a.Sources = []act.Source{{Key: body.Unsourced}} }

func (b *bench) Get(ctx context.Context, seal string) (act.Opening, error) {
	return b.kept.Get(ctx, seal)
}

func (b *bench) Submit(_ context.Context, data []byte, items []act.Opening) (ledger.Receipt, error) {
	a, err := act.Parse(data)
	if err != nil {
		return ledger.Receipt{}, err
	}
	d, err := dossier.Fold(b.entries, b.now)
	if err != nil {
		return ledger.Receipt{}, err
	}
	if err := d.Decide(&a, b.now); err != nil {
		return ledger.Receipt{}, err
	}
	for _, o := range items {
		if b.kept == nil {
			b.kept = kept{}
		}
		b.kept[o.Seal] = o
	}
	b.entries = append(b.entries, dossier.ActEntry(int64(len(b.entries)+1), b.now, &a, data))
	b.folded = map[time.Time]*dossier.Docket{}
	return ledger.Receipt{Seq: int64(len(b.entries))}, nil
}

func (b *bench) Forked() (string, int64)                  { return "2022-06-21", 9 }
func (b *bench) Take(seat body.MemberID)                  { b.seat = seat }
func (b *bench) Forward(context.Context, time.Time) error { return nil }
func (b *bench) Draft(key string) map[string][]string     { return b.drafts[key] }
func (b *bench) Soundings() Soundings                     { return &b.told }
func (b *bench) KeepDraft(key string, typed map[string][]string) {
	if b.drafts == nil {
		b.drafts = map[string]map[string][]string{}
	}
	b.drafts[key] = typed
}

// onlyRoom is a house with one rehearsal, in which every browser with a cookie is.
type onlyRoom struct{ *bench }

func (o onlyRoom) Open(context.Context, time.Time) (string, error) { return "one", nil }
func (o onlyRoom) Find(id string) (Room, bool)                     { return o.bench, id == "one" }
func (o onlyRoom) Leave(string)                                    {}

// benchOn answers the case of 2022 as it stood on 21 June, with a seat taken.
func benchOn(t testing.TB, seat body.MemberID) *bench {
	t.Helper()
	m := nato(t)
	m.now = time.Date(2022, 6, 21, 10, 0, 0, 0, time.UTC)
	var kept []dossier.Entry
	for _, e := range m.entries {
		if e.Act == nil || !e.Act.Date.In(time.UTC).After(m.now) {
			kept = append(kept, e)
		}
	}
	m.entries = kept
	return &bench{memory: m, t: t, seat: seat}
}

func post(t testing.TB, h http.Handler, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func seated(t testing.TB, b *bench) http.Handler {
	t.Helper()
	h, err := New(b, Options{Seats: b})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestWhoeverHasASeatOnARecordActsOnIt(t *testing.T) {
	b := benchOn(t, "hu")
	h := seated(t, b)
	body := get(t, h, "/d/fi/act/position").Body.String()
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(body)
	if id == nil || !strings.Contains(body, "data-keep") {
		t.Fatalf("the form has no id, or is not marked to be kept: %.300s", body)
	}
	form := url.Values{"id": {id[1]}, "seat": {"hu"}, "ballot": {"for"}, "date": {"2022-06-21"}, "lang": {"en"}, "do": {"review"}}
	w := post(t, h, "/d/fi/act/position", form)
	if got := wordsOf(w.Body.String()); w.Code != http.StatusOK || !strings.Contains(got, "You are about to record for Hungary") || strings.Contains(got, "Rehearsal") {
		t.Fatalf("review = %d: %.1200s", w.Code, got)
	}
	form.Set("do", "confirm")
	w = post(t, h, "/d/fi/act/position", form)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("confirm = %d: %.800s", w.Code, wordsOf(w.Body.String()))
	}
	if got := wordsOf(get(t, h, w.Header().Get("Location")).Body.String()); !strings.Contains(got, "Hungary is for") || !strings.Contains(got, "Entry 10 of 10") {
		t.Errorf("the receipt says %.800s", got)
	}
}

func TestWhatAnotherPartyMayDoIsNotDoneFromThisSeat(t *testing.T) {
	b := benchOn(t, "hu")
	h := seated(t, b)
	if w := post(t, h, "/d/fi/act/withdraw", url.Values{"what": {"objection:tr-objects"}, "seat": {"tr"}, "do": {"confirm"}}); w.Code != http.StatusForbidden {
		t.Errorf("withdrawing the objection of another = %d, want 403", w.Code)
	}
	form := url.Values{"seat": {"tr"}, "step": {"A long text that must not be lost."}, "date": {"2022-06-21"}, "lang": {"en"}, "do": {"confirm"}}
	w := post(t, h, "/d/fi/act/domestic", form)
	if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "A long text that must not be lost.") {
		t.Errorf("a form opened from another seat = %d, want 409 and its text", w.Code)
	}
	if len(b.entries) != 9 {
		t.Errorf("the record has %d entries, want 9", len(b.entries))
	}
}

func TestWhoComesSecondSeesThatItIsDoneAndKeepsWhatWasTyped(t *testing.T) {
	b := benchOn(t, "tr")
	h := seated(t, b)
	form := url.Values{"seat": {"tr"}, "what": {"objection:tr-objects"}, "stage": {"every"}, "date": {"2022-06-21"}, "lang": {"en"}, "do": {"confirm"}}
	if w := post(t, h, "/d/fi/act/withdraw", form); w.Code != http.StatusSeeOther {
		t.Fatalf("the first = %d: %.900s", w.Code, wordsOf(w.Body.String()))
	}
	form.Set("conditions", "On condition that the promises are kept.")
	w := post(t, h, "/d/fi/act/withdraw", form)
	if got := wordsOf(w.Body.String()); w.Code != http.StatusForbidden || !strings.Contains(got, "Somebody may have acted meanwhile") || !strings.Contains(got, "On condition that the promises are kept.") {
		t.Errorf("the second = %d: %.900s", w.Code, got)
	}
}

func TestWhoTakesAMeasureSecondSeesTheFirstOneAndKeepsItsText(t *testing.T) {
	b := benchOn(t, "fi")
	h := seated(t, b)
	seen := regexp.MustCompile(`name="seen" value="([0-9]+)"`).FindStringSubmatch(get(t, h, "/d/fi/act/measure").Body.String())
	if seen == nil {
		t.Fatal("the form does not say what of the record it has seen")
	}
	form := func(text string) url.Values {
		return url.Values{"seen": {seen[1]}, "seat": {"fi"}, "text": {text}, "answers": {"written"}, "date": {"2022-06-21"}, "lang": {"en"}, "do": {"confirm"}}
	}
	if w := post(t, h, "/d/fi/act/measure", form("Wrote the first letter.")); w.Code != http.StatusSeeOther {
		t.Fatalf("the first = %d: %.900s", w.Code, wordsOf(w.Body.String()))
	}
	size := len(b.entries)
	w := post(t, h, "/d/fi/act/measure", form("Wrote the second letter."))
	if got := wordsOf(mainOf(w.Body.String())); w.Code != http.StatusConflict || !strings.Contains(got, "Wrote the first letter.") || !strings.Contains(got, "Wrote the second letter.") || len(b.entries) != size {
		t.Errorf("the second = %d: %.1500s", w.Code, got)
	}
}

func TestWhoAnswersADemandSecondSeesTheFirstAnswerAndKeepsItsText(t *testing.T) {
	b := benchOn(t, "fi")
	h := seated(t, b)
	seen := regexp.MustCompile(`name="seen" value="([0-9]+)"`)
	open := func(seat body.MemberID, text, of string) url.Values {
		b.seat = seat
		m := seen.FindStringSubmatch(get(t, h, "/d/fi/act/commit").Body.String())
		if m == nil {
			t.Fatal("the form does not say what of the record it has seen")
		}
		return url.Values{
			"seen": {m[1]}, "seat": {string(seat)}, "commitments.0.text": {text}, "commitments.0.answers": {of},
			"date": {"2022-06-21"}, "lang": {"en"}, "do": {"confirm"},
		}
	}
	first, second := open("fi", "The first answer.", "pkk"), open("se", "The answer of the second.", "pkk")
	other := open("se", "An answer to another.", "exports")
	send := func(form url.Values) *httptest.ResponseRecorder {
		b.seat = body.MemberID(form.Get("seat"))
		return post(t, h, "/d/fi/act/commit", form)
	}
	if w := send(first); w.Code != http.StatusSeeOther {
		t.Fatalf("the first = %d: %.900s", w.Code, wordsOf(w.Body.String()))
	}
	size := len(b.entries)
	w := send(second)
	got := wordsOf(mainOf(w.Body.String()))
	if w.Code != http.StatusConflict || !strings.Contains(got, "The first answer.") || !strings.Contains(got, "The answer of the second.") || len(b.entries) != size {
		t.Fatalf("the second = %d: %.1500s", w.Code, got)
	}
	second.Set("seen", seen.FindStringSubmatch(w.Body.String())[1])
	for name, form := range map[string]url.Values{"the second, once it has seen the first": second, "an answer to another demand": other} {
		if w := send(form); w.Code != http.StatusSeeOther {
			t.Errorf("%s = %d: %.900s", name, w.Code, wordsOf(w.Body.String()))
		}
	}
}

func TestABrowserFindsNothingWrongWithTheForms(t *testing.T) {
	ctx := browser(t)
	axe, err := os.ReadFile("testdata/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	b := benchOn(t, "fi")
	h, err := New(b, Options{Rehearsals: onlyRoom{b}})
	if err != nil {
		t.Fatal(err)
	}
	wrong := url.Values{"seat": {"fi"}, "id": {"fi-commit-00000001"}, "commitments.n": {"2"}, "commitments.1.text": {"x"}, "commitments.1.due": {"soon"}, "date": {"2022-06-21"}, "lang": {"en"}}
	good := url.Values{"seat": {"fi"}, "id": {"fi-commit-00000002"}, "commitments.0.text": {"Finland will."}, "commitments.0.answers": {"pkk"}, "date": {"2022-06-21"}, "lang": {"en"}, "dossiers": {"se"}}
	var turn sync.Mutex // the seat is one for all, and a browser asks for several things at once
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/events") {
			w.WriteHeader(http.StatusNoContent) // a stream would keep the turn; forms are looked at without one
			return
		}
		turn.Lock()
		defer turn.Unlock()
		// What a form answers is looked at by an address of its own, and the seat is chosen by another.
		r.AddCookie(&http.Cookie{Name: rehearsalCookie, Value: "one"})
		switch b.seat = body.MemberID(r.URL.Query().Get("from")); r.URL.Path {
		case "/wrong", "/good":
			form := map[string]url.Values{"/wrong": wrong, "/good": good}[r.URL.Path]
			sent := httptest.NewRequest(http.MethodPost, "/d/fi/act/commit", strings.NewReader(form.Encode()))
			sent.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			sent.AddCookie(&http.Cookie{Name: rehearsalCookie, Value: "one"})
			h.ServeHTTP(w, sent)
		default:
			h.ServeHTTP(w, r)
		}
	}))
	defer server.Close()
	var said complaints
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	if err := said.listen(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, runtime.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path   string
		width  int64
		scheme string
	}{
		{"/d/fi/act/?from=fi", 1280, "light"},
		{"/d/fi/act/?from=tr", 390, "dark"},
		{"/act/?from=sg", 320, "light"},
		{"/d/fi/act/?from=", 390, "light"},
		{"/d/fi/act/commit?from=fi", 390, "light"},
		{"/d/fi/act/object?from=hu", 1280, "dark"},
		{"/d/fi/act/talks?from=sg", 320, "dark"},
		{"/d/fi/act/memorandum?from=sg", 1280, "light"},
		{"/d/fi/act/assess?from=tr", 390, "light"},
		{"/d/fi/act/put?from=sg", 390, "dark"},
		{"/act/expel?from=sg", 1280, "light"},
		{"/wrong?from=fi", 390, "light"},
		{"/wrong?from=fi", 1280, "dark"},
		{"/good?from=fi", 390, "dark"},
		{"/good?from=fi", 1280, "light"},
	} {
		found, err := look(ctx, server.URL+c.path, c.width, c.scheme, string(axe))
		if err != nil {
			t.Fatalf("%s at %d, %s: %v", c.path, c.width, c.scheme, err)
		}
		for _, s := range said.take() {
			if !strings.Contains(s, "422") && !strings.Contains(s, "403") { // the browser tells the status of a form that came back, or is not there
				found = append(found, s)
			}
		}
		if len(found) > 0 {
			t.Errorf("%s at %d, %s:\n  %s", c.path, c.width, c.scheme, strings.Join(found, "\n  "))
		}
	}
}

// tabTo presses the tab key until what is asked for has the focus.
func tabTo(ctx context.Context, t *testing.T, selector string) {
	t.Helper()
	for range 200 {
		if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.Tab)); err != nil {
			t.Fatalf("press the tab key: %v", err)
		}
		there, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.readyState === "complete" && document.activeElement?.matches(`+strconv.Quote(selector)+`) === true`))
		if err != nil {
			t.Fatal(err)
		}
		if there {
			return
		}
	}
	t.Fatalf("the tab key does not come to %s", selector)
}

func TestObjectingIsDoneInABrowserByKeyboardAlone(t *testing.T) {
	ctx := browser(t)
	b := benchOn(t, "hu")
	server := httptest.NewServer(seated(t, b))
	defer server.Close()
	keys := func(text string) {
		t.Helper()
		if err := chromedp.Do(ctx, chromedp.KeyEvent(text)); err != nil {
			t.Fatalf("type %q: %v", text, err)
		}
	}
	says := func(want string) {
		t.Helper()
		for range 100 {
			got, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.readyState=='complete'?document.body.innerText:''`))
			if err == nil && strings.Contains(got, want) {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Fatalf("the page does not come to say %q", want)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/d/fi/act/"), chromedp.WaitReady("main")); err != nil {
		t.Fatal(err)
	}
	tabTo(ctx, t, `a[href="/d/fi/act/object"]`)
	keys(kb.Enter)
	says("Stands in the way until it is withdrawn.")
	tabTo(ctx, t, `input[name="stage"]`)
	keys(" ")
	tabTo(ctx, t, `button[value="review"]:not(.vh)`) // the concern is forgotten
	keys(kb.Enter)
	says("This is missing.")
	summary, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.activeElement.id=='problems'`))
	if err != nil || !summary {
		t.Errorf("the focus is not on what is wrong (%v)", err)
	}
	tabTo(ctx, t, `textarea[name="concerns.0.text"]`)
	keys("The rights of a minority.")
	tabTo(ctx, t, `button[value="review"]:not(.vh)`)
	keys(kb.Enter)
	says("You are about to record for Hungary")
	tabTo(ctx, t, `button[value="confirm"]`)
	keys(kb.Enter)
	says("Entry 10 of 10")
	d, _, err := b.Docket(ctx, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if s, err := d.Standing("fi", b.now); err != nil || len(s.Blockers) != 2 || s.Blockers[1].Member != "hu" {
		t.Errorf("blockers %+v, %v; want Türkiye and Hungary", s.Blockers, err)
	}
}
