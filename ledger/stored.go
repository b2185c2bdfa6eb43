package ledger

import (
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// StoredLen answers how many bytes AppendStored adds for a tree of size leaves.
func StoredLen(size int64) int64 {
	if size <= 0 {
		return 0
	}
	return tlog.StoredHashCount(size) * int64(len(Hash{}))
}

// AppendStored adds every hash of the tree, leaves and inner ones, in the order in which they came to be. TreeOf makes the
// tree of them again, without hashing anything.
func (v View) AppendStored(to []byte) []byte {
	left := StoredLen(v.size)
	to = slices.Grow(to, int(left))
	for _, c := range v.chunks {
		for i := range c {
			if left == 0 {
				return to
			}
			to = append(to, c[i][:]...)
			left -= int64(len(Hash{}))
		}
	}
	return to
}

// TreeOf answers the tree of size leaves out of its stored hashes, of which it keeps nothing. Only that there are as many as
// there should be is looked at: what the hashes are worth is what whoever stored them is. ErrRange: there are not.
func TreeOf(size int64, stored []byte) (*Tree, error) {
	if size < 0 || int64(len(stored)) != StoredLen(size) {
		return nil, fmt.Errorf("a tree of %d leaves in %d bytes: %w", size, len(stored), ErrRange)
	}
	t := &Tree{View{size: size}}
	for len(stored) > 0 {
		c := new(chunk)
		n := min(len(stored)/len(Hash{}), chunkLen)
		for i := range n {
			c[i] = Hash(stored[i*len(Hash{}):])
		}
		t.v.chunks, stored = append(t.v.chunks, c), stored[n*len(Hash{}):]
	}
	return t, nil
}
