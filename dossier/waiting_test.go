package dossier

import (
	"errors"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/form"
)

// Attack 13: whoever has got a key enrolled, or one exchanged, signs nothing decisive with it before the party has had the
// time that the charter gives it to notice.
func TestAttack13ANewKeySignsNothingDecisiveBeforeItsWaitingIsOver(t *testing.T) {
	f := Founding{Charter: signedCharter + "waiting: 3 days\n", Host: "quay+00000000+key", Made: "test", Keys: []act.Key{
		keyOf("chair.one"), keyOf("chair.two"), keyOf("a.envoy"), keyOf("b.envoy"), keyOf("b.deputy"), keyOf("c.envoy"),
	}}
	d, err := Found(f)
	if err != nil {
		t.Fatal(err)
	}
	k := signed{&keeper{t: t, d: d, body: "quay"}}
	k.apply(FoundingEntry(f, at("2030-01-01")))
	k.do("2030-01-02", k.entry("b", "", &act.Enrol{Key: keyOf("b.thief")}, "b.envoy", "b.deputy"))
	opening := k.sign(&act.Act{
		Body: "quay", ID: "x-applies", By: "x", Dossiers: []string{"x"}, Do: &act.Apply{Procedure: "accession"}, Paper: &act.Paper{By: "chair", From: "letter"},
		Date: form.Instant{At: k.d.At().UTC()}, Charter: k.d.Version(), SeenSize: k.d.Size(), SeenRoot: someRoot,
	}, "chair.one")
	k.do("2030-01-02", opening)
	k.do("2030-01-02", k.entry("b", "x", remarks("b"), "b.thief")) // what is not decisive
	deposit := func(signers ...string) Entry { return k.entry("b", "x", &act.Deposit{}, signers...) }
	k.refused("2030-01-04 23:59", "the key b.thief is new: it signs what is decisive from 2030-01-05T00:00:00+01:00 on", ErrAuthority, deposit("b.envoy", "b.thief"))
	// At the end of the waiting it is a matter of the stage, no more of the key.
	k.refused("2030-01-05", "stage", ErrStanding, deposit("b.envoy", "b.thief"))
	k.refused("2030-01-05", "stage", ErrStanding, deposit("b.envoy", "b.deputy")) // keys of the founding never waited
	k.do("2030-01-05", k.entry("b", "", &act.Rotate{Of: "b.envoy", Key: keyOf("b.envoy.two")}, "b.envoy"))
	k.refused("2030-01-05", "the key b.envoy.two is new", ErrAuthority, deposit("b.envoy.two", "b.deputy"))
	for _, s := range k.d.Keys(at("2030-01-05")) {
		want := map[string]time.Time{"b.thief": at("2030-01-05"), "b.envoy.two": at("2030-01-08")}[s.Key.ID]
		if !s.Decisive.Equal(want) {
			t.Errorf("%s signs what is decisive from %v, want %v", s.Key.ID, s.Decisive, want)
		}
	}
}

func remarks(by body.MemberID) *act.Statement {
	return &act.Statement{Statements: []act.Remark{{Side: by, Form: "reported", Text: en("Words.")}}}
}

// Attack 11: an act that was kept back is registered before the day its author has set, and at that instant no more.
func TestAttack11AnActThatWasKeptBackIsRefusedFromTheDayItsAuthorSet(t *testing.T) {
	for _, c := range []struct {
		until, when string
		late        bool
	}{
		{"2030-01-05", "2030-01-04 23:59", false},
		{"2030-01-05", "2030-01-05 00:00", true},
		{"2030-01-05", "2031-01-01", true},
		{"2030-01-05 12:00", "2030-01-05 11:59", false},
		{"2030-01-05 12:00", "2030-01-05 12:00", true},
	} {
		k := usual(t)
		k.do("2030-01-02", k.sign(&act.Act{
			Body: "quay", ID: "x-applies", By: "x", Dossiers: []string{"x"}, Do: &act.Apply{Procedure: "accession"}, Paper: &act.Paper{By: "chair", From: "letter"},
			Date: form.Instant{At: k.d.At().UTC()}, Charter: k.d.Version(), SeenSize: k.d.Size(), SeenRoot: someRoot,
		}, "chair.one"))
		kept := act.Act{
			Body: "quay", ID: "kept", By: "b", Dossiers: []string{"x"}, Do: remarks("b"), ValidUntil: form.Instant{At: at(c.until).UTC()},
			Date: form.Instant{At: k.d.At().UTC()}, Charter: k.d.Version(), SeenSize: k.d.Size(), SeenRoot: someRoot,
		}
		if len(c.until) == len("2030-01-05") {
			day, err := form.ParseInstant(c.until)
			if err != nil {
				t.Fatal(err)
			}
			kept.ValidUntil = day
		}
		err := k.try(c.when, k.sign(&kept, "b.envoy"))
		if late := err != nil; late != c.late || late && !strings.Contains(err.Error(), "its author lets it be registered before") {
			t.Errorf("valid until %s, at %s: %v, want it late: %v", c.until, c.when, err, c.late)
		}
	}
}

func TestAReportedActHasNoDayUntilWhichItIsValid(t *testing.T) {
	k := keep(t, body.Reported)
	a := act.Act{
		Body: "quay", ID: "x-applies", By: "x", Date: form.Instant{At: at("2030-01-02").UTC()}, Dossiers: []string{"x"}, Sources: []act.Source{{Key: "unsourced"}},
		Do: &act.Apply{Procedure: "accession"}, ValidUntil: form.Instant{At: at("2030-02-01").UTC()},
	}
	if err := k.d.Decide(&a, at("2030-01-02")); err == nil || !strings.Contains(err.Error(), "leave valid_until out") {
		t.Errorf("Decide = %v, want that valid_until is to be left out", err)
	}
}

// Attack 11: an act of any kind, delayed by any time, is refused for that alone once the end its author set has come, and
// before it never for that.
func TestAttack11AnActOfEveryKindDelayedByEveryPeriodEndsAtItsInstant(t *testing.T) {
	const valid = 30 * 24 * time.Hour
	delays := []time.Duration{
		0, time.Microsecond, time.Second, time.Hour, 24 * time.Hour, valid - time.Hour, valid - time.Microsecond,
		valid, valid + time.Microsecond, valid + time.Hour, 10 * valid, 3650 * 24 * time.Hour,
	}
	k := usual(t)
	made := at("2030-01-02")
	tried := 0
	for _, do := range act.Deeds() {
		a := act.Act{
			Body: "quay", ID: "kept", By: "b", Dossiers: []string{"x"}, Do: do, ValidUntil: form.Instant{At: made.Add(valid).UTC()},
			Date: form.Instant{At: made.UTC()}, Charter: k.d.Version(), SeenSize: k.d.Size(), SeenRoot: someRoot,
		}
		for _, delay := range delays {
			var refused *Refusal
			late := errors.As(k.d.Decide(&a, made.Add(delay)), &refused) && refused.Code == "valid-until-over"
			if want := delay >= valid; late != want {
				t.Errorf("%s, valid for %v and delayed by %v: late = %v, want %v (%v)", do.Kind(), valid, delay, late, want, refused)
			}
			tried++
		}
	}
	t.Logf("%d kinds, each delayed by %d periods: %d, 0 taken from the end on", len(act.Deeds()), len(delays), tried)
}
