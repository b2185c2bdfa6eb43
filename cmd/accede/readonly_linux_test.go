package main

import (
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// smallDisk mounts a file system of the test's own, where the machine lets us make one.
func smallDisk(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	if err := syscall.Mount("tmpfs", root, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("no small file system can be made here (%v)", err)
	}
	t.Cleanup(func() { syscall.Unmount(root, syscall.MNT_DETACH) })
	return root
}

func remount(t *testing.T, root string, flags uintptr) error {
	t.Helper()
	return syscall.Mount("tmpfs", root, "tmpfs", syscall.MS_REMOUNT|flags, "")
}

func TestOnAReadOnlyFileSystemNothingIsServedThatCouldNotBeKept(t *testing.T) {
	root := smallDisk(t)
	dir := filepath.Join(root, "rec")
	must(t, "bench", "found", dir, "--parties", "8")
	if err := remount(t, root, syscall.MS_RDONLY); err != nil {
		t.Skipf("it cannot be made read-only here (%v)", err)
	}
	code, _, said := accede(t, "serve", "--record", dir, "--addr", "127.0.0.1:0")
	if code == exitDone || !strings.Contains(said, "read-only file system") {
		t.Errorf("serve exits with %d and says %q, want that the file system is read-only", code, said)
	}
	if out := must(t, "verify", dir); !strings.Contains(out, "1 of 1 entries") {
		t.Errorf("the record verifies as %s", out)
	}
}

func TestAFullDiskWhileServingRefusesActsUntilThereIsRoom(t *testing.T) {
	root := smallDisk(t)
	w := &weather{dir: filepath.Join(root, "rec")}
	must(t, "bench", "found", w.dir, "--parties", "8")
	w.serve(t)
	before := w.size(t)
	full, registered := 0, 0
	for range 20_000 {
		status, said := w.act(t)
		switch {
		case status == http.StatusCreated:
			registered++
			continue
		case status == http.StatusInsufficientStorage && strings.Contains(said, `"full"`):
			full++
		default:
			t.Fatalf("after %d acts one is answered with %d %s, want 201 or 507", registered, status, said)
		}
		if full == 3 {
			break
		}
	}
	if full == 0 {
		t.Fatalf("%d acts were registered, and the disk is not full", registered)
	}
	if status, _ := get(t, "http://"+w.addr+"/d/x1/"); status != http.StatusOK {
		t.Errorf("with a full disk a page is answered with %d, want 200", status)
	}
	if err := syscall.Mount("tmpfs", root, "tmpfs", syscall.MS_REMOUNT, "size=16m"); err != nil {
		t.Fatal(err)
	}
	w.works(t, "after room was made")
	interrupt(t, w.p)
	if got, want := w.size(t), before+int64(registered)+1; got != want {
		t.Errorf("the record has %d entries, want %d", got, want)
	}
}
