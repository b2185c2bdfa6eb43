package packages

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"accede/body"
	"accede/form"
)

// bench answers a desk of random points, or ranks with two swap questions.
func bench(issues, options, parties int, ranks bool) *Desk {
	rng := rand.New(rand.NewPCG(7, 11))
	m := &Model{}
	for p := range parties {
		m.Parties = append(m.Parties, body.MemberID(fmt.Sprint("p", p)))
	}
	var ids []string
	for i := range issues {
		x := Issue{ID: fmt.Sprint("i", i)}
		for o := range options {
			x.Options = append(x.Options, Option{ID: fmt.Sprint("o", o)})
		}
		ids = append(ids, x.ID)
		m.Issues = append(m.Issues, x)
		m.NoDeal.Keys, m.NoDeal.Values = append(m.NoDeal.Keys, x.ID), append(m.NoDeal.Values, x.Options[rng.IntN(options)].ID)
	}
	var sheets []*Sheet
	for _, p := range m.Parties {
		s := &Sheet{Party: p}
		for _, x := range m.Issues {
			var by form.Map[int64]
			for _, o := range x.Options {
				by.Keys, by.Values = append(by.Keys, o.ID), append(by.Values, rng.Int64N(101))
			}
			if ranks {
				s.Options.Keys = append(s.Options.Keys, x.ID)
				s.Options.Values = append(s.Options.Values, shuffled(rng, x.optionIDs()))
			} else {
				s.Points.Keys, s.Points.Values = append(s.Points.Keys, x.ID), append(s.Points.Values, by)
			}
		}
		if ranks {
			s.Rank = shuffled(rng, ids)
			get := func(n int) Change { // the whole of an issue
				by, _ := s.Options.Get(s.Rank[n])
				return Change{s.Rank[n], by[len(by)-1], by[0]}
			}
			give := func(n int) Change { c := get(n); return Change{c.Issue, c.To, c.From} }
			s.Swaps = []Swap{{"q0", give(2), get(1), true}, {"q1", give(0), get(3), false}}
		}
		sheets = append(sheets, s)
	}
	d, err := New(m, sheets)
	if err != nil {
		panic(err)
	}
	return d
}

func shuffled(rng *rand.Rand, ids []string) []string {
	all := slices.Clone(ids)
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

func BenchmarkScoreAMillionPackagesForSixParties(b *testing.B) {
	d := bench(10, 4, 6, false)
	for b.Loop() {
		if s, err := d.Score(10, nil); err != nil || s.Tried != 1<<20 {
			b.Fatal(s, err)
		}
	}
}

func BenchmarkScoreAMillionPackagesAllAcceptable(b *testing.B) {
	d := bench(10, 4, 6, false)
	for i := range d.gains {
		for p := range 6 {
			least := 0
			for o := range d.gains[i] {
				least = min(least, d.gains[i][o][p])
			}
			for o := range d.gains[i] {
				d.gains[i][o][p] -= least
			}
		}
	}
	for b.Loop() {
		if s, err := d.Score(10, nil); err != nil || s.Acceptable != 1<<20 {
			b.Fatal(s, err)
		}
	}
}

func BenchmarkParetoSetOfAMillionPackages(b *testing.B) {
	for _, c := range []struct {
		name    string
		parties int
		poor    bool // no deal is the worst for everybody, so every package is acceptable
	}{{"3 parties", 3, false}, {"6 parties", 6, false}, {"6 parties, all acceptable", 6, true}} {
		b.Run(c.name, func(b *testing.B) {
			d := bench(10, 4, c.parties, false)
			for i := range d.gains {
				for p := range c.parties {
					least := 0
					for o := range d.gains[i] {
						least = min(least, d.gains[i][o][p])
					}
					for o := range d.gains[i] {
						if c.poor {
							d.gains[i][o][p] -= least
						}
					}
				}
			}
			n := 0
			for b.Loop() {
				front, err := d.Pareto(nil)
				if err != nil {
					b.Fatal(err)
				}
				n = len(front)
			}
			b.ReportMetric(float64(n), "packages")
		})
	}
}

func BenchmarkCompareOverAllWeightsWithSwaps(b *testing.B) {
	d := bench(10, 4, 2, true)
	a := make(Package, 10)
	c := Package{1, 2, 3, 0, 1, 2, 3, 0, 1, 2}
	for b.Loop() {
		if _, err := d.Compare("p0", a, c); err != nil {
			b.Fatal(err)
		}
	}
}
