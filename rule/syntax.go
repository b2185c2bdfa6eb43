package rule

import (
	"fmt"
	"strconv"
	"strings"

	"accede/form"
)

// SyntaxError says where a sentence stops being one, what stands there and what could have stood there.
type SyntaxError struct {
	Line     int
	Column   int      // in characters, from 1
	Found    string   // the word or sign as written; empty at the end of the sentence
	Expected []string // quoted words, or descriptions such as: a class
}

// Error answers one line: 1:13: expected "of", found "counsil".
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.text())
}

func (e *SyntaxError) text() string {
	found := "the end of the sentence"
	if e.Found != "" {
		found = strconv.Quote(e.Found)
	}
	return "expected " + list(e.Expected) + ", found " + found
}

// In answers the same as a fault of the file in which the sentence begins at p.
func (e *SyntaxError) In(p form.Place) *form.Fault {
	return &form.Fault{Place: Place{e.Line, e.Column}.In(p), Text: e.text()}
}

// In answers a place in a file, for a sentence that begins at p there.
func (at Place) In(p form.Place) form.Place {
	if p.Line == 0 {
		return form.Place{File: p.File, Line: at.Line, Column: at.Column}
	}
	if at.Line == 1 {
		return form.Place{File: p.File, Line: p.Line, Column: p.Column + at.Column - 1}
	}
	return form.Place{File: p.File, Line: p.Line + at.Line - 1, Column: at.Column}
}

// list joins alternatives: a, b or c.
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
