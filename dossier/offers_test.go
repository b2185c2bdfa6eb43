package dossier

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"accede/act"
	"accede/body"
	"accede/form"
)

// deedsOf answers acts of one kind about one thing: what a form would make of an offer, and the same for things that
// are not offered. New ids carry n.
func deedsOf(kind act.Kind, by body.MemberID, about, ballot string, until time.Time, n int) []act.Deed {
	fresh := fmt.Sprintf("fresh-%d", n)
	member := body.MemberID(about)
	if member == "" {
		member = body.MemberID(fresh)
	}
	demands := []act.Demand{{ID: fresh + "-d", Of: []body.MemberID{"x"}, Text: en("a demand")}}
	concerns := []act.Concern{{ID: fresh + "-c", Text: en("a concern"), Demands: demands}}
	switch kind {
	case act.KindApply:
		return []act.Deed{&act.Apply{Procedure: about, Name: en("somebody")}}
	case act.KindPut:
		return []act.Deed{&act.Put{Text: en(fresh)}, &act.Put{Text: en(fresh), Until: form.Instant{At: until}}}
	case act.KindExtend:
		return []act.Deed{&act.Extend{Until: form.Instant{At: until}}}
	case act.KindPosition:
		return []act.Deed{&act.Position{Ballot: ballot}}
	case act.KindReserve:
		return []act.Deed{&act.Reserve{Reason: en("a reason")}}
	case act.KindObject:
		return []act.Deed{&act.Object{Concerns: concerns}}
	case act.KindConcern:
		return []act.Deed{&act.AddConcern{Objection: about, Concerns: concerns}}
	case act.KindDemand:
		return []act.Deed{&act.AddDemand{Concern: about, Demands: demands}}
	case act.KindCommit:
		return []act.Deed{&act.Commit{Commitments: []act.Commitment{{ID: fresh, Text: en("a promise")}}}}
	case act.KindMemorandum:
		return []act.Deed{&act.Memorandum{Title: en("a text"), Parties: []body.MemberID{by}, Clauses: []act.Commitment{{ID: fresh, Text: en("a clause")}}}}
	case act.KindMeasure:
		return []act.Deed{&act.Measure{Answers: []string{about}, Text: en("done")}, &act.Measure{Under: []string{about}, Text: en("done")}}
	case act.KindAssess:
		return []act.Deed{&act.Assess{Of: about, Finds: "partly"}}
	case act.KindWithdraw:
		if about == "" {
			return []act.Deed{&act.Withdraw{What: "application"}}
		}
		return []act.Deed{&act.Withdraw{What: "objection", Of: about}}
	case act.KindPropose:
		return []act.Deed{&act.Propose{Text: en("a proposal")}}
	case act.KindReact:
		draft, clause, _ := strings.Cut(about, "/")
		return []act.Deed{&act.React{Draft: draft, Clause: clause, Version: 1, Answer: "accept"}}
	case act.KindTalks:
		return []act.Deed{&act.Talks{Parties: []body.MemberID{"a", "x"}}}
	case act.KindStatement:
		return []act.Deed{&act.Statement{Statements: []act.Remark{{Side: "a", Form: "reported", Text: en("words")}}}}
	case act.KindSign:
		return []act.Deed{&act.Sign{}}
	case act.KindApprove:
		return []act.Deed{&act.Approve{}}
	case act.KindDeposit:
		return []act.Deed{&act.Deposit{}}
	case act.KindDomestic:
		return []act.Deed{&act.Domestic{Step: en("a committee")}}
	case act.KindCount:
		return []act.Deed{&act.Count{Ballots: form.Map[int64]{Keys: []string{"for"}, Values: []int64{4}}}}
	case act.KindClose:
		return []act.Deed{&act.Close{}}
	case act.KindRecuse:
		return []act.Deed{&act.Recuse{Member: body.MemberID(about)}}
	case act.KindConfirm:
		return []act.Deed{&act.ConfirmPaper{Of: about}}
	case act.KindRedact:
		return []act.Deed{&act.Redact{Of: []string{about}, Reason: en("a reason")}}
	case act.KindSuspend:
		return []act.Deed{&act.Suspend{Member: member}}
	case act.KindReinstate:
		return []act.Deed{&act.Reinstate{Member: member}}
	case act.KindExpel:
		return []act.Deed{&act.Expel{Member: member}}
	case act.KindLeave:
		return []act.Deed{&act.Leave{}}
	case act.KindAdmit:
		return []act.Deed{&act.Admit{Member: member, Name: en("a member")}}
	case act.KindEnrol, act.KindRotate, act.KindRevoke, act.KindRecover, act.KindCosign:
		return nil // keys are not offered: who holds one knows
	}
	panic("no deed of the kind " + kind)
}

// atBody says whether acts of a kind address the body.
func atBody(kind act.Kind) bool {
	switch kind {
	case act.KindApply, act.KindSuspend, act.KindReinstate, act.KindExpel, act.KindLeave, act.KindAdmit:
		return true
	}
	return false
}

// offered holds Offers and Decide together for one party.
type offered struct {
	t    testing.TB
	d    *Docket
	by   body.MemberID
	at   time.Time
	n    int
	id   string
	said []Offer
}

func (o *offered) decide(stage string, do act.Deed) error {
	o.n++
	a := &act.Act{
		Body: "quay", ID: fmt.Sprintf("offer-%d", o.n), By: o.by, Dossiers: []string{o.id}, Stage: stage, Do: do,
		Date: form.Instant{At: o.at.UTC()}, Paper: &act.Paper{By: "chair", From: "letter"},
	}
	switch {
	case do.Kind() == act.KindApply:
		a.Dossiers = []string{fmt.Sprintf("fresh-%d", o.n)}
	case atBody(do.Kind()):
		a.Dossiers = nil
	}
	if err := a.Validate(); err != nil {
		o.t.Fatalf("the test makes no act: %v", err)
	}
	return o.d.Decide(a, o.at)
}

// everyOfferIsAdmissible fills each offer in and has it decided. A measure is offered under a commitment or in answer
// to a demand, so one of its two ways must do.
func (o *offered) everyOfferIsAdmissible() {
	o.t.Helper()
	for _, f := range o.said {
		for _, word := range append(f.Ballots, "")[:max(len(f.Ballots), 1)] {
			ok := false
			var last error
			for _, do := range deedsOf(f.Kind, o.by, f.About, word, o.at.AddDate(5, 0, 0), o.n) {
				last = o.decide(f.Stage, do)
				ok = ok || last == nil
			}
			if !ok {
				o.t.Fatalf("%s is offered %+v (%s) in %q on %v, and refused: %v", o.by, f, word, o.id, o.at, last)
			}
		}
	}
}

// nothingElseIsAdmissible tries acts of every kind in every stage about everything there is.
func (o *offered) nothingElseIsAdmissible(things []string) {
	o.t.Helper()
	stages := []string{"", "nowhere"}
	if s := o.d.states[o.id]; s != nil {
		for _, g := range s.stages {
			stages = append(stages, g.id)
		}
	}
	for _, kind := range act.Kinds() {
		if atBody(kind) != (o.id == "") {
			continue
		}
		kindOffered := slices.ContainsFunc(o.said, func(f Offer) bool { return f.Kind == kind })
		for _, stage := range stages {
			for _, thing := range things {
				for _, word := range []string{"for", "against", "pending"} {
					for _, do := range deedsOf(kind, o.by, thing, word, o.at.AddDate(5, 0, 0), o.n) {
						if act.Act.Validate(act.Act{Body: "quay", ID: "x", By: o.by, Date: form.Instant{At: o.at}, Do: do}) != nil || kindOffered || o.decide(stage, do) != nil {
							continue
						}
						o.t.Fatalf("%s is not offered %s in %q, stage %q, about %q on %v, and it is admissible", o.by, kind, o.id, stage, thing, o.at)
					}
				}
			}
		}
	}
}

// aboutWhat checks the kinds that one thing alone decides: what is offered of it is exactly what is admissible.
func (o *offered) aboutWhat(things []string) {
	o.t.Helper()
	for _, kind := range []act.Kind{act.KindConcern, act.KindDemand, act.KindAssess, act.KindMeasure, act.KindSuspend, act.KindReinstate, act.KindExpel} {
		if atBody(kind) != (o.id == "") {
			continue
		}
		for _, thing := range things[1:] {
			admissible := slices.ContainsFunc(deedsOf(kind, o.by, thing, "", o.at, o.n), func(do act.Deed) bool { return o.decide("", do) == nil })
			said := slices.ContainsFunc(o.said, func(f Offer) bool { return f.Kind == kind && f.About == thing })
			if admissible != said {
				o.t.Fatalf("%s of %q by %s: admissible %v, offered %v", kind, thing, o.by, admissible, said)
			}
		}
	}
}

// things answers the ids of everything an act could be about, after the empty one.
func (d *Docket) things(id string) []string {
	all := []string{"", "nothing", "a", "b", "x", "accession"}
	if s := d.states[id]; s != nil {
		for _, o := range s.objections {
			all = append(all, o.id)
			for _, c := range o.concerns {
				all = append(all, c.id)
			}
		}
		for _, m := range s.inOrder() {
			all = append(all, m.id)
		}
		for _, c := range s.promises() {
			all = append(all, c.id)
		}
		for _, m := range s.deeds() {
			all = append(all, m.id)
		}
	}
	return all
}

func TestWhatIsOfferedIsAdmissibleAndNothingElseIs(t *testing.T) {
	parties := []body.MemberID{"a", "b", "c", "e", "x", "z", "chair", "nobody"}
	rapid.Check(t, func(r *rapid.T) {
		k := keep(t, body.Official)
		day := 2
		when := func() string { return at("2030-01-01").AddDate(0, 0, day).Format(time.DateOnly) }
		k.do(when(), "x", "x", "", apply(rapid.SampledFrom([]string{"accession", "accession", "vote", "meeting"}).Draw(r, "procedure")))
		for range rapid.IntRange(0, 14).Draw(r, "acts") {
			day++
			by := rapid.SampledFrom(parties).Draw(r, "by")
			id := rapid.SampledFrom([]string{"x", "x", "x", "x", ""}).Draw(r, "dossier")
			offers := k.d.Offers(by, id, at(when()))
			if len(offers) == 0 {
				continue
			}
			// By kind first, so that the many offers about members do not crowd out the rest.
			kinds := []act.Kind{}
			for _, f := range offers {
				if !slices.Contains(kinds, f.Kind) && f.Kind != act.KindApply {
					kinds = append(kinds, f.Kind)
				}
			}
			if len(kinds) == 0 {
				continue
			}
			kind := rapid.SampledFrom(kinds).Draw(r, "kind")
			offers = slices.DeleteFunc(offers, func(f Offer) bool { return f.Kind != kind })
			f := rapid.SampledFrom(offers).Draw(r, "offer")
			word := "for"
			if len(f.Ballots) > 0 {
				word = rapid.SampledFrom(f.Ballots).Draw(r, "ballot")
			}
			do := deedsOf(f.Kind, by, f.About, word, at(when()).AddDate(0, 0, 3), day)
			_ = k.try(when(), by, id, f.Stage, rapid.SampledFrom(do).Draw(r, "deed")) // refused or not, it is a history
		}
		day++
		k.enter(at(when()))
		// Two parties of each history, the chair most often: it may do most.
		for _, by := range []body.MemberID{"chair", rapid.SampledFrom(parties).Draw(r, "asked")} {
			for _, id := range []string{"x", ""} {
				o := &offered{t: t, d: k.d, by: by, at: at(when()), n: 1000, id: id, said: k.d.Offers(by, id, at(when()))}
				things := k.d.things(id)
				o.everyOfferIsAdmissible()
				o.nothingElseIsAdmissible(things)
				o.aboutWhat(things)
			}
		}
	})
}

func TestNothingIsOfferedInADossierThatIsNotThere(t *testing.T) {
	k := keep(t, body.Official)
	if got := k.d.Offers("a", "x", at("2030-01-02")); got != nil {
		t.Errorf("Offers = %+v, want none", got)
	}
}

func TestWhoObjectsIsOfferedItsOwnWithdrawalAndNobodyElseIs(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "b", "x", "", objects("q", "d", "x"))
	has := func(by body.MemberID, kind act.Kind, about string) bool {
		return slices.ContainsFunc(k.d.Offers(by, "x", at("2030-01-04")), func(o Offer) bool { return o.Kind == kind && o.About == about })
	}
	for _, c := range []struct {
		by    body.MemberID
		kind  act.Kind
		about string
		want  bool
	}{
		{"b", act.KindWithdraw, "act-2", true},
		{"a", act.KindWithdraw, "act-2", false},
		{"chair", act.KindWithdraw, "act-2", false},
		{"b", act.KindPosition, "", false},
		{"a", act.KindPosition, "", true},
		{"x", act.KindMeasure, "d", true},
		{"b", act.KindMeasure, "d", false},
		{"b", act.KindAssess, "d", true},
		{"x", act.KindAssess, "d", false},
		{"chair", act.KindClose, "", true},
		{"a", act.KindClose, "", false},
		{"x", act.KindWithdraw, "", true},
		{"nobody", act.KindStatement, "", false},
	} {
		if got := has(c.by, c.kind, c.about); got != c.want {
			t.Errorf("%s about %q offered to %s: %v, want %v", c.kind, c.about, c.by, got, c.want)
		}
	}
}
