package charters_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"accede/body"
	"accede/charters"
	"accede/game"
	"accede/rule"
)

func TestRealDecisionsComeOutAsTheyDidAndForTheSameReason(t *testing.T) {
	cases := readLaw(t)
	if len(cases) == 0 {
		t.Fatalf("no cases in %s", lawDir)
	}
	seen := map[string]string{}
	for _, c := range cases {
		if earlier, twice := seen[c.id]; twice {
			t.Errorf("%s: the case %s is at %s already", c.place, c.id, earlier)
		}
		seen[c.id] = c.place
		t.Run(c.id, func(t *testing.T) { c.run(t) })
	}
}

func (c lawCase) run(t *testing.T) {
	t.Helper()
	if c.commentary < 2 || len(c.rules) == 0 || len(c.rules) != len(c.wants) {
		t.Fatalf("%s: %d lines of comment, %d rules, %d wants; the subject and source, a rule, and a want for each rule are wanted",
			c.place, c.commentary, len(c.rules), len(c.wants))
	}
	charter, err := charters.Read(c.charter)
	if err != nil {
		t.Fatalf("%s: %v", c.place, err)
	}
	votes := c.named(t, charter)
	if len(c.seats) > 0 {
		votes = c.anonymous(t, charter)
	}
	for i, r := range c.rules {
		w := c.wants[i]
		if w.rule != r.id && (w.rule != "" || len(c.rules) != 1) {
			t.Fatalf("%s: want %q stands where %s is wanted", c.place, w.rule, r.id)
		}
		c.check(t, c.sentence(t, charter, r.id), votes, w)
	}
}

// sentence answers the rule of the charter, with what the case joins to it.
func (c lawCase) sentence(t *testing.T, charter *body.Charter, id string) rule.Rule {
	t.Helper()
	i := slices.IndexFunc(charter.Rules, func(s body.Sentence) bool { return s.ID == id })
	if i < 0 {
		t.Fatalf("%s: the charter %s has no rule %q", c.place, c.charter, id)
	}
	sentence := charter.Rules[i].Rule.Value
	for _, also := range c.also {
		sentence += " and " + also
	}
	read, err := rule.Parse(sentence)
	if err != nil {
		t.Fatalf("%s: %q: %v", c.place, sentence, err)
	}
	return read
}

// vote is a roll and who said what on it. When only numbers are known there are several that fit them.
type vote struct {
	roll    *body.Roll
	ballots []game.Ballot
	allowed []game.Ballot
}

// check puts the sentence to every vote that fits the case; all must come out as wanted.
func (c lawCase) check(t *testing.T, sentence rule.Rule, votes []vote, want lawWant) {
	t.Helper()
	held := make([]map[bool]bool, len(want.tests)) // what each test did, over all votes
	for i := range held {
		held[i] = map[bool]bool{}
	}
	for _, v := range votes {
		q := rule.Question{Rule: sentence, Roll: v.roll, Allowed: v.allowed}
		if c.pendingAs != "" {
			q.PendingAs = c.ballot(t, v.roll, c.pendingAs)
		}
		f, err := rule.Find(q, v.ballots)
		if err != nil {
			t.Fatalf("%s: %q: %v", c.place, sentence, err)
		}
		if got := f.Outcome.String(); got != want.outcome {
			t.Fatalf("%s: %q is %s, want %s; its reasons: %q", c.place, sentence, got, want.outcome, f.Reasons)
		}
		if diff := cmp.Diff(want.tests, c.describe(f, want.tests)); diff != "" {
			t.Fatalf("%s: the tests of %q (-want +got):\n%s", c.place, sentence, diff)
		}
		for i, test := range f.Tests {
			held[i][test.Holds] = true
		}
		c.checkReasons(t, sentence, f, want)
	}
	for i, line := range want.tests {
		if strings.HasPrefix(line, "either ") && len(held[i]) != 2 {
			t.Errorf("%s: %q does the same whichever way the seats have fallen: %v", c.place, line, slices.Collect(maps.Keys(held[i])))
		}
	}
}

// describe says what the tests did, in the words and with the figures that the case asks for.
func (c lawCase) describe(f rule.Finding, wanted []string) []string {
	lines := make([]string, len(f.Tests))
	for i, test := range f.Tests {
		does := "fails "
		if test.Holds {
			does = "holds "
		}
		lines[i] = does + test.Text
		if i >= len(wanted) {
			continue
		}
		if strings.HasPrefix(wanted[i], "either ") {
			lines[i] = "either " + test.Text
		}
		_, figures, ok := strings.Cut(wanted[i], ": ")
		switch {
		case ok && strings.Contains(figures, " of "):
			lines[i] += fmt.Sprintf(": %d of %d", test.Have, test.Base)
		case ok:
			lines[i] += fmt.Sprintf(": %d", test.Have)
		}
	}
	return lines
}

// checkReasons holds the reasons to the clauses that decide: they name no other, and of a sentence that is one
// conjunction they name every test that does. Of a decision adopted a test decides by doing what the sentence wants
// of it, of one rejected by not doing it.
func (c lawCase) checkReasons(t *testing.T, sentence rule.Rule, f rule.Finding, want lawWant) {
	t.Helper()
	if want.outcome == game.Open.String() {
		return // the reasons say what decides if closed now, which is not what is wanted
	}
	wanted := wantedOf(sentence.Root(), true, nil)
	named := 0
	for i, test := range f.Tests {
		decides := (test.Holds == wanted[i]) == (want.outcome == game.Adopted.String())
		switch is := names(f.Reasons, test.Text); {
		case is && !decides:
			t.Fatalf("%s: the reasons %q name %q, which does not decide", c.place, f.Reasons, test.Text)
		case !is && decides && slices.Contains(conjuncts(sentence.Root()), test.Text):
			t.Fatalf("%s: the reasons %q do not name %q, which decides", c.place, f.Reasons, test.Text)
		case is:
			named++
		}
	}
	if named != len(f.Reasons) || named == 0 {
		t.Fatalf("%s: of the reasons %q %d name a clause of the sentence, want each", c.place, f.Reasons, named)
	}
}

func names(reasons []string, test string) bool {
	return slices.ContainsFunc(reasons, func(r string) bool { return strings.HasPrefix(r, test+": ") })
}

// conjuncts answers the tests that a sentence joins by and, or the one test it is.
func conjuncts(n rule.Node) []string {
	switch n := n.(type) {
	case *rule.And:
		var all []string
		for _, p := range n.Parts {
			all = append(all, conjuncts(p)...)
		}
		return all
	case *rule.Test:
		return []string{n.String()}
	case *rule.Or, *rule.Not, *rule.Several:
		return nil
	}
	return nil
}

// wantedOf answers of each test of a sentence whether it should hold for the sentence to: not turns that round.
func wantedOf(n rule.Node, holds bool, to []bool) []bool {
	switch n := n.(type) {
	case *rule.And:
		for _, p := range n.Parts {
			to = wantedOf(p, holds, to)
		}
	case *rule.Or:
		for _, p := range n.Parts {
			to = wantedOf(p, holds, to)
		}
	case *rule.Several:
		for _, p := range n.Parts {
			to = wantedOf(p, holds, to)
		}
	case *rule.Not:
		to = wantedOf(n.Part, !holds, to)
	case *rule.Test:
		to = append(to, holds)
	}
	return to
}

func (c lawCase) ballot(t *testing.T, roll *body.Roll, word string) game.Ballot {
	t.Helper()
	b, ok := roll.Ballot(word)
	if !ok {
		t.Fatalf("%s: there is no ballot %q in the charter %s", c.place, word, c.charter)
	}
	return b
}
