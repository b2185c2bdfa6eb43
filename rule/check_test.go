package rule

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"accede/body"
	"accede/form"
	"accede/game"
)

func councilRoll(t testing.TB) *body.Roll {
	members := make([]body.MemberID, 12)
	council, nobody := make([]bool, 12), make([]bool, 12)
	votes := body.RollWeight{Name: "votes", Unit: "votes", Of: make([]int64, 12)}
	for i := range members {
		members[i] = body.MemberID(rune('a' + i))
		council[i] = i < 9
		votes.Of[i] = int64(i / 9)
	}
	return newRoll(t, members, []body.RollClass{{Name: "council", In: council}, {Name: "retired", In: nobody}}, []body.RollWeight{votes})
}

func TestASentenceThatCannotBeMeantIsToldWithItsPlace(t *testing.T) {
	v := VocabularyOf(councilRoll(t))
	for _, c := range []struct{ sentence, want string }{
		{"at least 12 of council are for", `nato.yaml:31:13: "at least 12 of council": the class council has 9 members; at most 9 can be asked for`},
		{"more than 9 of council are for", `nato.yaml:31:13: "more than 9 of council": the class council has 9 members; at most 8 can be asked for`},
		{"at least 4 of members by votes are for", `nato.yaml:31:13: "at least 4 of members by votes": the class members has 3 votes; at most 3 can be asked for`},
		{"none of counsil are for", `nato.yaml:31:21: there is no class "counsil"; the classes are council, members, retired`},
		{"none of council by vote are for", `nato.yaml:31:32: there is no weight "vote"; the weights are votes`},
		{"none of council are fore", `nato.yaml:31:33: there is no ballot "fore"; the ballots are for, against, abstaining, absent, declaring`},
		{"none of council are pending", `nato.yaml:31:33: pending is no ballot to count: once closed it counts as absent, or as the silence procedure says`},
		{"none of council are recused", `nato.yaml:31:33: recused is no ballot to count: whoever is recused is off the roll`},
		{"all of retired are for", `nato.yaml:31:20: the class retired is empty`},
		{"at least 101% of council are for", `nato.yaml:31:13: "at least 101% of council": a share is at most the whole, 100%`},
		{"at most 3/2 of council are for", `nato.yaml:31:13: "at most 3/2 of council": a share is at most the whole, 100%`},
		{"more than 100% of council are for", `nato.yaml:31:13: "more than 100% of council": nothing is more than the whole`},
		{"fewer than 0 of council are for", `nato.yaml:31:13: "fewer than 0 of council": nothing is fewer than 0`},
		{"at least 65% of council by votes are for", `nato.yaml:31:40: "at least 65% of council by votes": the class council has no votes at all; no share of them can be asked for`},
		{"at least 3 of these hold: (none of council are for), (all of council are for)", `nato.yaml:31:13: "at least 3 of these": there are 2; at most 2 can be asked for`},
		{"none of a are for and none of b are for", "nato.yaml:31:21: there is no class \"a\"; the classes are members, council, retired\nnato.yaml:31:43: there is no class \"b\"; the classes are members, council, retired"},
		{"at least 9 of council are for", ""},
		{"at most 12 of council voting are for or declaring", ""},
	} {
		got := Check(MustParse(c.sentence), v, form.Place{File: "nato.yaml", Line: 31, Column: 13})
		if got.Error() != c.want {
			t.Errorf("Check(%q) = %s, want %s", c.sentence, got.Error(), c.want)
		}
	}
	if got := Check(Rule{}, v, form.Place{}).Error(); got != "1:1: there is no sentence" {
		t.Errorf("Check of no rule = %s", got)
	}
}

func TestWhatTheRollLacksCannotBeCompiled(t *testing.T) {
	roll := councilRoll(t)
	for sentence, want := range map[string]string{
		"none of counsil are for":                      `"counsil" at 1:9: there is no class "counsil"`,
		"none of council by people are for":            `"people" at 1:20: there is no weight "people"`,
		"none of council are discussing":               `there is no ballot "discussing"`,
		"none of council are not pending":              "pending is no ballot to count",
		"none of council are for or none of x are for": `there is no class "x"`,
	} {
		_, err := Compile(Question{Rule: MustParse(sentence), Roll: roll})
		if !errors.Is(err, ErrQuestion) || !strings.Contains(err.Error(), want) {
			t.Errorf("Compile(%q) = %v, want %q", sentence, err, want)
		}
	}
	if _, err := Compile(Question{Roll: roll}); !errors.Is(err, ErrQuestion) {
		t.Errorf("Compile without a rule = %v, want ErrQuestion", err)
	}
	c, err := Compile(Question{Rule: MustParse("none of members are against"), Roll: roll})
	if err != nil {
		t.Fatal(err)
	}
	for _, ballots := range [][]game.Ballot{nil, make([]game.Ballot, 11), {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7}} {
		if _, err := c.Find(ballots); !errors.Is(err, ErrQuestion) {
			t.Errorf("Find(%v) = %v, want ErrQuestion", ballots, err)
		}
		if _, err := c.Verdict(ballots); !errors.Is(err, ErrQuestion) {
			t.Errorf("Verdict(%v) = %v, want ErrQuestion", ballots, err)
		}
	}
}

func TestWeightsTooGreatToBeCountedAreRefused(t *testing.T) {
	w := body.RollWeight{Name: "shares", Unit: "shares", Of: []int64{math.MaxInt64 / 8, 1}}
	roll, err := body.NewRoll(time.Time{}, []body.MemberID{"a", "b"}, nil, []body.RollWeight{w}, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Compile(Question{Rule: MustParse("at least 2/3 of members by shares are for"), Roll: roll})
	if !errors.Is(err, ErrQuestion) || !errors.Is(err, game.ErrOverflow) {
		t.Errorf("Compile = %v, want ErrQuestion and game.ErrOverflow", err)
	}
}

func TestARollOfNobodyCarriesNoSentence(t *testing.T) {
	empty, err := body.NewRoll(time.Time{}, nil, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	f := find(t, Question{Rule: MustParse("none of members are against"), Roll: empty}, nil)
	if f.Outcome != game.Rejected || f.IfClosedNow != game.Rejected || !f.CannotCarry || f.Reasons[0] != "nobody is on the roll" {
		t.Errorf("Find on an empty roll = %+v", f)
	}
	f = vote(t, "2R").find(t, "none of members are against")
	if f.Outcome != game.Rejected || !f.CannotCarry {
		t.Errorf("Find with all recused = %+v", f)
	}
}

const equalVotes = "10Y10N3A"

func TestATieRuleDecidesEqualVotesAndNothingElse(t *testing.T) {
	for _, c := range []struct {
		sentence, in string
		tie, want    game.Outcome
	}{
		{"more than half of members voting are for", equalVotes, game.Open, game.Rejected},
		{"more than half of members voting are for", equalVotes, game.Adopted, game.Adopted},
		{"more than half of members voting are for", equalVotes, game.Rejected, game.Rejected},
		{"at least half of members voting are for", equalVotes, game.Open, game.Adopted},
		{"at least half of members voting are for", equalVotes, game.Rejected, game.Rejected},
		{"at least 50% of members voting are for", equalVotes, game.Rejected, game.Rejected},
		{"fewer than 1/2 of members voting are against", equalVotes, game.Adopted, game.Adopted},
		{"at most half of members voting are against", equalVotes, game.Rejected, game.Rejected},
		{"not (at least half of members voting are against)", equalVotes, game.Adopted, game.Adopted},
		{"not (more than half of members voting are against)", equalVotes, game.Rejected, game.Rejected},
		{"none of these hold: (at least half of members voting are against)", equalVotes, game.Adopted, game.Adopted},
		// One vote is no tie, and nobody voting is none either.
		{"more than half of members voting are for", "10Y11N", game.Adopted, game.Rejected},
		{"at least half of members voting are for", "11Y10N", game.Rejected, game.Adopted},
		{"more than half of members voting are for", "9A", game.Adopted, game.Rejected},
		// Half of those present, or of all, is no vote for and against.
		{"more than half of members present are for", "10Y5N5A", game.Adopted, game.Rejected},
		{"more than half of members are for", "10Y10N", game.Adopted, game.Rejected},
		// Another clause that fails is not mended.
		{"more than half of members voting are for and at least 11 of members are for", equalVotes, game.Adopted, game.Rejected},
	} {
		v := vote(t, c.in)
		f := find(t, Question{Rule: MustParse(c.sentence), Roll: v.roll, Tie: c.tie}, v.ballots)
		if f.Outcome != c.want {
			t.Errorf("%q of %s with equal votes %v: %v, want %v", c.sentence, c.in, c.tie, f.Outcome, c.want)
		}
	}
}

func TestTheFiguresOfATestAreWhatALawyerWouldCheck(t *testing.T) {
	for _, c := range []struct {
		in, sentence string
		want         TestFinding
		reason       string
	}{
		{
			"100Y51N", "at least 2/3 of members voting are for",
			TestFinding{Need: "at least 101", Have: 100, Base: 151, Least: 101, Most: -1, Short: 1, State: game.Rejected},
			"100 of 101 needed",
		},
		{
			"7Y2N", "at least 9 of members are for",
			TestFinding{Need: "at least 9", Have: 7, Base: 9, Least: 9, Most: -1, Short: 2, State: game.Rejected},
			"7 of 9 needed",
		},
		{
			"3N5Y", "none of members are against",
			TestFinding{Need: "none", Have: 3, Base: 8, Least: -1, Most: 0, Short: 3, State: game.Rejected},
			"3 are",
		},
		{
			"30Y", "all of members are for",
			TestFinding{Need: "all 30", Have: 30, Base: 30, Least: 30, Most: -1, Holds: true, State: game.Adopted},
			"30, 30 needed",
		},
		{
			"30Y11N", "at most 1/4 of members voting are against",
			TestFinding{Need: "at most 10", Have: 11, Base: 41, Least: -1, Most: 10, Short: 1, State: game.Rejected},
			"11, at most 10 allowed",
		},
		{
			"6Y3N", "fewer than 1/3 of members are against",
			TestFinding{Need: "at most 2", Have: 3, Base: 9, Least: -1, Most: 2, Short: 1, State: game.Rejected},
			"3, at most 2 allowed",
		},
		{
			"4Y6N", "exactly 1/3 of members are for",
			TestFinding{Need: "exactly 1/3 of 10, which is no whole number", Have: 4, Base: 10, Least: 4, Most: 3, Short: 1, State: game.Rejected},
			"4, exactly 1/3 of 10, which is no whole number needed",
		},
		{
			"5Y4?", "at least 6 of members are for",
			TestFinding{Need: "at least 6", Have: 5, Base: 9, Least: 6, Most: -1, Short: 1, State: game.Open},
			"5 of 6 needed",
		},
		{
			"5Y4N", "at least 6 of members are not for",
			TestFinding{Need: "at least 6", Have: 4, Base: 9, Least: 6, Most: -1, Short: 2, State: game.Rejected},
			"4 of 6 needed",
		},
	} {
		f := vote(t, c.in).find(t, c.sentence)
		c.want.Text, c.want.Unit = c.sentence, "members"
		if f.Tests[0] != c.want {
			t.Errorf("%q of %s finds %+v, want %+v", c.sentence, c.in, f.Tests[0], c.want)
		}
		if want := c.sentence + ": " + c.reason; f.Reasons[0] != want {
			t.Errorf("%q of %s for the reason %q, want %q", c.sentence, c.in, f.Reasons[0], want)
		}
	}
}

func TestReasonsNameTheClausesThatDecide(t *testing.T) {
	for _, c := range []struct{ in, sentence, want string }{
		{
			"6Y4N", "at least 9 of members are for and none of members are against",
			"at least 9 of members are for: 6 of 9 needed; none of members are against: 4 are",
		},
		{"9Y1N", "at least 9 of members are for and none of members are against", "none of members are against: 1 is"},
		{"6Y4N", "at least 9 of members are for or at least 6 of members are for", "at least 6 of members are for: 6, 6 needed"},
		{"6Y4N", "not (at least 5 of members are for)", "at least 5 of members are for: 6, 5 needed"},
		{
			"6Y4N", "at least 2 of these hold: (all of members are for), (none of members are against), (at least 6 of members are for)",
			"all of members are for: 6 of 10 needed; none of members are against: 4 are",
		},
	} {
		if got := strings.Join(vote(t, c.in).find(t, c.sentence).Reasons, "; "); got != c.want {
			t.Errorf("the reasons for %q of %s are %q, want %q", c.sentence, c.in, got, c.want)
		}
	}
}

func TestARunningTallyIsTheVerdictOfItsBallots(t *testing.T) {
	v := vote(t, "permanent:5?", "10?")
	c, err := Compile(Question{Rule: MustParse(securityCouncil), Roll: v.roll})
	if err != nil {
		t.Fatal(err)
	}
	tally := c.Tally(nil)
	for i, b := range []game.Ballot{1, 1, 3, 1, 4, 1, 1, 1, 2, 1, 1, 1, 2, 2, 2} {
		tally.Set(i, b)
		v.ballots[i] = b
		want, err := c.Verdict(v.ballots)
		if err != nil {
			t.Fatal(err)
		}
		if got := tally.Verdict(); got != want {
			t.Errorf("after %d ballots Verdict() = %v, want %v", i+1, got, want)
		}
	}
	if got := tally.Verdict(); got != game.Adopted {
		t.Errorf("Verdict() = %v, want adopted", got)
	}
}
