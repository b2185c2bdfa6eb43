package act

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"accede/body"
	"accede/form"
)

// sort says which of the few forms of value a shape is.
type sort uint8

const (
	text    sort = iota // string and its named types
	whole               // int, int64
	instant             // form.Instant
	names               // body.Names
	list                // a slice
	record              // a struct with tagged fields
	pointer             // to a record or a whole number: absent is not the same as zero
	mapping             // form.Map
)

// shape is what reading, writing and checking need to know of a type. Shapes are made once from the tags of the
// structs and not changed afterwards.
type shape struct {
	sort   sort
	typ    reflect.Type
	elem   *shape   // of a list, a pointer or a mapping
	fields []*field // of a record, by key
	max    int64    // of a whole number
	is     string   // of a text: id, stage, key, url, bytes, hash; else free text
	enum   []string // of a text
	ruled  bool     // the type has a rule of its own
	texts  bool     // texts in languages are somewhere in it
}

// ruled is implemented by structs that tags cannot describe. rule answers what is wrong, or nothing.
type ruled interface{ rule() string }

// field is a key of a record.
type field struct {
	key      string
	index    int
	deed     bool // of the deed, not of the head of the act
	required bool
	shape    *shape
}

// plan is how acts of one kind are laid out.
type plan struct {
	kind   Kind
	deed   reflect.Type // the struct, not the pointer
	fields []*field     // of the head and of the deed, by key
	ruled  bool
}

// Keys that come before all others, so that a reader knows the kind before its fields.
const (
	keyFormat = "accede"
	keyKind   = "act"
	actFormat = "act/1"
)

// plans answers the plan of each kind. It is worked out once.
var plans = sync.OnceValue(func() map[Kind]*plan {
	all := map[Kind]*plan{}
	head := shapeOf(reflect.TypeFor[Act]())
	for _, d := range deeds() {
		own := shapeOf(reflect.TypeOf(d).Elem())
		p := &plan{kind: d.Kind(), deed: own.typ, ruled: own.ruled}
		p.fields = append(p.fields, head.fields...)
		for _, f := range own.fields {
			f.deed = true
			p.fields = append(p.fields, f)
		}
		byKey(p.fields)
		if first := p.fields[0].key; first <= keyKind {
			panic("act: the key " + first + " would come before the kind")
		}
		all[p.kind] = p
	}
	return all
})

// byKey sorts fields and refuses two of the same key, which would be a mistake in this package.
func byKey(fields []*field) {
	slices.SortFunc(fields, func(a, b *field) int { return cmp.Compare(a.key, b.key) })
	for i := 1; i < len(fields); i++ {
		if fields[i].key == fields[i-1].key {
			panic("act: two fields have the key " + fields[i].key)
		}
	}
}

// shapeOf answers the shape of a type of this package.
func shapeOf(t reflect.Type) *shape {
	s := &shape{typ: t, ruled: t.Implements(reflect.TypeFor[ruled]())}
	switch {
	case t == reflect.TypeFor[form.Instant]():
		s.sort = instant
	case t == reflect.TypeFor[body.Names]():
		s.sort = names
	case isMap(t):
		s.sort, s.elem = mapping, shapeOf(t.Field(1).Type.Elem())
	case t.Kind() == reflect.String:
		s.sort = text
		if t == reflect.TypeFor[body.MemberID]() {
			s.is = "id"
		}
	case t.Kind() == reflect.Int || t.Kind() == reflect.Int64:
		s.sort, s.max = whole, maxWhole
	case t.Kind() == reflect.Slice:
		s.sort, s.elem = list, shapeOf(t.Elem())
	case t.Kind() == reflect.Pointer:
		s.sort, s.elem = pointer, shapeOf(t.Elem())
	case t.Kind() == reflect.Struct:
		s.sort, s.fields = record, fieldsOf(t)
	default:
		panic(fmt.Sprintf("act: a field of type %v has no canonical form", t))
	}
	s.texts = s.sort == names || s.elem != nil && s.elem.texts ||
		slices.ContainsFunc(s.fields, func(f *field) bool { return f.shape.texts })
	return s
}

// isMap says whether a type is a form.Map, whatever its values are.
func isMap(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.PkgPath() == reflect.TypeFor[form.Instant]().PkgPath() &&
		strings.HasPrefix(t.Name(), "Map[")
}

// fieldsOf answers the tagged fields of a struct, by key.
func fieldsOf(t reflect.Type) []*field {
	var fields []*field
	for i := range t.NumField() {
		sf := t.Field(i)
		key, option, _ := strings.Cut(sf.Tag.Get("form"), ",")
		if key == "" || key == "-" {
			continue
		}
		f := &field{key: key, index: i, required: option == "required", shape: shapeOf(sf.Type)}
		f.shape.tag(sf.Tag)
		fields = append(fields, f)
	}
	byKey(fields)
	return fields
}

// tag tells the shape of a field, or of what its list holds, what its tags say.
func (s *shape) tag(tag reflect.StructTag) {
	leaf := s
	for leaf.elem != nil && leaf.sort != mapping {
		leaf = leaf.elem
	}
	if is, ok := tag.Lookup("is"); ok {
		leaf.is = is
	}
	if enum, ok := tag.Lookup("enum"); ok {
		leaf.enum = strings.Split(enum, ",")
	}
	if limit, ok := tag.Lookup("max"); ok {
		n, err := strconv.ParseInt(limit, 10, 64)
		if err != nil {
			panic("act: the tag max:" + limit + " is no number")
		}
		leaf.max = n
	}
}

// empty says whether a value is the one that costs no bytes.
func (s *shape) empty(v reflect.Value) bool {
	switch s.sort {
	case text, names, list:
		return v.Len() == 0
	case whole:
		return v.Int() == 0
	case instant:
		return v.Addr().Interface().(*form.Instant).IsZero()
	case record:
		return v.IsZero()
	case pointer:
		return v.IsNil()
	case mapping:
		return v.Field(0).Len() == 0
	}
	panic("act: a sort of value without a form")
}
