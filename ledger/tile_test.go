package ledger_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"pgregory.net/rapid"

	"accede/ledger"
)

// exhaustive is the size up to which every proof there is is made and checked.
const exhaustive = 300

func raw(hashes []ledger.Hash) [][]byte {
	out := make([][]byte, len(hashes))
	for i := range hashes {
		out[i] = hashes[i][:]
	}
	return out
}

// Every proof of every record of up to 300 entries holds here and under an implementation of others, and none of them holds
// for another leaf or root.
func TestEveryProofUpTo300HoldsHereAndUnderMerkle(t *testing.T) {
	d := leaves(exhaustive)
	v := treeOf(d).View()
	h := rfc6962.DefaultHasher
	var inclusion, growth int
	for size := int64(1); size <= exhaustive; size++ {
		root := must(v.RootAt(size))
		for seq := int64(1); seq <= size; seq++ {
			path, leaf := must(v.Inclusion(seq, size)), ledger.LeafHash(d[seq-1])
			here := ledger.CheckInclusion(path, size, root, seq, leaf)
			there := proof.VerifyInclusion(h, uint64(seq-1), uint64(size), leaf[:], raw(path), root[:])
			bad := flip(root)
			if here != nil || there != nil {
				t.Fatalf("entry %d of %d: %v, %v, want nil, nil", seq, size, here, there)
			}
			if ledger.CheckInclusion(path, size, bad, seq, leaf) == nil || proof.VerifyInclusion(h, uint64(seq-1), uint64(size), leaf[:], raw(path), bad[:]) == nil {
				t.Fatalf("entry %d of %d holds under another root", seq, size)
			}
			inclusion++
		}
		for from := int64(1); from <= size; from++ {
			path, first := must(v.Consistency(from, size)), must(v.RootAt(from))
			here := ledger.CheckConsistency(path, from, first, size, root)
			there := proof.VerifyConsistency(h, uint64(from), uint64(size), raw(path), first[:], root[:])
			bad := flip(first)
			if here != nil || there != nil {
				t.Fatalf("from %d to %d: %v, %v, want nil, nil", from, size, here, there)
			}
			if ledger.CheckConsistency(path, from, bad, size, root) == nil || proof.VerifyConsistency(h, uint64(from), uint64(size), raw(path), bad[:], root[:]) == nil {
				t.Fatalf("from %d to %d holds for another beginning", from, size)
			}
			growth++
		}
	}
	t.Logf("%d inclusion proofs and %d consistency proofs", inclusion, growth)
}

func TestATileHasOnePath(t *testing.T) {
	for _, c := range []struct {
		tile ledger.Tile
		path string
	}{
		{ledger.Tile{Level: 0, Index: 0, Width: 256}, "tile/0/000"},
		{ledger.Tile{Level: 2, Index: 1234067, Width: 256}, "tile/2/x001/x234/067"},
		{ledger.Tile{Level: 1, Index: 5, Width: 17}, "tile/1/005.p/17"},
		{ledger.Tile{Level: ledger.EntriesLevel, Index: 1000, Width: 1}, "tile/entries/x001/000.p/1"},
	} {
		if got := c.tile.Path(); got != c.path {
			t.Errorf("Path of %+v = %s, want %s", c.tile, got, c.path)
		}
		if got, err := ledger.ParseTile(c.path); got != c.tile || err != nil {
			t.Errorf("ParseTile(%s) = %+v, %v, want %+v", c.path, got, err, c.tile)
		}
	}
	for _, bad := range []string{
		"", "tile", "tile/0", "tile/0/", "tile/0/0", "tile/0/0000", "tile/6/000", "tile/-1/000", "tile/00/000", "tile/0/x000/001", "tile/0/000.p/0",
		"tile/0/000.p/256", "tile/0/000.p/01", "tile/0/x001", "tile/0/001/002", "0/000", "tile/0/000/", "tile/0/+12", "tile/0/-12", "tile/x/000",
		"tile/0/x999/x999/x999/x999/x999/x999/999",
	} {
		if got, err := ledger.ParseTile(bad); !errors.Is(err, ledger.ErrRange) {
			t.Errorf("ParseTile(%q) = %+v, %v, want %v", bad, got, err, ledger.ErrRange)
		}
	}
}

// Tiles of a record of n entries hold the tree and nothing else: whoever has them alone makes the same proofs.
func TestTilesHoldTheWholeTree(t *testing.T) {
	for _, n := range []int{1, 2, 255, 256, 257, 300, 513, 65_536, 65_537, 70_001} {
		v := treeOf(leaves(n)).View()
		size := v.Size()
		asked := 0
		get := func(tile ledger.Tile) ([]byte, error) { asked++; return v.Tile(tile) }
		h := ledger.TileHashes(size, get)
		if got, err := ledger.RootOf(h, size); got != v.Root() || err != nil {
			t.Errorf("root of the tiles of %d: %v, %v, want %v", n, got, err, v.Root())
		}
		for _, from := range []int64{1, 2, 17, 256, 257, size / 2, size - 1, size} {
			if from < 1 || from > size {
				continue
			}
			got, err := ledger.GrowthOf(h, from, size)
			if want := must(v.Consistency(from, size)); err != nil || ledger.CheckConsistency(got, from, must(v.RootAt(from)), size, v.Root()) != nil || len(got) != len(want) {
				t.Errorf("growth from %d to %d out of tiles: %v, %v, want %v", from, size, got, err, want)
			}
			first, err := ledger.RootOf(h, from)
			if want := must(v.RootAt(from)); first != want || err != nil {
				t.Errorf("root at %d out of the tiles of %d: %v, %v, want %v", from, size, first, err, want)
			}
		}
		if asked > 12 {
			t.Errorf("%d tiles were asked for of a record of %d; each is needed once", asked, n)
		}
	}
}

func TestTilesOutsideTheRecordAreRefused(t *testing.T) {
	v := treeOf(leaves(300)).View()
	for _, bad := range []ledger.Tile{
		{Level: 0, Index: 1, Width: 45},
		{Level: 0, Index: 2, Width: 1},
		{Level: 1, Index: 0, Width: 2},
		{Level: 2, Index: 0, Width: 1},
		{Level: ledger.EntriesLevel, Index: 0, Width: 1},
		{Level: 0, Index: -1, Width: 1},
		{Level: 0, Index: 0, Width: 0},
		{Level: 9, Index: 0, Width: 1},
		{Level: 5, Index: 1 << 39, Width: 256},
	} {
		if got, err := v.Tile(bad); !errors.Is(err, ledger.ErrRange) {
			t.Errorf("Tile(%+v) = %d bytes, %v, want %v", bad, len(got), err, ledger.ErrRange)
		}
	}
}

func TestEntriesComeOutOfATileAsTheyWentIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 400), 1, 256).Draw(t, "entries")
		var tile []byte
		for _, e := range entries {
			tile = must(ledger.AppendEntry(tile, e))
		}
		got, err := ledger.SplitEntries(tile, len(entries))
		if err != nil {
			t.Fatal(err)
		}
		for i := range entries {
			if !bytes.Equal(got[i], entries[i]) {
				t.Errorf("entry %d = %x, want %x", i, got[i], entries[i])
			}
		}
		for _, width := range []int{len(entries) - 1, len(entries) + 1} {
			if _, err := ledger.SplitEntries(tile, width); !errors.Is(err, ledger.ErrRange) {
				t.Errorf("%d entries as %d: %v, want %v", len(entries), width, err, ledger.ErrRange)
			}
		}
		cut := rapid.IntRange(0, len(tile)-1).Draw(t, "cut")
		if _, err := ledger.SplitEntries(tile[:cut], len(entries)); !errors.Is(err, ledger.ErrRange) {
			t.Errorf("cut after %d of %d bytes: %v, want %v", cut, len(tile), err, ledger.ErrRange)
		}
	})
	if _, err := ledger.AppendEntry(nil, make([]byte, 1<<16)); !errors.Is(err, ledger.ErrRange) {
		t.Errorf("an entry of 65,536 bytes: %v, want %v", err, ledger.ErrRange)
	}
}

func FuzzParseTile(f *testing.F) {
	f.Add("tile/2/x001/x234/067.p/3")
	f.Fuzz(func(t *testing.T, path string) {
		if tile, err := ledger.ParseTile(path); err == nil && tile.Path() != path {
			t.Errorf("%q reads as %+v, which is %q", path, tile, tile.Path())
		}
	})
}
