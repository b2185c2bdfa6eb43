// Package pace says how often each caller may ask.
//
// It knows callers by a word, and the addresses of callers, also behind proxies. It refuses to know what is asked, and it locks nobody out:
// who waits is let in again. It knows no clock: the time is an argument.
package pace

import (
	"net"
	"net/netip"
	"sync"
	"time"
)

// mostCallers is how many callers are remembered.
const mostCallers = 1 << 16

// Limits let each caller try so often, by the generic cell rate algorithm [ITU-T I.371]: for each one instant is kept,
// until which what was asked is paid for. Nobody is ever locked out: who waits is let in again, since a lock would
// silence a delegation before a deadline. New makes some; the zero Limits, and
// those of no period, limit nobody.
type Limits struct {
	each, slack time.Duration
	mu          sync.Mutex
	paid        map[string]time.Time
}

// New answers limits of one try in each period, with so many at once. No period, or a burst below 1: no limit.
func New(each time.Duration, burst int) *Limits {
	if each <= 0 || burst < 1 {
		return &Limits{}
	}
	return &Limits{each: each, slack: each * time.Duration(burst), paid: map[string]time.Time{}}
}

// Ask answers 0 and counts the try, or answers how long the caller has to wait.
func (l *Limits) Ask(who string, now time.Time) time.Duration {
	if l.each == 0 {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	until, known := l.paid[who]
	if until.Before(now) {
		until = now
	}
	until = until.Add(l.each)
	if wait := until.Sub(now) - l.slack; wait > 0 {
		return wait
	}
	if !known && len(l.paid) >= mostCallers {
		l.forget(now)
	}
	l.paid[who] = until
	return 0
}

// forget drops those who owe nothing, or all where that makes no room: better a crowd let in than kept in memory.
func (l *Limits) forget(now time.Time) {
	for who, until := range l.paid {
		if !until.After(now) {
			delete(l.paid, who)
		}
	}
	if len(l.paid) >= mostCallers {
		clear(l.paid)
	}
}

// Address answers by which part of its address a caller is known: of IPv6 the first 64 bits, which one household has.
func Address(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if ip = ip.Unmap().WithZone(""); ip.Is6() {
		if p, err := ip.Prefix(64); err == nil {
			return p.String()
		}
	}
	return ip.String()
}
