package act

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math/bits"
	"reflect"
	"slices"
	"strconv"

	"accede/body"
	"accede/canon"
	"accede/form"
)

// Enclosure stands in an act for content that lies beside the record: who may read it, how large it is at most, and a
// commitment by which whoever has the content can show that it is the one. The content can be erased, and every hash
// and signature still holds.
type Enclosure struct {
	Commitment string       `form:"commitment,required" is:"hash" doc:"what CommitTo answers for the content"`
	Audience   Audience     `form:"audience,required" enum:"public,body,parties,mediator,author" doc:"who may read it"`
	Size       int          `form:"size,required" doc:"a number of bytes that the content does not exceed: one of few, since an exact one would tell"`
	Media      string       `form:"media" enum:"application/pdf,image/jpeg,image/png,text/csv,text/plain" doc:"of an attachment, what it is; without it, a text of this act"`
	Release    form.Instant `form:"release" doc:"from when everybody may read it"`
	Cipher     string       `form:"cipher" is:"hash" doc:"of content that only its recipients can open: SHA-256 of what is kept of it"`
}

// Audience says who may read enclosed content. The set is closed, each a part of the one before it.
type Audience string

// The audiences. The zero value is none of them.
const (
	ToPublic   Audience = "public"   // everybody
	ToBody     Audience = "body"     // the members, the offices and other parties of the charter, and the applicants
	ToParties  Audience = "parties"  // the author, the applicant of each dossier addressed, and the mediator
	ToMediator Audience = "mediator" // the author and the mediator
	ToAuthor   Audience = "author"   // the author alone
)

// SealedTag is the key under which a text of an act holds a commitment instead of words. It stands alone.
const SealedTag = "sealed"

// Sealed answers the text that stands for enclosed content.
func Sealed(commitment string) body.Names { return body.Names{SealedTag: commitment} }

// SealedIn answers the commitment that a text holds instead of words; empty: it holds words.
func SealedIn(n body.Names) string { return n[SealedTag] }

// Salt is what keeps short content from being guessed from its commitment. It is made at random and erased with the
// content.
type Salt [32]byte

// CommitTo answers the commitment to content as a part of an act: HMAC-SHA-256, under the salt, of a domain line, the
// body, the dossiers, the author and the kind of the act, and the content, each with its length before it. So nobody
// can enter another's sealed words as its own. It reads nothing else of the act.
func CommitTo(salt Salt, a *Act, content []byte) string {
	h := hmac.New(sha256.New, salt[:])
	part := func(b []byte) {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(b))))
		h.Write(b)
	}
	h.Write([]byte("accede/enclosed/v1\n"))
	part([]byte(a.Body))
	part([]byte(strconv.Itoa(len(a.Dossiers))))
	for _, d := range a.Dossiers {
		part([]byte(d))
	}
	part([]byte(a.By))
	part([]byte(a.Do.Kind()))
	part(content)
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

// EnclosedText answers the bytes in which a text is enclosed: its canonical form.
func EnclosedText(n body.Names) ([]byte, error) {
	if wrong := checkNames(n); wrong != "" || len(n) == 0 || SealedIn(n) != "" {
		return nil, fmt.Errorf("enclose a text: %s: %w", wrong, ErrForm)
	}
	w := canon.NewWriter(nil)
	writeNames(&w, n)
	return w.Bytes()
}

// ReadEnclosedText reads what EnclosedText answered; nothing else. Its errors wrap ErrForm.
func ReadEnclosedText(content []byte) (body.Names, error) {
	r := canon.NewReader(string(content))
	n := readNames(&r)
	if err := r.End(); err != nil {
		return nil, fmt.Errorf("read an enclosed text: %w: %w", err, ErrForm)
	}
	if wrong := checkNames(n); wrong != "" || len(n) == 0 || SealedIn(n) != "" {
		return nil, fmt.Errorf("read an enclosed text: %s: %w", wrong, ErrForm)
	}
	return n, nil
}

// MaxEnclosed is how many bytes enclosed content may have.
const MaxEnclosed = 16 << 20

// SizeOf answers the size to be stated of content of n bytes: 256, 1,024, 4,096 or 16,384; beyond, n rounded up so
// that at most log₂ log₂ n bits of it are told (Padmé). 0: more than MaxEnclosed, or less than nothing.
func SizeOf(n int) int {
	if n < 0 || n > MaxEnclosed {
		return 0
	}
	for _, step := range []int{256, 1 << 10, 4 << 10, 16 << 10} {
		if n <= step {
			return step
		}
	}
	exponent := bits.Len(uint(n)) - 1
	drop := exponent - bits.Len(uint(exponent))
	return (n + 1<<drop - 1) >> drop << drop
}

func (e Enclosure) rule() string {
	if e.Size > MaxEnclosed || SizeOf(e.Size) != e.Size {
		return fmt.Sprintf("size: %d is none of the sizes that are stated; for so many bytes it is %d", e.Size, SizeOf(e.Size))
	}
	return ""
}

// enclosures answers what is wrong between the enclosures of an act and the texts that stand for them.
func (p *plan) enclosures(a *Act, deed reflect.Value) string {
	var held []string
	head := reflect.ValueOf(a).Elem()
	for _, f := range p.fields {
		held = f.shape.sealed(f.in(head, deed), held)
	}
	if len(held) == 0 && len(a.Enclosed) == 0 {
		return ""
	}
	if at := repeated(len(held), func(i int) string { return held[i] }); at >= 0 {
		return held[at] + " stands for two texts of the act"
	}
	if at := repeated(len(a.Enclosed), func(i int) string { return a.Enclosed[i].Commitment }); at >= 0 {
		return "enclosed: " + a.Enclosed[at].Commitment + " is here twice"
	}
	texts := 0
	for _, e := range a.Enclosed {
		stands := slices.Contains(held, e.Commitment)
		switch {
		case e.Media == "" && !stands:
			return "enclosed: " + e.Commitment + " stands for no text of the act"
		case e.Media != "" && stands:
			return "enclosed: " + e.Commitment + " is an attachment and stands for a text"
		case e.Media == "":
			texts++
		}
	}
	if texts < len(held) {
		return "a text is sealed, and its commitment is not enclosed"
	}
	return ""
}

// sealed appends the commitments that stand for texts in a value.
func (s *shape) sealed(v reflect.Value, held []string) []string {
	if !s.texts || s.empty(v) {
		return held
	}
	switch s.sort {
	case names:
		if c := SealedIn(*v.Addr().Interface().(*body.Names)); c != "" {
			held = append(held, c)
		}
	case list:
		for i := range v.Len() {
			held = s.elem.sealed(v.Index(i), held)
		}
	case record:
		for _, f := range s.fields {
			held = f.shape.sealed(v.Field(f.index), held)
		}
	case pointer:
		held = s.elem.sealed(v.Elem(), held)
	case mapping:
		for i := range v.Field(1).Len() {
			held = s.elem.sealed(v.Field(1).Index(i), held)
		}
	case text, whole, instant:
		// no texts in languages are in them
	}
	return held
}
