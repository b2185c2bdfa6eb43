package form

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// ParseJSONLine reads one line of a file that holds a JSON value on each; line is its number, from 1, so that
// faults point into the file. An empty line is refused. The error is Faults.
func ParseJSONLine(file string, line int, data []byte) (*Node, error) {
	r := &reading{file: file}
	n := r.parseJSONLine(line, data)
	if err := r.faults.InOrder(); err != nil {
		return nil, err
	}
	return n, nil
}

func (r *reading) parseJSONLine(line int, data []byte) *Node {
	start := Place{r.file, line, 1}
	if len(data) > MaxSize {
		r.tell(&Fault{start, "the line is longer than a file may be"})
		return nil
	}
	if f := unprintable(r.file, line, data); f != nil {
		r.tell(f)
		return nil
	}
	return r.parseJSON(data, start)
}

// jsonText walks a JSON text and keeps the place of the token read last.
type jsonText struct {
	*reading
	data   []byte
	tokens *jsontext.Decoder
	offset int   // of place in data
	place  Place // of the token read last, or further
}

// parseJSON answers the one value in data, the first character of which stands at start.
func (r *reading) parseJSON(data []byte, start Place) *Node {
	r.json = true
	// A key that is there twice is told by us, with the place of the first.
	tokens := jsontext.NewDecoder(bytes.NewReader(data), jsontext.AllowDuplicateNames(true))
	t := &jsonText{reading: r, data: data, tokens: tokens, place: start}
	n, err := t.value(1)
	if err == nil {
		if _, err = t.next(); err == nil {
			r.tell(&Fault{t.place, "a second value begins here; there is one only"})
		}
	}
	if err != nil && !errors.Is(err, io.EOF) || n == nil {
		r.tell(t.notJSON(err))
		return nil
	}
	return n
}

// next reads a token and moves the place to where it begins.
func (t *jsonText) next() (jsontext.Token, error) {
	from := int(t.tokens.InputOffset())
	token, err := t.tokens.ReadToken()
	rest := t.data[from:]
	t.moveTo(from + len(rest) - len(bytes.TrimLeft(rest, " \t\r\n,:")))
	return token, err
}

func (t *jsonText) moveTo(offset int) {
	for t.offset < offset {
		c, size := utf8.DecodeRune(t.data[t.offset:])
		t.offset += size
		t.place.Column++
		if c == '\n' {
			t.place.Line, t.place.Column = t.place.Line+1, 1
		}
	}
}

func (t *jsonText) notJSON(err error) *Fault {
	var syntax *jsontext.SyntacticError
	switch {
	case errors.As(err, &syntax) && errors.Is(err, io.ErrUnexpectedEOF):
		return &Fault{t.place, "the JSON text ends before it is complete"}
	case syntax != nil:
		t.moveTo(min(int(syntax.ByteOffset), len(t.data)))
		return &Fault{t.place, "not JSON: " + strings.TrimPrefix(syntax.Err.Error(), "jsontext: ")}
	}
	return &Fault{t.place, "there is no JSON value"}
}

func (t *jsonText) value(depth int) (*Node, error) {
	token, err := t.next()
	if err != nil {
		return nil, err
	}
	n := &Node{Place: t.place, content: t.place, reading: t.reading}
	if depth > MaxDepth {
		t.tell(n.Fault("lists and keys lie more than %d deep in each other", MaxDepth))
		return n, io.EOF // nothing behind this is of use
	}
	switch token.Kind() {
	case '{':
		n.Kind = Mapping
		return n, t.mapping(n, depth)
	case '[':
		n.Kind = List
		return n, t.list(n, depth)
	case '"':
		n.Kind, n.Quoted, n.Value = String, true, token.String()
		n.content.Column++
		if strings.IndexByte(n.Value, 0) >= 0 {
			n.Kind = unreadable
			t.tell(n.Fault("the text has a NUL character in it"))
		}
	case '0':
		n.Kind, n.Value = Number, token.String()
	case 't', 'f':
		n.Kind, n.Value = Boolean, token.String()
	case 'n':
		n.Kind, n.Value = Null, "null"
	}
	return n, nil
}

func (t *jsonText) list(n *Node, depth int) error {
	for t.tokens.PeekKind() != ']' {
		item, err := t.value(depth + 1)
		if err != nil {
			return err
		}
		n.items = append(n.items, item)
	}
	_, err := t.next()
	return err
}

func (t *jsonText) mapping(n *Node, depth int) error {
	seen := map[string]int{}
	for t.tokens.PeekKind() != '}' {
		key, err := t.value(depth + 1)
		if err != nil {
			return err
		}
		value, err := t.value(depth + 1)
		if err != nil {
			return err
		}
		if line, twice := seen[key.Value]; twice {
			t.tell(key.Fault("the key %q is here twice; the first is on line %d", key.Value, line))
			continue
		}
		seen[key.Value] = key.Place.Line
		n.keys, n.items = append(n.keys, key), append(n.items, value)
	}
	_, err := t.next()
	return err
}
