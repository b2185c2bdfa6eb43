package rule

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"accede/body"
	"accede/form"
)

// Procedure is a procedure of a charter with its sentences read.
type Procedure struct {
	ID     string
	Text   body.Procedure // as the charter has it
	Stages []Stage
}

// Stage is a step of a procedure with its sentences read.
type Stage struct {
	Text    *body.Stage // as the charter has it
	HasRule bool        // whether a sentence decides it: from rule, or from by_rule
	Rule    Rule        // zero without one
	// HasQuorum says whether a sentence must hold before the stage can be closed.
	HasQuorum bool
	Quorum    Rule
}

// Stage answers a stage by its id.
func (p *Procedure) Stage(id string) (*Stage, bool) {
	i := slices.IndexFunc(p.Stages, func(s Stage) bool { return s.Text.ID == id })
	if i < 0 {
		return nil, false
	}
	return &p.Stages[i], true
}

// Read reads the sentences of a charter into its procedures, in the charter's order, and checks them against its
// names. Of a class whose members come and go, amounts are not checked: what the roll of a day cannot reach, its finding
// says. What else must be right about a stage body.ReadCharter has seen to. An error is form.Faults, with the places of all that is wrong in the charter's file.
func Read(c *body.Charter) ([]Procedure, error) {
	r := &reader{v: VocabularyOfCharter(c), named: map[string]Rule{}}
	for i := range c.Rules {
		s := &c.Rules[i]
		r.named[s.ID] = r.sentence(s.Rule)
	}
	procedures := make([]Procedure, 0, c.Procedures.Len())
	for i, id := range c.Procedures.Keys {
		p := Procedure{ID: id, Text: c.Procedures.Values[i]}
		for k := range p.Text.Stages {
			p.Stages = append(p.Stages, r.stage(&p.Text.Stages[k]))
		}
		procedures = append(procedures, p)
	}
	if len(r.faults) > 0 {
		slices.SortStableFunc(r.faults, func(a, b *form.Fault) int {
			return cmp.Or(cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(a.Place.Column, b.Place.Column))
		})
		return nil, r.faults[:min(len(r.faults), form.MaxFaults)]
	}
	return procedures, nil
}

type reader struct {
	v      Vocabulary
	named  map[string]Rule
	faults form.Faults
}

func (r *reader) stage(s *body.Stage) Stage {
	out := Stage{Text: s, HasRule: s.Rule.Value != "" || s.ByRule != "", HasQuorum: s.Quorum.Value != ""}
	switch named, ok := r.named[s.ByRule]; {
	case s.Rule.Value != "":
		out.Rule = r.sentence(s.Rule)
	case ok:
		out.Rule = named
	case s.ByRule != "":
		r.faults = append(r.faults, &form.Fault{Place: s.Places.Of("by_rule"), Text: fmt.Sprintf("there is no rule %q", s.ByRule)})
	}
	if out.HasQuorum {
		out.Quorum = r.sentence(s.Quorum)
	}
	return out
}

// sentence reads one sentence and notes what is wrong with it.
func (r *reader) sentence(t form.Text) Rule {
	rule, err := Parse(t.Value)
	if syntax, ok := errors.AsType[*SyntaxError](err); ok {
		r.faults = append(r.faults, syntax.In(t.Place))
		return Rule{}
	}
	r.faults = append(r.faults, Check(rule, r.v, t.Place)...)
	return rule
}
