package publish

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// pages answers documents by their address; whatever else is asked for is not there.
func pages(docs map[string]string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, ok := docs[r.URL.String()]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, text)
	})
}

func every(*url.URL) bool { return true }

func read(t *testing.T, parts ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestLinksLeadFromFileToFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	docs := map[string]string{
		"/":                       `<head></head><a href="/d/fi/?as-of=2022-06-21#top">then</a><a href="https://example.org/x">out</a>`,
		"/d/fi/":                  `<a href="/">up</a>`,
		"/d/fi":                   `<a href="/">up</a>`,
		"/wall/a.b":               `<a href="../d/fi/">there</a>`,
		"/d/fi/?as-of=2022-06-21": `<a href="/d/fi/">now</a><a href="?as-of=2022-06-21">here</a><a href="/wall/a.b">wall</a><a href="#x">x</a><form><a href="/gone">q</a></form>.`,
	}
	if _, err := Write(t.Context(), dir, Site{Pages: pages(docs), Start: []string{"/"}, Kept: every}); err != nil {
		t.Fatal(err)
	}
	if got, want := read(t, dir, "index.html"), `<head>`+policy+`</head><a href="d/fi/as-of=2022-06-21/#top">then</a><a href="https://example.org/x">out</a>`; got != want {
		t.Errorf("index = %s, want %s", got, want)
	}
	if got, want := read(t, dir, "d/fi/as-of=2022-06-21/index.html"), `<a href="../">now</a><a href="./">here</a><a href="../../../wall/a.b/">wall</a><a href="#x">x</a>.`; got != want {
		t.Errorf("then = %s, want %s", got, want)
	}
	if got, want := read(t, dir, "wall/a.b/index.html"), `<a href="../../d/fi/">there</a>`; got != want {
		t.Errorf("wall = %s, want %s", got, want)
	}
}

func TestALinkToWhatTheCopyDoesNotHaveLeadsNowhere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	kept := func(u *url.URL) bool { return u.Path == "/" }
	docs := map[string]string{"/": `<a class="b" href="/sign-in">Sign in</a><script src="/x.js">f()</script>`}
	if _, err := Write(t.Context(), dir, Site{Pages: pages(docs), Start: []string{"/"}, Kept: kept}); err != nil {
		t.Fatal(err)
	}
	if got, want := read(t, dir, "index.html"), `<a class="b">Sign in</a>`; got != want {
		t.Errorf("index = %s, want %s", got, want)
	}
}

func TestTwoAddressesNeverShareAFile(t *testing.T) {
	seen := map[string]string{}
	for _, address := range []string{"/d/a", "/d/A", "/d/a%2Fb", "/d/a/b", "/d/ä", "/d/.a", "/d/a?x=1", "/d/a?x=2", "/d/a.json", "/d/a.json?x=1", "/d/A.json", "/d/" + strings.Repeat("a", 300), "/d/" + strings.Repeat("a", 301)} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		name := fileOf(u)
		if other, ok := seen[name]; ok {
			t.Errorf("%s and %s are both %s", address, other, name)
		}
		if !filepath.IsLocal(name) {
			t.Errorf("fileOf(%s) = %s, want a name below the folder", address, name)
		}
		seen[name] = address
	}
}

func TestWhatEndsTheWorkLeavesWhatStoodThereAndNothingElse(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "site")
	first := map[string]string{"/": "first"}
	if _, err := Write(t.Context(), dir, Site{Pages: pages(first), Start: []string{"/"}, Kept: every}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	second := pages(map[string]string{"/": `second <a href="/more">more</a>`, "/more": "more"})
	stopped := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		second.ServeHTTP(w, r)
		cancel() // somebody presses Ctrl-C while the first page is made
	})
	for _, c := range []struct {
		what string
		ctx  context.Context
		site Site
		want error
	}{
		{"interrupted", ctx, Site{Pages: stopped, Start: []string{"/"}, Kept: every}, context.Canceled},
		{"a page that is not there", t.Context(), Site{Pages: pages(map[string]string{"/": `<a href="/gone">x</a>`}), Start: []string{"/"}, Kept: every}, nil},
		{"no room", t.Context(), Site{Pages: second, Start: []string{"/"}, Kept: every, Files: map[string]func(io.Writer) error{"b": func(io.Writer) error { return io.ErrShortWrite }}}, io.ErrShortWrite},
	} {
		_, err := Write(c.ctx, dir, c.site)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: Write() = %v, want %v", c.what, err, c.want)
		}
		if got := read(t, dir, "index.html"); got != "first" {
			t.Errorf("%s: index = %q, want %q", c.what, got, "first")
		}
		if left, err := os.ReadDir(parent); len(left) != 1 || err != nil {
			t.Errorf("%s: %d things beside the site, %v, want none", c.what, len(left)-1, err)
		}
	}
	if _, err := Write(t.Context(), dir, Site{Pages: second, Start: []string{"/"}, Kept: every}); err != nil {
		t.Fatal(err)
	}
	if got, want := read(t, dir, "more/index.html"), "more"; got != want {
		t.Errorf("replaced: more = %q, want %q", got, want)
	}
}

func TestAFolderWithOtherThingsIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "letter.txt"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(t.Context(), dir, Site{Pages: pages(map[string]string{"/": ""}), Start: []string{"/"}, Kept: every}); !errors.Is(err, ErrOther) {
		t.Errorf("Write() = %v, want %v", err, ErrOther)
	}
	if got := read(t, dir, "letter.txt"); got != "mine" {
		t.Errorf("letter = %q, want %q", got, "mine")
	}
}
