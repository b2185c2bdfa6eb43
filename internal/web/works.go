package web

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// How long pieces of work that pages ask for are waited for, allowed and kept.
const (
	patience  = 400 * time.Millisecond // then a page shows how far the work is
	workLimit = 20 * time.Second       // then it is stopped, and the page says so
	deserted  = 10 * time.Second       // nobody asked for so long: it is stopped
	keptFor   = 2 * time.Minute        // an answer is kept for those who ask the same
	mostWorks = 6                      // at once
	mostKept  = 64
)

// What can become of a piece of work beside its answer.
var (
	errBusy    = errors.New("the server is at work on as much as it can be")
	errLate    = errors.New("longer than the server gives a page")
	errStopped = errors.New("stopped by a reader")
)

// works are the long pieces of work that pages have asked for, by what was asked. Two readers who ask the same wait
// for one piece of work. The zero works are ready.
type works struct {
	mu  sync.Mutex
	all map[string]*work
}

// work is one of them.
type work struct {
	stop     context.CancelCauseFunc
	ended    chan struct{}
	about    any // what was asked, for whoever asks again by the key alone
	done, of atomic.Int64
	value    any   // once it has ended
	err      error // once it has ended
	idle     *time.Timer
}

// job does a piece of work. tell is to be told how far it is, and answers an error once it has to stop.
type job func(tell func(done, of int) error) (any, error)

// ask begins a piece of work, or joins one that was begun, and waits for it a little. It answers the work, and whether
// it has ended. The error is errBusy.
func (ws *works) ask(ctx context.Context, key string, do job) (*work, bool, error) {
	return ws.askAbout(ctx, key, nil, do)
}

// askAbout is ask, and keeps beside the work what was asked.
func (ws *works) askAbout(ctx context.Context, key string, about any, do job) (*work, bool, error) {
	w, err := ws.begin(key, about, do)
	if err != nil {
		return nil, false, err
	}
	over := w.wait(ctx)
	return w, over, nil
}

// find answers a piece of work by its key, waits for it a little, and says whether it has ended; nil where it is gone.
func (ws *works) find(ctx context.Context, key string) (w *work, over bool) {
	ws.mu.Lock()
	w = ws.all[key]
	if w != nil {
		w.idle.Reset(w.idleTime())
	}
	ws.mu.Unlock()
	if w == nil {
		return nil, false
	}
	return w, w.wait(ctx)
}

// wait waits for work a little, and says whether it has ended.
func (w *work) wait(ctx context.Context) bool {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-w.ended:
		return true
	case <-ctx.Done():
	case <-timer.C:
	}
	return false
}

// begin answers the work of a key, begun if it is not there.
func (ws *works) begin(key string, about any, do job) (*work, error) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if w, ok := ws.all[key]; ok {
		w.idle.Reset(w.idleTime())
		return w, nil
	}
	if ws.all == nil {
		ws.all = map[string]*work{}
	}
	running := 0
	for _, w := range ws.all {
		if !w.over() {
			running++
		}
	}
	if running >= mostWorks || len(ws.all) >= mostKept+mostWorks {
		return nil, errBusy
	}
	limited, release := context.WithTimeoutCause(context.Background(), workLimit, errLate)
	ctx, stop := context.WithCancelCause(limited)
	w := &work{stop: stop, ended: make(chan struct{}), about: about}
	w.idle = time.AfterFunc(deserted, func() { ws.drop(key, w) })
	ws.all[key] = w
	go func() {
		defer release()
		w.value, w.err = do(func(done, of int) error {
			w.done.Store(int64(done))
			w.of.Store(int64(of))
			return context.Cause(ctx)
		})
		if cause := context.Cause(ctx); cause != nil && w.err != nil {
			w.err = cause
		}
		close(w.ended)
		w.idle.Reset(w.idleTime())
	}()
	return w, nil
}

// drop forgets a piece of work, and stops it if it is not over.
func (ws *works) drop(key string, w *work) {
	w.stop(errStopped)
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if ws.all[key] == w {
		delete(ws.all, key)
	}
}

// cancel stops the work of a key.
func (ws *works) cancel(key string) {
	ws.mu.Lock()
	w := ws.all[key]
	ws.mu.Unlock()
	if w != nil {
		ws.drop(key, w)
	}
}

func (w *work) over() bool {
	select {
	case <-w.ended:
		return true
	default:
		return false
	}
}

// idleTime is how long nobody may ask before the work is dropped.
func (w *work) idleTime() time.Duration {
	if w.over() {
		return keptFor
	}
	return deserted
}

// progress is how far a piece of work is, as a page shows it.
type progress struct {
	Title, Key string
	Done, Of   int64
	Again      string // address that asks again
	Stop       string // address that stops it
}
