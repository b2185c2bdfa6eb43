package main

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"accede/internal/soundings"
)

// everything makes a record with all that lies beside one, and answers its folder.
func everything(t *testing.T) string {
	t.Helper()
	s := begins(t, "2035-03-05T09:00:00Z")
	write(t, s.in("quay.yaml"), erasing)
	args := []string{"init", s.in("host"), "--charter", s.in("quay.yaml")}
	for _, id := range []string{"chair", "a", "b", "x"} {
		must(t, "keys", "new", s.in(id+".key"), "--id", id+"-1", "--member", id, "--holder", id)
		args = append(args, "--keys", s.in(id+".key.pub"))
	}
	s.does(args...)
	s.does("act", "apply", "procedure=vote", "-d", "x", "--record", s.in("host"), "--key", s.in("x.key"))
	s.does("act", "reserve", "reason={en: "+strconv.Quote(keptWords)+"}", "-d", "x", "--seal", "public", "--record", s.in("host"), "--key", s.in("b.key"))
	s.does("keys", "machine", "new", "registry", "--member", "a", "--record", s.in("host"))
	s.does("invite", "--record", s.in("host"), "--member", "a", "--holder", "envoy", "--site", "https://record.example", "--address", "envoy@a.example")
	s.does("letters", "hook", "add", "registry", "https://registry.example/accede", "--record", s.in("host"))
	told, err := soundings.Open(s.in("host"))
	if err != nil {
		t.Fatal(err)
	}
	if err := told.Close(); err != nil {
		t.Fatal(err)
	}
	return s.in("host")
}

// readAll answers all that is read of a record and of what lies beside it; false where something of it was refused.
func readAll(t *testing.T, dir string) (string, bool) {
	t.Helper()
	var all strings.Builder
	for _, args := range [][]string{
		{"fsck", dir},
		{"log", "x", "--json", "--record", dir},
		{"enclosed", "--record", dir},
		{"keys", "machine", "list", "--record", dir},
		{"letters", "people", "list", "--record", dir},
		{"letters", "hook", "list", "--record", dir},
		{"letters", "outbox", "--record", dir},
	} {
		code, out, _ := accede(t, args...)
		if code != exitDone {
			return "", false
		}
		all.WriteString(out)
	}
	return strings.ReplaceAll(all.String(), dir, "DIR"), true
}

// Of each file some bits are turned over, one at a time; make nightly turns many.
func TestABitThatTurnsOverInAnyFileIsFoundOrChangesNothing(t *testing.T) {
	times := 3
	if text := os.Getenv("ACCEDE_BITS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		times = n
	}
	dir := everything(t)
	want, sound := readAll(t, dir)
	if !sound {
		t.Fatal("the record is not sound to begin with")
	}
	var files []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if info, fault := os.Stat(name); err == nil && fault == nil && !d.IsDir() && info.Size() > 0 && !strings.HasSuffix(name, "-shm") {
			files = append(files, strings.TrimPrefix(name, dir+string(filepath.Separator)))
		}
		return err
	})
	if err != nil || len(files) < 8 {
		t.Fatalf("the record has the files %q, %v; want at least 8", files, err)
	}
	random := rand.New(rand.NewPCG(1, uint64(times)))
	for _, name := range files {
		found := 0
		for range times {
			turned := filepath.Join(t.TempDir(), "turned")
			if err := os.CopyFS(turned, os.DirFS(dir)); err != nil {
				t.Fatal(err)
			}
			private(t, turned)
			data, err := os.ReadFile(filepath.Join(turned, name))
			if err != nil {
				t.Fatal(err)
			}
			bit := random.IntN(len(data) * 8)
			data[bit/8] ^= 1 << (bit % 8)
			if err := os.WriteFile(filepath.Join(turned, name), data, 0o600); err != nil {
				t.Fatal(err)
			}
			switch got, sound := readAll(t, turned); {
			case !sound:
				found++
			case got != want:
				t.Errorf("bit %d of %s turned over is not found, and what is read is\n%s\nwant\n%s", bit, name, got, want)
			}
			if err := os.RemoveAll(turned); err != nil {
				t.Fatal(err)
			}
		}
		t.Logf("%s: of %d bits %d were found, the others changed nothing", name, times, found)
	}
}

// private gives files and folders their modes back, which a copy does not keep.
func private(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.Chmod(name, 0o700)
		}
		return os.Chmod(name, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
}
