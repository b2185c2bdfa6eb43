package power

import "math/big"

// mostCells bounds counting by size and weight exactly, in cells and in steps.
const (
	mostCells = 1 << 22
	mostSteps = 1 << 29
)

// grid counts a ladder of up to mostForSums players exactly, by size and weight: how many coalitions of k players
// weigh t or less. Those that a player is not in are N(k, t) = G(k, t) − N(k−1, t−w).
type grid struct {
	l     *ladder
	width int64 // weights from 0 to width−1
	cell  []whole
}

// fitsGrid says whether a ladder can be counted so.
func fitsGrid(l *ladder) bool {
	n, width := int64(len(l.weight)), l.width()
	return n <= mostForSums && width <= mostCells/(n+1) && n*n*width <= mostSteps
}

// width answers how many weights, from 0, decide nothing by themselves.
func (l *ladder) width() int64 {
	top := int64(0)
	for _, least := range l.least {
		if least == never {
			return l.total + 1
		}
		top = max(top, least)
	}
	return min(top, l.total+1)
}

// counted answers, for each player, its swings by the number of others, and how many coalitions win.
func (l *ladder) counted(o *meter) ([][]*big.Int, *big.Int, error) {
	g := &grid{l: l, width: max(l.width(), 1)}
	n := len(l.weight)
	g.cell = make([]whole, int64(n+1)*g.width)
	g.cell[0] = whole{1}
	for i, p := range ascending(l.weight) {
		if err := o.tell(i, n); err != nil {
			return nil, nil, err
		}
		g.join(l.weight[p], i)
	}
	winning := new(big.Int).Lsh(big.NewInt(1), uint(n))
	for k := range n + 1 {
		row := g.row(k)
		for t := 1; t < len(row); t++ {
			row[t] = row[t].plus(row[t-1])
		}
		if least := min(l.least[k], g.width); least > 0 {
			winning.Sub(winning, row[least-1].int())
		}
	}
	swings, known := make([][]*big.Int, n), map[int64][]*big.Int{}
	for i, w := range l.weight {
		if known[w] == nil {
			known[w] = g.swings(w)
		}
		swings[i] = known[w]
	}
	return swings, winning, nil
}

func (g *grid) row(k int) []whole { return g.cell[int64(k)*g.width:][:g.width] }

// join lets one more player of weight w join the coalitions of those before.
func (g *grid) join(w int64, before int) {
	if w >= g.width {
		return
	}
	for k := before + 1; k > 0; k-- {
		to, from := g.row(k)[w:], g.row(k - 1)[:g.width-w]
		for t := range from {
			to[t] = to[t].plus(from[t])
		}
	}
}

// swings answers, for each number k of others, how many coalitions of them weigh less than is needed for k, and with
// w as much as is needed for k+1.
func (g *grid) swings(w int64) []*big.Int {
	out := make([]*big.Int, len(g.l.weight))
	for k := range out {
		below := min(g.l.least[k], g.width)
		from := g.width
		if least := g.l.least[k+1]; least != never {
			from = min(max(least-w, 0), below)
		}
		if from >= below {
			out[k] = new(big.Int)
			continue
		}
		out[k] = g.without(k, below-1, w).minus(g.without(k, from-1, w)).int()
	}
	return out
}

// without answers how many coalitions of k, a certain player of weight w not among them, weigh t or less.
func (g *grid) without(k int, t, w int64) whole {
	var sum whole
	for even := true; k >= 0 && t >= 0; k, t, even = k-1, t-w, !even {
		if c := g.row(k)[t]; even {
			sum = sum.plus(c)
		} else {
			sum = sum.minus(c)
		}
	}
	return sum
}
