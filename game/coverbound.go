package game

import (
	"cmp"
	"slices"
)

// order is the blocs that help a row, those with most gain for their cost first, and again those with most gain.
type order struct {
	byRatio []best
	byGain  []best
}

type best struct {
	bloc       int32
	gain, cost int64 // of the option with the best ratio
	top        int64 // the greatest gain of any option
}

// order sorts the blocs for the bounds of one row.
func (v *cover) order(k int) order {
	var o order
	for i := range v.blocs {
		r := best{bloc: int32(i)}
		top := int64(0)
		for _, x := range v.blocs[i].options {
			if x.gain[k] > 0 && (r.gain == 0 || ratio(x.gain[k], x.cost, r.gain, r.cost) > 0) {
				r.gain, r.cost = x.gain[k], x.cost
			}
			top = max(top, x.gain[k])
		}
		if top > 0 {
			r.top = top
			o.byRatio, o.byGain = append(o.byRatio, r), append(o.byGain, r)
		}
	}
	slices.SortStableFunc(o.byRatio, func(x, y best) int { return ratio(y.gain, y.cost, x.gain, x.cost) })
	slices.SortStableFunc(o.byGain, func(x, y best) int { return cmp.Compare(y.top, x.top) })
	return o
}

// bound answers a cost below which the rows cannot be covered by the blocs from at on, of which the first has so
// many players less. Each row is bounded by itself: by the best ratio of every bloc with the last one taken in part,
// and by the number of moves that the greatest gains need.
func (v *cover) bound(at int, used int64, need []int64) int64 {
	var most int64
	for k, lack := range need {
		if lack <= 0 {
			continue
		}
		most = max(most, v.boundRow(k, at, used, lack))
		if most == never64 {
			break
		}
	}
	return most
}

func (v *cover) boundRow(k, at int, used, lack int64) int64 {
	cost, left := int64(0), lack
	for i := range v.orders[k].byRatio {
		r := &v.orders[k].byRatio[i]
		n := v.left(r.bloc, at, used)
		if n == 0 {
			continue
		}
		v.budget--
		take := min(n*r.top, left)
		cost += take/r.gain*r.cost + mulDiv(take%r.gain, r.cost, r.gain)
		if left -= take; left == 0 {
			return max(cost, v.count(k, at, used, lack)*v.least)
		}
	}
	return never64
}

// count answers how many moves a row needs at least.
func (v *cover) count(k, at int, used, lack int64) int64 {
	moves := int64(0)
	for i := range v.orders[k].byGain {
		r := &v.orders[k].byGain[i]
		n := v.left(r.bloc, at, used)
		if n == 0 {
			continue
		}
		v.budget--
		if all := n * r.top; all < lack {
			lack -= all
			moves += n
			continue
		}
		return moves + ceilDiv(lack, r.top)
	}
	return moves
}

func (v *cover) left(bloc int32, at int, used int64) int64 {
	switch b := int(bloc); {
	case b < at:
		return 0
	case b == at:
		return v.blocs[b].n - used
	default:
		return v.blocs[b].n
	}
}
