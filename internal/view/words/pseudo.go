package words

import "strings"

// LoadPseudo is Load with two languages more that nobody speaks: English with marks on its letters and two fifths
// longer, from left to right and from right to left. They show what a page does with long words and what it forgets to
// translate. Their tags are those that CLDR keeps for the purpose.
func LoadPseudo() (*Catalogue, error) {
	return parsed(append(tables(), pseudo("en-XA", "Þšéûðö", "ltr"), pseudo("ar-XB", "öðûéšÞ", "rtl")))
}

// pseudo answers the words of English in disguise. Plurals, order and months are those of English.
func pseudo(tag, name, dir string) table {
	t := english()
	t.tag, t.like, t.name, t.dir = tag, "en", name, dir
	for i := range t.months {
		t.months[i], t.short[i] = disguise(t.months[i]), disguise(t.short[i])
	}
	for key, text := range t.messages {
		t.messages[key] = disguise(text)
	}
	return t
}

// masks puts letters in disguise: each may be read as what it stands for.
var masks = strings.NewReplacer(
	"a", "å", "c", "ç", "d", "ð", "e", "é", "g", "ĝ", "i", "ï", "k", "ķ", "l", "ļ", "n", "ñ", "o", "ö", "r", "ŕ", "s", "š", "t", "ţ", "u", "û", "y", "ý", "z", "ž",
	"A", "Å", "C", "Ç", "D", "Ð", "E", "É", "G", "Ĝ", "I", "Î", "N", "Ñ", "O", "Ö", "R", "Ŕ", "S", "Š", "T", "Ţ", "U", "Û", "Y", "Ý", "Z", "Ž",
)

// disguise marks the letters of a message and lengthens its words, and leaves alone what is no text in it: arguments,
// the heads of plurals, marks.
func disguise(text string) string {
	var b strings.Builder
	depth, start := 0, 0 // at odd depths stand names, between the braces of a plural its cases, and not words
	flush := func(end int) {
		if depth%2 == 0 {
			b.WriteString(lengthen(text[start:end]))
		} else {
			b.WriteString(text[start:end])
		}
		start = end
	}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '{', '}':
			flush(i)
			b.WriteByte(text[i])
			start = i + 1
			if text[i] == '{' {
				depth++
			} else {
				depth--
			}
		case '<':
			flush(i)
			end := i + strings.IndexByte(text[i:], '>') + 1
			b.WriteString(text[i:end])
			start, i = end, end-1
		}
	}
	flush(len(text))
	return b.String()
}

// lengthen makes each word two fifths longer.
func lengthen(text string) string {
	parts := strings.Split(text, " ")
	for i, word := range parts {
		if n := strings.Count(word, "") - 1; n > 1 {
			parts[i] = masks.Replace(word) + strings.Repeat("~", (2*n+4)/5)
		}
	}
	return strings.Join(parts, " ")
}
