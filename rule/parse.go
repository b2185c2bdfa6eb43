package rule

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// deepest is how far parentheses may be nested: far beyond any law, and short of the stack.
const deepest = 200

// keywords cannot be names.
var keywords = [...]string{
	"all", "none", "at", "least", "more", "than", "most", "fewer", "exactly", "half", "of",
	"by", "are", "or", "and", "not", "these", "hold", "voting", "present",
}

// quantityWords begin a quantity; after "or" they begin another clause.
var quantityWords = [...]string{"all", "none", "at", "more", "fewer", "exactly"}

// Parse reads a sentence. An error is always a *SyntaxError.
func Parse(sentence string) (Rule, error) {
	p := &parser{tokens: scan(sentence)}
	root, err := p.rule()
	if err == nil && p.peek().kind != end {
		err = p.expected(`"and"`, `"or"`, "the end of the sentence")
	}
	if err != nil {
		return Rule{}, err
	}
	return Rule{root}, nil
}

// MustParse is Parse for sentences that stand in code; it panics on an error.
func MustParse(sentence string) Rule {
	r, err := Parse(sentence)
	if err != nil {
		panic("rule: " + err.Error() + ": " + sentence)
	}
	return r
}

type parser struct {
	tokens []token
	next   int
	depth  int
}

func (p *parser) peek() token { return p.tokens[p.next] }

// after answers the token n beyond the next one.
func (p *parser) after(n int) token { return p.tokens[min(p.next+n, len(p.tokens)-1)] }

func (p *parser) at(text string) bool { return is(p.peek(), text) }

func is(t token, text string) bool { return t.kind != end && t.text == text }

// accept takes the next token if it is that one.
func (p *parser) accept(text string) bool {
	if p.at(text) {
		p.next++
		return true
	}
	return false
}

func (p *parser) want(text string) error {
	if !p.accept(text) {
		return p.expected(strconv.Quote(text))
	}
	return nil
}

func (p *parser) wantAll(texts ...string) error {
	for _, t := range texts {
		if err := p.want(t); err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) expected(what ...string) error {
	t := p.peek()
	return &SyntaxError{Line: t.at.Line, Column: t.at.Column, Found: t.text, Expected: what}
}

// rule = conj { "or" conj } .
func (p *parser) rule() (Node, error) {
	if p.depth++; p.depth > deepest {
		return nil, p.expected("fewer parentheses within each other")
	}
	defer func() { p.depth-- }()
	at := p.peek().at
	var parts []Node
	for {
		n, err := p.conj()
		if err != nil {
			return nil, err
		}
		if or, ok := n.(*Or); ok {
			parts = append(parts, or.Parts...)
		} else {
			parts = append(parts, n)
		}
		if !p.accept("or") {
			break
		}
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	return &Or{at, parts}, nil
}

// conj = term { "and" term } .
func (p *parser) conj() (Node, error) {
	at := p.peek().at
	var parts []Node
	for {
		n, err := p.term()
		if err != nil {
			return nil, err
		}
		if and, ok := n.(*And); ok {
			parts = append(parts, and.Parts...)
		} else {
			parts = append(parts, n)
		}
		if !p.accept("and") {
			break
		}
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	return &And{at, parts}, nil
}

// term = "not" "(" rule ")" | "(" rule ")" | quantity "of" ( test | these ) .
func (p *parser) term() (Node, error) {
	at := p.peek().at
	if p.accept("not") {
		n, err := p.parenthesised()
		if err != nil {
			return nil, err
		}
		return &Not{at, n}, nil
	}
	if p.at("(") {
		return p.parenthesised()
	}
	q, err := p.quantity()
	if err != nil {
		return nil, err
	}
	if err := p.want("of"); err != nil {
		return nil, err
	}
	if p.accept("these") {
		return p.several(at, q)
	}
	return p.test(at, q)
}

func (p *parser) parenthesised() (Node, error) {
	if err := p.want("("); err != nil {
		return nil, err
	}
	n, err := p.rule()
	if err != nil {
		return nil, err
	}
	if !p.accept(")") {
		return nil, p.expected(`"and"`, `"or"`, `")"`)
	}
	return n, nil
}

// several reads what follows "of these".
func (p *parser) several(at Place, q Quantity) (Node, error) {
	if err := p.wantAll("hold", ":"); err != nil {
		return nil, err
	}
	n := &Several{At: at, Quantity: q}
	for {
		part, err := p.parenthesised()
		if err != nil {
			return nil, err
		}
		n.Parts = append(n.Parts, part)
		if !p.accept(",") {
			return n, nil
		}
	}
}

// test reads what follows "of".
func (p *parser) test(at Place, q Quantity) (Node, error) {
	class, err := p.name("a class", `"these"`)
	if err != nil {
		return nil, err
	}
	n := &Test{At: at, Quantity: q, Class: class}
	switch {
	case p.accept("voting"):
		n.Base = Voting
	case p.accept("present"):
		n.Base = Present
	}
	if p.accept("by") {
		if n.Weight, err = p.name("a weight"); err != nil {
			return nil, err
		}
	}
	if !p.accept("are") {
		return nil, p.expected(n.following()...)
	}
	n.Ballots, err = p.ballots()
	return n, err
}

// following answers what may follow the subject of a test.
func (n *Test) following() []string {
	switch {
	case n.Weight.Name != "":
		return []string{`"are"`}
	case n.Base != WholeClass:
		return []string{`"by"`, `"are"`}
	}
	return []string{`"voting"`, `"present"`, `"by"`, `"are"`}
}

// ballots = ballot { "or" ballot } .
func (p *parser) ballots() ([]BallotWord, error) {
	var words []BallotWord
	for {
		b, err := p.ballot()
		if err != nil {
			return nil, err
		}
		words = append(words, b)
		if !p.at("or") || p.clauseAfter(1) {
			return words, nil
		}
		p.next++
	}
}

// clauseAfter says whether the token n beyond the next one begins a clause rather than a ballot.
func (p *parser) clauseAfter(n int) bool {
	t := p.after(n)
	return is(t, "(") || is(t, "not") && is(p.after(n+1), "(") ||
		t.kind == word && slices.Contains(quantityWords[:], t.text)
}

func (p *parser) ballot() (BallotWord, error) {
	if t := p.peek(); is(t, "voting") || is(t, "present") {
		p.next++
		return BallotWord{Word: Word{t.text, t.at}}, nil
	}
	if at := p.peek().at; p.accept("not") {
		w, err := p.name("a ballot")
		return BallotWord{Word{w.Name, at}, true}, err
	}
	w, err := p.name("a ballot", `"not"`, `"voting"`, `"present"`)
	return BallotWord{Word: w}, err
}

// name reads a name that is no keyword.
func (p *parser) name(what ...string) (Word, error) {
	t := p.peek()
	if t.kind != word || slices.Contains(keywords[:], t.text) {
		return Word{}, p.expected(what...)
	}
	p.next++
	return Word{t.text, t.at}, nil
}

// quantity = "all" | "none" | ( "at least" | … ) amount .
func (p *parser) quantity() (Quantity, error) {
	switch {
	case p.accept("all"):
		return Quantity{Kind: All}, nil
	case p.accept("none"):
		return Quantity{Kind: None}, nil
	case p.accept("exactly"):
		return p.amount(Exactly)
	case p.accept("more"):
		return p.than(MoreThan)
	case p.accept("fewer"):
		return p.than(FewerThan)
	case p.accept("at"):
		switch {
		case p.accept("least"):
			return p.amount(AtLeast)
		case p.accept("most"):
			return p.amount(AtMost)
		}
		return Quantity{}, p.expected(`"least"`, `"most"`)
	}
	return Quantity{}, p.expected(`"all"`, `"none"`, `"at least"`, `"more than"`, `"at most"`, `"fewer than"`,
		`"exactly"`, `"not ("`, `"("`)
}

func (p *parser) than(kind QuantityKind) (Quantity, error) {
	if err := p.want("than"); err != nil {
		return Quantity{}, err
	}
	return p.amount(kind)
}

// amount = INTEGER | FRACTION | PERCENT | "half" .
func (p *parser) amount(kind QuantityKind) (Quantity, error) {
	if p.accept("half") {
		return Quantity{kind, Amount{Half, 1, 2}}, nil
	}
	t := p.peek()
	if t.kind != number {
		return Quantity{}, p.expected("a number", "a fraction such as 2/3", "a share such as 55%", `"half"`)
	}
	a, ok := readAmount(t.text)
	if !ok {
		return Quantity{}, p.expected("a number up to "+strconv.FormatInt(largest, 10), "a fraction such as 2/3",
			"a share such as 55% or 66.7%")
	}
	p.next++
	return Quantity{kind, a}, nil
}

// largest is the largest number in a sentence, so that shares of weights stay in reach of whole numbers.
const largest = math.MaxInt64 / 16

// readAmount reads 9, 2/3, 55% and 66.7%.
func readAmount(text string) (Amount, bool) {
	if digits, ok := strings.CutSuffix(text, "%"); ok {
		return readPercent(digits)
	}
	if p, q, ok := strings.Cut(text, "/"); ok {
		num, ok1 := whole(p)
		den, ok2 := whole(q)
		return Amount{Fraction, num, den}, ok1 && ok2 && den > 0
	}
	n, ok := whole(text)
	return Amount{Integer, n, 1}, ok
}

// readPercent reads 55 and 66.7 as hundredths and thousandths, exactly; zeros at the end of decimals are dropped.
func readPercent(text string) (Amount, bool) {
	before, decimals, point := strings.Cut(text, ".")
	if point && decimals == "" || len(decimals) > 9 {
		return Amount{}, false
	}
	decimals = strings.TrimRight(decimals, "0")
	den := int64(100)
	for range decimals {
		den *= 10
	}
	if before == "" {
		return Amount{}, false
	}
	num, ok := whole(before + decimals)
	return Amount{Percent, num, den}, ok
}

// whole reads digits alone.
func whole(text string) (int64, bool) {
	if text == "" || run(text, digit) != len(text) {
		return 0, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil && n <= largest
}
