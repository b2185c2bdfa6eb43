package depositary

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"
	"accede/internal/snapshot"
	"accede/internal/store"
	"accede/internal/store/postgres"
	"accede/internal/store/postgres/pgtest"
	"accede/internal/store/sqlite"
	"accede/internal/store/storetest"
	"accede/ledger"
)

// onDisk answers an empty record in a folder of the test's.
func onDisk(tb testing.TB) store.Log {
	log, err := sqlite.Create(tb.TempDir())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { log.Close() })
	return log
}

// BenchmarkPipeline64Writers is durable positions through the whole pipeline; beside it the raw group commit of the
// same disk in the same run.
func BenchmarkPipeline64Writers(b *testing.B) { against(b, onDisk) }

// BenchmarkPipeline64WritersPostgreSQL is the same in a database of this machine.
func BenchmarkPipeline64WritersPostgreSQL(b *testing.B) {
	s := pgtest.Start(b)
	against(b, func(tb testing.TB) store.Log {
		log, err := postgres.Create(background, s.Place(tb))
		if err != nil {
			tb.Fatal(err)
		}
		tb.Cleanup(func() { log.Close() })
		return log
	})
}

// BenchmarkPipeline64WritersCluster is the same in a database with standbys, whose address ACCEDE_CLUSTER_DB names; make
// cluster-bench starts one. Each run makes a schema there and leaves it.
func BenchmarkPipeline64WritersCluster(b *testing.B) {
	at := os.Getenv("ACCEDE_CLUSTER_DB")
	if at == "" {
		b.Skip("ACCEDE_CLUSTER_DB names no database: make cluster-bench starts one")
	}
	against(b, func(tb testing.TB) store.Log {
		c, err := pgx.Connect(background, at)
		if err != nil {
			tb.Fatal(err)
		}
		defer c.Close(background)
		schema := fmt.Sprintf("bench%d", time.Now().UnixNano())
		if _, err := c.Exec(background, "CREATE SCHEMA "+schema); err != nil {
			tb.Fatal(err)
		}
		log, err := postgres.Create(background, at+"&search_path="+schema)
		if err != nil {
			tb.Fatal(err)
		}
		tb.Cleanup(func() { log.Close() })
		return log
	})
}

// against measures the pipeline into a new record, and the raw group commit of the same store beside it.
func against(b *testing.B, anew func(testing.TB) store.Log) {
	const writers = 64
	var raw float64
	b.Run("raw", func(b *testing.B) {
		storetest.RawGroupCommit(b, anew, writers)
		raw = float64(b.N) / b.Elapsed().Seconds()
	})
	b.Run("pipeline", func(b *testing.B) {
		log := &counted{Log: anew(b)}
		r := foundIn(b, body.Official, log)
		r.now = time.Now
		d := r.open(b)
		submit(b, d, official(b, "x-applies", "x", "x", &act.Apply{Procedure: "accession"}))
		log.appends.Store(0)
		pipeline(b, d, writers)
		b.ReportMetric(float64(b.N)/float64(log.appends.Load()), "entries/commit")
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds()/raw, "of-raw")
	})
}

// counted counts appends.
type counted struct {
	store.Log
	appends atomic.Int64
}

func (c *counted) Append(ctx context.Context, n int64, entries []store.Entry, checkpoint []byte) error {
	c.appends.Add(1)
	return c.Log.Append(ctx, n, entries, checkpoint)
}

func pipeline(b *testing.B, d *Depositary, writers int) {
	acts := make([][]byte, b.N)
	for i := range acts {
		acts[i] = official(b, fmt.Sprintf("takes-%d", i), "a", "x", &act.Position{Ballot: "for"})
	}
	before := d.Size()
	var next atomic.Int64
	var writing sync.WaitGroup
	b.ReportAllocs()
	b.ResetTimer()
	for range writers {
		writing.Go(func() {
			for i := next.Add(1) - 1; i < int64(b.N); i = next.Add(1) - 1 {
				if _, err := d.Submit(background, acts[i]); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	writing.Wait()
	b.StopTimer()
	if n := d.Size() - before; n != int64(b.N) {
		b.Errorf("%d entries were added, want %d", n, b.N)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "entries/s")
}

// BenchmarkRebuildAMillion is the time from a closed record of 1,000,000 entries on disk, 1,000 dossiers with notices
// and positions, to a state that takes acts; and the most memory that was in use meanwhile.
func BenchmarkRebuildAMillion(b *testing.B) {
	const dossiers, entries = 1_000, 1_000_000
	log := onDisk(b)
	r := foundIn(b, body.Official, log)
	fill(b, r, dossiers, entries)
	b.ResetTimer()
	for b.Loop() {
		b.StopTimer()
		debug.FreeOSMemory()
		alone := hashAlone(b, log)
		b.ReportMetric(alone.Seconds(), "cpu-s-reading-and-hashing-alone")
		debug.FreeOSMemory()
		most, stop := watchMemory()
		used := spent()
		b.StartTimer()
		got, err := Load(background, log)
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		stop()
		b.ReportMetric((spent() - used).Seconds(), "cpu-s")
		if n := got.Docket.Size(); n != entries {
			b.Fatalf("%d entries, want %d", n, entries)
		}
		b.ReportMetric(float64(most.Load())/1e6, "MB-most")
		b.ReportMetric(float64(live())/1e6, "MB-live")
		runtime.KeepAlive(got)
		b.StartTimer()
	}
}

// hashAlone answers the processor time of reading every entry and hashing it, and nothing else.
func hashAlone(b *testing.B, log store.Log) time.Duration {
	b.Helper()
	used := spent()
	for after := int64(0); ; {
		raw, err := log.Read(background, after, batchLen)
		if err != nil {
			b.Fatal(err)
		}
		if len(raw) == 0 {
			return spent() - used
		}
		for _, e := range raw {
			ledger.LeafHash(e.Bytes)
		}
		after += int64(len(raw))
	}
}

// watchMemory notes the most memory that the process holds, ten times in a second.
func watchMemory() (most *atomic.Uint64, stop func()) {
	most = new(atomic.Uint64)
	end := make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() {
		sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
		for {
			metrics.Read(sample)
			most.Store(max(most.Load(), sample[0].Value.Uint64()-sample[1].Value.Uint64()))
			select {
			case <-time.After(100 * time.Millisecond):
			case <-end:
				return
			}
		}
	})
	return most, func() { close(end); watching.Wait() }
}

// live answers how much is in use once what is not has been freed.
func live() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// fill writes entries as a depositary would: applications, then positions that members take and change.
func fill(b *testing.B, r *record, dossiers, entries int) {
	b.Helper()
	first, err := r.log.Read(background, 0, 1)
	if err != nil {
		b.Fatal(err)
	}
	f, err := dossier.ParseEntry(first[0].Bytes)
	if err != nil {
		b.Fatal(err)
	}
	docket, err := dossier.Found(*f.Founding)
	if err != nil {
		b.Fatal(err)
	}
	if err := docket.Apply(f); err != nil {
		b.Fatal(err)
	}
	tree := new(ledger.Tree)
	tree.Append(first[0].Bytes)
	origin, _ := ledger.NewOrigin("quay", ledger.LeafHash(first[0].Bytes))
	c := &commit{docket: docket, size: 1}
	flush := func() {
		for _, e := range c.entries {
			tree.Append(e.Bytes)
		}
		signed, err := ledger.SignCheckpoint(r.signer, origin, tree.Size(), tree.Root())
		if err != nil {
			b.Fatal(err)
		}
		if err := r.log.Append(background, c.size, c.entries, signed); err != nil {
			b.Fatal(err)
		}
		c = &commit{docket: docket, size: tree.Size()}
	}
	members := []body.MemberID{"a", "b", "c"}
	for i := 0; c.next() <= int64(entries); i++ {
		at := day(2).Add(time.Duration(i) * time.Millisecond)
		a := officialAct(fmt.Sprintf("act-%d", i), members[i%3], fmt.Sprintf("d%d", i%dossiers), &act.Position{Ballot: "abstaining"})
		if i < dossiers {
			a.By, a.Do = body.MemberID(fmt.Sprintf("x%d", i)), &act.Apply{Procedure: "accession", Name: body.Names{"en": "New"}}
			if c.next() == int64(entries) {
				b.Fatal("no room for the notice of the last application")
			}
		}
		a.Date = form.Instant{Day: form.Date{Year: 2030, Month: 1, Day: 2}}
		bytes := marshal(b, a)
		e := dossier.ActEntry(c.next(), at, &a, bytes)
		if err := docket.Apply(e); err != nil {
			b.Fatal(err)
		}
		if err := c.add(e); err != nil {
			b.Fatal(err)
		}
		if err := c.due(at); err != nil {
			b.Fatal(err)
		}
		if len(c.entries) >= 10_000 {
			flush()
		}
	}
	flush()
}

// BenchmarkResumeAMillion is BenchmarkRebuildAMillion from a snapshot of all but the last 1,000 entries; how long writing one
// takes, and how large it is, stands beside it.
func BenchmarkResumeAMillion(b *testing.B) {
	const dossiers, entries, behind = 1_000, 1_000_000, 1_000
	log := onDisk(b)
	r := foundIn(b, body.Official, log)
	fill(b, r, dossiers, entries-behind)
	c := r.config(log)
	dir := b.TempDir()
	c.Snapshots, c.Release, c.Clock = snapshot.Folder(dir), func() string { return "one" }, time.Now
	d, err := Open(background, c)
	if err != nil {
		b.Fatal(err)
	}
	begun := time.Now()
	d.keepSnapshot(d.look())
	b.Logf("a snapshot of %d entries is kept in %v", d.kept.Load(), time.Since(begun))
	for i := range behind {
		submit(b, d, official(b, fmt.Sprintf("behind-%d", i), "a", "d1", &act.Position{Ballot: "for"}))
	}
	if err := d.Close(); err != nil {
		b.Fatal(err)
	}
	d = nil
	if info, err := os.Stat(filepath.Join(dir, snapshot.FileName)); err == nil {
		b.Logf("it takes %d MB", info.Size()/1e6)
	}
	b.ResetTimer()
	for b.Loop() {
		b.StopTimer()
		debug.FreeOSMemory()
		most, stop := watchMemory()
		again := &Depositary{log: log, logger: slog.New(slog.DiscardHandler), snapshots: c.Snapshots, release: c.Release}
		begun, used := time.Now(), spent()
		if data, err := c.Snapshots.Newest(background); err != nil || digest(data) == "" {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(begun).Seconds(), "s-reading-and-hashing-alone")
		b.ReportMetric((spent() - used).Seconds(), "cpu-s-alone")
		debug.FreeOSMemory()
		used = spent()
		b.StartTimer()
		got, err := again.read(background, ledger.View{})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		stop()
		b.ReportMetric((spent() - used).Seconds(), "cpu-s")
		if got.from == 0 {
			b.Fatal("the snapshot was not used")
		}
		b.ReportMetric(float64(most.Load())/1e6, "MB-most")
		b.ReportMetric(float64(live())/1e6, "MB-live")
		runtime.KeepAlive(got)
		b.StartTimer()
	}
}
