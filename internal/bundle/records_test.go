package bundle

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accede/dossier"
)

// remembered is what an old record has to mean for ever.
type remembered struct {
	Root     string
	Keys     map[string]dossier.KeyState
	Dossiers map[string]standing
}

type standing struct {
	Stage, Outcome, Status string
	InForce, Member        bool
	Ended                  string
	Positions              map[string]string
	Open                   []string // objections that stand
}

// Attack 15: a later version of the rules must not change what was decided under an earlier one. Each release leaves a
// record in testdata/records; it verifies, and folds to what is kept beside it. UPDATE=1 writes that for a new one.
func TestAttack15RecordsOfEveryReleaseVerifyAndMeanWhatTheyMeant(t *testing.T) {
	names, err := filepath.Glob("../../testdata/records/*.bundle")
	if err != nil || len(names) == 0 {
		t.Fatalf("no records: %v", err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		report, err := Check(context.Background(), bytes.NewReader(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := meaning(t, text)
		got.Root = report.Root
		kept := name[:len(name)-len(".bundle")] + ".json"
		data, err := os.ReadFile(kept)
		if os.IsNotExist(err) && os.Getenv("UPDATE") == "1" {
			if data, err = json.MarshalIndent(got, "", "  "); err == nil {
				err = os.WriteFile(kept, append(data, '\n'), 0o644)
			}
		}
		if err != nil {
			t.Fatalf("%s: %v (UPDATE=1 writes it for a new record)", kept, err)
		}
		var want remembered
		if err := json.Unmarshal(data, &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s means something else (-then +now):\n%s", name, diff)
		}
	}
}

func meaning(t *testing.T, text []byte) remembered {
	t.Helper()
	r, err := NewReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var entries []dossier.Entry
	for l, err := range r.Lines() {
		if err != nil {
			t.Fatal(err)
		}
		e, err := dossier.ParseEntry(l.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	d, err := dossier.Fold(entries, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	got := remembered{Keys: map[string]dossier.KeyState{}, Dossiers: map[string]standing{}}
	for _, k := range d.Keys(d.At()) {
		got.Keys[k.Key.ID] = k.State
	}
	for _, id := range d.Dossiers() {
		s, err := d.Standing(id, d.At())
		if err != nil {
			t.Fatal(err)
		}
		one := standing{
			Stage: s.Stage, Outcome: s.Outcome.String(), Status: s.Status, InForce: s.InForce, Member: s.Member, Ended: s.Ended,
			Positions: map[string]string{},
		}
		for _, p := range s.Positions {
			one.Positions[string(p.Member)] = p.Word
		}
		for _, o := range s.Objections {
			if o.Stands {
				one.Open = append(one.Open, o.ID)
			}
		}
		got.Dossiers[id] = one
	}
	return got
}

// A record is altered one bit at a time, in every byte of it; whatever that makes of it, it does not verify.
func TestEveryAlteredByteOfASignedRecordIsRefused(t *testing.T) {
	text, err := os.ReadFile("../../testdata/records/0001-signed.bundle")
	if err != nil {
		t.Fatal(err)
	}
	step := 1
	if testing.Short() {
		step = 29
	}
	tried := 0
	for i := 0; i < len(text); i += step {
		bad := bytes.Clone(text)
		bad[i] ^= 1 << (i % 8)
		if i == len(text)-1 {
			continue // the end of the last line, which may be missing
		}
		tried++
		if _, err := Check(context.Background(), bytes.NewReader(bad)); err == nil {
			t.Errorf("byte %d altered from %q to %q, and the record verifies", i, text[i], bad[i])
		}
	}
	t.Logf("%d alterations refused", tried)
}
