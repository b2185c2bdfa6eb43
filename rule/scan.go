package rule

import (
	"unicode"
	"unicode/utf8"
)

// token is one word, number or sign of a sentence.
type token struct {
	kind tokenKind
	text string
	at   Place
}

type tokenKind uint8

const (
	end tokenKind = iota
	word
	number // digits, with / or . and % inside
	sign   // ( ) , : or something that has no place in a sentence
)

// scan cuts a sentence into tokens; the last is always end. Anything it does not know becomes a sign of one
// character, for the parser to refuse where it stands.
func scan(text string) []token {
	var tokens []token
	line, column := 1, 1
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		at := Place{line, column}
		switch {
		case r == '\n':
			line, column, i = line+1, 1, i+size
			continue
		case unicode.IsSpace(r):
			column, i = column+1, i+size
			continue
		}
		kind, n := tokenAt(text[i:], r, size)
		tokens = append(tokens, token{kind, text[i : i+n], at})
		column += utf8.RuneCountInString(text[i : i+n])
		i += n
	}
	return append(tokens, token{end, "", Place{line, column}})
}

func tokenAt(text string, r rune, size int) (tokenKind, int) {
	switch {
	case digit(r):
		return number, run(text, func(r rune) bool { return digit(r) || r == '/' || r == '.' || r == '%' })
	case unicode.IsLetter(r):
		return word, run(text, inWord)
	}
	return sign, size
}

// run answers how many bytes at the beginning satisfy in.
func run(text string, in func(rune) bool) int {
	for i, r := range text {
		if !in(r) {
			return i
		}
	}
	return len(text)
}

func digit(r rune) bool { return '0' <= r && r <= '9' }

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '-' || r == '_'
}
