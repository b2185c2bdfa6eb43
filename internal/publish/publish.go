package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// Site is what is published.
type Site struct {
	Pages http.Handler                     // answers a reader who is nobody
	Start []string                         // the addresses it begins with; what they lead to follows
	Kept  func(*url.URL) bool              // says whether the page at an address of Pages is part of the copy
	Files map[string]func(io.Writer) error // more files, by their names at the top: links to /name lead to them
	// Progress is told how many addresses are written and how many are known so far; nil tells nobody.
	Progress func(done, known int)
}

// ErrOther is a folder that holds something else than a published copy; nothing in it was touched.
var ErrOther = errors.New("the folder is there and holds no published copy; take another")

// mark is the file by which a folder is known as a published copy.
const mark = "published.txt"

// Write writes the site into a folder, and answers how many files it has. It is written beside the folder and renamed:
// whatever ends the work before leaves what stood there before, and nothing else. A published copy that stands there is
// replaced; anything else is ErrOther. A page that cannot be had, or leads to one that cannot, is an error.
func Write(ctx context.Context, dir string, s Site) (files int, err error) {
	dir = filepath.Clean(dir)
	if err := free(dir); err != nil {
		return 0, err
	}
	tmp, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+".*")
	if err != nil {
		return 0, fmt.Errorf("publish %s: %w", dir, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("publish %s: %w", dir, err), os.RemoveAll(tmp))
		}
	}()
	w := writer{Site: s, dir: tmp, owner: map[string]string{}}
	if err := w.all(ctx); err != nil {
		return 0, err
	}
	if err := os.Chmod(tmp, 0o755); err != nil {
		return 0, err
	}
	return len(w.owner) + 1, swap(tmp, dir)
}

// free says whether a folder may be written to: there is none, or an empty one, or a published copy.
func free(dir string) error {
	have, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) || err == nil && len(have) == 0 {
		return nil
	}
	if err != nil {
		return fmt.Errorf("publish %s: %w", dir, err)
	}
	if _, err := os.Stat(filepath.Join(dir, mark)); err != nil {
		return fmt.Errorf("publish %s: %w", dir, ErrOther)
	}
	return nil
}

// swap puts a folder that is whole into its place. Between two renames there is none for a moment, never half of one.
func swap(tmp, dir string) error {
	old := tmp + ".old"
	switch err := os.Rename(dir, old); {
	case errors.Is(err, os.ErrNotExist):
		return os.Rename(tmp, dir)
	case err != nil:
		return err
	}
	if err := os.Rename(tmp, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	return os.RemoveAll(old)
}

// writer walks the pages.
type writer struct {
	Site
	dir   string
	todo  []string
	owner map[string]string // the address whose content a file holds, by the file
}

func (w *writer) all(ctx context.Context) error {
	for name, write := range w.Files { // each writes a file of its own: their order shows nowhere
		w.owner[name] = "/" + name
		if err := w.file(name, write); err != nil {
			return err
		}
	}
	for _, address := range w.Start {
		u, err := url.Parse(address)
		if err != nil {
			return fmt.Errorf("begin with %s: %w", address, err)
		}
		if _, ok := w.place("index.html", u); !ok {
			return fmt.Errorf("begin with %s: it is not part of the copy", address)
		}
	}
	tell := w.Progress
	if tell == nil {
		tell = func(int, int) {}
	}
	done := 0
	for ; len(w.todo) > 0; done++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		tell(done, done+len(w.todo))
		address := w.todo[0]
		w.todo = w.todo[1:]
		if err := w.page(ctx, address); err != nil {
			return fmt.Errorf("%s: %w", address, err)
		}
	}
	tell(done, done)
	return w.file(mark, func(to io.Writer) error {
		_, err := io.WriteString(to, "A published copy, written by accede publish. It may be replaced by it.\n")
		return err
	})
}

// place answers how a file leads to an address, and notes the address as one to be written.
func (w *writer) place(from string, u *url.URL) (string, bool) {
	if outside(u) {
		return u.String(), true
	}
	fragment := u.Fragment
	u.Fragment = ""
	name := strings.TrimPrefix(u.Path, "/")
	if _, ok := w.Files[name]; !ok {
		if !w.Kept(u) {
			return "", false
		}
		name = fileOf(u)
		if _, known := w.owner[name]; !known {
			w.owner[name] = u.String()
			w.todo = append(w.todo, u.String())
		}
		if w.owner[name] != u.String() {
			return "", false // two addresses of one file: what is written first stays
		}
	}
	link := relative(from, name)
	if fragment != "" {
		link += "#" + url.PathEscape(fragment)
	}
	return link, true
}

// page writes what stands at an address.
func (w *writer) page(ctx context.Context, address string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Accept-Language", "en")
	got := answer{code: http.StatusOK, header: http.Header{}}
	w.Pages.ServeHTTP(&got, r)
	if got.code != http.StatusOK {
		return fmt.Errorf("the page answers %d", got.code)
	}
	base := r.URL
	name, body := fileOf(base), got.body.Bytes()
	to := func(address string) (string, bool) {
		u, err := base.Parse(address)
		if err != nil {
			return "", false
		}
		return w.place(name, u)
	}
	switch kind, _, _ := strings.Cut(got.header.Get("Content-Type"), ";"); kind {
	case "text/html":
		body, err = document(body, to)
	case "text/css":
		body, err = sheet(body, to)
	}
	if err != nil {
		return err
	}
	return w.file(name, func(to io.Writer) error { _, err := to.Write(body); return err })
}

// answer keeps what a handler answers.
type answer struct {
	code   int
	header http.Header
	body   bytes.Buffer
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) Write(p []byte) (int, error) { return a.body.Write(p) }
func (a *answer) WriteHeader(code int)        { a.code = code }

// file writes one file below the folder.
func (w *writer) file(name string, write func(io.Writer) error) error {
	full := filepath.Join(w.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(full, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}
