package verifier

import (
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/form"
)

// patient is the quay in which a new key waits three days before it signs what is decisive.
func patient(t testing.TB) *builder {
	t.Helper()
	var keys []holder
	for _, id := range []string{"chair.one", "chair.two", "x.envoy", "a.envoy", "a.deputy", "b.envoy", "b.deputy", "c.envoy"} {
		keys = append(keys, newHolder(t, id, signature.Ed25519))
	}
	b := start(t, quay+"waiting: 3 days\n", keys...)
	b.act("x-applies", "x", "x", &act.Apply{Procedure: "accession"}, "x.envoy")
	b.act("put", "chair", "x", &act.Put{Text: en("Invite Xylo."), Until: form.Instant{At: b.at.Add(30 * 24 * time.Hour)}}, "chair.one")
	b.act("a-objects", "a", "x", objection("berths"), "a.envoy")
	fresh := newHolder(t, "a.third", signature.Ed25519)
	b.holders["a.third"] = fresh
	b.act("enrols", "a", "", &act.Enrol{Key: fresh.key}, "a.envoy a.deputy")
	return b
}

func word() *act.Statement {
	return &act.Statement{Statements: []act.Remark{{Side: "b", Form: "reported", Text: en("A word.")}}}
}

// Both verifiers know when a new key signs what is decisive, and until when an act is valid: at the instant, and a
// microsecond before.
func TestBothVerifiersKnowHowLongANewKeyWaitsAndUntilWhenAnActIsValid(t *testing.T) {
	n := startEngine(t)
	enrolled := patient(t).at
	ripe := enrolled.Add(3 * 24 * time.Hour)
	until := form.Instant{Day: form.Date{Year: 2030, Month: 1, Day: 9}}
	midnight := time.Date(2030, 1, 8, 23, 0, 0, 0, time.UTC) // in Brussels
	moment := form.Instant{At: midnight.Add(time.Hour)}
	for _, c := range []struct {
		name  string
		at    time.Time
		make  func(b *builder) *act.Act
		by    string
		sound bool
	}{
		{"new key, decisive, too early", ripe.Add(-time.Microsecond), withdrawing, "a.envoy a.third", false},
		{"new key, decisive, in time", ripe, withdrawing, "a.envoy a.third", true},
		{"old keys, decisive", enrolled.Add(time.Minute), withdrawing, "a.envoy a.deputy", true},
		{"new key, not decisive", enrolled.Add(time.Minute), func(b *builder) *act.Act { return b.draft("word", "a", "x", word()) }, "a.third", true},
		{"valid until a day, the moment before", midnight.Add(-time.Microsecond), valid(until), "b.envoy", true},
		{"valid until a day, at its first moment", midnight, valid(until), "b.envoy", false},
		{"valid until a moment, before", moment.At.Add(-time.Microsecond), valid(moment), "b.envoy", true},
		{"valid until a moment, at it", moment.At, valid(moment), "b.envoy", false},
	} {
		b := patient(t)
		b.later(c.at.Sub(b.at))
		e := b.signedEntry(c.make(b), strings.Fields(c.by)...)
		if c.sound {
			b.enter(e)
			b.settle()
		} else {
			b.raw(b.forged(e))
		}
		a, differ := agrees(t, n, b.bundle(""))
		if differ != "" || a.Verified != c.sound {
			t.Errorf("%s: verified %v, want %v; %s", c.name, a.Verified, c.sound, differ)
		}
	}
}

func withdrawing(b *builder) *act.Act {
	return b.draft("a-withdraws", "a", "x", &act.Withdraw{What: "objection", Of: "a-objects"})
}

func valid(until form.Instant) func(b *builder) *act.Act {
	return func(b *builder) *act.Act {
		a := b.draft("word", "b", "x", word())
		a.ValidUntil = until
		return a
	}
}

// Both verifiers know when a day begins whose midnight no clock shows, or two do: a second before the end of a day given as the
// deadline an objection is in time, at the end it is not.
func TestBothVerifiersKnowWhenADayEndsAtWhoseMidnightClocksAreSet(t *testing.T) {
	n := startEngine(t)
	for _, c := range []struct {
		zone string
		day  form.Date // on which the silence ends
		end  time.Time
	}{
		{"America/Santiago", form.Date{Year: 2031, Month: 9, Day: 6}, time.Date(2031, 9, 7, 4, 0, 0, 0, time.UTC)},   // 24:00 is 01:00
		{"America/Havana", form.Date{Year: 2031, Month: 3, Day: 8}, time.Date(2031, 3, 9, 5, 0, 0, 0, time.UTC)},     // the same
		{"America/Havana", form.Date{Year: 2031, Month: 11, Day: 1}, time.Date(2031, 11, 2, 4, 0, 0, 0, time.UTC)},   // 01:00 is 00:00 again
		{"America/Santiago", form.Date{Year: 2031, Month: 4, Day: 5}, time.Date(2031, 4, 6, 4, 0, 0, 0, time.UTC)},   // 24:00 is 23:00 again
		{"Europe/Brussels", form.Date{Year: 2031, Month: 3, Day: 29}, time.Date(2031, 3, 29, 23, 0, 0, 0, time.UTC)}, // not at midnight
	} {
		for _, early := range []time.Duration{time.Second, 0} {
			b := start(t, strings.Replace(quay, "Europe/Brussels", c.zone, 1), quayHolders(t)...)
			b.act("x-applies", "x", "x", &act.Apply{Procedure: "accession"}, "x.envoy")
			b.later(c.end.Add(-48 * time.Hour).Sub(b.at))
			b.act("put", "chair", "x", &act.Put{Text: en("Invite Xylo."), Until: form.Instant{Day: c.day}}, "chair.one")
			b.later(c.end.Add(-early).Sub(b.at))
			b.act("a-speaks", "a", "x", word(), "a.envoy")
			b.later(72 * time.Hour)
			b.act("b-speaks", "b", "x", word(), "b.envoy")
			a, differ := agrees(t, n, b.bundle(""))
			if differ != "" || !a.Verified {
				t.Errorf("%s, the end of %s, %v before it: verified %v; %s", c.zone, c.day, early, a.Verified, differ)
			}
		}
	}
}
