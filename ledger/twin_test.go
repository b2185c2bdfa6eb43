package ledger_test

import (
	"crypto/sha256"
	"fmt"

	"accede/ledger"
)

// The obvious way, word for word as RFC 6962 writes it. Leaves are entries.

func slowRoot(d [][]byte) ledger.Hash { // 2.1
	switch len(d) {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return sha256.Sum256(append([]byte{0}, d[0]...))
	}
	k := split(len(d))
	return slowNode(slowRoot(d[:k]), slowRoot(d[k:]))
}

func slowNode(a, b ledger.Hash) ledger.Hash {
	return sha256.Sum256(append(append([]byte{1}, a[:]...), b[:]...))
}

// split returns the largest power of two smaller than n.
func split(n int) int {
	k := 1
	for 2*k < n {
		k *= 2
	}
	return k
}

func slowPath(m int, d [][]byte) []ledger.Hash { // 2.1.1, m counts from 0
	if len(d) == 1 {
		return nil
	}
	k := split(len(d))
	if m < k {
		return append(slowPath(m, d[:k]), slowRoot(d[k:]))
	}
	return append(slowPath(m-k, d[k:]), slowRoot(d[:k]))
}

func slowProof(m int, d [][]byte) []ledger.Hash { return slowSubproof(m, d, true) } // 2.1.2

func slowSubproof(m int, d [][]byte, whole bool) []ledger.Hash {
	if m == len(d) {
		if whole {
			return nil
		}
		return []ledger.Hash{slowRoot(d)}
	}
	k := split(len(d))
	if m <= k {
		return append(slowSubproof(m, d[:k], whole), slowRoot(d[k:]))
	}
	return append(slowSubproof(m-k, d[k:], false), slowRoot(d[:k]))
}

// leaves returns n entries, all different.
func leaves(n int) [][]byte {
	out := make([][]byte, n)
	for i := range out {
		out[i] = fmt.Appendf(nil, "leaf %d", i)
	}
	return out
}

func treeOf(d [][]byte) *ledger.Tree {
	t := new(ledger.Tree)
	for _, e := range d {
		t.Append(e)
	}
	return t
}
