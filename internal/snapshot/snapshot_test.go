package snapshot

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
)

func TestASnapshotIsReadAsItWasKeptAndTakesThePlaceOfTheOneBefore(t *testing.T) {
	f := Folder(t.TempDir())
	if data, err := f.Newest(context.Background()); data != nil || err != nil {
		t.Fatalf("Newest of an empty folder = %q, %v; want nothing", data, err)
	}
	for _, parts := range [][][]byte{{[]byte("one"), []byte(" "), []byte("whole")}, {[]byte("another")}} {
		if err := f.Keep(context.Background(), parts...); err != nil {
			t.Fatal(err)
		}
		if data, err := f.Newest(context.Background()); !bytes.Equal(data, bytes.Join(parts, nil)) || err != nil {
			t.Fatalf("Newest = %q, %v; want %q", data, err, bytes.Join(parts, nil))
		}
	}
	if left, _ := os.ReadDir(string(f)); len(left) != 1 {
		t.Errorf("the folder holds %d files, want the snapshot alone", len(left))
	}
}

func TestWhatIsPutAsideIsNoLongerTheNewest(t *testing.T) {
	f := Folder(t.TempDir())
	if err := f.PutAside(); err != nil {
		t.Fatalf("PutAside without a snapshot = %v", err)
	}
	if err := f.Keep(context.Background(), []byte("bad")); err != nil {
		t.Fatal(err)
	}
	if err := f.PutAside(); err != nil {
		t.Fatal(err)
	}
	if data, err := f.Newest(context.Background()); data != nil || err != nil {
		t.Fatalf("Newest = %q, %v; want nothing", data, err)
	}
	if data, err := os.ReadFile(filepath.Join(string(f), AsideName)); string(data) != "bad" || err != nil {
		t.Errorf("what was put aside = %q, %v", data, err)
	}
}

func TestWithoutRoomTheSnapshotBeforeStays(t *testing.T) {
	f := Folder(t.TempDir())
	if err := f.Keep(context.Background(), []byte("before")); err != nil {
		t.Fatal(err)
	}
	gone := Folder(filepath.Join(string(f), "gone"))
	if err := gone.Keep(context.Background(), []byte("x")); err == nil {
		t.Fatal("Keep in a folder that is not there succeeds")
	}
	if data, _ := f.Newest(context.Background()); string(data) != "before" {
		t.Errorf("Newest = %q, want the one before", data)
	}
}
