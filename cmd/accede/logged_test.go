package main

import (
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"accede/internal/signin"
)

func TestWhoIsLetInAndWhoIsNotIsLoggedWithoutSecretsInABrowser(t *testing.T) {
	ctx := chromium(t, false)
	q := newQuay(t)
	link := q.invite("a", "envoy")
	token := link[strings.LastIndex(link, "/")+1:]
	q.join(ctx, link, "a.key", "chair.key")
	guest := caller{"reader a", q.signedIn(q.store(), signin.Person{Party: "a", Holder: "guest", Role: signin.Reader}, "")}
	q.ask("GET", "/d/x/act/object", guest, nil)
	q.ask("POST", "/sign-in", caller{}, url.Values{"challenge": {"made up"}})
	q.ask("POST", "/sign-out", guest, nil)
	q.ask("GET", "/invitation/guessed", caller{}, nil)
	q.ask("POST", "/me/contact", guest, nil, "Origin", "https://elsewhere.example")
	for range 250 {
		if q.ask("POST", "/sign-in", caller{}, nil).StatusCode == 429 {
			break
		}
	}
	said := q.log.String()
	for _, want := range []string{
		`level=INFO msg="invitation redeemed" party=a holder=envoy from=`, `msg=refused code=403`, `holder=guest`, `route="GET /d/{dossier}`, `msg="sign-in refused"`,
		`msg="signed out" party=a holder=guest`, `route="GET /invitation/{token}"`, `code=429`, `from=127.0.0.1`,
	} {
		if !strings.Contains(said, want) {
			t.Errorf("the log has no %s:\n%s", want, said)
		}
	}
	for _, secret := range []string{token, guest.session, "guessed"} {
		if strings.Contains(said, secret) {
			t.Errorf("the log has %q, which is for its owner alone", secret)
		}
	}
	if !regexp.MustCompile(`(?m)^time=\d{4}-\d\d-\d\dT\S+ level=INFO`).MatchString(said) {
		t.Errorf("lines have no time:\n%s", said)
	}
}

// TestEveryLineThatIsLoggedAboutWhoIsLetInIsInTheInventory holds the inventory of doc/operating.md to the pages.
func TestEveryLineThatIsLoggedAboutWhoIsLetInIsInTheInventory(t *testing.T) {
	doc, err := os.ReadFile("../../doc/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range []string{"noted.go", "signpages.go", "mypage.go", "session.go", "vouched.go"} {
		text, err := os.ReadFile("../../internal/web/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`s\.note\(r, "([^"]+)"`).FindAllStringSubmatch(string(text), -1) {
			found++
			if !strings.Contains(string(doc), "`"+m[1]+"`") {
				t.Errorf("%s logs %q, which is not in the inventory", name, m[1])
			}
		}
	}
	if found < 7 {
		t.Errorf("%d lines were found, want 7 at least", found)
	}
}
