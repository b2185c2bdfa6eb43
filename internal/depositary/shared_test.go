package depositary

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/internal/store"
	"accede/internal/store/mem"
)

// lease is one process's part in a log that others share: whoever holds it is named in holder.
type lease struct {
	store.Log
	holder *atomic.Pointer[lease]
}

func (l *lease) Take(context.Context) error {
	if l.holder.CompareAndSwap(nil, l) || l.Holds() {
		return nil
	}
	return store.ErrLocked
}

func (l *lease) Holds() bool { return l.holder.Load() == l }

func (l *lease) Append(ctx context.Context, n int64, entries []store.Entry, checkpoint []byte) error {
	if !l.Holds() {
		return store.ErrLocked
	}
	return l.Log.Append(ctx, n, entries, checkpoint)
}

func TestOfSeveralProcessesOneWritesAndTheOthersHandItTheirActs(t *testing.T) {
	log := mem.New()
	r := foundIn(t, body.Official, log)
	var holder atomic.Pointer[lease]
	var all [3]*Depositary
	hand := func(ctx context.Context, data []byte, sigs []signature.Signature, items []act.Opening) (int64, bool, error) {
		for _, d := range all {
			if got, err := d.SubmitHere(ctx, data, sigs, items); !errors.Is(err, store.ErrLocked) {
				return got.Seq, got.Already, err
			}
		}
		return 0, false, store.ErrLocked
	}
	var leases [3]*lease
	for i := range all {
		leases[i] = &lease{log, &holder}
		c := r.config(leases[i])
		c.Lease, c.Hand = leases[i], hand
		d, err := Open(background, c)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		all[i] = d
	}
	if _, err := all[0].SubmitSigned(background, official(t, "x-applies", "x", "x", &act.Apply{Procedure: "accession"}), nil); err != nil {
		t.Fatal(err)
	}
	var last int64
	for n := range 12 {
		data := official(t, fmt.Sprintf("takes-%d", n), "a", "x", &act.Position{Ballot: "for"})
		got, err := all[n%3].SubmitSigned(background, data, nil)
		if err != nil || got.Already {
			t.Fatalf("act %d = %+v, %v, want a receipt", n, got, err)
		}
		again, err := all[(n+1)%3].SubmitSigned(background, data, nil)
		if err != nil || !again.Already || again.Seq != got.Seq {
			t.Errorf("act %d again = %+v, %v, want the receipt of entry %d", n, again, err, got.Seq)
		}
		if last = max(last, got.Seq); n%4 == 3 { // the next takes over, and the one before finds that out by itself
			holder.Store(leases[(n/4+1)%3])
		}
	}
	for i, d := range all {
		for size := range d.Feed().Subscribe(t.Context()) {
			if size >= last {
				break
			}
		}
		docket, err := d.Docket(background, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, known := docket.SeenID("takes-11"); !known || d.Size() < last {
			t.Errorf("process %d has %d entries, want at least %d with the last act", i, d.Size(), last)
		}
	}
	if _, err := Load(background, log); err != nil {
		t.Errorf("Load = %v, want nil", err)
	}
}
