package storetest

import (
	"bytes"
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"accede/internal/store"
)

// RawEntry is the length in bytes of the entries that RawGroupCommit appends.
const RawEntry = 300

// RawGroupCommit measures what a log can do at best: writers goroutines append
// one entry of 300 bytes at a time, each waiting for its own to be durable,
// through the least queue there can be. One goroutine takes whatever is queued
// and commits it. One operation is one durable entry. Whatever does more
// before the append is measured beside it in the same run. It reports
// entries/s, and entries a commit.
func RawGroupCommit(b *testing.B, open func(testing.TB) store.Log, writers int) {
	log := open(b)
	queue := make(chan chan error, writers)
	var commits int64
	var committing sync.WaitGroup
	committing.Go(func() { commits = commitQueued(log, queue) })

	var writing sync.WaitGroup
	var left atomic.Int64
	left.Store(int64(b.N))
	b.ReportAllocs()
	b.ResetTimer()
	for range writers {
		writing.Go(func() {
			done := make(chan error, 1)
			for left.Add(-1) >= 0 {
				queue <- done
				if err := <-done; err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	writing.Wait()
	b.StopTimer()
	close(queue)
	committing.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "entries/s")
	b.ReportMetric(float64(b.N)/float64(max(commits, 1)), "entries/commit")
}

// commitQueued commits what is queued, again and again, and returns how often.
func commitQueued(log store.Log, queue <-chan chan error) (commits int64) {
	text := bytes.Repeat([]byte{'a'}, RawEntry)
	var n int64
	for first := range queue {
		waiting := []chan error{first}
		for len(queue) > 0 {
			waiting = append(waiting, <-queue)
		}
		entries := make([]store.Entry, len(waiting))
		for i := range entries {
			entries[i] = store.Entry{Seq: n + 1 + int64(i), Bytes: text}
		}
		err := log.Append(context.Background(), n, entries, nil)
		n += int64(len(entries))
		commits++
		for _, w := range waiting {
			w <- err
		}
	}
	return commits
}
