package sqlite_test

import (
	"bytes"
	"context"
	"strconv"
	"testing"

	"accede/internal/store"
	"accede/internal/store/sqlite"
	"accede/internal/store/storetest"
)

func BenchmarkRawGroupCommit(b *testing.B) {
	for _, writers := range []int{1, 64} {
		b.Run(strconv.Itoa(writers)+"writers", func(b *testing.B) {
			storetest.RawGroupCommit(b, func(t testing.TB) store.Log { return create(t, t.TempDir()) }, writers)
		})
	}
}

// million makes a record of 1,000,000 entries of 300 bytes.
func million(b *testing.B) (dir string) {
	b.Helper()
	dir = b.TempDir()
	log := create(b, dir)
	text := bytes.Repeat([]byte{'a'}, storetest.RawEntry)
	const batch = 10_000
	for n := int64(0); n < 1_000_000; n += batch {
		entries := make([]store.Entry, batch)
		for i := range entries {
			entries[i] = store.Entry{Seq: n + 1 + int64(i), Bytes: text}
		}
		storetest.MustAppend(b, log, n, entries, []byte("checkpoint"))
	}
	if err := log.Close(); err != nil {
		b.Fatal(err)
	}
	return dir
}

func BenchmarkOpenAMillion(b *testing.B) {
	dir := million(b)
	b.ReportAllocs()
	for b.Loop() {
		log, err := sqlite.Open(dir)
		if err != nil {
			b.Fatal(err)
		}
		log.Close()
	}
}

func BenchmarkReadAMillion(b *testing.B) {
	log := open(b, million(b))
	b.ReportAllocs()
	for b.Loop() {
		var n int64
		for {
			entries, err := log.Read(context.Background(), n, 4096)
			if err != nil {
				b.Fatal(err)
			}
			if len(entries) == 0 {
				break
			}
			n += int64(len(entries))
		}
		if n != 1_000_000 {
			b.Fatalf("%d entries read, want 1000000", n)
		}
	}
}

func BenchmarkAppendTenThousand(b *testing.B) {
	log := create(b, b.TempDir())
	var n int64
	for b.Loop() {
		if err := log.Append(context.Background(), n, storetest.Entries(n, 10_000), nil); err != nil {
			b.Fatal(err)
		}
		n += 10_000
	}
}
