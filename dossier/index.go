package dossier

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

// index finds acts that have been folded, by id and by hash. It only grows. Copies of it go their own ways and cost
// next to nothing, since what was there when it was copied is shared from then on and never changed.
type index struct {
	frozen []*layer // shared with copies, the largest first
	top    *layer   // this copy's own; nil when there is nothing in it yet
}

// layer is a run of acts. An act is a number, its place in the lists. There is no pointer in them: a million acts are
// some 70 MB that nobody has to look through for garbage, and are written beside a record as they are.
type layer struct {
	ids    []byte   // one after another
	ends   []uint32 // where each ends
	seqs   []int64
	hashes [][32]byte

	byID   slots // by the hash of the id
	byHash slots // by the hash of the act
}

// slots is a table of acts, found by the first bytes of a hash and then one place after the other: those bytes are spread
// evenly, whoever makes acts. 0 is an empty place, else the act's number and one. At least a quarter are empty.
type slots []uint32

func newLayer(size int) *layer {
	return &layer{
		ends: make([]uint32, 0, size), seqs: make([]int64, 0, size), hashes: make([][32]byte, 0, size),
		byID: roomFor(size), byHash: roomFor(size),
	}
}

// roomFor answers empty slots for size acts.
func roomFor(size int) slots {
	n := 8
	for n < size+size/3+1 {
		n *= 2
	}
	return make(slots, n)
}

// from yields the numbers at and behind the place of a hash, up to the first empty one.
func (s slots) from(h uint64) func(yield func(uint32) bool) {
	return func(yield func(uint32) bool) {
		for at := h & uint64(len(s)-1); s[at] != 0; at = (at + 1) & uint64(len(s)-1) {
			if !yield(s[at] - 1) {
				return
			}
		}
	}
}

func (s slots) put(h uint64, n uint32) {
	at := h & uint64(len(s)-1)
	for s[at] != 0 {
		at = (at + 1) & uint64(len(s)-1)
	}
	s[at] = n + 1
}

// expect makes room for n acts more.
func (x *index) expect(n int) {
	if x.top == nil && n > 0 {
		x.top = newLayer(n)
	}
}

func short(h [32]byte) uint64 { return binary.BigEndian.Uint64(h[:8]) }

// shortID is a hash of an id that nobody can choose ids by.
func shortID(id string) uint64 { return short(sha256.Sum256([]byte(id))) }

// add notes an act. Its id and its hash must be new.
func (x *index) add(id string, seq int64, h [32]byte) {
	if x.top == nil {
		x.top = newLayer(0)
	}
	x.top.add(id, seq, h)
}

func (l *layer) add(id string, seq int64, h [32]byte) {
	n := uint32(len(l.seqs))
	l.ids = append(l.ids, id...)
	l.ends, l.seqs, l.hashes = append(l.ends, uint32(len(l.ids))), append(l.seqs, seq), append(l.hashes, h)
	if len(l.seqs) > len(l.byID)/4*3 {
		l.widen(2 * len(l.seqs))
		return
	}
	l.byID.put(shortID(id), n)
	l.byHash.put(short(h), n)
}

// widen makes the tables anew, with room for size acts.
func (l *layer) widen(size int) {
	l.byID, l.byHash = roomFor(size), roomFor(size)
	l.enter(0)
}

// enter puts the acts from one number on into the tables.
func (l *layer) enter(from int) {
	for n := uint32(from); int(n) < len(l.seqs); n++ {
		l.byID.put(short(sha256.Sum256(l.idAt(n))), n)
		l.byHash.put(short(l.hashes[n]), n)
	}
}

func (l *layer) idAt(n uint32) []byte {
	begin := uint32(0)
	if n > 0 {
		begin = l.ends[n-1]
	}
	return l.ids[begin:l.ends[n]]
}

// id answers the position and the hash of the act with that id.
func (x *index) id(id string) (seq int64, h [32]byte, ok bool) {
	short := shortID(id)
	for l := range x.layers {
		for n := range l.byID.from(short) {
			if string(l.idAt(n)) == id {
				return l.seqs[n], l.hashes[n], true
			}
		}
	}
	return 0, [32]byte{}, false
}

// hash answers the position of the act with that hash.
func (x *index) hash(h [32]byte) (seq int64, ok bool) {
	for l := range x.layers {
		for n := range l.byHash.from(short(h)) {
			if l.hashes[n] == h {
				return l.seqs[n], true
			}
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

// merged answers a layer with the acts of both, those of a first.
func merged(a, b *layer) *layer {
	m := &layer{
		ids: slices.Concat(a.ids, b.ids), ends: make([]uint32, 0, len(a.ends)+len(b.ends)),
		seqs: slices.Concat(a.seqs, b.seqs), hashes: slices.Concat(a.hashes, b.hashes),
	}
	m.ends = append(m.ends, a.ends...)
	for _, end := range b.ends {
		m.ends = append(m.ends, uint32(len(a.ids))+end)
	}
	if len(m.seqs) > len(a.byID)/4*3 {
		m.widen(2 * len(m.seqs))
		return m
	}
	m.byID, m.byHash = slices.Clone(a.byID), slices.Clone(a.byHash)
	m.enter(len(a.seqs))
	return m
}

// whole answers all acts of the index as one layer, in the order in which they were added, with tables of the size that
// goes with their number: so equal indexes are written as equal bytes. It is not to be changed.
func (x *index) whole() *layer {
	all := newLayer(0)
	for i, l := range x.frozen {
		if i == 0 {
			all = l
			continue
		}
		all = merged(all, l)
	}
	switch {
	case x.top != nil && len(all.seqs) > 0:
		all = merged(all, x.top)
	case x.top != nil:
		all = x.top
	}
	if len(all.byID) == len(roomFor(len(all.seqs))) {
		return all
	}
	fit := *all
	fit.widen(len(all.seqs))
	return &fit
}
