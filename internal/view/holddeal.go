package view

import (
	"fmt"
	"slices"
	"strings"

	"accede/whatif/conflict"

	"accede/internal/view/words"
)

// tooManyOptions says what to do about a model that is too large.
func tooManyOptions(n, most int) string {
	return fmt.Sprintf("the model has %d options, which is 2^%d states; here it is answered up to %d options: leave out options that nobody needs, "+
		"take several together as one, or ask on the command line, which answers up to %d", n, n, most, conflict.MaxOptions)
}

// asked tells the state that was asked about: a deal by its id, or options.
func (w *holdMaker) asked(names []string) error {
	state, ok := w.c.Deal(names[0])
	if !ok || len(names) > 1 {
		if state, ok = w.c.State(names...); !ok {
			return fmt.Errorf("%s: %w; name a deal or the options that are taken, of %s", strings.Join(names, ","), ErrNoState, strings.Join(w.optionNames(), ", "))
		}
	}
	d := w.deal("", words.Filed{}, state)
	inverse := w.c.Inverse(state, conflict.Nash, w.c.Today)
	d.Nash = []string{}
	for _, s := range inverse.Shifts {
		d.Nash = append(d.Nash, w.r.Say("hold.nash.line", words.Args{"who": w.partyName(s.Party), "over": w.shift(s)}))
	}
	w.out.Asked = &d
	return nil
}

func (w *holdMaker) optionNames() []string {
	var all []string
	for _, p := range w.out.Parties {
		for _, o := range p.Options {
			all = append(all, o.Name)
		}
	}
	return all
}

// deal tells what it takes for a state to hold and to be better for all than today.
func (w *holdMaker) deal(id string, text words.Filed, state int) HoldDeal {
	b := w.c.Break(state)
	d := HoldDeal{ID: id, Text: text, State: w.state(state), Holds: w.s.Equilibrium(state, conflict.Sequential), Change: []HoldMind{}}
	d.State.Path = w.moves(w.c.Reach(w.c.Today, nil, false).Path(state))
	for _, o := range b.Orders {
		d.Change = append(d.Change, w.mind(b, o))
	}
	var who []int
	for _, o := range b.Orders {
		who = append(who, o.Party)
	}
	args := words.Args{"names": w.names(who), "n": len(who), "deal": d.Text}
	switch {
	case state == w.c.Today:
		d.Say = w.r.Say("hold.deal.today", args)
	case d.Holds && len(who) == 0:
		d.Say = w.r.Say("hold.deal.step", args)
	case d.Holds:
		d.Say = w.r.Say("hold.deal.gain", args)
	default:
		d.Say = w.r.Say("hold.deal.change", args)
	}
	return d
}

// mind tells what one party must come to prefer.
func (w *holdMaker) mind(b conflict.Breaking, o conflict.PartyOrder) HoldMind {
	p := &w.c.Model.Parties[o.Party]
	m := HoldMind{Party: string(p.ID), Name: w.partyName(o.Party), Swaps: o.Swaps}
	overs := 0
	for _, s := range b.Holds.Shifts {
		if s.Party == o.Party {
			overs++
		}
	}
	switch {
	case overs > 0:
		m.Say = w.r.Say("hold.mind.stay", words.Args{"who": m.Name, "n": overs})
		for _, s := range b.Holds.Shifts {
			if s.Party == o.Party {
				m.Over = append(m.Over, w.shift(s))
			}
		}
	case slices.Contains(b.Gain, o.Party):
		m.Say = w.r.Say("hold.mind.gain", words.Args{"who": m.Name})
	}
	for _, i := range o.Order {
		m.Order = append(m.Order, p.Prefers[i].That.Value)
		m.Said = append(m.Said, w.said(p.Prefers[i].That.Value))
	}
	switch {
	case o.Order != nil:
		m.Nearest = w.r.Say("hold.mind.order", words.Args{"who": m.Name, "first": m.Said[0]})
	case len(p.Prefers) > 0:
		m.Nearest = w.r.Say("hold.mind.noorder", words.Args{"who": m.Name})
	}
	return m
}

// parted answers sentences one after the other.
func (w *holdMaker) parted(all []string) string {
	text := all[0]
	for _, next := range all[1:] {
		text = w.r.Say("list.then", words.Args{"a": text, "b": next})
	}
	return text
}

// shift tells the state that a party must come to like no better.
func (w *holdMaker) shift(s conflict.Shift) string {
	over := w.r.Say("hold.state.today", nil)
	if s.Over != w.c.Today {
		over = w.parted(w.doings(s.Over))
	}
	return over
}

// HoldPicture is the states worth seeing, in columns by how many moves they are from today, and the moves between them.
type HoldPicture struct {
	Nodes   []HoldNode
	Edges   []HoldEdge
	Columns int
	Rows    int
	Options int
	Alt     string
}

// HoldNode is one state of a picture.
type HoldNode struct {
	Label       string
	Column, Row int
	Bits        []bool // of each option, in order: taken
	Today       bool
	Stable      bool // it holds, by answers in others' own interest
	Deal        bool
	Word        string
	Say         string
}

// HoldEdge is one move of a picture, by places in Nodes.
type HoldEdge struct {
	From, To int
	Code     string // of the party
	Better   bool   // who moves likes it better
}

// mostNodes is how many states are drawn: with more nobody sees anything.
const mostNodes = 18

// picture draws today, what else holds, the deals, and the states on the ways there.
func (w *holdMaker) picture() *HoldPicture {
	p := &HoldPicture{Options: len(w.optionNames())}
	at := map[int]int{}
	node := func(state, column int) int {
		if i, ok := at[state]; ok {
			return i
		}
		x := w.state(state)
		n := HoldNode{Label: x.Label, Column: column, Bits: x.bits, Today: state == w.c.Today, Say: w.parted(x.Say)}
		n.Stable = w.s.Equilibrium(state, conflict.Sequential)
		for _, d := range w.out.Deals {
			n.Deal = n.Deal || d.State.state == state
		}
		n.Word = w.r.Say(nodeKey(n), nil)
		at[state] = len(p.Nodes)
		p.Nodes = append(p.Nodes, n)
		return at[state]
	}
	node(w.c.Today, 0)
	way := func(moves []HoldMove) {
		if len(p.Nodes)+len(moves) > mostNodes {
			return
		}
		from, state := at[w.c.Today], w.c.Today
		for k, m := range moves {
			to := node(m.to, k+1)
			e := HoldEdge{From: from, To: to, Code: m.code, Better: w.c.Compare(w.partyAt(m.Party), m.to, state) > 0}
			if !slices.Contains(p.Edges, e) {
				p.Edges = append(p.Edges, e)
			}
			from, state = to, m.to
		}
	}
	for _, d := range w.out.Deals {
		way(d.State.Path)
	}
	if w.out.Asked != nil {
		way(w.out.Asked.State.Path)
	}
	for _, s := range w.out.Settled {
		way(s.Path)
	}
	if len(p.Nodes) < 2 {
		return nil
	}
	p.rows()
	var told []string
	for _, n := range p.Nodes {
		if n.Today || n.Stable || n.Deal {
			told = append(told, w.r.Say("hold.alt.node", words.Args{"label": n.Label, "word": n.Word}))
		}
	}
	p.Alt = w.r.Say("hold.alt", words.Args{"n": len(p.Nodes), "of": w.c.States(), "told": w.r.List(told)})
	return p
}

func (w *holdMaker) partyAt(id string) int {
	return slices.IndexFunc(w.out.Parties, func(p HoldParty) bool { return p.ID == id })
}

// rows gives each state its place in its column.
func (p *HoldPicture) rows() {
	used := map[int]int{}
	for i := range p.Nodes {
		n := &p.Nodes[i]
		n.Row = used[n.Column]
		used[n.Column]++
		p.Columns, p.Rows = max(p.Columns, n.Column+1), max(p.Rows, n.Row+1)
	}
}

func nodeKey(n HoldNode) string {
	switch {
	case n.Today && n.Stable:
		return "hold.node.today.holds"
	case n.Today:
		return "hold.node.today"
	case n.Deal && n.Stable:
		return "hold.node.deal.holds"
	case n.Deal:
		return "hold.node.deal"
	case n.Stable:
		return "hold.node.holds"
	}
	return "hold.node.way"
}
