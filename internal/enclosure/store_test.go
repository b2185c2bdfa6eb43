package enclosure

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"accede/act"
)

var background = context.Background()

func open(t *testing.T, dir string, quota int64) *Store {
	t.Helper()
	s, err := Open(dir, quota)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func item(i int) act.Opening {
	return act.Opening{
		Seal: fmt.Sprintf("seal-%04d", i), Salt: act.Salt{byte(i), byte(i >> 8), 0xa5},
		Content: fmt.Appendf(nil, "what nobody else should read, number %04d %s", i, bytes.Repeat([]byte{'x'}, i%3000)),
	}
}

func TestWhatIsEnclosedIsReadBackAndNothingElse(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, 0)
	if err := s.Put(background, item(1), item(2)); err != nil {
		t.Fatal(err)
	}
	if err := s.Put(background, act.Opening{Seal: item(1).Seal, Content: []byte("other words")}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]*Store{"again": open(t, dir, 0), "read only": readOnly(t, dir)} {
		got, err := s.Get(background, item(1).Seal)
		if err != nil || !bytes.Equal(got.Content, item(1).Content) || got.Salt != item(1).Salt {
			t.Errorf("%s: Get = %+v, %v, want %+v", name, got, err, item(1))
		}
		if _, err := s.Get(background, "another"); !errors.Is(err, ErrMissing) {
			t.Errorf("%s: Get of another = %v, want ErrMissing", name, err)
		}
		all, err := s.Seals(background)
		if want := []string{item(1).Seal, item(2).Seal}; err != nil || !slices.Equal(all, want) {
			t.Errorf("%s: Seals = %q, %v, want %q", name, all, err, want)
		}
	}
}

func readOnly(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := OpenReadOnly(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestAFolderWithoutEnclosuresReadsAsEmptyAndStaysAsItWas(t *testing.T) {
	dir := t.TempDir()
	s := readOnly(t, dir)
	if _, err := s.Get(background, "any"); !errors.Is(err, ErrMissing) {
		t.Errorf("Get = %v, want ErrMissing", err)
	}
	if err := s.Put(background, item(1)); !errors.Is(err, ErrReadOnly) {
		t.Errorf("Put = %v, want ErrReadOnly", err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 0 {
		t.Errorf("there are files now: %v, %v", files, err)
	}
}

func TestNoMoreIsTakenThanTheQuota(t *testing.T) {
	s := open(t, t.TempDir(), 5000)
	if err := s.Put(background, item(2900)); err != nil {
		t.Fatal(err)
	}
	if err := s.Put(background, item(2901)); !errors.Is(err, ErrQuota) {
		t.Errorf("Put beyond the quota = %v, want ErrQuota", err)
	}
	if err := s.Put(background, item(3)); err != nil {
		t.Errorf("a small item afterwards: %v", err)
	}
}

func TestContentWithoutItsKeyIsPutAgain(t *testing.T) {
	s := open(t, t.TempDir(), 0)
	if err := s.Put(background, item(1)); err != nil {
		t.Fatal(err)
	}
	if err := s.keys.Exec(`DELETE FROM keys`); err != nil { // as a crash between the two files leaves it
		t.Fatal(err)
	}
	if err := s.Put(background, item(1)); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Get(background, item(1).Seal); err != nil || !bytes.Equal(got.Content, item(1).Content) {
		t.Errorf("Get = %q, %v", got.Content, err)
	}
}

func TestAlteredContentIsNotAnswered(t *testing.T) {
	s := open(t, t.TempDir(), 0)
	if err := s.Put(background, item(1), item(2)); err != nil {
		t.Fatal(err)
	}
	// The content of one under the name of the other.
	if err := s.content.Exec(`UPDATE content SET sealed = (SELECT sealed FROM content WHERE seal = 'seal-0002') WHERE seal = 'seal-0001'`); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(background, item(1).Seal); !errors.Is(err, ErrDamaged) {
		t.Errorf("Get = %v, want ErrDamaged", err)
	}
}

// erasedFiles answers every byte in the folder of a store in which 250 of 500 items were erased, and the items' keys,
// salts and boxes that were erased.
func erasedFiles(t *testing.T, erase func(*Store, []string) error) (files []byte, gone [][]byte) {
	t.Helper()
	dir := t.TempDir()
	s := open(t, dir, 0)
	var seals []string
	for i := range 500 {
		if err := s.Put(background, item(i)); err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 {
			continue
		}
		seals = append(seals, item(i).Seal)
		held, err := row(s.keys, `SELECT key, salt FROM keys WHERE seal = ?`, item(i).Seal, 2)
		if err != nil {
			t.Fatal(err)
		}
		box, err := row(s.content, `SELECT sealed FROM content WHERE seal = ?`, item(i).Seal, 1)
		if err != nil {
			t.Fatal(err)
		}
		gone = append(gone, held[0], box[0][:min(len(box[0]), 48)]) // a long one lies on several pages
	}
	if err := erase(s, seals); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, data...)
	}
	for i := range 500 {
		if _, err := s.Get(background, item(i).Seal); (i%2 == 0) != (err == nil) {
			t.Fatalf("item %d after the erasure: %v", i, err)
		}
	}
	return files, gone
}

func found(files []byte, some [][]byte) int {
	n := 0
	for _, x := range some {
		if bytes.Contains(files, x) {
			n++
		}
	}
	return n
}

func TestOfWhatIsErasedNothingIsLeftInAnyFile(t *testing.T) {
	files, gone := erasedFiles(t, func(s *Store, all []string) error { return s.Erase(background, all...) })
	if n := found(files, gone); n != 0 {
		t.Errorf("%d of %d keys and contents are still in the files", n, len(gone))
	}
	for i := range 500 {
		if bytes.Contains(files, item(i).Content[:40]) {
			t.Fatalf("item %d lies open in the files", i)
		}
	}
}

// The control: what the search above would find if the rows were only deleted.
func TestRowsThatAreOnlyDeletedAreFound(t *testing.T) {
	files, gone := erasedFiles(t, func(s *Store, all []string) error {
		for table, c := range map[string]interface{ Exec(string) error }{"keys": s.keys, "content": s.content} {
			for _, x := range all {
				if err := c.Exec(`DELETE FROM ` + table + ` WHERE seal = '` + x + `'`); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if n := found(files, gone); n == 0 {
		t.Error("the search finds nothing where the rows were only deleted: it proves nothing")
	}
}

func TestErasingAgainIsNoError(t *testing.T) {
	s := open(t, t.TempDir(), 0)
	if err := s.Put(background, item(1)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Erase(background, item(1).Seal, "never there"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNobodyButTheOwnerReadsAnyFileOfAStore(t *testing.T) {
	dir := t.TempDir()
	private := func(when string) {
		t.Helper()
		files, err := os.ReadDir(dir)
		if err != nil || len(files) < 2 {
			t.Fatalf("%s: files %v, %v, want the two and what SQLite has beside them", when, files, err)
		}
		for _, f := range files {
			info, err := f.Info()
			if err != nil {
				t.Fatal(err)
			}
			if mode := info.Mode().Perm(); mode != 0o600 {
				t.Errorf("%s: %s has mode %o, want 600", when, f.Name(), mode)
			}
		}
	}
	s := open(t, dir, 0)
	if err := s.Put(background, item(1), item(2)); err != nil {
		t.Fatal(err)
	}
	private("after the first content")
	if err := s.Erase(background, item(1).Seal); err != nil {
		t.Fatal(err)
	}
	private("after an erasure")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	r := readOnly(t, dir)
	if _, err := r.Get(background, item(2).Seal); err != nil {
		t.Fatal(err)
	}
	private("opened for reading")
	again := open(t, dir, 0)
	if err := again.Put(background, item(3)); err != nil {
		t.Fatal(err)
	}
	private("opened again")
}

func TestWhatIsHeldIsReadAndGoesInTimeUnlessItIsPutForGood(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, 0)
	at := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := s.Hold(background, at, at.Add(time.Hour), item(1), item(2)); err != nil {
		t.Fatal(err)
	}
	if err := s.Put(background, item(2), item(3)); err != nil {
		t.Fatal(err)
	}
	if err := s.Hold(background, at, at.Add(time.Hour), item(3)); err != nil { // it is kept for good, and stays so
		t.Fatal(err)
	}
	for name, x := range map[string]*Store{"writing": s, "reading": readOnly(t, dir)} {
		all, err := x.Seals(background)
		if want := []string{item(2).Seal, item(3).Seal}; err != nil || !slices.Equal(all, want) {
			t.Errorf("%s: Seals = %q, %v, want %q", name, all, err, want)
		}
		if _, err := x.Get(background, item(1).Seal); err != nil {
			t.Errorf("%s: what is held is not read: %v", name, err)
		}
	}
	if err := s.Expire(background, at.Add(time.Hour-time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(background, item(1).Seal); err != nil {
		t.Errorf("before its time: %v", err)
	}
	if err := s.Expire(background, at.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	for i, want := range map[int]bool{1: false, 2: true, 3: true} {
		if _, err := s.Get(background, item(i).Seal); (err == nil) != want {
			t.Errorf("in its time: item %d: %v, want it there: %v", i, err, want)
		}
	}
}
