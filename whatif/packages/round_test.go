package packages

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"accede/body"
)

// watched plays a round with one vector of answers and answers all that can be observed on the way.
func watched(t *testing.T, m *Model, order []body.MemberID, accepts map[body.MemberID]bool) []string {
	t.Helper()
	r, err := Table(m, Package{1, 1, 1})
	if err != nil {
		t.Fatal(err)
	}
	seen := []string{fmt.Sprintf("%+v", r.State())}
	for _, p := range order {
		next, err := r.Answer(p, accepts[p])
		_, again := next.Answer(p, !accepts[p])
		_, other := next.Answer("zz", true)
		seen = append(seen, fmt.Sprintf("%v %v %v %+v", err, again, other, next.State()))
		r = next
	}
	return seen
}

func TestNothingObservableTellsWhoRefusedOrHowMany(t *testing.T) {
	m, err := ReadModel("table.yaml", []byte(tableText))
	if err != nil {
		t.Fatal(err)
	}
	m.Parties = []body.MemberID{"tr", "fi", "se", "hu"}
	orders := [][]body.MemberID{{"tr", "fi", "se", "hu"}, {"hu", "tr", "se", "fi"}}
	for _, order := range orders {
		var want []string
		for set := range 1<<len(order) - 1 { // every way in which somebody refuses
			accepts := map[body.MemberID]bool{}
			for i, p := range order {
				accepts[p] = set>>i&1 == 1
			}
			got := watched(t, m, order, accepts)
			if want == nil {
				want = got
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("with %v one sees %q, otherwise %q", accepts, got, want)
			}
		}
		// Until the last answer it looks as if all had accepted, too.
		all := watched(t, m, order, map[body.MemberID]bool{"tr": true, "fi": true, "se": true, "hu": true})
		if n := len(all) - 1; !reflect.DeepEqual(all[:n], want[:n]) || all[n] == want[n] {
			t.Errorf("with all one sees %q, otherwise %q", all, want)
		}
	}
}

func TestARoundIsClosedByTheLastAnswerAndNotEarlier(t *testing.T) {
	m, err := ReadModel("table.yaml", []byte(tableText))
	if err != nil {
		t.Fatal(err)
	}
	r, err := Table(m, Package{1, 1, 1})
	if err != nil {
		t.Fatal(err)
	}
	one, err := r.Answer("fi", true)
	if err != nil || one.State().Outcome != Open || r.State().Waiting[1] != "fi" {
		t.Errorf("after one answer: %+v, %v; the round before: %+v", one.State(), err, r.State())
	}
	if _, err := one.Answer("fi", false); !errors.Is(err, ErrAnswered) {
		t.Errorf("the second answer = %v, want ErrAnswered", err)
	}
	two, err := one.Answer("tr", true)
	if s := two.State(); err != nil || s.Outcome != Agreed || s.Proposal.Lines[0].OptionText["en"] != "Ease them." {
		t.Errorf("after both: %+v, %v", s, err)
	}
	if _, err := two.Answer("tr", true); !errors.Is(err, ErrClosed) {
		t.Errorf("after the last = %v, want ErrClosed", err)
	}
	if _, err := Table(m, Package{1, 1}); !errors.Is(err, ErrPackage) {
		t.Errorf("Table(two issues) = %v, want ErrPackage", err)
	}
}

// TestAProposalHoldsNothingOfAnybodysWishes looks at the types: no number but the options'.
func TestAProposalHoldsNothingOfAnybodysWishes(t *testing.T) {
	var fields []string
	for _, typ := range []reflect.Type{reflect.TypeFor[Proposal](), reflect.TypeFor[ProposalLine](), reflect.TypeFor[State]()} {
		for field := range typ.Fields() {
			fields = append(fields, field.Name)
		}
	}
	want := []string{"Package", "Lines", "Issue", "Option", "IssueText", "OptionText", "Proposal", "Waiting", "Outcome"}
	if !reflect.DeepEqual(fields, want) {
		t.Errorf("what others may see has the fields %v, want %v: say why a new one tells nobody's wishes", fields, want)
	}
}
