package main

import (
	"net/http"
	"strings"
	"testing"
)

// quayWatched asks for the watchers of two members after a silence.
const quayWatched = `
accede: charter/1
body: quay
name: {en: Quay Association}
time_zone: UTC
keeping: official
chair: {id: chair, name: {en: Chair}}
members:
  - {id: a, name: {en: Alder}}
  - {id: b, name: {en: Birch}}
  - {id: c, name: {en: Cedar}}
applicants:
  - {id: x, name: {en: Xylo}}
  - {id: v, name: {en: Vale}}
  - {id: w, name: {en: Wold}}
procedures:
  accession:
    stages:
      - {id: application, act: apply}
      - {id: invitation, rule: none of members are against, silence: {pending_counts_as: for}, objection: required to be against}
      - {id: signature, each: members, act: sign}
watchers: {quorum: [{at_least: 2}]}
`

// founded founds a record of the quay in the folder host, with a key for each party and a watcher's for a and b.
func (s story) founded() {
	s.t.Helper()
	write(s.t, s.in("quay.yaml"), quayWatched)
	args := []string{"init", s.in("host"), "--charter", s.in("quay.yaml")}
	for _, k := range []struct{ id, member, acts string }{
		{"chair", "chair", "any"},
		{"x", "x", "any"},
		{"v", "v", "any"},
		{"w", "w", "any"},
		{"a", "a", "any"},
		{"b", "b", "any"},
		{"c", "c", "any"},
		{"watch-a", "a", "cosign"},
		{"watch-b", "b", "cosign"},
	} {
		must(s.t, "keys", "new", s.in(k.id+".key"), "--id", k.id, "--member", k.member, "--holder", k.id, "--acts", k.acts)
		args = append(args, "--keys", s.in(k.id+".key.pub"))
	}
	s.does(args...)
}

// watches starts a member's watcher, and answers where acts can be left with it.
func (s story) watches(of, url string, more ...string) (*process, string) {
	s.t.Helper()
	args := append([]string{"watch", url, "--key", s.in("watch-" + of + ".key"), "--state", s.in("watch-" + of), "--every", "100ms", "--listen", "127.0.0.1:0"}, more...)
	return s.serves("accede-at", args...)
}

// asks lets the applicant apply and the chair put the question.
func (s story) asks(applicant, mirror, url, until string) {
	s.t.Helper()
	s.does("watch", url, "--once", "--state", s.in(mirror))
	s.does("act", "apply", "procedure=accession", "-d", applicant, "--record", s.in(mirror, "mirror"), "--key", s.in(applicant+".key"), "--host", url)
	s.does("watch", url, "--once", "--state", s.in(mirror))
	s.does("act", "put", "text={en: It is invited.}", "until="+until, "-d", applicant, "--record", s.in(mirror, "mirror"), "--key", s.in("chair.key"), "--host", url)
}

func cosigned(size float64) func(map[string]any) bool {
	return func(said map[string]any) bool { return said["cosigned"] == true && said["size"].(float64) >= size }
}

func TestWatchersBesideAHostLetASilenceRipenAndEndWell(t *testing.T) {
	s := begins(t, "2035-03-05T09:00:00Z")
	s.founded()
	host, url := s.serves("accede-at", "serve", "--record", s.in("host"), "--addr", "127.0.0.1:0")
	a, left := s.watches("a", url)
	b, _ := s.watches("b", url)
	s.asks("x", "c", url, "2035-03-08T12:00:00Z")
	s.until(a, "its line on the question", cosigned(4))
	s.until(b, "its line on the question", cosigned(4))
	_, checkpoint := get(t, url+"checkpoint")
	if n := strings.Count(checkpoint, "/watch/"); n != 2 {
		t.Errorf("the checkpoint has %d lines of watchers, want 2:\n%s", n, checkpoint)
	}
	if _, mirrored := get(t, strings.TrimSuffix(left, "/")+"/checkpoint"); !strings.HasPrefix(checkpoint, strings.SplitN(mirrored, "—", 2)[0]) {
		t.Errorf("the watcher hands out another checkpoint:\n%s", mirrored)
	}
	s.ends(host, exitDone) // timers do not see that the clock was set: it is started anew
	s.at("2035-03-08T12:00:01Z")
	host, again := s.serves("accede-at", "serve", "--record", s.in("host"), "--addr", strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/"))
	if again != url {
		t.Fatalf("served at %s, want %s", again, url)
	}
	s.until(a, "the finding", cosigned(7))
	s.until(b, "the finding", cosigned(7))
	if out := s.does("status", "x", "--record", s.in("watch-a", "mirror"), "--json"); !strings.Contains(out, `"stage":"signature"`) {
		t.Errorf("after two watchers have seen it: %s", out)
	}
	s.exits(exitConflict, "watch", url, "--once", "--state", s.in("watch-a")) // another watcher has the folder
	s.ends(a, exitDone)
	s.ends(b, exitDone)
	s.ends(host, exitDone)
	s.exits(exitConflict, "watch", url, "--once", "--key", s.in("watch-a.key"), "--state", s.in("watch-a")) // nobody answers
	s.does("verify", s.in("watch-a", "mirror"))
}

func TestAWatcherSaysWhatItIsNotToldOrNotGiven(t *testing.T) {
	s := begins(t, "2035-03-05T09:00:00Z")
	s.founded()
	_, url := s.serves("accede-at", "serve", "--record", s.in("host"), "--addr", "127.0.0.1:0")
	if _, said := s.exits(exitInput, "watch", url, "--once"); !strings.Contains(said, "--state DIR") {
		t.Errorf("without a folder: %s", said)
	}
	s.exits(exitInput, "watch", "nowhere", "--once", "--state", s.in("w"))
	s.exits(exitInput, "watch", url, "--once", "--every", "0s", "--state", s.in("w"))
	if _, said := s.exits(exitVerify, "watch", url, "--once", "--state", s.in("w"), "--origin", "accede/quay/0123456789abcdef0123456789abcdef"); !strings.Contains(said, "something else") {
		t.Errorf("of another origin: %s", said)
	}
	if out := s.does("watch", url, "--once", "--state", s.in("w"), "--key", s.in("c.key")); !strings.Contains(out, "not enrolled for it") {
		t.Errorf("by a key that is enrolled for other acts: %s", out)
	}
	if resp, err := http.Post(url+"api/v1/acts", "application/json", strings.NewReader(`{}`)); err != nil || resp.StatusCode != http.StatusBadRequest {
		t.Errorf("the host: %v, %v", resp, err)
	} else {
		resp.Body.Close()
	}
}
