package conflict

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestThePublishedSchemaIsThatOfTheModel(t *testing.T) {
	got, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("schema", "conflict-1.json")
	if os.Getenv("UPDATE") != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the schema has changed; write it anew with UPDATE=1 go test ./whatif/conflict: -file +types\n%s", cmp.Diff(string(want), string(got)))
	}
}

func FuzzAModelIsReadOrRefused(f *testing.F) {
	preset, err := os.ReadFile(filepath.Join("testdata", "nato-2022-06-21.yaml"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(preset))
	f.Add("accede: conflict/1\nparties: [{id: a, options: [{id: x}], prefers: [(a.x if not a.x)]}]\nimpossible: [only(a.x]\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Read("m.yaml", []byte(text))
		if err != nil {
			return
		}
		again, err := Read("m.yaml", []byte(c.Model.Text()))
		if err != nil || again.States() != c.States() || again.Today != c.Today {
			t.Errorf("read again after it was written: %v\n%s", err, c.Model.Text())
		}
	})
}
