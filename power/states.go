package power

import (
	"math"
	"math/big"

	"accede/game"
)

// Bounds of counting by states.
const (
	mostGates = 6
	// mostMoves is how many times a state may be joined by some of a kind, over all kinds of players.
	mostMoves = 2_000_000
)

// profiles is a game in which everyone has one of a few ballots. It counts by states: what each gate has added up to
// after some kinds of players have voted, and how many ways lead there. Players who weigh the same vote at once, by
// how many of them say what; a gate that is certain is certain for good. It takes any formula.
type profiles struct {
	whole   game.Part
	gates   []*game.Gate
	number  map[*game.Gate]int
	ballots []game.Ballot // For and Against first
	kinds   []int
	weights [][]int64 // of each kind and gate
	kind    []int32
	moves   int
}

// newProfiles reads a game; it has no more than mostGates gates if ok.
func newProfiles(g *game.Game, ballots []game.Ballot) (*profiles, bool) {
	p := &profiles{whole: g.Whole(), number: map[*game.Gate]int{}, ballots: ballots}
	p.collect(p.whole)
	columns := make([][]int64, 0, len(p.gates))
	for _, gate := range p.gates {
		if gate.Weight != nil {
			columns = append(columns, gate.Weight)
		}
	}
	p.kind, p.kinds = kindsOf(g.Players(), columns)
	p.weights = make([][]int64, len(p.kinds))
	for i, k := range p.kind {
		if p.weights[k] == nil {
			for _, gate := range p.gates {
				p.weights[k] = append(p.weights[k], weightOf(gate, i))
			}
		}
	}
	return p, len(p.gates) <= mostGates
}

func (p *profiles) collect(part game.Part) {
	if part.Gate != nil {
		if _, ok := p.number[part.Gate]; !ok {
			p.number[part.Gate] = len(p.gates)
			p.gates = append(p.gates, part.Gate)
		}
	}
	for _, q := range part.Parts {
		p.collect(q)
	}
}

func weightOf(g *game.Gate, player int) int64 {
	if g.Weight == nil {
		return 1
	}
	return g.Weight[player]
}

// state is how many are for, and what each gate has added up to; certain once nothing can turn it.
type state struct {
	inFavour int
	sum      [mostGates]int64
}

// What a gate has added up to when it holds for certain, or does not.
const (
	holdsAnyway = math.MaxInt64
	failsAnyway = math.MinInt64
)

// swings answers, for each kind, how many profiles of the others one player of it turns from rejected to adopted by
// being for instead of against, by how many of the others are for; and how many profiles of all adopt. Not ok when
// there are too many states. ErrNotMonotone where being for can turn adoption into rejection.
func (p *profiles) swings(o *meter) (swings [][]*big.Int, winning *big.Int, ok bool, err error) {
	swings = make([][]*big.Int, len(p.kinds))
	for k := range p.kinds {
		if err := o.tell(k, len(p.kinds)+1); err != nil {
			return nil, nil, false, err
		}
		states, ok := p.states(k)
		if !ok {
			return nil, nil, false, nil
		}
		if swings[k], err = p.turned(states, k); err != nil {
			return nil, nil, false, err
		}
	}
	states, ok := p.states(-1)
	if !ok {
		return nil, nil, false, nil
	}
	winning = new(big.Int)
	for s, ways := range states {
		if p.holds(p.whole, s.sum[:]) {
			winning.Add(winning, ways)
		}
	}
	return swings, winning, true, nil
}

// states answers all states after everyone has voted, but for one player of the kind left out; -1 leaves out nobody.
func (p *profiles) states(leftOut int) (map[state]*big.Int, bool) {
	lo, hi := make([]int64, len(p.gates)), make([]int64, len(p.gates))
	for k, size := range p.kinds {
		p.widen(lo, hi, k, int64(size))
	}
	now := map[state]*big.Int{p.certain(state{}, lo, hi): big.NewInt(1)}
	for k, size := range p.kinds {
		p.widen(lo, hi, k, -int64(size))
		if k == leftOut {
			p.widen(lo, hi, k, 1)
			size--
		}
		next := make(map[state]*big.Int, len(now))
		if !p.vote(now, next, k, size, lo, hi) {
			return nil, false
		}
		now = next
	}
	return now, true
}

// widen adds what so many players of a kind can score, at least and at most.
func (p *profiles) widen(lo, hi []int64, k int, players int64) {
	for g, gate := range p.gates {
		least, most := int64(math.MaxInt64), int64(math.MinInt64)
		for _, b := range p.ballots {
			least, most = min(least, gate.Score[b]), max(most, gate.Score[b])
		}
		lo[g] += players * p.weights[k][g] * least
		hi[g] += players * p.weights[k][g] * most
	}
}

// certain marks the gates that what is to come, between lo and hi, cannot turn.
func (p *profiles) certain(s state, lo, hi []int64) state {
	for g, gate := range p.gates {
		switch {
		case s.sum[g] == holdsAnyway || s.sum[g] == failsAnyway:
		case s.sum[g]+lo[g] >= gate.Least:
			s.sum[g] = holdsAnyway
		case s.sum[g]+hi[g] < gate.Least:
			s.sum[g] = failsAnyway
		}
	}
	return s
}

// vote lets so many players of a kind vote in every way. Not ok when there are too many ways.
func (p *profiles) vote(now, next map[state]*big.Int, k, size int, lo, hi []int64) bool {
	ways := p.ways(size)
	if p.moves += len(now) * len(ways); p.moves > mostMoves {
		return false
	}
	product := new(big.Int)
	for s, count := range now {
		for _, w := range ways {
			to := s
			to.inFavour += w.ballots[0]
			for b, ballot := range p.ballots {
				p.score(&to, k, ballot, int64(w.ballots[b]))
			}
			to = p.certain(to, lo, hi)
			sum := next[to]
			if sum == nil {
				sum = new(big.Int)
				next[to] = sum
			}
			sum.Add(sum, product.Mul(count, w.count))
		}
	}
	return true
}

// score adds what so many players of a kind score with a ballot.
func (p *profiles) score(s *state, k int, b game.Ballot, players int64) {
	for g, gate := range p.gates {
		if s.sum[g] != holdsAnyway && s.sum[g] != failsAnyway {
			s.sum[g] += players * p.weights[k][g] * gate.Score[b]
		}
	}
}

// way is how many of a kind have which ballot, and how many choices of players come to that.
type way struct {
	ballots [3]int
	count   *big.Int
}

// ways answers all ways in which so many players can vote.
func (p *profiles) ways(size int) []way {
	var out []way
	for inFavour := range size + 1 {
		count := new(big.Int).Binomial(int64(size), int64(inFavour))
		if len(p.ballots) == 2 {
			out = append(out, way{[3]int{inFavour, size - inFavour}, count})
			continue
		}
		rest := size - inFavour
		for against := range rest + 1 {
			choose := new(big.Int).Binomial(int64(rest), int64(against))
			out = append(out, way{[3]int{inFavour, against, rest - against}, choose.Mul(choose, count)})
		}
		if len(out) > mostMoves {
			break
		}
	}
	return out
}

// turned counts the states in which one more player of a kind makes the difference, by how many are for.
func (p *profiles) turned(states map[state]*big.Int, k int) ([]*big.Int, error) {
	players := len(p.kind)
	out := make([]*big.Int, players)
	for i := range out {
		out[i] = new(big.Int)
	}
	for s, ways := range states {
		with, without := s, s
		p.score(&with, k, game.For, 1)
		p.score(&without, k, game.Against, 1)
		switch adopted, anyway := p.holds(p.whole, with.sum[:]), p.holds(p.whole, without.sum[:]); {
		case anyway && !adopted:
			return nil, ErrNotMonotone
		case adopted && !anyway:
			out[s.inFavour].Add(out[s.inFavour], ways)
		}
	}
	return out, nil
}

// holds says whether a part holds, given what the gates have added up to.
func (p *profiles) holds(part game.Part, sum []int64) bool {
	if part.Gate != nil {
		return (sum[p.number[part.Gate]] >= part.Gate.Least) != part.Not
	}
	k := 0
	for _, q := range part.Parts {
		if p.holds(q, sum) {
			k++
		}
	}
	return k >= part.Least
}

// few says whether all the ways in which the kinds can vote are so few that counting by states is sure to end soon.
func (p *profiles) few() bool {
	// Long numbers take their time too.
	ways := int64(len(p.kinds)+1) * int64(1+len(p.kind)/256)
	for _, size := range p.kinds {
		n := int64(size) + 1
		if len(p.ballots) == 3 {
			n = n * (n + 1) / 2
		}
		if ways > mostMoves/n {
			return false
		}
		ways *= n
	}
	return len(p.gates) <= mostGates
}
