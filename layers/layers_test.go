package layers

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Beside maps that share what they hold stand maps that are copied whole: each earlier one is still what it was.
func TestMapsWithOneThingMoreLeaveTheEarlierOnesAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type pair struct {
			m    Map[int, int]
			twin map[int]int
		}
		all := []pair{{MapOf(map[int]int{7: 7}), map[int]int{7: 7}}, {twin: map[int]int{}}}
		for n := range rapid.IntRange(1, 80).Draw(t, "steps") {
			p := all[rapid.IntRange(0, len(all)-1).Draw(t, "which")]
			k := rapid.IntRange(0, 20).Draw(t, "key")
			twin := maps.Clone(p.twin)
			twin[k] = n
			all = append(all, pair{p.m.With(k, n), twin})
		}
		for _, p := range all {
			if got := p.m.All(); !maps.Equal(got, p.twin) {
				t.Fatalf("All() = %v, want %v", got, p.twin)
			}
			for k := range 21 {
				got, ok := p.m.Get(k)
				if want, there := p.twin[k]; got != want || ok != there {
					t.Fatalf("Get(%d) = %d, %v, want %d, %v", k, got, ok, want, there)
				}
			}
		}
	})
}

func TestListsWithOneThingMoreLeaveTheEarlierOnesAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type pair struct {
			l    List[int]
			twin []int
		}
		all := []pair{{ListOf([]int{1, 2, 3}), []int{1, 2, 3}}, {}}
		for n := range rapid.IntRange(1, 80).Draw(t, "steps") {
			p := all[rapid.IntRange(0, len(all)-1).Draw(t, "which")]
			all = append(all, pair{p.l.With(n), append(slices.Clone(p.twin), n)})
		}
		for _, p := range all {
			if got := p.l.All(); !slices.Equal(got, p.twin) || p.l.Len() != len(p.twin) || !slices.Equal(slices.Collect(p.l.Each), p.twin) {
				t.Fatalf("All() = %v of %d, want %v", got, p.l.Len(), p.twin)
			}
		}
	})
}

func TestManyThingsAreFewRuns(t *testing.T) {
	var m Map[int, int]
	var l List[int]
	for n := range 100_000 {
		m, l = m.With(n, n), l.With(n)
	}
	if len(m.runs) > 17 || len(l.runs) > 17 || l.Len() != 100_000 {
		t.Errorf("100,000 things are %d and %d runs, want at most 17: they double", len(m.runs), len(l.runs))
	}
}
