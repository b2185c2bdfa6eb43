package bundle

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"iter"

	"accede/act"
	"accede/act/signature"
	"accede/canon"
	"accede/dossier"
	"accede/internal/depositary"
)

// enclosedLine is how a line of enclosed content begins, and no line of an entry.
const enclosedLine = `{"content":`

// Enclosed says what became of everything that the acts in a bundle enclose.
type Enclosed struct {
	Carried  []string // the seals of what is in the bundle, and is what was sealed
	Sealed   []string // of these, what only its recipients can open
	Withheld []string // of what is not in it, and was not erased
	Erased   []string // of what an entry has erased
}

func writeOpening(w *canon.Writer, o act.Opening) {
	w.Object()
	w.Key("content")
	w.Text(base64.StdEncoding.EncodeToString(o.Content))
	w.Key("salt")
	w.Text(base64.StdEncoding.EncodeToString(o.Salt[:]))
	w.Key("seal")
	w.Text(o.Seal)
	w.End()
}

// Enclosed yields the content behind the entries, once all of these have been read. What cannot be read is a *Mismatch,
// and ends it.
func (r *Reader) Enclosed() iter.Seq2[act.Opening, error] {
	return func(yield func(act.Opening, error) bool) {
		text, err := r.ahead, error(nil)
		for n := 1; text != ""; n++ {
			o, wrong := parseOpening(text)
			if wrong == nil && err != nil && !errors.Is(err, io.EOF) {
				wrong = err
			}
			if wrong != nil {
				yield(act.Opening{}, &Mismatch{0, fmt.Sprintf("line %d behind entry %d, of what is enclosed, cannot be read: %v", n, r.last, wrong)})
				return
			}
			if !yield(o, nil) {
				return
			}
			if text, err = r.line(); err != nil && !errors.Is(err, io.EOF) {
				yield(act.Opening{}, &Mismatch{0, fmt.Sprintf("line %d behind entry %d cannot be read: %v", n+1, r.last, err)})
				return
			}
			if text == "" && err == nil {
				yield(act.Opening{}, &Mismatch{0, fmt.Sprintf("line %d behind entry %d is empty", n+1, r.last)})
				return
			}
		}
	}
}

func parseOpening(text string) (act.Opening, error) {
	var o act.Opening
	c := canon.NewReader(text)
	for c.Object(); c.Key(); {
		switch c.Last() {
		case "content":
			o.Content = bytesOf(&c)
		case "salt":
			if salt := bytesOf(&c); copy(o.Salt[:], salt) != len(salt) || len(salt) != len(o.Salt) {
				c.Refuse("a salt has 32 bytes")
			}
		case "seal":
			o.Seal = c.Text()
		default:
			c.Refuse("unknown key " + c.Last())
		}
	}
	return o, c.End()
}

func bytesOf(c *canon.Reader) []byte {
	b, err := signature.Decode(c.Text()) // in its one form: no line feeds in it, which are read over elsewhere
	if err != nil {
		c.Refuse("not base64")
	}
	return b
}

// known gathers what acts enclose, in the order of entries, where there is no docket that did.
type known struct {
	body string
	all  []dossier.Enclosed
}

func (k *known) take(e dossier.Entry) {
	if e.Act == nil {
		return
	}
	for _, x := range e.Act.Enclosed {
		k.all = append(k.all, dossier.Enclosed{Enclosure: x, Seq: e.Seq, By: e.Act.By, Kind: e.Act.Do.Kind(), Dossiers: e.Act.Dossiers})
	}
	if do, ok := e.Act.Do.(*act.Redact); ok {
		for _, seal := range do.Of {
			if i := k.find(seal); i >= 0 {
				k.all[i].Redacted = e.Seq
			}
		}
	}
}

func (k *known) find(seal string) int {
	for i := range k.all {
		if k.all[i].Seal == seal {
			return i
		}
	}
	return -1
}

// check compares the content that a bundle carries with what its acts seal, and says what became of the rest. keep is
// handed each item that holds.
func (k *known) check(r *Reader, keep Keep) (Enclosed, error) {
	var x Enclosed
	carried := map[string]bool{}
	for o, err := range r.Enclosed() {
		if err != nil {
			return x, err
		}
		i := k.find(o.Seal)
		switch {
		case i < 0:
			return x, &Mismatch{0, "it carries content as " + o.Seal + ", which no act in it encloses"}
		case carried[o.Seal]:
			return x, &Mismatch{k.all[i].Seq, "what it encloses as " + o.Seal + " is there twice"}
		case k.all[i].Redacted != 0:
			return x, &Mismatch{k.all[i].Redacted, "has erased what it carries as " + o.Seal + ": whoever wrote the bundle has kept it"}
		}
		e := k.all[i]
		if err := depositary.CheckItem(e.Act(k.body), e.Enclosure, o); err != nil {
			return x, &Mismatch{e.Seq, fmt.Sprintf("what it encloses as %s: %v", o.Seal, err)}
		}
		carried[o.Seal] = true
		if keep != nil {
			if err := keep(r.Header, o); err != nil {
				return x, err
			}
		}
	}
	for _, e := range k.all {
		switch {
		case carried[e.Seal]:
			x.Carried = append(x.Carried, e.Seal)
			if e.Cipher != "" {
				x.Sealed = append(x.Sealed, e.Seal)
			}
		case e.Redacted != 0:
			x.Erased = append(x.Erased, e.Seal)
		default:
			x.Withheld = append(x.Withheld, e.Seal)
		}
	}
	return x, nil
}

// enclosed adds to a report what became of what is enclosed.
func (r *Report) enclosed(x Enclosed) {
	r.Enclosed = x
	if n := len(x.Carried) - len(x.Sealed); n > 0 {
		r.Checked = append(r.Checked, fmt.Sprintf("%s, each what its act seals", items(n)))
	}
	if n := len(x.Sealed); n > 0 {
		r.Checked = append(r.Checked, fmt.Sprintf("%s, encrypted, each what its act says is kept", items(n)))
		r.Not = append(r.Not, fmt.Sprintf("what %s say: only their recipients can open them", items(n)))
	}
	if n := len(x.Withheld); n > 0 {
		r.Not = append(r.Not, fmt.Sprintf("%s, withheld: not in the bundle, and erased by no entry", items(n)))
	}
	if n := len(x.Erased); n > 0 {
		r.Not = append(r.Not, fmt.Sprintf("%s, erased by entries of the record", items(n)))
	}
}

func items(n int) string {
	if n == 1 {
		return "1 enclosed item"
	}
	return fmt.Sprintf("%d enclosed items", n)
}
