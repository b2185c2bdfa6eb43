package vouch

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"accede/body"
	"accede/form"
	"accede/internal/hook"
)

func TestWhatAProviderSaysIsBelievedWhereItIsSignedForThisQuestion(t *testing.T) {
	l := newLiar(t, newKey(t))
	got, err := l.goes(l.provider(), nil)
	if err != nil || got.Subject != "248289761001" || got.Issuer != l.URL {
		t.Fatalf("Finish = %+v, %v, want the person", got, err)
	}
}

func TestTheProviderIsAskedByCodeWithAProofKeyAndAnExactWayBack(t *testing.T) {
	l := newLiar(t, newKey(t))
	to, err := l.provider().Begin(t.Context(), backTo, once, noon)
	if err != nil {
		t.Fatal(err)
	}
	u, _ := url.Parse(to)
	q := u.Query()
	for name, want := range map[string]string{
		"response_type": "code", "client_id": client, "redirect_uri": backTo, "scope": "openid", "state": once.State, "nonce": once.Nonce, "code_challenge_method": "S256",
	} {
		if got := q.Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	if q.Get("code_challenge") == "" || strings.Contains(to, once.Verifier) {
		t.Errorf("Begin = %s, want the sum of the proof key and not the key", to)
	}
}

// TestALyingProviderLetsNobodyIn is everything that is checked, one lie each.
func TestALyingProviderLetsNobodyIn(t *testing.T) {
	set := func(key string, value any) func(*liar) {
		return func(l *liar) { l.claims = func(m map[string]any) { m[key] = value } }
	}
	lies := []struct {
		name string
		tell func(*liar)
		want error
	}{
		{"another issuer", set("iss", "https://elsewhere.example"), ErrRefused},
		{"another client", set("aud", "somebody"), ErrRefused},
		{"two clients, and it does not say to which it speaks", set("aud", []string{client, "somebody"}), ErrRefused},
		{"it speaks to another of its clients", set("azp", "somebody"), ErrRefused},
		{"another question's nonce", set("nonce", "another"), ErrRefused},
		{"no nonce", func(l *liar) { l.claims = func(m map[string]any) { delete(m, "nonce") } }, ErrRefused},
		{"run out", set("exp", noon.Unix()-1), ErrRefused},
		{"it never runs out", func(l *liar) { l.claims = func(m map[string]any) { delete(m, "exp") } }, ErrRefused},
		{"signed an hour ago", set("iat", noon.Unix()-3600), ErrRefused},
		{"signed tomorrow", set("iat", noon.Unix()+86400), ErrRefused},
		{"not yet", set("nbf", noon.Unix()+3600), ErrRefused},
		{"nobody", func(l *liar) { l.claims = func(m map[string]any) { delete(m, "sub") } }, ErrRefused},
		{"an empty person", set("sub", ""), ErrRefused},
		{"a person without end", set("sub", strings.Repeat("1", 256)), ErrRefused},
		{"signed by another key", func(l *liar) { l.sign = l.byAnother }, ErrRefused},
		{"signed by a key it brings along", func(l *liar) { l.sign = l.byItsOwn }, ErrRefused},
		{"signed by nobody", func(l *liar) { l.sign = unsigned }, ErrRefused},
		{"signed with the public key as a secret", func(l *liar) { l.sign = l.bySecret }, ErrRefused},
		{"nothing signed", func(l *liar) { l.sign = func(map[string]any) string { return "" } }, ErrRefused},
		{"not a token", func(l *liar) { l.sign = func(map[string]any) string { return "a.b.c" } }, ErrRefused},
		{"it says it is another", func(l *liar) { l.discovery = func(m map[string]any) { m["issuer"] = "https://elsewhere.example" } }, ErrAway},
		{"its keys lie in a file", func(l *liar) { l.discovery = func(m map[string]any) { m["jwks_uri"] = "file:///etc/passwd" } }, ErrAway},
		{"it asks with a script", func(l *liar) {
			l.discovery = func(m map[string]any) { m["authorization_endpoint"] = "javascript:alert(1)" }
		}, ErrAway},
		{"its address holds a user", func(l *liar) {
			l.discovery = func(m map[string]any) { m["token_endpoint"] = "https://user:pass@elsewhere.example/" }
		}, ErrAway},
		{"it takes no proof key that is one", func(l *liar) {
			l.discovery = func(m map[string]any) { m["code_challenge_methods_supported"] = []string{"plain"} }
		}, ErrAway},
		{"what it says of itself has no end", func(l *liar) { l.before = func(w http.ResponseWriter, _ *http.Request) { endless(w) } }, ErrAway},
		{"its token has no end", func(l *liar) {
			l.before = func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/token" {
					endless(w)
				}
			}
		}, ErrAway},
		{"its keys have no end", func(l *liar) {
			l.before = func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/keys" {
					endless(w)
				}
			}
		}, ErrRefused},
		{"it breaks", func(l *liar) {
			l.before = func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/token" {
					w.WriteHeader(http.StatusInternalServerError)
				}
			}
		}, ErrAway},
		{"it leads to a private address", func(l *liar) {
			l.before = func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
			}
		}, ErrAway},
		{"its token endpoint is a private address", func(l *liar) {
			l.discovery = func(m map[string]any) { m["token_endpoint"] = "http://169.254.169.254/token" }
		}, ErrAway},
	}
	key := newKey(t)
	for _, lie := range lies {
		t.Run(lie.name, func(t *testing.T) {
			l := newLiar(t, key)
			lie.tell(l)
			if got, err := l.goes(l.provider(), nil); !errors.Is(err, lie.want) {
				t.Errorf("Finish = %+v, %v, want %v", got, err, lie.want)
			}
		})
	}
}

func TestAnAnswerThatIsNotThisProvidersIsRefused(t *testing.T) {
	key := newKey(t)
	for name, change := range map[string]func(url.Values){
		"of another issuer":       func(q url.Values) { q.Set("iss", "https://elsewhere.example") },
		"of none, where it names": func(q url.Values) { q.Del("iss") },
		"an error":                func(q url.Values) { q.Set("error", "access_denied"); q.Set("error_description", "<script>") },
		"no code":                 func(q url.Values) { q.Del("code") },
		"a made-up code":          func(q url.Values) { q.Set("code", "guessed") },
		"a code without end":      func(q url.Values) { q.Set("code", strings.Repeat("c", 5000)) },
	} {
		l := newLiar(t, key)
		if got, err := l.goes(l.provider(), change); !errors.Is(err, ErrRefused) || strings.Contains(err.Error(), "<script>") {
			t.Errorf("%s: Finish = %+v, %v, want it refused", name, got, err)
		}
	}
}

func TestACodeIsExchangedOnceAndForTheProofKeyItWasAskedWith(t *testing.T) {
	l := newLiar(t, newKey(t))
	p := l.provider()
	if _, err := l.goes(p, nil); err != nil {
		t.Fatal(err)
	}
	answer := url.Values{"code": {"code 1"}, "iss": {l.URL}}
	if _, err := p.Finish(t.Context(), backTo, once, answer, noon); !errors.Is(err, ErrRefused) {
		t.Errorf("the same code again = %v, want it refused", err)
	}
	to, _ := p.Begin(t.Context(), backTo, once, noon)
	u, _ := url.Parse(to)
	l.codes["code 2"] = u.Query()
	other := once
	other.Verifier = "another verifier that is as long as the standard asks for"
	if _, err := p.Finish(t.Context(), backTo, other, url.Values{"code": {"code 2"}, "iss": {l.URL}}, noon); !errors.Is(err, ErrRefused) {
		t.Errorf("a code with another proof key = %v, want it refused", err)
	}
}

func TestAProviderThatNeverAnswersIsAway(t *testing.T) {
	l := newLiar(t, newKey(t))
	p := l.provider()
	p.client.Timeout = 50 * time.Millisecond
	held := make(chan struct{})
	l.before = func(w http.ResponseWriter, r *http.Request) {
		w.(http.Flusher).Flush()
		select {
		case <-held:
		case <-r.Context().Done():
		}
	}
	t.Cleanup(func() { close(held) })
	if _, err := p.Begin(t.Context(), backTo, once, noon); !errors.Is(err, ErrAway) {
		t.Errorf("Begin = %v, want it away", err)
	}
}

func TestAProviderOnAPrivateAddressIsAskedOnlyWhereItsNetworkIsNamed(t *testing.T) {
	l := newLiar(t, newKey(t))
	p := l.provider()
	p.client = newClient(nil)
	if _, err := p.Begin(t.Context(), backTo, once, noon); !errors.Is(err, ErrAway) || !errors.Is(err, hook.ErrPrivate) {
		t.Errorf("Begin = %v, want the private address refused", err)
	}
}

func TestWhoReadsIsTheFirstRuleThatHolds(t *testing.T) {
	rule := func(claim, is, party, holder string) Rule {
		return Rule{Claim: claim, Is: form.Text{Value: is}, Party: form.Text{Value: party}, Holder: holder}
	}
	all := []Rule{rule("", "248289761001", "fi", "fi-one"), rule("email", "envoy@mfa.example", "se", "se-one"), rule("groups", "accede-tr", "tr", ""), rule("dept", "x", "no", "n")}
	claims := func(more map[string]any) map[string]any { return more }
	for name, x := range map[string]struct {
		told Told
		want string
	}{
		"by what it is called":        {Told{Subject: "248289761001", claims: claims(map[string]any{"groups": []any{"accede-tr"}})}, "fi fi-one"},
		"by an address it verified":   {Told{Subject: "2", claims: claims(map[string]any{"email": "envoy@mfa.example", "email_verified": true})}, "se se-one"},
		"by an address it did not":    {Told{Subject: "2", claims: claims(map[string]any{"email": "envoy@mfa.example", "email_verified": false})}, ""},
		"by an address, said as text": {Told{Subject: "2", claims: claims(map[string]any{"email": "envoy@mfa.example", "email_verified": "true"})}, ""},
		"by a group among others":     {Told{Issuer: "i", Subject: "2", claims: claims(map[string]any{"groups": []any{"a", "accede-tr"}})}, "tr liar-"},
		"by a group as a text":        {Told{Issuer: "i", Subject: "2", claims: claims(map[string]any{"groups": "accede-tr"})}, "tr liar-"},
		"by part of a group":          {Told{Subject: "2", claims: claims(map[string]any{"groups": []any{"accede-tr2", "accede"}})}, ""},
		"by a number":                 {Told{Subject: "2", claims: claims(map[string]any{"dept": 1.0})}, ""},
		"by nothing":                  {Told{Subject: "2"}, ""},
	} {
		c := Choice{ID: form.Text{Value: "liar"}, Readers: all}
		got, ok := c.Reader(x.told)
		if said := string(got.Party) + " " + got.Holder; ok != (x.want != "") || ok && !strings.HasPrefix(said, x.want) {
			t.Errorf("%s: Reader = %q, %v, want %q", name, said, ok, x.want)
		}
	}
	c := Choice{ID: form.Text{Value: "liar"}, Readers: all}
	one, _ := c.Reader(Told{Issuer: "i", Subject: "2", claims: map[string]any{"groups": "accede-tr"}})
	two, _ := c.Reader(Told{Issuer: "i", Subject: "3", claims: map[string]any{"groups": "accede-tr"}})
	if one == two {
		t.Errorf("two persons of a group are %q both, want each its own", one.Holder)
	}
}

func TestAFileOfProvidersSaysWhatIsWrongWithItsPlace(t *testing.T) {
	known := func(id body.MemberID) bool { return id == "tr" }
	good := `accede: providers/1
providers:
  - id: ministry
    name: {en: Ministry}
    issuer: https://login.mfa.example
    client: accede
    readers:
      - {is: "1", party: tr}
`
	if got, err := ReadFile("p.yaml", []byte(good), known); err != nil || len(got) != 1 || got[0].Mark() == "" {
		t.Fatalf("ReadFile = %v, %v, want one provider", got, err)
	}
	for change, want := range map[[2]string]string{
		{"https://login", "http://login"}:                             "p.yaml:5:13",
		{"party: tr", "party: xx"}:                                    `"xx" is neither`,
		{"id: ministry", "id: The Ministry"}:                          "lower case",
		{"client: accede", "audience: accede"}:                        "audience",
		{"https://login.mfa.example", "https://login.mfa.example/#x"}: "fragment",
		{"    client", "    networks: [10.0.0.0]\n    client"}:        "10.1.2.0/24",
		{"party: tr}", "party: tr, holder: The Envoy}"}:               "The Envoy",
	} {
		_, err := ReadFile("p.yaml", []byte(strings.Replace(good, change[0], change[1], 1)), known)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("with %q: %v, want %q", change[1], err, want)
		}
	}
}

func TestAnyChangeOfWhatIsWrittenDownChangesTheMark(t *testing.T) {
	base := Choice{ID: form.Text{Value: "a"}, Issuer: form.Text{Value: "https://a.example"}, Client: "c", Readers: []Rule{{Is: form.Text{Value: "1"}, Party: form.Text{Value: "tr"}}}}
	was := base.Mark()
	for name, change := range map[string]func(*Choice){
		"issuer": func(c *Choice) { c.Issuer.Value += "/" }, "client": func(c *Choice) { c.Client = "d" },
		"rule": func(c *Choice) { c.Readers = nil }, "party": func(c *Choice) { c.Readers = []Rule{{Is: form.Text{Value: "1"}, Party: form.Text{Value: "fi"}}} },
	} {
		c := base
		if change(&c); c.Mark() == was {
			t.Errorf("another %s has the same mark", name)
		}
	}
}
