package rule

import (
	"errors"
	"strings"
	"testing"

	"accede/form"
	"pgregory.net/rapid"
)

// sentences of real bodies, all in canonical form.
var sentences = []string{
	"none of members are against",
	"all of members are for",
	"at least 9 of council are for and none of permanent are against",
	"at least 2/3 of members voting are for",
	"at least 55% of members are for and (at least 65% of members by population are for or fewer than 4 of members are not for)",
	"none of council are against and all of council are present",
	"none of council are against and all of council are present and not (at least 1/3 of council are declaring and at least 1/3 of council by population are declaring)",
	"at least 2/3 of p-members voting are for and at most 1/4 of bodies voting are against",
	"at least 3/5 of members are for and at least 85% of members by votes are for",
	"at least 2/3 of senators present are for",
	"at least 4283941 of members by votes are for",
	"at least 2 of these hold: (more than half of a are for), (all of b are for or abstaining), (none of c are against or none of d are not for)",
	"at least 66.7% of members voting by votes are for or abstaining or none of members are against",
	"none of members are not for or not (all of members are for)",
	"exactly 12/18 of members are voting or present",
}

func TestSentencesOfRealBodiesAreReadAndPrintedAsTheyStand(t *testing.T) {
	for _, s := range sentences {
		r, err := Parse(s)
		if err != nil {
			t.Errorf("Parse(%q): %v", s, err)
			continue
		}
		if got := r.String(); got != s {
			t.Errorf("Parse(%q).String() = %q, want the same", s, got)
		}
	}
}

func TestWhatIsSaidTheSameInAnotherWayIsPrintedInOne(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"(none of a are for)", "none of a are for"},
		{"(none of a are for and none of b are for) and none of c are for", "none of a are for and none of b are for and none of c are for"},
		{"none of a are for or (none of b are for and none of c are for)", "none of a are for or none of b are for and none of c are for"},
		{"at\n  least 066.70% of  a are for", "at least 66.7% of a are for"},
		{"at least 55.0% of a are for", "at least 55% of a are for"},
		{"none of a are for or abstaining or not (all of b are for)", "none of a are for or abstaining or not (all of b are for)"},
		{"none of a are for or (all of b are for)", "none of a are for or all of b are for"},
	} {
		r, err := Parse(c.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.in, err)
		} else if got := r.String(); got != c.want {
			t.Errorf("Parse(%q).String() = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestASyntaxErrorSaysWhereAndWhatCouldStandThere(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"at least 12 counsil are for", `1:13: expected "of", found "counsil"`},
		{"", `1:1: expected "all", "none", "at least", "more than", "at most", "fewer than", "exactly", "not (" or "(", found the end of the sentence`},
		{"at 9 of council are for", `1:4: expected "least" or "most", found "9"`},
		{"none of council are", `1:20: expected a ballot, "not", "voting" or "present", found the end of the sentence`},
		{"none of\ncouncil be against", `2:9: expected "voting", "present", "by" or "are", found "be"`},
		{"none of Räte sind dagegen", `1:14: expected "voting", "present", "by" or "are", found "sind"`},
		{"(none of a are for", `1:19: expected "and", "or" or ")", found the end of the sentence`},
		{"none of a are for, none of b are for", `1:18: expected "and", "or" or the end of the sentence, found ","`},
		{"at least 2 of these: (none of a are for)", `1:20: expected "hold", found ":"`},
		{"more of a are for", `1:6: expected "than", found "of"`},
		{"at least many of a are for", `1:10: expected a number, a fraction such as 2/3, a share such as 55% or "half", found "many"`},
		{"at least 2/0 of a are for", `1:10: expected a number up to 576460752303423487, a fraction such as 2/3 or a share such as 55% or 66.7%, found "2/0"`},
		{"at least 99999999999999999999 of a are for", `1:10: expected a number up to 576460752303423487, a fraction such as 2/3 or a share such as 55% or 66.7%, found "99999999999999999999"`},
		{"none of voting are for", `1:9: expected a class or "these", found "voting"`},
		{"none of a by are for", `1:14: expected a weight, found "are"`},
	} {
		_, err := Parse(c.in)
		if _, ok := errors.AsType[*SyntaxError](err); !ok {
			t.Errorf("Parse(%q) = %v, want a *SyntaxError", c.in, err)
		} else if got := err.Error(); got != c.want {
			t.Errorf("Parse(%q) = %s, want %s", c.in, got, c.want)
		}
	}
}

func TestASyntaxErrorIsMovedToItsPlaceInTheFile(t *testing.T) {
	_, err := Parse("at least 12\ncounsil are for")
	var syntax *SyntaxError
	if !errors.As(err, &syntax) {
		t.Fatal(err)
	}
	if got, want := syntax.In(form.Place{File: "nato.yaml", Line: 31, Column: 13}).Error(), `nato.yaml:32:1: expected "of", found "counsil"`; got != want {
		t.Errorf("In = %s, want %s", got, want)
	}
	_, err = Parse("at least 12 counsil")
	errors.As(err, &syntax)
	if got, want := syntax.In(form.Place{File: "nato.yaml", Line: 31, Column: 13}).Error(), `nato.yaml:31:25: expected "of", found "counsil"`; got != want {
		t.Errorf("In = %s, want %s", got, want)
	}
}

func TestDeepNestingIsRefusedNotFollowed(t *testing.T) {
	deep := strings.Repeat("(", 1_000_000) + "none of a are for" + strings.Repeat(")", 1_000_000)
	if _, err := Parse(deep); err == nil {
		t.Error("Parse of a million parentheses = nil, want an error")
	}
}

// drawNode draws a tree as a writer would make one, in canonical form.
func drawNode(t *rapid.T, deep int) Node {
	kind := rapid.IntRange(0, 5).Draw(t, "kind")
	if deep == 0 || kind <= 1 {
		return drawTest(t)
	}
	switch kind {
	case 2:
		return &Not{Part: drawNode(t, deep-1)}
	case 3:
		return &Several{Quantity: drawQuantity(t), Parts: drawNodes(t, deep, 1)}
	case 4:
		n := &And{}
		for _, p := range drawNodes(t, deep, 2) {
			if and, ok := p.(*And); ok {
				n.Parts = append(n.Parts, and.Parts...)
			} else {
				n.Parts = append(n.Parts, p)
			}
		}
		return n
	}
	n := &Or{}
	for _, p := range drawNodes(t, deep, 2) {
		if or, ok := p.(*Or); ok {
			n.Parts = append(n.Parts, or.Parts...)
		} else {
			n.Parts = append(n.Parts, p)
		}
	}
	return n
}

func drawNodes(t *rapid.T, deep, least int) []Node {
	parts := make([]Node, rapid.IntRange(least, 3).Draw(t, "parts"))
	for i := range parts {
		parts[i] = drawNode(t, deep-1)
	}
	return parts
}

func drawQuantity(t *rapid.T) Quantity {
	q := Quantity{Kind: QuantityKind(rapid.IntRange(int(All), int(Exactly)).Draw(t, "quantity"))}
	if q.Kind > None {
		q.Amount = rapid.SampledFrom([]Amount{
			{Integer, 0, 1},
			{Integer, 9, 1},
			{Fraction, 2, 3},
			{Fraction, 12, 18},
			{Percent, 55, 100},
			{Percent, 667, 1000},
			{Percent, 6607, 10000},
			{Half, 1, 2},
		}).Draw(t, "amount")
	}
	return q
}

func drawTest(t *rapid.T) Node {
	name := rapid.SampledFrom([]string{"members", "p-members", "council", "holding", "Räte"})
	n := &Test{
		Quantity: drawQuantity(t), Class: Word{Name: name.Draw(t, "class")},
		Base: Base(rapid.IntRange(0, 2).Draw(t, "base")),
	}
	if rapid.Bool().Draw(t, "weighted") {
		n.Weight.Name = "votes"
	}
	for range rapid.IntRange(1, 3).Draw(t, "ballots") {
		b := BallotWord{Not: rapid.Bool().Draw(t, "not")}
		names := []string{"for", "against", "declaring", "reserve"}
		if !b.Not {
			names = append(names, "voting", "present")
		}
		b.Name = rapid.SampledFrom(names).Draw(t, "ballot")
		n.Ballots = append(n.Ballots, b)
	}
	return n
}

func TestWhatIsPrintedIsReadAsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawNode(t, 3)
		r, err := Parse(want.String())
		if err != nil {
			t.Fatalf("Parse(%q): %v", want, err)
		}
		if got := tree(r.Root()); got != tree(want) {
			t.Fatalf("Parse(%q) = %s, want %s", want, got, tree(want))
		}
	})
}

// tree writes a node out with its structure shown, unlike String without leaving anything to precedence.
func tree(n Node) string {
	all := func(name string, parts []Node) string {
		for _, p := range parts {
			name += " " + tree(p)
		}
		return "[" + name + "]"
	}
	switch n := n.(type) {
	case *And:
		return all("and", n.Parts)
	case *Or:
		return all("or", n.Parts)
	case *Not:
		return all("not", []Node{n.Part})
	case *Several:
		return all(n.Quantity.String(), n.Parts)
	case *Test:
		return n.String()
	}
	return "?"
}

func FuzzParse(f *testing.F) {
	for _, s := range sentences {
		f.Add(s)
	}
	f.Add("at least 2/0 of a are for")
	f.Add("none of a are for or not")
	f.Fuzz(func(t *testing.T, s string) {
		r, err := Parse(s)
		if err != nil {
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || syntax.Line < 1 || syntax.Column < 1 {
				t.Fatalf("Parse(%q) = %v, want a *SyntaxError with a place", s, err)
			}
			return
		}
		again, err := Parse(r.String())
		if err != nil {
			t.Fatalf("Parse(%q) after printing: %v", r.String(), err)
		}
		if tree(again.Root()) != tree(r.Root()) {
			t.Fatalf("Parse(%q) = %s, want %s", r.String(), tree(again.Root()), tree(r.Root()))
		}
	})
}
