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
		return r.oneSource(n, nil, map[string]bool{})
	}
	var all []Source
	seen := map[string]bool{}
	for i := range n.Len() {
		all = r.oneSource(n.Item(i), all, seen)
	}
	if n.Len() == 0 {
		r.tell(n, "no source is named; what has none says %s", body.Unsourced)
	}
	return all
}

// oneSource adds the source of one key, unless it has been seen.
func (r *reading) oneSource(n *form.Node, all []Source, seen map[string]bool) []Source {
	key, err := n.Text()
	if err != nil {
		r.tellError(n, err)
		return all
	}
	s, ok := r.sources[key]
	switch {
	case seen[key]:
		r.tell(n, "the source %s is here twice", key)
		return all
	case key == body.Unsourced || key == body.Derived:
		s = Source{Key: key}
	case !ok:
		r.tell(n, "no source has the key %q; put it into the table sources at the head, or write %s", key, body.Unsourced)
		return all
	}
	seen[key] = true
	return append(all, s)
}
