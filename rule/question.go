package rule

import (
	"accede/body"
	"accede/game"
)

// Question is a sentence put to a roll: everything Find needs beside the ballots.
type Question struct {
	Rule Rule
	Roll *body.Roll
	// PendingAs is what a pending ballot counts as if the question is closed now: Absent unless the charter's
	// silence procedure says otherwise. The zero value, Pending, means Absent.
	PendingAs game.Ballot
	// Allowed ballots of those pending; empty means all four kinds and every declared ballot. Changes are looked for
	// among these too.
	Allowed []game.Ballot
	// Tie, when it is not Open, decides equal votes where the charter has a tie rule. Open leaves it to the sentence.
	//
	// Votes are equal where a test asks for half of those voting to be for, or to be against: more than half and at
	// least half differ there and nowhere else. With Tie Adopted each such test of the sentence is read so that
	// equal votes speak for adoption, with Rejected so that they speak against it; every other count is as before.
	// Without anyone voting nothing is equal, and the sentence decides.
	Tie game.Outcome
}
