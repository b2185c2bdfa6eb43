package client

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"accede/internal/api/wire"
)

// Event is an entry that has come into the record, or that too many have.
type Event struct {
	wire.Event
	// Reload: more was missed than is told again. Whoever shows something reads it anew; the events behind Seq follow.
	Reload bool
}

// Watching is what is listened for. The zero value tells what comes from now on.
type Watching struct {
	After   int64  // the position after which to begin; where it is 0 and All is not set: the end of the record
	All     bool   // begin with the first entry
	Dossier string // only what addresses this dossier; empty: everything
	// Quiet is how long nothing may be heard before the connection is given up and made anew; 0: 75 s. A server gives a
	// sign of life every 25 s.
	Quiet time.Duration
}

// Watch answers what comes into the record, as it comes: each entry once, in order, over any number of connections that
// break. It ends when the context does, without an error, or with the error of a refusal that asking again would not
// change.
func (c *Client) Watch(ctx context.Context, w Watching) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		l := &listener{c: c, w: w, last: w.After, known: w.All || w.After > 0, yield: yield}
		if l.w.Quiet <= 0 {
			l.w.Quiet = 75 * time.Second
		}
		for try := 0; ; try++ {
			heard, err := l.connect(ctx)
			switch {
			case l.left || ctx.Err() != nil:
				return
			case !again(ctx, err):
				yield(Event{}, err)
				return
			case heard:
				try = 0
			}
			if c.pause(ctx, try, err) != nil {
				return
			}
		}
	}
}

// listener is one who listens, over all its connections.
type listener struct {
	c     *Client
	w     Watching
	last  int64 // the position of the last event heard
	known bool  // there is such a position
	yield func(Event, error) bool
	left  bool // whoever listened has had enough
}

// connect listens on one connection until it ends, and answers whether anything was heard.
func (l *listener) connect(ctx context.Context) (heard bool, err error) {
	ctx, end := context.WithCancel(ctx)
	defer end()
	if !l.known { // the end of the record is fixed before the first connection, so that none is missed between two
		r, err := l.c.Record(ctx)
		if err != nil {
			return false, err
		}
		l.last, l.known = r.Size, true
	}
	q := question{method: http.MethodGet, path: "/events", query: with(url.Values{}, "dossier", l.w.Dossier), last: strconv.FormatInt(l.last, 10), accept: "text/event-stream, application/problem+json"}
	resp, err := l.c.once(ctx, q)
	if err != nil {
		return false, err
	}
	defer resp.Body.Close()
	quiet := time.AfterFunc(l.w.Quiet, end)
	defer quiet.Stop()
	return l.read(resp.Body, func() { quiet.Reset(l.w.Quiet) })
}

// errStream: what is heard is no stream of events of this API.
var errStream = errors.New("not a stream of events")

// mostLine is how long a line of the stream may be.
const mostLine = 1 << 20

// read reads events [WHATWG HTML, 9.2.6] until the stream ends; that it ends is an unanswered question.
func (l *listener) read(from io.Reader, alive func()) (heard bool, err error) {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, mostLine)
	var name, data, id string
	for lines.Scan() {
		alive()
		field, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "event":
			name = value
		case "data":
			data = value
		case "id":
			id = value
		case "":
			if lines.Text() != "" {
				continue // a remark
			}
			heard = true
			if err := l.tell(name, data, id); err != nil || l.left {
				return heard, err
			}
			name, data, id = "", "", ""
		}
	}
	return heard, &unanswered{fmt.Errorf("listen behind %d: %w", l.last, errors.Join(lines.Err(), io.ErrUnexpectedEOF))}
}

// tell hands on an event. An id without one only says how far the record has come.
func (l *listener) tell(name, data, id string) error {
	seq := l.last
	if id != "" {
		var err error
		if seq, err = strconv.ParseInt(id, 10, 64); err != nil {
			return fmt.Errorf("listen behind %d: the id %q: %w", l.last, id, errStream)
		}
	}
	switch name {
	case "entry":
		var e Event
		if err := json.Unmarshal([]byte(data), &e.Event); err != nil {
			return fmt.Errorf("listen behind %d: %w: %w", l.last, err, errStream)
		}
		if seq > l.last { // one that was heard already is not told again
			l.last, l.left = seq, !l.yield(e, nil)
		}
	case "reload":
		l.last = seq
		l.left = !l.yield(Event{Event: wire.Event{Seq: seq}, Reload: true}, nil)
	case "":
		l.last = max(l.last, seq)
	}
	return nil
}
