package conflict

import "slices"

// Outlook is what a model says of today: whether it holds, what else would, and how to get there.
type Outlook struct {
	Today int
	// Holds says by which concepts today is an equilibrium.
	Holds []Concept
	// Movers are the parties for which today is not stable by Sequential: who would leave it.
	Movers []int
	// Settled are the states other than today that hold by Sequential and can be reached from today, the nearest first.
	// Left says how many more there are than were asked for.
	Settled []Settled
	Left    int
}

// Settled is a state that holds, and the way there from today.
type Settled struct {
	State int
	// Nash says that nobody even wants to move there.
	Nash bool
	// Path is a shortest way from today.
	Path []Arc
	// ByItself says that every move of Path is liked better by whoever makes it than to stay: the play can get there
	// without anybody's having to trust another.
	ByItself bool
}

// Outlook answers what the model says of today, with so many settled states at most. Cost: that of Stability, which it
// is handed.
func (c *Conflict) Outlook(s *Stability, most int) Outlook {
	out := Outlook{Today: c.Today}
	for _, by := range Concepts() {
		if s.Equilibrium(c.Today, by) {
			out.Holds = append(out.Holds, by)
		}
	}
	for i := range c.sides {
		if !s.Stable(i, c.Today, Sequential) {
			out.Movers = append(out.Movers, i)
		}
	}
	reach, better := c.Reach(c.Today, nil, false), c.Reach(c.Today, nil, true)
	for _, t := range s.Equilibria(Sequential) {
		if reach.dist[t] > 0 {
			out.Settled = append(out.Settled, Settled{State: t, Nash: s.Equilibrium(t, Nash)})
		}
	}
	slices.SortStableFunc(out.Settled, func(a, b Settled) int { return int(reach.dist[a.State] - reach.dist[b.State]) })
	if out.Left = max(0, len(out.Settled)-most); out.Left > 0 {
		out.Settled = out.Settled[:most]
	}
	for k := range out.Settled {
		t := &out.Settled[k]
		if t.Path = reach.Path(t.State); better.dist[t.State] > 0 {
			t.Path, t.ByItself = better.Path(t.State), true
		}
	}
	return out
}

// Breaking says what would have to change for the parties to go from today to a deal together, and for the deal to
// hold.
type Breaking struct {
	Deal int
	// Holds says what must change for the deal to hold, by Sequential.
	Holds Inverse
	// Gain are the parties that have to come to like the deal better than today; they do not as things stand.
	Gain []int
	// Orders are, for each party that appears above, the nearest order of its statements by which the deal is stable for
	// it and it likes the deal better than today; Order is nil where none does.
	Orders []PartyOrder
}

// PartyOrder is another order of one party's statements.
type PartyOrder struct {
	Party int
	Reordering
}

// Break answers what it takes to go from today to a deal. A deal for which nothing has to change is one that all gain
// from and that holds: only a step of all together is wanted.
func (c *Conflict) Break(deal int) Breaking {
	out := Breaking{Deal: deal, Holds: c.Inverse(deal, Sequential, c.Today)}
	for i := range c.sides {
		gains := c.Compare(i, deal, c.Today) > 0
		if !gains && c.own[i] != 0 {
			out.Gain = append(out.Gain, i)
		}
		shifts := slices.ContainsFunc(out.Holds.Shifts, func(s Shift) bool { return s.Party == i })
		if shifts || !gains && c.own[i] != 0 {
			order, _ := c.Reorder(i, deal, Sequential, c.Today)
			out.Orders = append(out.Orders, PartyOrder{i, order})
		}
	}
	return out
}

// Reordered answers the conflict with other orders of statements.
func (c *Conflict) Reordered(orders []PartyOrder) (*Conflict, error) {
	m := *c.Model
	m.Parties = slices.Clone(m.Parties)
	for _, o := range orders {
		p := &m.Parties[o.Party]
		if o.Order == nil {
			continue
		}
		statements := make([]Preference, 0, len(o.Order))
		for _, i := range o.Order {
			statements = append(statements, p.Prefers[i])
		}
		p.Prefers = statements
	}
	return Compile(&m)
}
