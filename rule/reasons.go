package rule

import (
	"fmt"
	"strconv"

	"accede/body"
	"accede/game"
)

// reasons says which clauses decide if the question is closed now: of a conjunction that fails, the clauses that do
// not hold; of one that holds, all; of an alternative the other way round, where the first that holds is enough.
func (c *Compiled) reasons(tests []TestFinding, closed *game.Tally) []string {
	if closed.OnRoll() == 0 {
		return []string{"nobody is on the roll"}
	}
	r := &reasoner{c: c, findings: tests}
	holds, texts := r.node(c.question.Rule.Root())
	switch {
	case len(texts) > 0:
		return unique(texts)
	case holds:
		return []string{c.question.Rule.String() + ": holds whatever the ballots"}
	}
	return []string{c.question.Rule.String() + ": holds with no ballots"}
}

// reasoner walks the sentence in the order in which its tests were compiled.
type reasoner struct {
	c        *Compiled
	findings []TestFinding
	next     int
}

// node answers whether a part holds, and the clauses that decide it.
func (r *reasoner) node(n Node) (bool, []string) {
	switch n := n.(type) {
	case *And:
		return r.count(n.Parts, int64(len(n.Parts)), -1)
	case *Or:
		return r.count(n.Parts, 1, -1)
	case *Not:
		holds, texts := r.node(n.Part)
		return !holds, texts
	case *Several:
		least, most := n.Quantity.bounds(int64(len(n.Parts)))
		if most < 0 && n.Quantity.upper() {
			most = 0 // fewer than none: whatever holds is too much, and nothing at all is too
			least = int64(len(n.Parts)) + 1
		}
		return r.count(n.Parts, least, most)
	case *Test:
		t := r.next
		r.next++
		return r.findings[t].Holds, []string{r.c.tests[t].reason(&r.findings[t])}
	}
	return false, nil
}

// count answers for "so many of these parts", with -1 for no bound.
func (r *reasoner) count(parts []Node, least, most int64) (bool, []string) {
	var holding, failing [][]string
	for _, p := range parts {
		if holds, texts := r.node(p); holds {
			holding = append(holding, texts)
		} else {
			failing = append(failing, texts)
		}
	}
	n := int64(len(holding))
	switch {
	case n < least:
		return false, flat(failing)
	case most >= 0 && n > most:
		return false, flat(holding)
	case most >= 0 && least < 0:
		return true, flat(failing[:min(int64(len(failing)), max(int64(len(parts))-most, 0))])
	case most >= 0:
		return true, append(flat(holding), flat(failing)...)
	}
	return true, flat(holding[:max(least, 0)])
}

func flat(texts [][]string) []string {
	var all []string
	for _, t := range texts {
		all = append(all, t...)
	}
	return all
}

func unique(texts []string) []string {
	seen := make(map[string]bool, len(texts))
	out := make([]string, 0, len(texts))
	for _, t := range texts {
		if !seen[t] {
			seen[t] = true
			out = append(out, t)
		}
	}
	return out
}

// need says what is needed, in exact figures.
func (t *compiledTest) need(f TestFinding) string {
	switch q := t.quantity; q.Kind {
	case All:
		return fmt.Sprintf("all %d", f.Least)
	case None:
		return "none"
	case AtLeast, MoreThan:
		return fmt.Sprintf("at least %d", f.Least)
	case AtMost, FewerThan:
		if f.Most < 0 {
			return "fewer than 0"
		}
		return fmt.Sprintf("at most %d", f.Most)
	case Exactly:
		if f.Least > f.Most {
			return fmt.Sprintf("exactly %s of %d, which is no whole number", q.Amount, f.Base)
		}
		return fmt.Sprintf("exactly %d", f.Least)
	}
	return ""
}

// reason says in a few words what a test asks for and what there is.
func (t *compiledTest) reason(f *TestFinding) string {
	return f.Text + ": " + t.figures(f)
}

func (t *compiledTest) figures(f *TestFinding) string {
	have := strconv.FormatInt(f.Have, 10)
	if f.Unit != body.Everyone {
		have += " " + f.Unit
	}
	share := t.quantity.Kind == All || t.quantity.Amount.IsShare()
	switch {
	case f.Base == 0 && share:
		return t.nobody()
	case t.quantity.Kind == None && f.Have == 0:
		return "none is"
	case t.quantity.Kind == None && have == "1":
		return "1 is"
	case t.quantity.Kind == None:
		return have + " are"
	case f.Most < 0 && t.quantity.Kind != FewerThan && f.Holds:
		return fmt.Sprintf("%s, %d needed", have, f.Least)
	case f.Most < 0 && t.quantity.Kind != FewerThan:
		return fmt.Sprintf("%s of %d needed", have, f.Least)
	case t.quantity.Kind == Exactly:
		return have + ", " + f.Need + " needed"
	}
	return have + ", " + f.Need + " allowed"
}

// nobody says what a base is when it weighs nothing.
func (t *compiledTest) nobody() string {
	switch {
	case t.test.Weight.Name != "":
		return "there are no " + t.unit + " to take a share of"
	case t.test.Base == Voting:
		return "nobody is voting"
	case t.test.Base == Present:
		return "nobody is present"
	}
	return "nobody of " + t.test.Class.Name + " is on the roll"
}
