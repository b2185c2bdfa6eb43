package dossier

import (
	"testing"

	"accede/act"
	"accede/body"
	"accede/form"
	"accede/game"
)

func until(s string) form.Instant { return form.Instant{At: at(s).UTC()} }

func put(deadline string) *act.Put {
	return &act.Put{Text: en("The applicant is invited."), Until: until(deadline)}
}

func TestSilenceAdoptsAtTheDeadlineAndNotBefore(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "chair", "x", "", put("2030-01-10 18:00"))
	if s := k.standing("x", "2030-01-10 17:59:59.999999999"); s.Stage != "invitation" || s.Outcome != game.Open {
		t.Errorf("just before the deadline: stage %s, %v; want invitation, open", s.Stage, s.Outcome)
	}
	if s := k.standing("x", "2030-01-10 18:00"); s.Stage != "signature" || s.Status != "invitee" {
		t.Errorf("at the deadline: stage %s, status %s; want signature, invitee", s.Stage, s.Status)
	}
}

func TestAnObjectionRegisteredAtTheDeadlineIsTooLate(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "chair", "x", "", put("2030-01-10 18:00"))
	k.refused(ErrClosed, "2030-01-10 18:00", "b", "x", "invitation", objects("q", "d", "x"))
	if s := k.standing("x", "2030-01-10 18:00"); s.Stage != "signature" {
		t.Errorf("stage %s, want signature", s.Stage)
	}
}

func TestAnObjectionAnInstantBeforeTheDeadlineBreaksTheSilence(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "chair", "x", "", put("2030-01-10 18:00"))
	k.do("2030-01-10 17:59:59.999999999", "b", "x", "", objects("q", "d", "x"))
	s := k.standing("x", "2030-02-10")
	if s.Stage != "invitation" || s.Outcome != game.Open || s.Finding.IfClosedNow != game.Rejected {
		t.Errorf("a month later: stage %s, %v, if closed now %v; want invitation, open, rejected", s.Stage, s.Outcome, s.Finding.IfClosedNow)
	}
}

func TestABrokenSilenceNeverPassesLaterByItself(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "chair", "x", "", put("2030-01-10 18:00"))
	k.do("2030-01-05", "b", "x", "", objects("q", "d", "x"))
	k.do("2030-01-06", "b", "x", "", &act.Withdraw{What: "objection", Of: "act-3"})
	if s := k.standing("x", "2030-03-01"); s.Stage != "invitation" || len(s.Blockers) != 0 {
		t.Errorf("stage %s, blockers %v; want invitation, nobody in the way", s.Stage, s.Blockers)
	}
	k.do("2030-03-02", "chair", "x", "", put("2030-03-10"))
	if s := k.standing("x", "2030-03-10"); s.Stage != "signature" {
		t.Errorf("put again: stage %s, want signature", s.Stage)
	}
}

func TestAnotherTextVoidsTheSilenceKeptOnTheFormer(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "chair", "x", "", put("2030-01-10"))
	k.do("2030-01-04", "a", "x", "", ballot("for"))
	k.do("2030-01-05", "chair", "x", "", &act.Put{Text: en("The applicant is invited, later."), Until: until("2030-01-20")})
	s := k.standing("x", "2030-01-11")
	if s.Stage != "invitation" || s.Question.Version != 2 || s.Positions[0].Ballot != game.Pending {
		t.Errorf("after the old deadline: stage %s, version %d, a %v; want invitation, 2, pending", s.Stage, s.Question.Version, s.Positions[0].Ballot)
	}
	if s := k.standing("x", "2030-01-20"); s.Stage != "signature" {
		t.Errorf("at the new deadline: stage %s, want signature", s.Stage)
	}
}

func TestADeadlineMovesOnlyForward(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "chair", "x", "", put("2030-01-10"))
	k.refused(ErrStanding, "2030-01-04", "chair", "x", "", &act.Extend{Until: until("2030-01-09")})
	k.do("2030-01-04", "chair", "x", "", &act.Extend{Until: until("2030-01-15")})
	if s := k.standing("x", "2030-01-14 23:59"); s.Stage != "invitation" {
		t.Errorf("before the extended deadline: stage %s, want invitation", s.Stage)
	}
}

func TestAPositionAgainstNeedsGroundsWhereTheCharterSaysSo(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.refused(ErrStanding, "2030-01-03", "a", "x", "", ballot("against"))
	k.do("2030-01-03", "a", "x", "", objects("q", "d", "x"))
	k.refused(ErrStanding, "2030-01-04", "a", "x", "", ballot("for"))
	k.refused(ErrAuthority, "2030-01-04", "b", "x", "", &act.Withdraw{What: "objection", Of: "act-3"})
}

func TestWhoWithdrawsItsObjectionIsPendingAgain(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "a", "x", "", objects("q", "d", "x"))
	k.do("2030-01-04", "a", "x", "", &act.Withdraw{What: "objection", Of: "act-2"})
	if s := k.standing("x", "2030-01-05"); s.Positions[0].Ballot != game.Pending {
		t.Errorf("a is %v, want pending", s.Positions[0].Ballot)
	}
}
