// Package pledge reads conditional positions: "for if b is for and measure m1 is verified".
//
// It knows the language of conditions, and refuses those that would come to hold less when more members are for. It
// refuses to know whether a condition holds, what a fact is, and what a conditional position counts as: package dossier
// counts it as pending, package whatif asks what it would come to.
package pledge

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"accede/body"
	"accede/rule"
)

// ErrMonotone says that a condition would come to hold less when more members are for: "for unless b is". Positions
// that depend on each other so can have no outcome, or several; they are refused when they are entered.
var ErrMonotone = errors.New("non-monotone condition")

// Pledge is a conditional position: a member is for if a condition holds.
type Pledge struct {
	Member body.MemberID
	Text   string // as it was written

	On *Condition
}

// Condition is "at least so many of these hold", or a leaf: a member is for, or a fact is established.
type Condition struct {
	Least  int
	Parts  []*Condition
	Member int    // place on the roll, of a leaf about a member; −1 of one about a fact
	Fact   string // of a leaf about a fact: "measure m1", "demand d1"
}

// Parse reads a conditional position of a member of a roll.
//
//	pledge = "for" "if" any .
//	any    = all { "or" all } .
//	all    = one { "and" one } .
//	one    = "(" any ")" | MEMBER "is" "for" | "measure" ID "is" "verified" | "demand" ID "is" "met"
//	       | "at least" N "of" ( CLASS | "(" MEMBER { "," MEMBER } ")" ) "are" "for" .
//
// The others are meant: a member counts neither for itself nor in the class it belongs to. A member, class or fact whose
// name is one of these words stands in quotes. The error wraps ErrMonotone where the condition says unless, not, or that
// somebody is against; else it is a *rule.SyntaxError for what cannot be read, or names the member or class that the
// roll lacks. Whether a measure or demand is known is not asked here.
func Parse(roll *body.Roll, member body.MemberID, text string) (Pledge, error) {
	own, ok := roll.Index(member)
	if !ok {
		return Pledge{}, fmt.Errorf("read the condition of %s: it is not on the roll", member)
	}
	if len(text) > longest || !utf8.ValidString(text) {
		return Pledge{}, fmt.Errorf("read the condition of %s: it is longer than %d bytes, or not in UTF-8", member, longest)
	}
	p := &pledger{roll: roll, own: own, words: cut(text)}
	on, err := p.pledge()
	if err != nil {
		return Pledge{}, fmt.Errorf("read the condition of %s, %q: %w", member, text, err)
	}
	return Pledge{Member: member, Text: text, On: on}, nil
}

// pledger reads a condition word by word.
type pledger struct {
	roll  *body.Roll
	own   int
	words []cutWord
	at    int
	deep  int
}

// longest is how long a condition may be, in bytes.
const longest = 10_000

// deepest is how deep parts of a condition may lie in each other.
const deepest = 100

type cutWord struct {
	text   string
	quoted bool
	column int // in characters, from 1
}

// cut answers the words and signs of a condition; the last one is empty and stands behind it.
func cut(text string) []cutWord {
	var words []cutWord
	column, begin, quote := 0, -1, false // where an open word begins
	for at, r := range text {
		column++
		last := len(words) - 1
		switch {
		case quote && r == '"':
			words[last].text, quote, begin = text[begin:at], false, -1
		case quote:
			words[last].text = text[begin : at+utf8.RuneLen(r)]
		case r == '"':
			words, quote, begin = append(words, cutWord{"", true, column}), true, at+1
		case r == ' ' || r == '\t' || r == '\n':
			begin = -1
		case strings.ContainsRune("(),", r):
			words, begin = append(words, cutWord{string(r), false, column}), -1
		case begin >= 0:
			words[last].text = text[begin : at+utf8.RuneLen(r)]
		default:
			words, begin = append(words, cutWord{string(r), false, column}), at
		}
	}
	return append(words, cutWord{"", false, column + 1})
}

// take goes past some words if they are next.
func (p *pledger) take(words ...string) bool {
	for i, w := range words {
		if p.at+i >= len(p.words) || p.words[p.at+i].quoted || p.words[p.at+i].text != w {
			return false
		}
	}
	p.at += len(words)
	return true
}

// turned are the words with which a condition would hold less when more members are for.
var turned = [...]string{"unless", "not", "against", "none", "at most", "fewer than", "exactly", "abstaining"}

// wanted answers the error that something else should stand here; where what stands turns the condition round, that.
func (p *pledger) wanted(expected ...string) error {
	w := p.words[p.at]
	for _, word := range turned {
		if parts := strings.Fields(word); !w.quoted && p.take(parts...) {
			p.at -= len(parts)
			return fmt.Errorf("column %d: %q: say on whose being for it depends: %w", w.column, word, ErrMonotone)
		}
	}
	return &rule.SyntaxError{Line: 1, Column: w.column, Found: w.text, Expected: expected}
}

func (p *pledger) pledge() (*Condition, error) {
	if !p.take("for") {
		return nil, p.wanted(`"for"`)
	}
	if !p.take("if") {
		return nil, p.wanted(`"if"`)
	}
	on, err := p.any()
	if err == nil && (p.words[p.at].text != "" || p.words[p.at].quoted) {
		err = p.wanted(`"and"`, `"or"`, "the end")
	}
	return on, err
}

func (p *pledger) any() (*Condition, error) {
	return p.list("or", func(int) int { return 1 }, func() (*Condition, error) {
		return p.list("and", func(n int) int { return n }, p.one)
	})
}

// list reads parts with a word between them, of which least(how many there are) must hold.
func (p *pledger) list(word string, least func(int) int, part func() (*Condition, error)) (*Condition, error) {
	first, err := part()
	parts := []*Condition{first}
	for err == nil && p.take(word) {
		var next *Condition
		next, err = part()
		parts = append(parts, next)
	}
	if err != nil || len(parts) == 1 {
		return first, err
	}
	return &Condition{Least: least(len(parts)), Parts: parts}, nil
}

func (p *pledger) one() (*Condition, error) {
	if p.deep++; p.deep > deepest {
		return nil, fmt.Errorf("column %d: parts lie in each other more than %d deep", p.words[p.at].column, deepest)
	}
	defer func() { p.deep-- }()
	switch {
	case p.take("("):
		on, err := p.any()
		if err == nil && !p.take(")") {
			err = p.wanted(`")"`)
		}
		return on, err
	case p.take("measure"):
		return p.fact("measure", "verified")
	case p.take("demand"):
		return p.fact("demand", "met")
	case p.take("at", "least"):
		return p.atLeast()
	}
	i, err := p.member()
	if err == nil && !p.take("is", "for") {
		if p.take("is") {
			return nil, p.wanted(`"for"`)
		}
		return nil, p.wanted(`"is for"`)
	}
	return &Condition{Member: i}, err
}

// fact reads what is left of "measure m1 is verified".
func (p *pledger) fact(kind, word string) (*Condition, error) {
	w := p.words[p.at]
	if w.text == "" {
		return nil, p.wanted("the id of a " + kind)
	}
	p.at++
	if !p.take("is", word) {
		p.take("is")
		return nil, p.wanted(strconv.Quote("is " + word))
	}
	return &Condition{Member: -1, Fact: kind + " " + w.text}, nil
}

// member reads the id of another member.
func (p *pledger) member() (int, error) {
	w := p.words[p.at]
	i, ok := p.roll.Index(body.MemberID(w.text))
	switch {
	case ok && i == p.own:
		return 0, fmt.Errorf("column %d: %s cannot depend on itself", w.column, w.text)
	case ok:
		p.at++
		return i, nil
	case w.text == "" || slices.Contains([]string{"(", ")", ",", "if", "is", "and", "or"}, w.text):
		return 0, p.wanted("a member", `"measure"`, `"demand"`, `"at least"`, `"("`)
	}
	if err := p.wanted("a member"); errors.Is(err, ErrMonotone) {
		return 0, err
	}
	return 0, fmt.Errorf("column %d: %q is not on the roll", w.column, w.text)
}

// atLeast reads what is left of "at least 3 of members are for".
func (p *pledger) atLeast() (*Condition, error) {
	n, err := strconv.Atoi(p.words[p.at].text)
	if err != nil || n < 1 || n > 1_000_000_000 {
		return nil, p.wanted("a whole number from 1 on")
	}
	p.at++
	if !p.take("of") {
		return nil, p.wanted(`"of"`)
	}
	on := &Condition{Least: n}
	if p.take("(") {
		err = p.listed(on)
	} else {
		err = p.class(on)
	}
	if err == nil && !p.take("are", "for") {
		p.take("are")
		err = p.wanted(`"are for"`)
	}
	if err == nil && n > len(on.Parts) {
		err = fmt.Errorf("at least %d of %d others can never be for", n, len(on.Parts))
	}
	return on, err
}

func (p *pledger) listed(on *Condition) error {
	for {
		i, err := p.member()
		if err != nil {
			return err
		}
		if slices.ContainsFunc(on.Parts, func(c *Condition) bool { return c.Member == i }) {
			return fmt.Errorf("column %d: %s is named twice", p.words[p.at-1].column, p.words[p.at-1].text)
		}
		on.Parts = append(on.Parts, &Condition{Member: i})
		if p.take(")") {
			return nil
		}
		if !p.take(",") {
			return p.wanted(`","`, `")"`)
		}
	}
}

func (p *pledger) class(on *Condition) error {
	w := p.words[p.at]
	c, ok := p.roll.Class(w.text)
	if !ok {
		return fmt.Errorf("column %d: the roll has no class %q", w.column, w.text)
	}
	p.at++
	for i, in := range c.In {
		if in && i != p.own {
			on.Parts = append(on.Parts, &Condition{Member: i})
		}
	}
	return nil
}
