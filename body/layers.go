package body

import (
	"maps"
	"slices"
)

// byParty keeps something for each party. It is never changed: putting something in answers another one, which shares
// most of what it holds. So a body of which thousands have been named costs no more to go on from than a small one.
type byParty[V any] []map[MemberID]V // the largest first, each at least twice as large as the next; the last one counts

func (p byParty[V]) get(id MemberID) (v V, ok bool) {
	for _, layer := range slices.Backward(p) {
		if v, ok = layer[id]; ok {
			return v, true
		}
	}
	return v, false
}

func (p byParty[V]) with(id MemberID, v V) byParty[V] {
	p = append(slices.Clip(p), map[MemberID]V{id: v})
	for n := len(p); n > 1 && len(p[n-2]) < 2*len(p[n-1]); n = len(p) {
		both := make(map[MemberID]V, len(p[n-2])+len(p[n-1]))
		maps.Copy(both, p[n-2])
		maps.Copy(both, p[n-1])
		p = append(slices.Clone(p[:n-2]), both)
	}
	return p
}
