package signin

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

var envoy = Person{Party: "tr", Holder: "envoy", Role: Delegate}

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

func invited(t *testing.T, s *Store) string {
	t.Helper()
	token, err := s.Invite(t.Context(), Invitation{Person: envoy, Acts: []string{"position", "object"}, Mandate: "2027-01-01"}, noon)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// keyed answers a passkey of the envoy that is kept, as if it had been made.
func keyed(t *testing.T, s *Store, id string) Passkey {
	t.Helper()
	k := Passkey{Person: envoy, ID: []byte(id), Key: "tr-" + id}
	if err := s.Redeem(t.Context(), invited(t, s), k, noon); err != nil {
		t.Fatal(err)
	}
	return k
}

func TestAnInvitationIsUsedOnce(t *testing.T) {
	s, _ := opened(t)
	token := invited(t, s)
	i, err := s.Invitation(t.Context(), token, noon)
	if err != nil || i.Person != envoy || strings.Join(i.Acts, " ") != "position object" || i.Mandate != "2027-01-01" {
		t.Fatalf("Invitation = %+v, %v, want what was invited to", i, err)
	}
	if _, err := s.Invitation(t.Context(), token, noon); err != nil {
		t.Fatalf("to look at an invitation uses it up: %v", err)
	}
	if err := s.Redeem(t.Context(), token, Passkey{Person: envoy, ID: []byte("one")}, noon); err != nil {
		t.Fatal(err)
	}
	if err := s.Redeem(t.Context(), token, Passkey{Person: envoy, ID: []byte("two")}, noon); !errors.Is(err, ErrInvitation) {
		t.Errorf("a second use = %v, want ErrInvitation", err)
	}
	if _, err := s.Passkey(t.Context(), []byte("two")); !errors.Is(err, ErrPasskey) {
		t.Errorf("the passkey of the second use is kept: %v", err)
	}
}

func TestOfTwoWhoRedeemAtOnceOneHasTheInvitation(t *testing.T) {
	s, _ := opened(t)
	token := invited(t, s)
	errs := make(chan error, 8)
	for i := range cap(errs) {
		go func() {
			errs <- s.Redeem(context.Background(), token, Passkey{Person: envoy, ID: []byte{byte(i)}}, noon)
		}()
	}
	won := 0
	for range cap(errs) {
		switch err := <-errs; {
		case err == nil:
			won++
		case !errors.Is(err, ErrInvitation):
			t.Errorf("Redeem = %v, want ErrInvitation", err)
		}
	}
	if won != 1 {
		t.Errorf("%d redeemed one invitation, want 1", won)
	}
}

func TestAnInvitationHoldsForSeventyTwoHours(t *testing.T) {
	s, _ := opened(t)
	token := invited(t, s)
	if _, err := s.Invitation(t.Context(), token, noon.Add(InvitationLasts-time.Second)); err != nil {
		t.Errorf("a second before its end = %v, want nil", err)
	}
	end := noon.Add(InvitationLasts)
	if _, err := s.Invitation(t.Context(), token, end); !errors.Is(err, ErrInvitation) {
		t.Errorf("at its end = %v, want ErrInvitation", err)
	}
	if err := s.Redeem(t.Context(), token, Passkey{Person: envoy, ID: []byte("late")}, end); !errors.Is(err, ErrInvitation) {
		t.Errorf("Redeem at its end = %v, want ErrInvitation", err)
	}
}

func TestAnInvitationIsForOnePersonOfOneParty(t *testing.T) {
	s, _ := opened(t)
	token := invited(t, s)
	for _, other := range []Person{{"fi", "envoy", Delegate}, {"tr", "deputy", Delegate}, {"tr", "envoy", Reader}} {
		if err := s.Redeem(t.Context(), token, Passkey{Person: other, ID: []byte("x")}, noon); !errors.Is(err, ErrInvitation) {
			t.Errorf("Redeem for %v = %v, want ErrInvitation", other, err)
		}
	}
	if err := s.Redeem(t.Context(), token, Passkey{Person: envoy, ID: []byte("x")}, noon); err != nil {
		t.Errorf("after the wrong ones the right one = %v, want nil", err)
	}
	if _, err := s.Invite(t.Context(), Invitation{Person: Person{"tr", "envoy", Reader}}, noon); !errors.Is(err, ErrParty) {
		t.Errorf("an invitation to another role = %v, want ErrParty", err)
	}
}

func TestASessionEndsAtEitherLimit(t *testing.T) {
	s, _ := opened(t)
	k := keyed(t, s, "one")
	begin := func() string {
		token, err := s.Begin(t.Context(), k, "a browser", noon)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	idle := begin()
	if _, err := s.Session(t.Context(), idle, noon.Add(IdleLasts)); !errors.Is(err, ErrSession) {
		t.Errorf("unused for %v = %v, want ErrSession", IdleLasts, err)
	}
	used, at := begin(), noon
	for at.Before(noon.Add(SessionLasts - time.Minute)) {
		if _, err := s.Session(t.Context(), used, at); err != nil {
			t.Fatalf("used every 20 minutes, after %v: %v", at.Sub(noon), err)
		}
		at = at.Add(20 * time.Minute)
	}
	if _, err := s.Session(t.Context(), used, noon.Add(SessionLasts)); !errors.Is(err, ErrSession) {
		t.Errorf("after %v in use = %v, want ErrSession", SessionLasts, err)
	}
}

func TestSigningOutEverywhereEndsEverySessionOfThePersonAndNoOther(t *testing.T) {
	s, _ := opened(t)
	k := keyed(t, s, "one")
	other := Passkey{Person: Person{"fi", "envoy", Reader}, ID: []byte("other")}
	token, err := s.Invite(t.Context(), Invitation{Person: other.Person}, noon)
	if err == nil {
		err = s.Redeem(t.Context(), token, other, noon)
	}
	if err != nil {
		t.Fatal(err)
	}
	var tokens []string
	for _, p := range []Passkey{k, k, other} {
		token, err := s.Begin(t.Context(), p, "", noon)
		if err != nil {
			t.Fatal(err)
		}
		tokens = append(tokens, token)
	}
	if all, err := s.Sessions(t.Context(), envoy, noon); err != nil || len(all) != 2 {
		t.Fatalf("Sessions = %d, %v, want 2", len(all), err)
	}
	if err := s.EndAll(t.Context(), envoy); err != nil {
		t.Fatal(err)
	}
	for i, want := range []error{ErrSession, ErrSession, nil} {
		if _, err := s.Session(t.Context(), tokens[i], noon); !errors.Is(err, want) {
			t.Errorf("session %d = %v, want %v", i, err, want)
		}
	}
}

func TestOneSessionIsEndedByItsOwnerAlone(t *testing.T) {
	s, _ := opened(t)
	k := keyed(t, s, "one")
	token, err := s.Begin(t.Context(), k, "", noon)
	if err != nil {
		t.Fatal(err)
	}
	all, _ := s.Sessions(t.Context(), envoy, noon)
	if err := s.EndOne(t.Context(), Person{"fi", "envoy", Delegate}, all[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session(t.Context(), token, noon); err != nil {
		t.Errorf("ended by somebody else: %v", err)
	}
	if err := s.EndOne(t.Context(), envoy, all[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session(t.Context(), token, noon); !errors.Is(err, ErrSession) {
		t.Errorf("after its owner ended it = %v, want ErrSession", err)
	}
}

func TestNoTokenStandsInTheFile(t *testing.T) {
	s, dir := opened(t)
	k := keyed(t, s, "one")
	session, err := s.Begin(t.Context(), k, "", noon)
	if err != nil {
		t.Fatal(err)
	}
	invitation := invited(t, s)
	files, err := filepath.Glob(filepath.Join(dir, Folder, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, token := range []string{session, invitation} {
			if strings.Contains(string(data), token) {
				t.Errorf("%s holds a token", filepath.Base(file))
			}
		}
	}
	if info, err := os.Stat(filepath.Join(dir, Folder)); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("the folder = %v, %v, want it open to its owner alone", info, err)
	}
}

func TestAChallengeIsAnsweredOnceForItsPurposeInItsTime(t *testing.T) {
	s, _ := opened(t)
	site, err := NewSite("https://record.example", "Quay")
	if err != nil {
		t.Fatal(err)
	}
	c := site.Challenge("sign-in", noon)
	for _, x := range []struct {
		what, challenge, purpose string
		at                       time.Time
	}{
		{"another purpose", c, "passkey", noon},
		{"too late", c, "sign-in", noon.Add(challengeLasts)},
		{"one made elsewhere", strings.Repeat("A", len(c)), "sign-in", noon},
		{"none", "", "sign-in", noon},
	} {
		if err := s.spend(t.Context(), site, x.challenge, x.purpose, x.at); !errors.Is(err, ErrPasskey) {
			t.Errorf("%s = %v, want ErrPasskey", x.what, err)
		}
	}
	if err := s.spend(t.Context(), site, c, "sign-in", noon); err != nil {
		t.Errorf("the first answer = %v, want nil", err)
	}
	if err := s.spend(t.Context(), site, c, "sign-in", noon); !errors.Is(err, ErrPasskey) {
		t.Errorf("the second answer = %v, want ErrPasskey", err)
	}
}

func TestASiteIsAnOriginThatBrowsersTrust(t *testing.T) {
	for origin, good := range map[string]bool{
		"https://record.example": true, "http://localhost:8418": true, "http://record.example": false, "https://record.example/x": false, "record.example": false, "": false,
	} {
		if _, err := NewSite(origin, "Quay"); (err == nil) != good {
			t.Errorf("NewSite(%q) = %v, want good %v", origin, err, good)
		}
	}
}

func TestDraftsContactsAndWhatWaitsAreKept(t *testing.T) {
	s, _ := opened(t)
	keyed(t, s, "one")
	typed := map[string][]string{"grounds": {"Its dues."}}
	if err := s.KeepDraft(t.Context(), envoy, "object", typed, noon); err != nil {
		t.Fatal(err)
	}
	if got := s.Draft(t.Context(), envoy, "object"); got["grounds"][0] != "Its dues." {
		t.Errorf("Draft = %v, want %v", got, typed)
	}
	if got := s.Draft(t.Context(), Person{"fi", "envoy", Delegate}, "object"); got != nil {
		t.Errorf("another's Draft = %v, want none", got)
	}
	if err := s.KeepDraft(t.Context(), envoy, "object", nil, noon); err != nil || s.Draft(t.Context(), envoy, "object") != nil {
		t.Errorf("a draft that was forgotten is there: %v", err)
	}
	if err := s.SetContact(t.Context(), Contact{Person: envoy, Address: "envoy@example.org", Lang: "tr"}); err != nil {
		t.Fatal(err)
	}
	all, err := s.Contacts(t.Context(), "tr")
	if err != nil || len(all) != 1 || all[0].Address != "envoy@example.org" || all[0].Person != envoy {
		t.Errorf("Contacts = %v, %v, want the envoy's", all, err)
	}
	w := Waiting{Hash: []byte("hash"), Line: []byte("line"), Made: noon}
	if err := s.Await(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Awaited(t.Context(), w.Hash); err != nil || string(got.Line) != "line" {
		t.Errorf("Awaited = %v, %v", got, err)
	}
	later := Waiting{Hash: []byte("later"), Line: []byte("line"), Made: noon.Add(WaitingLasts)}
	if err := s.Await(t.Context(), later); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Awaited(t.Context(), w.Hash); !errors.Is(err, ErrNone) {
		t.Errorf("what waited for %v = %v, want ErrNone", WaitingLasts, err)
	}
	w = later
	if err := s.Settle(t.Context(), w.Hash); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Awaited(t.Context(), w.Hash); !errors.Is(err, ErrNone) {
		t.Errorf("settled = %v, want ErrNone", err)
	}
}
