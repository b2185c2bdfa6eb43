package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// written writes a file of a test, and answers its name.
func written(t *testing.T, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// wideRoll is a roll of sixty with two weights that have nothing to do with each other: no way of counting all their
// coalitions is known that ends.
func wideRoll() string {
	var b strings.Builder
	b.WriteString("member,votes,people\n")
	for i := range 60 {
		fmt.Fprintf(&b, "m%d,%d,%d\n", i, 1_000_003+i*i*i*7919%8_999_993, 1_000_033+i*i*104_729%98_999_969)
	}
	return b.String()
}

const (
	twoParties  = "accede: packages/1\nparties: [a, b]\nno_deal: {dues: high, pilots: none}\nissues:\n  - {id: dues, options: [{id: high}, {id: low}]}\n  - {id: pilots, options: [{id: none}, {id: some}, {id: all}]}\n"
	sheetOfA    = "---\naccede: wishes/1\nparty: a\nrank: [dues, pilots]\noptions: {dues: [low, high], pilots: [all, some, none]}\n"
	sheetOfB    = "---\naccede: wishes/1\nparty: b\nrank: [pilots, dues]\noptions: {dues: [high, low], pilots: [all, some, none]}\n"
	inACircle   = "swaps:\n  - {id: s1, give: {issue: dues, from: low, to: high}, get: {issue: pilots, from: none, to: some}, would: true}\n  - {id: s2, give: {issue: dues, from: low, to: high}, get: {issue: pilots, from: some, to: all}, would: true}\n"
	onePartyAll = "accede: conflict/1\nparties:\n  - {id: a, options: [{id: holds}]%s}\n%s"
)

func TestWhatCannotBeAnsweredIsSaidInWordsByTheVerbs(t *testing.T) {
	many := "accede: conflict/1\nparties:\n  - id: a\n    options: ["
	for i := range 30 {
		many += fmt.Sprintf("{id: o%d}, ", i)
	}
	both := "at least half of members by votes are for and at least half of members by people are for"
	for name, c := range map[string]struct {
		code int
		say  []string
		args []string
	}{
		"a model with no state": {2, []string{"what is impossible excludes everything"}, []string{"hold", written(t, "m.yaml", fmt.Sprintf(onePartyAll, "", "impossible: [a.holds or not a.holds]\n"))}},
		"states ranked in a circle": {
			2,
			[]string{"every state of which this is true is ranked above already, or cannot be: a state has one place"},
			[]string{"hold", written(t, "m.yaml", fmt.Sprintf(onePartyAll, ", ranking: [a.holds, not a.holds, a.holds]", ""))},
		},
		"swaps in a circle": {2, []string{"a: with the ranks, the answers to s1, s2 cannot all be true: ask again"}, []string{"packages", written(t, "p.yaml", twoParties+sheetOfA+inACircle+sheetOfB)}},
		"options that exclude everything": {
			0,
			[]string{"No package can be: on this issue no option satisfies everybody’s must-haves: dues. Ask whether a must-have can be eased, or add an option."},
			[]string{"packages", written(t, "p.yaml", twoParties+strings.Replace(sheetOfA, "party: a\n", "party: a\nmust: [{issue: dues, one_of: [low]}]\n", 1)+strings.Replace(sheetOfB, "party: b\n", "party: b\nmust: [{issue: dues, one_of: [high]}]\n", 1))},
		},
		"points that tell nothing apart": {
			2,
			[]string{"points: every option is as good as every other, so nothing can be gained; tell at least two apart"},
			[]string{"packages", written(t, "p.yaml", twoParties+"---\naccede: wishes/1\nparty: a\npoints: {dues: {high: 1, low: 1}, pilots: {none: 0, some: 0, all: 0}}\n"+sheetOfB)},
		},
		"weights beyond what is counted": {2, []string{"the sum of votes is beyond"}, []string{"power", "--rule", "at least 1 of members by votes are for", "--ballots", written(t, "w.csv", "member,classes,votes\na,,9223372036854775807\nb,,1\n")}},
		"a weight that is missing":       {2, []string{"votes"}, []string{"power", "--rule", "at least 1 of members by votes are for", "--ballots", written(t, "w.csv", "member,classes,votes\na,,1\nb,,\n")}},
		"more than the roll has":         {2, []string{"at most 2 can be asked for"}, []string{"power", "--rule", "at least 3 of members are for", "--ballots", written(t, "w.csv", "member\na\nb\n")}},
		"coalitions too many to count":   {0, []string{"coalitions drawn at random", "95% half-width", "±"}, []string{"power", "--rule", both, "--ballots", written(t, "w.csv", wideRoll())}},
		"states too many to look at":     {2, []string{"there are more than 20 options: leave some out, or take several together as one"}, []string{"hold", written(t, "m.yaml", many+"]\n")}},
	} {
		code, out, err := accede(t, c.args...)
		got := strings.Join(strings.Fields(out+err), " ")
		for _, want := range c.say {
			if code != c.code || !strings.Contains(got, want) {
				t.Errorf("%s: exits with %d, want %d; it does not say %q: %.600s", name, code, c.code, want, got)
			}
		}
	}
}

func TestNoFileTakesNorwayForFalse(t *testing.T) {
	for name, c := range map[string]struct{ verb, text string }{
		"a party of a conflict":   {"hold", "accede: conflict/1\nparties:\n  - {id: no, options: [{id: holds}]}\n"},
		"an option of a conflict": {"hold", "accede: conflict/1\nparties:\n  - {id: a, options: [{id: y}]}\ntoday: [NO]\n"},
		"a party of packages":     {"packages", strings.Replace(twoParties, "[a, b]", "[a, no]", 1)},
		"an option of packages":   {"packages", strings.Replace(twoParties, "{id: none}", "{id: off}", 1)},
		"a wish":                  {"packages", twoParties + strings.Replace(sheetOfA, "[all, some, none]", "[all, some, No]", 1)},
	} {
		code, _, err := accede(t, c.verb, written(t, "f.yaml", c.text))
		if code != 2 || !strings.Contains(err, "without quotes is no text, since some readers take it for true or false") {
			t.Errorf("%s: exits with %d: %s", name, code, err)
		}
	}
	dir := filepath.Join(t.TempDir(), "nato")
	must(t, "init", dir, "--charter", "nato")
	acts := "accede: acts/1\nbody: nato\nsources: {s: {title: A list}}\nacts:\n  - {id: x, date: 2022-06-21, by: no, act: statement, dossiers: [fi], source: s}\n"
	if code, _, err := accede(t, "import", written(t, "acts.yaml", acts), "--record", dir); code != 2 || !strings.Contains(err, "no without quotes is no text") {
		t.Errorf("acts: exits with %d: %s", code, err)
	}
	// In a table of votes every field is text: Norway is Norway, and an n is no ballot.
	if out := must(t, "decide", "--rule", "none of members are against", "--ballots", written(t, "b.csv", "member,classes,ballot\nno,,against\nse,,for\n"), "--json"); !strings.Contains(out, `"member":"no"`) {
		t.Errorf("a table of votes: %s", out)
	}
	if code, _, err := accede(t, "decide", "--rule", "none of members are against", "--ballots", written(t, "b.csv", "member,classes,ballot\nno,,n\n")); code != 2 || !strings.Contains(err, `"n"`) {
		t.Errorf("an n for a ballot: exits with %d: %s", code, err)
	}
}
