package clauses

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"accede/body"
)

// ErrBrackets is a text whose brackets do not close: close each, or leave it out.
var ErrBrackets = errors.New("brackets do not match")

// Bracketed says whether a text has words in brackets: words in dispute. The error is ErrBrackets.
func Bracketed(text string) (bool, error) {
	depth, found := 0, false
	for i, r := range []rune(text) {
		switch r {
		case '[':
			depth++
			found = true
		case ']':
			depth--
		}
		if depth < 0 {
			return false, fmt.Errorf("read a text: a bracket closes at character %d that was never opened: %w", i+1, ErrBrackets)
		}
	}
	if depth > 0 {
		return false, fmt.Errorf("read a text: %d brackets are not closed: %w", depth, ErrBrackets)
	}
	return found, nil
}

// bracketed is Bracketed for a text in any of its languages.
func bracketed(text body.Names) (bool, error) {
	found := false
	for _, lang := range languages(text) {
		yes, err := Bracketed(text[lang])
		if err != nil {
			return false, fmt.Errorf("%s: %w", lang, err)
		}
		found = found || yes
	}
	return found, nil
}

// languages answers the languages of a text, in order.
func languages(text body.Names) []string {
	var all []string
	for lang := range text {
		all = append(all, lang)
	}
	slices.Sort(all)
	return all
}

// Segment is a run of words of a clause with what the parties ask of it.
type Segment struct {
	Change Change // Kept: nobody asks for a change; Removed: words of the text that By would leave out; Added: words that By would put in
	Text   string
	By     []body.MemberID // in the order of the parties; nil for Kept
}

// Overlay answers the text of a clause in a language with all amendments laid over it: the words of the text, each
// with who would leave it out, and between them the words that some would put in. The kept and removed segments put
// together are the text; with what a party would put in and without what it would leave out they are its amendment.
// Amendments that do not have the language are left out. Cost: a difference for each amendment.
func Overlay(text body.Names, amendments []Reaction, lang string) []Segment {
	words := tokens(text[lang])
	out := make([][]body.MemberID, len(words)) // by word: who would leave it out
	put := make([][]Segment, len(words)+1)     // by gap: what some would put in
	for _, r := range amendments {
		if r.Answer != Amend || r.Text[lang] == "" {
			continue
		}
		at := 0
		for _, p := range Diff(text[lang], r.Text[lang]) {
			n := len(tokens(p.Text))
			switch p.Change {
			case Kept:
				at += n
			case Removed:
				for range n {
					out[at] = append(out[at], r.Party)
					at++
				}
			case Added:
				put[at] = adding(put[at], p.Text, r.Party)
			}
		}
	}
	var all []Segment
	for i := range len(words) + 1 {
		all = append(all, put[i]...)
		if i < len(words) {
			all = appendWord(all, words[i], out[i])
		}
	}
	return all
}

// adding puts in words at a gap, or another party that asks for the same.
func adding(at []Segment, text string, by body.MemberID) []Segment {
	for i := range at {
		if at[i].Text == text {
			at[i].By = append(at[i].By, by)
			return at
		}
	}
	return append(at, Segment{Added, text, []body.MemberID{by}})
}

// appendWord adds a word of the text to the last segment, or as a new one where it has another fate.
func appendWord(all []Segment, word string, by []body.MemberID) []Segment {
	change := Kept
	if len(by) > 0 {
		change = Removed
	}
	if n := len(all) - 1; n >= 0 && all[n].Change == change && slices.Equal(all[n].By, by) {
		all[n].Text += word
		return all
	}
	return append(all, Segment{change, word, by})
}

// InBrackets writes segments out as one text, in which what is disputed stands in brackets with who would leave it out
// or put it in: will [lift its (without: tr)] [ease some (with: tr)] restrictions.
func InBrackets(segments []Segment) string {
	var b strings.Builder
	for _, s := range segments {
		names := make([]string, len(s.By))
		for i, id := range s.By {
			names[i] = string(id)
		}
		text := strings.TrimSpace(s.Text)
		switch s.Change {
		case Kept:
			b.WriteString(s.Text)
			continue
		case Removed:
			text += " (without: " + strings.Join(names, ", ") + ")"
		case Added:
			text += " (with: " + strings.Join(names, ", ") + ")"
		}
		if n := b.Len(); n > 0 && !strings.HasSuffix(b.String(), " ") {
			b.WriteByte(' ')
		}
		b.WriteString("[" + text + "]")
		if strings.TrimRight(s.Text, " \n\t") != s.Text {
			b.WriteByte(' ')
		}
	}
	return b.String()
}
