package packages

import (
	"cmp"
	"fmt"
	"slices"
)

// MostPareto is how many packages a Pareto set may hold while it is worked out.
const MostPareto = 200_000

// Pareto answers the acceptable packages that no package betters for one party without loss to another, in the order
// of their least gain, the greatest first. Of packages that are alike to everybody the first one stands for all. The
// errors are ErrTooMany, where more than MostPareto would have to be kept, and ErrStopped; more is as for Score, and is
// told issues.
//
// It goes issue by issue and drops what is bettered at once: a package is the sum of its parts, so what is bettered on
// some issues is bettered on all. It does not try every package, and so has no limit on how many there are. Cost: in
// the product of the packages it keeps and the options of an issue, times those it keeps.
func (d *Desk) Pareto(more func(done, all int64) bool) ([]Offer, error) {
	if len(d.Blocked()) > 0 {
		return nil, nil
	}
	front := []Offer{{Gains: make([]int64, len(d.wishes))}}
	rest := d.rest()
	for i, options := range d.allow {
		var next []Offer
		for _, x := range front {
			for _, o := range options {
				if y := x.with(o, d.gains[i][o]); y.hopeful(rest[i+1]) {
					next = append(next, y)
				}
			}
		}
		var ok bool
		if front, ok = unbettered(next, func() bool { return more == nil || more(int64(i), int64(len(d.allow))) }); !ok {
			return nil, fmt.Errorf("find the Pareto set: %w", ErrStopped)
		}
		if len(front) > MostPareto {
			return nil, fmt.Errorf("find the Pareto set: %d after %d of %d issues, of which %d can be kept: split the issues: %w",
				len(front), i+1, len(d.allow), MostPareto, ErrTooMany)
		}
	}
	front = slices.DeleteFunc(front, func(o Offer) bool { return !o.Acceptable() })
	slices.SortStableFunc(front, func(a, b Offer) int { return cmp.Compare(slices.Min(b.Gains), slices.Min(a.Gains)) })
	return front, nil
}

// rest answers, by issue and party, the most that can still be gained on that issue and those after it.
func (d *Desk) rest() [][]int64 {
	all := make([][]int64, len(d.allow)+1)
	all[len(d.allow)] = make([]int64, len(d.wishes))
	for i := len(d.allow) - 1; i >= 0; i-- {
		all[i] = make([]int64, len(d.wishes))
		for p := range d.wishes {
			most := int64(-1 << 62)
			for _, o := range d.allow[i] {
				most = max(most, int64(d.gains[i][o][p]))
			}
			all[i][p] = all[i+1][p] + most
		}
	}
	return all
}

// hopeful says whether nobody need lose by it in the end.
func (o Offer) hopeful(rest []int64) bool {
	for p, g := range o.Gains {
		if g+rest[p] < 0 {
			return false
		}
	}
	return true
}

func (o Offer) with(option int, gains []int) Offer {
	x := Offer{Package: append(slices.Clip(o.Package), option), Gains: make([]int64, len(gains))}
	for p, g := range gains {
		x.Gains[p] = o.Gains[p] + int64(g)
	}
	return x
}

// unbettered answers the offers that no other betters, and whether it was let finish. Whatever betters an offer has a
// greater sum of gains, so the greatest sums come first and what is kept stays kept.
func unbettered(all []Offer, goOn func() bool) ([]Offer, bool) {
	if len(all) == 0 {
		return nil, true
	}
	type summed struct {
		Offer
		sum int64
	}
	list := make([]summed, len(all))
	least := slices.Clone(all[0].Gains)
	for i, o := range all {
		list[i].Offer = o
		for p, g := range o.Gains {
			list[i].sum += g
			least[p] = min(least[p], g)
		}
	}
	slices.SortStableFunc(list, func(a, b summed) int {
		return cmp.Or(cmp.Compare(b.sum, a.sum), slices.Compare(a.Package, b.Package))
	})
	var kept []Offer
	tried := packed{least: least, width: (len(least) + 1) / 2}
	for n, o := range list {
		if n%1024 == 0 && !goOn() {
			return nil, false
		}
		if one := tried.pack(o.Gains); !tried.covers(one) {
			kept = append(kept, o.Offer)
			tried.words = append(tried.words, one...)
		}
	}
	return kept, true
}

// packed keeps gains two to a word, so that two parties are compared at once: each gain, less the least there is, has
// 31 bits at most, and above it a bit that a subtraction borrows where the gain is the smaller one.
type packed struct {
	least []int64
	width int // words for one offer
	words []uint64
}

// guard are the bits above the gains of a word.
const guard = 1<<31 | 1<<63

func (p *packed) pack(gains []int64) []uint64 {
	one := make([]uint64, p.width)
	for i, g := range gains {
		one[i/2] |= uint64(g-p.least[i]) << (32 * (i % 2))
	}
	return one
}

// covers says whether some offer kept is nowhere below one. What covered one offer often covers the next, so it moves
// halfway to the front.
func (p *packed) covers(one []uint64) bool {
	for at := 0; at < len(p.words); at += p.width {
		if !above(p.words[at:at+p.width], one) {
			continue
		}
		front := at / p.width / 2 * p.width
		for i := range p.width {
			p.words[front+i], p.words[at+i] = p.words[at+i], p.words[front+i]
		}
		return true
	}
	return false
}

func above(a, b []uint64) bool {
	for i, w := range a {
		if ((w|guard)-b[i])&guard != guard {
			return false
		}
	}
	return true
}
