package act

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"accede/form"
)

// act reads one act: its kind says which keys it may have.
func (r *reading) act(n *form.Node) Act {
	p := r.kind(n)
	if p == nil {
		return Act{}
	}
	before := len(r.faults)
	a, deed := new(Act), reflect.New(p.deed)
	a.Do = deed.Interface().(Deed)
	r.keys(n, p, reflect.ValueOf(a).Elem(), deed.Elem())
	r.wanted(n, p.fields, reflect.ValueOf(a).Elem(), deed.Elem())
	if wrong := a.rule(); wrong != "" {
		r.tell(n, "%s", wrong)
	}
	if p.ruled {
		r.obey(n, deed)
	}
	switch {
	case a.Body == "":
		a.Body = r.body
	case r.body != "" && a.Body != r.body:
		r.tell(n, "the act is for the body %s, the file for %s", a.Body, r.body)
	}
	if len(r.faults) > before {
		return *a
	}
	if _, err := a.Marshal(); err != nil { // what no field can see: the size of the whole
		r.tell(n, "%v", err)
	}
	return *a
}

// kind answers the plan of the kind that an act says it is of, or tells that there is none.
func (r *reading) kind(n *form.Node) *plan {
	if n.Kind != form.Mapping {
		r.tell(n, "an act is wanted, not %v", n.Kind)
		return nil
	}
	at, ok := n.Get(keyKind)
	if !ok {
		r.tell(n, "the key act is missing here; the acts are %s", strings.Join(words(Kinds()), ", "))
		return nil
	}
	word, err := at.Text()
	if err != nil {
		r.tellError(at, err)
		return nil
	}
	p := plans()[Kind(word)]
	if p == nil {
		r.tell(at, "unknown act %q; %s", word, instead(word, words(Kinds()), "the acts are"))
	}
	return p
}

// keys reads the keys of an act into its head and its deed.
func (r *reading) keys(n *form.Node, p *plan, head, deed reflect.Value) {
	for i := range n.Len() {
		if len(r.faults) >= gatherAtMost {
			return // nothing more would be told, and looking for the nearest word takes time
		}
		key, value := n.Key(i), n.Item(i)
		f := fieldOf(p.fields, key.Value)
		switch {
		case key.Value == keyKind:
		case key.Value == keyFormat:
			if value.Value != actFormat {
				r.tell(value, "the format of an act is %s", actFormat)
			}
		case key.Value == "dossier":
			r.oneDossier(n, value, head)
		case r.short(n, key, value, p.fields, head):
		case f == nil:
			r.unknown(key, p)
		default:
			r.value(value, f.shape, f.in(head, deed))
		}
	}
}

// oneDossier reads the short form of a list of dossiers.
func (r *reading) oneDossier(n, value *form.Node, head reflect.Value) {
	if _, both := n.Get("dossiers"); both {
		r.tell(value, "dossier and dossiers are one key: write dossiers alone")
		return
	}
	id, err := value.Text()
	if err == nil {
		if wrong := checkID(id); wrong != "" {
			err = value.Fault("%s", wrong)
		}
	}
	r.tellError(value, err)
	head.Addr().Interface().(*Act).Dossiers = []string{id}
}

// short reads source, the short form of sources, in whatever record has sources. It answers whether the key is that.
func (r *reading) short(n, key, value *form.Node, fields []*field, v reflect.Value) bool {
	f := fieldOf(fields, "sources")
	if key.Value != "source" || f == nil {
		return false
	}
	if _, both := n.Get("sources"); both {
		r.tell(key, "source and sources are one key: write one of them")
		return true
	}
	v.Field(f.index).Set(reflect.ValueOf(r.source(value)))
	return true
}

// unknown tells to which kinds a key belongs that this kind does not have.
func (r *reading) unknown(key *form.Node, p *plan) {
	var owners []string
	for _, kind := range Kinds() {
		if fieldOf(plans()[kind].fields, key.Value) != nil {
			owners = append(owners, string(kind))
		}
	}
	if len(owners) > 0 {
		r.tell(key, "the key %s belongs to the act %s; this act is %s", key.Value, strings.Join(owners, ", "), p.kind)
		return
	}
	known := append([]string{keyKind, "dossier", "source"}, keysOf(p.fields)...)
	r.tell(key, "unknown key %q in the act %s; %s", key.Value, p.kind, instead(key.Value, known, "its keys are"))
}

// wanted tells which required fields are missing or empty.
func (r *reading) wanted(n *form.Node, fields []*field, head, deed reflect.Value) {
	for _, f := range fields {
		if !f.required || !f.shape.empty(f.in(head, deed)) {
			continue
		}
		at, ok := n.Get(f.key)
		switch {
		case !ok:
			r.tell(n, "the key %s is missing here", f.key)
		case at.Len() == 0 && (at.Kind == form.List || at.Kind == form.Mapping):
			r.tell(at, "at least one is wanted in %s", f.key)
		}
	}
}

// obey applies the rule that a type has of its own.
func (r *reading) obey(n *form.Node, pointer reflect.Value) {
	if wrong := pointer.Elem().Interface().(ruled).rule(); wrong != "" {
		r.tell(n, "%s", wrong)
	}
}

// fieldOf answers the field of a key, or nil.
func fieldOf(fields []*field, key string) *field {
	i := slices.IndexFunc(fields, func(f *field) bool { return f.key == key })
	if i < 0 {
		return nil
	}
	return fields[i]
}

func keysOf(fields []*field) []string {
	keys := make([]string, len(fields))
	for i, f := range fields {
		keys[i] = f.key
	}
	return keys
}

func words[T ~string](kinds []T) []string {
	all := make([]string, len(kinds))
	for i, k := range kinds {
		all[i] = fmt.Sprint(k)
	}
	return all
}
