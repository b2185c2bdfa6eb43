package ledger_test

import (
	"errors"
	"slices"
	"testing"

	"accede/ledger"
)

const upTo = 64

func TestEveryInclusionProofHoldsAndNoSpoiledOneDoes(t *testing.T) {
	d := leaves(upTo)
	v := treeOf(d).View()
	var held, refused int
	for size := int64(1); size <= upTo; size++ {
		root := must(v.RootAt(size))
		for seq := int64(1); seq <= size; seq++ {
			proof := must(v.Inclusion(seq, size))
			leaf := ledger.LeafHash(d[seq-1])
			if err := ledger.CheckInclusion(proof, size, root, seq, leaf); err != nil {
				t.Fatalf("entry %d of %d: %v, want nil", seq, size, err)
			}
			held++
			check := func(what string, proof []ledger.Hash, root ledger.Hash, seq int64, leaf ledger.Hash) {
				refused++
				if err := ledger.CheckInclusion(proof, size, root, seq, leaf); !errors.Is(err, ledger.ErrProof) {
					t.Errorf("entry %d of %d, %s: %v, want %v", seq, size, what, err, ledger.ErrProof)
				}
			}
			for _, spoiled := range spoil(proof) {
				check("spoiled proof", spoiled, root, seq, leaf)
			}
			check("other leaf", proof, root, seq, flip(leaf))
			check("other root", proof, flip(root), seq, leaf)
			for other := int64(-1); other <= size+1; other++ {
				if other != seq {
					check("other position", proof, root, other, leaf)
				}
			}
		}
	}
	t.Logf("%d proofs held, %d spoiled ones were refused", held, refused)
}

func TestEveryConsistencyProofHoldsAndNoSpoiledOneDoes(t *testing.T) {
	v := treeOf(leaves(upTo)).View()
	var held, refused int
	for to := int64(0); to <= upTo; to++ {
		toRoot := must(v.RootAt(to))
		for from := int64(0); from <= to; from++ {
			fromRoot := must(v.RootAt(from))
			proof := must(v.Consistency(from, to))
			if err := ledger.CheckConsistency(proof, from, fromRoot, to, toRoot); err != nil {
				t.Fatalf("from %d to %d: %v, want nil", from, to, err)
			}
			held++
			check := func(what string, proof []ledger.Hash, from int64, fromRoot, toRoot ledger.Hash) {
				refused++
				if err := ledger.CheckConsistency(proof, from, fromRoot, to, toRoot); !errors.Is(err, ledger.ErrProof) {
					t.Errorf("from %d to %d, %s: %v, want %v", from, to, what, err, ledger.ErrProof)
				}
			}
			for _, spoiled := range spoil(proof) {
				check("spoiled proof", spoiled, from, fromRoot, toRoot)
			}
			check("other beginning", proof, from, flip(fromRoot), toRoot)
			if from > 0 { // anything grows from nothing, and no proof is asked for
				check("other end", proof, from, fromRoot, flip(toRoot))
			}
			check("longer than the end", proof, to+1, fromRoot, toRoot)
			check("size below 0", proof, -1, fromRoot, toRoot)
		}
	}
	t.Logf("%d proofs held, %d spoiled ones were refused", held, refused)
}

// spoil returns the proof with each hash altered, each left out, each doubled,
// each two neighbours exchanged, and one more at either end.
func spoil(proof []ledger.Hash) [][]ledger.Hash {
	out := [][]ledger.Hash{
		append(slices.Clone(proof), ledger.Hash{}),
		append([]ledger.Hash{{}}, proof...),
	}
	for i := range proof {
		altered := slices.Clone(proof)
		altered[i] = flip(altered[i])
		out = append(out, altered,
			slices.Delete(slices.Clone(proof), i, i+1),
			slices.Insert(slices.Clone(proof), i, proof[i]))
		if i > 0 {
			swapped := slices.Clone(proof)
			swapped[i], swapped[i-1] = swapped[i-1], swapped[i]
			out = append(out, swapped)
		}
	}
	return out
}

func flip(h ledger.Hash) ledger.Hash {
	h[len(h)-1] ^= 1
	return h
}

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}
