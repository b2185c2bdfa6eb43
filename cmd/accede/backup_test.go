package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"accede/internal/store/postgres/pgtest"
)

// A record that is being written all the time is backed up whole, again and again; each copy verifies, and is the beginning
// of what the record is in the end.
func TestABackupOfARecordThatIsServedIsOfOneInstant(t *testing.T) {
	s := begins(t, "2035-03-05T09:00:00Z")
	s.founded()
	host, url := s.serves("accede-at", "serve", "--record", s.in("host"), "--addr", "127.0.0.1:0")
	s.does("watch", url, "--once", "--state", s.in("c"))
	s.does("act", "apply", "procedure=accession", "-d", "x", "--record", s.in("c", "mirror"), "--key", s.in("x.key"), "--host", url)
	s.does("watch", url, "--once", "--state", s.in("c"))
	var lines [][]byte
	for i := range 50 {
		lines = append(lines, []byte(strings.TrimSuffix(s.does("act", "statement", "statements=[{side: c, form: reported, text: {en: Word.}}]", "--id", fmt.Sprintf("c-says-%d", i),
			"-d", "x", "--record", s.in("c", "mirror"), "--key", s.in("c.key"), "--print"), "\n")))
	}
	var sending sync.WaitGroup
	sending.Go(func() {
		for _, line := range lines {
			resp, err := http.Post(url+"api/v1/acts", "application/json", bytes.NewReader(line))
			if err != nil {
				t.Error(err)
				return
			}
			text, err := io.ReadAll(resp.Body)
			resp.Body.Close()
			if resp.StatusCode != http.StatusCreated {
				t.Errorf("an act while the record is backed up: %s %s, %v", resp.Status, text, err)
				return
			}
		}
	})
	for i := range 3 {
		s.does("backup", s.in("host"), s.in(fmt.Sprint(i, ".backup")), "--keys", s.in(fmt.Sprint(i, ".keys")))
	}
	sending.Wait()
	s.does("fsck", s.in("host"))
	s.ends(host, exitDone)
	whole := s.exported("host")
	for i := range 3 {
		place := fmt.Sprint("again-", i)
		s.does("restore", s.in(fmt.Sprint(i, ".backup")), s.in(place), "--keys", s.in(fmt.Sprint(i, ".keys")))
		part := s.exported(place)
		if len(part) < 2 || len(part) > len(whole) || !bytes.Equal(bytes.Join(part[1:], nil), bytes.Join(whole[1:len(part)], nil)) {
			t.Errorf("the backup %d has %d lines that are not the first of the %d of the record", i, len(part), len(whole))
		}
		s.does("restore", s.in(place), "--from-mirror", s.in("host"))
		if healed := s.exported(place); !bytes.Equal(bytes.Join(healed, nil), bytes.Join(whole, nil)) {
			t.Errorf("the backup %d, healed, is not the record", i)
		}
	}
	host, _ = s.serves("accede-at", "serve", "--record", s.in("again-0"), "--addr", "127.0.0.1:0")
	s.ends(host, exitDone)
}

// exported answers the lines of the bundle of a record.
func (s story) exported(record string) [][]byte {
	s.t.Helper()
	file := s.in(record + ".bundle")
	must(s.t, "export", "--all", "--record", s.in(record), "-o", file)
	text, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	return lines[:len(lines)-1] // behind the last line feed there is nothing
}

func TestAHostDoesNotServeLessThanAWatcherHasSeen(t *testing.T) {
	s := begins(t, "2035-03-05T09:00:00Z")
	s.founded()
	host, url := s.serves("accede-at", "serve", "--record", s.in("host"), "--addr", "127.0.0.1:0")
	must(t, "backup", s.in("host"), s.in("old.backup"), "--keys", s.in("old.keys"))
	s.asks("x", "c", url, "2035-03-08T12:00:00Z")
	a, left := s.watches("a", url)
	s.until(a, "its line", cosigned(4))
	s.ends(host, exitDone)
	if err := os.Rename(s.in("host"), s.in("burnt")); err != nil { // and the high-water mark with it
		t.Fatal(err)
	}
	s.does("restore", s.in("old.backup"), s.in("host"), "--keys", s.in("old.keys"))
	_, said := s.exits(exitVerify, "serve", "--record", s.in("host"), "--addr", "127.0.0.1:0", "--watcher", left)
	if !strings.Contains(said, "it has 1 entries, and had 4") {
		t.Errorf("served behind a watcher: %s", said)
	}
	s.does("restore", s.in("host"), "--from-mirror", left)
	again, _ := s.serves("accede-at", "serve", "--record", s.in("host"), "--addr", "127.0.0.1:0", "--watcher", left, "--watcher", "http://127.0.0.1:9")
	s.ends(again, exitDone)
	s.ends(a, exitDone)
	if _, err := os.Stat(filepath.Join(s.in("host"), "high-water")); err != nil {
		t.Error(err)
	}
}

// A record in PostgreSQL is backed up into the same kind of file, and restored into a folder and into a database; there its
// high-water mark lies in the state folder, and holds for whoever writes.
func TestABackupOfARecordInADatabaseIsRestoredToEither(t *testing.T) {
	s := begins(t, "2035-03-05T09:00:00Z")
	db := pgtest.Start(t)
	place, other, state := db.Place(t), db.Place(t), s.in("state")
	s.founded()
	s.does("copy", s.in("host"), place)
	if err := errors.Join(os.Mkdir(state, 0o700), os.Rename(s.in("host", keyFile), filepath.Join(state, keyFile))); err != nil {
		t.Fatal(err)
	}
	act := func(record, state, id string) []string {
		return []string{"act", "apply", "procedure=accession", "--id", id, "-d", strings.TrimSuffix(id, "-applies"), "--record", record, "--state", state, "--key", s.in(strings.TrimSuffix(id, "-applies") + ".key")}
	}
	s.does(act(place, state, "x-applies")...)
	s.does("backup", place, s.in("db.backup"), "--keys", s.in("db.keys"), "--state", state)
	s.does("restore", s.in("db.backup"), s.in("folder"), "--keys", s.in("db.keys"))
	s.does("restore", s.in("db.backup"), other, "--keys", s.in("db.keys"), "--state", s.in("state-2"))
	before := must(t, "verify", place)
	for _, again := range []string{s.in("folder"), other} {
		if after := must(t, "verify", again); after != before {
			t.Errorf("restored in %s it verifies as %s, want %s", again, after, before)
		}
	}
	s.does("fsck", other, "--state", s.in("state-2"))
	s.exits(exitConflict, "restore", s.in("db.backup"), other, "--keys", s.in("db.keys"), "--state", s.in("state-2"))
	s.does(act(other, s.in("state-2"), "v-applies")...)
	// The database is put back to a day before, as by a tool of its own; the folder beside it is not.
	third := db.Place(t)
	s.does("copy", s.in("folder"), third)
	if _, said := s.exits(exitVerify, act(third, s.in("state-2"), "w-applies")...); !strings.Contains(said, "it has 3 entries, and had 5") {
		t.Errorf("written behind its mark: %s", said)
	}
	s.does("restore", third, "--from-mirror", other, "--state", s.in("state-2"))
	s.does(act(third, s.in("state-2"), "w-applies")...)
}
