package dossier

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
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
	Code    Code   // the clause, for programs: one of those in Clauses
	Args    []Arg  // what the clause says of the case at hand, in the order of its sentence
	Act     string // id of the act
	Dossier string
	Stage   string
	Text    string // the clause in English, and what to do
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

// Refuse makes a refusal by its code, whose act and place the caller fills in. The values are those of the clause's
// arguments, in the order of its sentence. A code that is in no clause, or another number of values, is a mistake of the
// program, and panics.
func Refuse(code Code, values ...any) *Refusal {
	i, ok := slices.BinarySearchFunc(clauses[:], code, func(c Clause, want Code) int { return cmp.Compare(c.Code, want) })
	if !ok {
		panic("dossier: no clause has the code " + string(code))
	}
	c := &clauses[i]
	r := &Refusal{Err: c.Err, Code: code}
	var text strings.Builder
	for p := range c.pieces() {
		if p.arg == "" {
			text.WriteString(p.text)
			continue
		}
		if len(r.Args) == len(values) {
			panic("dossier: the clause " + string(code) + " has more arguments than were given")
		}
		a := Arg{p.arg, p.kind, canonical(p.kind, values[len(r.Args)])}
		r.Args = append(r.Args, a)
		switch p.how {
		case "q":
			text.WriteString(strconv.Quote(a.english()))
		case "-": // English does not say it
		default:
			text.WriteString(a.english())
		}
	}
	if len(r.Args) < len(values) {
		panic("dossier: the clause " + string(code) + " has fewer arguments than were given")
	}
	r.Text = text.String()
	return r
}

func refuse(code Code, values ...any) *Refusal { return Refuse(code, values...) }

// clauseError is a refusal met where an error is worked with whose text is that of the clause alone.
type clauseError struct{ of *Refusal }

func (e clauseError) Error() string { return e.of.Text }

// refusalOf answers the refusal that an error is, or one of that code that quotes it.
func refusalOf(err error, code Code) *Refusal {
	if e, ok := errors.AsType[clauseError](err); ok {
		return e.of
	}
	return refuse(code, err)
}
