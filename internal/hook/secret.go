package hook

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// ErrSecret: a secret is neither of the kinds there are.
var ErrSecret = errors.New("not a secret of a webhook: it begins with whsec_ or whsk_")

// What secrets and public keys begin with.
const (
	shared  = "whsec_" // known to both sides: HMAC-SHA256
	private = "whsk_"  // a seed of Ed25519, known here alone
	public  = "whpk_"
)

// secretLen is how many bytes of chance stand in a secret.
const secretLen = 32

// NewSecret answers a secret made of random bytes: one that both sides know, or the private key of a pair.
func NewSecret(pair bool, random io.Reader) (string, error) {
	raw := make([]byte, secretLen)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", fmt.Errorf("make a secret: %w", err)
	}
	if pair {
		return private + base64.StdEncoding.EncodeToString(raw), nil
	}
	return shared + base64.StdEncoding.EncodeToString(raw), nil
}

// Shown answers what the other side is given, so that it can check signatures: the shared secret, or the public key.
func Shown(secret string) (string, error) {
	raw, pair, err := readSecret(secret)
	if err != nil || !pair {
		return secret, err
	}
	return public + base64.StdEncoding.EncodeToString(ed25519.NewKeyFromSeed(raw).Public().(ed25519.PublicKey)), nil
}

func readSecret(secret string) (raw []byte, pair bool, err error) {
	text, ok := strings.CutPrefix(secret, shared)
	if !ok {
		text, pair = strings.CutPrefix(secret, private)
	}
	raw, err = base64.StdEncoding.DecodeString(text)
	if err != nil || !ok && !pair || len(raw) < 24 || pair && len(raw) != ed25519.SeedSize {
		return nil, false, ErrSecret
	}
	return raw, pair, nil
}

// Sign answers the signature over a message, its id and the second of the attempt, as it stands in the header
// webhook-signature: v1 and HMAC-SHA256 for a shared secret, v1a and Ed25519 for a private key.
func Sign(secret, id string, at time.Time, payload []byte) (string, error) {
	raw, pair, err := readSecret(secret)
	if err != nil {
		return "", err
	}
	signed := append([]byte(id+"."+strconv.FormatInt(at.Unix(), 10)+"."), payload...)
	if pair {
		return "v1a," + base64.StdEncoding.EncodeToString(ed25519.Sign(ed25519.NewKeyFromSeed(raw), signed)), nil
	}
	m := hmac.New(sha256.New, raw)
	m.Write(signed)
	return "v1," + base64.StdEncoding.EncodeToString(m.Sum(nil)), nil
}
