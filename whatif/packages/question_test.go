package packages

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"accede/body"
)

func TestTheQuestionIsAboutWhatTheTwoPackagesExchange(t *testing.T) {
	d := read(t, tableText, trText, fiText)
	// Half of exports against drafts: that is the question itself.
	got, ok, err := d.Ask("tr", Package{1, 0, 0}, Package{0, 0, 1})
	want := Question{Change{"exports", "ease", "keep"}, Change{"drafts", "none", "joint"}, 2}
	if got != want || !ok || err != nil {
		t.Errorf("Ask = %+v, %t, %v, want %+v", got, ok, err, want)
	}
	if got, ok, err := d.Ask("tr", Package{2, 1, 1}, Package{0, 0, 0}); ok || err != nil {
		t.Errorf("Ask of what is known = %+v, %v", got, err)
	}
	if got, ok, err := d.Ask("fi", Package{1, 0, 0}, Package{0, 0, 1}); ok || err != nil {
		t.Errorf("Ask of a party with points = %+v, %v", got, err)
	}
	if _, _, err := d.Ask("hu", Package{1, 0, 0}, Package{0, 0, 1}); !errors.Is(err, ErrParty) {
		t.Errorf("Ask(hu) = %v, want ErrParty", err)
	}
}

// TestAnAnswerSettlesWhatTheQuestionSays puts each answer into the sheet and compares again.
func TestAnAnswerSettlesWhatTheQuestionSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, s := drawRanked(t)
		build := func() *Desk {
			other := *s
			other.Party = "q"
			d, err := New(m, []*Sheet{s, &other})
			if err != nil {
				t.Fatal(err) // the answer to a question that is open contradicts nothing
			}
			return d
		}
		d := build()
		a, b := drawPackage(t, m), drawPackage(t, m)
		q, ok, err := d.Ask("p", a, b)
		if err != nil {
			t.Fatal(err)
		}
		if r, _ := d.Compare("p", a, b); ok && r != Depends {
			t.Errorf("a question is asked though the answer is %v", r)
		}
		if !ok {
			return
		}
		settled := 0
		for _, would := range []bool{true, false} {
			s.Swaps = []Swap{{"asked", q.Give, q.Get, would}}
			if r, _ := build().Compare("p", a, b); r != Depends {
				settled++
			}
		}
		if settled != q.Settles {
			t.Errorf("%+v settles %d of its answers", q, settled)
		}
	})
}

// drawRanked draws a model of two parties, and a sheet with ranks alone for the first.
func drawRanked(t *rapid.T) (*Model, *Sheet) {
	m := &Model{Parties: []body.MemberID{"p", "q"}}
	for _, id := range []string{"i", "j", "k"} {
		m.Issues = append(m.Issues, Issue{ID: id, Options: []Option{{ID: "x"}, {ID: "y"}, {ID: "z"}}[:rapid.IntRange(2, 3).Draw(t, "options")]})
		m.NoDeal.Keys, m.NoDeal.Values = append(m.NoDeal.Keys, id), append(m.NoDeal.Values, "x")
	}
	s := &Sheet{Party: "p", Rank: rapid.Permutation([]string{"i", "j", "k"}).Draw(t, "rank")}
	for _, x := range m.Issues {
		s.Options.Keys = append(s.Options.Keys, x.ID)
		s.Options.Values = append(s.Options.Values, rapid.Permutation(x.optionIDs()).Draw(t, "options"))
	}
	return m, s
}
