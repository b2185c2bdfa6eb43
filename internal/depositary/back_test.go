package depositary

import (
	"context"
	"errors"
	"strings"
	"testing"

	"accede/act"
	"accede/body"
	"accede/dossier"
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
	if !errors.Is(err, ErrBehind) || !strings.Contains(err.Error(), "earlier state") {
		t.Errorf("Submit = %v, want %v, and that the store went back", err, ErrBehind)
	}
	if n, err := earlier.Size(background); n != int64(len(all)) || err != nil {
		t.Errorf("the store has %d entries, %v, want %d", n, err, len(all))
	}
	if d.Size() != size {
		t.Errorf("readers are shown %d entries, want the %d that were answered", d.Size(), size)
	}
}

// TestTheSignaturesOfEntriesFoldedBeforeAreNotCheckedAgainAndAllOthersAre: reading again after an unknown fate takes no
// longer than hashing, and believes nothing that is new.
func TestTheSignaturesOfEntriesFoldedBeforeAreNotCheckedAgainAndAllOthersAre(t *testing.T) {
	r := foundSigned(t, mem.New())
	d := r.open(t)
	acts(t, d, "x-applies", "x", "x", &act.Apply{Procedure: "vote"})
	acts(t, d, "a-for", "a", "x", &act.Position{Ballot: "for"})
	folded := d.Moment().Tree
	acts(t, d, "b-for", "b", "x", &act.Position{Ballot: "for"})
	var checked, trusted int
	for b := range proved(background, read(background, r.log, 0), nil, folded) {
		for i, e := range b.entries {
			if len(e.Signatures) == 0 {
				continue
			}
			if leaf, err := folded.Leaf(b.first + int64(i)); err == nil && leaf == b.leaves[i] {
				trusted++
			} else {
				checked++
			}
		}
	}
	if checked != 1 || trusted != 2 {
		t.Errorf("%d signatures are checked and %d taken as checked before, want 1 and 2", checked, trusted)
	}
	if got, err := load(background, r.log, everything, folded); err != nil || got.Docket.Signed() != 3 {
		t.Errorf("load = %v, want three signatures", err)
	}
	// Behind what was folded a forged act is found, also where everything before it is known.
	forged := draft(t, d, "c-for", "c", "x", &act.Position{Ballot: "for"})
	data, sigs := sign(t, forged, "host")
	sigs[0].Key = "c"
	entry := dossier.SignedEntry(d.Size()+1, r.now(), &forged, data, sigs)
	bytes, err := entry.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.log.Append(background, d.Size(), []store.Entry{{Seq: d.Size() + 1, Bytes: bytes}}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := load(background, r.log, everything, d.Moment().Tree); err == nil || !strings.Contains(err.Error(), "does not follow") {
		t.Errorf("load with a forged act = %v, want that it does not follow", err)
	}
}
