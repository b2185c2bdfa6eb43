// Package searchtest is the suite every driver of an index passes.
//
// It knows the contract and the obvious way to search: to look at every text. It refuses to know drivers.
package searchtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"accede/internal/search"
)

// Run runs the suite against indexes that open answers, each of them empty.
func Run(t *testing.T, open func(t *testing.T) search.Index) {
	t.Run("WordsAreFoundHoweverTheyAreWritten", func(t *testing.T) { written(t, open(t)) })
	t.Run("AnIndexIsOfOneRecordAndGrowsWithoutAGap", func(t *testing.T) { grows(t, open(t)) })
	t.Run("ItFindsWhatLookingAtEveryTextFinds", func(t *testing.T) { twin(t, open(t)) })
}

func add(t testing.TB, x search.Index, name string, from int64, texts ...string) {
	t.Helper()
	var docs []search.Doc
	for i, text := range texts {
		docs = append(docs, search.Doc{Seq: from + int64(i) + 1, Dossier: []string{"fi", "se"}[i%2], Tokens: search.Tokens(text)})
	}
	if err := x.Add(t.Context(), name, from, from+int64(len(texts)), docs); err != nil {
		t.Fatal(err)
	}
}

func find(t testing.TB, x search.Index, text, dossier string, upTo int64, limit int) []int64 {
	t.Helper()
	q, err := search.Parse(text)
	if err != nil {
		t.Fatalf("Parse(%q) = %v", text, err)
	}
	hits, err := x.Find(t.Context(), q, dossier, upTo, limit)
	if err != nil {
		t.Fatalf("Find(%q) = %v", text, err)
	}
	all := []int64{}
	for _, h := range hits {
		all = append(all, h.Seq)
	}
	return all
}

func written(t *testing.T, x search.Index) {
	add(t, x, "r", 0,
		"Türkiye objects: İSTANBUL and Iğdır, ışık",
		"Sverige ansöker; Åland, Malmö, Łódź, Straße",
		"L’adhésion de la Finlande : co-opération d’abord",
		"北大西洋公约 и Совет; Ελλάδας ΕΛΛΆΣ",
		"the demand was answered, and the demands were met 2022-06-28",
	)
	for _, c := range []struct {
		text string
		want []int64
	}{
		{"turkiye", []int64{1}},
		{"TÜRKİYE", []int64{1}},
		{"türkıye", []int64{1}},
		{"istanbul", []int64{1}},
		{"ıstanbul", []int64{1}},
		{"İstanbul", []int64{1}},
		{"igdir", []int64{1}},
		{"ISIK", []int64{1}},
		{"aland", []int64{2}},
		{"malmo", []int64{2}},
		{"lodz", []int64{2}},
		{"strasse", []int64{2}},
		{"adhesion", []int64{3}},
		{"l'adhésion", []int64{3}},
		{"co-operation", []int64{3}},
		{"cooperation", []int64{}},
		{"大西洋", []int64{4}},
		{"西大", []int64{}},
		{"совет", []int64{4}},
		{"ελλας", []int64{4}},
		{"demand", []int64{5}},
		{`"demand was"`, []int64{5}},
		{`"demand were"`, []int64{}},
		{`"deman"`, []int64{}},
		{"2022-06", []int64{5}},
		{"demand turkiye", []int64{}},
		{"and objects", []int64{1}},
		{"“the demand”", []int64{5}},
		{"DROP TABLE docs", []int64{}},
		{`a" OR "b`, []int64{}},
		{"NEAR(the demand)", []int64{}},
		{"words:demand", []int64{}},
		{"answered&met", []int64{}},
		{"deman*", []int64{5}},
		{"^the", []int64{5}},
	} {
		if got := find(t, x, c.text, "", 100, 100); !slices.Equal(got, c.want) {
			t.Errorf("%s finds %v, want %v", c.text, got, c.want)
		}
	}
}

func grows(t *testing.T, x search.Index) {
	size := func(name string, want int64) {
		t.Helper()
		if got, err := x.Size(t.Context(), name); err != nil || got != want {
			t.Errorf("Size(%s) = %d, %v, want %d", name, got, err, want)
		}
	}
	size("r", 0)
	add(t, x, "r", 0, "one", "one two", "two")
	add(t, x, "r", 0, "again") // somebody was there before: nothing is added
	add(t, x, "r", 2, "again")
	add(t, x, "r", 3, "one three")
	size("r", 4)
	size("another", 0)
	for _, c := range []struct {
		text, dossier string
		upTo          int64
		limit         int
		want          []int64
	}{
		{"one", "", 100, 100, []int64{4, 2, 1}},
		{"one", "fi", 100, 100, []int64{4, 1}},
		{"one", "se", 100, 100, []int64{2}},
		{"one", "", 2, 100, []int64{2, 1}},
		{"one", "", 100, 2, []int64{4, 2}},
		{"again", "", 100, 100, []int64{}},
	} {
		if got := find(t, x, c.text, c.dossier, c.upTo, c.limit); !slices.Equal(got, c.want) {
			t.Errorf("%s in %q up to %d finds %v, want %v", c.text, c.dossier, c.upTo, got, c.want)
		}
	}
	add(t, x, "another", 0, "one") // another record in the same place
	size("another", 1)
	size("r", 0)
	if got := find(t, x, "two", "", 100, 100); len(got) != 0 {
		t.Errorf("what another record held is found: %v", got)
	}
	if err := x.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	size("another", 0)
	add(t, x, "another", 0, "two")
	if one, two := find(t, x, "one", "", 100, 100), find(t, x, "two", "", 100, 100); len(one) != 0 || len(two) != 1 {
		t.Errorf("forgotten and made anew it finds %v and %v, want nothing and the first", one, two)
	}
}

// twin holds an index and the obvious way together.
func twin(t *testing.T, x search.Index) {
	words := []string{"a", "ab", "abc", "b", "Åb", "ıi", "I", "ß", "ss", "1", "12", "大", "西", "x-y", "l’a"}
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		name := fmt.Sprintf("record %d", run)
		texts := rapid.SliceOfN(rapid.Map(rapid.SliceOfN(rapid.SampledFrom(words), 0, 6), func(w []string) string { return strings.Join(w, " ") }), 1, 8).Draw(t, "texts")
		var docs []search.Doc
		for i, text := range texts {
			docs = append(docs, search.Doc{Seq: int64(i + 1), Dossier: "d", Tokens: search.Tokens(text)})
		}
		if err := x.Add(t.Context(), name, 0, int64(len(texts)), docs); err != nil {
			t.Fatal(err)
		}
		for range 4 {
			typed := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 3).Draw(t, "words"), " ")
			if rapid.Bool().Draw(t, "quoted") {
				typed = `"` + typed + `"`
			}
			q, err := search.Parse(typed)
			if err != nil {
				t.Fatal(err)
			}
			got, err := x.Find(t.Context(), q, "", 100, 100)
			if err != nil {
				t.Fatal(err)
			}
			var want []search.Hit
			for i := range slices.Backward(docs) {
				if q.In(docs[i].Tokens) {
					want = append(want, search.Hit{Seq: docs[i].Seq, Dossier: "d"})
				}
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%s in %q = %v, want %v", typed, texts, got, want)
			}
		}
	})
}
