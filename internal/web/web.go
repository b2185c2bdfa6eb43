package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/a-h/templ"

	"accede/dossier"

	"accede/internal/lookup"
	"accede/internal/view"
	"accede/internal/view/words"
)

// Source is what the pages read from. It is asked by many goroutines at once.
type Source interface {
	// Docket answers the record folded as of an instant, and the instant that stands for: the one asked for, or now
	// for the zero time. The docket is only read.
	Docket(ctx context.Context, asOf time.Time) (d *dossier.Docket, at time.Time, err error)
	// Root answers how many entries the whole record has and the hash of its root, as text. The hash is empty where
	// none has been worked out.
	Root(ctx context.Context) (size int64, root string, err error)
	// Now answers the time by the clock the server runs on.
	Now() time.Time
}

// Options are the choices of whoever runs the pages. The zero Options are good.
type Options struct {
	Log     *slog.Logger // nil: nothing is logged
	NoFlags bool         // draw no flags: they are disputed in some bodies
	Map     []byte       // the organisation's own map, SVG; nil: maps are drawn
	SignIn  *SignIn      // who may sign in; nil: nobody does
	Seats   Seats        // where acts come in; nil: pages are only read

	Rehearsals Rehearsals // copies on which visitors play the record on; nil: there are none

	Soundings Soundings // what parties tell a mediator alone; nil: it is kept in rehearsals only

	Enclosed Enclosed // what lies sealed beside the record; nil: nothing of it can be read

	Search *lookup.Desk // where words are looked for; nil: every entry is looked at

	Letters Letters // letters that can be stopped by who gets them; nil: none are sent

	Ready func() error // says why acts cannot come in just now; nil: they always can

	Archive Archive // the exact bytes of the record and proofs; nil: pages do without

	Reports   Reports // how published reports come in, beside those that are pasted and uploaded
	OpenPages int     // kept in step at once; 0: as many as live takes

	Receipts bool // beside the pages, the receipt of each entry is served at /receipt and its position
	Copy     bool // the pages are to be copied: they lead to /record.bundle and offer no choice that needs a server
	Pseudo   bool // offer the languages that show what a page does with long words, and from right to left
}

// New answers the handler of all pages. It fails only if what is built into the program cannot be read.
func New(src Source, opts Options) (http.Handler, error) {
	load := words.Load
	if opts.Pseudo {
		load = words.LoadPseudo
	}
	catalogue, err := load()
	if err != nil {
		return nil, err
	}
	maps, err := newCartographer(opts.Map)
	if err != nil {
		return nil, err
	}
	files, err := loadAssets()
	if err != nil {
		return nil, err
	}
	s := &site{src: roomed{src}, opts: opts, words: catalogue, assets: files, maps: maps, limits: newLimits(), gates: newGates()}
	if s.scan = lookup.New(nil, catalogue); s.opts.Search == nil {
		s.opts.Search = s.scan
	}
	if s.opts.Log == nil {
		s.opts.Log = slog.New(slog.DiscardHandler)
	}
	rand.Read(s.secret[:]) // it never fails
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.docket)
	mux.HandleFunc("GET /status.json", s.docketStatus)
	mux.HandleFunc("GET /d/{dossier}/{$}", s.dossier)
	mux.HandleFunc("GET /d/{dossier}", s.slash)
	mux.HandleFunc("GET /d/{dossier}/status.json", s.status)
	mux.HandleFunc("GET /d/{dossier}/log.json", s.log)
	s.roomRoutes(mux)   // positions, in the way, talks, texts, the rule; commitments, calendar, wall, desk, administration
	s.filingRoutes(mux) // ratification, record and its entries, the sheet for a roll call; what is downloaded and printed
	s.actRoutes(mux)    // forms for acts, and rehearsals
	s.liveRoutes(mux)   // streams that keep open pages in step
	s.signInRoutes(mux) // who is calling, and what waits for a signature
	s.feedRoutes(mux)   // what feed readers and calendars subscribe to
	mux.HandleFunc("GET /search", s.search)
	s.letterRoutes(mux)   // who is told, and how letters are stopped
	s.cardRoutes(mux)     // a dossier in a few words, for other sites
	s.intakeRoutes(mux)   // from a published report to drafts, and from those a person confirms into the record
	s.mediatorRoutes(mux) // the mediator's desk, and who counts under a rule
	mux.HandleFunc("GET /enclosed/{seal}", s.enclosedFile)
	mux.HandleFunc("GET /static/{name}", s.static)
	mux.HandleFunc("GET /healthz", s.health)
	mux.HandleFunc("GET /readyz", s.ready)
	mux.HandleFunc("/", s.nothing)
	return behindTLS(s.opts.SignIn, secure(compress(s.guard(mux)))), nil
}

type site struct {
	src    roomed
	opts   Options
	words  *words.Catalogue
	assets *assets
	maps   *cartographer

	scan    *lookup.Desk // looks at every entry
	limits  limits
	gates   gates
	kept    safekeeping // what lies between two pages of a form
	live    hubs
	works   works     // long pieces of work that pages have asked for
	past    pastCases // what forecasts may rest on
	secret  [32]byte  // by which work on what is private is named
	sprites sync.Map  // the flags of a charter, by the list of them
}

// csp lets a page load what this server sends and run nothing that stands in the page.
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types accede"

func secure(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", csp)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "same-origin")
		w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
		w.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
		w.Header().Set("Permissions-Policy", "publickey-credentials-create=(self), publickey-credentials-get=(self), camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		if r.TLS != nil {
			w.Header().Set("Strict-Transport-Security", "max-age=31536000")
		}
		h.ServeHTTP(w, r)
	})
}

// frame is what every page has around it.
type frame struct {
	Reader   *words.Reader
	Langs    []langLink
	Title    string
	Body     string
	Reported bool
	AsOf     string // the value of ?as-of=; empty for now
	Banner   string // said where the page is not of now
	Here     string // the address of the page without its query
	Size     int64
	Root     string
	JSON     string // address of what the page shows, as JSON; empty where there is none
	assets   *assets
	Copy     bool   // the page is part of a copy
	Receipts bool   // the receipts of the record that is shown are served
	sprite   string // address of the flags; empty: none are drawn
	Flags    *flagLink

	Rehearsal *rehearsalBar // of the rehearsal the reader is in; nil: none
	Play      *playOn       // the way into one; nil: none
	Person    *personBar    // who is signed in; nil: nobody is
	SignIn    string        // address at which to sign in; empty: there is none
	Card      *cardMark     // what goes with a link to the page; nil: nothing
	Style     string        // address of a style sheet the page has beside the common one; empty: none
	Script    string        // address of the script by which passkeys are asked; empty: the page asks none
	Live      *liveMark     // how the page is kept in step; nil: it is as of when it was loaded
}

// langLink leads to the page in another language: by its code, EN, and its own name of itself, English.
type langLink struct {
	Tag, Code, Name, Href string
	Current               bool
}

// asked is what every reading request asks: which day, in which language, with what record behind it.
type asked struct {
	docket *dossier.Docket
	at     time.Time
	frame  frame
}

// ask reads what a request asks. The error is one of the table's.
func (s *site) ask(w http.ResponseWriter, r *http.Request) (asked, error) {
	reader := s.language(w, r)
	f := frame{Reader: reader, Here: r.URL.Path, assets: s.assets, Title: reader.Say("app", nil), Style: s.assets.ofPage(r.URL.Path)}
	f.Langs = s.langs(r, reader)
	now, at, err := s.src.Docket(r.Context(), time.Time{})
	if err != nil {
		return asked{frame: f}, fmt.Errorf("read the record: %w: %w", errRecord, err)
	}
	set := view.NewSetting(now.Charter(), now.Zone())
	f.Body, f.Reported = set.Body(reader), string(now.Keeping()) == "reported"
	if f.Size, f.Root, err = s.src.Root(r.Context()); err != nil {
		return asked{frame: f}, fmt.Errorf("read the root: %w: %w", errRecord, err)
	}
	if ids := set.FlagIDs(); len(ids) > 0 && s.flags(w, r, &f) {
		f.sprite = s.sprite(ids)
	}
	f.Reader = reader.With(s.opener(r.Context(), now))
	f.Receipts = s.opts.Receipts
	if s.opts.Copy {
		f.copied()
	} else {
		s.rehearse(w, r, &f, now, at)
		s.greet(w, r, &f, now)
		s.liven(r, &f, now)
	}
	a := asked{docket: now, at: at, frame: f}
	text := r.URL.Query().Get("as-of")
	if text == "" {
		return a, nil
	}
	asOf, day, err := readAsOf(text, now.Zone())
	if err != nil {
		return a, err
	}
	if a.docket, a.at, err = s.src.Docket(r.Context(), asOf); err != nil {
		return a, fmt.Errorf("read the record as of %s: %w: %w", text, errRecord, err)
	}
	a.frame.AsOf = text
	a.frame.Banner = reader.Say("banner", words.Args{"day": reader.Day(asOf.In(now.Zone()))})
	if !day {
		a.frame.Banner = reader.Say("banner.instant", words.Args{"moment": reader.Moment(asOf.In(now.Zone()), now.Zone().String())})
	}
	return a, nil
}

// readAsOf reads a day, which means its end in the charter's zone, or an instant by RFC 3339.
func readAsOf(text string, zone *time.Location) (at time.Time, day bool, err error) {
	if t, err := time.ParseInLocation(time.DateOnly, text, zone); err == nil {
		return t.AddDate(0, 0, 1).Add(-time.Second), true, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, false, &dateError{text}
	}
	return t, false, nil
}

func (s *site) docket(w http.ResponseWriter, r *http.Request) {
	a, err := s.ask(w, r)
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	page, err := view.NewDocketPage(a.docket, a.at, a.frame.Reader)
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	a.frame.Title, a.frame.JSON = page.Body, with("/status.json", "as-of", a.frame.AsOf)
	s.page(w, r, http.StatusOK, docketPage(a.frame, page))
}

func (s *site) dossier(w http.ResponseWriter, r *http.Request) {
	c, ok := s.opened(w, r)
	if !ok {
		return
	}
	page := view.NewDossierPage(c.set, c.standing, c.past(), r.URL.Query().Get("show"), c.frame.Reader)
	c.frame.Title, c.frame.JSON = page.Title, with("/d/"+c.id+"/status.json", "as-of", c.frame.AsOf)
	s.carded(r, &c, page)
	s.page(w, r, http.StatusOK, dossierPage(c.frame, page))
}

// slash leads from an address without its last slash to the one with it.
func (s *site) slash(w http.ResponseWriter, r *http.Request) {
	u := *r.URL
	u.Path += "/"
	http.Redirect(w, r, u.RequestURI(), http.StatusMovedPermanently)
}

func (s *site) docketStatus(w http.ResponseWriter, r *http.Request) {
	a, err := s.ask(w, r)
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	status, err := view.NewDocketStatus(a.docket, a.at)
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	s.json(w, r, status)
}

func (s *site) status(w http.ResponseWriter, r *http.Request) {
	if c, ok := s.opened(w, r); ok {
		s.json(w, r, view.NewStatus(c.docket, c.standing))
	}
}

func (s *site) log(w http.ResponseWriter, r *http.Request) {
	if c, ok := s.opened(w, r); ok {
		s.json(w, r, view.Log(c.docket, c.id, c.frame.Reader))
	}
}

func (s *site) json(w http.ResponseWriter, r *http.Request, v any) {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		s.opts.Log.Error("status not written", "path", r.URL.Path, "err", err)
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	unlessPrivate(w)
	w.Write(append(data, '\n'))
}

// unlessPrivate has an answer asked for anew each time; what is for one reader alone has said before that it is kept by
// nobody.
func unlessPrivate(w http.ResponseWriter) {
	if w.Header().Get("Cache-Control") == "" {
		w.Header().Set("Cache-Control", "no-cache")
	}
}

// page renders whole before it writes, so that a page that cannot be made is an error and not half a page.
func (s *site) page(w http.ResponseWriter, r *http.Request, code int, c templ.Component) {
	var b bytes.Buffer
	if err := c.Render(r.Context(), &b); err != nil {
		s.opts.Log.Error("page not rendered", "path", r.URL.Path, "err", err)
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	unlessPrivate(w)
	w.WriteHeader(code)
	w.Write(b.Bytes())
}

// health answers 200 while the record can be read.
func (s *site) health(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	size, _, err := s.src.Root(r.Context())
	if err != nil {
		s.opts.Log.Error("record not readable", "err", err)
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintln(w, "the record cannot be read")
		return
	}
	fmt.Fprintln(w, "ok", size)
}

// ready answers 200 while the record can be read and acts can come in, so that a proxy leads callers elsewhere where they
// cannot.
func (s *site) ready(w http.ResponseWriter, r *http.Request) {
	if s.opts.Ready != nil {
		if err := s.opts.Ready(); err != nil {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.WriteHeader(http.StatusServiceUnavailable)
			fmt.Fprintln(w, err)
			return
		}
	}
	s.health(w, r)
}

func (s *site) nothing(w http.ResponseWriter, r *http.Request) {
	a, err := s.ask(w, r)
	if err == nil {
		err = errPage
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			err = errMethod
		}
	}
	s.fail(w, r, a.frame, err)
}
