package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// sentence is a sentence of the report. What is between quotation marks never ends one.
type sentence struct {
	Span
	para   int // number of its paragraph
	toks   []token
	quotes []Span // with their marks
}

// paragraphs answers the paragraphs of a text. A blank line ends one, and so does the end of a line that ends a
// sentence: other line ends are where a line was folded.
func paragraphs(text string) []Span {
	var all []Span
	start := 0
	add := func(end int) {
		if s := trim(text, Span{start, end}); s.Start < s.End {
			all = append(all, s)
		}
	}
	for i := range len(text) {
		if text[i] != '\n' {
			continue
		}
		rest := strings.TrimLeft(text[i+1:], " \t")
		if strings.HasPrefix(rest, "\n") || rest == "" || endsSentence(text[start:i]) {
			add(i)
			start = i + 1
		}
	}
	add(len(text))
	return all
}

func endsSentence(line string) bool {
	line = strings.TrimRight(line, " \t\"'”’)»")
	return strings.HasSuffix(line, ".") || strings.HasSuffix(line, "!") || strings.HasSuffix(line, "?") || strings.HasSuffix(line, ":")
}

// trim answers a span without the white space at its ends.
func trim(text string, s Span) Span {
	for s.Start < s.End {
		r, size := utf8.DecodeRuneInString(text[s.Start:s.End])
		if !unicode.IsSpace(r) {
			break
		}
		s.Start += size
	}
	for s.Start < s.End {
		r, size := utf8.DecodeLastRuneInString(text[s.Start:s.End])
		if !unicode.IsSpace(r) {
			break
		}
		s.End -= size
	}
	return s
}

// sentences answers the sentences of a text.
func sentences(text string) []sentence {
	var all []sentence
	for n, p := range paragraphs(text) {
		quotes := quotations(text, p)
		for _, s := range split(text, p, quotes) {
			one := sentence{Span: s, para: n, toks: tokens(text, s.Start, s.End)}
			for _, q := range quotes {
				if q.Start >= s.Start && q.End <= s.End {
					one.quotes = append(one.quotes, q)
				}
			}
			all = append(all, one)
		}
	}
	return all
}

// split cuts a paragraph where Unicode ends a sentence [UAX 29], but not inside quotation marks, not after an
// abbreviation, and not before a small letter.
func split(text string, p Span, quotes []Span) []Span {
	var all []Span
	start, at, state := p.Start, p.Start, -1
	rest := strings.ReplaceAll(text[p.Start:p.End], "\n", " ") // a folded line ends no sentence
	for len(rest) > 0 {
		var one string
		one, rest, state = uniseg.FirstSentenceInString(rest, state)
		at += len(one)
		if rest != "" && !ends(text[start:at], text[at:p.End], at, quotes) {
			continue
		}
		if s := trim(text, Span{start, at}); s.Start < s.End {
			all = append(all, s)
		}
		start = at
	}
	return all
}

// ends says whether a sentence is over between two texts.
func ends(before, after string, at int, quotes []Span) bool {
	for _, q := range quotes {
		if q.Start < at && at < q.End {
			return false
		}
	}
	if r, _ := utf8.DecodeRuneInString(strings.TrimLeft(after, " \t\n")); unicode.IsLower(r) {
		return false
	}
	words := strings.Fields(before)
	return len(words) == 0 || !isAbbreviation(words[len(words)-1])
}

// isAbbreviation says whether a word that ends in a point goes on after it.
func isAbbreviation(word string) bool {
	word = strings.TrimLeft(word, "(\"“'‘")
	switch strings.ToLower(word) {
	case "mr.", "mrs.", "ms.", "dr.", "prof.", "gen.", "col.", "sen.", "rep.", "gov.", "st.", "no.", "vs.", "jan.", "feb.", "mar.", "apr.",
		"jun.", "jul.", "aug.", "sep.", "sept.", "oct.", "nov.", "dec.", "art.", "approx.", "u.s.", "e.g.", "i.e.":
		return true
	}
	first, size := utf8.DecodeRuneInString(word)
	return word[size:] == "." && unicode.IsUpper(first) // an initial
}

// quotations answers the spans between quotation marks in a paragraph, marks included. A mark that is never closed
// opens nothing, but for a double one, which may go on in the next paragraph: it reaches to the end of this one.
func quotations(text string, p Span) []Span {
	var all []Span
	for i := p.Start; i < p.End; {
		r, size := utf8.DecodeRuneInString(text[i:p.End])
		end := 0
		switch r {
		case '"', '“', '„', '«':
			end = closing(text, i+size, p.End)
			if end == 0 {
				end = p.End
			}
		case '‘', '\'':
			if opens(text, i, p.Start, i+size, p.End) {
				end = closingSingle(text, i+size, p.End)
			}
		}
		if end > i+size {
			all = append(all, Span{i, end})
			i = end
			continue
		}
		i += size
	}
	return all
}

// closing answers the place after the double mark that closes.
func closing(text string, from, to int) int {
	for i := from; i < to; {
		r, size := utf8.DecodeRuneInString(text[i:to])
		if r == '"' || r == '”' || r == '»' || r == '“' && i > from {
			return i + size
		}
		i += size
	}
	return 0
}

// opens says whether a single mark begins a quotation: a letter follows and none goes before.
func opens(text string, i, start, next, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[start:i])
	after, _ := utf8.DecodeRuneInString(text[min(next, end):end])
	return (i == start || unicode.IsSpace(before) || before == '(') && isWord(after)
}

// closingSingle answers the place after the single mark that closes: no letter follows.
func closingSingle(text string, from, to int) int {
	for i := from; i < to; {
		r, size := utf8.DecodeRuneInString(text[i:to])
		if r == '’' || r == '\'' {
			next, _ := utf8.DecodeRuneInString(text[i+size : to])
			if i+size == to || !isWord(next) {
				return i + size
			}
		}
		i += size
	}
	return 0
}
