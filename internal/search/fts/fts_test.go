package fts

import (
	"testing"

	"accede/internal/search"
	"accede/internal/search/searchtest"
)

func TestItKeepsTheContract(t *testing.T) {
	searchtest.Run(t, func(t *testing.T) search.Index {
		x, err := Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { x.Close() })
		return x
	})
}
