package pgtext

import (
	"testing"

	"accede/internal/search"
	"accede/internal/search/searchtest"
	"accede/internal/store/postgres/pgtest"
)

func TestItKeepsTheContract(t *testing.T) {
	s := pgtest.Start(t)
	searchtest.Run(t, func(t *testing.T) search.Index {
		x, err := Open(t.Context(), s.Place(t))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { x.Close() })
		return x
	})
}
