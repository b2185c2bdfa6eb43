package conflict

import (
	"errors"
	"os"
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
)

// nato answers the record of 2022 as of the end of a day.
func nato(t *testing.T, day string) (*dossier.Docket, time.Time) {
	t.Helper()
	charter, ok := charters.Text("nato")
	text, there := cases.Text("nato-2022")
	if !ok || !there {
		t.Fatal("the charter or the case is not built in")
	}
	acts, err := act.ReadFile("nato-2022.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	entered := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	entries := []dossier.Entry{dossier.FoundingEntry(dossier.Founding{Charter: string(charter), Host: "nato+00000000+key", Made: "test"}, entered)}
	for i := range acts {
		data, err := acts[i].Act.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, dossier.ActEntry(int64(len(entries)+1), entered, &acts[i].Act, data))
	}
	first, err := dossier.Fold(entries[:1], time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation(time.DateOnly, day, first.Zone())
	if err != nil {
		t.Fatal(err)
	}
	at = at.AddDate(0, 0, 1).Add(-time.Nanosecond)
	d, err := dossier.Fold(entries, at)
	if err != nil {
		t.Fatal(err)
	}
	return d, at
}

func stalemate(t *testing.T) *Conflict {
	t.Helper()
	data, err := os.ReadFile("testdata/nato-2022-06-21.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return read(t, string(data))
}

func TestTheStalemateOfJune2022WasAnEquilibriumForTheStatedPreferences(t *testing.T) {
	c := stalemate(t)
	s, _ := c.Stability(nil)
	o := c.Outlook(s, 10)
	if want := Concepts(); !slices.Equal(o.Holds, want) {
		t.Errorf("today, %v, holds by %v, want %v", c.Taken(o.Today), o.Holds, want)
	}
	if len(o.Movers) > 0 {
		t.Errorf("parties %v would leave it, want none", o.Movers)
	}
	deal, _ := c.Deal("memorandum")
	if s.Equilibrium(deal, Sequential) {
		t.Error("the memorandum holds already, and nothing would have had to change")
	}
}

func TestTheApplicantsComingToPreferMeasuresAndWithdrawalBreaksIt(t *testing.T) {
	c := stalemate(t)
	deal, ok := c.Deal("memorandum")
	if !ok {
		t.Fatal("there is no deal named memorandum")
	}
	b := c.Break(deal)
	const fi, se = 1, 2
	if want := []Shift{{fi, deal, c.Today}, {se, deal, c.Today}}; !slices.Equal(b.Holds.Shifts, want) || b.Holds.Bounded {
		t.Errorf("for the deal to hold: %+v, want %v", b.Holds, want)
	}
	if want := []int{fi, se}; !slices.Equal(b.Gain, want) {
		t.Errorf("must come to gain: %v, want %v", b.Gain, want)
	}
	for _, o := range b.Orders {
		if o.Swaps != 1 || !slices.Equal(o.Order, []int{1, 0}) {
			t.Errorf("order of party %d = %+v, want its two statements swapped", o.Party, o.Reordering)
		}
	}
	after, err := c.Reordered(b.Orders)
	if err != nil {
		t.Fatal(err)
	}
	s, _ := after.Stability(nil)
	if !s.Equilibrium(deal, Sequential) {
		t.Error("the deal does not hold after the change")
	}
	joint := after.Joint(after.Today, []int{0, 1, 2, 3})
	if !slices.ContainsFunc(joint, func(j Joint) bool { return j.To == deal }) {
		t.Errorf("after the change all together cannot gain by the deal: %v", joint)
	}
	if before := c.Joint(c.Today, []int{0, 1, 2, 3}); len(before) > 0 {
		t.Errorf("before the change all could gain together: %v", before)
	}
}

func TestADraftOfTheDossiersIsAStalemateToo(t *testing.T) {
	d, now := nato(t, "2022-06-21")
	m, err := Draft(d, now, "fi", "se")
	if err != nil {
		t.Fatal(err)
	}
	c := read(t, m.Text())
	if got, want := strings.Join(c.options, " "), "tr.objects fi.terrorism fi.arms se.terrorism se.arms sg.text"; got != want {
		t.Errorf("options = %s, want %s", got, want)
	}
	if got, want := c.Taken(c.Today), []string{"tr.objects"}; !slices.Equal(got, want) {
		t.Errorf("today = %v, want %v", got, want)
	}
	s, _ := c.Stability(nil)
	if !s.Equilibrium(c.Today, Nash) {
		t.Error("the draft's today is no equilibrium")
	}
	deal, ok := c.Deal("settled")
	if !ok {
		t.Fatal("the draft names no deal")
	}
	b := c.Break(deal)
	after, err := c.Reordered(b.Orders)
	if err != nil {
		t.Fatal(err)
	}
	if s, _ := after.Stability(nil); !s.Equilibrium(deal, Sequential) || len(b.Orders) != 2 {
		t.Errorf("after %+v the deal does not hold, want it to, with two orders changed", b.Orders)
	}
	for _, p := range m.Parties {
		for _, pref := range p.Prefers {
			if pref.Assumed == "" {
				t.Errorf("%s prefers %q without saying that it is assumed", p.ID, pref.That.Value)
			}
		}
	}
}

func TestADraftOfOneDossierTakesDemandsOneByOne(t *testing.T) {
	d, now := nato(t, "2022-06-21")
	m, err := Draft(d, now, "fi")
	if err != nil {
		t.Fatal(err)
	}
	c := read(t, m.Text())
	if got, want := strings.Join(c.options, " "), "tr.objects fi.pkk fi.ypg fi.gulen fi.written fi.exports sg.text"; got != want {
		t.Errorf("options = %s, want %s", got, want)
	}
}

func TestWithoutAnObjectionThereIsNothingToDraft(t *testing.T) {
	d, now := nato(t, "2022-07-06")
	if m, err := Draft(d, now, "fi"); err == nil || !strings.Contains(err.Error(), "nobody stands in the way") {
		t.Errorf("Draft = %v, %v, want a refusal", m, err)
	}
	if _, err := Draft(d, now, "nobody"); !errors.Is(err, dossier.ErrUnknown) {
		t.Errorf("Draft of a dossier nobody opened: %v, want %v", err, dossier.ErrUnknown)
	}
}

func TestTheWayToASettledStateIsShown(t *testing.T) {
	c := stalemate(t)
	after, err := c.Reordered(c.Break(must(c.Deal("memorandum"))).Orders)
	if err != nil {
		t.Fatal(err)
	}
	s, _ := after.Stability(nil)
	o := after.Outlook(s, 10)
	deal, _ := after.Deal("memorandum")
	i := slices.IndexFunc(o.Settled, func(x Settled) bool { return x.State == deal })
	if i < 0 || len(o.Settled[i].Path) != 4 || o.Left != 0 {
		t.Errorf("Outlook = %+v, want the memorandum, four moves away", o)
	}
}

func must(state int, ok bool) int {
	if !ok {
		panic("no such deal")
	}
	return state
}

// voting is a body without a mediator that decides by votes.
const voting = `
accede: charter/1
body: quay
name: {en: Quay Association}
time_zone: Europe/Brussels
keeping: reported
members: [{id: a, name: {en: Alder}}, {id: b, name: {en: Birch}}, {id: c, name: {en: Cedar}}]
applicants: [{id: x, name: {en: Xylo}}]
procedures:
  vote:
    stages:
      - {id: application, act: apply}
      - {id: ballot, rule: all of members are for}
`

func TestWhoDemandsNothingStaysWhereItIsInADraft(t *testing.T) {
	entries := []dossier.Entry{dossier.FoundingEntry(dossier.Founding{Charter: voting, Host: "quay+00000000+key", Made: "test"}, time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))}
	for i, a := range []act.Act{
		{By: "x", Do: &act.Apply{Procedure: "vote"}},
		{By: "a", Stage: "ballot", Do: &act.Position{Ballot: "against"}},
		{By: "b", Stage: "ballot", Do: &act.Object{Concerns: []act.Concern{{ID: "k", Text: body.Names{"en": "a concern"}}}}},
	} {
		a.Body, a.ID, a.Dossiers, a.Sources = "quay", "a"+string(rune('1'+i)), []string{"x"}, []act.Source{{Key: body.Unsourced}}
		a.Date = form.Instant{Day: form.Date{Year: 2022, Month: 1, Day: 1 + i}}
		data, err := a.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, dossier.ActEntry(int64(i+2), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), &a, data))
	}
	now := time.Date(2022, 1, 10, 0, 0, 0, 0, time.UTC)
	d, err := dossier.Fold(entries, now)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Draft(d, now, "x")
	if err != nil {
		t.Fatal(err)
	}
	c := read(t, m.Text())
	if got, want := strings.Join(c.Taken(c.Today), " "), "b.objects a.against"; got != want {
		t.Errorf("today = %s, want %s", got, want)
	}
	if deal, ok := c.Deal("settled"); !ok || !slices.Equal(c.Break(deal).Gain, []int{0, 1}) {
		t.Errorf("Break = %+v, want that both must come to gain", c.Break(deal))
	}
}
