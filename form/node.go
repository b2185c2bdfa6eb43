package form

import (
	"fmt"
	"slices"
)

// Kind says what a node of a file is. The zero Kind is Null: nothing was written.
type Kind uint8

// The kinds of nodes.
const (
	Null    Kind = iota // nothing, or the word null
	String              // a text, quoted or not, dates among them
	Number              // an unquoted number
	Boolean             // the unquoted word true or false
	List
	Mapping
	unreadable // its fault has been told already
)

// String answers the kind as messages name it.
func (k Kind) String() string {
	switch k {
	case Null:
		return "nothing"
	case String:
		return "a text"
	case Number:
		return "a number"
	case Boolean:
		return "true or false"
	case List:
		return "a list"
	case Mapping:
		return "keys with values"
	case unreadable:
		return "something unreadable"
	}
	return "something unreadable"
}

// Node is one value of a file, with its place. A type that a struct tag cannot describe (a word or a list of words,
// a mapping whose keys depend on one of them) implements Decoder and asks its Node.
//
// Nodes come from Parse, are not changed afterwards, and may be read by several goroutines at once, except by
// Decode.
type Node struct {
	Kind   Kind
	Place  Place  // of its first character
	Value  string // of a String, Number or Boolean: as written, without quotes and escapes
	Quoted bool   // a String in quotes, or a block of text: a text whatever its words are

	content Place   // of the first character of the value itself, inside the quotes
	keys    []*Node // of a Mapping, in the order of the file
	items   []*Node // of a List, or the values of a Mapping
	reading *reading
}

// Decoder is implemented, with a pointer receiver, by types that read themselves from a node.
//
// An error that is a *Fault or Faults keeps its places; any other is told at the node's place.
type Decoder interface {
	DecodeForm(n *Node) error
}

// Len answers how many items a list has, or how many keys a mapping has; of other nodes 0.
func (n *Node) Len() int { return len(n.items) }

// Item answers the i-th item of a list, or the i-th value of a mapping, from 0. It panics where there is none.
func (n *Node) Item(i int) *Node { return n.items[i] }

// Key answers the i-th key of a mapping, from 0, as a String. It panics where there is none.
func (n *Node) Key(i int) *Node { return n.keys[i] }

// Get answers the value of a key of a mapping, and whether there is one. It takes time in the number of keys.
func (n *Node) Get(key string) (*Node, bool) {
	i := slices.IndexFunc(n.keys, func(k *Node) bool { return k.Value == key })
	if i < 0 {
		return nil, false
	}
	return n.items[i], true
}

// Fault answers a fault at the node's place.
func (n *Node) Fault(format string, args ...any) *Fault {
	return &Fault{Place: n.Place, Text: fmt.Sprintf(format, args...)}
}

// Text answers the text of a node, or why it is none: a word that some readers of YAML take for true, false, nothing
// or a number has to be quoted.
func (n *Node) Text() (string, error) {
	switch {
	case n.Kind == String && (n.Quoted || !isTrap(n.Value)):
		return n.Value, nil
	case n.Kind == String:
		return "", n.Fault("%s without quotes is no text, since some readers take it for true or false: write \"%s\"", n.Value, n.Value)
	case (n.Kind == Number || n.Kind == Boolean) && !n.reading.json:
		return "", n.Fault("a text is wanted, and %s without quotes is %v: write \"%s\"", n.Value, n.Kind, n.Value)
	}
	return "", n.wanted("a text")
}

// Decode reads the node into what a pointer points to, as the function Decode does with a file. Its faults are
// answered as Faults; it does not tell the rest of the file's.
func (n *Node) Decode(into any) error {
	before := n.reading.faults
	n.reading.faults = nil
	n.reading.decode(n, pointed(into), "")
	found := n.reading.faults
	n.reading.faults = before
	return found.InOrder()
}

// wanted is the fault of a node that is of the wrong kind.
func (n *Node) wanted(what string) *Fault {
	if n.Kind == Null {
		return n.Fault("%s is wanted, and nothing is there: leave the key out, or give it a value", what)
	}
	return n.Fault("%s is wanted, not %v", what, n.Kind)
}
