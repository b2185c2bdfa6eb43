package clauses

import (
	"strings"
	"unicode"
)

// tokens cuts a text into words, runs of blanks and single marks; put together they are the text again. A word is
// letters and digits with what joins them inside (Türkiye’s, non-member, 2.5). In scripts that do not set words
// apart, each character stands alone.
func tokens(text string) []string {
	var all []string
	runes := []rune(text)
	for i := 0; i < len(runes); {
		j := i + 1
		switch {
		case unicode.IsSpace(runes[i]):
			for j < len(runes) && unicode.IsSpace(runes[j]) {
				j++
			}
		case inWord(runes[i]):
			for j < len(runes) && (inWord(runes[j]) || joins(runes, j)) {
				j++
			}
		}
		all = append(all, string(runes[i:j]))
		i = j
	}
	return all
}

// inWord says whether a character belongs to a word of several.
func inWord(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)) &&
		!unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// joins says whether the character at i joins two parts of one word.
func joins(runes []rune, i int) bool {
	return strings.ContainsRune("'’-.", runes[i]) && inWord(runes[i-1]) && i+1 < len(runes) && inWord(runes[i+1])
}

// blank says whether a token is blanks alone.
func blank(token string) bool { return strings.TrimSpace(token) == "" }
