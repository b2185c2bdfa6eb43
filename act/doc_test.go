package act

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// formOf answers the words in which doc/formats.md tells the form of a value.
func formOf(s *shape) string {
	switch s.sort {
	case text:
		switch {
		case s.enum != nil:
			return "`" + strings.Join(s.enum, "` or `") + "`"
		case s.is == "":
			return "text"
		}
		return s.is
	case whole:
		if s.max != maxWhole {
			return fmt.Sprintf("0 to %d", s.max)
		}
		return "number"
	case instant:
		return "instant"
	case names:
		return "names"
	case list:
		return "list of " + formOf(s.elem)
	case pointer:
		return formOf(s.elem)
	case record:
		return called(s.typ)
	case mapping:
		return "map of " + formOf(s.elem)
	}
	panic("a sort of value without words")
}

// called answers the name of a struct as two words where it has two.
func called(t reflect.Type) string {
	var b strings.Builder
	for i, c := range t.Name() {
		if i > 0 && unicode.IsUpper(c) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}

// row answers a row of a table: the keys, those that are required in bold.
func row(name string, fields []*field) string {
	var keys []string
	for _, f := range fields {
		key := "`" + f.key + "`"
		if f.required {
			key = "**" + key + "**"
		}
		keys = append(keys, key+" "+formOf(f.shape))
	}
	if keys == nil {
		return "| " + name + " | nothing more |"
	}
	return "| " + name + " | " + strings.Join(keys, "; ") + " |"
}

// inner gathers the records that lie in others.
func inner(s *shape, rows map[string]string) {
	if s.elem != nil {
		inner(s.elem, rows)
	}
	if s.sort == record {
		rows[called(s.typ)] = row(called(s.typ), s.fields)
	}
	for _, f := range s.fields {
		inner(f.shape, rows)
	}
}

func TestFormatsTellsEveryKeyOfEveryAct(t *testing.T) {
	data, err := os.ReadFile("../doc/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(data), "\n")
	wanted := func(row string) {
		if !slices.Contains(lines, row) {
			t.Errorf("doc/formats.md has no row\n%s", row)
		}
	}
	head := shapeOf(reflect.TypeFor[Act]())
	wanted(row("every act", head.fields))
	rows := map[string]string{}
	for _, f := range head.fields {
		inner(f.shape, rows)
	}
	for _, d := range deeds() {
		own := shapeOf(reflect.TypeOf(d).Elem())
		wanted(row("`"+string(d.Kind())+"`", own.fields))
		for _, f := range own.fields {
			inner(f.shape, rows)
		}
	}
	var names []string
	for name := range rows {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		wanted(rows[name])
	}
}

func TestTheActInFormatsIsCanonical(t *testing.T) {
	data, err := os.ReadFile("../doc/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(line, `{"accede":"act/1"`) {
			continue
		}
		found++
		if _, err := Parse([]byte(strings.TrimSuffix(line, "\n"))); err != nil {
			t.Errorf("Parse(%s): %v", line, err)
		}
	}
	if found == 0 {
		t.Error("doc/formats.md shows no act")
	}
	_, after, ok := strings.Cut(string(data), "```yaml\naccede: acts/1")
	example, _, _ := strings.Cut(after, "```")
	if acts, err := ReadFile("formats.yaml", []byte("accede: acts/1"+example)); !ok || err != nil || len(acts) == 0 {
		t.Errorf("the file of acts in doc/formats.md: %d acts, %v", len(acts), err)
	}
}
