package verifier

import (
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/form"
)

// quay is a small body with every way of deciding that records are full of.
const quay = `accede: charter/1
body: quay
name: {en: Quay Association}
time_zone: Europe/Brussels
keeping: official
chair: {id: chair, name: {en: Chair}, mediates: true}
secretariat: {id: desk, name: {en: Secretariat}}
members:
  - {id: a, name: {en: Alder}}
  - {id: b, name: {en: Birch}}
  - {id: c, name: {en: Cedar}, since: 2029-06-01}
  - {id: d, name: {en: Dogwood}, until: 2029-12-31}
applicants:
  - {id: x, name: {en: Xylo}}
  - {id: z, name: {en: Zelkova}}
classes:
  - {id: shore, name: {en: Shore}, members: [a, b]}
weights:
  - {id: tons, unit: tons, of: {a: 50, b: 30, c: 20, d: 0}}
ballots:
  - {id: declaring, kind: abstaining}
rules:
  - id: carried
    rule: >-
      more than half of members voting are for
      and at least 50% of members by tons are for
    source: unsourced
procedures:
  accession:
    stages:
      - {id: application, act: apply}
      - {id: invitation, rule: none of members are against, silence: {pending_counts_as: for, at_least: 24 hours}, objection: required to be against, gains: invitee}
      - {id: signature, each: [members, applicant], act: sign}
      - {id: ratification, each: members, steps: [approve, deposit], effect: {joins: members}}
  vote:
    stages:
      - {id: application, act: apply}
      - {id: ballot, rule: all of members are for, closes: when certain}
  council:
    stages:
      - {id: application, act: apply}
      - {id: ballot, by_rule: carried, tie: chair decides}
decisive: [withdraw]
redaction: [author]
recovery: {members: 2, after: 7 days}
`

// quayHolders are the keys with which quay is founded: of every algorithm there is.
func quayHolders(t testing.TB) []holder {
	return []holder{
		newHolder(t, "chair.one", signature.Ed25519), newHolder(t, "chair.two", signature.SSHEd25519),
		newHolder(t, "a.envoy", signature.WebAuthnES256), newHolder(t, "a.deputy", signature.SSHECDSA),
		newHolder(t, "b.envoy", signature.WebAuthnEd25519), newHolder(t, "b.deputy", signature.SSHEd25519SK),
		newHolder(t, "c.envoy", signature.SSHECDSASK), newHolder(t, "x.envoy", signature.Ed25519), newHolder(t, "z.envoy", signature.Ed25519),
	}
}

func newQuay(t testing.TB) *builder { return start(t, quay, quayHolders(t)...) }

func position(ballot string) *act.Position { return &act.Position{Ballot: ballot} }

func objection(concern string) *act.Object {
	return &act.Object{Grounds: en("A harbour too small."), Concerns: []act.Concern{{ID: concern, Text: en("Berths.")}}}
}

// aVote carries one application and rejects another.
func aVote(t testing.TB) *builder {
	b := newQuay(t)
	b.act("x-applies", "x", "x", &act.Apply{Procedure: "vote"}, "x.envoy")
	b.act("z-applies", "z", "z", &act.Apply{Procedure: "vote"}, "z.envoy")
	b.act("a-for", "a", "x z", position("for"), "a.envoy")
	b.act("b-for", "b", "x", position("for"), "b.deputy")
	b.act("c-for", "c", "x", position("for"), "c.envoy")
	b.act("b-declares", "b", "z", position("declaring"), "b.envoy")
	return b
}

// aSilence breaks a silence, takes the objection back by two persons, and keeps the next one to its end.
func aSilence(t testing.TB) *builder {
	b := newQuay(t)
	b.act("x-applies", "x", "x", &act.Apply{Procedure: "accession"}, "x.envoy")
	b.act("put-1", "chair", "x", &act.Put{Text: en("Invite Xylo."), Until: form.Instant{At: b.at.Add(48 * time.Hour)}}, "chair.one")
	b.act("a-objects", "a", "x", objection("berths"), "a.envoy")
	b.later(72 * time.Hour)
	b.act("a-withdraws", "a", "x", &act.Withdraw{What: "objection", Of: "a-objects"}, "a.envoy a.deputy")
	b.act("put-2", "chair", "x", &act.Put{Text: en("Invite Xylo, with ten berths."), Until: form.Instant{Day: form.Date{Year: 2030, Month: 1, Day: 9}}}, "chair.two")
	b.act("c-recuses", "c", "x", &act.Recuse{}, "c.envoy")
	return b
}

// anAccession goes on to a new member.
func anAccession(t testing.TB) *builder {
	b := aSilence(t)
	b.later(30 * 24 * time.Hour)
	for _, m := range []string{"a", "b", "c", "x"} {
		b.act(m+"-signs", body.MemberID(m), "x", &act.Sign{}, m+".envoy")
	}
	for _, m := range []string{"a", "b", "c"} {
		b.act(m+"-approves", body.MemberID(m), "x", &act.Approve{}, m+".envoy")
		b.act(m+"-deposits", body.MemberID(m), "x", &act.Deposit{}, m+".envoy")
	}
	return b
}

// aTie is decided by the chair's casting vote.
func aTie(t testing.TB) *builder {
	b := newQuay(t)
	b.act("x-applies", "x", "x", &act.Apply{Procedure: "council"}, "x.envoy")
	b.act("a-for", "a", "x", position("for"), "a.envoy")
	b.act("b-against", "b", "x", position("against"), "b.envoy")
	b.act("c-declares", "c", "x", position("declaring"), "c.envoy")
	b.act("closed", "chair", "x", &act.Close{Casting: "for"}, "chair.one")
	return b
}

// aKeyring enrols, rotates, revokes and recovers keys.
func aKeyring(t testing.TB) *builder {
	b := newQuay(t)
	hold := func(h holder) act.Key {
		b.holders[h.key.ID] = h
		return h.key
	}
	narrow := newHolder(t, "b.clerk", signature.SSHEd25519, "statement", "position")
	narrow.key.Until = form.Instant{Day: form.Date{Year: 2030, Month: 1, Day: 5}}
	b.act("enrols", "b", "", &act.Enrol{Key: hold(narrow)}, "b.envoy b.clerk")
	b.act("rotates", "x", "", &act.Rotate{Of: "x.envoy", Key: hold(newHolder(t, "x.envoy.2", signature.WebAuthnES256))}, "x.envoy")
	b.act("x-applies", "x", "x", &act.Apply{Procedure: "vote"}, "x.envoy.2")
	b.act("b-for", "b", "x", position("for"), "b.clerk")
	b.act("revokes", "chair", "", &act.Revoke{Key: "c.envoy", Reason: en("Stolen.")}, "chair.one")
	b.act("recovers", "c", "", &act.Recover{Key: hold(newHolder(t, "c.envoy.2", signature.Ed25519)), Reason: en("It was stolen.")}, "a.envoy b.envoy")
	b.later(8 * 24 * time.Hour)
	b.act("c-against", "c", "x", position("against"), "c.envoy.2")
	return b
}

// aPaper is kept without keys, by a secretariat that registers letters.
func aPaper(t testing.TB) *builder {
	b := start(t, strings.Replace(quay, "decisive: [withdraw]\n", "", 1))
	enter := func(id string, by body.MemberID, do act.Deed) {
		b.later(time.Minute)
		a := &act.Act{Body: "quay", ID: id, By: by, Date: form.Instant{Day: form.Date{Year: 2030, Month: 1, Day: 1}}, Dossiers: []string{"x"}, Do: do, Paper: &act.Paper{By: "desk", From: "letter"}}
		b.enter(b.signedEntry(a))
		b.settle()
	}
	enter("x-applies", "x", &act.Apply{Procedure: "vote"})
	enter("a-for", "a", position("for"))
	enter("b-against", "b", position("against"))
	return b
}

// aReport is an observer's record.
func aReport(t testing.TB) *builder {
	b := start(t, strings.NewReplacer("keeping: official", "keeping: reported", "decisive: [withdraw]\n", "", "recovery: {members: 2, after: 7 days}\n", "").Replace(quay))
	for i, step := range []struct {
		id string
		by body.MemberID
		do act.Deed
	}{
		{"x-applies", "x", &act.Apply{Procedure: "accession"}},
		{"a-objects", "a", objection("berths")},
		{"round-1", "chair", &act.Talks{Round: 1, Parties: []body.MemberID{"a", "x"}, Agenda: []string{"berths"}, Outcome: []act.Progress{{Concern: "berths", Progress: "some"}}}},
	} {
		b.at = b.at.Add(24 * time.Hour)
		a := &act.Act{Body: "quay", ID: step.id, By: step.by, Date: form.Instant{Day: form.Date{Year: 2030, Month: 1, Day: i + 1}}, Dossiers: []string{"x"}, Do: step.do, Sources: []act.Source{{Key: "gazette", Title: "The Harbour Gazette"}}}
		b.enter(b.signedEntry(a))
	}
	return b
}

// aWatch is a silence that is assent once two watchers have seen the record after it.
func aWatch(t testing.TB) *builder {
	holders := quayHolders(t)
	for _, id := range []string{"a.watch", "b.watch"} {
		holders = append(holders, newHolder(t, id, signature.Ed25519, "cosign"))
	}
	b := start(t, quay+"watchers: {quorum: [{at_least: 2}], grace: 1 hour}\n", holders...)
	b.act("x-applies", "x", "x", &act.Apply{Procedure: "accession"}, "x.envoy")
	b.act("put-1", "chair", "x", &act.Put{Text: en("Invite Xylo."), Until: form.Instant{At: b.at.Add(48 * time.Hour)}}, "chair.one")
	b.later(50 * time.Hour)
	b.act("a-sees", "a", "", &act.Cosign{}, "a.watch")
	b.act("b-sees", "b", "", &act.Cosign{}, "b.watch")
	return b
}

// anAmendment changes the charter by its own rule; what was opened before stays under the old one.
func anAmendment(t testing.TB) *builder {
	charter := strings.Replace(quay, "decisive:", `  amendment:
    stages:
      - {id: application, act: apply, by: a}
      - {id: ballot, rule: at least 2/3 of members are for, closes: when certain, effect: {amends: charter}}
decisive:`, 1)
	b := start(t, charter, quayHolders(t)...)
	b.act("x-applies", "x", "x", &act.Apply{Procedure: "vote"}, "x.envoy")
	b.act("a-proposes", "a", "amend", &act.Apply{Procedure: "amendment", Subject: en("Half is enough."), Proposed: strings.Replace(charter, "rule: all of members are for", "rule: at least half of members are for", 1)}, "a.envoy")
	b.act("a-assents", "a", "amend", position("for"), "a.envoy")
	b.act("b-assents", "b", "amend", position("for"), "b.envoy")
	b.act("z-applies", "z", "z", &act.Apply{Procedure: "vote"}, "z.envoy")
	b.act("a-for", "a", "x z", position("for"), "a.envoy")
	b.act("b-for", "b", "x z", position("for"), "b.envoy")
	return b
}

// theGood are the records that verify.
func theGood(t testing.TB) []made {
	var all []made
	for _, g := range []struct {
		name, says string
		make       func(testing.TB) *builder
	}{
		{"vote", "two applications put to a vote that closes when it is certain, signed by keys of every algorithm", aVote},
		{"silence", "a silence broken, and one that runs", aSilence},
		{"accession", "from an application to a new member", anAccession},
		{"tie", "weights, and a casting vote", aTie},
		{"keyring", "keys enrolled, rotated, revoked and recovered", aKeyring},
		{"paper", "a record without keys, registered from paper", aPaper},
		{"report", "an observer's record", aReport},
		{"watch", "a silence that waits for watchers", aWatch},
		{"amendment", "a charter amended while an application waits", anAmendment},
	} {
		all = append(all, made{Name: g.name, Class: "sound", Says: g.says, data: g.make(t).bundle("")})
	}
	all = append(all, made{Name: "dossier", Class: "sound", Says: "one dossier of the record of two, each entry with its proof", data: aVote(t).bundle("x")})
	return append(append(all, goodEnclosed(t)...), theUndetectable(t)...)
}

// theUndetectable are records of a host that lies, each of which verifies by itself. Who holds two of them, or an earlier
// or later checkpoint, has the proof: that is what watchers are for.
func theUndetectable(t testing.TB) []made {
	fork := func(ballot string) []byte {
		b := newQuay(t)
		b.act("x-applies", "x", "x", &act.Apply{Procedure: "vote"}, "x.envoy")
		b.act("a-says", "a", "x", position(ballot), "a.envoy")
		return b.bundle("")
	}
	return []made{
		{Name: "fork-for", Class: "split view, needs watchers", Says: "the host shows a as for", data: fork("for")},
		{Name: "fork-declaring", Class: "split view, needs watchers", Says: "and to others, at the same position, as declaring", data: fork("declaring")},
		{Name: "tail-cut", Class: "tail cut off, needs watchers", Says: "an earlier state of fork-for, told as the whole", data: newQuayApplied(t).bundle("")},
	}
}

func newQuayApplied(t testing.TB) *builder {
	b := newQuay(t)
	b.act("x-applies", "x", "x", &act.Apply{Procedure: "vote"}, "x.envoy")
	return b
}
