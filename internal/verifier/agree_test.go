package verifier

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"

	"accede/internal/bundle"
)

// agrees asks both verifiers about a record, and answers what verify.js says and how the two differ; nothing where they
// do not. They agree when both verify it, or both refuse it at the same position. A position that only one of them can
// tell is no difference.
func agrees(t testing.TB, n *engine, data []byte) (a answer, differ string) {
	t.Helper()
	verdict, position, reason := judged(t, data)
	a = n.ask(t, "verify", map[string]any{"data": data})
	if a.Verified != (verdict == "verified") || position > 1 && a.Position != 0 && position != a.Position {
		differ = fmt.Sprintf("the program says %s (entry %d: %s), verify.js %s (entry %d: %s: %s)", verdict, position, reason, a.Outcome, a.Position, a.Kind, a.Reason)
	}
	return a, differ
}

func TestBothVerifiersSayTheSameOfEveryRecordOfTheSet(t *testing.T) {
	n := startEngine(t)
	verified, refused := 0, 0
	for _, m := range published(t) {
		a, differ := agrees(t, n, m.data)
		if differ != "" {
			t.Errorf("%s: %s", m.Name, differ)
		}
		if a.Verified != (m.Verdict == "verified") {
			t.Errorf("%s: verify.js says %s (%s), verdicts.json says %s", m.Name, a.Outcome, a.Reason, m.Verdict)
		}
		if a.Outcome == "unable" {
			t.Errorf("%s: verify.js cannot follow it: %s", m.Name, a.Reason)
		}
		if m.Verdict == "verified" {
			verified++
			report, err := bundle.Check(context.Background(), bytes.NewReader(m.data))
			if err != nil || a.Root != report.Root || a.Entries != report.Entries || a.Size != report.Header.Size {
				t.Errorf("%s: verify.js found %d of %d entries and the root %s, the program %d of %d and %s (%v)", m.Name, a.Entries, a.Size, a.Root, report.Entries, report.Header.Size, report.Root, err)
			}
			continue
		}
		refused++
	}
	t.Logf("%d records verified and %d refused by both", verified, refused)
	if verified < 10 || refused < 80 {
		t.Errorf("the set has %d and %d records, want 10 and 80 at least", verified, refused)
	}
}

func TestWhatTheSecondVerifierLeavesOutItSays(t *testing.T) {
	n := startEngine(t)
	for _, m := range published(t) {
		if m.Class != "sound" {
			continue
		}
		a := n.ask(t, "verify", map[string]any{"data": m.data})
		left := map[string][]string{
			"dossier":           {"part", "fork"},
			"enclosed":          {"talks", "words", "erased", "fork"},
			"enclosed-public":   {"talks", "enclosed", "erased", "fork"},
			"enclosed-none":     {"talks", "enclosed", "erased", "fork"},
			"enclosed-not-told": {"talks", "enclosed", "erased", "fork"},
			"enclosed-dossier":  {"part", "enclosed", "erased", "fork"},
		}[m.Name]
		if left == nil {
			left = []string{"talks", "fork"}
		}
		if !slices.Equal(a.NotChecked, left) {
			t.Errorf("%s: left out: %q, want %q", m.Name, a.NotChecked, left)
		}
	}
}
