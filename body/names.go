package body

import (
	"maps"
	"slices"
	"strings"

	"accede/form"
)

// In answers the text in a language: that of the tag, else of its language without region or script, else English,
// else the first in the order of tags; nothing where there are no names at all.
func (ns Names) In(tag string) string {
	for tag != "" {
		if name, ok := ns[tag]; ok {
			return name
		}
		cut := strings.LastIndexByte(tag, '-')
		if cut < 0 {
			break
		}
		tag = tag[:cut]
	}
	if name, ok := ns["en"]; ok {
		return name
	}
	for _, tag := range slices.Sorted(maps.Keys(ns)) {
		return ns[tag]
	}
	return ""
}

// DecodeForm reads a text for each language. The tags have the form of BCP 47, and no text is empty.
func (ns *Names) DecodeForm(n *form.Node) error {
	if n.Kind != form.Mapping {
		return n.Fault("a text for each language is wanted, such as {en: Belgium}, not %v", n.Kind)
	}
	var faults form.Faults
	names := make(Names, n.Len())
	for i := range n.Len() {
		if tag := n.Key(i); !isTag(tag.Value) {
			faults = append(faults, tag.Fault("%q is not a language tag, such as en, fr, pt-BR", tag.Value))
		}
		name, err := n.Item(i).Text()
		switch {
		case err != nil:
			faults = append(faults, asFault(n.Item(i), err))
		case strings.TrimSpace(name) == "":
			faults = append(faults, n.Item(i).Fault("the text is empty: leave the language out"))
		}
		names[n.Key(i).Value] = name
	}
	if n.Len() == 0 {
		faults = append(faults, n.Fault("a text in one language at least is wanted"))
	}
	*ns = names
	if len(faults) > 0 {
		return faults
	}
	return nil
}

func asFault(n *form.Node, err error) *form.Fault {
	if f, ok := err.(*form.Fault); ok {
		return f
	}
	return n.Fault("%v", err)
}

// isTag says whether a text has the form of a language tag: two or three small letters, then subtags of two to
// eight letters or digits. [BCP 47]
func isTag(tag string) bool {
	for i, part := range strings.Split(tag, "-") {
		least, most := 2, 8
		if i == 0 {
			most = 3
		}
		if len(part) < least || len(part) > most {
			return false
		}
		for _, c := range []byte(part) {
			small, large, digit := c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9'
			if !small && (i == 0 || !large && !digit) {
				return false
			}
		}
	}
	return true
}

// DecodeForm reads one word, or a list of words that is not empty.
func (ps *Parties) DecodeForm(n *form.Node) error {
	if n.Kind == form.List {
		if n.Len() == 0 {
			return n.Fault("the list is empty: name a class, or the applicant")
		}
		return n.Decode((*[]string)(ps))
	}
	word, err := n.Text()
	if err != nil {
		return err
	}
	*ps = Parties{word}
	return nil
}

// FormShape answers the shape of a text in several languages.
func (ns *Names) FormShape() form.Shape {
	return form.Shape{Type: "object", Values: &form.Shape{Type: "string"}}
}

// FormShape answers the shape of one word or a list of words.
func (ps *Parties) FormShape() form.Shape {
	word := form.Shape{Type: "string"}
	return form.Shape{AnyOf: []form.Shape{word, {Type: "array", MinItems: 1, Items: &word}}}
}
