package dossier

import (
	"fmt"
	"strings"
	"testing"

	"accede/act"
	"accede/body"
	"accede/charters"
	"accede/form"
	"accede/game"
)

// under keeps an official record under a charter that ships with the program.
func under(t *testing.T, name, founded string) *keeper {
	t.Helper()
	text, ok := charters.Text(name)
	if !ok {
		t.Fatalf("there is no charter %s", name)
	}
	f := Founding{Charter: strings.Replace(string(text), "keeping: reported", "keeping: official", 1), Host: "host+00000000+key", Made: "test"}
	d, err := Found(f)
	if err != nil {
		t.Fatalf("Found(%s): %v", name, err)
	}
	k := &keeper{t: t, d: d, body: d.Charter().Body}
	k.apply(FoundingEntry(f, at(founded)))
	return k
}

func named(procedure string) *act.Apply { return &act.Apply{Procedure: procedure, Name: en("Newland")} }

func counts(pairs ...any) form.Map[int64] {
	var m form.Map[int64]
	for i := 0; i < len(pairs); i += 2 {
		m.Keys = append(m.Keys, pairs[i].(string))
		m.Values = append(m.Values, int64(pairs[i+1].(int)))
	}
	return m
}

func firstProcedure(k *keeper) string { return k.d.Charter().Procedures.Keys[0] }

func says(role string, side body.MemberID) *act.Statement {
	return &act.Statement{Statements: []act.Remark{{Side: side, Role: role, Form: "reported", Text: en("said")}}}
}

func TestTheAssemblyDecidesOnlyWhatTheCouncilRecommends(t *testing.T) {
	k := under(t, "un", "2024-01-01")
	chair := k.d.chair()
	k.do("2024-01-02", "zz", "zz", "", named(firstProcedure(k)))
	s := k.standing("zz", "2024-01-02")
	if s.Stage != "recommendation" || s.Required != 15 {
		t.Fatalf("stage %s, roll of %d; want recommendation, 15", s.Stage, s.Required)
	}
	k.refused(ErrStanding, "2024-01-03", chair, "zz", "decision", &act.Count{Ballots: counts("for", 138)})
	for i, p := range s.Positions {
		word := "for"
		if p.Member == "us" {
			word = "against"
		}
		k.do(fmt.Sprintf("2024-01-03 10:%02d", i), p.Member, "zz", "", ballot(word))
	}
	k.do("2024-01-04", chair, "zz", "", &act.Close{})
	if s := k.standing("zz", "2024-01-04"); s.Stage != "recommendation" || s.Outcome != game.Rejected {
		t.Fatalf("with a permanent member against: stage %s, %v; want recommendation, rejected", s.Stage, s.Outcome)
	}
	// The question is put again and the member abstains.
	k.do("2024-02-01", chair, "zz", "", &act.Put{Text: en("once more")})
	for i, p := range k.standing("zz", "2024-02-01").Positions {
		word := "for"
		if p.Member == "us" {
			word = "abstaining"
		}
		k.do(fmt.Sprintf("2024-02-02 10:%02d", i), p.Member, "zz", "", ballot(word))
	}
	k.do("2024-02-03", chair, "zz", "", &act.Close{})
	k.refused(ErrStanding, "2024-02-04", chair, "zz", "", &act.Close{})
	k.do("2024-02-04", chair, "zz", "", &act.Count{Ballots: counts("for", 100, "against", 50, "abstaining", 43)})
	if s := k.standing("zz", "2024-02-04"); !s.InForce || !s.Member {
		t.Errorf("100 of 150 voting: stage %s, %v, in force %v; want in force", s.Stage, s.Outcome, s.InForce)
	}
}

func TestTheAssemblyCountsThoseForAndAgainstOnly(t *testing.T) {
	k := under(t, "un", "2024-01-01")
	chair := k.d.chair()
	k.do("2024-01-02", "zz", "zz", "", named(firstProcedure(k)))
	for i, p := range k.standing("zz", "2024-01-02").Positions {
		k.do(fmt.Sprintf("2024-01-03 10:%02d", i), p.Member, "zz", "", ballot("for"))
	}
	k.do("2024-01-04", chair, "zz", "", &act.Close{})
	k.do("2024-02-04", chair, "zz", "", &act.Count{Ballots: counts("for", 100, "against", 51, "abstaining", 42)})
	if s := k.standing("zz", "2024-02-04"); s.Outcome != game.Rejected || s.Finding.Tests[0].Have != 100 || s.Finding.Tests[0].Least != 101 {
		t.Errorf("100 of 151 voting: %v, tests %+v; want rejected, 100 where 101 are needed", s.Outcome, s.Finding.Tests)
	}
}

func TestClustersOpenAndCloseEachInItsOwnTime(t *testing.T) {
	k := under(t, "eu-accession", "2030-01-01")
	chair := k.d.chair()
	everybody := func(when, stage string) {
		for i, p := range k.d.states["zz"].stage(stage).roll.Members {
			k.do(fmt.Sprintf("%s 10:%02d", when, i), p, "zz", stage, ballot("for"))
		}
		k.do(when+" 12:00", chair, "zz", stage, &act.Close{})
	}
	k.do("2030-01-02", "zz", "zz", "", named(firstProcedure(k)))
	k.do("2030-01-03", "commission", "zz", "", says("Commission", "commission"))
	everybody("2030-01-04", "candidate-status")
	everybody("2030-01-05", "opening")
	if s := k.standing("zz", "2030-01-06"); s.Status != "candidate" || s.Stage != "cluster/fundamentals/open" {
		t.Fatalf("status %s, stage %s; want candidate, cluster/fundamentals/open", s.Status, s.Stage)
	}
	k.refused(ErrStanding, "2030-01-06", "de", "zz", "", ballot("for")) // six are open: which one?
	everybody("2030-01-07", "cluster/green/open")
	k.refused(ErrStanding, "2030-01-08", "de", "zz", "cluster/external/close", ballot("for"))
	everybody("2030-01-08", "cluster/green/close")
	for i, part := range []string{"fundamentals", "internal-market", "competitiveness", "resources", "external"} {
		everybody(fmt.Sprintf("2030-02-%02d", 2*i+1), "cluster/"+part+"/open")
		everybody(fmt.Sprintf("2030-02-%02d", 2*i+2), "cluster/"+part+"/close")
	}
	if s := k.standing("zz", "2030-03-01"); s.Stage != "consent" {
		t.Errorf("all clusters closed: stage %s, want consent", s.Stage)
	}
	k.do("2030-03-02", chair, "zz", "", &act.Count{Ballots: counts("for", 361, "against", 300), Roll: 720})
	if s := k.standing("zz", "2030-03-02"); s.Stage != "decision" {
		t.Errorf("361 of 720: stage %s, want decision", s.Stage)
	}
}

// acceding brings an applicant to the CPTPP up to its signature on 1 March 2030 and answers the members.
func acceding(t *testing.T) (*keeper, []body.MemberID) {
	k := under(t, "cptpp", "2030-01-01")
	chair := k.d.chair()
	k.do("2030-01-02", "zz", "zz", "", named(firstProcedure(k)))
	k.do("2030-01-03", chair, "zz", "commencement", &act.Close{})
	k.do("2030-01-04", "working-group", "zz", "", says("working group", "working-group"))
	k.do("2030-02-01", chair, "zz", "approval", &act.Close{})
	var members []body.MemberID
	for _, id := range k.d.states["zz"].stage("signature").parties {
		k.do("2030-03-01", id, "zz", "", &act.Sign{})
		if id != "zz" {
			members = append(members, id)
		}
	}
	if s := k.standing("zz", "2030-03-01"); s.Stage != "entry" {
		t.Fatalf("stage %s, want entry", s.Stage)
	}
	return k, members
}

func TestAllWithinFifteenMonthsEntersIntoForceSixtyDaysLater(t *testing.T) {
	k, members := acceding(t)
	for _, id := range append(members, "zz") {
		k.do("2031-05-01", id, "zz", "", &act.Deposit{})
	}
	if s := k.standing("zz", "2031-06-29 23:59"); s.InForce {
		t.Error("in force before sixty days have run")
	}
	if s := k.standing("zz", "2031-06-30"); !s.InForce || !s.Member {
		t.Errorf("after sixty days: in force %v, member %v; want true, true", s.InForce, s.Member)
	}
}

func TestSixAreEnoughAfterFifteenMonthsAndFiveAreNot(t *testing.T) {
	k, members := acceding(t)
	k.do("2030-04-01", "zz", "zz", "", &act.Deposit{})
	for _, id := range members[:5] {
		k.do("2030-05-01", id, "zz", "", &act.Deposit{})
	}
	if s := k.standing("zz", "2032-01-01"); s.InForce {
		t.Error("five are in: in force, want not")
	}
	k.do("2032-01-02", members[5], "zz", "", &act.Deposit{})
	if s := k.standing("zz", "2032-03-01"); s.InForce {
		t.Error("sixty days after the sixth have not run: in force, want not")
	}
	if s := k.standing("zz", "2032-03-02"); !s.InForce {
		t.Error("sixty days after the sixth: not in force, want in force")
	}
}

func TestATimeLimitHasItsWrittenConsequence(t *testing.T) {
	k := under(t, "cptpp", "2030-01-01")
	chair := k.d.chair()
	k.do("2030-01-02", "zz", "zz", "", named(firstProcedure(k)))
	k.do("2030-01-03", chair, "zz", "commencement", &act.Close{})
	k.do("2030-01-04", "working-group", "zz", "", says("working group", "working-group"))
	k.do("2030-02-01", chair, "zz", "approval", &act.Close{})
	k.standing("zz", "2030-08-02")
	lines := k.d.Lines("zz")
	last := lines[len(lines)-1]
	// Six calendar months in the body's own zone, through its change of clocks.
	if want := at("2030-02-01").In(k.d.Zone()).AddDate(0, 6, 0); last.Notice == nil || last.Notice.Kind != NoticeDeadline || !last.When.Equal(want) {
		t.Errorf("last line %+v; want the notice that six months have run, dated %v", last, want)
	}
}
