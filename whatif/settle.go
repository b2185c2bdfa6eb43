package whatif

import (
	"fmt"
	"slices"

	"accede/body"
	"accede/game"
	"accede/pledge"
	"accede/rule"
)

// Settled is what conditional positions come to.
type Settled struct {
	// Least counts only what stands with nobody moving first: the only legally safe count. A pledge whose condition does
	// not hold in it is pending.
	Least Count
	// Greatest counts what stands if the pledges are carried out together, as a package: it takes a step that all of
	// Held make at once.
	Greatest Count
	// Held are those who are for in the greatest count and not in the least: each waits for others of them. In the order
	// of the roll.
	Held []body.MemberID
	// Cycles name why: in each, everybody waits for the next one, and the last for the first. One for each group of Held
	// who wait for each other; there may be further ones among them.
	Cycles [][]body.MemberID
	// Unmet are the facts that pledges of those who are for in neither count ask for and that are not established.
	Unmet []string
}

// Count is one way to count conditional positions.
type Count struct {
	Ballots     []game.Ballot // in the order of the roll
	Outcome     game.Outcome
	IfClosedNow game.Outcome
	Bounded     bool // as in rule.Finding
}

// Settle counts conditional positions beside the ballots there are. A pledge speaks for its member only while that
// member's ballot is pending. facts are those established, such as "measure m1" and "demand d1": see Facts.
//
// Both counts take time linear in the conditions as written out: each test of a class is as long as the class. [Dowling
// and Gallier 1984: counters for Horn formulas; Tarski 1955: least and greatest fixpoint.]
//
// The error is rule.ErrQuestion when the ballots do not fit the roll, or names a member who pledged twice or is not on
// the roll.
func Settle(c *rule.Compiled, ballots []game.Ballot, pledges []pledge.Pledge, facts []string) (Settled, error) {
	if _, err := c.Verdict(ballots); err != nil {
		return Settled{}, fmt.Errorf("settle %d conditional positions: %w", len(pledges), err)
	}
	h, err := newHorn(c.Roll(), ballots, pledges, facts)
	if err != nil {
		return Settled{}, fmt.Errorf("settle %d conditional positions: %w", len(pledges), err)
	}
	least, greatest := h.least(), h.greatest()
	var out Settled
	if out.Least, err = count(c, ballots, least); err != nil {
		return Settled{}, err
	}
	if out.Greatest, err = count(c, ballots, greatest); err != nil {
		return Settled{}, err
	}
	held := make([]bool, len(ballots))
	for i, id := range c.Roll().Members {
		if held[i] = greatest[i] && !least[i]; held[i] {
			out.Held = append(out.Held, id)
		}
	}
	for _, cycle := range h.cycles(held) {
		var ids []body.MemberID
		for _, i := range cycle {
			ids = append(ids, c.Roll().Members[i])
		}
		out.Cycles = append(out.Cycles, ids)
	}
	out.Unmet = h.unmet(greatest)
	return out, nil
}

// count answers what ballots come to with some more members for.
func count(c *rule.Compiled, ballots []game.Ballot, yes []bool) (Count, error) {
	out := Count{Ballots: slices.Clone(ballots)}
	for i, y := range yes {
		if y && out.Ballots[i] == game.Pending {
			out.Ballots[i] = game.For
		}
	}
	f, err := c.Find(out.Ballots)
	out.Outcome, out.IfClosedNow, out.Bounded = f.Outcome, f.IfClosedNow, f.Bounded
	return out, err
}

// horn is the conditions written out as gates: a gate holds when so many of those that feed it do.
type horn struct {
	gates   []hornGate
	pledge  []int32   // of each member: the gate of its condition; −1 without one
	feeds   [][]int32 // of each member: the gates its being for feeds
	begins  []bool    // of each member: is for whatever the others do
	told    []string  // facts established
	pledged []int     // members with a condition, in the order of the roll
}

type hornGate struct {
	least, parts int32  // how many must hold, and how many there are
	up           int32  // the gate it feeds; −1 for none
	member       int32  // whose condition it is, if it is one's; −1
	fact         string // it holds if that is established
}

func newHorn(roll *body.Roll, ballots []game.Ballot, pledges []pledge.Pledge, facts []string) (*horn, error) {
	n := len(roll.Members)
	h := &horn{pledge: slices.Repeat([]int32{-1}, n), feeds: make([][]int32, n), begins: make([]bool, n), told: facts}
	for i, b := range ballots {
		h.begins[i] = roll.Kind(b) == game.For
	}
	for _, p := range pledges {
		i, ok := roll.Index(p.Member)
		switch {
		case !ok || p.On == nil:
			return nil, fmt.Errorf("the condition of %q is of nobody on the roll, or was not read", p.Member)
		case h.pledge[i] >= 0:
			return nil, fmt.Errorf("%s has two conditions: join them with and, or with or", p.Member)
		case ballots[i] != game.Pending:
			continue // it has spoken, and its word counts
		}
		h.pledge[i] = int32(len(h.gates))
		h.add(p.On, -1, int32(i))
		h.pledged = append(h.pledged, i)
	}
	slices.Sort(h.pledged)
	return h, nil
}

// add writes a condition out.
func (h *horn) add(on *pledge.Condition, up, member int32) {
	at := int32(len(h.gates))
	g := hornGate{least: int32(on.Least), parts: int32(len(on.Parts)), up: up, member: member, fact: on.Fact}
	if on.Parts == nil && on.Fact == "" {
		g.least, g.parts = 1, 1
		h.feeds[on.Member] = append(h.feeds[on.Member], at)
	}
	h.gates = append(h.gates, g)
	for _, part := range on.Parts {
		h.add(part, at, -1)
	}
}

// least answers who is for when nobody moves first: it begins with those who are for anyway and with the facts, and
// counts every gate down once.
func (h *horn) least() []bool {
	yes, left := slices.Clone(h.begins), make([]int32, len(h.gates))
	var queue []int32 // gates that have come to hold
	for at, g := range h.gates {
		left[at] = g.least
		if g.fact != "" {
			if left[at] = 1; slices.Contains(h.told, g.fact) {
				left[at] = 0
				queue = append(queue, int32(at))
			}
		}
	}
	tell := func(at int32) {
		if left[at]--; left[at] == 0 {
			queue = append(queue, at)
		}
	}
	for i, y := range yes {
		if y {
			for _, at := range h.feeds[i] {
				tell(at)
			}
		}
	}
	for told := 0; told < len(queue); { // telling adds to the queue
		g := h.gates[queue[told]]
		told++
		if g.up >= 0 {
			tell(g.up)
		}
		if g.member >= 0 && !yes[g.member] {
			yes[g.member] = true
			for _, at := range h.feeds[g.member] {
				tell(at)
			}
		}
	}
	return yes
}

// greatest answers who is for when the pledges are carried out together: it begins with everybody who has pledged, and
// takes out whose condition fails, until none does.
func (h *horn) greatest() []bool {
	yes, spare := slices.Clone(h.begins), make([]int32, len(h.gates))
	for _, i := range h.pledged {
		yes[i] = true
	}
	var queue []int32 // gates that have come to fail
	for at, g := range h.gates {
		spare[at] = g.parts - g.least // how many may fail
		if g.fact != "" {
			if spare[at] = 0; !slices.Contains(h.told, g.fact) {
				spare[at] = -1
				queue = append(queue, int32(at))
			}
		}
	}
	tell := func(at int32) {
		if spare[at]--; spare[at] == -1 {
			queue = append(queue, at)
		}
	}
	for i, y := range yes {
		if !y {
			for _, at := range h.feeds[i] {
				tell(at)
			}
		}
	}
	for told := 0; told < len(queue); { // telling adds to the queue
		g := h.gates[queue[told]]
		told++
		if g.up >= 0 {
			tell(g.up)
		}
		if g.member >= 0 && yes[g.member] {
			yes[g.member] = false
			for _, at := range h.feeds[g.member] {
				tell(at)
			}
		}
	}
	return yes
}

// unmet answers the facts that conditions of those who are not for ask for and that are not established, in the order
// of the members.
func (h *horn) unmet(yes []bool) []string {
	var all []string
	for _, i := range h.pledged {
		if yes[i] {
			continue
		}
		for at := h.pledge[i]; int(at) < len(h.gates) && (at == h.pledge[i] || h.gates[at].member < 0); at++ {
			if f := h.gates[at].fact; f != "" && !slices.Contains(h.told, f) && !slices.Contains(all, f) {
				all = append(all, f)
			}
		}
	}
	return all
}
