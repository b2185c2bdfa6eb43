package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"accede/internal/store"
	"accede/internal/store/sqlite"
	"accede/internal/store/storetest"
)

// childDir is set for a process that these tests start from their own binary.
const childDir = "ACCEDE_TEST_RECORD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := appendForEver(dir, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// batchOf returns a batch that can be recognised as whole: each entry says
// which one of how many it is.
func batchOf(n int64, count int) []store.Entry {
	out := make([]store.Entry, count)
	for i := range out {
		out[i] = store.Entry{Seq: n + 1 + int64(i), Bytes: fmt.Appendf(nil, "%d of %d from %d%s", i+1, count, n, strings.Repeat(".", 200))}
	}
	return out
}

// appendForEver appends batches of all sizes and says each size reached, once
// it is durable. It never returns unless something goes wrong.
func appendForEver(dir string, out io.Writer) error {
	log, err := sqlite.Open(dir)
	if err != nil {
		return err
	}
	ctx := context.Background()
	n, err := log.Size(ctx)
	if err != nil {
		return err
	}
	for count := 1; ; count = count%37 + 1 {
		if err := log.Append(ctx, n, batchOf(n, count), fmt.Appendf(nil, "at %d", n+int64(count))); err != nil {
			return err
		}
		n += int64(count)
		if _, err := fmt.Fprintln(out, n); err != nil {
			return err
		}
	}
}

// child starts a process that appends for ever.
func child(t *testing.T, dir string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), childDir+"="+dir)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c, bufio.NewScanner(out)
}

func TestAKilledWriterLosesNothingAcknowledgedAndLeavesNoHalfBatch(t *testing.T) {
	dir := t.TempDir()
	create(t, dir).Close()
	const kills = 15
	var journals int
	for round := range kills {
		c, said := child(t, dir)
		kill := time.AfterFunc(time.Duration(20+rand.IntN(80))*time.Millisecond, func() { c.Process.Kill() })
		var acknowledged int64
		for said.Scan() {
			if _, err := fmt.Sscan(said.Text(), &acknowledged); err != nil {
				break // the last line may be cut
			}
		}
		c.Wait()
		kill.Stop()
		if wal, err := os.Stat(filepath.Join(dir, "record.db-wal")); err == nil && wal.Size() > 0 {
			journals++
		}
		log := open(t, dir)
		wantWholeBatches(t, log, acknowledged)
		if err := log.Close(); err != nil || t.Failed() {
			t.Fatalf("round %d: Close() = %v, want nil", round, err)
		}
	}
	if journals == 0 {
		t.Errorf("no kill of %d left a journal: none came while it was writing", kills)
	}
}

// wantWholeBatches checks that the record has what was acknowledged, ends with
// the end of a batch, and has the checkpoint of that batch.
func wantWholeBatches(t *testing.T, log store.Log, acknowledged int64) {
	t.Helper()
	ctx := context.Background()
	all, err := log.Read(ctx, 0, 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	if int64(len(all)) < acknowledged {
		t.Errorf("%d entries, but %d were acknowledged", len(all), acknowledged)
	}
	var n int64
	for n < int64(len(all)) {
		var i, count int
		var from int64
		if _, err := fmt.Sscanf(string(all[n].Bytes), "%d of %d from %d", &i, &count, &from); err != nil {
			t.Fatalf("entry %d = %q: %v", n+1, all[n].Bytes, err)
		}
		if i != 1 || from != n || n+int64(count) > int64(len(all)) {
			t.Fatalf("entry %d of %d says %q: half a batch", n+1, len(all), all[n].Bytes)
		}
		for k, want := range batchOf(n, count) {
			if got := all[n+int64(k)]; string(got.Bytes) != string(want.Bytes) {
				t.Fatalf("entry %d = %q, want %q", got.Seq, got.Bytes, want.Bytes)
			}
		}
		n += int64(count)
	}
	checkpoint, err := log.Checkpoint(ctx)
	if want := fmt.Sprintf("at %d", n); n > 0 && (string(checkpoint) != want || err != nil) {
		t.Errorf("checkpoint %q, %v, want %q", checkpoint, err, want)
	}
}

func TestASecondProcessIsRefusedAndTheFirstIsNamed(t *testing.T) {
	dir := t.TempDir()
	create(t, dir).Close()
	c, said := child(t, dir)
	defer c.Wait()
	defer c.Process.Kill()
	if !said.Scan() {
		t.Fatal("the first process said nothing")
	}
	_, err := sqlite.Open(dir)
	if want := fmt.Sprintf("process %d", c.Process.Pid); !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), want) {
		t.Errorf("Open = %v, want %v, naming %q", err, store.ErrLocked, want)
	}
	if _, err := sqlite.Create(dir); !errors.Is(err, store.ErrLocked) {
		t.Errorf("Create = %v, want %v", err, store.ErrLocked)
	}
}

func TestAReaderSeesAnotherProcessWrite(t *testing.T) {
	dir := t.TempDir()
	create(t, dir).Close()
	c, said := child(t, dir)
	defer c.Wait()
	defer c.Process.Kill()
	if !said.Scan() {
		t.Fatal("the writer said nothing")
	}
	go func() { // so that the writer is never stopped by a full pipe
		for said.Scan() {
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	log, err := sqlite.OpenReadOnly(dir)
	if err != nil {
		t.Fatalf("OpenReadOnly = %v, want nil", err)
	}
	defer log.Close()
	for range 5 {
		n, err := log.Size(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := log.Wait(ctx, n); err != nil {
			t.Fatalf("Wait(%d) = %v, want nil", n, err)
		}
		tail, err := log.Read(ctx, n, 10)
		if err != nil || len(tail) == 0 {
			t.Fatalf("Read(%d) = %d entries, %v, want some", n, len(tail), err)
		}
	}
}

func TestTheSameProcessCannotOpenTwice(t *testing.T) {
	dir := t.TempDir()
	log := create(t, dir)
	if _, err := sqlite.Open(dir); !errors.Is(err, store.ErrLocked) {
		t.Errorf("Open = %v, want %v", err, store.ErrLocked)
	}
	log.Close()
	open(t, dir)
}

func TestAReaderDoesNotAppend(t *testing.T) {
	dir := t.TempDir()
	writer := create(t, dir)
	storetest.MustAppend(t, writer, 0, storetest.Entries(0, 2), []byte("at 2"))
	log, err := sqlite.OpenReadOnly(dir)
	if err != nil {
		t.Fatalf("OpenReadOnly = %v, want nil", err)
	}
	defer log.Close()
	if err := log.Append(context.Background(), 2, storetest.Entries(2, 1), nil); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("Append = %v, want %v", err, store.ErrReadOnly)
	}
	storetest.WantRecord(t, log, storetest.Entries(0, 2), []byte("at 2"))
}

func TestARecordBesideWhichNothingCanBeWrittenIsRead(t *testing.T) {
	dir := filled(t)
	// A folder in the place of the scratch file stops SQLite as a medium that
	// cannot be written does.
	if err := os.Mkdir(filepath.Join(dir, "record.db-shm"), 0o700); err != nil {
		t.Fatal(err)
	}
	log, err := sqlite.OpenReadOnly(dir)
	if err != nil {
		t.Fatalf("OpenReadOnly = %v, want nil", err)
	}
	defer log.Close()
	storetest.WantRecord(t, log, storetest.Entries(0, 3000), []byte("checkpoint at 3000"))
}

// A writer and a reader in one process, and the news between them.
func TestAReaderIsToldWithinATenthOfASecond(t *testing.T) {
	dir := t.TempDir()
	writer := create(t, dir)
	log, err := sqlite.OpenReadOnly(dir)
	if err != nil {
		t.Fatalf("OpenReadOnly = %v, want nil", err)
	}
	defer log.Close()
	told := make(chan error, 1)
	go func() { told <- log.Wait(context.Background(), 0) }()
	storetest.MustAppend(t, writer, 0, storetest.Entries(0, 1), nil)
	start := time.Now()
	if err := <-told; err != nil {
		t.Fatalf("Wait(0) = %v, want nil", err)
	}
	t.Logf("told after %v", time.Since(start).Round(time.Millisecond))
}

func TestAClosedRecordIsOneFileAndItsLock(t *testing.T) {
	dir := t.TempDir()
	log := create(t, dir)
	storetest.MustAppend(t, log, 0, storetest.Entries(0, 100), nil)
	log.Close()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if f.Name() != "record.db" && f.Name() != "lock" {
			t.Errorf("%s is left behind", f.Name())
		}
	}
}

func TestMarksKeepTheLastCheckpointOfEvery1024Positions(t *testing.T) {
	log := create(t, t.TempDir())
	for n := int64(0); n < 5000; n += 100 {
		storetest.MustAppend(t, log, n, storetest.Entries(n, 100), fmt.Appendf(nil, "at %d", n+100))
	}
	marks, err := log.Marks(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var got []int64
	for _, m := range marks {
		got = append(got, m.Size)
		if want := fmt.Sprintf("at %d", m.Size); string(m.Checkpoint) != want {
			t.Errorf("mark at %d has checkpoint %q, want %q", m.Size, m.Checkpoint, want)
		}
	}
	if want := "[1000 2000 3000 4000 5000]"; fmt.Sprint(got) != want {
		t.Errorf("marks at %v, want %s", got, want)
	}
}
