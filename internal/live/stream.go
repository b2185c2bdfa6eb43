package live

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// mostTopics is how many topics one stream carries at most: a browser asks for one a tab.
const mostTopics = 32

// stream is one listener: what it listens to, and how far it has come.
type stream struct {
	w      http.ResponseWriter
	out    *http.ResponseController
	hub    *Hub
	topics []*topic
	sent   []mark // for each topic, how far it has been sent
}

// ServeHTTP answers a stream of events for the topics named by ?on=, of which there may be several. What was missed
// since the size of the record in Last-Event-ID, or in ?after= where there is none, is sent first; without either, nothing
// was missed. The events are
//
//	patch   size and topic, then the parts of the page that have changed
//	tick    the same, where time alone has changed them
//	reload  size and topic: what was missed is no longer kept
//	at      size: all topics have been sent up to it; its id is what Last-Event-ID says later
//
// The stream ends with the request's context, when the listener does not take what it is sent, or never.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if n := h.listening.Add(1); n > int64(h.opts.Listeners) {
		h.listening.Add(-1)
		refuse(w, ErrFull)
		return
	}
	defer h.listening.Add(-1)
	names := r.URL.Query()["on"]
	if len(names) > mostTopics {
		names = names[:mostTopics]
	}
	topics, err := h.join(r.Context(), names)
	if err != nil {
		refuse(w, err)
		return
	}
	defer h.leave(topics)
	s := &stream{w: w, out: http.NewResponseController(w), hub: h, topics: topics, sent: make([]mark, len(topics))}
	if s.greet(lastSeen(r)) == nil {
		s.follow(r.Context())
	}
}

func refuse(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, ErrTopic):
		http.Error(w, "there is no such page to keep in step", http.StatusNotFound)
	case errors.Is(err, ErrFull):
		w.Header().Set("Retry-After", "30")
		http.Error(w, "too many listeners: come back later", http.StatusServiceUnavailable)
	default:
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
	}
}

// lastSeen answers the size a listener has seen; -1 for one that has seen the newest.
func lastSeen(r *http.Request) int64 {
	for _, text := range []string{r.Header.Get("Last-Event-ID"), r.URL.Query().Get("after")} {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil && n >= 0 {
			return n
		}
	}
	return -1
}

// greet begins the stream, with what was missed.
func (s *stream) greet(seen int64) error {
	header := s.w.Header()
	header.Set("Content-Type", "text/event-stream")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Accel-Buffering", "no") // a proxy in front may not gather the stream
	s.deadline()
	// Not all come back at once after a restart.
	if _, err := fmt.Fprintf(s.w, "retry: %d\n\n", 1000+rand.IntN(2000)); err != nil {
		return err
	}
	for i, t := range s.topics {
		if seen < 0 {
			s.sent[i] = t.newest()
			continue
		}
		missed, now, ok := t.since(seen)
		if err := s.send(i, missed, now, ok); err != nil {
			return err
		}
	}
	return s.at()
}

// follow sends what changes until the listener goes.
func (s *stream) follow(ctx context.Context) {
	beat := time.NewTimer(s.hub.opts.Heartbeat)
	defer beat.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
			s.deadline()
			if _, err = s.w.Write([]byte(":\n\n")); err == nil {
				err = s.out.Flush()
			}
		case <-s.topics[0].waiting(s.sent[0].round):
			err = s.catchUp(ctx)
		}
		if err != nil {
			return // it has gone, or does not listen: it comes back with the size it has seen
		}
		beat.Reset(s.hub.opts.Heartbeat)
	}
}

// catchUp sends what the topics have after the rounds the listener has seen. A round renders all topics: once the first
// has changed, the others are waited for, so that the size said at the end holds for all.
func (s *stream) catchUp(ctx context.Context) error {
	s.deadline()
	before, sent := s.size(), false
	for i, t := range s.topics {
		if i > 0 && !t.reached(ctx, s.sent[0].round) {
			return ctx.Err()
		}
		news, now, ok := t.after(s.sent[i].round)
		sent = sent || len(news) > 0 || !ok
		if err := s.send(i, news, now, ok); err != nil {
			return err
		}
	}
	if !sent && s.size() == before {
		return nil
	}
	return s.at()
}

// send sends events of one topic, or that its page must be loaded again.
func (s *stream) send(i int, events []event, now mark, ok bool) error {
	s.sent[i] = now
	if !ok {
		_, err := fmt.Fprintf(s.w, "event: reload\ndata: %d %s\n\n", now.size, s.topics[i].name)
		return err
	}
	for _, e := range events {
		if _, err := s.w.Write(e.bytes); err != nil {
			return err
		}
	}
	return nil
}

// at says how far all topics have been sent, and lets everything written go out.
func (s *stream) at() error {
	size := s.size()
	if _, err := fmt.Fprintf(s.w, "id: %d\nevent: at\ndata: %d\n\n", size, size); err != nil {
		return err
	}
	return s.out.Flush()
}

// size answers the size of the record up to which every topic has been sent.
func (s *stream) size() int64 {
	size := s.sent[0].size
	for _, m := range s.sent[1:] {
		size = min(size, m.size)
	}
	return size
}

// deadline gives the listener so long to take what is written next. Where the connection knows no deadlines, there is
// none.
func (s *stream) deadline() { _ = s.out.SetWriteDeadline(time.Now().Add(s.hub.opts.Patience)) }
