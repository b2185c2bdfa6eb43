package store

import "sync"

// Growth is the size of a record as far as a process has noticed. NewGrowth makes one; it may be used by many goroutines
// at once. Drivers wait by it.
type Growth struct {
	mu      sync.Mutex
	size    int64
	changed chan struct{} // closed and replaced when size grows
}

// NewGrowth answers the growth of a record of which nothing is known yet.
func NewGrowth() *Growth { return &Growth{changed: make(chan struct{})} }

// Set notes that the record has n entries. It never becomes shorter: a smaller n is what somebody noticed late.
func (g *Growth) Set(n int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if n > g.size {
		g.size = n
		close(g.changed)
		g.changed = make(chan struct{})
	}
}

// Now answers the size, and what is closed when it grows.
func (g *Growth) Now() (int64, <-chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.size, g.changed
}
