package verifier

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"accede/internal/bundle"
	"accede/internal/store"
)

// made is one record of the published set, and what has to be said of it.
type made struct {
	Name     string `json:"name"`
	Verdict  string `json:"verdict"`  // verified, or refused
	Class    string `json:"class"`    // of what is wrong with it; "sound" of what is not
	Position int64  `json:"position"` // of the entry at fault; 0: none can be told
	Says     string `json:"says"`     // what is the matter, for readers
	reason   string
	data     []byte
}

const set = "../../testdata/records/set"

// judged answers what the program says of a record: its verdict, the position at fault and why.
func judged(t testing.TB, data []byte) (verdict string, position int64, reason string) {
	t.Helper()
	_, err := bundle.Check(context.Background(), bytes.NewReader(data))
	var m *bundle.Mismatch
	switch {
	case err == nil:
		return "verified", 0, ""
	case errors.As(err, &m):
		return "refused", m.Position, m.Reason
	case errors.Is(err, bundle.ErrForm), errors.Is(err, store.ErrNewer):
		return "refused", 0, err.Error()
	}
	t.Fatalf("Check: %v", err)
	return "", 0, ""
}

// TestTheSetOfRecordsIsWhatItsGeneratorMakes writes testdata/records/set anew under UPDATE=1.
func TestTheSetOfRecordsIsWhatItsGeneratorMakes(t *testing.T) {
	good := theGood(t)
	all := append(slices.Clone(good), theSpoiled(t)...)
	names := map[string]bool{}
	for i := range all {
		m := &all[i]
		if names[m.Name] {
			t.Errorf("two records are called %s", m.Name)
		}
		names[m.Name] = true
		m.Verdict, m.Position, m.reason = judged(t, m.data)
		if i < len(good) != (m.Verdict == "verified") {
			t.Errorf("%s is %s: %s", m.Name, m.Verdict, m.reason)
		}
	}
	index, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	update := os.Getenv("UPDATE") == "1"
	if update {
		if err := os.RemoveAll(set); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(set, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	same(t, filepath.Join(set, "verdicts.json"), append(index, '\n'), update)
	for _, m := range all {
		same(t, filepath.Join(set, m.Name+".bundle"), m.data, update)
	}
	files, err := os.ReadDir(set)
	if err != nil || len(files) != len(all)+1 {
		t.Errorf("%d files in %s (%v), want %d records and their verdicts", len(files), set, err, len(all))
	}
}

func same(t *testing.T, name string, want []byte, update bool) {
	t.Helper()
	if update {
		if err := os.WriteFile(name, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s (%v) is not what its generator makes; UPDATE=1 writes it anew", name, err)
	}
}

// published answers the set as it lies in the repository.
func published(t testing.TB) []made {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(set, "verdicts.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []made
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for i := range all {
		if all[i].data, err = os.ReadFile(filepath.Join(set, all[i].Name+".bundle")); err != nil {
			t.Fatal(err)
		}
	}
	return all
}
