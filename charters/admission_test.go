package charters_test

import (
	"fmt"
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/charters"
	"accede/dossier"
	"accede/form"
	"accede/game"
)

// record is a record kept under an embedded charter.
type record struct {
	t *testing.T
	d *dossier.Docket
	n int
}

func keep(t *testing.T, name string) *record {
	t.Helper()
	text, _ := charters.Text(name)
	f := dossier.Founding{Charter: string(text), Host: "test+00000000+key", Made: "test"}
	d, err := dossier.Found(f)
	if err != nil {
		t.Fatalf("found a record under %s: %v", name, err)
	}
	if err := d.Apply(dossier.FoundingEntry(f, day(t, "1900-01-01", d.Zone()))); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return &record{t: t, d: d}
}

// do enters an act of a day. Acts that conduct a procedure are entered from paper.
func (r *record) do(date string, by body.MemberID, id, stage string, do act.Deed) {
	r.t.Helper()
	at := day(r.t, date, r.d.Zone())
	r.n++
	a := &act.Act{
		Body: r.d.Charter().Body, ID: fmt.Sprintf("act-%d", r.n), By: by, Dossiers: []string{id}, Stage: stage, Do: do,
		Date: form.Instant{At: at.UTC()},
	}
	if r.d.Keeping() == body.Reported {
		a.Sources = []act.Source{{Key: body.Unsourced}}
	} else {
		a.Paper = &act.Paper{By: r.d.Charter().Chair.ID, From: "letter"}
	}
	data, err := a.Marshal()
	if err != nil {
		r.t.Fatalf("%s by %s: %v", do.Kind(), by, err)
	}
	parsed, err := act.Parse(data)
	if err != nil {
		r.t.Fatalf("%s by %s: %v", do.Kind(), by, err)
	}
	r.due(at)
	if err := r.d.Decide(&parsed, at); err != nil {
		r.t.Fatalf("%s, %s by %s: %v", date, do.Kind(), by, err)
	}
	if err := r.d.Apply(dossier.ActEntry(r.d.Size()+1, at, &parsed, data)); err != nil {
		r.t.Fatalf("%s, %s by %s: %v", date, do.Kind(), by, err)
	}
	r.due(at)
}

// due lets what is due happen.
func (r *record) due(at time.Time) {
	r.t.Helper()
	if r.d.Keeping() == body.Reported {
		if err := r.d.Advance(at); err != nil {
			r.t.Fatal(err)
		}
		return
	}
	for {
		n, ok := r.d.Due(at)
		if !ok {
			return
		}
		if err := r.d.Apply(dossier.NoticeEntry(r.d.Size()+1, at, n)); err != nil {
			r.t.Fatal(err)
		}
	}
}

func (r *record) standing(id, date string) dossier.Standing {
	r.t.Helper()
	at := day(r.t, date, r.d.Zone())
	r.due(at)
	s, err := r.d.Standing(id, at)
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

func TestAnApplicationOpensEveryProcedureOfEveryCharter(t *testing.T) {
	for _, name := range charters.Names() {
		c := read(t, name)
		for _, procedure := range c.Procedures.Keys {
			t.Run(name+"/"+procedure, func(t *testing.T) {
				r := keep(t, name)
				r.do("2024-01-02", "newcomer", "case", "", &act.Apply{Procedure: procedure, Name: body.Names{"en": "Newcomer"}})
				s := r.standing("case", "2024-01-03")
				if s.Procedure != procedure || s.Stage == "" || len(s.Next) == 0 && s.Ended == "" {
					t.Errorf("standing: procedure %q, stage %q, %d moves; want %q, a stage and a move", s.Procedure, s.Stage, len(s.Next), procedure)
				}
			})
		}
	}
}

// council enters the ballots of the Security Council of 2024: for, but for those said otherwise.
func (r *record) council(date string, otherwise map[body.MemberID]string) {
	r.t.Helper()
	for _, m := range r.d.Body().OrganRoll("council", day(r.t, date, r.d.Zone())).Members {
		ballot := otherwise[m]
		if ballot == "" {
			ballot = "for"
		}
		r.do(date, m, "case", "recommendation", &act.Position{Ballot: ballot})
	}
	r.do(date, "president", "case", "recommendation", &act.Close{})
}

func applyToUN(t *testing.T) *record {
	t.Helper()
	r := keep(t, "un")
	r.do("2024-04-02", "newcomer", "case", "", &act.Apply{Procedure: "admission", Name: body.Names{"en": "Newcomer"}})
	return r
}

func TestAVetoInTheCouncilLeavesTheAssemblyNothingToDecide(t *testing.T) {
	r := applyToUN(t)
	r.council("2024-04-18", map[body.MemberID]string{"us": "against", "gb": "abstaining", "ch": "abstaining"})
	s := r.standing("case", "2024-04-19")
	if s.Stage != "recommendation" || s.Outcome != game.Rejected || s.Member {
		t.Errorf("stage %s, %s, member %t; want recommendation, rejected, false", s.Stage, s.Outcome, s.Member)
	}
}

func TestTheAssemblyAdmitsWhomTheCouncilRecommends(t *testing.T) {
	r := applyToUN(t)
	r.council("2024-04-18", map[body.MemberID]string{"cn": "abstaining", "gb": "absent"})
	if s := r.standing("case", "2024-04-19"); s.Stage != "decision" || s.Member {
		t.Fatalf("after the recommendation: stage %s, member %t; want decision, false", s.Stage, s.Member)
	}
	r.do("2024-05-10", "president", "case", "decision", &act.Count{Ballots: form.Map[int64]{
		Keys: []string{"for", "against", "abstaining"}, Values: []int64{143, 9, 25},
	}})
	if s := r.standing("case", "2024-05-11"); !s.Member || !s.InForce {
		t.Errorf("after the Assembly's vote: stage %s, %s, member %t, in force %t; want a member", s.Stage, s.Outcome, s.Member, s.InForce)
	}
}

// signed brings an accession to the CPTPP to its signature of 16 July 2023.
func signed(t *testing.T) *record {
	t.Helper()
	r := keep(t, "cptpp")
	r.do("2021-02-01", "gb", "gb", "", &act.Apply{Procedure: "accession"})
	r.do("2021-06-02", "commission", "gb", "commencement", &act.Close{})
	r.do("2023-03-01", "working-group", "gb", "report", &act.Statement{Statements: []act.Remark{
		{Side: "working-group", Form: "reported", Text: body.Names{"en": "The group has adopted its report."}},
	}})
	r.do("2023-03-31", "commission", "gb", "approval", &act.Close{})
	for _, m := range append(r.d.Body().Roll(day(t, "2023-07-16", r.d.Zone())).Members, "gb") {
		r.do("2023-07-16", m, "gb", "signature", &act.Sign{})
	}
	return r
}

// since answers the day, where the body is, on which a dossier came into force.
func (r *record) since(s dossier.Standing) string {
	return s.EndedAt.In(r.d.Zone()).Format(time.DateOnly)
}

func (r *record) deposits(date string, members ...body.MemberID) {
	r.t.Helper()
	for _, m := range members {
		r.do(date, m, "gb", "entry", &act.Approve{})
		r.do(date, m, "gb", "entry", &act.Deposit{})
	}
}

func TestSixPartiesAndTheApplicantAreEnoughSixtyDaysAfterFifteenMonths(t *testing.T) {
	r := signed(t)
	r.deposits("2024-05-17", "gb", "jp", "sg", "cl", "nz", "vn")
	if s := r.standing("gb", "2024-12-31"); s.Member {
		t.Errorf("with five Parties: a member since %s, want none", r.since(s))
	}
	r = signed(t)
	r.deposits("2024-05-17", "gb", "jp", "sg", "cl", "nz", "vn", "pe")
	if s := r.standing("gb", "2024-12-14"); s.Member {
		t.Errorf("on 14 December 2024: a member, want not yet")
	}
	if s := r.standing("gb", "2024-12-16"); !s.Member || r.since(s) != "2024-12-15" {
		t.Errorf("on 16 December 2024: member %t since %s, want since the day before", s.Member, r.since(s))
	}
}

func TestAllPartiesAndTheApplicantWithinFifteenMonthsAreEnoughSixtyDaysLater(t *testing.T) {
	r := signed(t)
	r.deposits("2023-10-01", r.d.Body().Roll(day(t, "2023-10-01", r.d.Zone())).Members...)
	r.deposits("2023-10-01", "gb")
	if s := r.standing("gb", "2023-12-01"); !s.Member || r.since(s) != "2023-11-30" {
		t.Errorf("sixty days after the last instrument: member %t since %s, want since 30 November 2023", s.Member, r.since(s))
	}
}
