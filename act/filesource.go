package act

import (
	"reflect"

	"accede/body"
	"accede/form"
)

// Sources stand once in a table at the head of a file; acts name their keys.

// readSources reads the table.
func (r *reading) readSources(n *form.Node) {
	if n.Kind != form.Mapping {
		r.tell(n, "sources by their keys are wanted, not %v", n.Kind)
		return
	}
	r.sources = make(map[string]Source, n.Len())
	shape := shapeOf(reflect.TypeFor[Source]())
	for i := range n.Len() {
		key, value := n.Key(i), n.Item(i)
		switch {
		case key.Value == body.Unsourced || key.Value == body.Derived:
			r.tell(key, "%s is the word for what has no source: no source has it for a key", key.Value)
			continue
		case checkKey(key.Value) != "":
			r.tell(key, "%s", checkKey(key.Value))
			continue
		}
		source := Source{Key: key.Value}
		r.record(value, shape, reflect.ValueOf(&source).Elem(), "key")
		r.sources[key.Value] = source
	}
}

// source reads what the short form of sources says: a key, or a list of keys, of the table or literal.
func (r *reading) source(n *form.Node) []Source {
	if n.Kind != form.List {
		return r.oneSource(n, nil)
	}
	var all []Source
	for i := range n.Len() {
		all = r.oneSource(n.Item(i), all)
	}
	if len(all) == 0 {
		r.tell(n, "no source is named; what has none says %s", body.Unsourced)
	}
	return all
}

func (r *reading) oneSource(n *form.Node, all []Source) []Source {
	key, err := n.Text()
	if err != nil {
		r.tellError(n, err)
		return all
	}
	for _, s := range all {
		if s.Key == key {
			r.tell(n, "the source %s is here twice", key)
			return all
		}
	}
	if key == body.Unsourced || key == body.Derived {
		return append(all, Source{Key: key})
	}
	s, ok := r.sources[key]
	if !ok {
		r.tell(n, "no source has the key %q; put it into the table sources at the head, or write %s", key, body.Unsourced)
		return all
	}
	return append(all, s)
}
