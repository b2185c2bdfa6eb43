package view

import (
	"strings"

	"accede/internal/view/words"
)

// said tells a statement of a model in words: each option by whose it is and what it says, each joining word in the
// reader's language. What is no option and no joining word stays as it is.
func (w *holdMaker) said(statement string) string {
	var out strings.Builder
	for i := 0; i < len(statement); {
		end := i
		for end < len(statement) && isNameByte(statement[end]) {
			end++
		}
		if end == i {
			out.WriteByte(statement[i])
			i++
			continue
		}
		out.WriteString(w.saidWord(statement[i:end]))
		i = end
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// isNameByte says whether a byte can stand in the name of an option; names are ASCII.
func isNameByte(b byte) bool {
	return b == '.' || b == '-' || b == '_' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

func (w *holdMaker) saidWord(word string) string {
	switch word {
	case "not", "and", "or", "if", "exactly", "only", "nothing":
		return w.r.Say("hold.word."+word, nil)
	}
	if who, o := w.option(word); who != "" {
		return w.r.Say("hold.quoted", words.Args{"who": who, "what": w.within(o.Text)})
	}
	return word
}

// within answers an option's words as they stand between quotation marks: those they have themselves become the inner
// ones of the reader's language.
func (w *holdMaker) within(f words.Filed) words.Filed {
	var swaps []string
	marks := []rune(w.r.Say("hold.quotes", nil)) // each outer mark, and the inner one that stands for it
	for i := 0; i+1 < len(marks); i += 2 {
		swaps = append(swaps, string(marks[i])+nbsp, string(marks[i+1]), nbsp+string(marks[i]), string(marks[i+1]), string(marks[i]), string(marks[i+1]))
	}
	f.Text = strings.NewReplacer(swaps...).Replace(f.Text)
	return f
}

// nbsp is the space that no line breaks at, which French sets inside its outer marks and not inside its inner ones.
const nbsp = "\u00a0"
