package ledger

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// algCosignature is the kind of key that signs checkpoints with a time [C2SP tlog-cosignature].
const algCosignature = 0x04

// Cosignature is what a watcher says of a checkpoint: it has seen this size and root at that time, and whatever it has seen
// before is the beginning of it.
type Cosignature struct {
	Name string // of the watcher's key
	At   time.Time
}

// Watcher verifies the cosignatures of one watcher. NewWatcher and WatcherOf make one; it is a note.Verifier.
type Watcher struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

// WatcherOf answers the watcher of a name whose Ed25519 key is public. ErrKey: the key has not 32 bytes, or the name has
// blanks or a plus.
func WatcherOf(name string, public []byte) (Watcher, error) {
	if len(public) != ed25519.PublicKeySize || name == "" || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r == '+' || r == 0x7f }) {
		return Watcher{}, fmt.Errorf("key of a watcher %.100q: %w", name, ErrKey)
	}
	sum := sha256.Sum256(append(append([]byte(name), '\n', algCosignature), public...))
	return Watcher{name, binary.BigEndian.Uint32(sum[:]), bytes.Clone(public)}, nil
}

// NewWatcher reads what String writes. ErrKey: it is no key of a watcher.
func NewWatcher(text string) (Watcher, error) {
	name, rest, _ := strings.Cut(text, "+")
	hash, encoded, _ := strings.Cut(rest, "+")
	data, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil || len(data) != 1+ed25519.PublicKeySize || data[0] != algCosignature {
		return Watcher{}, fmt.Errorf("read the key of a watcher %.100q: %w", text, ErrKey)
	}
	w, err := WatcherOf(name, data[1:])
	if err != nil || fmt.Sprintf("%08x", w.hash) != hash {
		return Watcher{}, fmt.Errorf("read the key of a watcher %.100q: %w", text, ErrKey)
	}
	return w, nil
}

// String answers the key as text: name, hash, and kind and key in base64, parted by plus signs.
func (w Watcher) String() string {
	return fmt.Sprintf("%s+%08x+%s", w.name, w.hash, base64.StdEncoding.EncodeToString(append([]byte{algCosignature}, w.key...)))
}

// Name answers the name of the key.
func (w Watcher) Name() string { return w.name }

// KeyHash answers the number by which lines name the key.
func (w Watcher) KeyHash() uint32 { return w.hash }

// Verify says whether sig is the watcher's cosignature of a checkpoint's text.
func (w Watcher) Verify(text, sig []byte) bool {
	at, ok := cosignedAt(sig)
	return ok && len(w.key) == ed25519.PublicKeySize && ed25519.Verify(w.key, cosigned(text, at), sig[8:])
}

// cosigned is what is signed.
func cosigned(text []byte, at uint64) []byte {
	return append(fmt.Appendf(nil, "cosignature/v1\ntime %d\n", at), text...)
}

func cosignedAt(sig []byte) (uint64, bool) {
	if len(sig) != 8+ed25519.SignatureSize {
		return 0, false
	}
	at := binary.BigEndian.Uint64(sig)
	return at, at < 1<<40
}

// Cosign adds the cosignature of key, under a name, to a signed checkpoint; at is the watcher's time, and counts in whole
// seconds. Whoever calls it has checked the host's signature and that the record only grew: nothing is checked here but the
// form. A line of the same key that stands there already is replaced.
func Cosign(signed []byte, name string, key ed25519.PrivateKey, at time.Time) ([]byte, error) {
	w, err := WatcherOf(name, key.Public().(ed25519.PublicKey))
	if err != nil {
		return nil, err
	}
	c, err := PeekCheckpoint(signed)
	if err != nil {
		return nil, fmt.Errorf("cosign: %w", err)
	}
	if at.Unix() < 0 {
		return nil, fmt.Errorf("cosign at %v: %w", at, ErrRange)
	}
	seconds := uint64(at.Unix())
	sig := binary.BigEndian.AppendUint32(nil, w.hash)
	sig = binary.BigEndian.AppendUint64(sig, seconds)
	sig = append(sig, ed25519.Sign(key, cosigned([]byte(c.Text()), seconds))...)
	line := fmt.Sprintf("— %s %s\n", name, base64.StdEncoding.EncodeToString(sig))
	return AddLines(signed, []byte(c.Text()+"\n"+line), []Watcher{w})
}

// AddLines answers the signed checkpoint with the cosignatures that watchers have made of the same checkpoint in other. At
// most one line of a watcher stands; the later one of two. ErrCheckpoint: they are not the same checkpoint.
func AddLines(signed, other []byte, watchers []Watcher) ([]byte, error) {
	c, err := PeekCheckpoint(signed)
	if err != nil {
		return nil, err
	}
	d, err := PeekCheckpoint(other)
	if err != nil {
		return nil, err
	}
	if c != d {
		return nil, fmt.Errorf("a cosignature of %d entries with root %v on a checkpoint of %d with root %v: %w", d.Size, d.Root, c.Size, c.Root, ErrCheckpoint)
	}
	have, added := Cosignatures(signed, watchers), Cosignatures(other, watchers)
	lines := signatureLines(signed)
	for _, w := range watchers {
		line, ok := lineOf(other, w)
		at := slices.IndexFunc(added, func(c Cosignature) bool { return c.Name == w.name })
		if !ok || at < 0 {
			continue
		}
		if old := slices.IndexFunc(have, func(c Cosignature) bool { return c.Name == w.name }); old >= 0 {
			if !added[at].At.After(have[old].At) {
				continue
			}
			was, _ := lineOf(signed, w)
			lines = slices.DeleteFunc(lines, func(l string) bool { return l == was })
		}
		lines = append(lines, line)
	}
	return []byte(c.Text() + "\n" + strings.Join(lines, "\n") + "\n"), nil
}

// Cosignatures answers the cosignatures on a signed checkpoint that verify under one of the watchers' keys, in the order
// of watchers; at most one of each. Lines of others are passed over.
func Cosignatures(signed []byte, watchers []Watcher) []Cosignature {
	text, _, ok := bytes.Cut(signed, []byte("\n\n"))
	if !ok {
		return nil
	}
	text = append(bytes.Clone(text), '\n')
	var all []Cosignature
	for _, w := range watchers {
		line, ok := lineOf(signed, w)
		if !ok {
			continue
		}
		sig, _ := lineSignature(line)
		if at, ok := cosignedAt(sig); ok && w.Verify(text, sig) {
			all = append(all, Cosignature{w.name, time.Unix(int64(at), 0).UTC()})
		}
	}
	return all
}

// lineOf answers the first line of a watcher's key.
func lineOf(signed []byte, w Watcher) (string, bool) {
	for _, line := range signatureLines(signed) {
		name, encoded, _ := strings.Cut(strings.TrimPrefix(line, "— "), " ")
		data, err := base64.StdEncoding.Strict().DecodeString(encoded)
		if err == nil && name == w.name && len(data) > 4 && binary.BigEndian.Uint32(data) == w.hash {
			return line, true
		}
	}
	return "", false
}

// lineSignature answers what stands in a line behind the hash of the key.
func lineSignature(line string) ([]byte, bool) {
	_, encoded, _ := strings.Cut(strings.TrimPrefix(line, "— "), " ")
	data, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil || len(data) < 4 {
		return nil, false
	}
	return data[4:], true
}

func signatureLines(signed []byte) []string {
	_, rest, _ := strings.Cut(string(signed), "\n\n")
	return strings.Split(strings.TrimSuffix(rest, "\n"), "\n")
}

var _ note.Verifier = Watcher{}
