// Package body knows the organisation whose members decide: who they are and since when, their classes, weights
// and offices, the roll of any instant, and the charter file that says all this.
//
// It refuses to know what a rule means (package rule reads the sentences), what anybody did (package act) and what
// time it is: every question about a day is asked with the day.
package body

import "time"

// Body is a charter and what has become of its membership since: who joined, left, was suspended. It is what a
// record folds its changes of membership into.
//
// A Body is a value: every change answers a new one and leaves the old as it was, so that a roll taken from it
// never changes.
type Body struct {
	Charter *Charter
	Zone    *time.Location
	changes []change
}

type change struct {
	member MemberID
	at     time.Time
	kind   changeKind
	class  string
	name   Names // of a member the charter does not list
}

type changeKind uint8

const (
	joined changeKind = iota + 1
	left
	suspended
	reinstated
)
