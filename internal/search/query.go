package search

import (
	"errors"
	"slices"
	"strings"
)

// Query is what somebody looks for: all of its phrases.
type Query struct {
	Phrases []Phrase
}

// Phrase is words that stand one after another.
type Phrase struct {
	Tokens []string
	Whole  bool // the last word is whole; else it is how a word begins
}

// The limits of a query.
const (
	MaxQuery   = 500 // bytes
	MaxPhrases = 16
	MaxTokens  = 48
)

var (
	// ErrEmpty: nothing is looked for.
	ErrEmpty = errors.New("no word to look for")
	// ErrLong: more is looked for than can be.
	ErrLong = errors.New("too much to look for")
)

// Parse reads a query as it was typed: words, all of which must be there, each as a word begins; and in quotation marks,
// words that stand one after another, whole. What is written with a hyphen or an apostrophe stands together. ErrEmpty,
// ErrLong.
func Parse(text string) (Query, error) {
	if len(text) > MaxQuery {
		return Query{}, ErrLong
	}
	var q Query
	n := 0
	for i, part := range strings.Split(strings.Map(quote, text), `"`) {
		words := []string{part}
		if i%2 == 0 {
			words = strings.Fields(part)
		}
		for _, w := range words {
			p := Phrase{Tokens(w), i%2 == 1}
			if len(p.Tokens) > 0 && !slices.ContainsFunc(q.Phrases, p.same) {
				q.Phrases = append(q.Phrases, p)
				n += len(p.Tokens)
			}
		}
	}
	switch {
	case len(q.Phrases) == 0:
		return Query{}, ErrEmpty
	case len(q.Phrases) > MaxPhrases || n > MaxTokens:
		return Query{}, ErrLong
	}
	return q, nil
}

// quote answers one sign for all quotation marks.
func quote(r rune) rune {
	switch r {
	case '“', '”', '„', '«', '»', '‟':
		return '"'
	}
	return r
}

func (p Phrase) same(other Phrase) bool {
	return p.Whole == other.Whole && slices.Equal(p.Tokens, other.Tokens)
}

// In says whether a text, as its words, holds all that is looked for.
func (q Query) In(tokens []string) bool {
	for _, p := range q.Phrases {
		if !p.in(tokens) {
			return false
		}
	}
	return len(q.Phrases) > 0
}

func (p Phrase) in(tokens []string) bool {
	for i := 0; i+len(p.Tokens) <= len(tokens); i++ {
		if p.at(tokens[i:]) {
			return true
		}
	}
	return false
}

// at says whether words begin with the phrase.
func (p Phrase) at(tokens []string) bool {
	last := len(p.Tokens) - 1
	if !slices.Equal(tokens[:last], p.Tokens[:last]) {
		return false
	}
	if p.Whole {
		return tokens[last] == p.Tokens[last]
	}
	return strings.HasPrefix(tokens[last], p.Tokens[last])
}
