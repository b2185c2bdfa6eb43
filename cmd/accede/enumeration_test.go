package main

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"accede/internal/signin"
)

// alike is what is asked about things that are not there, or not for who asks: all of one group have to be answered alike.
type alike struct {
	what, method, path string
	form               url.Values
}

// Attack 23: what was never there, is used up, has run out or belongs to somebody else is answered byte by byte the same, in
// headers too: nobody learns by asking which invitations, acts that wait and passkeys there are.
func TestAttack23WhatIsNotForWhoAsksIsAnsweredLikeWhatIsNotThere(t *testing.T) {
	q := newQuay(t)
	store := q.store()
	token := func(at time.Time) string {
		text, err := store.Invite(t.Context(), signin.Invitation{Person: signin.Person{Party: "a", Holder: "late", Role: signin.Delegate}}, at)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	used := token(time.Now())
	if err := store.Redeem(t.Context(), used, signin.Passkey{Person: signin.Person{Party: "a", Holder: "late", Role: signin.Delegate}, ID: []byte("used")}, time.Now()); err != nil {
		t.Fatal(err)
	}
	over := token(time.Now().Add(-100 * time.Hour))
	never := strings.Repeat("A", len(used))
	waits := q.waitingEnrolment(store, "a")
	bob := q.signedIn(store, signin.Person{Party: "b", Holder: "consul", Role: signin.Delegate}, "")
	guest := q.signedIn(store, signin.Person{Party: "a", Holder: "guest", Role: signin.Reader}, "")
	passkey := func(id string) url.Values {
		return url.Values{"passkey.id": {id}, "passkey.challenge": {"AAAA"}, "passkey.sig": {"AAAA"}, "passkey.auth": {"AAAA"}, "passkey.client": {"AAAA"}}
	}
	groups := [][]alike{
		{{"never made", "GET", "/invitation/" + never, nil}, {"used", "GET", "/invitation/" + used, nil}, {"over", "GET", "/invitation/" + over, nil}, {"no token", "GET", "/invitation/" + never[1:] + "B", nil}},
		{{"never made", "POST", "/invitation/" + never, url.Values{}}, {"used", "POST", "/invitation/" + used, url.Values{}}, {"over", "POST", "/invitation/" + over, url.Values{}}},
		{{"another's act", "GET", waits, nil}, {"no act", "GET", "/sign/" + strings.Repeat("0", 64), nil}},
		{{"another's act", "POST", waits, url.Values{}}, {"no act", "POST", "/sign/" + strings.Repeat("0", 64), url.Values{}}},
		{{"a passkey there is", "POST", "/sign-in", passkey("dXNlZA")}, {"a passkey there is not", "POST", "/sign-in", passkey("bm9uZQ")}},
		{{"a key there is", "POST", "/keys/revoke", url.Values{"key": {"a-1"}}}, {"a key there is not", "POST", "/keys/revoke", url.Values{"key": {"z-9"}}}},
	}
	challenge := regexp.MustCompile(`(challenge"?(?: value)?=")[^"]*`)
	asked := 0
	for _, who := range []caller{{role: "stranger"}, {"delegate b", bob}, {"reader a", guest}} {
		for _, group := range groups {
			first := ""
			for _, one := range group {
				r := q.ask(one.method, one.path, who, one.form)
				text := r.Status
				for _, name := range headersOf(r) {
					text += "\n" + name + ": " + strings.Join(r.Header[name], ", ")
				}
				text = strings.NewReplacer(one.path, "PATH", url.QueryEscape(one.path), "PATH").Replace(text + "\n\n" + allOf(t, r))
				text = challenge.ReplaceAllString(text, "${1}CHALLENGE") // each page has one of its own
				asked++
				if first == "" {
					first = text
				} else if text != first {
					t.Errorf("%s: %s %s is answered otherwise to a %s than %s:\n%.1200s\n---\n%.1200s", one.what, one.method, one.path, who.role, group[0].what, text, first)
				}
			}
		}
	}
	t.Logf("%d answers to three callers, 0 that tell what is there", asked)
}

// headersOf answers the names of the headers of an answer, without the one that tells the time.
func headersOf(r *http.Response) []string {
	var names []string
	for name := range r.Header {
		if name != "Date" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
