package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// alone answers a letter that is no other letter with a mark, as people write it who have no such key; else itself.
func alone(r rune) string {
	switch r {
	case 'ı':
		return "i"
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ø':
		return "o"
	case 'đ', 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ł':
		return "l"
	case 'ħ':
		return "h"
	case 'ŋ':
		return "n"
	case 'ə':
		return "e"
	case 'ς':
		return "σ"
	}
	return string(r)
}

// maxToken is how long a word can be, in bytes; of a longer one the beginning counts.
const maxToken = 200

// Tokens answers the words of a text, folded so that the same word has one form however it is written: in large or small
// letters, with marks or without, with a dot on the i or without. A character of a script that parts no words is a word.
func Tokens(text string) []string {
	var all []string
	var b strings.Builder
	end := func() {
		if b.Len() > 0 {
			all = append(all, b.String())
			b.Reset()
		}
	}
	for _, r := range norm.NFKD.String(text) {
		r = unicode.ToLower(r)
		switch {
		case unicode.Is(unicode.M, r), r == '\u00ad', r == '\u200c', r == '\u200d':
			// a mark on a letter, or a sign that is not seen
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			end()
			all = append(all, string(r))
		case unicode.IsLetter(r), unicode.IsNumber(r):
			if b.Len()+utf8.UTFMax > maxToken {
				continue
			}
			b.WriteString(alone(r))
		default:
			end()
		}
	}
	end()
	return all
}
