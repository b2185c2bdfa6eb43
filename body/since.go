package body

import (
	"time"

	"accede/layers"
)

// Change is one thing that has become of a membership since the charter, as it was entered.
type Change struct {
	Member MemberID
	At     time.Time
	Kind   uint8 // joined, left and so on, as this package counts them; for Changed alone
	Class  string
	Name   Names // with which it joined
}

// Changes answers what has become of the membership since the charter, in order, and the names that were given since;
// Changed makes the same body of them again.
func (b Body) Changes() ([]Change, map[MemberID]Names) {
	all := make([]Change, 0, b.changes.Len())
	for c := range b.changes.Each {
		all = append(all, Change{c.member, c.at, uint8(c.kind), c.class, c.name})
	}
	return all, b.names.All()
}

// Changed answers the body of a charter alone with changes and names that Changes answered. Nothing is judged anew.
func (b Body) Changed(changes []Change, names map[MemberID]Names) Body {
	histories := map[MemberID][]change{}
	own := make([]change, 0, len(changes))
	for _, x := range changes {
		c := change{x.Member, x.At, changeKind(x.Kind), x.Class, x.Name}
		own = append(own, c)
		histories[c.member] = append(histories[c.member], c)
	}
	b.changes, b.histories, b.names = layers.ListOf(own), layers.MapOf(histories), layers.MapOf(names)
	return b
}
