package storetest

import (
	"bytes"
	"context"
	"testing"

	"pgregory.net/rapid"

	"accede/internal/store"
)

func newIsEmpty(t *testing.T, open Open) {
	log, _ := open(t)
	WantRecord(t, log, nil, nil)
}

func appendedIsRead(t *testing.T, open Open) {
	log, _ := open(t)
	want := Entries(0, 5)
	MustAppend(t, log, 0, want[:1], nil)
	MustAppend(t, log, 1, want[1:4], nil)
	MustAppend(t, log, 4, want[4:], nil)
	WantRecord(t, log, want, nil)
}

func readingStops(t *testing.T, open Open) {
	log, _ := open(t)
	all := Entries(0, 5)
	MustAppend(t, log, 0, all, nil)
	for _, c := range []struct {
		after int64
		limit int
		want  []store.Entry
	}{
		{0, 2, all[:2]},
		{2, 2, all[2:4]},
		{4, 2, all[4:]},
		{5, 2, nil},
		{99, 2, nil},
		{-7, 2, all[:2]},
		{0, 0, nil},
		{0, -1, nil},
	} {
		got, err := log.Read(context.Background(), c.after, c.limit)
		if err != nil {
			t.Errorf("Read(%d, %d) = %v, want nil", c.after, c.limit, err)
		}
		wantEntries(t, "Read", got, c.want)
	}
}

func otherSizeConflicts(t *testing.T, open Open) {
	log, _ := open(t)
	want := Entries(0, 3)
	MustAppend(t, log, 0, want, []byte("at 3"))
	for _, n := range []int64{0, 2, 4, -1, 1 << 40} {
		err := log.Append(context.Background(), n, Entries(n, 2), []byte("never"))
		wantError(t, "Append at another size", err, store.ErrConflict)
		err = log.Append(context.Background(), n, nil, []byte("never"))
		wantError(t, "Append of nothing at another size", err, store.ErrConflict)
	}
	WantRecord(t, log, want, []byte("at 3"))
}

func gapRefused(t *testing.T, open Open) {
	log, _ := open(t)
	want := Entries(0, 2)
	MustAppend(t, log, 0, want, nil)
	for _, seqs := range [][]int64{{4}, {2}, {0}, {3, 5}, {3, 3}, {4, 3}, {3, 4, 6}} {
		var entries []store.Entry
		for _, s := range seqs {
			entries = append(entries, store.Entry{Seq: s, Bytes: []byte("x")})
		}
		err := log.Append(context.Background(), 2, entries, []byte("never"))
		wantError(t, "Append with a gap", err, store.ErrGap)
	}
	WantRecord(t, log, want, nil)
}

func emptyAppend(t *testing.T, open Open) {
	log, reopen := open(t)
	MustAppend(t, log, 0, nil, nil)
	WantRecord(t, log, nil, nil)
	MustAppend(t, log, 0, nil, []byte("of nothing"))
	WantRecord(t, log, nil, []byte("of nothing"))
	MustAppend(t, log, 0, Entries(0, 2), []byte("first"))
	MustAppend(t, log, 2, nil, []byte("second"))
	MustAppend(t, log, 2, []store.Entry{}, nil)
	WantRecord(t, reopen(), Entries(0, 2), []byte("second"))
}

func checkpointKept(t *testing.T, open Open) {
	log, reopen := open(t)
	MustAppend(t, log, 0, Entries(0, 2), []byte("at 2"))
	MustAppend(t, log, 2, Entries(2, 2), nil)
	WantRecord(t, log, Entries(0, 4), []byte("at 2"))
	MustAppend(t, log, 4, Entries(4, 1), []byte("at 5"))
	log = reopen()
	WantRecord(t, log, Entries(0, 5), []byte("at 5"))
	// Far enough for a driver that keeps old checkpoints to choose among them.
	MustAppend(t, log, 5, Entries(5, 3000), []byte("at 3005"))
	MustAppend(t, log, 3005, Entries(3005, 1), []byte("at 3006"))
	WantRecord(t, log, Entries(0, 3006), []byte("at 3006"))
}

func largeBatch(t *testing.T, open Open) {
	log, reopen := open(t)
	want := Entries(0, 10_000)
	MustAppend(t, log, 0, want, []byte("checkpoint"))
	WantRecord(t, log, want, []byte("checkpoint"))
	WantRecord(t, reopen(), want, []byte("checkpoint"))
}

func oddSizes(t *testing.T, open Open) {
	log, reopen := open(t)
	want := []store.Entry{
		{Seq: 1},
		{Seq: 2, Bytes: []byte{}},
		{Seq: 3, Bytes: bytes.Repeat([]byte{0, 255, '\n'}, 1<<19)},
		{Seq: 4, Bytes: []byte{0}},
	}
	MustAppend(t, log, 0, want, []byte{})
	WantRecord(t, log, want, []byte{})
	WantRecord(t, reopen(), want, []byte{})
}

func bytesAreCopied(t *testing.T, open Open) {
	log, _ := open(t)
	mine, checkpoint := Entries(0, 2), []byte("signed")
	MustAppend(t, log, 0, mine, checkpoint)
	mine[0].Bytes[0], checkpoint[0] = 'X', 'X'
	got, err := log.Read(context.Background(), 0, 2)
	if err != nil {
		t.Fatal(err)
	}
	got[1].Bytes[0] = 'X'
	_ = append(got[0].Bytes, "over the edge"...)
	c, err := log.Checkpoint(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	c[0] = 'X'
	if want := Entries(0, 2)[1].Bytes[1:]; !bytes.Equal(got[1].Bytes[1:], want) {
		t.Errorf("appending to one entry's bytes changed the next: %q, want %q", got[1].Bytes[1:], want)
	}
	WantRecord(t, log, Entries(0, 2), []byte("signed"))
}

func reopened(t *testing.T, open Open) {
	log, reopen := open(t)
	for n := int64(0); n < 20; n += 2 {
		MustAppend(t, log, n, Entries(n, 2), []byte{byte(n)})
		log = reopen()
		WantRecord(t, log, Entries(0, int(n)+2), []byte{byte(n)})
	}
}

// anyHistory runs random appends, reads and restarts beside a slice that is
// obviously right.
func anyHistory(t *testing.T, open Open) {
	rapid.Check(t, func(rt *rapid.T) {
		h := history{ctx: t.Context()}
		h.log, h.reopen = open(t)
		defer func() { h.log.Close() }()
		rt.Repeat(map[string]func(*rapid.T){
			"append": h.append,
			"read":   h.read,
			"reopen": func(rt *rapid.T) {
				if rapid.IntRange(0, 4).Draw(rt, "dice") == 0 { // it is slow, and need not be often
					h.log = h.reopen()
				}
			},
		})
		WantRecord(rt, h.log, h.want, h.checkpoint)
	})
}

type history struct {
	ctx        context.Context
	log        store.Log
	reopen     func() store.Log
	want       []store.Entry
	checkpoint []byte
}

func (h *history) append(rt *rapid.T) {
	n := int64(len(h.want)) + rapid.SampledFrom([]int64{0, 0, 0, 1, -1}).Draw(rt, "off")
	checkpoint := rapid.SampledFrom([][]byte{nil, []byte("a"), []byte("b")}).Draw(rt, "checkpoint")
	var entries []store.Entry
	for i, b := range rapid.SliceOfN(rapid.SliceOf(rapid.Byte()), 0, 4).Draw(rt, "entries") {
		entries = append(entries, store.Entry{Seq: n + 1 + int64(i), Bytes: b})
	}
	err := h.log.Append(h.ctx, n, entries, checkpoint)
	if n != int64(len(h.want)) {
		wantError(rt, "Append at another size", err, store.ErrConflict)
		return
	}
	if err != nil {
		rt.Fatalf("Append(%d) = %v, want nil", n, err)
	}
	h.want = append(h.want, entries...)
	if checkpoint != nil {
		h.checkpoint = checkpoint
	}
}

func (h *history) read(rt *rapid.T) {
	after := rapid.IntRange(0, len(h.want)).Draw(rt, "after")
	limit := rapid.IntRange(1, 10).Draw(rt, "limit")
	got, err := h.log.Read(h.ctx, int64(after), limit)
	if err != nil {
		rt.Fatalf("Read(%d, %d) = %v, want nil", after, limit, err)
	}
	wantEntries(rt, "Read", got, h.want[after:min(after+limit, len(h.want))])
}
