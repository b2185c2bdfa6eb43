package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"accede/internal/load"
)

// weather is a server in a process of its own, over a record whose parties anybody can be.
type weather struct {
	dir, addr string
	p         *process
	n         int64
	author    *load.Author
}

// newWeather starts one, with one dossier.
func newWeather(t *testing.T, args ...string) *weather {
	t.Helper()
	w := &weather{dir: filepath.Join(t.TempDir(), "rec")}
	must(t, "bench", "found", w.dir, "--parties", "8")
	w.serve(t, args...)
	return w
}

// serve starts the server, again after it has ended.
func (w *weather) serve(t *testing.T, args ...string) {
	t.Helper()
	p, url, _ := serving(t, append([]string{"serve", "--record", w.dir, "--addr", "127.0.0.1:0", "--api-rate", "0"}, args...)...)
	w.p, w.addr = p, strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/")
	r, _, err := (&session{ctx: t.Context(), clock: time.Now}).readRecord(w.dir, asOf{})
	if err != nil {
		t.Fatal(err)
	}
	w.author = load.NewAuthor(load.Body{Parties: 8}, fmt.Sprintf("b%d", w.n), r.Tree.Size(), r.Tree.Root().String(), time.Now())
	if len(r.Docket.Dossiers()) == 0 {
		a, err := w.author.Opening(0)
		if status, said := w.post(t, a, err); status != http.StatusCreated {
			t.Fatalf("opening a dossier: %d %s", status, said)
		}
	}
}

// post hands an act in, and answers 0 where no answer came.
func (w *weather) post(t *testing.T, a load.Signed, err error) (status int, said string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	c, err := load.Dial(w.addr)
	if err != nil {
		return 0, err.Error()
	}
	defer c.Close()
	status, answer, err := c.Post("/api/v1/acts", a.Line, 30*time.Second)
	if err != nil {
		return 0, err.Error()
	}
	return status, string(answer)
}

// size answers how many entries the record has on the disk, each of them checked.
func (w *weather) size(t *testing.T) int64 {
	t.Helper()
	r, _, err := (&session{ctx: t.Context(), clock: time.Now}).readRecord(w.dir, asOf{})
	if err != nil {
		t.Fatal(err)
	}
	return r.Tree.Size()
}

// act hands the next position in.
func (w *weather) act(t *testing.T) (status int, said string) {
	t.Helper()
	w.n++
	a, err := w.author.Act(load.Positions, w.n, 1)
	return w.post(t, a, err)
}

// works says that acts are registered and pages answered.
func (w *weather) works(t *testing.T, while string) {
	t.Helper()
	if status, said := w.act(t); status != http.StatusCreated {
		t.Errorf("%s, an act is answered with %d %.200s, want 201", while, status, said)
	}
	if status, _ := get(t, "http://"+w.addr+"/d/x1/"); status != http.StatusOK {
		t.Errorf("%s, a page is answered with %d, want 200", while, status)
	}
}

func (w *weather) dial(t *testing.T) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", w.addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func TestSlowCallersAreLetGoAndNobodyWaitsForThem(t *testing.T) {
	w := newWeather(t, "--header-within", "300ms")
	var slow []net.Conn
	for range 200 {
		c := w.dial(t)
		if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: here\r\nX-Slow"); err != nil {
			t.Fatal(err)
		}
		slow = append(slow, c)
	}
	w.works(t, "while 200 have not said what they ask")
	for _, c := range slow {
		if err := c.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, c); errors.Is(err, context.DeadlineExceeded) || isTimeout(err) {
			t.Fatal("a caller that does not say what it asks is still held")
		}
	}
}

func isTimeout(err error) bool {
	n, ok := errors.AsType[net.Error](err)
	return ok && n.Timeout()
}

func TestTenThousandIdleConnectionsHinderNobody(t *testing.T) {
	w := newWeather(t)
	const want = 10_000
	held := 0
	for ; held < want; held++ {
		c, err := net.Dial("tcp", w.addr)
		if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
			break
		}
		if err != nil {
			t.Fatalf("connection %d: %v", held+1, err)
		}
		defer c.Close()
		if held%500 == 0 {
			w.works(t, fmt.Sprintf("beside %d idle connections", held))
		}
		if held >= want-300 && isFullSoon(held) {
			break
		}
	}
	if held < want {
		t.Logf("this machine lets a process hold %d connections, of %d wanted", held, want)
		return
	}
	w.works(t, "beside 10,000 idle connections")
}

// isFullSoon leaves room for what a test needs besides.
func isFullSoon(held int) bool {
	var most syscall.Rlimit
	return syscall.Getrlimit(syscall.RLIMIT_NOFILE, &most) == nil && uint64(held)+100 > most.Cur
}

func TestGiantBodiesAreNotRead(t *testing.T) {
	w := newWeather(t)
	for name, head := range map[string]string{
		"that say so":      "Content-Length: 107374182400\r\n",
		"that say nothing": "Transfer-Encoding: chunked\r\n",
	} {
		c := w.dial(t)
		if _, err := fmt.Fprintf(c, "POST /api/v1/acts HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n%s\r\n", head); err != nil {
			t.Fatal(err)
		}
		sent := make(chan int64, 1)
		go func() { // until nobody takes any more
			chunk := append([]byte("10000\r\n"), bytes.Repeat([]byte("a"), 1<<16)...)
			chunk = append(chunk, '\r', '\n')
			var n int64
			for {
				k, err := c.Write(chunk)
				if n += int64(k); err != nil || n > 1<<30 {
					sent <- n
					return
				}
			}
		}()
		line, err := bufio.NewReader(c).ReadString('\n')
		if err == nil && !strings.Contains(line, " 413 ") {
			t.Errorf("bodies %s are answered with %q, want 413", name, line)
		}
		c.Close()
		if n := <-sent; n > 64<<20 {
			t.Errorf("of bodies %s %d bytes were taken", name, n)
		}
	}
	w.works(t, "after giant bodies")
}

func TestDeepAndBrokenJSONIsRefusedAndNothingElseHappens(t *testing.T) {
	w := newWeather(t)
	deep := strings.Repeat(`{"a":`, 10_000) + "1" + strings.Repeat("}", 10_000)
	for _, c := range []struct{ path, body string }{
		{"/api/v1/acts", deep},
		{"/api/v1/acts", strings.Repeat("[", 50_000)},
		{"/api/v1/acts", `{"act":` + deep + `}`},
		{"/api/v1/acts", `{"act":{},"sig":[` + strings.Repeat("[", 50_000)},
		{"/api/v1/decide", deep},
		{"/api/v1/decide", strings.Repeat("[", 50_000)},
		{"/api/v1/acts", "\xff\xfe{}"},
		{"/api/v1/acts", ""},
	} {
		answer, err := http.Post("http://"+w.addr+c.path, "application/json", strings.NewReader(c.body))
		if err != nil {
			t.Fatalf("%s with %.20q: %v", c.path, c.body, err)
		}
		answer.Body.Close()
		if answer.StatusCode/100 != 4 {
			t.Errorf("%s with %.20q is answered with %s, want a refusal", c.path, c.body, answer.Status)
		}
	}
	w.works(t, "after deep JSON")
}

func TestListenersWhoNeverReadAreNoHindrance(t *testing.T) {
	w := newWeather(t)
	topic, err := load.Topic(w.addr, "/d/x1/")
	if err != nil {
		t.Fatal(err)
	}
	for range 200 {
		c := w.dial(t)
		if err := c.(*net.TCPConn).SetReadBuffer(1024); err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Fprintf(c, "GET /events?on=%s HTTP/1.1\r\nHost: here\r\n\r\n", topic); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	watching, err := load.Watch(ctx, w.addr, topic, 3)
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		w.works(t, "beside 200 listeners who never read")
	}
	if _, err := watching.All(ctx, w.size(t)); err != nil {
		t.Errorf("who does read is not told of the last act: %v", err)
	}
}

func TestASecondServerOfOneFolderIsRefused(t *testing.T) {
	w := newWeather(t)
	code, _, said := accede(t, "serve", "--record", w.dir, "--addr", "127.0.0.1:0")
	if code != exitConflict || !strings.Contains(said, "open in another process") {
		t.Errorf("a second server exits with %d and says %q, want %d", code, said, exitConflict)
	}
	w.works(t, "after a second server was started by mistake")
}
