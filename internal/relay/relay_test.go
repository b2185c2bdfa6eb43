package relay

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"accede/act"
	"accede/act/signature"
	"accede/dossier"
	"accede/internal/depositary"
	"accede/internal/store"
)

// writer answers a client of a writer that takes acts as told.
func writer(t *testing.T, secret Secret, take Take) *Client {
	t.Helper()
	s := httptest.NewServer(Handler(SecretOf("key"), take))
	t.Cleanup(s.Close)
	return NewClient(secret, func(context.Context) (string, error) { return strings.TrimPrefix(s.URL, "http://"), nil })
}

func TestAnActArrivesWithEverythingThatBelongsToIt(t *testing.T) {
	c := writer(t, SecretOf("key"), func(_ context.Context, data []byte, sigs []signature.Signature, items []act.Opening) (depositary.Receipt, error) {
		if string(data) != "{}\x00" || len(sigs) != 1 || sigs[0].Key != "k" || string(sigs[0].Sig) != "s" || len(items) != 1 || string(items[0].Content) != "c" {
			t.Errorf("arrived %q, %v, %v", data, sigs, items)
		}
		return depositary.Receipt{Seq: 7, Already: true}, nil
	})
	seq, already, err := c.Hand(t.Context(), []byte("{}\x00"), []signature.Signature{{Key: "k", Sig: []byte("s")}}, []act.Opening{{Seal: "x", Content: []byte("c")}})
	if seq != 7 || !already || err != nil {
		t.Errorf("Hand = %d, %v, %v, want 7, true, nil", seq, already, err)
	}
}

func TestARefusalKeepsItsKindAndItsWords(t *testing.T) {
	for _, want := range []error{
		store.ErrLocked, store.ErrAway, store.ErrFull, depositary.ErrUnknownFate, depositary.ErrConflict, act.ErrForm,
		&dossier.Refusal{Err: dossier.ErrStanding, Act: "a", Dossier: "d", Stage: "s", Text: "the clause"},
	} {
		c := writer(t, SecretOf("key"), func(context.Context, []byte, []signature.Signature, []act.Opening) (depositary.Receipt, error) {
			return depositary.Receipt{}, want
		})
		_, _, err := c.Hand(t.Context(), nil, nil, nil)
		kind := want
		if no, ok := errors.AsType[*dossier.Refusal](want); ok {
			kind = no.Err
		}
		if !errors.Is(err, kind) || err.Error() != want.Error() {
			t.Errorf("Hand = %v, want %v", err, want)
		}
	}
}

func TestWhoDoesNotKnowTheSecretIsNeitherHeardNorBelieved(t *testing.T) {
	c := writer(t, SecretOf("another key"), func(context.Context, []byte, []signature.Signature, []act.Opening) (depositary.Receipt, error) {
		t.Error("an act was taken from a stranger")
		return depositary.Receipt{Seq: 1}, nil
	})
	if _, _, err := c.Hand(t.Context(), nil, nil, nil); !errors.Is(err, depositary.ErrUnknownFate) {
		t.Errorf("Hand to a stranger = %v, want %v", err, depositary.ErrUnknownFate)
	}
}

func TestAWriterThatIsGoneHasRegisteredNothing(t *testing.T) {
	s := httptest.NewServer(nil)
	s.Close()
	c := NewClient(SecretOf("key"), func(context.Context) (string, error) { return strings.TrimPrefix(s.URL, "http://"), nil })
	if _, _, err := c.Hand(t.Context(), nil, nil, nil); !errors.Is(err, store.ErrLocked) || errors.Is(err, depositary.ErrUnknownFate) {
		t.Errorf("Hand = %v, want %v and nothing else", err, store.ErrLocked)
	}
}
