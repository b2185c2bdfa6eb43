package signature

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
)

// Flags of authenticator data. [WebAuthn L3 6.1]
const (
	flagUP = 0x01 // somebody was there
	flagUV = 0x04 // and was verified
	flagBE = 0x08 // the key may be copied
	flagBS = 0x10 // and has been
	flagAT = 0x40 // a new key follows
	flagED = 0x80 // extensions follow
)

// authSize is how long authenticator data are without extensions: the site's hash, the flags, the count.
const authSize = 37

// verifyPasskey answers why an assertion does not carry the act, or nothing. The challenge is the act: its Hash.
// [WebAuthn L3 7.2]
func (k Key) verifyPasskey(act []byte, s Signature) string {
	if why := k.checkAuth(s.Auth); why != "" {
		return why
	}
	challenge := Hash(act)
	if why := k.checkClient(s.Client, challenge[:]); why != "" {
		return why
	}
	client := sha256.Sum256(s.Client)
	message := append(bytes.Clone(s.Auth), client[:]...)
	switch k.Alg {
	case WebAuthnEd25519:
		if len(k.Public) == edSize && ed25519.Verify(k.Public, message, s.Sig) {
			return ""
		}
	case WebAuthnES256:
		p, err := point(k.Public)
		hash := sha256.Sum256(message)
		if err == nil && ecdsa.VerifyASN1(p, hash[:], s.Sig) {
			return ""
		}
	case Ed25519, SSHEd25519, SSHEd25519SK, SSHECDSA, SSHECDSASK:
		// no passkeys
	}
	return "it does not verify"
}

// checkAuth checks what the authenticator says: the site, that a person was there and was verified, and that the key
// is as copyable as when it was enrolled. The count is kept and shown, and refuses nothing: synced keys stay at 0.
func (k Key) checkAuth(auth []byte) string {
	if len(auth) < authSize {
		return "the authenticator data are cut short"
	}
	site := sha256.Sum256([]byte(k.RPID))
	flags := auth[32]
	switch {
	case !bytes.Equal(auth[:32], site[:]):
		return "it was given to another site than " + k.RPID
	case flags&flagUP == 0:
		return "nobody was there"
	case flags&flagUV == 0:
		return "its holder was not verified"
	case (flags&flagBE != 0) != k.Synced:
		return "the key is not as copyable as it was when it was enrolled"
	case flags&flagBS != 0 && flags&flagBE == 0:
		return "it was copied and says that it cannot be"
	case flags&flagAT != 0:
		return "it brings another key with it"
	case flags&flagED == 0 && len(auth) != authSize:
		return "something follows the authenticator data"
	}
	return ""
}

// checkClient compares the beginning of the client data byte by byte. All versions of the standard write these keys
// first, in this order, and whatever else may follow; so the whole is not read as JSON. [WebAuthn L3 5.8.1.2]
func (k Key) checkClient(client, challenge []byte) string {
	for _, origin := range k.Origins {
		want := `{"type":"webauthn.get","challenge":` + ccd(base64.RawURLEncoding.EncodeToString(challenge)) + `,"origin":` + ccd(origin) + `,"crossOrigin":false`
		rest, ok := bytes.CutPrefix(client, []byte(want))
		if !ok || len(rest) == 0 {
			continue
		}
		if rest[0] == ',' && rest[len(rest)-1] == '}' || string(rest) == "}" {
			return ""
		}
	}
	return fmt.Sprintf("the page did not ask for this act, or was none of %s", strings.Join(k.Origins, ", "))
}

// ccd writes a text as client data do. [WebAuthn L3 5.8.1.1]
func ccd(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range text {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c < 0x20:
			fmt.Fprintf(&b, "\\u%04x", c)
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// Count answers the sign count that an assertion of a passkey carries, 0 for any other signature. It is a signal for
// readers, not a proof: many keys never count.
func (s Signature) Count() uint32 {
	if len(s.Auth) < authSize {
		return 0
	}
	return binary.BigEndian.Uint32(s.Auth[33:authSize])
}
