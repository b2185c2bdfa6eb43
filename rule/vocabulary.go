package rule

import (
	"fmt"
	"slices"

	"accede/body"
	"accede/game"
)

// Vocabulary is the names that a sentence may use, and what is known of them. The zero Vocabulary has the class of
// everyone and the four ballots that are cast, and knows no sizes.
type Vocabulary struct {
	Classes []ClassName // beside body.Everyone, or with it
	Weights []WeightName
	Ballots []string // beside for, against, abstaining, absent
	roll    *body.Roll
}

// ClassName is the name of a class and how many belong to it; -1 if that is not known.
type ClassName struct {
	Name string
	Size int
}

// WeightName is the name of a weight and its unit.
type WeightName struct {
	Name string
	Unit string
}

// VocabularyOf answers what a roll has: names, sizes and sums.
func VocabularyOf(roll *body.Roll) Vocabulary {
	v := Vocabulary{roll: roll, Classes: []ClassName{{body.Everyone, len(roll.Members)}}}
	for _, c := range roll.Classes {
		if c.Name != body.Everyone {
			v.Classes = append(v.Classes, ClassName{c.Name, c.Size})
		}
	}
	for _, w := range roll.Weights {
		v.Weights = append(v.Weights, WeightName{w.Name, w.Unit})
	}
	for _, b := range roll.Ballots {
		v.Ballots = append(v.Ballots, b.Name)
	}
	return v
}

// VocabularyOfCharter answers what a charter has at any time: all its names, and the sizes of those classes whose
// members it lists once and for all. What else there is to check, the roll of the day decides.
func VocabularyOfCharter(c *body.Charter) Vocabulary {
	v := Vocabulary{Classes: []ClassName{{body.Everyone, -1}}}
	for _, k := range c.Classes {
		size := -1
		if !k.All && len(k.Terms) == 0 && len(k.Members) > 0 {
			size = len(k.Members)
		}
		v.Classes = append(v.Classes, ClassName{k.ID, size})
	}
	for _, w := range c.Weights {
		if !slices.ContainsFunc(v.Weights, func(n WeightName) bool { return n.Name == w.ID }) {
			v.Weights = append(v.Weights, WeightName{w.ID, w.Unit})
		}
	}
	for _, b := range c.Ballots {
		v.Ballots = append(v.Ballots, b.ID)
	}
	return v
}

func (v Vocabulary) class(name string) (ClassName, bool) {
	for _, c := range v.Classes {
		if c.Name == name {
			return c, true
		}
	}
	return ClassName{body.Everyone, -1}, name == body.Everyone
}

func (v Vocabulary) weight(name string) (WeightName, bool) {
	i := slices.IndexFunc(v.Weights, func(w WeightName) bool { return w.Name == name })
	if i < 0 {
		return WeightName{}, false
	}
	return v.Weights[i], true
}

func (v Vocabulary) ballot(name string) bool {
	b, ok := body.KindByName(name)
	if ok {
		return b != game.Pending && b != game.Recused
	}
	return name == voting || name == present || slices.Contains(v.Ballots, name)
}

// sum answers what a class weighs; false where that is not known.
func (v Vocabulary) sum(class, weight string) (int64, bool) {
	if v.roll == nil {
		return 0, false
	}
	w, ok := v.roll.Weight(weight)
	in, known := membersOf(v.roll, class)
	if !ok || !known {
		return 0, false
	}
	var sum int64
	for i, of := range w.Of {
		if in == nil || in[i] {
			sum += of
		}
	}
	return sum, true
}

func noClass(name string, v Vocabulary) string {
	names := make([]string, 0, len(v.Classes)+1)
	for _, c := range v.Classes {
		names = append(names, c.Name)
	}
	if !slices.Contains(names, body.Everyone) {
		names = append(names, body.Everyone)
	}
	return fmt.Sprintf("there is no class %q; the classes are %s", name, nearest(name, names))
}

func noWeight(name string, v Vocabulary) string {
	if len(v.Weights) == 0 {
		return fmt.Sprintf("there is no weight %q; there are no weights at all", name)
	}
	names := make([]string, len(v.Weights))
	for i, w := range v.Weights {
		names[i] = w.Name
	}
	return fmt.Sprintf("there is no weight %q; the weights are %s", name, nearest(name, names))
}

func noBallot(name string, v Vocabulary) string {
	switch b, ok := body.KindByName(name); {
	case ok && b == game.Pending:
		return "pending is no ballot to count: once closed it counts as absent, or as the silence procedure says"
	case ok && b == game.Recused:
		return "recused is no ballot to count: whoever is recused is off the roll"
	}
	names := append([]string{"for", "against", "abstaining", "absent"}, v.Ballots...)
	return fmt.Sprintf("there is no ballot %q; the ballots are %s", name, nearest(name, names))
}
