package form

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// outline writes a node and all in it, without places.
func outline(n *Node) string {
	switch n.Kind {
	case List, Mapping:
		var parts []string
		for i := range n.Len() {
			if n.Kind == Mapping {
				parts = append(parts, fmt.Sprintf("%q:", n.Key(i).Value))
			}
			parts = append(parts, outline(n.Item(i)))
		}
		return fmt.Sprintf("%v%q", n.Kind, parts)
	case Null:
		return "null"
	case String, Number, Boolean, unreadable:
		return fmt.Sprintf("%v %v %q", n.Kind, n.Quoted, n.Value)
	}
	return "?"
}

func anyValue(t *rapid.T, depth int) any {
	switch rapid.IntRange(0, 6-depth).Draw(t, "kind") {
	case 0:
		return nil
	case 1:
		return rapid.StringOf(rapid.SampledFrom([]rune("a\"\\/é😀:#-{[,&*! \t\nno"))).Draw(t, "text")
	case 2:
		return rapid.Int64().Draw(t, "number")
	case 3:
		return rapid.Bool().Draw(t, "bool")
	case 4, 5:
		list := make([]any, rapid.IntRange(0, 4).Draw(t, "items"))
		for i := range list {
			list[i] = anyValue(t, depth+1)
		}
		return list
	}
	m := map[string]any{}
	for range rapid.IntRange(0, 4).Draw(t, "keys") {
		m[rapid.StringMatching("[a-zé]{1,5}").Draw(t, "key")] = anyValue(t, depth+1)
	}
	return m
}

// JSON is read by one program and YAML by another; of what is both they must say the same.
func TestJSONSaysTheSameAsYAMLAndAsJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := map[string]any{"v": anyValue(t, 0)}
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		asJSON, err := Parse("f.json", data)
		if err != nil {
			t.Fatalf("Parse(%s) as JSON = %v", data, err)
		}
		asYAML, err := Parse("f.yaml", data)
		if err != nil {
			t.Fatalf("Parse(%s) as YAML = %v", data, err)
		}
		if j, y := outline(asJSON), outline(asYAML); j != y {
			t.Errorf("Parse(%s):\nas JSON %s\nas YAML %s", data, j, y)
		}
	})
}

func TestCharactersThatHideTheTextAreRefused(t *testing.T) {
	for _, c := range []string{"\u202e", "\u2066", "\u2028", "\u0085", "\x1b", "\x7f", "\uffff"} {
		for _, file := range []string{"f.yaml", "f.json"} {
			_, err := Parse(file, []byte(`{"a": "é`+c+`"}`))
			want := fmt.Sprintf("%s:1:9: the character U+%04X cannot be seen and is not read", file, []rune(c)[0])
			if err == nil || err.Error() != want {
				t.Errorf("Parse(%q) = %v, want %s", c, err, want)
			}
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	line := "  - id: fi\n    since: 1999-01-01\n"
	data := []byte("paper: x\nparties:\n" + strings.Repeat(line, 10000))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if err := Decode("f.yaml", data, new(paper)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecodeJSONLine(b *testing.B) {
	data := []byte(`{"paper": "x", "name": {"en": "Paper"}, "parties": [{"id": "fi", "since": "1999-01-01"}]}`)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if err := DecodeJSONLine("f", 1, data, new(paper)); err != nil {
			b.Fatal(err)
		}
	}
}
