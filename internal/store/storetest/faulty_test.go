package storetest_test

import (
	"context"
	"errors"
	"testing"

	"accede/internal/store"
	"accede/internal/store/mem"
	"accede/internal/store/storetest"
)

func TestAFaultyLogFailsInTheWayPlanned(t *testing.T) {
	ctx := context.Background()
	for _, c := range []struct {
		fault storetest.Fault
		err   error
		size  int64
	}{
		{storetest.Sound, nil, 2},
		{storetest.NotDone, storetest.ErrFault, 0},
		{storetest.DoneUnsaid, storetest.ErrFault, 2},
		{storetest.NoRoom, store.ErrFull, 0},
		{storetest.Overtaken, store.ErrConflict, 0},
	} {
		log := storetest.NewFaulty(t, mem.New())
		log.Plan(c.fault)
		if err := log.Append(ctx, 0, storetest.Entries(0, 2), nil); !errors.Is(err, c.err) {
			t.Errorf("fault %d: Append = %v, want %v", c.fault, err, c.err)
		}
		if n, err := log.Size(ctx); n != c.size || err != nil {
			t.Errorf("fault %d: Size() = %d, %v, want %d, nil", c.fault, n, err, c.size)
		}
		if err := log.Append(ctx, c.size, storetest.Entries(c.size, 1), nil); err != nil {
			t.Errorf("fault %d: Append after reading = %v, want nil", c.fault, err)
		}
	}
}

// recorder is a test that may fail without failing this one.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Errorf(string, ...any) { r.failed = true }

func TestAFaultyLogMindsAnAppendThatHasNotReadAgain(t *testing.T) {
	ctx := context.Background()
	r := &recorder{TB: t}
	log := storetest.NewFaulty(r, mem.New())
	log.Plan(storetest.NotDone)
	log.Append(ctx, 0, storetest.Entries(0, 1), nil)
	if r.failed {
		t.Error("it complained before there was a reason")
	}
	log.Append(ctx, 0, storetest.Entries(0, 1), nil)
	if !r.failed {
		t.Error("it did not complain")
	}
}
