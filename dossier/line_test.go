package dossier

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"accede/act"
	"accede/body"
)

// Beside looking for the ends stands looking at every line; of both ways to keep a record, and with a silence that has
// run out and was not entered.
func TestLinesBetweenTwoPositionsAreThoseOfAllLinesThatStandThere(t *testing.T) {
	for _, keeping := range []body.Keeping{body.Official, body.Reported} {
		k := keep(t, keeping)
		k.do("2030-01-02", "x", "x", "", apply("accession"))
		k.do("2030-01-03", "b", "x", "", objects("q", "d", "x"))
		k.do("2030-01-03", "a", "x", "", ballot("for"))
		k.do("2030-01-04", "x", "x", "", &act.Commit{Commitments: []act.Commitment{{ID: "p", Answers: []string{"d"}, Text: en("a promise")}}})
		k.do("2030-01-05", "b", "x", "", &act.Withdraw{What: "objection", Of: "act-2"})
		k.do("2030-01-06", "chair", "x", "", put("2030-01-10"))
		if err := k.d.Advance(time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)); err != nil {
			t.Fatal(err)
		}
		all := k.d.Lines("x")
		for after := range k.d.Size() + 2 {
			for upTo := range k.d.Size() + 2 {
				want := slices.DeleteFunc(slices.Clone(all), func(l Line) bool { return l.Seq <= after || l.Seq > upTo })
				if got := k.d.LinesBetween("x", after, upTo); len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
					t.Errorf("%s: LinesBetween(x, %d, %d) = %+v, want %+v", keeping, after, upTo, got, want)
				}
			}
		}
		if all[len(all)-1].Seq != 0 {
			t.Errorf("%s: the last line is %+v, want one that was not entered", keeping, all[len(all)-1])
		}
	}
}
