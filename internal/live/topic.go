package live

import (
	"bytes"
	"context"
	"strconv"
	"sync"
	"time"

	"golang.org/x/net/html"
)

// What is kept of a topic: so many events, and so many bytes of them.
const (
	keptEvents = 32
	keptBytes  = 512 << 10
)

// mark is how far something has come: the round of renderings, and the size of the record that was shown.
type mark struct{ round, size int64 }

// event is one change of a page, as it is sent: the same bytes to everybody.
type event struct {
	mark
	tick  bool // by the passing of time alone
	bytes []byte
}

// topic is one page in one language for one audience.
type topic struct {
	name string

	mu        sync.Mutex
	body      *html.Node // as last rendered
	now       mark       // the last rendering
	base      mark       // events after it are all kept
	events    []event    // in order
	held      int        // bytes of the events
	next      chan struct{}
	listeners int
	left      time.Time // when the last listener left; zero while there is one
}

// open renders a topic for the first time.
func open(ctx context.Context, name string, render Render) (*topic, error) {
	page, err := render(ctx, name)
	if err != nil {
		return nil, err
	}
	body, err := parse(page.HTML)
	if err != nil {
		return nil, err
	}
	return &topic{name: name, body: body, now: mark{0, page.Size}, next: make(chan struct{})}, nil
}

// advance renders the topic in a round, and wakes whoever waits for that round, whatever came of it.
func (t *topic) advance(ctx context.Context, render Render, round int64) (size int64, err error) {
	page, err := render(ctx, t.name)
	var after *html.Node
	if err == nil {
		after, err = parse(page.HTML)
	}
	var parts []byte
	if err == nil {
		parts, err = changed(t.body, after) // only rounds touch the body, and they follow one another
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if err == nil {
		if len(parts) > 0 {
			tick := page.Size == t.now.size
			t.keep(event{mark{round, page.Size}, tick, write(t.name, page.Size, tick, parts)})
		}
		t.body, t.now.size = after, page.Size
	}
	t.now.round = round
	close(t.next)
	t.next = make(chan struct{})
	return t.now.size, err
}

// keep adds an event; the oldest go where there are too many.
func (t *topic) keep(e event) {
	t.events = append(t.events, e)
	t.held += len(e.bytes)
	for len(t.events) > keptEvents || t.held > keptBytes && len(t.events) > 1 {
		t.base = t.events[0].mark
		t.held -= len(t.events[0].bytes)
		t.events = t.events[1:] // a listener may be reading them: they are not touched
	}
}

// since answers the events after a size of the record, and how far they lead; false where they are not all kept.
// What the passing of time changed at that very size is among them: it may have been seen, and does no harm twice.
func (t *topic) since(size int64) (all []event, now mark, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if size < t.base.size {
		return nil, t.now, false
	}
	for _, e := range t.events {
		if e.size > size || e.size == size && e.tick {
			all = append(all, e)
		}
	}
	return all, t.now, true
}

// after answers the events after a round, and how far they lead; false where they are not all kept.
func (t *topic) after(round int64) (all []event, now mark, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if round < t.base.round {
		return nil, t.now, false
	}
	for i, e := range t.events {
		if e.round > round {
			return t.events[i:len(t.events):len(t.events)], t.now, true
		}
	}
	return nil, t.now, true
}

// newest answers how far the topic has come.
func (t *topic) newest() mark {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.now
}

// reached waits until the topic has been rendered in a round; false if ctx ended before.
func (t *topic) reached(ctx context.Context, round int64) bool {
	for {
		t.mu.Lock()
		done, next := t.now.round >= round, t.next
		t.mu.Unlock()
		if done {
			return true
		}
		select {
		case <-next:
		case <-ctx.Done():
			return false
		}
	}
}

// waiting answers what is closed when the round after this one is done.
func (t *topic) waiting(round int64) <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.now.round > round {
		done := make(chan struct{})
		close(done)
		return done
	}
	return t.next
}

// write answers an event: its kind, then the size and the topic on one line, then the parts. [HTML, server-sent events]
func write(name string, size int64, tick bool, parts []byte) []byte {
	var b bytes.Buffer
	kind := "patch"
	if tick {
		kind = "tick"
	}
	b.WriteString("event: " + kind + "\ndata: " + strconv.FormatInt(size, 10) + " " + name + "\n")
	for line := range bytes.Lines(parts) {
		b.WriteString("data: ")
		// A carriage return would end the line too.
		b.Write(bytes.ReplaceAll(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"), nil))
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	return b.Bytes()
}
