package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"

	"accede/internal/enclosure"
	"accede/internal/watch"
)

// TestAWatcherMirrorsWhatItMayReadAndGivesItBack: for the public and for a party with a reader's key; what does not fit its seal
// is not kept; a host that has lost what was enclosed gets it back from there; what the record has erased is in no mirror.
func TestAWatcherMirrorsWhatItMayReadAndGivesItBack(t *testing.T) {
	s := begins(t, "2035-03-05T09:00:00Z")
	write(t, s.in("quay.yaml"), erasing)
	args := []string{"init", s.in("host"), "--charter", s.in("quay.yaml")}
	for _, id := range []string{"chair", "a", "x"} {
		must(t, "keys", "new", s.in(id+".key"), "--id", id+"-1", "--member", id, "--holder", id)
		args = append(args, "--keys", s.in(id+".key.pub"))
	}
	s.does(args...)
	says := func(words, audience string) {
		s.does("act", "statement", "statements=[{side: a, form: reported, text: {en: "+strconv.Quote(words)+"}}]", "-d", "x", "--seal", audience, "--record", s.in("host"), "--key", s.in("a.key"))
	}
	s.does("act", "apply", "procedure=vote", "-d", "x", "--record", s.in("host"), "--key", s.in("x.key"))
	says("For everybody.", "public")
	says("For the parties.", "parties")
	says("For everybody, for a while.", "public")
	says("For me alone.", "author")
	write(t, s.in("reader"), must(t, "keys", "machine", "new", "x-looks", "--member", "x", "--role", "reader", "--record", s.in("host")))
	host, site := s.serves("accede-at", "serve", "--record", s.in("host"), "--addr", "127.0.0.1:0")
	kept := func(place string, want int) {
		t.Helper()
		store, err := enclosure.OpenReadOnly(s.in(place))
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		if seals, err := store.Seals(t.Context()); err != nil || len(seals) != want {
			t.Errorf("%s has %d enclosed items (%v), want %d", place, len(seals), err, want)
		}
	}
	look := func(dir string, more ...string) string {
		return s.does(append([]string{"watch", site, "--once", "--state", s.in(dir)}, more...)...)
	}
	look("none")
	if said := look("all", "--enclosed", "public"); !strings.Contains(said, "enclosed items in the mirror: 2") {
		t.Errorf("the watcher of the public says %q", said)
	}
	look("party", "--enclosed", "x", "--reader-key", s.in("reader"))
	kept("none/mirror", 0)
	kept("all/mirror", 2)
	kept("party/mirror", 3)
	if _, bad := s.exits(exitInput, "watch", site, "--once", "--state", s.in("party"), "--enclosed", "x"); !strings.Contains(bad, "--reader-key") {
		t.Errorf("a party without a key is told %q", bad)
	}
	if _, bad := s.exits(exitVerify, "watch", altering(t, site), "--once", "--state", s.in("altered"), "--enclosed", "public"); !strings.Contains(bad, watch.ErrOther.Error()) {
		t.Errorf("of content with another salt the watcher says %q", bad)
	}
	kept("altered/mirror", 0)

	s.does("act", "redact", "of=["+s.sealsIn("host", 6)[0]+"]", "reason={en: A mistake.}", "-d", "x", "--record", s.in("none", "mirror"), "--key", s.in("chair.key"), "--host", site)
	if said := look("all", "--enclosed", "public"); !strings.Contains(said, "erased: 1") {
		t.Errorf("the watcher says %q, want that it has erased", said)
	}
	look("party") // one that is told to mirror nothing more obeys all the same
	kept("all/mirror", 1)
	kept("party/mirror", 2)
	s.ends(host, exitDone)

	for _, name := range []string{enclosure.ContentFile, enclosure.KeysFile} {
		if err := os.Remove(s.in("host", name)); err != nil {
			t.Fatal(err)
		}
	}
	if said := s.does("restore", s.in("host"), "--from-mirror", s.in("party")); !strings.Contains(said, "Enclosed items from the mirror: 2") || strings.Count(said, "Missing: ") != 1 {
		t.Errorf("restore says %q, want two items from the mirror and one missing", said)
	}
	kept("host", 2)
	s.does("verify", s.in("host"))
	if said := s.does("restore", s.in("host"), "--from-mirror", s.in("all")); strings.Contains(said, "Enclosed items") {
		t.Errorf("restored once more: %q", said)
	}
}

// altering answers a host's address at which what is enclosed comes with another salt.
func altering(t *testing.T, site string) string {
	t.Helper()
	to, err := url.Parse(site)
	if err != nil {
		t.Fatal(err)
	}
	way := httputil.NewSingleHostReverseProxy(to)
	way.ModifyResponse = func(r *http.Response) error {
		if !strings.HasPrefix(r.Request.URL.Path, "/api/v1/enclosed/") || r.StatusCode != http.StatusOK {
			return nil
		}
		data, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		at := bytes.Index(data, []byte(`"salt":"`)) + len(`"salt":"`)
		data[at] ^= 'A' ^ 'B'
		r.Body = io.NopCloser(bytes.NewReader(data))
		return nil
	}
	front := httptest.NewServer(way)
	t.Cleanup(front.Close)
	return front.URL
}
