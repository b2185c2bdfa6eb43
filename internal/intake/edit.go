package intake

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"accede/act"
	"accede/form"
)

// Field is one thing a draft says that a person may correct.
type Field struct {
	Path  string   // where in the act it stands: concerns.0.demands.1.text.en
	Key   string   // the word it stands under in a file of acts: text, place, date
	In    []string // what it is a part of, outermost first, each with its number from 1: concerns 1, demands 2
	Value string   // ids of a list with blanks between; empty where the text did not say it and the act needs it
	Prose bool     // a text in words, in the language of the report
	List  bool     // several words, each an id
}

// fixed are what a person does not correct in a draft: what it is, and where it is from.
var fixed = []string{"accede", "act", "body", "id", "sources", "charter"}

// Fields answers what can be corrected in a draft, in the order of its file. A draft that is not in due form for a
// reason of its own, and not because the text left something open, has none.
func (d Draft) Fields() []Field {
	root, ok := d.tree()
	if !ok {
		return nil
	}
	var all []Field
	for _, key := range []string{"date", "dated", "by"} { // what names an act first, as in a file
		all = append(all, root.fields(key, key == "dated", d.Missing)...)
	}
	for _, key := range root.keys {
		if !slices.Contains([]string{"date", "dated", "by"}, key) && !slices.Contains(fixed, key) {
			all = append(all, root.fields(key, false, d.Missing)...)
		}
	}
	for _, key := range d.Missing {
		if !slices.ContainsFunc(all, func(f Field) bool { return f.Path == key }) && slices.Contains([]string{"dossiers", "parties"}, key) {
			all = append(all, Field{Path: key, Key: key, List: true})
		}
	}
	return all
}

// fields answers the fields of one key of an act; one that has none may be asked for all the same.
func (t tree) fields(key string, always bool, missing []string) []Field {
	v, ok := t.get(key)
	switch {
	case slices.Contains(missing, key):
		return []Field{{Path: key, Key: key, List: v.list}}
	case ok:
		return v.leaves(key, key, nil)
	case always:
		return []Field{{Path: key, Key: key}}
	}
	return nil
}

// leaves answers the fields of a value.
func (t tree) leaves(path, key string, in []string) []Field {
	switch {
	case t.leaf != "":
		return []Field{{Path: path, Key: key, In: in, Value: t.plain()}}
	case t.list && !slices.ContainsFunc(t.items, func(x tree) bool { return x.leaf == "" }) && key != "agreed" && key != "also":
		words := make([]string, len(t.items))
		for i, x := range t.items {
			words[i] = x.plain()
		}
		return []Field{{Path: path, Key: key, In: in, Value: strings.Join(words, " "), List: true}}
	}
	var all []Field
	for i, x := range t.items {
		switch {
		case t.list:
			all = append(all, x.leaves(path+"."+strconv.Itoa(i), key, append(slices.Clone(in), key+" "+strconv.Itoa(i+1)))...)
		case t.keys[i] == "id":
		case len(t.keys[i]) == 2 && x.leaf != "" && (key == "text" || key == "name" || key == "title"):
			all = append(all, Field{Path: path + "." + t.keys[i], Key: key, In: in, Value: x.plain(), Prose: true})
		default:
			all = append(all, x.leaves(path+"."+t.keys[i], t.keys[i], in)...)
		}
	}
	return all
}

// plain answers what stands in a leaf, without the marks by which YAML tells a text from a word.
func (t tree) plain() string {
	if strings.HasPrefix(t.leaf, `"`) {
		var text string
		if err := json.Unmarshal([]byte(t.leaf), &text); err == nil {
			return text
		}
	}
	return t.leaf
}

// tree answers the act of a draft as a tree of its keys, with something in each place that is missing, so that it is
// in due form; false where it is not.
func (d Draft) tree() (tree, bool) {
	a := d.Act
	for _, what := range d.Missing {
		switch what {
		case "date":
			a.Date = form.Instant{Day: form.Date{Year: 2000, Month: 1, Day: 1}}
		case "body":
			a.Body = "body"
		case "procedure":
			if do, ok := a.Do.(*act.Apply); ok {
				with := *do
				with.Procedure = "procedure"
				a.Do = &with
			}
		case "concern":
			if do, ok := a.Do.(*act.AddDemand); ok {
				with := *do
				with.Concern = "concern"
				a.Do = &with
			}
		case "parties":
			if do, ok := a.Do.(*act.Talks); ok {
				with := *do
				with.Parties = append(with.Parties, "parties")
				a.Do = &with
			}
		}
	}
	data, err := a.Marshal()
	if err != nil {
		return tree{}, false
	}
	t, err := parseTree(data)
	return t, err == nil
}

// With answers the draft with some of its fields as a person has corrected them, by path; what is not named stays. A
// field that is emptied is left out, and with its text a whole demand, concern or statement. The errors are
// form.Faults, or wrap act.ErrForm.
func (d Draft) With(corrected map[string]string) (act.Act, error) {
	t, ok := d.tree()
	if !ok {
		return act.Act{}, fmt.Errorf("correct the draft %s: %s: %w", d.Act.ID, d.lacks(), act.ErrForm)
	}
	for _, key := range d.Missing {
		if corrected[key] == "" && key != "body" {
			return act.Act{}, fmt.Errorf("correct the draft %s: the report does not say %q, and the act needs it: %w", d.Act.ID, key, act.ErrForm)
		}
		if _, has := t.get(key); !has {
			t.keys, t.items = append(t.keys, key), append(t.items, tree{list: true, items: []tree{{leaf: "x"}}})
		}
	}
	if _, has := t.get("dated"); !has && corrected["dated"] != "" {
		t.keys, t.items = append(t.keys, "dated"), append(t.items, tree{leaf: "x"})
	}
	t, _ = t.corrected("", d.known(corrected))
	var b strings.Builder
	fmt.Fprintf(&b, "accede: %s\n", act.FileFormat)
	if d.Act.Body != "" {
		fmt.Fprintf(&b, "body: %s\n", scalar(d.Act.Body))
	}
	(&Reading{Drafts: []Draft{d}}).writeSource(&b)
	b.WriteString("acts:\n")
	for i, line := range t.act() {
		mark := "    "
		if i == 0 {
			mark = "  - "
		}
		b.WriteString(mark + line + "\n")
	}
	read, err := act.ReadFile(d.Act.ID, []byte(b.String()))
	if err != nil {
		return act.Act{}, err
	}
	return read[0].Act, nil
}

// known answers those corrections that are of a field.
func (d Draft) known(corrected map[string]string) map[string]string {
	all := map[string]string{}
	for _, f := range d.Fields() {
		if text, ok := corrected[f.Path]; ok {
			all[f.Path] = text
		}
	}
	return all
}

// corrected answers a value with corrections in it; false where it is to be left out.
func (t tree) corrected(path string, by map[string]string) (tree, bool) {
	if text, ok := by[path]; ok && path != "" {
		return t.replaced(text)
	}
	if t.leaf != "" {
		return t, true
	}
	out := tree{list: t.list}
	for i, x := range t.items {
		key := strconv.Itoa(i)
		if !t.list {
			key = t.keys[i]
		}
		next, keep := x.corrected(strings.TrimPrefix(path+"."+key, "."), by)
		switch {
		case keep && t.list:
			out.items = append(out.items, next)
		case keep:
			out.keys, out.items = append(out.keys, key), append(out.items, next)
		case !t.list && slices.Contains([]string{"text", "progress", "concern"}, key) && path != "":
			return tree{}, false // without its words a thing is none
		}
	}
	return out, path == "" || len(out.items) > 0
}

// replaced answers a value as it was typed; false where nothing was.
func (t tree) replaced(text string) (tree, bool) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	if text == "" {
		return tree{}, false
	}
	if t.list {
		out := tree{list: true}
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == '\n' }) {
			out.items = append(out.items, tree{leaf: scalar(word)})
		}
		return out, true
	}
	if _, err := strconv.Atoi(text); err == nil && !strings.HasPrefix(t.leaf, `"`) {
		return tree{leaf: text}, true
	}
	return tree{leaf: scalar(text)}, true
}
