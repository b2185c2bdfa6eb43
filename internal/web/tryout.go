package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"accede/body"
	"accede/whatif/packages"

	"accede/internal/view"
)

// tryout is a text that was sent to be worked out, once and for whoever sent it: a model, or packages with sheets.
type tryout struct{ Text, For string }

// tryoutCookie is the name under which a browser keeps the key of what it sent and has not been answered yet. Nothing
// of what was sent can be told from it.
const tryoutCookie = "tryout"

// sent answers a field of a form that was sent; too large, or not a form, is an error.
func (s *site) sent(r *http.Request, name string) (string, error) {
	if r.Method != http.MethodPost {
		return "", nil
	}
	if err := r.ParseForm(); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return "", errLarge
		}
		return "", fmt.Errorf("read the form: %w", err)
	}
	return strings.ReplaceAll(r.PostFormValue(name), "\r\n", "\n"), nil
}

// tryoutKey answers the name of the work on what was sent.
func (s *site) tryoutKey(kind, dossier, lang string, x tryout) string {
	h := sha256.New()
	h.Write(s.secret[:])
	fmt.Fprintf(h, "%q %q %q %q %q", kind, dossier, lang, x.Text, x.For)
	return kind + " " + hex.EncodeToString(h.Sum(nil))
}

// asksAgain says whether a request asks again for what it sent before, and answers the work on it; nil where it is gone.
func (s *site) asksAgain(r *http.Request) (w *work, over, asks bool) {
	if r.Method != http.MethodGet || !r.URL.Query().Has("wait") {
		return nil, false, false
	}
	kept, ok := cookieOf(r, tryoutCookie, r.URL.Path)
	if !ok {
		return nil, false, true
	}
	w, over = s.works.find(r.Context(), strings.ReplaceAll(kept, "_", " "))
	return w, over, true
}

// later shows how far the work on what was sent is; the browser asks again by itself.
func (s *site) later(w http.ResponseWriter, r *http.Request, c opened, title, key string, x *work) {
	at := "/d/" + c.id + "/desk/" + title + "/"
	if title == "packages" {
		at += "file/"
	}
	if key != "" {
		setCookie(w, r, tryoutCookie, strings.ReplaceAll(key, " ", "_"), at, int(keptFor/time.Second))
	} else if kept, ok := cookieOf(r, tryoutCookie, at); ok {
		key = strings.ReplaceAll(kept, "_", " ")
	}
	w.Header().Set("Cache-Control", "private, no-store")
	again := with(at, "as-of", c.frame.AsOf, "wait", "1")
	c.frame.Live, c.frame.Title = nil, t(c.frame, title+".title")
	w.Header().Set("Refresh", "1; url="+again)
	s.page(w, r, http.StatusAccepted, workingPage(c.frame, view.NewHead(c.set, c.standing, c.frame.Reader), progress{
		Title: t(c.frame, title+".title"), Key: key, Done: x.done.Load(), Of: x.of.Load(), Again: again, Stop: with(at+"stop", "as-of", c.frame.AsOf),
	}))
}

// stopTry stops the work on what was sent, and leads back to where it can be changed.
func (s *site) stopTry(w http.ResponseWriter, r *http.Request, title, at string) {
	if err := r.ParseForm(); err == nil {
		s.works.cancel(r.PostFormValue("work"))
	}
	c, ok := s.opened(w, r)
	if !ok {
		return
	}
	h := view.NewHead(c.set, c.standing, c.frame.Reader)
	c.frame.Live, c.frame.Title = nil, c.titled(title, h.Title)
	s.page(w, r, http.StatusOK, stoppedPage(c.frame, h, with("/d/"+c.id+at, "as-of", c.frame.AsOf)))
}

// mostOptions is how many options a model on a page may have: 65,536 states.
const mostOptions = 16

// holdSheet is the page on which what is assumed can be changed and asked about again.
type holdSheet struct {
	view.Head
	tryout
	Hold    *view.Hold
	Why     string   // why there is no answer, in a sentence
	Refused []string // what is wrong with the model, with places
}

func (s *site) holdPage(w http.ResponseWriter, r *http.Request) {
	c, ok := s.opened(w, r)
	if !ok {
		return
	}
	f := c.frame
	p := holdSheet{Head: view.NewHead(c.set, c.standing, f.Reader)}
	text, err := s.sent(r, "model")
	p.Text = text
	if p.For = r.FormValue("for"); err != nil {
		p.Why = say(f, "packages.large", "most", maxBody>>10)
	} else if r.Method != http.MethodPost && !r.URL.Query().Has("wait") {
		s.drafted(&p, c)
	}
	if p.Why == "" && !s.tryHold(w, r, c, &p) {
		return
	}
	code := http.StatusOK
	if r.Method == http.MethodPost && (p.Why != "" || len(p.Refused) > 0) {
		code = http.StatusUnprocessableEntity
	}
	f.Title = c.titled("hold.title", p.Title)
	s.page(w, r, code, holdPage(f, p))
}

// drafted puts the draft of the record onto the page.
func (s *site) drafted(p *holdSheet, c opened) {
	if len(c.standing.Blockers) == 0 {
		p.Why = t(c.frame, "hold.refused.nobody")
		return
	}
	m, err := view.ConflictOf(c.docket, c.standing)
	if err != nil {
		p.Why = say(c.frame, "hold.refused", "why", err.Error())
		return
	}
	p.Text = m.Text()
}

// tryHold works a model out. It is false where that takes longer than a page waits, and the page of work under way has
// been answered.
func (s *site) tryHold(w http.ResponseWriter, r *http.Request, c opened, p *holdSheet) bool {
	f := c.frame
	x, over, asks := s.asksAgain(r)
	key := ""
	if !asks {
		if strings.TrimSpace(p.Text) == "" {
			p.Why = t(f, "hold.refused.empty")
			return true
		}
		key = s.tryoutKey("hold", c.id, f.Reader.Tag(), p.tryout)
		var err error
		if x, over, err = s.works.askAbout(r.Context(), key, p.tryout, holdJob(p.tryout, f)); err != nil {
			p.Why = t(f, "work.busy")
			return true
		}
	}
	switch {
	case x == nil:
		p.Why = t(f, "work.gone")
		return true
	case !over:
		s.later(w, r, c, "hold", key, x)
		return false
	}
	p.tryout, _ = x.about.(tryout)
	switch err := x.err; {
	case err == nil:
		h := x.value.(view.Hold)
		p.Hold = &h
	case errors.Is(err, errStopped):
		p.Why = t(f, "hold.refused.stopped")
	case errors.Is(err, errLate), errors.Is(err, view.ErrStopped):
		p.Why = say(f, "hold.refused.late", "limit", int(workLimit/time.Second))
	default:
		p.Refused = view.FaultsOf(err)
	}
	return true
}

func holdJob(x tryout, f frame) job {
	return func(tell func(done, of int) error) (any, error) {
		c, err := view.ReadConflict("model", []byte(x.Text), mostOptions)
		if err != nil {
			return nil, err
		}
		ask := view.HoldAsked{Tell: func(done, of int) bool { return tell(done, of) == nil }}
		for name := range strings.SplitSeq(x.For, ",") {
			if name = strings.TrimSpace(name); name != "" {
				ask.For = append(ask.For, name)
			}
		}
		h, err := view.NewHold(c, ask, f.Reader)
		if err != nil {
			return nil, err
		}
		return h, nil
	}
}

func (s *site) holdStop(w http.ResponseWriter, r *http.Request) {
	s.stopTry(w, r, "hold.title", "/desk/hold/")
}

// packagesSheet is the page on which packages are tried from a file.
type packagesSheet struct {
	view.Head
	Text    string
	Found   *view.Packages
	Why     string
	Refused []string
}

// packagesPage tries packages from a file. What is sent is what parties told the mediator alone: it is kept in memory,
// under a name that nobody else can tell, for as long as answers are kept, and nowhere else.
func (s *site) packagesPage(w http.ResponseWriter, r *http.Request) {
	c, ok := s.opened(w, r)
	if !ok {
		return
	}
	c.frame.Live = nil
	f := c.frame
	p := packagesSheet{Head: view.NewHead(c.set, c.standing, f.Reader)}
	text, err := s.sent(r, "sheets")
	_, _, asks := s.asksAgain(r)
	switch p.Text = text; {
	case err != nil:
		p.Why = say(f, "packages.large", "most", maxBody>>10)
	case asks || r.Method == http.MethodPost:
		if !s.tryPackages(w, r, c, &p) {
			return
		}
	default:
		p.Text = view.PackagesExample(c.standing, f.Reader)
	}
	code := http.StatusOK
	if p.Why != "" || len(p.Refused) > 0 {
		code = http.StatusUnprocessableEntity
	}
	w.Header().Set("Cache-Control", "private, no-store")
	f.Title = c.titled("packages.title", p.Title)
	s.page(w, r, code, packagesPage(f, p))
}

// tryPackages is as tryHold.
func (s *site) tryPackages(w http.ResponseWriter, r *http.Request, c opened, p *packagesSheet) bool {
	f := c.frame
	x, over, asks := s.asksAgain(r)
	key := ""
	if !asks {
		sent := tryout{Text: p.Text}
		key = s.tryoutKey("packages", c.id, f.Reader.Tag(), sent)
		var err error
		if x, over, err = s.works.askAbout(r.Context(), key, sent, packagesJob(p.Text, c)); err != nil {
			p.Why = t(f, "work.busy")
			return true
		}
	}
	switch {
	case x == nil:
		p.Why = t(f, "work.gone")
		return true
	case !over:
		s.later(w, r, c, "packages", key, x)
		return false
	}
	about, _ := x.about.(tryout)
	p.Text = about.Text
	if x.err != nil {
		if tried, ok := errors.AsType[*triedError](x.err); ok {
			p.Why, p.Refused = packagesRefused(f, tried.model, tried.err)
		} else {
			p.Why, p.Refused = packagesRefused(f, nil, x.err)
		}
		return true
	}
	found := x.value.(view.Packages)
	p.Found = &found
	return true
}

// triedError is why packages of a model could not be tried.
type triedError struct {
	model *packages.Model
	err   error
}

func (e *triedError) Error() string { return e.err.Error() }
func (e *triedError) Unwrap() error { return e.err }

func packagesJob(text string, c opened) job {
	return func(tell func(done, of int) error) (any, error) {
		m, sheets, err := view.ReadPackages("sheets", []byte(text))
		if err != nil {
			return nil, err
		}
		name := func(id body.MemberID) string { return c.set.Name(id, c.frame.Reader) }
		found, err := view.NewPackages(m, sheets, 8, telling(tell), name, c.frame.Reader)
		if err != nil {
			return nil, &triedError{m, err}
		}
		return found, nil
	}
}

func (s *site) packagesStop(w http.ResponseWriter, r *http.Request) {
	s.stopTry(w, r, "packages.title", "/desk/packages/file/")
}
