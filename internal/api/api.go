package api

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/dossier"

	"accede/internal/apikey"
	"accede/internal/depositary"
	"accede/internal/fault"
	"accede/internal/feed"
	"accede/internal/lookup"
	"accede/internal/pace"
	"accede/internal/store"
	"accede/internal/view/words"
)

// Root is where the addresses of this version begin. Another version of what is promised here gets another root.
const Root = "/api/v1"

// Record is what is read and where acts go: a *depositary.Depositary. It is asked by many goroutines at once.
type Record interface {
	// Docket answers the record folded as of an instant, or as it is now for the zero instant. It is only read.
	Docket(ctx context.Context, asOf time.Time) (*dossier.Docket, error)
	// Moment answers size, tree and checkpoint as they are now.
	Moment() *depositary.Moment
	// SubmitEnclosed registers an act with the content it encloses, or answers its earlier receipt.
	SubmitEnclosed(ctx context.Context, bytes []byte, sigs []signature.Signature, items []act.Opening) (depositary.Receipt, error)
	// Feed answers the feed of the record's sizes.
	Feed() *feed.Feed
}

// Log is where the exact bytes are read: a store.Log.
type Log interface {
	// Read returns the entries after a position, in order, at most limit of them.
	Read(ctx context.Context, after int64, limit int) ([]store.Entry, error)
}

// Keys knows the keys of machines: an *apikey.File.
type Keys interface {
	// Find answers the key with a text, if it is good at an instant.
	Find(text string, now time.Time) (apikey.Key, bool, error)
}

// Config is what New is given. Record, Log and Clock are required.
type Config struct {
	Record   Record
	Log      Log
	Bundle   func(ctx context.Context, to io.Writer, dossier string) error // nil: there are none
	Enclosed Enclosed                                                      // nil: no content can be read
	Keys     Keys                                                          // nil: no key is known
	Search   *lookup.Desk                                                  // nil: every entry is looked at
	Clock    func() time.Time
	Version  string       // of the program: what is shown may change with it
	Logger   *slog.Logger // nil: nothing is logged
	Limits   Limits
}

// Limits are how much is taken. A zero field takes the value it names; a negative one means no limit.
type Limits struct {
	Rate      int           // requests a second of one caller, over time: 100
	Burst     int           // requests of one caller at once: 300
	Streams   int           // open streams of events: 1000
	Work      int           // questions that cost much and bundles at once, and as many acts with content they enclose: 4
	Replay    int64         // entries a stream tells at once to whoever comes back; who has missed more is told to read again: 10,000
	Heartbeat time.Duration // between signs of life on a quiet stream: 25 s
}

// API answers requests below Root. New makes one; it may be asked by many goroutines at once.
type API struct {
	Config
	words   *words.Catalogue
	charter *body.Charter
	zone    *time.Location
	handler http.Handler
	callers *pace.Limits
	streams atomic.Int64
	work    chan struct{}
	sends   chan struct{}
}

// New answers the handler of all addresses below Root. It reads the founding, and fails if it cannot.
func New(ctx context.Context, c Config) (*API, error) {
	catalogue, err := words.Load()
	if err != nil {
		return nil, fmt.Errorf("make the API ready: %w", err)
	}
	d, err := c.Record.Docket(ctx, time.Time{})
	if err != nil {
		return nil, fmt.Errorf("make the API ready: %w", err)
	}
	a := &API{Config: c, words: catalogue, charter: d.Charter(), zone: d.Zone()}
	if a.Search == nil {
		a.Search = lookup.New(nil, catalogue)
	}
	if a.Logger == nil {
		a.Logger = slog.New(slog.DiscardHandler)
	}
	l := &a.Limits
	l.Rate, l.Burst, l.Streams, l.Work = cmp.Or(l.Rate, 100), cmp.Or(l.Burst, 300), cmp.Or(l.Streams, 1000), cmp.Or(l.Work, 4)
	l.Replay = cmp.Or(l.Replay, 10_000)
	l.Heartbeat = cmp.Or(l.Heartbeat, 25*time.Second)
	a.callers = pace.New(period(l.Rate), l.Burst)
	if l.Work > 0 {
		a.work, a.sends = make(chan struct{}, l.Work), make(chan struct{}, l.Work)
	}
	a.handler = a.guard(a.mux())
	return a, nil
}

// ServeHTTP answers a request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.handler.ServeHTTP(w, r) }

// mux lays the table of routes out. An address that is there, asked with another method, names those it takes.
func (a *API) mux() http.Handler {
	mux := http.NewServeMux()
	methods := map[string][]string{}
	for _, rt := range routes() {
		pattern := Root + rt.path
		if rt.path == "/" {
			pattern += "{$}"
		}
		mux.HandleFunc(rt.method+" "+pattern, a.answering(rt))
		methods[pattern] = append(methods[pattern], rt.method)
		if rt.method == http.MethodGet {
			methods[pattern] = append(methods[pattern], http.MethodHead)
		}
	}
	for pattern, list := range methods {
		allow := strings.Join(list, ", ")
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Allow", allow)
			a.problem(w, r, fmt.Errorf("%s %s: this address takes %s: %w", r.Method, r.URL.Path, allow, fault.ErrMethod))
		})
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		a.problem(w, r, fmt.Errorf("%s %s: %w", r.Method, r.URL.Path, fault.ErrPage))
	})
	return mux
}

// guard refuses what a page of another site sends through a reader's browser, and sets what holds for every answer.
func (a *API) guard(h http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.problem(w, r, fmt.Errorf("%s %s: %w", r.Method, r.URL.Path, fault.ErrForeign))
	}))
	inner := cross.Handler(h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		head.Set("Cache-Control", "no-cache")
		inner.ServeHTTP(w, r)
	})
}

// period answers how long one request is paid for at a rate a second; none where there is no rate.
func period(rate int) time.Duration {
	if rate <= 0 {
		return 0
	}
	return time.Second / time.Duration(rate)
}
