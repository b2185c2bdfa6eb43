package conflict

import (
	"fmt"
	"slices"
	"strings"

	"accede/form"
)

// phrase is a statement about a state that has been read: it holds of a state, which is the set of options taken.
type phrase func(taken uint32) bool

// phraser reads statements over the options of a model.
//
//	statement = either [ ( "if" | "exactly if" ) either ] .
//	either    = both { "or" both } .
//	both      = part { "and" part } .
//	part      = "not" part | "(" statement ")" | "only" "(" option { "," option } ")" | "nothing" | option .
//	option    = PARTY "." OPTION .
//
// "a if b" holds unless b does and a does not; "a exactly if b", when both hold or neither. "only (a, b)" is the one
// state in which a and b are taken and nothing else, "nothing" that in which no option is.
type phraser struct {
	options []string // by bit
	words   []word
	at      int
	deep    int
}

// deepest is how deep parts of a statement may lie in each other.
const deepest = 100

type word struct {
	text   string
	column int // in characters, from 0
	line   int // from 0
}

// isName says whether a sign can stand in the name of an option.
func isName(r rune) bool {
	return r == '.' || r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// split answers the words and signs of a text; the last one is empty and stands behind it.
func split(text string) []word {
	var words []word
	line, column, begin := 0, 0, -1 // where an open word begins
	for at, r := range text {
		if begin >= 0 && isName(r) {
			words[len(words)-1].text = text[begin : at+1]
		} else if begin = -1; r != ' ' && r != '\n' && r != '\t' {
			words = append(words, word{string(r), column, line})
			if isName(r) {
				begin = at
			}
		}
		column++
		if r == '\n' {
			line, column = line+1, 0
		}
	}
	return append(words, word{"", column, line})
}

// read reads a text of a file. The error is a *form.Fault at the word that does not fit.
func (p *phraser) read(text form.Text) (phrase, error) {
	p.words, p.at, p.deep = split(text.Value), 0, 0
	holds, err := p.statement()
	if err == nil && p.next() != "" {
		err = p.wanted(`"and", "or", "if", "exactly if" or the end`)
	}
	if err == nil {
		return holds, nil
	}
	w, place := p.words[p.at], text.Place
	if w.line == 0 {
		place.Column += w.column
	}
	return nil, &form.Fault{Place: place, Text: err.Error()}
}

func (p *phraser) next() string { return p.words[p.at].text }

// take goes past a word if it is next.
func (p *phraser) take(text string) bool {
	if p.next() != text {
		return false
	}
	p.at++
	return true
}

func (p *phraser) wanted(what string) error {
	found := fmt.Sprintf("%q", p.next())
	if p.next() == "" {
		found = "the end"
	}
	return fmt.Errorf("%s is wanted here, not %s", what, found)
}

func (p *phraser) statement() (phrase, error) {
	a, err := p.either()
	if err != nil {
		return nil, err
	}
	exactly := p.take("exactly")
	if !p.take("if") {
		if exactly {
			return nil, p.wanted(`"if"`)
		}
		return a, nil
	}
	b, err := p.either()
	if err != nil {
		return nil, err
	}
	if exactly {
		return func(s uint32) bool { return a(s) == b(s) }, nil
	}
	return func(s uint32) bool { return a(s) || !b(s) }, nil
}

func (p *phraser) either() (phrase, error) {
	a, err := p.both()
	for err == nil && p.take("or") {
		left := a
		var right phrase
		right, err = p.both()
		a = func(s uint32) bool { return left(s) || right(s) }
	}
	return a, err
}

func (p *phraser) both() (phrase, error) {
	a, err := p.part()
	for err == nil && p.take("and") {
		left := a
		var right phrase
		right, err = p.part()
		a = func(s uint32) bool { return left(s) && right(s) }
	}
	return a, err
}

func (p *phraser) part() (phrase, error) {
	if p.deep++; p.deep > deepest {
		return nil, fmt.Errorf("parts lie in each other more than %d deep: say it in several statements", deepest)
	}
	defer func() { p.deep-- }()
	switch {
	case p.take("not"):
		a, err := p.part()
		return func(s uint32) bool { return !a(s) }, err
	case p.take("("):
		a, err := p.statement()
		if err == nil && !p.take(")") {
			err = p.wanted(`")"`)
		}
		return a, err
	case p.take("nothing"):
		return func(s uint32) bool { return s == 0 }, nil
	case p.take("only"):
		return p.only()
	}
	bit, err := p.option()
	return func(s uint32) bool { return s&bit != 0 }, err
}

func (p *phraser) only() (phrase, error) {
	if !p.take("(") {
		return nil, p.wanted(`"("`)
	}
	var all uint32
	for {
		bit, err := p.option()
		if err != nil {
			return nil, err
		}
		all |= bit
		if !p.take(",") {
			break
		}
	}
	if !p.take(")") {
		return nil, p.wanted(`"," or ")"`)
	}
	return func(s uint32) bool { return s == all }, nil
}

// option reads the name of an option and answers its bit.
func (p *phraser) option() (uint32, error) {
	name := p.next()
	if i := slices.Index(p.options, name); i >= 0 {
		p.at++
		return 1 << i, nil
	}
	if name == "" || !isName(rune(name[0])) {
		return 0, p.wanted("an option")
	}
	if near, ok := form.Nearest(name, p.options); ok {
		return 0, fmt.Errorf("there is no option %q; did you mean %s?", name, near)
	}
	return 0, fmt.Errorf("there is no option %q; the options are %s", name, strings.Join(p.options, ", "))
}
