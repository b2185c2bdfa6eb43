package depositary

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/internal/store"
	"accede/internal/store/storetest"
)

// slow is a log on which every append takes a while, so that others queue behind it.
type slow struct{ store.Log }

func (s slow) Append(ctx context.Context, n int64, entries []store.Entry, checkpoint []byte) error {
	time.Sleep(time.Millisecond)
	return s.Log.Append(ctx, n, entries, checkpoint)
}

// TestFaultsAmidManyWritersLoseAndDoubleNothing: while commits fail in every way, each author asks again until it has a
// receipt; then every act is in the record once, at the position of its receipt.
func TestFaultsAmidManyWritersLoseAndDoubleNothing(t *testing.T) {
	for seed := range uint64(5) {
		r := founded(t, body.Official)
		log := storetest.NewFaulty(t, slow{r.log})
		d, err := Open(background, r.config(log))
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		submit(t, d, official(t, "x-applies", "x", "x", &act.Apply{Procedure: "accession"}))
		random := rand.New(rand.NewPCG(seed, 0))
		for range 60 {
			log.Plan(storetest.Fault(random.IntN(5)))
		}
		got := storm(t, d, 8, 15)
		all, err := Entries(background, r.log)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range all {
			if e.Act == nil || e.Act.ID == "x-applies" {
				continue
			}
			if got[e.Act.ID] != e.Seq {
				t.Errorf("seed %d: %s is entry %d, its receipt says %d", seed, e.Act.ID, e.Seq, got[e.Act.ID])
			}
			delete(got, e.Act.ID)
		}
		for id, seq := range got {
			t.Errorf("seed %d: %s has a receipt for entry %d and is not in the record", seed, id, seq)
		}
		wantSound(t, r, d)
	}
}

// storm submits acts from several writers at once, each until it has a receipt, and answers the positions.
func storm(t *testing.T, d *Depositary, writers, each int) map[string]int64 {
	t.Helper()
	var mu sync.Mutex
	got := map[string]int64{}
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				id := fmt.Sprintf("says-%d-%d", w, i)
				bytes := official(t, id, "a", "x", &act.Position{Ballot: "for"})
				for {
					receipt, err := d.Submit(background, bytes)
					if err == nil {
						mu.Lock()
						got[id] = receipt.Seq
						mu.Unlock()
						break
					}
					if !errors.Is(err, ErrUnknownFate) && !errors.Is(err, store.ErrFull) && !errors.Is(err, ErrTaken) {
						t.Errorf("Submit(%s) = %v", id, err)
						return
					}
					if i%3 == 0 {
						if _, err := d.Docket(background, time.Time{}); err != nil {
							t.Errorf("Docket: %v", err)
						}
					}
				}
			}
		})
	}
	wg.Wait()
	return got
}
