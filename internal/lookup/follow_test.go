package lookup

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"accede/dossier"

	"accede/internal/search"
	"accede/internal/view/words"
)

// slow is an index that takes a second to add anything, and remembers for how long it was at it.
type slow struct {
	search.Index
	size, worked atomic.Int64
}

func (x *slow) Size(context.Context, string) (int64, error) { return x.size.Load(), nil }

func (x *slow) Add(_ context.Context, _ string, _, to int64, _ []search.Doc) error {
	time.Sleep(time.Second)
	x.size.Store(to)
	x.worked.Add(int64(time.Second))
	return nil
}

func TestAnIndexTakesATenthOfTheTimeWhileTheRecordGrowsAndThenCatchesUp(t *testing.T) {
	d := nato(t, time.Time{})
	catalogue, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		x := &slow{}
		sizes, done := make(chan int64, 1), make(chan struct{})
		go func() {
			defer close(done)
			New(x, catalogue).Follow(t.Context(), sizes, func(context.Context) (*dossier.Docket, error) {
				x.size.Store(0) // as if as much had come in since
				return d, nil
			}, func(err error) { t.Error(err) })
		}()
		for n := range int64(1000) {
			select {
			case <-sizes:
			default:
			}
			sizes <- n
			time.Sleep(100 * time.Millisecond)
		}
		if worked := time.Duration(x.worked.Load()); worked < 5*time.Second || worked > 12*time.Second {
			t.Errorf("in 100 s in which the record grew, the index was added to for %v, want about a tenth", worked)
		}
		time.Sleep(30 * time.Second)
		if _, end := place(d); x.size.Load() != end {
			t.Errorf("after that the index goes to %d, want %d", x.size.Load(), end)
		}
		close(sizes)
		<-done
	})
}

func TestWhatCouldNotBeAddedIsTriedWhenTheRecordHasGrown(t *testing.T) {
	catalogue, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	d, tries, told := nato(t, time.Time{}), 0, 0
	sizes := make(chan int64, 1)
	sizes <- 1
	x := &slow{}
	synctest.Test(t, func(t *testing.T) {
		New(x, catalogue).Follow(t.Context(), sizes, func(context.Context) (*dossier.Docket, error) {
			if tries++; tries == 1 {
				sizes <- 2
				return nil, errors.New("away")
			}
			close(sizes)
			return d, nil
		}, func(error) { told++ })
	})
	if _, end := place(d); tries != 2 || told != 1 || x.size.Load() != end {
		t.Errorf("tried %d times, told %d times, the index goes to %d, want 2, 1, %d", tries, told, x.size.Load(), end)
	}
}
