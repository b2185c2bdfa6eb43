package main

import (
	"html"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"accede/internal/signin"
)

// The clock of a machine that is served from is set by three hours while it serves: nothing is entered, whoever acts is told
// in words, a proxy is told, and one line is logged. It heals when the clock is right, and when whoever looks after it says so.
func TestAClockThatJumpsWhileTheRecordIsServedIsSaidToEverybodyAndHeals(t *testing.T) {
	var by atomic.Int64
	began := time.Now()
	q := newQuay(t, func(q *quayHost) {
		q.clock = func() time.Time { return time.Now().Add(time.Duration(by.Load())) }
		q.steady = func() time.Duration { return time.Since(began) }
		q.flags = []string{"--clock-jump", "2s"}
	})
	envoy := caller{session: q.signedIn(q.store(), signin.Person{Party: "a", Holder: "envoy", Role: signin.Delegate}, "a-1")}
	form := url.Values{"do": {"review"}, "seat": {"a"}, "id": {"a-position-00000001"}, "stage": {"decision"}, "ballot": {"for"}, "explanation": {"Its quays."}, "date": {began.Format(time.DateOnly)}, "lang": {"en"}}
	page := allOf(t, q.ask(http.MethodPost, "/d/x/act/position", envoy, form))
	bytes := regexp.MustCompile(`(?s)<pre[^>]*>(?:<[^>]*>)*([^<]*)<`).FindStringSubmatch(page)
	if bytes == nil {
		t.Fatalf("the page shows no bytes to sign: %.3000s", page)
	}
	if err := os.WriteFile(q.file("act.jsonl"), []byte(`{"act":`+strings.TrimSpace(html.UnescapeString(bytes[1]))+"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	line := q.accede("act", "--sign", q.file("act.jsonl"), "--record", q.rec, "--key", q.file("a.key"))
	form.Set("do", "sign")
	form.Set("line", line)
	size := q.size()
	ready := func() (int, string) {
		r := q.ask(http.MethodGet, "/readyz", caller{}, nil)
		return r.StatusCode, allOf(t, r)
	}
	if code, text := ready(); code != http.StatusOK {
		t.Fatalf("/readyz = %d %s, want 200 before anything", code, text)
	}
	by.Store(int64(10 * time.Minute)) // short of the end of sessions
	if code, text := ready(); code != http.StatusServiceUnavailable || !strings.Contains(text, "was set by 10m") {
		t.Errorf("/readyz = %d %q, want 503 and by how much", code, text)
	}
	r := q.ask(http.MethodPost, "/d/x/act/position", envoy, form)
	text := html.UnescapeString(allOf(t, r))
	if r.StatusCode != http.StatusServiceUnavailable || !strings.Contains(text, "It was not recorded: the clock of this server has jumped") || !strings.Contains(text, "Its quays.") {
		t.Errorf("an act on a page = %d, want 503, why, and what was typed: %.4000s", r.StatusCode, text)
	}
	api := q.ask(http.MethodGet, "/healthz", caller{}, nil)
	if got := q.size(); got != size || api.StatusCode != http.StatusOK {
		t.Errorf("the record has %s entries and is read with %d; had %s, want 200", got, api.StatusCode, size)
	}
	by.Store(0)
	if code, text := ready(); code != http.StatusOK {
		t.Errorf("/readyz = %d %s, want 200 once the clock is right again", code, text)
	}
	by.Store(int64(10 * time.Minute))
	if code, _ := ready(); code != http.StatusServiceUnavailable {
		t.Errorf("/readyz = %d, want 503", code)
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if code, _ := ready(); code == http.StatusOK {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if r := q.ask(http.MethodPost, "/d/x/act/position", envoy, form); r.StatusCode != http.StatusSeeOther {
		t.Errorf("the same act once the clock is trusted = %d, want its receipt: %.3000s", r.StatusCode, allOf(t, r))
	}
	for said, n := range map[string]int{"the clock has jumped": 2, "the clock is right again": 1, "the clock is trusted as it is": 1} {
		if got := strings.Count(q.log.String(), said); got != n {
			t.Errorf("%q was logged %d times, want %d:\n%s", said, got, n, q.log)
		}
	}
}
