package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"filippo.io/age"

	"accede/act"
	"accede/act/signature"
	"accede/form"
)

// enclosing is what of an act is to lie beside the record, and who may read it.
type enclosing struct {
	Seal      string   `placeholder:"AUDIENCE" help:"Keep the texts of the act beside the record, where they can be erased: public, body, parties, mediator, author."`
	Release   string   `placeholder:"DATE" help:"From when everybody may read what is sealed or attached."`
	Attach    []string `placeholder:"FILE" help:"Attach a file: .pdf, .png, .jpg, .csv, .txt."`
	Recipient []string `placeholder:"AGE-KEY" help:"Encrypt what is sealed or attached to these age keys, so that the host cannot read it either."`
}

func (e *enclosing) used() bool { return e.Seal != "" || len(e.Attach) > 0 }

// enclose takes what was chosen out of an act whose author and dossiers are set, and answers what is to be kept.
func (e *enclosing) enclose(a *act.Act) ([]act.Opening, error) {
	if !e.used() {
		if e.Release != "" || len(e.Recipient) > 0 {
			return nil, badUse("--release and --recipient say how to keep what is sealed or attached: give --seal or --attach too")
		}
		return nil, nil
	}
	like := act.Enclosure{Audience: act.ToBody}
	if e.Seal != "" {
		like.Audience = act.Audience(e.Seal)
	}
	if e.Release != "" {
		release, err := form.ParseInstant(e.Release)
		if err != nil {
			return nil, badUse("--release: %w", err)
		}
		like.Release = release
	}
	var all []act.Opening
	if e.Seal != "" {
		texts, err := a.Enclose(like, newSalt)
		if err != nil {
			return nil, err
		}
		all = texts
	}
	for _, name := range e.Attach {
		file, err := attachment(name)
		if err != nil {
			return nil, err
		}
		o, err := a.Attach(file, like, newSalt())
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, e.encrypt(a, all)
}

func newSalt() (s act.Salt) {
	_, _ = rand.Read(s[:]) // it never fails: see crypto/rand
	return s
}

// attachment reads a file of one of the kinds that may be attached; its name tells which.
func attachment(name string) (act.File, error) {
	media := map[string]string{".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".csv": "text/csv", ".txt": "text/plain"}[filepath.Ext(name)]
	if media == "" {
		return act.File{}, badUse("%s: a file that is attached ends in .pdf, .png, .jpg, .csv or .txt", name)
	}
	in, err := os.Open(name)
	if err != nil {
		return act.File{}, fmt.Errorf("attach a file: %w", err)
	}
	defer in.Close()
	content, err := io.ReadAll(io.LimitReader(in, act.MaxEnclosed+1))
	if err != nil {
		return act.File{}, fmt.Errorf("attach %s: %w", name, err)
	}
	if len(content) > act.MaxEnclosed-1024 { // the line that names it takes some
		return act.File{}, badUse("%s: a file that is attached has at most %d bytes", name, act.MaxEnclosed-1024)
	}
	return act.File{Media: media, Name: filepath.Base(name), Bytes: content}, nil
}

// encrypt puts every item in a form that its recipients alone can open.
func (e *enclosing) encrypt(a *act.Act, all []act.Opening) error {
	if len(e.Recipient) == 0 {
		return nil
	}
	var to []age.Recipient
	for _, key := range e.Recipient {
		r, err := age.ParseX25519Recipient(key)
		if err != nil {
			return badUse("--recipient %q: %w", key, err)
		}
		to = append(to, r)
	}
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

// errSealed: what was decrypted is not what encryptTo makes.
var errSealed = errors.New("what was decrypted is not an enclosed item")

// decrypt opens what encryptTo answered, for one of its recipients.
func decrypt(o act.Opening, identities []age.Identity) (act.Opening, error) {
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
		return o, errSealed
	}
	n := binary.BigEndian.Uint64(plain[len(o.Salt):head])
	if n > uint64(len(plain)-head) {
		return o, errSealed
	}
	copy(o.Salt[:], plain)
	o.Content = plain[head : head+int(n)]
	return o, nil
}
