// Package signature checks who signed an act: plain Ed25519, SSH signatures and passkeys, each under a key that was
// enrolled before.
//
// It knows bytes, keys and the three forms of a signature, and is written against the standard library alone, so that
// it can be read in one sitting. It refuses to know what an act says, whose a key is, and whether it was valid when it
// signed: package dossier judges that by the position in the record. It makes no signatures of its own.
package signature

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"accede/canon"
)

// Alg is the way a key signs. It is pinned when the key is enrolled; what a signature says of itself never chooses it.
type Alg string

// The algorithms. The set is closed; there is no RSA among them.
const (
	Ed25519         Alg = "ed25519"                            // a key in a file
	SSHEd25519      Alg = "ssh-ed25519"                        // SSHSIG
	SSHEd25519SK    Alg = "sk-ssh-ed25519@openssh.com"         // SSHSIG by a security key
	SSHECDSA        Alg = "ecdsa-sha2-nistp256"                // SSHSIG
	SSHECDSASK      Alg = "sk-ecdsa-sha2-nistp256@openssh.com" // SSHSIG by a security key
	WebAuthnEd25519 Alg = "webauthn-ed25519"                   // a passkey, COSE algorithm −8
	WebAuthnES256   Alg = "webauthn-es256"                     // a passkey, COSE algorithm −7
)

// Algs answers every algorithm, in the order in which they are told. The slice is the caller's.
func Algs() []Alg {
	return []Alg{Ed25519, SSHEd25519, SSHEd25519SK, SSHECDSA, SSHECDSASK, WebAuthnEd25519, WebAuthnES256}
}

// Passkey says whether keys of the algorithm are passkeys, which have a site and flags.
func (a Alg) Passkey() bool { return a == WebAuthnEd25519 || a == WebAuthnES256 }

// ErrForm is wrapped by what is wrong with the form of a key or of a signature: no key could have made it so.
var ErrForm = errors.New("not in due form")

// ErrSignature is wrapped by every signature that the key did not give to this act.
var ErrSignature = errors.New("the signature is not one of this key on this act")

// Hash answers the hash of an act: SHA-256 over the domain line accede/act/1 and its exact bytes. It is the act's
// name, the challenge of a passkey, and of the act alone: one act can have two valid signatures.
func Hash(act []byte) [32]byte { return under("accede/act/1\n", act) }

// under answers SHA-256 over a domain line and bytes, so that what is hashed for one purpose serves no other.
func under(domain string, data []byte) [32]byte {
	h := sha256.New()
	h.Write([]byte(domain))
	h.Write(data)
	var sum [32]byte
	h.Sum(sum[:0])
	return sum
}

// Message answers what a key of the algorithm Ed25519 signs: the domain line accede/signature/1 and the act's Hash.
func Message(act []byte) []byte {
	h := Hash(act)
	return append([]byte("accede/signature/1\n"), h[:]...)
}

// Signature is one signature beside an act. Its bytes are never an identity: an ECDSA signature has a twin.
type Signature struct {
	Alg    Alg
	Key    string // id of the key it says it is by
	Sig    []byte // 64 bytes; a whole SSHSIG; or what the authenticator signed
	Auth   []byte // of a passkey: authenticatorData
	Client []byte // of a passkey: clientDataJSON
}

// How long the parts of a signature may be, and how many there may be beside an act, so that an entry that holds the
// largest act and them stays below 64 KiB. [C2SP tlog-tiles]
const (
	MaxSigs   = 4
	maxPart   = 1024
	maxSigned = 3000 // bytes of all signatures of an act, as they stand in the entry
)

// Check checks the form of a signature: known algorithm, the parts that it wants and no others. It wraps ErrForm.
func (s Signature) Check() error {
	if !known(s.Alg) {
		return fmt.Errorf("signature by %q: the algorithm %q is not known: %w", s.Key, s.Alg, ErrForm)
	}
	if s.Key == "" || len(s.Sig) == 0 || len(s.Sig) > maxPart || len(s.Auth) > maxPart || len(s.Client) > maxPart {
		return fmt.Errorf("signature by %q: a key and a signature of at most %d bytes are wanted: %w", s.Key, maxPart, ErrForm)
	}
	if has := len(s.Auth) > 0 && len(s.Client) > 0; has != s.Alg.Passkey() || !has && len(s.Auth)+len(s.Client) > 0 {
		return fmt.Errorf("signature by %q: a passkey's has auth and client, any other neither: %w", s.Key, ErrForm)
	}
	return nil
}

func known(a Alg) bool {
	return slices.Contains(Algs(), a)
}

// CheckAll checks the form of all signatures of one act: at least one, at most MaxSigs, no key twice.
func CheckAll(all []Signature) error {
	if len(all) == 0 || len(all) > MaxSigs {
		return fmt.Errorf("%d signatures: an act has 1 to %d: %w", len(all), MaxSigs, ErrForm)
	}
	for i, s := range all {
		if err := s.Check(); err != nil {
			return err
		}
		for _, other := range all[:i] {
			if other.Key == s.Key {
				return fmt.Errorf("two signatures by key %q: one is enough: %w", s.Key, ErrForm)
			}
		}
	}
	w := canon.NewWriter(nil)
	Write(&w, all)
	data, err := w.Bytes()
	if err != nil {
		return fmt.Errorf("write the signatures: %w: %w", err, ErrForm)
	}
	if len(data) > maxSigned {
		return fmt.Errorf("the signatures have %d bytes, and at most %d may stand beside an act: %w", len(data), maxSigned, ErrForm)
	}
	return nil
}
