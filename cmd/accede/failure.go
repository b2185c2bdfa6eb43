package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"accede/act"
	"accede/dossier"
	"accede/form"
	"accede/internal/bundle"
	"accede/internal/depositary"
	"accede/internal/store"
)

// The exit codes, which scripts rely on.
const (
	exitDone     = 0
	exitNo       = 1 // a finding of "no" asked for by --check
	exitInput    = 2 // bad input, said in one line with its place
	exitConflict = 3 // something else is there already, or somebody else is at it
	exitAllowed  = 4 // not allowed
	exitVerify   = 5 // the record does not verify
)

// errNo is a finding of "no" that was asked for by --check. Nothing more is said.
var errNo = errors.New("no")

// exits is the one table from errors to exit codes; the first that matches counts.
var exits = [...]struct {
	err  error
	code int
}{
	{errNo, exitNo},
	{store.ErrDamaged, exitVerify},
	{store.ErrNotRecord, exitInput},
	{store.ErrNewer, exitInput},
	{store.ErrMissing, exitInput},
	{bundle.ErrVerify, exitVerify},
	{store.ErrConflict, exitConflict},
	{store.ErrLocked, exitConflict},
	{store.ErrExists, exitConflict},
	{depositary.ErrConflict, exitConflict},
	{depositary.ErrTaken, exitConflict},
	{depositary.ErrFounded, exitConflict},
	{depositary.ErrHost, exitAllowed},
	{store.ErrReadOnly, exitAllowed},
	{fs.ErrPermission, exitAllowed},
	{depositary.ErrBody, exitInput},
	{act.ErrForm, exitInput},
	{dossier.ErrAuthority, exitAllowed},
	{dossier.ErrFork, exitVerify},
	{errKey, exitInput},
	{fs.ErrExist, exitConflict},
	{dossier.ErrKnown, exitConflict},
	{store.ErrFull, exitConflict},             // make room, and again
	{depositary.ErrUnknownFate, exitConflict}, // ask again
}

// exitCode answers the code for an error; what no line of the table names is bad input.
func exitCode(err error) int {
	if err == nil {
		return exitDone
	}
	for _, row := range exits {
		if errors.Is(err, row.err) {
			return row.code
		}
	}
	return exitInput
}

// fail tells an error in one line, or one for each fault of a file, and answers the exit code.
func fail(stderr io.Writer, err error) int {
	if err == nil || errors.Is(err, errNo) {
		return exitCode(err)
	}
	var refused *depositary.Refused
	var faults form.Faults
	var fault *form.Fault
	switch {
	case errors.Is(err, context.Canceled) && !errors.Is(err, depositary.ErrUnknownFate):
		fmt.Fprintln(stderr, "accede: interrupted")
	case errors.As(err, &refused):
		printRefused(stderr, refused)
		if errors.Is(err, depositary.ErrConflict) {
			return exitConflict
		}
		return exitInput
	case errors.As(err, &faults):
		printFaults(stderr, faults)
	case errors.As(err, &fault):
		fmt.Fprintln(stderr, oneLine(fault.Error()))
	default:
		fmt.Fprintln(stderr, "accede: "+oneLine(err.Error()))
	}
	return exitCode(err)
}

// printRefused says what refused an import, and that it left nothing behind.
func printRefused(w io.Writer, r *depositary.Refused) {
	if len(r.Faults) == 1 && !r.More {
		fmt.Fprintln(w, oneLine(r.Faults[0].Error())+"; nothing was registered")
		return
	}
	printFaults(w, r.Faults)
	many := strconv.Itoa(len(r.Faults))
	if r.More {
		many = "more than " + many
	}
	fmt.Fprintln(w, "accede: "+many+" acts cannot be registered, so none was")
}

func printFaults(w io.Writer, faults form.Faults) {
	for _, f := range faults {
		fmt.Fprintln(w, oneLine(f.Error()))
	}
}

// oneLine joins the lines of a message.
func oneLine(text string) string { return strings.ReplaceAll(text, "\n", ": ") }
