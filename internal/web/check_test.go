package web

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"accede/internal/verifier"
)

// TestThePageHasWordsForAllThatTheSecondVerifierSays: what it has checked and what not, by its own names; but what it says of
// a bundle of one dossier, which the page does not check.
func TestThePageHasWordsForAllThatTheSecondVerifierSays(t *testing.T) {
	_, words, _ := strings.Cut(verifier.Script(), "  const WORDS = {\n")
	words, _, ok := strings.Cut(words, "  };\n")
	names := regexp.MustCompile(`(?m)^    ([a-z]+): "`).FindAllStringSubmatch(words, -1)
	if !ok || len(names) < 15 {
		t.Fatalf("verify.js has words for %d things, want 15 at least", len(names))
	}
	known := append(uncheckedParts(), "inclusion", "part")
	for _, p := range checkedParts() {
		known = append(known, p.code)
	}
	for _, m := range names {
		if !slices.Contains(known, m[1]) {
			t.Errorf("the page has no words for %s", m[1])
		}
	}
	for _, name := range known {
		if !slices.ContainsFunc(names, func(m []string) bool { return m[1] == name }) {
			t.Errorf("the page has words for %s, of which verify.js says nothing", name)
		}
	}
	page := get(t, pagesOf(t, nato(t)), "/check/").Body.String()
	for _, p := range checkedParts() {
		if !strings.Contains(page, `data-say="`+p.code+`"`) {
			t.Errorf("the page does not hold the words for %s", p.code)
		}
	}
}
