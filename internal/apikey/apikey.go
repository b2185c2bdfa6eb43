// Package apikey keeps the keys by which machines act: each for the acts of one party, held as a hash in one file.
//
// It knows the file, the text of a key and whose acts it may take. It refuses to know what an act is and whether it is
// admissible: whoever asks is told a party, and compares. It knows no clock: time is an argument.
package apikey

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"accede/body"
)

// FileName is how the file is called in the folder of a record.
const FileName = "api-keys"

const (
	format1   = "accede api-keys/1"  // the first line of an older file
	format2   = "accede api-keys/2 " // how the first line of the file begins; the sum of all that follows it ends it
	prefix    = "accede_"            // by which scanners for secrets find a key that was published by mistake
	domain    = "accede/api-key/1\n"
	secretLen = 32
)

var (
	// ErrForm: the file is not one of keys, or not of this version. The error names the line.
	ErrForm = errors.New("not a file of API keys")
	// ErrKnown: there is a key of that id already.
	ErrKnown = errors.New("there is a key of that id already")
	// ErrUnknown: there is no key of that id.
	ErrUnknown = errors.New("there is no key of that id")
)

var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,62}$`)

// Key is one key as the file keeps it: never the secret, only its hash.
type Key struct {
	ID    string        // what the operator calls it
	Party body.MemberID // whose it is, and nobody else's
	Role  Role          // what it may do for that party
	Made  time.Time     // UTC, to the second
	Until time.Time     // the first instant at which it is no longer good; zero: no end
	hash  [sha256.Size]byte
}

// Role says what a key is for. The zero value is none, and may do nothing.
type Role string

// The roles, named as those of people are.
const (
	Delegate Role = "delegate" // reads what the party may read, and hands in its acts
	Reader   Role = "reader"   // reads what the party may read, and hands in nothing
)

// Roles answers every role.
func Roles() []Role { return []Role{Delegate, Reader} }

// Good says whether the key may be used at an instant.
func (k Key) Good(now time.Time) bool { return k.Until.IsZero() || now.Before(k.Until) }

// Ring is the keys of a file, in its order. The zero Ring has none. A Ring is not changed by its methods but Add and
// Remove, which are for one goroutine at a time.
type Ring struct{ keys []Key }

// Keys answers all keys. The slice is the caller's.
func (r *Ring) Keys() []Key { return slices.Clone(r.keys) }

// Add makes a key from secretLen bytes of random, and answers its text, which is shown once and kept nowhere. ErrForm:
// the id or the party cannot be written. ErrKnown: the id is taken.
func (r *Ring) Add(id string, party body.MemberID, role Role, now, until time.Time, random io.Reader) (text string, err error) {
	if !idForm.MatchString(id) {
		return "", fmt.Errorf("make the key %q: an id is lower-case letters, digits, . and -, at most 63 of them: %w", id, ErrForm)
	}
	if !idForm.MatchString(string(party)) {
		return "", fmt.Errorf("make the key %s: %q is no id of a party: %w", id, party, ErrForm)
	}
	if !slices.Contains(Roles(), role) {
		return "", fmt.Errorf("make the key %s: %q is no role; the roles are delegate, reader: %w", id, role, ErrForm)
	}
	if r.at(id) >= 0 {
		return "", fmt.Errorf("make the key %s: %w", id, ErrKnown)
	}
	secret := make([]byte, secretLen)
	if _, err := io.ReadFull(random, secret); err != nil {
		return "", fmt.Errorf("make the key %s: %w", id, err)
	}
	text = prefix + id + "_" + base64.RawURLEncoding.EncodeToString(secret)
	r.keys = append(r.keys, Key{id, party, role, now.UTC().Truncate(time.Second), second(until), hashOf(text)})
	return text, nil
}

// second cuts an instant to what the file can hold; zero stays zero.
func second(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(time.Second)
}

// Remove takes a key away. ErrUnknown: there is none of that id.
func (r *Ring) Remove(id string) error {
	i := r.at(id)
	if i < 0 {
		return fmt.Errorf("remove the key %q: %w", id, ErrUnknown)
	}
	r.keys = slices.Delete(r.keys, i, i+1)
	return nil
}

func (r *Ring) at(id string) int {
	return slices.IndexFunc(r.keys, func(k Key) bool { return k.ID == id })
}

// Find answers the key with a text, if it is good at an instant. The id in the text finds the line; the hash of the
// whole text is compared in constant time. The secret has 256 random bits, so a slow hash would protect nothing more.
func (r *Ring) Find(text string, now time.Time) (Key, bool) {
	rest, ok := strings.CutPrefix(text, prefix)
	id, _, ok2 := strings.Cut(rest, "_")
	if !ok || !ok2 {
		return Key{}, false
	}
	i := r.at(id)
	if i < 0 {
		return Key{}, false
	}
	k := r.keys[i]
	h := hashOf(text)
	return k, subtle.ConstantTimeCompare(h[:], k.hash[:]) == 1 && k.Good(now)
}

func hashOf(text string) [sha256.Size]byte { return sha256.Sum256([]byte(domain + text)) }

// Marshal answers the bytes of the file.
func (r *Ring) Marshal() []byte {
	var b strings.Builder
	for _, k := range r.keys {
		until := "-"
		if !k.Until.IsZero() {
			until = k.Until.Format(time.RFC3339)
		}
		fmt.Fprintf(&b, "%s %s %s %s %s %s\n", k.ID, k.Party, k.Role, k.Made.Format(time.RFC3339), until, hex.EncodeToString(k.hash[:]))
	}
	lines := b.String()
	return []byte(format2 + sumOf(lines) + "\n" + lines)
}

// sumOf answers the sum of the lines of a file, by which a bit that turned over is found: it could make a key of one
// party that of another, or end it later.
func sumOf(lines string) string {
	h := sha256.Sum256([]byte(lines))
	return hex.EncodeToString(h[:])
}

// checkHead checks the first line of a file, and where it has one the sum in it.
func checkHead(first, lines string) error {
	if first == format1 {
		return nil
	}
	sum, ok := strings.CutPrefix(first, format2)
	if !ok {
		return fmt.Errorf("line 1: it begins with %q, want %q: %w", first, format2, ErrForm)
	}
	if sum != sumOf(lines) {
		return fmt.Errorf("line 1: its sum is not that of the lines: a bit of the file has turned over; or it was changed by hand, "+
			"and then %q is to be its first line: %w", format1, ErrForm)
	}
	return nil
}

// Parse reads the bytes of a file. It accepts what Marshal writes, the same without a sum, as older files are, and besides
// empty lines and lines that begin with #, which are not kept. Its errors wrap ErrForm and name the line.
func Parse(data []byte) (*Ring, error) {
	first, rest, _ := strings.Cut(string(data), "\n")
	if err := checkHead(first, rest); err != nil {
		return nil, err
	}
	r := new(Ring)
	n := 1
	for line := range strings.SplitSeq(rest, "\n") {
		if n++; line == "" || line[0] == '#' {
			continue
		}
		k, err := parseKey(line)
		if err == nil && r.at(k.ID) >= 0 {
			err = ErrKnown
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w: %w", n, err, ErrForm)
		}
		r.keys = append(r.keys, k)
	}
	return r, nil
}

func parseKey(line string) (k Key, err error) {
	f := strings.Split(line, " ")
	if len(f) != 6 {
		return k, fmt.Errorf("%d words, want 6: id, party, role, made, until, hash", len(f))
	}
	if !idForm.MatchString(f[0]) || !idForm.MatchString(f[1]) {
		return k, errors.New("the id or the party cannot be read")
	}
	if !slices.Contains(Roles(), Role(f[2])) {
		return k, fmt.Errorf("%q is no role; the roles are delegate, reader", f[2])
	}
	k.ID, k.Party, k.Role = f[0], body.MemberID(f[1]), Role(f[2])
	if k.Made, err = time.Parse(time.RFC3339, f[3]); err != nil {
		return k, err
	}
	if f[4] != "-" {
		if k.Until, err = time.Parse(time.RFC3339, f[4]); err != nil {
			return k, err
		}
	}
	h, err := hex.DecodeString(f[5])
	if err != nil || len(h) != sha256.Size {
		return k, errors.New("the hash is not 64 hexadecimal digits")
	}
	k.hash = [sha256.Size]byte(h)
	return k, nil
}
