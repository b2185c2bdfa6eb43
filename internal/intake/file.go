package intake

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"accede/act"
)

// File answers the drafts as a file of acts, as act.ReadFile reads it: for a person to edit, and then to import. Above
// each act stands how sure it is, why, and which words it came from. A draft that lacks something is there as a
// comment, with what it lacks; so is one that is not in due form.
func (r *Reading) File() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# Drafts from a report. Keep what is right, correct what is not, delete the rest; then import the file.\n")
	for _, n := range r.Notes {
		fmt.Fprintf(&b, "# Note: %s\n", comment(n.Text))
	}
	if r.Elsewhere != "" {
		fmt.Fprintf(&b, "# Note: the report names %s and not the body of this record\n", comment(r.Elsewhere))
	}
	fmt.Fprintf(&b, "accede: %s\n", act.FileFormat)
	if r.Body != "" {
		fmt.Fprintf(&b, "body: %s\n", scalar(r.Body))
	}
	r.writeSource(&b)
	if !slices.ContainsFunc(r.Drafts, func(d Draft) bool { return d.text() != nil }) {
		b.WriteString("acts: []\n")
	} else {
		b.WriteString("acts:\n")
	}
	for _, d := range r.Drafts {
		r.writeDraft(&b, d)
	}
	return []byte(b.String())
}

// writeSource writes the table of sources, which the acts of a report have in common.
func (r *Reading) writeSource(b *strings.Builder) {
	i := slices.IndexFunc(r.Drafts, func(d Draft) bool { return len(d.Act.Sources) > 0 })
	if i < 0 {
		return
	}
	s := r.Drafts[i].Act.Sources[0]
	fmt.Fprintf(b, "sources:\n  %s: {title: %s", scalar(s.Key), scalar(s.Title))
	for _, f := range []struct{ key, value string }{{"publisher", s.Publisher}, {"date", s.Date}, {"url", s.URL}, {"note", s.Note}} {
		if f.value != "" {
			fmt.Fprintf(b, ", %s: %s", f.key, scalar(f.value))
		}
	}
	b.WriteString("}\n")
}

// writeDraft writes one draft with what a person needs to judge it.
func (r *Reading) writeDraft(b *strings.Builder, d Draft) {
	from := ""
	if d.Reader != "" {
		from = ", by the second reader " + comment(d.Reader)
	}
	fmt.Fprintf(b, "  # %s%s: %s\n", d.Sure, from, comment(strings.Join(d.Why, "; ")))
	for _, s := range d.Spans {
		fmt.Fprintf(b, "  #   %d–%d: %s\n", s.Start, s.End, comment(r.Words(s)))
	}
	lead := "  "
	tree := d.text()
	if tree == nil {
		fmt.Fprintf(b, "  # left out: %s\n", comment(d.lacks()))
		lead = "  # "
		tree = d.sketch()
	}
	for i, line := range tree {
		mark := "  "
		if i == 0 {
			mark = "- "
		}
		b.WriteString(lead + mark + line + "\n")
	}
}

// lacks says why a draft cannot be entered as it is.
func (d Draft) lacks() string {
	if len(d.Missing) > 0 {
		return strings.Join(d.Missing, " and ") + " missing"
	}
	if _, err := d.Act.Marshal(); err != nil {
		return err.Error()
	}
	return ""
}

// text answers the act as lines of YAML; nil when it cannot be entered.
func (d Draft) text() []string {
	if len(d.Missing) > 0 {
		return nil
	}
	data, err := d.Act.Marshal()
	if err != nil {
		return nil
	}
	n, err := parseTree(data)
	if err != nil {
		return nil
	}
	return n.act()
}

// sketch answers what is known of a draft that cannot be entered.
func (d Draft) sketch() []string {
	return []string{fmt.Sprintf("{id: %s, by: %s, act: %s, date: %s}", scalar(d.Act.ID), scalar(string(d.Act.By)), d.Act.Do.Kind(), scalar(d.Act.Date.String()))}
}

// tree is a value of JSON with the order of its keys.
type tree struct {
	keys  []string
	items []tree
	leaf  string // as it is written in YAML
	list  bool
}

// parseTree reads JSON.
func parseTree(data []byte) (tree, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	return readTree(dec)
}

func readTree(dec *json.Decoder) (tree, error) {
	tok, err := dec.Token()
	if err != nil {
		return tree{}, err
	}
	switch v := tok.(type) {
	case json.Delim:
		return readInner(dec, v == '[')
	case string:
		return tree{leaf: scalar(v)}, nil
	default:
		return tree{leaf: fmt.Sprint(v)}, nil
	}
}

func readInner(dec *json.Decoder, list bool) (tree, error) {
	t := tree{list: list}
	for dec.More() {
		if !list {
			key, err := dec.Token()
			if err != nil {
				return t, err
			}
			t.keys = append(t.keys, fmt.Sprint(key))
		}
		item, err := readTree(dec)
		if err != nil {
			return t, err
		}
		t.items = append(t.items, item)
	}
	t.nameFirst()
	_, err := dec.Token()
	return t, err
}

// nameFirst puts the id before what else is said of a thing.
func (t *tree) nameFirst() {
	i := slices.Index(t.keys, "id")
	if i <= 0 {
		return
	}
	key, item := t.keys[i], t.items[i]
	t.keys = slices.Insert(slices.Delete(t.keys, i, i+1), 0, key)
	t.items = slices.Insert(slices.Delete(t.items, i, i+1), 0, item)
}

// act answers an act as people write it: what names it first, the source by its key, the format left out.
func (t tree) act() []string {
	first := []string{"id", "date", "dated", "by", "act"}
	var lines []string
	put := func(key string, v tree) { lines = append(lines, v.under(key)...) }
	for _, key := range first {
		if v, ok := t.get(key); ok {
			put(key, v)
		}
	}
	for i, key := range t.keys {
		switch {
		case slices.Contains(first, key) || key == "accede" || key == "body":
		case key == "sources":
			if k, ok := t.items[i].items[0].get("key"); ok {
				put("source", k)
			}
		default:
			put(key, t.items[i])
		}
	}
	return lines
}

func (t tree) get(key string) (tree, bool) {
	if i := slices.Index(t.keys, key); i >= 0 {
		return t.items[i], true
	}
	return tree{}, false
}

// under answers the lines of a key with its value: on one line where it is short, else indented below.
func (t tree) under(key string) []string {
	if flow := t.flow(); len(flow) < 100 || t.leaf != "" {
		return []string{key + ": " + flow}
	}
	lines := []string{key + ":"}
	for _, l := range t.block() {
		lines = append(lines, "  "+l)
	}
	return lines
}

// block answers a value on lines of its own.
func (t tree) block() []string {
	var lines []string
	for i, item := range t.items {
		if !t.list {
			lines = append(lines, item.under(t.keys[i])...)
			continue
		}
		if flow := item.flow(); len(flow) < 100 || item.leaf != "" {
			lines = append(lines, "- "+flow)
			continue
		}
		for j, l := range item.block() {
			mark := "  "
			if j == 0 {
				mark = "- "
			}
			lines = append(lines, mark+l)
		}
	}
	return lines
}

// flow answers a value on one line.
func (t tree) flow() string {
	if t.leaf != "" {
		return t.leaf
	}
	parts := make([]string, len(t.items))
	for i, item := range t.items {
		parts[i] = item.flow()
		if !t.list {
			parts[i] = t.keys[i] + ": " + parts[i]
		}
	}
	if t.list {
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// bare are texts that need no quotation marks: words that no reader of YAML takes for anything else.
var bare = regexp.MustCompile(`^[a-z][a-z-]*[a-z0-9]$|^\d{4}-\d{2}-\d{2}$`)

// scalar answers a text as YAML reads it.
func scalar(s string) string {
	switch s {
	case "no", "yes", "on", "off", "null", "true", "false", "y", "n":
	default:
		if bare.MatchString(s) {
			return s
		}
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return `""`
	}
	return strings.TrimSpace(b.String())
}

// comment answers a text on one line without what a comment must not have.
func comment(s string) string {
	return oneLine(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || !unicode.IsPrint(r) && !unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, s))
}
