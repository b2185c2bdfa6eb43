package rule

import (
	"accede/body"
	"accede/game"
)

// Finding is an outcome with its reasons, clause by clause. A decision that fails is a finding, not an error.
// It is plain data: two findings on the same roll and ballots are equal field by field.
type Finding struct {
	// Outcome over all completions of the pending ballots.
	Outcome game.Outcome
	// IfClosedNow is the outcome with every pending ballot counted as the question says: Adopted or Rejected.
	IfClosedNow game.Outcome
	// Bounded says that the search for certainty ended at its bound: Outcome is Open because it was not settled,
	// not because it was shown to be open.
	Bounded bool
	// Tests, one for each test of the sentence, in the order of the sentence.
	Tests []TestFinding
	// Reasons says in a few words each which clauses decide, if closed now. Never empty.
	Reasons []string
	// Pivotal members, in the order of the roll. While the outcome is open: the pending members any one of whom can
	// settle it alone. Once it is settled: the members any one of whom, by another ballot, would unsettle it.
	Pivotal []body.MemberID
	// PivotalBounded says that some members could not be judged within the bound, and are left out of Pivotal.
	PivotalBounded bool
	// SmallestChange is a smallest set of ballots that, if they were other than they are, would adopt the question
	// if it were closed now. Empty when it would be adopted anyway, or when nothing can: then CannotCarry is true.
	SmallestChange []Change
	// ChangeBounded says that a smaller change may exist: the search ended at its bound.
	ChangeBounded bool
	// CannotCarry says that no ballots at all would adopt it on this roll.
	CannotCarry bool
}

// TestFinding is what one test of the sentence asks for and what there is. Figures beyond what an int64 holds do
// not occur: a roll whose weights could reach them is refused when the question is compiled.
type TestFinding struct {
	Text  string       // the test, printed
	Need  string       // what is needed, in exact figures: "at least 101", "none", "all 30"
	Have  int64        // what there is: heads, or the weight named
	Base  int64        // the weight of the base the share is taken of; the class's when there is no share
	Least int64        // the least number that holds, where there is one; -1 where the test has no lower bound
	Most  int64        // the greatest number that holds; -1 where the test has no upper bound
	Short int64        // how much is missing for the test to hold, or how much there is too many; 0 when it holds
	Unit  string       // what is counted: "members", or the weight's unit
	Holds bool         // with every pending ballot counted as the question says
	State game.Outcome // over all completions: Adopted always holds, Rejected never does
}

// Change is one ballot that would have to be another.
type Change struct {
	Member body.MemberID
	From   game.Ballot
	To     game.Ballot   // the nearest ballot that does it
	Or     []game.Ballot // other ballots that do it as well, the others of the set being as given
}
