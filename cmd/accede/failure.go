package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"accede/form"
	"accede/internal/depositary"
	"accede/internal/fault"
)

// The exit codes, which scripts rely on.
const (
	exitDone     = fault.ExitDone
	exitNo       = fault.ExitNo       // a finding of "no" asked for by --check
	exitInput    = fault.ExitInput    // bad input, said in one line with its place
	exitConflict = fault.ExitConflict // something else is there already, or somebody else is at it
	exitAllowed  = fault.ExitAllowed  // not allowed
	exitVerify   = fault.ExitVerify   // the record does not verify
)

// errNo is a finding of "no" that was asked for by --check. Nothing more is said.
var errNo = errors.New("no")

// exitCode answers the code for an error, from the one table that faces share; what the table does not name is bad input.
func exitCode(err error) int {
	if errors.Is(err, errNo) {
		return exitNo
	}
	return fault.Exit(err)
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
