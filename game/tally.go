package game

import (
	"fmt"
	"slices"
)

// Tally is a game with what has been said so far. A ballot costs O(1) for each gate that its player weighs in, and
// the verdict is kept up with it; 8 bytes are held for each player beside the game's own rows.
//
// A Tally is not safe for use by several goroutines at once. Make one with Game.Tally.
type Tally struct {
	// Budget bounds the search for certainty where bounds do not settle it, in elementary steps. It is read anew
	// for each verdict; past it the answer is Open and Bounded.
	Budget int

	g      *Game
	seats  []seat
	sets   []Set   // of each code; codes below MaxBallots are single ballots
	spans  []span  // of each code and gate: the least and greatest score in the set
	sums   []sum   // of each gate
	states []truth // of each node
	holds  []int32 // of each node: how many parts hold for certain
	fails  []int32 // of each node: how many parts fail for certain
	onRoll int
	spent  int // steps of search so far

	// said counts the players of each row by code, where there are few rows; else nil, and they are counted when the
	// search needs it. Each row has codes entries.
	said  []int32
	codes int
	// sure says that bounds alone settle whether the rule can hold (0) and can fail (1).
	sure [2]bool
}

// DefaultBudget is the Budget of a new Tally: some tenths of a second at most.
const DefaultBudget = 20_000_000

// fewRows is how many different rows are counted as ballots come in.
const fewRows = 512

// openCode is the code of those pending who may say anything the question allows.
const openCode = MaxBallots

type seat struct {
	row  uint32
	code uint16
}

type span struct{ min, max int64 }

// sum is a gate's state: what the completions of the pending ballots can add up to, at least and at most.
type sum struct {
	lo, hi, least int64
	state         truth
}

// truth is what is certain about a gate or node. The zero value is unsettled.
type truth uint8

const (
	unsettled truth = iota
	always          // holds in every completion
	never           // holds in none
)

func (t truth) turned(not bool) truth {
	if not && t != unsettled {
		return always + never - t
	}
	return t
}

// Tally answers a tally in which everyone is pending and may say any ballot of the set. Pending and Recused are no
// completions and are left out of it; a set with nothing else in it is taken for Absent alone.
func (g *Game) Tally(allowed Set) *Tally {
	if allowed = allowed.completes(); allowed == 0 {
		allowed = SetOf(Absent)
	}
	t := &Tally{Budget: DefaultBudget, g: g, onRoll: g.players}
	for b := range Ballot(MaxBallots) {
		t.addSet(SetOf(b))
	}
	t.sets[Pending] = allowed
	t.addSet(allowed)
	t.seats = make([]seat, g.players)
	for i := range t.seats {
		t.seats[i] = seat{g.row[i], openCode}
	}
	if g.kinds <= fewRows {
		t.recount()
	}
	t.begin()
	t.sure = t.surely()
	return t
}

// begin sets sums and nodes to what they are when everyone is pending.
func (t *Tally) begin() {
	t.sums = make([]sum, len(t.g.gates))
	t.states = make([]truth, len(t.g.nodes))
	t.holds, t.fails = make([]int32, len(t.g.nodes)), make([]int32, len(t.g.nodes))
	for i := range slices.Backward(t.g.nodes) {
		t.settle(int32(i)) // parts come after their node
	}
	for i, gate := range t.g.gates {
		s := t.spans[openCode*len(t.g.gates)+i]
		t.sums[i] = sum{lo: s.min * t.g.totals[i], hi: s.max * t.g.totals[i], least: gate.Least}
		t.look(int32(i))
	}
}

// addSet gives a set of ballots the next code and works out what it can score in each gate.
func (t *Tally) addSet(s Set) uint16 {
	code := uint16(len(t.sets))
	t.sets = append(t.sets, s)
	for _, gate := range t.g.gates {
		t.spans = append(t.spans, gate.span(s))
	}
	return code
}

// span answers the least and the greatest score that a set of ballots can have.
func (g *Gate) span(s Set) span {
	r, first := span{}, true
	for b := range s.Each {
		c := g.Score[b]
		if first {
			r, first = span{c, c}, false
		}
		r.min, r.max = min(r.min, c), max(r.max, c)
	}
	return r
}

// Cast records a player's ballot, in place of what the player said before. Pending takes it back: the player may
// again say anything allowed. Recused takes the player off the roll. Ballots from MaxBallots on are refused by panic.
func (t *Tally) Cast(player int, b Ballot) {
	if b >= MaxBallots {
		panic("game: ballot beyond MaxBallots")
	}
	code := uint16(b)
	if b == Pending {
		code = openCode
	}
	t.move(player, code)
}

// Allow makes a player pending with a set of its own of what it may still say. A set without a ballot is refused.
func (t *Tally) Allow(player int, allowed Set) error {
	if allowed = allowed.completes(); allowed == 0 {
		return fmt.Errorf("player %d may say nothing: allow one ballot or more", player)
	}
	if allowed.Len() == 1 {
		for b := range allowed.Each {
			t.move(player, uint16(b))
		}
		return nil
	}
	for code := openCode; code < len(t.sets); code++ {
		if t.sets[code] == allowed {
			t.move(player, uint16(code))
			return nil
		}
	}
	if len(t.sets) > 1<<15 {
		return fmt.Errorf("player %d: more than %d different sets of ballots", player, len(t.sets))
	}
	code := t.addSet(allowed)
	if t.said != nil {
		t.recount()
	}
	t.move(player, code)
	t.sure = t.surely()
	return nil
}

// Ballot answers what a player has said: Pending while it may still say one of several things.
func (t *Tally) Ballot(player int) Ballot {
	if c := t.seats[player].code; c < openCode {
		return Ballot(c)
	}
	return Pending
}

// OnRoll answers how many players are not recused.
func (t *Tally) OnRoll() int { return t.onRoll }

// Game answers the game that is counted.
func (t *Tally) Game() *Game { return t.g }

// Clone answers a copy that changes by itself. Several goroutines may clone one tally at once.
func (t *Tally) Clone() *Tally {
	c := *t
	// Sets and spans are only ever added to; without room to grow, the copy adds to its own.
	c.sets, c.spans = slices.Clip(t.sets), slices.Clip(t.spans)
	c.seats, c.said, c.sums, c.states = clone(t.seats), clone(t.said), clone(t.sums), clone(t.states)
	c.holds, c.fails = clone(t.holds), clone(t.fails)
	return &c
}

// clone copies without room to grow; nil stays nil.
func clone[T any](s []T) []T {
	if s == nil {
		return nil
	}
	c := make([]T, len(s))
	copy(c, s)
	return c
}

// move gives a player another code and carries the difference into every gate it weighs in.
func (t *Tally) move(player int, code uint16) {
	s := &t.seats[player]
	old := s.code
	if old == code {
		return
	}
	s.code = code
	if old == uint16(Recused) {
		t.onRoll++
	} else if code == uint16(Recused) {
		t.onRoll--
	}
	row := t.g.rows[s.row:]
	if t.said != nil {
		at := t.g.numberAt(s.row) * t.codes
		t.said[at+int(old)]--
		t.said[at+int(code)]++
	}
	n := len(t.sums)
	from, to := t.spans[int(old)*n:int(old)*n+n], t.spans[int(code)*n:int(code)*n+n]
	for _, x := range t.g.shapes[row[0]>>32].touches {
		w, a, b := int64(1), &from[x.gate], &to[x.gate]
		if x.at != one {
			w = row[x.at]
		}
		g := &t.sums[x.gate]
		g.lo += w * (b.min - a.min)
		g.hi += w * (b.max - a.max)
		if g.truth() != g.state {
			t.look(x.gate)
		}
	}
}

// recount counts the players by row and code.
func (t *Tally) recount() {
	t.codes = len(t.sets)
	t.said = make([]int32, t.g.kinds*t.codes)
	for i := range t.seats {
		t.said[t.g.numberAt(t.seats[i].row)*t.codes+int(t.seats[i].code)]++
	}
}

// truth answers what the bounds of a gate say about it.
func (s *sum) truth() truth {
	switch {
	case s.lo >= s.least:
		return always
	case s.hi < s.least:
		return never
	}
	return unsettled
}

// look reads a gate's state again and carries a change up the formula.
func (t *Tally) look(gate int32) {
	t.sums[gate].state = t.sums[gate].truth()
	for _, leaf := range t.g.leaves[gate] {
		t.become(leaf, t.sums[gate].state.turned(t.g.nodes[leaf].not))
	}
}

// become gives a node another state and tells the nodes above it.
func (t *Tally) become(at int32, state truth) {
	for old := t.states[at]; old != state; old = t.states[at] {
		t.states[at] = state
		up := t.g.nodes[at].parent
		if up < 0 {
			return
		}
		t.tell(up, old, -1)
		t.tell(up, state, 1)
		at, state = up, t.of(up)
	}
}

// tell counts a part's state at its node.
func (t *Tally) tell(at int32, state truth, n int32) {
	switch state {
	case always:
		t.holds[at] += n
	case never:
		t.fails[at] += n
	case unsettled:
	}
}

// of answers the state of a node by the states of its parts. It is sound; whether it is all that can be said, the
// search finds out.
func (t *Tally) of(at int32) truth {
	n := &t.g.nodes[at]
	switch {
	case t.holds[at] >= n.need:
		return always
	case int32(len(n.parts))-t.fails[at] < n.need:
		return never
	}
	return unsettled
}

// settle gives a node without parts, such as And(), its state from the beginning.
func (t *Tally) settle(at int32) {
	if t.g.nodes[at].gate < 0 {
		t.become(at, t.of(at))
	}
}
