package main

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/internal/signin"
)

// caller is somebody who asks: in which role, with which session.
type caller struct {
	role    string
	session string // token; empty: a stranger
}

// store opens who may sign in, beside the server that is running.
func (q *quayHost) store() *signin.Store {
	q.t.Helper()
	s, err := signin.Open(q.rec)
	if err != nil {
		q.t.Fatal(err)
	}
	q.t.Cleanup(func() { s.Close() })
	return s
}

// signedIn answers a session of a person, as if it had signed in; key is of the record, or empty.
func (q *quayHost) signedIn(s *signin.Store, p signin.Person, key string) string {
	q.t.Helper()
	now := time.Now()
	invited, err := s.Invite(q.t.Context(), signin.Invitation{Person: p}, now)
	k := signin.Passkey{Person: p, ID: []byte(string(p.Party) + p.Holder), Key: key}
	if err == nil {
		err = s.Redeem(q.t.Context(), invited, k, now)
	}
	token := ""
	if err == nil {
		token, err = s.Begin(q.t.Context(), k, "a test", now)
	}
	if err != nil {
		q.t.Fatal(err)
	}
	return token
}

// ask sends one request, without following where it leads.
func (q *quayHost) ask(method, path string, c caller, form url.Values, headers ...string) *http.Response {
	q.t.Helper()
	r, err := http.NewRequestWithContext(q.t.Context(), method, q.site+path, strings.NewReader(form.Encode()))
	if err != nil {
		q.t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if c.session != "" {
		r.AddCookie(&http.Cookie{Name: "__Host-session", Value: c.session})
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	if err != nil {
		q.t.Fatal(err)
	}
	q.t.Cleanup(func() { resp.Body.Close() })
	return resp
}

// waitingEnrolment keeps an enrolment for a party that waits for a signature, and answers where it is signed.
func (q *quayHost) waitingEnrolment(s *signin.Store, party body.MemberID) string {
	q.t.Helper()
	a := act.Act{Body: "quay", ID: string(party) + "-waits", By: party, Date: actDate(), Do: &act.Enrol{Key: act.Key{
		ID: string(party) + "-new", Member: party, Holder: "new", Acts: []string{"position"}, Alg: "ed25519", Public: signature.Encode(publicOfNobody()),
	}}}
	data, err := a.Marshal()
	if err != nil {
		q.t.Fatal(err)
	}
	line, err := act.AppendSigned(nil, data, nil)
	hash := act.Hash(data)
	if err == nil {
		err = s.Await(q.t.Context(), signin.Waiting{Hash: hash[:], Line: line, Made: time.Now()})
	}
	if err != nil {
		q.t.Fatal(err)
	}
	return "/sign/" + hexOf(hash[:])
}

// roles are the callers of the table, in its order.
func roles() []string {
	return []string{"stranger", "reader a", "delegate a", "delegate b", "applicant x", "chair"}
}

// accessTable says who gets which answer where, for every role, while the dossier is open and once it is over. Answers
// that lead on are 303; what a role may not know of is 404.
const accessTable = `
open   GET  /                          200 200 200 200 200 200
open   GET  /d/x/                      200 200 200 200 200 200
open   GET  /d/x/record/               200 200 200 200 200 200
open   GET  /keys                      200 200 200 200 200 200
open   GET  /sign-in                   200 200 200 200 200 200
open   GET  /me                        303 200 200 200 200 200
open   GET  /d/x/act/                  403 403 200 200 200 200
open   GET  /d/x/act/position          403 403 200 200 403 403
open   GET  /d/x/act/object            403 403 200 200 403 403
open   GET  /d/x/act/withdraw          403 403 403 403 200 403
open   GET  /d/x/act/talks             403 403 200 200 200 200
open   GET  /d/x/act/enrol             403 403 403 403 403 403
open   GET  /d/x/act/nothing           404 404 404 404 404 404
open   GET  /d/x/behalf/b/act/position 403 403 404 404 404 200
open   GET  /d/x/behalf/b/act/withdraw 403 403 404 404 404 403
open   GET  /d/x/behalf/zz/act/        403 403 404 404 404 404
open   GET  WAITING-A                  303 404 200 404 404 200
open   GET  WAITING-B                  303 404 404 200 404 200
open   GET  /sign/00                   303 404 404 404 404 404
open   GET  /people                    303 403 403 403 403 200
open   POST /people                    303 403 403 403 403 422
open   GET  /intake/                  403 403 403 403 403 200
open   POST /intake/                  403 403 403 403 403 422
open   GET  /invitation/none           404 404 404 404 404 404
open   POST /sign-in                   403 403 403 403 403 403
open   POST /invitation/none           404 404 404 404 404 404
open   POST /me/contact                303 303 303 303 303 303
open   POST /me/passkey                303 403 403 403 403 403
open   POST /me/by/none                303 404 404 404 404 404
open   POST /keys/revoke?a-1           303 404 303 404 404 303
open   POST /keys/revoke?none          303 404 404 404 404 404
open   POST WAITING-A                  303 404 403 404 404 403
open   POST /d/x/act/position          403 403 200 200 403 403
open   POST /d/x/behalf/b/act/position 403 403 404 404 404 200
open   POST /d/x/                      405 405 405 405 405 405
over   GET  /d/x/                      200 200 200 200 200 200
over   GET  /d/x/act/                  403 403 200 200 200 200
over   GET  /d/x/act/position          403 403 403 403 403 403
over   GET  /d/x/act/object            403 403 403 403 403 403
over   GET  /d/x/act/statement         403 403 200 200 200 200
over   GET  /d/x/behalf/b/act/position 403 403 404 404 404 403
over   POST /d/x/act/position          403 403 403 403 403 403
over   POST /keys/revoke?a-1           303 404 303 404 404 303
`

// positionForm is a position as the forms send it, with a confirmation that nobody has signed.
func positionForm(seat string) url.Values {
	return url.Values{"id": {seat + "-position-00000000"}, "seat": {seat}, "stage": {"decision"}, "ballot": {"for"}, "date": {time.Now().Format(time.DateOnly)}, "do": {"confirm"}}
}

func TestWhoMayDoWhatWhereIsOneTable(t *testing.T) {
	for _, state := range []string{"open", "over"} {
		q := newQuay(t, func(q *quayHost) {
			if state == "over" {
				q.accede("act", "withdraw", "what=application", "-d", "x", "--by", "x", "--paper", "letter", "--record", q.rec, "--key", q.file("chair.key"), "--key", q.file("chair2.key"))
			}
		})
		s := q.store()
		callers := []caller{
			{roles()[0], ""},
			{roles()[1], q.signedIn(s, signin.Person{Party: "a", Holder: "guest", Role: signin.Reader}, "")},
			{roles()[2], q.signedIn(s, signin.Person{Party: "a", Holder: "envoy", Role: signin.Delegate}, "a-1")},
			{roles()[3], q.signedIn(s, signin.Person{Party: "b", Holder: "consul", Role: signin.Delegate}, "")},
			{roles()[4], q.signedIn(s, signin.Person{Party: "x", Holder: "minister", Role: signin.Delegate}, "")},
			{roles()[5], q.signedIn(s, signin.Person{Party: "chair", Holder: "clerk", Role: signin.Delegate}, "chair-1")},
		}
		waiting := strings.NewReplacer("WAITING-A", q.waitingEnrolment(s, "a"), "WAITING-B", q.waitingEnrolment(s, "b"))
		size := q.size()
		for row := range strings.Lines(strings.TrimSpace(accessTable)) {
			f := strings.Fields(row)
			if f[0] != state {
				continue
			}
			for i, c := range callers {
				path, key, _ := strings.Cut(waiting.Replace(f[2]), "?")
				form := url.Values{"key": {key}}
				if strings.HasSuffix(path, "/position") {
					seat := []string{"a", "a", "a", "b", "x", "chair"}[i]
					if strings.Contains(path, "behalf") {
						seat = "b"
					}
					form = positionForm(seat)
					form.Set("paper.from", "letter")
				}
				if got := q.ask(f[1], path, c, form).StatusCode; got != number(t, f[3+i]) {
					t.Errorf("%s: %s %s by %s = %d, want %s", state, f[1], f[2], c.role, got, f[3+i])
				}
			}
		}
		if got := q.size(); got != size {
			t.Errorf("%s: the record has %s entries after it was asked, had %s: somebody acted without a signature", state, got, size)
		}
	}
}

func TestASessionEndsWhereItsOwnerSays(t *testing.T) {
	q := newQuay(t)
	s := q.store()
	p := signin.Person{Party: "a", Holder: "envoy", Role: signin.Delegate}
	c := caller{"delegate a", q.signedIn(s, p, "a-1")}
	if got := q.ask("GET", "/me", c, nil).StatusCode; got != http.StatusOK {
		t.Fatalf("signed in = %d, want 200", got)
	}
	out := q.ask("POST", "/sign-out", c, nil)
	if cookie := out.Header.Get("Set-Cookie"); !strings.Contains(cookie, "Max-Age=0") {
		t.Errorf("signing out sets %q, want the cookie forgotten", cookie)
	}
	if got := q.ask("GET", "/me", c, nil).StatusCode; got != http.StatusSeeOther {
		t.Errorf("the same token after signing out = %d, want 303 to sign in", got)
	}
	k, err := s.Passkey(t.Context(), []byte("aenvoy"))
	if err != nil {
		t.Fatal(err)
	}
	c.session, err = s.Begin(t.Context(), k, "", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	q.ask("POST", "/me/sessions", c, url.Values{"session": {"all"}})
	if got := q.ask("GET", "/me", c, nil).StatusCode; got != http.StatusSeeOther {
		t.Errorf("after signing out everywhere = %d, want 303", got)
	}
}

func TestASessionThatWasFixedBeforeSigningInIsNobodys(t *testing.T) {
	q := newQuay(t)
	fixed := caller{"whoever", "fixed-by-somebody-else"}
	if got := q.ask("GET", "/me", fixed, nil).StatusCode; got != http.StatusSeeOther {
		t.Errorf("a token of somebody's making = %d, want 303", got)
	}
}

func TestFormsOfAnotherSiteAreRefused(t *testing.T) {
	q := newQuay(t)
	c := caller{"delegate a", q.signedIn(q.store(), signin.Person{Party: "a", Holder: "envoy", Role: signin.Delegate}, "a-1")}
	for _, path := range []string{"/sign-in", "/sign-out", "/me/contact", "/me/sessions", "/me/passkey", "/keys/revoke", "/invitation/x", "/sign/00", "/d/x/act/position"} {
		for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://elsewhere.example"}, {"Origin", "null"}} {
			if got := q.ask("POST", path, c, nil, header...).StatusCode; got != http.StatusForbidden {
				t.Errorf("POST %s with %s = %d, want 403", path, strings.Join(header, ": "), got)
			}
		}
	}
	if got := q.ask("GET", "/me", c, nil).StatusCode; got != http.StatusOK {
		t.Errorf("the session after that = %d, want 200", got)
	}
}

func TestWhoTriesTooOftenIsToldHowLongToWait(t *testing.T) {
	q := newQuay(t)
	var last *http.Response
	for range 250 {
		if last = q.ask("POST", "/sign-in", caller{}, nil); last.StatusCode == http.StatusTooManyRequests {
			break
		}
	}
	if last.StatusCode != http.StatusTooManyRequests || !regexp.MustCompile(`^[1-9][0-9]*$`).MatchString(last.Header.Get("Retry-After")) {
		t.Errorf("250 tries at once = %d, Retry-After %q, want 429 and how long to wait", last.StatusCode, last.Header.Get("Retry-After"))
	}
	if got := q.ask("GET", "/d/x/", caller{}, nil).StatusCode; got != http.StatusOK {
		t.Errorf("reading meanwhile = %d, want 200", got)
	}
}

func TestEveryAnswerSaysHowABrowserIsToTreatIt(t *testing.T) {
	q := newQuay(t)
	c := caller{"delegate a", q.signedIn(q.store(), signin.Person{Party: "a", Holder: "envoy", Role: signin.Delegate}, "a-1")}
	for _, path := range []string{"/", "/me", "/sign-in", "/keys", "/d/x/act/object", "/nothing", "/static/nothing"} {
		h := q.ask("GET", path, c, nil).Header
		for name, want := range map[string]string{
			"Content-Security-Policy": "frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": "publickey-credentials-get=(self)",
		} {
			if got := h.Get(name); !strings.Contains(got, want) {
				t.Errorf("GET %s: %s = %q, want %q in it", path, name, got, want)
			}
		}
	}
	for _, path := range []string{"/", "/me", "/d/x/act/object"} {
		if got := q.ask("GET", path, c, nil).Header.Get("Cache-Control"); !strings.Contains(got, "no-store") {
			t.Errorf("GET %s, signed in: Cache-Control = %q, want no-store", path, got)
		}
	}
	if got := q.ask("GET", "/invitation/none", caller{}, nil).Header.Get("Referrer-Policy"); got != "no-referrer" {
		t.Errorf("an invitation: Referrer-Policy = %q, want no-referrer", got)
	}
}

func TestRevokingAKeyEndsTheSessionsBegunByIt(t *testing.T) {
	q := newQuay(t, func(q *quayHost) {
		q.accede("keys", "new", q.file("a2.key"), "--id", "a-2", "--member", "a", "--holder", "second", "--acts", "position")
		q.accede("keys", "enrol", q.file("a2.key.pub"), "--record", q.rec, "--key", q.file("a.key"))
		q.accede("keys", "revoke", "a-2", "--record", q.rec, "--key", q.file("a.key"))
	})
	s := q.store()
	c := caller{"delegate a", q.signedIn(s, signin.Person{Party: "a", Holder: "second", Role: signin.Delegate}, "a-2")}
	if got := q.ask("GET", "/me", c, nil).StatusCode; got != http.StatusSeeOther {
		t.Errorf("a session of a key that was revoked = %d, want 303", got)
	}
	if all, err := s.Sessions(t.Context(), signin.Person{Party: "a", Holder: "second", Role: signin.Delegate}, time.Now()); err != nil || len(all) != 0 {
		t.Errorf("sessions left = %d, %v, want none", len(all), err)
	}
}

// size answers how many entries the record has, as the server says.
func (q *quayHost) size() string {
	q.t.Helper()
	resp := q.ask("GET", "/healthz", caller{}, nil)
	buf := make([]byte, 64)
	n, _ := resp.Body.Read(buf)
	return strings.TrimSpace(string(buf[:n]))
}

func TestTheTableNamesEveryRoleInEveryRow(t *testing.T) {
	for row := range strings.Lines(strings.TrimSpace(accessTable)) {
		if f := strings.Fields(row); len(f) != 3+len(roles()) || !slices.Contains([]string{"open", "over"}, f[0]) {
			t.Errorf("%q has %d columns, want %d", row, len(f), 3+len(roles()))
		}
	}
}
