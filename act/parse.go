package act

import (
	"errors"
	"fmt"
	"reflect"

	"accede/body"
	"accede/canon"
	"accede/form"
)

// Parse reads the canonical bytes of an act and checks its due form. It accepts exactly what Marshal writes: an
// unknown kind or key, an empty value that could have been left out, keys out of order, a moment not in UTC, more
// than MaxSize bytes or MaxDepth levels are refused. What it answers does not share memory with data. It takes time
// in the size of data. Its errors wrap ErrForm.
func Parse(data []byte) (Act, error) { return ParseText(string(data)) }

// ParseText is Parse of a text; what it answers shares the memory of data, which is quicker where many are read.
func ParseText(data string) (Act, error) {
	if len(data) > MaxSize {
		return Act{}, fmt.Errorf("read act: it has %d bytes, and at most %d may be entered: %w", len(data), MaxSize, ErrForm)
	}
	r := canon.NewReaderDepth(data, MaxDepth)
	a := new(Act)
	p := readKind(&r)
	if p == nil {
		return Act{}, notRead(&r, a)
	}
	deed := reflect.New(p.deed)
	a.Do = deed.Interface().(Deed)
	p.read(&r, reflect.ValueOf(a).Elem(), deed.Elem())
	if r.End() != nil {
		return Act{}, notRead(&r, a)
	}
	if err := p.obeyed(a, deed.Elem()); err != nil {
		return Act{}, err
	}
	return *a, nil
}

// notRead says why the bytes are none of an act, and names the act where its name had been read.
func notRead(r *canon.Reader, a *Act) error {
	name := "act"
	if a.ID != "" {
		name += " " + a.ID
	}
	return fmt.Errorf("read %s: %w", name, errors.Join(r.End(), ErrForm))
}

// readKind reads the format and the kind, which stand before everything else.
func readKind(r *canon.Reader) *plan {
	r.Object()
	if !r.Key() || r.Last() != keyFormat {
		r.Refuse("an act begins with its format")
	}
	if format := r.Text(); format != actFormat {
		r.Refuse("the format " + format + " is not known; this version reads " + actFormat)
	}
	if !r.Key() || r.Last() != keyKind {
		r.Refuse("the kind of the act follows its format")
	}
	kind := Kind(r.Text())
	p := plans()[kind]
	if p == nil {
		r.Refuse("unknown kind of act " + string(kind))
	}
	return p
}

// read goes once through the keys of the file and the fields of the plan, which have the same order, and checks each
// field as it passes, so that what Validate would find again is not looked for twice.
func (p *plan) read(r *canon.Reader, head, deed reflect.Value) {
	next := 0
	for r.Key() {
		key := r.Last()
		f, at := find(p.fields, next, key)
		if f == nil {
			r.Refuse("unknown key " + key + " in the act " + string(p.kind))
			return
		}
		missing(r, p.fields[next:at])
		v := f.in(head, deed)
		f.read(r, v)
		if r.Err() != nil {
			return
		}
		if wrong := f.shape.check(v); wrong != "" {
			r.Refuse(under(f.key, wrong))
			return
		}
		next = at + 1
	}
	missing(r, p.fields[next:])
}

// missing refuses an act in which one of these fields, which it does not have, is required.
func missing(r *canon.Reader, fields []*field) {
	for _, f := range fields {
		if f.required {
			r.Refuse(f.key + " is missing")
		}
	}
}

// find answers the field of a key at or after a place, and its place.
func find(fields []*field, from int, key string) (*field, int) {
	for i := from; i < len(fields); i++ {
		if fields[i].key == key {
			return fields[i], i
		}
	}
	return nil, 0
}

// read reads a field, which is left out when it is empty.
func (f *field) read(r *canon.Reader, v reflect.Value) {
	f.shape.read(r, v)
	if r.Err() == nil && f.shape.empty(v) {
		r.Refuse("an empty " + f.key + " is left out")
	}
}

func (s *shape) read(r *canon.Reader, v reflect.Value) {
	switch s.sort {
	case text:
		v.SetString(r.Text())
	case whole:
		v.SetInt(r.Int())
	case instant:
		*v.Addr().Interface().(*form.Instant) = r.Instant()
	case names:
		*v.Addr().Interface().(*body.Names) = readNames(r)
	case list:
		s.readList(r, v)
	case record:
		s.readRecord(r, v)
	case pointer:
		v.Set(reflect.New(s.elem.typ))
		s.elem.read(r, v.Elem())
	case mapping:
		s.readMapping(r, v)
	}
}

func readNames(r *canon.Reader) body.Names {
	n := body.Names{}
	for r.Object(); r.Key(); {
		n[r.Last()] = r.Text()
	}
	return n
}

func (s *shape) readList(r *canon.Reader, v reflect.Value) {
	if texts, ok := reflect.TypeAssert[*[]string](v.Addr()); ok { // the dossiers of every act: worth the short way
		for r.Array(); r.More(); {
			*texts = append(*texts, r.Text())
		}
		return
	}
	n := 0
	for r.Array(); r.More(); n++ {
		v.Grow(1)
		v.SetLen(n + 1)
		s.elem.read(r, v.Index(n))
		if r.Err() != nil {
			return
		}
	}
}

func (s *shape) readRecord(r *canon.Reader, v reflect.Value) {
	next := 0
	for r.Object(); r.Key(); {
		f, at := find(s.fields, next, r.Last())
		if f == nil {
			r.Refuse("unknown key " + r.Last())
			return
		}
		f.read(r, v.Field(f.index))
		next = at + 1
	}
}

func (s *shape) readMapping(r *canon.Reader, v reflect.Value) {
	var keys []string
	values := v.Field(1)
	for r.Object(); r.Key(); {
		keys = append(keys, r.Last())
		values.Grow(1)
		values.SetLen(len(keys))
		s.elem.read(r, values.Index(len(keys)-1))
		if r.Err() != nil {
			return
		}
	}
	v.Field(0).Set(reflect.ValueOf(keys))
}
