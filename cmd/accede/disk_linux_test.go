package main

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestAFullDiskIsSaidInOneLine fills a small file system, where the machine lets us make one.
func TestAFullDiskIsSaidInOneLine(t *testing.T) {
	root := t.TempDir()
	if err := syscall.Mount("tmpfs", root, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("no small file system can be made here (%v); the stores and the depositary test a full disk with a fake", err)
	}
	t.Cleanup(func() { syscall.Unmount(root, 0) })
	dir := filepath.Join(root, "rec")
	must(t, "init", dir, "--charter", "nato")
	code, _, said := accede(t, "import", manyActs(t, 10_000), "--record", dir)
	if code != exitConflict || strings.Count(said, "\n") != 1 || !strings.Contains(said, "make room") {
		t.Errorf("exits with %d and says %q, want 3 and one line that says what to do", code, said)
	}
	if out := must(t, "verify", dir); !strings.Contains(out, "1 of 1 entries") {
		t.Errorf("afterwards the record is %s", out)
	}
}
