package api

import (
	"net"
	"net/netip"
	"sync"
	"time"
)

// mostCallers is how many callers are remembered. One that has not asked for a while needs no remembering.
const mostCallers = 1 << 16

// callers lets each caller ask so often, by the generic cell rate algorithm [ITU-T I.371]: for each it keeps one instant,
// until which what was asked is paid for.
type callers struct {
	each  time.Duration // what one request costs; 0: nothing
	slack time.Duration // how far ahead a caller may be
	mu    sync.Mutex
	paid  map[string]time.Time
}

// newCallers answers callers of a rate a second; a rate or a burst below 1 means no limit.
func newCallers(rate, burst int) *callers {
	c := &callers{paid: map[string]time.Time{}}
	if rate > 0 && burst > 0 {
		c.each = time.Second / time.Duration(rate)
		c.slack = c.each * time.Duration(burst)
	}
	return c
}

// ask answers 0 and counts the request, or answers how long the caller must wait.
func (c *callers) ask(who string, now time.Time) time.Duration {
	if c.each == 0 {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	until, known := c.paid[who]
	if until.Before(now) {
		until = now
	}
	until = until.Add(c.each)
	if wait := until.Sub(now) - c.slack; wait > 0 {
		return wait
	}
	if !known && len(c.paid) >= mostCallers {
		c.forget(now)
	}
	c.paid[who] = until
	return 0
}

// forget drops those who owe nothing, or all where that makes no room: a crowd of addresses is then let in once more
// rather than kept in memory.
func (c *callers) forget(now time.Time) {
	for who, until := range c.paid {
		if !until.After(now) {
			delete(c.paid, who)
		}
	}
	if len(c.paid) >= mostCallers {
		clear(c.paid)
	}
}

// addressOf answers by which part of its address a caller is known: of IPv6 the first 64 bits, which one household has.
func addressOf(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is6() {
		if p, err := ip.Prefix(64); err == nil {
			return p.String()
		}
	}
	return ip.String()
}
