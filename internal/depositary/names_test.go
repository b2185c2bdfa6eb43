package depositary

import (
	"context"
	"errors"
	"strings"
	"testing"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/internal/lookalike"
	"accede/internal/store/mem"
)

// Attack 26, at every way in: a founding, an application under a name of its own, one of a second applicant, and a file.
func TestAttack26WhoeverNamesAPartyLikeAnotherIsRefusedAtEveryWayIn(t *testing.T) {
	signer, public := host(t)
	twins := strings.Replace(charterText, "{id: b, name: {en: Birch}}", "{id: b, name: {en: Аlder}}", 1) // the first letter is Cyrillic
	f := dossier.Founding{Charter: strings.Replace(twins, "KEEPING", "official", 1), Host: public, Made: "test"}
	if _, err := Found(context.Background(), mem.New(), f, signer, day(1)); !errors.Is(err, lookalike.ErrLookAlike) {
		t.Errorf("Found with a twin = %v, want ErrLookAlike", err)
	}
	r := founded(t, body.Official)
	d := r.open(t)
	submit := func(id string, by body.MemberID, name string) error {
		_, err := d.Submit(context.Background(), official(t, id, by, string(by), &act.Apply{Procedure: "accession", Name: en(name)}))
		return err
	}
	for _, c := range []struct {
		id   string
		by   body.MemberID
		name string
		bad  bool
	}{
		{"one", "n", "Αlder", true}, // Greek
		{"two", "n", "ALDER", true},
		{"three", "n", "Новый Bereg", false},
		{"four", "m", "Новый Веrеg", true}, // mixed in one word
		{"five", "m", "Newland", false},
		{"six", "k", "Nеwlаnd", true}, // like one who applied before
		{"seven", "k", "Newland two", false},
	} {
		if err := submit(c.id, c.by, c.name); errors.Is(err, lookalike.ErrLookAlike) != c.bad || !c.bad && err != nil {
			t.Errorf("an application of %s as %q: %v, want it refused: %v", c.by, c.name, err, c.bad)
		}
	}
	wantSound(t, r, d)
}
