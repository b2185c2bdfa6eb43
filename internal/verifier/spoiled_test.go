package verifier

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/dossier"
	"accede/form"
	"accede/game"
	"accede/internal/bundle"
	"accede/ledger"
)

// theSpoiled are records that do not verify. Most are those of a host that has lied and signed its lie: entries, tree and
// checkpoint agree, and only what is said in the last entry is wrong.
func theSpoiled(t testing.TB) []made {
	var all []made
	for _, part := range [][]made{spoiledText(t), spoiledTree(t), spoiledEntries(t), spoiledActs(t), spoiledKeys(t), spoiledNotices(t), spoiledEnclosed(t)} {
		all = append(all, part...)
	}
	return all
}

// replaced answers data with one text in the place of another that is there.
func replaced(t testing.TB, data []byte, old, by string) []byte {
	t.Helper()
	if !bytes.Contains(data, []byte(old)) {
		t.Fatalf("%q is not in the record", old)
	}
	return bytes.Replace(data, []byte(old), []byte(by), 1)
}

// spoiledText is the sound vote with its text changed after it was written.
func spoiledText(t testing.TB) []made {
	good := aVote(t).bundle("")
	lines := bytes.SplitAfter(good, []byte("\n"))
	flipped := bytes.Clone(good)
	flipped[len(good)/2] ^= 1
	dossierLines := bytes.SplitAfter(aVote(t).bundle("x"), []byte("\n"))
	return []made{
		{Name: "empty", Class: "form", Says: "no bundle", data: []byte("hello\n")},
		{Name: "newer-bundle", Class: "form", Says: "a bundle of a version to come", data: replaced(t, good, "bundle/1", "bundle/3")},
		{Name: "first-line-longer", Class: "form", Says: "a key that nobody knows in the first line", data: replaced(t, good, `{"accede":"bundle/1",`, `{"accede":"bundle/1","also":1,`)},
		{Name: "blank-in-a-line", Class: "form", Says: "a blank between two values", data: replaced(t, good, `,"seq":2}`+"\n", `, "seq":2}`+"\n")},
		{Name: "invalid-utf8", Class: "form", Says: "bytes that are no UTF-8", data: replaced(t, good, `"id":"a-for"`, "\"id\":\"a-f\xf6r\"")},
		{Name: "flipped-bit", Class: "altered", Says: "one bit of the file changed", data: flipped},
		{Name: "entry-missing", Class: "altered", Says: "an entry left out", data: bytes.Join(append(append([][]byte{}, lines[:4]...), lines[5:]...), nil)},
		{Name: "entries-swapped", Class: "altered", Says: "two entries in each other's place", data: swapped(lines, 3, 4)},
		{Name: "cut-off", Class: "altered", Says: "the last entry left out, with the checkpoint of the whole", data: bytes.Join(lines[:len(lines)-2], nil)},
		{Name: "other-record", Class: "another record", Says: "the first line of one record before the entries of another", data: append(bytes.Clone(bytes.SplitAfter(aTie(t).bundle(""), []byte("\n"))[0]), bytes.Join(lines[1:], nil)...)},
		{Name: "other-origin", Class: "another record", Says: "the first line names another origin", data: otherOrigin(t, good)},
		{Name: "dossier-proof", Class: "altered", Says: "one hash of the proof of an entry changed, in a bundle of one dossier", data: otherProof(t, dossierLines)},
		{Name: "dossier-other", Class: "altered", Says: "an entry of another dossier in a bundle of one", data: replaced(t, bytes.Join(dossierLines, nil), `"dossier":"x","host"`, `"dossier":"z","host"`)},
		{Name: "dossier-no-founding", Class: "altered", Says: "a bundle of one dossier without the founding", data: bytes.Join(append(dossierLines[:1:1], dossierLines[2:]...), nil)},
	}
}

func swapped(lines [][]byte, i, j int) []byte {
	all := append([][]byte{}, lines...)
	all[i], all[j] = all[j], all[i]
	return bytes.Join(all, nil)
}

func otherOrigin(t testing.TB, good []byte) []byte {
	at := bytes.Index(good, []byte(`"origin":"accede/quay/`))
	if at < 0 {
		t.Fatal("the record has no origin")
	}
	return append(append(bytes.Clone(good[:at]), `"origin":"accede/quay/00`...), good[at+len(`"origin":"accede/quay/00`):]...)
}

func otherProof(t testing.TB, lines [][]byte) []byte {
	t.Helper()
	all := append([][]byte{}, lines...)
	at := bytes.Index(all[3], []byte(`"proof":["`)) + len(`"proof":["`)
	hash, err := base64.StdEncoding.DecodeString(string(all[3][at : at+44]))
	if err != nil {
		t.Fatal(err)
	}
	hash[7] ^= 1
	all[3] = append(append(bytes.Clone(all[3][:at]), base64.StdEncoding.EncodeToString(hash)...), all[3][at+44:]...)
	return bytes.Join(all, nil)
}

// spoiledTree has sound entries under a checkpoint that is not theirs.
func spoiledTree(t testing.TB) []made {
	with := func(change func(*builder, *bundle.Header)) []byte {
		b := aVote(t)
		h := b.header()
		change(b, &h)
		return write(t, h, func(yield func(bundle.Line, error) bool) {
			for i, data := range b.lines {
				if !yield(bundle.Line{Seq: int64(i + 1), Bytes: data}, nil) {
					return
				}
			}
		})
	}
	return []made{
		{Name: "other-host", Class: "checkpoint", Says: "signed by another host's key", data: with(func(b *builder, h *bundle.Header) {
			private, _ := hostKey(t, "accede/quay2")
			h.Checkpoint = b.signed(private, h.Size, b.tree.Root())
		})},
		{Name: "other-root", Class: "checkpoint", Says: "the host has signed another root", data: with(func(b *builder, h *bundle.Header) {
			h.Checkpoint = b.signed(b.private, h.Size, ledger.LeafHash([]byte("another")))
		})},
		{Name: "larger-size", Class: "checkpoint", Says: "the host has signed a longer record", data: with(func(b *builder, h *bundle.Header) {
			h.Checkpoint = b.signed(b.private, h.Size+1, b.tree.Root())
		})},
		{Name: "smaller-size", Class: "checkpoint", Says: "the host has signed a shorter record", data: with(func(b *builder, h *bundle.Header) {
			root, err := b.tree.View().RootAt(h.Size - 1)
			if err != nil {
				t.Fatal(err)
			}
			h.Checkpoint = b.signed(b.private, h.Size-1, root)
		})},
		{Name: "signature-of-nobody", Class: "checkpoint", Says: "one bit of the host's signature changed", data: with(func(b *builder, h *bundle.Header) {
			at := bytes.LastIndexByte(bytes.TrimSpace(h.Checkpoint), ' ') + 20
			if h.Checkpoint[at] == 'A' {
				h.Checkpoint[at] = 'B'
			} else {
				h.Checkpoint[at] = 'A'
			}
		})},
		{Name: "size-with-zero", Class: "checkpoint", Says: "the size with a zero before it, signed", data: with(func(b *builder, h *bundle.Header) {
			h.Checkpoint = replaced(t, h.Checkpoint, fmt.Sprintf("\n%d\n", h.Size), fmt.Sprintf("\n0%d\n", h.Size))
		})},
		{Name: "no-checkpoint", Class: "checkpoint", Says: "nobody has signed anything", data: with(func(b *builder, h *bundle.Header) { h.Checkpoint = nil })},
		{Name: "two-notes", Class: "checkpoint", Says: "a line more in the checkpoint", data: with(func(b *builder, h *bundle.Header) {
			h.Checkpoint = replaced(t, h.Checkpoint, "\n\n", "\nextra\n\n")
		})},
	}
}

// spoiledEntries have a last entry that is not in the one form in which it can be written, in a record that is signed so.
func spoiledEntries(t testing.TB) []made {
	var all []made
	add := func(name, class, says string, change func(b *builder, act string) string) {
		b := aVote(t)
		b.later(time.Minute)
		e := b.signedEntry(b.draft("c-says", "c", "z", &act.Statement{Statements: []act.Remark{{Side: "c", Form: "reported", Text: en("A word.")}}}), "c.envoy")
		data := string(b.forged(e))
		spoiled := change(b, data)
		if spoiled == data {
			t.Fatalf("%s changes nothing", name)
		}
		b.raw([]byte(spoiled))
		all = append(all, made{Name: name, Class: class, Says: says, data: b.bundle("")})
	}
	swap := func(old, by string) func(*builder, string) string {
		return func(_ *builder, data string) string { return strings.Replace(data, old, by, 1) }
	}
	add("act-keys-out-of-order", "form", "two keys of an act the other way round", swap(`"by":"c","charter"`, `"charter":"x","by"`))
	add("act-key-twice", "form", "a key of an act twice", swap(`"by":"c"`, `"by":"c","by":"c"`))
	add("act-unknown-key", "form", "a key of an act that nobody knows", swap(`"by":"c"`, `"by":"c","bz":1`))
	add("act-unknown-kind", "form", "an act of a kind that nobody knows", swap(`"act":"statement"`, `"act":"decree"`))
	add("act-newer", "form", "an act of a version to come", swap(`"act/1"`, `"act/2"`))
	size := fmt.Sprintf(`"seen_size":%d`, len(aVote(t).lines))
	add("act-fraction", "form", "a number with a fraction", swap(size, size+".0"))
	add("act-large-number", "form", "a number beyond 2^53-1", swap(size, `"seen_size":9007199254740993`))
	add("act-escape", "form", "an escape that is not needed", swap(`A word.`, `\u0041 word.`))
	add("act-half-a-pair", "form", "half of a pair of surrogates", swap(`A word.`, `\ud800`))
	add("act-turned-text", "form", "a character that turns the direction of a text", swap(`A word.`, "A \u202eword."))
	add("act-null", "form", "nothing, where a key would be left out", swap(`"by":"c"`, `"by":null`))
	add("act-empty-list", "form", "a list with nothing in it", swap(`"dossiers":["z"]`, `"dossiers":[]`))
	add("act-deep", "form", "nine levels", swap(`"A word."`, `[[[[[["A word."]]]]]]`))
	add("entry-unknown-key", "form", "a key of an entry that nobody knows", swap(`"at":`, `"as":1,"at":`))
	add("entry-newer", "form", "an entry of a version to come", swap(`"entry/1"`, `"entry/2"`))
	add("entry-other-position", "order", "an entry that says it is another", func(b *builder, data string) string {
		return strings.Replace(data, fmt.Sprintf(`,"seq":%d,"sig"`, b.next()), fmt.Sprintf(`,"seq":%d,"sig"`, b.next()+1), 1)
	})
	add("entry-earlier", "order", "registered before the entry before it", swap(`"at":"2030-`, `"at":"2029-`))
	add("entry-not-utc", "form", "a time of registration with an offset", swap(`Z","seq"`, `+00:00","seq"`))
	add("entry-two-things", "form", "an act and a notice in one entry", func(b *builder, data string) string {
		return strings.Replace(data, `,"seq":`, `,"notice":{"dated":"2030-01-01T12:00:00Z","dossier":"x","kind":"done"},"seq":`, 1)
	})
	add("signature-list-empty", "form", "a list of signatures with none in it", func(_ *builder, data string) string {
		before, _, _ := strings.Cut(data, `,"sig":[`)
		return before + `,"sig":[]}`
	})
	return all
}

// spoiledActs have a last act that may not stand where it stands.
func spoiledActs(t testing.TB) []made {
	var all []made
	add := func(name, class, says string, b *builder, e dossier.Entry) {
		b.raw(b.forged(e))
		all = append(all, made{Name: name, Class: class, Says: says, data: b.bundle("")})
	}
	at := func(from func(testing.TB) *builder) *builder {
		b := from(t)
		b.later(time.Minute)
		return b
	}
	pending := func(t testing.TB) *builder { // a vote in which b has yet to speak
		b := newQuay(t)
		b.act("x-applies", "x", "x", &act.Apply{Procedure: "vote"}, "x.envoy")
		b.act("a-for", "a", "x", position("for"), "a.envoy")
		return b
	}
	b := at(pending)
	add("seen-other-root", "seen", "its author had seen another record", b, b.signedEntry(func() *act.Act {
		a := b.draft("b-for", "b", "x", position("for"))
		a.SeenRoot = ledger.LeafHash([]byte("another")).String()
		return a
	}(), "b.envoy"))
	b = at(pending)
	add("seen-more-than-there-is", "seen", "its author had seen more than there is", b, b.signedEntry(func() *act.Act {
		a := b.draft("b-for", "b", "x", position("for"))
		a.SeenSize += 5
		return a
	}(), "b.envoy"))
	b = at(pending)
	add("other-charter", "standing", "signed under another charter", b, b.signedEntry(func() *act.Act {
		a := b.draft("b-for", "b", "x", position("for"))
		a.Charter = dossier.CharterHash("another")
		return a
	}(), "b.envoy"))
	b = at(pending)
	add("other-body", "replay", "an act for another body", b, b.signedEntry(func() *act.Act {
		a := b.draft("b-for", "b", "x", position("for"))
		a.Body = "mole"
		return a
	}(), "b.envoy"))
	b = at(pending)
	first := b.signedEntry(b.draft("b-reserves", "b", "x", &act.Reserve{Reason: en("Its council.")}), "b.envoy")
	b.enter(first)
	first.Seq++
	add("replayed", "replay", "the same act a second time", b, first)
	b = at(pending)
	add("unsigned", "authority", "an act that nobody signed", b, b.signedEntry(b.draft("b-for", "b", "x", position("for"))))
	b = at(pending)
	add("signed-by-another", "authority", "an act of b signed by a key of a", b, b.signedEntry(b.draft("b-for", "b", "x", position("for")), "a.envoy"))
	b = at(pending)
	add("signed-by-the-chair", "authority", "an act of b signed by the chair, not from paper", b, b.signedEntry(b.draft("b-for", "b", "x", position("for")), "chair.one"))
	b = at(pending)
	e := b.signedEntry(b.draft("b-for", "b", "x", position("for")), "b.envoy")
	e.Signatures[0].Sig[5] ^= 1
	add("signature-bit", "signature", "one bit of a passkey's signature changed", b, e)
	b = at(pending)
	e = b.signedEntry(b.draft("b-for", "b", "x", position("for")), "b.envoy")
	e.Signatures[0].Key = "b.deputy"
	add("signature-relabelled", "signature", "a signature told as another key's", b, e)
	b = at(pending)
	e = b.signedEntry(b.draft("b-for", "b", "x", position("for")), "b.envoy")
	other := b.signedEntry(b.draft("b-against", "b", "x", position("declaring")), "b.envoy")
	e.Signatures = other.Signatures
	add("signature-of-another-act", "signature", "the signature of another act", b, e)
	b = at(pending)
	e = b.signedEntry(b.draft("b-for", "b", "x", position("for")), "b.envoy")
	e.Signatures[0].Client = bytes.Replace(e.Signatures[0].Client, []byte("webauthn.get"), []byte("webauthn.set"), 1)
	add("passkey-client", "signature", "a passkey's client data changed", b, e)
	b = at(pending)
	e = b.signedEntry(b.draft("c-for", "c", "x", position("for")), "c.envoy")
	e.Signatures[0].Sig = bytes.Replace(e.Signatures[0].Sig, []byte(signature.Namespace), []byte("act@accede.v2"), 1)
	add("ssh-namespace", "signature", "an SSH signature made for something else", b, e)
	b = at(pending)
	add("no-member", "authority", "a position of one who is no member", b, b.signedEntry(b.draft("x-for", "x", "x", position("for")), "x.envoy"))
	b = at(pending)
	add("no-dossier", "standing", "a dossier that nobody opened", b, b.signedEntry(b.draft("b-for", "b", "y", position("for")), "b.envoy"))
	b = at(pending)
	add("no-ballot", "standing", "a ballot that the charter does not have", b, b.signedEntry(b.draft("b-for", "b", "x", position("blessing")), "b.envoy"))
	b = at(aVote)
	add("after-the-end", "standing", "a position in a stage that is closed", b, b.signedEntry(b.draft("b-against", "b", "x", position("against")), "b.envoy"))
	b = at(aSilence)
	add("against-without-objection", "standing", "a position against where the charter wants an objection", b, b.signedEntry(b.draft("b-against", "b", "x", position("against")), "b.envoy"))
	b = at(aSilence)
	add("withdrawn-by-one", "authority", "an act that the charter calls decisive, signed by one person", b, func() dossier.Entry {
		b.act("b-objects", "b", "x", objection("tides"), "b.envoy")
		b.later(time.Minute)
		return b.signedEntry(b.draft("b-withdraws", "b", "x", &act.Withdraw{What: "objection", Of: "b-objects"}), "b.envoy")
	}())
	b = at(aSilence)
	add("withdrawn-by-another", "authority", "an objection withdrawn by another member", b, func() dossier.Entry {
		b.act("b-objects", "b", "x", objection("tides"), "b.envoy")
		b.later(time.Minute)
		return b.signedEntry(b.draft("a-withdraws-b", "a", "x", &act.Withdraw{What: "objection", Of: "b-objects"}), "a.envoy", "a.deputy")
	}())
	b = at(aSilence)
	add("put-by-a-member", "authority", "a question put by a member", b, b.signedEntry(b.draft("put-3", "a", "x", &act.Put{Text: en("Something else."), Until: form.Instant{At: b.at.Add(96 * time.Hour)}}), "a.envoy"))
	b = at(aSilence)
	add("period-too-short", "standing", "a silence of an hour where the charter wants a day", b, b.signedEntry(b.draft("put-3", "chair", "x", &act.Put{Text: en("Something else."), Until: form.Instant{At: b.at.Add(time.Hour)}}), "chair.one"))
	b = at(aTie)
	add("expelled-by-a-member", "authority", "a member expelled by another", b, b.signedEntry(b.draft("out", "a", "", &act.Expel{Member: "b"}), "a.envoy"))
	b = at(aReport)
	add("report-without-source", "authority", "a reported act without a source", b, b.signedEntry(&act.Act{Body: "quay", ID: "word", By: "b", Date: form.Instant{Day: form.Date{Year: 2030, Month: 1, Day: 4}}, Dossiers: []string{"x"}, Do: &act.Sign{}}))
	b = at(aReport)
	add("report-of-tomorrow", "order", "what has not happened yet, reported", b, b.signedEntry(&act.Act{Body: "quay", ID: "word", By: "b", Date: form.Instant{Day: form.Date{Year: 2031, Month: 1, Day: 4}}, Dossiers: []string{"x"}, Do: &act.Domestic{Step: en("A vote at home.")}, Sources: []act.Source{{Key: body.Unsourced}}}))
	b = at(aPaper)
	add("paper-by-a-member", "authority", "paper registered by a member", b, b.signedEntry(&act.Act{Body: "quay", ID: "c-for", By: "c", Date: form.Instant{Day: form.Date{Year: 2030, Month: 1, Day: 1}}, Dossiers: []string{"x"}, Do: position("for"), Paper: &act.Paper{By: "a", From: "letter"}}))
	return all
}

// spoiledKeys have a last act that is signed by a key that does not hold, or makes one that may not be made.
func spoiledKeys(t testing.TB) []made {
	var all []made
	add := func(name, says string, b *builder, e dossier.Entry) {
		b.raw(b.forged(e))
		all = append(all, made{Name: name, Class: "keys", Says: says, data: b.bundle("")})
	}
	fresh := func() *builder {
		b := newQuay(t)
		b.act("x-applies", "x", "x", &act.Apply{Procedure: "vote"}, "x.envoy")
		b.later(time.Minute)
		return b
	}
	after := func() *builder {
		b := aKeyring(t)
		b.act("z-applies", "z", "z", &act.Apply{Procedure: "vote"}, "z.envoy")
		b.later(time.Minute)
		return b
	}
	enrol := func(b *builder, id string, alg signature.Alg, acts ...string) act.Key {
		h := newHolder(t, id, alg, acts...)
		b.holders[id] = h
		return h.key
	}
	b := after()
	add("key-revoked", "signed by a key that was revoked", b, b.signedEntry(b.draft("c-for", "c", "z", position("for")), "c.envoy"))
	b = after()
	add("key-rotated-away", "signed by a key that another has replaced", b, b.signedEntry(b.draft("word", "x", "x", &act.Statement{Statements: []act.Remark{{Side: "x", Form: "reported", Text: en("A word.")}}}), "x.envoy"))
	b = after()
	add("mandate-over", "signed after the mandate has ended", b, b.signedEntry(b.draft("b-for-z", "b", "z", position("for")), "b.clerk"))
	b = fresh()
	k := enrol(b, "b.clerk", signature.Ed25519, "statement")
	b.act("enrols", "b", "", &act.Enrol{Key: k}, "b.envoy")
	b.later(time.Minute)
	add("powers-exceeded", "signed by a key without powers for the act", b, b.signedEntry(b.draft("b-for", "b", "x", position("for")), "b.clerk"))
	b = fresh()
	b.act("revokes", "c", "", &act.Revoke{Key: "c.envoy"}, "c.envoy")
	b.act("recovers", "c", "", &act.Recover{Key: enrol(b, "c.envoy.2", signature.Ed25519), Reason: en("Lost.")}, "a.envoy b.envoy")
	b.later(time.Minute)
	add("recovered-too-early", "signed by a recovered key before its waiting time is over", b, b.signedEntry(b.draft("c-for", "c", "x", position("for")), "c.envoy.2"))
	b = fresh()
	add("enrolled-by-the-chair", "a key for a party that has keys, enrolled by the chair", b, b.signedEntry(b.draft("enrols", "chair", "", &act.Enrol{Key: enrol(b, "b.ghost", signature.Ed25519)}), "chair.one", "chair.two"))
	b = fresh()
	add("enrolled-by-itself", "a key enrolled by nothing but itself", b, b.signedEntry(b.draft("enrols", "b", "", &act.Enrol{Key: enrol(b, "b.ghost", signature.Ed25519)}), "b.ghost"))
	b = fresh()
	add("recovered-by-one", "a recovery signed by one other party", b, b.signedEntry(b.draft("recovers", "c", "", &act.Recover{Key: enrol(b, "c.ghost", signature.Ed25519), Reason: en("Lost.")}), "a.envoy"))
	b = fresh()
	add("key-twice", "a public key that another holds already", b, func() dossier.Entry {
		k := b.holders["a.envoy"].key
		k.ID, k.Member = "b.copy", "b"
		return b.signedEntry(b.draft("enrols", "b", "", &act.Enrol{Key: k}), "b.envoy", "b.deputy")
	}())
	b = fresh()
	add("rotated-by-another", "a key replaced by somebody else's signature", b, b.signedEntry(b.draft("rotates", "b", "", &act.Rotate{Of: "b.envoy", Key: enrol(b, "b.envoy.2", signature.Ed25519)}), "b.deputy"))
	b = fresh()
	add("unknown-key", "signed by a key that is not in the record", b, func() dossier.Entry {
		enrol(b, "b.stranger", signature.Ed25519)
		return b.signedEntry(b.draft("b-for", "b", "x", position("for")), "b.stranger")
	}())
	b = fresh()
	add("small-order-key", "a key under which signatures of nobody verify", b, func() dossier.Entry {
		a := b.draft("enrols", "b", "", &act.Enrol{Key: enrol(b, "b.ghost", signature.Ed25519)})
		data, err := a.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		// Under the point of order one every signature whose two halves fit each other verifies, whatever was signed.
		data = replaced(t, data, b.holders["b.ghost"].key.Public, signature.Encode(append([]byte{1}, make([]byte, 31)...)))
		return dossier.SignedEntry(b.next(), b.at, a, data, b.signatures(data, "b.envoy", "b.deputy"))
	}())
	return all
}

// spoiledNotices have a last notice that does not follow, or lack one that does.
func spoiledNotices(t testing.TB) []made {
	var all []made
	// lie makes a record up to a notice of that kind, and enters another in its place.
	lie := func(name, says string, from func(testing.TB) *builder, kind dossier.NoticeKind, change func(*dossier.Notice)) {
		whole := from(t)
		for i, data := range whole.lines {
			e, err := dossier.ParseEntry(data)
			if err != nil {
				t.Fatal(err)
			}
			if e.Notice == nil || e.Notice.Kind != kind {
				continue
			}
			b := start(t, whole.charter, foundedWith(t, whole)...)
			b.lines, b.tree = nil, new(ledger.Tree)
			for _, l := range whole.lines[:i] {
				b.raw(l)
			}
			n := *e.Notice
			change(&n)
			b.raw(b.forged(dossier.NoticeEntry(e.Seq, e.At, n)))
			all = append(all, made{Name: name, Class: "finding", Says: says, data: b.bundle("")})
			return
		}
		t.Fatalf("%s: no notice %s", name, kind)
	}
	lie("other-outcome", "a finding turned round", aVote, dossier.NoticeFound, func(n *dossier.Notice) { n.Outcome = 3 - n.Outcome })
	lie("other-reasons", "a finding with other figures", aVote, dossier.NoticeFound, func(n *dossier.Notice) { n.Reasons = []string{"all of members are for: 9, 3 needed"} })
	lie("other-date", "a finding dated a second later", aVote, dossier.NoticeFound, func(n *dossier.Notice) { n.Dated = n.Dated.Add(time.Second) })
	lie("other-stage", "another stage opened", aVote, dossier.NoticeOpened, func(n *dossier.Notice) { n.Stage = "application" })
	lie("tie-turned", "a casting vote read the other way", aTie, dossier.NoticeFound, func(n *dossier.Notice) { n.Outcome = game.Rejected })
	lie("silence-early", "a silence that ran a day sooner", aSilenceThatRan, dossier.NoticeSilence, func(n *dossier.Notice) { n.Dated = n.Dated.Add(-24 * time.Hour) })
	lie("silence-rejected", "a silence told as a refusal", aSilenceThatRan, dossier.NoticeSilence, func(n *dossier.Notice) { n.Outcome = game.Rejected })
	lie("joined-another", "somebody else joins", anAccession, dossier.NoticeJoined, func(n *dossier.Notice) { n.Member = "z" })
	lie("done-early", "a stage told as done", anAccession, dossier.NoticeJoined, func(n *dossier.Notice) { n.Kind, n.Member = dossier.NoticeDone, "" })

	withheld := func(name, says string, from func(testing.TB) *builder, kind dossier.NoticeKind) {
		whole := from(t)
		b := start(t, whole.charter, foundedWith(t, whole)...)
		b.lines, b.tree = nil, new(ledger.Tree)
		for _, l := range whole.lines {
			e, err := dossier.ParseEntry(l)
			if err != nil {
				t.Fatal(err)
			}
			if e.Notice != nil && e.Notice.Kind == kind {
				b.at = e.At.Add(time.Minute)
				b.raw(b.forged(b.signedEntry(b.draft("word", "a", "x", &act.Statement{Statements: []act.Remark{{Side: "a", Form: "reported", Text: en("A word.")}}}), "a.envoy")))
				all = append(all, made{Name: name, Class: "finding", Says: says, data: b.bundle("")})
				return
			}
			b.raw(l)
		}
		t.Fatalf("%s: no notice %s", name, kind)
	}
	withheld("finding-withheld", "an act where a finding is due", aVote, dossier.NoticeFound)
	withheld("silence-withheld", "an act where a silence has run", aSilenceThatRan, dossier.NoticeSilence)
	withheld("joining-withheld", "an act where a member is to join", anAccession, dossier.NoticeJoined)
	grown := aVote(t)
	n := dossier.Notice{Kind: dossier.NoticeJoined, Dossier: "x", Stage: "ballot", Member: "x", Dated: grown.at}
	grown.raw(grown.forged(dossier.NoticeEntry(grown.next(), grown.at, n)))
	all = append(all, made{Name: "joined-without", Class: "finding", Says: "a member joins where nothing says so", data: grown.bundle("")})
	spelled := newQuayApplied(t)
	last := spelled.lines[len(spelled.lines)-1]
	spelled.lines, spelled.tree = spelled.lines[:len(spelled.lines)-1], new(ledger.Tree)
	for _, l := range spelled.lines {
		spelled.tree.Append(l)
	}
	spelled.raw(replaced(t, last, `"kind":"opened"`, `"kind":"opened","member":""`))
	return append(all, made{Name: "notice-spelled-otherwise", Class: "form", Says: "the right notice, with a key that would be left out", data: spelled.bundle("")})
}

func aSilenceThatRan(t testing.TB) *builder {
	b := aSilence(t)
	b.later(30 * 24 * time.Hour)
	return b
}

// foundedWith answers the holders of a record that founded it: those of its first entry.
func foundedWith(t testing.TB, b *builder) []holder {
	t.Helper()
	e, err := dossier.ParseEntry(b.lines[0])
	if err != nil {
		t.Fatal(err)
	}
	var all []holder
	for _, k := range e.Founding.Keys {
		all = append(all, b.holders[k.ID])
	}
	return all
}
