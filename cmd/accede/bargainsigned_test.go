package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"accede/internal/signin"
)

// On a record that is kept with keys people speak to the mediator by their sessions: a delegate for its party, nobody else
// for any, and what is agreed becomes a text by the mediator's signature alone.
func TestOnASignedRecordPackagesAreEnteredBySessionAndSignedByTheMediator(t *testing.T) {
	q := newQuay(t)
	s := q.store()
	a := caller{"delegate a", q.signedIn(s, signin.Person{Party: "a", Holder: "envoy", Role: signin.Delegate}, "a-1")}
	guest := caller{"reader a", q.signedIn(s, signin.Person{Party: "a", Holder: "guest", Role: signin.Reader}, "")}
	b := caller{"delegate b", q.signedIn(s, signin.Person{Party: "b", Holder: "envoy", Role: signin.Delegate}, "")}
	chair := caller{"chair", q.signedIn(s, signin.Person{Party: "chair", Holder: "clerk", Role: signin.Delegate}, "chair-1")}
	const at = "/d/x/desk/packages/"
	page := func(c caller) string {
		t.Helper()
		body, err := io.ReadAll(q.ask("GET", at, c, nil).Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	step := func(c caller, seat string, form url.Values) *http.Response {
		form.Set("seat", seat)
		return q.ask("POST", at, c, form)
	}
	must := func(c caller, seat string, form url.Values) *http.Response {
		t.Helper()
		resp := step(c, seat, form)
		if resp.StatusCode != http.StatusSeeOther {
			body, _ := io.ReadAll(resp.Body)
			t.Fatalf("%s: %s = %d: %.1500s", c.role, form.Get("do"), resp.StatusCode, body)
		}
		return resp
	}
	issues := url.Values{"do": {"put"}, "party": {"a", "b"}, "issues": {"2"}}
	wishes := url.Values{"do": {"enter"}}
	for i, text := range []string{"Berths", "Dues"} {
		issues.Set(fmt.Sprintf("issue.%d.text", i), text)
		issues.Set(fmt.Sprintf("issue.%d.options", i), "as it is\r\nall of it")
		wishes.Set(fmt.Sprintf("rank.%d", i), fmt.Sprint(i+1))
		for o := range 2 {
			wishes.Set(fmt.Sprintf("place.%d.%d", i, o), fmt.Sprint(o+1))
			wishes.Set(fmt.Sprintf("ok.%d.%d", i, o), "1")
		}
	}
	must(chair, "chair", issues)
	before := map[string]string{"b": page(b), "guest": page(guest), "nobody": page(caller{})}
	for _, c := range []struct {
		caller
		seat string
	}{{b, "a"}, {guest, "a"}, {caller{}, "a"}} {
		if got := step(c.caller, c.seat, wishes).StatusCode; got < 400 {
			t.Errorf("%q enters wishes for a: %d, want a refusal", c.role, got)
		}
	}
	must(a, "a", wishes)
	for who, c := range map[string]caller{"b": b, "guest": guest, "nobody": {}} {
		if page(c) != before[who] {
			t.Errorf("%s sees that a has entered its wishes", who)
		}
	}
	must(b, "b", wishes)
	size := q.size()
	must(chair, "chair", url.Values{"do": {"compose"}, "pick.0": {"1"}, "pick.1": {"0"}})
	for _, c := range []struct {
		caller
		seat string
	}{{b, "b"}, {a, "a"}} {
		must(c.caller, c.seat, url.Values{"do": {"accept"}, "package": {"1.0"}})
	}
	if got := q.size(); got != size {
		t.Errorf("the record has %s entries before the mediator has signed, had %s", got, size)
	}
	for _, c := range []caller{b, guest, {}} {
		if got := step(c, "chair", url.Values{"do": {"record"}}).StatusCode; got < 400 {
			t.Errorf("%q has the package recorded: %d, want a refusal", c.role, got)
		}
	}
	form := page(chair)
	if !strings.Contains(form, `value="record"`) {
		t.Fatalf("the mediator is not offered to have it recorded: %.3000s", form)
	}
	resp := step(chair, "chair", url.Values{"do": {"record"}})
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode >= 400 || !strings.Contains(string(body)+resp.Header.Get("Location"), "Berths") && !strings.Contains(resp.Header.Get("Location"), "/act/propose") {
		t.Errorf("to record it = %d to %q: %.2000s", resp.StatusCode, resp.Header.Get("Location"), body)
	}
}
