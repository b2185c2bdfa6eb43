package dossier

import (
	"encoding/binary"
	"maps"
	"slices"
)

// index finds acts that have been folded, by id and by hash. It only grows. Copies of it go their own ways and cost
// next to nothing, since what was there when it was copied is shared from then on and never changed.
type index struct {
	frozen []*layer // shared with copies, the largest first
	top    *layer   // this copy's own; nil when there is nothing in it yet
}

// layer is a run of acts. An act is a number, the place of its position and hash in the two lists.
type layer struct {
	byID   map[string]uint32
	byHash map[uint64]uint32   // by the first eight bytes of the hash: those are spread evenly, whoever makes acts
	clash  map[[32]byte]uint32 // acts whose first eight bytes were taken
	seqs   []int64
	hashes [][32]byte
}

func newLayer(size int) *layer {
	return &layer{
		byID: make(map[string]uint32, size), byHash: make(map[uint64]uint32, size),
		seqs: make([]int64, 0, size), hashes: make([][32]byte, 0, size),
	}
}

// expect makes room for n acts more.
func (x *index) expect(n int) {
	if x.top == nil && n > 0 {
		x.top = newLayer(n)
	}
}

func short(h [32]byte) uint64 { return binary.BigEndian.Uint64(h[:8]) }

// add notes an act. Its id and its hash must be new.
func (x *index) add(id string, seq int64, h [32]byte) {
	if x.top == nil {
		x.top = newLayer(0)
	}
	x.top.add(id, seq, h)
}

func (l *layer) add(id string, seq int64, h [32]byte) {
	n := uint32(len(l.seqs))
	l.seqs, l.hashes = append(l.seqs, seq), append(l.hashes, h)
	l.byID[id] = n
	if _, taken := l.byHash[short(h)]; !taken {
		l.byHash[short(h)] = n
		return
	}
	if l.clash == nil {
		l.clash = map[[32]byte]uint32{}
	}
	l.clash[h] = n
}

// id answers the position and the hash of the act with that id.
func (x *index) id(id string) (seq int64, h [32]byte, ok bool) {
	for l := range x.layers {
		if n, ok := l.byID[id]; ok {
			return l.seqs[n], l.hashes[n], true
		}
	}
	return 0, [32]byte{}, false
}

// hash answers the position of the act with that hash.
func (x *index) hash(h [32]byte) (seq int64, ok bool) {
	for l := range x.layers {
		if n, ok := l.byHash[short(h)]; ok && l.hashes[n] == h {
			return l.seqs[n], true
		}
		if n, ok := l.clash[h]; ok {
			return l.seqs[n], true
		}
	}
	return 0, false
}

// layers yields all layers.
func (x *index) layers(yield func(*layer) bool) {
	if x.top != nil && !yield(x.top) {
		return
	}
	for _, l := range x.frozen {
		if !yield(l) {
			return
		}
	}
}

// clone answers a copy. What is in the index is frozen. Each frozen layer is kept at least twice as large as the next,
// so there are few of them, and an act is moved from one to another a few times at most.
func (x *index) clone() index {
	if x.top != nil {
		x.frozen = append(slices.Clip(x.frozen), x.top)
		x.top = nil
		for n := len(x.frozen); n > 1 && len(x.frozen[n-2].seqs) < 2*len(x.frozen[n-1].seqs); n = len(x.frozen) {
			x.frozen = append(slices.Clone(x.frozen[:n-2]), merged(x.frozen[n-2], x.frozen[n-1]))
		}
	}
	return index{frozen: slices.Clip(x.frozen)}
}

// merged answers a layer with the acts of both.
func merged(a, b *layer) *layer {
	m := &layer{
		byID: maps.Clone(a.byID), byHash: maps.Clone(a.byHash), clash: maps.Clone(a.clash),
		seqs: slices.Clone(a.seqs), hashes: slices.Clone(a.hashes),
	}
	ids := make([]string, len(b.seqs))
	for id, n := range b.byID {
		ids[n] = id
	}
	for n, id := range ids {
		m.add(id, b.seqs[n], b.hashes[n])
	}
	return m
}
