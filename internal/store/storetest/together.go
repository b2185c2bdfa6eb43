package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"accede/internal/store"
)

// oneWins lets eight appenders run for the same positions. Each entry says who
// wrote it; what each was told must agree with what the record says.
func oneWins(t *testing.T, open Open) {
	log, _ := open(t)
	const appenders, each = 8, 20
	won := make([]map[int64]string, appenders)
	var all sync.WaitGroup
	for a := range appenders {
		won[a] = make(map[int64]string)
		all.Go(func() {
			for len(won[a]) < each {
				n, err := log.Size(context.Background())
				if err != nil {
					t.Errorf("Size() = %v, want nil", err)
					return
				}
				text := fmt.Sprintf("appender %d, win %d", a, len(won[a]))
				err = log.Append(context.Background(), n, []store.Entry{{Seq: n + 1, Bytes: []byte(text)}}, nil)
				switch {
				case err == nil:
					won[a][n+1] = text
				case !errors.Is(err, store.ErrConflict):
					t.Errorf("Append(%d) = %v, want nil or %v", n, err, store.ErrConflict)
					return
				}
			}
		})
	}
	all.Wait()
	got, err := log.Read(context.Background(), 0, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != appenders*each {
		t.Fatalf("%d entries, want %d", len(got), appenders*each)
	}
	for _, w := range won {
		for seq, text := range w {
			if string(got[seq-1].Bytes) != text {
				t.Errorf("entry %d is %q, but %q was told it won", seq, got[seq-1].Bytes, text)
			}
		}
	}
}

// readersSeeNoGap reads the tail over and over while batches are appended. A
// reader may see only whole batches.
func readersSeeNoGap(t *testing.T, open Open) {
	log, _ := open(t)
	const batches, size = 60, 7
	ctx, done := context.WithCancel(context.Background())
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			var after int64
			for after < batches*size {
				got, err := log.Read(ctx, after, 1000)
				if err != nil {
					t.Errorf("Read(%d) = %v, want nil", after, err)
					done()
					return
				}
				if len(got)%size != 0 {
					t.Errorf("Read(%d) gave %d entries: part of a batch", after, len(got))
				}
				for i, e := range got {
					if e.Seq != after+1+int64(i) {
						t.Errorf("Read(%d), entry %d has position %d", after, i, e.Seq)
					}
				}
				after += int64(len(got))
			}
		})
	}
	for b := int64(0); b < batches && ctx.Err() == nil; b++ {
		MustAppend(t, log, b*size, Entries(b*size, size), nil)
	}
	all.Wait()
	done()
}

// patience is how long a test waits for what must come; it is never reached
// when all is well.
const patience = 10 * time.Second

func waitReturns(t *testing.T, open Open) {
	log, _ := open(t)
	MustAppend(t, log, 0, Entries(0, 2), nil)
	if err := log.Wait(context.Background(), 1); err != nil {
		t.Errorf("Wait(1) of 2 entries = %v, want nil", err)
	}
	const listeners = 20
	got := make(chan error, listeners)
	for range listeners {
		go func() { got <- log.Wait(context.Background(), 3) }()
	}
	MustAppend(t, log, 2, Entries(2, 1), nil) // 3 entries: not longer than 3
	select {
	case err := <-got:
		t.Fatalf("Wait(3) of 3 entries = %v, want it to wait", err)
	case <-time.After(50 * time.Millisecond):
	}
	MustAppend(t, log, 3, Entries(3, 1), nil)
	for range listeners {
		wantSoon(t, got, nil)
	}
}

func waitEndsWithContext(t *testing.T, open Open) {
	log, _ := open(t)
	ctx, cancel := context.WithCancel(context.Background())
	got := make(chan error, 1)
	go func() { got <- log.Wait(ctx, 0) }()
	cancel()
	wantSoon(t, got, context.Canceled)
}

func waitEndsWithClose(t *testing.T, open Open) {
	log, _ := open(t)
	got := make(chan error, 1)
	go func() { got <- log.Wait(context.Background(), 0) }()
	if err := log.Close(); err != nil {
		t.Errorf("Close() = %v, want nil", err)
	}
	wantSoon(t, got, store.ErrClosed)
}

func wantSoon(t *testing.T, got <-chan error, want error) {
	t.Helper()
	select {
	case err := <-got:
		if !errors.Is(err, want) {
			t.Errorf("Wait = %v, want %v", err, want)
		}
	case <-time.After(patience):
		t.Fatalf("Wait did not return, want %v", want)
	}
}

func endedContext(t *testing.T, open Open) {
	log, _ := open(t)
	MustAppend(t, log, 0, Entries(0, 1), nil)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	wantError(t, "Append", log.Append(ctx, 1, Entries(1, 1), []byte("never")), context.Canceled)
	_, err := log.Read(ctx, 0, 1)
	wantError(t, "Read", err, context.Canceled)
	_, err = log.Size(ctx)
	wantError(t, "Size", err, context.Canceled)
	_, err = log.Checkpoint(ctx)
	wantError(t, "Checkpoint", err, context.Canceled)
	wantError(t, "Wait", log.Wait(ctx, 0), context.Canceled)
	WantRecord(t, log, Entries(0, 1), nil)
}

func afterClose(t *testing.T, open Open) {
	log, reopen := open(t)
	MustAppend(t, log, 0, Entries(0, 1), nil)
	for range 2 {
		if err := log.Close(); err != nil {
			t.Errorf("Close() = %v, want nil", err)
		}
	}
	ctx := context.Background()
	wantError(t, "Append", log.Append(ctx, 1, Entries(1, 1), []byte("never")), store.ErrClosed)
	_, err := log.Read(ctx, 0, 1)
	wantError(t, "Read", err, store.ErrClosed)
	_, err = log.Read(ctx, 0, 0)
	wantError(t, "Read of nothing", err, store.ErrClosed)
	_, err = log.Size(ctx)
	wantError(t, "Size", err, store.ErrClosed)
	_, err = log.Checkpoint(ctx)
	wantError(t, "Checkpoint", err, store.ErrClosed)
	wantError(t, "Wait", log.Wait(ctx, 0), store.ErrClosed)
	WantRecord(t, reopen(), Entries(0, 1), nil)
}
