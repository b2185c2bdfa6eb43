package conflict

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"accede/form"
)

// Conflict is a model made ready. It is immutable; share it freely.
type Conflict struct {
	*Graph
	Model *Model
	// Today is the state of affairs.
	Today int

	options []string // names, by bit: party.option
	own     []uint32 // of each party, its options
	states  []uint32 // the options taken in each state, ascending
	truths  [][]uint64
}

// The most that a model may have. Beyond them leave out options that nobody needs, or take several together as one.
const (
	MaxOptions    = 20 // 1,048,576 states
	MaxStatements = 62 // of one party
	MaxParties    = 64
	// MaxWork is the most that states times words of statements may come to: some tens of seconds.
	MaxWork = 4_000_000_000
)

// Compile makes a model ready. The error is form.Faults: options or parties given twice or too many, statements that
// cannot be read, options that exclude everything, a today or a deal that cannot be, rankings that leave a state out
// or rank none. Cost: O(states × (options + statements)).
func Compile(m *Model) (*Conflict, error) {
	c := &compiler{Conflict: Conflict{Model: m, Graph: &Graph{}}}
	c.names()
	c.work()
	if len(c.faults) > 0 {
		return nil, c.faults.InOrder()
	}
	c.feasible()
	if len(c.faults) > 0 {
		return nil, c.faults.InOrder()
	}
	for i := range m.Parties {
		c.party(i)
	}
	c.Today = c.stateOf("today", m.Today, m.Places.Of("today"))
	for _, d := range m.Deals {
		c.stateOf("the deal "+d.ID, d.Taken, d.Places.Self)
	}
	if len(c.faults) > 0 {
		return nil, c.faults.InOrder()
	}
	return &c.Conflict, nil
}

// compiler gathers what is wrong on the way.
type compiler struct {
	Conflict
	faults form.Faults
	final  [2]uint32 // options that cannot be dropped once taken, and that cannot be taken once dropped
}

func (c *compiler) fault(at form.Place, format string, args ...any) {
	c.faults = append(c.faults, &form.Fault{Place: at, Text: fmt.Sprintf(format, args...)})
}

// names gives every option a bit.
func (c *compiler) names() {
	m := c.Model
	if len(m.Parties) == 0 || len(m.Parties) > MaxParties {
		c.fault(m.Places.Self, "there are %d parties; there must be from 1 to %d", len(m.Parties), MaxParties)
	}
	for i := range m.Parties {
		p := &m.Parties[i]
		if slices.ContainsFunc(m.Parties[:i], func(q Party) bool { return q.ID == p.ID }) {
			c.fault(p.Places.Self, "the party %s is given twice", p.ID)
		}
		var own uint32
		for k := range p.Options {
			o := &p.Options[k]
			switch {
			case strings.ContainsFunc(name(p, o), func(r rune) bool { return !isName(r) }):
				c.fault(o.Places.Self, "%s: names of parties and options are letters, digits, points, dashes and underlines", name(p, o))
			case slices.Contains(c.options, name(p, o)):
				c.fault(o.Places.Self, "the option %s is given twice", name(p, o))
			case len(c.options) < MaxOptions:
				c.finals(o)
				own |= 1 << len(c.options)
			case len(c.options) == MaxOptions:
				c.fault(o.Places.Self, "there are more than %d options: leave some out, or take several together as one", MaxOptions)
			}
			c.options = append(c.options, name(p, o))
		}
		c.own = append(c.own, own)
	}
}

// work refuses what would take too long.
func (c *compiler) work() {
	words := 0
	for _, t := range c.Model.Impossible {
		words += len(split(t.Value))
	}
	for i := range c.Model.Parties {
		p := &c.Model.Parties[i]
		for _, st := range p.Prefers {
			words += len(split(st.That.Value))
		}
		for _, t := range p.Ranking {
			words += len(split(t.Value))
		}
	}
	if states := 1 << min(len(c.options), MaxOptions); words > MaxWork/states {
		c.fault(c.Model.Places.Self, "%d words of statements over %d states are too much to work out: leave options out, or shorten the statements", words, states)
	}
}

func (c *compiler) finals(o *Option) {
	bit := uint32(1) << len(c.options)
	switch o.Final {
	case "taken":
		c.final[0] |= bit
	case "dropped":
		c.final[1] |= bit
	case "":
	}
}

// read reads a statement; one that cannot be read holds nowhere.
func (c *compiler) read(text form.Text) phrase {
	p := &phraser{options: c.options}
	holds, err := p.read(text)
	if err != nil {
		c.faults = append(c.faults, err.(*form.Fault))
		return func(uint32) bool { return false }
	}
	return holds
}

// feasible lists the states that can be.
func (c *compiler) feasible() {
	var impossible []phrase
	for _, t := range c.Model.Impossible {
		impossible = append(impossible, c.read(t))
	}
	for s := range uint32(1) << len(c.options) {
		if !slices.ContainsFunc(impossible, func(holds phrase) bool { return holds(s) }) {
			c.states = append(c.states, s)
		}
	}
	if c.n = len(c.states); c.n == 0 {
		c.fault(c.Model.Places.Of("impossible"), "no state is left: what is impossible excludes everything; take a statement out")
	}
}

// party adds a party's ranking and moves.
func (c *compiler) party(i int) {
	p := &c.Model.Parties[i]
	s := side{}
	switch {
	case len(p.Prefers) > 0 && len(p.Ranking) > 0:
		c.fault(p.Places.Self, "%s has statements it prefers and a ranking: keep one of them", p.ID)
	case len(p.Prefers) > MaxStatements:
		c.fault(p.Places.Self, "%s prefers %d statements; the most is %d", p.ID, len(p.Prefers), MaxStatements)
	}
	truths, values := c.prefers(p.Prefers), make([]int64, c.n)
	c.truths = append(c.truths, truths)
	if len(p.Ranking) > 0 {
		values = c.ranking(p)
	}
	for k, t := range truths {
		values[k] += int64(t)
	}
	s.rank, s.ranks = dense(values)
	s.moves = c.moves(c.own[i])
	s.arrange()
	c.sides = append(c.sides, s)
}

// prefers answers which statements each state satisfies, a bit for each, the first statement the highest.
func (c *compiler) prefers(statements []Preference) []uint64 {
	out := make([]uint64, c.n)
	for _, st := range statements[:min(len(statements), MaxStatements)] {
		holds := c.read(st.That)
		for k, s := range c.states {
			out[k] <<= 1
			if holds(s) {
				out[k] |= 1
			}
		}
	}
	return out
}

// ranking answers the value of each state by the place of the first line that it satisfies.
func (c *compiler) ranking(p *Party) []int64 {
	values := make([]int64, c.n)
	for line, text := range p.Ranking {
		holds := func(uint32) bool { return true }
		if text.Value != "otherwise" {
			holds = c.read(text)
		} else if line+1 < len(p.Ranking) {
			c.fault(text.Place, "otherwise stands last: nothing can be ranked behind it")
		}
		placed := 0
		for k, s := range c.states {
			if values[k] == 0 && holds(s) {
				values[k] = int64(len(p.Ranking) - line)
				placed++
			}
		}
		if placed == 0 {
			c.fault(text.Place, "every state of which this is true is ranked above already, or cannot be: a state has one place")
		}
	}
	if k := slices.Index(values, 0); k >= 0 {
		c.fault(p.Places.Of("ranking"), "%s ranks %s nowhere; end the list with: otherwise", p.ID, c.words(c.states[k]))
	}
	return values
}

// moves answers the blocks of a party: the states that agree in all but its options that can be taken and dropped
// again.
func (c *compiler) moves(own uint32) moves {
	final := own & (c.final[0] | c.final[1])
	keep := (uint32(1)<<len(c.options) - 1) &^ (own &^ final) // what a block's states agree in
	number := make([]int32, 1<<bits.OnesCount32(keep))
	m := moves{block: make([]int32, c.n)}
	var keys []uint32
	for k, s := range c.states {
		at := pick(s, keep)
		if number[at] == 0 {
			keys = append(keys, s&keep)
			number[at] = int32(len(keys))
		}
		m.block[k] = number[at] - 1
	}
	if final == 0 {
		return m
	}
	find := func(key uint32) int32 { return number[pick(key, keep)] - 1 }
	m.up, m.down = linksOf(keys, c.final[0]&own, c.final[1]&own, find), linksOf(keys, c.final[1]&own, c.final[0]&own, find)
	return m
}

// linksOf answers where each block leads by setting some bits and clearing others.
func linksOf(keys []uint32, sets, clears uint32, find func(uint32) int32) links {
	l := links{first: make([]int32, 1, len(keys)+1)}
	for _, key := range keys {
		free := sets&^key | clears&key
		for turn := free; turn != 0; turn = (turn - 1) & free {
			if b := find(key ^ turn); b >= 0 {
				l.to = append(l.to, b)
			}
		}
		l.first = append(l.first, int32(len(l.to)))
	}
	return l
}

// pick answers the bits of s that are in mask, moved together.
func pick(s, mask uint32) uint32 {
	var out uint32
	for at := 0; mask != 0; at++ {
		low := bits.TrailingZeros32(mask)
		out |= s >> low & 1 << at
		mask &= mask - 1
	}
	return out
}

// stateOf answers the state in which some options are taken and no others.
func (c *compiler) stateOf(what string, taken []form.Text, at form.Place) int {
	var s uint32
	for _, t := range taken {
		i := slices.Index(c.options, t.Value)
		if i < 0 {
			c.fault(t.Place, "there is no option %q; the options are %s", t.Value, strings.Join(c.options, ", "))
			return 0
		}
		s |= 1 << i
	}
	k, ok := slices.BinarySearch(c.states, s)
	if !ok {
		c.fault(at, "%s is %s, which is among what is impossible", what, c.words(s))
		return 0
	}
	return k
}

// words names the options taken.
func (c *Conflict) words(s uint32) string {
	var taken []string
	for i, n := range c.options {
		if s>>i&1 == 1 {
			taken = append(taken, n)
		}
	}
	if len(taken) == 0 {
		return "nothing"
	}
	return strings.Join(taken, ", ")
}

// Taken answers the names of the options taken in a state, in the order of the model: tr.objects.
func (c *Conflict) Taken(state int) []string {
	var taken []string
	for i, n := range c.options {
		if c.states[state]>>i&1 == 1 {
			taken = append(taken, n)
		}
	}
	return taken
}

// State answers the state in which exactly these options are taken; false if there is no such option, or no such state.
func (c *Conflict) State(taken ...string) (int, bool) {
	var s uint32
	for _, n := range taken {
		i := slices.Index(c.options, n)
		if i < 0 {
			return 0, false
		}
		s |= 1 << i
	}
	return slices.BinarySearch(c.states, s)
}

// Deal answers the state of a deal of the model.
func (c *Conflict) Deal(id string) (int, bool) {
	for _, d := range c.Model.Deals {
		if d.ID == id {
			return c.State(values(d.Taken)...)
		}
	}
	return 0, false
}
