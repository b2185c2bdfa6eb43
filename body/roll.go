package body

import (
	"slices"
	"time"

	"accede/game"
)

// Everyone is the class that every roll has: all who are on it.
const Everyone = "members"

// Roll is the ordered list of members entitled to take part in one decision, with their classes and weights, as of
// one instant. It is written down once, when a stage opens, and never changes by itself: changes to the body do not
// touch it. The order of Members is the order in which everything about the roll is read, printed and signed.
//
// A Roll is immutable once made; share it freely. The zero Roll lists nobody, and nobody carries nothing.
type Roll struct {
	// At is the instant from which the roll is taken.
	At time.Time
	// Members in the charter's order.
	Members []MemberID
	// Classes by name, in the charter's order. Everyone is among them, always.
	Classes []RollClass
	// Weights by name, in the charter's order.
	Weights []RollWeight
	// Ballots that the charter declares beside the six kinds, in the charter's order: the i-th is the ballot
	// game.FirstDeclared+i.
	Ballots []DeclaredBallot

	index map[MemberID]int
}

// RollClass is a named subset of a roll: In[i] says whether Members[i] belongs to it.
type RollClass struct {
	Name string
	In   []bool
	Size int // how many belong
}

// RollWeight is a whole number for each member of a roll: Of[i] is the weight of Members[i].
type RollWeight struct {
	Name string
	Unit string // people, votes, shares: never empty
	Of   []int64
}

// DeclaredBallot is a ballot of the charter's own, and the kind it counts as.
type DeclaredBallot struct {
	Name string
	Kind game.Ballot // Pending, For, Against, Abstaining or Absent
}

// Index answers where on the roll a member stands.
func (r *Roll) Index(id MemberID) (int, bool) {
	if r.index == nil {
		i := slices.Index(r.Members, id)
		return i, i >= 0
	}
	i, ok := r.index[id]
	return i, ok
}

// Has says whether a member is on the roll.
func (r *Roll) Has(id MemberID) bool { _, ok := r.Index(id); return ok }

// Class answers a class by name.
func (r *Roll) Class(name string) (RollClass, bool) {
	for _, c := range r.Classes {
		if c.Name == name {
			return c, true
		}
	}
	return RollClass{}, false
}

// Weight answers a weight by name.
func (r *Roll) Weight(name string) (RollWeight, bool) {
	for _, w := range r.Weights {
		if w.Name == name {
			return w, true
		}
	}
	return RollWeight{}, false
}

// Ballot answers the ballot of that name: one of the words for, against, abstaining, absent, pending, recused,
// or a ballot that the charter declares.
func (r *Roll) Ballot(name string) (game.Ballot, bool) {
	if b, ok := KindByName(name); ok {
		return b, true
	}
	for i, d := range r.Ballots {
		if d.Name == name {
			return game.FirstDeclared + game.Ballot(i), true
		}
	}
	return game.Pending, false
}

// BallotName answers the word for a ballot of this roll; the empty string for one it does not have.
func (r *Roll) BallotName(b game.Ballot) string {
	if b < game.FirstDeclared {
		return kindNames[b]
	}
	if i := int(b - game.FirstDeclared); i < len(r.Ballots) {
		return r.Ballots[i].Name
	}
	return ""
}

// Kind answers what a ballot counts as where no rule names it.
func (r *Roll) Kind(b game.Ballot) game.Ballot {
	if i := int(b) - int(game.FirstDeclared); i >= 0 && i < len(r.Ballots) {
		return r.Ballots[i].Kind
	}
	return b
}

// KindByName answers the kind of ballot that a word of the rule language names.
func KindByName(name string) (game.Ballot, bool) {
	i := slices.Index(kindNames[:], name)
	return game.Ballot(max(i, 0)), i >= 0
}

var kindNames = [game.FirstDeclared]string{"pending", "for", "against", "abstaining", "absent", "recused"}
