package rule

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"accede/body"
	"accede/game"
)

const million = 1_000_000

// electorate is a million members who have voted: three of five for, and so on at random, each with its own weight.
func electorate(b *testing.B) votes {
	r := rand.New(rand.NewPCG(1, 2))
	var v votes
	var members []body.MemberID
	w := body.RollWeight{Name: "shares", Unit: "shares"}
	council := body.RollClass{Name: "council", In: make([]bool, million)}
	said := [...]game.Ballot{game.For, game.For, game.For, game.Against, game.Against, game.Abstaining, game.Absent}
	for i := range million {
		members = append(members, body.MemberID("m"+strconv.Itoa(i)))
		w.Of = append(w.Of, int64(1000+r.IntN(1_000_000_000)))
		v.ballots = append(v.ballots, said[r.IntN(len(said))])
		council.In[i] = i%100_000 == 0
	}
	v.roll = newRoll(b, members, []body.RollClass{council}, []body.RollWeight{w})
	return v
}

func BenchmarkFindOnAMillionBallots(b *testing.B) {
	v := electorate(b)
	for _, c := range []struct{ name, sentence string }{
		{"heads", "at least 2/3 of members voting are for"},
		{"distinct-weights", "at least 2/3 of members voting by shares are for"},
		{"both", "at least 2/3 of members voting are for and at least 2/3 of members by shares are for"},
		{"four-gates", "at least half of members are present and at least 55% of members voting are for and at least 65% of members by shares are for and none of council are against"},
	} {
		b.Run(c.name, func(b *testing.B) {
			q := Question{Rule: MustParse(c.sentence), Roll: v.roll}
			var f Finding
			for b.Loop() {
				var err error
				if f, err = Find(q, v.ballots); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/find")
			b.ReportMetric(float64(len(f.SmallestChange)), "changes")
			if f.ChangeBounded || f.Bounded || f.PivotalBounded {
				b.ReportMetric(1, "bounded")
			}
		})
	}
}

func BenchmarkVerdictOfTwentySevenMembers(b *testing.B) {
	roll := weighted(b, "eu27-pop-2022.csv", "population", "people")
	c, err := Compile(Question{Rule: MustParse(lisbon), Roll: roll})
	if err != nil {
		b.Fatal(err)
	}
	ballots := everyone(roll, game.For, game.Against, "DEU", "FRA", "ITA")
	b.Run("verdict", func(b *testing.B) {
		for b.Loop() {
			if _, err := c.Verdict(ballots); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("finding", func(b *testing.B) {
		for b.Loop() {
			if _, err := c.Find(everyone(roll, game.For, game.Against, "DEU", "FRA", "ITA", "MLT")); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := Parse(lisbon); err != nil {
			b.Fatal(err)
		}
	}
}
