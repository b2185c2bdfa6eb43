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
	// Allowed ballots of those pending; empty means all four kinds and every declared ballot.
	Allowed []game.Ballot
	// Adopts, when it is not Open, decides equal votes where the charter has a tie rule. Open leaves it to the sentence.
	Tie game.Outcome
}
