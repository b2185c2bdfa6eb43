package intake

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/charters"
	"accede/dossier"
)

// seed reads the report of 21 June 2022.
func seed(t *testing.T) *Reading {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "2022-06-21.txt"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := Read(Report{Text: text, Name: "2022-06-21.txt"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// of answers the drafts of one kind.
func (r *Reading) of(k act.Kind) []Draft {
	var all []Draft
	for _, d := range r.Drafts {
		if d.Act.Do.Kind() == k {
			all = append(all, d)
		}
	}
	return all
}

func TestTheReportOf21June2022GivesTheBodyAndItsRule(t *testing.T) {
	r := seed(t)
	if r.Body != "nato" || r.Charter != "nato" || r.Rule.Kind != "unanimity" || r.Rule.Members != 30 || len(r.Rule.Spans) != 2 {
		t.Errorf("body %q, charter %q, rule %+v, want nato, nato, unanimity of 30 in two places", r.Body, r.Charter, r.Rule)
	}
	if s := r.Source; s.Publisher != "China News Service" || s.Date.String() != "2022-06-21" || len(s.Chain) == 0 || s.Chain[0].Text != "According to foreign media reports" {
		t.Errorf("source = %+v", s)
	}
}

func TestTheReportOf21June2022GivesBothApplicationsInMay(t *testing.T) {
	var by []body.MemberID
	for _, d := range seed(t).of(act.KindApply) {
		by = append(by, d.Act.By)
		if day := d.Act.Date.Day; day.Year != 2022 || day.Month != time.May || d.Act.Dated != act.AtLatest {
			t.Errorf("%s: %s, dated %q, want in May 2022 at the latest", d.Act.ID, d.Act.Date, d.Act.Dated)
		}
	}
	if !slices.Equal(by, []body.MemberID{"fi", "se"}) {
		t.Errorf("applications by %v, want fi and se", by)
	}
}

func TestTheReportOf21June2022GivesTheObjectionWithItsConcernAndAllDemands(t *testing.T) {
	all := seed(t).of(act.KindObject)
	if len(all) != 1 || all[0].Act.By != "tr" {
		t.Fatalf("%d objections, want that of tr", len(all))
	}
	o := all[0].Act.Do.(*act.Object)
	if len(o.Concerns) != 1 || !strings.Contains(o.Concerns[0].Text["en"], "security concerns about terrorism") {
		t.Fatalf("concerns = %+v", o.Concerns)
	}
	wants := []struct{ id, words string }{
		{"tr-pkk", "stop supporting the PKK"},
		{"tr-ypg", "People's Protection Units"},
		{"tr-gulen", "Gulen Movement"},
		{"", "lift restrictions on Turkey's export of defense equipment"},
	}
	demands := o.Concerns[0].Demands
	if len(demands) != len(wants) {
		t.Fatalf("%d demands, want %d: %+v", len(demands), len(wants), demands)
	}
	for i, w := range wants {
		got := demands[i]
		if w.id != "" && got.ID != w.id || !strings.Contains(got.Text["en"], w.words) || !slices.Equal(got.Of, []body.MemberID{"fi", "se"}) {
			t.Errorf("demand %d = %+v, want %+v of fi and se", i, got, w)
		}
	}
}

func TestTheReportOf21June2022GivesBothRounds(t *testing.T) {
	all := seed(t).of(act.KindTalks)
	if len(all) != 2 {
		t.Fatalf("%d rounds, want 2", len(all))
	}
	first, second := all[0], all[1]
	if f := first.Act.Do.(*act.Talks); first.Act.Date.String() != "2022-05-25" || f.Round != 1 || len(f.Outcome) != 1 || f.Outcome[0].Progress != "none" {
		t.Errorf("first round: %s %+v, want round 1 of 25 May, no progress", first.Act.Date, f)
	}
	s := second.Act.Do.(*act.Talks)
	if second.Act.Date.String() != "2022-06-20" || s.Round != 2 || s.Place != "Brussels" || s.Convened != "sg" || s.Lasted.MoreThan != 300 ||
		s.Stalemate != "continues" || !slices.Equal(s.Agreed, []string{"to continue"}) || !slices.Equal(s.Parties, []body.MemberID{"fi", "se", "tr"}) {
		t.Errorf("second round: %s %+v", second.Act.Date, s)
	}
}

func TestTheReportOf21June2022GivesEveryStatementWithItsSpeaker(t *testing.T) {
	wants := []struct{ speaker, side, form, words string }{
		{"", "fi", "partly verbatim", "more work to be done"},
		{"İbrahim Kalın", "tr", "partly verbatim", "the direction and strength of the measures"},
		{"Jens Stoltenberg", "sg", "partly verbatim", "constructive"},
		{"Jens Stoltenberg", "sg", "reported", "continue in the coming days"},
		{"Ann Linde", "se", "partly verbatim", "I hope the negotiations go well"},
	}
	all := seed(t).of(act.KindStatement)
	if len(all) != len(wants) {
		t.Fatalf("%d statements, want %d", len(all), len(wants))
	}
	for i, w := range wants {
		got := all[i].Act.Do.(*act.Statement).Statements[0]
		if got.Speaker != w.speaker || string(got.Side) != w.side || got.Form != w.form || !strings.Contains(got.Text["en"], w.words) {
			t.Errorf("statement %d = %+v, want %+v", i, got, w)
		}
	}
	if also := all[1].Act.Do.(*act.Statement).Statements[0].Also; !slices.Equal(also, []string{"Karen"}) {
		t.Errorf("the spokesman is also spelled %v, want Karen", also)
	}
}

// fold enters the drafts of a reading, written out as a file and read again, into a record under a charter.
func fold(t *testing.T, r *Reading, charter string, asOf time.Time) *dossier.Docket {
	t.Helper()
	acts, err := act.ReadFile("drafts.yaml", r.File())
	if err != nil {
		t.Fatalf("ReadFile: %v\n%s", err, r.File())
	}
	text, _ := charters.Text(charter)
	entered := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	entries := []dossier.Entry{dossier.FoundingEntry(dossier.Founding{Charter: string(text), Host: charter + "+00000000+key", Made: "test"}, entered)}
	for _, a := range acts {
		data, err := a.Act.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, dossier.ActEntry(int64(len(entries)+1), entered, &a.Act, data))
	}
	d, err := dossier.Fold(entries, asOf)
	if err != nil {
		t.Fatalf("Fold: %v\n%s", err, r.File())
	}
	return d
}

func TestTheDraftsOf21June2022MakeADossierThatTurkiyeBlocks(t *testing.T) {
	r := seed(t)
	asOf := time.Date(2022, 6, 21, 21, 59, 59, 0, time.UTC)
	d := fold(t, r, "nato", asOf)
	for _, id := range []string{"fi", "se"} {
		s, err := d.Standing(id, asOf)
		if err != nil {
			t.Fatal(err)
		}
		if s.Stage != "invitation" || s.Required != 30 || len(s.Blockers) != 1 || s.Blockers[0].Member != "tr" || len(s.Rounds) != 2 || s.Stalemate == nil {
			t.Errorf("%s stands in %s of %d, blocked by %+v, %d rounds, stalemate %v; want the invitation of 30 blocked by tr after two rounds",
				id, s.Stage, s.Required, s.Blockers, len(s.Rounds), s.Stalemate)
		}
		if len(s.Objections) != 1 || len(s.Objections[0].Concerns) != 1 || len(s.Objections[0].Concerns[0].Demands) != 4 {
			t.Errorf("%s: objections %+v, want one with four demands", id, s.Objections)
		}
	}
}
