package live

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"accede/internal/feed"
)

// record is a record of lines, shown as a page of one list and a count.
type record struct {
	feed     feed.Feed
	mu       sync.Mutex
	lines    []string
	clock    int // what time alone changes
	rendered atomic.Int64
}

func (r *record) grow(line string) int64 {
	r.mu.Lock()
	r.lines = append(r.lines, line)
	n := int64(len(r.lines))
	r.mu.Unlock()
	r.feed.Publish(n)
	return n
}

func (r *record) render(_ context.Context, topic string) (Page, error) {
	if strings.HasPrefix(topic, "none") {
		return Page{}, ErrTopic
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rendered.Add(1)
	var b strings.Builder
	fmt.Fprintf(&b, `<html><body><main id="main"><p id="clock">%d</p><section aria-labelledby="h"><h2 id="h">%s</h2><ul>`, r.clock, topic)
	for _, l := range r.lines {
		fmt.Fprintf(&b, "<li>%s</li>", l)
	}
	b.WriteString("</ul></section></main></body></html>")
	return Page{int64(len(r.lines)), []byte(b.String())}, nil
}

func newRecord(lines ...string) *record {
	r := &record{}
	for _, l := range lines {
		r.grow(l)
	}
	return r
}

// message is one event as a browser would have it.
type message struct{ id, kind, data string }

// listener is one open stream.
type listener struct {
	t      *testing.T
	cancel context.CancelFunc
	in     chan message
}

// listen opens a stream; it ends with the test.
func listen(t *testing.T, url string, header ...string) *listener {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK {
		t.Fatalf("GET %s = %s", url, res.Status)
	}
	l := &listener{t, cancel, make(chan message, 1000)}
	done := make(chan struct{})
	t.Cleanup(func() { cancel(); <-done })
	go func() {
		defer close(done)
		defer close(l.in)
		defer res.Body.Close()
		read(bufio.NewReader(res.Body), l.in)
	}()
	return l
}

func read(in *bufio.Reader, out chan<- message) {
	var m message
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSuffix(line, "\n")
		field, value, _ := strings.Cut(line, ": ")
		switch field {
		case "id":
			m.id = value
		case "event":
			m.kind = value
		case "data":
			m.data = strings.TrimPrefix(m.data+"\n"+value, "\n")
		case "":
			if m.data != "" {
				out <- m
			}
			m = message{}
		case ":":
			out <- message{kind: "beat"}
		}
	}
}

// next answers the next message.
func (l *listener) next() message {
	l.t.Helper()
	select {
	case m, ok := <-l.in:
		if !ok {
			l.t.Fatal("the stream has ended")
		}
		return m
	case <-time.After(5 * time.Second):
		l.t.Fatal("nothing came for five seconds")
	}
	return message{}
}

// until answers all messages up to the one that says a size.
func (l *listener) until(size string) []message {
	l.t.Helper()
	var all []message
	for {
		m := l.next()
		if m.kind == "at" && m.data == size {
			return all
		}
		all = append(all, m)
	}
}

// lines answers the last lines of the patches among messages, in order.
func linesOf(all []message) []string {
	var lines []string
	for _, m := range all {
		if m.kind == "patch" {
			i := strings.LastIndex(m.data, "<li>")
			lines = append(lines, strings.TrimSuffix(m.data[i+4:], "</li></ul></section>"))
		}
	}
	return lines
}

func serve(t *testing.T, r *record, o Options) (*Hub, string) {
	t.Helper()
	h := New(&r.feed, r.render, o)
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return h, s.URL
}

func TestAStreamKilledBetweenTwoActsMissesNothingAndHearsNothingTwice(t *testing.T) {
	r := newRecord("one")
	_, url := serve(t, r, Options{})
	l := listen(t, url+"?on=page&after=1")
	l.until("1")
	r.grow("two")
	heard := linesOf(l.until("2"))
	l.cancel()
	r.grow("three")
	r.grow("four")
	back := listen(t, url+"?on=page&after=1", "Last-Event-ID", "2")
	heard = append(heard, linesOf(back.until("4"))...)
	r.grow("five")
	heard = append(heard, linesOf(back.until("5"))...)
	got := strings.Join(heard, " ")
	// Acts that come close together may be told by one patch: then the last of them stands in it.
	if got != "two three four five" && got != "two four five" {
		t.Errorf("heard %q, want two three four five, or two four five", got)
	}
}

func TestAPageLoadedBeforeTheActIsCaughtUpByItsSize(t *testing.T) {
	r := newRecord("one")
	_, url := serve(t, r, Options{})
	first := listen(t, url+"?on=page&after=1")
	first.until("1")
	r.grow("two")
	first.until("2")
	if got := linesOf(listen(t, url+"?on=page&after=1").until("2")); len(got) != 1 || got[0] != "two" {
		t.Errorf("a page of size 1 is sent %q, want two", got)
	}
	if got := linesOf(listen(t, url+"?on=page&after=2").until("2")); len(got) != 0 {
		t.Errorf("a page of size 2 is sent %q, want nothing", got)
	}
}

func TestWhoHasMissedMoreThanIsKeptLoadsThePageAgain(t *testing.T) {
	r := newRecord("one", "two")
	_, url := serve(t, r, Options{})
	all := listen(t, url+"?on=page&after=1").until("2") // nothing was rendered at size 1
	if len(all) != 1 || all[0].kind != "reload" || all[0].data != "2 page" {
		t.Errorf("heard %v, want reload", all)
	}
}

func TestEventsBeyondWhatIsKeptAreForgotten(t *testing.T) {
	tp := &topic{name: "x", next: make(chan struct{})}
	for i := range int64(keptEvents + 10) {
		tp.keep(event{mark{i + 1, i + 1}, false, []byte("x")})
		tp.now = mark{i + 1, i + 1}
	}
	if _, _, ok := tp.since(9); ok {
		t.Error("since(9) is answered though event 10 is gone")
	}
	if all, _, ok := tp.since(10); !ok || len(all) != keptEvents {
		t.Errorf("since(10) = %d events, %v, want %d, true", len(all), ok, keptEvents)
	}
	if _, _, ok := tp.after(9); ok {
		t.Error("after(9) is answered though event 10 is gone")
	}
	tp.keep(event{mark{100, 100}, false, make([]byte, keptBytes)})
	if len(tp.events) != 1 {
		t.Errorf("%d events are kept beside one that fills the room, want none", len(tp.events)-1)
	}
}

func TestAnActIsRenderedOnceWhateverTheNumberOfListeners(t *testing.T) {
	r := newRecord("one")
	h, url := serve(t, r, Options{Tick: time.Hour})
	var all []*listener
	for range 40 {
		l := listen(t, url+"?on=page&after=1")
		l.until("1")
		all = append(all, l)
	}
	if h.Listeners() != 40 {
		t.Errorf("Listeners() = %d, want 40", h.Listeners())
	}
	time.Sleep(50 * time.Millisecond) // the round of the start is over
	before := r.rendered.Load()
	r.grow("two")
	for _, l := range all {
		if got := linesOf(l.until("2")); len(got) != 1 || got[0] != "two" {
			t.Fatalf("heard %q, want two", got)
		}
	}
	if n := r.rendered.Load() - before; n != 1 {
		t.Errorf("rendered %d times for 40 listeners, want once", n)
	}
}

// stuck is a writer that takes nothing after a while.
type stuck struct {
	httptest.ResponseRecorder
	deadline time.Time
	left     int
}

func (s *stuck) SetWriteDeadline(t time.Time) error { s.deadline = t; return nil }
func (s *stuck) FlushError() error                  { return nil }
func (s *stuck) Write(b []byte) (int, error) {
	if s.left--; s.left < 0 {
		time.Sleep(time.Until(s.deadline))
		return 0, fmt.Errorf("write: deadline passed")
	}
	return len(b), nil
}

func TestAListenerThatDoesNotTakeWhatItIsSentIsDroppedAndHoldsNobodyUp(t *testing.T) {
	r := newRecord("one")
	h, url := serve(t, r, Options{Patience: 300 * time.Millisecond})
	quick := listen(t, url+"?on=page&after=1")
	quick.until("1")
	dropped := make(chan struct{})
	go func() {
		defer close(dropped)
		h.ServeHTTP(&stuck{left: 2}, httptest.NewRequest(http.MethodGet, "/?on=page&after=1", nil))
	}()
	for h.Listeners() < 2 {
		time.Sleep(time.Millisecond)
	}
	began := time.Now()
	r.grow("two")
	quick.until("2")
	if took := time.Since(began); took > 250*time.Millisecond {
		t.Errorf("a stuck listener held another up for %s", took)
	}
	<-dropped
	if got := linesOf(listen(t, url+"?on=page", "Last-Event-ID", "1").until("2")); len(got) != 1 || got[0] != "two" {
		t.Errorf("come back, it hears %q, want two", got)
	}
}

func TestAStreamOfSeveralPagesSaysASizeOnlyWhenAllHaveReachedIt(t *testing.T) {
	r := newRecord("one")
	_, url := serve(t, r, Options{})
	l := listen(t, url+"?on=a&on=b&on=none&on=c&after=1")
	l.until("1")
	for i := 2; i < 12; i++ {
		n := r.grow(fmt.Sprint(i))
		var told []string
		for _, m := range l.until(fmt.Sprint(n)) {
			if m.kind == "patch" {
				told = append(told, strings.Fields(m.data)[1])
			}
		}
		if got := strings.Join(told, " "); got != "a b c" {
			t.Fatalf("before size %d is said, heard of %q, want a b c", n, got)
		}
	}
}

func TestTimeAloneChangesAPageWithoutNewSize(t *testing.T) {
	r := newRecord("one")
	_, url := serve(t, r, Options{Tick: 20 * time.Millisecond})
	l := listen(t, url+"?on=page&after=1")
	l.until("1")
	r.mu.Lock()
	r.clock = 7
	r.mu.Unlock()
	if m := l.next(); m.kind != "tick" || m.data != "1 page\n"+`<p id="clock">7</p>` {
		t.Errorf("heard %+v, want a tick with the clock alone", m)
	}
}

func TestAQuietStreamGivesSignsOfLife(t *testing.T) {
	r := newRecord("one")
	_, url := serve(t, r, Options{Heartbeat: 20 * time.Millisecond})
	l := listen(t, url+"?on=page&after=1")
	l.until("1")
	if m := l.next(); m.kind != "beat" {
		t.Errorf("heard %+v, want a heartbeat", m)
	}
}

func TestALineEndInAPageDoesNotEndAnEvent(t *testing.T) {
	r := newRecord("one")
	_, url := serve(t, r, Options{})
	l := listen(t, url+"?on=page&after=1")
	l.until("1")
	r.grow("two\n\nevent: at\ndata: 99\r\nid: 99")
	for _, m := range l.until("2") {
		if m.kind != "patch" || !strings.Contains(m.data, "\n\nevent: at\ndata: 99") {
			t.Errorf("heard %+v, want one patch with the lines in it", m)
		}
	}
}

func TestAStreamNobodyCanHaveIsRefused(t *testing.T) {
	r := newRecord("one")
	h := New(&r.feed, r.render, Options{Listeners: 1, Topics: 1})
	code := func(query string) int {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "/?"+query, nil))
		return w.Code
	}
	for query, want := range map[string]int{"": http.StatusNotFound, "on=none": http.StatusNotFound, "on=a": http.StatusOK} {
		if got := code(query); got != want {
			t.Errorf("GET ?%s = %d, want %d", query, got, want)
		}
	}
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	listen(t, s.URL+"?on=a")
	if got := code("on=a"); got != http.StatusServiceUnavailable {
		t.Errorf("one listener more than the hub takes = %d, want %d", got, http.StatusServiceUnavailable)
	}
}

func TestNothingRunsWhenNobodyListens(t *testing.T) {
	before := runtime.NumGoroutine()
	r := newRecord("one")
	h := New(&r.feed, r.render, Options{Tick: 10 * time.Millisecond, Linger: time.Millisecond})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/?on=page&after=1", nil))
	}()
	for h.Listeners() == 0 {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(20 * time.Millisecond)
	cancel()
	<-done
	for i := 0; runtime.NumGoroutine() > before || !h.Resting() || r.feed.Listeners() > 0; i++ {
		if i == 200 {
			t.Fatalf("%d goroutines, %d listeners to the feed, resting %v after everybody left; there were %d", runtime.NumGoroutine(), r.feed.Listeners(), h.Resting(), before)
		}
		time.Sleep(10 * time.Millisecond)
	}
}
