package load

import (
	"fmt"
	"math/bits"
	"strings"
	"sync"
	"time"
)

// perDouble is into how many parts each doubling of time is divided.
const perDouble = 16

// Times counts how long things took, each to within a sixteenth. The zero value has counted nothing; it may be used by
// many goroutines at once.
type Times struct {
	mu     sync.Mutex
	counts [64 * perDouble]int64 // by slot
	n      int64
	most   time.Duration
}

// slotOf answers where a duration is counted. Below 16 µs each microsecond has a place of its own.
func slotOf(d time.Duration) int {
	us := uint64(max(d.Microseconds(), 0))
	if us < perDouble {
		return int(us)
	}
	exp := bits.Len64(us) - bits.Len64(perDouble)
	return exp*perDouble + int(us>>exp)
}

// upTo answers the greatest duration of a slot.
func upTo(slot int) time.Duration {
	if slot < 2*perDouble {
		return time.Duration(slot) * time.Microsecond
	}
	exp := slot/perDouble - 1
	us := (int64(slot%perDouble+perDouble)+1)<<exp - 1
	return time.Duration(us) * time.Microsecond
}

// Add counts one.
func (t *Times) Add(d time.Duration) {
	t.mu.Lock()
	t.counts[slotOf(d)]++
	t.n++
	t.most = max(t.most, d)
	t.mu.Unlock()
}

// Spread is what Times come to.
type Spread struct {
	Count  int64 `json:"count"`
	P50    int64 `json:"p50_us"` // half took at most so many microseconds
	P95    int64 `json:"p95_us"`
	P99    int64 `json:"p99_us"`
	P999   int64 `json:"p999_us"`
	Most   int64 `json:"most_us"`
	Slices []Bar `json:"histogram"`
}

// Bar is how many took at most so long and longer than the bar before: bars double.
type Bar struct {
	UpTo  int64 `json:"up_to_us"`
	Count int64 `json:"count"`
}

// Spread answers what has been counted.
func (t *Times) Spread() Spread {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := Spread{Count: t.n, Most: t.most.Microseconds(), Slices: []Bar{}}
	s.P50, s.P95, s.P99, s.P999 = t.share(500), t.share(950), t.share(990), t.share(999)
	for from := 0; from < len(t.counts); from += perDouble {
		bar := Bar{UpTo: upTo(from + perDouble - 1).Microseconds()}
		for _, n := range t.counts[from : from+perDouble] {
			bar.Count += n
		}
		if bar.Count > 0 {
			s.Slices = append(s.Slices, bar)
		}
	}
	return s
}

// share answers within how many microseconds so many in a thousand were done.
func (t *Times) share(thousandths int64) int64 {
	want := (t.n*thousandths + 999) / 1000
	var seen int64
	for slot, n := range t.counts {
		if seen += n; n > 0 && seen >= want {
			return min(upTo(slot), t.most).Microseconds()
		}
	}
	return 0
}

// Text answers the spread as lines that can be read.
func (s Spread) Text() string {
	var b strings.Builder
	var most int64 = 1
	for _, bar := range s.Slices {
		most = max(most, bar.Count)
	}
	for _, bar := range s.Slices {
		fmt.Fprintf(&b, "  ≤ %9s ms %9d %s\n", Millis(bar.UpTo), bar.Count, strings.Repeat("■", int((bar.Count*40+most-1)/most)))
	}
	return b.String()
}

// Millis writes microseconds as milliseconds.
func Millis(us int64) string { return fmt.Sprintf("%d.%02d", us/1000, us%1000/10) }
