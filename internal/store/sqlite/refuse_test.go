package sqlite_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	sqlite3 "github.com/ncruces/go-sqlite3"

	"accede/internal/store"
	"accede/internal/store/sqlite"
	"accede/internal/store/storetest"
)

// filled makes a record of 3000 entries with a checkpoint and closes it.
func filled(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	log := create(t, dir)
	for n := int64(0); n < 3000; n += 500 {
		storetest.MustAppend(t, log, n, storetest.Entries(n, 500), fmt.Appendf(nil, "checkpoint at %d", n+500))
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// meddle runs statements on the file, as a stranger with an SQLite tool.
func meddle(t *testing.T, dir, sql string) {
	t.Helper()
	c, err := sqlite3.Open(filepath.Join(dir, "record.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(c.Exec(sql), c.Close()); err != nil {
		t.Fatal(err)
	}
}

// rewrite changes the bytes of the file.
func rewrite(t *testing.T, dir string, f func([]byte) []byte) {
	t.Helper()
	name := filepath.Join(dir, "record.db")
	old, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, f(old), 0o600); err != nil {
		t.Fatal(err)
	}
}

// files returns all bytes of a folder. The shared-memory file is left out: it
// is scratch space of SQLite, never read as part of the record.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	out := make(map[string]string)
	for _, f := range list {
		if f.IsDir() || strings.HasSuffix(f.Name(), "-shm") {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name()] = string(b)
	}
	return out
}

// wantRefused opens in both ways, and wants the error and the folder untouched.
func wantRefused(t *testing.T, dir string, want error, position int64) {
	t.Helper()
	before := files(t, dir)
	for name, open := range map[string]func(string) (*sqlite.Log, error){"Open": sqlite.Open, "OpenReadOnly": sqlite.OpenReadOnly} {
		log, err := open(dir)
		if err == nil {
			log.Close()
		}
		if !errors.Is(err, want) {
			t.Errorf("%s = %v, want %v", name, err, want)
			continue
		}
		if damage, ok := errors.AsType[*store.DamageError](err); ok && damage.Position != position {
			t.Errorf("%s names position %d, want %d: %v", name, damage.Position, position, err)
		}
		if text := err.Error(); strings.Contains(text, "\n") || !strings.Contains(text, dir) {
			t.Errorf("%s = %q, want one line that names the folder", name, text)
		}
		if after := files(t, dir); !maps.Equal(before, after) {
			t.Errorf("%s changed the folder: %v, want %v", name, slices.Collect(maps.Keys(after)), slices.Collect(maps.Keys(before)))
		}
	}
}

func TestWhatIsNoRecordIsRefusedAndLeftAlone(t *testing.T) {
	put := func(content string) func(*testing.T) string {
		return func(t *testing.T) string {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "record.db"), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			return dir
		}
	}
	for _, c := range []struct {
		name string
		make func(*testing.T) string
		want error
	}{
		{"NoFolder", func(t *testing.T) string { return filepath.Join(t.TempDir(), "nowhere") }, store.ErrMissing},
		{"EmptyFolder", func(t *testing.T) string { return t.TempDir() }, store.ErrMissing},
		{"EmptyFile", put(""), store.ErrNotRecord},
		{"ShortFile", put("SQLite format 3\x00"), store.ErrNotRecord},
		{"Text", put(strings.Repeat("Dear Sir or Madam, ", 100)), store.ErrNotRecord},
		{"FolderInsteadOfFile", func(t *testing.T) string {
			dir := t.TempDir()
			if err := os.Mkdir(filepath.Join(dir, "record.db"), 0o700); err != nil {
				t.Fatal(err)
			}
			return dir
		}, store.ErrNotRecord},
		{"AnotherProgramsDatabase", func(t *testing.T) string {
			dir := t.TempDir()
			meddle(t, dir, `CREATE TABLE recipes (id)`)
			return dir
		}, store.ErrNotRecord},
		{"ANewerFormat", func(t *testing.T) string {
			dir := filled(t)
			meddle(t, dir, `PRAGMA user_version=2`)
			return dir
		}, store.ErrNewer},
		{"AFormatThatNeverWas", func(t *testing.T) string {
			dir := filled(t)
			meddle(t, dir, `PRAGMA user_version=0`)
			return dir
		}, store.ErrNotRecord},
	} {
		t.Run(c.name, func(t *testing.T) { wantRefused(t, c.make(t), c.want, 0) })
	}
}

func TestADamagedRecordIsRefusedWithThePositionAndLeftAlone(t *testing.T) {
	sql := func(s string) func(*testing.T, string) {
		return func(t *testing.T, dir string) { meddle(t, dir, s) }
	}
	for _, c := range []struct {
		name     string
		damage   func(*testing.T, string)
		position int64
	}{
		{"EntryAltered", sql(`UPDATE entries SET bytes=x'00' WHERE seq=1234`), 1234},
		{"HashAltered", sql(`UPDATE entries SET hash=zeroblob(32) WHERE seq=1234`), 1234},
		{"HashCut", sql(`UPDATE entries SET hash=x'00' WHERE seq=1234`), 1234},
		{"TwoEntriesAltered", sql(`UPDATE entries SET bytes=x'00' WHERE seq IN (77, 2500)`), 77},
		{"FirstAltered", sql(`UPDATE entries SET bytes=x'00' WHERE seq=1`), 1},
		{"LastAltered", sql(`UPDATE entries SET bytes=x'00' WHERE seq=3000`), 3000},
		{"EntryGone", sql(`DELETE FROM entries WHERE seq=1234`), 1234},
		{"FirstGone", sql(`DELETE FROM entries WHERE seq=1`), 1},
		{"TailGone", sql(`DELETE FROM entries WHERE seq>2000`), 2001},
		{"AllGone", sql(`DELETE FROM entries`), 1},
		{"EntryBeforeTheFirst", sql(`INSERT INTO entries VALUES (0, x'00', x'00')`), 1},
		{"EntryAfterAGap", sql(`INSERT INTO entries VALUES (3002, x'00', x'00')`), 3001},
		{"TwoExchanged", sql(`UPDATE entries SET seq=-1 WHERE seq=5; UPDATE entries SET seq=5 WHERE seq=6; UPDATE entries SET seq=6 WHERE seq=-1;
			UPDATE entries SET hash=(SELECT hash FROM entries WHERE seq=6) WHERE seq=5`), 5},
		{"TriggerAdded", sql(`CREATE TRIGGER t AFTER INSERT ON entries BEGIN UPDATE entries SET bytes=x'00' WHERE seq=1; END`), 0},
		{"TableGone", sql(`DROP TABLE head`), 0},
		{"OneByteOfTheFileAltered", func(t *testing.T, dir string) {
			rewrite(t, dir, func(b []byte) []byte { return bytes.Replace(b, []byte("entry 1234"), []byte("entry 1235"), 1) })
		}, 1234},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filled(t)
			c.damage(t, dir)
			wantRefused(t, dir, store.ErrDamaged, c.position)
		})
	}
}

// A file that was cut anywhere is refused, at a position that is really gone:
// everything before it could be read.
func TestAFileThatWasCutIsRefusedWithThePosition(t *testing.T) {
	dir := filled(t)
	whole, err := os.ReadFile(filepath.Join(dir, "record.db"))
	if err != nil {
		t.Fatal(err)
	}
	pages := len(whole) / 4096
	for _, cut := range []int{1, pages / 4, pages / 2, pages - 1} {
		rewrite(t, dir, func([]byte) []byte { return whole[:cut*4096] })
		_, err := sqlite.Open(dir)
		damage, ok := errors.AsType[*store.DamageError](err)
		if !ok || damage.Position < 1 || damage.Position > 3000 {
			t.Errorf("cut to %d of %d pages: %v, want a position from 1 to 3000", cut, pages, err)
			continue
		}
		wantRefused(t, dir, store.ErrDamaged, damage.Position)
	}
}

// Every page overwritten: either the entries are all there, untouched (the
// page held something else), or the record is refused. Never is a wrong entry
// read.
func TestAnOverwrittenPageIsNeverReadAsEntries(t *testing.T) {
	dir := filled(t)
	whole, err := os.ReadFile(filepath.Join(dir, "record.db"))
	if err != nil {
		t.Fatal(err)
	}
	var refused int
	pages := len(whole) / 4096
	for p := 1; p < pages; p += 3 {
		for _, fill := range []byte{0, 0xff} {
			bad := bytes.Clone(whole)
			copy(bad[p*4096:], bytes.Repeat([]byte{fill}, 4096))
			rewrite(t, dir, func([]byte) []byte { return bad })
			log, err := sqlite.Open(dir)
			if err == nil {
				storetest.WantRecord(t, log, storetest.Entries(0, 3000), []byte("checkpoint at 3000"))
				log.Close()
			} else if refused++; !errors.Is(err, store.ErrDamaged) {
				t.Errorf("page %d overwritten: %v, want %v", p, err, store.ErrDamaged)
			}
		}
	}
	if refused < pages/2 {
		t.Errorf("%d of %d overwritten pages were refused, want most", refused, pages/3*2)
	}
}

// Any one byte altered, anywhere in the file: either the record is refused, or
// the byte had no meaning and the record is whole. A checkpoint is under its own
// signature: whoever has the key finds that it was altered.
func TestNoAlteredByteIsReadAsAnEntry(t *testing.T) {
	dir := filled(t)
	whole, err := os.ReadFile(filepath.Join(dir, "record.db"))
	if err != nil {
		t.Fatal(err)
	}
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 0))
	var refused, signed int
	const tries = 300
	for range tries {
		bad := bytes.Clone(whole)
		at, bit := r.IntN(len(bad)), byte(1)<<r.IntN(8)
		bad[at] ^= bit
		rewrite(t, dir, func([]byte) []byte { return bad })
		log, err := sqlite.Open(dir)
		if err != nil {
			refused++
			continue
		}
		checkpoint, err := log.Checkpoint(context.Background())
		if err != nil {
			t.Errorf("Checkpoint() = %v, want nil", err)
		}
		if string(checkpoint) != "checkpoint at 3000" {
			signed++
		}
		storetest.WantRecord(t, log, storetest.Entries(0, 3000), checkpoint)
		log.Close()
		if t.Failed() {
			t.Fatalf("seed %d: byte %d altered by %#x", seed, at, bit)
		}
	}
	if refused < tries/2 {
		t.Errorf("%d of %d alterations were refused, want most", refused, tries)
	}
	if signed > tries/20 {
		t.Errorf("%d of %d alterations changed the checkpoint, want next to none", signed, tries)
	}
	t.Logf("%d of %d alterations were refused, %d are left to the signature, the others changed nothing", refused, tries, signed)
}

// What a crash leaves behind is a journal beside the file. It is read along,
// and not written back, when the record is refused.
func TestADamagedRecordWithAJournalIsLeftAlone(t *testing.T) {
	dir := filled(t)
	c, err := sqlite3.Open(filepath.Join(dir, "record.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Exec(`DELETE FROM entries WHERE seq=1234`); err != nil {
		t.Fatal(err)
	}
	crashed := t.TempDir()
	for _, name := range []string{"record.db", "record.db-wal"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || len(b) == 0 {
			t.Fatalf("%s: %d bytes, %v", name, len(b), err)
		}
		if err := os.WriteFile(filepath.Join(crashed, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	wantRefused(t, crashed, store.ErrDamaged, 1234)
}

func TestANewerRecordTellsItsFormat(t *testing.T) {
	dir := filled(t)
	rewrite(t, dir, func(b []byte) []byte {
		binary.BigEndian.PutUint32(b[60:], 41)
		return b
	})
	_, err := sqlite.Open(dir)
	if !errors.Is(err, store.ErrNewer) || !strings.Contains(err.Error(), "format 41") {
		t.Errorf("Open = %v, want it to name format 41", err)
	}
}

func TestARecordIsNotMadeOverAnother(t *testing.T) {
	dir := filled(t)
	before := files(t, dir)
	if _, err := sqlite.Create(dir); !errors.Is(err, store.ErrExists) {
		t.Errorf("Create = %v, want %v", err, store.ErrExists)
	}
	if after := files(t, dir); !maps.Equal(before, after) {
		t.Error("Create changed the folder of another record")
	}
}

func TestARecordIsMadeAfterAnAttemptThatWasCutShort(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b c%?#")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"record.db.new", "record.db.new-journal"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	log := create(t, dir)
	storetest.MustAppend(t, log, 0, storetest.Entries(0, 1), nil)
	if _, err := os.Stat(filepath.Join(dir, "record.db")); err != nil {
		t.Error(err)
	}
}

func TestASoundRecordPassesTheWholeCheck(t *testing.T) {
	log := open(t, filled(t))
	if err := log.Check(context.Background()); err != nil {
		t.Errorf("Check() = %v, want nil", err)
	}
}

func TestTheWholeCheckFindsAnAlteredEntry(t *testing.T) {
	dir := filled(t)
	log := open(t, dir)
	meddle(t, dir, `UPDATE entries SET bytes=x'00' WHERE seq=1234`)
	err := log.Check(context.Background())
	if damage, ok := errors.AsType[*store.DamageError](err); !ok || damage.Position != 1234 {
		t.Errorf("Check() = %v, want damage at 1234", err)
	}
}
