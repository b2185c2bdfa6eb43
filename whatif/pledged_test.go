package whatif

import (
	"fmt"
	"testing"

	"accede/act"
	"accede/body"
	"accede/game"
)

func TestConditionalPositionsOnRecordAreToldWithTheCycleThatHoldsThem(t *testing.T) {
	r := begin(t, quay)
	r.do("2022-01-01", "x", "x", "", &act.Apply{Procedure: "vote"})
	for _, p := range [][2]string{{"a", "for if b is for"}, {"b", "for if a is for"}, {"c", "for if demand d1 is met"}} {
		r.do("2022-01-02", body.MemberID(p[0]), "x", "ballot", &act.Reserve{If: p[1]})
	}
	k := unblock(t, r, "x", "2022-01-03")
	if len(k.Pledges) != 3 || k.Settled == nil {
		t.Fatalf("pledges %v, settled %v", k.Pledges, k.Settled)
	}
	if got, want := fmt.Sprint(k.Settled.Held, k.Settled.Cycles, k.Settled.Unmet), "[a b] [[a b]] [demand d1]"; got != want {
		t.Errorf("held, cycles, unmet: %s, want %s", got, want)
	}
	if least, greatest := k.Settled.Least.Ballots[0], k.Settled.Greatest.Ballots[0]; least != game.Pending || greatest != game.For {
		t.Errorf("a, which waits for b: %v and %v, want pending and for", least, greatest)
	}
}

func TestWithoutConditionalPositionsNothingIsSettled(t *testing.T) {
	r := begin(t, quay)
	r.do("2022-01-01", "x", "x", "", &act.Apply{Procedure: "vote"})
	r.do("2022-01-02", "a", "x", "ballot", &act.Reserve{Reason: body.Names{"en": "its parliament"}})
	if k := unblock(t, r, "x", "2022-01-03"); k.Settled != nil || k.Pledges != nil {
		t.Errorf("settled %v, pledges %v, want nil, nil", k.Settled, k.Pledges)
	}
}
