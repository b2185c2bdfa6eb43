package store_test

import (
	"errors"
	"fmt"
	"testing"

	"accede/internal/store"
)

func TestDamageNamesThePositionWhenThereIsOne(t *testing.T) {
	for _, c := range []struct {
		err  *store.DamageError
		want string
	}{
		{&store.DamageError{Position: 7, What: "altered"}, "entry 7: altered"},
		{&store.DamageError{What: "no table"}, "no table"},
	} {
		wrapped := fmt.Errorf("open: %w", c.err)
		if got := c.err.Error(); got != c.want {
			t.Errorf("Error() = %q, want %q", got, c.want)
		}
		if !errors.Is(wrapped, store.ErrDamaged) || errors.Is(wrapped, store.ErrNewer) {
			t.Errorf("%v: is it ErrDamaged and nothing else? %v, %v", wrapped, errors.Is(wrapped, store.ErrDamaged), errors.Is(wrapped, store.ErrNewer))
		}
	}
}

func TestOnlyTheNextPositionsMayBeAppended(t *testing.T) {
	for _, c := range []struct {
		n    int64
		seqs []int64
		want error
	}{
		{0, nil, nil},
		{0, []int64{1}, nil},
		{5, []int64{6, 7, 8}, nil},
		{0, []int64{0}, store.ErrGap},
		{5, []int64{6, 8}, store.ErrGap},
		{5, []int64{5}, store.ErrGap},
		{-1, []int64{0}, store.ErrConflict},
	} {
		var entries []store.Entry
		for _, s := range c.seqs {
			entries = append(entries, store.Entry{Seq: s})
		}
		if err := store.CheckAppend(c.n, entries); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("CheckAppend(%d, %v) = %v, want %v", c.n, c.seqs, err, c.want)
		}
	}
}
