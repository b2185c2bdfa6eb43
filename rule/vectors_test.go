package rule

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"accede/body"
	"accede/game"
)

const (
	securityCouncil = "at least 9 of members are for and none of permanent are against"
	lisbon          = "at least 55% of members are for and (at least 65% of members by population are for or fewer than 4 of members are not for)"
	constructive    = "none of members are against and not (at least 1/3 of members are declaring and at least 1/3 of members by population are declaring)"
	quorumOrFew     = "at least 50 of members are present and more than half of members voting are for or at least 30 of members are present and fewer than 10 of members are against"
)

func TestNineInFavourCarryItAgainstAnAbstainingPermanentMember(t *testing.T) {
	f := vote(t, "permanent:YYYYA", "YYYYYNNNNN").find(t, securityCouncil)
	if f.Outcome != game.Adopted || f.IfClosedNow != game.Adopted {
		t.Errorf("Find = %v, want adopted", f.Outcome)
	}
}

func TestOnePermanentMemberAgainstStandsInTheWayAndAbstainingIsTheNearestWayOut(t *testing.T) {
	f := vote(t, "permanent:YYYYN", "10Y").find(t, securityCouncil)
	want := []Change{{
		Member: "m5", From: game.Against, To: game.Abstaining,
		Or: []game.Ballot{game.For, game.Absent, game.FirstDeclared},
	}}
	if diff := cmp.Diff(want, f.SmallestChange); diff != "" || f.Outcome != game.Rejected || f.ChangeBounded {
		t.Errorf("Find is %v; change (-want +got):\n%s", f.Outcome, diff)
	}
	if diff := cmp.Diff([]string{"none of permanent are against: 1 is"}, f.Reasons); diff != "" {
		t.Errorf("Reasons (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]body.MemberID{"m5"}, f.Pivotal); diff != "" {
		t.Errorf("Pivotal (-want +got):\n%s", diff)
	}
}

func TestSharesAreCountedWithoutRounding(t *testing.T) {
	for _, c := range []struct {
		sentence, in string
		want         game.Outcome
		least        int64
	}{
		{"at least 55/100 of members are for", "55Y45N", game.Adopted, 55}, // not 56, as floats have it
		{"at least 55% of members are for", "54Y46N", game.Rejected, 55},
		{"at least 7% of members are for", "7Y93N", game.Adopted, 7}, // not 8
		{"at least 2/3 of members are for", "2Y1N", game.Adopted, 2}, // not 3, as 0.6667 has it
		{"at least 66.67% of members are for", "2Y1N", game.Rejected, 3},
		{"at least 66.6% of members are for", "2Y1N", game.Adopted, 2},
		{"at least 2/3 of members are for", "20Y11N", game.Rejected, 21},
		{"at least 55% of members are for", "15Y12N", game.Adopted, 15},
		{"more than half of members are for", "15Y15N", game.Rejected, 16},
		{"at least 3/5 of members are for", "114Y76N", game.Adopted, 114},
	} {
		f := vote(t, c.in).find(t, c.sentence)
		if f.Outcome != c.want || f.Tests[0].Least != c.least {
			t.Errorf("%q of %s is %v and needs %d, want %v and %d", c.sentence, c.in, f.Outcome, f.Tests[0].Least, c.want, c.least)
		}
	}
}

func TestThreeGreatMembersCannotBlockAQualifiedMajorityButFourMembersCan(t *testing.T) {
	roll := weighted(t, "eu27-pop-2022.csv", "population", "people")
	q := Question{Rule: MustParse(lisbon), Roll: roll}
	f := find(t, q, everyone(roll, game.For, game.Against, "DEU", "FRA", "ITA"))
	if f.Outcome != game.Adopted {
		t.Errorf("three against: %v, want adopted: only three are against", f.Outcome)
	}
	if got := f.Tests[1]; got.Have != 446735291-83237124-67871925-59030133 || got.Least != 290377940 || got.Holds || got.Unit != "people" {
		t.Errorf("the population is found as %+v", got)
	}
	f = find(t, q, everyone(roll, game.For, game.Against, "DEU", "FRA", "ITA", "MLT"))
	if f.Outcome != game.Rejected {
		t.Errorf("four against: %v, want rejected", f.Outcome)
	}
	if len(f.SmallestChange) != 1 || f.SmallestChange[0].To != game.For {
		t.Errorf("SmallestChange = %v, want one of the four to be for", f.SmallestChange)
	}
	if diff := cmp.Diff([]body.MemberID{"DEU", "FRA", "ITA", "MLT"}, f.Pivotal); diff != "" {
		t.Errorf("Pivotal (-want +got):\n%s", diff)
	}
}

func TestStayingAwayCanBeWorseThanVotingAgainst(t *testing.T) {
	sentence := "at least half of members are present and more than half of members voting are for"
	if f := vote(t, "40Y9N51X").find(t, sentence); f.Outcome != game.Rejected {
		t.Errorf("without a quorum: %v, want rejected", f.Outcome)
	}
	if f := vote(t, "40Y10N50X").find(t, sentence); f.Outcome != game.Adopted {
		t.Errorf("with a tenth against: %v, want adopted", f.Outcome)
	}
	v := vote(t, "40Y9N51?")
	f := find(t, Question{Rule: MustParse(sentence), Roll: v.roll, Allowed: []game.Ballot{game.Against, game.Absent}}, v.ballots)
	if f.Outcome != game.Open || f.Bounded {
		t.Errorf("with 51 who are against or away: %v, want open", f.Outcome)
	}
}

func TestTheBaseDecidesWhatAnAbstentionDoes(t *testing.T) {
	v := vote(t, "30Y20N50A")
	for base, want := range map[string]game.Outcome{" voting": game.Adopted, " present": game.Rejected, "": game.Rejected} {
		if f := v.find(t, "more than half of members"+base+" are for"); f.Outcome != want {
			t.Errorf("more than half of members%s: %v, want %v", base, f.Outcome, want)
		}
	}
}

func TestAShareOfNobodyDoesNotHold(t *testing.T) {
	v := vote(t, "10A")
	for sentence, want := range map[string]game.Outcome{
		"at least half of members voting are for and at least 1 of members are for": game.Rejected,
		"at least half of members voting are for":                                   game.Rejected,
		"all of members voting are for":                                             game.Rejected,
		"more than 0% of members voting are for":                                    game.Rejected,
		"exactly half of members voting are for":                                    game.Rejected,
		"fewer than half of members voting are for":                                 game.Adopted,
		"at most half of members voting are for":                                    game.Adopted,
		"none of members voting are for":                                            game.Adopted,
		"not (at least half of members voting are for)":                             game.Adopted,
	} {
		f := v.find(t, sentence)
		if f.Outcome != want {
			t.Errorf("%q with nobody voting: %v, want %v", sentence, f.Outcome, want)
		}
		if want == game.Rejected && !strings.Contains(f.Reasons[0], "nobody is voting") {
			t.Errorf("%q with nobody voting: the reasons are %q", sentence, f.Reasons)
		}
	}
}

func TestFailingOneWayForbidsFailingTheOther(t *testing.T) {
	q := Question{Rule: MustParse(quorumOrFew)}
	v := vote(t, "41Y30X29?")
	q.Roll = v.roll
	if f := find(t, q, v.ballots); f.Outcome != game.Adopted {
		t.Errorf("41 for, 29 pending: %v, want adopted: it fails only with 8 or fewer and 10 or more against at once", f.Outcome)
	}
	v = vote(t, "35Y40X25?")
	q.Roll = v.roll
	if f := find(t, q, v.ballots); f.Outcome != game.Open {
		t.Errorf("35 for, 25 pending: %v, want open", f.Outcome)
	}
	for against, want := range map[string]game.Outcome{"9N16X": game.Adopted, "10N15X": game.Rejected, "14N11X": game.Rejected, "15N10X": game.Adopted} {
		if f := vote(t, "35Y40X"+against).find(t, quorumOrFew); f.Outcome != want {
			t.Errorf("35 for, 40 absent, %s: %v, want %v", against, f.Outcome, want)
		}
	}
}

func TestTwoOfThreeDelegationsEachByItsOwnMajority(t *testing.T) {
	v := vote(t, "a:YY?", "b:NN?", "c:YN?")
	sentence := "at least 2 of these hold: (more than half of a are for), (more than half of b are for), (more than half of c are for)"
	f := find(t, Question{Rule: MustParse(sentence), Roll: v.roll, Allowed: []game.Ballot{game.For, game.Against}}, v.ballots)
	states := []game.Outcome{f.Tests[0].State, f.Tests[1].State, f.Tests[2].State}
	if diff := cmp.Diff([]game.Outcome{game.Adopted, game.Rejected, game.Open}, states); diff != "" || f.Outcome != game.Open {
		t.Errorf("Find is %v; states (-want +got):\n%s", f.Outcome, diff)
	}
	if diff := cmp.Diff([]body.MemberID{"m9"}, f.Pivotal); diff != "" {
		t.Errorf("Pivotal (-want +got):\n%s", diff)
	}
	for b, want := range map[game.Ballot]game.Outcome{game.For: game.Adopted, game.Against: game.Rejected} {
		v.ballots[8] = b
		if f := v.find(t, sentence); f.Outcome != want {
			t.Errorf("the ninth %v: %v, want %v", b, f.Outcome, want)
		}
	}
}

func TestConstructiveAbstentionStopsADecisionOnlyByMembersAndPeopleTogether(t *testing.T) {
	roll := weighted(t, "eu27-pop-2022.csv", "population", "people")
	for _, c := range []struct {
		declaring string
		want      game.Outcome
	}{
		{"DEU FRA MLT LUX CYP EST LVA SVN LTU", game.Rejected},
		{"MLT LUX CYP EST LVA SVN LTU HRV IRL", game.Adopted},
		{"DEU FRA MLT LUX CYP EST LVA SVN", game.Adopted},
	} {
		var named []body.MemberID
		for id := range strings.FieldsSeq(c.declaring) {
			named = append(named, body.MemberID(id))
		}
		q := Question{Rule: MustParse(constructive), Roll: roll}
		if f := find(t, q, everyone(roll, game.For, game.FirstDeclared, named...)); f.Outcome != c.want {
			t.Errorf("%s declaring: %v, want %v", c.declaring, f.Outcome, c.want)
		}
		if f := find(t, q, everyone(roll, game.For, game.Abstaining, named...)); f.Outcome != game.Adopted {
			t.Errorf("%s abstaining without declaring: %v, want adopted", c.declaring, f.Outcome)
		}
	}
}

func TestWhoIsRecusedIsInNoBase(t *testing.T) {
	if f := vote(t, "6Y2N2R").find(t, "at least 2/3 of members are for"); f.Outcome != game.Adopted || f.Tests[0].Base != 8 {
		t.Errorf("6 of 8 with two recused: %v of %d, want adopted of 8", f.Outcome, f.Tests[0].Base)
	}
	if f := vote(t, "6Y2N2X").find(t, "at least 2/3 of members are for"); f.Outcome != game.Rejected {
		t.Errorf("6 of 10 with two absent: %v, want rejected", f.Outcome)
	}
}

func TestSilenceIsOpenUntilItHasRun(t *testing.T) {
	for in, want := range map[string][2]game.Outcome{
		"3Y27?":   {game.Open, game.Adopted},
		"2Y1N27?": {game.Rejected, game.Rejected},
	} {
		v := vote(t, in)
		f := find(t, Question{Rule: MustParse("all of members are for"), Roll: v.roll, PendingAs: game.For}, v.ballots)
		if got := [2]game.Outcome{f.Outcome, f.IfClosedNow}; got != want {
			t.Errorf("%s: %v, want %v", in, got, want)
		}
	}
}

func TestOneMemberOfTheFundBlocksAtEightyFivePerCent(t *testing.T) {
	roll := weighted(t, "imf190-2022.csv", "votes", "votes")
	all := everyone(roll, game.For, game.For)
	f := find(t, Question{Rule: MustParse("at least 85% of members by votes are for"), Roll: roll}, all)
	if diff := cmp.Diff([]body.MemberID{"United States"}, f.Pivotal); diff != "" || f.Tests[0].Least != 4283941 || f.Tests[0].Base != 5039930 {
		t.Errorf("at 85%% of %d: %d needed; pivotal (-want +got):\n%s", f.Tests[0].Base, f.Tests[0].Least, diff)
	}
	f = find(t, Question{Rule: MustParse("at least 70% of members by votes are for"), Roll: roll}, all)
	if f.Pivotal != nil || f.Tests[0].Least != 3527951 {
		t.Errorf("at 70%%: %d needed, %v pivotal, want 3527951 and nobody", f.Tests[0].Least, f.Pivotal)
	}
	for share, want := range map[string]int{"70%": 4, "half": 9} {
		f = find(t, Question{Rule: MustParse("not (at least " + share + " of members by votes are for)"), Roll: roll}, all)
		if len(f.SmallestChange) != want || f.ChangeBounded {
			t.Errorf("blocking %s takes %d, bounded %v, want %d", share, len(f.SmallestChange), f.ChangeBounded, want)
		}
	}
	f = find(t, Question{Rule: MustParse("at least 3/5 of members are for and at least 85% of members by votes are for"), Roll: roll},
		everyone(roll, game.Against, game.For, "Tuvalu"))
	if len(f.SmallestChange) != 113 || f.ChangeBounded {
		t.Errorf("an amendment from one for takes %d more, bounded %v, want 113", len(f.SmallestChange), f.ChangeBounded)
	}
}
