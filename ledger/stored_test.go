package ledger

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func TestATreeOutOfItsStoredHashesGrowsAsTheOneTheyCameFrom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 3000).Draw(t, "leaves")
		tree := new(Tree)
		for i := range n {
			tree.Append(fmt.Append(nil, i))
		}
		again, err := TreeOf(int64(n), tree.View().AppendStored(nil))
		if err != nil {
			t.Fatal(err)
		}
		for i := range rapid.IntRange(0, 40).Draw(t, "more") {
			tree.Append(fmt.Append(nil, n+i))
			again.Append(fmt.Append(nil, n+i))
		}
		if again.Size() != tree.Size() || again.Root() != tree.Root() {
			t.Fatalf("the tree out of %d: size %d, root %v; want %d, %v", n, again.Size(), again.Root(), tree.Size(), tree.Root())
		}
		for size := int64(1); size <= tree.Size(); size += 97 {
			one, _ := again.View().RootAt(size)
			if want, _ := tree.View().RootAt(size); one != want {
				t.Fatalf("root at %d of %d: %v, want %v", size, n, one, want)
			}
		}
	})
}

func TestStoredHashesOfAnotherNumberAreNoTree(t *testing.T) {
	tree := new(Tree)
	tree.Append([]byte("a"))
	stored := tree.View().AppendStored(nil)
	for _, size := range []int64{-1, 0, 2} {
		if _, err := TreeOf(size, stored); !errors.Is(err, ErrRange) {
			t.Errorf("TreeOf(%d) = %v, want ErrRange", size, err)
		}
	}
}
