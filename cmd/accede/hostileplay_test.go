package main

import (
	"time"

	"accede/act"
	"accede/body"
	"accede/form"
)

// hostilePlay is a case in which every kind of act is done once, in an order in which each may be. Its texts are filled in
// afterwards.
func hostilePlay(now time.Time) []act.Act {
	words := body.Names{"en": "w"}
	in := func(by body.MemberID, dossier string, do act.Deed) act.Act {
		a := act.Act{By: by, Do: do}
		if dossier != "" {
			a.Dossiers = []string{dossier}
		}
		return a
	}
	named := func(id string, a act.Act) act.Act { a.ID = id; return a }
	at := func(days int) form.Instant { return form.Instant{At: now.AddDate(0, 0, days).UTC()} }
	demand := func(id string) act.Demand { return act.Demand{ID: id, Of: []body.MemberID{"x"}, Text: words} }
	clause := func(id string, answers ...string) act.Commitment {
		return act.Commitment{ID: id, Clause: "1", By: []body.MemberID{"x"}, Answers: answers, Text: words, ShownBy: words, Sources: []act.Source{{Key: "press", Title: "t"}}}
	}
	person := act.Person{Name: "n", Role: "r", Side: "a", Also: []string{"also"}}
	remark := act.Remark{Speaker: "s", Role: "r", Side: "a", Form: "verbatim", Text: words, Stance: "s", Also: []string{"also"}, Sources: []act.Source{{Key: "press", Title: "t"}}, Note: "n"}
	one := int64(1)
	return []act.Act{
		in("x", "x", &act.Apply{Procedure: "accession", Name: words, Subject: words}),
		in("chair", "x", &act.Put{Text: words, Until: at(10)}),
		in("chair", "x", &act.Extend{Until: at(60), Reason: words}),
		named("obj", in("a", "x", &act.Object{Grounds: words, Concerns: []act.Concern{{ID: "con", Text: words, Demands: []act.Demand{demand("dem")}}}})),
		in("a", "x", &act.AddConcern{Objection: "obj", Concerns: []act.Concern{{ID: "con2", Text: words, Demands: []act.Demand{demand("dem3")}}}}),
		in("a", "x", &act.AddDemand{Concern: "con2", Demands: []act.Demand{demand("dem2")}}),
		onPaper(in("b", "x", &act.Position{Ballot: "for", Explanation: words, Conditions: words})),
		in("c", "x", &act.Reserve{Reason: words}),
		in("c", "x", &act.Recuse{Reason: words}),
		in("x", "x", &act.Commit{Commitments: []act.Commitment{clause("com", "dem")}}),
		named("memo", in("chair", "x", &act.Memorandum{Title: words, Place: "p", Parties: []body.MemberID{"a", "x"}, SignedBy: []act.Person{person}, Clauses: []act.Commitment{clause("com2", "dem2")}})),
		named("mea", in("x", "x", &act.Measure{Under: []string{"com"}, Text: words, Evidence: []act.Evidence{{Text: words, URL: "https://example.org/e"}}})),
		in("a", "x", &act.Assess{Of: "mea", Direction: "toward", Strength: 2, Finds: "partly", Text: words}),
		named("draft", in("chair", "x", &act.Propose{Text: words, Parties: []body.MemberID{"a", "x"}, Clauses: []act.Commitment{clause("cl", "dem")}})),
		in("x", "x", &act.React{Draft: "draft", Clause: "cl", Version: 1, Answer: "amend", Text: words, Reason: words}),
		in("chair", "x", &act.Talks{
			Round: 1, Title: words, Place: "p", Parties: []body.MemberID{"a", "x"}, Convened: "chair", Chaired: &person, Lasted: act.Length{Minutes: 30}, Level: "l", Agenda: []string{"con"},
			Attendance: []act.Person{person}, Outcome: []act.Progress{{Concern: "con", Progress: "some"}}, Stalemate: "continues", Agreed: []string{"a"}, Next: "n", Statements: []act.Remark{remark},
		}),
		in("a", "x", &act.Statement{Statements: []act.Remark{remark}}),
		in("a", "x", &act.Withdraw{What: "objection", Of: "obj", Conditions: words}),
		in("a", "x", &act.Position{Ballot: "for"}),
		in("chair", "x", &act.Close{Remark: words}),
		in("a", "x", &act.Sign{}), in("b", "x", &act.Sign{}), in("c", "x", &act.Sign{}),
		in("a", "x", &act.Domestic{Step: words}),
		in("a", "x", &act.Approve{Votes: []act.RecordedVote{{Organ: "o", For: &one, Note: "n", Sources: []act.Source{{Key: "press", Title: "t"}}}}}),
		in("a", "x", &act.Deposit{Instrument: words}),
		in("newland", "newland", &act.Apply{Procedure: "vote", Name: words, Subject: words}),
		in("chair", "newland", &act.Count{Ballots: form.Map[int64]{Keys: []string{"for", "against"}, Values: []int64{2, 1}}}),
		in("chair", "", &act.Suspend{Member: "c", Reason: words}),
		in("chair", "", &act.Reinstate{Member: "c"}),
		in("chair", "", &act.Admit{Member: "q", Name: words}),
		in("chair", "", &act.Expel{Member: "q", Reason: words}),
		in("a", "", &act.Enrol{Key: keyNamed("a-2", "a", 77)}),
		in("a", "", &act.Rotate{Of: "a-2", Key: held("a-2", keyNamed("a-3", "a", 78))}),
		in("a", "", &act.Revoke{Key: "a-3", Reason: words}),
		in("b", "", &act.Recover{Key: keyNamed("b-2", "b", 79), Reason: words}),
		in("b", "", &act.Leave{}),
	}
}

// held answers a key of somebody else.
func held(holder string, k act.Key) act.Key {
	k.Holder = holder
	return k
}

// onPaper answers an act as the chair registers it.
func onPaper(a act.Act) act.Act {
	a.Paper = &act.Paper{By: "chair", From: "f"}
	return a
}
