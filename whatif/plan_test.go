package whatif

import (
	"errors"
	"fmt"
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

// record is a reported record under construction.
type record struct {
	t       *testing.T
	charter string
	entries []dossier.Entry
}

func begin(t *testing.T, charter string) *record {
	entered := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	f := dossier.Founding{Charter: charter, Host: "test+00000000+key", Made: "test"}
	return &record{t, charter, []dossier.Entry{dossier.FoundingEntry(f, entered)}}
}

// enter adds an act through its bytes.
func (r *record) enter(a *act.Act) {
	r.t.Helper()
	data, err := a.Marshal()
	if err != nil {
		r.t.Fatal(err)
	}
	parsed, err := act.Parse(data)
	if err != nil {
		r.t.Fatal(err)
	}
	r.entries = append(r.entries, dossier.ActEntry(int64(len(r.entries)+1), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), &parsed, data))
}

// do adds a deed of a party on a day.
func (r *record) do(day string, by body.MemberID, id, stage string, deed act.Deed) {
	r.t.Helper()
	date, err := form.ParseDate(day)
	if err != nil {
		r.t.Fatal(err)
	}
	r.enter(&act.Act{
		Body: "nato", ID: fmt.Sprintf("x%d", len(r.entries)), By: by, Date: form.Instant{Day: date}, Dossiers: []string{id}, Stage: stage,
		Do: deed, Sources: []act.Source{{Key: body.Unsourced}},
	})
}

// end is the last instant of a day in Brussels.
func end(t *testing.T, day string) time.Time {
	t.Helper()
	zone, err := body.LoadZone("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation(time.DateOnly, day, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at.AddDate(0, 0, 1).Add(-time.Nanosecond)
}

func (r *record) fold(day string) (*dossier.Docket, time.Time) {
	r.t.Helper()
	at := end(r.t, day)
	d, err := dossier.Fold(r.entries, at)
	if err != nil {
		r.t.Fatal(err)
	}
	return d, at
}

// nato answers the record of 2022 with what was done up to a day.
func nato(t *testing.T, day string) *record {
	t.Helper()
	charter, _ := charters.Text("nato")
	text, _ := cases.Text("nato-2022")
	acts, err := act.ReadFile("nato-2022.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	r, last := begin(t, string(charter)), end(t, day)
	for i := range acts {
		if a := &acts[i].Act; !a.Date.In(last.Location()).After(last) {
			r.enter(a)
		}
	}
	return r
}

func unblock(t *testing.T, r *record, id, day string) Desk {
	t.Helper()
	d, at := r.fold(day)
	k, err := Unblock(d, id, at, 3)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// lines prints a plan: who: what, …
func lines(p Plan) string {
	var all []string
	for _, s := range p.Steps {
		var ids []string
		for _, id := range s.Who {
			ids = append(ids, string(id))
		}
		who := strings.Join(ids, "+")
		if s.Any < len(s.Who) {
			who = fmt.Sprintf("any %d of %d", s.Any, len(s.Who))
		}
		all = append(all, who+" "+s.What)
	}
	return strings.Join(all, ", ")
}

func TestInJune2022TheInvitationFailsByOneObjectionAndTheDeskSaysWhoseMovesCarryIt(t *testing.T) {
	k := unblock(t, nato(t, "2022-06-21"), "fi", "2022-06-21")
	if k.Carries || k.Stage != "invitation" || !slices.Equal(k.Without, []body.MemberID{"tr"}) {
		t.Errorf("carries %t, stage %s, without %v; want false, invitation, tr", k.Carries, k.Stage, k.Without)
	}
	if len(k.Ways.Ways) != 1 || k.Ways.Ways[0].Changes != 1 || !slices.Equal(k.Ways.Ways[0].Parts[0].Of, []body.MemberID{"tr"}) {
		t.Errorf("ways %s, want one change, of tr", told(k.Ways))
	}
	want := []string{
		"withdrawal: tr withdraw-objection:tr-objects, sg put:invitation",
		"text: sg convene-talks, tr+fi agree-text:tr-objects, tr withdraw-objection:tr-objects, sg put:invitation",
		"deeds: fi fulfil-demand:pkk, tr assess-demand:pkk, fi fulfil-demand:ypg, tr assess-demand:ypg, fi fulfil-demand:gulen, tr assess-demand:gulen, " +
			"fi fulfil-demand:written, tr assess-demand:written, fi fulfil-demand:exports, tr assess-demand:exports, tr withdraw-objection:tr-objects, sg put:invitation",
	}
	var got []string
	for _, p := range k.Plans {
		got = append(got, string(p.Means)+": "+lines(p))
	}
	if !slices.Equal(got, want) {
		t.Errorf("plans\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if !slices.ContainsFunc(k.Gone, func(g Gone) bool { return g.What == Adoption && slices.Equal(g.Who, []body.MemberID{"tr"}) }) {
		t.Errorf("gone %v, want adoption while tr does not move", k.Gone)
	}
}

func TestEveryStepOfAPlanComesAfterThoseItNames(t *testing.T) {
	for _, id := range []string{"fi", "se"} {
		for _, p := range unblock(t, nato(t, "2022-06-21"), id, "2022-06-21").Plans {
			for i, s := range p.Steps {
				for _, before := range s.After {
					if before >= i {
						t.Errorf("%s, %s: step %d comes after step %d", id, p.Means, i, before)
					}
				}
			}
		}
	}
}

// carry enters the acts that the steps of a plan stand for.
func carry(r *record, p Plan, id, day string) {
	en := func(s string) body.Names { return body.Names{"en": s} }
	for _, s := range p.Steps {
		verb, about, _ := strings.Cut(s.What, ":")
		var deed act.Deed
		switch verb {
		case "withdraw-objection":
			deed = &act.Withdraw{What: "objection", Of: about}
		case "fulfil-demand":
			deed = &act.Measure{Fulfils: []string{about}, Text: en("done")}
		case "assess-demand":
			deed = &act.Assess{Of: about, Finds: "met"}
		case "convene-talks":
			deed = &act.Talks{Title: en("talks"), Parties: s.Who}
		case "agree-text":
			deed = &act.Memorandum{Title: en("a text"), Parties: s.Who, Clauses: []act.Commitment{
				{ID: "c1", By: s.Who[1:], Answers: []string{"pkk", "ypg", "gulen", "written", "exports"}, Text: en("all")},
			}}
		case "put":
			deed = &act.Put{Text: en("to invite"), Until: form.Instant{Day: must(form.ParseDate("2022-06-24"))}}
		case "approve":
			deed = &act.Approve{}
		case "deposit":
			deed = &act.Deposit{}
		default:
			r.t.Fatalf("a step %q that no act carries out", s.What)
		}
		stage := ""
		if verb == "put" || verb == "approve" || verb == "deposit" {
			stage = about
		}
		r.do(day, s.Who[0], id, stage, deed)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestEachPlanCarriedOutCarriesTheInvitation(t *testing.T) {
	for _, p := range unblock(t, nato(t, "2022-06-21"), "fi", "2022-06-21").Plans {
		r := nato(t, "2022-06-21")
		carry(r, p, "fi", "2022-06-22")
		d, at := r.fold("2022-06-26")
		st, err := d.Standing("fi", at)
		if err != nil || st.Stage != "signature" {
			t.Errorf("after %s: stage %s, %v; want signature", lines(p), st.Stage, err)
		}
	}
}

func TestWithoutOneStepOfThePlanOfDeedsItsDemandIsNotMet(t *testing.T) {
	for _, p := range unblock(t, nato(t, "2022-06-21"), "fi", "2022-06-21").Plans {
		if p.Means != ByDeeds {
			continue
		}
		for drop, s := range p.Steps {
			verb, demand, _ := strings.Cut(s.What, ":")
			if verb != "fulfil-demand" && verb != "assess-demand" {
				continue
			}
			r := nato(t, "2022-06-21")
			carry(r, Plan{Steps: slices.Delete(slices.Clone(p.Steps), drop, drop+1)}, "fi", "2022-06-22")
			d, at := r.fold("2022-06-22")
			st, err := d.Standing("fi", at)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range st.Objections[0].Concerns {
				for _, m := range c.Demands {
					if met := m.State == dossier.KnotMet; met == (m.ID == demand) {
						t.Errorf("without %s: %s met %t", s.What, m.ID, met)
					}
				}
			}
		}
	}
}

func TestRatificationsThatAreMissingAreThePlan(t *testing.T) {
	r := nato(t, "2022-10-14")
	k := unblock(t, r, "se", "2022-10-14")
	if len(k.Plans) != 1 || k.Plans[0].Means != ByActs {
		t.Fatalf("plans %+v, want one by acts", k.Plans)
	}
	if got, want := lines(k.Plans[0]), "tr approve:ratification, tr deposit:ratification, hu approve:ratification, hu deposit:ratification"; got != want {
		t.Errorf("plan %s, want %s", got, want)
	}
	if want := []body.MemberID{"tr", "hu"}; !slices.Equal(k.Without, want) {
		t.Errorf("without %v, want %v", k.Without, want)
	}
	if !slices.ContainsFunc(k.Gone, func(g Gone) bool { return g.What == Objection && g.Stage == "invitation" }) {
		t.Errorf("gone %v, want that nobody can object to the invitation", k.Gone)
	}
	carry(r, k.Plans[0], "se", "2022-10-15")
	d, at := r.fold("2022-10-15")
	if st, err := d.Standing("se", at); err != nil || st.Stage != "accession" {
		t.Errorf("carried out: stage %s, %v; want accession", st.Stage, err)
	}
}

func TestWhatIsOverHasNoPlan(t *testing.T) {
	d, at := nato(t, "2024-03-07").fold("2024-03-07")
	if _, err := Unblock(d, "se", at, 1); !errors.Is(err, ErrOver) {
		t.Errorf("Unblock of what is in force: %v, want %v", err, ErrOver)
	}
	if _, err := Unblock(d, "nobody", at, 1); !errors.Is(err, dossier.ErrUnknown) {
		t.Errorf("Unblock of a dossier nobody opened: %v, want %v", err, dossier.ErrUnknown)
	}
}

func TestTheMemorandumIsNoFactUntilItsMeasuresAreAssessed(t *testing.T) {
	r := nato(t, "2022-07-06")
	d, at := r.fold("2022-07-06")
	st, err := d.Standing("fi", at)
	if err != nil {
		t.Fatal(err)
	}
	if got := Facts(st); len(got) > 0 {
		t.Errorf("Facts = %v, want none: nothing has been assessed", got)
	}
	r.do("2022-07-07", "fi", "fi", "", &act.Measure{Fulfils: []string{"pkk"}, Text: body.Names{"en": "done"}})
	done := r.entries[len(r.entries)-1].Act.ID
	r.do("2022-07-08", "tr", "fi", "", &act.Assess{Of: done, Direction: "toward", Strength: 4, Finds: "met"})
	d, at = r.fold("2022-07-08")
	if st, err = d.Standing("fi", at); err != nil {
		t.Fatal(err)
	}
	if got, want := Facts(st), []string{"demand pkk", "measure " + done}; !slices.Equal(got, want) {
		t.Errorf("Facts = %v, want %v", got, want)
	}
}

const quay = `
accede: charter/1
body: nato
name: {en: Quay Association}
time_zone: Europe/Brussels
keeping: reported
chair: {id: chair, name: {en: Chair}, mediates: true}
members:
  - {id: a, name: {en: Alder}}
  - {id: b, name: {en: Birch}}
  - {id: c, name: {en: Cedar}}
  - {id: d, name: {en: Damson}}
  - {id: e, name: {en: Elm}}
applicants:
  - {id: x, name: {en: Xylo}}
procedures:
  vote:
    stages:
      - {id: application, act: apply}
      - {id: ballot, rule: at least 3/5 of members are for}
`

func TestWhereVotesCountThePlanSaysAnyOfWhom(t *testing.T) {
	r := begin(t, quay)
	r.do("2022-01-01", "x", "x", "", &act.Apply{Procedure: "vote"})
	r.do("2022-01-02", "a", "x", "ballot", &act.Position{Ballot: "for"})
	r.do("2022-01-02", "b", "x", "ballot", &act.Position{Ballot: "against"})
	r.do("2022-01-02", "c", "x", "ballot", &act.Object{Concerns: []act.Concern{{ID: "k", Text: body.Names{"en": "a concern"}}}})
	k := unblock(t, r, "x", "2022-01-03")
	var got []string
	for _, p := range k.Plans {
		got = append(got, string(p.Means)+": "+lines(p))
	}
	if want := []string{
		"votes: d+e take-position:ballot, chair close:ballot",
		"votes: b take-position:ballot, any 1 of 2 take-position:ballot, chair close:ballot",
	}; !slices.Equal(got, want) {
		t.Errorf("plans %v, want %v", got, want)
	}
	if len(k.Without) > 0 {
		t.Errorf("without %v, want nobody: others can carry it", k.Without)
	}
}
