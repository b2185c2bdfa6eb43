package view

import (
	"testing"

	"accede/body"
	"accede/form"
	"accede/game"
)

func TestAMemberThatCameBackHasTwoMembershipsInPopolo(t *testing.T) {
	day := func(s string) *form.Date {
		d, err := form.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return &d
	}
	f := popoloOf(&body.Charter{Body: "club"}, []body.Member{{
		ID: "aa", Earlier: []body.Span{{Until: day("1999-03-01")}}, Since: day("2004-05-01"),
	}})
	if got, want := len(f.Memberships), 2; got != want {
		t.Fatalf("%d memberships, want %d", got, want)
	}
	if got, want := f.Memberships[0], (PopoloMembership{"member/aa", "body/club", "", "1999-02-28"}); got != want {
		t.Errorf("first membership = %v, want %v", got, want)
	}
	if got, want := f.Memberships[1], (PopoloMembership{"member/aa", "body/club", "2004-05-01", ""}); got != want {
		t.Errorf("second membership = %v, want %v", got, want)
	}
}

func TestWhoMayStillSpeakHasNoVoteAndWhoNeverSpokeDidNotVote(t *testing.T) {
	for _, c := range []struct {
		ballot       game.Ballot
		open, closed string
	}{
		{game.For, "yes", "yes"},
		{game.Against, "no", "no"},
		{game.Abstaining, "abstain", "abstain"},
		{game.Absent, "absent", "absent"},
		{game.Pending, "", "not voting"},
		{game.Recused, "", ""},
	} {
		if got := popoloOption(c.ballot, false); got != c.open {
			t.Errorf("popoloOption(%v, open) = %q, want %q", c.ballot, got, c.open)
		}
		if got := popoloOption(c.ballot, true); got != c.closed {
			t.Errorf("popoloOption(%v, closed) = %q, want %q", c.ballot, got, c.closed)
		}
	}
}
