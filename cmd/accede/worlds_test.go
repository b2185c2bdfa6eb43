package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"accede/act"
	"accede/body"
	"accede/doc"
	"accede/internal/enclosure"
	"accede/internal/view"
	"accede/internal/web"
)

// Words of two worlds, of one length; and those of nobody in any of them.
const (
	wordsOne = "the northern quay is mortgaged twice"
	wordsTwo = "we shall sign whatever is put to us "
)

// world is the same public record as every other, and content of its own beside it.
type world struct {
	name string
	dir  string
	h    http.Handler
}

var worldsClock = time.Date(2035, 3, 6, 9, 0, 0, 0, time.UTC)

// worlds answers three worlds whose records are the same to the byte: two in which other words are sealed, and one in which
// nothing of it is kept, so that whatever looks at what is sealed finds nothing there; and keys of readers by party.
func worlds(t *testing.T) ([]world, map[string]string) {
	t.Helper()
	s := begins(t, "2035-03-05T09:00:00Z")
	write(t, s.in("quay.yaml"), erasing)
	write(t, s.in("letter.txt"), wordsOne)
	args := []string{"init", s.in("one"), "--charter", s.in("quay.yaml")}
	for _, id := range []string{"chair", "a", "b", "x"} {
		must(t, "keys", "new", s.in(id+".key"), "--id", id+"-1", "--member", id, "--holder", id)
		args = append(args, "--keys", s.in(id+".key.pub"))
	}
	s.does(args...)
	me, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	as := func(id string, more ...string) {
		s.does(append([]string{"act", more[0], "-d", "x", "--record", s.in("one"), "--key", s.in(id + ".key")}, more[1:]...)...)
	}
	as("x", "apply", "procedure=vote")
	as("a", "object", "grounds={en: "+wordsOne+"}", "concerns=[{id: dues, text: {en: "+wordsOne+"}}]", "--seal", "parties", "--attach", s.in("letter.txt"), "--release", "2040-01-01")
	as("a", "statement", "statements=[{side: a, form: reported, text: {en: "+wordsOne+"}}]", "--seal", "author", "--recipient", me.Recipient().String())
	as("a", "statement", "statements=[{side: a, form: reported, text: {en: "+wordsOne+"}}]", "--seal", "mediator")
	keys := map[string]string{"": ""}
	for _, who := range []string{"b", "x"} {
		keys[who], _, _ = strings.Cut(must(t, "keys", "machine", "new", who+"-looks", "--member", who, "--role", "reader", "--record", s.in("one")), "\n")
	}
	for _, name := range []string{"two", "none"} {
		if err := os.CopyFS(s.in(name), os.DirFS(s.in("one"))); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(s.in(name, "api-keys"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	exchange(t, s.in("two"))
	for _, name := range []string{enclosure.ContentFile, enclosure.KeysFile} {
		if err := os.Remove(s.in("none", name)); err != nil {
			t.Fatal(err)
		}
	}
	var all []world
	for _, name := range []string{"one", "two", "none"} {
		all = append(all, world{name, s.in(name), handlerOf(t, s.in(name))})
	}
	return all, keys
}

// exchange puts other words under the seals of a record. No host could: they do not hold. Nobody who may not read them can
// tell.
func exchange(t *testing.T, dir string) {
	t.Helper()
	store, err := enclosure.Open(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	seals, err := store.Seals(t.Context())
	if err != nil || len(seals) != 5 {
		t.Fatalf("sealed are %d items, %v, want 5", len(seals), err)
	}
	for _, seal := range seals {
		o, err := store.Get(t.Context(), seal)
		if err != nil {
			t.Fatal(err)
		}
		n := len(o.Content)
		if text, err := act.ReadEnclosedText(o.Content); err == nil && text["en"] == wordsOne {
			o.Content, err = act.EnclosedText(body.Names{"en": wordsTwo})
			if err != nil {
				t.Fatal(err)
			}
		} else {
			o.Content = bytes.ReplaceAll(bytes.Clone(o.Content), []byte(wordsOne), []byte(wordsTwo))
			o.Content[n-1] ^= 1
		}
		o.Salt[7] ^= 1
		if err = store.Erase(t.Context(), seal); err == nil {
			err = store.Put(t.Context(), o)
		}
		if err != nil || len(o.Content) != n {
			t.Fatalf("%d bytes in place of %d, %v", len(o.Content), n, err)
		}
	}
}

// handlerOf answers all that serves a record, by a clock that stands.
func handlerOf(t *testing.T, dir string) http.Handler {
	t.Helper()
	s := quietSession(t)
	s.clock = func() time.Time { return worldsClock }
	o, err := s.openOffice(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close() })
	opts, err := pageChoices{}.options(s.logger, o)
	if err != nil {
		t.Fatal(err)
	}
	desk, stop, err := s.lookup(o, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	opts.Search = desk
	pages, err := web.New(source{o, s.clock}, opts)
	if err != nil {
		t.Fatal(err)
	}
	h, err := s.withAPI(pages, o, desk, apiChoices{Streams: 10, Work: 4})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// asks answers what somebody with a key, or without, is answered; what is chance is left out.
func (w world) asks(t *testing.T, path, key string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if strings.Contains(path, "/events") {
		ctx, cancel = context.WithTimeout(ctx, 150*time.Millisecond)
		defer cancel()
	}
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil)
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	got := httptest.NewRecorder()
	w.h.ServeHTTP(got, r)
	return fmt.Sprint(got.Code, got.Header(), regexp.MustCompile(`(?m)^retry: [0-9]+$`).ReplaceAllString(got.Body.String(), ""))
}

// everywhere are the addresses of pages, API, tiles and receipts at which something sealed could show.
func everywhere(t *testing.T, seals []string) []string {
	t.Helper()
	var described struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal([]byte(doc.OpenAPI()), &described); err != nil {
		t.Fatal(err)
	}
	filled := strings.NewReplacer("{act}", "none", "{dossier}", "x", "{member}", "a", "{round}", "none", "{text}", "none", "{seq}", "6", "{name}", "form")
	var all []string
	for path, methods := range described.Paths {
		if _, ok := methods["get"]; !ok {
			continue
		}
		if strings.Contains(path, "{seal}") {
			for _, seal := range seals {
				all = append(all, "/api/v1/enclosed/"+strings.ReplaceAll(seal, "/", "%2F"))
			}
			continue
		}
		all = append(all, "/api/v1"+filled.Replace(path))
	}
	for _, pattern := range patternsOfPages(t) {
		if path, ok := strings.CutPrefix(pattern, "GET "); ok {
			all = append(all, strings.ReplaceAll(path, "/record/2", "/record/6"))
		}
	}
	for _, room := range []string{"positions", "way", "talks", "rule", "record", "ratification", "desk"} {
		all = append(all, "/d/x/"+room+"/", "/d/x/"+room+".json")
	}
	all = append(all, "/checkpoint", "/tile/0/000.p/6", "/tile/entries/000.p/6", "/receipt/5", "/search?q=mortgaged", "/search?q=whatever", "/api/v1/search?q=mortgaged+twice", "/api/v1/growth?from=3&to=6", "/api/v1/entries?after=3&limit=2", "/api/v1/events?after=0", "/api/v1/dossiers/x/log?as-of=2035-03-05",
		"/calendar.ics", "/d/x/calendar.ics", "/feed.atom", "/d/x/feed.atom", "/party/a/feed.atom", "/d/x/record.csv", "/d/x/record.bundle", "/d/x/record/4/", "/d/x/record/5/")
	for _, seal := range seals {
		all = append(all, "/enclosed/"+view.SealInAddress(seal))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// treeOf answers every file of a folder.
func treeOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		all[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAttack24WhatIsSealedChangesNothingThatPagesApiTilesStreamsFeedsCopiesAndExportsSayToOthers(t *testing.T) {
	all, key := worlds(t)
	seals := sealsOf(t, all[0].dir)
	differ, asked, answered := map[string]int{}, 0, 0
	for _, who := range []string{"", "b", "x"} {
		for _, path := range everywhere(t, seals) {
			if path == "/metrics" || who != "" && !strings.HasPrefix(path, "/api/") {
				continue
			}
			asked++
			one := all[0].asks(t, path, key[who])
			if strings.HasPrefix(one, "200 ") {
				answered++
			}
			for _, w := range all[1:] {
				if other := w.asks(t, path, key[who]); other != one {
					differ[who]++
					if who != "x" {
						t.Errorf("%q is answered something else at %s where the sealed words are those of %q: %.300s and %.300s", who, path, w.name, one, other)
					}
				}
			}
			if who != "x" && strings.Contains(one, wordsOne) {
				t.Errorf("%q reads what is sealed at %s", who, path)
			}
		}
	}
	if differ["x"] == 0 {
		t.Error("what the applicant may read does not differ either: this proves nothing")
	}
	if answered < asked/2 {
		t.Errorf("of %d questions %d are answered: refusals alone prove little", asked, answered)
	}
	t.Logf("%d questions asked in three worlds, %d of them answered", asked, answered)
}

func TestAttack24WhatIsSealedChangesNoCopyExportOrLetterForOthers(t *testing.T) {
	all, _ := worlds(t)
	made := map[string]map[string]string{}
	for _, w := range all {
		out := t.TempDir()
		by := []string{"--record", w.dir}
		at := func(args ...string) string {
			t.Helper()
			var told, wrong bytes.Buffer
			code := runAt(t.Context(), func() time.Time { return worldsClock }, args, strings.NewReader(""), &told, &wrong, func(string) string { return "" })
			if code != 0 {
				t.Fatalf("accede %q = %d: %s", args, code, wrong.String())
			}
			return strings.ReplaceAll(told.String(), out, "OUT")
		}
		at(append([]string{"publish", filepath.Join(out, "site")}, by...)...)
		at(append([]string{"export", "--all", "-o", filepath.Join(out, "all.bundle")}, by...)...)
		at(append([]string{"export", "x", "-o", filepath.Join(out, "x.bundle")}, by...)...)
		at(append([]string{"export", "--all", "--enclosed", "public", "-o", filepath.Join(out, "public.bundle")}, by...)...)
		at(append([]string{"export", "--all", "--format", "popolo", "-o", filepath.Join(out, "popolo.json")}, by...)...)
		at(append([]string{"export", "x", "--format", "csv", "--table", "positions", "-o", filepath.Join(out, "positions.csv")}, by...)...)
		tree := treeOf(t, out)
		for _, verb := range [][]string{{"letters", "--since", "2035-03-01"}, {"log", "x"}, {"status", "x"}, {"status", "--json"}} {
			tree[strings.Join(verb, " ")] = at(append(verb, by...)...)
		}
		at(append([]string{"export", "--all", "--enclosed", "x", "-o", filepath.Join(out, "applicant.bundle")}, by...)...)
		applicant, err := os.ReadFile(filepath.Join(out, "applicant.bundle"))
		if err != nil {
			t.Fatal(err)
		}
		made[w.name] = tree
		made[w.name+" for the applicant"] = map[string]string{"applicant.bundle": string(applicant)}
	}
	for _, name := range []string{"two", "none"} {
		if len(made[name]) != len(made["one"]) {
			t.Errorf("%d things are made in one world, %d in %q", len(made["one"]), len(made[name]), name)
		}
		for what, one := range made["one"] {
			if made[name][what] != one {
				t.Errorf("%s is something else where the sealed words are those of %q", what, name)
			}
			if strings.Contains(one, wordsOne) {
				t.Errorf("%s says what is sealed", what)
			}
		}
	}
	if made["one for the applicant"]["applicant.bundle"] == made["two for the applicant"]["applicant.bundle"] {
		t.Error("what the applicant is handed does not differ either: this proves nothing")
	}
	t.Logf("%d files and texts compared in three worlds", len(made["one"]))
}

// sealsOf answers the seals of all that is kept beside a record.
func sealsOf(t *testing.T, dir string) []string {
	t.Helper()
	store, err := enclosure.OpenReadOnly(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	seals, err := store.Seals(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return seals
}
