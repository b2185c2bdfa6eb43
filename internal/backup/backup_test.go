package backup_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	sqlite3 "github.com/ncruces/go-sqlite3"

	"accede/internal/backup"
)

func manifest(keys bool) backup.Manifest {
	return backup.Manifest{Made: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC), Keys: keys, Origin: "accede/quay/00112233445566778899aabbccddeeff", Size: 3, Root: "cm9vdA=="}
}

// folder answers a folder with the named files in it, each holding its name.
func folder(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, n := range names {
		if err := os.WriteFile(filepath.Join(dir, n), []byte("this is "+n), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func packed(t *testing.T, m backup.Manifest, dir string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := backup.Pack(&b, m, dir); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func whichever(backup.Manifest) error { return nil }

func TestWhatIsPackedIsUnpackedAndNothingElse(t *testing.T) {
	dir := folder(t, backup.Record, backup.APIKeys, backup.HostKey, "stray")
	for keys, want := range map[bool][]string{false: {backup.Record, backup.APIKeys}, true: {backup.HostKey}} {
		out := t.TempDir()
		m, err := backup.Unpack(context.Background(), bytes.NewReader(packed(t, manifest(keys), dir)), out, whichever)
		if err != nil || m.Keys != keys || m.Size != 3 || m.Origin != manifest(keys).Origin || !m.Made.Equal(manifest(keys).Made) {
			t.Errorf("Unpack = %+v, %v", m, err)
		}
		got, err := os.ReadDir(out)
		if err != nil || len(got) != len(want) {
			t.Errorf("unpacked: %v, %v, want %v", got, err, want)
		}
		for _, name := range want {
			data, err := os.ReadFile(filepath.Join(out, name))
			info, _ := os.Stat(filepath.Join(out, name))
			if err != nil || string(data) != "this is "+name || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %q, %v, %v", name, data, info.Mode(), err)
			}
		}
	}
}

// Whatever bit of a part or of the manifest is changed, it is refused; and so is every backup that was cut off.
func TestEveryChangedBitOfAPartAndEveryCutIsRefused(t *testing.T) {
	whole := packed(t, manifest(false), folder(t, backup.Record, backup.Enclosed))
	const block = 512
	tried := 0
	for i := 0; i < len(whole); i += 3 {
		header := i/block%2 == 0 // of a tar: some of its fields mean nothing here
		if header || whole[i] == 0 {
			continue
		}
		bad := bytes.Clone(whole)
		bad[i] ^= 1
		if m, err := backup.Unpack(context.Background(), bytes.NewReader(bad), t.TempDir(), whichever); err == nil && m.Made.Equal(manifest(false).Made) &&
			m.Origin == manifest(false).Origin && m.Root == manifest(false).Root && m.Size == 3 {
			t.Errorf("a change of byte %d passes: %+v", i, m)
		}
		tried++
	}
	last := bytes.LastIndexByte(whole, 'b') // of the name of the last part, in the part: behind it nothing counts
	for n := last; n > 0; n -= 43 {
		if _, err := backup.Unpack(context.Background(), bytes.NewReader(whole[:n]), t.TempDir(), whichever); err == nil {
			t.Errorf("cut off at %d of %d: %v", n, len(whole), err)
		}
	}
	if tried < 100 {
		t.Errorf("%d bytes were tried", tried)
	}
}

func TestABackupThatNamesAnotherPlaceIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	whole := packed(t, manifest(false), folder(t, backup.Record))
	for _, name := range []string{"../x.out1", "host.key1", "record.dc"} {
		bad := bytes.ReplaceAll(whole, []byte(backup.Record), []byte(name))
		out := t.TempDir()
		if _, err := backup.Unpack(context.Background(), bytes.NewReader(bad), out, whichever); err == nil {
			t.Errorf("%s: unpacked", name)
		}
		if left, _ := os.ReadDir(out); len(left) > 0 {
			t.Errorf("%s: %v was written", name, left)
		}
	}
	refusal := errors.New("not that one")
	out := t.TempDir()
	_, err := backup.Unpack(context.Background(), bytes.NewReader(whole), out, func(backup.Manifest) error { return refusal })
	if left, _ := os.ReadDir(out); !errors.Is(err, refusal) || len(left) > 0 {
		t.Errorf("a backup that is not accepted: %v, and %v was written", err, left)
	}
}

func TestADatabaseIsCopiedAtOneInstantAndADamagedOneIsToldFromASoundOne(t *testing.T) {
	ctx := context.Background()
	from, to := filepath.Join(t.TempDir(), "a.db"), filepath.Join(t.TempDir(), "b.db")
	if err := errors.Join(backup.CopyDatabase(ctx, from, to), backup.CheckDatabase(ctx, from)); err != nil {
		t.Errorf("of none: %v", err)
	}
	c, err := sqlite3.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	err = c.Exec(`PRAGMA journal_mode=WAL; CREATE TABLE t (x TEXT NOT NULL) STRICT; CREATE INDEX i ON t (x);
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 5000) INSERT INTO t SELECT 'row ' || i FROM n; BEGIN; DELETE FROM t`)
	if err != nil {
		t.Fatal(err)
	}
	if err := backup.CopyDatabase(ctx, from, to); err != nil {
		t.Fatal(err)
	}
	if err := c.Exec(`ROLLBACK`); err != nil {
		t.Fatal(err)
	}
	copied, err := sqlite3.Open(to)
	if err != nil {
		t.Fatal(err)
	}
	s, _, err := copied.Prepare(`SELECT count(*) FROM t`)
	if err != nil || !s.Step() || s.ColumnInt(0) != 5000 {
		t.Errorf("the copy has %d rows, %v, want those before the deletion that was under way", s.ColumnInt(0), err)
	}
	if err := errors.Join(s.Close(), copied.Close(), backup.CheckDatabase(ctx, to)); err != nil {
		t.Error(err)
	}
	data, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	copy(data[len(data)-4096:], bytes.Repeat([]byte{0x5a}, 4096))
	if err := os.WriteFile(to, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := backup.CheckDatabase(ctx, to); !errors.Is(err, backup.ErrDamaged) {
		t.Errorf("a damaged page: %v, want %v", err, backup.ErrDamaged)
	}
}
