package load

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// topicMark is where a page says which stream keeps it in step.
var topicMark = regexp.MustCompile(`id="live" data-on="([^"]+)"`)

// Topic answers the topic of the page at a path.
func Topic(addr, path string) (string, error) {
	c, err := Dial(addr)
	if err != nil {
		return "", fmt.Errorf("open %s: %w", path, err)
	}
	defer c.Close()
	status, page, err := c.Get(path, 10*time.Second)
	if err != nil {
		return "", fmt.Errorf("open %s: %w", path, err)
	}
	m := topicMark.FindSubmatch(page)
	if m == nil {
		return "", fmt.Errorf("open %s: status %d, and it names no stream", path, status)
	}
	return strings.ReplaceAll(string(m[1]), "&amp;", "&"), nil
}

// Viewers are open pages.
type Viewers struct {
	n     int
	mu    sync.Mutex
	seen  map[int64]int       // by size of the record: how many have been told of it
	last  map[int64]time.Time // when the last of them was
	bytes int64               // read by all
	grown chan struct{}       // closed and replaced when somebody was told of something
	lost  int                 // streams that ended
}

// Watch opens n streams for a topic, and answers when each has been greeted. They end with ctx.
func Watch(ctx context.Context, addr, topic string, n int) (*Viewers, error) {
	v := &Viewers{n: n, seen: map[int64]int{}, last: map[int64]time.Time{}, grown: make(chan struct{})}
	ask := fmt.Sprintf("GET /events?on=%s HTTP/1.1\r\nHost: %s\r\n\r\n", url.QueryEscape(topic), addr)
	var ready sync.WaitGroup
	for i := range n {
		if i%100 == 0 {
			ready.Wait() // the queue of a listener is short
		}
		c, err := dialFrom(ctx, addr, i)
		if err != nil {
			return nil, fmt.Errorf("open stream %d of %d: %w", i+1, n, err)
		}
		if _, err := c.Write([]byte(ask)); err != nil {
			return nil, fmt.Errorf("open stream %d of %d: %w", i+1, n, err)
		}
		context.AfterFunc(ctx, func() { c.Close() })
		ready.Add(1)
		go v.listen(c, sync.OnceFunc(ready.Done))
	}
	ready.Wait()
	if v.Lost() > 0 {
		return nil, fmt.Errorf("open %d streams: %d ended at once", n, v.Lost())
	}
	return v, nil
}

// dialFrom connects from one of many addresses of this machine, where the server is on it too: one address has some
// 28,000 ports.
func dialFrom(ctx context.Context, addr string, i int) (net.Conn, error) {
	var d net.Dialer
	if strings.HasPrefix(addr, "127.") {
		d.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(2+i/10000))}
	}
	return d.DialContext(ctx, "tcp", addr)
}

// listen reads one stream.
func (v *Viewers) listen(c net.Conn, greeted func()) {
	defer greeted()
	in := bufio.NewReaderSize(c, 2048)
	first, read := true, 0
	for {
		line, err := in.ReadSlice('\n')
		read += len(line)
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			v.mu.Lock()
			v.lost++
			v.mu.Unlock()
			return
		}
		rest, ok := strings.CutPrefix(string(line[:min(len(line), 32)]), "id: ")
		if !ok {
			continue
		}
		size, err := strconv.ParseInt(strings.TrimSpace(rest), 10, 64)
		if err != nil {
			continue
		}
		if first {
			first, read = false, 0
			greeted()
			continue
		}
		v.told(size, read)
		read = 0
	}
}

func (v *Viewers) told(size int64, read int) {
	now := time.Now()
	v.mu.Lock()
	defer v.mu.Unlock()
	v.seen[size]++
	v.last[size] = now
	v.bytes += int64(read)
	if v.seen[size] == v.n {
		close(v.grown)
		v.grown = make(chan struct{})
	}
}

// Lost answers how many streams have ended.
func (v *Viewers) Lost() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.lost
}

// Bytes answers how many bytes all have read since they were greeted.
func (v *Viewers) Bytes() int64 {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.bytes
}

// All answers when the last of the viewers was told of a size, waiting for it.
func (v *Viewers) All(ctx context.Context, size int64) (time.Time, error) {
	for {
		v.mu.Lock()
		n, at, grown, lost := v.seen[size], v.last[size], v.grown, v.lost
		v.mu.Unlock()
		if n == v.n {
			return at, nil
		}
		if lost > 0 {
			return time.Time{}, fmt.Errorf("wait until %d viewers are told of size %d: %d streams have ended", v.n, size, lost)
		}
		select {
		case <-grown:
		case <-ctx.Done():
			return time.Time{}, fmt.Errorf("wait until %d viewers are told of size %d: %d are: %w", v.n, size, n, ctx.Err())
		}
	}
}
