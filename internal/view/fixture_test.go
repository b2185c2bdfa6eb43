package view

import (
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/charters"
	"accede/charters/cases"
	"accede/dossier"

	"accede/internal/view/words"
)

// day answers the last second of a day in Brussels.
func day(t testing.TB, text string) time.Time {
	t.Helper()
	zone, err := body.LoadZone("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation(time.DateOnly, text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at.AddDate(0, 0, 1).Add(-time.Second)
}

// nato answers the case of 2022 folded up to the end of a day.
func nato(t testing.TB, asOf string) (*dossier.Docket, time.Time) {
	t.Helper()
	charter, _ := charters.Text("nato")
	text, _ := cases.Text("nato-2022")
	acts, err := act.ReadFile("nato-2022.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	entered := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	entries := []dossier.Entry{dossier.FoundingEntry(dossier.Founding{Charter: string(charter), Host: "test+00000000+key", Made: "test"}, entered)}
	for _, a := range acts {
		data, err := a.Act.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, dossier.ActEntry(int64(len(entries)+1), entered, &a.Act, data))
	}
	at := day(t, asOf)
	d, err := dossier.Fold(entries, at)
	if err != nil {
		t.Fatal(err)
	}
	return d, at
}

func standingOf(t testing.TB, id, asOf string) (*dossier.Docket, dossier.Standing) {
	t.Helper()
	d, at := nato(t, asOf)
	s, err := d.Standing(id, at)
	if err != nil {
		t.Fatal(err)
	}
	return d, s
}

func english(t testing.TB) *words.Reader {
	t.Helper()
	c, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	r, _ := c.In("en")
	return r
}

func pageOf(t testing.TB, id, asOf string) DossierPage {
	t.Helper()
	d, s := standingOf(t, id, asOf)
	return NewDossierPage(SettingOf(d), s, PastOf(d, d, id), "", english(t))
}
