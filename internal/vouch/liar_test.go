package vouch

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"accede/body"
	"accede/form"
)

// liar is a provider on this machine that tells the truth but where it is told to lie.
type liar struct {
	*httptest.Server
	t     *testing.T
	key   *rsa.PrivateKey
	codes map[string]url.Values // what was asked with each code; a code that was used is gone

	claims    func(map[string]any)                     // changes what is signed
	sign      func(map[string]any) string              // signs instead
	discovery func(map[string]any)                     // changes what it says of itself
	before    func(http.ResponseWriter, *http.Request) // answers instead, where it answers anything
}

const client, secret = "accede", "a secret of the client"

// newKey makes a key; it takes a while, so that tests of many lies share one.
func newKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newLiar(t *testing.T, key *rsa.PrivateKey) *liar {
	t.Helper()
	l := &liar{t: t, key: key, codes: map[string]url.Values{}}
	l.Server = httptest.NewServer(l)
	t.Cleanup(l.Close)
	return l
}

// provider answers the liar as it is asked here: it may lie on this machine.
func (l *liar) provider(rules ...Rule) *Provider {
	l.t.Helper()
	c := Choice{
		ID: form.Text{Value: "liar"}, Name: body.Names{"en": "Liar"}, Issuer: form.Text{Value: l.URL}, Client: client,
		Networks: []string{"127.0.0.0/8", "::1/128"}, Readers: rules,
	}
	if err := c.readAddresses(); err != nil {
		l.t.Fatal(err)
	}
	return New(c, secret)
}

// ServeHTTP answers as a provider does.
func (l *liar) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if l.before != nil {
		tried := &attempt{ResponseWriter: w}
		if l.before(tried, r); tried.answered {
			return
		}
	}
	w.Header().Set("Content-Type", "application/json")
	var said any
	switch r.URL.Path {
	case "/.well-known/openid-configuration":
		m := map[string]any{
			"issuer": l.URL, "authorization_endpoint": l.URL + "/ask", "token_endpoint": l.URL + "/token", "jwks_uri": l.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"}, "code_challenge_methods_supported": []string{"S256"},
			"authorization_response_iss_parameter_supported": true,
		}
		if l.discovery != nil {
			l.discovery(m)
		}
		said = m
	case "/keys":
		said = jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: l.key.Public(), KeyID: "1", Algorithm: "RS256", Use: "sig"}}}
	case "/token":
		said = l.token(w, r)
	default:
		w.WriteHeader(http.StatusNotFound)
	}
	_ = json.NewEncoder(w).Encode(said)
}

type attempt struct {
	http.ResponseWriter
	answered bool
}

func (a *attempt) Write(p []byte) (int, error) {
	a.answered = true
	return a.ResponseWriter.Write(p)
}

func (a *attempt) WriteHeader(code int) {
	a.answered = true
	a.ResponseWriter.WriteHeader(code)
}

func (a *attempt) Flush() { a.ResponseWriter.(http.Flusher).Flush() }

// token exchanges a code, once, for who showed the proof key and the client's secret.
func (l *liar) token(w http.ResponseWriter, r *http.Request) any {
	asked, ok := l.codes[r.PostFormValue("code")]
	delete(l.codes, r.PostFormValue("code"))
	id, pass, _ := r.BasicAuth()
	proof := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	pass, _ = url.QueryUnescape(pass)
	if !ok || id != client || pass != secret || asked.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(proof[:]) ||
		asked.Get("redirect_uri") != r.PostFormValue("redirect_uri") {
		w.WriteHeader(http.StatusBadRequest)
		return map[string]string{"error": "invalid_grant"}
	}
	now := noon.Unix()
	claims := map[string]any{
		"iss": l.URL, "sub": "248289761001", "aud": client, "nonce": asked.Get("nonce"), "iat": now, "exp": now + 300,
		"groups": []string{"registry", "accede-tr"}, "email": "envoy@mfa.example", "email_verified": true,
	}
	if l.claims != nil {
		l.claims(claims)
	}
	signed := ""
	if l.sign != nil {
		signed = l.sign(claims)
	} else {
		signed = l.signed(claims, jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: l.key, KeyID: "1"}})
	}
	return map[string]any{"access_token": "unused", "token_type": "Bearer", "id_token": signed}
}

func (l *liar) signed(claims map[string]any, key jose.SigningKey) string {
	l.t.Helper()
	signer, err := jose.NewSigner(key, nil)
	if err != nil {
		l.t.Fatal(err)
	}
	text, err := json.Marshal(claims)
	if err != nil {
		l.t.Fatal(err)
	}
	s, err := signer.Sign(text)
	if err != nil {
		l.t.Fatal(err)
	}
	out, err := s.CompactSerialize()
	if err != nil {
		l.t.Fatal(err)
	}
	return out
}

// unsigned answers what is signed by nobody.
func unsigned(claims map[string]any) string {
	text, _ := json.Marshal(claims)
	enc := base64.RawURLEncoding.EncodeToString
	return enc([]byte(`{"alg":"none"}`)) + "." + enc(text) + "."
}

// bySecret answers what is signed with the public key, taken for a secret.
func (l *liar) bySecret(claims map[string]any) string {
	der, err := x509.MarshalPKIXPublicKey(l.key.Public())
	if err != nil {
		l.t.Fatal(err)
	}
	return l.signed(claims, jose.SigningKey{Algorithm: jose.HS256, Key: pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})})
}

// byAnother answers what is signed by a key of nobody, under the provider's name for its own.
func (l *liar) byAnother(claims map[string]any) string {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		l.t.Fatal(err)
	}
	return l.signed(claims, jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: crypto.Signer(key), KeyID: "1"}})
}

// byItsOwn answers what is signed by the key that it brings along.
func (l *liar) byItsOwn(claims map[string]any) string {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		l.t.Fatal(err)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, &jose.SignerOptions{EmbedJWK: true})
	if err != nil {
		l.t.Fatal(err)
	}
	text, _ := json.Marshal(claims)
	s, err := signer.Sign(text)
	if err != nil {
		l.t.Fatal(err)
	}
	out, err := s.CompactSerialize()
	if err != nil {
		l.t.Fatal(err)
	}
	return out
}

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

var once = Try{State: "a state", Nonce: "a nonce", Verifier: "a verifier that is as long as the standard asks for"}

const backTo = "https://record.example/sign-in/from/liar"

// goes goes to the provider and back, as a browser does, and answers what it says.
func (l *liar) goes(p *Provider, change func(answer url.Values)) (Told, error) {
	l.t.Helper()
	to, err := p.Begin(l.t.Context(), backTo, once, noon)
	if err != nil {
		return Told{}, err
	}
	u, err := url.Parse(to)
	if err != nil {
		l.t.Fatal(err)
	}
	l.codes["code 1"] = u.Query()
	answer := url.Values{"code": {"code 1"}, "state": {once.State}, "iss": {l.URL}}
	if change != nil {
		change(answer)
	}
	return p.Finish(l.t.Context(), backTo, once, answer, noon)
}

// endless writes without end.
func endless(w http.ResponseWriter) {
	_, _ = w.Write([]byte(`{"issuer":"`))
	for range 3 << 4 {
		if _, err := w.Write(bytes.Repeat([]byte("x"), 1<<16)); err != nil {
			return
		}
	}
}
