package whatif

import (
	"encoding/binary"
	"fmt"
	"slices"

	"accede/body"
	"accede/game"
	"accede/rule"
)

// newSearch closes the question and sorts its members into classes of those who are alike.
func newSearch(c *rule.Compiled, ballots []game.Ballot, terms Terms) (*search, error) {
	if _, err := c.Verdict(ballots); err != nil {
		return nil, err
	}
	s := &search{c: c, now: closed(c, ballots), free: free(c), counted: terms.Price == nil, searches: terms.Searches}
	if s.searches <= 0 {
		s.searches = DefaultSearches
	}
	return s, s.sort(terms)
}

// closed answers the tally of a question if it is closed with these ballots: a pending one counts as the question says.
func closed(c *rule.Compiled, ballots []game.Ballot) *game.Tally {
	as := c.Question().PendingAs
	if as == game.Pending || as == game.Recused {
		as = game.Absent
	}
	t := c.Game().Tally(free(c))
	for i, b := range ballots {
		if b == game.Pending {
			b = as
		}
		t.Cast(i, b)
	}
	return t
}

// free answers the ballots that members can change to: those the question allows, without the charter's own ballots of
// the kind pending, which say nothing.
func free(c *rule.Compiled) game.Set {
	q := c.Question()
	set := game.SetOf(q.Allowed...)
	if set == 0 {
		set = game.SetOf(game.For, game.Against, game.Abstaining, game.Absent)
		for i := range q.Roll.Ballots {
			set |= game.SetOf(game.FirstDeclared + game.Ballot(i))
		}
	}
	for i, d := range q.Roll.Ballots {
		if d.Kind == game.Pending {
			set &^= game.SetOf(game.FirstDeclared + game.Ballot(i))
		}
	}
	return set &^ game.SetOf(game.Pending, game.Recused)
}

// sort puts members who are alike into classes, in the order of the roll.
func (s *search) sort(terms Terms) error {
	roll, gates := s.c.Roll(), gatesOf(s.c.Game().Whole(), nil)
	s.class, s.place = make([]int32, len(roll.Members)), make([]int32, len(roll.Members))
	classes := map[string]int32{}
	for i, id := range roll.Members {
		from := s.now.Ballot(i)
		if from == game.Recused || slices.Contains(terms.Fixed, id) {
			s.class[i] = -1
			continue
		}
		prices, err := s.pricesOf(i, id, from, terms)
		if err != nil {
			return err
		}
		k := string(like(i, from, gates, prices))
		class, ok := classes[k]
		if !ok {
			class = int32(len(classes))
			classes[k] = class
			s.members, s.prices = append(s.members, nil), append(s.prices, prices)
		}
		s.class[i], s.place[i] = class, int32(len(s.members[class]))
		s.members[class] = append(s.members[class], int32(i))
	}
	return nil
}

// like answers what makes members alike.
func like(member int, from game.Ballot, gates []*game.Gate, prices []int64) []byte {
	k := []byte{byte(from)}
	for _, g := range gates {
		w := int64(1)
		if g.Weight != nil {
			w = g.Weight[member]
		}
		k = binary.AppendVarint(k, w)
	}
	for _, p := range prices {
		k = binary.AppendVarint(k, p)
	}
	return k
}

// gatesOf answers the gates of a game.
func gatesOf(p game.Part, all []*game.Gate) []*game.Gate {
	if p.Gate != nil && !slices.Contains(all, p.Gate) {
		all = append(all, p.Gate)
	}
	for _, part := range p.Parts {
		all = gatesOf(part, all)
	}
	return all
}

// pricesOf answers the price of each ballot for a member, so scaled that among ways of one price those with fewer
// changes are cheaper.
func (s *search) pricesOf(member int, id body.MemberID, from game.Ballot, terms Terms) ([]int64, error) {
	n := int64(len(s.class))
	prices := make([]int64, game.MaxBallots)
	for to := range s.free.Each {
		if to == from {
			continue
		}
		if s.counted {
			prices[to] = s.unit() + s.distance(from, to)
			continue
		}
		p := terms.Price(member, from, to)
		if p < 1 || p > (barred-n)/n/(n+1) {
			return nil, fmt.Errorf("the price %d of another ballot of %s: on a roll of %d it must be from 1 to %d", p, id, n, (barred-n)/n/(n+1))
		}
		prices[to] = p*(n+1) + 1
	}
	return prices, nil
}

// unit is the price of one change where changes are counted: more than all distances together, if these fit.
func (s *search) unit() int64 {
	if n := int64(len(s.class)); n < nearness {
		return 2*n + 1
	}
	return 1
}

// nearness is the size of a roll from which on all changes count as equally near.
const nearness = 500_000

// distance answers how far one ballot is from another: against, abstaining or absent, for.
func (s *search) distance(from, to game.Ballot) int64 {
	if s.unit() == 1 {
		return 0
	}
	a, b := s.level(from), s.level(to)
	return max(a-b, b-a)
}

func (s *search) level(b game.Ballot) int64 {
	switch s.c.Roll().Kind(b) {
	case game.For:
		return 2
	case game.Against:
		return 0
	case game.Abstaining, game.Absent, game.Pending, game.Recused:
		return 1
	}
	return 1
}

// price answers what a move costs in the prices of the terms.
func (s *search) price(m game.Move) int64 {
	if s.counted {
		return 1
	}
	return s.prices[s.class[m.Player]][m.To] / (int64(len(s.class)) + 1)
}
