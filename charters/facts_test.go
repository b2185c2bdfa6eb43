package charters_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"accede/body"
	"accede/charters"
)

func TestEveryRuleOfEveryCharterIsPutToACase(t *testing.T) {
	put := map[lawRule]bool{}
	for _, c := range readLaw(t) {
		for _, r := range c.rules {
			put[r] = true
		}
	}
	for _, name := range charters.Names() {
		for _, r := range read(t, name).Rules {
			if !put[lawRule{name, r.ID}] {
				t.Errorf("no case in %s is decided by the rule %s of %s", lawDir, r.ID, name)
			}
		}
	}
}

func TestTheTableOfRulesSaysWhatTheChartersSay(t *testing.T) {
	text, err := os.ReadFile("../doc/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range charters.Names() {
		for _, r := range read(t, name).Rules {
			key := name + " / " + r.ID
			row := "| " + key + " | `" + r.Rule.Value + "` | " + orDash(strings.Join(r.Law, ", ")) + " |"
			if !strings.Contains(string(text), row) && !strings.Contains(string(text), "`"+key+"`") {
				t.Errorf("doc/rules.md lacks the row of %s: %s", key, row)
			}
		}
	}
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

// sumOf adds up the figures of a weight on a day.
func sumOf(t *testing.T, charter, weight, date string) (sum int64, members int) {
	t.Helper()
	b, err := body.New(read(t, charter))
	if err != nil {
		t.Fatal(err)
	}
	roll := b.Roll(day(t, date, b.Zone))
	w, ok := roll.Weight(weight)
	if !ok {
		t.Fatalf("%s has no weight %s on %s", charter, weight, date)
	}
	for _, figure := range w.Of {
		sum += figure
	}
	return sum, len(roll.Members)
}

func TestWeightsAddUpToTheSumsTheirSourcesGive(t *testing.T) {
	for _, want := range []struct {
		charter, weight, date string
		sum                   int64
		members               int
	}{
		{"imf", "votes", "2022-10-02", 5039930, 190},
		{"eec-1958", "votes", "1960-01-01", 17, 6},
		{"eu-nice", "votes", "2007-01-01", 345, 27},
		{"eu-nice", "votes", "2014-10-31", 352, 28},
		{"eu-nice", "population", "2009-06-01", 4974931, 27},
		{"eu-nice", "population", "2012-06-01", 5024867, 27},
		{"eu-nice", "population", "2014-06-01", 5055725, 28},
		{"eu-council", "population", "2016-06-01", 10001, 28},
		{"eu-council", "population", "2023-06-01", 446735291, 27},
		{"eu-council", "population", "2025-06-01", 10001, 27},
	} {
		sum, members := sumOf(t, want.charter, want.weight, want.date)
		if sum != want.sum || members != want.members {
			t.Errorf("%s, %s on %s: %d for %d members, want %d for %d",
				want.charter, want.weight, want.date, sum, members, want.sum, want.members)
		}
	}
}

// TestOfTheTwentyFiveOf2015ThreeAndOneBlock works out the number that qmv-restricted-three has: the fewest members
// with more than 35 % of the participants' people, and one more. [TFEU 238(3)]
func TestOfTheTwentyFiveOf2015ThreeAndOneBlock(t *testing.T) {
	b, err := body.New(read(t, "eu-council"))
	if err != nil {
		t.Fatal(err)
	}
	roll := b.Roll(day(t, "2016-06-01", b.Zone))
	w, _ := roll.Weight("population")
	var people []int64
	var sum int64
	for i, id := range roll.Members {
		if id != "dk" && id != "gb" && id != "ie" {
			people = append(people, w.Of[i])
			sum += w.Of[i]
		}
	}
	slices.Sort(people)
	slices.Reverse(people)
	fewest, have := 0, int64(0)
	for have*100 <= 35*sum {
		have += people[fewest]
		fewest++
	}
	if len(people) != 25 || fewest+1 != 4 {
		t.Errorf("of %d members the fewest with more than 35 %% are %d, want 3 of 25", len(people), fewest)
	}
}

func TestNATOHasThirtyMembersWithNamesInFiveLanguages(t *testing.T) {
	c := read(t, "nato")
	b, err := body.New(c)
	if err != nil {
		t.Fatal(err)
	}
	if roll := b.Roll(day(t, "2022-06-21", b.Zone)); len(roll.Members) != 30 || !roll.Has("no") {
		t.Errorf("the roll of 21 June 2022 has %d members, want 30, Norway among them", len(roll.Members))
	}
	for _, m := range slices.Concat(c.Members, c.Applicants) {
		for _, tag := range []string{"en", "fr", "tr", "sv", "fi"} {
			if m.Name[tag] == "" {
				t.Errorf("%s has no name in %s", m.ID, tag)
			}
		}
	}
	accession, _ := c.Procedures.Get("accession")
	var stages []string
	for _, s := range accession.Stages {
		stages = append(stages, s.ID)
	}
	if want := "application invitation signature ratification accession"; strings.Join(stages, " ") != want {
		t.Errorf("the stages are %q, want %s", stages, want)
	}
}
