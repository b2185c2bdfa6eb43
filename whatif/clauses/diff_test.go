package clauses

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestDifferencesAreToldInPhrases(t *testing.T) {
	for _, c := range []struct {
		before, after string
		want          []Piece
	}{
		{"", "", nil},
		{"one text", "one text", []Piece{{Kept, "one text"}}},
		{"", "all new", []Piece{{Added, "all new"}}},
		{"gone", "", []Piece{{Removed, "gone"}}},
		{
			"Sweden will lift its restrictions at once.", "Sweden will ease some restrictions at once.",
			[]Piece{{Kept, "Sweden will "}, {Removed, "lift its"}, {Added, "ease some"}, {Kept, " restrictions at once."}},
		},
		{
			"Türkiye’s demands are met.", "Türkiye’s demands are not met.",
			[]Piece{{Kept, "Türkiye’s demands are "}, {Added, "not "}, {Kept, "met."}},
		},
		{"北约成员国", "北约新成员", []Piece{{Kept, "北约"}, {Added, "新"}, {Kept, "成员"}, {Removed, "国"}}},
		{"a  b", "a b", []Piece{{Kept, "a"}, {Removed, "  "}, {Added, " "}, {Kept, "b"}}},
	} {
		if diff := cmp.Diff(c.want, Diff(c.before, c.after)); diff != "" {
			t.Errorf("Diff(%q, %q): (-want +got)\n%s", c.before, c.after, diff)
		}
	}
}

// drawText draws a text of few different words, so that much is alike.
func drawText(t *rapid.T, label string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "shall", " ", "  ", ",", "[", "é", "约", "\n", "1.5"}), 0, 25).Draw(t, label), "")
}

func TestTheWordsOfATextPutTogetherAreTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		if got, want := strings.Join(tokens(text), ""), strings.ToValidUTF8(text, "\uFFFD"); strings.ToValidUTF8(got, "\uFFFD") != want && got != text {
			t.Errorf("tokens(%q) = %q", text, got)
		}
	})
}

// side answers a text from the pieces of a difference.
func side(pieces []Piece, without Change) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Change != without {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestADifferenceGivesBackBothTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawText(t, "before"), drawText(t, "after")
		pieces := Diff(a, b)
		if got := side(pieces, Added); got != a {
			t.Errorf("before = %q, want %q", got, a)
		}
		if got := side(pieces, Removed); got != b {
			t.Errorf("after = %q, want %q", got, b)
		}
		for i := 1; i < len(pieces); i++ {
			if pieces[i].Change == pieces[i-1].Change || pieces[i-1].Change == Added && pieces[i].Change == Removed {
				t.Errorf("pieces %v are not joined, or out of order", pieces)
			}
		}
	})
}

// longest is the length of a longest common subsequence by the table of all prefixes.
func longest(a, b []string) int {
	table := make([][]int, len(a)+1)
	for i := range table {
		table[i] = make([]int, len(b)+1)
	}
	for i := range a {
		for j := range b {
			table[i+1][j+1] = max(table[i][j+1], table[i+1][j])
			if a[i] == b[j] {
				table[i+1][j+1] = table[i][j] + 1
			}
		}
	}
	return table[len(a)][len(b)]
}

func TestAsFewWordsAsPossibleAreChanged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d"}), 0, 30)
		a, b := words.Draw(t, "before"), words.Draw(t, "after")
		changed := 0
		for _, e := range script(a, b) {
			if e.change != Kept {
				changed += e.n
			}
		}
		if want := len(a) + len(b) - 2*longest(a, b); changed != want {
			t.Errorf("script(%v, %v) changes %d, want %d", a, b, changed, want)
		}
	})
}

func BenchmarkDiffOfTwoLongTexts(b *testing.B) {
	var before, after strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&before, "word%d ", i%701)
		if i%10 != 3 {
			fmt.Fprintf(&after, "word%d ", i%701)
		} else {
			fmt.Fprintf(&after, "other%d ", i)
		}
	}
	for b.Loop() {
		Diff(before.String(), after.String())
	}
}

func BenchmarkDiffOfTextsWithNothingInCommon(b *testing.B) {
	var before, after strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&before, "word%d,", i)
		fmt.Fprintf(&after, "other%d;", i)
	}
	for b.Loop() {
		Diff(before.String(), after.String())
	}
}
