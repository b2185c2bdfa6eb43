package view

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWhatIsKeptAndRemovedIsTheOldTextAndWhatIsKeptAndAddedTheNew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := func(name string) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"all", "of", "members", "sign", "the", "text"}), 0, 12).Draw(t, name), " ")
		}
		from, to := text("from"), text("to")
		var old, now []string
		last := ""
		for _, c := range compare(from, to) {
			if c.Kind == last {
				t.Fatalf("two runs of %s follow one another", c.Kind)
			}
			last = c.Kind
			if c.Kind != "added" {
				old = append(old, c.Text)
			}
			if c.Kind != "removed" {
				now = append(now, c.Text)
			}
		}
		if got := strings.Join(old, " "); got != from {
			t.Errorf("compare(%q, %q): the old text is %q", from, to, got)
		}
		if got := strings.Join(now, " "); got != to {
			t.Errorf("compare(%q, %q): the new text is %q", from, to, got)
		}
	})
}

func TestAChangedWordIsOneRemovedAndOneAdded(t *testing.T) {
	got := compare("That Gala be invited at once.", "That Gala be invited by May.")
	want := []Change{{"same", "That Gala be invited"}, {"removed", "at once."}, {"added", "by May."}}
	if len(got) != len(want) {
		t.Fatalf("compare = %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("compare[%d] = %v, want %v", i, got[i], want[i])
		}
	}
}
