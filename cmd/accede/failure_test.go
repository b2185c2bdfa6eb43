package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"accede/dossier"
	"accede/form"
	"accede/internal/bundle"
	"accede/internal/depositary"
	"accede/internal/store"
)

func TestEveryErrorIsOneLineAndOneOfTheExitCodes(t *testing.T) {
	place := form.Place{File: "nato.yaml", Line: 31, Column: 13}
	for _, c := range []struct {
		err  error
		code int
		said string
	}{
		{nil, exitDone, ""},
		{errNo, exitNo, ""},
		{errors.New("anything\nin two lines"), exitInput, "accede: anything: in two lines\n"},
		{&form.Fault{Place: place, Text: "no such day"}, exitInput, "nato.yaml:31:13: no such day\n"},
		{form.Faults{{Place: place, Text: "one"}, {Place: place, Text: "two"}}, exitInput, "nato.yaml:31:13: one\nnato.yaml:31:13: two\n"},
		{fmt.Errorf("open: %w", store.ErrLocked), exitConflict, "accede: open: the record is open in another process\n"},
		{fmt.Errorf("open: %w", store.ErrNewer), exitInput, "accede: open: the record was written by a newer version\n"},
		{fmt.Errorf("append: %w", store.ErrFull), exitConflict, "accede: append: no room left\n"},
		{fmt.Errorf("open: %w", depositary.ErrHost), exitAllowed, "accede: open: a record of another host\n"},
		{&store.DamageError{Position: 7, What: "missing"}, exitVerify, "accede: entry 7: missing\n"},
		{&bundle.Mismatch{Position: 7, Reason: "missing"}, exitVerify, "accede: entry 7: missing\n"},
		{context.Canceled, exitInput, "accede: interrupted\n"},
		{&depositary.Refused{
			Faults: form.Faults{{Place: place, Text: "not its to do"}}, Causes: []error{dossier.ErrAuthority},
		}, exitInput, "nato.yaml:31:13: not its to do; nothing was registered\n"},
		{&depositary.Refused{
			Faults: form.Faults{{Place: place, Text: "taken"}}, Causes: []error{depositary.ErrConflict}, More: true,
		}, exitConflict, "nato.yaml:31:13: taken\naccede: more than 1 acts cannot be registered, so none was\n"},
	} {
		var said bytes.Buffer
		if code := fail(&said, c.err); code != c.code || said.String() != c.said {
			t.Errorf("fail(%v) = %d, %q; want %d, %q", c.err, code, said.String(), c.code, c.said)
		}
	}
}

func TestAnInterruptedImportSaysThatItsFateIsUnknown(t *testing.T) {
	var said bytes.Buffer
	err := fmt.Errorf("%w (%w)", depositary.ErrUnknownFate, context.Canceled)
	if code := fail(&said, err); code != exitConflict || !strings.Contains(said.String(), "ask again") {
		t.Errorf("fail = %d, %q; want 3 and what to do", code, said.String())
	}
}
