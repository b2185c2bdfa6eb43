package ledger

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// GenerateKey makes an Ed25519 key from random, which must be the random
// source of the operating system unless in a test. The private text goes to
// NewSigner and nowhere else; the public one is given to verifiers. Name
// stands on every signature line; without blanks, '+' and control characters.
// The host of a record uses accede/BODY: the key stands in the first entry, so
// it cannot be named by the origin, which is made from that entry.
func GenerateKey(random io.Reader, name string) (private, public string, err error) {
	if name == "" || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r == '+' || r == 0x7f }) {
		return "", "", fmt.Errorf("make a key named %q: a name has no blanks and no plus: %w", name, ErrKey)
	}
	private, public, err = note.GenerateKey(random, name)
	if err != nil {
		return "", "", fmt.Errorf("make a key named %q: %w", name, err)
	}
	return private, public, nil
}

// NewSigner reads a private key. ErrKey: not one. The error never contains
// the text.
func NewSigner(private string) (note.Signer, error) {
	s, err := note.NewSigner(strings.TrimSpace(private))
	if err != nil {
		return nil, fmt.Errorf("read the private key: %w", ErrKey)
	}
	return s, nil
}

// NewVerifier reads a public key. ErrKey: not one, or not in the one form that a key has.
func NewVerifier(public string) (note.Verifier, error) {
	public = strings.TrimSpace(public)
	v, err := note.NewVerifier(public)
	if err == nil {
		// note takes capitals in the hash, and stray bits at the end.
		encoded, canonical := strings.CutPrefix(public, fmt.Sprintf("%s+%08x+", v.Name(), v.KeyHash()))
		if _, stray := base64.StdEncoding.Strict().DecodeString(encoded); canonical && stray == nil {
			return v, nil
		}
	}
	return nil, fmt.Errorf("read the public key %.100q: %w", public, ErrKey)
}

// PublicKey returns the public text that belongs to a private one. ErrKey:
// not a private key. The error never contains the text.
func PublicKey(private string) (string, error) {
	private = strings.TrimSpace(private)
	s, err := NewSigner(private)
	if err != nil {
		return "", err
	}
	// NewSigner has checked the form: PRIVATE+KEY+name+hash+base64(1 ‖ seed).
	_, text, _ := strings.Cut(private, "+"+fmt.Sprintf("%08x", s.KeyHash())+"+")
	seed, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(seed) != 1+ed25519.SeedSize {
		return "", fmt.Errorf("read the private key: %w", ErrKey)
	}
	public := ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey)
	return note.NewEd25519VerifierKey(s.Name(), public)
}
