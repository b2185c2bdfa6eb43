package power_test

import (
	"testing"

	"accede/body"
	"accede/game"
	"accede/power"
	"accede/rule"
)

// compiled answers the game of a sentence on a roll of fifteen, five of them permanent.
func compiled(t *testing.T, sentence string) *game.Game {
	t.Helper()
	r, err := rule.Parse(sentence)
	if err != nil {
		t.Fatal(err)
	}
	roll := &body.Roll{Members: make([]body.MemberID, 15)}
	permanent, everyone := make([]bool, 15), make([]bool, 15)
	for i := range roll.Members {
		roll.Members[i] = body.MemberID(rune('a' + i))
		permanent[i], everyone[i] = i < 5, true
	}
	roll.Classes = []body.RollClass{{Name: body.Everyone, In: everyone, Size: 15}, {Name: "permanent", In: permanent, Size: 5}}
	c, err := rule.Compile(rule.Question{Rule: r, Roll: roll})
	if err != nil {
		t.Fatal(err)
	}
	return c.Game()
}

func TestASentenceOfTheRuleLanguageHasPower(t *testing.T) {
	for _, c := range []struct {
		sentence, permanent, elected string
		model                        power.Model
	}{
		{"at least 9 of members are for and none of permanent are against", "421/2145", "4/2145", power.YesNo},
		{"all of members are for", "1/15", "1/15", power.YesNo},
		{"at least 2/3 of members voting are for", "1/15", "1/15", power.YesNo},
		{"none of permanent are against", "1/5", "0", power.YesNo},
	} {
		r, err := power.Analyse(compiled(t, c.sentence), power.Options{Model: c.model})
		if err != nil {
			t.Fatal(err)
		}
		if p, e := r.Of(0).ShapleyShubik.Exact(), r.Of(14).ShapleyShubik.Exact(); p != c.permanent || e != c.elected {
			t.Errorf("%q: permanent %s, elected %s; want %s, %s", c.sentence, p, e, c.permanent, c.elected)
		}
	}
}

func TestASentenceOnVotesCastIsMeasuredWithAbstentions(t *testing.T) {
	r, err := power.Analyse(compiled(t, "at least 2/3 of members voting are for"), power.Options{Model: power.Ternary})
	if err != nil {
		t.Fatal(err)
	}
	adopting := int64(0) // by hand: f for, a against, 15−f−a abstaining
	for f := range int64(16) {
		for a := range 16 - f {
			if f+a > 0 && 3*f >= 2*(f+a) {
				adopting += choose(15, f) * choose(15-f, a)
			}
		}
	}
	if r.Winning.Int64() != adopting || !r.AbstentionMatters || !r.Of(3).Banzhaf.IsExact() {
		t.Errorf("%d profiles adopt, abstention matters %v; want %d, true", r.Winning, r.AbstentionMatters, adopting)
	}
}

func choose(n, k int64) int64 {
	c := int64(1)
	for i := range k {
		c = c * (n - i) / (i + 1)
	}
	return c
}
