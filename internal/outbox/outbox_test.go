package outbox

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

func opened(t *testing.T) (*Store, string) {
	t.Helper()
	dir := t.TempDir()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, dir
}

func item(position int64, to string) Item {
	return Item{Key: KeyOf(position, to, Mail), Position: position, Channel: Mail, Recipient: to, Body: []byte("{}")}
}

func TestWhatAnEntryGivesAndHowFarItWasReadAreOneCommit(t *testing.T) {
	s, dir := opened(t)
	if n, err := s.Position(t.Context()); err != nil || n != Nowhere {
		t.Fatalf("Position of a new outbox = %d, %v, want Nowhere", n, err)
	}
	for range 2 {
		if err := s.Begin(t.Context(), 7); err != nil {
			t.Fatal(err)
		}
	}
	other, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if err := s.Advance(t.Context(), 7, 8, Batch{Items: []Item{item(8, "a/envoy")}}, noon); err != nil {
		t.Fatal(err)
	}
	if err := other.Advance(t.Context(), 7, 8, Batch{Items: []Item{item(8, "b/envoy")}}, noon); !errors.Is(err, ErrConflict) {
		t.Errorf("a second process from the same place = %v, want ErrConflict", err)
	}
	if all, err := s.List(t.Context(), "", 10); err != nil || len(all) != 1 || all[0].Recipient != "a/envoy" {
		t.Errorf("the outbox holds %v, %v, want what the first wrote alone", all, err)
	}
	if n, _ := other.Position(t.Context()); n != 8 {
		t.Errorf("Position = %d, want 8", n)
	}
	if err := s.Begin(t.Context(), 100); err != nil {
		t.Fatal(err)
	}
	if n, _ := s.Position(t.Context()); n != 8 {
		t.Errorf("Position after a second beginning = %d, want 8", n)
	}
}

func TestWhatIsTakenBelongsToItsTakerForAWhileAndIsNotLostThen(t *testing.T) {
	s, dir := opened(t)
	if err := s.Put(t.Context(), Batch{Items: []Item{item(1, "a/envoy"), item(1, "a/envoy")}}, noon); err != nil {
		t.Fatal(err)
	}
	i, err := s.Take(t.Context(), noon)
	if err != nil || i.Tries != 1 || i.Frozen != nil {
		t.Fatalf("Take = %+v, %v, want the first try of one item", i, err)
	}
	if err := s.Freeze(t.Context(), i.Key, []byte("the letter"), "envoy@a.example"); err != nil {
		t.Fatal(err)
	}
	other, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.Take(t.Context(), noon.Add(HoldLasts-time.Second)); !errors.Is(err, ErrNone) {
		t.Errorf("taken by somebody else while it is held = %v, want ErrNone", err)
	}
	again, err := other.Take(t.Context(), noon.Add(HoldLasts))
	if err != nil || string(again.Frozen) != "the letter" || again.Tries != 2 {
		t.Errorf("after that = %+v, %v, want what was frozen and the second try", again, err)
	}
	if err := s.Release(t.Context(), noon); err != nil {
		t.Fatal(err)
	}
	if again, err = s.Take(t.Context(), noon); err != nil || string(again.Frozen) != "the letter" {
		t.Errorf("released = %+v, %v, want it at once and with what was frozen", again, err)
	}
	if err := s.Settle(t.Context(), i.Key, Sent, "", time.Time{}, noon); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Take(t.Context(), noon.Add(time.Hour)); !errors.Is(err, ErrNone) {
		t.Errorf("what is sent is taken: %v", err)
	}
	if all, _ := s.List(t.Context(), Sent, 10); len(all) != 1 || all[0].Frozen != nil {
		t.Errorf("sent are %+v, want one without its text", all)
	}
}

func TestChannelsAreTakenApart(t *testing.T) {
	s, _ := opened(t)
	hook := Item{Key: "h", Channel: Webhook, Recipient: "registry", Body: []byte("{}")}
	if err := s.Put(t.Context(), Batch{Items: []Item{hook, item(1, "a/envoy")}}, noon); err != nil {
		t.Fatal(err)
	}
	if i, err := s.Take(t.Context(), noon, Mail, Invitation); err != nil || i.Channel != Mail {
		t.Errorf("Take of mail = %+v, %v", i, err)
	}
	if _, err := s.Take(t.Context(), noon, Mail, Invitation); !errors.Is(err, ErrNone) {
		t.Errorf("Take of more mail = %v, want ErrNone", err)
	}
	if i, err := s.Take(t.Context(), noon, Webhook); err != nil || i.Channel != Webhook {
		t.Errorf("Take of webhooks = %+v, %v", i, err)
	}
}

func TestWhatIsDoneIsForgottenInTheEndAndTheDeadAreNot(t *testing.T) {
	s, _ := opened(t)
	for i, state := range []State{Sent, Moot, Dead} {
		x := item(int64(i), "a/envoy")
		if err := s.Put(t.Context(), Batch{Items: []Item{x}, Near: map[string]time.Time{"k": noon}}, noon); err != nil {
			t.Fatal(err)
		}
		if err := s.Settle(t.Context(), x.Key, state, "", time.Time{}, noon); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		at   time.Time
		want int
	}{{noon.Add(KeptFor - time.Second), 3}, {noon.Add(KeptFor), 1}} {
		if err := s.Forget(t.Context(), c.at); err != nil {
			t.Fatal(err)
		}
		if all, _ := s.List(t.Context(), "", 10); len(all) != c.want {
			t.Errorf("at %s there are %d, want %d", c.at, len(all), c.want)
		}
	}
	if known, _ := s.ToldNear(t.Context(), "k"); known {
		t.Error("a deadline that has run is remembered for ever")
	}
	for mark, want := range map[string]error{s.Mark("item " + KeyOf(2, "a/envoy", Mail)): nil, "none": ErrNone} {
		if err := s.Again(t.Context(), mark, noon); !errors.Is(err, want) {
			t.Errorf("Again(%s) = %v, want %v", mark, err, want)
		}
	}
}

func TestAMarkIsTheSameForTheSameNameAndOtherInAnotherOutbox(t *testing.T) {
	s, dir := opened(t)
	other, _ := opened(t)
	if a, b := s.Mark("x"), s.Mark("x"); a != b || len(a) != 26 || a == s.Mark("y") || a == other.Mark("x") {
		t.Errorf("marks are %s, %s, %s, %s", a, b, s.Mark("y"), other.Mark("x"))
	}
	if info, err := os.Stat(filepath.Join(dir, Folder)); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("the folder = %v, %v, want it open to its owner alone", info, err)
	}
}
