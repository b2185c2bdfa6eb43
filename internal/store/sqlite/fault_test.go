package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	sqlite3 "github.com/ncruces/go-sqlite3"

	"accede/internal/store"
	"accede/internal/store/storetest"
)

// onDisk makes a record on d with 10 entries.
func onDisk(t *testing.T, s settings) (*Log, string) {
	t.Helper()
	dir := t.TempDir()
	log, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	storetest.MustAppend(t, log, 0, storetest.Entries(0, 10), []byte("at 10"))
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	log, err = openWith(dir, s)
	if err != nil {
		t.Fatalf("open = %v, want nil", err)
	}
	t.Cleanup(func() { log.Close() })
	return log, dir
}

// errNoRoom is how the os package reports a full disk.
var errNoRoom = &fs.PathError{Op: "write", Path: fileName, Err: syscall.ENOSPC}

// A full disk at each write of an append: nothing is written, it is said, and
// once there is room the same append succeeds.
func TestAFullDiskWritesNothingAndSaysSo(t *testing.T) {
	d, s := newBadDisk(t)
	var tried int
	for nth := 1; ; nth++ {
		log, dir := onDisk(t, s)
		writes := 0
		d.set(func(_ string, o op) error {
			if o.kind == write {
				if writes++; writes >= nth {
					return errNoRoom
				}
			}
			return nil
		})
		batch := storetest.Entries(10, 100)
		err := log.Append(context.Background(), 10, batch, []byte("at 110"))
		d.set(nil)
		if err == nil {
			break // nth is beyond the writes of one append
		}
		tried++
		if !errors.Is(err, store.ErrFull) {
			t.Fatalf("no room at write %d: %v, want %v", nth, err, store.ErrFull)
		}
		select {
		case <-log.Broken():
			t.Errorf("no room at write %d: the log says that it is broken", nth)
		default:
		}
		storetest.WantRecord(t, log, storetest.Entries(0, 10), []byte("at 10"))
		storetest.MustAppend(t, log, 10, batch, []byte("at 110"))
		log.Close()
		log, err = Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		storetest.WantRecord(t, log, storetest.Entries(0, 110), []byte("at 110"))
		log.Close()
	}
	if tried < 5 {
		t.Errorf("%d writes were tried, want at least 5", tried)
	}
	t.Logf("no room at each of %d writes", tried)
}

func TestARecordThatMayNotGrowIsFull(t *testing.T) {
	log, _ := onDisk(t, settings{})
	if err := log.write.c.Exec(`PRAGMA max_page_count=8`); err != nil {
		t.Fatal(err)
	}
	err := log.Append(context.Background(), 10, storetest.Entries(10, 5000), []byte("never"))
	if !errors.Is(err, store.ErrFull) {
		t.Errorf("Append = %v, want %v", err, store.ErrFull)
	}
	storetest.WantRecord(t, log, storetest.Entries(0, 10), []byte("at 10"))
	storetest.MustAppend(t, log, 10, storetest.Entries(10, 1), nil)
}

// A fault at each write and each sync of an append: the caller is told an
// error that promises nothing, the log takes nothing more, and opened again
// the record has all of the batch or nothing.
func TestAfterAFaultOfTheDiskTheLogTakesNothingMore(t *testing.T) {
	d, s := newBadDisk(t)
	for _, c := range []struct {
		kind opKind
		err  error
	}{{write, sqlite3.IOERR_WRITE}, {syncFile, sqlite3.IOERR_FSYNC}} {
		var tried, kept int
		for nth := 1; ; nth++ {
			log, dir := onDisk(t, s)
			seen := 0
			d.set(func(_ string, o op) error {
				if o.kind == c.kind {
					if seen++; seen == nth {
						return c.err
					}
				}
				return nil
			})
			ctx := context.Background()
			err := log.Append(ctx, 10, storetest.Entries(10, 50), []byte("at 60"))
			d.set(nil)
			if err == nil {
				break
			}
			tried++
			for _, definite := range []error{store.ErrConflict, store.ErrFull, store.ErrGap, store.ErrClosed, store.ErrBroken} {
				if errors.Is(err, definite) {
					t.Errorf("fault %d: %v is %v, which promises that nothing was written", nth, err, definite)
				}
			}
			select {
			case <-log.Broken():
			default:
				t.Errorf("fault %d: the log does not say that it is broken", nth)
			}
			for range 2 {
				if err := log.Append(ctx, 10, storetest.Entries(10, 1), nil); !errors.Is(err, store.ErrBroken) {
					t.Errorf("fault %d, next Append = %v, want %v", nth, err, store.ErrBroken)
				}
			}
			// As if the machine had stopped here, and after an orderly end.
			kept += wantAllOrNothing(t, copyOf(t, dir), fmt.Sprintf("fault %d, stopped", nth))
			log.Close()
			wantAllOrNothing(t, dir, fmt.Sprintf("fault %d, closed", nth))
		}
		if tried == 0 {
			t.Errorf("no fault of kind %d was tried", c.kind)
		}
		t.Logf("%v: %d faults, the batch was there after %d of them", c.err, tried, kept)
	}
}

func copyOf(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	for _, name := range []string{fileName, fileName + "-wal"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

func wantAllOrNothing(t *testing.T, dir, when string) (kept int) {
	t.Helper()
	log, err := Open(dir)
	if err != nil {
		t.Fatalf("%s: Open = %v, want nil", when, err)
	}
	defer log.Close()
	switch n, err := log.Size(context.Background()); n {
	case 10:
		storetest.WantRecord(t, log, storetest.Entries(0, 10), []byte("at 10"))
	case 60:
		storetest.WantRecord(t, log, storetest.Entries(0, 60), []byte("at 60"))
		kept = 1
	default:
		t.Errorf("%s: %d entries, %v, want 10 or 60", when, n, err)
	}
	storetest.MustAppend(t, log, int64(10+50*kept), nil, []byte("it can be appended to"))
	return kept
}
