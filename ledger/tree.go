package ledger

import (
	"fmt"
	"math/bits"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// chunkLen hashes lie together, so that a growing tree never copies what it
// has, and a view of it stays valid.
const chunkLen = 1 << 10

type chunk [chunkLen]Hash

// Tree is a Merkle tree that grows by one leaf at a time. It holds all its
// inner hashes in memory, 64 bytes a leaf (64 MB for 1,000,000). The zero
// value is an empty tree. A Tree is for one goroutine at a time; others read
// through a View.
type Tree struct{ v View }

// View is a tree as it was at one moment. It may be copied, kept and read by
// many goroutines at once while the tree it came from goes on growing. The
// zero value is a view of an empty tree.
type View struct {
	// chunks hold the hashes in the order of tlog.StoredHashIndex. What lies
	// beyond size belongs to the tree and is never looked at.
	chunks []*chunk
	size   int64
}

// Append adds an entry's bytes as the next leaf and returns its position. It
// hashes the entry and, on average, one inner node.
func (t *Tree) Append(entry []byte) int64 { return t.AppendHash(LeafHash(entry)) }

// AppendHash is Append for an entry whose LeafHash is known.
func (t *Tree) AppendHash(leaf Hash) int64 {
	n := t.v.size
	at := tlog.StoredHashIndex(0, n)
	t.store(at, leaf)
	// Every one at the end of n closes a subtree: its left half is complete
	// and its right half has just become so.
	h := leaf
	for level := 0; n>>level&1 == 1; level++ {
		left := t.v.at(tlog.StoredHashIndex(level, n>>level-1))
		h = tlog.NodeHash(left, h)
		at++
		t.store(at, h)
	}
	t.v.size++
	return t.v.size
}

func (t *Tree) store(i int64, h Hash) {
	if i == int64(len(t.v.chunks))*chunkLen {
		t.v.chunks = append(t.v.chunks, new(chunk))
	}
	t.v.chunks[i/chunkLen][i%chunkLen] = h
}

// View returns the tree as it is now, at no cost.
func (t *Tree) View() View { return t.v }

// Clone returns a tree that grows on its own from here. It copies a reference for every 1,024 hashes.
func (t *Tree) Clone() *Tree {
	c := &Tree{View{slices.Clone(t.v.chunks), t.v.size}}
	if n := len(c.v.chunks); n > 0 { // the last one is still being filled
		last := *c.v.chunks[n-1]
		c.v.chunks[n-1] = &last
	}
	return c
}

// Size returns the number of leaves.
func (t *Tree) Size() int64 { return t.v.size }

// Root returns the root hash; EmptyRoot for an empty tree.
func (t *Tree) Root() Hash { return t.v.Root() }

// Size returns the number of leaves.
func (v View) Size() int64 { return v.size }

// Root returns the root hash; EmptyRoot for an empty tree. It reads at most
// log₂ of the size hashes.
func (v View) Root() Hash {
	root, err := v.RootAt(v.size)
	if err != nil {
		panic("ledger: a tree without its own root: " + err.Error())
	}
	return root
}

// RootAt returns the root of the first size leaves, ErrRange when there are
// not so many.
func (v View) RootAt(size int64) (Hash, error) {
	if size < 0 || size > v.size {
		return Hash{}, fmt.Errorf("root at %d of %d entries: %w", size, v.size, ErrRange)
	}
	if size == 0 {
		return EmptyRoot(), nil
	}
	return tlog.TreeHash(size, v.hashes())
}

// Leaf returns the hash of the entry at position seq, ErrRange when there is
// none.
func (v View) Leaf(seq int64) (Hash, error) {
	if seq < 1 || seq > v.size {
		return Hash{}, fmt.Errorf("leaf %d of %d: %w", seq, v.size, ErrRange)
	}
	return v.at(tlog.StoredHashIndex(0, seq-1)), nil
}

// Inclusion proves that the entry at position seq is in the record as it was
// with size entries [RFC 6962, 2.1.1]. A proof has at most ⌈log₂ size⌉ hashes.
// ErrRange unless 1 ≤ seq ≤ size ≤ v.Size().
//
// Every act is answered with one, so it is read off the stored hashes here and
// not asked of tlog.ProveRecord, which allocates for each level; the two are
// held together by a test.
func (v View) Inclusion(seq, size int64) ([]Hash, error) {
	if seq < 1 || seq > size || size > v.size {
		return nil, fmt.Errorf("prove entry %d in %d of %d: %w", seq, size, v.size, ErrRange)
	}
	proof := make([]Hash, 0, bits.Len64(uint64(size-1)))
	var edge Hash // of the last leaves, which fill no subtree of the level; there are some when ragged
	ragged := false
	at := seq - 1
	for level := 0; (size-1)>>level > 0; level++ {
		full := size >> level // subtrees of this level
		switch beside := at ^ 1; {
		case beside < full:
			proof = append(proof, v.at(tlog.StoredHashIndex(level, beside)))
		case beside == full && ragged:
			proof = append(proof, edge)
		}
		if full&1 == 1 && at < full { // the last one joins the edge of the level above; who lies in the edge has no use for it
			last := v.at(tlog.StoredHashIndex(level, full-1))
			if ragged {
				last = tlog.NodeHash(last, edge)
			}
			edge, ragged = last, true
		}
		at >>= 1
	}
	return proof, nil
}

// Consistency proves that the record with from entries is the beginning of
// the record with to entries [RFC 6962, 2.1.2]. It has at most 1 + ⌈log₂ to⌉
// hashes, and none when from is 0 or equals to. ErrRange unless
// 0 ≤ from ≤ to ≤ v.Size().
func (v View) Consistency(from, to int64) ([]Hash, error) {
	if from < 0 || from > to || to > v.size {
		return nil, fmt.Errorf("prove growth from %d to %d of %d: %w", from, to, v.size, ErrRange)
	}
	if from == 0 {
		return nil, nil
	}
	return tlog.ProveTree(to, from, v.hashes())
}

func (v View) at(i int64) Hash { return v.chunks[i/chunkLen][i%chunkLen] }

func (v View) hashes() tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]Hash, error) {
		out := make([]Hash, len(indexes))
		for i, x := range indexes {
			out[i] = v.at(x)
		}
		return out, nil
	})
}
