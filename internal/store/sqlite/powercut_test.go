package sqlite

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"accede/internal/store/storetest"
)

// diary is everything the writer did to its files, in order, and when it
// acknowledged which size.
type diary struct {
	start   []byte // record.db before
	ops     []op
	acks    []ack
	wholes  map[int64]bool // sizes at which a batch ends
	largest int64
}

type ack struct {
	ops  int // how many there were when the size was acknowledged
	size int64
}

// keepDiary appends batches of all sizes, with a small journal so that it is
// often moved into the file, and with the given pragma.
func keepDiary(t *testing.T, pragma string) diary {
	t.Helper()
	d, s := newBadDisk(t)
	log, dir := onDisk(t, s)
	start, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	if err := log.write.c.Exec(`PRAGMA wal_autocheckpoint=30;` + pragma); err != nil {
		t.Fatal(err)
	}
	y := diary{start: start, acks: []ack{{0, 10}}, wholes: map[int64]bool{10: true}}
	d.set(func(_ string, o op) error {
		o.data = bytes.Clone(o.data)
		y.ops = append(y.ops, o)
		return nil
	})
	defer d.set(nil)
	n := int64(10)
	for _, count := range []int{1, 40, 3, 200, 1, 1, 77, 5, 300, 2, 90, 1, 150, 8, 33, 1, 400, 2} {
		y.wholes[n+int64(count)] = true
		storetest.MustAppend(t, log, n, storetest.Entries(n, count), []byte("checkpoint"))
		n += int64(count)
		y.acks = append(y.acks, ack{len(y.ops), n})
	}
	y.largest = n
	return y
}

// cut returns the files as they may be after the power went when the first
// upTo operations had been issued. What was synced is there. Of what was not,
// each write may be there, or not, or some of its sectors only: the first
// ones, or any.
func (y diary) cut(upTo int, r *rand.Rand) map[string][]byte {
	files := map[string][]byte{fileName: bytes.Clone(y.start)}
	pending := make(map[string][]op)
	for _, o := range y.ops[:upTo] {
		if o.kind != syncFile {
			pending[o.file] = append(pending[o.file], o)
			continue
		}
		for _, p := range pending[o.file] {
			files[o.file] = p.apply(files[o.file])
		}
		pending[o.file] = nil
	}
	for _, file := range []string{fileName, fileName + "-wal"} {
		for _, p := range pending[file] {
			switch r.IntN(4) {
			case 0: // never arrived
			case 1:
				for _, part := range p.torn(r) {
					files[file] = part.apply(files[file])
				}
			default:
				files[file] = p.apply(files[file])
			}
		}
	}
	return files
}

// sector is what a disk writes whole or not at all.
const sector = 512

// torn returns what is left of a write that was cut: its first sectors, or any
// of them. Nothing else comes in parts.
func (o op) torn(r *rand.Rand) (parts []op) {
	if o.kind != write {
		return []op{o}
	}
	first, some := r.IntN(1+len(o.data)/sector), r.IntN(2) == 0
	for i := 0; i*sector < len(o.data); i++ {
		if some && r.IntN(2) == 0 || !some && i >= first {
			continue
		}
		p := o
		p.at += int64(i * sector)
		p.data = o.data[i*sector : min((i+1)*sector, len(o.data))]
		parts = append(parts, p)
	}
	return parts
}

func (o op) apply(b []byte) []byte {
	switch o.kind {
	case write:
		if grow := int(o.at) + len(o.data) - len(b); grow > 0 && len(o.data) > 0 {
			b = append(b, make([]byte, grow)...)
		}
		copy(b[min(int(o.at), len(b)):], o.data)
		return b
	case truncate:
		return b[:min(int(o.at), len(b))]
	case remove:
		return nil
	case syncFile:
		return b
	}
	panic("sqlite: an operation without a name")
}

// acknowledged returns the size that had been answered after upTo operations.
func (y diary) acknowledged(upTo int) (size int64) {
	for _, a := range y.acks {
		if a.ops <= upTo {
			size = a.size
		}
	}
	return size
}

// survives opens what a cut left, and says why it is not what was promised.
func (y diary) survives(root string, upTo int, r *rand.Rand) string {
	dir, err := os.MkdirTemp(root, "cut")
	if err != nil {
		return err.Error()
	}
	defer os.RemoveAll(dir)
	for name, b := range y.cut(upTo, r) {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			return err.Error()
		}
	}
	log, err := Open(dir)
	if err != nil {
		return err.Error()
	}
	defer log.Close()
	n, err := log.Size(context.Background())
	switch {
	case err != nil:
		return err.Error()
	case n < y.acknowledged(upTo):
		return "an acknowledged entry is lost"
	case !y.wholes[n]:
		return "it ends within a batch"
	}
	return y.agrees(log, n)
}

// agrees says why the first n entries and the checkpoint are not what was appended.
func (y diary) agrees(log *Log, n int64) string {
	ctx := context.Background()
	got, err := log.Read(ctx, 0, int(n))
	if err != nil || int64(len(got)) != n {
		return fmt.Sprintf("%d entries, %v, want %d", len(got), err, n)
	}
	for i, want := range storetest.Entries(0, int(n)) {
		if got[i].Seq != want.Seq || !bytes.Equal(got[i].Bytes, want.Bytes) {
			return fmt.Sprintf("entry %d is %d %q", want.Seq, got[i].Seq, got[i].Bytes)
		}
	}
	if c, err := log.Checkpoint(ctx); err != nil || !bytes.Equal(c, checkpointAt(n)) {
		return fmt.Sprintf("the checkpoint is %q, %v", c, err)
	}
	return ""
}

// fast answers a folder for what cuts leave: in memory where there is such a place, since the cuts are made up here and
// the real disk has nothing to say in them.
func fast(t *testing.T) string {
	dir, err := os.MkdirTemp("/dev/shm", "cuts") //nolint:usetesting // in memory
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// try makes cuts on all processors, and answers how many were not survived, and one of them.
func (y diary) try(t *testing.T, cuts int, seed uint64) (lost int64, one string) {
	var workers sync.WaitGroup
	var mu sync.Mutex
	var next atomic.Int64
	root := fast(t)
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := next.Add(1); i <= int64(cuts); i = next.Add(1) {
				r := rand.New(rand.NewPCG(seed, uint64(i)))
				upTo := r.IntN(len(y.ops) + 1)
				why := y.survives(root, upTo, r)
				if why == "" {
					continue
				}
				mu.Lock()
				lost++
				one = fmt.Sprintf("seed %d, cut %d, after %d of %d operations, %d entries acknowledged: %s", seed, i, upTo, len(y.ops), y.acknowledged(upTo), why)
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	return lost, one
}

func checkpointAt(n int64) []byte {
	if n == 10 {
		return []byte("at 10")
	}
	return []byte("checkpoint")
}

// powerCuts is how many cuts are tried: ACCEDE_POWER_CUTS of them, as make nightly has it, or so many as take seconds.
func powerCuts(t *testing.T) int {
	text := os.Getenv("ACCEDE_POWER_CUTS")
	if text == "" {
		return 5000
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("ACCEDE_POWER_CUTS is %q, want a number", text)
	}
	return n
}

func TestAPowerCutLosesNothingAcknowledgedAndLeavesNoHalfBatch(t *testing.T) {
	y := keepDiary(t, "")
	seed, cuts := rand.Uint64(), powerCuts(t)
	if lost, one := y.try(t, cuts, seed); lost > 0 {
		t.Errorf("%d of %d power cuts were not survived; %s", lost, cuts, one)
	}
	t.Logf("%d power cuts among %d operations, seed %d", cuts, len(y.ops), seed)
}

// The simulator must be able to find what it looks for: without syncing,
// entries are lost.
func TestThePowerCutsWouldShowAWriterThatDoesNotSync(t *testing.T) {
	y := keepDiary(t, `PRAGMA synchronous=OFF`)
	cuts := powerCuts(t) / 20
	lost, _ := y.try(t, cuts, 1)
	if lost == 0 {
		t.Errorf("%d power cuts lost nothing, though nothing was synced", cuts)
	}
	t.Logf("%d of %d power cuts found out", lost, cuts)
}
