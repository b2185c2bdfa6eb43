package load

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"accede/internal/api/wire"
)

// actsPath is where acts are handed in.
const actsPath = "/api/v1/acts"

// Crowd is clients that hand acts in, each over a connection of its own and one act after another.
type Crowd struct {
	Addrs   []string                        // HOST:PORT of the servers; clients are spread over them
	Clients int                             // at once
	Next    func() (Signed, bool, error)    // the next act, asked by many at once; false: there is none
	Tell    func(Acknowledged)              // hears of every act that is acknowledged, from many at once; nil: nobody does
	Patient time.Duration                   // how long an act is handed in again while no answer comes, or one to try again; 0: never
	Trouble func(when time.Time, is string) // hears of every answer that was no receipt; nil: nobody does
	Tenth   func()                          // is called when another tenth of the acts has been acknowledged; nil: nobody is
}

// Acknowledged is an act with its receipt, and when it was handed in first and acknowledged.
type Acknowledged struct {
	Act      Signed
	Receipt  wire.Receipt
	From, To time.Time
}

// Result is what a crowd met.
type Result struct {
	Acts     int64            // acknowledged
	Again    int64            // times an act was handed in again
	Refused  map[string]int64 // acts that were not registered, by the name of the problem
	Unknown  int64            // acts whose fate was not told within Patient
	Took     time.Duration    // from the first act to the last answer
	Gap      time.Duration    // the longest time in which nothing was acknowledged
	GapBegan time.Time        // when it began
	Times    *Times           // from handing in to the receipt, of acts acknowledged
	Tenths   []time.Duration  // how long each tenth of the acts took, where their number is known; see Run
}

// counting is a result while it is being made.
type counting struct {
	*Crowd
	times   Times
	acts    atomic.Int64
	again   atomic.Int64
	unknown atomic.Int64

	mu       sync.Mutex
	refused  map[string]int64
	last     time.Time // something was acknowledged
	gap      time.Duration
	gapBegan time.Time
	marks    []time.Time
	every    int64
}

// Run hands in until there is no next act, or ctx ends. total is how many acts there will be, 0 where that is not
// known; progress hears of the number acknowledged every second, and may be nil.
func (c Crowd) Run(ctx context.Context, total int64, progress func(acts int64)) (Result, error) {
	n := &counting{Crowd: &c, refused: map[string]int64{}, every: max(total/10, 1)}
	began := time.Now()
	n.last = began
	stop := n.report(progress)
	var all sync.WaitGroup
	errs := make([]error, c.Clients)
	for i := range c.Clients {
		all.Go(func() { errs[i] = n.client(ctx, c.Addrs[i%len(c.Addrs)]) })
	}
	all.Wait()
	stop()
	r := Result{
		Acts: n.acts.Load(), Again: n.again.Load(), Refused: n.refused, Unknown: n.unknown.Load(), Took: time.Since(began),
		Gap: n.gap, GapBegan: n.gapBegan, Times: &n.times,
	}
	if total > 0 {
		for _, at := range n.marks {
			r.Tenths = append(r.Tenths, at.Sub(began))
			began = at
		}
	}
	return r, errors.Join(errs...)
}

// report tells progress every second until it is stopped.
func (n *counting) report(progress func(int64)) (stop func()) {
	if progress == nil {
		return func() {}
	}
	ended, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				progress(n.acts.Load())
			case <-ended:
				return
			}
		}
	}()
	return func() { close(ended); <-done }
}

// client is one of the crowd.
func (n *counting) client(ctx context.Context, addr string) error {
	line := &line{addr: addr}
	defer line.hangUp()
	for ctx.Err() == nil {
		a, more, err := n.Next()
		if err != nil {
			return err
		}
		if !more {
			return nil
		}
		n.handIn(ctx, line, a)
	}
	return nil
}

// line is a connection that is made anew when it was lost.
type line struct {
	addr string
	conn *Conn
}

func (l *line) hangUp() {
	if l.conn != nil {
		l.conn.Close()
		l.conn = nil
	}
}

func (l *line) post(data []byte) (status int, answer []byte, err error) {
	if l.conn == nil {
		if l.conn, err = Dial(l.addr); err != nil {
			return 0, nil, err
		}
	}
	status, answer, err = l.conn.Post(actsPath, data, 30*time.Second)
	if err != nil {
		l.hangUp()
	}
	return status, answer, err
}

// between is how long is waited before an act is handed in again.
const between = 50 * time.Millisecond

// handIn hands one act in until its fate is known.
func (n *counting) handIn(ctx context.Context, l *line, a Signed) {
	began := time.Now()
	for try := 0; ; try++ {
		status, answer, err := l.post(a.Line)
		switch {
		case err == nil && status/100 == 2:
			n.acknowledge(a, answer, began)
			return
		case err == nil && !mayAsk(status):
			n.refuse(nameOf(status, answer))
			return
		}
		why := "no answer: " + reason(err)
		if err == nil {
			why = nameOf(status, answer)
		}
		if n.Trouble != nil {
			n.Trouble(time.Now(), why)
		}
		if ctx.Err() != nil || time.Since(began) >= n.Patient {
			n.unknown.Add(1)
			return
		}
		n.again.Add(1)
		time.Sleep(between)
	}
}

func reason(err error) string {
	if errors.Is(err, io.EOF) {
		return "it ended"
	}
	return fmt.Sprint(err)
}

// mayAsk says whether the same act may be registered when it is handed in again.
func mayAsk(status int) bool { return status == 429 || status >= 500 }

// nameOf answers the name of a problem.
func nameOf(status int, answer []byte) string {
	var p wire.Problem
	if json.Unmarshal(answer, &p) == nil && p.Name != "" {
		return p.Name
	}
	return fmt.Sprintf("http-%d", status)
}

func (n *counting) acknowledge(a Signed, answer []byte, began time.Time) {
	now := time.Now()
	n.times.Add(now.Sub(began))
	done := n.acts.Add(1)
	n.mu.Lock()
	if gap := now.Sub(n.last); gap > n.gap {
		n.gap, n.gapBegan = gap, n.last
	}
	n.last = now
	tenth := done%n.every == 0
	if tenth {
		n.marks = append(n.marks, now)
	}
	n.mu.Unlock()
	if tenth && n.Tenth != nil {
		n.Tenth()
	}
	if n.Tell == nil {
		return
	}
	var r wire.Receipt
	if err := json.Unmarshal(answer, &r); err != nil || r.ID != a.ID {
		n.refuse("a receipt that is none: " + strings.TrimSpace(string(answer[:min(len(answer), 80)])))
		return
	}
	n.Tell(Acknowledged{a, r, began, now})
}

func (n *counting) refuse(name string) {
	n.mu.Lock()
	n.refused[name]++
	n.mu.Unlock()
}
