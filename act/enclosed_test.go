package act

import (
	"errors"
	"math/bits"
	"strings"
	"testing"

	"accede/body"
	"accede/form"

	"pgregory.net/rapid"
)

// sealing answers an objection whose grounds are enclosed.
func sealing(t testing.TB) Act {
	t.Helper()
	a := Act{
		Body: "quay", ID: "b-objects", By: "b", Date: form.Instant{Day: form.Date{Year: 2030, Month: 1, Day: 3}}, Dossiers: []string{"x"},
		Do: &Object{Concerns: []Concern{{ID: "q", Text: body.Names{"en": "a concern"}}}},
	}
	content, err := EnclosedText(body.Names{"en": "the true grounds", "fr": "les vrais motifs"})
	if err != nil {
		t.Fatal(err)
	}
	c := SealOf(Salt{1, 2, 3}, &a, content)
	a.Do.(*Object).Grounds = Sealed(c)
	a.Enclosed = []Enclosure{{Seal: c, Audience: ToMediator, Size: SizeOf(len(content))}}
	return a
}

func TestASealIsThatOfTheFormatsForEver(t *testing.T) {
	const want = "8jn6wKrTmtGToSQ8rpuxhVdgr5WMtxC1Nn8rgGiIuRY=" // worked out beside, from doc/formats.md alone
	if got := sealing(t).Enclosed[0].Seal; got != want {
		t.Errorf("SealOf = %s, want %s", got, want)
	}
}

func TestASealBelongsToItsAuthorItsDossiersItsKindAndItsWords(t *testing.T) {
	a := sealing(t)
	content, _ := EnclosedText(body.Names{"en": "the true grounds", "fr": "les vrais motifs"})
	want := a.Enclosed[0].Seal
	change := map[string]func(*Act, *Salt, *[]byte){
		"body":     func(a *Act, _ *Salt, _ *[]byte) { a.Body = "quays" },
		"dossiers": func(a *Act, _ *Salt, _ *[]byte) { a.Dossiers = []string{"x", "y"} },
		"none":     func(a *Act, _ *Salt, _ *[]byte) { a.Dossiers = nil },
		"author":   func(a *Act, _ *Salt, _ *[]byte) { a.By = "c" },
		"kind":     func(a *Act, _ *Salt, _ *[]byte) { a.Do = &Statement{} },
		"salt":     func(_ *Act, s *Salt, _ *[]byte) { s[31]++ },
		"words":    func(_ *Act, _ *Salt, c *[]byte) { *c = append(*c, ' ') },
	}
	for what, f := range change {
		other, salt, words := a, Salt{1, 2, 3}, append([]byte(nil), content...)
		f(&other, &salt, &words)
		if SealOf(salt, &other, words) == want {
			t.Errorf("another %s has the same seal", what)
		}
	}
}

func TestASealedTextIsEnclosedAndWhatIsEnclosedStandsForOneText(t *testing.T) {
	for why, f := range map[string]func(*Act){
		"its seal is not enclosed":          func(a *Act) { a.Enclosed = nil },
		"stands for no text":                func(a *Act) { a.Do.(*Object).Grounds = nil },
		"stands for two texts":              func(a *Act) { a.Do.(*Object).Concerns[0].Text = a.Do.(*Object).Grounds },
		"here twice":                        func(a *Act) { a.Enclosed = append(a.Enclosed, a.Enclosed[0]) },
		"is an attachment":                  func(a *Act) { a.Enclosed[0].Media = "text/plain" },
		"in all its languages or in none":   func(a *Act) { a.Do.(*Object).Grounds["en"] = "both" },
		"none of the sizes that are stated": func(a *Act) { a.Enclosed[0].Size = 57 },
		"is none of the words":              func(a *Act) { a.Enclosed[0].Audience = "friends" },
		"is not base64":                     func(a *Act) { a.Do.(*Object).Grounds = Sealed("words") },
		"it has 3 bytes, not 32":            func(a *Act) { a.Do.(*Object).Grounds = Sealed("AAAA") },
	} {
		a := sealing(t)
		f(&a)
		if err := a.Validate(); !errors.Is(err, ErrForm) || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", why, err)
		}
	}
	a := sealing(t)
	data, err := a.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Parse(data); err != nil {
		t.Error(err)
	}
}

func TestASizeIsStatedThatTellsLittleAndHoldsTheContent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, MaxEnclosed).Draw(t, "bytes")
		size := SizeOf(n)
		if size < n || SizeOf(size) != size {
			t.Fatalf("SizeOf(%d) = %d, SizeOf(%d) = %d", n, size, size, SizeOf(size))
		}
		if n > 16<<10 {
			significant := bits.Len(uint(size)) - bits.TrailingZeros(uint(size))
			if most := bits.Len(uint(bits.Len(uint(size))-1)) + 1; significant > most || size-n > n/8 {
				t.Fatalf("SizeOf(%d) = %d tells %d bits, want at most %d", n, size, significant, most)
			}
		}
	})
	for n, want := range map[int]int{-1: 0, 0: 256, 256: 256, 257: 1024, 16384: 16384, MaxEnclosed: MaxEnclosed, MaxEnclosed + 1: 0} {
		if got := SizeOf(n); got != want {
			t.Errorf("SizeOf(%d) = %d, want %d", n, got, want)
		}
	}
}
