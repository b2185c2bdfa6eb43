package main

import (
	"net/http"
	"strings"
	"testing"

	"accede/internal/signin"
)

func TestWhoLooksAfterTheHostEndsTheSessionsOfOnePersonOrOfEverybody(t *testing.T) {
	q := newQuay(t)
	s := q.store()
	envoy := caller{session: q.signedIn(s, signin.Person{Party: "a", Holder: "envoy", Role: signin.Delegate}, "a-1")}
	again := caller{session: q.signedIn(s, signin.Person{Party: "a", Holder: "deputy", Role: signin.Reader}, "")}
	clerk := caller{session: q.signedIn(s, signin.Person{Party: "chair", Holder: "clerk", Role: signin.Delegate}, "chair-1")}
	in := func(who caller) bool { return q.ask(http.MethodGet, "/me", who, nil).StatusCode == http.StatusOK }
	if got := q.accede("sessions", "list", "--record", q.rec); !strings.Contains(got, "envoy of a, delegate: since ") || !strings.Contains(got, "clerk of chair") || strings.Contains(got, envoy.session) {
		t.Errorf("sessions list says %q, want everybody who is signed in, and no token", got)
	}
	q.accede("sessions", "end", "--record", q.rec, "--member", "a", "--holder", "envoy")
	if in(envoy) || !in(again) || !in(clerk) {
		t.Errorf("after the sessions of the envoy were ended: envoy %v, deputy %v, clerk %v; want only the first out", in(envoy), in(again), in(clerk))
	}
	q.accede("sessions", "end", "--record", q.rec, "--everyone")
	if in(again) || in(clerk) {
		t.Errorf("after everybody's sessions were ended: deputy %v, clerk %v; want nobody in", in(again), in(clerk))
	}
	if got := q.accede("sessions", "list", "--record", q.rec); got != "Nobody is signed in.\n" {
		t.Errorf("sessions list says %q", got)
	}
	for _, args := range [][]string{{}, {"--member", "a"}, {"--everyone", "--member", "a", "--holder", "envoy"}} {
		var said strings.Builder
		if code := run(t.Context(), append([]string{"sessions", "end", "--record", q.rec}, args...), strings.NewReader(""), &said, &said, func(string) string { return "" }); code != 2 {
			t.Errorf("sessions end %v = %d %s, want 2", args, code, &said)
		}
	}
}
