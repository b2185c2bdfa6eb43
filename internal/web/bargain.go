package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"time"

	"accede/body"
	"accede/whatif/packages"

	"accede/internal/signin"
	"accede/internal/view"
)

// Soundings keep what the parties of a dossier tell its mediator alone, beside the record. They are asked by many
// goroutines at once.
type Soundings interface {
	// Look answers all that is kept of a dossier; the zero bargain where nothing is.
	Look(ctx context.Context, dossier string) (packages.Bargain, error)
	// Change keeps what step answers, whole or not at all, and answers it too. An error of the step is answered as it is.
	Change(ctx context.Context, dossier string, step func(packages.Bargain) (packages.Bargain, error)) (packages.Bargain, error)
}

// apartFromStreams are the pages that are for one reader alone: no stream carries them.
var apartFromStreams = regexp.MustCompile(`^/d/[^/]+/desk/packages(/|$)`)

// bargaining is what is asked of the page on which parties and mediator meet beside the record.
type bargaining struct {
	opened
	seat  body.MemberID // for whom the reader speaks; empty: nobody
	kept  Soundings
	typed url.Values // what was sent; nil for nothing
}

// speaks answers for whom a request speaks to a mediator, and where that is kept; nil where it is kept nowhere.
func (s *site) speaks(r *http.Request) (body.MemberID, Soundings) {
	if room, ok := roomOf(r.Context()); ok {
		seat, _ := room.Seat(r)
		return seat, room.Soundings()
	}
	if x, ok := sessionOf(r.Context()); ok && x.Role == signin.Delegate {
		return x.Party, s.opts.Soundings
	}
	return "", s.opts.Soundings
}

// bargain shows one reader what is its own to see, and takes a step it may take. Nothing of it is kept by a cache, sent
// over a stream or written to a log.
func (s *site) bargain(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		if err := r.ParseForm(); err != nil {
			s.notRead(w, r, err)
			return
		}
	}
	o, ok := s.opened(w, r)
	if !ok {
		return
	}
	w.Header().Set("Cache-Control", "private, no-store")
	o.frame.Live = nil
	c := bargaining{opened: o}
	if c.seat, c.kept = s.speaks(r); c.kept == nil || o.frame.AsOf != "" {
		c.seat = "" // nobody speaks in the past, or where nothing is kept
	}
	if r.Method == http.MethodPost {
		c.typed = r.PostForm
		s.bargainStep(w, r, c)
		return
	}
	s.showBargain(w, r, c, nil, nil)
}

// look answers what is kept of the dossier.
func (c bargaining) look(ctx context.Context) (packages.Bargain, error) {
	if c.seat == "" {
		return packages.Bargain{}, nil
	}
	return c.kept.Look(ctx, c.id)
}

// showBargain answers with the page: a form that was sent is shown again with what is wrong with it.
func (s *site) showBargain(w http.ResponseWriter, r *http.Request, c bargaining, wrong []view.Problem, refused error) {
	b, err := c.look(r.Context())
	if err != nil {
		s.fail(w, r, c.frame, errors.Join(errRecord, err))
		return
	}
	f := c.frame
	p := view.NewBargainPage(c.docket, c.standing, b, c.seat, f.Reader)
	f.Title = c.titled("packages.title", p.Title)
	code := http.StatusOK
	if wrong != nil {
		code = http.StatusUnprocessableEntity
		p.Mark(wrong)
	}
	if refused != nil {
		code, p.Why = http.StatusConflict, s.bargainRefused(f, refused)
	}
	switch {
	case p.Party:
		p.FillWishes(b.Seen(c.seat), formTyped(c.typed, "enter"), f.Reader)
	case p.Mediator:
		p.Text = s.unrecorded(c, b)
		p.FillPut(c.docket, c.standing, b, s.putBase(c, b), formTyped(c.typed, "put", "more"), f.Reader)
		if p.All && !s.tryAll(w, r, c, b, &p) {
			return
		}
	}
	s.page(w, r, code, bargainPage(f, p, c.kept != nil))
}

// formTyped answers what was typed, if it was typed into the form that those buttons send.
func formTyped(typed url.Values, buttons ...string) url.Values {
	if typed != nil && slices.Contains(buttons, typed.Get("do")) {
		return typed
	}
	return nil
}

// putBase answers what the mediator's form begins with: what is on the table, or a draft over the open demands.
func (s *site) putBase(c bargaining, b packages.Bargain) *packages.Model {
	if b.Model != nil {
		return b.Model
	}
	return view.DraftedModel(c.standing, s.words.Languages())
}

// tryAll tries all packages for the mediator. It is false where that takes longer than a page waits, and the page of
// work under way has been answered.
func (s *site) tryAll(w http.ResponseWriter, r *http.Request, c bargaining, b packages.Bargain, p *view.BargainPage) bool {
	f := c.frame
	work, over, err := s.works.ask(r.Context(), s.bargainKey(c, b), func(tell func(done, of int) error) (any, error) {
		return view.NewPackages(b.Model, b.Sheets, 5, telling(tell), func(id body.MemberID) string { return c.set.Name(id, f.Reader) }, f.Reader)
	})
	switch {
	case err != nil:
		p.Why = t(f, "work.busy")
	case !over:
		s.working(w, r, f, progress{
			Title: t(f, "packages.title"), Key: s.bargainKey(c, b), Done: work.done.Load(), Of: work.of.Load(),
			Again: "/d/" + c.id + "/desk/packages/", Stop: "/d/" + c.id + "/desk/packages/stop",
		}, p.Head)
		return false
	case work.err != nil:
		p.Why, p.Refused = packagesRefused(f, b.Model, work.err)
	default:
		found := work.value.(view.Packages)
		p.Found = &found
	}
	return true
}

// telling answers what packages are tried under: they are told how far they are, and stop once tell answers an error.
func telling(tell func(done, of int) error) func(done, all int64) bool {
	return func(done, all int64) bool { return tell(int(done), int(all)) == nil }
}

// bargainKey answers the name of the work on a bargain: it holds a secret of this server, so that nobody can tell from
// it, or find by it, what was entered.
func (s *site) bargainKey(c bargaining, b packages.Bargain) string {
	h := sha256.New()
	h.Write(s.secret[:])
	data, err := json.Marshal(struct {
		Dossier, Lang string
		Model         *packages.Model
		Sheets        []*packages.Sheet
	}{c.id, c.frame.Reader.Tag(), b.Model, b.Sheets})
	if err != nil {
		panic("web: a bargain that cannot be written: it was read from what was written")
	}
	h.Write(data)
	return "bargain " + hex.EncodeToString(h.Sum(nil))
}

// bargainStop stops the work on a bargain.
func (s *site) bargainStop(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err == nil {
		s.works.cancel(r.PostFormValue("work"))
	}
	o, ok := s.opened(w, r)
	if !ok {
		return
	}
	w.Header().Set("Cache-Control", "private, no-store")
	h := view.NewHead(o.set, o.standing, o.frame.Reader)
	o.frame.Live, o.frame.Title = nil, o.titled("packages.title", h.Title)
	s.page(w, r, http.StatusOK, stoppedPage(o.frame, h, "/d/"+o.id+"/desk/packages/"))
}

// bargainRefused says why a step was not taken. It says nothing of what anybody entered.
func (s *site) bargainRefused(f frame, err error) string {
	switch {
	case errors.Is(err, packages.ErrAnswered):
		return t(f, "bargain.refused.answered")
	case errors.Is(err, packages.ErrOnTable):
		return t(f, "bargain.refused.ontable")
	case errors.Is(err, packages.ErrNothing), errors.Is(err, packages.ErrPackage):
		return t(f, "bargain.refused.nothing")
	case errors.Is(err, packages.ErrParty):
		return t(f, "bargain.refused.party")
	}
	return t(f, "bargain.refused.other")
}

// packagesRefused says why packages could not be tried, and what can be answered instead: in a sentence, or with what
// is wrong in the sheets.
func packagesRefused(f frame, m *packages.Model, err error) (why string, faults []string) {
	switch {
	case errors.Is(err, packages.ErrTooMany):
		return say(f, "packages.toomany", "n", m.Count().String(), "most", packages.MostPackages), nil
	case errors.Is(err, errStopped):
		return t(f, "packages.stopped"), nil
	case errors.Is(err, errLate), errors.Is(err, packages.ErrStopped):
		return say(f, "packages.late", "limit", int(workLimit/time.Second)), nil
	}
	return "", view.FaultsOf(err)
}
