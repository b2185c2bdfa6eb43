package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"accede/body"
	"accede/internal/bundle"
	"accede/internal/signin"
	"accede/internal/web"
)

// TestTheFileOfTheRecordPageCarriesWhatItsReaderMayReadAndNoMore: the public and two seats, of the whole record and of one
// dossier; and none of it once it was erased.
func TestTheFileOfTheRecordPageCarriesWhatItsReaderMayReadAndNoMore(t *testing.T) {
	s := begins(t, "2035-03-05T09:00:00Z")
	write(t, s.in("quay.yaml"), erasing)
	write(t, s.in("plan.txt"), "The northern quay.\n")
	args := []string{"init", s.in("one"), "--charter", s.in("quay.yaml")}
	for _, id := range []string{"chair", "a", "x"} {
		must(t, "keys", "new", s.in(id+".key"), "--id", id+"-1", "--member", id, "--holder", id)
		args = append(args, "--keys", s.in(id+".key.pub"))
	}
	s.does(args...)
	as := func(id string, more ...string) {
		s.does(append([]string{"act", more[0], "-d", "x", "--record", s.in("one"), "--key", s.in(id + ".key")}, more[1:]...)...)
	}
	as("x", "apply", "procedure=vote")
	as("a", "statement", "statements=[{side: a, form: reported, text: {en: For everybody.}}]", "--seal", "public", "--attach", s.in("plan.txt"))
	as("a", "reserve", "reason={en: For the parties.}", "--seal", "parties")
	as("a", "statement", "statements=[{side: a, form: reported, text: {en: For me alone.}}]", "--seal", "author")

	q := quietSession(t)
	q.clock = func() time.Time { return worldsClock }
	o, err := q.openOffice(s.in("one"))
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	opts, err := pageChoices{}.options(q.logger, o)
	if err != nil {
		t.Fatal(err)
	}
	people, err := signin.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer people.Close()
	site, err := signin.NewSite("http://localhost:7190", "Quay")
	if err != nil {
		t.Fatal(err)
	}
	opts.SignIn = &web.SignIn{Store: people, Site: site}
	pages, err := web.New(source{o, q.clock}, opts)
	if err != nil {
		t.Fatal(err)
	}
	token := map[body.MemberID]string{}
	for _, party := range []body.MemberID{"a", "b", "x"} {
		p := signin.Passkey{Person: signin.Person{Party: party, Holder: string(party), Role: signin.Reader}, ID: []byte(party)}
		link, err := people.Invite(t.Context(), signin.Invitation{Person: p.Person}, q.clock())
		if err == nil {
			err = people.Redeem(t.Context(), link, p, q.clock())
		}
		if err == nil {
			token[party], err = people.Begin(t.Context(), p, "test", q.clock())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	ask := func(by body.MemberID, path string) []byte {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		if by != "" {
			r.AddCookie(&http.Cookie{Name: "__Host-session", Value: token[by]})
		}
		w := httptest.NewRecorder()
		pages.ServeHTTP(w, r)
		if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "private, no-store" {
			t.Errorf("%q asks for %s: %d, kept %q", by, path, w.Code, w.Header().Get("Cache-Control"))
		}
		return w.Body.Bytes()
	}
	for _, path := range []string{"/record.bundle", "/d/x/record.bundle"} {
		for _, want := range []struct {
			by                body.MemberID
			carried, withheld int
		}{{"", 2, 2}, {"b", 2, 2}, {"x", 3, 1}, {"a", 4, 0}} {
			data := ask(want.by, path)
			report, err := bundle.Check(t.Context(), bytes.NewReader(data))
			if err != nil {
				t.Fatalf("%q checks %s: %v", want.by, path, err)
			}
			if x := report.Enclosed; len(x.Carried) != want.carried || len(x.Withheld) != want.withheld {
				t.Errorf("%q finds in %s %d items and %d withheld, want %d and %d", want.by, path, len(x.Carried), len(x.Withheld), want.carried, want.withheld)
			}
			if to := report.Header.For; to != string(want.by) && (want.by != "" || to != bundle.Public) {
				t.Errorf("%s for %q says that it is for %q", path, want.by, to)
			}
		}
	}
	if a, b := ask("", "/record.bundle"), ask("b", "/record.bundle"); !bytes.Equal(bytes.Replace(b, []byte(`"enclosed_for":"b"`), []byte(`"enclosed_for":"public"`), 1), a) {
		t.Error("who may read no more than the public is handed something else")
	}
	o.Close()
	for _, seal := range append(s.sealsIn("one", 4), s.sealsIn("one", 5)...) {
		as("chair", "redact", "of=["+seal+"]", "reason={en: A mistake.}")
	}
	if o, err = q.openOffice(s.in("one")); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := (archive{o}).Bundle(t.Context(), &out, "", web.Reader{Party: "x", At: q.clock()}); err != nil {
		t.Fatal(err)
	}
	report, err := bundle.Check(t.Context(), strings.NewReader(out.String()))
	if err != nil || len(report.Enclosed.Carried) != 0 || len(report.Enclosed.Erased) != 3 {
		t.Errorf("once it was erased: %d carried, %d erased, %v; want 0, 3", len(report.Enclosed.Carried), len(report.Enclosed.Erased), err)
	}
}
