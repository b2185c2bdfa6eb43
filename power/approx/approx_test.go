package approx

import (
	"errors"
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// inside says whether the truth is within a number's error.
func inside(n Number, truth *big.Rat) bool {
	value, within := n.Rat()
	value.Sub(value, truth)
	return value.Abs(value).Cmp(within) <= 0
}

func share(a *big.Int, tosses int) *big.Rat {
	return new(big.Rat).SetFrac(a, new(big.Int).Lsh(big.NewInt(1), uint(tosses)))
}

func TestEqualMembersAreWithinTheirBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 400).Draw(t, "members")
		least := rapid.IntRange(1, n).Draw(t, "least")
		each, wins := Equal(n, least)
		winning := new(big.Int)
		for k := least; k <= n; k++ {
			winning.Add(winning, new(big.Int).Binomial(int64(n), int64(k)))
		}
		if want := share(winning, n); !inside(wins, want) || wins.Within > 1e-11 {
			t.Errorf("%d of %d win with %g within %g, want %s", least, n, wins.Value, wins.Within, want.FloatString(20))
		}
		if want := share(new(big.Int).Binomial(int64(n-1), int64(least-1)), n-1); !inside(each, want) || each.Within > 1e-12 {
			t.Errorf("%d of %d: %g within %g, want %s", least, n, each.Value, each.Within, want.FloatString(20))
		}
	})
}

func TestEqualMembersWhoAreNeverOrAlwaysEnough(t *testing.T) {
	if each, wins := Equal(5, 0); each.Value != 0 || wins.Value != 1 {
		t.Errorf("0 of 5: %v, %v; want nobody to matter and all to win", each, wins)
	}
	if each, wins := Equal(5, 6); each.Value != 0 || wins.Value != 0 {
		t.Errorf("6 of 5: %v, %v; want nobody to matter and none to win", each, wins)
	}
}

func TestGaussIsExactForPolynomialsOfTwiceItsNodes(t *testing.T) {
	for n := 1; n <= 96; n++ {
		at, weight := gauss(n)
		if !slices.IsSorted(at) {
			t.Errorf("the %d nodes are not ascending", n)
		}
		for _, power := range []int{0, 1, n, 2*n - 1} {
			sum := 0.0
			for j, x := range at {
				sum += weight[j] * math.Pow(x, float64(power))
			}
			if want := 1 / float64(power+1); math.Abs(sum-want) > 1e-14 {
				t.Errorf("%d nodes: the integral of x^%d = %g, want %g", n, power, sum, want)
			}
		}
	}
}

// TestNodesLeaveOutNoMoreThanTheySay takes the hardest functions there are, single Bernstein polynomials, whose
// integrals are known.
func TestNodesLeaveOutNoMoreThanTheySay(t *testing.T) {
	for _, n := range []int{9, 40, 120} {
		for nodes := 1; 2*nodes < n+2; nodes++ {
			at, weight := gauss(nodes)
			bound, worst := leftOut(n, nodes), 0.0
			for j := range n {
				sum := 0.0
				for k, p := range at {
					sum += weight[k] * bernstein(n-1, j, p)
				}
				worst = max(worst, math.Abs(sum-1/float64(n)))
			}
			if worst > bound+1e-13 {
				t.Errorf("%d nodes for %d players leave out %g, said to be at most %g", nodes, n, worst, bound)
			}
		}
		if left := leftOut(n, (n+1)/2); left != 0 {
			t.Errorf("half as many nodes as %d players leave out %g, want nothing", n, left)
		}
	}
}

func bernstein(m, j int, p float64) float64 {
	logs := func(x int) float64 { v, _ := math.Lgamma(float64(x + 1)); return v }
	return math.Exp(logs(m) - logs(j) - logs(m-j) + float64(j)*math.Log(p) + float64(m-j)*math.Log1p(-p))
}

func TestQuotientsKeepTheTruthWithin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Float64Range(0, 1).Draw(t, "a"), rapid.Float64Range(0.1, 1).Draw(t, "b")
		e, f := rapid.Float64Range(0, 0.01).Draw(t, "error of a"), rapid.Float64Range(0, 0.01).Draw(t, "error of b")
		q, ok := Number{a, e}.Over(Number{b, f})
		if !ok {
			t.Fatal("no quotient")
		}
		for _, x := range []float64{a - e, a + e} {
			for _, y := range []float64{b - f, b + f} {
				if off := math.Abs(x/y - q.Value); off > q.Within*(1+1e-9)+1e-15 {
					t.Fatalf("(%g ± %g)/(%g ± %g) is off by %g, within %g", a, e, b, f, off, q.Within)
				}
			}
		}
	})
	if _, ok := (Number{1, 0}).Over(Number{1e-9, 1e-8}); ok {
		t.Error("a quotient by what can be nothing")
	}
}

func TestWorkEndsWhenItIsTold(t *testing.T) {
	enough := errors.New("enough")
	end := func(done, _ int) error {
		if done > 0 {
			return enough
		}
		return nil
	}
	q := Quota{Weights: []int64{1, 2, 3, 4, 5}, Total: 15, Least: 8}
	if _, _, err := q.Banzhaf(end); !errors.Is(err, enough) {
		t.Errorf("Banzhaf ended with %v", err)
	}
	if _, err := q.ShapleyShubik(end); !errors.Is(err, enough) {
		t.Errorf("Shapley–Shubik ended with %v", err)
	}
	if _, _, _, err := (Ladder{Weights: q.Weights, Least: []int64{8, 8, 8, 8, 8, 8}, Width: 8}).Measure(end); !errors.Is(err, enough) {
		t.Errorf("Measure ended with %v", err)
	}
}

func TestTheSameSeedDrawsTheSame(t *testing.T) {
	a, b, c := source(1), source(1), source(2)
	for range 100 {
		x := a.next()
		if x != b.next() || x == c.next() {
			t.Fatal("draws do not follow from the seed")
		}
	}
}
