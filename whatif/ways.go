// Package whatif works out what would carry a decision that fails as things stand: whose ballots, whose moves, in which
// order; what conditional positions come to; and what can no longer happen.
//
// It knows questions, ballots, prices of changing them, and where a dossier stands. It refuses to know what anybody will
// do: every answer is what would follow if somebody did something, worked out from the rule and the record alone. It
// folds no record, keeps no time and advises nobody.
package whatif

import (
	"encoding/binary"
	"fmt"
	"slices"

	"accede/body"
	"accede/game"
	"accede/rule"
)

// Terms say which changes of ballots are looked for. The zero Terms ask for one way with the fewest changes.
type Terms struct {
	// Most ways to answer; 0 means one.
	Most int
	// Price of a member's changing its ballot, from 1 on. Nil: as many changes as there are, and of equally many those
	// to the nearest ballots, on the line from against over abstaining to for.
	Price func(member int, from, to game.Ballot) int64
	// Fixed members keep their ballots.
	Fixed []body.MemberID
	// Searches bounds how many smallest changes are looked for on the way; 0 means DefaultSearches.
	Searches int
}

// DefaultSearches is how many smallest changes are looked for where Terms do not say.
const DefaultSearches = 2000

// Ways are the cheapest ways to have a question adopted if it were closed now.
type Ways struct {
	// Ways, the cheapest first; of equal cost, those with fewer changes first. No way is part of another one that costs
	// as much or less. Empty when it would be adopted anyway, or when nothing can.
	Ways []Way
	// Carries says that the question would be adopted as it stands.
	Carries bool
	// All says that these are all the ways there are.
	All bool
	// CannotCarry says that no changes of those who may change would do.
	CannotCarry bool
	// Bounded says that a search ended at its bound: there may be cheaper ways than these, or further ones.
	Bounded bool
}

// Way is a set of changes that would do.
type Way struct {
	// Cost in the prices of the terms; without prices the number of changes.
	Cost int64
	// Changes is how many ballots would be other ones.
	Changes int
	// Parts, in the order of the roll: so many of these, from one ballot to another.
	Parts []Part
}

// Part says that any so many of some members change: "any 3 of these 9". The members are alike: they have the same
// ballot, weigh the same wherever the question weighs them, and change at the same price. Parts of one way that name the
// same members mean different ones among them.
type Part struct {
	Any      int
	Of       []body.MemberID // in the order of the roll
	From, To game.Ballot
	// Or are other ballots that would do as well, the rest of the way being as given, whatever they cost.
	Or []game.Ballot
}

// Cheapest answers the cheapest ways to have a question adopted, with the ballots there are. Pending ballots count as
// the question says. The error is rule.ErrQuestion when the ballots do not fit the roll, or says that a price is below
// 1 or too great to be added up.
//
// Cost: that of game.Tally.Cheapest for each way and each way not taken.
func Cheapest(c *rule.Compiled, ballots []game.Ballot, terms Terms) (Ways, error) {
	s, err := newSearch(c, ballots, terms)
	if err != nil {
		return Ways{}, fmt.Errorf("look for the cheapest ways to adopt %q: %w", c.Question().Rule, err)
	}
	if s.now.Verdict().Outcome == game.Adopted {
		return Ways{Carries: true, All: true}, nil
	}
	out := s.run(max(terms.Most, 1))
	out.CannotCarry = len(out.Ways) == 0 && !out.Bounded
	return out, nil
}

// search looks for one way after the other. Members who are alike form a class; a way is how many of each class
// change. Once a way has been found, every other one that is not the same with more changes has fewer of some class: so
// the search goes on once for each class of it, with that class allowed one change less.
type search struct {
	c        *rule.Compiled
	now      *game.Tally // closed
	free     game.Set
	counted  bool // without prices
	prices   [][]int64
	class    []int32 // of each member; −1 for those who keep their ballots
	place    []int32 // of each member in its class
	members  [][]int32
	searches int
}

// node is a part of the search: the most changes allowed of some classes, and the cheapest way within.
type node struct {
	limits map[int32]int32
	way    game.Change
	counts map[int32]int32
}

// run answers so many ways.
func (s *search) run(most int) Ways {
	out := Ways{}
	seen, told := map[string]bool{"": true}, map[string]bool{}
	queue := s.add(nil, map[int32]int32{}, &out)
	for len(queue) > 0 {
		if len(out.Ways) == most {
			return out
		}
		n := queue[0]
		queue = queue[1:]
		if k := key(n.counts); !told[k] {
			told[k] = true
			out.Ways = append(out.Ways, s.way(n))
		}
		for _, class := range sorted(n.counts) {
			limits := map[int32]int32{class: n.counts[class] - 1}
			for other, limit := range n.limits {
				if other != class {
					limits[other] = limit
				}
			}
			k := key(limits)
			if seen[k] {
				continue
			}
			seen[k] = true
			if s.searches--; s.searches < 0 {
				out.Bounded = true
				return out
			}
			queue = s.add(queue, limits, &out)
		}
	}
	out.All = !out.Bounded
	return out
}

// add finds the cheapest way within limits and puts it into the queue.
func (s *search) add(queue []node, limits map[int32]int32, out *Ways) []node {
	way := s.now.Cheapest(s.free, func(i int, from, to game.Ballot) int64 {
		class := s.class[i]
		if class < 0 {
			return barred
		}
		if limit, ok := limits[class]; ok && s.place[i] >= limit {
			return barred
		}
		return s.prices[class][to]
	})
	out.Bounded = out.Bounded || way.Bounded
	if len(way.Moves) == 0 || way.Cost >= barred {
		return queue
	}
	n := node{limits: limits, way: way, counts: map[int32]int32{}}
	for _, m := range way.Moves {
		n.counts[s.class[m.Player]]++
	}
	at, _ := slices.BinarySearchFunc(queue, n, func(a, b node) int {
		if a.way.Cost <= b.way.Cost {
			return -1 // behind those of equal cost
		}
		return 1
	})
	return slices.Insert(queue, at, n)
}

// barred is the price of what may not be changed: more than all that may be on a roll together.
const barred = 1 << 40

// key answers a text for counts by class.
func key(counts map[int32]int32) string {
	var b []byte
	for _, class := range sorted(counts) {
		b = binary.BigEndian.AppendUint32(b, uint32(class))
		b = binary.BigEndian.AppendUint32(b, uint32(counts[class]))
	}
	return string(b)
}

func sorted(counts map[int32]int32) []int32 {
	var all []int32
	for class := range counts {
		all = append(all, class)
	}
	slices.Sort(all)
	return all
}

// way tells a change of members as so many of each class.
func (s *search) way(n node) Way {
	w := Way{Changes: len(n.way.Moves)}
	then := s.now.Clone()
	for _, m := range n.way.Moves {
		then.Cast(m.Player, m.To)
	}
	movers := map[[2]int32][]int{} // class and ballot
	var order [][2]int32
	for _, m := range n.way.Moves {
		k := [2]int32{s.class[m.Player], int32(m.To)}
		if movers[k] == nil {
			order = append(order, k)
		}
		movers[k] = append(movers[k], m.Player)
		w.Cost += s.price(m)
	}
	roll := s.c.Roll()
	for _, k := range order {
		p := Part{Any: len(movers[k]), From: s.now.Ballot(movers[k][0]), To: game.Ballot(k[1])}
		for _, i := range s.members[k[0]] {
			p.Of = append(p.Of, roll.Members[i])
		}
		p.Or = s.others(then, movers[k], p)
		w.Parts = append(w.Parts, p)
	}
	return w
}

// others answers the other ballots with which a part would do as well.
func (s *search) others(then *game.Tally, movers []int, p Part) []game.Ballot {
	var all []game.Ballot
	for b := range s.free.Each {
		if b == p.To || b == p.From {
			continue
		}
		for _, i := range movers {
			then.Cast(i, b)
		}
		if then.Verdict().Outcome == game.Adopted {
			all = append(all, b)
		}
	}
	for _, i := range movers {
		then.Cast(i, p.To)
	}
	return all
}
