package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"accede/internal/feed"
)

// Page is one rendering of a topic: whole, as HTML, and the size of the record it shows.
type Page struct {
	Size int64
	HTML []byte
}

// Render answers a topic as it is now. The error ErrTopic says that there is no such topic. It is called by several
// goroutines at once, never for the same topic.
type Render func(ctx context.Context, topic string) (Page, error)

// What a listener can do something about.
var (
	// ErrTopic: there is no such page to keep in step.
	ErrTopic = errors.New("no such topic")
	// ErrFull: there are as many listeners or topics as the hub takes; come back later.
	ErrFull = errors.New("too many listeners")
)

// Options are the hub's choices. A zero field takes the value it names.
type Options struct {
	Log       *slog.Logger  // nil: nothing is logged
	Heartbeat time.Duration // between signs of life on a quiet stream: 25 s
	Patience  time.Duration // how long a listener may take to accept what it is sent: 10 s
	Tick      time.Duration // between renderings by the passing of time alone: 1 min
	Linger    time.Duration // how long a topic is kept after its last listener has left: 1 min
	Listeners int           // at most: 20,000
	Topics    int           // at most: 512
}

// Hub keeps topics in step with a record. It has no end to call: it rests while nobody listens. All methods may be
// called at once.
type Hub struct {
	render Render
	feed   *feed.Feed
	opts   Options

	listening atomic.Int64
	mu        sync.Mutex
	topics    map[string]*opening
	round     int64
	running   bool
	wake      chan struct{} // asks for a round
}

// opening is a topic that is there once ready is closed, or an error.
type opening struct {
	ready chan struct{}
	topic *topic
	err   error
}

// New answers a hub over a feed of sizes and a way to render topics.
func New(f *feed.Feed, render Render, o Options) *Hub {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	o.Heartbeat, o.Patience = cmp.Or(o.Heartbeat, 25*time.Second), cmp.Or(o.Patience, 10*time.Second)
	o.Tick, o.Linger = cmp.Or(o.Tick, time.Minute), cmp.Or(o.Linger, time.Minute)
	o.Listeners, o.Topics = cmp.Or(o.Listeners, 20_000), cmp.Or(o.Topics, 512)
	return &Hub{render: render, feed: f, opts: o, topics: map[string]*opening{}, wake: make(chan struct{}, 1)}
}

// Listeners answers how many streams are open.
func (h *Hub) Listeners() int { return int(h.listening.Load()) }

// join answers topics by their names, each with one listener more. Whoever joins must leave.
func (h *Hub) join(ctx context.Context, names []string) ([]*topic, error) {
	var joined []*topic
	for _, name := range names {
		t, err := h.joinOne(ctx, name)
		if errors.Is(err, ErrTopic) {
			continue // a page that has gone: the others of the browser are kept in step
		}
		if err != nil {
			h.leave(joined)
			return nil, err
		}
		joined = append(joined, t)
	}
	if len(joined) == 0 {
		return nil, ErrTopic
	}
	return joined, nil
}

func (h *Hub) joinOne(ctx context.Context, name string) (*topic, error) {
	for {
		h.mu.Lock()
		o := h.topics[name]
		if o == nil {
			if len(h.topics) >= h.opts.Topics {
				h.forget(0)
			}
			if len(h.topics) >= h.opts.Topics {
				h.mu.Unlock()
				return nil, fmt.Errorf("open the topic %s: %w", name, ErrFull)
			}
			o = &opening{ready: make(chan struct{})}
			h.topics[name] = o
			h.mu.Unlock()
			h.opened(name, o)
		} else {
			h.mu.Unlock()
		}
		select {
		case <-o.ready:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if o.err != nil {
			return nil, o.err
		}
		h.mu.Lock()
		if h.topics[name] == o { // else it was forgotten meanwhile
			o.topic.mu.Lock()
			o.topic.listeners++
			o.topic.left = time.Time{}
			o.topic.mu.Unlock()
			h.start()
			h.mu.Unlock()
			return o.topic, nil
		}
		h.mu.Unlock()
	}
}

// opened renders a new topic. The listener that asked first may go while others wait: its context is not used.
func (h *Hub) opened(name string, o *opening) {
	defer close(o.ready)
	t, err := open(context.Background(), name, h.render)
	h.mu.Lock()
	defer h.mu.Unlock()
	if err != nil {
		o.err = fmt.Errorf("open the topic %s: %w", name, err)
		delete(h.topics, name)
		return
	}
	t.now.round, t.left = h.round, time.Now()
	t.base = t.now
	o.topic = t
	if t.now.size < h.feed.Newest() { // a round that began before the topic was there did not render it
		h.again()
	}
}

func (h *Hub) leave(topics []*topic) {
	for _, t := range topics {
		t.mu.Lock()
		t.listeners--
		if t.listeners == 0 {
			t.left = time.Now()
		}
		t.mu.Unlock()
	}
}

// start lets rounds begin, if they do not run. The caller holds h.mu.
func (h *Hub) start() {
	if !h.running {
		h.running = true
		go h.run()
	}
}

// again asks for a round beside those the feed asks for.
func (h *Hub) again() {
	select {
	case h.wake <- struct{}{}:
	default: // it is asked for already
	}
}

// run renders all topics whenever the record has grown, and by the minute, until there are none.
func (h *Hub) run() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	sizes := h.feed.Subscribe(ctx)
	tick := time.NewTicker(h.opts.Tick)
	defer tick.Stop()
	for {
		select {
		case <-sizes:
		case <-h.wake:
		case <-tick.C:
			if h.rest() {
				return
			}
		}
		began := time.Now()
		if h.renderAll(ctx) < h.feed.Newest() {
			time.AfterFunc(behind, h.again) // the state of a long record may be a little older than the record
		}
		// Acts that come close together are gathered: rendering takes a fifth of the time at most.
		time.Sleep(min(4*time.Since(began), time.Second))
	}
}

// behind is how long a rendering that was behind the record waits for the next.
const behind = 20 * time.Millisecond

// rest forgets topics nobody has listened to for a while, and says whether none is left: then rounds end.
func (h *Hub) rest() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.forget(h.opts.Linger)
	h.running = len(h.topics) > 0
	return !h.running
}

// forget drops topics that have had no listener for so long. The caller holds h.mu.
func (h *Hub) forget(linger time.Duration) {
	for name, o := range h.topics {
		t := o.topic
		if t == nil {
			continue
		}
		t.mu.Lock()
		idle := t.listeners == 0 && time.Since(t.left) >= linger
		t.mu.Unlock()
		if idle {
			delete(h.topics, name)
		}
	}
}

// renderAll renders every topic, those with the most listeners first, and answers the smallest size that was shown.
func (h *Hub) renderAll(ctx context.Context) int64 {
	topics, round := h.begin()
	smallest := atomic.Int64{}
	smallest.Store(h.feed.Newest())
	var at atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(topics)) {
		all.Go(func() {
			for i := at.Add(1) - 1; i < int64(len(topics)); i = at.Add(1) - 1 {
				size, err := topics[i].advance(ctx, h.render, round)
				if err != nil {
					h.opts.Log.Error("page not kept in step", "topic", topics[i].name, "err", err)
					continue
				}
				for old := smallest.Load(); size < old && !smallest.CompareAndSwap(old, size); old = smallest.Load() {
				}
			}
		})
	}
	all.Wait()
	return smallest.Load()
}

// begin answers the topics of a new round in order.
func (h *Hub) begin() ([]*topic, int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.round++
	type counted struct {
		topic *topic
		n     int
	}
	var list []counted
	for _, o := range h.topics {
		if o.topic != nil {
			o.topic.mu.Lock()
			list = append(list, counted{o.topic, o.topic.listeners})
			o.topic.mu.Unlock()
		}
	}
	slices.SortFunc(list, func(a, b counted) int {
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.topic.name, b.topic.name))
	})
	topics := make([]*topic, len(list))
	for i, c := range list {
		topics[i] = c.topic
	}
	return topics, h.round
}

// Resting says whether the hub has nothing to render: nobody listens, or has lately.
func (h *Hub) Resting() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.topics) == 0
}
