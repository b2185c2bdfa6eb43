// Package canon reads and writes canonical JSON: the one way in which a value can be written, so that equal values
// have equal bytes and a signature over bytes is a signature over what they say.
//
// It knows objects, lists, strings, whole numbers, true and false, days and moments. It refuses to know what they
// mean. The form is a strict subset of RFC 8785: keys in printable ASCII, ascending, each once; strings of valid
// UTF-8 with no escape that is not needed; integers of at most 2⁵³−1; no null, no fractions, no blanks between
// values. Whatever does not re-encode to itself is refused at the byte where it departs from that.
package canon

import (
	"errors"
	"fmt"
)

// MaxDepth is how many objects and lists may lie within one another, the outermost counted.
const MaxDepth = 16

// MaxInt is the largest integer, 2⁵³−1; the smallest is −MaxInt. Every reader of JSON has these exactly. [RFC 7493]
const MaxInt = 1<<53 - 1

// ErrCanon is wrapped by every error of a Reader and a Writer.
var ErrCanon = errors.New("not canonical JSON")

// refuse says at which byte, counted from 0, the form is departed from.
func refuse(at int, text string) error {
	return fmt.Errorf("byte %d: %s: %w", at, text, ErrCanon)
}

// isPlain says whether a character may stand in a key: printable ASCII that needs no escape.
func isPlain(c byte) bool { return 0x20 <= c && c <= 0x7e && c != '"' && c != '\\' }

// plainKey says whether a text may be a key; the empty one may not.
func plainKey(key string) bool {
	for i := range len(key) {
		if !isPlain(key[i]) {
			return false
		}
	}
	return key != ""
}
