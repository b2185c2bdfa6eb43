package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"os"
	"strings"
	"time"

	"accede/act"

	"accede/internal/enclosing"
	"accede/internal/view"
)

// Bounds of a form that brings files. What is beyond them is refused in words; what is sent is never held whole beyond
// maxUpload.
const (
	maxUpload = 40 << 20        // bytes of a form with files, as it is sent
	maxFiles  = 16 << 20        // of all files of one form
	maxCount  = 8               // files of one form
	maxParts  = 2000            // fields and files of one form
	maxHead   = 4 << 10         // bytes of the head of one part
	sentIn    = 2 * time.Minute // in which it must have come
	uploads   = 6               // forms with files that are read at once, for delegates; as many for rehearsals
)

var (
	errParts   = errors.New("not a form as a browser sends it")
	errSlow    = errors.New("the form did not come in time")
	errUploads = errors.New("as many files are being taken as can be")
)

// brought is what a form brought besides what was typed.
type brought struct {
	files   []act.File
	refused []*enclosing.Refused
	more    bool // files beyond the bounds were left out
}

// bodyLimit answers how many bytes a request may send: the form of an act may bring files.
func bodyLimit(r *http.Request) int64 {
	if r.URL.Path == "/intake/" {
		return maxReport // a report is longer than a form
	}
	if bringsFiles(r) && (strings.HasPrefix(r.URL.Path, "/act/") || strings.Contains(r.URL.Path, "/act/")) {
		return maxUpload
	}
	return maxBody
}

// bringsFiles says whether a request may bring more than a form of fields alone.
func bringsFiles(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return r.Method == http.MethodPost && err == nil && kind == "multipart/form-data"
}

// gates let only so many forms with files in at once, since each is held in memory whole.
type gates struct{ delegates, rooms chan struct{} }

func newGates() gates { return gates{make(chan struct{}, uploads), make(chan struct{}, uploads)} }

// enter answers how to leave again. errUploads: no more are let in.
func (g gates) enter(r *http.Request) (leave func(), err error) {
	if n := r.ContentLength; n >= 0 && n <= maxBody {
		return func() {}, nil
	}
	gate := g.delegates
	if _, room := roomOf(r.Context()); room {
		gate = g.rooms
	}
	select {
	case gate <- struct{}{}:
		return func() { <-gate }, nil
	default:
		return nil, errUploads
	}
}

// readForm reads what was typed into the form of an act, and the files it brings. Who may act is known before: nobody
// else's files are read. Errors: errLarge, errParts, errSlow, errUploads; what was typed so far is answered beside them.
func (s *site) readForm(w http.ResponseWriter, r *http.Request) (url.Values, brought, error) {
	var b brought
	c := http.NewResponseController(w)
	if err := c.SetReadDeadline(time.Now().Add(sentIn)); err == nil { // a test's recorder knows no deadlines; a server does
		defer func() { _ = c.SetReadDeadline(time.Time{}) }()
	}
	if !bringsFiles(r) {
		if err := r.ParseForm(); err != nil {
			return nil, b, sendingFault(err)
		}
		return r.PostForm, b, nil
	}
	leave, err := s.gates.enter(r)
	if err != nil {
		return nil, b, err
	}
	defer leave()
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, b, fmt.Errorf("%w: %v", errParts, err)
	}
	typed, err := b.read(parts)
	return typed, b, err
}

// read takes the parts of a form one after another.
func (b *brought) read(parts *multipart.Reader) (url.Values, error) {
	typed, room, files := url.Values{}, int64(maxBody), int64(maxFiles)
	for n := 0; ; n++ {
		p, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) && n > 0 {
			return typed, nil
		}
		if err != nil {
			return typed, sendingFault(err)
		}
		if n >= maxParts || headSize(p.Header) > maxHead || p.FormName() == "" {
			return typed, errParts
		}
		if _, params, err := mime.ParseMediaType(p.Header.Get("Content-Disposition")); err == nil && hasFile(params) {
			if err := b.take(p, params["filename"], &files); err != nil {
				return typed, err
			}
			continue
		}
		text, err := io.ReadAll(io.LimitReader(p, room+1))
		if err != nil {
			return typed, sendingFault(err)
		}
		if room -= int64(len(text)); room < 0 {
			return typed, errLarge
		}
		typed.Add(p.FormName(), string(text))
	}
}

func hasFile(params map[string]string) bool {
	_, ok := params["filename"]
	return ok
}

func headSize(h textproto.MIMEHeader) int {
	n := 0
	for name, values := range h {
		for _, v := range values {
			n += len(name) + len(v)
		}
	}
	return n
}

// take takes a file. One that will not do is read past, so that what was typed behind it is kept.
func (b *brought) take(p *multipart.Part, name string, room *int64) error {
	if p.FormName() != view.FilesControl {
		return errParts
	}
	content, err := io.ReadAll(io.LimitReader(p, min(*room, enclosing.MaxFile)+1))
	if err != nil {
		return sendingFault(err)
	}
	over := int64(len(content)) > *room
	if _, err := io.Copy(io.Discard, p); err != nil {
		return sendingFault(err)
	}
	if name == "" && len(content) == 0 {
		return nil // no file was chosen
	}
	if over || len(b.files) == maxCount {
		b.more = true
		return nil
	}
	*room -= int64(len(content))
	f, err := enclosing.Look(name, content)
	if refused, ok := errors.AsType[*enclosing.Refused](err); ok {
		b.refused = append(b.refused, refused)
		return nil
	}
	b.files = append(b.files, f)
	return err
}

// sendingFault answers which of our errors it is when a form breaks off.
func sendingFault(err error) error {
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return errLarge
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return errSlow
	}
	return fmt.Errorf("%w: %v", errParts, err)
}

// names answers what the files that came are called, whether they were taken or not.
func (b *brought) names() []string {
	var all []string
	for _, f := range b.files {
		all = append(all, f.Name)
	}
	for _, f := range b.refused {
		all = append(all, f.Name)
	}
	return all
}

// problems says in words which files are not taken, and why.
func (b *brought) problems(f frame) []view.Problem {
	var all []view.Problem
	for _, x := range b.refused {
		all = append(all, view.Problem{Field: view.FilesControl, Text: say(f, "wrong.file."+string(x.Why), "name", x.Name, "kinds", strings.Join(enclosing.Endings(), ", "), "size", (enclosing.MaxFile+1<<20-1)>>20)})
	}
	if b.more {
		all = append(all, view.Problem{Field: view.FilesControl, Text: say(f, "wrong.files", "n", maxCount, "size", maxFiles>>20)})
	}
	return all
}
