package dossier

import (
	"testing"

	"accede/act"
	"accede/body"
	"accede/game"
)

func TestAnObjectorWhoIsRecusedStandsInNobodysWay(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "b", "x", "", objects("q", "d", "x"))
	k.do("2030-01-04", "b", "x", "", &act.Recuse{})
	s := k.standing("x", "2030-01-04")
	if len(s.Blockers) != 0 || s.Finding.IfClosedNow != game.Adopted {
		t.Errorf("blockers %v, if closed now %v; want none, adopted", s.Blockers, s.Finding.IfClosedNow)
	}
}

func TestAnObjectorWhoIsNotOnTheRollStandsInTheWayFromTheNextStageOn(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "chair", "", "", &act.Admit{Member: "n", Name: en("New")})
	k.do("2030-01-04", "n", "x", "", objects("q", "d", "x"))
	if s := k.standing("x", "2030-01-04"); len(s.Blockers) != 0 {
		t.Errorf("on a roll without it: blockers %v, want none", s.Blockers)
	}
	k.do("2030-01-05", "chair", "x", "", &act.Close{})
	if s := k.standing("x", "2030-01-05"); s.Stage != "signature" || len(s.Blockers) != 1 {
		t.Errorf("in stage %s: blockers %v, want one", s.Stage, s.Blockers)
	}
}

func TestASuspendedMemberDoesNotObject(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "chair", "", "", &act.Suspend{Member: "b"})
	k.do("2030-01-03", "x", "x", "", apply("accession"))
	k.refused(ErrAuthority, "2030-01-04", "b", "x", "", objects("q", "d", "x"))
}

func TestAnObjectionIsWithdrawnForOneStageAndThenForAll(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "b", "x", "", objects("q", "d", "x"))
	withdraw := &act.Withdraw{What: "objection", Of: "act-2"}
	k.do("2030-01-04", "b", "x", "invitation", withdraw)
	k.refused(ErrStanding, "2030-01-05", "b", "x", "invitation", withdraw)
	k.do("2030-01-05", "b", "x", "", withdraw)
	k.refused(ErrStanding, "2030-01-06", "b", "x", "", withdraw)
	k.do("2030-01-06", "b", "x", "", objects("q2", "d2", "x")) // and it may return
}

func TestAnObjectionToALaterStageIsMadeOnceAndCanBeWithdrawn(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "b", "x", "ratification", objects("q", "d", "x"))
	k.refused(ErrStanding, "2030-01-03", "b", "x", "ratification", objects("q2", "d2", "x"))
	k.do("2030-01-04", "b", "x", "", &act.Withdraw{What: "objection", Of: "act-2"})
}
