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
