package house

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// pitfalls is how many ways of getting the desk's answers wrong are written down, and unanswered how many sorts of input
// that it cannot answer.
const (
	pitfalls   = 19
	unanswered = 5
)

func TestEveryPitfallOfTheDeskHasItsTestsAndTheyAreThere(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "doc", "desk.md"))
	if err != nil {
		t.Fatal(err)
	}
	tree := house(t)
	for _, f := range numberedRows(tree, string(data), "## What is easily got wrong", "pitfall", pitfalls) {
		t.Error(f)
	}
	for _, f := range numberedRows(tree, string(data), "## What cannot be answered", "refusal", unanswered) {
		t.Error(f)
	}
}

func TestAPitfallWithoutATestIsCaught(t *testing.T) {
	tree := plant(t, "a/a_test.go", "package a\n\nfunc TestThere(t *testing.T) {}\n")
	wrong := numberedRows(tree, "## What\n| 1 one | `TestThere` |\n| 2 two | `TestGone` |\n\n## Next\n| 3 three | `TestThere` |\n", "## What", "pitfall", 3)
	for _, want := range []string{"pitfall 2 names TestGone", "pitfall 3 is not in the table"} {
		if !slices.ContainsFunc(wrong, func(w string) bool { return strings.Contains(w, want) }) {
			t.Errorf("%q is not among what is wrong: %q", want, wrong)
		}
	}
	if len(wrong) != 2 {
		t.Errorf("%d things are wrong, want 2: %q", len(wrong), wrong)
	}
}
