//go:build unix

package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"accede/internal/store"
	"accede/internal/store/storetest"
)

// tinyDir names a folder on a small file system of its own, which the test
// fills up: for instance a tmpfs of two megabytes.
const tinyDir = "ACCEDE_TEST_TINY"

func TestARealDiskThatFillsUpSaysSoAndLosesNothing(t *testing.T) {
	tiny := os.Getenv(tinyDir)
	if tiny == "" {
		t.Skipf("%s names no folder on a small file system; TestAFullDiskWritesNothingAndSaysSo stands in for it", tinyDir)
	}
	dir := filepath.Join(tiny, "record")
	defer os.RemoveAll(dir)
	log, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	var n int64
	for err == nil {
		if err = log.Append(context.Background(), n, storetest.Entries(n, 2000), []byte("checkpoint")); err == nil {
			n += 2000
		}
	}
	if !errors.Is(err, store.ErrFull) {
		t.Errorf("Append at %d = %v, want %v", n, err, store.ErrFull)
	}
	storetest.WantRecord(t, log, storetest.Entries(0, int(n)), []byte("checkpoint"))
	log.Close()
	log, err = Open(dir)
	if err != nil {
		t.Fatalf("Open = %v, want nil", err)
	}
	storetest.WantRecord(t, log, storetest.Entries(0, int(n)), []byte("checkpoint"))
	if err := log.Close(); err != nil {
		t.Error(err)
	}
	t.Logf("full at %d entries", n)
}

func TestOnlyTheOwnerReadsARecord(t *testing.T) {
	dir := t.TempDir()
	log, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	storetest.MustAppend(t, log, 0, storetest.Entries(0, 1), nil)
	for _, name := range []string{fileName, fileName + "-wal", lockName} {
		st, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if got := st.Mode().Perm(); got != 0o600 {
			t.Errorf("%s has mode %o, want 600", name, got)
		}
	}
}
