package signature

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// Namespace is what SSH signatures of acts are made for (ssh-keygen -Y sign -n); one made for anything else counts
// for nothing here, nor one of ours there.
const Namespace = "act@accede.v1"

const (
	sshMagic  = "SSHSIG" // [OpenSSH PROTOCOL.sshsig]
	armorHead = "-----BEGIN SSH SIGNATURE-----"
	armorTail = "-----END SSH SIGNATURE-----"
)

// sshKey is a public key as SSH has it.
type sshKey struct {
	alg         Alg
	public      []byte // 32 bytes or a point
	application string // of a security key, such as ssh:
}

// wire reads values as SSH writes them. After the first that is not there it answers nothing and is bad.
type wire struct {
	data []byte
	bad  bool
}

func (w *wire) take(n int) []byte {
	if w.bad || n < 0 || n > len(w.data) {
		w.bad = true
		return nil
	}
	b := w.data[:n]
	w.data = w.data[n:]
	return b
}

func (w *wire) number() uint32 {
	b := w.take(4)
	if b == nil {
		return 0
	}
	return binary.BigEndian.Uint32(b)
}

func (w *wire) text() []byte {
	n := w.number()
	if n > maxPart {
		w.bad = true
	}
	return w.take(int(n))
}

// end says whether everything was read and nothing is left.
func (w *wire) end() bool { return !w.bad && len(w.data) == 0 }

func appendText(to []byte, text []byte) []byte {
	return append(binary.BigEndian.AppendUint32(to, uint32(len(text))), text...)
}

// parseSSHKey reads a public key: algorithm, curve where there is one, key, application of a security key.
func parseSSHKey(blob []byte) (sshKey, error) {
	w := wire{data: blob}
	k := sshKey{alg: Alg(w.text())}
	sk := k.alg == SSHEd25519SK || k.alg == SSHECDSASK
	switch k.alg {
	case SSHEd25519, SSHEd25519SK:
		k.public = w.text()
		if len(k.public) != edSize || smallOrder(k.public) {
			w.bad = true
		}
	case SSHECDSA, SSHECDSASK:
		if string(w.text()) != "nistp256" {
			w.bad = true
		}
		k.public = w.text()
		if _, err := point(k.public); err != nil {
			w.bad = true
		}
	case Ed25519, WebAuthnEd25519, WebAuthnES256:
		w.bad = true
	default:
		return sshKey{}, fmt.Errorf("SSH keys of the algorithm %.40q are not accepted", k.alg)
	}
	if sk {
		if k.application = string(w.text()); k.application == "" {
			w.bad = true
		}
	}
	if !w.end() {
		return sshKey{}, errors.New("the public key is not as SSH writes it")
	}
	return k, nil
}

// SSHAlg answers the algorithm of a public key as SSH writes it. It wraps ErrForm.
func SSHAlg(blob []byte) (Alg, error) {
	k, err := parseSSHKey(blob)
	if err != nil {
		return "", fmt.Errorf("read an SSH key: %w: %w", err, ErrForm)
	}
	return k.alg, nil
}

// Unarmor answers the SSHSIG within the lines that ssh-keygen writes. It wraps ErrForm.
func Unarmor(text string) ([]byte, error) {
	inner, ok := strings.CutPrefix(strings.TrimSpace(text), armorHead)
	if ok {
		inner, ok = strings.CutSuffix(inner, armorTail)
	}
	if !ok {
		return nil, fmt.Errorf("read an SSH signature: it begins with %s: %w", armorHead, ErrForm)
	}
	b, err := base64.StdEncoding.Strict().DecodeString(strings.NewReplacer("\n", "", "\r", "").Replace(inner))
	if err != nil {
		return nil, fmt.Errorf("read an SSH signature: %w: %w", err, ErrForm)
	}
	return b, nil
}

// verifySSH answers why an SSHSIG is not one of the key on the act, or nothing. What is signed: the magic, the
// namespace, nothing reserved, the hash's name and the hash of the act's exact bytes.
func (k Key) verifySSH(act []byte, s Signature) string {
	w := wire{data: s.Sig}
	magic, version := string(w.take(len(sshMagic))), w.number()
	public, namespace, reserved := w.text(), string(w.text()), w.text()
	hash, inner := string(w.text()), w.text()
	switch {
	case !w.end() || magic != sshMagic || version != 1 || len(reserved) > 0:
		return "it is not as SSH writes it"
	case !bytes.Equal(public, k.Public):
		return "it is by another key"
	case namespace != Namespace:
		return fmt.Sprintf("it was made for %.40q, not for %s", namespace, Namespace)
	case len(s.Auth)+len(s.Client) > 0:
		return "an SSH signature has no client data"
	}
	digest, ok := sshHash(hash, act)
	if !ok {
		return fmt.Sprintf("it hashes by %.20q", hash)
	}
	signed := appendText([]byte(sshMagic), []byte(Namespace))
	signed = appendText(appendText(signed, nil), []byte(hash))
	signed = appendText(signed, digest)
	key, err := parseSSHKey(k.Public)
	if err != nil || key.alg != k.Alg {
		return "the key is not as SSH writes it"
	}
	if !key.verify(signed, inner, k.UV) {
		return "it does not verify"
	}
	return ""
}

func sshHash(name string, act []byte) ([]byte, bool) {
	switch name {
	case "sha512":
		h := sha512.Sum512(act)
		return h[:], true
	case "sha256":
		h := sha256.Sum256(act)
		return h[:], true
	}
	return nil, false
}

// verify checks the signature within an SSHSIG. That of a security key has flags and a count, and is over the hash of
// the application, both, and the hash of what is signed. [OpenSSH PROTOCOL.u2f]
func (k sshKey) verify(signed, inner []byte, verified bool) bool {
	w := wire{data: inner}
	alg, sig := Alg(w.text()), w.text()
	if k.application != "" {
		tail := w.take(5)
		if tail == nil || tail[0]&flagUP == 0 || verified && tail[0]&flagUV == 0 {
			return false
		}
		application, message := sha256.Sum256([]byte(k.application)), sha256.Sum256(signed)
		signed = append(append(bytes.Clone(application[:]), tail...), message[:]...)
	}
	if !w.end() || alg != k.alg {
		return false
	}
	if len(k.public) == edSize {
		return ed25519.Verify(k.public, signed, sig)
	}
	return verifyPair(k.public, signed, sig)
}

// verifyPair checks an ECDSA signature as SSH writes it: two numbers, each in its one form.
func verifyPair(public, signed, sig []byte) bool {
	w := wire{data: sig}
	r, okR := natural(w.text())
	s, okS := natural(w.text())
	p, err := point(public)
	if !okR || !okS || !w.end() || err != nil {
		return false
	}
	hash := sha256.Sum256(signed)
	return ecdsa.Verify(p, hash[:], r, s)
}

// natural reads a number above nothing in its shortest form.
func natural(b []byte) (*big.Int, bool) {
	n := new(big.Int).SetBytes(b)
	short := n.Bytes()
	if len(short) > 0 && short[0]&0x80 != 0 {
		short = append([]byte{0}, short...)
	}
	return n, n.Sign() > 0 && n.Cmp(elliptic.P256().Params().N) < 0 && bytes.Equal(short, b)
}
