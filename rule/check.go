package rule

import (
	"fmt"

	"accede/form"
)

// Check answers what is wrong with a sentence for a body of that vocabulary: names that the body lacks, classes that
// are empty, amounts that cannot be reached, shares of nothing. The sentence begins at the place given; with the zero
// Place faults stand where they are in the sentence. A sentence without faults can be compiled on the roll whose
// vocabulary it was checked with.
func Check(r Rule, v Vocabulary, at form.Place) form.Faults {
	c := &checker{v: v, at: at}
	if r.IsZero() {
		c.tell(Place{1, 1}, "there is no sentence")
		return c.faults
	}
	c.node(r.Root())
	return c.faults
}

type checker struct {
	v      Vocabulary
	at     form.Place
	faults form.Faults
}

func (c *checker) tell(at Place, format string, args ...any) {
	if len(c.faults) < form.MaxFaults {
		c.faults = append(c.faults, &form.Fault{Place: at.In(c.at), Text: fmt.Sprintf(format, args...)})
	}
}

func (c *checker) node(n Node) {
	switch n := n.(type) {
	case *And:
		c.nodes(n.Parts)
	case *Or:
		c.nodes(n.Parts)
	case *Not:
		c.node(n.Part)
	case *Several:
		c.several(n)
	case *Test:
		c.test(n)
	}
}

func (c *checker) nodes(parts []Node) {
	for _, p := range parts {
		c.node(p)
	}
}

func (c *checker) several(n *Several) {
	subject := n.Quantity.String() + " of these"
	c.share(n.At, subject, n.Quantity)
	if most := int64(len(n.Parts)); !n.Quantity.Amount.IsShare() && n.Quantity.asks() > most {
		c.tell(n.At, "%q: there are %d; at most %d can be asked for", subject, most, n.Quantity.most(most))
	}
	c.nodes(n.Parts)
}

func (c *checker) test(n *Test) {
	class, okClass := c.v.class(n.Class.Name)
	if !okClass {
		c.tell(n.Class.At, "%s", noClass(n.Class.Name, c.v))
	}
	okWeight := true
	if n.Weight.Name != "" {
		if _, okWeight = c.v.weight(n.Weight.Name); !okWeight {
			c.tell(n.Weight.At, "%s", noWeight(n.Weight.Name, c.v))
		}
	}
	for _, b := range n.Ballots {
		if !c.v.ballot(b.Name) {
			c.tell(b.At, "%s", noBallot(b.Name, c.v))
		}
	}
	c.share(n.At, n.Subject(), n.Quantity)
	if !okClass || !okWeight {
		return
	}
	if class.Size == 0 {
		c.tell(n.Class.At, "the class %s is empty", class.Name)
		return
	}
	c.amount(n, class)
}

// share refuses shares beyond the whole.
func (c *checker) share(at Place, subject string, q Quantity) {
	a := q.Amount
	switch {
	case q.Kind == All || q.Kind == None || !a.IsShare() && (q.Kind != FewerThan || a.Num > 0):
	case !a.IsShare():
		c.tell(at, "%q: nothing is fewer than 0", subject)
	case a.Num > a.Den:
		c.tell(at, "%q: a share is at most the whole, 100%%", subject)
	case a.Num == a.Den && q.Kind == MoreThan:
		c.tell(at, "%q: nothing is more than the whole", subject)
	case a.Num == 0 && q.Kind == FewerThan:
		c.tell(at, "%q: nothing is fewer than 0", subject)
	}
}

// amount refuses amounts that the class cannot reach.
func (c *checker) amount(n *Test, class ClassName) {
	size, unit, known := int64(class.Size), "members", class.Size >= 0
	if n.Weight.Name != "" {
		w, _ := c.v.weight(n.Weight.Name)
		unit = w.Unit
		size, known = c.v.sum(class.Name, n.Weight.Name)
	}
	switch {
	case !known:
	case size == 0 && (n.Quantity.Kind == All || n.Quantity.Amount.IsShare()):
		c.tell(n.Weight.At, "%q: the class %s has no %s at all; no share of them can be asked for", n.Subject(), class.Name, unit)
	case !n.Quantity.Amount.IsShare() && n.Quantity.asks() > size:
		c.tell(n.At, "%q: the class %s has %d %s; at most %d can be asked for", n.Subject(), class.Name, size,
			counted(unit, size), n.Quantity.most(size))
	}
}

// counted answers the unit in the singular where there is one member.
func counted(unit string, n int64) string {
	if unit == "members" && n == 1 {
		return "member"
	}
	return unit
}

// asks answers how many there must be; 0 for quantities that ask for no more than some number.
func (q Quantity) asks() int64 {
	switch q.Kind {
	case AtLeast, Exactly:
		return q.Amount.Num
	case MoreThan:
		return q.Amount.Num + 1
	case All, None, AtMost, FewerThan:
	}
	return 0
}

// most answers the greatest number that can stand in the quantity when there are so many.
func (q Quantity) most(size int64) int64 {
	if q.Kind == MoreThan {
		return max(size-1, 0)
	}
	return size
}
