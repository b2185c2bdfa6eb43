package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"

	"accede/internal/view"
)

// quay is a body that decides by silence.
const quay = `accede: charter/1
body: quay
name: {en: Quay League}
time_zone: Europe/Brussels
keeping: official
chair: {id: chair, name: {en: Chair}, mediates: true}
members:
  - {id: alba, name: {en: Alba}, kind: organisation}
  - {id: brava, name: {en: Brava}, kind: organisation}
  - {id: cora, name: {en: Cora}, kind: organisation}
applicants:
  - {id: gala, name: {en: Gala}, kind: organisation}
procedures:
  admission:
    stages:
      - {id: application, act: apply}
      - id: decision
        rule: none of members are against
        silence: {pending_counts_as: for}
        objection: required to be against
      - {id: accession, act: deposit, by: applicant, effect: {joins: members}}
`

// silent answers a source in which a text was put, changed and put again under silence; Alba objects to the first and
// takes its objection back, Gala has promised something by a day that has passed, and a second thing by one to come.
func silent(t testing.TB) *memory {
	t.Helper()
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	m := newMemory(quay, at.Add(30*time.Hour))
	d, err := dossier.Found(*m.entries[0].Founding)
	if err != nil {
		t.Fatal(err)
	}
	en := func(text string) body.Names { return body.Names{"en": text} }
	apply := func(e dossier.Entry) {
		t.Helper()
		if err := d.Apply(e); err != nil {
			t.Fatalf("apply entry %d: %v", e.Seq, err)
		}
	}
	apply(m.entries[0])
	n := 0
	say := func(by body.MemberID, do act.Deed) {
		t.Helper()
		at, n = at.Add(time.Hour), n+1
		m.add(t, act.Act{
			Body: "quay", ID: string(by) + "-" + string(do.Kind()) + "-" + string(rune('a'+n)), By: by, Date: form.Instant{At: at}, Dossiers: []string{"gala"}, Do: do,
			Paper: &act.Paper{By: "chair", From: "letter"},
		}, at)
		apply(m.entries[len(m.entries)-1])
		for n, ok := d.Due(at); ok; n, ok = d.Due(at) {
			m.entries = append(m.entries, dossier.NoticeEntry(int64(len(m.entries)+1), at, n))
			apply(m.entries[len(m.entries)-1])
		}
	}
	until := func(hours int) form.Instant { return form.Instant{At: at.Add(time.Duration(hours) * time.Hour)} }
	say("gala", &act.Apply{Procedure: "admission"})
	say("chair", &act.Put{Text: en("That Gala be invited at once."), Until: until(72)})
	say("alba", &act.Object{Grounds: en("The berths are not shared."), Concerns: []act.Concern{{ID: "berths", Text: en("Alba fears for its berths."), Demands: []act.Demand{
		{ID: "share", Of: []body.MemberID{"gala"}, Text: en("Share the berths."), Due: until(20)}, {ID: "fees", Of: []body.MemberID{"gala"}, Text: en("Pay the fees.")},
	}}}})
	say("gala", &act.Commit{Commitments: []act.Commitment{
		{ID: "c-share", By: []body.MemberID{"gala"}, Answers: []string{"share"}, Text: en("Gala shares its berths."), Due: until(10)},
		{ID: "c-fees", By: []body.MemberID{"gala"}, Answers: []string{"fees"}, Text: en("Gala pays by May."), Due: until(1000)},
	}})
	say("alba", &act.Withdraw{What: "objection", Of: "alba-object-d", Conditions: en("if the berths are shared")})
	say("chair", &act.Put{Text: en("That Gala be invited by May."), Until: until(72)})
	return m
}

func roomPages() []page {
	return []page{
		{"positions", "/d/fi/positions/?as-of=2022-06-21", nato, []string{"Where each member stands: Invitation", "Not yet said 29", "Türkiye objected: 2 concerns, 4 demands", "in force"}},
		{"positions of one mark", "/d/fi/positions/?as-of=2022-06-21&show=open", nato, []string{"Objects 1"}},
		{"positions in ratification", "/d/fi/positions/?as-of=2022-07-20", nato, []string{"Where each member stands: Ratification", "withdrawn"}},
		{"positions in a vote", "/d/gala/positions/", harbours, []string{"Dorn is against", "in force", "registered from paper"}},
		{"positions before anybody spoke", "/d/fi/positions/?as-of=2022-05-18", nato, []string{"Nobody has said or done anything in a stage yet."}},
		{"a member that objects", "/d/fi/positions/tr/?as-of=2022-06-21", nato, []string{"Objects", "Member since18 February 1952", "Its objections, and what came of them", "direction and strength", "Partly in the speaker’s words"}},
		{"a member in ratification", "/d/fi/positions/us/?as-of=2022-09-01", nato, []string{"95 for, 1 against, 100 seats", "Senate"}},
		{"an applicant", "/d/fi/positions/fi/?as-of=2022-06-21", nato, []string{"Applicant", "Has no position in this stage", "answer"}},
		{"a member in a vote", "/d/gala/positions/fara/", harbours, []string{"Reserve", "5 berths"}},
		{"nobody", "/d/fi/positions/nobody/", nato, []string{"Nothing is kept at this address."}},
		{"in the way", "/d/fi/way/?as-of=2022-06-21", nato, []string{"5 demands: Open: 1, Awaited: 0, In talks: 4, Agreed: 0 and Met: 0.", "waits on Finland", "since 19 May 2022 (33 days)"}},
		{"in the way, one concern", "/d/fi/way/?as-of=2022-06-21&concern=arms", nato, []string{"1 demand: Open: 1,"}},
		{"in the way, by mover", "/d/fi/way/?as-of=2022-06-21&view=mover", nato, []string{"Secretary General", "convene the next round of talks", "answer the demand “End support for the PKK.”"}},
		{"in the way, as a tree", "/d/fi/way/?as-of=2022-07-01&view=tree", nato, []string{"From objection to evidence", "Withdrawn"}},
		{"nothing in the way", "/d/gala/way/", harbours, []string{"Nobody has objected."}},
		{"answered", "/d/se/way/?as-of=2023-07-20", nato, []string{"The objection does not stand in this stage; the demand stays on the record."}},
		{"talks", "/d/fi/talks/?as-of=2022-06-21", nato, []string{"Round 2, Brussels, NATO headquarters", "more than 5 hours", "no progress", "Stalemate since 25 May 2022"}},
		{"silence", "/d/gala/talks/", silent, []string{"Silence procedure", "That Gala be invited by May.", "version 2", "1 day 23 h 0 min left", "(Brussels)", "Nobody has broken the silence", "3 members have said nothing: Alba, Brava and Cora."}},
		{"a round", "/d/fi/talks/talks-2/?as-of=2022-06-21", nato, []string{"Second round of talks", "Stian Jenssen", "The stalemate continues.", "some progress", "Next: in the coming days", "As reported, not word for word", "also written Karen"}},
		{"a meeting without outcome", "/d/fi/talks/mechanism-1/", nato, []string{"No outcome is entered.", "nobody is named"}},
		{"no such round", "/d/fi/talks/talks-2/?as-of=2022-06-01", nato, []string{"Nothing is kept at this address."}},
		{"a memorandum", "/d/se/texts/trilateral-memorandum/", nato, []string{"Trilateral memorandum", "Signed by", "Pekka Haavisto", "Recital", "End support for the PKK."}},
		{"a question and its versions", "/d/gala/texts/chair-put-g/", silent, []string{"Version 2", "That Gala be invited at once. by May.", "Version 1"}},
		{"no such text", "/d/fi/texts/fi-applies/", nato, []string{"Nothing is kept at this address."}},
		{"the rule", "/d/fi/rule/?as-of=2022-06-21", nato, []string{"none of members are against", "NAT 10", "30 members, on the roll of 18 May 2022", "Would fail, whatever those yet to speak may say", "1 of 30 members; asked for: none", "Türkiye: against → anything else"}},
		{"the rule, supposing", "/d/fi/rule/?as-of=2022-06-21&of.tr=abstaining", nato, []string{"A supposition: nobody has said this. The record is as it was.", "Türkiye: against → abstaining", "in the record: against", "Would carry if closed now"}},
		{"the rule of a stage without one", "/d/fi/rule/?as-of=2022-07-20&stage=ratification", nato, []string{"Wanted of each member: its approval at home and the deposit of its instrument."}},
		{"the rule of a vote", "/d/gala/rule/", harbours, []string{"at least 2/3 of members are for", "90 of 110 berths", "Would fail if closed now"}},
		{"commitments", "/commitments?as-of=2023-07-20", nato, []string{"Promised, no day set", "Trilateral memorandum, clause 4", "Done, word awaited"}},
		{"commitments with days", "/commitments", silent, []string{"Overdue 1", "Gala shares its berths.", "Due 1", "Gala pays by May."}},
		{"commitments of one party", "/commitments?for=tr&as-of=2022-07-01", nato, []string{"Türkiye backs Finland and Sweden likewise"}},
		{"no commitments", "/commitments?as-of=2022-05-20", nato, []string{"Nothing was promised yet."}},
		{"the calendar", "/calendar?as-of=2022-06-21", nato, []string{"No deadline is running.", "June 2022", "Round 2, Brussels, NATO headquarters"}},
		{"the calendar with deadlines", "/calendar", silent, []string{"Question put: its period ends", "1 day 23 h 0 min left", "Commitment of Gala due"}},
		{"an empty calendar", "/calendar?as-of=2022-01-01", nato, []string{"Nothing has happened yet."}},
		{"the wall", "/wall/fi?as-of=2022-06-21", nato, []string{"None of 30 members may object; one does: Türkiye.", "29 have not yet spoken", "23:59 Brussels", "Stands against it"}},
		{"the wall under silence", "/wall/gala", silent, []string{"1 day 23 h 0 min left", "3 have not yet spoken"}},
		{"the wall of a dossier that is closed", "/wall/fi", nato, []string{"Finland is a member", "Nobody is awaited"}},
		{"the wall in ratification", "/wall/fi?as-of=2023-02-01", nato, []string{"2 are still to act"}},
		{"the desk", "/desk?as-of=2022-06-21", nato, []string{"convene the next round of talks", "since 19 May 2022 (33 days)", "the stage waits"}},
		{"the desk of one party", "/desk?for=fi&as-of=2022-06-21", nato, []string{"The moves of Finland"}},
		{"a desk with deadlines", "/desk", silent, []string{"late"}},
		{"the charter", "/admin", nato, []string{"Secretary General, who also mediates", "32 members on the day of this page", "none of members are against", "Wanted of each member", "formerly Turkey"}},
		{"a charter with weights", "/admin", harbours, []string{"berths: 110 berths in all", "Seven Harbours Union"}},
	}
}

func roomSights(record, vote string) []sight {
	var all []sight
	for _, path := range []string{
		"/d/fi/positions/?as-of=2022-06-21", "/d/fi/positions/tr/?as-of=2022-06-21", "/d/se/way/?as-of=2023-07-20", "/d/fi/way/?as-of=2022-06-21&view=mover",
		"/d/fi/way/?as-of=2022-06-21&view=tree", "/d/fi/talks/?as-of=2022-06-21", "/d/fi/talks/talks-2/", "/d/se/texts/trilateral-memorandum/", "/d/fi/rule/?as-of=2022-06-21&of.tr=for",
		"/commitments", "/calendar", "/wall/fi?as-of=2022-06-21", "/desk?as-of=2022-06-21", "/admin",
	} {
		all = append(all, sight{record + path, 320, "light"}) // wider, they are looked at with all the others
	}
	return append(all, sight{vote + "/d/gala/rule/?of.dorn=for", 1280, "light"}, sight{vote + "/d/gala/positions/fara/", 390, "dark"}, sight{vote + "/admin", 1280, "dark"},
		sight{record + "/wall/fi", 1920, "light"})
}

func TestWhatIsSupposedTouchesNoRecord(t *testing.T) {
	h := pagesOf(t, nato(t))
	before := get(t, h, "/d/fi/status.json?as-of=2022-06-21").Body.String()
	if got := wordsOf(get(t, h, "/d/fi/rule/?as-of=2022-06-21&of.tr=for").Body.String()); !strings.Contains(got, "Would carry if closed now") {
		t.Errorf("with Türkiye for, the rule page says:\n%.900s", got)
	}
	if after := get(t, h, "/d/fi/status.json?as-of=2022-06-21").Body.String(); after != before {
		t.Errorf("status after a supposition:\n%s\nwant\n%s", after, before)
	}
}

func TestASupposedBallotThatDoesNotExistIsPassedOver(t *testing.T) {
	h := pagesOf(t, nato(t))
	for _, q := range []string{"of.tr=perhaps", "of.nobody=for", "of.tr=recused", "of.tr=against"} {
		if got := get(t, h, "/d/fi/rule/?as-of=2022-06-21&"+q).Body.String(); strings.Contains(got, "A supposition") {
			t.Errorf("%s is taken for a supposition", q)
		}
	}
}

func TestARoomAsDataSaysWhatItsPageSays(t *testing.T) {
	h := pagesOf(t, nato(t))
	for _, path := range []string{"/d/fi/positions.json", "/d/fi/way.json", "/d/fi/talks.json", "/d/fi/rule.json", "/commitments.json", "/calendar.json", "/desk.json"} {
		w := get(t, h, path+"?as-of=2022-06-21")
		var v map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil || w.Code != http.StatusOK {
			t.Errorf("%s: %d, %v", path, w.Code, err)
		}
	}
	var way struct {
		Lanes []struct {
			Mark  string
			Cards []struct{ ID, Waits string }
		}
	}
	if err := json.Unmarshal(get(t, h, "/d/fi/way.json?as-of=2022-06-21").Body.Bytes(), &way); err != nil {
		t.Fatal(err)
	}
	if len(way.Lanes) != 5 || way.Lanes[0].Mark != "open" || len(way.Lanes[0].Cards) != 1 || way.Lanes[0].Cards[0].ID != "exports" || way.Lanes[0].Cards[0].Waits != "waits on Finland" {
		t.Errorf("the lanes are %+v", way.Lanes)
	}
}

func TestAnAddressWithoutItsLastSlashLeadsToTheRoom(t *testing.T) {
	h := pagesOf(t, nato(t))
	for _, path := range []string{"/d/fi/positions", "/d/fi/way", "/d/fi/talks", "/d/fi/rule", "/d/fi/positions/tr", "/d/fi/talks/talks-1", "/d/fi/texts/trilateral-memorandum"} {
		if w := get(t, h, path); w.Code != http.StatusMovedPermanently || w.Header().Get("Location") != path+"/" {
			t.Errorf("GET %s = %d to %q, want %d to %q", path, w.Code, w.Header().Get("Location"), http.StatusMovedPermanently, path+"/")
		}
	}
	if w := get(t, h, "/d/fi/cellar"); w.Code != http.StatusNotFound {
		t.Errorf("a room that is not there = %d, want %d", w.Code, http.StatusNotFound)
	}
}

// BenchmarkRooms is the time from a folded docket to the bytes of each room's page.
func BenchmarkRooms(b *testing.B) {
	m := nato(b)
	at := time.Date(2022, 6, 21, 21, 59, 59, 0, time.UTC)
	d, err := dossier.Fold(m.entries, at)
	if err != nil {
		b.Fatal(err)
	}
	files, err := loadAssets()
	if err != nil {
		b.Fatal(err)
	}
	s := &site{assets: files}
	r := english(b)
	f := frame{Reader: r, Here: "/d/fi/", Body: "NATO", Reported: true, assets: files, sprite: s.sprite(view.SettingOf(d).FlagIDs())}
	standing := func() dossier.Standing {
		st, err := d.Standing("fi", at)
		if err != nil {
			b.Fatal(err)
		}
		return st
	}
	nothing := func(body.MemberID) string { return "" }
	for _, room := range []struct {
		name string
		page func() templ.Component
	}{
		{"positions", func() templ.Component { return positionsPage(f, view.NewPositionsPage(d, standing(), "", r)) }},
		{"member", func() templ.Component { p, _ := view.NewMemberPage(d, standing(), "tr", r); return memberPage(f, p) }},
		{"way", func() templ.Component { return wayPage(f, view.NewWayPage(view.SettingOf(d), standing(), "", "", r)) }},
		{"talks", func() templ.Component { return talksPage(f, view.NewTalksPage(d, standing(), r)) }},
		{"round", func() templ.Component { p, _ := view.NewRoundPage(d, standing(), "talks-2", r); return roundPage(f, p) }},
		{"rule", func() templ.Component { return lawPage(f, view.NewLawPage(d, standing(), "", nothing, r)) }},
		{"wall", func() templ.Component { return wallPage(f, view.NewWallPage(view.SettingOf(d), standing(), r)) }},
		{"commitments", func() templ.Component { p, _ := view.NewPromisesPage(d, at, "", r); return promisesPage(f, p) }},
		{"calendar", func() templ.Component { p, _ := view.NewDatesPage(d, at, r); return datesPage(f, p) }},
		{"desk", func() templ.Component { p, _ := view.NewDeskPage(d, at, "", r); return deskPage(f, p) }},
		{"charter", func() templ.Component { return charterPage(f, view.NewCharterPage(d, at, nil, r)) }},
	} {
		b.Run(room.name, func(b *testing.B) {
			var buf bytes.Buffer
			b.ReportAllocs()
			for b.Loop() {
				buf.Reset()
				if err := room.page().Render(b.Context(), &buf); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(buf.Len()), "B/page")
		})
	}
}
