package packages

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"accede/body"
	"accede/form"
)

// harbour is a model of three parties, and a sheet of each by its order of two issues.
func harbour(t testing.TB) *Model {
	t.Helper()
	m, err := ReadModel("harbour.yaml", []byte(`accede: packages/1
parties: [a, b, c]
no_deal: {dues: high, pilots: none}
issues:
  - {id: dues, options: [{id: high}, {id: middle}, {id: low}]}
  - {id: pilots, options: [{id: none}, {id: some}, {id: all}]}
`))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func harbourSheet(party body.MemberID, first string, up bool) *Sheet {
	s := &Sheet{Accede: SheetFormat, Party: party, Rank: []string{"dues", "pilots"}}
	if first == "pilots" {
		slices.Reverse(s.Rank)
	}
	dues, pilots := []string{"high", "middle", "low"}, []string{"none", "some", "all"}
	if up {
		slices.Reverse(dues)
		slices.Reverse(pilots)
	}
	s.Options = form.Map[[]string]{Keys: []string{"dues", "pilots"}, Values: [][]string{dues, pilots}, Places: make([]form.Place, 2)}
	return s
}

func bargainOf(t testing.TB, sheets ...*Sheet) Bargain {
	t.Helper()
	b, err := Bargain{}.Put(harbour(t))
	for _, s := range sheets {
		if err == nil {
			b, err = b.Enter(s)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAPartySeesNothingOfWhatAnotherEntered(t *testing.T) {
	m := harbour(t)
	rapid.Check(t, func(t *rapid.T) {
		own := harbourSheet("a", "dues", true)
		play := func(label string) Bargain {
			b := Bargain{}
			var err error
			if b, err = b.Put(m); err == nil {
				b, err = b.Enter(own)
			}
			for _, p := range []body.MemberID{"b", "c"} {
				if err == nil && rapid.Bool().Draw(t, label+" enters") {
					b, err = b.Enter(harbourSheet(p, rapid.SampledFrom([]string{"dues", "pilots"}).Draw(t, label), rapid.Bool().Draw(t, label+" up")))
				}
			}
			if err == nil {
				b, err = b.Table(Package{1, 1})
			}
			if err == nil && rapid.Bool().Draw(t, label+" answers") {
				b, err = b.Answer("b", rapid.Bool().Draw(t, label+" accepts"))
			}
			if err == nil {
				b, err = b.Answer("a", true)
			}
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
		one, other := play("one"), play("other")
		if !reflect.DeepEqual(one.Seen("a"), other.Seen("a")) {
			t.Errorf("a sees %+v in one world and %+v in the other", one.Seen("a"), other.Seen("a"))
		}
		if x := one.Seen("zz"); !reflect.DeepEqual(x, Seen{}) {
			t.Errorf("who is no party sees %+v", x)
		}
	})
}

func TestOnceAllHaveAnsweredTheBargainHoldsOnlyWhetherAllAccepted(t *testing.T) {
	order := []body.MemberID{"b", "a", "c"}
	var refused []byte
	for set := range 1 << len(order) {
		b := bargainOf(t)
		b, err := b.Table(Package{1, 1})
		for i, p := range order {
			if err == nil {
				b, err = b.Answer(p, set>>i&1 == 1)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		kept, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		all := set == 1<<len(order)-1
		if fate := b.Past[0].Fate; (fate == FateAgreed) != all {
			t.Errorf("answers %03b: %s", set, fate)
		}
		if all {
			continue
		}
		if refused == nil {
			refused = kept
		}
		if string(kept) != string(refused) {
			t.Errorf("answers %03b leave other bytes than answers 000:\n%s\n%s", set, kept, refused)
		}
	}
}

func TestABargainIsReadBackAsItWasKept(t *testing.T) {
	b := bargainOf(t, harbourSheet("a", "dues", true), harbourSheet("b", "pilots", false))
	b.Sheets[0].Must = []Must{{"dues", []string{"low", "middle"}}}
	b, err := b.Table(Package{2, 0})
	if err == nil {
		b, err = b.Answer("c", false)
	}
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	var back Bargain
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(back)
	if err != nil || string(again) != string(data) {
		t.Errorf("read back it is kept as\n%s\nand was kept as\n%s; %v", again, data, err)
	}
	for _, p := range []body.MemberID{"a", "b"} {
		if back, err = back.Answer(p, true); err != nil {
			t.Fatal(err)
		}
	}
	if back.Past[0].Fate != FateRefused {
		t.Errorf("read back, the refusal is forgotten: %s", back.Past[0].Fate)
	}
	if text := mustLine(t, back.Past[0].Proposal); text != "dues low, pilots none" {
		t.Errorf("the package that was tabled is now %s", text)
	}
}

func mustLine(t *testing.T, p Proposal) string {
	t.Helper()
	var all []string
	for _, l := range p.Lines {
		all = append(all, l.Issue+" "+l.Option)
	}
	return strings.Join(all, ", ")
}

func TestStepsOfABargainThatAreNotThereYetAreRefused(t *testing.T) {
	empty, b := Bargain{}, bargainOf(t, harbourSheet("a", "dues", true))
	tabled, err := b.Table(Package{0, 0})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ got, want error }{
		"a sheet without issues":   {second(empty.Enter(harbourSheet("a", "dues", true))), ErrNothing},
		"a sheet of nobody":        {second(b.Enter(harbourSheet("zz", "dues", true))), ErrParty},
		"a package without issues": {second(empty.Table(Package{0, 0})), ErrNothing},
		"two packages":             {second(tabled.Table(Package{1, 1})), ErrOnTable},
		"no such package":          {second(b.Table(Package{9, 9})), ErrPackage},
		"an answer to nothing":     {second(b.Answer("a", true)), ErrNothing},
		"nothing to take back":     {second(b.TakeBack()), ErrNothing},
		"an answer of nobody":      {second(tabled.Answer("zz", true)), ErrParty},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	if _, err := b.Desk(); !errors.Is(err, ErrNothing) {
		t.Errorf("a desk without all sheets: %v", err)
	}
	if back, err := tabled.TakeBack(); err != nil || back.Round != nil || back.Past[0].Fate != FateTaken || tabled.Round == nil {
		t.Errorf("taken back: %+v, %v", back, err)
	}
	if next, err := tabled.Put(harbour(t)); err != nil || next.Round != nil || len(next.Sheets) > 0 {
		t.Errorf("other issues keep %+v, %v", next, err)
	}
}

func second(_ Bargain, err error) error { return err }

func TestWhatAPartyIsAskedFollowsFromItsOwnRanks(t *testing.T) {
	m := harbour(t)
	s := harbourSheet("a", "dues", true)
	asked := m.Own(s)
	want := []Question{{Give: Change{"dues", "low", "middle"}, Get: Change{"pilots", "none", "all"}}}
	if !reflect.DeepEqual(asked, want) {
		t.Fatalf("Own = %+v, want %+v", asked, want)
	}
	s.Swaps = []Swap{{ID: "q", Give: asked[0].Give, Get: asked[0].Get, Would: true}}
	if again := m.Own(s); !reflect.DeepEqual(again, want) {
		t.Errorf("with an answer it is asked %+v, want the same", again)
	}
	if bad := m.Contradiction(s); bad != nil {
		t.Errorf("an answer to an open question contradicts the ranks: %v", bad)
	}
	s.Swaps = []Swap{
		{ID: "r", Give: Change{"dues", "low", "high"}, Get: Change{"pilots", "none", "some"}, Would: true},
		{ID: "u", Give: Change{"dues", "low", "high"}, Get: Change{"pilots", "some", "all"}, Would: true},
	}
	if bad := m.Contradiction(s); len(bad) == 0 {
		t.Error("answers that cannot all be true were taken")
	}
}
