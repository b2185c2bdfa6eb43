package packages

import (
	"fmt"
	"math/big"
	"slices"
)

// Scores is what trying every package that all must-haves allow comes to. Where nobody's walk-away can be bettered for
// all, Acceptable is 0 and Egalitarian still holds the packages that come nearest.
type Scores struct {
	Tried       int64 // packages that all must-haves allow
	Acceptable  int64 // of them, those by which nobody loses
	Egalitarian []Offer
	Nash        []Offer // by the product of gains, acceptable packages alone and only where everybody gains
	Blocked     []string
}

// Score tries every package that all must-haves allow and answers the k best: by the least gain of any party, then by
// the next least and so on; and by the product of the gains. Of packages that are equal, the one that names earlier
// options of earlier issues comes first.
//
// more is told now and then how many have been tried, and stops the work by answering false; nil lets it run. The
// errors are ErrTooMany and ErrStopped. Cost: at most MostPackages × parties additions, and far fewer where most
// packages can be seen to be poor from the first party on.
func (d *Desk) Score(k int, more func(tried, all int64) bool) (Scores, error) {
	s := Scores{Blocked: d.Blocked()}
	all := d.allowedCount()
	if all.Cmp(big.NewInt(MostPackages)) > 0 {
		return Scores{}, fmt.Errorf("score %v packages, of which %d can be tried: split the issues, or ask for the Pareto set: %w", all, MostPackages, ErrTooMany)
	}
	if len(s.Blocked) > 0 || k < 1 {
		return s, nil
	}
	s.Tried = all.Int64()
	run := newSweep(d, k)
	if !run.over(more, s.Tried) {
		return Scores{}, fmt.Errorf("score %d packages: %w", s.Tried, ErrStopped)
	}
	s.Acceptable = run.acceptable
	s.Egalitarian, s.Nash = run.fair.offers(), run.nash.offers()
	return s, nil
}

func (d *Desk) allowedCount() *big.Int {
	n := big.NewInt(1)
	for _, options := range d.allow {
		n.Mul(n, big.NewInt(int64(len(options))))
	}
	return n
}

// half is the most packages of the later issues that are summed beforehand.
const half = 4096

// sweep tries packages in order: for each choice on the earlier issues, every choice on the later ones, whose gains
// have been summed beforehand.
type sweep struct {
	d          *Desk
	split      int     // the first of the later issues
	later      []int64 // by choice on the later issues and party
	parties    int
	acceptable int64
	fair, nash ranking
	floor      int64 // below this least gain no package is kept
	limbs      []uint64
	gains      []int64
	sorted     []int64
}

func newSweep(d *Desk, k int) *sweep {
	s := &sweep{d: d, parties: len(d.wishes), split: len(d.allow)}
	for n := 1; s.split > 0 && n*len(d.allow[s.split-1]) <= half; s.split-- {
		n *= len(d.allow[s.split-1])
	}
	s.later = d.sums(s.split, len(d.allow))
	s.fair = ranking{k: k, above: leximin}
	s.nash = ranking{k: k, above: byProduct}
	s.floor = -1 << 62
	s.limbs = make([]uint64, (s.parties+1)/2)
	s.gains, s.sorted = make([]int64, s.parties), make([]int64, s.parties)
	return s
}

// sums answers the gains of every choice on the issues from one up to another, party by party, in order.
func (d *Desk) sums(from, to int) []int64 {
	n := len(d.wishes)
	all := make([]int64, n)
	for i := from; i < to; i++ {
		next := make([]int64, 0, len(all)*len(d.allow[i]))
		for c := 0; c < len(all); c += n {
			for _, o := range d.allow[i] {
				for p := range n {
					next = append(next, all[c+p]+int64(d.gains[i][o][p]))
				}
			}
		}
		all = next
	}
	return all
}

// over tries all packages, and says whether it was let.
func (s *sweep) over(more func(tried, all int64) bool, all int64) bool {
	choice := make([]int, s.split)
	base := make([]int64, s.parties)
	each := int64(len(s.later) / s.parties)
	for tried := int64(0); ; tried += each {
		if more != nil && !more(tried, all) {
			return false
		}
		clear(base)
		for i, c := range choice {
			for p, g := range s.d.gains[i][s.d.allow[i][c]] {
				base[p] += int64(g)
			}
		}
		s.inner(choice, base)
		if !s.next(choice) {
			return true
		}
	}
}

// next moves to the next choice, the last issue first, and says whether there was one.
func (s *sweep) next(choice []int) bool {
	for i := len(choice) - 1; i >= 0; i-- {
		if choice[i]++; choice[i] < len(s.d.allow[i]) {
			return true
		}
		choice[i] = 0
	}
	return false
}

// inner tries every choice on the later issues.
func (s *sweep) inner(choice []int, base []int64) {
	n := s.parties
	for at := 0; at < len(s.later); at += n {
		least := int64(1) << 62
		stop := min(s.floor, 0) // what falls below is neither kept nor acceptable
		for p, g := range s.later[at : at+n] {
			g += base[p]
			s.gains[p] = g
			if least = min(least, g); least < stop {
				break
			}
		}
		if least < stop {
			continue
		}
		s.consider(choice, at/n, least)
	}
}

// consider keeps a package whose gains have been worked out, where it is among the best.
func (s *sweep) consider(choice []int, later int, least int64) {
	if least >= s.floor {
		copy(s.sorted, s.gains)
		slices.Sort(s.sorted)
		x := ranked{sorted: s.sorted}
		if !s.fair.full() || leximin(&x, s.fair.last()) > 0 {
			x.sorted, x.offer = slices.Clone(s.sorted), s.offer(choice, later)
			s.fair.put(x)
			if s.fair.full() {
				s.floor = s.fair.last().sorted[0]
			}
		}
	}
	if least < 0 {
		return
	}
	s.acceptable++
	if least == 0 || s.nash.full() && width(s.gains) < bitsOf(s.nash.last().product) {
		return
	}
	multiply(s.limbs, s.gains)
	x := ranked{product: s.limbs}
	if !s.nash.full() || byProduct(&x, s.nash.last()) > 0 {
		x.product, x.offer = slices.Clone(s.limbs), s.offer(choice, later)
		s.nash.put(x)
	}
}

// offer writes out the package of a choice on the earlier issues and the number of one on the later.
func (s *sweep) offer(choice []int, later int) Offer {
	allow := s.d.allow
	p := make(Package, len(allow))
	for i := len(allow) - 1; i >= s.split; i-- {
		p[i] = allow[i][later%len(allow[i])]
		later /= len(allow[i])
	}
	for i, c := range choice {
		p[i] = allow[i][c]
	}
	return Offer{Package: p, Gains: slices.Clone(s.gains)}
}
