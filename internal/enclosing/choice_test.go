package enclosing

import (
	"bytes"
	"errors"
	"testing"

	"filippo.io/age"

	"accede/act"
	"accede/body"
)

func reserve() act.Act {
	return act.Act{Body: "quay", ID: "r", By: "b", Dossiers: []string{"x"}, Do: &act.Reserve{Reason: body.Names{"en": "Its parliament."}}}
}

func TestWordsStayInTheRecordUnlessTheirAudienceIsChosen(t *testing.T) {
	a := reserve()
	all, err := Choice{Files: act.ToBody}.Enclose(&a, []act.File{{Media: "text/plain", Name: "a.txt", Bytes: []byte("x")}})
	if err != nil || len(all) != 1 || a.Enclosed[0].Audience != act.ToBody {
		t.Fatalf("Enclose = %d items, %+v, %v", len(all), a.Enclosed, err)
	}
	if got := a.Do.(*act.Reserve).Reason["en"]; got != "Its parliament." {
		t.Errorf("the words are %q", got)
	}
	b := reserve()
	all, err = Choice{Words: act.ToMediator}.Enclose(&b, nil)
	if err != nil || len(all) != 1 || act.SealedIn(b.Do.(*act.Reserve).Reason) != all[0].Seal {
		t.Errorf("Enclose of the words = %+v, %v", b.Do, err)
	}
}

// Recipients of both sorts open what was encrypted to them, nobody else does, and it is what was sealed.
func TestOnlyItsRecipientsOpenAnItem(t *testing.T) {
	one, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	two, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for name, own := range map[string]struct {
		key string
		age.Identity
	}{"X25519": {one.Recipient().String(), one}, "hybrid": {two.Recipient().String(), two}} {
		a := reserve()
		all, err := Choice{Words: act.ToBody, Recipients: []string{own.key}}.Enclose(&a, nil)
		if err != nil {
			t.Fatal(err)
		}
		if all[0].Salt != (act.Salt{}) || bytes.Contains(all[0].Content, []byte("parliament")) || a.Enclosed[0].Cipher == "" {
			t.Fatalf("%s: what is kept is not what was encrypted, or holds the salt", name)
		}
		o, err := Decrypt(all[0], []age.Identity{own.Identity})
		if err != nil || act.SealOf(o.Salt, &a, o.Content) != a.Enclosed[0].Seal {
			t.Errorf("%s: Decrypt = %q, %v", name, o.Content, err)
		}
		if _, err := Decrypt(all[0], []age.Identity{stranger}); err == nil {
			t.Errorf("%s: somebody else opens it", name)
		}
	}
	if _, err := Recipients([]string{one.Recipient().String(), two.Recipient().String()}); !errors.Is(err, ErrRecipient) {
		t.Errorf("Recipients of two sorts = %v, want ErrRecipient", err)
	}
}

func TestWhatIsNoRecipientIsRefused(t *testing.T) {
	for _, key := range []string{"", "age1", "ssh-ed25519 AAAA", "age1pq1xyz"} {
		a := reserve()
		if _, err := (Choice{Words: act.ToBody, Recipients: []string{key}}).Enclose(&a, nil); !errors.Is(err, ErrRecipient) {
			t.Errorf("recipient %q: %v, want ErrRecipient", key, err)
		}
	}
}
