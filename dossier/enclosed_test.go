package dossier

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/form"
)

// sealedBy answers an objection whose grounds are enclosed for an audience.
func sealedBy(by body.MemberID, salt byte, audience act.Audience) *act.Act {
	a := &act.Act{Body: "quay", By: by, Dossiers: []string{"x"}, Do: &act.Object{}}
	content, err := act.EnclosedText(en("grounds that are nobody else's"))
	if err != nil {
		panic(err)
	}
	c := act.SealOf(act.Salt{salt}, a, content)
	a.Enclosed = []act.Enclosure{{Seal: c, Audience: audience, Size: act.SizeOf(len(content))}}
	do := objects(fmt.Sprintf("q-%d", salt), fmt.Sprintf("d-%d", salt), "x")
	do.Grounds = act.Sealed(c)
	a.Do = do
	return a
}

// redacting keeps a record whose charter lets these have content erased.
func redacting(t *testing.T, who string) *keeper {
	t.Helper()
	k := keep(t, body.Official)
	if who != "" {
		f := Founding{Charter: strings.Replace(charterText, "KEEPING", "official", 1) + "redaction: [" + who + "]\n", Host: "quay+00000000+key", Made: "test"}
		d, err := Found(f)
		if err != nil {
			t.Fatal(err)
		}
		k = &keeper{t: t, d: d, body: "quay"}
		k.apply(FoundingEntry(f, at("2030-01-01")))
	}
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	return k
}

// encloses enters an act and answers what it encloses.
func (k *keeper) encloses(when string, a *act.Act) act.Enclosure {
	k.t.Helper()
	if err := k.tryAct(when, a); err != nil {
		k.t.Fatalf("%s by %s: %v", a.Do.Kind(), a.By, err)
	}
	k.refold()
	return a.Enclosed[0]
}

// Attack 3: a colleague's sealed words, entered under another name.
func TestAttack3AnothersSealedWordsAreNotEnteredAgain(t *testing.T) {
	k := redacting(t, "")
	own := sealedBy("b", 1, act.ToAuthor)
	k.encloses("2030-01-03", own)
	copied := sealedBy("c", 2, act.ToAuthor)
	copied.Enclosed[0].Seal = own.Enclosed[0].Seal
	copied.Do.(*act.Object).Grounds = act.Sealed(own.Enclosed[0].Seal)
	if err := k.tryAct("2030-01-04", copied); !errors.Is(err, ErrStanding) {
		t.Errorf("copied sealed grounds: %v, want %v", err, ErrStanding)
	}
	if another := act.SealOf(act.Salt{1}, &act.Act{Body: "quay", By: "c", Dossiers: []string{"x"}, Do: &act.Object{}}, nil); another == own.Enclosed[0].Seal {
		t.Error("one seal serves two authors")
	}
}

func TestWhoMayReadWhatIsEnclosed(t *testing.T) {
	k := redacting(t, "")
	readers := []body.MemberID{"", "b", "c", "x", "chair", "stranger"}
	want := map[act.Audience]string{
		act.ToPublic:   "[ b c x chair stranger]",
		act.ToBody:     "[b c x chair]",
		act.ToParties:  "[b x chair]",
		act.ToMediator: "[b chair]",
		act.ToAuthor:   "[b]",
	}
	salt := byte(0)
	for audience, may := range want {
		salt++
		e := k.encloses("2030-01-03", sealedBy("b", salt, audience))
		held, _ := k.d.Enclosed(e.Seal)
		var got []body.MemberID
		for _, who := range readers {
			if k.d.MayRead(held, who, at("2030-01-04")) {
				got = append(got, who)
			}
		}
		if fmt.Sprint(got) != may {
			t.Errorf("to %s: %q may read, want %q", audience, got, may)
		}
		k.do("2030-01-03", "b", "x", "", &act.Withdraw{What: "objection", Of: fmt.Sprintf("act-%d", k.n)})
	}
}

func TestWhatIsReleasedEverybodyMayRead(t *testing.T) {
	k := redacting(t, "")
	a := sealedBy("b", 1, act.ToAuthor)
	a.Enclosed[0].Release = form.Instant{At: at("2030-02-01").UTC()}
	held, _ := k.d.Enclosed(k.encloses("2030-01-03", a).Seal)
	for when, want := range map[string]bool{"2030-01-31": false, "2030-02-02": true} {
		if got := k.d.MayRead(held, "", at(when)); got != want {
			t.Errorf("MayRead on %s = %v, want %v", when, got, want)
		}
	}
}

// Attack 31: whoever is embarrassed by what was said has it erased.
func TestAttack31WhoTheCharterDoesNotNameErasesNothing(t *testing.T) {
	for who, may := range map[string]string{"": "", "author": "b", "chair": "chair", "c": "c"} {
		for _, by := range []body.MemberID{"a", "b", "c", "x", "chair"} {
			k := redacting(t, who)
			e := k.encloses("2030-01-03", sealedBy("b", 1, act.ToBody))
			do := &act.Redact{Of: []string{e.Seal}, Reason: en("a name that should not be there")}
			if string(by) != may {
				k.refused(ErrAuthority, "2030-01-04", by, "x", "", do)
				continue
			}
			k.do("2030-01-04", by, "x", "", do)
			k.refused(ErrStanding, "2030-01-05", by, "x", "", do)
			if held, _ := k.d.Enclosed(e.Seal); held.Redacted == 0 || held.By != "b" {
				t.Errorf("after the erasure: %+v", held)
			}
			if s := k.standing("x", "2030-01-05"); len(s.Objections) != 1 || s.Objections[0].By != "b" {
				t.Errorf("the objection is gone with its words: %+v", s.Objections)
			}
		}
	}
}

func TestWhatWasNeverEnclosedIsNotErased(t *testing.T) {
	k := redacting(t, "chair")
	k.refused(ErrUnknown, "2030-01-04", "chair", "x", "", &act.Redact{Of: []string{signature.Encode(make([]byte, 32))}, Reason: en("a reason")})
}
