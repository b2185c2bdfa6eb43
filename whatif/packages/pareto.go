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
	for i, options := range d.allow {
		var next []Offer
		for _, x := range front {
			for _, o := range options {
				next = append(next, x.with(o, d.gains[i][o]))
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

func (o Offer) with(option int, gains []int) Offer {
	x := Offer{Package: append(slices.Clip(o.Package), option), Gains: make([]int64, len(gains))}
	for p, g := range gains {
		x.Gains[p] = o.Gains[p] + int64(g)
	}
	return x
}

// unbettered answers the offers that no other betters, and whether it was let finish. Whatever betters an offer has a
// greater sum of gains, so the greatest sums come first and what is kept stays kept. What bettered one offer often
// betters the next: it moves to the front of those that are tried.
func unbettered(all []Offer, goOn func() bool) ([]Offer, bool) {
	type summed struct {
		Offer
		sum int64
	}
	list := make([]summed, len(all))
	for i, o := range all {
		list[i].Offer = o
		for _, g := range o.Gains {
			list[i].sum += g
		}
	}
	slices.SortStableFunc(list, func(a, b summed) int {
		return cmp.Or(cmp.Compare(b.sum, a.sum), slices.Compare(a.Package, b.Package))
	})
	var kept []Offer
	var tried [][]int64 // gains of those kept, the most telling first
	for n, o := range list {
		if n%1024 == 0 && !goOn() {
			return nil, false
		}
		at := slices.IndexFunc(tried, func(g []int64) bool { return covers(g, o.Gains) })
		if at >= 0 {
			telling := tried[at]
			copy(tried[at/2+1:at+1], tried[at/2:at]) // halfway to the front
			tried[at/2] = telling
			continue
		}
		kept = append(kept, o.Offer)
		tried = append(tried, o.Gains)
	}
	return kept, true
}

// covers says whether gains are nowhere below others.
func covers(a, b []int64) bool {
	for i, g := range a {
		if g < b[i] {
			return false
		}
	}
	return true
}
