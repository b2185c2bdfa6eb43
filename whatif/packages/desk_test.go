package packages

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"accede/body"
	"accede/form"
)

const tableText = `
accede: packages/1
title: {en: Exports and extradition}
parties: [tr, fi]
no_deal: {exports: keep, extradition: none, drafts: none}
issues:
  - id: exports
    text: {en: Exports of defence equipment}
    options: [{id: keep, text: {en: Keep the restrictions.}}, {id: ease, text: {en: Ease them.}}, {id: lift, text: {en: Lift them.}}]
  - {id: extradition, options: [{id: none}, {id: quick}]}
  - {id: drafts, options: [{id: none}, {id: joint}]}
`

const trText = `
accede: wishes/1
party: tr
must: [{issue: exports, one_of: [ease, lift]}]
rank: [extradition, exports, drafts]
options: {exports: [lift, ease, keep], extradition: [quick, none], drafts: [joint, none]}
`

const fiText = `
accede: wishes/1
party: fi
points:
  exports: {keep: 50, ease: 40, lift: 10}
  extradition: {none: 20, quick: 0}
  drafts: {none: 0, joint: 40}
`

func read(t *testing.T, model string, sheets ...string) *Desk {
	t.Helper()
	m, err := ReadModel("table.yaml", []byte(model))
	if err != nil {
		t.Fatal(err)
	}
	var all []*Sheet
	for i, text := range sheets {
		s, err := ReadSheet(fmt.Sprintf("sheet-%d.yaml", i), []byte(text), m)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	d, err := New(m, all)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAnExampleWorkedOutByHand(t *testing.T) {
	d := read(t, tableText, trText, fiText)
	got, err := d.Score(2, nil)
	if err != nil {
		t.Fatal(err)
	}
	// Türkiye's weights are the centroid's: extradition 11/18, exports 5/18, drafts 2/18; ease is half of exports.
	// Finland's best package is 100 points above its worst one. On a scale of 180 parts:
	fair := Offer{Package{1, 0, 1}, []int64{45, 54}}   // 5/36 + 2/18, and (-10 + 40)/100
	great := Offer{Package{1, 1, 1}, []int64{155, 18}} // 11/18 more, and 20/100 less
	want := Scores{
		Tried: 8, Acceptable: 3, // and {2, 0, 1}, by which Finland gains nothing
		Egalitarian: []Offer{fair, great}, // the least gain is 45 and 18
		Nash:        []Offer{great, fair}, // 155·18 and 45·54
	}
	if parts, rounded := d.Scale(); parts != 180 || rounded {
		t.Errorf("Scale = %d, %t, want 180", parts, rounded)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Score: (-want +got)\n%s", diff)
	}
}

func TestIssuesThatTheMustHavesCloseAreNamed(t *testing.T) {
	d := read(t, tableText, trText, strings.Replace(fiText, "points:", "must: [{issue: exports, one_of: [keep]}]\npoints:", 1))
	got, err := d.Score(3, nil)
	if err != nil || !slices.Equal(got.Blocked, []string{"exports"}) || got.Tried != 0 || got.Egalitarian != nil {
		t.Errorf("Score = %+v, %v, want exports blocked", got, err)
	}
	if front, err := d.Pareto(nil); front != nil || err != nil {
		t.Errorf("Pareto = %v, %v", front, err)
	}
}

func TestWhereNobodyCanGainTheNearestIsTold(t *testing.T) {
	rich := strings.Replace(fiText, "points:", "walk_away: {exports: keep, extradition: none, drafts: joint}\npoints:", 1)
	got, err := read(t, tableText, trText, rich).Score(1, nil)
	if err != nil || got.Acceptable != 0 || got.Nash != nil {
		t.Fatalf("Score = %+v, %v", got, err)
	}
	if best := got.Egalitarian[0]; best.Acceptable() || !slices.Equal(best.Package, Package{1, 0, 1}) {
		t.Errorf("the nearest = %+v, want ease, none, joint, by which Finland loses", best)
	}
}

func TestFaultyFilesSayWhatToDo(t *testing.T) {
	m, err := ReadModel("table.yaml", []byte(tableText))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, want string }{
		{"party: tr", "party: de", "no party of the model"},
		{"rank: [extradition, exports, drafts]", "rank: [extradition, exports]", "2 issues of 3"},
		{"rank: [extradition, exports, drafts]", "rank: [extradition, exports, exports]", "stands there twice"},
		{"[lift, ease, keep]", "[lift, ease]", "rank each option of issue exports once"},
		{"one_of: [ease, lift]", "one_of: [easy]", `no option "easy"`},
		{"must:", "points: {exports: {keep: 1}}\nmust:", "not both"},
		{"must:", "walk_away: {exports: keep}\nmust:", "says nothing of issue extradition"},
		{"must:", "swaps: [{id: q, give: {issue: exports, from: keep, to: keep}, get: {issue: drafts, from: none, to: joint}, would: true}]\nmust:", "are not two of its options"},
	} {
		_, err := ReadSheet("tr.yaml", []byte(strings.Replace(trText, c.from, c.to, 1)), m)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "tr.yaml:") {
			t.Errorf("ReadSheet(%s) = %v, want %q with its place", c.to, err, c.want)
		}
	}
	for _, c := range []struct{ from, to, want string }{
		{"parties: [tr, fi]", "parties: [tr]", "1 parties"},
		{"parties: [tr, fi]", "parties: [tr, tr]", "named twice"},
		{"{id: drafts, options: [{id: none}, {id: joint}]}", "{id: exports, options: [{id: none}, {id: joint}]}", "stands here twice"},
		{"[{id: none}, {id: quick}]", "[{id: none}]", "it wants from 2"},
		{"[{id: none}, {id: quick}]", "[{id: none}, {id: none}]", "option none twice"},
		{"exports: keep,", "", "says nothing of issue exports"},
	} {
		_, err := ReadModel("table.yaml", []byte(strings.Replace(tableText, c.from, c.to, 1)))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("ReadModel(%s) = %v, want %q", c.to, err, c.want)
		}
	}
	if _, err := New(m, nil); err == nil || !strings.Contains(err.Error(), "has no sheet") {
		t.Errorf("New without sheets = %v", err)
	}
}

func TestAnswersThatContradictEachOtherAreNamed(t *testing.T) {
	m, err := ReadModel("table.yaml", []byte(tableText))
	if err != nil {
		t.Fatal(err)
	}
	// Exports matter more than drafts by the rank, so nobody gives the whole of exports for drafts: q2 says so.
	swaps := `
swaps:
  - {id: q1, give: {issue: extradition, from: quick, to: none}, get: {issue: exports, from: keep, to: lift}, would: true}
  - {id: q2, give: {issue: extradition, from: quick, to: none}, get: {issue: drafts, from: none, to: joint}, would: true}
  - {id: q3, give: {issue: drafts, from: joint, to: none}, get: {issue: exports, from: keep, to: ease}, would: false}
  - {id: q4, give: {issue: drafts, from: joint, to: none}, get: {issue: exports, from: ease, to: lift}, would: false}
`
	s, err := ReadSheet("tr.yaml", []byte(trText+swaps), m)
	if err != nil {
		t.Fatal(err)
	}
	// All three issues weigh the same by q2, and each half of exports no more than drafts: that can be.
	w, _ := m.read(s)
	if got := w.consistent(); got != nil {
		t.Errorf("consistent = %v, want that all can be true", got)
	}
	more := swaps + "  - {id: q5, give: {issue: exports, from: lift, to: ease}, get: {issue: exports, from: keep, to: ease}, would: true}\n" +
		"  - {id: q6, give: {issue: exports, from: ease, to: keep}, get: {issue: drafts, from: none, to: joint}, would: false}\n" +
		"  - {id: q7, give: {issue: exports, from: lift, to: ease}, get: {issue: drafts, from: none, to: joint}, would: false}\n"
	if s, err = ReadSheet("tr.yaml", []byte(trText+more), m); err != nil {
		t.Fatal(err)
	}
	// q6 and q7: drafts weigh no more than either half of exports, and by q1 and q2 as much as both.
	_, err = New(m, []*Sheet{s})
	if err == nil || !strings.Contains(err.Error(), "q2, q6, q7 cannot all be true") {
		t.Errorf("New = %v, want q2, q6 and q7 named", err)
	}
}

// drawDesk draws a model of a few issues and sheets for it.
func drawDesk(t *rapid.T, withSwaps bool) *Desk {
	m := &Model{}
	for p := range rapid.IntRange(2, 4).Draw(t, "parties") {
		m.Parties = append(m.Parties, body.MemberID(fmt.Sprint("p", p)))
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "issues") {
		x := Issue{ID: fmt.Sprint("i", i)}
		for o := range rapid.IntRange(2, 4).Draw(t, "options") {
			x.Options = append(x.Options, Option{ID: fmt.Sprint("o", o)})
		}
		m.Issues = append(m.Issues, x)
		m.NoDeal.Keys, m.NoDeal.Values = append(m.NoDeal.Keys, x.ID), append(m.NoDeal.Values, rapid.SampledFrom(x.Options).Draw(t, "no deal").ID)
	}
	var sheets []*Sheet
	for _, p := range m.Parties {
		sheets = append(sheets, drawSheet(t, m, p, withSwaps))
	}
	d, err := New(m, sheets)
	if err != nil {
		t.Skip(err.Error()) // answers drawn at random may contradict each other, and points may all be equal
	}
	return d
}

func drawSheet(t *rapid.T, m *Model, p body.MemberID, withSwaps bool) *Sheet {
	s := &Sheet{Party: p}
	if rapid.IntRange(0, 3).Draw(t, "a must") == 0 {
		x := rapid.SampledFrom(m.Issues).Draw(t, "must")
		s.Must = []Must{{x.ID, rapid.SliceOfN(rapid.SampledFrom(x.optionIDs()), 1, 3).Draw(t, "one of")}}
	}
	if rapid.Bool().Draw(t, "points") {
		for _, x := range m.Issues {
			var by form.Map[int64]
			for _, o := range x.Options {
				by.Keys, by.Values = append(by.Keys, o.ID), append(by.Values, rapid.Int64Range(0, 6).Draw(t, "points"))
			}
			s.Points.Keys, s.Points.Values = append(s.Points.Keys, x.ID), append(s.Points.Values, by)
		}
		return s
	}
	var ids []string
	for _, x := range m.Issues {
		ids = append(ids, x.ID)
		s.Options.Keys = append(s.Options.Keys, x.ID)
		s.Options.Values = append(s.Options.Values, rapid.Permutation(x.optionIDs()).Draw(t, "options"))
	}
	s.Rank = rapid.Permutation(ids).Draw(t, "rank")
	for q := range rapid.IntRange(0, 3).Draw(t, "swaps") {
		if withSwaps {
			s.Swaps = append(s.Swaps, Swap{fmt.Sprint("q", q), drawChange(t, m), drawChange(t, m), rapid.Bool().Draw(t, "would")})
		}
	}
	return s
}

func drawChange(t *rapid.T, m *Model) Change {
	x := rapid.SampledFrom(m.Issues).Draw(t, "issue")
	two := rapid.Permutation(x.optionIDs()).Draw(t, "from and to")
	return Change{x.ID, two[0], two[1]}
}

// every answers all packages that the must-haves allow, with their gains, in order.
func every(d *Desk) []Offer {
	all := []Offer{{Package: Package{}, Gains: make([]int64, len(d.wishes))}}
	for i := range d.model.Issues {
		var next []Offer
		for _, x := range all {
			for o := range d.model.Issues[i].Options {
				ok := true
				for _, w := range d.wishes {
					ok = ok && w.ok[i][o]
				}
				if ok {
					next = append(next, x.with(o, d.gains[i][o]))
				}
			}
		}
		all = next
	}
	return all
}

func TestScoresAreThoseOfSortingAllPackages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDesk(t, true)
		k := rapid.IntRange(1, 5).Draw(t, "k")
		got, err := d.Score(k, nil)
		if err != nil {
			t.Fatal(err)
		}
		all := every(d)
		fair := slices.Clone(all)
		slices.SortStableFunc(fair, func(a, b Offer) int {
			return slices.Compare(slices.Sorted(slices.Values(b.Gains)), slices.Sorted(slices.Values(a.Gains)))
		})
		product := func(o Offer) *big.Int {
			n := big.NewInt(1)
			for _, g := range o.Gains {
				n.Mul(n, big.NewInt(g))
			}
			return n
		}
		acceptable := int64(0)
		var nash []Offer
		for _, o := range all {
			if o.Acceptable() {
				acceptable++
				if product(o).Sign() > 0 {
					nash = append(nash, o)
				}
			}
		}
		slices.SortStableFunc(nash, func(a, b Offer) int { return product(b).Cmp(product(a)) })
		want := Scores{Tried: int64(len(all)), Acceptable: acceptable, Egalitarian: fair[:min(k, len(fair))], Nash: nash[:min(k, len(nash))], Blocked: d.Blocked()}
		if len(all) == 0 {
			want.Egalitarian = nil
		}
		if len(want.Nash) == 0 {
			want.Nash = nil
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Score: (-want +got)\n%s", diff)
		}
	})
}

func TestTheParetoSetIsThatOfComparingAllPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDesk(t, false)
		got, err := d.Pareto(nil)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]bool{}
		all := every(d)
		for _, x := range all {
			bettered := slices.ContainsFunc(all, func(y Offer) bool {
				return covers(y.Gains, x.Gains) && !slices.Equal(y.Gains, x.Gains)
			})
			if !bettered && x.Acceptable() {
				want[fmt.Sprint(x.Gains)] = true
			}
		}
		for _, x := range got {
			if !want[fmt.Sprint(x.Gains)] {
				t.Errorf("Pareto has %v, which is bettered or there twice", x)
			}
			delete(want, fmt.Sprint(x.Gains))
		}
		if len(want) > 0 {
			t.Errorf("Pareto lacks %v", want)
		}
	})
}

// covers says whether gains are nowhere below others.
func covers(a, b []int64) bool {
	for i, g := range a {
		if g < b[i] {
			return false
		}
	}
	return true
}

func TestTooManyPackagesAreRefusedAndTheParetoSetIsStillThere(t *testing.T) {
	d := bench(12, 4, 2, false)
	if _, err := d.Score(1, nil); !errors.Is(err, ErrTooMany) || !strings.Contains(err.Error(), "16777216") {
		t.Errorf("Score = %v, want ErrTooMany with the number", err)
	}
	if front, err := d.Pareto(nil); err != nil || len(front) == 0 {
		t.Errorf("Pareto = %d packages, %v", len(front), err)
	}
}

func TestLongWorkCanBeStopped(t *testing.T) {
	d := bench(9, 4, 3, false)
	calls := 0
	if _, err := d.Score(1, func(tried, all int64) bool { calls++; return tried < all/2 }); !errors.Is(err, ErrStopped) || calls < 2 {
		t.Errorf("Score = %v after %d calls, want ErrStopped", err, calls)
	}
	if _, err := d.Pareto(func(int64, int64) bool { return false }); !errors.Is(err, ErrStopped) {
		t.Errorf("Pareto = %v, want ErrStopped", err)
	}
}
