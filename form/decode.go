package form

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
)

// Decode reads a file into the struct (or other value) that into points to, by the tags of its fields:
//
//	form:"key"           the key of the field; without this tag a field is left alone
//	form:"key,required"  the key has to be there, and a text has to have something in it
//	form:"-place"        on a field of type Place or Places: filled with where the struct and its keys stand
//	enum:"a,b"           the texts allowed, in the field or in each item of its list
//	doc:"…"              the description in the JSON Schema
//
// Keys that no field has are refused. Fields of an embedded struct count as the struct's own. Fields may be texts,
// bools, whole numbers, structs, pointers to and slices of these, map[string]string, and types that implement
// Decoder, such as Text, Map, Date, Period and Instant.
//
// The error is Faults, all with the place in the file or about the whole of it; what into points to is then partly
// filled and of no use. Decode panics where into is no pointer or has a field of a type it cannot read, which is a
// mistake in the program, not in the file.
func Decode(file string, data []byte, into any) error {
	r := &reading{file: file}
	if n := r.parse(data); n != nil {
		r.decode(n, pointed(into), "")
	}
	return r.faults.InOrder()
}

// DecodeJSONLine is Decode for one line of a file that holds a JSON value on each; line is its number, from 1.
func DecodeJSONLine(file string, line int, data []byte, into any) error {
	r := &reading{file: file}
	if n := r.parseJSONLine(line, data); n != nil {
		r.decode(n, pointed(into), "")
	}
	return r.faults.InOrder()
}

func pointed(into any) reflect.Value {
	v := reflect.ValueOf(into)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		panic("form: decode into something that is no pointer")
	}
	return v.Elem()
}

// tellError adds an error that a Decoder answered.
func (r *reading) tellError(n *Node, err error) {
	switch err := err.(type) {
	case *Fault:
		r.tell(err)
	case Faults:
		for _, f := range err {
			r.tell(f)
		}
	default:
		r.tell(n.Fault("%v", err))
	}
}

// decode reads a node into a value; enum is the tag of the field it belongs to.
func (r *reading) decode(n *Node, v reflect.Value, enum string) {
	if n.Kind == unreadable {
		return
	}
	if d, ok := reflect.TypeAssert[Decoder](v.Addr()); ok {
		if err := d.DecodeForm(n); err != nil {
			r.tellError(n, err)
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		r.decode(n, v.Elem(), enum)
	case reflect.String:
		r.decodeText(n, v, enum)
	case reflect.Bool:
		r.decodeBool(n, v)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		r.decodeInt(n, v)
	case reflect.Slice:
		r.decodeList(n, v, enum)
	case reflect.Map:
		r.decodeMap(n, v, enum)
	case reflect.Struct:
		r.decodeStruct(n, v)
	default: // of Go's types, not of what a file says
		panic(fmt.Sprintf("form: a field of type %v cannot be read", v.Type()))
	}
}

func (r *reading) decodeText(n *Node, v reflect.Value, enum string) {
	text, err := n.Text()
	if err != nil {
		r.tellError(n, err)
		return
	}
	if words := enumWords(enum); words != nil && !slices.Contains(words, text) {
		r.tell(n.Fault("%q is not a word for this; %s", text, instead(text, words, "the words are:")))
		return
	}
	v.SetString(text)
}

func (r *reading) decodeBool(n *Node, v reflect.Value) {
	switch {
	case n.Kind == Boolean && n.Value == "true":
		v.SetBool(true)
	case n.Kind == Boolean && n.Value == "false":
		v.SetBool(false)
	case n.Kind == Boolean || n.Kind == String && !n.Quoted && isTrap(n.Value):
		r.tell(n.Fault("write true or false, not %s", n.Value))
	default:
		r.tell(n.wanted("true or false"))
	}
}

func (r *reading) decodeInt(n *Node, v reflect.Value) {
	if n.Kind != Number {
		r.tell(n.wanted("a whole number"))
		return
	}
	i, err := strconv.ParseInt(n.Value, 10, v.Type().Bits())
	switch {
	case err == nil && strconv.FormatInt(i, 10) == n.Value:
		v.SetInt(i)
	case errorsIsRange(err):
		r.tell(n.Fault("%s is too great a number", n.Value))
	default: // a fraction, 0x10, 1e3, 010, 1_000: readers differ over these
		r.tell(n.Fault("a whole number is wanted, in digits alone, not %s", n.Value))
	}
}

func errorsIsRange(err error) bool {
	e, ok := err.(*strconv.NumError)
	return ok && errors.Is(e.Err, strconv.ErrRange)
}

func (r *reading) decodeList(n *Node, v reflect.Value, enum string) {
	if n.Kind != List {
		r.tell(n.wanted("a list"))
		return
	}
	list := reflect.MakeSlice(v.Type(), len(n.items), len(n.items))
	for i, item := range n.items {
		r.decode(item, list.Index(i), enum)
	}
	v.Set(list)
}

func (r *reading) decodeMap(n *Node, v reflect.Value, enum string) {
	if n.Kind != Mapping {
		r.tell(n.wanted("keys with values"))
		return
	}
	m := reflect.MakeMapWithSize(v.Type(), len(n.keys))
	for i, key := range n.keys {
		value := reflect.New(v.Type().Elem()).Elem()
		r.decode(n.items[i], value, enum)
		m.SetMapIndex(reflect.ValueOf(key.Value).Convert(v.Type().Key()), value)
	}
	v.Set(m)
}

func (r *reading) decodeStruct(n *Node, v reflect.Value) {
	if n.Kind != Mapping {
		r.tell(n.wanted("keys with values"))
		return
	}
	fields := r.fieldsOf(v.Type())
	for i, key := range n.keys {
		if len(r.faults) >= gatherAtMost {
			return // enough is wrong already; a hostile file gets no more of our time
		}
		f, ok := fields.byKey(key.Value)
		if !ok {
			r.tell(key.Fault("unknown key %q; %s", key.Value, instead(key.Value, fields.keys(), "the keys here are")))
			continue
		}
		value := n.items[i]
		if f.required && value.Kind == String && value.Value == "" {
			r.tell(value.Fault("the value of %s is empty", key.Value))
		}
		r.decode(value, v.FieldByIndex(f.index), f.enum)
	}
	for _, f := range fields {
		if _, ok := n.Get(f.key); f.required && !ok {
			r.tell(n.Fault("the key %s is missing here", f.key))
		}
		if f.place {
			v.FieldByIndex(f.index).Set(reflect.ValueOf(n.placeFor(f.placeType)))
		}
	}
}
