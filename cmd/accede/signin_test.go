package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"accede/form"
)

// quayCharter is a small body in which consent is needed, and in which two persons withdraw.
const quayCharter = `accede: charter/1
body: quay
name: {en: Quay Association}
time_zone: Europe/Brussels
keeping: official
chair: {id: chair, name: {en: Chair}}
members:
  - {id: a, name: {en: Anchor}, kind: organisation}
  - {id: b, name: {en: Buoy}, kind: organisation}
applicants:
  - {id: x, name: {en: Xebec}, kind: organisation}
decisive: [withdraw]
procedures:
  vote:
    stages:
      - {id: application, act: apply}
      - id: decision
        rule: none of members are against
      - {id: accession, act: deposit, by: applicant, effect: {joins: members}}
`

// quayHost is a record that is served, and a browser before it.
type quayHost struct {
	t    *testing.T
	dir  string
	rec  string
	site string
	log  *spoken

	flags  []string             // more of them, of serve
	clock  func() time.Time     // by which it is served; nil: the one of the machine
	steady func() time.Duration // beside it
	addr   string               // to listen on; empty: any
	end    func()               // ends the server
}

// spoken keeps what a server says while others read it.
type spoken struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write keeps a line.
func (s *spoken) Write(line []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(line)
}

// String answers what was said so far.
func (s *spoken) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// accede runs one command in the folder of the test and answers what it printed.
func (q *quayHost) accede(args ...string) string {
	q.t.Helper()
	var out, said bytes.Buffer
	if code := run(q.t.Context(), args, strings.NewReader(""), &out, &said, func(string) string { return "" }); code != 0 {
		q.t.Fatalf("accede %s = %d: %s", strings.Join(args, " "), code, said.String())
	}
	return out.String()
}

func (q *quayHost) file(name string) string { return filepath.Join(q.dir, name) }

// newQuay founds a record in which the chair has two keys and Anchor one, registers an application, and serves it.
func newQuay(t *testing.T, more ...func(*quayHost)) *quayHost {
	t.Helper()
	q := &quayHost{t: t, dir: t.TempDir(), log: new(spoken)}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the server says:\n%s", q.log)
		}
	})
	q.found()
	for _, do := range more {
		do(q)
	}
	q.serve()
	return q
}

// found founds the record of newQuay.
func (q *quayHost) found() {
	t := q.t
	t.Helper()
	q.rec = q.file("rec")
	if err := os.WriteFile(q.file("quay.yaml"), []byte(quayCharter), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, k := range [][3]string{{"chair.key", "chair-1", "chair"}, {"chair2.key", "chair-2", "chair"}, {"a.key", "a-1", "a"}} {
		q.accede("keys", "new", q.file(k[0]), "--id", k[1], "--member", k[2], "--holder", k[1]+"-holder")
	}
	q.accede("init", q.rec, "--charter", q.file("quay.yaml"), "--keys", q.file("chair.key.pub"), "--keys", q.file("chair2.key.pub"), "--keys", q.file("a.key.pub"))
	q.accede("act", "apply", "procedure=vote", "-d", "x", "--by", "x", "--paper", "note verbale", "--record", q.rec, "--key", q.file("chair.key"))
}

// settle chooses where the record is served.
func (q *quayHost) settle() {
	q.t.Helper()
	if q.addr != "" {
		return
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		q.t.Fatal(err)
	}
	q.addr = l.Addr().String()
	l.Close()
	_, port, _ := net.SplitHostPort(q.addr)
	q.site = "http://localhost:" + port
}

// serve serves the record until the test ends, at an address of its own.
func (q *quayHost) serve() {
	q.t.Helper()
	q.settle()
	ctx, cancel := context.WithCancel(q.t.Context())
	r, w, err := os.Pipe()
	if err != nil {
		q.t.Fatal(err)
	}
	ended := make(chan int, 1)
	go func() {
		args := append([]string{"serve", "--record", q.rec, "--addr", q.addr}, q.flags...)
		none := func(string) string { return "" }
		if q.clock != nil {
			ended <- runBy(ctx, q.clock, q.steady, args, strings.NewReader(""), w, q.log, none)
		} else {
			ended <- run(ctx, args, strings.NewReader(""), w, q.log, none)
		}
		w.Close()
	}()
	q.end = sync.OnceFunc(func() { cancel(); <-ended; r.Close() })
	q.t.Cleanup(q.end)
	if _, err := bufio.NewReader(r).ReadString('\n'); err != nil {
		q.t.Fatalf("serve: %v", err)
	}
}

// chromium answers a context in which pages can be opened, with an authenticator that says yes.
func chromium(t *testing.T, synced bool) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("the browser is left out of short runs")
	}
	path := os.Getenv("CHROMIUM")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path == "" {
			path, _ = exec.LookPath(name)
		}
	}
	if path == "" {
		t.Skip("no Chromium on this machine: install the package chromium, or name the program in CHROMIUM; nobody signs in in a browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	if _, err := chromedp.Call(ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: "ctap2", Ctap2version: "ctap2_1", Transport: "internal", HasResidentKey: true, HasUserVerification: true,
		AutomaticPresenceSimulation: true, IsUserVerified: true, DefaultBackupEligibility: synced, DefaultBackupState: synced,
	}}); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// do does things in the browser.
func (q *quayHost) do(ctx context.Context, what string, actions ...chromedp.Action[chromedp.Void]) {
	q.t.Helper()
	step, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(step, actions...); err != nil {
		page, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + '\n' + document.body.innerText`))
		q.t.Fatalf("%s: %v; on the page:\n%s", what, err, page)
	}
}

// read answers what an expression says on the page.
func (q *quayHost) read(ctx context.Context, expression string) string {
	q.t.Helper()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		q.t.Fatalf("read %s: %v", expression, err)
	}
	return text
}

// invite answers the link of an invitation.
func (q *quayHost) invite(member, holder string, more ...string) string {
	q.t.Helper()
	var invited struct{ Link string }
	args := append([]string{"invite", "--record", q.rec, "--member", member, "--holder", holder, "--site", q.site, "--json"}, more...)
	if err := json.Unmarshal([]byte(q.accede(args...)), &invited); err != nil {
		q.t.Fatal(err)
	}
	return invited.Link
}

// join follows an invitation, makes a passkey and has its key signed for by keys in files.
func (q *quayHost) join(ctx context.Context, link string, keys ...string) {
	q.t.Helper()
	q.do(ctx, "make a passkey", chromedp.Navigate(link), chromedp.WaitVisible(`[data-passkey=make]`), chromedp.Click(`[data-passkey=make]`),
		chromedp.WaitReady(`:is(.signing,#sessions)`))
	if len(keys) > 0 {
		q.vouch(ctx, keys...)
	}
}

// signs reviews the form that is open and signs the act by passkey; until is what the page then has.
func (q *quayHost) signs(ctx context.Context, until string) {
	q.t.Helper()
	q.read(ctx, chooseFirst)
	q.do(ctx, "review an act", chromedp.Click(`.send button`), chromedp.WaitVisible(`[data-passkey=sign]`))
	q.do(ctx, "sign an act", chromedp.Click(`[data-passkey=sign]`), chromedp.WaitReady(until))
}

// chooseFirst chooses the first of whatever has to be chosen and is not.
const chooseFirst = `for (const r of document.querySelectorAll('form.filling input[type=radio]'))
	if (!document.querySelector('form.filling input[name="' + r.name + '"]:checked')) r.checked = true;
for (const x of document.querySelectorAll('form.filling select')) if (!x.value) x.selectedIndex = 1; ''`

// receipt is what the page of a receipt has and no other.
const receipt = `dl.rows2 dd code:not(.hash)`

func TestTwoPersonsSignAndPaperIsConfirmedInABrowser(t *testing.T) {
	ctx := chromium(t, true)
	q := newQuay(t)
	q.join(ctx, q.invite("a", "envoy"), "a.key", "chair.key")
	q.object(ctx, "Its dues.")
	q.do(ctx, "withdraw", chromedp.Navigate(q.site+"/d/x/act/withdraw"), chromedp.WaitVisible(`form.filling`))
	q.signs(ctx, `form.signing[action^="/sign/"]`)
	q.do(ctx, "see what waits", chromedp.WaitReady(`a[href="/me"]`))
	if got := q.read(ctx, `document.querySelector('main').innerText`); !strings.Contains(got, "You have signed. Another person has to sign too.") {
		t.Errorf("after one of two has signed the page says %q, want that it waits", got)
	}
	q.vouch(ctx, "a.key")
	if got := q.read(ctx, `document.querySelector('main').innerText`); !strings.Contains(got, "It is recorded") {
		t.Errorf("after the second has signed the page says %q, want a receipt", got)
	}
	q.join(ctx, q.invite("chair", "clerk"), "chair.key", "chair2.key")
	q.do(ctx, "register paper", chromedp.Navigate(q.site+"/d/x/behalf/b/act/position"), chromedp.WaitVisible(`form.filling`),
		chromedp.SetValue(`[name="paper.from"]`, "note verbale 12"), chromedp.Click(`input[value=for]`))
	q.signs(ctx, receipt)
	if got := q.read(ctx, `document.querySelector('main').innerText`); !strings.Contains(got, "(from paper)") {
		t.Errorf("the receipt of paper says %q, want it marked so", got)
	}
	q.join(ctx, q.invite("b", "consul"), "chair.key", "chair2.key")
	q.do(ctx, "confirm paper", chromedp.Navigate(q.site+"/d/x/act/confirm-paper"), chromedp.WaitVisible(`form.filling`))
	q.signs(ctx, receipt)
	q.accede("export", "--all", "--record", q.rec, "-o", q.file("all.bundle"))
	q.accede("verify", q.file("all.bundle"))
	if got := q.accede("log", "x", "--record", q.rec); !strings.Contains(got, "confirmed the act") {
		t.Errorf("log says %q, want the confirmation", got)
	}
}

// token answers the session the browser holds.
func (q *quayHost) token(ctx context.Context) string {
	q.t.Helper()
	got, err := chromedp.Call(ctx, network.GetCookies, network.GetCookiesParams{URLs: []string{q.site}})
	if err != nil {
		q.t.Fatal(err)
	}
	for _, c := range got.Cookies {
		if c.Name == "__Host-session" {
			if !c.HTTPOnly || !c.Secure || c.SameSite != "Lax" || c.Path != "/" {
				q.t.Errorf("the cookie of the session = %+v, want it HttpOnly, Secure, Lax, of /", c)
			}
			return c.Value
		}
	}
	return ""
}

// signIn signs in by passkey on the page for that, and comes back to a page.
func (q *quayHost) signIn(ctx context.Context, back string) {
	q.t.Helper()
	q.do(ctx, "open the page to sign in", chromedp.Navigate(q.site+"/sign-in?back="+back), chromedp.WaitVisible(`[data-passkey=sign]`))
	q.do(ctx, "sign in", chromedp.Click(`[data-passkey=sign]`), chromedp.WaitReady(`main:not(:has([data-passkey]))`))
}

func TestSigningInBeginsANewSessionAndEndsTheOneThatWasBroughtInABrowser(t *testing.T) {
	ctx := chromium(t, false)
	q := newQuay(t)
	q.join(ctx, q.invite("a", "envoy", "--role", "reader"))
	before := q.token(ctx)
	q.signIn(ctx, "/d/x/")
	after := q.token(ctx)
	if before == "" || after == "" || before == after {
		t.Fatalf("tokens before and after signing in = %q, %q, want two", before, after)
	}
	if got := q.read(ctx, `location.pathname`); got != "/d/x/" {
		t.Errorf("after signing in the page is %s, want the one it was asked from", got)
	}
	for token, want := range map[string]int{before: http.StatusSeeOther, after: http.StatusOK} {
		if got := q.ask("GET", "/me", caller{session: token}, nil).StatusCode; got != want {
			t.Errorf("the session before (303) or after (200) = %d, want %d", got, want)
		}
	}
	q.do(ctx, "sign out", chromedp.Navigate(q.site+"/me"), chromedp.Click(`form[action="/sign-out"] button`), chromedp.WaitReady(`a.who[href*="/sign-in"]`))
	if got := q.ask("GET", "/me", caller{session: after}, nil).StatusCode; got != http.StatusSeeOther {
		t.Errorf("the session after signing out = %d, want 303", got)
	}
	q.signIn(ctx, "https://elsewhere.example/")
	if got := q.read(ctx, `location.origin + location.pathname`); got != q.site+"/" {
		t.Errorf("asked to lead elsewhere, signing in led to %s, want the first page here", got)
	}
	q.do(ctx, "a reader acts", chromedp.Navigate(q.site+"/d/x/act/object"), chromedp.WaitReady(`main`))
	if got := q.read(ctx, `document.querySelector('main').innerText`); !strings.Contains(got, "You are invited to read") {
		t.Errorf("a form for a reader says %q, want that it signs nothing", got)
	}
}

func TestAKeyIsReplacedAndRevokedOnMyPageInABrowser(t *testing.T) {
	ctx := chromium(t, false)
	q := newQuay(t)
	q.join(ctx, q.invite("a", "envoy"), "a.key", "chair.key")
	second := webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: "ctap2", Ctap2version: "ctap2_1", Transport: "usb", HasResidentKey: true, HasUserVerification: true,
		AutomaticPresenceSimulation: true, IsUserVerified: true,
	}}
	device, err := chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, second)
	if err != nil {
		t.Fatal(err)
	}
	before := q.token(ctx)
	q.do(ctx, "make another passkey in place of the first", chromedp.Navigate(q.site+"/me"), chromedp.WaitReady(`#keys`),
		chromedp.Click(`#keys section details:nth-of-type(2) summary`), chromedp.WaitVisible(`#keys section [data-passkey=make]`),
		chromedp.Click(`#keys section [data-passkey=make]`), chromedp.WaitReady(`form.signing [data-passkey=sign]`))
	// It has none of the keys that are asked for, and would answer so before the first is asked.
	if _, err := chromedp.Call(ctx, webauthn.RemoveVirtualAuthenticator, webauthn.RemoveVirtualAuthenticatorParams(device)); err != nil {
		t.Fatal(err)
	}
	q.do(ctx, "sign for it by the first", chromedp.Click(`form.signing [data-passkey=sign]`), chromedp.WaitReady(`form[action="/sign-in"]`))
	if got := q.ask("GET", "/me", caller{session: before}, nil).StatusCode; got != http.StatusSeeOther {
		t.Errorf("the session of the key that was replaced = %d, want 303", got)
	}
	keys := q.accede("keys", "list", "--record", q.rec)
	if !strings.Contains(keys, "held by envoy: revoked") || !strings.Contains(keys, "held by envoy: holds") {
		t.Errorf("keys list says %q, want the first revoked and the second holding", keys)
	}
}

func TestABrowserFindsNothingWrongWithThePagesOfSigning(t *testing.T) {
	ctx := chromium(t, false)
	q := newQuay(t)
	axe, err := os.ReadFile(filepath.Join("..", "..", "internal", "web", "testdata", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	link := q.invite("a", "second")
	q.join(ctx, q.invite("a", "envoy"), "a.key", "chair.key")
	q.do(ctx, "let something wait", chromedp.Navigate(q.site+"/keys"), chromedp.WaitReady(`main`), chromedp.Click(`main details summary`),
		chromedp.WaitVisible(`form[action="/keys/revoke"] button`), chromedp.Click(`form[action="/keys/revoke"] button`), chromedp.WaitReady(`form.signing`))
	sign := q.read(ctx, `location.pathname`)
	for _, page := range []string{strings.TrimPrefix(link, q.site), "/sign-in", "/me", "/keys", sign, "/d/x/act/"} {
		q.inspect(ctx, page, string(axe))
	}
	q.join(ctx, q.invite("chair", "clerk"), "chair.key", "chair2.key")
	q.inspect(ctx, "/people", string(axe))
}

// inspect looks at a page, wide and narrow, and leaves pictures in $SHOTS.
func (q *quayHost) inspect(ctx context.Context, page, axe string) {
	q.t.Helper()
	for _, width := range []int64{1280, 390} {
		q.do(ctx, "open "+page, chromedp.EmulateViewport(width, 900), chromedp.Navigate(q.site+page), chromedp.WaitReady("main"))
		if got, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth - innerWidth`)); err != nil || got > 0 {
			q.t.Errorf("%s at %d is %d wider than its window (%v)", page, width, got, err)
		}
		if dir := os.Getenv("SHOTS"); dir != "" {
			png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, strings.ReplaceAll(page[:min(9, len(page))], "/", "_")+strconv.FormatInt(width, 10)+".png"), png, 0o600)
			}
			if err != nil {
				q.t.Fatal(err)
			}
		}
		q.do(ctx, "read axe", chromedp.Evaluate[chromedp.Void](axe+";0"))
		wrong, err := chromedp.Run(ctx, chromedp.Evaluate[string](`axe.run(document,{runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}).then(r=>r.violations.map(v=>v.id+': '+v.nodes.map(n=>n.target.join(' ')).join(', ')).join('; '))`,
			chromedp.EvalAwaitPromise))
		if err != nil || wrong != "" {
			q.t.Errorf("%s at %d: %s %v", page, width, wrong, err)
		}
	}
}

func TestAnInvitedDelegateSignsByPasskeyInABrowser(t *testing.T) {
	ctx := chromium(t, false)
	q := newQuay(t)
	invited := struct{ Link string }{q.invite("a", "envoy")}
	q.join(ctx, invited.Link)
	if got := q.read(ctx, `document.querySelector('.signing').innerText`); !strings.Contains(got, "not in the record yet") {
		t.Errorf("the page of a key that waits says %q, want that it waits", got)
	}
	if resp, err := http.Get(invited.Link); err != nil || resp.StatusCode != http.StatusNotFound {
		t.Errorf("the invitation a second time = %v %v, want 404", resp, err)
	}
	q.vouch(ctx, "a.key", "chair.key")
	q.object(ctx, "Its dues.")
	if got := q.read(ctx, `document.querySelector('main').innerText`); !strings.Contains(got, "objected") || !strings.Contains(got, "ntry 5 of") {
		t.Errorf("the receipt says %q, want the objection and its position", got)
	}
	q.accede("export", "--all", "--record", q.rec, "-o", q.file("all.bundle"))
	if got := q.accede("verify", q.file("all.bundle")); !strings.Contains(got, "4 signatures, each by one of 4 keys") {
		t.Errorf("verify of the export says %q, want its signatures", got)
	}
}

// vouch signs the act that the page shows with keys in files, by the command line, and puts the line in.
func (q *quayHost) vouch(ctx context.Context, keys ...string) {
	q.t.Helper()
	bytes := q.read(ctx, `document.querySelector('.elsewhere pre').textContent`)
	if err := os.WriteFile(q.file("act.jsonl"), []byte(`{"act":`+strings.TrimSpace(bytes)+"}\n"), 0o600); err != nil {
		q.t.Fatal(err)
	}
	args := []string{"act", "--sign", q.file("act.jsonl"), "--record", q.rec}
	for _, k := range keys {
		args = append(args, "--key", q.file(k))
	}
	line := q.accede(args...)
	q.do(ctx, "open the other way", chromedp.Click(`.elsewhere summary`), chromedp.WaitVisible(`#f-line`), chromedp.SetValue(`#f-line`, line),
		chromedp.Evaluate[chromedp.Void](`document.querySelector('main').dataset.old = 1`),
		chromedp.Click(`.elsewhere button[value=sign]`), chromedp.WaitReady(`main:not([data-old])`))
}

// object objects to the application by the forms of the pages, and signs by passkey.
func (q *quayHost) object(ctx context.Context, concern string) {
	q.t.Helper()
	q.do(ctx, "fill in an objection", chromedp.Navigate(q.site+"/d/x/act/object"), chromedp.WaitVisible(`form.filling`))
	q.do(ctx, "review an objection", chromedp.Click(`input[name=stage][value=every]`), chromedp.SetValue(`[name="concerns.0.text"]`, concern),
		chromedp.Click(`.send button`), chromedp.WaitVisible(`[data-passkey=sign]`))
	if got := q.read(ctx, `document.querySelector('main').innerText`); !strings.Contains(got, concern) {
		q.t.Errorf("the review says %q, want the concern in it", got)
	}
	q.do(ctx, "sign an objection", chromedp.Click(`[data-passkey=sign]`), chromedp.WaitReady(receipt))
}

// actDate is a date that any record takes.
func actDate() form.Instant { return form.Instant{At: time.Now().UTC().Truncate(time.Second)} }

func hexOf(b []byte) string { return hex.EncodeToString(b) }

func number(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestADelegateSealsWordsAndAFileAndTwoPersonsSignThemInABrowser(t *testing.T) {
	ctx := chromium(t, true)
	q := newQuay(t)
	q.join(ctx, q.invite("a", "envoy"), "a.key", "chair.key")
	if err := os.WriteFile(q.file("plan.pdf"), []byte("%PDF-1.7 the plan"), 0o600); err != nil {
		t.Fatal(err)
	}
	const secret = "Its dues are pledged."
	q.do(ctx, "fill in an objection", chromedp.Navigate(q.site+"/d/x/act/object"), chromedp.WaitVisible(`form.filling`),
		chromedp.Click(`input[name=stage][value=every]`), chromedp.SetValue(`[name="concerns.0.text"]`, secret), chromedp.Click(`details.sealing summary`),
		chromedp.WaitVisible(`#f-files`), chromedp.SetValue(`[name=sealed]`, "mediator"), chromedp.SetUploadFiles(`#f-files`, []string{q.file("plan.pdf")}),
		chromedp.Click(`.send button`), chromedp.WaitVisible(`[data-passkey=sign]`))
	if got := q.read(ctx, `document.querySelector('main').innerText`); !strings.Contains(got, "Who may read it: author and mediator.") || !strings.Contains(got, "Today: Chair and Anchor.") || !strings.Contains(got, "plan.pdf") {
		t.Errorf("the review says %q, want who will read it", got)
	}
	if got := q.read(ctx, `document.querySelector('.elsewhere pre').textContent`); strings.Contains(got, secret) || !strings.Contains(got, `"sealed":`) {
		t.Errorf("what is signed is %q, want the seal and not the words", got)
	}
	q.do(ctx, "sign an objection", chromedp.Click(`[data-passkey=sign]`), chromedp.WaitReady(receipt))
	if got := q.accede("enclosed", "--record", q.rec); strings.Count(got, "kept") != 2 {
		t.Errorf("enclosed says %q, want the words and the file", got)
	}
	// What it sealed before its withdrawal waits for a second person, with its words, and is recorded with them.
	q.do(ctx, "withdraw", chromedp.Navigate(q.site+"/d/x/act/withdraw"), chromedp.WaitVisible(`form.filling`), chromedp.SetValue(`[name=conditions]`, "The pledge is lifted."),
		chromedp.Click(`details.sealing summary`), chromedp.WaitVisible(`[name=sealed]`), chromedp.SetValue(`[name=sealed]`, "author"))
	q.signs(ctx, `form.signing[action^="/sign/"]`)
	if got := q.read(ctx, `document.querySelector('main').innerText`); !strings.Contains(got, "The pledge is lifted.") || !strings.Contains(got, "the author alone") {
		t.Errorf("the second person is shown %q, want what it would sign", got)
	}
	q.vouch(ctx, "a.key")
	if got := q.read(ctx, `document.querySelector('main').innerText`); !strings.Contains(got, "It is recorded") {
		t.Errorf("after the second has signed the page says %q, want a receipt", got)
	}
	if got := q.accede("enclosed", "--record", q.rec); strings.Count(got, "kept") != 3 {
		t.Errorf("enclosed says %q, want three kept", got)
	}
	q.accede("export", "--all", "--record", q.rec, "-o", q.file("all.bundle"))
	q.accede("verify", q.file("all.bundle"))
	q.searchFor(secret, "The pledge is lifted.", "the plan")
}

// searchFor fails where one of some texts lies open in a file of the record, in whatever database it may be.
func (q *quayHost) searchFor(texts ...string) {
	q.t.Helper()
	err := filepath.WalkDir(q.rec, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		for _, text := range texts {
			if bytes.Contains(data, []byte(text)) {
				q.t.Errorf("%s holds %q", name, text)
			}
		}
		return err
	})
	if err != nil {
		q.t.Fatal(err)
	}
}
