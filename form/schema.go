package form

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Shape is what a JSON Schema says of one value. The zero Shape allows everything.
type Shape struct {
	Type        string // string, integer, boolean, array, object
	Description string
	Format      string
	Pattern     string
	Enum        []string
	MinLength   int
	MinItems    int
	Items       *Shape  // of an array
	Values      *Shape  // of an object that may have any keys
	AnyOf       []Shape // one of these at least
	Like        any     // the shape of this value, in place of all of the above but Description
}

// Shaper is implemented, with a pointer receiver, by types that implement Decoder, so that the schema tells what
// they read.
type Shaper interface {
	FormShape() Shape
}

// Schema answers the JSON Schema (draft 2020-12) of the files that Decode reads into v, which is a struct or points
// to one: keys, required keys, words, descriptions, and no other keys. The bytes are the same whenever the types
// are. The error names a type that has no shape.
//
// The schema cannot say everything that Decode checks: a file that satisfies it may still be refused.
func Schema(id, title string, v any) ([]byte, error) {
	t := reflect.TypeOf(v)
	if t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || t.Kind() != reflect.Struct {
		return nil, fmt.Errorf("make a schema of %T: not a struct", v)
	}
	s := &schema{seen: map[string]reflect.Type{}}
	root := s.object(t)
	slices.SortFunc(s.defs, func(a, b pair) int { return strings.Compare(a.key, b.key) })
	if s.err != nil {
		return nil, fmt.Errorf("make a schema of %T: %w", v, s.err)
	}
	all := ordered{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"$id", id}, {"title", title}}
	all = append(append(all, root...), pair{"$defs", s.defs})
	compact, err := all.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("make a schema of %T: %w", v, err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, compact, "", "  "); err != nil {
		return nil, fmt.Errorf("make a schema of %T: %w", v, err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// ordered is a JSON object that keeps the order of its keys.
type ordered []pair

type pair struct {
	key   string
	value any
}

// MarshalJSON writes the keys in their order.
func (o ordered) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, p := range o {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := encode(&out, p.key); err != nil {
			return nil, err
		}
		out.WriteByte(':')
		if err := encode(&out, p.value); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// encode leaves < and & as they are: a schema is read by people too.
func encode(out *bytes.Buffer, value any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	return e.Encode(value)
}

// schema gathers the definitions of the structs met.
type schema struct {
	seen map[string]reflect.Type
	defs ordered
	err  error
}

func (s *schema) object(t reflect.Type) ordered {
	properties, required := ordered{}, []string{}
	for _, f := range tagged(t, nil) {
		if f.place {
			continue
		}
		properties = append(properties, pair{f.key, s.property(f)})
		if f.required {
			required = append(required, f.key)
		}
	}
	o := ordered{{"type", "object"}, {"properties", properties}}
	if len(required) > 0 {
		o = append(o, pair{"required", required})
	}
	return append(o, pair{"additionalProperties", false})
}

// property is the schema of a field, with its description.
func (s *schema) property(f field) ordered {
	of := s.of(f.typ, f.enum, f.required)
	if f.doc == "" {
		return of
	}
	return append(ordered{{"description", f.doc}}, of...)
}

// of is the schema of a type; the words of enum are those of the type or of its items.
func (s *schema) of(t reflect.Type, enum string, required bool) ordered {
	if shaper, ok := reflect.TypeAssert[Shaper](reflect.New(t)); ok {
		return s.shape(shaper.FormShape())
	}
	if reflect.PointerTo(t).Implements(reflect.TypeFor[Decoder]()) {
		s.err = fmt.Errorf("%v reads itself, but does not tell its shape", t)
		return nil
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem(), enum, required)
	case reflect.String:
		text := Shape{Type: "string", Enum: enumWords(enum)}
		if required && enum == "" {
			text.MinLength = 1
		}
		return s.shape(text)
	case reflect.Bool:
		return s.shape(Shape{Type: "boolean"})
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return s.shape(Shape{Type: "integer"})
	case reflect.Slice:
		return ordered{{"type", "array"}, {"items", s.of(t.Elem(), enum, false)}}
	case reflect.Map:
		return ordered{{"type", "object"}, {"additionalProperties", s.of(t.Elem(), enum, false)}}
	case reflect.Struct:
		return s.definition(t)
	default: // of Go's types, not of what a file says
		s.err = fmt.Errorf("a field of type %v cannot be read", t)
		return nil
	}
}

// definition puts a struct among the definitions, once, and refers to it.
func (s *schema) definition(t reflect.Type) ordered {
	name := strings.ToLower(t.Name()[:1]) + t.Name()[1:]
	switch seen := s.seen[name]; seen {
	case nil:
		s.seen[name] = t
		s.defs = append(s.defs, pair{name, s.object(t)})
	case t:
	default: // two types of one name
		s.err = fmt.Errorf("%v and %v have the same name", seen, t)
	}
	return ordered{{"$ref", "#/$defs/" + name}}
}

func (s *schema) shape(sh Shape) ordered {
	var o ordered
	add := func(there bool, key string, value any) {
		if there {
			o = append(o, pair{key, value})
		}
	}
	add(sh.Description != "", "description", sh.Description)
	if sh.Like != nil {
		return append(o, s.of(reflect.TypeOf(sh.Like), "", false)...)
	}
	add(sh.Type != "", "type", sh.Type)
	add(sh.Format != "", "format", sh.Format)
	add(sh.Pattern != "", "pattern", sh.Pattern)
	add(sh.Enum != nil, "enum", sh.Enum)
	add(sh.MinLength > 0, "minLength", sh.MinLength)
	add(sh.MinItems > 0, "minItems", sh.MinItems)
	if sh.Items != nil {
		add(true, "items", s.shape(*sh.Items))
	}
	if sh.Values != nil {
		add(true, "additionalProperties", s.shape(*sh.Values))
	}
	var choices []ordered
	for _, one := range sh.AnyOf {
		choices = append(choices, s.shape(one))
	}
	add(choices != nil, "anyOf", choices)
	return o
}

// FormShape answers the shape of a text.
func (t *Text) FormShape() Shape { return Shape{Type: "string"} }

// FormShape answers the shape of a mapping with any keys.
func (m *Map[V]) FormShape() Shape {
	var v V
	return Shape{Type: "object", Values: &Shape{Like: v}}
}

// FormShape answers the shape of a day.
func (d *Date) FormShape() Shape {
	return Shape{Type: "string", Format: "date", Pattern: `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`}
}

// FormShape answers the shape of a period.
func (p *Period) FormShape() Shape {
	return Shape{Type: "string", Pattern: `^[1-9][0-9]* (hours?|days?|weeks?|months?|years?)( of .+)?$`}
}

// FormShape answers the shape of an instant or a day.
func (i *Instant) FormShape() Shape {
	return Shape{Type: "string", Pattern: `^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2}))?$`}
}
