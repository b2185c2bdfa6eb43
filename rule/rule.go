// Package rule is the sentence language in which a body's rules are written, and what a sentence finds on a roll.
//
// It knows sentences, their places, rolls and ballots; it reads a charter's procedures into stages whose sentences
// have been checked. It refuses to know acts, dossiers, clocks and files: ballots are handed to it, and so is time.
//
// A sentence asks for quantities of classes:
//
//	rule     = conj { "or" conj } .
//	conj     = term { "and" term } .
//	term     = "not" "(" rule ")" | "(" rule ")" | test
//	         | quantity "of these hold:" "(" rule ")" { "," "(" rule ")" } .
//	test     = quantity "of" class [ base ] [ "by" weight ] "are" ballots .
//	quantity = "all" | "none" | ( "at least" | "more than" | "at most" | "fewer than" | "exactly" ) amount .
//	amount   = INTEGER | FRACTION "p/q" | PERCENT "p%" | "half" .
//	base     = "voting" | "present" .
//	ballots  = ballot { "or" ballot } .
//	ballot   = [ "not" ] NAME | "voting" | "present" .
//
// After "or" a word of quantity, "not (" or "(" begins another clause; anything else is a further ballot.
//
// Meaning. A test counts the weight (heads, if none is named) of those of the class, and of the base if one is
// named, whose ballot is one of the ballots. Voting are those for or against; present, those and the abstaining. A
// whole number is compared with that weight; a share, with the weight of the base: the class, unless it says voting
// or present. Whoever is recused is in no class. Everything is counted in whole numbers: 2/3 of 31 is at least 21.
// Of an empty base "all", "at least", "more than" and "exactly" do not hold for any share; "none", "at most" and
// "fewer than" hold. A ballot of the charter's own counts as its kind too: who is declaring is also abstaining, where
// declaring is a kind of abstaining. "not for" is every other ballot.
package rule

// Rule is a sentence that has been read. It is immutable; the zero Rule says nothing and must not be compiled.
type Rule struct {
	root Node
}

// IsZero says whether there is no sentence.
func (r Rule) IsZero() bool { return r.root == nil }

// Root answers the sentence as a tree; nil for the zero Rule.
func (r Rule) Root() Node { return r.root }

// String prints the rule in its canonical form: reading that again gives an equal rule.
func (r Rule) String() string {
	if r.root == nil {
		return ""
	}
	return r.root.String()
}

// Equal says whether two rules say the same in the same words, wherever those stand.
func (r Rule) Equal(o Rule) bool { return r.String() == o.String() }

// Tests answers the tests of the sentence, in the order in which they stand.
func (r Rule) Tests() []*Test { return tests(r.root, nil) }

func tests(n Node, to []*Test) []*Test {
	switch n := n.(type) {
	case *And:
		for _, p := range n.Parts {
			to = tests(p, to)
		}
	case *Or:
		for _, p := range n.Parts {
			to = tests(p, to)
		}
	case *Not:
		to = tests(n.Part, to)
	case *Several:
		for _, p := range n.Parts {
			to = tests(p, to)
		}
	case *Test:
		to = append(to, n)
	}
	return to
}
