package depositary

import (
	"context"
	"iter"
	"maps"
	"runtime"

	"accede/act/signature"
	"accede/dossier"
	"accede/internal/store"
	"accede/ledger"
)

// proved checks the signatures of batches, several at once and ahead of the fold, and yields them in order. It takes
// every key that an entry up to the end of the batch would enter; the fold then takes what was found for the keys that
// were the record's own at the position of the act, and for no other. Known are keys from before the first batch.
func proved(ctx context.Context, batches iter.Seq[*batch], known map[string]signature.Key, folded ledger.View) iter.Seq[*batch] {
	return func(yield func(*batch) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		inOrder := make(chan *batch, 2*runtime.GOMAXPROCS(0))
		go func() {
			defer close(inOrder)
			keys := known
			for b := range batches {
				b.proved = make(chan struct{})
				keys = b.keys(keys)
				go b.prove(keys, folded)
				select {
				case inOrder <- b:
				case <-ctx.Done():
					return
				}
			}
		}()
		for b := range inOrder {
			<-b.proved
			if !yield(b) || b.err != nil {
				return
			}
		}
	}
}

// keys answers the keys known before the batch and those in it. What was handed out before is not changed.
func (b *batch) keys(before map[string]signature.Key) map[string]signature.Key {
	all, copied := before, false
	add := func(id string, k signature.Key) {
		if _, known := all[id]; known {
			return // the first of an id is the one that counts, if any does
		}
		if !copied {
			all, copied = maps.Clone(all), true
			if all == nil {
				all = map[string]signature.Key{}
			}
		}
		all[id] = k
	}
	for _, e := range b.entries {
		if k, ok := e.NewKey(); ok {
			add(k.ID, k.Signing())
		}
		if e.Founding != nil {
			for _, k := range e.Founding.Keys {
				add(k.ID, k.Signing())
			}
		}
	}
	return all
}

// prove notes which signatures hold. One that does not is left to the fold, which knows the words for it.
func (b *batch) prove(keys map[string]signature.Key, folded ledger.View) {
	defer close(b.proved)
	find := func(id string) (signature.Key, bool) {
		k, ok := keys[id]
		return k, ok
	}
	for i := range b.entries {
		if len(b.entries[i].Signatures) == 0 {
			continue
		}
		if leaf, err := folded.Leaf(b.first + int64(i)); err == nil && leaf == b.leaves[i] {
			b.entries[i].Proven(find)
			continue
		}
		_ = b.entries[i].Prove(find)
	}
}

// checkSeen compares what the author of an act had seen with the entries before it.
func (l *loader) checkSeen(e dossier.Entry) error {
	if e.Act == nil || e.Act.SeenSize == 0 || l.founding.Rehearsal {
		return nil
	}
	if e.Act.SeenSize == l.seenSize && e.Act.SeenRoot == l.seenRoot {
		return nil // as the act before it
	}
	if err := CheckSeen(l.tree.View(), e.Act); err != nil {
		return &store.DamageError{Position: e.Seq, What: err.Error()}
	}
	l.seenSize, l.seenRoot = e.Act.SeenSize, e.Act.SeenRoot
	return nil
}
