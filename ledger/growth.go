package ledger

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Hashes answers stored hashes of a published tree by their index, as tlog counts them. A reader of tiles is one.
type Hashes = tlog.HashReader

// TileHashes answers the hashes of the tree of size entries out of tiles that get answers. Nothing that get answers is
// believed: what is read out of it has to lead to a root that somebody signed.
func TileHashes(size int64, get func(Tile) ([]byte, error)) Hashes {
	kept := map[Tile][]byte{}
	return tlog.HashReaderFunc(func(indexes []int64) ([]Hash, error) {
		out := make([]Hash, len(indexes))
		for i, x := range indexes {
			level, n := tlog.SplitStoredHashIndex(x)
			h, err := tileHash(size, level, n, func(t Tile) ([]byte, error) {
				if data, ok := kept[t]; ok {
					return data, nil
				}
				data, err := get(t)
				if err == nil {
					kept[t] = data
				}
				return data, err
			})
			if err != nil {
				return nil, err
			}
			out[i] = h
		}
		return out, nil
	})
}

// tileHash answers the n-th hash of a level of the binary tree: a tile has every eighth level, and those between are hashed
// from it.
func tileHash(size int64, level int, n int64, get func(Tile) ([]byte, error)) (Hash, error) {
	tileLevel := level / 8
	spread := int64(1) << (level % 8) // hashes of the tile's level under the one wanted
	first := n * spread
	t := Tile{Level: tileLevel, Index: first / TileWidth, Width: TileWidth}
	if have := size>>(8*tileLevel) - t.Index*TileWidth; have < TileWidth {
		t.Width = int(max(have, 0))
	}
	at := first % TileWidth
	if at+spread > int64(t.Width) {
		return Hash{}, fmt.Errorf("hash %d of level %d in a record of %d: %w", n, level, size, ErrRange)
	}
	data, err := get(t)
	if err != nil {
		return Hash{}, err
	}
	if len(data) != t.Width*len(Hash{}) {
		return Hash{}, fmt.Errorf("%s has %d bytes, not %d: %w", t.Path(), len(data), t.Width*len(Hash{}), ErrRange)
	}
	hashes := make([]Hash, spread)
	for i := range hashes {
		copy(hashes[i][:], data[(at+int64(i))*int64(len(Hash{})):])
	}
	for len(hashes) > 1 {
		for i := range len(hashes) / 2 {
			hashes[i] = tlog.NodeHash(hashes[2*i], hashes[2*i+1])
		}
		hashes = hashes[:len(hashes)/2]
	}
	return hashes[0], nil
}

// RootOf answers the root of the first size entries of a published tree.
func RootOf(h Hashes, size int64) (Hash, error) {
	if size == 0 {
		return EmptyRoot(), nil
	}
	return tlog.TreeHash(size, h)
}

// GrowthOf answers the proof that the first from entries of a published tree of to entries are its beginning, as
// View.Consistency does.
func GrowthOf(h Hashes, from, to int64) ([]Hash, error) {
	if from < 0 || from > to {
		return nil, fmt.Errorf("prove growth from %d to %d: %w", from, to, ErrRange)
	}
	if from == 0 {
		return nil, nil
	}
	return tlog.ProveTree(to, from, h)
}
