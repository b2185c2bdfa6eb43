package cases

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/form"
)

func read(t *testing.T, name string) []act.Located {
	t.Helper()
	text, ok := Text(name)
	if !ok {
		t.Fatalf("Text(%q): there is no such case", name)
	}
	acts, err := act.ReadFile(name+suffix, text)
	if err != nil {
		t.Fatalf("ReadFile(%s):\n%v", name, err)
	}
	return acts
}

func TestEveryCaseReadsWithoutFaultsAndInTheOrderOfDays(t *testing.T) {
	brussels := time.UTC // days alone are compared, and one moment that is the last
	for _, name := range Names() {
		var last form.Date
		for _, a := range read(t, name) {
			day := a.Act.Date.DayIn(brussels)
			if day.Before(last) {
				t.Errorf("%v: act %s of %v stands behind one of %v", a.Place, a.Act.ID, day, last)
			}
			last = day
		}
	}
}

func TestEveryActOfACaseNamesItsSource(t *testing.T) {
	for _, name := range Names() {
		for _, a := range read(t, name) {
			if len(a.Act.Sources) == 0 {
				t.Errorf("%v: act %s has no source", a.Place, a.Act.ID)
			}
		}
	}
}

func TestNoNameOfACaseIsAPathOutOfIt(t *testing.T) {
	for _, name := range []string{"", "../nato", "nato-2022.yaml", `..\nato-2022`} {
		if _, ok := Text(name); ok {
			t.Errorf("Text(%q) answers a file", name)
		}
	}
}

// parties answers who has done a deed of a kind in a dossier's stage by the end of a day.
func parties(acts []act.Located, kind act.Kind, dossier, stage, day string) int {
	n := 0
	for _, a := range acts {
		if a.Act.Do.Kind() != kind || a.Act.Stage != stage || a.Act.Date.DayIn(time.UTC).String() > day {
			continue
		}
		for _, d := range a.Act.Dossiers {
			if d == dossier {
				n++
			}
		}
	}
	return n
}

func TestNATO2022CountsAsTheReportsDo(t *testing.T) {
	acts := read(t, "nato-2022")
	for _, c := range []struct {
		dossier, day        string
		approved, deposited int
	}{
		{"fi", "2022-07-04", 0, 0},
		{"se", "2022-07-06", 6, 0},
		{"fi", "2022-07-20", 17, 0},
		{"fi", "2022-08-31", 24, 0},
		{"fi", "2022-10-13", 28, 0},
		{"se", "2022-10-14", 28, 28},
		{"fi", "2023-03-27", 29, 28},
		{"fi", "2023-04-03", 30, 29},
		{"fi", "2023-04-04", 30, 30},
		{"se", "2023-04-04", 29, 29},
		{"se", "2024-01-23", 30, 29},
		{"se", "2024-02-26", 31, 29},
		{"se", "2024-03-07", 31, 31},
	} {
		if got := parties(acts, act.KindApprove, c.dossier, "ratification", c.day); got != c.approved {
			t.Errorf("%s: %d had approved by %s, want %d", c.dossier, got, c.day, c.approved)
		}
		if got := parties(acts, act.KindDeposit, c.dossier, "ratification", c.day); got != c.deposited {
			t.Errorf("%s: %d had deposited by %s, want %d", c.dossier, got, c.day, c.deposited)
		}
	}
	if got := parties(acts, act.KindSign, "se", "signature", "2022-07-05"); got != 30 {
		t.Errorf("%d signed, want 30", got)
	}
}

func TestEverySourceInTheTableOfACaseIsUsed(t *testing.T) {
	for _, name := range Names() {
		text, _ := Text(name)
		root, err := form.Parse(name+suffix, text)
		if err != nil {
			t.Fatal(err)
		}
		table, _ := root.Get("sources")
		acts, _ := root.Get("acts")
		from := acts.Item(0).Place.Line
		used := strings.Join(strings.Split(string(text), "\n")[from-1:], "\n")
		for i := range table.Len() {
			key := table.Key(i)
			if !regexp.MustCompile(`\b` + key.Value + `\b`).MatchString(used) {
				t.Errorf("%v: no act names the source %s", key.Place, key.Value)
			}
		}
	}
}
