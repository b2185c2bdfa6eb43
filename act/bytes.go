package act

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"accede/act/signature"
	"accede/body"
	"accede/canon"
	"accede/form"
)

// ErrForm is wrapped by every error about the due form of an act. Whoever sent it can correct it and send it again.
var ErrForm = errors.New("not in due form")

// MaxSize is how many bytes an act may have, so that an entry that holds it stays below 64 KiB. [C2SP tlog-tiles]
const MaxSize = 60 << 10

// MaxDepth is how many objects and lists of an act may lie within one another, the act itself counted.
const MaxDepth = 8

const maxWhole = canon.MaxInt

// Hash answers the name under which the bytes of an act are known: SHA-256 over a domain line and the bytes. It is
// of the act alone and never of a signature, since one act can have two valid signatures.
func Hash(data []byte) [32]byte {
	return signature.Hash(data)
}

// Marshal answers the canonical bytes of the act, after Validate. Parse reads them back to an equal act, but for
// moments, which come back in UTC, and the order of the keys of a form.Map, which is ascending. It takes time in
// the size of the act. Its errors wrap ErrForm.
func (a Act) Marshal() ([]byte, error) {
	if err := a.Validate(); err != nil {
		return nil, err
	}
	p := plans()[a.Do.Kind()]
	head, deed := reflect.ValueOf(&a).Elem(), reflect.ValueOf(a.Do).Elem()
	w := canon.NewWriter(make([]byte, 0, 512))
	w.Object()
	w.Key(keyFormat)
	w.Text(actFormat)
	w.Key(keyKind)
	w.Text(string(p.kind))
	for _, f := range p.fields {
		f.write(&w, f.in(head, deed))
	}
	w.End()
	data, err := w.Bytes()
	if err == nil && len(data) > MaxSize {
		err = fmt.Errorf("it has %d bytes, and at most %d may be entered", len(data), MaxSize)
	}
	if err != nil {
		return nil, fmt.Errorf("write act %s: %w", a.ID, errors.Join(err, ErrForm))
	}
	return data, nil
}

// in answers the value of a field that belongs to the head of an act or to its deed.
func (f *field) in(head, deed reflect.Value) reflect.Value {
	if f.deed {
		return deed.Field(f.index)
	}
	return head.Field(f.index)
}

// write writes a field that is not empty.
func (f *field) write(w *canon.Writer, v reflect.Value) {
	if !f.shape.empty(v) {
		w.Key(f.key)
		f.shape.write(w, v)
	}
}

func (s *shape) write(w *canon.Writer, v reflect.Value) {
	switch s.sort {
	case text:
		w.Text(v.String())
	case whole:
		w.Int(v.Int())
	case instant:
		w.Instant(*v.Addr().Interface().(*form.Instant))
	case names:
		writeNames(w, *v.Addr().Interface().(*body.Names))
	case list:
		w.Array()
		for i := range v.Len() {
			s.elem.write(w, v.Index(i))
		}
		w.End()
	case record:
		w.Object()
		for _, f := range s.fields {
			f.write(w, v.Field(f.index))
		}
		w.End()
	case pointer:
		s.elem.write(w, v.Elem())
	case mapping:
		s.writeMapping(w, v)
	}
}

func writeNames(w *canon.Writer, n body.Names) {
	w.Object()
	for _, tag := range sortedTags(n) {
		w.Key(tag)
		w.Text(n[tag])
	}
	w.End()
}

// writeMapping writes the keys in ascending order, whatever order the file had.
func (s *shape) writeMapping(w *canon.Writer, v reflect.Value) {
	keys, values := v.Field(0).Interface().([]string), v.Field(1)
	order := make([]int, len(keys))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		switch {
		case keys[i] < keys[j]:
			return -1
		case keys[i] > keys[j]:
			return 1
		}
		return 0
	})
	w.Object()
	for _, i := range order {
		w.Key(keys[i])
		s.elem.write(w, values.Index(i))
	}
	w.End()
}
