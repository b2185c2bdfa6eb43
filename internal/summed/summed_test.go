package summed

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func open(t testing.TB, file, journal string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(file)+"?_pragma=journal_mode("+journal+")&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// filled makes a database, as an earlier version would, with names of people.
func filled(t testing.TB) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "people.db")
	db := open(t, file, "delete")
	if _, err := db.Exec(`CREATE TABLE people (n INTEGER PRIMARY KEY, name TEXT, role TEXT) STRICT`); err != nil {
		t.Fatal(err)
	}
	for n := range 300 {
		if _, err := db.Exec(`INSERT INTO people VALUES (?, 'envoy-of-a-party', 'reader')`, n); err != nil {
			t.Fatal(err)
		}
	}
	if err := Keep(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`UPDATE people SET role='delegate' WHERE n=7`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return file
}

// all reads everything there is.
func all(db *sql.DB) (text string, err error) {
	err = db.QueryRow(`SELECT group_concat(n || name || role) FROM (SELECT * FROM people ORDER BY n)`).Scan(&text)
	return text, err
}

func TestABitThatTurnedOverIsAnErrorAndNeverAnotherText(t *testing.T) {
	file := filled(t)
	sound, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want, err := all(open(t, file, "delete"))
	if err != nil {
		t.Fatal(err)
	}
	found, harmless := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		bit := rapid.IntRange(0, len(sound)*8-1).Draw(t, "bit")
		data := append([]byte{}, sound...)
		data[bit/8] ^= 1 << (bit % 8)
		turned := filepath.Join(filepath.Dir(file), "turned.db")
		os.Remove(turned)
		if err := os.WriteFile(turned, data, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(turned))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		switch got, err := all(db); {
		case err != nil:
			found++
		case got == want:
			harmless++ // of a page that is not read: free, or of the schema's own
		default:
			t.Errorf("bit %d of page %d turned over is read as another text", bit, bit/8/4096)
		}
	})
	if found < 3*harmless {
		t.Errorf("%d bits that turned over were found, %d changed nothing: want most of them found", found, harmless)
	}
}

func TestADatabaseWithAWriteAheadLogIsNotGivenSums(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "people.db"), "wal")
	if err := Keep(t.Context(), db); !errors.Is(err, ErrJournal) {
		t.Errorf("Keep = %v, want ErrJournal", err)
	}
}

// Several who write to one database, each by connections of its own, some from before it had sums, do not end the program.
func TestADatabaseIsGivenSumsWhileOthersHaveItOpen(t *testing.T) {
	file := filepath.Join(t.TempDir(), "people.db")
	before, giver := open(t, file, "delete"), open(t, file, "delete")
	if _, err := before.Exec(`CREATE TABLE people (n INTEGER PRIMARY KEY, name TEXT, role TEXT) STRICT`); err != nil {
		t.Fatal(err)
	}
	if err := Keep(t.Context(), giver); err != nil {
		t.Fatal(err)
	}
	after := open(t, file, "delete")
	for n := range 60 {
		for i, db := range []*sql.DB{before, giver, after} {
			if _, err := db.Exec(`INSERT INTO people VALUES (?, 'envoy', 'reader')`, 3*n+i); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, db := range []*sql.DB{before, giver, after} {
		if err := db.Close(); err != nil {
			t.Errorf("close %d: %v", i, err)
		}
	}
	if got, err := all(open(t, file, "delete")); err != nil || strings.Count(got, "envoy") != 180 {
		t.Errorf("%d rows are read, %v; want 180", strings.Count(got, "envoy"), err)
	}
}
