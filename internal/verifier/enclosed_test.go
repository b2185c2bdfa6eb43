package verifier

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/internal/bundle"
)

// sealing is a record whose acts enclose words and files, and what there is of them.
type sealing struct {
	*builder
	items []act.Opening // in the order of their acts; what was erased is not among them
	gone  act.Opening   // what an entry has erased
}

// encloses enters an act with its words sealed, and a file beside them if there is one.
func (s *sealing) encloses(id string, by body.MemberID, do act.Deed, like act.Enclosure, file *act.File, signers string) []act.Opening {
	s.t.Helper()
	s.at = s.at.Add(time.Minute)
	a := s.draft(id, by, "x", do)
	n := 0
	salt := func() act.Salt {
		n++
		return sha256.Sum256(fmt.Appendf(nil, "records/salt/%s/%d", id, n))
	}
	items, err := a.Enclose(like, salt)
	if err == nil && file != nil {
		var o act.Opening
		o, err = a.Attach(*file, act.Enclosure{Audience: like.Audience}, salt())
		items = append(items, o)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	s.enter(s.signedEntry(a, strings.Fields(signers)...))
	s.settle()
	return items
}

// aSealing is a vote with reserves whose reasons are sealed to several, a file, words that only their recipients can open, and
// words that their author has had erased.
func aSealing(t testing.TB) *sealing {
	s := &sealing{builder: newQuay(t)}
	s.act("x-applies", "x", "x", &act.Apply{Procedure: "vote"}, "x.envoy")
	s.items = s.encloses("a-reserves", "a", &act.Reserve{Reason: body.Names{"en": "Its parliament.", "fr": "Son parlement."}}, act.Enclosure{Audience: act.ToPublic},
		&act.File{Media: "text/plain", Name: "note.txt", Bytes: []byte("The parliament sits in May.\n")}, "a.envoy")
	s.items = append(s.items, s.encloses("b-reserves", "b", &act.Reserve{Reason: en("Its court.")}, act.Enclosure{Audience: act.ToBody}, nil, "b.envoy")...)
	s.gone = s.encloses("b-reserves-again", "b", &act.Reserve{Reason: en("A name.")}, act.Enclosure{Audience: act.ToBody}, nil, "b.envoy")[0]
	s.act("b-erases", "b", "x", &act.Redact{Of: []string{s.gone.Seal}, Reason: en("It names somebody.")}, "b.envoy")
	s.items = append(s.items, s.encrypted("c-reserves", "c", "c.envoy")...)
	return s
}

// encrypted enters an act with words of which only what is encrypted is kept.
func (s *sealing) encrypted(id string, by body.MemberID, signers string) []act.Opening {
	s.t.Helper()
	s.later(time.Minute)
	a := s.draft(id, by, "x", &act.Reserve{Reason: en("For the mediator.")})
	items, err := a.Enclose(act.Enclosure{Audience: act.ToMediator}, func() act.Salt { return sha256.Sum256([]byte("records/salt/" + id)) })
	if err != nil {
		s.t.Fatal(err)
	}
	items[0].Content, items[0].Salt = []byte("as encrypted"), act.Salt{}
	sum := sha256.Sum256(items[0].Content)
	a.Enclosed[0].Cipher = signature.Encode(sum[:])
	s.enter(s.signedEntry(a, signers))
	s.settle()
	return items
}

// with answers a bundle of the record, or of one dossier, that carries items for somebody.
func (s *sealing) with(id, to string, items ...act.Opening) []byte {
	s.t.Helper()
	plain, err := bundle.NewReader(bytes.NewReader(s.bundle(id)))
	if err != nil {
		s.t.Fatal(err)
	}
	h := plain.Header
	h.For = to
	var out bytes.Buffer
	each := func(yield func(act.Opening, error) bool) {
		for _, o := range items {
			if !yield(o, nil) {
				return
			}
		}
	}
	if err := bundle.WriteEnclosed(&out, h, plain.Lines(), iter.Seq2[act.Opening, error](each)); err != nil {
		s.t.Fatal(err)
	}
	return out.Bytes()
}

// goodEnclosed are sound records that carry what is enclosed.
func goodEnclosed(t testing.TB) []made {
	s := aSealing(t)
	return []made{
		{Name: "enclosed", Class: "sound", Says: "sealed words, a file and words that only their recipients can open, with some of them erased", data: s.with("", "chair", s.items...)},
		{Name: "enclosed-public", Class: "sound", Says: "the same as the public has it: what is for others is withheld", data: s.with("", bundle.Public, s.items[:2]...)},
		{Name: "enclosed-none", Class: "sound", Says: "the same with everything withheld", data: s.with("", "d")},
		{Name: "enclosed-not-told", Class: "sound", Says: "the same without a word of what is enclosed", data: s.bundle("")},
		{Name: "enclosed-dossier", Class: "sound", Says: "one dossier, with what its acts enclose", data: s.with("x", "b", s.items[:3]...)},
	}
}

// spoiledEnclosed are records that carry something else than what their acts enclose.
func spoiledEnclosed(t testing.TB) []made {
	s := aSealing(t)
	whole := string(s.with("", "chair", s.items...))
	change := func(i int, f func(*act.Opening)) []byte {
		items := slices.Clone(s.items)
		items[i].Content = bytes.Clone(items[i].Content)
		f(&items[i])
		return s.with("", "chair", items...)
	}
	line := func(i int) string { return strings.SplitAfter(whole, "\n")[len(s.lines)+1+i] }
	other := aSealing(t)
	other.encloses("a-again", "a", &act.Reserve{Reason: en("Not in the record.")}, act.Enclosure{Audience: act.ToPublic}, nil, "a.envoy")
	const class = "enclosed"
	return []made{
		{Name: "enclosed-content", Class: class, Says: "one bit of sealed words changed", data: change(0, func(o *act.Opening) { o.Content[9] ^= 1 })},
		{Name: "enclosed-salt", Class: class, Says: "one bit of a salt changed", data: change(0, func(o *act.Opening) { o.Salt[31] ^= 0x80 })},
		{Name: "enclosed-file", Class: class, Says: "one bit of a file changed", data: change(1, func(o *act.Opening) { o.Content[len(o.Content)-2] ^= 1 })},
		{Name: "enclosed-longer", Class: class, Says: "a byte more at the end of a file", data: change(1, func(o *act.Opening) { o.Content = append(o.Content, '\n') })},
		{Name: "enclosed-encrypted", Class: class, Says: "one bit of what is kept encrypted changed", data: change(3, func(o *act.Opening) { o.Content[0] ^= 1 })},
		{Name: "enclosed-anothers", Class: class, Says: "words of one member in the place of another's", data: change(2, func(o *act.Opening) { o.Content, o.Salt = s.items[0].Content, s.items[0].Salt })},
		{Name: "enclosed-twice", Class: class, Says: "the same content twice", data: s.with("", "chair", s.items[0], s.items[1], s.items[0])},
		{Name: "enclosed-erased", Class: class, Says: "words that an entry has erased, kept all the same", data: s.with("", "chair", append(slices.Clone(s.items), s.gone)...)},
		{Name: "enclosed-unknown", Class: class, Says: "content that no act encloses", data: s.with("", "chair", act.Opening{Seal: signature.Encode(make([]byte, 32)), Content: []byte(`{"en":"Hello."}`)})},
		{Name: "enclosed-other-dossier", Class: class, Says: "in a bundle of one dossier, content that none of its acts encloses", data: other.with("z", "b", s.items[0])},
		{Name: "enclosed-unasked", Class: "form", Says: "content in a bundle of a version that has none", data: []byte(strings.Replace(whole, `{"accede":"bundle/2"`, `{"accede":"bundle/1"`, 1))},
		{Name: "enclosed-for-nobody", Class: "form", Says: "a bundle with content that does not say for whom", data: []byte(strings.Replace(whole, `"enclosed_for":"chair",`, "", 1))},
		{Name: "enclosed-before", Class: "form", Says: "content before an entry", data: []byte(strings.Replace(strings.Replace(whole, line(0), "", 1), line(-1), line(0)+line(-1), 1))},
		{Name: "enclosed-other-key", Class: "form", Says: "a key that nobody knows beside content", data: []byte(strings.Replace(whole, line(1), strings.Replace(line(1), `,"seal"`, `,"sale":"x","seal"`, 1), 1))},
		{Name: "enclosed-base64", Class: "form", Says: "a line feed in base64", data: []byte(strings.Replace(whole, line(1), strings.Replace(line(1), `{"content":"eyJ`, `{"content":"ey\nJ`, 1), 1))},
		{Name: "enclosed-short-salt", Class: "form", Says: "a salt of 31 bytes", data: []byte(strings.Replace(whole, line(1), strings.Replace(line(1), signature.Encode(s.items[1].Salt[:]), base64.StdEncoding.EncodeToString(s.items[1].Salt[:31]), 1), 1))},
		{Name: "enclosed-empty-line", Class: "form", Says: "an empty line between content", data: []byte(strings.Replace(whole, line(1), "\n"+line(1), 1))},
		{Name: "enclosed-in-another-form", Class: class, Says: "words that were sealed in a form that words do not have", data: sealedAs(t, `{"en": "A blank."}`, "")},
		{Name: "enclosed-as-a-seal", Class: class, Says: "words that were sealed and say that they are sealed", data: sealedAs(t, `{"sealed":"`+signature.Encode(make([]byte, 32))+`"}`, "")},
		{Name: "enclosed-as-another-file", Class: class, Says: "a file that says of itself that it is something else", data: sealedAs(t, `{"media":"image/png","name":"a"}`+"\n", "text/plain")},
		{Name: "enclosed-file-without-a-line", Class: class, Says: "a file without the line that says what it is", data: sealedAs(t, "no line", "text/plain")},
		{Name: "enclosed-larger", Class: class, Says: "content of another size than is stated", data: sealedAs(t, `{"en":"`+strings.Repeat("a", 300)+`"}`, "")},
	}
}

// sealedAs answers a record with an act whose author has sealed whatever it liked, and a bundle that carries it.
func sealedAs(t testing.TB, content, media string) []byte {
	s := &sealing{builder: newQuay(t)}
	s.act("x-applies", "x", "x", &act.Apply{Procedure: "vote"}, "x.envoy")
	s.later(time.Minute)
	do := &act.Reserve{Reason: en("Open.")}
	a := s.draft("a-reserves", "a", "x", do)
	o := act.Opening{Content: []byte(content)}
	o.Seal = act.SealOf(o.Salt, a, o.Content)
	if media == "" {
		do.Reason = act.Sealed(o.Seal)
	}
	a.Enclosed = []act.Enclosure{{Seal: o.Seal, Audience: act.ToPublic, Size: 256, Media: media}}
	s.enter(s.signedEntry(a, "a.envoy"))
	return s.with("", bundle.Public, o)
}

// TestBothVerifiersFindTheSameEnclosed: how much is carried, encrypted, withheld and erased.
func TestBothVerifiersFindTheSameEnclosed(t *testing.T) {
	n := startEngine(t)
	for _, m := range goodEnclosed(t) {
		report, err := bundle.Check(context.Background(), bytes.NewReader(m.data))
		if err != nil {
			t.Fatalf("%s: %v", m.Name, err)
		}
		x := report.Enclosed
		want := carried{len(x.Carried) - len(x.Sealed), len(x.Sealed), len(x.Withheld), len(x.Erased)}
		if a := n.ask(t, "verify", map[string]any{"data": m.data}); !a.Verified || a.Enclosed != want {
			t.Errorf("%s: verify.js says %s (%s) and finds %+v, the program %+v", m.Name, a.Outcome, a.Reason, a.Enclosed, want)
		}
	}
}

// TestBothVerifiersSayTheSameOfChangedContent: what is enclosed, changed behind the entries by whoever carries the file; and,
// before it was sealed, by its author.
func TestBothVerifiersSayTheSameOfChangedContent(t *testing.T) {
	n := startEngine(t)
	s := aSealing(t)
	files := [][]byte{s.with("", "chair", s.items...), s.with("x", "b", s.items[:3]...)}
	tried, stood := 0, 0
	contents := []string{`{"en":"Words."}`, `{"en":"Words.","fr":"Mots."}`, `{"media":"text/plain","name":"a"}` + "\nText."}
	rapid.Check(t, func(r *rapid.T) {
		var data []byte
		if rapid.Bool().Draw(r, "by the carrier") {
			data = files[rapid.IntRange(0, len(files)-1).Draw(r, "file")]
			behind := bytes.Index(data, []byte(`{"content":`))
			c := change{at: rapid.IntRange(0, len(data)-behind).Draw(r, "at"), cut: rapid.SampledFrom([]int{0, 1, 1, 2, 4, 9}).Draw(r, "cut"), put: []byte(rapid.SampledFrom(tokens).Draw(r, "put"))}
			tail, changed := c.splice(data[behind:])
			if !changed {
				return
			}
			data = slices.Concat(data[:behind], tail)
		} else {
			content := rapid.SampledFrom(contents).Draw(r, "content")
			c := change{at: rapid.IntRange(0, len(content)).Draw(r, "at"), cut: rapid.IntRange(0, 3).Draw(r, "cut"), put: []byte(rapid.SampledFrom(tokens).Draw(r, "put"))}
			text, _ := c.splice([]byte(content))
			media := rapid.SampledFrom([]string{"", "", "text/plain"}).Draw(r, "media")
			data = sealedAs(t, string(text), media)
		}
		tried++
		a, differ := agrees(t, n, data)
		if differ != "" {
			r.Fatalf("%s", differ)
		}
		if a.Verified {
			stood++
		}
	})
	t.Logf("%d records with changed content, of which %d still verify, the same by both", tried, stood)
}
