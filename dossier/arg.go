package dossier

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"accede/act"
	"accede/body"
)

// ArgKind says what an argument of a refusal is, and so how it is said in another language.
type ArgKind string

// The kinds of arguments, and what their value is.
const (
	ArgParty   ArgKind = "party"   // the id of a party
	ArgParties ArgKind = "parties" // ids with blanks between them
	ArgRoles   ArgKind = "roles"   // author, chair, secretariat or ids of parties, with blanks between them
	ArgStage   ArgKind = "stage"   // the id of a stage
	ArgAct     ArgKind = "act"     // a kind of act
	ArgActs    ArgKind = "acts"    // kinds of acts in their order, with blanks between them
	ArgDay     ArgKind = "day"     // 2022-06-21
	ArgMoment  ArgKind = "moment"  // an instant [RFC 3339]
	ArgPeriod  ArgKind = "period"  // 72 hours, 1 day
	ArgSpan    ArgKind = "span"    // 5m0s
	ArgNumber  ArgKind = "number"  // a whole number
	ArgName    ArgKind = "name"    // an id, a hash or a name as it was written: the same in every language
	ArgWord    ArgKind = "word"    // one of ArgWords
	ArgReason  ArgKind = "reason"  // a reason of a finding
	ArgText    ArgKind = "text"    // words of another package, in English
)

// ArgWords answers every value that an argument of the kind word can have.
func ArgWords() []string {
	return []string{"withdrawn", "lapsed", kindWords[decided], kindWords[each], kindWords[single], kindWords[timed]}
}

// Arg is one thing that a refusal says of the case at hand.
type Arg struct {
	Name  string  `json:"name"`
	Kind  ArgKind `json:"kind"`
	Value string  `json:"value"`
}

// english answers the argument as the clause says it in English.
func (a Arg) english() string {
	switch a.Kind {
	case ArgParties:
		return "[" + a.Value + "]"
	case ArgRoles:
		return strings.ReplaceAll(a.Value, " ", ", ")
	case ArgActs:
		return strings.ReplaceAll(a.Value, " ", ", then ")
	case ArgParty, ArgStage, ArgAct, ArgDay, ArgMoment, ArgPeriod, ArgSpan, ArgNumber, ArgName, ArgWord, ArgReason, ArgText:
	}
	return a.Value
}

// canonical answers a value as an argument of that kind keeps it.
func canonical(kind ArgKind, v any) string {
	switch v := v.(type) {
	case string:
		return v
	case time.Time:
		if kind == ArgDay {
			return v.Format(time.DateOnly)
		}
		return v.Format(time.RFC3339)
	case []string:
		return strings.Join(v, " ")
	case []body.MemberID:
		return joined(v)
	case []act.Kind:
		return joined(v)
	}
	return fmt.Sprint(v) // numbers, ids, periods and errors print themselves
}

func joined[S ~string](all []S) string {
	texts := make([]string, len(all))
	for i, s := range all {
		texts[i] = string(s)
	}
	return strings.Join(texts, " ")
}

// ArgNames answers the arguments of a clause without their values, in the order of its sentence.
func (c Clause) ArgNames() []Arg {
	var all []Arg
	for p := range c.pieces() {
		if p.arg != "" {
			all = append(all, Arg{Name: p.arg, Kind: p.kind})
		}
	}
	return slices.Clip(all)
}

// piece is a run of words of a clause, or the place of an argument in it.
type piece struct {
	text string
	arg  string
	kind ArgKind
	how  string // q: quoted; -: unsaid
}

func (c Clause) pieces() iter.Seq[piece] {
	return func(yield func(piece) bool) {
		rest := c.Text
		for rest != "" {
			text, inner, found := strings.Cut(rest, "{")
			if text != "" && !yield(piece{text: text}) {
				return
			}
			if !found {
				return
			}
			inner, rest, _ = strings.Cut(inner, "}")
			name, kind, _ := strings.Cut(inner, ":")
			kind, how, _ := strings.Cut(kind, ":")
			if !yield(piece{arg: name, kind: ArgKind(kind), how: how}) {
				return
			}
		}
	}
}
