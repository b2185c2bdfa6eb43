package web

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"

	"accede/internal/feed"
	"accede/internal/live"
)

// growing is a record in memory that grows while its pages are open.
type growing struct {
	mu   sync.Mutex
	m    *memory
	feed feed.Feed
}

func (g *growing) Docket(ctx context.Context, asOf time.Time) (*dossier.Docket, time.Time, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.m.Docket(ctx, asOf)
}

func (g *growing) Root(ctx context.Context) (int64, string, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.m.Root(ctx)
}

func (g *growing) Now() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.m.now
}

func (g *growing) Feed() *feed.Feed { return &g.feed }

// position enters a position of a member in the dossier gala.
func (g *growing) position(t testing.TB, by body.MemberID, id, ballot string) {
	t.Helper()
	g.mu.Lock()
	defer g.mu.Unlock()
	at := g.m.now
	g.m.add(t, act.Act{
		Body: "club", ID: id, By: by, Date: form.Instant{At: at}, Dossiers: []string{"gala"}, Do: &act.Position{Ballot: ballot},
		Paper: &act.Paper{By: "chair", From: "note verbale"},
	}, at)
	g.m.folded = map[time.Time]*dossier.Docket{}
	g.feed.Publish(int64(len(g.m.entries)))
}

func grow(t testing.TB) *growing {
	g := &growing{m: harbours(t)}
	g.feed.Publish(int64(len(g.m.entries)))
	return g
}

func TestOnlyPagesOfNowAreKeptInStep(t *testing.T) {
	h := pagesOf(t, grow(t))
	for path, want := range map[string]bool{"/": true, "/d/gala/": true, "/d/gala/way/": true, "/d/gala/?as-of=2026-03-02": false, "/d/nobody/": false, "/nothing": false} {
		body := get(t, h, path).Body.String()
		if got := strings.Contains(body, `id="live"`); got != want {
			t.Errorf("%s is kept in step: %v, want %v", path, got, want)
		}
		if got := strings.Contains(body, "<script"); got != want {
			t.Errorf("%s has a script: %v, want %v", path, got, want)
		}
	}
	if body := get(t, pagesOf(t, harbours(t)), "/d/gala/").Body.String(); strings.Contains(body, `id="live"`) {
		t.Error("a page of a record that does not tell when it grows says it is kept in step")
	}
}

func TestAStreamIsOpenedOnlyForPages(t *testing.T) {
	h := pagesOf(t, grow(t))
	for topic, want := range map[string]int{
		"en.flags.:/d/gala/": http.StatusOK, "en.plain.:/": http.StatusOK, "xx.flags.:/": http.StatusOK,
		"": http.StatusNotFound, "en.flags.:/d/nobody/": http.StatusNotFound, "en.flags.:/d/gala/log.json": http.StatusNotFound,
		"en.flags.:/events?on=x": http.StatusNotFound, "en.flags.:http://elsewhere/": http.StatusNotFound, "en.flags.:/d/gala/?as-of=2026-03-02": http.StatusNotFound,
		"en.flags.abc:/": http.StatusNotFound, "en.flags.:/d/gala/\nid: 9": http.StatusNotFound, "en.flags.:/static/x": http.StatusNotFound,
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/events", nil)
		r.URL.RawQuery = "on=" + strings.NewReplacer("\n", "%0A", "&", "%26", ":", "%3A", " ", "%20").Replace(topic)
		r.Header.Set("Accept-Encoding", "br, gzip")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		cancel()
		if w.Code != want || w.Header().Get("Content-Encoding") != "" {
			t.Errorf("a stream for %q = %d, encoded %q, want %d, not encoded", topic, w.Code, w.Header().Get("Content-Encoding"), want)
		}
	}
}

func TestTheClockOfTheWallGoesOnWithoutANewAct(t *testing.T) {
	g := grow(t)
	h := pagesOf(t, g)
	hub := live.New(g.Feed(), func(_ context.Context, path string) (live.Page, error) {
		return live.Page{Size: 9, HTML: get(t, h, path).Body.Bytes()}, nil
	}, live.Options{Tick: 20 * time.Millisecond})
	s := httptest.NewServer(hub)
	t.Cleanup(s.Close)
	res, err := http.Get(s.URL + "?on=/wall/gala")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	in := bufio.NewScanner(res.Body)
	for in.Scan() && in.Text() != "event: at" {
	}
	g.mu.Lock()
	g.m.now = g.m.now.Add(time.Minute)
	g.m.folded = map[time.Time]*dossier.Docket{}
	want := `data: <p class="wallclock" id="clock">` + g.m.now.In(brussels(t)).Format("15:04")
	g.mu.Unlock()
	kind := ""
	for in.Scan() && !strings.HasPrefix(in.Text(), "data: <") {
		if rest, ok := strings.CutPrefix(in.Text(), "event: "); ok {
			kind = rest
		}
	}
	if got := in.Text(); kind != "tick" || !strings.HasPrefix(got, want) {
		t.Errorf("a minute on, the stream says %s %.300s, want tick %s", kind, got, want)
	}
}

func brussels(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// tab is one open page in a browser.
type tab struct {
	t    *testing.T
	ctx  context.Context
	said *complaints
}

func openTab(t *testing.T, parent context.Context, url string) tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(parent)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 60*time.Second)
	t.Cleanup(cancel)
	x := tab{t, ctx, &complaints{}}
	x.do(chromedp.Navigate("about:blank"))
	if err := x.said.listen(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, runtime.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	x.do(chromedp.Navigate(url), chromedp.WaitReady("main"))
	return x
}

func (x tab) do(actions ...chromedp.Action[chromedp.Void]) {
	x.t.Helper()
	if err := chromedp.Do(x.ctx, actions...); err != nil {
		x.t.Fatal(err)
	}
}

func (x tab) eval(script string) string {
	x.t.Helper()
	v, err := chromedp.Run(x.ctx, chromedp.Evaluate[string]("String("+script+")"))
	if err != nil {
		x.t.Fatalf("%s: %v", script, err)
	}
	return v
}

// wait waits until a condition holds on the page.
func (x tab) wait(what, condition string) {
	x.t.Helper()
	for range 150 {
		if x.eval(condition) == "true" {
			return
		}
		time.Sleep(40 * time.Millisecond)
	}
	x.t.Fatalf("six seconds on, %s: no; the page says %q, spoken is %q, complaints %q", what,
		x.eval(`document.getElementById('headline')?.textContent`), x.eval(`document.querySelector('#live [role=status]').textContent`), x.said.take())
}

func (x tab) quiet() {
	x.t.Helper()
	if all := x.said.take(); len(all) > 0 {
		x.t.Errorf("the browser complains: %q", all)
	}
}

func TestAnActIsSeenAndSpokenInAnotherBrowserAndAHalfFilledFormIsLeftAlone(t *testing.T) {
	ctx := browser(t)
	g := grow(t)
	s := httptest.NewServer(pagesOf(t, g))
	t.Cleanup(s.CloseClientConnections)
	x := openTab(t, ctx, s.URL+"/d/gala/")
	// A hand is in the form: the field has the focus, and something has been typed.
	x.eval(`(() => { const d = document.getElementById('as-of'); d.form.id = 'mine'; d.type = 'text'; d.focus(); d.value = '2026-03'; return 1 })()`)
	g.position(t, "fara", "fara-for", "for")
	x.wait("the new position stands on the page", `document.getElementById('m-fara').classList.contains('p-met')`)
	x.wait("it is spoken", `/Fara/.test(document.querySelector('#live [role=status]').textContent)`)
	if got := x.eval(`document.getElementById('mine') && document.activeElement.id + ' ' + document.activeElement.value`); got != "as-of 2026-03" {
		t.Errorf("the form that is typed into became %q, want as-of 2026-03", got)
	}
	if got := x.eval(`document.querySelectorAll('.fresh').length > 0`); got != "true" {
		t.Error("nothing that has changed is set off")
	}
	// The hand leaves an untouched form: what was left alone is made up for.
	x.eval(`(() => { const d = document.activeElement; d.value = d.defaultValue; d.blur(); return 1 })()`)
	x.wait("the form is the server's again", `document.getElementById('as-of').type === 'date' && !document.getElementById('mine')`)
	x.quiet()
}

func TestAStreamKilledBetweenTwoActsLeavesTheBrowserAsTheServerHasIt(t *testing.T) {
	ctx := browser(t)
	g := grow(t)
	h := pagesOf(t, g)
	s := httptest.NewServer(h)
	t.Cleanup(s.CloseClientConnections)
	x := openTab(t, ctx, s.URL+"/d/gala/")
	g.position(t, "fara", "fara-for", "for")
	x.wait("the first act stands on the page", `document.getElementById('m-fara').classList.contains('p-met')`)
	s.CloseClientConnections()
	g.position(t, "elva", "elva-for", "for")
	g.position(t, "dorn", "dorn-for", "for")
	x.wait("both acts after the break stand on the page", `document.getElementById('m-elva').classList.contains('p-met') && document.getElementById('m-dorn').classList.contains('p-met')`)
	served := wordsOf(mainOf(get(t, h, "/d/gala/").Body.String()))
	if got := wordsOf(x.eval(`document.getElementById('main').outerHTML`)); got != served {
		t.Errorf("the page says\n%s\nthe server\n%s", got, served)
	}
}

func mainOf(page string) string {
	_, rest, _ := strings.Cut(page, "<main")
	inner, _, _ := strings.Cut(rest, "</main>")
	return "<main" + inner + "</main>"
}

func TestEightTabsOfABrowserOpenOverHTTP1AndAllHearOfAnAct(t *testing.T) {
	ctx := browser(t)
	g := grow(t)
	h := pagesOf(t, g)
	var mu sync.Mutex
	open, most := 0, 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == eventsPath {
			mu.Lock()
			open++
			most = max(most, open)
			mu.Unlock()
			defer func() { mu.Lock(); open--; mu.Unlock() }()
		}
		h.ServeHTTP(w, r)
	}))
	streams := func() (now, high int) { mu.Lock(); defer mu.Unlock(); return open, most }
	t.Cleanup(s.CloseClientConnections)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil { // else every tab would begin a browser of its own
		t.Fatal(err)
	}
	first := openTab(t, ctx, s.URL+"/d/gala/")
	tabs := []tab{first}
	for i := 1; i < 8; i++ {
		tabs = append(tabs, openTab(t, ctx, s.URL+[]string{"/d/gala/", "/", "/d/gala/positions/"}[i%3]))
	}
	time.Sleep(400 * time.Millisecond) // the leading tab gathers the others' pages
	g.position(t, "fara", "fara-for", "for")
	for i, x := range tabs {
		x.wait("the act has reached the tab", `/[1-9]/.test(document.getElementById('foot').textContent) && document.getElementById('foot').textContent.includes('9')`)
		if i%3 != 1 {
			x.wait("the position stands on the page", `document.querySelector('#m-fara').classList.contains('p-met')`)
		}
		x.quiet()
	}
	// A stream that follows another may be open before the server has heard that the other is closed.
	if now, high := streams(); now != 1 || high > 2 {
		t.Errorf("eight tabs have %d streams open, %d at most, want 1, and 2 while one follows another", now, high)
	}
	if err := chromedp.Cancel(first.ctx); err != nil { // the tab that leads is closed: another one takes the lead
		t.Fatal(err)
	}
	g.position(t, "elva", "elva-for", "for")
	tabs[3].wait("the act after the change of lead stands on the page", `document.querySelector('#m-elva').classList.contains('p-met')`)
	if now, _ := streams(); now != 1 {
		t.Errorf("seven tabs have %d streams open, want 1", now)
	}
}

func TestAPageThatHasMissedTooMuchIsMadeNewInTheBrowser(t *testing.T) {
	ctx := browser(t)
	g := grow(t)
	var mu sync.Mutex
	h := pagesOf(t, g)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		now := h
		mu.Unlock()
		now.ServeHTTP(w, r)
	}))
	t.Cleanup(s.CloseClientConnections)
	x := openTab(t, ctx, s.URL+"/d/gala/")
	g.position(t, "elva", "elva-for", "for")
	x.wait("the first act stands on the page", `document.getElementById('m-elva').classList.contains('p-met')`)
	// The server starts anew: it has rendered nothing of before.
	mu.Lock()
	h = pagesOf(t, g)
	mu.Unlock()
	g.position(t, "fara", "fara-for", "for")
	get(t, h, "/d/gala/")
	s.CloseClientConnections()
	x.wait("the act stands on the page", `document.getElementById('m-fara').classList.contains('p-met')`)
}
