package whatif

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"accede/body"
	"accede/game"
	"accede/pledge"
	"accede/rule"
)

// abc is a roll of named members, the first two of whom are in the class north.
func abc(t fataler, sentence string, ids ...body.MemberID) *rule.Compiled {
	in := make([]bool, len(ids))
	for i := range min(2, len(ids)) {
		in[i] = true
	}
	roll, err := body.NewRoll(time.Time{}, ids, []body.RollClass{{Name: "north", In: in}}, nil, nil)
	if err != nil {
		t.Fatalf("NewRoll: %v", err)
	}
	c, err := rule.Compile(rule.Question{Rule: rule.MustParse(sentence), Roll: roll})
	if err != nil {
		t.Fatalf("Compile: %v", err)
	}
	return c
}

func pledged(t fataler, c *rule.Compiled, texts ...string) []pledge.Pledge {
	var all []pledge.Pledge
	for _, text := range texts {
		who, what, _ := strings.Cut(text, ": ")
		p, err := pledge.Parse(c.Roll(), body.MemberID(who), what)
		if err != nil {
			t.Fatalf("pledge.Parse(%s): %v", text, err)
		}
		all = append(all, p)
	}
	return all
}

func TestTwoWhoWaitForEachOtherCarryItTogetherAndNotAlone(t *testing.T) {
	c := abc(t, "all of members are for", "a", "b", "c")
	got, err := Settle(c, ballotsOf("??Y"), pledged(t, c, "a: for if b is for", "b: for if a is for"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got.Least.Outcome != game.Open || got.Greatest.Outcome != game.Adopted {
		t.Errorf("least %v, greatest %v; want open, adopted", got.Least.Outcome, got.Greatest.Outcome)
	}
	if want := [][]body.MemberID{{"a", "b"}}; fmt.Sprint(got.Cycles) != fmt.Sprint(want) {
		t.Errorf("cycles %v, want %v", got.Cycles, want)
	}
}

func TestConditionsHoldByFactsAndThresholds(t *testing.T) {
	for _, x := range []struct {
		ballots         string
		pledges, facts  []string
		least, greatest string
		cycles, unmet   string
	}{
		{"???YN", []string{"a: for if d is for and measure m1 is verified"}, nil, "???YN", "???YN", "[]", "[measure m1]"},
		{"???YN", []string{"a: for if d is for and measure m1 is verified"}, []string{"measure m1"}, "Y??YN", "Y??YN", "[]", "[]"},
		{"???YN", []string{"a: for if demand pkk is met or e is for", "b: for if at least 2 of (a, c, d) are for"}, []string{"demand pkk"}, "YY?YN", "YY?YN", "[]", "[]"},
		{"???YN", []string{"a: for if at least 2 of members are for", "b: for if at least 2 of members are for", "c: for if b is for"}, nil, "???YN", "YYYYN", "[[a b]]", "[]"},
		{"????N", []string{"a: for if b is for", "b: for if a is for", "c: for if d is for", "d: for if c is for and a is for"}, nil, "????N", "YYYYN", "[[a b] [c d]]", "[]"},
		{"N????", []string{"a: for if b is for", "b: for if a is for"}, nil, "N????", "N????", "[]", "[]"},
		{"?????", []string{"a: for if at least 1 of north are for"}, nil, "?????", "?????", "[]", "[]"},
		{"?????", []string{"a: for if b is for", "b: for if c is for", "c: for if a is for", "d: for if a is for"}, nil, "?????", "YYYY?", "[[a b c]]", "[]"},
	} {
		c := abc(t, "more than half of members are for", "a", "b", "c", "d", "e")
		got, err := Settle(c, ballotsOf(x.ballots), pledged(t, c, x.pledges...), x.facts)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got.Least.Ballots, ballotsOf(x.least)) || !slices.Equal(got.Greatest.Ballots, ballotsOf(x.greatest)) {
			t.Errorf("Settle(%s, %v, %v) = %v and %v, want %s and %s", x.ballots, x.pledges, x.facts, got.Least.Ballots, got.Greatest.Ballots, x.least, x.greatest)
		}
		if fmt.Sprint(got.Cycles) != x.cycles || fmt.Sprint(got.Unmet) != x.unmet {
			t.Errorf("Settle(%s, %v, %v): cycles %v, unmet %v; want %s, %s", x.ballots, x.pledges, x.facts, got.Cycles, got.Unmet, x.cycles, x.unmet)
		}
	}
}

func TestAMemberPledgesOnce(t *testing.T) {
	c := abc(t, "all of members are for", "a", "b", "c")
	if _, err := Settle(c, ballotsOf("???"), pledged(t, c, "a: for if b is for", "a: for if c is for"), nil); err == nil {
		t.Error("two conditions of one member are accepted")
	}
}

// holds evaluates a condition as it is written.
func holds(on *pledge.Condition, yes []bool, facts []string) bool {
	switch {
	case on.Fact != "":
		return slices.Contains(facts, on.Fact)
	case on.Parts == nil:
		return yes[on.Member]
	}
	n := 0
	for _, p := range on.Parts {
		if holds(p, yes, facts) {
			n++
		}
	}
	return n >= on.Least
}

// slowFixpoint applies all conditions again and again until nothing changes.
func slowFixpoint(begins []bool, pledges []pledge.Pledge, place map[body.MemberID]int, facts []string, from bool) []bool {
	yes := slices.Clone(begins)
	for _, p := range pledges {
		if i := place[p.Member]; !begins[i] {
			yes[i] = from
		}
	}
	for {
		next := slices.Clone(yes)
		for _, p := range pledges {
			if i := place[p.Member]; !begins[i] {
				next[i] = holds(p.On, yes, facts)
			}
		}
		if slices.Equal(next, yes) {
			return yes
		}
		yes = next
	}
}

func drawCondition(t *rapid.T, ids []body.MemberID, own, deep int) string {
	other := func() string {
		i := rapid.IntRange(0, len(ids)-2).Draw(t, "other")
		if i >= own {
			i++
		}
		return string(ids[i])
	}
	switch kind := rapid.IntRange(0, 5).Draw(t, "kind"); {
	case kind <= 1 || deep == 0:
		return other() + " is for"
	case kind == 2:
		return "measure m" + fmt.Sprint(rapid.IntRange(1, 3).Draw(t, "measure")) + " is verified"
	case kind == 3:
		return "at least " + fmt.Sprint(rapid.IntRange(1, len(ids)-1).Draw(t, "least")) + " of members are for"
	default:
		word := rapid.SampledFrom([]string{" and ", " or "}).Draw(t, "word")
		return "(" + drawCondition(t, ids, own, deep-1) + word + drawCondition(t, ids, own, deep-1) + ")"
	}
}

func TestFixpointsAreThoseOfApplyingAllConditionsAgainAndAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 8).Draw(t, "members")
		c := compile(t, "more than half of members are for", n, 0)
		ids, place := c.Roll().Members, map[body.MemberID]int{}
		ballots, begins := make([]game.Ballot, n), make([]bool, n)
		var texts []string
		for i, id := range ids {
			place[id] = i
			ballots[i] = rapid.SampledFrom([]game.Ballot{game.Pending, game.Pending, game.Pending, game.For, game.Against}).Draw(t, "ballot")
			begins[i] = ballots[i] == game.For
			if ballots[i] == game.Pending && rapid.IntRange(0, 4).Draw(t, "pledges") > 0 {
				texts = append(texts, fmt.Sprintf("%s: for if %s", id, drawCondition(t, ids, i, 2)))
			}
		}
		facts := []string{"measure m1"}
		pledges := pledged(t, c, texts...)
		got, err := Settle(c, ballots, pledges, facts)
		if err != nil {
			t.Fatal(err)
		}
		least, greatest := slowFixpoint(begins, pledges, place, facts, false), slowFixpoint(begins, pledges, place, facts, true)
		for i := range ballots {
			if (got.Least.Ballots[i] == game.For) != least[i] || (got.Greatest.Ballots[i] == game.For) != greatest[i] {
				t.Fatalf("Settle(%v, %v) = %v and %v, want %v and %v", ballots, texts, got.Least.Ballots, got.Greatest.Ballots, least, greatest)
			}
		}
		if !slices.Equal(least, greatest) && len(got.Cycles) == 0 {
			t.Fatalf("Settle(%v, %v): the counts differ and no cycle is named", ballots, texts)
		}
		for _, cycle := range got.Cycles {
			for k, id := range cycle {
				text := texts[slices.IndexFunc(texts, func(s string) bool { return strings.HasPrefix(s, string(id)+":") })]
				if next := string(cycle[(k+1)%len(cycle)]); !strings.Contains(text, next+" is for") && !strings.Contains(text, "of members") {
					t.Fatalf("cycle %v of %v: %s does not wait for %s", cycle, texts, id, next)
				}
			}
		}
	})
}
