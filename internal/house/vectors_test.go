package house

import (
	"os"
	"strings"
	"testing"
)

// vectors are the published and worked examples that the rules, the indices, the conflict model and the forecast are
// held to, each by its number, with the file that checks it and what stands there: the test, and a figure of its own.
func vectors() []struct{ id, file, test, figure string } {
	const (
		votes    = "rule/vectors_test.go"
		indices  = "power/vectors_test.go"
		conflict = "whatif/conflict/graph_test.go"
	)
	return []struct{ id, file, test, figure string }{
		{"V1", votes, "TestNineInFavourCarryItAgainstAnAbstainingPermanentMember", "permanent:YYYYA"},
		{"V2", votes, "TestOnePermanentMemberAgainstStandsInTheWayAndAbstainingIsTheNearestWayOut", "permanent:YYYYN"},
		{"V3", votes, "TestSharesAreCountedWithoutRounding", "55Y45N"},
		{"V3b", votes, "TestSharesAreCountedWithoutRounding", "2Y1N"},
		{"V4", votes, "TestThreeGreatMembersCannotBlockAQualifiedMajorityButFourMembersCan", `"DEU", "FRA", "ITA")`},
		{"V4b", votes, "TestThreeGreatMembersCannotBlockAQualifiedMajorityButFourMembersCan", `"DEU", "FRA", "ITA", "MLT")`},
		{"V5", votes, "TestStayingAwayCanBeWorseThanVotingAgainst", "40Y9N51X"},
		{"V5", votes, "TestStayingAwayCanBeWorseThanVotingAgainst", "40Y10N50X"},
		{"V5", votes, "TestStayingAwayCanBeWorseThanVotingAgainst", "40Y9N51?"},
		{"V6", votes, "TestTheBaseDecidesWhatAnAbstentionDoes", "30Y20N50A"},
		{"V7", votes, "TestAShareOfNobodyDoesNotHold", "10A"},
		{"V8", votes, "TestFailingOneWayForbidsFailingTheOther", "41Y30X29?"},
		{"V8b", votes, "TestFailingOneWayForbidsFailingTheOther", "35Y40X25?"},
		{"V9", votes, "TestTwoOfThreeDelegationsEachByItsOwnMajority", "c:YN?"},
		{"V10", votes, "TestConstructiveAbstentionStopsADecisionOnlyByMembersAndPeopleTogether", "DEU FRA MLT LUX CYP EST LVA SVN LTU"},
		{"V10", votes, "TestConstructiveAbstentionStopsADecisionOnlyByMembersAndPeopleTogether", "MLT LUX CYP EST LVA SVN LTU HRV IRL"},
		{"V10", votes, "TestConstructiveAbstentionStopsADecisionOnlyByMembersAndPeopleTogether", `"DEU FRA MLT LUX CYP EST LVA SVN"`},
		{"V11", votes, "TestWhoIsRecusedIsInNoBase", "6Y2N2R"},
		{"V12", votes, "TestSilenceIsOpenUntilItHasRun", "3Y27?"},
		{"V12", votes, "TestSilenceIsOpenUntilItHasRun", "2Y1N27?"},
		{"V12", "dossier/silence_test.go", "TestAnotherTextVoidsTheSilenceKeptOnTheFormer", ""},
		{"V13", "whatif/condition_test.go", "TestTwoWhoWaitForEachOtherCarryItTogetherAndNotAlone", ""},
		{"V13b", "pledge/pledge_test.go", "TestConditionsThatTurnRoundAreRefused", "unless"},
		{"V14", votes, "TestOneMemberOfTheFundBlocksAtEightyFivePerCent", "4283941"},
		{"V15", "game/cheapest_test.go", "TestTheBestRatioIsNotTheCheapestWay", ""},
		{"V15b", "whatif/ways_test.go", "TestTheCheapestWayIsNotThatOfTheBestRatio", ""},
		{"P1", indices, "TestEveryIndexOfThreeMembersIsAsByHand", ""},
		{"P2", indices, "TestLuxembourgCountedForNothingBefore1973", ""},
		{"P3", indices, "TestFourShareholders", ""},
		{"P4", indices, "TestThePermanentMembersOfTheSecurityCouncil", "848"},
		{"P5", indices, "TestPowerInTheCouncilOfTheUnion", "17735074"},
		{"P5b", indices, "TestTheBlockingMinorityClauseMovesPowerInTheCouncil", "17735051"},
		{"P6", indices, "TestPowerInTheMonetaryFund", "583698099560336101449382440444626387076426552762665323081"},
		{"P7", indices, "TestAMillionEqualMembers", ""},
		{"G1", conflict, "TestKnownConflictsHaveTheirKnownEquilibria", "prisoners"},
		{"G2", conflict, "TestKnownConflictsHaveTheirKnownEquilibria", "elmira"},
		{"G3", "whatif/conflict/inverse_test.go", "TestElmiraHoldsOnceUniroyalPrefersTheDeal", ""},
		{"G4", conflict, "TestAnOpponentMayAnswerTwice", "tripled"},
		{"G5", conflict, "TestKnownConflictsHaveTheirKnownEquilibria", "indifferent"},
		{"F1", "whatif/forecast/curve_test.go", "TestTheCurveIsThatOfThePublishedExample", ""},
		{"F2", "whatif/forecast/bound_test.go", "TestTheBoundOfTheLastIsThatOfTheFormula", "19, 19, 1"},
	}
}

func TestEveryWorkedExampleIsStillHeldTo(t *testing.T) {
	for _, v := range vectors() {
		text, err := os.ReadFile("../../" + v.file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "func "+v.test+"(t *testing.T)") {
			t.Errorf("%s: %s has no %s", v.id, v.file, v.test)
		}
		if !strings.Contains(string(text), v.figure) {
			t.Errorf("%s: %s no longer says %q", v.id, v.file, v.figure)
		}
	}
}
