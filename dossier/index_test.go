package dossier

import (
	"encoding/binary"
	"fmt"
	"maps"
	"testing"

	"pgregory.net/rapid"
)

// TestCopiesOfAnIndexGoTheirOwnWays holds indexes and their copies to plain maps, with hashes that clash often.
func TestCopiesOfAnIndexGoTheirOwnWays(t *testing.T) {
	type act struct {
		seq  int64
		hash [32]byte
	}
	type pair struct {
		index index
		twin  map[string]act
	}
	rapid.Check(t, func(t *rapid.T) {
		all := []*pair{{twin: map[string]act{}}}
		n := 0
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			p := all[rapid.IntRange(0, len(all)-1).Draw(t, "which")]
			if rapid.IntRange(0, 4).Draw(t, "copy") == 0 {
				twin := map[string]act{}
				maps.Copy(twin, p.twin)
				all = append(all, &pair{p.index.clone(), twin})
				continue
			}
			n++
			var h [32]byte
			binary.BigEndian.PutUint64(h[:8], uint64(rapid.IntRange(0, 3).Draw(t, "short")))
			binary.BigEndian.PutUint64(h[8:], uint64(n))
			id := fmt.Sprintf("act-%d", n)
			p.index.add(id, int64(n), h)
			p.twin[id] = act{int64(n), h}
		}
		for _, p := range all {
			for i := range n + 1 {
				id := fmt.Sprintf("act-%d", i)
				want, there := p.twin[id]
				seq, h, ok := p.index.id(id)
				if ok != there || seq != want.seq || h != want.hash {
					t.Fatalf("id(%s) = %d, %x, %v; want %d, %x, %v", id, seq, h, ok, want.seq, want.hash, there)
				}
				if seq, ok := p.index.hash(want.hash); there && (!ok || seq != want.seq) {
					t.Fatalf("hash of %s = %d, %v; want %d", id, seq, ok, want.seq)
				}
			}
		}
	})
}
