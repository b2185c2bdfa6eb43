package packages

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawPackage draws any package of a model.
func drawPackage(t *rapid.T, m *Model) Package {
	var p Package
	for _, x := range m.Issues {
		p = append(p, rapid.IntRange(0, len(x.Options)-1).Draw(t, "option"))
	}
	return p
}

func TestRanksAloneAreComparedAsTheLinearProgrammeDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDesk(t, false)
		a, b := drawPackage(t, d.model), drawPackage(t, d.model)
		for _, w := range d.wishes {
			if w.point != nil {
				continue
			}
			x := w.weights()
			goal := x.sum(difference(a, b))
			greatest, _, _ := maximise(goal, x.rows, x.share)
			least, _, _ := maximise(negated(goal), x.rows, x.share)
			if got, want := w.compare(a, b), relation(-least.Sign(), greatest.Sign()); got != want {
				t.Errorf("compare(%v, %v) = %v, want %v", a, b, got, want)
			}
		}
	})
}

// corners answers all corners of the admissible weights, by solving every choice of as many bounds as there are parts
// less one, together with the share: the obvious way, for a few parts.
func corners(x *weights) [][]*big.Rat {
	bounds := slices.Clone(x.rows)
	for j := range x.n {
		row := x.sum(nil)
		row[j].SetInt64(-1) // t ≥ 0
		bounds = append(bounds, row)
	}
	var all [][]*big.Rat
	var choose func(from int, chosen [][]*big.Rat)
	choose = func(from int, chosen [][]*big.Rat) {
		if len(chosen) == x.n-1 {
			if t := solve(chosen, x.share); t != nil && keeps(bounds, t) {
				all = append(all, t)
			}
			return
		}
		for i := from; i < len(bounds); i++ {
			choose(i+1, append(slices.Clip(chosen), bounds[i]))
		}
	}
	choose(0, nil)
	return all
}

// solve answers the one t with row·t = 0 for all rows and share·t = 1, or nil.
func solve(rows [][]*big.Rat, share []*big.Rat) []*big.Rat {
	n := len(share)
	var a [][]*big.Rat
	for i := range n {
		from, right := share, big.NewRat(1, 1)
		if i < len(rows) {
			from, right = rows[i], new(big.Rat)
		}
		row := make([]*big.Rat, 0, n+1)
		for _, v := range from {
			row = append(row, new(big.Rat).Set(v))
		}
		a = append(a, append(row, right))
	}
	for c := range n {
		p := slices.IndexFunc(a[c:], func(row []*big.Rat) bool { return row[c].Sign() != 0 })
		if p < 0 {
			return nil
		}
		a[c], a[c+p] = a[c+p], a[c]
		by := new(big.Rat).Inv(a[c][c])
		for j := range a[c] {
			a[c][j] = new(big.Rat).Mul(a[c][j], by)
		}
		for r := range n {
			if r == c {
				continue
			}
			times := a[r][c]
			for j := range a[r] {
				a[r][j] = new(big.Rat).Sub(a[r][j], new(big.Rat).Mul(times, a[c][j]))
			}
		}
	}
	var t []*big.Rat
	for r := range n {
		t = append(t, a[r][n])
	}
	return t
}

func dot(a, b []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for j := range a {
		sum.Add(sum, new(big.Rat).Mul(a[j], b[j]))
	}
	return sum
}

func keeps(bounds [][]*big.Rat, t []*big.Rat) bool {
	return !slices.ContainsFunc(bounds, func(row []*big.Rat) bool { return dot(row, t).Sign() > 0 })
}

func TestTheLinearProgrammeFindsTheBestCorner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDesk(t, true)
		a, b := drawPackage(t, d.model), drawPackage(t, d.model)
		for _, w := range d.wishes {
			if w.point != nil || len(w.rank) > 3 {
				continue
			}
			x := w.weights()
			if x.n+len(x.rows) > 11 {
				continue
			}
			goal := x.sum(difference(a, b))
			got, parts, ok := maximise(goal, x.rows, x.share)
			all := corners(x)
			if !ok || len(all) == 0 {
				t.Fatalf("a consistent sheet has %d corners, found %t", len(all), ok)
			}
			want := dot(goal, all[0])
			for _, c := range all {
				if v := dot(goal, c); v.Cmp(want) > 0 {
					want = v
				}
			}
			if got.Cmp(want) != 0 || dot(goal, parts).Cmp(got) != 0 || !x.admits(parts) {
				t.Errorf("maximise = %v at %v, want %v", got, parts, want)
			}
		}
	})
}

func TestTheCentreIsAdmissibleAndKeepsTheRanks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDesk(t, true)
		a, b := drawPackage(t, d.model), drawPackage(t, d.model)
		for _, w := range d.wishes {
			parts := w.parts()
			sum, best := new(big.Rat), new(big.Rat)
			for i := range parts {
				most := new(big.Rat)
				for _, v := range parts[i] {
					if v.Sign() < 0 {
						t.Errorf("a part below nothing: %v", v)
					}
					if v.Cmp(most) > 0 {
						most = v
					}
				}
				best.Add(best, most)
				sum.Add(sum, new(big.Rat).Sub(parts[i][a[i]], parts[i][b[i]]))
			}
			if best.Cmp(big.NewRat(1, 1)) != 0 {
				t.Errorf("the best package is worth %v, want 1", best)
			}
			// What holds for every admissible weight holds at the centre.
			switch r := w.compare(a, b); {
			case r == Better && sum.Sign() < 0, r == Worse && sum.Sign() > 0, r == Equal && sum.Sign() != 0:
				t.Errorf("compare(%v, %v) = %v, but the difference at the centre is %v", a, b, r, sum)
			}
		}
	})
}

func TestWithRanksAloneSomeThingsDepend(t *testing.T) {
	d := read(t, tableText, trText, fiText)
	for _, c := range []struct {
		a, b Package
		want Relation
	}{
		{Package{2, 1, 1}, Package{0, 0, 0}, Better}, // the best and the worst
		{Package{0, 1, 0}, Package{2, 0, 0}, Better}, // extradition matters more than exports
		{Package{0, 1, 0}, Package{2, 0, 1}, Depends},
		{Package{1, 0, 0}, Package{0, 0, 1}, Depends}, // half of exports against drafts
		{Package{2, 0, 0}, Package{0, 0, 1}, Better},
		{Package{0, 0, 1}, Package{2, 0, 0}, Worse},
		{Package{1, 1, 0}, Package{1, 1, 0}, Equal},
	} {
		if got, err := d.Compare("tr", c.a, c.b); got != c.want || err != nil {
			t.Errorf("Compare(%v, %v) = %v, %v, want %v", c.a, c.b, got, err, c.want)
		}
	}
	swap := "swaps: [{id: q, give: {issue: drafts, from: joint, to: none}, get: {issue: exports, from: keep, to: ease}, would: true}]\n"
	d = read(t, tableText, trText+swap, fiText)
	if got, _ := d.Compare("tr", Package{1, 0, 0}, Package{0, 0, 1}); got != Better {
		t.Errorf("after the answer, Compare = %v, want better", got)
	}
	if got, err := d.WithNoDeal(Package{2, 1, 1}); err != nil || !slices.Equal(got, []Relation{Better, Worse}) {
		t.Errorf("WithNoDeal = %v, %v", got, err)
	}
}
