package packages

import (
	"fmt"
	"slices"

	"accede/body"
)

// Question is a swap question worth asking: its answer is open, and helps to tell which of two packages a party would
// rather have.
type Question struct {
	Give, Get Change
	Settles   int // how many of the two answers settle the matter: 2, 1 or 0
}

// Ask answers the swap question that tells most about which of two packages a party would rather have: would it give
// up an issue on which a is better to it for one on which b is? It is false where nothing depends on an answer: the
// party gave points, or what it has said already tells. Of questions that tell as much, the one about its more
// important issues comes first. The errors are ErrParty and ErrPackage. Cost: six linear programmes for each pair of
// issues on which the packages differ.
func (d *Desk) Ask(party body.MemberID, a, b Package) (Question, bool, error) {
	r, err := d.Compare(party, a, b)
	if err != nil || r != Depends {
		return Question{}, false, err
	}
	p := slices.Index(d.model.Parties, party)
	w := d.wishes[p]
	best, found := Question{Settles: -1}, false
	for _, i := range w.order {
		for _, j := range w.order {
			if w.rank[i][a[i]] >= w.rank[i][b[i]] || w.rank[j][b[j]] >= w.rank[j][a[j]] {
				continue // a must be better on i, and b on j
			}
			q := Question{Give: d.change(i, a, b), Get: d.change(j, a, b)}
			if d.weigh(w, &q, a, b) && q.Settles > best.Settles {
				best, found = q, true
			}
		}
	}
	return best, found, nil
}

// change names the move on an issue from one package's option to another's.
func (d *Desk) change(i int, from, to Package) Change {
	x := d.model.Issues[i]
	return Change{x.ID, x.Options[from[i]].ID, x.Options[to[i]].ID}
}

// weigh finds how many answers to a question settle how a compares with b. It is false where the answer is known.
func (d *Desk) weigh(w *wish, q *Question, a, b Package) bool {
	terms := d.model.exchange(*q)
	if w.weights().compare(terms) != Depends {
		return false
	}
	for _, would := range []int{1, -1} {
		answered := *w
		signed := slices.Clone(terms)
		for i := range signed {
			signed[i].sign *= would
		}
		answered.swaps = append(slices.Clip(w.swaps), swap{"", signed})
		if answered.compare(a, b) != Depends {
			q.Settles++
		}
	}
	return true
}

// exchange answers what a swap adds to the score and takes from it.
func (m *Model) exchange(q Question) []term {
	var terms []term
	for _, c := range []Change{q.Give, q.Get} {
		more, text := m.change(c)
		if text != "" {
			panic(fmt.Sprintf("packages: a question about %v: %s", c, text))
		}
		terms = append(terms, more...)
	}
	return terms
}
