package enclosing

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"filippo.io/age"

	"accede/act"
	"accede/act/signature"
)

// ErrRecipient: what was given is no age key to encrypt to.
var ErrRecipient = errors.New("not an age key: age1 and what follows it")

// Recipients reads age keys, all X25519 or all hybrid: these name nobody in what is encrypted to them, and age does not
// mix them, since the weaker would undo the stronger. ErrRecipient.
func Recipients(keys []string) ([]age.Recipient, error) {
	var all []age.Recipient
	for _, key := range keys {
		if strings.HasPrefix(key, hybrid) != strings.HasPrefix(keys[0], hybrid) {
			return nil, fmt.Errorf("%.80q: it is of another sort than the one before it, and age does not mix them: %w", key, ErrRecipient)
		}
		r, err := recipient(key)
		if err != nil {
			return nil, fmt.Errorf("%.80q: %w", key, ErrRecipient)
		}
		all = append(all, r)
	}
	return all, nil
}

// hybrid is how keys begin that are good against quantum computers too.
const hybrid = "age1pq1"

func recipient(key string) (age.Recipient, error) {
	if strings.HasPrefix(key, hybrid) {
		return age.ParseHybridRecipient(key)
	}
	return age.ParseX25519Recipient(key)
}

// encrypt puts every item of an act in a form that recipients alone can open.
func encrypt(a *act.Act, all []act.Opening, to []age.Recipient) error {
	for i := range all {
		at := slices.IndexFunc(a.Enclosed, func(x act.Enclosure) bool { return x.Seal == all[i].Seal })
		box, err := encryptTo(all[i], a.Enclosed[at].Size, to)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(box)
		a.Enclosed[at].Cipher = signature.Encode(sum[:])
		all[i].Salt, all[i].Content = act.Salt{}, box // the salt goes to the recipients alone
	}
	return nil
}

// encryptTo encrypts the salt, the length and the content of an item, filled up to its stated size: age does not hide
// lengths.
func encryptTo(o act.Opening, size int, to []age.Recipient) ([]byte, error) {
	var box bytes.Buffer
	w, err := age.Encrypt(&box, to...)
	if err != nil {
		return nil, fmt.Errorf("encrypt what is enclosed: %w", err)
	}
	plain := binary.BigEndian.AppendUint64(slices.Clone(o.Salt[:]), uint64(len(o.Content)))
	plain = append(append(plain, o.Content...), make([]byte, size-len(o.Content))...)
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("encrypt what is enclosed: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("encrypt what is enclosed: %w", err)
	}
	return box.Bytes(), nil
}

// ErrSealed: what was decrypted is not an item as Choice.Enclose encrypts it.
var ErrSealed = errors.New("what was decrypted is not an enclosed item")

// Decrypt opens an item for one of its recipients: it answers it with its salt and its content. Whether it is what was
// sealed is for the caller to check.
func Decrypt(o act.Opening, identities []age.Identity) (act.Opening, error) {
	r, err := age.Decrypt(bytes.NewReader(o.Content), identities...)
	if err != nil {
		return o, fmt.Errorf("decrypt what is enclosed: %w", err)
	}
	plain, err := io.ReadAll(io.LimitReader(r, act.MaxEnclosed+64))
	if err != nil {
		return o, fmt.Errorf("decrypt what is enclosed: %w", err)
	}
	head := len(o.Salt) + 8
	if len(plain) < head {
		return o, ErrSealed
	}
	n := binary.BigEndian.Uint64(plain[len(o.Salt):head])
	if n > uint64(len(plain)-head) {
		return o, ErrSealed
	}
	copy(o.Salt[:], plain)
	o.Content = plain[head : head+int(n)]
	return o, nil
}
