package conflict

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"accede/body"
	"accede/form"
)

// wide is a model of parties with so many options each, every state feasible; each party has as many statements.
func wide(parties, options int) *Model {
	m := &Model{}
	for i := range parties {
		p := Party{ID: body.MemberID('a' + rune(i))}
		for k := range options {
			p.Options = append(p.Options, Option{ID: fmt.Sprint("o", k)})
		}
		m.Parties = append(m.Parties, p)
	}
	r := rand.New(rand.NewPCG(1, 2))
	option := func() string { return fmt.Sprintf("%c.o%d", 'a'+r.IntN(parties), r.IntN(options)) }
	for i := range m.Parties {
		for range options * parties / 2 {
			m.Parties[i].Prefers = append(m.Parties[i].Prefers, Preference{That: form.Text{Value: "not " + option() + " or " + option()}})
		}
	}
	return m
}

// shuffled is such a conflict with rankings drawn at random, which no order of statements gives: the hardest case.
func shuffled(b *testing.B, parties, options int) *Graph {
	c, err := Compile(wide(parties, options))
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(3, 4))
	for i := range c.sides {
		values := make([]int64, c.n)
		for s := range values {
			values[s] = int64(r.IntN(c.n))
		}
		c.sides[i].rank, c.sides[i].ranks = dense(values)
		c.sides[i].arrange()
	}
	return c.Graph
}

func BenchmarkStability(b *testing.B) {
	for _, c := range []struct{ parties, options int }{{3, 4}, {4, 4}, {5, 4}, {2, 8}} {
		b.Run(fmt.Sprintf("states=%d/parties=%d", 1<<(c.parties*c.options), c.parties), func(b *testing.B) {
			g := shuffled(b, c.parties, c.options)
			b.ReportAllocs()
			for b.Loop() {
				g.Stability(nil)
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	for _, c := range []struct{ parties, options int }{{3, 4}, {4, 4}, {5, 4}} {
		m := wide(c.parties, c.options)
		b.Run(fmt.Sprintf("states=%d/parties=%d", 1<<(c.parties*c.options), c.parties), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Compile(m); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkReach(b *testing.B) {
	g := shuffled(b, 4, 4)
	for b.Loop() {
		g.Reach(0, nil, true)
	}
}

func BenchmarkInverse(b *testing.B) {
	g := shuffled(b, 4, 4)
	for _, c := range Concepts() {
		b.Run(c.String(), func(b *testing.B) {
			for b.Loop() {
				g.Inverse(0, c, -1)
			}
		})
	}
}
