package main

import (
	"bytes"
	"database/sql"
	"io"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// erasing is a small body whose chair may have content erased.
const erasing = `accede: charter/1
body: quay
name: {en: Quay Association}
time_zone: Europe/Brussels
keeping: official
chair: {id: chair, name: {en: Chair}, mediates: true}
redaction: [chair]
members:
  - {id: a, name: {en: Alder}}
  - {id: b, name: {en: Birch}}
applicants:
  - {id: x, name: {en: Xylo}}
procedures:
  vote:
    stages:
      - {id: application, act: apply}
      - {id: ballot, rule: all of members are for}
`

// Words that are enclosed, first those that are erased.
const (
	goneWords = "Their harbourmaster, Ada Quill, was paid."
	keptWords = "Our parliament sits in May."
)

// traces are bytes by which something enclosed would be found: what it says, and what opens it.
type traces map[string][]byte

// tracesOf answers those of what is kept beside a record under some seals.
func tracesOf(t *testing.T, dir string, seals ...string) traces {
	t.Helper()
	all := traces{}
	for _, f := range []struct{ name, table, columns string }{{"enclosed.keys", "keys", "salt, key"}, {"enclosed.db", "content", "sealed, sealed"}} {
		db, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(filepath.Join(dir, f.name))+"?mode=ro")
		if err != nil {
			t.Fatal(err)
		}
		for _, seal := range seals {
			var one, two []byte
			if err := db.QueryRow(`SELECT `+f.columns+` FROM `+f.table+` WHERE seal=?`, seal).Scan(&one, &two); err != nil {
				t.Fatalf("read %s of %s: %v", f.columns, seal, err)
			}
			all[f.columns+" of "+seal], all["2, "+f.columns+" of "+seal] = one[:min(len(one), 48)], two[:min(len(two), 48)] // a long one lies on several pages
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// foundIn answers which traces lie in the files of a folder, or in a file: as they are, and in base64 too.
func (x traces) foundIn(t *testing.T, place string) map[string]string {
	t.Helper()
	found := map[string]string{}
	files := 0
	err := filepath.WalkDir(place, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(name)
		for what, trace := range x {
			if bytes.Contains(data, trace) {
				found[what] = name
			}
		}
		return err
	})
	if err != nil || files == 0 {
		t.Fatalf("look through %s: %d files, %v", place, files, err)
	}
	return found
}

// rehearses reads pages as a visitor with a rehearsal does, so that whatever a server keeps of what it shows is kept.
func rehearses(t *testing.T, site string) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := http.Client{Jar: jar}
	read := func(resp *http.Response, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if _, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode >= 400 {
			t.Fatalf("%s = %s, %v", resp.Request.URL, resp.Status, err)
		}
	}
	read(c.PostForm(site+"rehearsal", url.Values{"back": {"/"}}))
	for _, page := range []string{"", "d/x/", "d/x/record/", "d/x/record/4/", "d/x/record/5/", "d/x/log.json", "api/v1/enclosed"} {
		read(c.Get(site + page))
	}
}

// sealsIn answers the seals of what is enclosed with an entry.
func (s story) sealsIn(record string, entry int) []string {
	s.t.Helper()
	var seals []string
	for line := range strings.Lines(s.does("enclosed", "--record", s.in(record))) {
		if strings.Contains(line, "  entry "+strconv.Itoa(entry)+", ") {
			seal, _, _ := strings.Cut(line, " ")
			seals = append(seals, seal)
		}
	}
	return seals
}

// What is erased is searched for in every file that a host, its backups, its copies and its mirrors have, byte by byte.
func TestAttack25OfWhatIsErasedNothingIsFoundInRecordBackupMirrorCopyOrLog(t *testing.T) {
	s := begins(t, "2035-03-05T09:00:00Z")
	write(t, s.in("quay.yaml"), erasing)
	write(t, s.in("letter.txt"), "The letter of Ada Quill. "+strings.Repeat("It is long. ", 2000))
	args := []string{"init", s.in("host"), "--charter", s.in("quay.yaml")}
	for _, id := range []string{"chair", "a", "b", "x"} {
		must(t, "keys", "new", s.in(id+".key"), "--id", id+"-1", "--member", id, "--holder", id)
		args = append(args, "--keys", s.in(id+".key.pub"))
	}
	s.does(args...)
	s.does("act", "apply", "procedure=vote", "-d", "x", "--record", s.in("host"), "--key", s.in("x.key"))
	s.does("act", "reserve", "reason={en: "+strconv.Quote(goneWords)+"}", "-d", "x", "--seal", "public", "--attach", s.in("letter.txt"), "--record", s.in("host"), "--key", s.in("a.key"))
	s.does("act", "reserve", "reason={en: "+strconv.Quote(keptWords)+"}", "-d", "x", "--seal", "public", "--record", s.in("host"), "--key", s.in("b.key"))
	gone, stays := s.sealsIn("host", 4), s.sealsIn("host", 5)
	if len(gone) != 2 || len(stays) != 1 {
		t.Fatalf("enclosed are %q and %q, want two and one", gone, stays)
	}
	host, site := s.serves("accede-at", "serve", "--record", s.in("host"), "--addr", "127.0.0.1:0", "--rehearsal")
	rehearses(t, site)
	s.does("watch", site, "--once", "--state", s.in("watch"), "--enclosed", "public")
	s.does("backup", s.in("host"), s.in("before.backup"), "--keys", s.in("before.keys"))
	s.does("publish", s.in("copy"), "--record", s.in("host"))
	goneTraces, keptTraces := tracesOf(t, s.in("host"), gone...), tracesOf(t, s.in("host"), stays...)
	goneTraces["the words"], goneTraces["the letter"], goneTraces["its name"] = []byte("Ada Quill"), []byte("The letter of"), []byte("letter.txt")
	keptTraces["the words"] = []byte(keptWords)
	mirrored := tracesOf(t, s.in("watch", "mirror"), gone...) // a mirror encrypts under keys of its own
	if got := mirrored.foundIn(t, s.in("watch")); len(got) < 8 {
		t.Errorf("before, %d traces are found in the mirror: %v, want 8", len(got), got)
	}
	// The control: before it is erased it is found, so the search finds what is there.
	for place, want := range map[string]int{"host": 8, "before.backup": 4, "before.keys": 4, "copy": 1} {
		if got := goneTraces.foundIn(t, s.in(place)); len(got) < want {
			t.Errorf("before, %d traces are found in %s: %v, want %d", len(got), place, got, want)
		}
	}
	if got := (traces{"the letter": []byte("The letter of")}).foundIn(t, s.in("copy")); len(got) != 0 {
		t.Errorf("a copy for any file server holds a file that a browser may show: %v", got)
	}

	s.does("act", "redact", "of=["+strings.Join(gone, ", ")+"]", "reason={en: It names somebody.}", "-d", "x", "--record", s.in("watch", "mirror"), "--key", s.in("chair.key"), "--host", site)
	if got := goneTraces.foundIn(t, s.in("host")); len(got) != 0 {
		t.Errorf("while it is served, the host still has %v", got)
	}
	rehearses(t, site)
	s.does("watch", site, "--once", "--state", s.in("watch"), "--enclosed", "public")
	s.does("backup", s.in("host"), s.in("after.backup"), "--keys", s.in("after.keys"))
	s.does("publish", s.in("copy"), "--record", s.in("host"))
	s.does("export", "--all", "--enclosed", "a", "--record", s.in("host"), "-o", s.in("after.bundle"))
	s.ends(host, exitDone)
	write(t, s.in("host.log"), host.err.String()+"\n")
	s.does("restore", s.in("after.backup"), s.in("restored"), "--keys", s.in("after.keys"))
	s.does("restore", s.in("before.backup"), s.in("healed"), "--keys", s.in("before.keys"), "--from-mirror", s.in("watch"))
	for _, place := range []string{"host", "after.backup", "after.keys", "copy", "watch", "after.bundle", "host.log", "restored", "healed"} {
		if got := goneTraces.foundIn(t, s.in(place)); len(got) != 0 {
			t.Errorf("of what was erased %s has %v", place, got)
		}
	}
	if got := mirrored.foundIn(t, s.in("watch")); len(got) != 0 {
		t.Errorf("of what was erased the mirror has %v", got)
	}
	t.Logf("%d traces searched for in 9 places, and %d of the mirror's own", len(goneTraces), len(mirrored))
	for place, want := range map[string]int{"host": 4, "restored": 4, "healed": 4, "copy": 1} {
		if got := keptTraces.foundIn(t, s.in(place)); len(got) < want {
			t.Errorf("of what was not erased %s has %d traces: %v, want %d", place, len(got), got, want)
		}
	}
	for _, place := range []string{"host", "restored", "healed"} {
		s.does("fsck", s.in(place))
	}
}
