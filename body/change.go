package body

import (
	"fmt"
	"time"

	"accede/form"
)

// Join answers the body in which somebody is a member from an instant on, after all who joined before. The names
// may be nil for one whom the charter lists, or who was Named. The error says why nobody can join: it is a member
// already, has no name, has an id that is none, or changed later than that.
func (b Body) Join(id MemberID, names Names, at time.Time) (Body, error) {
	history := b.history(id)
	_, known := b.Party(id)
	switch {
	case standing(history, at).member:
		return b, b.refused(MemberAlready, id, at, "join %s: it is a member already", b.describe(id))
	case !isID(string(id)):
		return b, b.refused(NoID, id, at, "join %q: not an id: small letters a-z, digits, hyphens and dots", id)
	case !known && len(names) == 0:
		return b, b.refused(NoName, id, at, "join %s: it has no name", id)
	}
	return b.change("join", history, change{member: id, at: at, kind: joined, name: names})
}

// Leave answers the body in which a member is none from an instant on, that instant included.
func (b Body) Leave(id MemberID, at time.Time) (Body, error) {
	history := b.history(id)
	if !standing(history, at).member {
		return b, b.refused(NoMember, id, at, "leave: %s is no member on %v", b.describe(id), b.day(at))
	}
	return b.change("leave", history, change{member: id, at: at, kind: left})
}

// Suspend answers the body in which a member, from an instant on, is on no roll until it is reinstated or joins
// anew.
func (b Body) Suspend(id MemberID, at time.Time) (Body, error) {
	history := b.history(id)
	switch m := standing(history, at); {
	case !m.member:
		return b, b.refused(NoMember, id, at, "suspend: %s is no member on %v", b.describe(id), b.day(at))
	case m.suspended:
		return b, b.refused(SuspendedAlready, id, at, "suspend: %s is suspended already", b.describe(id))
	}
	return b.change("suspend", history, change{member: id, at: at, kind: suspended})
}

// Reinstate answers the body in which a suspended member is on the roll again from an instant on.
func (b Body) Reinstate(id MemberID, at time.Time) (Body, error) {
	history := b.history(id)
	if m := standing(history, at); !m.member || !m.suspended {
		return b, b.refused(NotSuspended, id, at, "reinstate: %s is not suspended", b.describe(id))
	}
	return b.change("reinstate", history, change{member: id, at: at, kind: reinstated})
}

// JoinClass answers the body in which a member belongs to a class from an instant on. A class to which everybody
// belongs cannot be joined.
func (b Body) JoinClass(id MemberID, class string, at time.Time) (Body, error) {
	if err := b.changeable("join", class); err != nil {
		return b, err
	}
	switch {
	case !b.IsMember(id, at):
		return b, fmt.Errorf("join the class %s: %s is no member on %v", class, b.describe(id), b.day(at))
	case b.InClass(id, class, at):
		return b, fmt.Errorf("join the class %s: %s belongs to it already", class, b.describe(id))
	}
	return b.change("join the class "+class+":", b.history(id), change{member: id, at: at, kind: joinedClass, class: class})
}

// LeaveClass answers the body in which a member no longer belongs to a class, from an instant on. One who leaves
// the body and joins again is back in its classes, unless it left them.
func (b Body) LeaveClass(id MemberID, class string, at time.Time) (Body, error) {
	if err := b.changeable("leave", class); err != nil {
		return b, err
	}
	if !b.InClass(id, class, at) {
		return b, fmt.Errorf("leave the class %s: %s does not belong to it on %v", class, b.describe(id), b.day(at))
	}
	return b.change("leave the class "+class+":", b.history(id), change{member: id, at: at, kind: leftClass, class: class})
}

// Named answers the body that knows the names of a party which the charter does not list, such as an applicant;
// the last names given count. The names in the charter are not replaced. Named makes nobody a member.
func (b Body) Named(id MemberID, names Names) Body {
	return b.with(change{member: id, kind: named, name: names})
}

// change adds a change, which must not lie before an earlier one of the same member.
func (b Body) change(what string, history []change, c change) (Body, error) {
	for _, earlier := range history {
		if earlier.at.After(c.at) && b.recorded(earlier) {
			e := b.refused(ChangedLater, c.member, c.at, "%s %s on %v: it changed later than that, on %v", what, b.describe(c.member), b.day(c.at), b.day(earlier.at))
			e.Later = b.day(earlier.at)
			return b, e
		}
	}
	return b.with(c), nil
}

// recorded says whether a change came after the charter: what the charter says of days to come may be overtaken.
func (b Body) recorded(c change) bool {
	all, _ := b.histories.Get(c.member)
	for _, own := range all {
		if own.kind == c.kind && own.class == c.class && own.at.Equal(c.at) {
			return true
		}
	}
	return false
}

// ChangeFault is why a membership cannot change so.
type ChangeFault uint8

// The reasons.
const (
	MemberAlready ChangeFault = iota + 1
	NoMember
	NoID
	NoName
	SuspendedAlready
	NotSuspended
	ChangedLater
)

// ChangeError says why a membership cannot change, and whose.
type ChangeError struct {
	Why    ChangeFault
	Member MemberID
	Day    form.Date // of the change that was asked for
	Later  form.Date // of a later change that stands against it
	text   string
}

// Error answers one line: what was to change, of whom, and why it cannot.
func (e *ChangeError) Error() string { return e.text }

func (b Body) refused(why ChangeFault, id MemberID, at time.Time, format string, args ...any) *ChangeError {
	return &ChangeError{Why: why, Member: id, Day: b.day(at), text: fmt.Sprintf(format, args...)}
}

// changeable answers why nobody can join or leave a class by itself.
func (b Body) changeable(what, class string) error {
	c, ok := b.class(class)
	switch {
	case class == Everyone || ok && c.All:
		return fmt.Errorf("%s the class %s: every member belongs to it", what, class)
	case !ok:
		return fmt.Errorf("%s the class %s: the charter has no such class", what, class)
	}
	return nil
}
