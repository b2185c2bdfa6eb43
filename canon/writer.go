package canon

import (
	"strconv"
	"unicode/utf8"
)

// Writer writes one canonical value from front to back. Keys must be given in ascending order; the first call that
// would leave the form stops it, and Bytes answers why. The zero Writer is ready. A Writer is for one goroutine.
type Writer struct {
	buf   []byte
	depth int
	keyed bool // a key waits for its value
	done  bool // the outermost value is whole
	err   error
	open  [MaxDepth]level
}

// level is one object or list that has been begun and not ended.
type level struct {
	array bool
	some  bool   // it has a key or an element already
	key   string // the last key
}

// NewWriter answers a writer that appends to buf, whose contents stay as they are.
func NewWriter(buf []byte) Writer { return Writer{buf: buf} }

// Bytes answers what was written: exactly one whole value, or an error.
func (w *Writer) Bytes() ([]byte, error) {
	if w.err == nil && (w.depth != 0 || !w.done) {
		w.Refuse("one whole value is wanted")
	}
	if w.err != nil {
		return nil, w.err
	}
	return w.buf, nil
}

// Refuse stops the writer, unless it has stopped before.
func (w *Writer) Refuse(text string) {
	if w.err == nil {
		w.err = refuse(len(w.buf), text)
	}
}

// Object begins an object, Array a list; End ends what was begun last.
func (w *Writer) Object() { w.begin('{', false) }

// Array begins a list.
func (w *Writer) Array() { w.begin('[', true) }

func (w *Writer) begin(bracket byte, array bool) {
	if !w.value() {
		return
	}
	if w.depth >= MaxDepth {
		w.Refuse("too many levels")
		return
	}
	w.done = false
	w.buf = append(w.buf, bracket)
	w.open[w.depth] = level{array: array}
	w.depth++
}

// End ends the object or list that was begun last.
func (w *Writer) End() {
	if w.err != nil {
		return
	}
	if w.depth == 0 || w.keyed {
		w.Refuse("nothing to end here")
		return
	}
	w.depth--
	bracket := byte('}')
	if w.open[w.depth].array {
		bracket = ']'
	}
	w.buf = append(w.buf, bracket)
	w.done = w.depth == 0
}

// Key writes a key; a value must follow.
func (w *Writer) Key(key string) {
	if w.err != nil {
		return
	}
	if w.depth == 0 || w.keyed || w.open[w.depth-1].array {
		w.Refuse("a key has no place here")
		return
	}
	top := &w.open[w.depth-1]
	switch {
	case !plainKey(key):
		w.Refuse("a key is printable ASCII without quotes: " + strconv.Quote(key))
		return
	case top.some && key <= top.key:
		w.Refuse("keys ascend and occur once: " + key)
		return
	case top.some:
		w.buf = append(w.buf, ',')
	}
	top.some, top.key, w.keyed = true, key, true
	w.buf = append(w.buf, '"')
	w.buf = append(w.buf, key...)
	w.buf = append(w.buf, '"', ':')
}

// value makes room for a value: after a key, as an element of a list, or as the outermost one.
func (w *Writer) value() bool {
	switch {
	case w.err != nil:
		return false
	case w.keyed:
		w.keyed = false
		return true
	case w.depth == 0 && !w.done:
		w.done = true
		return true
	case w.depth > 0 && w.open[w.depth-1].array:
		if w.open[w.depth-1].some {
			w.buf = append(w.buf, ',')
		}
		w.open[w.depth-1].some = true
		return true
	}
	w.Refuse("a value has no place here")
	return false
}

// Text writes a string, which must be valid UTF-8.
func (w *Writer) Text(s string) {
	if !utf8.ValidString(s) {
		w.Refuse("invalid UTF-8: " + strconv.Quote(s))
	}
	if w.value() {
		w.buf = appendText(w.buf, s)
	}
}

// Int writes an integer of at most MaxInt either way.
func (w *Writer) Int(n int64) {
	if n > MaxInt || n < -MaxInt {
		w.Refuse("an integer is at most 2^53-1: " + strconv.FormatInt(n, 10))
	}
	if w.value() {
		w.buf = strconv.AppendInt(w.buf, n, 10)
	}
}

// Bool writes true or false.
func (w *Writer) Bool(b bool) {
	if w.value() {
		w.buf = strconv.AppendBool(w.buf, b)
	}
}

// Raw writes a value that is canonical already. It is not read again: whoever calls it has checked it.
func (w *Writer) Raw(value []byte) {
	if len(value) == 0 {
		w.Refuse("an empty value")
	}
	if w.value() {
		w.buf = append(w.buf, value...)
	}
}
