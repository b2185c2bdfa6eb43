package dossier

import (
	"testing"

	"accede/act"
	"accede/body"
	"accede/game"
	"accede/rule"
)

func TestTheQuestionOfAStageFindsWhatTheStandingSays(t *testing.T) {
	k := under(t, "nato", "2022-01-01")
	k.do("2022-05-18", "fi", "fi", "", &act.Apply{Procedure: "accession"})
	k.do("2022-05-19", "tr", "fi", "", &act.Object{Concerns: []act.Concern{{ID: "c", Text: en("a concern")}}})
	a, ok := k.d.Asked("fi", "")
	if !ok || a.Stage != "invitation" || len(a.Ballots) != 30 {
		t.Fatalf("Asked = stage %q with %d ballots, %v; want invitation, 30, true", a.Stage, len(a.Ballots), ok)
	}
	s := k.standing("fi", "2022-05-19")
	if a.Finding.IfClosedNow != s.Finding.IfClosedNow || a.Finding.IfClosedNow != game.Rejected {
		t.Errorf("closed now = %v, the standing says %v, want both %v", a.Finding.IfClosedNow, s.Finding.IfClosedNow, game.Rejected)
	}
	i, _ := a.Question.Roll.Index("tr")
	a.Ballots[i] = game.Abstaining
	f, err := rule.Find(a.Question, a.Ballots)
	if err != nil || f.IfClosedNow != game.Adopted {
		t.Errorf("with the objector abstaining: %v, %v; want %v", f.IfClosedNow, err, game.Adopted)
	}
	if again, _ := k.d.Asked("fi", "invitation"); again.Ballots[i] != game.Against {
		t.Errorf("a supposed ballot reached the dossier: %v, want %v", again.Ballots[i], game.Against)
	}
}

func TestOnlyAStageThatARuleDecidesAndThatHasOpenedIsAsked(t *testing.T) {
	k := under(t, "nato", "2022-01-01")
	k.do("2022-05-18", "fi", "fi", "", &act.Apply{Procedure: "accession"})
	for _, c := range []struct{ dossier, stage string }{{"fi", "application"}, {"fi", "ratification"}, {"fi", "nothing"}, {"se", ""}} {
		if a, ok := k.d.Asked(c.dossier, c.stage); ok {
			t.Errorf("Asked(%q, %q) = stage %q, want none", c.dossier, c.stage, a.Stage)
		}
	}
}

func TestOnceARuleHasDecidedItsStageIsStillTheOneInQuestion(t *testing.T) {
	k := under(t, "nato", "2022-01-01")
	k.do("2022-05-18", "fi", "fi", "", &act.Apply{Procedure: "accession"})
	k.do("2022-06-29", k.d.chair(), "fi", "invitation", &act.Close{})
	a, ok := k.d.Asked("fi", "")
	if s := k.standing("fi", "2022-06-29"); !ok || a.Stage != "invitation" || s.Stage != "signature" {
		t.Errorf("in stage %s Asked = %q, %v; want invitation while the dossier is in signature", s.Stage, a.Stage, ok)
	}
}

func TestWhoOwesACommitmentIsToldForEachDossier(t *testing.T) {
	k := under(t, "nato", "2022-01-01")
	k.do("2022-05-18", "fi", "fi", "", &act.Apply{Procedure: "accession"})
	k.do("2022-05-18", "se", "se", "", &act.Apply{Procedure: "accession"})
	memo := &act.Memorandum{Title: en("memorandum"), Parties: []body.MemberID{"tr", "fi", "se"}, Clauses: []act.Commitment{
		{ID: "one", By: []body.MemberID{"fi", "se"}, Text: en("they will")}, {ID: "two", By: []body.MemberID{"fi"}, Kind: "recital", Text: en("they affirm")},
	}}
	k.do("2022-06-28", "sg", "fi se", "", memo)
	clauses := k.standing("fi", "2022-06-28").Texts[0].Clauses
	if got := clauses[0].Owed; len(got) != 1 || got[0] != "fi" {
		t.Errorf("owed in the dossier of fi by %v, want fi alone", got)
	}
	if got := clauses[1].Owed; len(got) != 0 {
		t.Errorf("a recital is owed by %v, want nobody", got)
	}
}
