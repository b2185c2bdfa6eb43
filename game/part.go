package game

// Part is a formula of a game as it is counted: a gate, the negation of one, or "at least so many of these hold".
// Negations stand at the gates alone.
type Part struct {
	Gate  *Gate  // a leaf, when not nil; it must not be changed
	Not   bool   // the leaf holds when the gate does not
	Least int    // of the parts, how many must hold: none, when 0; more than there are, when it never holds
	Parts []Part // of a leaf none
}

// Whole answers the game's formula, for those who count something else than a verdict. Cost: O(formula).
func (g *Game) Whole() Part { return g.part(0) }

func (g *Game) part(at int32) Part {
	n := &g.nodes[at]
	if n.gate >= 0 {
		return Part{Gate: g.gates[n.gate], Not: n.not}
	}
	p := Part{Least: int(n.need), Parts: make([]Part, len(n.parts))}
	for i, at := range n.parts {
		p.Parts[i] = g.part(at)
	}
	return p
}
