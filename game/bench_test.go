package game

import (
	"math/rand/v2"
	"runtime"
	"testing"
)

const million = 1_000_000

// fourGates is a qualified majority with a quorum: half of the members take part, 55% of those voting and 65% of the
// weight are for, and no member of a council of 15 is against.
func fourGates(weight func(i int) int64) *Formula {
	share := func(of []int64, p, d int64, yes, base Set) *Gate {
		g := &Gate{Weight: of}
		for b := range yes.Each {
			g.Score[b] += d
		}
		for b := range base.Each {
			g.Score[b] -= p
		}
		return g
	}
	all := SetOf(For, Against, Abstaining, Absent)
	weights, council := make([]int64, million), make([]int64, million)
	for i := range weights {
		weights[i] = weight(i)
	}
	for i := range 15 {
		council[i*1000] = 1
	}
	veto := &Gate{Weight: council, Least: 0}
	veto.Score[Against] = -1
	return And(
		Holds(share(nil, 1, 2, SetOf(For, Against, Abstaining), all)),
		Holds(share(nil, 55, 100, SetOf(For), SetOf(For, Against))),
		Holds(share(weights, 65, 100, SetOf(For), all)),
		Holds(veto))
}

func BenchmarkBallotOnARollOfAMillion(b *testing.B) {
	for _, c := range []struct {
		name   string
		weight func(i int) int64
	}{
		{"classes", func(i int) int64 { return int64(1 + i%7) }},
		{"distinct-weights", func(i int) int64 { return int64(1_000 + 13*i) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			f := fourGates(c.weight)
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			g, err := New(million, f)
			if err != nil {
				b.Fatal(err)
			}
			tally := g.Tally(SetOf(For, Against, Abstaining, Absent))
			runtime.GC()
			runtime.ReadMemStats(&after)
			order := rand.New(rand.NewPCG(1, 2)).Perm(million)
			said := [...]Ballot{For, For, Against, Abstaining, For, Absent, For}
			adopted, i := 0, 0
			for b.Loop() {
				tally.Cast(order[i%million], said[(i+i/million)%len(said)])
				if tally.Verdict().Outcome == Adopted {
					adopted++
				}
				i++
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N), "ns/ballot")
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/million, "B/member")
			b.ReportMetric(float64(len(tally.search().groups)), "groups")
			_ = adopted
		})
	}
}

func BenchmarkMakingAGameOfAMillion(b *testing.B) {
	f := fourGates(func(i int) int64 { return int64(1_000 + 13*i) })
	for b.Loop() {
		if _, err := New(million, f); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/game")
}
