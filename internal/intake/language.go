package intake

import (
	"strings"
	"unicode"
)

// language is a language with its most frequent small words.
type language struct {
	tag, name string
	words     map[string]bool
}

func newLanguage(row []string) language {
	l := language{row[0], row[1], map[string]bool{}}
	for w := range strings.FieldsSeq(row[2]) {
		l.words[w] = true
	}
	return l
}

// scripts are writing systems that English does not have, with the language that is most often meant.
var scripts = []struct {
	table     *unicode.RangeTable
	tag, name string
}{
	{unicode.Han, "zh", "Chinese"},
	{unicode.Hiragana, "ja", "Japanese"},
	{unicode.Hangul, "ko", "Korean"},
	{unicode.Cyrillic, "ru", "Russian or another language in Cyrillic script"},
	{unicode.Greek, "el", "Greek"},
	{unicode.Arabic, "ar", "Arabic or another language in Arabic script"},
	{unicode.Hebrew, "he", "Hebrew"},
	{unicode.Devanagari, "hi", "Hindi"},
}

// recognise answers the tag and the English name of the language of a text. Of a text without enough words to tell it
// answers und.
func (g *gazetteer) recognise(toks []token) (tag, name string) {
	if tag, name := byScript(toks); tag != "" {
		return tag, name
	}
	counts := make([]int, len(g.languages))
	words := 0
	for _, t := range toks {
		if !t.word {
			continue
		}
		words++
		for i, l := range g.languages {
			if l.words[t.low] {
				counts[i]++
			}
		}
	}
	best := 0
	for i, n := range counts {
		if n > counts[best] {
			best = i
		}
	}
	// One word in twelve is small in the tersest text; names alone are of no language.
	if counts[best] == 0 || counts[best]*12 < words {
		return "und", "a language that is not recognised"
	}
	return g.languages[best].tag, g.languages[best].name
}

// byScript answers the language when more than a third of the words are written in a script of its own.
func byScript(toks []token) (tag, name string) {
	words := 0
	counts := make([]int, len(scripts))
	for _, t := range toks {
		if !t.word {
			continue
		}
		words++
		for _, r := range t.low {
			for i, s := range scripts {
				if unicode.Is(s.table, r) {
					counts[i]++
				}
			}
			break // the first letter tells
		}
	}
	for i, n := range counts {
		if n*3 > words {
			return scripts[i].tag, scripts[i].name
		}
	}
	return "", ""
}
