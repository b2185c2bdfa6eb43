package dossier

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"accede/act"
	"accede/body"
)

func TestFoldingACloneLeavesTheOriginalAsItWas(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "b", "x", "", objects("q", "d", "x"))
	k.do("2030-01-03", "chair", "x", "", put("2030-01-10"))
	before := fmt.Sprintf("%+v", k.standing("x", "2030-01-04"))
	other := &keeper{t: t, d: k.d.Clone(), entries: append([]Entry{}, k.entries...), n: k.n, body: k.body}
	other.do("2030-01-04", "x", "x", "", &act.Commit{Commitments: []act.Commitment{{ID: "p", Answers: []string{"d"}, Text: en("a promise")}}})
	other.do("2030-01-04", "b", "x", "", &act.Withdraw{What: "objection", Of: "act-2"})
	other.do("2030-01-04", "a", "x", "", ballot("for"))
	if after := fmt.Sprintf("%+v", k.standing("x", "2030-01-04")); fold(after) != fold(before) {
		t.Errorf("the original now stands\n%s\nwant\n%s", after, before)
	}
	k.do("2030-01-05", "a", "x", "", ballot("abstaining"))
}

// TestDocketsThatShareDossiersGoTheirOwnWays plays one history on a docket and on copies of it and of one another, each going on
// by itself from where it was copied, and compares each with a docket that folds its entries alone.
func TestDocketsThatShareDossiersGoTheirOwnWays(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		first := keep(t, body.Official)
		first.do("2030-01-02", "x", "x", "", apply("vote"))
		first.do("2030-01-02", "z", "z", "", apply("accession"))
		all := []*keeper{first}
		for i := range rapid.IntRange(1, 12).Draw(r, "steps") {
			k := all[rapid.IntRange(0, len(all)-1).Draw(r, "which")]
			if len(all) < 4 && rapid.Bool().Draw(r, "copy") {
				all = append(all, &keeper{t: t, d: k.d.Clone(), entries: slices.Clone(k.entries), n: k.n, body: k.body})
				continue
			}
			when := fmt.Sprintf("2030-02-%02d", i+1)
			by := rapid.SampledFrom([]body.MemberID{"a", "b", "c", "e"}).Draw(r, "by")
			switch rapid.IntRange(0, 3).Draw(r, "what") {
			case 0:
				_ = k.try(when, by, "x", "", ballot(rapid.SampledFrom([]string{"for", "against", "pending"}).Draw(r, "ballot")))
			case 1:
				_ = k.try(when, by, "z", "", ballot("abstaining"))
			case 2:
				_ = k.try(when, by, "z", "", objects(fmt.Sprintf("q%d", k.n), fmt.Sprintf("d%d", k.n), "z"))
			case 3:
				_ = k.try(when, "chair", "z", "", put(fmt.Sprintf("2030-03-%02d", i+1)))
			}
		}
		for i, k := range all {
			k.refold()
			d, err := Fold(k.entries, time.Time{})
			if err != nil {
				t.Fatalf("docket %d: Fold: %v", i, err)
			}
			for _, id := range []string{"x", "z"} {
				if got, want := fmt.Sprintf("%+v", acts(k.d, id)), fmt.Sprintf("%+v", acts(d, id)); got != want {
					t.Fatalf("docket %d holds of %s\n%s\nwant\n%s", i, id, got, want)
				}
			}
		}
	})
}

// acts answers the ids of the acts of a dossier, in order.
func acts(d *Docket, id string) []string {
	var all []string
	for _, l := range d.Lines(id) {
		if l.Act != nil {
			all = append(all, fmt.Sprintf("%d %s", l.Seq, l.Act.ID))
		}
	}
	return all
}
