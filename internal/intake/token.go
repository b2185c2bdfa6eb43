package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word or a mark of a text.
type token struct {
	Span
	low  string // in lower case, with straight apostrophes
	word bool   // begins with a letter or a digit
	cap  bool   // begins with a capital letter
}

// tokens answers the words and marks of text[from:to], with their places in the text. A possessive 's is a token of its
// own; hyphens, apostrophes, and points and commas between digits stay inside a word.
func tokens(text string, from, to int) []token {
	var toks []token
	for i := from; i < to; {
		r, size := utf8.DecodeRuneInString(text[i:to])
		switch {
		case unicode.IsSpace(r):
			i += size
			continue
		case isWord(r):
			end := wordEnd(text, i, to)
			toks = append(toks, newToken(text, i, end))
			i = end
		case isApostrophe(r) && possessive(text, i, to) > 0:
			end := possessive(text, i, to)
			toks = append(toks, token{Span: Span{i, end}, low: "'s"})
			i = end
		default:
			toks = append(toks, token{Span: Span{i, i + size}, low: markOf(r)})
			i += size
		}
	}
	return toks
}

func newToken(text string, from, to int) token {
	word := text[from:to]
	first, _ := utf8.DecodeRuneInString(word)
	low := strings.ToLower(strings.ReplaceAll(word, "’", "'"))
	return token{Span{from, to}, low, true, unicode.IsUpper(first) || unicode.IsTitle(first)}
}

// wordEnd answers where the word that begins at i ends.
func wordEnd(text string, i, to int) int {
	start := i
	for i < to {
		r, size := utf8.DecodeRuneInString(text[i:to])
		if isWord(r) {
			i += size
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[min(i+size, to):to])
		switch {
		case isApostrophe(r) && isWord(next) && possessive(text, i, to) == 0,
			(r == '-' || r == '‑') && isWord(next),
			(r == '.' || r == ',' || r == ':') && endsInDigit(text[start:i]) && unicode.IsDigit(next),
			r == '.' && isInitials(text[start:i], next):
			i += size
		default:
			return i
		}
	}
	return i
}

func endsInDigit(s string) bool { return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' }

// isInitials says whether a point belongs to U.S. or E.U.
func isInitials(before string, next rune) bool {
	letters := strings.Split(before, ".")
	for _, l := range letters {
		if utf8.RuneCountInString(l) != 1 || !unicode.IsUpper([]rune(l)[0]) {
			return false
		}
	}
	return unicode.IsUpper(next) || len(letters) > 1
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' }

// possessive answers where the 's that begins at i ends, 0 if none does.
func possessive(text string, i, to int) int {
	_, size := utf8.DecodeRuneInString(text[i:to])
	end := i + size + 1
	if end > to || text[i+size] != 's' && text[i+size] != 'S' {
		return 0
	}
	if next, _ := utf8.DecodeRuneInString(text[end:to]); end < to && isWord(next) {
		return 0
	}
	return end
}

// markOf answers a mark as the grammars write it. Angle brackets mean something to them and are hidden.
func markOf(r rune) string {
	switch r {
	case '<', '>':
		return "|"
	case '‘', '’', '\'':
		return "'"
	case '—', '–', '‐', '‒', '―':
		return "–"
	}
	return string(r)
}

// wordsOf answers the words of a name as tokens have them.
func wordsOf(name string) []string {
	var words []string
	for _, t := range tokens(name, 0, len(name)) {
		words = append(words, t.low)
	}
	return words
}

// slug answers an id made of a text: small letters, digits and hyphens, at most 40 of them.
func slug(text string) string {
	var b strings.Builder
	hyphen := false
	for _, r := range strings.ToLower(text) {
		r = plainLetter(r)
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if hyphen && b.Len() > 0 {
				b.WriteByte('-')
			}
			hyphen = false
			b.WriteRune(r)
		default:
			hyphen = true
		}
		if b.Len() >= 40 {
			break
		}
	}
	return strings.TrimSuffix(b.String(), "-")
}

// plainLetter answers the letter without its marks, for the letters of European names.
func plainLetter(r rune) rune {
	const marked, bare = "àáâãäåāăąçćčďèéêëēęěğìíîïīıłñńňòóôõöøōőřśšşșťțùúûüūůűýÿžźż", "aaaaaaaaacccdeeeeeeegiiiiiilnnnoooooooorssssttuuuuuuuyyzzz"
	if i := strings.IndexRune(marked, r); i >= 0 {
		return rune(bare[utf8.RuneCountInString(marked[:i])])
	}
	return r
}
