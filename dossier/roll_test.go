package dossier

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"accede/act"
	"accede/body"
	"accede/game"
)

// TestWhatBecomesOfMembersChangesNoFindingOnAFixedRoll ejects, suspends, reinstates and admits members at random after
// a stage has opened: the finding of that stage must be the one it would be without. x/group turned a blocked proposal
// into an accepted one when the objector was removed; here it stays blocked.
func TestWhatBecomesOfMembersChangesNoFindingOnAFixedRoll(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		moved, still := keep(t, body.Official), keep(t, body.Official)
		both := func(when string, by body.MemberID, do act.Deed) {
			errMoved, errStill := moved.try(when, by, "x", "", do), still.try(when, by, "x", "", do)
			if (errMoved == nil) != (errStill == nil) {
				rt.Fatalf("%s %s by %s: %v with changes of membership, %v without", when, do.Kind(), by, errMoved, errStill)
			}
		}
		procedure := rapid.SampledFrom([]string{"accession", "vote", "meeting"}).Draw(rt, "procedure")
		both("2030-01-02", "x", apply(procedure))
		members := []body.MemberID{"a", "b", "c", "e"}
		steps := rapid.IntRange(1, 12).Draw(rt, "steps")
		for i := range steps {
			when := fmt.Sprintf("2030-02-01 10:%02d", i)
			who := rapid.SampledFrom(members).Draw(rt, "who")
			switch rapid.IntRange(0, 3).Draw(rt, "step") {
			case 0:
				both(when, who, ballot(rapid.SampledFrom([]string{"for", "abstaining", "absent", "pending"}).Draw(rt, "ballot")))
			case 1:
				both(when, who, objects(fmt.Sprintf("q%d", i), fmt.Sprintf("d%d", i), "x"))
			case 2:
				both(when, who, &act.Withdraw{What: "objection", Of: standingObjection(still.standing("x", when), who)})
			case 3:
				change := rapid.SampledFrom([]act.Deed{
					&act.Expel{Member: who}, &act.Suspend{Member: who}, &act.Reinstate{Member: who},
					&act.Admit{Member: body.MemberID(fmt.Sprintf("n%d", i)), Name: en("New")},
				}).Draw(rt, "change")
				_ = moved.try(when, "chair", "", "", change) // refused where it makes no sense: then nothing changes
				still.n++                                    // keep the ids of the two records alike
			}
			a, b := moved.standing("x", when), still.standing("x", when)
			if a.Stage != b.Stage || a.Outcome != b.Outcome {
				rt.Fatalf("step %d: %s %v with changes of membership, %s %v without", i, a.Stage, a.Outcome, b.Stage, b.Outcome)
			}
			if a.Finding == nil || b.Finding == nil {
				return // the stage was adopted and the next one has a roll of its own
			}
			if got, want := fmt.Sprintf("%+v", *a.Finding), fmt.Sprintf("%+v", *b.Finding); got != want {
				rt.Fatalf("step %d: finding\n%s\nwant\n%s", i, got, want)
			}
			if a.Outcome != game.Open {
				return // closed: who may object from now on is a question of membership
			}
		}
	})
}

// standingObjection answers the objection of a member that stands, or an id that is none.
func standingObjection(s Standing, who body.MemberID) string {
	for _, b := range s.Blockers {
		if b.Member == who && b.Objection != "" {
			return b.Objection
		}
	}
	return "none"
}

func TestEjectingTheObjectorLeavesTheStageBlocked(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "b", "x", "", objects("q", "d", "x"))
	k.do("2030-01-04", "chair", "", "", &act.Expel{Member: "b"})
	k.do("2030-01-05", "chair", "x", "", &act.Close{})
	s := k.standing("x", "2030-01-06")
	if s.Stage != "invitation" || s.Outcome != game.Rejected || s.Required != 4 {
		t.Errorf("stage %s, %v, roll of %d; want invitation, rejected, 4", s.Stage, s.Outcome, s.Required)
	}
}

func TestAFloatingRollFollowsTheMembersOfTheDay(t *testing.T) {
	k := keep(t, body.Official)
	for _, id := range []string{"x", "z"} {
		k.do("2030-01-03", body.MemberID(id), id, "", apply("accession"))
		k.do("2030-01-03", "chair", id, "", put("2030-01-10"))
	}
	for _, m := range []body.MemberID{"a", "b", "c", "e"} {
		k.do("2030-01-11", m, "x z", "", &act.Sign{})
	}
	for _, m := range []body.MemberID{"a", "b", "c", "e"} {
		k.do("2030-01-12", m, "x", "", &act.Deposit{})
	}
	k.do("2030-01-13", "a", "z", "", &act.Approve{})
	if s := k.standing("z", "2030-01-13"); s.Required != 4 || s.Approved != 1 || s.Deposited != 0 {
		t.Errorf("before x joins: %d of %d approved, %d deposited; want 1 of 4, 0", s.Approved, s.Required, s.Deposited)
	}
	k.do("2030-01-14", "x", "x", "", &act.Deposit{})
	if s := k.standing("x", "2030-01-14"); !s.InForce || !s.Member || s.Required != 4 || s.Approved != 4 {
		t.Errorf("x: in force %v, member %v, %d of %d; want true, true, 4 of 4", s.InForce, s.Member, s.Approved, s.Required)
	}
	if s := k.standing("z", "2030-01-14"); s.Required != 5 || fmt.Sprint(s.Missing) != "[b c e x]" {
		t.Errorf("y after x joined: %d required, missing %v; want 5, [b c e x]", s.Required, s.Missing)
	}
	k.do("2030-01-15", "chair", "", "", &act.Suspend{Member: "b"})
	if s := k.standing("z", "2030-01-15"); s.Required != 4 || fmt.Sprint(s.Missing) != "[c e x]" {
		t.Errorf("y after b was suspended: %d required, missing %v; want 4, [c e x]", s.Required, s.Missing)
	}
}

func TestARecusedMemberLeavesTheBase(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("vote"))
	k.do("2030-01-03", "a", "x", "", ballot("for"))
	k.do("2030-01-03", "b", "x", "", ballot("for"))
	if s := k.standing("x", "2030-01-03"); s.Outcome != game.Open {
		t.Fatalf("two of four: %v, want open", s.Outcome)
	}
	k.do("2030-01-04", "c", "x", "", &act.Recuse{})
	if s := k.standing("x", "2030-01-04"); !s.InForce {
		t.Errorf("two of three: stage %s, %v; want adopted", s.Stage, s.Outcome)
	}
}

func TestARollOfNobodyCarriesNothing(t *testing.T) {
	k := keep(t, body.Official)
	for _, m := range []body.MemberID{"a", "b", "c", "e"} {
		k.do("2030-01-02", "chair", "", "", &act.Suspend{Member: m})
	}
	k.do("2030-01-03", "x", "x", "", apply("accession"))
	k.do("2030-01-04", "chair", "x", "", &act.Close{})
	if s := k.standing("x", "2030-01-05"); s.Outcome == game.Adopted || s.Stage != "invitation" {
		t.Errorf("stage %s, %v; want invitation, not adopted", s.Stage, s.Outcome)
	}
}
