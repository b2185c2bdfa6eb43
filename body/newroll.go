package body

import (
	"fmt"
	"math"
	"slices"
	"time"

	"accede/form"
	"accede/game"
)

// NewRoll answers a roll of members in the order given. It adds the class of everyone and counts the classes;
// it copies what it is given, and takes time in its size. The error says what is no roll: a member or name given
// twice or empty, a class or weight of another length than the members, a weight without a unit, below nothing or
// adding up to more than can be counted, more ballots than game.MaxBallots.
func NewRoll(at time.Time, members []MemberID, classes []RollClass, weights []RollWeight, ballots []DeclaredBallot) (*Roll, error) {
	r := &Roll{At: at, Members: slices.Clone(members), Ballots: slices.Clone(ballots)}
	if err := r.makeIndex(); err != nil {
		return nil, err
	}
	if err := r.addClasses(classes); err != nil {
		return nil, err
	}
	if err := r.addWeights(weights); err != nil {
		return nil, err
	}
	if err := r.checkBallots(); err != nil {
		return nil, err
	}
	return r, nil
}

func (r *Roll) makeIndex() error {
	r.index = make(map[MemberID]int, len(r.Members))
	for i, id := range r.Members {
		r.index[id] = i
		if len(r.index) != i+1 {
			return fmt.Errorf("make a roll: %q is on it twice", id)
		}
	}
	if _, empty := r.index[""]; empty {
		return fmt.Errorf("make a roll: member %d has no id", r.index[""]+1)
	}
	return nil
}

func (r *Roll) addClasses(classes []RollClass) error {
	r.Classes = []RollClass{everyone(len(r.Members))}
	for _, c := range classes {
		if len(c.In) != len(r.Members) {
			return fmt.Errorf("make a roll: the class %q is of %d members, the roll of %d", c.Name, len(c.In), len(r.Members))
		}
		size := 0
		for _, in := range c.In {
			if in {
				size++
			}
		}
		_, twice := r.Class(c.Name)
		switch {
		case c.Name == Everyone && size == len(r.Members):
			continue
		case c.Name == Everyone:
			return fmt.Errorf("make a roll: everybody belongs to the class %s; %d of %d do", Everyone, size, len(r.Members))
		case c.Name == "" || twice:
			return fmt.Errorf("make a roll: a class named %q, without a name or with one given twice", c.Name)
		}
		r.Classes = append(r.Classes, RollClass{Name: c.Name, In: slices.Clone(c.In), Size: size})
	}
	return nil
}

func everyone(n int) RollClass {
	in := make([]bool, n)
	for i := range in {
		in[i] = true
	}
	return RollClass{Name: Everyone, In: in, Size: n}
}

func (r *Roll) addWeights(weights []RollWeight) error {
	for _, w := range weights {
		_, twice := r.Weight(w.Name)
		switch {
		case w.Name == "" || twice:
			return fmt.Errorf("make a roll: a weight named %q, without a name or with one given twice", w.Name)
		case w.Unit == "":
			return fmt.Errorf("make a roll: the weight %s has no unit: say what it counts", w.Name)
		case len(w.Of) != len(r.Members):
			return fmt.Errorf("make a roll: the weight %s is of %d members, the roll of %d", w.Name, len(w.Of), len(r.Members))
		}
		var sum int64
		for i, of := range w.Of {
			if of < 0 || of > maxWeight-sum {
				return fmt.Errorf("make a roll: the weight %s of %s is %d: below nothing, or more with the others than %d", w.Name, r.Members[i], of, int64(maxWeight))
			}
			sum += of
		}
		r.Weights = append(r.Weights, RollWeight{Name: w.Name, Unit: w.Unit, Of: slices.Clone(w.Of)})
	}
	return nil
}

// maxWeight is the greatest sum of a weight over a roll; it leaves room for counting with it.
const maxWeight = math.MaxInt64 / 4

func (r *Roll) checkBallots() error {
	if len(r.Ballots) > maxDeclared {
		return fmt.Errorf("make a roll: %d ballots are declared; at most %d can be", len(r.Ballots), maxDeclared)
	}
	for i, b := range r.Ballots {
		_, kind := KindByName(b.Name)
		twice := slices.ContainsFunc(r.Ballots[:i], func(other DeclaredBallot) bool { return other.Name == b.Name })
		switch {
		case b.Name == "" || kind || twice:
			return fmt.Errorf("make a roll: a ballot named %q, without a name or with one that is taken", b.Name)
		case b.Kind > game.Absent:
			return fmt.Errorf("make a roll: the ballot %s is of no kind it can count as", b.Name)
		}
	}
	return nil
}

// Roll answers the members at an instant that are not suspended: in the charter's order, then in the order in which
// they joined. It has the classes of that instant, the weights in force on that day and the charter's ballots; a
// weight that no figures are in force for is not on it, and a member without a figure weighs nothing.
func (b Body) Roll(at time.Time) *Roll {
	r := &Roll{At: at, Members: b.present(at)}
	r.Classes = []RollClass{everyone(len(r.Members))}
	r.index = make(map[MemberID]int, len(r.Members))
	for i, id := range r.Members {
		r.index[id] = i
	}
	if b.Charter == nil {
		return r
	}
	for _, c := range b.Charter.Classes {
		r.Classes = append(r.Classes, b.rollClass(c, r.Members, at))
	}
	for _, w := range b.Charter.Weights {
		if w.inForce(b.day(at)) {
			r.Weights = append(r.Weights, w.on(r.Members))
		}
	}
	for _, d := range b.Charter.Ballots {
		kind, _ := KindByName(d.Kind)
		r.Ballots = append(r.Ballots, DeclaredBallot{Name: d.ID, Kind: kind})
	}
	return r
}

// Members answers who is a member at an instant, those who are suspended too, in the order of the roll.
func (b Body) Members(at time.Time) []MemberID {
	return b.among(at, func(m membership) bool { return m.member })
}

// present answers who is on the roll, in its order.
func (b Body) present(at time.Time) []MemberID {
	return b.among(at, func(m membership) bool { return m.member && !m.suspended })
}

// among answers all of whom something holds at an instant: in the charter's order, then in the order of joining.
func (b Body) among(at time.Time, holds func(membership) bool) []MemberID {
	var order []MemberID
	add := func(id MemberID) {
		if holds(standing(b.history(id), at)) {
			order = append(order, id)
		}
	}
	if b.Charter != nil {
		for _, m := range b.Charter.Members {
			add(m.ID)
		}
	}
	seen := map[MemberID]bool{}
	for c := range b.changes.Each {
		if _, listed := b.listed[c.member]; !listed && c.kind == joined && !seen[c.member] {
			seen[c.member] = true
			add(c.member)
		}
	}
	return order
}

func (b Body) rollClass(c Class, members []MemberID, at time.Time) RollClass {
	rc := RollClass{Name: c.ID, In: make([]bool, len(members))}
	terms := b.terms(c)
	for i, id := range members {
		if c.All || belongs(terms[id], at) {
			rc.In[i], rc.Size = true, rc.Size+1
		}
	}
	return rc
}

func (w Weight) inForce(day form.Date) bool {
	return (w.From == nil || !day.Before(*w.From)) && (w.Until == nil || day.Before(*w.Until))
}

func (w Weight) on(members []MemberID) RollWeight {
	figures := make(map[MemberID]int64, w.Of.Len())
	for i, key := range w.Of.Keys {
		figures[MemberID(key)] = w.Of.Values[i]
	}
	rw := RollWeight{Name: w.ID, Unit: w.Unit, Of: make([]int64, len(members))}
	for i, id := range members {
		rw.Of[i] = figures[id]
	}
	return rw
}

// OrganRoll answers the roll of an organ: the members of a class at an instant, and nobody else, so that the class
// of everyone is the organ. The organ has its own name as a class too, and the other classes and the weights are
// those of its members. Of a class the charter does not have, it is a roll of nobody.
func (b Body) OrganRoll(class string, at time.Time) *Roll {
	all := b.Roll(at)
	organ, ok := all.Class(class)
	if !ok {
		organ = RollClass{Name: class, In: make([]bool, len(all.Members))}
		all.Classes = append(all.Classes, organ)
	}
	r := &Roll{At: at, Members: only(all.Members, organ.In), Ballots: all.Ballots, index: map[MemberID]int{}}
	for i, id := range r.Members {
		r.index[id] = i
	}
	for _, c := range all.Classes {
		rc := RollClass{Name: c.Name, In: only(c.In, organ.In)}
		for _, in := range rc.In {
			if in {
				rc.Size++
			}
		}
		r.Classes = append(r.Classes, rc)
	}
	for _, w := range all.Weights {
		r.Weights = append(r.Weights, RollWeight{Name: w.Name, Unit: w.Unit, Of: only(w.Of, organ.In)})
	}
	return r
}

// only answers the values of those who are in.
func only[V any](values []V, in []bool) []V {
	kept := []V{}
	for i, v := range values {
		if in[i] {
			kept = append(kept, v)
		}
	}
	return kept
}
