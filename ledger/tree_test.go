package ledger_test

import (
	"encoding/hex"
	"errors"
	"slices"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"accede/ledger"
)

// The leaves and roots with which implementations of Certificate Transparency
// test each other.
func TestRootsAreThoseOfCertificateTransparency(t *testing.T) {
	var tree ledger.Tree
	if got, want := hex.EncodeToString(slice(tree.Root())), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"; got != want {
		t.Errorf("root of nothing = %s, want %s", got, want)
	}
	for _, c := range []struct{ leaf, root string }{
		{"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
		{"00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
		{"10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
		{"2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
		{"3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
		{"40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
		{"5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
		{"606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
	} {
		leaf, err := hex.DecodeString(c.leaf)
		if err != nil {
			t.Fatal(err)
		}
		seq := tree.Append(leaf)
		if got := hex.EncodeToString(slice(tree.Root())); got != c.root {
			t.Errorf("root of %d leaves = %s, want %s", seq, got, c.root)
		}
	}
}

func slice(h ledger.Hash) []byte { return h[:] }

func TestTreeAgreesWithTheRFCWordForWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.SliceOfN(rapid.SliceOf(rapid.Byte()), 1, 200).Draw(t, "entries")
		v := treeOf(d).View()
		size := rapid.IntRange(1, len(d)).Draw(t, "size")
		seq := rapid.IntRange(1, size).Draw(t, "seq")

		root, err := v.RootAt(int64(size))
		if want := slowRoot(d[:size]); root != want || err != nil {
			t.Fatalf("RootAt(%d) = %v, %v, want %v, nil", size, root, err, want)
		}
		leaf, err := v.Leaf(int64(seq))
		if want := slowRoot(d[seq-1 : seq]); leaf != want || err != nil {
			t.Fatalf("Leaf(%d) = %v, %v, want %v, nil", seq, leaf, err, want)
		}
		path, err := v.Inclusion(int64(seq), int64(size))
		if want := slowPath(seq-1, d[:size]); !slices.Equal(path, want) || err != nil {
			t.Fatalf("Inclusion(%d, %d) = %v, %v, want %v, nil", seq, size, path, err, want)
		}
		proof, err := v.Consistency(int64(seq), int64(size))
		if want := slowProof(seq, d[:size]); !slices.Equal(proof, want) || err != nil {
			t.Fatalf("Consistency(%d, %d) = %v, %v, want %v, nil", seq, size, proof, err, want)
		}
	})
}

func TestALeafByItsHashIsTheSameLeaf(t *testing.T) {
	var tree ledger.Tree
	for _, e := range leaves(100) {
		tree.AppendHash(ledger.LeafHash(e))
	}
	if got, want := tree.Root(), slowRoot(leaves(100)); got != want {
		t.Errorf("root = %v, want %v", got, want)
	}
	long := make([]byte, 5000)
	if got, want := ledger.LeafHash(long), slowRoot([][]byte{long}); got != want {
		t.Errorf("LeafHash of a long entry = %v, want %v", got, want)
	}
}

func TestWhatTheTreeDoesNotHaveIsOutOfRange(t *testing.T) {
	v := treeOf(leaves(5)).View()
	for _, c := range [][2]int64{{0, 5}, {-1, 5}, {6, 5}, {1, 6}, {6, 6}, {3, 2}} {
		if _, err := v.Inclusion(c[0], c[1]); !errors.Is(err, ledger.ErrRange) {
			t.Errorf("Inclusion(%d, %d) = %v, want %v", c[0], c[1], err, ledger.ErrRange)
		}
	}
	for _, c := range [][2]int64{{-1, 5}, {6, 5}, {1, 6}, {3, 2}} {
		if _, err := v.Consistency(c[0], c[1]); !errors.Is(err, ledger.ErrRange) {
			t.Errorf("Consistency(%d, %d) = %v, want %v", c[0], c[1], err, ledger.ErrRange)
		}
	}
	for _, n := range []int64{-1, 6} {
		if _, err := v.RootAt(n); !errors.Is(err, ledger.ErrRange) {
			t.Errorf("RootAt(%d) = %v, want %v", n, err, ledger.ErrRange)
		}
	}
	for _, n := range []int64{-1, 0, 6} {
		if _, err := v.Leaf(n); !errors.Is(err, ledger.ErrRange) {
			t.Errorf("Leaf(%d) = %v, want %v", n, err, ledger.ErrRange)
		}
	}
}

// The race detector is the better half of this test.
func TestAViewStaysWhatItWasWhileTheTreeGrows(t *testing.T) {
	const size = 5000 // some chunks of hashes
	d := leaves(size)
	var tree ledger.Tree
	var reading sync.WaitGroup
	for i, e := range d {
		tree.Append(e)
		if i%500 != 250 {
			continue
		}
		v, want := tree.View(), slowRoot(d[:i+1])
		reading.Go(func() {
			for range 50 {
				if got := v.Root(); got != want {
					t.Errorf("root of a view of %d = %v, want %v", v.Size(), got, want)
				}
				if _, err := v.Inclusion(v.Size()/2, v.Size()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	reading.Wait()
}

func BenchmarkTreeAppend(b *testing.B) {
	entry := make([]byte, 300)
	var tree ledger.Tree
	b.ReportAllocs()
	for b.Loop() {
		tree.Append(entry)
	}
}

func BenchmarkInclusionInAMillion(b *testing.B) {
	var tree ledger.Tree
	for i := range 1_000_000 {
		tree.AppendHash(ledger.Hash{byte(i), byte(i >> 8), byte(i >> 16)})
	}
	v := tree.View()
	for b.Loop() {
		if _, err := v.Inclusion(777_777, 1_000_000); err != nil {
			b.Fatal(err)
		}
	}
}

func TestInclusionIsThatOfTlogForEveryEntryOfEverySize(t *testing.T) {
	all := leaves(300)
	v := treeOf(all).View()
	stored := map[int64]tlog.Hash{}
	read := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(at))
		for i, x := range at {
			if _, ok := stored[x]; !ok {
				level, n := tlog.SplitStoredHashIndex(x)
				stored[x] = slowRoot(all[n<<level : (n+1)<<level])
			}
			out[i] = stored[x]
		}
		return out, nil
	})
	for size := int64(1); size <= 300; size++ {
		for seq := int64(1); seq <= size; seq++ {
			got, err := v.Inclusion(seq, size)
			want, slow := tlog.ProveRecord(size, seq-1, read)
			if err != nil || slow != nil || !slices.Equal(got, want) {
				t.Fatalf("Inclusion(%d, %d) = %v, %v, want %v, %v", seq, size, got, err, want, slow)
			}
		}
	}
}

func TestACloneGrowsOnItsOwn(t *testing.T) {
	for _, n := range []int{0, 1, 511, 512, 513, 1024, 3000} {
		one := treeOf(leaves(n))
		before := one.Root()
		two := one.Clone()
		for i := range 700 {
			one.Append([]byte{byte(i)})
			two.Append([]byte{byte(i), 1})
		}
		if got, _ := one.View().RootAt(int64(n)); got != before {
			t.Errorf("%d leaves: the original has lost its root", n)
		}
		if got, _ := two.View().RootAt(int64(n)); got != before {
			t.Errorf("%d leaves: the clone has lost its root", n)
		}
		fresh := treeOf(leaves(n))
		for i := range 700 {
			fresh.Append([]byte{byte(i), 1})
		}
		if two.Root() != fresh.Root() || one.Root() == two.Root() {
			t.Errorf("%d leaves: the clone grew to %v, want %v", n, two.Root(), fresh.Root())
		}
	}
}
