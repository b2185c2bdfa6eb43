package conflict

import (
	mathbits "math/bits"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestElmiraHoldsOnceUniroyalPrefersTheDeal(t *testing.T) {
	g := elmira(t)
	const deal = 2 // state 3
	if got, want := g.Inverse(deal, Sequential, -1).Shifts, []Shift{{1, 2, 8}}; !slices.Equal(got, want) {
		t.Errorf("Inverse(3, SEQ) = %v, want %v", got, want)
	}
	nash := g.Inverse(deal, Nash, -1)
	if want := []Shift{{1, 2, 8}, {2, 2, 6}}; !slices.Equal(nash.Shifts, want) {
		t.Errorf("Inverse(3, Nash) = %v, want %v", nash.Shifts, want)
	}
	s, _ := g.With(g.Inverse(deal, Sequential, -1).Shifts).Stability(nil)
	if got, want := shifted(s.Equilibria(Sequential), 1), []int{3, 5, 8, 9}; !slices.Equal(got, want) {
		t.Errorf("SEQ after the change = %v, want %v", got, want)
	}
	if got, want := shifted(s.Equilibria(Nash), 1), []int{5, 8, 9}; !slices.Equal(got, want) {
		t.Errorf("Nash after the change = %v, want %v", got, want)
	}
}

// slowInverse tries every set of states that a party could come to like no better than the target.
func slowInverse(w twin, party, target int, c Concept) int {
	best := 1 << 30
	for set := range 1 << len(w.value[party]) {
		if n := mathbits.OnesCount(uint(set)); n < best && lowered(w, party, target, set).stable(party, target, c) {
			best = n
		}
	}
	return best
}

func lowered(w twin, party, target, set int) twin {
	out := twin{w.moves, slices.Clone(w.value)}
	v := slices.Clone(w.value[party])
	for s := range v {
		if set>>s&1 == 1 {
			v[s] = min(v[s], v[target])
		}
	}
	out.value[party] = v
	return out
}

func TestNoFewerChangesOfMindWouldDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawTwinOf(t, 3)
		g := w.graph(t)
		target := rapid.IntRange(0, len(w.value[0])-1).Draw(t, "target")
		for _, c := range Concepts() {
			got := g.shifts(target, c, -1)
			if got.Bounded {
				t.Fatalf("Inverse(%d, %v) is bounded", target, c)
			}
			for i := range w.moves {
				n := 0
				for _, s := range got.Shifts {
					if s.Party == i {
						n++
					}
				}
				if want := slowInverse(w, i, target, c); n != want {
					t.Fatalf("Inverse(%d, %v) = %v, want %d shifts of party %d", target, c, got.Shifts, want, i)
				}
			}
		}
	})
}

func TestAfterTheChangeOfMindTheTargetHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawTwin(t).graph(t)
		target := rapid.IntRange(0, g.States()-1).Draw(t, "target")
		for _, c := range Concepts() {
			shifts := g.Inverse(target, c, 0).Shifts
			if s, _ := g.With(shifts).Stability(nil); !s.Equilibrium(target, c) {
				t.Fatalf("state %d is no %v equilibrium after %v", target, c, shifts)
			}
		}
	})
}

func TestOfAnswersThatDoAsWellTodaysIsNamed(t *testing.T) {
	g := graph(t, 8,
		Side{[][]int{{1}, {0}, {3}, {2}, {5}, {4}, {7}, {6}}, []int64{1, 3, 0, 2, 0, 2, 0, 2}},
		Side{[][]int{{2, 4, 6}, {3, 5, 7}, {0, 4, 6}, {1, 5, 7}, {0, 2, 6}, {1, 3, 7}, {0, 2, 4}, {1, 3, 5}}, make([]int64, 8)})
	for _, c := range []struct{ today, over int }{{-1, 3}, {5, 5}, {7, 7}, {2, 3}} {
		if got, want := g.Inverse(0, Metarational, c.today).Shifts, []Shift{{0, 0, c.over}}; !slices.Equal(got, want) {
			t.Errorf("Inverse with today %d = %v, want %v", c.today, got, want)
		}
	}
}
