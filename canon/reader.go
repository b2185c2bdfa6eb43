package canon

import (
	"strings"
	"unicode/utf8"
)

// Reader reads one canonical value from front to back. What it answers shares the memory of the text it was given.
// The first thing that is not as asked for stops it: from then on every method answers nothing, and Err and End
// answer why. Its cost is linear in the length of the text. A Reader is for one goroutine.
//
//	r := canon.NewReader(text)
//	for r.Object(); r.Key(); {
//		switch r.Last() {
//		case "seq":
//			seq = r.Int()
//		default:
//			r.Refuse("unknown key")
//		}
//	}
//	err := r.End()
type Reader struct {
	data  string
	at    int
	depth int
	limit int
	err   error
	open  [MaxDepth]place
}

// place is one object or list that has been begun and not ended. It holds offsets instead of texts, so that a reader
// is small: one is made for every act of a record.
type place struct {
	array    bool
	some     bool  // a key or an element has been read
	key, end int32 // where the last key lies
}

// MaxSize is how many bytes a text may have.
const MaxSize = 1<<31 - 1

// NewReader answers a reader of the text, with at most MaxDepth levels.
func NewReader(text string) Reader { return NewReaderDepth(text, MaxDepth) }

// NewReaderDepth answers a reader that refuses more than so many levels; more than MaxDepth are never read.
func NewReaderDepth(text string, levels int) Reader {
	r := Reader{data: text, limit: min(levels, MaxDepth)}
	switch {
	case len(text) > MaxSize:
		r.err = refuse(MaxSize, "the text is too long")
	case !utf8.ValidString(text):
		r.err = refuse(badRune(text), "invalid UTF-8")
	}
	return r
}

// badRune answers where a text stops being UTF-8.
func badRune(text string) int {
	for i, c := range text {
		if c == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD") {
			return i
		}
	}
	return len(text)
}

// Err answers what stopped the reader, or nil.
func (r *Reader) Err() error { return r.err }

// End answers nil when exactly one value has been read to its end and nothing follows it.
func (r *Reader) End() error {
	if r.err == nil && (r.depth != 0 || r.at != len(r.data) || r.at == 0) {
		r.Refuse("one whole value and nothing more is wanted")
	}
	return r.err
}

// Refuse stops the reader at the place it has reached, unless it has stopped before.
func (r *Reader) Refuse(text string) {
	if r.err == nil {
		r.err = refuse(r.at, text)
	}
}

// Peek answers the first byte of the next value: { [ " t f, a digit or a minus; 0 when there is none.
func (r *Reader) Peek() byte {
	if r.err != nil || r.at >= len(r.data) {
		return 0
	}
	return r.data[r.at]
}

// Object begins an object; Key goes through it.
func (r *Reader) Object() bool { return r.begin('{', false) }

// Array begins a list; More goes through it.
func (r *Reader) Array() bool { return r.begin('[', true) }

func (r *Reader) begin(bracket byte, array bool) bool {
	if !r.take(bracket) {
		return false
	}
	if r.depth >= r.limit {
		r.Refuse("too many levels")
		return false
	}
	r.open[r.depth] = place{array: array}
	r.depth++
	return true
}

// Key goes to the next key of the object that was begun last; false ends the object. The value must be read before
// the next call.
func (r *Reader) Key() bool {
	top, more := r.next('}', false)
	if !more {
		return false
	}
	start := r.at + 1
	if !r.take('"') {
		return false
	}
	end := start
	for end < len(r.data) && isPlain(r.data[end]) {
		end++
	}
	key := r.data[start:end]
	r.at = end
	if key == "" || end == len(r.data) || r.data[end] != '"' {
		r.Refuse("a key is printable ASCII without quotes")
		return false
	}
	if top.some && key <= r.data[top.key:top.end] {
		r.Refuse("keys ascend and occur once")
		return false
	}
	r.at = end + 1
	top.key, top.end, top.some = int32(start), int32(end), true
	return r.take(':')
}

// Last answers the key at which Key arrived.
func (r *Reader) Last() string {
	if r.err != nil || r.depth == 0 {
		return ""
	}
	top := &r.open[r.depth-1]
	return r.data[top.key:top.end]
}

// More goes to the next element of the list that was begun last; false ends the list.
func (r *Reader) More() bool {
	top, more := r.next(']', true)
	if more {
		top.some = true
	}
	return more
}

// next passes the comma before the next key or element, or the closing bracket.
func (r *Reader) next(bracket byte, array bool) (*place, bool) {
	if r.err != nil {
		return nil, false
	}
	if r.depth == 0 || r.open[r.depth-1].array != array {
		r.Refuse("no such level is open")
		return nil, false
	}
	top := &r.open[r.depth-1]
	if r.Peek() == bracket {
		r.at++
		r.depth--
		return nil, false
	}
	if top.some && !r.take(',') {
		return nil, false
	}
	return top, true
}

// take passes one byte.
func (r *Reader) take(c byte) bool {
	if r.err != nil {
		return false
	}
	if r.at >= len(r.data) || r.data[r.at] != c {
		r.Refuse("wanted " + string(rune(c)))
		return false
	}
	r.at++
	return true
}

// Bool reads true or false.
func (r *Reader) Bool() bool {
	if r.err != nil {
		return false
	}
	switch rest := r.data[r.at:]; {
	case strings.HasPrefix(rest, "true"):
		r.at += len("true")
		return true
	case strings.HasPrefix(rest, "false"):
		r.at += len("false")
		return false
	}
	r.Refuse("wanted true or false")
	return false
}

// Int reads an integer of at most MaxInt either way.
func (r *Reader) Int() int64 {
	if r.err != nil {
		return 0
	}
	start := r.at
	negative := r.Peek() == '-'
	if negative {
		r.at++
	}
	first := r.at
	var n int64
	for r.at < len(r.data) && '0' <= r.data[r.at] && r.data[r.at] <= '9' {
		if n = 10*n + int64(r.data[r.at]-'0'); n > MaxInt {
			r.Refuse("an integer is at most 2^53-1")
			return 0
		}
		r.at++
	}
	leadingZero := r.at > first && r.data[first] == '0' && (negative || r.at-first > 1)
	if r.at == first || leadingZero {
		r.at = start
		r.Refuse("wanted an integer without leading zeros")
		return 0
	}
	if negative {
		return -n
	}
	return n
}
