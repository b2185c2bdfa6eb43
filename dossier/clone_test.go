package dossier

import (
	"fmt"
	"testing"

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
