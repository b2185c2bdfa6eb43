package dossier

import (
	"testing"

	"accede/act"
	"accede/body"
)

// tabling is a record with an objection, and a draft of two clauses on the table for its author and the applicant.
func tabling(t *testing.T) *keeper {
	t.Helper()
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "b", "x", "", objects("q", "d", "x"))
	k.do("2030-01-04", "chair", "x", "", &act.Propose{
		Text: en("A draft"), Parties: []body.MemberID{"b", "x"},
		Clauses: []act.Commitment{
			{ID: "c1", By: []body.MemberID{"x"}, Answers: []string{"d"}, Text: en("It pays [half of] its dues.")},
			{ID: "c2", Kind: "recital", Text: en("Both value the quay.")},
		},
	})
	return k
}

func react(clause string, version int, answer, text string) *act.React {
	r := &act.React{Draft: "act-3", Clause: clause, Version: version, Answer: answer}
	if text != "" {
		r.Text = en(text)
	}
	return r
}

func (k *keeper) tableAt(when string) map[string]ClauseStanding {
	k.t.Helper()
	all := map[string]ClauseStanding{}
	for _, text := range k.standing("x", when).Texts {
		for _, c := range text.Draft {
			all[c.ID] = c
		}
	}
	return all
}

func TestAClauseIsAgreedWhenAllWhoseAgreementIsWantedAcceptItsWords(t *testing.T) {
	k := tabling(t)
	k.do("2030-01-05", "b", "x", "", react("c2", 1, "accept", ""))
	if got := k.tableAt("2030-01-05")["c2"].State; got != ClauseOpen {
		t.Errorf("one of two accepts: %s, want open", got)
	}
	k.do("2030-01-05", "x", "x", "", react("c2", 1, "accept", ""))
	if got := k.tableAt("2030-01-05")["c2"].State; got != ClauseAgreed {
		t.Errorf("both accept: %s, want agreed", got)
	}
	k.refused(ErrClosed, "2030-01-06", "x", "x", "", react("c2", 1, "refuse", ""))
}

func TestWordsInBracketsAreInDisputeUntilTheyAreReplaced(t *testing.T) {
	k := tabling(t)
	k.do("2030-01-05", "b", "x", "", react("c1", 1, "accept", ""))
	k.do("2030-01-05", "x", "x", "", react("c1", 1, "accept", ""))
	if got := k.tableAt("2030-01-05")["c1"].State; got != ClauseDisputed {
		t.Errorf("with words in brackets: %s, want disputed", got)
	}
}

func TestNewWordsVoidWhatWasSaidOfAClauseAndALateAnswerIsToldSo(t *testing.T) {
	k := tabling(t)
	k.do("2030-01-05", "b", "x", "", react("c1", 1, "amend", "It pays all its dues."))
	k.do("2030-01-06", "chair", "x", "", &act.Propose{
		Text: en("A draft"), Revises: "act-3",
		Clauses: []act.Commitment{{ID: "c1", By: []body.MemberID{"x"}, Answers: []string{"d"}, Text: en("It pays its dues.")}},
	})
	c := k.tableAt("2030-01-06")["c1"]
	if c.Version != 2 || len(c.Reactions) != 0 || c.State != ClauseOpen {
		t.Errorf("after new words: version %d, %d reactions, %s; want 2, 0, open", c.Version, len(c.Reactions), c.State)
	}
	k.refused(ErrStanding, "2030-01-07", "x", "x", "", react("c1", 1, "accept", ""))
	k.do("2030-01-07", "x", "x", "", react("c1", 2, "accept", ""))
	if n := len(k.tableAt("2030-01-07")); n != 2 {
		t.Errorf("%d clauses are on the table, want 2: what a revision does not name stays", n)
	}
}

func TestADemandStaysOpenUntilTheTextIsAgreedAsAWhole(t *testing.T) {
	k := tabling(t)
	state := func() Knot { return k.standing("x", "2030-01-08").Objections[0].Concerns[0].Demands[0].State }
	before := state()
	k.do("2030-01-08", "chair", "x", "", &act.Propose{
		Text: en("A draft"), Revises: "act-3", Drops: []string{"c2"},
		Clauses: []act.Commitment{{ID: "c1", By: []body.MemberID{"x"}, Answers: []string{"d"}, Text: en("It pays its dues.")}},
	})
	k.do("2030-01-08", "b", "x", "", react("c1", 2, "accept", ""))
	k.do("2030-01-08", "x", "x", "", react("c1", 2, "accept", ""))
	if got := state(); got != before {
		t.Errorf("with every clause agreed and no memorandum the demand is %v, want %v as before", got, before)
	}
	k.do("2030-01-08", "chair", "x", "", &act.Memorandum{
		Title: en("A draft"), Parties: []body.MemberID{"b", "x"},
		Clauses: []act.Commitment{{ID: "c1", By: []body.MemberID{"x"}, Answers: []string{"d"}, Text: en("It pays its dues.")}},
	})
	if got := state(); got == before {
		t.Errorf("with a memorandum the demand is still %v", got)
	}
}

func TestWhatCannotBeTabledOrAnsweredIsRefused(t *testing.T) {
	k := tabling(t)
	clause := func(id, text string) []act.Commitment { return []act.Commitment{{ID: id, Text: en(text)}} }
	two := []body.MemberID{"b", "x"}
	k.refused(ErrAuthority, "2030-01-05", "b", "x", "", &act.Propose{Text: en("own"), Parties: two, Clauses: clause("c9", "words")})
	k.refused(ErrStanding, "2030-01-05", "chair", "x", "", &act.Propose{Text: en("t"), Parties: two, Clauses: clause("c9", "an [open bracket")})
	k.refused(ErrUnknown, "2030-01-05", "chair", "x", "", &act.Propose{Text: en("t"), Revises: "nothing", Clauses: clause("c9", "words")})
	k.refused(ErrStanding, "2030-01-05", "chair", "x", "", &act.Propose{Text: en("t"), Revises: "act-3", Clauses: []act.Commitment{{ID: "c2", Kind: "recital", Text: en("Both value the quay.")}}})
	k.refused(ErrUnknown, "2030-01-05", "chair", "x", "", &act.Propose{Text: en("t"), Revises: "act-3", Drops: []string{"c7"}})
	k.refused(ErrAuthority, "2030-01-05", "a", "x", "", react("c1", 1, "accept", ""))
	k.refused(ErrUnknown, "2030-01-05", "b", "x", "", react("c7", 1, "accept", ""))
	k.refused(ErrStanding, "2030-01-05", "b", "x", "", react("c1", 1, "amend", "It pays [half of] its dues."))
	k.refused(ErrStanding, "2030-01-05", "b", "x", "", react("c1", 1, "amend", "It pays ] its dues."))
}
