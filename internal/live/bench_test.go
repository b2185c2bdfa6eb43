package live

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// served is set in the environment of the process that serves the streams of a benchmark: it serves alone, so that
// its memory can be told from that of the listeners.
const served = "ACCEDE_LIVE_SERVED"

func TestMain(m *testing.M) {
	if os.Getenv(served) != "" {
		if err := serveForBench(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// serveForBench serves streams at /events, adds an act at /grow, and tells at /memory what the process holds. It prints
// its address, and ends with its standard input.
func serveForBench() error {
	r := newRecord("one")
	for range 125 { // 12 kB: as much as the withdrawal of 2022 changes on the overview of a dossier
		r.lines = append(r.lines, strings.Repeat("a line of the page, as long as such lines are ", 2))
	}
	r.feed.Publish(int64(len(r.lines)))
	h := New(&r.feed, r.render, Options{})
	mux := http.NewServeMux()
	mux.Handle("/events", h)
	mux.HandleFunc("/grow", func(w http.ResponseWriter, _ *http.Request) {
		r.mu.Lock()
		r.lines[len(r.lines)-1] = fmt.Sprint(time.Now().UnixNano())
		r.lines = append(r.lines, "next")
		n := int64(len(r.lines))
		r.mu.Unlock()
		fmt.Fprint(w, time.Now().UnixNano())
		r.feed.Publish(n)
	})
	mux.HandleFunc("/memory", func(w http.ResponseWriter, _ *http.Request) {
		debug.FreeOSMemory()
		status, _ := os.ReadFile("/proc/self/status")
		for line := range strings.Lines(string(status)) {
			if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
				fmt.Fprint(w, strings.Fields(rest)[0])
			}
		}
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	go func() { bufio.NewReader(os.Stdin).ReadString(0); os.Exit(0) }()
	return http.Serve(l, mux)
}

// server starts the process that serves, and answers its address.
func server(b *testing.B) string {
	b.Helper()
	program, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	c := exec.Command(program)
	c.Env = append(os.Environ(), served+"=1")
	in, err := c.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { in.Close(); c.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimSpace(line)
}

func ask(b *testing.B, url string) int64 {
	b.Helper()
	res, err := http.Get(url)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	var n int64
	if _, err := fmt.Fscan(res.Body, &n); err != nil {
		b.Fatal(err)
	}
	return n
}

// crowd opens n streams, in no more memory than a few hundred bytes each, and answers how to wait until all have read
// up to a size.
func crowd(b *testing.B, addr string, n int) func(size int64) time.Time {
	b.Helper()
	ctx, cancel := context.WithCancel(b.Context())
	b.Cleanup(cancel)
	var mu sync.Mutex
	seen, last := map[string]int{}, map[string]time.Time{}
	var ready sync.WaitGroup
	for i := range n {
		if i%200 == 0 {
			ready.Wait() // the queue of a listener is short
		}
		ready.Add(1)
		// A machine gives one address some 28,000 ports: the loopback network has more addresses.
		c, err := (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(2+i/10000))}}).DialContext(ctx, "tcp", addr)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { c.Close() })
		fmt.Fprintf(c, "GET /events?on=page HTTP/1.1\r\nHost: bench\r\n\r\n")
		go func() {
			in, first := bufio.NewReaderSize(c, 4096), true
			for {
				line, err := in.ReadSlice('\n')
				if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
					return
				}
				if rest, ok := strings.CutPrefix(string(line[:min(len(line), 32)]), "id: "); ok {
					now := time.Now()
					if first {
						first = false
						ready.Done()
						continue
					}
					id := strings.TrimSpace(rest)
					mu.Lock()
					seen[id]++
					last[id] = now
					mu.Unlock()
				}
			}
		}()
	}
	ready.Wait()
	return func(size int64) time.Time {
		id := strconv.FormatInt(size, 10)
		for range 20000 {
			mu.Lock()
			k, at := seen[id], last[id]
			mu.Unlock()
			if k == n {
				return at
			}
			time.Sleep(500 * time.Microsecond)
		}
		b.Fatalf("not all of %d listeners have heard of size %s", n, id)
		return time.Time{}
	}
}

// BenchmarkActToTheLastOfAThousand is the time from an act to the last of 1,000 listeners, the listeners being on the
// same machine. Beside it stands the least it can be here: the time in which as many bytes are written to as many
// sockets and read from them, without anything else.
func BenchmarkActToTheLastOfAThousand(b *testing.B) {
	addr := server(b)
	wait := crowd(b, addr, 1000)
	var took []time.Duration
	size := int64(126)
	for range max(b.N, 20) {
		time.Sleep(100 * time.Millisecond) // acts come one by one
		size++
		began := time.Unix(0, ask(b, "http://"+addr+"/grow"))
		took = append(took, wait(size).Sub(began))
	}
	slices.Sort(took)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/median")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms/p95")
	b.ReportMetric(float64(bareWrites(b, 1000, 12_000).Microseconds())/1000, "ms/bare")
}

// bareWrites is how long it takes to send n sockets so many bytes each and to read them at the other end.
func bareWrites(b *testing.B, n, bytes int) time.Duration {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	var all sync.WaitGroup
	var ends []net.Conn
	for range n {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		s, err := l.Accept()
		if err != nil {
			b.Fatal(err)
		}
		defer c.Close()
		defer s.Close()
		ends = append(ends, s)
		all.Go(func() {
			buf := make([]byte, 4096)
			for left := bytes; left > 0; {
				k, err := c.Read(buf)
				if err != nil {
					return
				}
				left -= k
			}
		})
	}
	runtime.GC()
	data, began := make([]byte, bytes), time.Now()
	for _, s := range ends {
		all.Go(func() { s.Write(data) })
	}
	all.Wait()
	return time.Since(began)
}

// BenchmarkMemoryOfTenThousand is what a server's process holds for each of 10,000 listeners.
func BenchmarkMemoryOfTenThousand(b *testing.B) {
	const n = 9_500 // beside the files the process has open, as many as the usual limit of 10,000 allows
	addr := server(b)
	before := ask(b, "http://"+addr+"/memory")
	wait := crowd(b, addr, n)
	quiet := ask(b, "http://"+addr+"/memory")
	ask(b, "http://"+addr+"/grow")
	wait(127)
	busy := ask(b, "http://"+addr+"/memory")
	for b.Loop() {
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(quiet-before)/n, "kB/listener")
	b.ReportMetric(float64(busy-before)/n, "kB/listener-after-an-act")
}

// BenchmarkAPageComparedWithTheNext is what an act costs a topic beside the rendering itself.
func BenchmarkAPageComparedWithTheNext(b *testing.B) {
	r := newRecord("one")
	for range 400 {
		r.lines = append(r.lines, strings.Repeat("a line of the page, as long as such lines are ", 2))
	}
	before, err := r.render(b.Context(), "page")
	if err != nil {
		b.Fatal(err)
	}
	r.lines[200] = "another"
	after, err := r.render(b.Context(), "page")
	if err != nil {
		b.Fatal(err)
	}
	old, err := parse(before.HTML)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		now, err := parse(after.HTML)
		if err != nil {
			b.Fatal(err)
		}
		if parts, err := changed(old, now); err != nil || len(parts) == 0 {
			b.Fatal("nothing has changed", err)
		}
	}
}
