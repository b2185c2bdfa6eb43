package ledger

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strings"
	"time"
)

// Deposit is what a watcher says of an act that was left with it: this act, for this record, at this time by its clock.
type Deposit struct {
	Origin Origin
	Act    [32]byte // the name of the act
	At     time.Time
}

const depositHeader = "accede/deposit/1"

// Text answers what is signed, a line each: the format, the origin, the name of the act in base64, and the time.
func (d Deposit) Text() string {
	return fmt.Sprintf("%s\n%s\n%s\n%s\n", depositHeader, d.Origin, base64.StdEncoding.EncodeToString(d.Act[:]), d.At.UTC().Format(time.RFC3339))
}

// Sign answers the text and, behind an empty line, the signature of a watcher's key under a name. Times count in whole
// seconds. ErrKey: the name is none for a key.
func (d Deposit) Sign(name string, key ed25519.PrivateKey) ([]byte, error) {
	if _, err := WatcherOf(name, key.Public().(ed25519.PublicKey)); err != nil {
		return nil, err
	}
	sig := ed25519.Sign(key, []byte(d.Text()))
	return []byte(d.Text() + "\n— " + name + " " + base64.StdEncoding.EncodeToString(sig) + "\n"), nil
}

// OpenDeposit reads what Sign writes, and nothing else, once it has verified that the watcher signed it for the record.
// ErrReceipt: it is not that. ErrOrigin: it is for another record.
func OpenDeposit(w Watcher, origin Origin, signed []byte) (Deposit, error) {
	bad := fmt.Errorf("receipt of a deposit with %s: %w", w.name, ErrReceipt)
	text, line, ok := strings.Cut(string(signed), "\n\n")
	lines := strings.Split(text, "\n")
	if !ok || len(lines) != 4 || lines[0] != depositHeader {
		return Deposit{}, bad
	}
	hash, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(hash) != 32 {
		return Deposit{}, bad
	}
	at, err := time.Parse(time.RFC3339, lines[3])
	if err != nil {
		return Deposit{}, bad
	}
	d := Deposit{Origin(lines[1]), [32]byte(hash), at.UTC()}
	name, encoded, _ := strings.Cut(strings.TrimPrefix(strings.TrimSuffix(line, "\n"), "— "), " ")
	sig, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil || name != w.name || string(signed) != d.Text()+"\n— "+name+" "+encoded+"\n" || len(w.key) != ed25519.PublicKeySize ||
		!ed25519.Verify(w.key, []byte(d.Text()), sig) {
		return Deposit{}, bad
	}
	if d.Origin != origin {
		return Deposit{}, fmt.Errorf("receipt of a deposit for %s, not %s: %w", d.Origin, origin, ErrOrigin)
	}
	return d, nil
}
