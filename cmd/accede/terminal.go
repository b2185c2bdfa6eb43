package main

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// isTerminal says whether what is written there is seen by somebody.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// The colours of a terminal; their meanings are those of the pages.
const (
	plain  = "\x1b[0m"
	bold   = "\x1b[1m"
	faint  = "\x1b[2m"
	red    = "\x1b[31m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
)

// paint puts a text in a colour, on a terminal alone.
func (s *session) paint(colour, text string) string {
	if !s.colour || text == "" {
		return text
	}
	return colour + text + plain
}

// progress shows how far something is, on a terminal alone. The last call clears the line.
func (s *session) progress(what string) func(done, total int) {
	if !s.screen {
		return func(int, int) {}
	}
	return func(done, total int) {
		if done >= total {
			fmt.Fprint(s.stderr, "\r\x1b[K")
			return
		}
		fmt.Fprintf(s.stderr, "\r%s %d of %d (%d%%)", what, done, total, 100*done/max(total, 1))
	}
}
