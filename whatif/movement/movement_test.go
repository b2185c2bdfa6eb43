package movement

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"accede/act"
	"accede/body"
	"accede/charters"
	"accede/charters/cases"
	"accede/dossier"
)

const quay = `
accede: charter/1
body: quay
name: {en: Quay Association}
time_zone: Europe/Brussels
keeping: reported
chair: {id: chair, name: {en: Chair}, mediates: true}
members:
  - {id: a, name: {en: Alder}}
  - {id: b, name: {en: Birch}}
applicants: [{id: x, name: {en: Xylo}}]
procedures:
  accession:
    stages:
      - {id: application, act: apply}
      - {id: invitation, rule: none of members are against}
      - {id: accession, act: deposit, by: applicant, effect: {joins: members}}
`

const acts = `
accede: acts/1
body: quay
acts:
  - {id: x-applies, date: 2030-01-01, by: x, act: apply, dossier: x, procedure: accession, source: unsourced}
  - id: b-objects
    date: 2030-01-02
    by: b
    act: object
    dossier: x
    stage: invitation
    source: unsourced
    concerns:
      - {id: border, text: {en: The border}, demands: [{id: posts, of: [x], text: {en: Posts}}, {id: maps, of: [x], text: {en: Maps}}]}
      - {id: trade, text: {en: Trade}, demands: [{id: tariff, of: [x], text: {en: Tariff}}]}
  - {id: r1, date: 2030-01-10, by: chair, act: talks, dossier: x, round: 1, parties: [b, x], outcome: [{concern: border, progress: none}, {concern: trade, progress: none}], source: unsourced}
  - {id: r2, date: 2030-01-20, by: chair, act: talks, dossier: x, round: 2, parties: [b, x], outcome: [{concern: border, progress: some}], source: unsourced}
  - {id: x-commits, date: 2030-01-21, by: x, act: commit, dossier: x, commitments: [{id: build, answers: [posts], text: {en: Build them}}], source: unsourced}
  - {id: x-builds, date: 2030-01-25, by: x, act: measure, dossier: x, under: [build], answers: [maps], text: {en: Built}, source: unsourced}
  - {id: b-looks, date: 2030-01-26, by: b, act: assess, dossier: x, of: x-builds, direction: toward, strength: 3, source: unsourced}
  - {id: b-doubts, date: 2030-01-27, by: b, act: assess, dossier: x, of: tariff, direction: away, strength: 2, finds: not met, source: unsourced}
  - {id: b-finds, date: 2030-01-28, by: b, act: assess, dossier: x, of: maps, finds: met, source: unsourced}
  - {id: b-shrugs, date: 2030-01-29, by: b, act: assess, dossier: x, of: posts, direction: none, source: unsourced}
`

// picture folds acts up to the end of a day and answers the picture of a dossier.
func picture(t *testing.T, charter, text, id, day string) Picture {
	t.Helper()
	all, err := act.ReadFile("acts.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	entered := time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)
	entries := []dossier.Entry{dossier.FoundingEntry(dossier.Founding{Charter: charter, Host: "quay+00000000+key", Made: "test"}, entered)}
	for _, a := range all {
		data, err := a.Act.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, dossier.ActEntry(int64(len(entries)+1), entered, &a.Act, data))
	}
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
	p, err := Of(d, id, end)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// told answers the points of a line in a few words each.
func told(l Line) []string {
	all := []string{}
	for _, p := range l.Points {
		all = append(all, fmt.Sprintf("%s %d %s %d %q %v = %d", p.When.Format("01-02"), p.Kind, p.Direction, p.Strength, p.Word, p.Demands, p.Level))
	}
	return all
}

func TestEveryConcernHasALineOfWhatRoundsAndAssessmentsSay(t *testing.T) {
	p := picture(t, quay, acts, "x", "2030-01-31")
	want := [][]string{
		{
			`01-10 1 none 0 "none" [] = 0`,
			`01-20 1 toward 1 "some" [] = 1`,
			`01-26 2 toward 3 "" [posts maps] = 4`,
			`01-28 3 none 0 "met" [maps] = 4`,
			`01-29 2 none 0 "" [posts] = 4`,
		},
		{`01-10 1 none 0 "none" [] = 0`, `01-27 2 away 2 "not met" [tariff] = -2`},
	}
	if len(p.Lines) != 2 {
		t.Fatalf("%d lines, want 2", len(p.Lines))
	}
	for i, l := range p.Lines {
		if diff := cmp.Diff(want[i], told(l)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", l.Concern, diff)
		}
	}
	if p.Low != -2 || p.High != 4 {
		t.Errorf("levels from %d to %d, want -2 to 4", p.Low, p.High)
	}
	if last, ok := p.Lines[0].Moved(); !ok || last.Of != "x-builds" {
		t.Errorf("the border moved last by %q, want x-builds", last.Of)
	}
	s := p.Standstill
	if s == nil || s.Since.Format(time.DateOnly) != "2030-01-10" || s.Days != 21 || s.Rounds != 2 || s.Moved != 1 || s.Of != 2 || s.Last.Format(time.DateOnly) != "2030-01-26" {
		t.Errorf("Standstill = %+v", s)
	}
}

func TestALookBackShowsWhatWasKnownThen(t *testing.T) {
	p := picture(t, quay, acts, "x", "2030-01-15")
	if got := told(p.Lines[0]); !slices.Equal(got, []string{`01-10 1 none 0 "none" [] = 0`}) {
		t.Errorf("on 15 January: %q", got)
	}
	if _, ok := p.Lines[0].Moved(); ok || !p.Standstill.Last.IsZero() {
		t.Errorf("something has moved on 15 January: %+v", p.Standstill)
	}
	if p := picture(t, quay, acts, "x", "2030-01-01"); len(p.Lines) != 0 || p.Standstill != nil {
		t.Errorf("on the first day: %+v", p)
	}
}

func TestTheTalksOf2022HadBroughtSomeMovementOnOneOfTwoConcerns(t *testing.T) {
	charter, _ := charters.Text("nato")
	text, _ := cases.Text("nato-2022")
	p := picture(t, string(charter), string(text), "fi", "2022-06-21")
	s := p.Standstill
	if s == nil || s.Since.Format(time.DateOnly) != "2022-05-25" || s.Days != 27 || s.Rounds != 2 || s.Moved != 1 || s.Of != 2 {
		t.Fatalf("Standstill = %+v", s)
	}
	high := 0
	for _, l := range p.Lines {
		if len(l.Points) > 0 {
			high = max(high, l.Points[len(l.Points)-1].Level)
		}
	}
	if len(p.Lines) != 2 || high != 1 || p.Lines[0].By != "tr" {
		t.Errorf("lines = %+v", p.Lines)
	}
	if p := picture(t, string(charter), string(text), "fi", "2022-06-29"); p.Standstill != nil {
		t.Errorf("after the memorandum: %+v", p.Standstill)
	}
}

func TestADossierNobodyOpenedIsAnError(t *testing.T) {
	d, err := dossier.Found(dossier.Founding{Charter: quay, Host: "quay+00000000+key", Made: "test"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Of(d, "x", time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)); err == nil {
		t.Error("Of(x) is answered")
	}
}
