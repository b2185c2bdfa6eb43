package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestProgressIsShownOnATerminalAloneAndTakenAway(t *testing.T) {
	var out bytes.Buffer
	s := &session{stderr: &out}
	s.progress("deciding acts")(1, 4)
	if out.Len() != 0 {
		t.Errorf("into a pipe: %q, want nothing", out.String())
	}
	s.screen = true
	tell := s.progress("deciding acts")
	tell(1, 4)
	if got, want := out.String(), "\rdeciding acts 1 of 4 (25%)"; got != want {
		t.Errorf("on a terminal: %q, want %q", got, want)
	}
	tell(4, 4)
	if !strings.HasSuffix(out.String(), "\r\x1b[K") {
		t.Errorf("at the end: %q, want the line cleared", out.String())
	}
}

func TestColourIsForTerminalsThatWantIt(t *testing.T) {
	if got := (&session{}).paint(red, "no"); got != "no" {
		t.Errorf("paint into a pipe = %q, want no", got)
	}
	if got := (&session{colour: true}).paint(red, "no"); got != red+"no"+plain {
		t.Errorf("paint on a terminal = %q", got)
	}
	if isTerminal(&bytes.Buffer{}) {
		t.Error("a buffer is no terminal")
	}
}
