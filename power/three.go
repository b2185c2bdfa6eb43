package power

import (
	"math/big"

	"accede/game"
)

// Bounds of counting three ballots by sums: 3¹²¹ is less than 2¹⁹².
const (
	mostForThree   = 121
	mostThreeSums  = 1 << 22
	mostThreeSteps = 1 << 29
)

// threeWays is one gate in the ternary model: each player adds its weight so many times, by its ballot, and the gate
// holds from least on.
type threeWays struct {
	weight []int64
	adds   [3]int64 // for, against and abstaining; one of them 0
	least  int64
	// someVote says that beside the gate it is asked that somebody of some weight is not abstaining.
	someVote bool
}

// threeWaysOf reads a rule that is one gate, or one gate and "the base is not empty".
func threeWaysOf(g *game.Game) (*threeWays, bool) {
	p, some := g.Whole(), false
	if len(p.Parts) == 2 && p.Least == 2 {
		for i, base := range p.Parts {
			if rest := p.Parts[1-i]; !some && isSomeVote(base) && rest.Gate != nil && sameSlice(base.Gate.Weight, rest.Gate.Weight) {
				p, some = rest, true
				break
			}
		}
	}
	if p.Gate == nil {
		return nil, false
	}
	return newThreeWays(g.Players(), p, some)
}

// isSomeVote says whether a part holds as soon as anybody of some weight is for or against.
func isSomeVote(p game.Part) bool {
	if p.Gate == nil || p.Not {
		return false
	}
	s := &p.Gate.Score
	return p.Gate.Least == 1 && s[game.For] >= 1 && s[game.Against] >= 1 && s[game.Abstaining] == 0
}

func sameSlice(a, b []int64) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

func newThreeWays(players int, p game.Part, some bool) (*threeWays, bool) {
	t := &threeWays{weight: p.Gate.Weight, someVote: some, least: p.Gate.Least}
	if t.weight == nil {
		t.weight = make([]int64, players)
		for i := range t.weight {
			t.weight[i] = 1
		}
	}
	for k, b := range []game.Ballot{game.For, game.Against, game.Abstaining} {
		if t.adds[k] = p.Gate.Score[b]; p.Not {
			t.adds[k] = -t.adds[k]
		}
	}
	if p.Not {
		t.least = 1 - t.least
	}
	total, shift := int64(0), min(t.adds[0], t.adds[1], t.adds[2])
	for _, w := range t.weight {
		total += w
	}
	for k := range t.adds {
		t.adds[k] -= shift
	}
	t.least -= shift * total
	unit := max(1, commonDivisor(t.adds[:])*max(1, commonDivisor(t.weight)))
	return t.divided(unit), players <= mostForThree && t.least > 0 && t.least/unit < min(mostThreeSums, mostThreeSteps/int64(players))
}

// divided answers the same gate with what all its sums have in common taken out.
func (t *threeWays) divided(unit int64) *threeWays {
	d := *t
	adds, weights := max(1, commonDivisor(t.adds[:])), max(1, commonDivisor(t.weight))
	d.weight = make([]int64, len(t.weight))
	for i, w := range t.weight {
		d.weight[i] = w / weights
	}
	for k := range d.adds {
		d.adds[k] /= adds
	}
	d.least = -floorDiv(-t.least, unit)
	return &d
}

// count answers the swings of each player, and how many profiles adopt.
func (t *threeWays) count(o *meter) ([]*big.Int, *big.Int, error) {
	ways, zeros := make([]whole, t.least), 0
	ways[0] = whole{1}
	for row, i := range ascending(t.weight) {
		if err := o.tell(row, len(t.weight)); err != nil {
			return nil, nil, err
		}
		if t.weight[i] == 0 {
			zeros++
			continue
		}
		t.join(ways, t.weight[i])
	}
	for i := 1; i < len(ways); i++ {
		ways[i] = ways[i].plus(ways[i-1])
	}
	idle := new(big.Int).Exp(big.NewInt(3), big.NewInt(int64(zeros)), nil)
	swings, known := make([]*big.Int, len(t.weight)), map[int64]*big.Int{}
	for i, w := range t.weight {
		if known[w] == nil {
			known[w] = t.swings(ways, w).int()
			known[w].Mul(known[w], idle)
		}
		swings[i] = known[w]
	}
	all := new(big.Int).Exp(big.NewInt(3), big.NewInt(int64(len(t.weight)-zeros)), nil)
	winning := all.Sub(all, ways[t.least-1].int())
	if t.someVote && t.allAbstaining() >= t.least {
		winning.Sub(winning, big.NewInt(1)) // whoever turns an outcome is voting, so swings are the same
	}
	return swings, winning.Mul(winning, idle), nil
}

// allAbstaining answers what there is when everyone abstains.
func (t *threeWays) allAbstaining() int64 {
	sum := int64(0)
	for _, w := range t.weight {
		sum += w * t.adds[2]
	}
	return sum
}

// join lets a player vote in three ways. It goes down, so that what is added has not been changed yet; of the three
// ways one adds nothing.
func (t *threeWays) join(ways []whole, w int64) {
	for s := int64(len(ways)) - 1; s >= 0; s-- {
		sum := whole{}
		for _, a := range t.adds {
			if a*w <= s {
				sum = sum.plus(ways[s-a*w])
			}
		}
		ways[s] = sum
	}
}

// swings answers in how many profiles of the others a player of weight w makes the difference: what they add up to
// is enough with it for, and not with it against. Profiles of the others that add up to s or less are
// H(s) = (G(s) − Σ H(s − a·w), over the ways a that add something), divided by the number of ways that add nothing.
func (t *threeWays) swings(ways []whole, w int64) whole {
	from, below := t.least-w*t.adds[0], t.least-w*t.adds[1]
	if w == 0 || from >= below {
		return whole{}
	}
	nothing := 0
	for _, a := range t.adds {
		if a == 0 {
			nothing++
		}
	}
	last := t.least - 1
	h := make([]whole, last/w+1) // at last mod w, and each w on
	for j := range h {
		sum := ways[last%w+int64(j)*w]
		for _, a := range t.adds {
			if a > 0 && a <= int64(j) {
				sum = sum.minus(h[int64(j)-a])
			}
		}
		if nothing == 2 {
			sum = sum.half()
		}
		h[j] = sum
	}
	at := func(s int64) whole {
		if s < 0 {
			return whole{}
		}
		return h[s/w]
	}
	return at(below - 1).minus(at(from - 1))
}

// half answers half of an even number.
func (a whole) half() whole {
	return whole{a[0]>>1 | a[1]<<63, a[1]>>1 | a[2]<<63, a[2] >> 1}
}
