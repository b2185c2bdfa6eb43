package power

import (
	"fmt"
	"math/big"
)

// Model is what is taken for granted of how members vote. The zero Model is YesNo.
type Model uint8

// The models.
const (
	YesNo   Model = iota // everyone is for or against; both are equally likely, and all are independent
	Ternary              // everyone is for, against or abstaining; all three are equally likely, and all are independent
)

// String says the model in words, as it is shown beside every figure.
func (m Model) String() string {
	switch m {
	case YesNo:
		return "yes or no: everyone is for or against, each equally likely, nobody abstains or stays away"
	case Ternary:
		return "ternary: everyone is for, against or abstaining, each equally likely, nobody stays away"
	}
	return fmt.Sprintf("model %d", m)
}

// Method says how figures were found, and how far they can be trusted.
type Method struct {
	Name string // in words
	// Error says what Within of the values is: empty when they are exact.
	Error string
}

// Result is who counts under a rule.
type Result struct {
	Model   Model
	Players int
	// AbstentionMatters says that somewhere in the rule an abstention scores otherwise than a vote against. Then the
	// yes-or-no model leaves something out, and the ternary model shows what.
	AbstentionMatters bool

	// Figures of each kind of player; players of one kind weigh the same throughout the rule and count the same.
	Figures []Figures
	// Kind of each player: its place in Figures.
	Kind []int32

	// Winning is how many coalitions win, the coalition of nobody included; in the ternary model, how many profiles
	// adopt. Nil where it was not counted exactly.
	Winning *big.Int
	// Act is the power of the body to act: the share of coalitions that win. Coleman (1971).
	Act Value

	// Vetoers are the players in every winning coalition, and Dummies those who never make a difference. Dummies are
	// known only where figures are exact: DummiesKnown says so.
	Vetoers, Dummies []int
	DummiesKnown     bool

	// Banzhaf is how swings and all that follows from them were found, Orders how the Shapley–Shubik index was.
	// NoShapleyShubik says why there is none, if there is none; NoCoalitions, why coalitions were not looked at.
	Banzhaf, Orders               Method
	NoShapleyShubik, NoCoalitions string
	// Coalitions is what follows from looking at every coalition; nil where they were not.
	Coalitions *Coalitions
}

// Figures is how much a player counts. A Value that is none does not apply, or was not worked out; Result says why.
type Figures struct {
	// Swings is how many coalitions of the others win with the player only. Nil where it was not counted exactly.
	Swings *big.Int
	// Banzhaf is the Penrose–Banzhaf measure: the share of coalitions of the others that win with the player only.
	// It is a probability and does not add up to 1.
	Banzhaf Value
	// Normalised is the Banzhaf index: the player's part of all swings. It adds up to 1 over all players.
	Normalised Value
	// ShapleyShubik is the share of all orders in which the player is the one that turns a losing coalition into a
	// winning one. It adds up to 1 over all players, unless nothing wins or everything does.
	ShapleyShubik Value
	// Prevent is the share of winning coalitions that lose without the player, and Initiate the share of losing ones
	// that win with it. Coleman (1971).
	Prevent, Initiate Value
	// Johnston, DeeganPackel and Holler are known where Coalitions are.
	Johnston, DeeganPackel, Holler Value
}

// Of answers the figures of a player, by its number. A number that is not on the roll is refused by panic.
func (r *Result) Of(player int) *Figures { return &r.Figures[r.Kind[player]] }
