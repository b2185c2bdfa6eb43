package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"accede/internal/signin"
)

// providerProgram is the program of tools/provider, built once.
var providerProgram = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "provider")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "provider")
	if said, err := exec.Command("go", "build", "-C", "../../tools/provider", "-ldflags=-s -w", "-o", program, ".").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, said)
	}
	return os.ReadFile(program)
})

// ministry starts a real identity provider on this machine, which leads back to one address, and answers its issuer. Where it
// cannot be built, the test is skipped, and says so.
func ministry(t *testing.T, back string) string {
	t.Helper()
	code, err := providerProgram()
	if err != nil {
		t.Skipf("no identity provider, so nobody signs in by one: tools/provider is not built: %v", err)
	}
	program := filepath.Join(t.TempDir(), "provider")
	if err := os.WriteFile(program, code, 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, "-client", "accede", "-secret", "the client's secret", "-back", back)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the provider says nothing: %v", err)
	}
	return strings.TrimSpace(line)
}

// vouchedFor has a record served with a provider beside it; readers are the rules of its file.
func vouchedFor(t *testing.T, readers string) *quayHost {
	t.Helper()
	return newQuay(t, func(q *quayHost) {
		q.settle()
		issuer := ministry(t, q.site+"/sign-in/from/ministry")
		text := fmt.Sprintf("accede: providers/1\nproviders:\n  - id: ministry\n    name: {en: the Ministry}\n    issuer: %s\n    client: accede\n    secret: %s\n    networks: [127.0.0.0/8, \"::1/128\"]\n%s",
			issuer, q.file("secret"), readers)
		for name, text := range map[string]string{"secret": "the client's secret\n", "providers.yaml": text} {
			if err := os.WriteFile(q.file(name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		q.flags = []string{"--providers", q.file("providers.yaml")}
	})
}

const clerkReads = "    readers:\n      - {is: id2, party: chair, holder: registry}\n"

// walker is a browser without a script: it keeps cookies, and follows where it is led.
type walker struct {
	t       *testing.T
	cookies map[string]map[string]string // of each host and port
	last    *url.URL                     // the latest page that led on
}

func newWalker(t *testing.T) *walker {
	return &walker{t: t, cookies: map[string]map[string]string{}}
}

// goes asks for a page and follows where it leads; it answers the page in the end.
func (w *walker) goes(method, address string, form url.Values) (code int, page string, at *url.URL) {
	w.t.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for range 12 {
		r, err := http.NewRequestWithContext(w.t.Context(), method, address, strings.NewReader(form.Encode()))
		if err != nil {
			w.t.Fatal(err)
		}
		if method == http.MethodPost {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		for name, value := range w.cookies[r.URL.Host] {
			r.AddCookie(&http.Cookie{Name: name, Value: value})
		}
		resp, err := client.Do(r)
		if err != nil {
			w.t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			w.t.Fatal(err)
		}
		w.keep(r.URL.Host, resp.Cookies())
		to, err := resp.Location()
		if err != nil {
			return resp.StatusCode, string(body), r.URL
		}
		w.last = r.URL
		method, address, form = http.MethodGet, to.String(), nil
	}
	w.t.Fatalf("%s leads on and on", address)
	return 0, "", nil
}

func (w *walker) keep(host string, all []*http.Cookie) {
	if w.cookies[host] == nil {
		w.cookies[host] = map[string]string{}
	}
	for _, c := range all {
		if c.MaxAge < 0 {
			delete(w.cookies[host], c.Name)
		} else {
			w.cookies[host][c.Name] = c.Value
		}
	}
}

// session answers the session that the walker holds.
func (w *walker) session(q *quayHost) string {
	return w.cookies[strings.TrimPrefix(q.site, "http://")]["__Host-session"]
}

var requestOf = regexp.MustCompile(`name="id" value="([^"]+)"`)

// proves says on the provider's page who it is, and answers the page it is led to.
func (w *walker) proves(page string, at *url.URL, name string) (code int, said string, to *url.URL) {
	w.t.Helper()
	m := requestOf.FindStringSubmatch(page)
	if m == nil {
		w.t.Fatalf("%s is no page on which to say who one is:\n%s", at, page)
	}
	return w.goes("POST", at.Scheme+"://"+at.Host+"/login/username", url.Values{"id": {m[1]}, "username": {name}, "password": {"verysecure"}})
}

// signsIn goes by the link of the page to sign in.
func (w *walker) signsIn(q *quayHost, name, back string) (code int, said string, to *url.URL) {
	w.t.Helper()
	_, page, at := w.goes("GET", q.site+"/sign-in/by/ministry?back="+back, nil)
	return w.proves(page, at, name)
}

func TestWhoIsVouchedForReadsForItsPartyAndChangesNothing(t *testing.T) {
	q := vouchedFor(t, clerkReads)
	w := newWalker(t)
	if _, page, _ := w.goes("GET", q.site+"/sign-in", nil); !strings.Contains(page, "Sign in by the Ministry") {
		t.Errorf("the page to sign in does not lead to the provider:\n%s", page)
	}
	code, said, to := w.signsIn(q, "test-user2", "/people")
	if code != 200 || to.Path != "/people" {
		t.Fatalf("signed in by the provider = %d at %s, want the page that was asked for:\n%s", code, to, said)
	}
	if _, said, _ = w.goes("GET", q.site+"/me", nil); !strings.Contains(said, "the Ministry vouches for you") || strings.Contains(said, `action="/me/contact"`) {
		t.Errorf("the person's page does not say that it only reads:\n%s", said)
	}
	s, size, c := q.store(), q.size(), caller{"vouched", w.session(q)}
	before, _ := s.Contacts(t.Context(), "")
	for _, pattern := range patternsOfPages(t) {
		method, path, _ := strings.Cut(pattern, " ")
		if method != "POST" || path == "/sign-out" || path == "/me/sessions" || strings.HasSuffix(path, "/stop") || path == "/d/x/desk/forecast/" {
			continue // these end sessions, and work out or stop working out figures, as anybody may
		}
		form := url.Values{"party": {"a"}, "holder": {"new"}, "address": {"new@quay.example"}, "do": {"confirm"}, "key": {"a-1"}, "back": {"/"}}
		if got := q.ask(method, path, c, form).StatusCode; got < 300 {
			t.Errorf("%s by whom a provider vouches for = %d, want it refused", pattern, got)
		}
	}
	after, _ := s.Contacts(t.Context(), "")
	waiting, _ := s.AllAwaited(t.Context())
	keys, _ := s.Passkeys(t.Context(), signin.Person{Party: "chair", Holder: "registry"})
	if q.size() != size || len(after) != len(before) || len(waiting)+len(keys) > 0 {
		t.Errorf("after all forms: %s entries (%s before), %d people (%d), %d acts wait, %d passkeys: want nothing changed", q.size(), size, len(after), len(before), len(waiting), len(keys))
	}
	if got := q.ask("POST", "/me/contact", c, nil).StatusCode; got != http.StatusForbidden {
		t.Errorf("POST /me/contact = %d, want 403", got)
	}
	if got := q.ask("POST", "/me/sessions", c, url.Values{"session": {"all"}}).StatusCode; got != http.StatusSeeOther {
		t.Errorf("ending its sessions = %d, want 303", got)
	}
	if got := q.ask("GET", "/me", c, nil).StatusCode; got != http.StatusSeeOther {
		t.Errorf("the session after it was ended = %d, want 303", got)
	}
}

func TestWhomNobodyKnowsIsNotLetInAndIsToldSo(t *testing.T) {
	q := vouchedFor(t, clerkReads)
	w := newWalker(t)
	code, said, _ := w.signsIn(q, "test-user@localhost", "/")
	if code != http.StatusForbidden || !strings.Contains(said, "nobody of that name is known here") || w.session(q) != "" {
		t.Errorf("a stranger = %d, session %q, want 403, what to do, and none:\n%s", code, w.session(q), said)
	}
	if log := q.log.String(); !strings.Contains(log, `msg="sign-in refused" by=ministry`) {
		t.Errorf("the log says nothing of it:\n%s", log)
	}
}

// TestOnlyTheBrowserThatLeftComesBackAndOnce is what state, nonce, cookie and code are for.
func TestOnlyTheBrowserThatLeftComesBackAndOnce(t *testing.T) {
	q := vouchedFor(t, clerkReads)
	w := newWalker(t)
	if code, said, _ := w.signsIn(q, "test-user2", "/d/x/"); code != 200 {
		t.Fatalf("signed in = %d:\n%s", code, said)
	}
	came := w.last.String() // the address that was brought back, with its code and state
	if !strings.Contains(came, "/sign-in/from/ministry?") {
		t.Fatalf("the last step was %s, want the way back", came)
	}
	for name, who := range map[string]*walker{"the same browser again": w, "another browser": newWalker(t)} {
		had := who.session(q)
		if code, _, _ := who.goes("GET", came, nil); code != http.StatusForbidden || who.session(q) != had {
			t.Errorf("%s = %d, want 403 and no session", name, code)
		}
	}
	// Somebody leaves, and is then led back with the answer to somebody else's question: its session would be the other's.
	victim, other := newWalker(t), newWalker(t)
	victim.goes("GET", q.site+"/sign-in/by/ministry", nil)
	_, page, at := other.goes("GET", q.site+"/sign-in/by/ministry", nil)
	held := other.cookies[strings.TrimPrefix(q.site, "http://")]
	delete(held, "__Host-way") // the other does not come back itself
	other.proves(page, at, "test-user2")
	if code, _, _ := victim.goes("GET", other.last.String(), nil); code != http.StatusForbidden || victim.session(q) != "" {
		t.Errorf("led back with another's answer = %d, session %q, want 403 and none", code, victim.session(q))
	}
	for _, back := range []string{"https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example"} {
		if _, _, to := newWalker(t).signsIn(q, "test-user2", url.QueryEscape(back)); to.Host != strings.TrimPrefix(q.site, "http://") || to.Path != "/" {
			t.Errorf("asked to lead to %s, it led to %s, want the first page here", back, to)
		}
	}
	if secrets := q.log.String(); strings.Contains(secrets, w.session(q)) || strings.Contains(secrets, w.last.Query().Get("code")) {
		t.Errorf("the log has a session or a code:\n%s", secrets)
	}
}

func TestAnInvitationToReadIsAcceptedByAProviderOnceAndBindsItsNameThere(t *testing.T) {
	q := vouchedFor(t, "")
	link := q.invite("a", "analyst", "--role", "reader")
	w := newWalker(t)
	if _, page, _ := w.goes("GET", link, nil); !strings.Contains(page, "Use the Ministry instead of a passkey") {
		t.Errorf("the invitation does not offer the provider:\n%s", page)
	}
	_, page, _ := w.goes("POST", link+"/by/ministry", nil)
	m := regexp.MustCompile(`href="(http://localhost:\d+/auth\?[^"]+)"`).FindStringSubmatch(page)
	if m == nil || !strings.Contains(page, "You leave these pages for") {
		t.Fatalf("the way on is not shown:\n%s", page)
	}
	_, page, at := w.goes("GET", strings.ReplaceAll(m[1], "&amp;", "&"), nil)
	code, said, to := w.proves(page, at, "test-user@localhost")
	if code != 200 || to.Path != "/me" || !strings.Contains(said, "analyst") {
		t.Fatalf("accepted by the provider = %d at %s:\n%s", code, to, said)
	}
	if code, _, _ := newWalker(t).goes("POST", link+"/by/ministry", nil); code != http.StatusNotFound {
		t.Errorf("the invitation again = %d, want 404", code)
	}
	if code, said, _ := newWalker(t).signsIn(q, "test-user@localhost", "/me"); code != 200 || !strings.Contains(said, "analyst") {
		t.Errorf("the person later = %d, want it known:\n%s", code, said)
	}
	if code, _, _ := newWalker(t).signsIn(q, "test-user2", "/me"); code != http.StatusForbidden {
		t.Errorf("another of that provider = %d, want 403", code)
	}
	if code, _, _ := newWalker(t).goes("POST", q.invite("a", "envoy")+"/by/ministry", nil); code != http.StatusNotFound {
		t.Errorf("an invitation to act, by a provider = %d, want 404: it wants a passkey", code)
	}
	if err := q.store().RemoveContact(t.Context(), "a", "analyst"); err != nil {
		t.Fatal(err)
	}
	if got := q.ask("GET", "/me", caller{session: w.session(q)}, nil).StatusCode; got != http.StatusSeeOther {
		t.Errorf("the session of a person that was removed = %d, want 303", got)
	}
}

func TestADelegateBindsAProviderByItsPasskeyAndStillActsByThatAlone(t *testing.T) {
	q := vouchedFor(t, "")
	s := q.store()
	envoy := signin.Person{Party: "a", Holder: "envoy", Role: signin.Delegate}
	w := newWalker(t)
	host := strings.TrimPrefix(q.site, "http://")
	w.cookies[host] = map[string]string{"__Host-session": q.signedIn(s, envoy, "a-1")}
	_, page, _ := w.goes("POST", q.site+"/me/by/ministry", nil)
	m := regexp.MustCompile(`href="(http://localhost:\d+/auth\?[^"]+)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("the way on is not shown:\n%s", page)
	}
	_, page, at := w.goes("GET", strings.ReplaceAll(m[1], "&amp;", "&"), nil)
	if code, _, to := w.proves(page, at, "test-user2"); code != 200 || to.Path != "/me" {
		t.Fatalf("bound = %d at %s", code, to)
	}
	reads := newWalker(t)
	if code, said, _ := reads.signsIn(q, "test-user2", "/me"); code != 200 || !strings.Contains(said, "envoy") {
		t.Fatalf("the delegate by the provider = %d:\n%s", code, said)
	}
	for path, want := range map[string]int{"/d/x/act/object": 403, "/d/x/": 200} {
		if got := q.ask("GET", path, caller{session: reads.session(q)}, nil).StatusCode; got != want {
			t.Errorf("%s by the provider = %d, want %d", path, got, want)
		}
	}
	if got := q.ask("GET", "/d/x/act/object", caller{session: w.session(q)}, nil).StatusCode; got != http.StatusOK {
		t.Errorf("a form by the passkey = %d, want 200", got)
	}
	q.end()
	q.accede("keys", "revoke", "a-1", "--record", q.rec, "--key", q.file("chair.key"), "--key", q.file("chair2.key"))
	q.serve()
	if got := q.ask("GET", "/me", caller{session: reads.session(q)}, nil).StatusCode; got != http.StatusSeeOther {
		t.Errorf("by the provider, when the only key is revoked = %d, want 303", got)
	}
}

func TestWhatWasWrittenDownAnewEndsTheSessionsBegunBefore(t *testing.T) {
	q := vouchedFor(t, clerkReads)
	w := newWalker(t)
	if code, said, _ := w.signsIn(q, "test-user2", "/me"); code != 200 {
		t.Fatalf("signed in = %d:\n%s", code, said)
	}
	q.end()
	text, err := os.ReadFile(q.file("providers.yaml"))
	if err == nil {
		err = os.WriteFile(q.file("providers.yaml"), []byte(strings.Replace(string(text), "id2", "id1", 1)), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	q.serve()
	if got := q.ask("GET", "/me", caller{session: w.session(q)}, nil).StatusCode; got != http.StatusSeeOther {
		t.Errorf("the session of whom the rules no longer name = %d, want 303", got)
	}
}

func TestAProviderThatIsAwayKeepsNobodyFromReadingAndIsNamed(t *testing.T) {
	q := newQuay(t, func(q *quayHost) {
		text := "accede: providers/1\nproviders:\n  - {id: ministry, name: {en: the Ministry}, issuer: \"http://127.0.0.1:9\", client: accede, networks: [127.0.0.0/8]}\n"
		if err := os.WriteFile(q.file("providers.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		q.flags = []string{"--providers", q.file("providers.yaml")}
	})
	w := newWalker(t)
	code, said, _ := w.goes("GET", q.site+"/sign-in/by/ministry?back=/d/x/", nil)
	if code != http.StatusServiceUnavailable || !strings.Contains(said, "the Ministry cannot be asked now") {
		t.Errorf("a provider that is away = %d, want 503 and its name:\n%s", code, said)
	}
}

// TestAPersonSignsInByAProviderInABrowser goes the whole way in a browser, with its own rules for cookies and for pages.
func TestAPersonSignsInByAProviderInABrowser(t *testing.T) {
	ctx := chromium(t, false)
	q := vouchedFor(t, clerkReads)
	q.do(ctx, "go to the provider", chromedp.Navigate(q.site+"/sign-in?back=/d/x/"), chromedp.WaitVisible(`a[href^="/sign-in/by/ministry"]`),
		chromedp.Click(`a[href^="/sign-in/by/ministry"]`), chromedp.WaitVisible(`input[name=username]`))
	q.do(ctx, "say who one is", chromedp.SetValue(`input[name=username]`, "test-user2"), chromedp.SetValue(`input[name=password]`, "verysecure"),
		chromedp.Click(`button[type=submit]`), chromedp.WaitReady(`a.who[href="/me"]`))
	if got := q.read(ctx, `location.pathname`); got != "/d/x/" {
		t.Errorf("after signing in the page is %s, want the one it was asked from", got)
	}
	if got := q.token(ctx); got == "" {
		t.Error("the browser holds no session")
	}
	if all, err := q.store().Sessions(t.Context(), signin.Person{Party: "chair", Holder: "registry"}, time.Now()); err != nil || len(all) != 1 || all[0].Vouched == "" {
		t.Errorf("sessions = %+v, %v, want one that is vouched for", all, err)
	}
}
