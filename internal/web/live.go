package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"

	"accede/body"
	"accede/dossier"

	"accede/internal/feed"
	"accede/internal/live"
)

// Growing is what a Source may be besides: one whose growth can be listened to. Pages of such a source are kept in
// step with it while they are open; those of others are as of when they were loaded.
type Growing interface {
	// Feed answers the feed of the record's sizes, always the same one.
	Feed() *feed.Feed
}

// eventsPath is where streams are opened. They are never compressed.
const eventsPath = "/events"

// liveRoutes are the streams that keep open pages in step.
func (s *site) liveRoutes(mux *http.ServeMux) {
	s.live.pages = mux
	mux.HandleFunc("GET "+eventsPath, s.events)
}

// hubs are the hubs of all records: of the true one, and of each rehearsal that is looked at.
type hubs struct {
	pages http.Handler
	mu    sync.Mutex
	of    map[*feed.Feed]*live.Hub
}

// liveMark is what a page says about how it is kept in step.
type liveMark struct {
	Topic string
	Size  int64 // of the record the page shows
}

// liven puts onto a frame how its page is kept in step: pages of now alone, and only where growth can be listened to.
func (s *site) liven(r *http.Request, f *frame, now *dossier.Docket) {
	if r.Method != http.MethodGet || r.URL.Query().Get("as-of") != "" || s.growth(r.Context()) == nil {
		return
	}
	q := r.URL.Query()
	q.Del("lang")
	q.Del("flags")
	mark := roomMark(r.Context())
	if by := audience(r.Context()); apart(now, by, s.src.Now()) {
		mark += "." + string(by)
	}
	f.Live = &liveMark{topicOf(f.Reader.Tag(), f.sprite != "", mark, address(r.URL.EscapedPath(), q)), now.Size()}
}

// growth answers the feed of the record a request reads; nil where there is none.
func (s *site) growth(ctx context.Context) *feed.Feed {
	src := s.src.Source
	if room, ok := roomOf(ctx); ok {
		src = room
	}
	if g, ok := src.(Growing); ok {
		return g.Feed()
	}
	return nil
}

// topicOf answers the name of a page in a language for an audience: in a rehearsal or not, with flags or without. Where
// a party reads more than the public does, the name of its page ends its mark with the party.
func topicOf(lang string, flags bool, room, address string) string {
	drawn := "flags"
	if !flags {
		drawn = "plain"
	}
	return lang + "." + drawn + "." + room + ":" + address
}

// roomMark answers what tells the pages of one rehearsal from those of another, and does not let anybody in; empty
// outside of one.
func roomMark(ctx context.Context) string {
	room, ok := roomOf(ctx)
	if !ok {
		return ""
	}
	g, ok := room.(Growing)
	if !ok {
		return ""
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%p", g.Feed())) // its feed is its own as long as it goes on
	return hex.EncodeToString(sum[:6])
}

// events answers a stream for the pages a browser has open.
func (s *site) events(w http.ResponseWriter, r *http.Request) {
	hub := s.hub(r.Context())
	if hub == nil {
		http.Error(w, "this record does not tell when it grows", http.StatusNotFound)
		return
	}
	r, party := ownTopics(r)
	if party { // whether the session goes on is asked again when the stream is
		ctx, cancel := context.WithTimeout(r.Context(), partyStream)
		defer cancel()
		r = r.WithContext(ctx)
		w.Header().Set("Cache-Control", "private, no-store")
	}
	hub.ServeHTTP(w, r)
}

// partyStream is how long a stream lasts that is for a party alone. The browser opens it again.
const partyStream = 5 * time.Minute

// ownTopics answers a request for a stream without the topics of parties for which it does not read, and whether one is
// left that is for a party.
func ownTopics(r *http.Request) (own *http.Request, party bool) {
	by, q := audience(r.Context()), r.URL.Query()
	var on []string
	for _, topic := range q["on"] {
		switch _, of := splitTopic(topic); of {
		case "":
		case by:
			party = true
		default:
			continue
		}
		on = append(on, topic)
	}
	q["on"] = on
	own = r.Clone(r.Context())
	own.URL.RawQuery = q.Encode()
	return own, party
}

// splitTopic answers the language, the drawing and the room of a topic, and the party it is for; empty for everybody.
func splitTopic(topic string) (parts []string, by body.MemberID) {
	name, _, _ := strings.Cut(topic, ":")
	parts = strings.SplitN(name, ".", 4)
	if len(parts) == 4 {
		return parts[:3], body.MemberID(parts[3])
	}
	return parts, ""
}

// hub answers the hub of the record a request reads.
func (s *site) hub(ctx context.Context) *live.Hub {
	f := s.growth(ctx)
	if f == nil {
		return nil
	}
	s.live.mu.Lock()
	defer s.live.mu.Unlock()
	if h, ok := s.live.of[f]; ok {
		return h
	}
	for old, h := range s.live.of {
		if h.Resting() { // a rehearsal that is over, or not looked at
			delete(s.live.of, old)
		}
	}
	if s.live.of == nil {
		s.live.of = map[*feed.Feed]*live.Hub{}
	}
	in, mark := presentIn(ctx), roomMark(ctx)
	h := live.New(f, func(ctx context.Context, topic string) (live.Page, error) {
		return s.rendering(context.WithValue(ctx, roomKey{}, in), mark, topic)
	}, live.Options{Log: s.opts.Log, Listeners: s.opts.OpenPages})
	s.live.of[f] = h
	return h
}

// shownSize is where a page says the size of the record it shows.
var shownSize = regexp.MustCompile(` data-at="([0-9]+)"`)

// rendering answers a topic as a reader of it would be answered now.
func (s *site) rendering(ctx context.Context, mark, topic string) (page live.Page, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("render %s: %v\n%s", topic, p, debug.Stack())
		}
	}()
	r, err := topicRequest(ctx, mark, topic)
	if err != nil {
		return live.Page{}, err
	}
	w := &held{ResponseWriter: headless{}, code: http.StatusOK}
	s.live.pages.ServeHTTP(w, r)
	size := shownSize.FindSubmatch(w.body.Bytes())
	if w.code != http.StatusOK || size == nil {
		return live.Page{}, fmt.Errorf("render %s: the page answers %d: %w", topic, w.code, live.ErrTopic)
	}
	n, err := strconv.ParseInt(string(size[1]), 10, 64)
	if err != nil {
		return live.Page{}, fmt.Errorf("render %s: read the size it shows: %w", topic, err)
	}
	return live.Page{Size: n, HTML: bytes.Clone(w.body.Bytes())}, nil
}

var errTopic = errors.New("not a topic")

// topicRequest answers the request whose answer is the page of a topic.
func topicRequest(ctx context.Context, mark, topic string) (*http.Request, error) {
	_, address, _ := strings.Cut(topic, ":")
	parts, by := splitTopic(topic)
	u, err := url.Parse(address)
	if len(parts) != 3 || parts[2] != mark || err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(u.Path, "/") ||
		u.Path == eventsPath || isData(u.Path) || apartFromStreams.MatchString(u.Path) || u.Query().Has("as-of") || u.Query().Has("lang") || u.Query().Has("flags") {
		return nil, fmt.Errorf("read the topic %q: %w: %w", topic, errTopic, live.ErrTopic)
	}
	if by != "" {
		ctx = context.WithValue(ctx, audienceKey{}, by)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("read the topic %q: %w: %w", topic, errTopic, live.ErrTopic)
	}
	r.AddCookie(&http.Cookie{Name: cookieName(r, cookie, "/"), Value: parts[0]})
	if parts[1] == "plain" {
		r.AddCookie(&http.Cookie{Name: cookieName(r, flagCookie, "/"), Value: "off"})
	}
	return r, nil
}

// headless is the writer of an answer that nobody is sent.
type headless struct{}

func (headless) Header() http.Header         { return http.Header{} }
func (headless) Write(b []byte) (int, error) { return len(b), nil }
func (headless) WriteHeader(int)             {}
