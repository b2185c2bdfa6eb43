package lookup

import (
	"slices"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/charters"
	"accede/charters/cases"
	"accede/dossier"

	"accede/internal/search"
	"accede/internal/search/fts"
	"accede/internal/view/words"
)

// nato answers the case of 2022, as of a day.
func nato(t testing.TB, asOf time.Time) *dossier.Docket {
	t.Helper()
	charter, _ := charters.Text("nato")
	text, _ := cases.Text("nato-2022")
	acts, err := act.ReadFile("nato-2022.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	entries := []dossier.Entry{dossier.FoundingEntry(dossier.Founding{Charter: string(charter), Host: "test+00000000+key", Made: "test"}, at)}
	for _, a := range acts {
		data, err := a.Act.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, dossier.ActEntry(int64(len(entries)+1), at, &a.Act, data))
	}
	d, err := dossier.Fold(entries, asOf)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func desks(t *testing.T) (indexed, scanning *Desk, index search.Index, r *words.Reader) {
	t.Helper()
	catalogue, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	x, err := fts.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	r, _ = catalogue.In("en")
	return New(x, catalogue), New(nil, catalogue), x, r
}

func found(t *testing.T, k *Desk, now, then *dossier.Docket, text, in string, limit int, r *words.Reader) (seqs []string, a Answer) {
	t.Helper()
	q, err := search.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	a, err = k.Find(t.Context(), now, then, Asked{Query: q, Dossier: in, Limit: limit}, r)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range a.Found {
		seqs = append(seqs, f.Path)
	}
	return seqs, a
}

func TestAnIndexFindsWhatLookingAtEveryEntryFindsOnAnyDay(t *testing.T) {
	indexed, scanning, _, r := desks(t)
	now := nato(t, time.Time{})
	for _, day := range []time.Time{{}, time.Date(2022, 6, 21, 20, 0, 0, 0, time.UTC), time.Date(2022, 5, 1, 0, 0, 0, 0, time.UTC)} {
		then := nato(t, day)
		for _, text := range []string{"turkiye", "Türkiye objects", `"extradit"`, "extradition", "stoltenberg", "memorandum", "itiraz", "Finlande", "nothing-of-that", "deposit", "madrid"} {
			for _, in := range []string{"", "fi"} {
				got, _ := found(t, indexed, now, then, text, in, 1000, r)
				want, _ := found(t, scanning, now, then, text, in, 1000, r)
				if !slices.Equal(got, want) {
					t.Errorf("%q in %q on %s = %v, want %v", text, in, day, got, want)
				}
			}
		}
	}
	if got, _ := found(t, indexed, now, now, "turkiye objects", "fi", 1000, r); len(got) == 0 {
		t.Error("Türkiye's objection is not found")
	}
	if got, _ := found(t, indexed, now, nato(t, time.Date(2022, 5, 1, 0, 0, 0, 0, time.UTC)), "deposit", "", 1000, r); len(got) != 0 {
		t.Errorf("before the application %v is found", got)
	}
}

func TestWhatIsFoundIsMarkedInTheReadersWordsAndAsFiled(t *testing.T) {
	indexed, _, _, _ := desks(t)
	catalogue, _ := words.Load()
	d := nato(t, time.Time{})
	for lang, word := range map[string]string{"en": "objects", "tr": "itiraz", "fr": "objection"} {
		r, _ := catalogue.In(lang)
		_, a := found(t, indexed, d, d, "turkiye "+word, "fi", 10, r)
		marked := false
		for _, f := range a.Found {
			for _, p := range append(f.Says, f.Around...) {
				marked = marked || p.Found && strings.HasPrefix(search.Tokens(p.Text)[0], search.Tokens(word)[0])
			}
		}
		if !marked {
			t.Errorf("in %s nothing is marked for %q: %+v", lang, word, a.Found)
		}
	}
}

func TestWhatIsFoundByAnIDIsSaidInWords(t *testing.T) {
	indexed, _, _, _ := desks(t)
	catalogue, _ := words.Load()
	d := nato(t, time.Time{})
	r, _ := catalogue.In("en")
	_, a := found(t, indexed, d, d, "pkk", "", 50, r)
	refers := 0
	for _, f := range a.Found {
		if f.Where == "pkk" {
			t.Errorf("entry %d of %s shows an id: %q", f.Seq, f.Dossier, f.Where)
		}
		if f.Refers {
			refers++
			if f.Where != "End support for the PKK." {
				t.Errorf("entry %d of %s refers to %q, want the demand", f.Seq, f.Dossier, f.Where)
			}
		}
	}
	if refers == 0 || len(a.Found) == refers {
		t.Errorf("%d of %d entries are found by what they refer to, want some", refers, len(a.Found))
	}
}

func TestNoMoreIsShownThanIsAskedForAndThatIsSaid(t *testing.T) {
	indexed, _, _, r := desks(t)
	d := nato(t, time.Time{})
	all, _ := found(t, indexed, d, d, "finland", "", 1000, r)
	some, a := found(t, indexed, d, d, "finland", "", 3, r)
	if len(some) != 3 || !a.More || !slices.Equal(some, all[:3]) {
		t.Errorf("three of %d = %v, more %v", len(all), some, a.More)
	}
}

func TestAnOlderCopyOfTheRecordIsIndexedAnew(t *testing.T) {
	indexed, scanning, index, r := desks(t)
	whole := nato(t, time.Time{})
	if _, err := indexed.Step(t.Context(), whole, 0); err != nil {
		t.Fatal(err)
	}
	older := nato(t, time.Date(2022, 6, 21, 0, 0, 0, 0, time.UTC)) // its size is smaller
	got, _ := found(t, indexed, older, older, "finland", "", 1000, r)
	want, _ := found(t, scanning, older, older, "finland", "", 1000, r)
	if !slices.Equal(got, want) || len(got) == 0 {
		t.Errorf("of an older copy %v is found, want %v", got, want)
	}
	name, end := place(older)
	if n, err := index.Size(t.Context(), name); err != nil || n != end {
		t.Errorf("the index goes to %d, %v, want %d", n, err, end)
	}
}

// opener opens one seal to one party.
type opener struct {
	may   bool
	texts map[string]string
}

func (o opener) Open(string, *words.Reader) (map[string]string, string) {
	if !o.may {
		return nil, "sealed"
	}
	return o.texts, ""
}

// Two records that differ in nothing but what is sealed: whoever may not read it is answered the same, byte by byte, by the
// index and of it; whoever may finds it.
func TestWhatIsSealedIsFoundByWhoMayReadItAndByNobodyElse(t *testing.T) {
	worlds := map[string]body.Names{"one": {"en": "The clandestine word is heron."}, "other": {"en": "The clandestine word is otter."}}
	answers := map[string][]string{}
	for _, world := range []string{"one", "other"} {
		indexed, _, index, plain := desks(t)
		d, seal := sealed(t, worlds[world])
		stranger, party := plain.With(opener{false, worlds[world]}), plain.With(opener{true, worlds[world]})
		for _, text := range []string{"heron", "otter", "clandestine", "clandestine word", "erdogan said"} {
			got, _ := found(t, indexed, d, d, text, "", 10, stranger)
			answers[world] = append(answers[world], strings.Join(got, " "))
			if text != "erdogan said" && len(got) != 0 {
				t.Errorf("in world %s a stranger finds %q: %v", world, text, got)
			}
		}
		word := strings.Trim(strings.Fields(worlds[world]["en"])[4], ".")
		got, a := found(t, indexed, d, d, word, "", 10, party)
		if len(got) != 2 || !strings.Contains(a.Found[0].Text, word) {
			t.Errorf("in world %s who may read it finds %q: %v %+v", world, word, got, a)
		}
		for _, text := range []string{word, "clandestine", strings.ToLower(seal[:12])} {
			q, _ := search.Parse(text)
			if hits, err := index.Find(t.Context(), q, "", 1<<40, 10); err != nil || len(hits) != 0 {
				t.Errorf("in world %s the index holds %q: %v, %v", world, text, hits, err)
			}
		}
	}
	if answers["one"][4] == "" || !slices.Equal(answers["one"], answers["other"]) {
		t.Errorf("a stranger tells the worlds apart: %v and %v", answers["one"], answers["other"])
	}
}

// sealed answers the case of 2022 in which the first words of a statement are sealed for the parties, and that seal. The
// record is the same whatever the words: the seal is that of others.
func sealed(t *testing.T, _ body.Names) (*dossier.Docket, string) {
	t.Helper()
	charter, _ := charters.Text("nato")
	text, _ := cases.Text("nato-2022")
	acts, err := act.ReadFile("nato-2022.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	entries := []dossier.Entry{dossier.FoundingEntry(dossier.Founding{Charter: string(charter), Host: "test+00000000+key", Made: "test"}, at)}
	seal := ""
	for _, a := range acts {
		if s, ok := a.Act.Do.(*act.Statement); ok && seal == "" && len(s.Statements) > 0 {
			s.Statements[0].Text = body.Names{"en": "What was sealed."}
			openings, err := a.Act.Enclose(act.Enclosure{Audience: act.ToParties}, func() act.Salt { return act.Salt{1} })
			if err != nil {
				t.Fatal(err)
			}
			seal = openings[0].Seal
		}
		data, err := a.Act.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, dossier.ActEntry(int64(len(entries)+1), at, &a.Act, data))
	}
	d, err := dossier.Fold(entries, time.Time{})
	if err != nil || seal == "" {
		t.Fatal(seal, err)
	}
	return d, seal
}
