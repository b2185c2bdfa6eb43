package letter_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/charters"
	"accede/charters/cases"
	"accede/dossier"
	"accede/internal/letter"
)

// entered is when the case was entered: later than all of it.
var entered = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)

// nato answers the entries of the case of 2022 in the order of their days.
func nato(t testing.TB) []dossier.Entry {
	t.Helper()
	charter, _ := charters.Text("nato")
	text, _ := cases.Text("nato-2022")
	acts, err := act.ReadFile("nato-2022.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortStableFunc(acts, func(a, b act.Located) int {
		return a.Act.Date.DayIn(time.UTC).In(time.UTC).Compare(b.Act.Date.DayIn(time.UTC).In(time.UTC))
	})
	entries := []dossier.Entry{dossier.FoundingEntry(dossier.Founding{Charter: string(charter), Host: "test+00000000+key", Made: "test"}, entered)}
	for _, a := range acts {
		data, err := a.Act.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, dossier.ActEntry(int64(len(entries)+1), entered, &a.Act, data))
	}
	return entries
}

func walk(t testing.TB, entries []dossier.Entry) (*letter.Walk, []letter.Step) {
	t.Helper()
	d, err := dossier.Found(*entries[0].Founding)
	if err != nil {
		t.Fatal(err)
	}
	w, err := letter.Begin(d)
	if err != nil {
		t.Fatal(err)
	}
	var steps []letter.Step
	for _, e := range entries[1:] {
		s, err := w.Next(e)
		if err != nil {
			t.Fatal(err)
		}
		steps = append(steps, s)
	}
	return w, steps
}

func line(m letter.Matter) string {
	who := string(m.Who)
	if who == "" {
		who = "everybody"
	}
	s := fmt.Sprintf("%s %s: %s %s since %s", m.Dossier, who, m.Kind, m.What, m.Since.UTC().Format("2006-01-02"))
	if !m.Due.IsZero() {
		s += " due " + m.Due.UTC().Format(time.RFC3339)
	}
	if m.Kind == letter.Finding || m.Kind == letter.SilenceEnded {
		s += ": " + m.Outcome.String()
	}
	return s
}

func TestTheCaseOf2022TellsTheseThings(t *testing.T) {
	_, steps := walk(t, nato(t))
	var b strings.Builder
	for _, s := range steps {
		for _, m := range s.Matters {
			fmt.Fprintf(&b, "%d  %s\n", s.Seq, line(m))
		}
	}
	const golden = "testdata/nato-2022.txt"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != string(want) {
		t.Errorf("the case tells\n%s\nwant what stands in %s", got, golden)
	}
}

func TestNothingIsToldTwiceWhileItLasts(t *testing.T) {
	_, steps := walk(t, nato(t))
	told := map[string]int64{}
	for _, s := range steps {
		for _, m := range s.Matters {
			if before, ok := told[m.Key()]; ok && m.Everybody() {
				t.Errorf("%s is told with entry %d and again with %d", line(m), before, s.Seq)
			}
			told[m.Key()] = s.Seq
		}
	}
}

// What is to be done at the end, and was not at the beginning, has been told on the way: the way cannot lose it.
func TestWhatStandsAtTheEndWasTold(t *testing.T) {
	entries := nato(t)
	for _, n := range []int{20, 60, len(entries)} {
		w, steps := walk(t, entries[:n])
		told := map[string]bool{}
		for _, s := range steps {
			for _, m := range s.Matters {
				told[m.Key()] = true
			}
		}
		all, err := letter.Of(w.Docket(), w.Docket().At())
		if err != nil {
			t.Fatal(err)
		}
		if len(all) == 0 {
			t.Fatalf("after %d entries nothing stands", n)
		}
		for _, m := range all {
			if !told[m.Key()] {
				t.Errorf("after %d entries %s stands and was not told", n, line(m))
			}
		}
	}
}

func TestAWalkThatGoesOnTellsTheSame(t *testing.T) {
	entries := nato(t)
	_, whole := walk(t, entries)
	half, _ := walk(t, entries[:50])
	w, err := letter.Begin(half.Docket().Clone())
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range entries[50:] {
		s, err := w.Next(e)
		if err != nil {
			t.Fatal(err)
		}
		want := whole[49+i]
		if got, want := len(s.Matters), len(want.Matters); got != want {
			t.Errorf("entry %d tells %d matters, want %d", s.Seq, got, want)
		}
	}
}

func TestAKeyHasDossierKindPartyThingAndInstant(t *testing.T) {
	at := time.Date(2022, 6, 21, 0, 0, 0, 0, time.UTC)
	m := letter.Matter{Kind: letter.Move, Dossier: "fi", Who: "tr", What: "assess:x", Since: at}
	same := m
	same.Due, same.Blocking = at, true
	if m.Key() != same.Key() {
		t.Error("a deadline makes another matter of it")
	}
	for i, other := range []letter.Matter{
		{Kind: letter.Nearing, Dossier: "fi", Who: "tr", What: "assess:x", Since: at},
		{Kind: letter.Move, Dossier: "se", Who: "tr", What: "assess:x", Since: at},
		{Kind: letter.Move, Dossier: "fi", Who: "hu", What: "assess:x", Since: at},
		{Kind: letter.Move, Dossier: "fi", Who: "tr", What: "assess:y", Since: at},
		{Kind: letter.Move, Dossier: "fi", Who: "tr", What: "assess:x", Since: at.Add(time.Second)},
	} {
		if other.Key() == m.Key() {
			t.Errorf("%d: %+v has the key of %+v", i, other, m)
		}
	}
}

func TestADeadlineIsNearFromTheDayOnAndNotOnceItHasRun(t *testing.T) {
	due := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	move := []letter.Matter{{Kind: letter.Move, Dossier: "x", Who: "a", What: "take-position:s", Due: due}}
	for _, c := range []struct {
		now  time.Time
		want int
	}{
		{due.Add(-49 * time.Hour), 0}, {due.Add(-48 * time.Hour), 1}, {due.Add(-time.Second), 1}, {due, 0}, {due.Add(time.Hour), 0},
	} {
		if got := letter.Near(move, c.now, 48*time.Hour); len(got) != c.want {
			t.Errorf("Near at %s = %v, want %d", c.now, got, c.want)
		}
	}
	if got := letter.Near([]letter.Matter{{Kind: letter.Move, Who: "a"}}, due, time.Hour); len(got) != 0 {
		t.Errorf("Near without a deadline = %v, want nothing", got)
	}
}
