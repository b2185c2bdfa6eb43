// Package fault is the one table of what can go wrong: for each error that somebody can do something about, its name,
// the status of HTTP and the exit code.
//
// It knows the errors of the packages below it, and those that faces share. It refuses to know how an error is told:
// words in a reader's language, problem documents and lines on a terminal are the faces' own affair.
package fault

import (
	"errors"
	"net/http"
)

// The exit codes, which scripts rely on.
const (
	ExitDone     = 0
	ExitNo       = 1 // a finding of "no" that was asked for
	ExitInput    = 2 // bad input
	ExitConflict = 3 // something else is there already, or somebody else is at it
	ExitAllowed  = 4 // not allowed
	ExitVerify   = 5 // the record does not verify
)

// Row is what one error means to whoever meets it.
type Row struct {
	Err    error
	Name   string // for machines: kept for ever
	Status int    // of HTTP
	Exit   int
	Title  string // what is wrong in general, in English; it never names the case at hand
	Do     string // what there is to do, in English
	Page   bool   // pages have words of their own for it, under error. and the name
}

// Of answers the first row whose error is among those that err wraps; false where the table knows none of them. Nil has
// no row. It takes time in the number of rows.
func Of(err error) (Row, bool) {
	if err == nil {
		return Row{}, false
	}
	for _, row := range Table() {
		if errors.Is(err, row.Err) {
			return row, true
		}
	}
	return Row{}, false
}

// Exit answers the exit code for an error: 0 for nil, and bad input for what the table does not know.
func Exit(err error) int {
	if err == nil {
		return ExitDone
	}
	if row, ok := Of(err); ok {
		return row.Exit
	}
	return ExitInput
}

// Page answers the first row that pages have words for and whose error is among those that err wraps; else the row of
// what a page cannot explain, of which Err is nil.
func Page(err error) Row {
	for _, row := range Table() {
		if row.Page && errors.Is(err, row.Err) {
			return row
		}
	}
	return Internal()
}

// Internal answers what is said of an error that the table does not know, which is a mistake of the program or of the
// machine. Its Err is nil.
func Internal() Row {
	return Row{
		Name: "internal", Status: http.StatusInternalServerError, Exit: ExitInput, Page: true,
		Title: "something went wrong here", Do: "ask again later; whoever runs the server finds the reason in its log",
	}
}

// Named answers the row of a name.
func Named(name string) (Row, bool) {
	for _, row := range Table() {
		if row.Name == name {
			return row, true
		}
	}
	if row := Internal(); row.Name == name {
		return row, true
	}
	return Row{}, false
}
