package main

import (
	"html"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"accede/internal/signin"
)

// allOf answers the whole text of an answer.
func allOf(t *testing.T, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	r.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// Attack 11, on a page that runs no script: what is signed there has an end, which its author sees, and can move or take away.
func TestAttack11WhatIsSignedOnAPageHasAnEndThatItsAuthorChooses(t *testing.T) {
	q := newQuay(t)
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	today := time.Now().In(brussels)
	end := today.AddDate(0, 0, 30).Format(time.DateOnly)
	envoy := caller{session: q.signedIn(q.store(), signin.Person{Party: "a", Holder: "envoy", Role: signin.Delegate}, "a-1")}
	form := allOf(t, q.ask(http.MethodGet, "/d/x/act/object", envoy, nil))
	if !strings.Contains(form, `name="valid" value="`+end+`"`) || !strings.Contains(form, "From then on nobody can enter it who has kept it back.") {
		t.Errorf("the form does not propose %s as the day before which it is registered", end)
	}
	objecting := func(id string, more url.Values) url.Values {
		v := url.Values{"do": {"review"}, "seat": {"a"}, "id": {id}, "stage": {"every"}, "concerns.0.text": {"Its dues."}, "concerns.n": {"1"}, "date": {today.Format(time.DateOnly)}, "lang": {"en"}}
		maps.Copy(v, more)
		return v
	}
	for _, c := range []struct {
		name       string
		valid      url.Values
		code       int
		want, lack string
	}{
		{"as proposed", url.Values{"valid": {end}}, http.StatusOK, `"valid_until":"` + end + `"`, ""},
		{"to the minute", url.Values{"valid": {"2099-01-01"}, "valid.clock": {"12:30"}}, http.StatusOK, `"valid_until":"2099-01-01T11:30:00Z"`, ""},
		{"without end", url.Values{"valid": {""}}, http.StatusOK, "Its dues.", `"valid_until"`},
		{"gone by", url.Values{"valid": {today.AddDate(0, 0, -1).Format(time.DateOnly)}}, http.StatusUnprocessableEntity, "That has gone by. Choose a later day, or none.", ""},
		{"today began", url.Values{"valid": {today.Format(time.DateOnly)}}, http.StatusUnprocessableEntity, "That has gone by.", ""},
		{"no day", url.Values{"valid": {"2099-02-31"}}, http.StatusUnprocessableEntity, "2099-02-31", `class="elsewhere"`},
	} {
		r := q.ask(http.MethodPost, "/d/x/act/object", envoy, objecting("a-object-00000001", c.valid))
		page := html.UnescapeString(allOf(t, r))
		if r.StatusCode != c.code || !strings.Contains(page, c.want) || c.lack != "" && strings.Contains(page, c.lack) {
			t.Errorf("%s: %d, want %d with %q and without %q: %.6000s", c.name, r.StatusCode, c.code, c.want, c.lack, page)
		}
	}
	page := allOf(t, q.ask(http.MethodPost, "/d/x/act/object", envoy, objecting("a-object-00000001", url.Values{"valid": {end}})))
	bytes := regexp.MustCompile(`(?s)<pre[^>]*>(?:<[^>]*>)*([^<]*)<`).FindStringSubmatch(page)
	if bytes == nil {
		t.Fatalf("the page shows no bytes to sign: %.3000s", page)
	}
	if err := os.WriteFile(q.file("act.jsonl"), []byte(`{"act":`+strings.TrimSpace(html.UnescapeString(bytes[1]))+"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	line := q.accede("act", "--sign", q.file("act.jsonl"), "--record", q.rec, "--key", q.file("a.key"))
	sent := objecting("a-object-00000001", url.Values{"valid": {end}, "do": {"sign"}, "line": {line}})
	if r := q.ask(http.MethodPost, "/d/x/act/object", envoy, sent); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("the signed line = %d, want 303: %.3000s", r.StatusCode, allOf(t, r))
	}
	if got := allOf(t, q.ask(http.MethodGet, "/d/x/record/4/", caller{}, nil)); !strings.Contains(got, "To be registered before") {
		t.Errorf("the entry does not say until when it could be registered: %.3000s", got)
	}
}

// The command line gives what it signs an end too, and none where none is wanted.
func TestAttack11WhatIsSignedByTheCommandLineHasAnEnd(t *testing.T) {
	q := &quayHost{t: t, dir: t.TempDir()}
	q.found()
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, `"valid_until":"` + time.Now().UTC().Add(30*24*time.Hour).Format("2006-01-02T15")},
		{[]string{"--valid-for", "48h"}, `"valid_until":"` + time.Now().UTC().Add(48*time.Hour).Format("2006-01-02T15")},
		{[]string{"--valid-for", "0"}, ""},
		{[]string{"valid_until=2099-01-01"}, `"valid_until":"2099-01-01"`},
	} {
		args := append(append([]string{"act", "position", "ballot=for"}, c.args...), "-d", "x", "--record", q.rec, "--key", q.file("a.key"), "--print")
		line := q.accede(args...)
		if got := strings.Contains(line, `"valid_until"`); got != (c.want != "") || !strings.Contains(line, c.want) {
			t.Errorf("accede act %v prints %s, want %s", c.args, line, c.want)
		}
	}
	var none strings.Builder
	if code := run(t.Context(), []string{"act", "position", "ballot=for", "-d", "x", "--record", q.rec, "--key", q.file("a.key"), "--print", "--valid-for=-1h"},
		strings.NewReader(""), io.Discard, &none, func(string) string { return "" }); code != 2 || !strings.Contains(none.String(), "--valid-for wants a length of time") {
		t.Errorf("--valid-for -1h = %d: %s; want 2, and what is wanted", code, &none)
	}
}
