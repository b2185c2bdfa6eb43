package game

// Formula is a rule over gates: a gate, a negation, or "at least so many of these". Formulas are made by the
// functions below, are never changed afterwards, and may be shared. A nil *Formula is none and must not be used.
type Formula struct {
	gate  *Gate // a leaf, when not nil
	not   bool  // the negation of parts[0]
	least int   // how many of the parts must hold
	parts []*Formula
}

// Holds is the formula that holds when the gate does.
func Holds(g *Gate) *Formula { return &Formula{gate: g} }

// And holds when all parts do; And() always holds.
func And(parts ...*Formula) *Formula { return AtLeast(len(parts), parts...) }

// Or holds when some part does; Or() never holds.
func Or(parts ...*Formula) *Formula { return AtLeast(1, parts...) }

// AtLeast holds when k or more of the parts do: always when k is 0 or less, never when k is more than there are.
func AtLeast(k int, parts ...*Formula) *Formula { return &Formula{least: k, parts: parts} }

// Not holds when the formula does not. It is pushed down to the gates when a game is made.
func Not(f *Formula) *Formula { return &Formula{not: true, parts: []*Formula{f}} }

// node is a formula made ready: a literal, or "at least need of the nodes in parts".
type node struct {
	gate   int32 // of a literal; else -1
	not    bool  // the literal is the gate's negation
	parent int32 // -1 at the root
	need   int32
	parts  []int32
}

// place says where a formula went: to a node, turned over if an odd number of negations stands above it.
type place struct {
	node int32
	not  bool
}

// put adds a formula under a parent, with negation pushed to the gates: not "at least k of n hold" is "at least
// n−k+1 of n do not".
func (g *Game) put(f *Formula, not bool, parent int32) int32 {
	if f.not {
		at := g.put(f.parts[0], !not, parent)
		g.remember(f, place{at, not})
		return at
	}
	at := int32(len(g.nodes))
	g.nodes = append(g.nodes, node{gate: -1, parent: parent})
	g.remember(f, place{at, not})
	if f.gate != nil {
		g.nodes[at].gate, g.nodes[at].not = g.gateIndex(f.gate), not
		return at
	}
	need, parts := min(max(f.least, 0), len(f.parts)+1), make([]int32, len(f.parts))
	if not {
		need = len(f.parts) - need + 1
	}
	for i, p := range f.parts {
		parts[i] = g.put(p, not, at)
	}
	g.nodes[at].need, g.nodes[at].parts = int32(need), parts
	return at
}

// remember keeps the first place of a formula.
func (g *Game) remember(f *Formula, p place) {
	if _, seen := g.places[f]; !seen {
		g.places[f] = p
	}
}

// gateIndex answers the number of a gate, adding it if it is new.
func (g *Game) gateIndex(gate *Gate) int32 {
	i, seen := g.gateNumber[gate]
	if !seen {
		i = int32(len(g.gates))
		g.gateNumber[gate] = i
		g.gates = append(g.gates, gate)
	}
	return i
}
