package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// brokenDisk makes a disk of ext4 in a file, mounts it where the machine lets us, and answers its folder, what turns it
// read-only as a fault found by the kernel does, and what repairs it.
func brokenDisk(t *testing.T) (root string, fault, repair func()) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "disk")
	root = t.TempDir()
	if err := os.WriteFile(file, make([]byte, 24<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mkfs.ext4", "-q", file).CombinedOutput(); err != nil {
		t.Skipf("no disk can be made here (%v: %s)", err, out)
	}
	mount := func() ([]byte, error) {
		return exec.Command("mount", "-o", "loop,errors=remount-ro", file, root).CombinedOutput()
	}
	if out, err := mount(); err != nil {
		t.Skipf("no disk can be mounted here (%v: %s)", err, out)
	}
	unmount := func() { exec.Command("umount", root).Run() } // it may not be mounted any more
	t.Cleanup(unmount)
	device, err := exec.Command("findmnt", "-no", "SOURCE", root).Output()
	trigger := filepath.Join("/sys/fs/ext4", filepath.Base(strings.TrimSpace(string(device))), "trigger_fs_error")
	if _, missing := os.Stat(trigger); err != nil || missing != nil {
		t.Skipf("no fault can be made here (%v, %v)", err, missing)
	}
	fault = func() {
		if err := os.WriteFile(trigger, []byte("a fault of a test\n"), 0); err != nil {
			t.Fatal(err)
		}
	}
	repair = func() {
		unmount()
		out, err := exec.Command("e2fsck", "-fy", file).CombinedOutput() // exit code 1: it has repaired something
		if err != nil && !strings.Contains(string(out), "MODIFIED") {
			t.Fatalf("e2fsck: %v: %s", err, out)
		}
		if out, err := mount(); err != nil {
			t.Fatalf("mount again: %v: %s", err, out)
		}
	}
	return root, fault, repair
}

func TestAFileSystemThatTurnsReadOnlyWhileServingIsNeverAFalseYes(t *testing.T) {
	root, fault, repair := brokenDisk(t)
	w := &weather{dir: filepath.Join(root, "rec")}
	must(t, "bench", "found", w.dir, "--parties", "8")
	w.serve(t)
	w.works(t, "on a sound disk")
	acknowledged := w.size(t)
	fault()
	var said []string
	for range 5 {
		status, text := w.act(t)
		if status == http.StatusCreated {
			t.Errorf("an act is acknowledged on a read-only file system: %s", text)
		}
		said = append(said, fmt.Sprintf("%d %.120s", status, text))
	}
	io.Copy(io.Discard, w.p.out)
	if err := w.p.Wait(); err == nil {
		t.Errorf("the server ends as if nothing were wrong, after %q: %s", said, w.p.err.String())
	}
	if code, _, why := accede(t, "log", "x1", "--record", w.dir); code == exitDone || !strings.Contains(why, "copy the folder") {
		t.Errorf("read where it lies, the command exits with %d and says %q, want what to do", code, why)
	}
	there := w.dir
	w.dir = filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(w.dir, os.DirFS(there)); err != nil {
		t.Fatal(err)
	}
	if got := w.size(t); got != acknowledged {
		t.Errorf("a copy has %d entries that can be read, want %d", got, acknowledged)
	}
	w.dir = there
	code, _, why := accede(t, "serve", "--record", w.dir, "--addr", "127.0.0.1:0")
	if code == exitDone || !strings.Contains(why, "read-only file system") {
		t.Errorf("started again it exits with %d and says %q, want that the file system is read-only", code, why)
	}
	repair()
	if got := w.size(t); got != acknowledged {
		t.Errorf("after the disk was repaired the record has %d entries, want %d", got, acknowledged)
	}
	w.n = 100
	w.serve(t)
	w.works(t, "after the disk was repaired")
	interrupt(t, w.p)
}
