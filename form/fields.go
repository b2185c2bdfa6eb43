package form

import (
	"fmt"
	"reflect"
	"strings"
)

// field is what the tags of a struct's field say.
type field struct {
	key       string // empty on a place
	required  bool
	enum, doc string
	index     []int
	typ       reflect.Type
	place     bool
	placeType reflect.Type
}

type (
	fieldsOf reflect.Type
	fields   []field
)

func (fs fields) byKey(key string) (field, bool) {
	for _, f := range fs {
		if f.key == key && !f.place {
			return f, true
		}
	}
	return field{}, false
}

func (fs fields) keys() []string {
	var keys []string
	for _, f := range fs {
		if !f.place {
			keys = append(keys, f.key)
		}
	}
	return keys
}

// fieldsOf remembers the fields of the structs of one reading.
func (r *reading) fieldsOf(t reflect.Type) fields {
	fs, ok := r.fields[t]
	if !ok {
		if r.fields == nil {
			r.fields = map[fieldsOf][]field{}
		}
		fs = tagged(t, nil)
		r.fields[t] = fs
	}
	return fs
}

// tagged answers the tagged fields of a struct, those of embedded structs where they stand.
func tagged(t reflect.Type, index []int) fields {
	var found fields
	for i := range t.NumField() {
		sf := t.Field(i)
		at := append(append([]int(nil), index...), i)
		tag, ok := sf.Tag.Lookup("form")
		switch {
		case !ok && sf.Anonymous && sf.Type.Kind() == reflect.Struct:
			found = append(found, tagged(sf.Type, at)...)
		case !ok:
		case tag == "-place":
			found = append(found, field{place: true, placeType: sf.Type, index: at})
		default:
			key, option, _ := strings.Cut(tag, ",")
			if key == "" || option != "" && option != "required" {
				panic(fmt.Sprintf("form: the tag %q of %v.%s", tag, t, sf.Name))
			}
			found = append(found, field{
				key: key, required: option == "required", enum: sf.Tag.Get("enum"),
				doc: sf.Tag.Get("doc"), index: at, typ: sf.Type,
			})
		}
	}
	return found
}

func enumWords(tag string) []string {
	if tag == "" {
		return nil
	}
	return strings.Split(tag, ",")
}

// Places is where a mapping and the values of its keys stand. In a struct it is a field tagged form:"-place".
// The zero Places knows nothing.
type Places struct {
	Self Place
	Keys []string
	At   []Place // At[i] is the place of the value of Keys[i]
}

// Of answers the place of the value of a key, or that of the mapping where it has no such key.
func (p Places) Of(key string) Place {
	for i, k := range p.Keys {
		if k == key {
			return p.At[i]
		}
	}
	return p.Self
}

// placeFor answers the node's Place or Places, whichever the field is.
func (n *Node) placeFor(t reflect.Type) any {
	switch t {
	case reflect.TypeFor[Place]():
		return n.Place
	case reflect.TypeFor[Places]():
		p := Places{Self: n.Place}
		for i, k := range n.keys {
			p.Keys, p.At = append(p.Keys, k.Value), append(p.At, n.items[i].Place)
		}
		return p
	}
	panic(fmt.Sprintf("form: a place of type %v", t))
}
