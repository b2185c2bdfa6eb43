package dossier

import (
	"testing"

	"accede/act"
	"accede/body"
	"accede/game"
)

func TestAConditionalPositionIsPendingAlsoWhenItsConditionHolds(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("vote"))
	k.do("2030-01-03", "a", "x", "", &act.Reserve{If: "for if b is for"})
	k.do("2030-01-03", "b", "x", "", ballot("for"))
	k.do("2030-01-03", "c", "x", "", ballot("for"))
	s := k.standing("x", "2030-01-04")
	if s.InForce || s.Positions[0].Ballot != game.Pending || s.Positions[0].If != "for if b is for" {
		t.Errorf("with its condition held: in force %v, %+v; want a pending position with its condition", s.InForce, s.Positions[0])
	}
	k.do("2030-01-05", "a", "x", "", ballot("for"))
	if s := k.standing("x", "2030-01-05"); !s.InForce || s.Positions[0].If != "" {
		t.Errorf("once it has said so: in force %v, %+v", s.InForce, s.Positions[0])
	}
}

func TestAConditionThatTurnsRoundIsRefusedWhenItIsEntered(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("vote"))
	for _, text := range []string{"for unless b is for", "for if b is against", "for if not b is for", "for if at most 1 of members are for", "for if a is for", "for if nobody is for", "perhaps"} {
		k.refused(ErrStanding, "2030-01-03", "a", "x", "", &act.Reserve{If: text})
	}
}
