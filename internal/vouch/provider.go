package vouch

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// What whoever signs in can do about it.
var (
	// ErrRefused: what came back from the provider does not show who is calling.
	ErrRefused = errors.New("the provider did not show who is calling")
	// ErrAway: the provider cannot be reached, or what it says of itself cannot be used.
	ErrAway = errors.New("the provider cannot be asked now")
)

// Provider is one identity provider. It may be used by many goroutines at once. Make one with New.
type Provider struct {
	Choice
	secret string
	client *http.Client
	busy   chan struct{} // bounds how many wait for the provider at once

	mu    sync.Mutex
	found *found
}

// found is what the provider said of itself, and until when that is not asked again.
type found struct {
	provider *oidc.Provider
	style    oauth2.AuthStyle
	names    bool // it names itself in what comes back
	until    time.Time
}

// atOnce is how many questions to one provider are under way at once.
const atOnce = 16

// foundHolds is how long it is believed what a provider said of itself.
const foundHolds = time.Hour

// New answers a provider. Nothing is asked of it yet: a provider that is away keeps no server from starting.
func New(c Choice, secret string) *Provider {
	return &Provider{Choice: c, secret: secret, client: newClient(c.allow), busy: make(chan struct{}, atOnce)}
}

// Try is one way to a provider and back.
type Try struct {
	State    string // comes back as it went
	Nonce    string // stands in what the provider signs
	Verifier string // shows to the provider that whoever brings the code is who asked for it
}

// Told is what a provider says of somebody.
type Told struct {
	Issuer, Subject string
	claims          map[string]any
}

// Begin answers the address at which the provider asks who is calling and from which it leads back. It wraps ErrAway.
func (p *Provider) Begin(ctx context.Context, back string, t Try, now time.Time) (string, error) {
	f, err := p.discover(ctx, now)
	if err != nil {
		return "", err
	}
	c := p.config(f, back)
	return c.AuthCodeURL(t.State, oidc.Nonce(t.Nonce), oauth2.S256ChallengeOption(t.Verifier)), nil
}

func (p *Provider) config(f *found, back string) oauth2.Config {
	end := f.provider.Endpoint()
	end.AuthStyle = f.style
	return oauth2.Config{ClientID: p.Client, ClientSecret: p.secret, Endpoint: end, RedirectURL: back, Scopes: append([]string{oidc.ScopeOpenID}, p.Scopes...)}
}

// Finish answers of whom the provider speaks, by what a browser brought back from it. The state was checked by the caller,
// who knows which browser asked. It wraps ErrRefused or ErrAway.
func (p *Provider) Finish(ctx context.Context, back string, t Try, answer url.Values, now time.Time) (Told, error) {
	f, err := p.discover(ctx, now)
	if err != nil {
		return Told{}, err
	}
	if iss := answer.Get("iss"); (iss != "" || f.names) && iss != p.Issuer.Value { // another provider's answer [RFC 9207]
		return Told{}, fmt.Errorf("the answer is of the issuer %.100q: %w", iss, ErrRefused)
	}
	if said := answer.Get("error"); said != "" {
		return Told{}, fmt.Errorf("it said %.60q: %w", said, ErrRefused)
	}
	code := answer.Get("code")
	if code == "" || len(code) > 4096 {
		return Told{}, fmt.Errorf("it gave no code: %w", ErrRefused)
	}
	var raw string
	err = p.asking(ctx, func(ctx context.Context) error {
		c := p.config(f, back)
		token, err := c.Exchange(ctx, code, oauth2.VerifierOption(t.Verifier))
		if err != nil {
			return told(err)
		}
		raw, _ = token.Extra("id_token").(string)
		return nil
	})
	if err != nil {
		return Told{}, fmt.Errorf("exchange the code: %w", err)
	}
	return p.verify(ctx, f, raw, t.Nonce, now)
}

// told says whether the provider refused a code, or could not be asked.
func told(err error) error {
	if said, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		code := 0
		if said.Response != nil {
			code = said.Response.StatusCode
		}
		if code >= 400 && code < 500 {
			return fmt.Errorf("it answered %d %.60q: %w", code, said.ErrorCode, ErrRefused)
		}
		return fmt.Errorf("it answered %d: %w", code, ErrAway)
	}
	return fmt.Errorf("%w: %w", err, ErrAway)
}

// verify checks what the provider signed.
func (p *Provider) verify(ctx context.Context, f *found, raw, nonce string, now time.Time) (Told, error) {
	if raw == "" {
		return Told{}, fmt.Errorf("it signed nothing: %w", ErrRefused)
	}
	verifier := f.provider.Verifier(&oidc.Config{
		ClientID: p.Client, SupportedSigningAlgs: algorithms(), Now: func() time.Time { return now },
	})
	var token *oidc.IDToken
	err := p.asking(ctx, func(ctx context.Context) (err error) {
		token, err = verifier.Verify(ctx, raw)
		return err
	})
	if err != nil {
		return Told{}, fmt.Errorf("check what it signed: %w: %w", err, ErrRefused)
	}
	t := Told{Issuer: token.Issuer, Subject: token.Subject}
	if err := token.Claims(&t.claims); err != nil {
		return Told{}, fmt.Errorf("read what it signed: %w: %w", err, ErrRefused)
	}
	azp, _ := t.claims["azp"].(string)
	switch {
	case token.Issuer != p.Issuer.Value:
		return Told{}, fmt.Errorf("it speaks for the issuer %.100q: %w", token.Issuer, ErrRefused)
	case subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(nonce)) != 1:
		return Told{}, fmt.Errorf("it answers another question: %w", ErrRefused)
	case token.Subject == "" || len(token.Subject) > 255:
		return Told{}, fmt.Errorf("it does not say of whom it speaks: %w", ErrRefused)
	case azp != "" && azp != p.Client, len(token.Audience) > 1 && azp == "":
		return Told{}, fmt.Errorf("it speaks to the client %.100q: %w", azp, ErrRefused)
	case token.IssuedAt.After(now.Add(skew)), token.IssuedAt.Before(now.Add(-tokenHolds)):
		return Told{}, fmt.Errorf("it was signed at %s: %w", token.IssuedAt.UTC().Format(time.RFC3339), ErrRefused)
	}
	return t, nil
}

// How far a provider's clock may be ahead of ours, and how old what it signed may be: it is asked for when it is wanted.
const (
	skew       = 2 * time.Minute
	tokenHolds = 10 * time.Minute
)

// algorithms are those by which a provider may sign: by a key of its own, never by a secret that it shares with us.
func algorithms() []string {
	return []string{oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA, oidc.PS256, oidc.PS384, oidc.PS512, oidc.RS256, oidc.RS384, oidc.RS512}
}

// asking does something that asks the provider, when it is not asked too much already.
func (p *Provider) asking(ctx context.Context, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, 2*patience)
	defer cancel()
	select {
	case p.busy <- struct{}{}:
		defer func() { <-p.busy }()
		return do(oidc.ClientContext(ctx, p.client))
	case <-ctx.Done():
		return fmt.Errorf("too many ask it at once: %w", ErrAway)
	}
}

// discover answers what the provider says of itself, asked once an hour.
func (p *Provider) discover(ctx context.Context, now time.Time) (*found, error) {
	p.mu.Lock()
	f := p.found
	p.mu.Unlock()
	if f != nil && now.Before(f.until) {
		return f, nil
	}
	err := p.asking(ctx, func(ctx context.Context) (err error) {
		f, err = p.ask(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("ask %s what it says of itself: %w: %w", p.Issuer.Value, err, ErrAway)
	}
	f.until = now.Add(foundHolds)
	p.mu.Lock()
	p.found = f
	p.mu.Unlock()
	return f, nil
}

// ask asks the provider what it says of itself, and refuses what cannot be used.
func (p *Provider) ask(ctx context.Context) (*found, error) {
	got, err := oidc.NewProvider(ctx, p.Issuer.Value)
	if err != nil {
		return nil, err
	}
	var said struct {
		Keys    string   `json:"jwks_uri"`
		Proofs  []string `json:"code_challenge_methods_supported"`
		Styles  []string `json:"token_endpoint_auth_methods_supported"`
		Answers bool     `json:"authorization_response_iss_parameter_supported"`
	}
	if err := got.Claims(&said); err != nil {
		return nil, err
	}
	end := got.Endpoint()
	for _, address := range []string{end.AuthURL, end.TokenURL, said.Keys} {
		if err := p.mayBeAt(address); err != nil {
			return nil, fmt.Errorf("its address %.200q: %w", address, err)
		}
	}
	if len(said.Proofs) > 0 && !slices.Contains(said.Proofs, "S256") {
		return nil, fmt.Errorf("it takes the proof keys %s, and not S256", strings.Join(said.Proofs, ", "))
	}
	f := &found{provider: got, style: oauth2.AuthStyleInHeader, names: said.Answers}
	if p.secret == "" || len(said.Styles) > 0 && !slices.Contains(said.Styles, "client_secret_basic") {
		f.style = oauth2.AuthStyleInParams
	}
	return f, nil
}
