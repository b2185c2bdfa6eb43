package form

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// MaxSize is the greatest size of a file that is read, in bytes.
const MaxSize = 64 << 20

// MaxDepth is how deep lists and mappings may lie in each other.
const MaxDepth = 64

// gatherAtMost bounds the faults that are gathered before they are put in order; nobody reads that many.
const gatherAtMost = 1000

// reading is what is known while one file is read.
type reading struct {
	file   string
	json   bool
	faults Faults
	fields map[fieldsOf][]field // the fields of the structs met so far

	data  []byte // of a YAML file
	lines []int  // where each line of data begins; made when first asked for
}

// tell adds a fault.
func (r *reading) tell(f *Fault) {
	if len(r.faults) < gatherAtMost {
		r.faults = append(r.faults, f)
	}
}

// Parse reads a file into nodes without asking what they mean. A file whose name ends in .json or .jsonl is read
// as JSON, any other as YAML. The error is Faults.
//
// What YAML would guess, or hide from a reader, is refused: anchors, aliases, merge keys, tags, a second document,
// a key given twice, an unquoted yes or no as a key.
func Parse(file string, data []byte) (*Node, error) {
	r := &reading{file: file}
	n := r.parse(data)
	if err := r.faults.InOrder(); err != nil {
		return nil, err
	}
	return n, nil
}

// parse answers nil where the file cannot be read at all, and unreadable nodes where parts of it cannot.
func (r *reading) parse(data []byte) *Node {
	if len(data) > MaxSize {
		r.tell(r.whole("the file has %d bytes; at most %d are read", len(data), MaxSize))
		return nil
	}
	if f := unprintable(r.file, 1, data); f != nil {
		r.tell(f)
		return nil
	}
	if strings.HasSuffix(r.file, ".json") || strings.HasSuffix(r.file, ".jsonl") {
		return r.parseJSON(data, Place{File: r.file, Line: 1, Column: 1})
	}
	return r.parseYAML(data)
}

func (r *reading) parseYAML(data []byte) *Node {
	loader, err := yaml.NewLoader(bytes.NewReader(data))
	if err != nil {
		r.tell(r.whole("read as YAML: %v", err))
		return nil
	}
	var first, second yaml.Node
	if err := loader.Load(&first); err != nil {
		r.tell(r.notYAML(err))
		return nil
	}
	switch err := loader.Load(&second); {
	case err == nil:
		r.tell(r.at(&second, "a second document begins here; one file holds one"))
		return nil
	case !errors.Is(err, io.EOF):
		r.tell(r.notYAML(err))
		return nil
	}
	if len(first.Content) != 1 || first.Content[0].Kind == yaml.ScalarNode && first.Content[0].ShortTag() == "!!null" {
		r.tell(r.whole("the file is empty"))
		return nil
	}
	r.data = data
	return r.node(first.Content[0], 1)
}

// notYAML says in our words what the YAML reader found.
func (r *reading) notYAML(err error) *Fault {
	var at *yaml.LoadError
	if !errors.As(err, &at) {
		if errors.Is(err, io.EOF) {
			return r.whole("the file is empty")
		}
		return r.whole("read as YAML: %v", err)
	}
	text := at.Message
	switch {
	case errors.Is(err, io.EOF) || strings.HasSuffix(text, "no documents in stream"):
		return r.whole("the file is empty")
	case strings.HasPrefix(text, "mapping values are not allowed"):
		text = "a colon here would begin a value: put a text with \": \" in it in quotes, and check the indentation above"
	case strings.HasPrefix(text, "unknown anchor"):
		text = "an alias (*) is not read here: write the value out, or put a text that begins with * in quotes"
	case strings.HasPrefix(text, "found character that cannot start any token"):
		text = "a text cannot begin with this character unless it is in quotes; indent with spaces, not tabs"
	case at.ContextMsg != "":
		text = fmt.Sprintf("not well-formed: %s (%s, begun on line %d)", text, at.ContextMsg, at.ContextMark.Line)
	default:
		text = "not well-formed: " + text
	}
	if at.Mark.Line == 0 {
		return r.whole("%s", text)
	}
	return &Fault{Place: Place{r.file, at.Mark.Line, max(at.Mark.Column, 1)}, Text: text}
}

func (r *reading) whole(format string, args ...any) *Fault {
	return &Fault{Place: Place{File: r.file}, Text: fmt.Sprintf(format, args...)}
}

func (r *reading) at(y *yaml.Node, format string, args ...any) *Fault {
	return &Fault{Place: r.place(y), Text: fmt.Sprintf(format, args...)}
}

func (r *reading) place(y *yaml.Node) Place {
	return Place{File: r.file, Line: max(y.Line, 1), Column: max(y.Column, 1)}
}

// node turns a node of YAML into one of ours, and tells what is refused in it.
func (r *reading) node(y *yaml.Node, depth int) *Node {
	n := &Node{Place: r.place(y), reading: r, Kind: unreadable}
	n.content = n.Place
	switch {
	case depth > MaxDepth:
		r.tell(n.Fault("lists and keys lie more than %d deep in each other", MaxDepth))
	case y.Kind == yaml.AliasNode:
		r.tell(n.Fault("an alias (*%s) is not read here: write the value out", y.Value))
	case y.Anchor != "":
		r.tell(n.Fault("an anchor (&%s) is not read here: write the value out where it is wanted", y.Anchor))
	case y.Style&yaml.TaggedStyle != 0 || y.Tag == "!":
		r.tell(n.Fault("a tag (%s) is not read here; a text that begins with ! is put in quotes", y.Tag))
	case y.Kind == yaml.ScalarNode:
		r.scalar(n, y)
	case y.Kind == yaml.SequenceNode:
		n.Kind = List
		for _, item := range y.Content {
			n.items = append(n.items, r.node(item, depth+1))
		}
	case y.Kind == yaml.MappingNode:
		n.Kind = Mapping
		r.mapping(n, y, depth)
	}
	return n
}

func (r *reading) scalar(n *Node, y *yaml.Node) {
	n.Value = y.Value
	if i := strings.IndexByte(y.Value, 0); i >= 0 {
		r.tell(n.Fault("the text has a NUL character in it"))
		return
	}
	switch {
	case y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		n.Kind, n.Quoted = String, true
		n.content.Column++
		return
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		n.Kind, n.Quoted = String, true
		n.content = r.blockStart(n.Place)
		return
	}
	switch y.ShortTag() {
	case "!!null":
		n.Kind = Null
	case "!!int", "!!float":
		n.Kind = Number
	case "!!bool":
		n.Kind = Boolean
	default:
		n.Kind = String
	}
}

// blockStart answers where the text of a block that is announced at p begins: on the next line that is not blank.
func (r *reading) blockStart(p Place) Place {
	for i := p.Line; i < r.countLines(); i++ { // the line after p's
		text := r.data[r.lines[i]:]
		inner := bytes.TrimLeft(text, " ")
		if len(inner) > 0 && inner[0] != '\n' && inner[0] != '\r' {
			return Place{p.File, i + 1, len(text) - len(inner) + 1}
		}
	}
	return p
}

// countLines finds the lines once, so that many blocks of text do not read the file as many times.
func (r *reading) countLines() int {
	if r.lines == nil {
		r.lines = []int{0}
		for i, c := range r.data {
			if c == '\n' {
				r.lines = append(r.lines, i+1)
			}
		}
	}
	return len(r.lines)
}

func (r *reading) mapping(n *Node, y *yaml.Node, depth int) {
	seen := make(map[string]int, len(y.Content)/2)
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, ok := r.key(y.Content[i], depth)
		value := r.node(y.Content[i+1], depth+1)
		if !ok {
			continue
		}
		if line, twice := seen[key.Value]; twice {
			r.tell(key.Fault("the key %q is here twice; the first is on line %d", key.Value, line))
			continue
		}
		seen[key.Value] = key.Place.Line
		n.keys, n.items = append(n.keys, key), append(n.items, value)
	}
}

// key answers a key, or tells why it is none.
func (r *reading) key(y *yaml.Node, depth int) (*Node, bool) {
	if y.Kind == yaml.ScalarNode && y.ShortTag() == "!!merge" {
		r.tell(r.at(y, "a merge key (<<) is not read here: write the keys out"))
		return nil, false
	}
	k := r.node(y, depth+1)
	switch {
	case k.Kind == unreadable:
		return nil, false
	case k.Kind == List || k.Kind == Mapping:
		r.tell(k.Fault("a key must be a word, not %v", k.Kind))
		return nil, false
	case k.Kind == Null || k.Kind == Boolean || !k.Quoted && isTrap(k.Value):
		r.tell(k.Fault("the key %s without quotes is no text, since some readers take it for true, false or nothing: write \"%s\"", k.Value, k.Value))
		return nil, false
	}
	k.Kind = String
	return k, true
}

// unprintable answers a fault where the bytes are not UTF-8, or have a character in them that cannot be seen.
func unprintable(file string, line int, data []byte) *Fault {
	at := Place{file, line, 1}
	for i := 0; i < len(data); {
		c, size := utf8.DecodeRune(data[i:])
		switch {
		case c == utf8.RuneError && size == 1:
			return &Fault{at, fmt.Sprintf("the byte 0x%02x is not UTF-8: save the file as UTF-8", data[i])}
		case c == '\uFEFF' && i == 0: // a byte order mark is not part of the text
			i += size
			continue
		case c == '\n':
			at.Line, at.Column = at.Line+1, 0
		case isControl(c):
			return &Fault{at, fmt.Sprintf("the character U+%04X cannot be seen and is not read", c)}
		}
		at.Column++
		i += size
	}
	return nil
}

// isControl says whether a character is kept out: control characters, half a pair, no character at all, line breaks
// that only some programs see, and those that make text show in another order than the one in which it is read.
func isControl(c rune) bool {
	switch {
	case c == '\t' || c == '\r':
		return false
	case c < 0x20 || c >= 0x7f && c < 0xa0:
		return true
	case c >= 0x2028 && c <= 0x202e || c >= 0x2066 && c <= 0x2069:
		return true
	}
	return c == '\uFEFF' || c == '\uFFFE' || c == '\uFFFF'
}
