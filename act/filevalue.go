package act

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"accede/body"
	"accede/form"
)

// value reads a node into a value of a shape and tells what is wrong with it, at its place.
func (r *reading) value(n *form.Node, s *shape, v reflect.Value) {
	before := len(r.faults)
	switch s.sort {
	case text:
		word, err := n.Text()
		r.tellError(n, err)
		v.SetString(word)
	case whole, instant:
		r.tellError(n, n.Decode(v.Addr().Interface()))
	case names:
		r.names(n, v.Addr().Interface().(*body.Names))
		return
	case list:
		r.list(n, s, v)
		return
	case record:
		r.record(n, s, v)
		return
	case pointer:
		v.Set(reflect.New(s.elem.typ))
		r.value(n, s.elem, v.Elem())
		return
	case mapping:
		r.mapping(n, s, v)
		return
	}
	if len(r.faults) > before {
		return
	}
	if wrong := s.check(v); wrong != "" {
		r.tell(n, "%s", wrong)
	}
}

func (r *reading) names(n *form.Node, into *body.Names) {
	if n.Kind != form.Mapping {
		r.tell(n, "a text in one or more languages is wanted, such as {en: …}, not %v", n.Kind)
		return
	}
	*into = make(body.Names, n.Len())
	for i := range n.Len() {
		tag, value := n.Key(i), n.Item(i)
		word, err := value.Text()
		switch {
		case err != nil:
			r.tellError(value, err)
		case !isTag(tag.Value):
			r.tell(tag, "%s", checkNames(body.Names{tag.Value: word}))
		case checkFree(word) != "":
			r.tell(value, "%s", checkFree(word))
		}
		(*into)[tag.Value] = word
	}
}

func (r *reading) list(n *form.Node, s *shape, v reflect.Value) {
	if n.Kind != form.List {
		r.tell(n, "a list is wanted, not %v", n.Kind)
		return
	}
	if n.Len() == 0 {
		return // a list of nothing is no list
	}
	v.Set(reflect.MakeSlice(s.typ, n.Len(), n.Len()))
	seen := map[string]bool{}
	for i := range n.Len() {
		before := len(r.faults)
		item := v.Index(i)
		r.value(n.Item(i), s.elem, item)
		if len(r.faults) > before {
			continue
		}
		if s.elem.empty(item) {
			r.tell(n.Item(i), "nothing is in it")
		}
		if s.elem.sort == text && s.elem.is == "id" {
			if seen[item.String()] {
				r.tell(n.Item(i), "%s is here twice", item.String())
			}
			seen[item.String()] = true
		}
	}
}

// record reads keys with values into a struct. Keys in closed are not read.
func (r *reading) record(n *form.Node, s *shape, v reflect.Value, closed ...string) {
	if n.Kind != form.Mapping {
		r.tell(n, "keys with values are wanted, not %v", n.Kind)
		return
	}
	before := len(r.faults)
	for i := range n.Len() {
		if len(r.faults) >= gatherAtMost {
			return
		}
		key, value := n.Key(i), n.Item(i)
		f := fieldOf(s.fields, key.Value)
		switch {
		case r.length(key, value, v):
		case r.short(n, key, value, s.fields, v):
		case f == nil || slices.Contains(closed, key.Value):
			r.tell(key, "unknown key %q; %s", key.Value, instead(key.Value, keysOf(s.fields), "the keys here are"))
		default:
			r.value(value, f.shape, v.Field(f.index))
		}
	}
	r.wanted(n, s.fields, v, v)
	if s.ruled && len(r.faults) == before {
		r.obey(n, v.Addr())
	}
}

// length reads the short forms of a Length, such as about: 5h. It answers whether the key is one.
func (r *reading) length(key, value *form.Node, v reflect.Value) bool {
	l, ok := reflect.TypeAssert[*Length](v.Addr())
	if !ok {
		return false
	}
	var minutes *int
	switch key.Value {
	case "exactly":
		minutes = &l.Minutes
	case "about":
		minutes = &l.About
	case "more_than":
		minutes = &l.MoreThan
	default:
		return false
	}
	d, err := time.ParseDuration(value.Value)
	if err != nil || d < time.Minute || d > 10000*time.Hour || d%time.Minute != 0 || strings.ContainsAny(value.Value, "+-.") {
		r.tell(value, "%q is no length: write it as 5h, 90m or 5h30m", value.Value)
		return true
	}
	*minutes = int(d / time.Minute)
	return true
}

// mapping reads keys with values into a form.Map, in the order of the file.
func (r *reading) mapping(n *form.Node, s *shape, v reflect.Value) {
	if n.Kind != form.Mapping {
		r.tell(n, "keys with values are wanted, not %v", n.Kind)
		return
	}
	keys, places := make([]string, n.Len()), make([]form.Place, n.Len())
	values := reflect.MakeSlice(v.Field(1).Type(), n.Len(), n.Len())
	for i := range n.Len() {
		key := n.Key(i)
		keys[i], places[i] = key.Value, key.Place
		if wrong := checkID(key.Value); wrong != "" {
			r.tell(key, "%s", wrong)
		}
		r.value(n.Item(i), s.elem, values.Index(i))
		if s.elem.sort != whole && s.elem.empty(values.Index(i)) {
			r.tell(n.Item(i), "nothing is in it")
		}
	}
	v.Field(0).Set(reflect.ValueOf(keys))
	v.Field(1).Set(values)
	v.Field(2).Set(reflect.ValueOf(places))
}
