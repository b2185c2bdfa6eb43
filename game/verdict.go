package game

// Verdict is an outcome over all completions of the pending ballots.
type Verdict struct {
	Outcome Outcome
	// Bounded says that the search ended at its budget: Outcome is Open because it was not settled, not because it
	// was shown to be open.
	Bounded bool
}

// Verdict answers whether what is pending can still turn the decision. It is exact unless it says Bounded: Adopted
// if every completion satisfies the formula, Rejected if none does or if nobody is left on the roll, else Open.
func (t *Tally) Verdict() Verdict {
	if t.onRoll == 0 {
		return Verdict{Outcome: Rejected} // a roll of nobody carries nothing
	}
	return t.verdict(0, t.sure)
}

// Of answers the verdict on a part of the formula by itself, which must be one that the game was made of. The rule
// that a roll of nobody carries nothing is not applied to parts.
func (t *Tally) Of(f *Formula) Verdict {
	p, ok := t.g.places[f]
	if !ok {
		return Verdict{Bounded: true}
	}
	v := t.verdict(p.node, [2]bool{})
	if p.not && v.Outcome != Open {
		v.Outcome = Adopted + Rejected - v.Outcome
	}
	return v
}

// After answers what the verdict would be if a player said something else. The tally is as it was afterwards.
func (t *Tally) After(player int, b Ballot) Verdict {
	old := t.seats[player].code
	t.Cast(player, b)
	v := t.Verdict()
	t.move(player, old)
	return v
}

// verdict settles a node: by its bounds, and where those do not say all, by search.
func (t *Tally) verdict(at int32, sure [2]bool) Verdict {
	switch t.states[at] {
	case always:
		return Verdict{Outcome: Adopted}
	case never:
		return Verdict{Outcome: Rejected}
	case unsettled:
	}
	if sure[0] && sure[1] {
		return Verdict{}
	}
	s := t.search()
	defer func() { t.spent += t.Budget - s.budget }()
	can, fail := yes, yes
	if !sure[0] {
		can = s.can(item{at, false})
	}
	if can == no {
		return Verdict{Outcome: Rejected}
	}
	if !sure[1] {
		fail = s.can(item{at, true})
	}
	if fail == no {
		return Verdict{Outcome: Adopted}
	}
	return Verdict{Bounded: can == unsure || fail == unsure}
}

// surely answers for which of the two questions, can it hold and can it fail, the bounds say all there is to say,
// whoever is pending.
func (t *Tally) surely() [2]bool {
	return [2]bool{t.exact(item{0, false}), t.exact(item{0, true})}
}

// exact says whether the bounds of a node's gates answer exactly whether the node can hold. They do for one gate,
// and for an "or" of what they do it for; for "and" and "at least k" when one ballot is best for every gate under
// the node, for every player. [Analysis by dominance; what it leaves out, such as parts that share no player, the
// search settles.]
func (t *Tally) exact(at item) bool {
	n := &t.g.nodes[at.node]
	if n.gate >= 0 {
		return true
	}
	if need(n, at.not) > 1 {
		return t.dominated(t.g.literals(at, nil))
	}
	for _, p := range n.parts {
		if !t.exact(item{p, at.not}) {
			return false
		}
	}
	return true
}

// dominated says whether, in every row and for every set of ballots in use, one ballot is best for all literals.
func (t *Tally) dominated(all []literal) bool {
	signs := signsOf(all, len(t.g.gates))
	for i := range t.g.shapes {
		for _, set := range t.sets[openCode:] {
			if !t.g.hasBest(&t.g.shapes[i], set, signs) {
				return false
			}
		}
	}
	return true
}

// sign is how a set of literals uses a gate.
type sign uint8

const (
	asIs   sign = 1 << iota // the gate itself is wanted
	turned                  // its negation is wanted
)

func signsOf(all []literal, gates int) []sign {
	signs := make([]sign, gates)
	for _, l := range all {
		if l.not {
			signs[l.gate] |= turned
		} else {
			signs[l.gate] |= asIs
		}
	}
	return signs
}

// hasBest says whether some ballot of the set is best for every wanted gate that rows of this shape weigh in.
// Weights are not negative, so that it depends on scores alone.
func (g *Game) hasBest(s *shape, set Set, signs []sign) bool {
	for b := range set.Each {
		best := true
		for _, x := range s.touches {
			gate := g.gates[x.gate]
			r := gate.span(set)
			if signs[x.gate]&asIs != 0 && gate.Score[b] < r.max || signs[x.gate]&turned != 0 && gate.Score[b] > r.min {
				best = false
				break
			}
		}
		if best {
			return true
		}
	}
	return false
}

// literal is a gate, or its negation.
type literal struct {
	gate int32
	not  bool
}

// literals appends every literal under a node.
func (g *Game) literals(at item, to []literal) []literal {
	n := &g.nodes[at.node]
	if n.gate >= 0 {
		return append(to, literal{n.gate, n.not != at.not})
	}
	for _, p := range n.parts {
		to = g.literals(item{p, at.not}, to)
	}
	return to
}

// need answers how many parts must hold for a node, or for its negation.
func need(n *node, not bool) int {
	if not {
		return len(n.parts) - int(n.need) + 1
	}
	return int(n.need)
}
