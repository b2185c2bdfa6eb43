package dossier

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/form"
)

// packedActs draws acts of the kinds that are packed, with everything such an act may hold.
func packedActs(t *rapid.T) *act.Act {
	word := rapid.SampledFrom([]string{"a", "b", "quay", "door-1", "long-word-of-a-charter"})
	a := &act.Act{
		Body: word.Draw(t, "body"), ID: rapid.StringMatching(`[a-z]{1,9}`).Draw(t, "id"), By: body.MemberID(word.Draw(t, "by")),
		Stage: word.Draw(t, "stage"), Charter: word.Draw(t, "charter"), Nonce: rapid.StringMatching(`[a-z]{0,22}`).Draw(t, "nonce"),
		Date:  form.Instant{Day: form.Date{Year: rapid.IntRange(1, 9999).Draw(t, "year"), Month: 12, Day: 31}},
		Dated: rapid.SampledFrom([]act.Dating{act.Exactly, act.AtLatest, act.About}).Draw(t, "dated"),
	}
	for range rapid.IntRange(1, 3).Draw(t, "dossiers") {
		a.Dossiers = append(a.Dossiers, word.Draw(t, "dossier"))
	}
	if rapid.Bool().Draw(t, "moment") {
		at := time.Date(rapid.IntRange(1, 9999).Draw(t, "year"), 2, 3, 4, 5, 6, rapid.IntRange(0, 999_999_999).Draw(t, "nanos"), time.UTC)
		a.Date, a.ValidUntil = form.Instant{At: at}, form.Instant{At: at}
	}
	if rapid.Bool().Draw(t, "paper") {
		a.Paper = &act.Paper{By: "chair", From: word.Draw(t, "from")}
	}
	if rapid.Bool().Draw(t, "seen") {
		a.SeenSize = rapid.Int64Range(1, 1<<40).Draw(t, "size")
		a.SeenRoot = signature.Encode(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "root"))
	}
	a.Do = rapid.SampledFrom([]act.Deed{&act.Position{Ballot: "for"}, &act.Position{Ballot: "own"}, &act.Sign{}, &act.Approve{}, &act.Deposit{}}).Draw(t, "do")
	return a
}

func TestPackedActsComeOutAsTheyWentIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLexicon()
		var packed []byte
		var begins []int
		var acts []*act.Act
		for range rapid.IntRange(1, 20).Draw(t, "acts") {
			a := packedActs(t)
			begins, acts = append(begins, len(packed)), append(acts, a)
			var ok bool
			if packed, ok = l.pack(packed, a); !ok {
				t.Fatalf("pack(%+v) refuses", a)
			}
		}
		read := l.copied()
		for i, a := range acts {
			got, ok := unpack(read.words, packed[begins[i]:])
			if diff := cmp.Diff(a, got); !ok || diff != "" {
				t.Fatalf("unpack, %v: %s", ok, diff)
			}
		}
	})
}

func TestAnActWithMoreThanWordsIsNotPacked(t *testing.T) {
	plain := func() *act.Act {
		return &act.Act{ID: "x", By: "a", Date: form.Instant{Day: form.Date{Year: 2030, Month: 1, Day: 2}}, Dossiers: []string{"d"}, Do: &act.Sign{}}
	}
	words := body.Names{"en": "why"}
	for name, change := range map[string]func(*act.Act){
		"another kind":     func(a *act.Act) { a.Do = &act.Statement{} },
		"an explanation":   func(a *act.Act) { a.Do = &act.Position{Ballot: "for", Explanation: words} },
		"conditions":       func(a *act.Act) { a.Do = &act.Position{Ballot: "for", Conditions: words} },
		"an instrument":    func(a *act.Act) { a.Do = &act.Deposit{Instrument: words} },
		"votes":            func(a *act.Act) { a.Do = &act.Approve{Votes: []act.RecordedVote{{Organ: "house"}}} },
		"a source":         func(a *act.Act) { a.Sources = []act.Source{{Key: "x"}} },
		"a note":           func(a *act.Act) { a.Note = "x" },
		"something sealed": func(a *act.Act) { a.Enclosed = []act.Enclosure{{Seal: "x"}} },
		"another root":     func(a *act.Act) { a.SeenRoot = "none" },
		"another zone":     func(a *act.Act) { a.Date = form.Instant{At: time.Now().In(time.FixedZone("", 3600))} },
	} {
		l := newLexicon()
		a := plain()
		if _, ok := l.pack(nil, a); !ok {
			t.Fatalf("pack(%+v) refuses", a)
		}
		change(a)
		if got, ok := l.pack([]byte("as it was"), a); ok || string(got) != "as it was" {
			t.Errorf("%s: pack = %q, %v; want it left out", name, got, ok)
		}
	}
}

func TestPackedBytesThatAreCutOffAreNoAct(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLexicon()
		packed, _ := l.pack(nil, packedActs(t))
		if a, ok := unpack(l.words, packed[:rapid.IntRange(0, len(packed)-1).Draw(t, "cut")]); ok {
			t.Fatalf("unpack of a part = %+v", a)
		}
		if _, ok := unpack(nil, packed); ok {
			t.Fatal("unpack without words answers an act")
		}
	})
}
