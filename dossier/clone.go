package dossier

import (
	"maps"
	"slices"
	"sync/atomic"

	"accede/body"
)

// Rehearsing answers a clone in which nobody has to sign, to try what an act would do before it is signed.
func (d *Docket) Rehearsing() *Docket {
	c := d.Clone()
	c.waived = true
	return c
}

// Clone answers a docket that goes its own way: folding one leaves the other as it was. It costs a few words for each
// dossier: dossiers are shared until one of the two dockets folds something into them, and then copied by it, one by one.
// Several goroutines may copy a docket at once, while nobody folds into it.
func (d *Docket) Clone() *Docket {
	c := *d
	d.line.copied.Add(1)
	c.line = new(lineage)
	c.states, c.waiting = maps.Clone(d.states), slices.Clone(d.waiting)
	c.order, c.lexicon = slices.Clip(d.order), d.lexicon.copied()
	c.acts = d.acts.clone()
	c.owed = slices.Clone(d.owed)
	c.held = slices.Clone(d.held)
	c.confirmed = maps.Clone(d.confirmed)
	c.enclosed, c.enclosures = maps.Clone(d.enclosed), slices.Clip(d.enclosures)
	return &c
}

// lineage is what a docket and what it becomes by folding have in common, and no copy of it.
type lineage struct{ copied atomic.Uint64 } // how often it was copied

// owner says whose a dossier is: of the docket of that line, if it was not copied since.
type owner struct {
	line   *lineage
	copied uint64
}

func (d *Docket) owner() owner { return owner{d.line, d.line.copied.Load()} }

// own answers a dossier to fold into. One that a copy of the docket may share is copied first, and stays as it was for whoever
// has it.
func (d *Docket) own(id string) *State {
	s := d.states[id]
	if s == nil || s.owner == d.owner() {
		return s
	}
	c := s.clone()
	if s.owner.line != d.line {
		// These are only ever added to. Whoever made them adds behind what a copy sees of them; a copy's next one goes elsewhere.
		c.lines, c.packed, c.papers = slices.Clip(s.lines), slices.Clip(s.packed), slices.Clip(s.papers)
		c.promised, c.done = slices.Clip(s.promised), slices.Clip(s.done)
	}
	c.owner = d.owner()
	d.states[id] = c
	if i := slices.Index(d.waiting, s); i >= 0 {
		d.waiting[i] = c
	}
	for _, g := range c.stages {
		if g.tally != nil && g.tallied != d.line {
			d.startTally(g)
		}
	}
	return c
}

// copies remembers what each part of a state was copied to, so that what was shared stays shared.
type copies struct {
	stages      map[*stage]*stage
	concerns    map[*concern]*concern
	demands     map[*demand]*demand
	commitments map[*commitment]*commitment
	measures    map[*measure]*measure
}

func (s *State) clone() *State {
	m := copies{map[*stage]*stage{}, map[*concern]*concern{}, map[*demand]*demand{}, map[*commitment]*commitment{}, map[*measure]*measure{}}
	c := *s
	c.stages = eachOf(s.stages, m.stage)
	c.objections = eachOf(s.objections, m.objection)
	c.rounds = slices.Clone(s.rounds) // a round is never changed once made
	c.texts = eachOf(s.texts, m.text)
	c.concerns = mapped(s.concerns, m.concern)
	c.demands = mapped(s.demands, m.demand)
	c.commitments = mapped(s.commitments, m.commitment)
	c.measures = mapped(s.measures, m.measure)
	return &c
}

func eachOf[T any](all []*T, one func(*T) *T) []*T {
	if all == nil {
		return nil
	}
	c := make([]*T, len(all))
	for i, x := range all {
		c[i] = one(x)
	}
	return c
}

func mapped[T any](all map[string]*T, one func(*T) *T) map[string]*T {
	c := make(map[string]*T, len(all))
	for k, x := range all {
		c[k] = one(x)
	}
	return c
}

func (m copies) stage(g *stage) *stage {
	if g == nil {
		return nil
	}
	if c := m.stages[g]; c != nil {
		return c
	}
	c := *g
	m.stages[g] = &c
	c.after = m.stage(g.after)
	c.voices = slices.Clone(g.voices)
	c.parties = slices.Clone(g.parties)
	if g.question != nil {
		q := *g.question
		q.broken = slices.Clone(q.broken)
		q.watch.round, q.watch.seen = slices.Clone(q.watch.round), slices.Clone(q.watch.seen)
		c.question = &q
	}
	if g.marks != nil {
		c.marks = make(map[body.MemberID][]mark, len(g.marks))
		for id, ms := range g.marks {
			c.marks[id] = slices.Clone(ms)
		}
	}
	return &c
}

func (m copies) objection(o *objection) *objection {
	c := *o
	c.withdrawn = slices.Clone(o.withdrawn)
	c.concerns = eachOf(o.concerns, m.concern)
	return &c
}

func (m copies) concern(x *concern) *concern {
	if c := m.concerns[x]; c != nil {
		return c
	}
	c := *x
	m.concerns[x] = &c
	c.demands = eachOf(x.demands, m.demand)
	c.answers = eachOf(x.answers, m.commitment)
	return &c
}

func (m copies) demand(x *demand) *demand {
	if c := m.demands[x]; c != nil {
		return c
	}
	c := *x
	m.demands[x] = &c
	c.concern = m.concern(x.concern)
	c.answers = eachOf(x.answers, m.commitment)
	c.direct = eachOf(x.direct, m.measure)
	return &c
}

func (m copies) commitment(x *commitment) *commitment {
	if c := m.commitments[x]; c != nil {
		return c
	}
	c := *x
	m.commitments[x] = &c
	c.measures = eachOf(x.measures, m.measure)
	return &c
}

func (m copies) measure(x *measure) *measure {
	if c := m.measures[x]; c != nil {
		return c
	}
	c := *x
	m.measures[x] = &c
	c.answers = eachOf(x.answers, m.demand)
	return &c
}

func (m copies) text(x *text) *text {
	c := *x
	c.clauses = eachOf(x.clauses, m.commitment)
	return &c
}
