package act

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"accede/act/signature"
	"accede/form"
)

// FileFormat is the first line of every file of acts of this version.
const FileFormat = "acts/1"

// Located is an act, where it stands in a file, and the signatures beside it.
type Located struct {
	Act        Act
	Place      form.Place
	Signatures []signature.Signature // of a line of signed acts; whether they hold is not asked here
}

// ReadFile reads a file of acts: YAML, or, where its name ends in .jsonl, a line of JSON for each act. The order of
// the answer is that of the file; every act in it can be marshalled. Acts that name no body are given the file's.
// The error is form.Faults, with the place of each.
func ReadFile(name string, data []byte) ([]Located, error) {
	if strings.HasSuffix(name, ".jsonl") {
		return readLines(name, data)
	}
	root, err := form.Parse(name, data)
	if err != nil {
		return nil, err
	}
	r := &reading{}
	acts := r.file(root)
	r.unique(acts)
	if err := r.all(); err != nil {
		return nil, err
	}
	return acts, nil
}

// reading is what is known while a file of acts is read.
type reading struct {
	body    string
	sources map[string]Source
	faults  form.Faults
}

// gatherAtMost bounds the faults gathered before they are put in order; nobody reads that many.
const gatherAtMost = 1000

func (r *reading) tell(n *form.Node, format string, args ...any) {
	r.tellAt(n.Place, fmt.Sprintf(format, args...))
}

func (r *reading) tellAt(at form.Place, text string) {
	if len(r.faults) < gatherAtMost {
		r.faults = append(r.faults, &form.Fault{Place: at, Text: text})
	}
}

// tellError adds the faults that package form found in a node.
func (r *reading) tellError(n *form.Node, err error) {
	switch err := err.(type) {
	case nil:
	case *form.Fault:
		r.tellAt(err.Place, err.Text)
	case form.Faults:
		for _, f := range err {
			r.tellAt(f.Place, f.Text)
		}
	default:
		r.tell(n, "%v", err)
	}
}

// all answers the first faults in the order of the file, or nil when there are none.
func (r *reading) all() error {
	if len(r.faults) == 0 {
		return nil
	}
	slices.SortStableFunc(r.faults, func(a, b *form.Fault) int {
		return cmp.Or(cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(a.Place.Column, b.Place.Column))
	})
	return r.faults[:min(len(r.faults), form.MaxFaults)]
}

// file reads the whole of a file that holds a header and a list of acts.
func (r *reading) file(n *form.Node) []Located {
	if !r.header(n, "acts") {
		return nil
	}
	list, ok := n.Get("acts")
	if !ok {
		r.tell(n, "the key acts is missing here")
		return nil
	}
	if list.Kind != form.List {
		r.tell(list, "a list of acts is wanted, not %v", list.Kind)
		return nil
	}
	var acts []Located
	for i := range list.Len() {
		if len(r.faults) >= gatherAtMost {
			break
		}
		item := list.Item(i)
		acts = append(acts, Located{Act: r.act(item), Place: item.Place})
	}
	return acts
}

// header reads the format, the body and the table of sources; other keys than these and those given are refused.
func (r *reading) header(n *form.Node, others ...string) bool {
	if n.Kind != form.Mapping {
		r.tell(n, "a file of acts begins with accede: %s", FileFormat)
		return false
	}
	format, ok := n.Get(keyFormat)
	switch {
	case !ok:
		r.tell(n, "the key accede is missing here: a file of acts begins with accede: %s", FileFormat)
		return false
	case format.Value != FileFormat && strings.HasPrefix(format.Value, "acts/"):
		r.tell(format, "%s is written for a newer version of the program, which reads %s", format.Value, FileFormat)
		return false
	case format.Value != FileFormat:
		r.tell(format, "a file of acts begins with accede: %s, not %s", FileFormat, format.Value)
		return false
	}
	known := append([]string{keyFormat, "body", "sources"}, others...)
	for i := range n.Len() {
		key, value := n.Key(i), n.Item(i)
		switch {
		case !slices.Contains(known, key.Value):
			r.tell(key, "unknown key %q; %s", key.Value, instead(key.Value, known, "the keys here are"))
		case key.Value == "body":
			r.readBody(value)
		case key.Value == "sources":
			r.readSources(value)
		}
	}
	return true
}

func (r *reading) readBody(n *form.Node) {
	name, err := n.Text()
	if err == nil {
		if wrong := checkID(name); wrong != "" {
			err = n.Fault("%s", wrong)
		}
	}
	r.tellError(n, err)
	r.body = name
}

// unique refuses a name that two acts of the file have.
func (r *reading) unique(acts []Located) {
	first := map[string]form.Place{}
	for _, a := range acts {
		if at, twice := first[a.Act.ID]; twice && a.Act.ID != "" {
			r.tellAt(a.Place, fmt.Sprintf("the act %s is here twice; the first is on line %d", a.Act.ID, at.Line))
			continue
		}
		first[a.Act.ID] = a.Place
	}
}

// instead answers the end of a message about a word that is not known: the nearest one, or all of them.
func instead(word string, known []string, all string) string {
	if near, ok := form.Nearest(word, known); ok {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return all + " " + strings.Join(known, ", ")
}
