package game

import "math/bits"

// Set is a set of ballots: what a player may still say. The zero Set is empty.
type Set uint32

// SetOf answers the set of these ballots. Numbers from MaxBallots on are left out: no player can cast them.
func SetOf(ballots ...Ballot) Set {
	var s Set
	for _, b := range ballots {
		if b < MaxBallots {
			s |= 1 << b
		}
	}
	return s
}

// Has says whether a ballot is in the set.
func (s Set) Has(b Ballot) bool { return b < MaxBallots && s>>b&1 == 1 }

// Len answers how many ballots are in the set.
func (s Set) Len() int { return bits.OnesCount32(uint32(s)) }

// Each yields the ballots of the set in ascending order.
func (s Set) Each(yield func(Ballot) bool) {
	for ; s != 0; s &= s - 1 {
		if !yield(Ballot(bits.TrailingZeros32(uint32(s)))) {
			return
		}
	}
}

// completes answers the set without Pending and Recused: neither is something that a pending player can end up
// with. A pending ballot is the absence of one, and whoever is recused has left the roll.
func (s Set) completes() Set { return s &^ (1<<Pending | 1<<Recused) }
