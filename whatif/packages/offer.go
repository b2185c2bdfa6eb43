package packages

import (
	"cmp"
	"math/bits"
	"slices"

	"accede/body"
)

// Offer is a package with what each party gains by it over its walk-away: the mediator's to see, nobody else's.
type Offer struct {
	Package Package
	Gains   []int64 // by party of the model, in parts of the desk's scale; below 0 where it loses
}

// Acceptable says whether nobody loses by it.
func (o Offer) Acceptable() bool {
	return !slices.ContainsFunc(o.Gains, func(g int64) bool { return g < 0 })
}

// Proposal is what others may see of an offer: the option on each issue, and nothing about anybody's wishes.
type Proposal struct {
	Package Package
	Lines   []ProposalLine // by issue of the model
}

// ProposalLine is how a proposal settles one issue.
type ProposalLine struct {
	Issue, Option         string // ids
	IssueText, OptionText body.Names
}

// Propose answers what others may see of a package, with the error ErrPackage.
func (m *Model) Propose(p Package) (Proposal, error) {
	if !m.holds(p) {
		return Proposal{}, ErrPackage
	}
	x := Proposal{Package: slices.Clone(p)}
	for i, o := range p {
		issue := m.Issues[i]
		x.Lines = append(x.Lines, ProposalLine{issue.ID, issue.Options[o].ID, issue.Text, issue.Options[o].Text})
	}
	return x, nil
}

// ranking keeps the first few of many offers by an order; of equals, those that came first.
type ranking struct {
	k     int
	above func(a, b *ranked) int // positive where a is better
	kept  []ranked
}

// ranked is an offer with what its order looks at.
type ranked struct {
	offer   Offer
	sorted  []int64  // gains, the least one first
	product []uint64 // of the gains, least limb first
}

// full says whether what is kept can only be displaced.
func (r *ranking) full() bool { return len(r.kept) == r.k }

// last answers the least of those kept.
func (r *ranking) last() *ranked { return &r.kept[len(r.kept)-1] }

// put keeps an offer if it is among the first k.
func (r *ranking) put(x ranked) {
	if r.full() && r.above(&x, r.last()) <= 0 {
		return
	}
	at, _ := slices.BinarySearchFunc(r.kept, &x, func(kept ranked, x *ranked) int {
		if r.above(x, &kept) > 0 {
			return 1
		}
		return -1
	})
	r.kept = slices.Insert(r.kept, at, x)
	if len(r.kept) > r.k {
		r.kept = r.kept[:r.k]
	}
}

func (r *ranking) offers() []Offer {
	var all []Offer
	for _, x := range r.kept {
		all = append(all, x.offer)
	}
	return all
}

// leximin compares the least gains, then the next least, and so on.
func leximin(a, b *ranked) int { return slices.Compare(a.sorted, b.sorted) }

// byProduct compares the products of gains, as whole numbers of the same number of limbs.
func byProduct(a, b *ranked) int {
	for i, limb := range slices.Backward(a.product) {
		if c := cmp.Compare(limb, b.product[i]); c != 0 {
			return c
		}
	}
	return 0
}

// multiply writes the product of gains that are not negative into limbs, which must be wide enough: gains have fewer
// than 32 bits, so one limb for two gains is.
func multiply(limbs []uint64, gains []int64) {
	clear(limbs)
	limbs[0] = 1
	for _, g := range gains {
		carry := uint64(0)
		for i, v := range limbs {
			high, low := bits.Mul64(v, uint64(g))
			var c uint64
			limbs[i], c = bits.Add64(low, carry, 0)
			carry = high + c
		}
	}
}

// width answers how many bits a product of gains has at most.
func width(gains []int64) int {
	n := 0
	for _, g := range gains {
		n += bits.Len64(uint64(g))
	}
	return n
}

// bitsOf answers how many bits a number of several limbs has.
func bitsOf(limbs []uint64) int {
	for i, limb := range slices.Backward(limbs) {
		if limb != 0 {
			return 64*i + bits.Len64(limb)
		}
	}
	return 0
}
