package depositary

import (
	"context"
	"errors"
	"strings"
	"testing"

	"accede/act"
	"accede/body"
	"accede/internal/store"
	"accede/internal/store/mem"
)

// backward is a store that can go back to an earlier state, as a database does whose standby lacked the last commits.
type backward struct {
	store.Log
	fails bool
}

func (b *backward) Append(ctx context.Context, n int64, entries []store.Entry, checkpoint []byte) error {
	if b.fails {
		b.fails = false
		return errors.New("the connection broke")
	}
	return b.Log.Append(ctx, n, entries, checkpoint)
}

// TestAStoreThatWentBackIsNotGoneOnWith: whoever has answered entries signs no other history over a store that lost them.
func TestAStoreThatWentBackIsNotGoneOnWith(t *testing.T) {
	log := &backward{Log: mem.New()}
	r := foundIn(t, body.Official, log)
	d := r.open(t)
	submit(t, d, official(t, "x-applies", "x", "x", &act.Apply{Procedure: "accession"}))
	earlier := mem.New()
	all, err := log.Read(background, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	checkpoint, err := log.Checkpoint(background)
	if err != nil {
		t.Fatal(err)
	}
	if err := earlier.Append(background, 0, all, checkpoint); err != nil {
		t.Fatal(err)
	}
	submit(t, d, official(t, "a-for", "a", "x", &act.Position{Ballot: "for"}))
	size := d.Size()

	log.Log, log.fails = earlier, true
	for range 3 {
		_, err := d.Submit(background, official(t, "b-for", "b", "x", &act.Position{Ballot: "for"}))
		if err == nil {
			t.Fatal("an act is registered on a record that lost one")
		}
	}
	_, err = d.Submit(background, official(t, "b-for", "b", "x", &act.Position{Ballot: "for"}))
	if !errors.Is(err, store.ErrDamaged) || !strings.Contains(err.Error(), "earlier state") {
		t.Errorf("Submit = %v, want %v, and that the store went back", err, store.ErrDamaged)
	}
	if n, err := earlier.Size(background); n != int64(len(all)) || err != nil {
		t.Errorf("the store has %d entries, %v, want %d", n, err, len(all))
	}
	if d.Size() != size {
		t.Errorf("readers are shown %d entries, want the %d that were answered", d.Size(), size)
	}
}
