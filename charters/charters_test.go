package charters_test

import (
	"slices"
	"strings"
	"testing"

	"accede/body"
	"accede/charters"
	"accede/rule"
)

func read(t *testing.T, name string) *body.Charter {
	t.Helper()
	c, err := charters.Read(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEveryCharterReadsAndIsCalledByItsBody(t *testing.T) {
	names := charters.Names()
	if !slices.IsSorted(names) || !slices.Contains(names, "nato") {
		t.Errorf("Names() = %q, want them sorted, nato among them", names)
	}
	for _, name := range names {
		if c := read(t, name); c.Body != name {
			t.Errorf("Read(%q).Body = %q, want %q", name, c.Body, name)
		}
		if text, ok := charters.Text(name); !ok || !strings.HasPrefix(string(text), "accede: "+body.CharterFormat+"\n") {
			t.Errorf("Text(%q) = %.20q, %t, want a file that begins with its format", name, text, ok)
		}
	}
}

func TestAnUnknownNameIsRefusedWithTheNamesThereAre(t *testing.T) {
	for _, name := range []string{"", "atlantis", "../charters/nato", "nato.yaml"} {
		if text, ok := charters.Text(name); ok {
			t.Errorf("Text(%q) = %.20q, want none", name, text)
		}
		_, err := charters.Read(name)
		if err == nil || !strings.Contains(err.Error(), "us-senate") {
			t.Errorf("Read(%q): %v, want an error that lists the names", name, err)
		}
	}
}

// sentences answers every sentence of a charter: its rules, and those of its stages.
func sentences(c *body.Charter) map[string]string {
	all := map[string]string{}
	for _, r := range c.Rules {
		all["rule "+r.ID] = r.Rule.Value
	}
	for i, p := range c.Procedures.Values {
		for _, s := range p.Stages {
			at := c.Procedures.Keys[i] + "/" + s.ID
			all[at] = s.Rule.Value
			all[at+" quorum"] = s.Quorum.Value
		}
	}
	return all
}

func TestEverySentencePrintsToItself(t *testing.T) {
	for _, name := range charters.Names() {
		for at, sentence := range sentences(read(t, name)) {
			if sentence == "" {
				continue
			}
			r, err := rule.Parse(sentence)
			if err != nil {
				t.Errorf("%s, %s: Parse(%q): %v", name, at, sentence, err)
				continue
			}
			if r.String() != sentence {
				t.Errorf("%s, %s: Parse(%q) prints %q", name, at, sentence, r)
			}
		}
	}
}

func TestEverySentenceUsesNamesThatItsCharterHas(t *testing.T) {
	for _, name := range charters.Names() {
		c := read(t, name)
		procedures, err := rule.Read(c)
		if err != nil {
			t.Errorf("%s: Read: %v", name, err)
		}
		if len(procedures) != c.Procedures.Len() {
			t.Errorf("%s: %d procedures read, want %d", name, len(procedures), c.Procedures.Len())
		}
	}
}

func TestEveryCharterHasARuleAndAProcedureWithItsLaw(t *testing.T) {
	for _, name := range charters.Names() {
		c := read(t, name)
		if len(c.Rules) == 0 || c.Procedures.Len() == 0 {
			t.Errorf("%s: %d rules, %d procedures, want some of each", name, len(c.Rules), c.Procedures.Len())
		}
		for i, p := range c.Procedures.Values {
			if p.Source == "" || len(p.Law) == 0 && p.Source != body.Unsourced {
				t.Errorf("%s: the procedure %s says neither law nor source", name, c.Procedures.Keys[i])
			}
			for _, s := range p.Stages {
				if s.Source == "" {
					t.Errorf("%s: the stage %s of %s names no source", name, s.ID, c.Procedures.Keys[i])
				}
				if s.Name["en"] == "" {
					t.Errorf("%s: the stage %s of %s has no English name", name, s.ID, c.Procedures.Keys[i])
				}
			}
		}
	}
}
