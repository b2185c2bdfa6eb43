package packages

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"accede/body"
	"accede/form"
)

// MostPackages is how many packages are tried one by one at most.
const MostPackages = 10_000_000

// Errors of a desk.
var (
	// ErrTooMany is more packages than are tried one by one: split the issues into groups that are settled apart, or
	// ask for the Pareto set, which does not try them all.
	ErrTooMany = errors.New("too many packages")
	// ErrStopped is long work that the caller stopped. What it answers beside the error is empty.
	ErrStopped = errors.New("stopped")
	// ErrPackage is no package of the model.
	ErrPackage = errors.New("no package of the model")
	// ErrParty is a party that the model does not have.
	ErrParty = errors.New("no party of the model")
)

// Desk is the model with everybody's sheets: the mediator's own, and nobody else's to see. It does not change, and
// may be used by several goroutines at once.
type Desk struct {
	model  *Model
	wishes []*wish   // by party of the model
	gains  [][][]int // by issue, option and party: what the option adds over the party's walk-away, in parts of scale
	scale  int64
	round  bool
	allow  [][]int // by issue, the options all must-haves allow
}

// most is the greatest scale: with it a sum over issues and a gain of any party fit into 31 bits.
const most = 1 << 30

// New puts a desk together. The error is form.Faults: a party without a sheet or with two, a sheet that does not fit the
// model, answers to swap questions that contradict each other or the ranks, which are named.
func New(m *Model, sheets []*Sheet) (*Desk, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	d := &Desk{model: m, wishes: make([]*wish, len(m.Parties))}
	var faults form.Faults
	tell := func(at form.Place, text string) { faults = append(faults, &form.Fault{Place: at, Text: text}) }
	for _, s := range sheets {
		w, text := m.read(s)
		if text != "" {
			tell(s.Place, text)
			continue
		}
		i := slices.Index(m.Parties, s.Party)
		if d.wishes[i] != nil {
			tell(s.Place, fmt.Sprintf("%s has two sheets: keep the last one", s.Party))
		}
		if text := w.contradiction(); text != "" {
			tell(s.Place, text)
		}
		d.wishes[i] = w
	}
	for i, w := range d.wishes {
		if w == nil && len(faults) == 0 {
			tell(form.Place{}, fmt.Sprintf("%s has no sheet", m.Parties[i]))
		}
	}
	if err := faults.InOrder(); err != nil {
		return nil, err
	}
	d.allowed()
	d.measure()
	return d, nil
}

// allowed finds the options that all must-haves allow.
func (d *Desk) allowed() {
	for i, x := range d.model.Issues {
		var options []int
		for o := range x.Options {
			if !slices.ContainsFunc(d.wishes, func(w *wish) bool { return !w.ok[i][o] }) {
				options = append(options, o)
			}
		}
		d.allow = append(d.allow, options)
	}
}

// measure puts everybody's parts on one scale of whole numbers.
func (d *Desk) measure() {
	parts := make([][][]*big.Rat, len(d.wishes))
	scale := big.NewInt(1)
	for p, w := range d.wishes {
		parts[p] = w.parts()
		for _, options := range parts[p] {
			for _, v := range options {
				gcd := new(big.Int).GCD(nil, nil, scale, v.Denom())
				scale.Mul(scale, new(big.Int).Quo(v.Denom(), gcd))
			}
		}
	}
	if scale.Cmp(big.NewInt(most)) > 0 {
		scale.SetInt64(1_000_000_000)
		d.round = true
	}
	d.scale = scale.Int64()
	for i, x := range d.model.Issues {
		d.gains = append(d.gains, make([][]int, len(x.Options)))
		for o := range x.Options {
			for p, w := range d.wishes {
				d.gains[i][o] = append(d.gains[i][o], whole(parts[p][i][o], scale)-whole(parts[p][i][w.floor[i]], scale))
			}
		}
	}
}

// whole answers a part in parts of the scale, the nearest where it is none.
func whole(v *big.Rat, scale *big.Int) int {
	n := new(big.Int).Mul(v.Num(), scale)
	n.Lsh(n, 1).Add(n, v.Denom())
	return int(n.Quo(n, new(big.Int).Lsh(v.Denom(), 1)).Int64())
}

// Model answers what is on the table.
func (d *Desk) Model() *Model { return d.model }

// Scale answers in how many parts the worth of a party's best package is counted, and whether weights were rounded to
// them: they are where their own fractions need more than a milliard parts. What Compare answers is never rounded.
func (d *Desk) Scale() (parts int64, rounded bool) { return d.scale, d.round }

// Blocked answers the issues on which no option satisfies everybody's must-haves, in order. While there are any there
// is no package to score.
func (d *Desk) Blocked() []string {
	var ids []string
	for i, options := range d.allow {
		if len(options) == 0 {
			ids = append(ids, d.model.Issues[i].ID)
		}
	}
	return ids
}

// Compare answers how package a compares with b for a party, for every weight that its ranks and answers admit. The
// error is ErrParty or ErrPackage. Cost: two linear programmes where swap questions were answered, else O(issues).
func (d *Desk) Compare(party body.MemberID, a, b Package) (Relation, error) {
	p := slices.Index(d.model.Parties, party)
	if p < 0 {
		return Depends, fmt.Errorf("compare for %s: %w", party, ErrParty)
	}
	for _, x := range []Package{a, b} {
		if !d.model.holds(x) {
			return Depends, fmt.Errorf("compare package %v: %w", x, ErrPackage)
		}
	}
	return d.wishes[p].compare(a, b), nil
}

// WithNoDeal answers for each party, in the order of the model, how a package compares with its walk-away for every
// admissible weight. The error is ErrPackage.
func (d *Desk) WithNoDeal(a Package) ([]Relation, error) {
	if !d.model.holds(a) {
		return nil, fmt.Errorf("compare package %v with no deal: %w", a, ErrPackage)
	}
	all := make([]Relation, len(d.wishes))
	for p, w := range d.wishes {
		all[p] = w.compare(a, w.floor)
	}
	return all, nil
}
