package dossier

import (
	"testing"

	"accede/act"
	"accede/body"
	"accede/form"
	"accede/game"
)

const castStage = "      - {id: question, rule: more than half of members voting are for, tie: chair decides}\n"

// equalVotes is a record in which as many are for as against, and the chair is to close.
func equalVotes(t *testing.T) *keeper {
	t.Helper()
	k := keepUnder(t, castStage)
	k.do("2030-01-03", "a", "x", "", ballot("for"))
	k.do("2030-01-03", "b", "x", "", ballot("against"))
	k.do("2030-01-03", "c", "x", "", ballot("abstaining"))
	k.do("2030-01-03", "e", "x", "", ballot("abstaining"))
	return k
}

func TestEqualVotesAreDecidedByTheChairsCastingVote(t *testing.T) {
	for vote, want := range map[string]game.Outcome{"for": game.Adopted, "against": game.Rejected} {
		k := equalVotes(t)
		k.do("2030-01-04", "chair", "x", "", &act.Close{Casting: vote})
		s := k.standing("x", "2030-01-05")
		if carried := s.InForce; carried != (want == game.Adopted) || !carried && s.Outcome != want {
			t.Errorf("casting vote %s: in force %v, %v; want %v", vote, carried, s.Outcome, want)
		}
	}
}

func TestEqualVotesAreNotClosedWithoutACastingVote(t *testing.T) {
	k := equalVotes(t)
	k.refused(ErrStanding, "2030-01-04", "chair", "x", "", &act.Close{})
	offers := k.d.Offers("chair", "x", at("2030-01-04"))
	found := false
	for _, o := range offers {
		if o.Kind == act.KindClose {
			found = true
			if len(o.Ballots) != 2 {
				t.Errorf("closing is offered with the casting votes %q, want for and against", o.Ballots)
			}
		}
	}
	if !found {
		t.Error("closing is not offered")
	}
}

func TestACastingVoteOnVotesThatAreNotEqualIsRefused(t *testing.T) {
	k := equalVotes(t)
	k.do("2030-01-03 12:00", "c", "x", "", ballot("for"))
	k.refused(ErrStanding, "2030-01-04", "chair", "x", "", &act.Close{Casting: "against"})
	k.do("2030-01-04", "chair", "x", "", &act.Close{})
}

func TestACastingVoteThatNoCharterGivesIsRefused(t *testing.T) {
	k := keepUnder(t, "      - {id: question, rule: more than half of members voting are for}\n")
	k.do("2030-01-03", "a", "x", "", ballot("for"))
	k.do("2030-01-03", "b", "x", "", ballot("against"))
	k.refused(ErrStanding, "2030-01-04", "chair", "x", "", &act.Close{Casting: "for"})
	k.do("2030-01-04", "chair", "x", "", &act.Close{})
	if s := k.standing("x", "2030-01-05"); s.Outcome != game.Rejected {
		t.Errorf("equal votes of a sentence that asks for more than half: %v, want rejected", s.Outcome)
	}
}

func TestACastingVoteOnTotals(t *testing.T) {
	totals := func(n, m int64, vote string) *act.Count {
		return &act.Count{Ballots: form.Map[int64]{Keys: []string{"for", "against"}, Values: []int64{n, m}}, Casting: vote}
	}
	k := keepUnder(t, "      - {id: question, rule: more than half of members voting are for, tie: chair decides, votes: counted}\n")
	k.refused(ErrStanding, "2030-01-04", "chair", "x", "", totals(2, 2, ""))
	k.refused(ErrStanding, "2030-01-04", "chair", "x", "", totals(3, 1, "against"))
	k.do("2030-01-04", "chair", "x", "", totals(2, 2, "for"))
	if s := k.standing("x", "2030-01-05"); !s.InForce {
		t.Errorf("two for, two against, the chair for: %v, want adopted", s.Outcome)
	}
}

func TestNobodyTakesAnotherOffTheRollUnlessTheCharterLetsTheChair(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("vote"))
	k.refused(ErrAuthority, "2030-01-03", "chair", "x", "", &act.Recuse{Member: "c"})
	k.refused(ErrAuthority, "2030-01-03", "a", "x", "", &act.Recuse{Member: "c"})

	k = keepUnder(t, "      - {id: question, rule: more than half of members are for, recusal: or by chair}\n")
	k.refused(ErrAuthority, "2030-01-03", "a", "x", "", &act.Recuse{Member: "c"})
	k.do("2030-01-03", "chair", "x", "", &act.Recuse{Member: "c"})
}

func TestSilenceOfALeastLengthIsNotClosedBeforeAnybodyWasAsked(t *testing.T) {
	k := keepUnder(t, "      - {id: question, rule: more than half of members are for, silence: {pending_counts_as: for, at_least: 72 hours}}\n")
	k.refused(ErrStanding, "2030-01-03", "chair", "x", "", &act.Close{})
	k.do("2030-01-03", "chair", "x", "", put("2030-01-10 18:00"))
	if s := k.standing("x", "2030-01-11"); !s.InForce {
		t.Errorf("after a silence of a week: stage %s, %v; want adopted", s.Stage, s.Outcome)
	}
}
