package dossier

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/form"
)

// signedCharter is the small body, official, with two persons for a deposit and a recovery by two others after a week.
var signedCharter = strings.Replace(charterText, "KEEPING", "official", 1) + "decisive: [deposit]\nrecovery: {members: 2, after: 7 days}\n"

// private answers a key of a test by its name, always the same one.
func private(name string) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed([]byte(fmt.Sprintf("%-32.32s", name)))
}

// keyOf answers the key of that name as it is enrolled: the party, a dot, the holder, such as a.envoy.
func keyOf(name string, acts ...string) act.Key {
	member, holder, _ := strings.Cut(name, ".")
	holder, _, _ = strings.Cut(holder, ".")
	if acts == nil {
		acts = []string{body.AnyAct}
	}
	return act.Key{
		ID: name, Member: body.MemberID(member), Holder: holder, Acts: acts, Alg: string(signature.Ed25519),
		Public: signature.Encode(private(name).Public().(ed25519.PublicKey)),
	}
}

// signed is a record in which acts are signed.
type signed struct{ *keeper }

func keepSigned(t *testing.T, keys ...act.Key) signed {
	t.Helper()
	f := Founding{Charter: signedCharter, Host: "quay+00000000+key", Made: "test", Keys: keys}
	d, err := Found(f)
	if err != nil {
		t.Fatalf("Found: %v", err)
	}
	k := signed{&keeper{t: t, d: d, body: "quay"}}
	k.apply(FoundingEntry(f, at("2030-01-01")))
	return k
}

// usual is a record whose chair has two people, and a and b one and two.
func usual(t *testing.T) signed {
	return keepSigned(t, keyOf("chair.one"), keyOf("chair.two"), keyOf("a.envoy"), keyOf("b.envoy"), keyOf("b.deputy"), keyOf("c.envoy"))
}

var someRoot = signature.Encode(bytes.Repeat([]byte{1}, 32))

// entry answers an act signed by the keys of those names, as the record now stands.
func (k signed) entry(by body.MemberID, dossier string, do act.Deed, signers ...string) Entry {
	k.t.Helper()
	k.n++
	return k.sign(&act.Act{
		Body: "quay", ID: fmt.Sprintf("act-%d", k.n), By: by, Dossiers: strings.Fields(dossier), Do: do, Date: form.Instant{At: k.d.At().UTC()},
		Charter: k.d.Version(), SeenSize: k.d.Size(), SeenRoot: someRoot,
	}, signers...)
}

func (k signed) sign(a *act.Act, signers ...string) Entry {
	k.t.Helper()
	data, err := a.Marshal()
	if err != nil {
		k.t.Fatalf("Marshal: %v", err)
	}
	parsed, err := act.Parse(data)
	if err != nil {
		k.t.Fatalf("Parse: %v", err)
	}
	var sigs []signature.Signature
	for _, s := range signers {
		sigs = append(sigs, signature.Signature{Alg: signature.Ed25519, Key: s, Sig: ed25519.Sign(private(s), signature.Message(data))})
	}
	return SignedEntry(k.d.Size()+1, time.Time{}, &parsed, data, sigs)
}

// try registers an entry at a time, or answers why not.
func (k signed) try(when string, e Entry) error {
	k.t.Helper()
	now := at(when)
	k.enter(now)
	e.Seq, e.At = k.d.Size()+1, now.UTC()
	before := k.d.Size()
	if err := k.d.Apply(e); err != nil {
		if k.d.Size() != before {
			k.t.Fatalf("refused, the entry was counted: %v", err)
		}
		return err
	}
	k.entries = append(k.entries, e)
	k.goOnWritten(e)
	k.enter(now)
	return nil
}

func (k signed) do(when string, e Entry) {
	k.t.Helper()
	if err := k.try(when, e); err != nil {
		k.t.Fatalf("%s, %s by %s: %v", when, e.Act.Do.Kind(), e.Act.By, err)
	}
	k.refold()
}

func (k signed) refused(when, why string, want error, e Entry) {
	k.t.Helper()
	if err := k.try(when, e); !errors.Is(err, want) || !strings.Contains(err.Error(), why) {
		k.t.Errorf("%s by %s: %v, want %v with %q", e.Act.Do.Kind(), e.Act.By, err, want, why)
	}
}

func (k signed) state(id string) KeyState {
	k.t.Helper()
	for _, s := range k.d.Keys(k.d.At()) {
		if s.Key.ID == id {
			return s.State
		}
	}
	return ""
}

func (k signed) applies(when string) {
	k.t.Helper()
	e := k.entry("x", "x", &act.Apply{Procedure: "vote"})
	e.Act.Paper = &act.Paper{By: "chair", From: "letter"}
	k.do(when, k.sign(e.Act, "chair.one"))
}

func TestAttack01APositionUnderEveryOtherKeyIsRefused(t *testing.T) {
	k := usual(t)
	k.applies("2030-01-02")
	do := &act.Position{Ballot: "for"}
	for _, name := range []string{"chair.one", "chair.two", "b.envoy", "b.deputy", "c.envoy"} {
		k.refused("2030-01-03", "this is an act of a", ErrAuthority, k.entry("a", "x", do, name))
		both := k.entry("a", "x", do, "a.envoy", name)
		k.refused("2030-01-03", "this is an act of a", ErrAuthority, both)
		forged := k.entry("a", "x", do, name)
		forged.Signatures[0].Key = "a.envoy"
		k.refused("2030-01-03", "does not verify", ErrAuthority, forged)
	}
	k.refused("2030-01-03", "neither signed nor registered", ErrAuthority, k.entry("a", "x", do))
	k.refused("2030-01-03", "not in this record", ErrAuthority, k.entry("a", "x", do, "a.stranger"))
	paper := k.entry("a", "x", do).Act
	paper.Paper = &act.Paper{By: "chair", From: "letter"}
	k.refused("2030-01-03", "this record has keys", ErrAuthority, k.sign(paper))
	k.refused("2030-01-03", "signs for b", ErrAuthority, k.sign(paper, "b.envoy"))
	k.do("2030-01-03", k.entry("a", "x", do, "a.envoy"))
	k.do("2030-01-03", k.sign(paper, "chair.two"))
}

func TestASignedActNamesItsCharterAndWhatItsAuthorHadSeen(t *testing.T) {
	k := usual(t)
	k.applies("2030-01-02")
	for why, spoil := range map[string]func(*act.Act){
		"names the charter in force": func(a *act.Act) { a.Charter = "" },
		"names the charter":          func(a *act.Act) { a.SeenSize, a.SeenRoot = 0, "" },
		"another charter":            func(a *act.Act) { a.Charter = CharterHash("another") },
		"another record":             func(a *act.Act) { a.SeenSize = k.d.Size() + 1 },
	} {
		a := k.entry("a", "x", &act.Position{Ballot: "for"}).Act
		spoil(a)
		k.refused("2030-01-03", why, ErrStanding, k.sign(a, "a.envoy"))
	}
}

func TestAPositionOnATextThatWasPutAgainSinceCountsForNothing(t *testing.T) {
	k := usual(t)
	e := k.entry("x", "x", &act.Apply{Procedure: "accession"})
	e.Act.Paper = &act.Paper{By: "chair", From: "letter"}
	k.do("2030-01-02", k.sign(e.Act, "chair.one"))
	put := func(text string) { k.do("2030-01-03", k.entry("chair", "x", &act.Put{Text: en(text)}, "chair.one")) }
	put("a text")
	early := k.entry("a", "x", &act.Position{Ballot: "for"}, "a.envoy")
	put("another text")
	k.refused("2030-01-04", "the text in question was put by entry", ErrStanding, early)
	k.do("2030-01-04", k.entry("a", "x", &act.Position{Ballot: "for"}, "a.envoy"))
}

func TestAttack13AKeyIsEnrolledByItsPartyOrAtFirstByAnOfficeAndNeverByTheHost(t *testing.T) {
	k := keepSigned(t, keyOf("chair.one", "enrol", "position"), keyOf("chair.two"), keyOf("a.envoy"), keyOf("b.envoy"))
	first := keyOf("e.envoy", "position")
	enrol := func(key act.Key) *act.Enrol { return &act.Enrol{Key: key} }
	// A host has the key of its checkpoints and no other: it can sign with keys the record does not have, or not at all.
	k.refused("2030-01-02", "neither signed", ErrAuthority, k.entry("chair", "", enrol(first)))
	k.refused("2030-01-02", "not in this record", ErrAuthority, k.entry("chair", "", enrol(first), "chair.host"))
	k.refused("2030-01-02", "signed for by the chair", ErrAuthority, k.entry("e", "", enrol(first), "e.envoy"))
	k.refused("2030-01-02", "does not enrol", ErrAuthority, k.entry("a", "", enrol(first), "a.envoy"))
	k.refused("2030-01-02", "does not enrol", ErrAuthority, k.entry("chair", "", enrol(first), "a.envoy"))
	k.refused("2030-01-02", "powers that none", ErrAuthority, k.entry("chair", "", enrol(keyOf("e.envoy")), "chair.one"))
	k.refused("2030-01-02", "two persons", ErrAuthority, k.entry("chair", "", enrol(keyOf("e.envoy")), "chair.two"))
	k.do("2030-01-02", k.entry("chair", "", enrol(first), "chair.one", "e.envoy"))
	k.refused("2030-01-02", "was enrolled by entry", ErrKnown, k.entry("chair", "", enrol(first), "chair.one"))

	// With a key of its own a party enrols for itself, and no office in its place.
	second := keyOf("a.deputy")
	k.refused("2030-01-02", "one of them signs", ErrAuthority, k.entry("chair", "", enrol(second), "chair.one", "chair.two"))
	k.refused("2030-01-02", "two persons", ErrAuthority, k.entry("a", "", enrol(second), "a.envoy"))
	stolen := second
	stolen.ID, stolen.Public = "a.thief", keyOf("b.envoy").Public
	k.refused("2030-01-02", "this public key is that of", ErrKnown, k.entry("a", "", enrol(stolen), "a.envoy"))
	k.do("2030-01-02", k.entry("a", "", enrol(second), "a.envoy", "chair.two"))
	nobody := keyOf("q.envoy")
	k.refused("2030-01-02", "neither a member", ErrUnknown, k.entry("chair", "", enrol(nobody), "chair.two"))
}

func TestAKeyThatSignsItsOwnEnrolmentIsNoSigner(t *testing.T) {
	k := usual(t)
	e := k.entry("a", "", &act.Enrol{Key: keyOf("a.second", "position")}, "a.second")
	k.refused("2030-01-02", "one of them signs", ErrAuthority, e)
	bad := k.entry("a", "", &act.Enrol{Key: keyOf("a.second", "position")}, "a.envoy", "a.second")
	bad.Signatures[1].Sig[0] ^= 1
	k.refused("2030-01-02", "by the new key", ErrAuthority, bad)
}

func TestADecisiveActIsSignedByTwoPersons(t *testing.T) {
	k := usual(t)
	second := keyOf("b.envoy.two") // another key in the same hand
	k.do("2030-01-02", k.entry("b", "", &act.Enrol{Key: second}, "b.envoy", "b.deputy"))
	k.do("2030-01-02", k.entry("a", "", &act.Enrol{Key: keyOf("a.deputy", "position")}, "a.envoy"))
	e := k.entry("x", "x", &act.Apply{Procedure: "accession"})
	e.Act.Paper = &act.Paper{By: "chair", From: "letter"}
	k.do("2030-01-02", k.sign(e.Act, "chair.one"))
	k.do("2030-01-03", k.entry("chair", "x", &act.Close{}, "chair.one"))
	for _, m := range []string{"a", "b", "c"} {
		k.do("2030-01-04", k.entry(body.MemberID(m), "x", &act.Sign{}, m+".envoy"))
	}
	paper := k.entry("e", "x", &act.Sign{}).Act
	paper.Paper = &act.Paper{By: "chair", From: "letter"}
	k.do("2030-01-04", k.sign(paper, "chair.one"))
	deposit := func(by body.MemberID, signers ...string) Entry { return k.entry(by, "x", &act.Deposit{}, signers...) }
	k.refused("2030-01-05", "two persons", ErrAuthority, deposit("b", "b.envoy"))
	k.refused("2030-01-05", "two persons", ErrAuthority, deposit("b", "b.envoy", "b.envoy.two"))
	k.refused("2030-01-05", "no full powers", ErrAuthority, deposit("a", "a.envoy", "a.deputy"))
	k.refused("2030-01-05", "this is an act of a", ErrAuthority, deposit("a", "a.envoy", "b.deputy"))
	k.do("2030-01-05", deposit("b", "b.envoy", "b.deputy"))
	paper = deposit("a").Act
	paper.Paper = &act.Paper{By: "chair", From: "note verbale"}
	k.refused("2030-01-05", "two persons", ErrAuthority, k.sign(paper, "chair.one"))
	k.do("2030-01-05", k.sign(paper, "chair.one", "chair.two"))
}

func TestAttack29ActsOneSecondOutsideTheMandateAreRefused(t *testing.T) {
	mandate := keyOf("e.envoy", "position")
	mandate.From = form.Instant{Day: form.Date{Year: 2030, Month: 2, Day: 1}}
	mandate.Until = form.Instant{At: at("2030-03-01 12:00").UTC()}
	k := keepSigned(t, keyOf("chair.one"), mandate)
	k.applies("2030-01-02")
	for when, want := range map[string]string{"2030-01-31 23:59:59": "before", "2030-03-01 12:00": "was over", "2030-03-01 12:00:01": "was over"} {
		now := at(when)
		e := k.entry("e", "x", &act.Position{Ballot: "for"}, "e.envoy")
		if err := k.d.DecideEntry(e, now); !errors.Is(err, ErrAuthority) || !strings.Contains(err.Error(), want) {
			t.Errorf("at %s: %v, want a refusal with %q", when, err, want)
		}
	}
	for _, when := range []string{"2030-02-01 00:00", "2030-03-01 11:59:59"} {
		k.do(when, k.entry("e", "x", &act.Position{Ballot: "for"}, "e.envoy"))
	}
	k.refused("2030-03-01 12:00", "was over", ErrAuthority, k.entry("e", "x", &act.Position{Ballot: "against"}, "e.envoy"))
	k.refused("2030-03-01 12:00", "was over", ErrAuthority, k.entry("chair", "", &act.Enrol{Key: keyOf("e.thief")}, "chair.one", "e.envoy"))
}

func TestWhatAKeySignedBeforeItWasRevokedStands(t *testing.T) {
	k := usual(t)
	k.applies("2030-01-02")
	k.do("2030-01-03", k.entry("b", "x", &act.Position{Ballot: "for"}, "b.envoy"))
	late := k.entry("b", "x", &act.Position{Ballot: "against"}, "b.envoy")
	k.refused("2030-01-04", "does not revoke", ErrAuthority, k.entry("a", "", &act.Revoke{Key: "b.envoy"}, "a.envoy"))
	k.refused("2030-01-04", "does not revoke", ErrAuthority, k.entry("b", "", &act.Revoke{Key: "b.envoy"}, "a.envoy"))
	k.do("2030-01-04", k.entry("b", "", &act.Revoke{Key: "b.envoy"}, "b.deputy"))
	k.refused("2030-01-05", "was revoked by entry", ErrAuthority, late)
	k.refused("2030-01-05", "no key", ErrUnknown, k.entry("b", "", &act.Revoke{Key: "b.envoy"}, "b.deputy"))
	s, err := k.d.Standing("x", k.d.At())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(s.Positions, func(p PositionStanding) bool { return p.Member == "b" })
	if s.Positions[i].Word != "for" {
		t.Errorf("b stands %s after its key was revoked, want for", s.Positions[i].Word)
	}
}

func TestAKeyIsReplacedByItselfAloneAndForItsOwnHolder(t *testing.T) {
	k := keepSigned(t, keyOf("chair.one"), keyOf("a.envoy", "position", "rotate"), keyOf("a.deputy"))
	rotate := func(name string, key act.Key, signers ...string) Entry {
		return k.entry("a", "", &act.Rotate{Of: name, Key: key}, signers...)
	}
	next := keyOf("a.envoy.next", "position")
	k.refused("2030-01-02", "wider powers", ErrStanding, rotate("a.envoy", keyOf("a.envoy.next"), "a.envoy"))
	k.refused("2030-01-02", "another person's", ErrStanding, rotate("a.envoy", keyOf("a.thief.next", "position"), "a.envoy"))
	k.refused("2030-01-02", "and no other does", ErrAuthority, rotate("a.envoy", next, "a.deputy"))
	k.refused("2030-01-02", "no key", ErrUnknown, rotate("a.lost", next, "a.envoy"))
	k.do("2030-01-02", rotate("a.envoy", next, "a.envoy", "a.envoy.next"))
	if got := k.state("a.envoy"); got != KeyRevoked {
		t.Errorf("the key that was replaced %s, want it revoked", got)
	}
	if got := k.state("a.envoy.next"); got != KeyHolds {
		t.Errorf("the key in its place %s, want that it holds", got)
	}
}

// Whoever steals a device must not decide alone nor for ever, and whoever loses one must not be silent for ever.
func TestAttack28EveryKeyLostIsRecoveredByOthersAndNothingIsForged(t *testing.T) {
	for _, stage := range []string{"before", "while it is put", "after it has spoken"} {
		for _, lost := range [][]string{{"b.envoy"}, {"b.deputy"}, {"b.envoy", "b.deputy"}} {
			t.Run(stage+" "+strings.Join(lost, "+"), func(t *testing.T) { loseKeys(t, stage, lost) })
		}
	}
}

func loseKeys(t *testing.T, stage string, lost []string) {
	k := usual(t)
	if stage != "before" {
		k.applies("2030-01-02")
	}
	if stage == "after it has spoken" {
		k.do("2030-01-03", k.entry("b", "x", &act.Position{Ballot: "for"}, "b.envoy"))
	}
	// The thief tries what one device can do: a second person, a wider key, a recovery of its own.
	k.refused("2030-01-04", "two persons", ErrAuthority, k.entry("b", "", &act.Enrol{Key: keyOf("b.thief")}, lost[0]))
	recovery := &act.Recover{Key: keyOf("b.new"), Reason: en("lost")}
	k.refused("2030-01-04", "signs twice, or for itself", ErrAuthority, k.entry("b", "", recovery, lost[0], "a.envoy"))
	for _, id := range lost {
		k.do("2030-01-05", k.entry("chair", "", &act.Revoke{Key: id, Reason: en("reported lost")}, "chair.one"))
		k.refused("2030-01-05", "was revoked", ErrAuthority, k.entry("b", "", &act.Enrol{Key: keyOf("b.thief", "position")}, id))
	}
	if len(lost) == 1 {
		other := map[string]string{"b.envoy": "b.deputy", "b.deputy": "b.envoy"}[lost[0]]
		k.do("2030-01-06", k.entry("b", "", &act.Enrol{Key: keyOf("b.new")}, other, "chair.one"))
	} else {
		k.refused("2030-01-06", "other members recover it", ErrStanding, k.entry("chair", "", &act.Enrol{Key: keyOf("b.new", "position")}, "chair.one", "chair.two"))
		k.refused("2030-01-06", "2 other parties", ErrAuthority, k.entry("chair", "", recovery, "chair.one"))
		k.refused("2030-01-06", "signs twice", ErrAuthority, k.entry("chair", "", recovery, "chair.one", "chair.two"))
		k.do("2030-01-06", k.entry("chair", "", recovery, "chair.one", "a.envoy"))
		if got := k.state("b.new"); got != KeyWaits {
			t.Errorf("the key of the recovery %s, want that it waits", got)
		}
		if stage == "before" {
			k.applies("2030-01-07")
		}
		k.refused("2030-01-12", "does not sign before", ErrAuthority, k.entry("b", "x", &act.Position{Ballot: "against"}, "b.new"))
	}
	if stage == "before" && len(lost) == 1 {
		k.applies("2030-01-07")
	}
	k.do("2030-01-13", k.entry("b", "x", &act.Position{Ballot: "against"}, "b.new"))
}

func TestARecoveryIsCalledOffByWhoeverStillHoldsAKey(t *testing.T) {
	k := usual(t)
	k.applies("2030-01-02")
	recovery := func(name string) Entry {
		return k.entry("a", "", &act.Recover{Key: keyOf(name), Reason: en("said to be lost")}, "a.envoy", "c.envoy")
	}
	k.do("2030-01-02", recovery("b.new"))
	k.do("2030-01-03", k.entry("b", "", &act.Revoke{Key: "b.new"}, "b.deputy"))
	k.do("2030-01-20", k.entry("b", "x", &act.Position{Ballot: "for"}, "b.envoy"))
	// One that nobody calls off replaces what was there, and goes on replacing it when it is itself revoked.
	k.do("2030-01-20", recovery("b.again"))
	k.do("2030-01-21", k.entry("b", "x", &act.Position{Ballot: "against"}, "b.envoy"))
	k.refused("2030-01-27", "has recovered since", ErrAuthority, k.entry("b", "x", &act.Position{Ballot: "for"}, "b.envoy"))
	k.do("2030-01-28", k.entry("b", "", &act.Revoke{Key: "b.again"}, "b.again"))
	k.refused("2030-01-28", "has recovered since", ErrAuthority, k.entry("b", "x", &act.Position{Ballot: "for"}, "b.envoy"))
}

func TestKeysAndDecisiveActsAreRefusedWhereNobodySigns(t *testing.T) {
	for why, f := range map[string]Founding{
		"to sign with":      {Charter: signedCharter},
		"nothing is signed": {Charter: strings.Replace(charterText, "KEEPING", "reported", 1), Keys: []act.Key{keyOf("a.envoy")}},
		"no such kind":      {Charter: strings.Replace(signedCharter, "[deposit]", "[bless]", 1), Keys: []act.Key{keyOf("a.envoy")}},
		"no party":          {Charter: signedCharter, Keys: []act.Key{keyOf("q.envoy")}},
		"was enrolled":      {Charter: signedCharter, Keys: []act.Key{keyOf("a.envoy"), keyOf("a.envoy")}},
	} {
		if _, err := Found(f); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("Found: %v, want a refusal with %q", err, why)
		}
	}
	k := keep(t, body.Official)
	if err := k.try("2030-01-02", "chair", "", "", &act.Enrol{Key: keyOf("a.envoy")}); !errors.Is(err, ErrStanding) {
		t.Errorf("a key in a record without keys: %v, want %v", err, ErrStanding)
	}
	r := keep(t, body.Reported)
	if err := r.try("2030-01-02", "chair", "", "", &act.Enrol{Key: keyOf("a.envoy")}); !errors.Is(err, ErrStanding) {
		t.Errorf("a key in a reported record: %v, want %v", err, ErrStanding)
	}
	s := usual(t)
	e := s.entry("x", "x", &act.Apply{Procedure: "vote"}, "a.envoy")
	e.Act.Sources = []act.Source{{Key: body.Unsourced}}
	e.Act.Body = r.body
	if err := r.d.DecideEntry(s.sign(e.Act, "a.envoy"), at("2030-01-02")); !errors.Is(err, ErrAuthority) {
		t.Errorf("a signed act in a reported record: %v, want %v", err, ErrAuthority)
	}
}

func TestAProofUnderAnotherKeyThanTheRecordsIsNotTaken(t *testing.T) {
	k := usual(t)
	k.applies("2030-01-02")
	e := k.entry("a", "x", &act.Position{Ballot: "for"})
	data := e.actBytes
	e.Signatures = []signature.Signature{{Alg: signature.Ed25519, Key: "a.envoy", Sig: ed25519.Sign(private("host"), signature.Message(data))}}
	host := signature.Key{Alg: signature.Ed25519, Public: private("host").Public().(ed25519.PublicKey)}
	if err := e.Prove(func(string) (signature.Key, bool) { return host, true }); err != nil {
		t.Fatalf("Prove: %v", err)
	}
	k.refused("2030-01-03", "does not verify", ErrAuthority, e)
	own := k.entry("a", "x", &act.Position{Ballot: "for"}, "a.envoy")
	if err := own.Prove(func(string) (signature.Key, bool) { return host, true }); err == nil {
		t.Error("Prove under another key is nil")
	}
	if err := own.Prove(k.d.Keyring().Signing); err != nil {
		t.Errorf("Prove: %v", err)
	}
	k.do("2030-01-03", own)
}

func TestARehearsalFoldsTheSameEntriesAndAsksNobodyToSign(t *testing.T) {
	k := usual(t)
	k.applies("2030-01-02")
	k.do("2030-01-03", k.entry("a", "x", &act.Position{Ballot: "for"}, "a.envoy"))
	f := *k.entries[0].Founding
	f.Rehearsal, f.Host = true, "another+00000000+key"
	first := FoundingEntry(f, k.entries[0].At)
	data, err := first.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	if first, err = ParseEntry(data); err != nil {
		t.Fatal(err)
	}
	d, err := Fold(append([]Entry{first}, k.entries[1:]...), time.Time{})
	if err != nil {
		t.Fatalf("Fold in a rehearsal: %v", err)
	}
	unsigned := k.entry("b", "x", &act.Position{Ballot: "for"})
	if err := d.DecideEntry(unsigned, d.At()); err != nil {
		t.Errorf("an unsigned act in a rehearsal: %v, want it admissible", err)
	}
	if err := k.d.Rehearsing().DecideEntry(unsigned, k.d.At()); err != nil {
		t.Errorf("an unsigned act in a clone that rehearses: %v, want it admissible", err)
	}
	if err := k.d.DecideEntry(unsigned, k.d.At()); !errors.Is(err, ErrAuthority) {
		t.Errorf("the same in the record: %v, want %v", err, ErrAuthority)
	}
}
