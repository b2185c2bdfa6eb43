package verifier

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/dossier"
	"accede/form"
)

// found answers every finding of a record, in words.
func (b *builder) found() []string {
	b.t.Helper()
	var all []string
	for _, l := range b.lines {
		e, err := dossier.ParseEntry(l)
		if err != nil {
			b.t.Fatal(err)
		}
		if n := e.Notice; n != nil && (n.Kind == dossier.NoticeFound || n.Kind == dossier.NoticeSilence) {
			all = append(all, fmt.Sprintf("%s: %v, %s", n.Stage, n.Outcome, strings.Join(n.Reasons, "; ")))
		}
	}
	return all
}

// Attack 12: the electorate is changed at every step of a case, once it is open. What the roll of a stage is was written
// down when it opened, so every finding is what it would have been.
func TestAttack12ChangingTheElectorateAtAnyStepChangesNoFinding(t *testing.T) {
	steps := []func(b *builder){
		func(b *builder) { b.act("x-applies", "x", "x", &act.Apply{Procedure: "accession"}, "x.envoy") },
		func(b *builder) {
			b.act("put-1", "chair", "x", &act.Put{Text: en("Invite Xylo."), Until: form.Instant{At: b.at.Add(48 * time.Hour)}}, "chair.one")
		},
		func(b *builder) { b.act("a-reserves", "a", "x", &act.Reserve{Reason: en("Its council.")}, "a.envoy") },
		func(b *builder) { b.act("b-objects", "b", "x", objection("berths"), "b.envoy") },
		func(b *builder) { b.later(72 * time.Hour) },
		func(b *builder) { b.act("closed", "chair", "x", &act.Close{}, "chair.one") },
	}
	changes := map[string]act.Deed{
		"the objector is expelled": &act.Expel{Member: "b"}, "the objector is suspended": &act.Suspend{Member: "b"},
		"a member is expelled": &act.Expel{Member: "c"}, "somebody is let in": &act.Admit{Member: "z"},
	}
	run := func(at int, do act.Deed) *builder {
		b := newQuay(t)
		for i, step := range steps {
			if i == at {
				b.act("roster", "chair", "", do, "chair.one")
			}
			step(b)
		}
		return b
	}
	want := run(-1, nil).found()
	if len(want) != 1 || !strings.Contains(want[0], "rejected") {
		t.Fatalf("without a change it is found: %q, want one refusal", want)
	}
	tried := 0
	for what, do := range changes {
		for at := 1; at < len(steps); at++ {
			b := run(at, do)
			if got := b.found(); !slices.Equal(got, want) {
				t.Errorf("%s before step %d: %q, want %q", what, at, got, want)
			}
			if verdict, position, reason := judged(t, b.bundle("")); verdict != "verified" {
				t.Errorf("%s before step %d: %s at %d: %s", what, at, verdict, position, reason)
			}
			tried++
		}
	}
	t.Logf("%d changes of the electorate, none of a finding", tried)
}

// Attack 11: the host keeps an act back and enters it when that is useful. It counts for no text that its author had not
// seen; and an author who has heard nothing takes its id for another act, after which the first is one too many.
func TestAttack11AnActThatWasHeldBackCountsForNoLaterTextAndNotBesideItsSuccessor(t *testing.T) {
	put := func(b *builder, id, text string) {
		b.act(id, "chair", "x", &act.Put{Text: en(text), Until: form.Instant{At: b.at.Add(48 * time.Hour)}}, "chair.one")
	}
	open := func() *builder {
		b := newQuay(t)
		b.act("x-applies", "x", "x", &act.Apply{Procedure: "accession"}, "x.envoy")
		put(b, "put-1", "Invite Xylo.")
		return b
	}
	held := func(b *builder) func() dossier.Entry {
		a := b.draft("a-for", "a", "x", position("for"))
		data, err := a.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		sigs := b.signatures(data, "a.envoy")
		return func() dossier.Entry { return dossier.SignedEntry(b.next(), b.at, a, data, sigs) }
	}
	inTime := open()
	late := held(inTime)
	inTime.later(time.Minute)
	inTime.enter(late()) // at once it may stand: what follows is not refused for another reason
	for delay := time.Hour; delay < 48*time.Hour; delay *= 3 {
		b := open()
		late := held(b)
		b.later(delay)
		put(b, "put-2", "Invite Xylo, with no berth at all.")
		refusedLate(t, b, late(), fmt.Sprintf("entered %v later, under another text", delay))
	}
	b := open()
	late = held(b)
	b.act("a-for", "a", "x", &act.Reserve{Reason: en("Not yet.")}, "a.envoy")
	refusedLate(t, b, late(), "entered beside the act that took its id")
}

func refusedLate(t *testing.T, b *builder, e dossier.Entry, what string) {
	t.Helper()
	b.later(time.Minute)
	e.Seq, e.At = b.next(), b.at
	b.raw(b.forged(e))
	if verdict, position, _ := judged(t, b.bundle("")); verdict != "refused" || position != int64(len(b.lines)) {
		t.Errorf("%s: %s at entry %d, want it refused at %d", what, verdict, position, len(b.lines))
	}
}

// Attack 1, by the host: it has its own key and the store, and every key but the party's. Whatever it signs a position
// with, no verifier takes it.
func TestAttack01NoVerifierTakesAPositionThatAnyOtherKeyHasSigned(t *testing.T) {
	n := startEngine(t)
	tried := 0
	for _, author := range []body.MemberID{"a", "b", "c"} {
		for _, h := range quayHolders(t) {
			if h.key.Member == author {
				continue
			}
			for _, claimed := range []string{h.key.ID, string(author) + ".envoy"} {
				b := newQuayApplied(t)
				b.later(time.Minute)
				e := b.signedEntry(b.draft("forged", author, "x", position("for")), h.key.ID)
				e.Signatures[0].Key = claimed
				e.Signatures[0].Alg = signature.Alg(b.holders[claimed].key.Alg)
				if signature.CheckAll(e.Signatures) != nil {
					continue // a passkey's signature cannot even be told as another's
				}
				b.raw(b.forged(e))
				tried++
				a, differ := agrees(t, n, b.bundle(""))
				if a.Verified || differ != "" {
					t.Errorf("a position of %s signed by %s, told as %s: %s %s", author, h.key.ID, claimed, a.Outcome, differ)
				}
			}
		}
	}
	t.Logf("%d forged positions refused by both verifiers", tried)
}
