// Package form reads the files that people write: YAML and JSON, strictly, keeping the place of everything.
//
// It knows keys, values, dates, periods and places. It refuses to know what any of them means, and it refuses what
// YAML would guess: unknown keys, duplicate keys, unquoted words that some readers take for booleans (Norway's no),
// anchors, tags and dates that do not exist.
package form

import (
	"fmt"
	"strings"
)

// Place is where something stands in a file. Lines and columns count from 1; columns count characters, not bytes.
// The zero Place is unknown.
type Place struct {
	File   string
	Line   int
	Column int
}

// String answers file:line:column, leaving out what is unknown.
func (p Place) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.File == "":
		return fmt.Sprintf("%d:%d", p.Line, p.Column)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Fault is one thing wrong with a file: where, and what to do about it, in one line.
type Fault struct {
	Place Place
	Text  string
}

// Error answers the place and the text.
func (f *Fault) Error() string {
	if p := f.Place.String(); p != "" {
		return p + ": " + f.Text
	}
	return f.Text
}

// Faults is all that is wrong with a file, in the order of places. At most MaxFaults are kept.
type Faults []*Fault

// MaxFaults is how many faults of one file are told.
const MaxFaults = 20

// Error answers one line for each fault.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// Text is a text that remembers its place, so that what is wrong inside it can be pointed at. In a file it is a
// plain string; the zero Text is absent.
type Text struct {
	Value string
	Place Place
}

// Map is a mapping that keeps the order of its keys as the file has it, and the place of each.
type Map[V any] struct {
	Keys   []string
	Values []V // Values[i] belongs to Keys[i]
	Places []Place
}

// Get answers the value of a key.
func (m Map[V]) Get(key string) (V, bool) {
	for i, k := range m.Keys {
		if k == key {
			return m.Values[i], true
		}
	}
	var none V
	return none, false
}

// Len answers how many keys there are.
func (m Map[V]) Len() int { return len(m.Keys) }
