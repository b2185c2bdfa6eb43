package forecast_test

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
	"accede/form"
	"accede/whatif/forecast"
	"accede/whatif/forecast/past"
)

// record answers the entries of the reported record of 2022.
func record(t *testing.T) []dossier.Entry {
	t.Helper()
	charter, _ := charters.Text("nato")
	text, ok := cases.Text("nato-2022")
	if !ok {
		t.Fatal("the case of 2022 is gone")
	}
	acts, err := act.ReadFile("nato-2022.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	entered := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	entries := []dossier.Entry{dossier.FoundingEntry(dossier.Founding{Charter: string(charter), Host: "nato+00000000+key", Made: "test"}, entered)}
	for _, a := range acts {
		data, err := a.Act.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, dossier.ActEntry(int64(len(entries)+1), entered, &a.Act, data))
	}
	return entries
}

// cohort answers the members of a dossier at the end of a day in Brussels.
func cohort(t *testing.T, entries []dossier.Entry, id, day string) forecast.Cohort {
	t.Helper()
	zone, err := body.LoadZone("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	begin, err := time.ParseInLocation(time.DateOnly, day, zone)
	if err != nil {
		t.Fatal(err)
	}
	end := begin.AddDate(0, 0, 1).Add(-time.Nanosecond)
	d, err := dossier.Fold(entries, end)
	if err != nil {
		t.Fatal(err)
	}
	c, err := forecast.FromDossier(d, id, end)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func ask(t *testing.T, c forecast.Cohort, past []forecast.Cohort) forecast.Answer {
	t.Helper()
	a, err := forecast.Ask(c, past, rat("4/5"))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestNoDateForTheLastTwoOn28September2022(t *testing.T) {
	c := cohort(t, record(t), "fi", "2022-09-28")
	a := ask(t, c, past.All())
	if a.Routine.Verdict != forecast.TooFew || a.Routine.N != 0 || a.Routine.Waited != 85 || !a.By.IsZero() || a.Everybody() {
		t.Errorf("the routine members = %+v by %v, want too few", a.Routine, a.By)
	}
	if !slices.Equal(a.Remaining, []body.MemberID{"hu"}) || len(a.Apart) != 1 || a.Apart[0].Member != "tr" {
		t.Errorf("waited for: %v, apart: %+v; want Hungary, and Türkiye apart", a.Remaining, a.Apart)
	}
	all := strings.Join(a.Reasons(), "\n")
	for _, want := range []string{"No date for [hu]: 0 past cases took longer than the 85 days", "No date for tr, after 85 days: it objected"} {
		if !strings.Contains(all, want) {
			t.Errorf("the reasons are %q, want %q among them", all, want)
		}
	}
	// All thirty in one pool, as a naive reader would have it: 28 of 30 done in 84 days.
	if got := forecast.At(forecast.Curve(c.Cases), 84); got.Cmp(rat("2/30")) != 0 {
		t.Errorf("S(84) of all thirty = %v, want 1/15", got)
	}
	if got := forecast.At(a.Curve, 84); got.Cmp(rat("1/29")) != 0 {
		t.Errorf("S(84) without the objector = %v, want 1/29", got)
	}
}

func TestOn31August2022FiveOthersAreWaitedForAndHaveNoDateEither(t *testing.T) {
	a := ask(t, cohort(t, record(t), "fi", "2022-08-31"), past.All())
	if a.Routine.Verdict != forecast.TooFew || a.Routine.M != 5 || a.Routine.Waited != 57 || a.Routine.N != 0 {
		t.Errorf("the routine members = %+v, want 5, waited for 57 days, too few", a.Routine)
	}
	if got := forecast.At(a.Curve, 57); got.Cmp(rat("5/29")) != 0 {
		t.Errorf("S(57) = %v, want 5/29", got)
	}
	if len(a.Apart) != 1 || a.Apart[0].Member != "tr" {
		t.Errorf("apart: %+v, want Türkiye", a.Apart)
	}
}

func TestBeforeTheSignatureNothingIsWaitedFor(t *testing.T) {
	a := ask(t, cohort(t, record(t), "fi", "2022-06-21"), past.All())
	if a.Routine.Verdict != forecast.NotBegun || len(a.Cohort.Cases) != 0 {
		t.Errorf("on 21 June = %+v, want not begun", a.Routine)
	}
}

func TestTheRecordAndTheFileOfPastAccessionsAgree(t *testing.T) {
	entries := record(t)
	files := past.All()
	for i, id := range []string{"fi", "se"} {
		c := cohort(t, entries, id, "2024-03-07")
		for _, want := range files[i].Cases {
			j := slices.IndexFunc(c.Cases, func(x forecast.Case) bool { return x.Member == want.Member })
			if j < 0 {
				t.Errorf("%s: the record has no %s", id, want.Member)
				continue
			}
			if got := c.Cases[j]; got != want {
				t.Errorf("%s: the record has %+v, the file %+v", id, got, want)
			}
		}
		if id == "fi" && len(c.Cases) != len(files[i].Cases) {
			t.Errorf("%d in the record, %d in the file", len(c.Cases), len(files[i].Cases))
		}
		if id == "se" && len(c.Cases) != 31 {
			t.Errorf("%d members had to ratify for Sweden, want 31", len(c.Cases))
		}
	}
}

func TestTheAnchorListIsInTheFile(t *testing.T) {
	want := map[string]int{
		"ca": 0, "is": 0, "no": 0, "dk": 0, "ee": 1, "gb": 1, "al": 2, "de": 3, "nl": 7, "lu": 7, "bg": 8, "lv": 9, "si": 9, "hr": 10,
		"pl": 15, "lt": 15, "be": 15, "ro": 16, "mk": 22, "me": 23, "fr": 28, "it": 29, "us": 29, "cz": 53, "gr": 72, "pt": 73,
		"es": 78, "sk": 84, "hu": 265, "tr": 268,
	}
	got := past.All()[0]
	if len(got.Cases) != len(want) {
		t.Errorf("%d members, want %d", len(got.Cases), len(want))
	}
	for _, c := range got.Cases {
		if want[string(c.Member)] != c.Days || !c.Done || c.Objected != (c.Member == "tr") {
			t.Errorf("%+v, want %d days", c, want[string(c.Member)])
		}
	}
}

func TestWhatWasNotKnownYetIsNotUsed(t *testing.T) {
	fi := past.All()[0].AsKnown(form.Date{Year: 2022, Month: 8, Day: 31})
	n := 0
	for _, c := range fi.Cases {
		if c.Done {
			n++
		} else if c.Days != 57 {
			t.Errorf("%s has been waited for %d days, want 57", c.Member, c.Days)
		}
	}
	if n != 24 {
		t.Errorf("%d were done, want 24", n)
	}
	// In another body, the cases of 2022 do speak for a text signed later: those known by then, and no others.
	later := forecast.Cohort{Body: "quay", Start: form.Date{Year: 2030, Month: 1, Day: 1}, AsOf: form.Date{Year: 2030, Month: 1, Day: 9}}
	for i := range 2 {
		later.Cases = append(later.Cases, forecast.Case{Member: body.MemberID("abcdefghij"[i : i+1]), Start: later.Start, Days: 8})
	}
	a := ask(t, later, past.All())
	if a.Routine.Verdict != forecast.Dated || a.Routine.Days != 265 || a.By != later.Start.AddDays(265) || !a.Everybody() {
		t.Errorf("Ask = %+v by %v", a.Routine, a.By)
	}
}

func TestALevelThatIsNoProbabilityIsRefused(t *testing.T) {
	for _, level := range []string{"0", "1", "-1/2", "3/2"} {
		if _, err := forecast.Ask(forecast.Cohort{}, nil, rat(level)); err == nil {
			t.Errorf("Ask(%s) is answered", level)
		}
	}
}
