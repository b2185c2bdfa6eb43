package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// killMidway runs a command that writes to a place, kills it with all that it has started as soon as so many files lie in what
// it writes beside that place, and says whether it was killed before it had ended.
func killMidway(t *testing.T, place string, files int, args ...string) (killed bool) {
	t.Helper()
	cmd := exec.Command("accede", args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatalf("accede %s: %v: %s", strings.Join(args, " "), err, &said)
			}
			return false
		case <-time.After(200 * time.Microsecond): // to look again
		}
		if beside(place) >= files {
			_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
			return <-ended != nil
		}
	}
}

// beside counts the files that are being written beside a place.
func beside(place string) (n int) {
	all, _ := filepath.Glob(filepath.Join(filepath.Dir(place), "."+filepath.Base(place)+".*"))
	for _, one := range all {
		_ = filepath.WalkDir(one, func(_ string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				n++
			}
			return nil
		})
	}
	return n
}

// standsAt answers all that stands at a place, a file or a folder, as one text.
func standsAt(t *testing.T, place string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(place, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all.WriteString(strings.TrimPrefix(path, place) + "\n" + string(data) + "\n")
		return err
	})
	if err != nil {
		t.Fatalf("after a kill: %v", err)
	}
	return all.String()
}

// TestAKilledExportLeavesWhatStoodThere kills what writes a record out, early and late, while something older stands at the
// place: that stands there still, whole, or the new one does; and the next run puts the new one there.
func TestAKilledExportLeavesWhatStoodThere(t *testing.T) {
	dir := t.TempDir()
	rec := filepath.Join(dir, "rec")
	must(t, "demo", "--once", "--record", rec)
	for _, c := range []struct {
		name  string
		files []int // in what is being written, at which it is killed
		older []string
		args  []string
	}{
		{"all.bundle", []int{1}, []string{"export", "fi", "--record", rec, "-o"}, []string{"export", "--all", "--record", rec, "-o"}},
		{"popolo.json", []int{1}, []string{"export", "fi", "--format", "akn", "--record", rec, "-o"}, []string{"export", "--all", "--format", "popolo", "--record", rec, "-o"}},
		{"site", []int{1, 60}, nil, []string{"publish", "--record", rec}},
	} {
		place, killed := filepath.Join(dir, c.name), 0
		if c.older != nil {
			must(t, append(c.older, place)...)
		} else {
			must(t, "publish", "--record", rec, "--no-flags", place)
		}
		older := standsAt(t, place)
		for _, files := range c.files {
			if !killMidway(t, place, files, append(c.args, place)...) {
				must(t, append(c.args, place)...) // it was done first: begin anew
				older = standsAt(t, place)
				continue
			}
			killed++
			if got := standsAt(t, place); got != older {
				t.Errorf("%s, killed at %d files: what stands there is neither what stood there nor untouched: %d bytes, %d before", c.name, files, len(got), len(older))
			}
			for _, left := range leftBeside(place) {
				if err := os.RemoveAll(left); err != nil {
					t.Fatal(err)
				}
			}
		}
		must(t, append(c.args, place)...)
		if got := standsAt(t, place); c.older != nil && got == older && killed > 0 {
			t.Errorf("%s: the run after a kill left the older one", c.name)
		}
		if c.name == "site" && killed == 0 {
			t.Error("publish was never killed on its way")
		}
	}
}

func leftBeside(place string) []string {
	all, _ := filepath.Glob(filepath.Join(filepath.Dir(place), "."+filepath.Base(place)+".*"))
	return all
}

// TestAKilledPrintLeavesWhatStoodThereInABrowser is the same of a page that a browser prints.
func TestAKilledPrintLeavesWhatStoodThereInABrowser(t *testing.T) {
	if _, err := findBrowser(os.Getenv("CHROMIUM")); err != nil {
		t.Skipf("nothing is printed: %v", err)
	}
	dir := t.TempDir()
	rec, place := filepath.Join(dir, "rec"), filepath.Join(dir, "fi.pdf")
	must(t, "demo", "--once", "--record", rec)
	if err := os.WriteFile(place, []byte("older"), 0o600); err != nil {
		t.Fatal(err)
	}
	killed := killMidway(t, place, 1, "pdf", "fi", "--record", rec, "-o", place)
	if got := standsAt(t, place); killed && !strings.Contains(got, "older") && !strings.Contains(got, "%%EOF") {
		t.Errorf("after a kill %d bytes stand there, neither the older nor a whole one", len(got))
	}
}
