package whatif

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"accede/body"
	"accede/charters"
	"accede/game"
	"accede/pledge"
	"accede/rule"
)

// fund is the roll of the Fund's charter, with everybody's votes.
func fund(b *testing.B) *body.Roll {
	text, ok := charters.Text("imf")
	if !ok {
		b.Fatal("the charter is not built in")
	}
	c, err := body.ReadCharter("imf.yaml", text)
	if err != nil {
		b.Fatal(err)
	}
	bd, err := body.New(c)
	if err != nil {
		b.Fatal(err)
	}
	return bd.Roll(time.Date(2022, 12, 31, 0, 0, 0, 0, time.UTC))
}

func BenchmarkCheapestOfTheFundsAmendment(b *testing.B) {
	roll := fund(b)
	c, err := rule.Compile(rule.Question{Rule: rule.MustParse("at least 3/5 of members are for and at least 85% of members by votes are for"), Roll: roll})
	if err != nil {
		b.Fatal(err)
	}
	ballots := make([]game.Ballot, len(roll.Members))
	for i := range ballots {
		ballots[i] = game.Against
		if i%2 == 0 {
			ballots[i] = game.For
		}
	}
	for _, most := range []int{1, 10} {
		b.Run(fmt.Sprintf("members=%d/ways=%d", len(roll.Members), most), func(b *testing.B) {
			for b.Loop() {
				if _, err := Cheapest(c, ballots, Terms{Most: most}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSettle(b *testing.B) {
	const n = 10_000
	c := compile(b, "all of members are for", n, 0)
	var pledges []pledge.Pledge
	for i, id := range c.Roll().Members {
		p, err := pledge.Parse(c.Roll(), id, fmt.Sprintf("for if %s is for", c.Roll().Members[(i+1)%n]))
		if err != nil {
			b.Fatal(err)
		}
		pledges = append(pledges, p)
	}
	ballots := ballotsOf(strings.Repeat("?", n))
	for b.Loop() {
		if _, err := Settle(c, ballots, pledges, nil); err != nil {
			b.Fatal(err)
		}
	}
}
