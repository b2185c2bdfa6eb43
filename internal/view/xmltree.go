package view

import (
	"bytes"
	"encoding/xml"
)

// element is a piece of an XML document: an element, an attribute of the one it stands in, or text. The zero element is
// an empty text.
type element struct {
	name  string
	value string // of an attribute or a text
	kind  elementKind
	inner []element // attributes first
}

type elementKind int

const (
	elementText elementKind = iota
	elementAttr
	elementNode
)

func el(name string, inner ...element) element {
	return element{name: name, kind: elementNode, inner: inner}
}

func attr(name, value string) element { return element{name: name, value: value, kind: elementAttr} }
func text(value string) element       { return element{value: value, kind: elementText} }

func (e *element) add(inner ...element) { e.inner = append(e.inner, inner...) }

// write writes an element. Where it holds text nothing is put between its parts: every blank there would count.
func (e element) write(b *bytes.Buffer, depth int) error {
	b.WriteString("<" + e.name)
	mixed, filled := false, false
	for _, x := range e.inner {
		switch x.kind {
		case elementAttr:
			b.WriteString(" " + x.name + `="`)
			if err := xml.EscapeText(b, []byte(x.value)); err != nil {
				return err
			}
			b.WriteString(`"`)
		case elementText:
			mixed, filled = true, true
		case elementNode:
			filled = true
		}
	}
	if !filled {
		b.WriteString("/>")
		return nil
	}
	b.WriteString(">")
	line := func(depth int) {
		if !mixed {
			b.WriteString("\n" + string(bytes.Repeat([]byte("  "), depth)))
		}
	}
	for _, x := range e.inner {
		var err error
		switch x.kind {
		case elementAttr:
		case elementText:
			err = xml.EscapeText(b, []byte(x.value))
		case elementNode:
			line(depth + 1)
			err = x.write(b, depth+1)
		}
		if err != nil {
			return err
		}
	}
	line(depth)
	b.WriteString("</" + e.name + ">")
	return nil
}
