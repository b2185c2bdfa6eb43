// Package lookalike finds names that a reader would take for one another.
//
// It knows letters that look alike, by the table of Unicode (UTS 39), and which letters are of one writing. It refuses to know
// whose a name is and what becomes of it: whoever asks tells it the names, and decides what to do about a pair.
package lookalike

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/mtibben/confusables"

	"accede/body"
)

// ErrLookAlike: a name can be taken for another party's, or is written to be. Give it another name.
var ErrLookAlike = errors.New("a name that can be taken for another")

// Same says whether two texts look the same to a reader who does not compare letters, in small letters too.
func Same(a, b string) bool {
	return confusables.Confusable(a, b) || confusables.Confusable(strings.ToLower(a), strings.ToLower(b))
}

// Mixed answers the first word of a text that has letters of two writings of which some look alike; empty: none has. Writings that are used
// together, as those of Japanese, are one.
func Mixed(text string) string {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		first := ""
		for _, r := range word {
			w := writing(r)
			if first == "" {
				first = w
			}
			if w != "" && w != first {
				return word
			}
		}
	}
	return ""
}

// writing answers which of the writings that are mistaken for one another a letter is of; empty: of another.
func writing(r rune) string {
	for _, w := range []struct {
		name  string
		table *unicode.RangeTable
	}{
		{"Latin", unicode.Latin},
		{"Cyrillic", unicode.Cyrillic},
		{"Greek", unicode.Greek},
		{"Armenian", unicode.Armenian},
		{"Cherokee", unicode.Cherokee},
		{"Coptic", unicode.Coptic},
		{"Lisu", unicode.Lisu},
		{"Hebrew", unicode.Hebrew},
		{"Arabic", unicode.Arabic},
	} {
		if unicode.Is(w.table, r) {
			return w.name
		}
	}
	return ""
}

// Party is whoever bears names.
type Party struct {
	ID    string
	Names body.Names
}

// PartiesOf answers everybody whom a charter names, in its order.
func PartiesOf(c *body.Charter) []Party {
	var all []Party
	add := func(id body.MemberID, names body.Names) {
		if id != "" && !slices.ContainsFunc(all, func(p Party) bool { return p.ID == string(id) }) {
			all = append(all, Party{string(id), names})
		}
	}
	for _, list := range [][]body.Member{c.Members, c.Applicants} {
		for _, m := range list {
			add(m.ID, m.Name)
		}
	}
	for _, o := range []*body.Office{c.Chair, c.Secretary} {
		if o != nil {
			add(o.ID, o.Name)
		}
	}
	return all
}

// Check answers ErrLookAlike, with the two of them, where some new party bears a name that looks like one of another, among the
// new ones or those who are there, in whatever languages; or a name with letters of two writings in one word. Names of those
// who are there are not judged.
func Check(there, fresh []Party) error {
	all := slices.Concat(there, fresh)
	for i, p := range fresh {
		for _, lang := range languages(p.Names) {
			if word := Mixed(p.Names[lang]); word != "" {
				return fmt.Errorf("%s: the word %q has letters of two writings that look alike: write it in one: %w", p.ID, word, ErrLookAlike)
			}
			for _, other := range all[:len(there)+i] {
				if name, ok := taken(other, p.Names[lang]); ok && other.ID != p.ID {
					return fmt.Errorf("%s and %s have names that look the same, %q (%+q) and %q (%+q): tell them apart: %w",
						p.ID, other.ID, p.Names[lang], p.Names[lang], name, name, ErrLookAlike)
				}
			}
		}
	}
	return nil
}

func taken(p Party, name string) (string, bool) {
	for _, lang := range languages(p.Names) {
		if Same(p.Names[lang], name) {
			return p.Names[lang], true
		}
	}
	return "", false
}

func languages(n body.Names) []string {
	var all []string
	for lang := range n {
		all = append(all, lang)
	}
	slices.Sort(all)
	return all
}
