package dossier

import (
	"errors"
	"fmt"
)

// What a caller can do about an act that is not admissible; every Refusal wraps one of them.
var (
	ErrAuthority = errors.New("not this party's to do")           // somebody else must do it
	ErrStanding  = errors.New("not admissible as things stand")   // something else has to come first
	ErrClosed    = errors.New("too late: closed")                 // the stage, the dossier or the period is over
	ErrUnknown   = errors.New("not in this record")               // a dossier, stage, objection, demand … nobody entered
	ErrKnown     = errors.New("already in the record")            // the same id, with other content
	ErrOrder     = errors.New("out of the order of the record")   // dated or positioned before what is there
	ErrOtherBody = errors.New("an act for another body's record") // wrong record
	ErrFork      = errors.New("of another history")               // its author has seen a record that is not this one
	ErrNotDue    = errors.New("a notice that does not follow")    // the record does not carry this notice
)

// ErrSigners is ErrAuthority of an act whose signatures are good and not enough: others may add theirs to the same bytes.
var ErrSigners = fmt.Errorf("more signatures are wanted: %w", ErrAuthority)

// Refusal says why an act may not be registered: which act, in which dossier and stage, and the clause it runs into.
type Refusal struct {
	Err     error  // one of the sentinels above
	Act     string // id of the act
	Dossier string
	Stage   string
	Text    string // the clause, and what to do
}

// Error answers one line: the act, the place, the clause.
func (r *Refusal) Error() string {
	where := ""
	switch {
	case r.Dossier != "" && r.Stage != "":
		where = fmt.Sprintf(" in dossier %s, stage %s", r.Dossier, r.Stage)
	case r.Dossier != "":
		where = " in dossier " + r.Dossier
	}
	return fmt.Sprintf("act %q%s: %s: %s", r.Act, where, r.Text, r.Err)
}

// Unwrap answers the sentinel.
func (r *Refusal) Unwrap() error { return r.Err }

// refuse makes a refusal whose act and place the caller fills in.
func refuse(err error, format string, args ...any) *Refusal {
	return &Refusal{Err: err, Text: fmt.Sprintf(format, args...)}
}
