// Package storetest is the one suite that every driver of store.Log passes,
// with a log that fails on purpose and the raw rate to measure others by.
//
// It knows the contract. It refuses to know any driver.
package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"accede/internal/store"
)

// Open makes a new, empty record and opens it. The returned reopen closes the
// log and opens the same record again; it may be called more than once. What
// is open is closed when the test ends.
type Open func(t *testing.T) (log store.Log, reopen func() store.Log)

// Run checks a driver against the whole contract of store.Log.
func Run(t *testing.T, open Open) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Open)
	}{
		{"ANewRecordIsEmpty", newIsEmpty},
		{"WhatIsAppendedIsRead", appendedIsRead},
		{"ReadingStopsAtLimitAndEnd", readingStops},
		{"AnAppendAtAnotherSizeConflicts", otherSizeConflicts},
		{"AGapIsRefused", gapRefused},
		{"AnAppendWithoutEntriesReplacesTheCheckpoint", emptyAppend},
		{"TheLastCheckpointIsKept", checkpointKept},
		{"TenThousandEntriesAreOneCommit", largeBatch},
		{"EmptyAndLongEntriesKeepTheirBytes", oddSizes},
		{"NobodySharesBytesWithTheCaller", bytesAreCopied},
		{"OneAppenderWinsEachPosition", oneWins},
		{"ReadersSeeNoGapWhileTheRecordGrows", readersSeeNoGap},
		{"WaitReturnsWhenTheRecordIsLonger", waitReturns},
		{"WaitEndsWithItsContext", waitEndsWithContext},
		{"WaitEndsWhenTheLogIsClosed", waitEndsWithClose},
		{"NothingHappensUnderAnEndedContext", endedContext},
		{"NothingHappensAfterClose", afterClose},
		{"AReopenedRecordIsTheSame", reopened},
		{"AnyHistoryIsThatOfASlice", anyHistory},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open) })
	}
}

// Entries returns count entries from position n+1 on, each with other bytes.
func Entries(n int64, count int) []store.Entry {
	out := make([]store.Entry, count)
	for i := range out {
		seq := n + 1 + int64(i)
		out[i] = store.Entry{Seq: seq, Bytes: fmt.Appendf(nil, "entry %d", seq)}
	}
	return out
}

// T is what the suite needs of a test; *testing.T and *rapid.T have it.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// MustAppend appends and ends the test when that fails.
func MustAppend(t T, log store.Log, n int64, entries []store.Entry, checkpoint []byte) {
	t.Helper()
	if err := log.Append(context.Background(), n, entries, checkpoint); err != nil {
		t.Fatalf("Append(%d, %d entries) = %v, want nil", n, len(entries), err)
	}
}

// WantRecord reads everything and compares it with want.
func WantRecord(t T, log store.Log, want []store.Entry, checkpoint []byte) {
	t.Helper()
	ctx := context.Background()
	got, err := log.Read(ctx, 0, 1<<30)
	if err != nil {
		t.Fatalf("Read(0, all) = %v, want nil", err)
	}
	wantEntries(t, "Read(0, all)", got, want)
	if n, err := log.Size(ctx); n != int64(len(want)) || err != nil {
		t.Errorf("Size() = %d, %v, want %d, nil", n, err, len(want))
	}
	c, err := log.Checkpoint(ctx)
	if !bytes.Equal(c, checkpoint) || (c == nil) != (checkpoint == nil) || err != nil {
		t.Errorf("Checkpoint() = %q, %v, want %q, nil", c, err, checkpoint)
	}
}

func wantEntries(t T, call string, got, want []store.Entry) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s gave %d entries, want %d", call, len(got), len(want))
	}
	for i := range got {
		if got[i].Seq != want[i].Seq || !bytes.Equal(got[i].Bytes, want[i].Bytes) {
			t.Fatalf("%s, entry %d = {%d %.40q}, want {%d %.40q}", call, i, got[i].Seq, got[i].Bytes, want[i].Seq, want[i].Bytes)
		}
	}
}

func wantError(t T, call string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s = %v, want %v", call, got, want)
	}
}
