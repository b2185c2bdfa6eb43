package dossier

import (
	"fmt"
	"slices"
	"testing"

	"accede/act"
	"accede/body"
)

// demandOf answers the only demand of the only objection.
func demandOf(t *testing.T, s Standing) DemandStanding {
	t.Helper()
	if len(s.Objections) != 1 || len(s.Objections[0].Concerns) != 1 || len(s.Objections[0].Concerns[0].Demands) == 0 {
		t.Fatalf("objections %+v; want one, with one concern and a demand", s.Objections)
	}
	return s.Objections[0].Concerns[0].Demands[0]
}

func moveOf(s Standing, who body.MemberID) string {
	for _, m := range s.Next {
		if m.Who == who {
			return m.What
		}
	}
	return ""
}

func TestFromObjectionToYes(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "b", "x", "invitation", objects("q", "d", "x"))
	steps := []struct {
		by    body.MemberID
		do    act.Deed
		state Knot
		close string
		moves map[body.MemberID]string
	}{
		{
			"chair", &act.Talks{Round: 1, Parties: []body.MemberID{"b", "x"}, Agenda: []string{"q"}, Outcome: []act.Progress{{Concern: "q", Progress: "none"}}},
			KnotOpen, "",
			map[body.MemberID]string{"x": "answer-demand:d", "chair": "convene-talks"},
		},
		{
			"chair", &act.Talks{Round: 2, Parties: []body.MemberID{"b", "x"}, Agenda: []string{"q"}, Outcome: []act.Progress{{Concern: "q", Progress: "some"}}},
			KnotTalks, "",
			map[body.MemberID]string{"x": "answer-demand:d"},
		},
		{
			"x", &act.Commit{Commitments: []act.Commitment{{ID: "p", Answers: []string{"d"}, Text: en("a promise")}}},
			KnotTalks, "",
			map[body.MemberID]string{"x": "report-measure:p"},
		},
		{
			"x", &act.Measure{Under: []string{"p"}, Text: en("a deed")},
			KnotTalks, "",
			map[body.MemberID]string{"b": "assess:act-6"},
		},
		{
			"b", &act.Assess{Of: "act-6", Direction: "toward", Strength: 3, Finds: "met"},
			KnotTalks, "partly",
			map[body.MemberID]string{},
		},
		{
			"x", &act.Measure{Fulfils: []string{"d"}, Text: en("and it is done")},
			KnotMet, "met",
			map[body.MemberID]string{"b": "withdraw-objection:act-2"},
		},
	}
	for i, step := range steps {
		k.do(fmt.Sprintf("2030-01-%02d", 4+i), step.by, "x", "", step.do)
		s := k.standing("x", fmt.Sprintf("2030-01-%02d", 4+i))
		d := demandOf(t, s)
		if d.State != step.state || d.Closing != step.close {
			t.Errorf("after %s by %s: demand %v, closing %q; want %v, %q", step.do.Kind(), step.by, d.State, d.Closing, step.state, step.close)
		}
		for who, want := range step.moves {
			if got := moveOf(s, who); got != want {
				t.Errorf("after %s by %s: move of %s is %q, want %q", step.do.Kind(), step.by, who, got, want)
			}
		}
	}
}

func TestOnlyWhoDemandedAssesses(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "b", "x", "", objects("q", "d", "x"))
	k.do("2030-01-04", "x", "x", "", &act.Measure{Answers: []string{"d"}, Text: en("a deed")})
	k.refused(ErrAuthority, "2030-01-05", "x", "x", "", &act.Assess{Of: "act-3", Finds: "met"})
	k.refused(ErrAuthority, "2030-01-05", "a", "x", "", &act.Assess{Of: "d", Finds: "met"})
	k.refused(ErrUnknown, "2030-01-05", "b", "x", "", &act.Assess{Of: "nothing", Finds: "met"})
}

func TestOneActAddressesSeveralDossiersAndEachHoldsItsOwnApplicant(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-02", "z", "z", "", apply("accession"))
	both := objects("q", "d", "x")
	both.Concerns[0].Demands[0].Of = []body.MemberID{"x", "z"}
	k.do("2030-01-03", "b", "x z", "invitation", both)
	k.do("2030-01-04", "x", "x", "", &act.Commit{Commitments: []act.Commitment{{ID: "p", Answers: []string{"d"}, Text: en("a promise")}}})
	x, z := k.standing("x", "2030-01-05"), k.standing("z", "2030-01-05")
	if got, want := fmt.Sprint(demandOf(t, x).Of, demandOf(t, z).Of), "[x] [z]"; got != want {
		t.Errorf("who must answer: %s, want %s", got, want)
	}
	if demandOf(t, x).State != KnotAwaited || demandOf(t, z).State != KnotOpen {
		t.Errorf("demand in x %v, in z %v; want awaited, open", demandOf(t, x).State, demandOf(t, z).State)
	}
}

func TestAMemorandumBothSidesAgreeAnswersADemand(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "b", "x", "", objects("q", "d", "x"))
	k.do("2030-01-04", "chair", "x", "", &act.Memorandum{Title: en("Memorandum"), Parties: []body.MemberID{"b", "x"}, Clauses: []act.Commitment{
		{ID: "c1", Clause: "1", By: []body.MemberID{"x"}, Answers: []string{"d"}, Text: en("x will")},
	}})
	s := k.standing("x", "2030-01-05")
	if d := demandOf(t, s); d.State != KnotAgreed {
		t.Errorf("demand is %v, want agreed", d.State)
	}
	if len(s.Blockers) != 1 || len(s.Blockers[0].OpenDemands) != 0 {
		t.Errorf("blockers %+v; want b, with no open demand", s.Blockers)
	}
}

func TestRoundsWithoutMovementAreAStalemate(t *testing.T) {
	talk := func(round int, progress, word string) *act.Talks {
		return &act.Talks{Round: round, Parties: []body.MemberID{"b", "x"}, Agenda: []string{"q"}, Outcome: []act.Progress{{Concern: "q", Progress: progress}}, Stalemate: word}
	}
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "b", "x", "", objects("q", "d", "x"))
	k.do("2030-01-10", "chair", "x", "", talk(1, "none", ""))
	k.do("2030-01-20", "chair", "x", "", talk(2, "some", "continues"))
	s := k.standing("x", "2030-01-21")
	if s.Stalemate == nil || !s.Stalemate.Since.Equal(at("2030-01-10")) || s.Stalemate.Rounds != 2 || s.Stalemate.Moved != 1 || s.Stalemate.Of != 1 {
		t.Fatalf("stalemate %+v; want since 10 January, two rounds, one of one concern moved", s.Stalemate)
	}
	k.refused(ErrKnown, "2030-01-22", "chair", "x", "", talk(2, "some", ""))
	k.do("2030-01-22", "chair", "x", "", talk(3, "substantial", ""))
	if s := k.standing("x", "2030-01-23"); s.Stalemate != nil {
		t.Errorf("after substantial progress: stalemate %+v, want none", s.Stalemate)
	}
}

func TestAnObjectionCanReturnAtALaterStage(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "b", "x", "invitation", objects("q", "d", "x"))
	k.do("2030-01-04", "b", "x", "invitation", &act.Withdraw{What: "objection", Of: "act-2", Conditions: en("if the promise is kept")})
	k.do("2030-01-05", "chair", "x", "", &act.Close{})
	k.refused(ErrClosed, "2030-01-06", "b", "x", "invitation", objects("q2", "d2", "x"))
	k.do("2030-01-06", "b", "x", "ratification", objects("q2", "d2", "x"))
	if s := k.standing("x", "2030-01-06"); len(s.Blockers) != 0 {
		t.Errorf("in signature: blockers %v, want none", s.Blockers)
	}
	for _, m := range []body.MemberID{"a", "b", "c", "e"} {
		k.do("2030-01-07", m, "x", "", &act.Sign{})
	}
	if s := k.standing("x", "2030-01-08"); s.Stage != "ratification" || len(s.Blockers) != 1 {
		t.Errorf("stage %s, blockers %v; want ratification, b", s.Stage, s.Blockers)
	}
}

func TestActsOutOfOrderForTheirStageAreRefused(t *testing.T) {
	k := keep(t, body.Official)
	k.refused(ErrUnknown, "2030-01-02", "a", "x", "", ballot("for"))
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.refused(ErrStanding, "2030-01-03", "a", "x", "ratification", &act.Deposit{})
	k.refused(ErrStanding, "2030-01-03", "a", "x", "", &act.Sign{})
	k.refused(ErrAuthority, "2030-01-03", "x", "x", "", ballot("for"))
	k.refused(ErrAuthority, "2030-01-03", "a", "x", "", &act.Close{})
	k.refused(ErrKnown, "2030-01-03", "x", "x", "", apply("accession"))
	k.refused(ErrUnknown, "2030-01-03", "z", "z", "", apply("nothing"))
	k.refused(ErrUnknown, "2030-01-03", "a", "x", "", ballot("perhaps"))
}

func TestAWithdrawnApplicationTakesNoMoreActs(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.refused(ErrAuthority, "2030-01-03", "a", "x", "", &act.Withdraw{What: "application"})
	k.do("2030-01-03", "x", "x", "", &act.Withdraw{What: "application"})
	k.refused(ErrClosed, "2030-01-04", "a", "x", "", ballot("for"))
	if s := k.standing("x", "2030-01-04"); s.Ended != "withdrawn" || len(s.Next) != 0 {
		t.Errorf("ended %q, next %v; want withdrawn, nobody's move", s.Ended, s.Next)
	}
}

func TestAReportedRecordFoldsByTheDatesOfEvents(t *testing.T) {
	k := keep(t, body.Reported)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-20", "chair", "x", "", &act.Close{})
	late := objects("q", "d", "x")
	data := func(id string, by body.MemberID, when string, do act.Deed) Entry {
		a := act.Act{Body: "quay", ID: id, By: by, Dossiers: []string{"x"}, Do: do, Date: until(when), Sources: []act.Source{{Key: body.Unsourced}}}
		bytes, err := a.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		return ActEntry(k.d.Size()+1, at("2031-01-01"), &a, bytes)
	}
	entries := append(slices.Clone(k.entries), data("late", "b", "2030-01-10", late))
	d, err := Fold(entries, at("2030-01-15"))
	if err != nil {
		t.Fatal(err)
	}
	if s, _ := d.Standing("x", at("2030-01-15")); len(s.Blockers) != 1 {
		t.Errorf("as of 15 January, with the objection found late: blockers %v, want b", s.Blockers)
	}
	if d, err = Fold(entries, at("2030-01-05")); err != nil {
		t.Fatal(err)
	}
	if s, _ := d.Standing("x", at("2030-01-05")); len(s.Blockers) != 0 {
		t.Errorf("as of 5 January: blockers %v, want none", s.Blockers)
	}
}

func TestANoticeThatIsNotDueIsRefused(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	forged := Notice{Kind: NoticeDone, Dossier: "x", Stage: "invitation", Dated: at("2030-01-03").UTC()}
	if err := k.d.Apply(NoticeEntry(k.d.Size()+1, at("2030-01-03"), forged)); err == nil {
		t.Error("a notice that does not follow was taken")
	}
}

func TestNobodyIsAdmittedTwiceAtOnceNorTheChairAtAll(t *testing.T) {
	k := keep(t, body.Official)
	k.refused(ErrAuthority, "2030-01-02", "chair", "chair", "", apply("accession"))
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.refused(ErrStanding, "2030-01-03", "x", "x-again", "", apply("accession"))
	k.do("2030-01-04", "x", "x", "", &act.Withdraw{What: "application"})
	k.do("2030-01-05", "x", "x-again", "", apply("accession"))
}

func TestAnotherApplicantsPromiseIsNoAnswerHere(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-02", "z", "z", "", apply("accession"))
	both := objects("q", "d", "x")
	both.Concerns[0].Demands[0].Of = []body.MemberID{"x", "z"}
	k.do("2030-01-03", "b", "x z", "invitation", both)
	k.do("2030-01-04", "x", "x z", "", &act.Commit{Commitments: []act.Commitment{{ID: "p", Answers: []string{"d"}, Text: en("a promise")}}})
	if got := demandOf(t, k.standing("z", "2030-01-05")).State; got != KnotOpen {
		t.Errorf("demand in z is %v, want open", got)
	}
	k.refused(ErrUnknown, "2030-01-06", "b", "x", "nowhere", &act.Withdraw{What: "objection", Of: "act-3"})
}
