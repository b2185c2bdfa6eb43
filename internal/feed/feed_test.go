package feed_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"

	"accede/internal/feed"
)

func TestAListenerHearsTheNewestSizeAtOnce(t *testing.T) {
	var f feed.Feed
	f.Publish(3)
	f.Publish(7)
	sizes := f.Subscribe(t.Context())
	if got := <-sizes; got != 7 {
		t.Errorf("first size = %d, want 7", got)
	}
	f.Publish(8)
	if got := <-sizes; got != 8 {
		t.Errorf("next size = %d, want 8", got)
	}
}

func TestBeforeTheFirstSizeThereIsNothingToHear(t *testing.T) {
	var f feed.Feed
	select {
	case n := <-f.Subscribe(t.Context()):
		t.Errorf("heard %d, want nothing", n)
	default:
	}
	if got := f.Newest(); got != 0 {
		t.Errorf("Newest() = %d, want 0", got)
	}
}

func TestASlowListenerHearsTheNewestSizeAlone(t *testing.T) {
	var f feed.Feed
	sizes := f.Subscribe(t.Context())
	for n := int64(1); n <= 1000; n++ {
		f.Publish(n) // never waits, or this test would hang
	}
	if got := <-sizes; got != 1000 {
		t.Errorf("size = %d, want 1000", got)
	}
	select {
	case n := <-sizes:
		t.Errorf("then %d, want nothing", n)
	default:
	}
}

func TestASizeThatIsNotLargerIsIgnored(t *testing.T) {
	var f feed.Feed
	sizes := f.Subscribe(t.Context())
	for _, n := range []int64{5, 5, 4, -1, 0} {
		f.Publish(n)
	}
	if got := <-sizes; got != 5 {
		t.Errorf("size = %d, want 5", got)
	}
	f.Publish(5)
	select {
	case n := <-sizes:
		t.Errorf("then %d, want nothing", n)
	default:
	}
}

func TestAListenerWhoseContextEndsIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var f feed.Feed
		ctx, cancel := context.WithCancel(t.Context())
		sizes := f.Subscribe(ctx)
		if got := f.Listeners(); got != 1 {
			t.Errorf("Listeners() = %d, want 1", got)
		}
		cancel()
		synctest.Wait()
		if n, open := <-sizes; open {
			t.Errorf("heard %d after the end, want a closed channel", n)
		}
		if got := f.Listeners(); got != 0 {
			t.Errorf("Listeners() = %d, want 0", got)
		}
		f.Publish(1) // to nobody: must not be sent on the closed channel
	})
}

// Everyone hears sizes that only grow, and everyone hears the last one.
func TestManyPublishersAndListenersAgreeOnTheEnd(t *testing.T) {
	var f feed.Feed
	const listeners, publishers, last = 50, 4, 2000
	var listening, publishing sync.WaitGroup
	for i := range listeners {
		ctx, cancel := context.WithCancel(context.Background())
		sizes := f.Subscribe(ctx)
		listening.Go(func() {
			var before int64
			for n := range sizes {
				if n <= before {
					t.Errorf("listener %d heard %d after %d", i, n, before)
				}
				if before = n; n == last {
					cancel()
					return
				}
			}
			t.Errorf("listener %d heard %d last, want %d", i, before, last)
		})
		if i%5 == 0 { // and some come and go
			gone, leave := context.WithCancel(context.Background())
			f.Subscribe(gone)
			leave()
		}
	}
	for p := range publishers {
		publishing.Go(func() {
			for n := int64(p); n <= last; n += publishers {
				f.Publish(n)
			}
		})
	}
	publishing.Wait()
	listening.Wait()
}

func BenchmarkPublishToAThousand(b *testing.B) {
	var f feed.Feed
	for range 1000 {
		f.Subscribe(b.Context())
	}
	var n int64
	for b.Loop() {
		n++
		f.Publish(n)
	}
}
