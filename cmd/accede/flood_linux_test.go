package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Attack 19: somebody sends all a server can be sent, from one address, as fast as it takes it: giant bodies, deep and broken
// JSON, acts that nobody signed, questions that cost much, callers that never finish. Whoever acts meanwhile from elsewhere is
// entered every time, and the record holds those acts and nothing else.
func TestAttack19WhileSomebodyFloodsTheServerEveryActOfOthersIsEntered(t *testing.T) {
	w := newWeather(t, "--api-rate", "100", "--api-burst", "100")
	before := w.size(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	elsewhere := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}} // another caller than whoever acts
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DialContext: elsewhere.DialContext, MaxConnsPerHost: 64}}
	var tried, taken, slowed atomic.Int64
	flood := func(method, path string, body func() io.Reader) {
		for ctx.Err() == nil {
			r, err := http.NewRequestWithContext(ctx, method, "http://"+w.addr+path, body())
			if err != nil {
				t.Error(err)
				return
			}
			r.Header.Set("Content-Type", "application/json")
			tried.Add(1)
			answer, err := client.Do(r)
			if err != nil {
				continue // cut off: that is an answer too
			}
			_, _ = io.Copy(io.Discard, answer.Body)
			answer.Body.Close()
			switch {
			case method == http.MethodPost && answer.StatusCode < 300:
				taken.Add(1)
			case answer.StatusCode == http.StatusTooManyRequests:
				slowed.Add(1)
			}
		}
	}
	none := func() io.Reader { return http.NoBody }
	text := func(s string) func() io.Reader { return func() io.Reader { return strings.NewReader(s) } }
	giant := bytes.Repeat([]byte("x"), 1<<20)
	var all sync.WaitGroup
	all.Go(func() {
		flood(http.MethodPost, "/api/v1/acts", func() io.Reader { return io.NopCloser(bytes.NewReader(giant)) })
	}) // of no said length
	all.Go(func() { flood(http.MethodPost, "/api/v1/acts", text(strings.Repeat("[", 60_000))) })
	all.Go(func() {
		flood(http.MethodPost, "/api/v1/acts", text(`{"act":{"accede":"act/1","act":"position","ballot":"for"}}`))
	})
	all.Go(func() { flood(http.MethodGet, "/api/v1/entries?limit=1000", none) })
	all.Go(func() { flood(http.MethodGet, "/d/x1/record/?q="+strings.Repeat("a", 2000), none) })
	all.Go(func() { flood(http.MethodGet, "/search?q="+strings.Repeat("b", 500), none) })
	all.Go(func() { flood(http.MethodPost, "/d/x1/act/object", text(strings.Repeat("y=1&", 10_000))) })
	all.Go(func() { // callers that begin and never end
		var held []net.Conn
		for ctx.Err() == nil && len(held) < 200 {
			c, err := elsewhere.DialContext(ctx, "tcp", w.addr)
			if err != nil {
				break
			}
			_, _ = io.WriteString(c, "POST /api/v1/acts HTTP/1.1\r\nHost: here\r\nContent-Length: 100000\r\n\r\n{")
			held = append(held, c)
		}
		<-ctx.Done()
		for _, c := range held {
			c.Close()
		}
	})
	const acts = 40
	var took []time.Duration
	for i := range acts {
		begun := time.Now()
		if status, said := w.act(t); status != http.StatusCreated {
			t.Errorf("act %d while somebody floods the server: %d %.200s, want 201", i+1, status, said)
		}
		took = append(took, time.Since(begun))
	}
	stop()
	all.Wait()
	if n := taken.Load(); n != 0 {
		t.Errorf("%d acts of the flood were taken, want none", n)
	}
	if got := w.size(t); got != before+acts {
		t.Errorf("the record has %d entries, want the %d before and the %d acts", got, before, acts)
	}
	if tried.Load() < 100 {
		t.Errorf("the flood was of %d requests: that is none", tried.Load())
	}
	slices.Sort(took)
	t.Logf("%d acts beside a flood of %d requests (%d told to come later): half within %v, all within %v",
		acts, tried.Load(), slowed.Load(), took[acts/2].Round(time.Millisecond), took[acts-1].Round(time.Millisecond))
}
