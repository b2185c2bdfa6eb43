package body

import (
	"maps"
	"time"
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
	all := make([]Change, len(b.changes))
	for i, c := range b.changes {
		all[i] = Change{c.member, c.at, uint8(c.kind), c.class, c.name}
	}
	names := map[MemberID]Names{}
	for _, layer := range b.names {
		maps.Copy(names, layer)
	}
	return all, names
}

// Changed answers the body of a charter alone with changes and names that Changes answered. Nothing is judged anew.
func (b Body) Changed(changes []Change, names map[MemberID]Names) Body {
	histories := map[MemberID][]change{}
	b.changes = nil
	for _, x := range changes {
		c := change{x.Member, x.At, changeKind(x.Kind), x.Class, x.Name}
		b.changes = append(b.changes, c)
		histories[c.member] = append(histories[c.member], c)
	}
	b.histories, b.names = byParty[[]change]{histories}, byParty[Names]{names}
	return b
}
