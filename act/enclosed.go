package act

import (
	"bytes"
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
// seal by which whoever has the content can show that it is the one. The content can be erased, and every hash
// and signature still holds.
type Enclosure struct {
	Seal     string       `form:"seal,required" is:"hash" doc:"what SealOf answers for the content"`
	Audience Audience     `form:"audience,required" enum:"public,body,parties,mediator,author" doc:"who may read it"`
	Size     int          `form:"size,required" doc:"a number of bytes that the content does not exceed: one of few, since an exact one would tell"`
	Media    string       `form:"media" enum:"application/pdf,image/jpeg,image/png,text/csv,text/plain" doc:"of an attachment, what it is; without it, a text of this act"`
	Release  form.Instant `form:"release" doc:"from when everybody may read it"`
	Cipher   string       `form:"cipher" is:"hash" doc:"of content that only its recipients can open: SHA-256 of what is kept of it"`
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

// SealedTag is the key under which a text of an act holds a seal instead of words. It stands alone.
const SealedTag = "sealed"

// Sealed answers the text that stands for enclosed content.
func Sealed(seal string) body.Names { return body.Names{SealedTag: seal} }

// SealedIn answers the seal that a text holds instead of words; empty: it holds words.
func SealedIn(n body.Names) string { return n[SealedTag] }

// Salt is what keeps short content from being guessed from its seal. It is made at random and erased with the
// content.
type Salt [32]byte

// Opening is enclosed content with the salt that shows it to be what was sealed.
type Opening struct {
	Seal    string
	Salt    Salt
	Content []byte // of content that only its recipients can open, what is kept of it
}

// Enclose takes the texts out of what an act does, but names, and leaves seals in their place, with enclosures
// like the one given. It answers the openings. The author, the body and the dossiers of the act are set before: the
// seals hold them. Each text gets a salt of its own. Texts that are sealed already are left.
func (a *Act) Enclose(like Enclosure, salt func() Salt) ([]Opening, error) {
	var openings []Opening
	p, deed := plans()[a.Do.Kind()], reflect.ValueOf(a.Do).Elem()
	for _, f := range p.fields {
		if !f.deed || f.key == "name" {
			continue
		}
		err := f.shape.eachText(f.in(reflect.ValueOf(a).Elem(), deed), func(n *body.Names) error {
			if SealedIn(*n) != "" {
				return nil
			}
			content, err := EnclosedText(*n)
			if err != nil {
				return err
			}
			o := a.enclosed(like, salt(), content)
			*n, openings = Sealed(o.Seal), append(openings, o)
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("act %s: %s: %w", a.ID, f.key, err)
		}
	}
	return openings, nil
}

// Attach encloses a file with an act, as Enclose does its texts.
func (a *Act) Attach(f File, like Enclosure, salt Salt) (Opening, error) {
	content, err := EnclosedFile(f)
	if err != nil {
		return Opening{}, err
	}
	like.Media = f.Media
	return a.enclosed(like, salt, content), nil
}

func (a *Act) enclosed(like Enclosure, salt Salt, content []byte) Opening {
	like.Seal, like.Size = SealOf(salt, a, content), SizeOf(len(content))
	a.Enclosed = append(a.Enclosed, like)
	return Opening{like.Seal, salt, content}
}

// SealOf answers the seal of content as a part of an act: HMAC-SHA-256, under the salt, of a domain line, the
// body, the dossiers, the author and the kind of the act, and the content, each with its length before it. So nobody
// can enter another's sealed words as its own. It reads nothing else of the act.
func SealOf(salt Salt, a *Act, content []byte) string {
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

// File is a file enclosed with an act.
type File struct {
	Media string // one of the media that an enclosure may have
	Name  string // as its author calls it
	Bytes []byte // never read, unpacked or shown by the host
}

// EnclosedFile answers the bytes in which a file is enclosed.
func EnclosedFile(f File) ([]byte, error) {
	for _, text := range []string{f.Media, f.Name} {
		if wrong := checkFree(text); wrong != "" {
			return nil, fmt.Errorf("enclose a file: %s: %w", wrong, ErrForm)
		}
	}
	w := canon.NewWriter(nil)
	w.Object()
	w.Key("media")
	w.Text(f.Media)
	w.Key("name")
	w.Text(f.Name)
	w.End()
	head, err := w.Bytes()
	if err != nil {
		return nil, fmt.Errorf("enclose the file %q: %w: %w", f.Name, err, ErrForm)
	}
	return append(append(head, '\n'), f.Bytes...), nil
}

// ReadEnclosedFile reads what EnclosedFile answered; nothing else. The bytes of the file are those of content, not a
// copy. Its errors wrap ErrForm.
func ReadEnclosedFile(content []byte) (File, error) {
	head, rest, ok := bytes.Cut(content, []byte{'\n'})
	if !ok {
		return File{}, fmt.Errorf("read an enclosed file: it has no line that says what it is: %w", ErrForm)
	}
	var f File
	r := canon.NewReader(string(head))
	for r.Object(); r.Key(); {
		switch r.Last() {
		case "media":
			f.Media = r.Text()
		case "name":
			f.Name = r.Text()
		default:
			r.Refuse("unknown key " + r.Last())
		}
	}
	if err := r.End(); err != nil {
		return File{}, fmt.Errorf("read an enclosed file: %w: %w", err, ErrForm)
	}
	f.Bytes = rest
	if again, err := EnclosedFile(f); err != nil || !bytes.Equal(again, content) {
		return File{}, fmt.Errorf("read an enclosed file: its first line is not in due form: %w", ErrForm)
	}
	return f, nil
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
	if at := repeated(len(a.Enclosed), func(i int) string { return a.Enclosed[i].Seal }); at >= 0 {
		return "enclosed: " + a.Enclosed[at].Seal + " is here twice"
	}
	texts := 0
	for _, e := range a.Enclosed {
		stands := slices.Contains(held, e.Seal)
		switch {
		case e.Media == "" && !stands:
			return "enclosed: " + e.Seal + " stands for no text of the act"
		case e.Media != "" && stands:
			return "enclosed: " + e.Seal + " is an attachment and stands for a text"
		case e.Media == "":
			texts++
		}
	}
	if texts < len(held) {
		return "a text is sealed, and its seal is not enclosed"
	}
	return ""
}

// sealed appends the seals that stand for texts in a value.
func (s *shape) sealed(v reflect.Value, held []string) []string {
	_ = s.eachText(v, func(n *body.Names) error {
		if c := SealedIn(*n); c != "" {
			held = append(held, c)
		}
		return nil
	})
	return held
}

// eachText goes through the texts in a value that have something in them, in the order of its keys.
func (s *shape) eachText(v reflect.Value, do func(*body.Names) error) error {
	if !s.texts || s.empty(v) {
		return nil
	}
	switch s.sort {
	case names:
		return do(v.Addr().Interface().(*body.Names))
	case list:
		for i := range v.Len() {
			if err := s.elem.eachText(v.Index(i), do); err != nil {
				return err
			}
		}
	case record:
		for _, f := range s.fields {
			if err := f.shape.eachText(v.Field(f.index), do); err != nil {
				return err
			}
		}
	case pointer:
		return s.elem.eachText(v.Elem(), do)
	case mapping:
		for i := range v.Field(1).Len() {
			if err := s.elem.eachText(v.Field(1).Index(i), do); err != nil {
				return err
			}
		}
	case text, whole, instant:
		// no texts in languages are in them
	}
	return nil
}
