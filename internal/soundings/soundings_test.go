package soundings

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"testing"

	"accede/body"
	"accede/form"
	"accede/whatif/packages"
)

// keeper is what both ways of keeping do.
type keeper interface {
	Look(ctx context.Context, dossier string) (packages.Bargain, error)
	Change(ctx context.Context, dossier string, step func(packages.Bargain) (packages.Bargain, error)) (packages.Bargain, error)
}

func keepers(t *testing.T) map[string]keeper {
	t.Helper()
	f, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return map[string]keeper{"memory": new(Memory), "file": f}
}

func model() *packages.Model {
	return &packages.Model{
		Accede: packages.ModelFormat, Parties: []body.MemberID{"a", "b"},
		Issues: []packages.Issue{{ID: "dues", Options: []packages.Option{{ID: "high"}, {ID: "low", Text: body.Names{"en": "as low as can be"}}}}},
		NoDeal: form.Map[string]{Keys: []string{"dues"}, Values: []string{"high"}, Places: make([]form.Place, 1)},
	}
}

func sheet(by body.MemberID, best, worst string) *packages.Sheet {
	return &packages.Sheet{
		Accede: packages.SheetFormat, Party: by, Rank: []string{"dues"},
		Options: form.Map[[]string]{Keys: []string{"dues"}, Values: [][]string{{best, worst}}, Places: make([]form.Place, 1)},
	}
}

func put(b packages.Bargain) (packages.Bargain, error) { return b.Put(model()) }

func TestWhatAStepAnswersIsKept(t *testing.T) {
	for name, k := range keepers(t) {
		if b, err := k.Look(t.Context(), "x"); err != nil || !reflect.DeepEqual(b, packages.Bargain{}) {
			t.Errorf("%s: at first %+v, %v", name, b, err)
		}
		if _, err := k.Change(t.Context(), "x", put); err != nil {
			t.Fatal(err)
		}
		enter := func(b packages.Bargain) (packages.Bargain, error) { return b.Enter(sheet("a", "low", "high")) }
		want, err := k.Change(t.Context(), "x", enter)
		if err != nil {
			t.Fatal(err)
		}
		got, err := k.Look(t.Context(), "x")
		if err != nil || !reflect.DeepEqual(got.Sheet("a").Options, want.Sheet("a").Options) || got.Model.Issues[0].Options[1].Text["en"] != "as low as can be" {
			t.Errorf("%s: read back %+v, %v; want %+v", name, got, err, want)
		}
		if other, err := k.Look(t.Context(), "y"); err != nil || other.Model != nil {
			t.Errorf("%s: another dossier has %+v, %v", name, other, err)
		}
	}
}

func TestAStepThatFailsChangesNothing(t *testing.T) {
	for name, k := range keepers(t) {
		if _, err := k.Change(t.Context(), "x", put); err != nil {
			t.Fatal(err)
		}
		mine := errors.New("no")
		_, err := k.Change(t.Context(), "x", func(b packages.Bargain) (packages.Bargain, error) { return packages.Bargain{}, mine })
		if !errors.Is(err, mine) {
			t.Errorf("%s: %v, want the step's own error", name, err)
		}
		if b, err := k.Look(t.Context(), "x"); err != nil || b.Model == nil {
			t.Errorf("%s: afterwards %+v, %v", name, b, err)
		}
	}
}

func TestStepsAtOnceAreDoneOneAfterAnother(t *testing.T) {
	for name, k := range keepers(t) {
		if _, err := k.Change(t.Context(), "x", put); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for _, s := range []*packages.Sheet{sheet("a", "low", "high"), sheet("b", "high", "low")} {
			wg.Go(func() {
				if _, err := k.Change(context.Background(), "x", func(b packages.Bargain) (packages.Bargain, error) { return b.Enter(s) }); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			})
		}
		wg.Wait()
		if b, err := k.Look(t.Context(), "x"); err != nil || len(b.Missing()) > 0 {
			t.Errorf("%s: missing %v, %v; want none", name, b.Missing(), err)
		}
	}
}

func TestAnAnswerIsInNoFileOnceAllAreIn(t *testing.T) {
	dir := t.TempDir()
	f, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	step := func(do func(packages.Bargain) (packages.Bargain, error)) {
		t.Helper()
		if _, err := f.Change(t.Context(), "x", do); err != nil {
			t.Fatal(err)
		}
	}
	step(put)
	step(func(b packages.Bargain) (packages.Bargain, error) { return b.Table(packages.Package{1}) })
	step(func(b packages.Bargain) (packages.Bargain, error) { return b.Answer("a", false) })
	if !inFiles(t, dir, `"Refused":true`) {
		t.Fatal("the test looks in the wrong place: a refusal that is kept is not found")
	}
	step(func(b packages.Bargain) (packages.Bargain, error) { return b.Answer("b", true) })
	if inFiles(t, dir, `"Refused":true`) || inFiles(t, dir, `"Waiting"`) {
		t.Error("who answered what can still be found in a file")
	}
}

func TestOnlyTheOwnerReadsTheFile(t *testing.T) {
	dir := t.TempDir()
	f, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := os.Stat(filepath.Join(dir, Folder))
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder has %v, %v; want 0700", info.Mode(), err)
	}
}

func TestAFormThatIsNotKnownIsNotReadAndNotQuoted(t *testing.T) {
	f, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, data := range []string{`{"format":"bargain/9"}`, `{"format":"bargain/1","Bargain":{"Sheets":"secret"}}`} {
		if _, err := f.db.Exec("INSERT OR REPLACE INTO bargains VALUES ('x', ?)", data); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Look(t.Context(), "x"); err == nil || bytes.Contains([]byte(err.Error()), []byte("secret")) {
			t.Errorf("%s: %v", data, err)
		}
	}
}

// inFiles says whether words stand in any file below a folder.
func inFiles(t *testing.T, dir, words string) bool {
	t.Helper()
	found := false
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		found = found || bytes.Contains(data, []byte(words))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
