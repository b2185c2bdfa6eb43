package game

// Pivot is a player on whom the decision turns.
type Pivot struct {
	Player int
	// Adopts and Rejects are the ballots with which the player alone brings that outcome about, whatever the others
	// do. Opens are those with which it unsettles what was settled.
	Adopts, Rejects, Opens Set
}

// Pivots answers the players on whom the decision turns, in ascending order. While it is open, these are the pending
// players any one of whom can settle it alone by a ballot it may cast. Once it is settled, they are the players any
// one of whom would unsettle or reverse it, had it cast another ballot of the set free. The second answer is true if
// some players could not be judged within the budget; they are left out.
//
// Like players are judged once. Cost where bounds are exact: O(players).
func (t *Tally) Pivots(free Set) (pivots []Pivot, bounded bool) {
	now := t.Verdict()
	if now.Bounded || t.onRoll == 0 {
		return nil, now.Bounded
	}
	p := &pivoting{t: t, now: now.Outcome, free: free.completes(), judged: map[uint64]Pivot{}, widths: map[uint16][]int64{}}
	p.sure = t.sure[0] && t.sure[1] && (now.Outcome == Open || t.states[0] != unsettled)
	budget, begun := t.Budget, t.spent
	defer func() { t.Budget = budget }()
	for i := range t.seats {
		seat := t.seats[i]
		if seat.code == uint16(Recused) || (seat.code >= openCode) != (now.Outcome == Open) {
			continue
		}
		if p.sure && !p.near(seat) {
			continue
		}
		if t.Budget = budget - (t.spent - begun); t.Budget <= 0 {
			return pivots, true
		}
		if v := p.judge(i, seat); v.Adopts|v.Rejects|v.Opens != 0 {
			v.Player = i
			pivots = append(pivots, v)
		}
	}
	return pivots, p.bounded
}

// Irrelevant says that no completion's outcome depends on a player: whatever it says, and whatever the others say,
// every part of the formula that it weighs in is settled, or stands under one that is. It is sound but not complete:
// of a player for whom it answers false, nothing is said.
func (t *Tally) Irrelevant(player int) bool {
	for _, x := range t.g.shapeAt(t.seats[player].row).touches {
		r := t.spans[int(t.seats[player].code)*len(t.sums)+int(x.gate)]
		if r.min == r.max || t.sums[x.gate].state != unsettled {
			continue
		}
		for _, leaf := range t.g.leaves[x.gate] {
			if !t.underSettled(leaf) {
				return false
			}
		}
	}
	return true
}

// underSettled says whether a node, or one above it, is settled.
func (t *Tally) underSettled(at int32) bool {
	for ; at >= 0; at = t.g.nodes[at].parent {
		if t.states[at] != unsettled {
			return true
		}
	}
	return false
}

type pivoting struct {
	t       *Tally
	now     Outcome
	free    Set
	sure    bool // only a gate that changes its state can change the verdict
	judged  map[uint64]Pivot
	widths  map[uint16][]int64 // of each code, for each gate: how far another ballot can be in score
	bounded bool
}

// judge tries each ballot, once for all players of one row and code.
func (p *pivoting) judge(player int, seat seat) Pivot {
	key := uint64(seat.row)<<16 | uint64(seat.code)
	if v, ok := p.judged[key]; ok {
		return v
	}
	free := p.free
	if seat.code >= openCode {
		free = p.t.sets[seat.code]
	}
	var v Pivot
	for b := range free.Each {
		if uint16(b) == seat.code {
			continue
		}
		after := p.t.After(player, b)
		p.bounded = p.bounded || after.Bounded
		switch {
		case after.Outcome == p.now || after.Bounded:
		case after.Outcome == Adopted:
			v.Adopts |= SetOf(b)
		case after.Outcome == Rejected:
			v.Rejects |= SetOf(b)
		case after.Outcome == Open:
			v.Opens |= SetOf(b)
		}
	}
	p.judged[key] = v
	return v
}

// near says whether a player weighs enough to change the state of some gate.
func (p *pivoting) near(seat seat) bool {
	widths := p.width(seat.code)
	for _, x := range p.t.g.shapeAt(seat.row).touches {
		s := &p.t.sums[x.gate]
		step := p.t.g.weigh(seat.row, x) * widths[x.gate]
		var room int64
		switch s.state {
		case always:
			room = s.lo - s.least
		case never:
			room = s.least - 1 - s.hi
		case unsettled:
			room = min(s.least-1-s.lo, s.hi-s.least)
		}
		if step > room {
			return true
		}
	}
	return false
}

// width answers, for each gate, how far apart the scores of a code and the ballots free can be.
func (p *pivoting) width(code uint16) []int64 {
	if w, ok := p.widths[code]; ok {
		return w
	}
	w := make([]int64, len(p.t.g.gates))
	for i, gate := range p.t.g.gates {
		r := gate.span(p.free | p.t.sets[code])
		w[i] = r.max - r.min
	}
	p.widths[code] = w
	return w
}
