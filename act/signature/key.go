package signature

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Key is a public key and all that was pinned with it. Keys are compared with Equal. The zero Key verifies nothing.
type Key struct {
	Alg     Alg
	Public  []byte   // Ed25519: 32 bytes; P-256: the uncompressed point, 65 bytes; SSH: the key as SSH writes it
	RPID    string   // of a passkey: the site it was made for
	Origins []string // of a passkey: the pages that may ask for signatures
	UV      bool     // the holder must have been verified, by fingerprint or PIN; of a passkey always
	Synced  bool     // of a passkey: it may be copied to other devices (backup eligible)
}

// sizes of public keys.
const (
	edSize    = ed25519.PublicKeySize
	pointSize = 65
)

// Check checks that the key could verify something: a known algorithm, a public key of its kind, the pins it wants.
// It wraps ErrForm.
func (k Key) Check() error {
	wrong := func(text string, args ...any) error {
		return fmt.Errorf("key of algorithm %q: "+text+": %w", append(append([]any{k.Alg}, args...), ErrForm)...)
	}
	if k.Alg.Passkey() != (k.RPID != "") || k.Alg.Passkey() != (len(k.Origins) > 0) || k.Synced && !k.Alg.Passkey() {
		return wrong("a passkey has the site and the origins it was made for, another key has neither")
	}
	if k.Alg.Passkey() && !k.UV {
		return wrong("a passkey signs acts only after its holder was verified: pin that")
	}
	switch k.Alg {
	case Ed25519, WebAuthnEd25519:
		if len(k.Public) != edSize {
			return wrong("the public key has %d bytes, not %d", len(k.Public), edSize)
		}
		if smallOrder(k.Public) {
			return wrong("under the public key signatures of nobody verify")
		}
	case WebAuthnES256:
		if _, err := point(k.Public); err != nil {
			return wrong("%w", err)
		}
	case SSHEd25519, SSHEd25519SK, SSHECDSA, SSHECDSASK:
		s, err := parseSSHKey(k.Public)
		if err != nil {
			return wrong("%w", err)
		}
		if s.alg != k.Alg {
			return wrong("the public key is of the algorithm %q", s.alg)
		}
		if k.UV && s.application == "" {
			return wrong("only a security key can say that its holder was verified")
		}
	default:
		return wrong("the algorithm is not known")
	}
	return nil
}

// Equal says whether two keys verify the same signatures.
func (k Key) Equal(l Key) bool {
	return k.Alg == l.Alg && bytes.Equal(k.Public, l.Public) && k.RPID == l.RPID && slices.Equal(k.Origins, l.Origins) &&
		k.UV == l.UV && k.Synced == l.Synced
}

// Verify answers nil if the key has signed these bytes of an act, in the way it was enrolled for. Anything else is
// ErrSignature. It takes one verification of the curve and a hash of the act.
func (k Key) Verify(act []byte, s Signature) error {
	if s.Alg != k.Alg {
		return fmt.Errorf("it says it is by %q, the key was enrolled for %q: %w", s.Alg, k.Alg, ErrSignature)
	}
	var why string
	switch k.Alg {
	case Ed25519:
		if len(k.Public) != edSize || len(s.Auth)+len(s.Client) > 0 || !ed25519.Verify(k.Public, Message(act), s.Sig) {
			why = "it does not verify"
		}
	case SSHEd25519, SSHEd25519SK, SSHECDSA, SSHECDSASK:
		why = k.verifySSH(act, s)
	case WebAuthnEd25519, WebAuthnES256:
		why = k.verifyPasskey(act, s)
	default:
		why = "the algorithm is not known"
	}
	if why != "" {
		return fmt.Errorf("%s: %w", why, ErrSignature)
	}
	return nil
}

// smallOrder says whether a public key of Ed25519 is one of the few points that add up to nothing after eight steps:
// a signature under them can be made by anybody. The sign in the last bit does not count. [RFC 8032 5.1.3, 8.9]
func smallOrder(public []byte) bool {
	y := bytes.Clone(public)
	y[edSize-1] &= 0x7f
	switch hex.EncodeToString(y) {
	case "0000000000000000000000000000000000000000000000000000000000000000",
		"0100000000000000000000000000000000000000000000000000000000000000",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f":
		return true
	}
	return false
}

// point reads an uncompressed point of P-256 and refuses what is not on the curve.
func point(b []byte) (*ecdsa.PublicKey, error) {
	if len(b) != pointSize {
		return nil, fmt.Errorf("the public key has %d bytes, not %d", len(b), pointSize)
	}
	return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), b)
}

// Fingerprint answers twelve groups of four letters by which two people can compare a key over the telephone: of
// SHA-256 over the domain line accede/key/1, the algorithm, a line feed and the public key, the first 24 bytes.
func (k Key) Fingerprint() string {
	h := under("accede/key/1\n", append([]byte(string(k.Alg)+"\n"), k.Public...))
	text := hex.EncodeToString(h[:24])
	groups := make([]string, 0, len(text)/4)
	for ; text != ""; text = text[4:] {
		groups = append(groups, text[:4])
	}
	return strings.Join(groups, " ")
}

// Encode writes bytes in the one form of base64 that Decode reads.
func Encode(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

// Decode reads base64 in the one form in which it is written here: standard, with padding, without stray bits.
func Decode(text string) ([]byte, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || base64.StdEncoding.EncodeToString(b) != text {
		return nil, fmt.Errorf("%.40q is not base64: %w", text, ErrForm)
	}
	return b, nil
}

// The beginnings of public keys as browsers write them (SubjectPublicKeyInfo, DER): all but the key is fixed.
// [RFC 5480, RFC 8410]
const (
	spkiP256    = "\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00"
	spkiEd25519 = "\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00"
)

// OfSPKI answers the algorithm and the public key of a passkey from the form in which a browser hands it out
// (getPublicKey). It wraps ErrForm.
func OfSPKI(der []byte) (Alg, []byte, error) {
	if rest, ok := bytes.CutPrefix(der, []byte(spkiP256)); ok && len(rest) == pointSize {
		return WebAuthnES256, rest, nil
	}
	if rest, ok := bytes.CutPrefix(der, []byte(spkiEd25519)); ok && len(rest) == edSize {
		return WebAuthnEd25519, rest, nil
	}
	return "", nil, fmt.Errorf("the passkey's public key is neither P-256 nor Ed25519: %w", ErrForm)
}
