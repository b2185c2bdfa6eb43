// Package game decides who wins: integer gates over ballots, monotone formulas of gates, and the three-valued
// verdict over everything the silent may still say.
//
// It knows players as numbers and ballots as kinds. It refuses to know names, dates, law and text: a player is an
// index, a rule is a formula, and a verdict is one of three words.
package game

// Ballot is what one player has said on one question. The zero value is Pending: what was never said admits nobody.
//
// The six kinds below are closed. A charter may declare further ballots; each is a number from FirstDeclared on
// and counts as the kind it was declared to be, except where a rule names it.
type Ballot uint8

// The kinds of ballot.
const (
	Pending    Ballot = iota // may still speak
	For                      // for
	Against                  // against
	Abstaining               // takes part, neither for nor against
	Absent                   // on the roll, took no part
	Recused                  // leaves the roll for this question, as a suspended member does

	// FirstDeclared is the first number free for ballots that a charter declares.
	FirstDeclared
	// MaxBallots bounds the ballots of one question, so that a set of ballots fits a word.
	MaxBallots = 32
)

// Outcome says whether what is still pending can turn the decision. The zero value is Open.
type Outcome uint8

// The outcomes, over all completions of the pending ballots.
const (
	Open     Outcome = iota // some completions adopt, some do not; or it was never worked out
	Adopted                 // every completion adopts
	Rejected                // none does
)

// String answers the word used in every output: open, adopted, rejected.
func (o Outcome) String() string {
	switch o {
	case Adopted:
		return "adopted"
	case Rejected:
		return "rejected"
	case Open:
		return "open"
	}
	return "open"
}
