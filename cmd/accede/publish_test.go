package main

import (
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// links are what a document or a style sheet leads to.
var links = regexp.MustCompile(`(?:href|src)="([^"#]*)[^"]*"|url\(([^)]*)\)`)

// kinds are the types a browser insists on, by the ending of what it loads.
var kinds = map[string]string{".css": "text/css", ".svg": "image/svg+xml", "/": "text/html", ".woff2": "font/woff2"}

func TestTheCopyOfTheDemonstrationIsServedByAPlainFileServer(t *testing.T) {
	dir := t.TempDir()
	record, site := filepath.Join(dir, "rec"), filepath.Join(dir, "public")
	must(t, "demo", "--once", "--record", record)
	must(t, "publish", site, "--record", record)
	if got := must(t, "verify", filepath.Join(site, "record.bundle")); !strings.Contains(got, "135 of 135 entries") {
		t.Errorf("verify = %s", got)
	}
	must(t, "verify", filepath.Join(site, "d", "fi", "record.bundle"))

	server := httptest.NewServer(http.StripPrefix("/some/where", http.FileServer(http.Dir(site))))
	defer server.Close()
	start, err := url.Parse(server.URL + "/some/where/")
	if err != nil {
		t.Fatal(err)
	}
	todo, seen := []*url.URL{start}, map[string]bool{start.String(): true}
	for len(todo) > 0 {
		u := todo[0]
		todo = todo[1:]
		body := follow(t, u)
		for _, m := range links.FindAllStringSubmatch(body, -1) {
			next, err := u.Parse(strings.ReplaceAll(m[1]+m[2], "&amp;", "&"))
			if err != nil {
				t.Errorf("%s leads to %q: %v", u, m[0], err)
				continue
			}
			if next.Host == start.Host && !seen[next.String()] {
				seen[next.String()] = true
				todo = append(todo, next)
			}
		}
	}
	files := 0
	if err := filepath.WalkDir(site, func(_ string, e fs.DirEntry, err error) error {
		if !e.IsDir() {
			files++
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if len(seen) < 500 || len(seen) != files-1 { // all but the mark of the folder can be reached
		t.Errorf("%d addresses are reached, and there are %d files", len(seen), files)
	}
}

// follow answers what a browser would look through for links; what it may not load as what it is, is an error.
func follow(t *testing.T, u *url.URL) string {
	t.Helper()
	got, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Get(u.String())
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	if err != nil || got.StatusCode != http.StatusOK {
		t.Errorf("%s answers %d, %v", u, got.StatusCode, err)
	}
	ending := u.Path[strings.LastIndexAny(u.Path, "./"):]
	kind := got.Header.Get("Content-Type")
	if want := kinds[ending]; !strings.HasPrefix(kind, want) {
		t.Errorf("%s is %s, want %s", u, kind, want)
	}
	if ending != "/" && ending != ".css" {
		return ""
	}
	for _, no := range []string{"<form", "<script"} {
		if strings.Contains(string(body), no) {
			t.Errorf("%s has %s", u, no)
		}
	}
	return string(body)
}

func TestSealedWordsAreInNoFileOfACopy(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	write(t, in("quay.yaml"), quay)
	write(t, in("letter.txt"), "zymurgy letter")
	must(t, "keys", "new", in("a.key"), "--id", "a-1", "--member", "a", "--holder", "envoy")
	must(t, "keys", "new", in("chair.key"), "--id", "chair-1", "--member", "chair", "--holder", "secretary")
	must(t, "init", in("rec"), "--charter", in("quay.yaml"), "--keys", in("a.key.pub"), "--keys", in("chair.key.pub"))
	act := func(key string, args ...string) {
		t.Helper()
		must(t, append(append([]string{"act"}, args...), "-d", "x", "--record", in("rec"), "--key", in(key))...)
	}
	act("chair.key", "apply", "procedure=vote", "subject={en: Plain words}", "--by", "x", "--paper", "note verbale")
	act("a.key", "object", "grounds={en: Sealed zymurgy.}", "concerns=[{id: dues, text: {en: Its zymurgy is late.}}]", "--seal", "mediator", "--attach", in("letter.txt"))
	must(t, "publish", in("public"), "--record", in("rec"))
	plain := 0
	err := filepath.WalkDir(in("public"), func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		if strings.Contains(string(text), "zymurgy") {
			t.Errorf("%s has sealed words", name)
		}
		if strings.Contains(string(text), "Plain words") {
			plain++
		}
		return err
	})
	if err != nil || plain == 0 {
		t.Errorf("the words for everybody are in %d files, %v", plain, err)
	}
}

// quay is a body whose members can seal what they say.
const quay = `accede: charter/1
body: quay
name: {en: Quay Association}
time_zone: Europe/Brussels
keeping: official
chair: {id: chair, name: {en: Chair}, mediates: true}
members:
  - {id: a, name: {en: Alder}}
applicants:
  - {id: x, name: {en: Xylo}}
procedures:
  vote:
    stages:
      - {id: application, act: apply}
      - {id: ballot, rule: all of members are for}
`
