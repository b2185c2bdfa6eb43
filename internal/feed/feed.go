// Package feed tells everyone who listens how long the record is now.
//
// It knows sizes and listeners. It refuses to know entries: whoever hears that
// the record has grown reads it. So nothing is lost when a listener is slow; it
// hears of the newest size alone, and reads everything up to it.
package feed

import (
	"context"
	"sync"
)

// Feed passes sizes on. The zero value is ready and has published nothing. All
// methods may be called at once; a Feed must not be copied.
type Feed struct {
	mu        sync.Mutex
	newest    int64
	listeners map[chan int64]struct{}
}

// Publish says that the record has n entries now. It never waits for a
// listener. A size that is not larger than the largest so far is ignored, so
// publishers need not agree on an order.
func (f *Feed) Publish(n int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if n <= f.newest {
		return
	}
	f.newest = n
	for c := range f.listeners {
		put(c, n)
	}
}

// Newest returns the largest size published, 0 before the first.
func (f *Feed) Newest() int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.newest
}

// Subscribe returns a channel of sizes, each larger than the one before. The
// newest size published so far, if any, is in it at once; sizes that were
// overtaken before they were received are left out. The channel is closed soon
// after ctx ends, and must be received from by one goroutine alone.
func (f *Feed) Subscribe(ctx context.Context) <-chan int64 {
	c := make(chan int64, 1)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.newest > 0 {
		c <- f.newest
	}
	if f.listeners == nil {
		f.listeners = make(map[chan int64]struct{})
	}
	f.listeners[c] = struct{}{}
	context.AfterFunc(ctx, func() { f.leave(c) })
	return c
}

// Listeners returns how many subscriptions have not ended.
func (f *Feed) Listeners() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.listeners)
}

func (f *Feed) leave(c chan int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.listeners, c)
	close(c)
}

// put replaces what waits in c by n. The caller holds f.mu, so nobody else
// sends; a receiver may still empty c between the two steps, which does no
// harm.
func put(c chan int64, n int64) {
	select {
	case <-c: // overtaken before it was received
	default:
	}
	c <- n
}
