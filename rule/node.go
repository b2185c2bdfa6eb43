package rule

import (
	"strconv"
	"strings"
)

// Place is where something stands in a sentence: both count from 1, and columns count characters.
type Place struct {
	Line   int
	Column int
}

// Node is a part of a sentence: one of *And, *Or, *Not, *Several and *Test, and no other.
type Node interface {
	// Place is where the part begins.
	Place() Place
	// String prints the part in canonical form.
	String() string
	node()
}

// And holds when all its parts, two or more, hold. No part is an *And.
type And struct {
	At    Place
	Parts []Node
}

// Or holds when one of its parts, two or more, holds. No part is an *Or.
type Or struct {
	At    Place
	Parts []Node
}

// Not holds when its part does not.
type Not struct {
	At   Place
	Part Node
}

// Several holds when the quantity of its parts does: "at least 2 of these hold: (…), (…), (…)".
type Several struct {
	At       Place
	Quantity Quantity
	Parts    []Node
}

// Test counts ballots: "at least 2/3 of members voting by votes are for".
type Test struct {
	At       Place
	Quantity Quantity
	Class    Word
	Base     Base
	Weight   Word // zero: heads
	Ballots  []BallotWord
}

// Word is a name in a sentence, and where it stands. The zero Word is absent.
type Word struct {
	Name string
	At   Place
}

// BallotWord is one of the ballots a test counts: a name, voting or present, or with Not every ballot but that.
type BallotWord struct {
	Word
	Not bool
}

// Base is what a share is taken of. The zero Base is the whole class.
type Base uint8

// The bases.
const (
	WholeClass Base = iota
	Voting          // for and against [GA rule 86]
	Present         // for, against and abstaining
)

// QuantityKind says how a quantity compares. The zero value is no quantity.
type QuantityKind uint8

// The kinds of quantity.
const (
	All QuantityKind = iota + 1
	None
	AtLeast
	MoreThan
	AtMost
	FewerThan
	Exactly
)

// Quantity is how many a test asks for. All and None have no amount.
type Quantity struct {
	Kind   QuantityKind
	Amount Amount
}

// Form is how an amount is written.
type Form uint8

// The forms of an amount.
const (
	Integer  Form = iota + 1 // 9
	Fraction                 // 2/3
	Percent                  // 55%, 66.7%
	Half                     // half
)

// Amount is a whole number, or a share Num/Den that keeps the form in which it was written: 12/18 stays 12/18.
// Of an Integer Den is 1; of a Percent Den is 100, 1000, … by its decimals; of Half it is 1/2.
type Amount struct {
	Form Form
	Num  int64
	Den  int64
}

// IsShare says whether the amount is a share of something.
func (a Amount) IsShare() bool { return a.Form != Integer }

func (*And) node()     {}
func (*Or) node()      {}
func (*Not) node()     {}
func (*Several) node() {}
func (*Test) node()    {}

// Place answers where the part begins.
func (n *And) Place() Place { return n.At }

// Place answers where the part begins.
func (n *Or) Place() Place { return n.At }

// Place answers where the part begins.
func (n *Not) Place() Place { return n.At }

// Place answers where the part begins.
func (n *Several) Place() Place { return n.At }

// Place answers where the part begins.
func (n *Test) Place() Place { return n.At }

// String prints the parts with "and" between them; an "or" among them stands in parentheses.
func (n *And) String() string {
	texts := make([]string, len(n.Parts))
	for i, p := range n.Parts {
		texts[i] = p.String()
		switch p.(type) {
		case *Or, *And:
			texts[i] = "(" + texts[i] + ")"
		case *Not, *Several, *Test:
		}
	}
	return strings.Join(texts, " and ")
}

// String prints the parts with "or" between them.
func (n *Or) String() string {
	texts := make([]string, len(n.Parts))
	for i, p := range n.Parts {
		texts[i] = p.String()
	}
	return strings.Join(texts, " or ")
}

// String prints "not (…)".
func (n *Not) String() string { return "not (" + n.Part.String() + ")" }

// String prints "… of these hold: (…), (…)".
func (n *Several) String() string {
	texts := make([]string, len(n.Parts))
	for i, p := range n.Parts {
		texts[i] = "(" + p.String() + ")"
	}
	return n.Quantity.String() + " of these hold: " + strings.Join(texts, ", ")
}

// String prints the test with its base before its weight.
func (n *Test) String() string {
	var b strings.Builder
	b.WriteString(n.Subject())
	b.WriteString(" are ")
	for i, w := range n.Ballots {
		if i > 0 {
			b.WriteString(" or ")
		}
		b.WriteString(w.String())
	}
	return b.String()
}

// Subject prints the test up to what is asked of it: "at least 9 of council".
func (n *Test) Subject() string {
	s := n.Quantity.String() + " of " + n.Class.Name
	if n.Base != WholeClass {
		s += " " + n.Base.String()
	}
	if n.Weight.Name != "" {
		s += " by " + n.Weight.Name
	}
	return s
}

// String prints the word, after "not" where that belongs to it.
func (w BallotWord) String() string {
	if w.Not {
		return "not " + w.Name
	}
	return w.Name
}

// String answers the word of the base; the empty string for the whole class.
func (b Base) String() string {
	switch b {
	case Voting:
		return "voting"
	case Present:
		return "present"
	case WholeClass:
	}
	return ""
}

// String prints the quantity: "at least 2/3".
func (q Quantity) String() string {
	switch q.Kind {
	case All:
		return "all"
	case None:
		return "none"
	case AtLeast:
		return "at least " + q.Amount.String()
	case MoreThan:
		return "more than " + q.Amount.String()
	case AtMost:
		return "at most " + q.Amount.String()
	case FewerThan:
		return "fewer than " + q.Amount.String()
	case Exactly:
		return "exactly " + q.Amount.String()
	}
	return ""
}

// String prints the amount in the form it was written in.
func (a Amount) String() string {
	switch a.Form {
	case Integer:
		return strconv.FormatInt(a.Num, 10)
	case Fraction:
		return strconv.FormatInt(a.Num, 10) + "/" + strconv.FormatInt(a.Den, 10)
	case Half:
		return "half"
	case Percent:
		whole, rest := a.Num/(a.Den/100), a.Num%(a.Den/100)
		s := strconv.FormatInt(whole, 10)
		if a.Den > 100 {
			digits := strconv.FormatInt(a.Den/100+rest, 10)[1:] // the leading 1 keeps the zeros
			s += "." + digits
		}
		return s + "%"
	}
	return ""
}
