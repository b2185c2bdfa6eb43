package act

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"strings"
	"testing"
)

// object is a JSON object; the standard library writes its keys in order.
type object map[string]any

const (
	idPattern    = `^[a-z0-9][a-z0-9.-]{0,63}$`
	keyPattern   = `^[a-z0-9][a-z0-9._-]{0,63}$`
	stagePattern = `^[a-z0-9][a-z0-9.-]{0,63}(/[a-z0-9][a-z0-9.-]{0,63}){0,2}$`
	urlPattern   = `^https?://[^ "<>\\]+$`
	bytesPattern = `^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$`
	hashPattern  = `^[A-Za-z0-9+/]{43}=$`
	lastsPattern = `^([0-9]+h)?([0-9]+m)?$`
)

// schema gathers the definitions of the records met.
type schema struct{ defs object }

// file is the schema of a file of acts in YAML.
func (s *schema) file() object {
	var kinds []any
	for _, d := range deeds() {
		name := "act-" + string(d.Kind())
		s.defs[name] = s.act(d)
		kinds = append(kinds, object{"$ref": "#/$defs/" + name})
	}
	source := s.record(reflect.TypeFor[Source]())
	delete(source["properties"].(object), "key")
	source["required"] = []string{"title"}
	s.defs["source-by-key"] = source
	return object{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"$id":     "https://accede.example/schema/acts-1.json",
		"title":   "Acts: what parties did, for accede import",
		"type":    "object",
		"properties": object{
			"accede": object{"const": FileFormat},
			"body":   object{"type": "string", "pattern": idPattern, "description": "acts that name no body are given this one"},
			"sources": object{
				"type": "object", "propertyNames": object{"pattern": keyPattern},
				"additionalProperties": object{"$ref": "#/$defs/source-by-key"},
			},
			"acts": object{"type": "array", "items": object{"oneOf": kinds}},
		},
		"required":             []string{"accede", "acts"},
		"additionalProperties": false,
		"$defs":                s.defs,
	}
}

// act is the schema of one kind of act: the head, the kind and the deed side by side, and the short forms of a file.
func (s *schema) act(d Deed) object {
	o := s.record(reflect.TypeFor[Act]())
	s.defs["act"] = object{"type": "object", "properties": o["properties"]}
	properties := object{}
	for key := range o["properties"].(object) {
		properties[key] = object{"$ref": "#/$defs/act/properties/" + key}
	}
	o["properties"] = properties
	own := s.record(reflect.TypeOf(d).Elem())
	maps.Copy(properties, own["properties"].(object))
	properties["act"] = object{"const": string(d.Kind())}
	properties["dossier"] = object{"type": "string", "pattern": idPattern, "description": "the one dossier it addresses"}
	required := append([]string{"act"}, o["required"].([]string)...)
	if more, ok := own["required"].([]string); ok {
		required = append(required, more...)
	}
	o["required"] = required
	return o
}

func (s *schema) record(t reflect.Type) object {
	properties, required := object{}, []string(nil)
	for sf := range t.Fields() {

		key, option, _ := strings.Cut(sf.Tag.Get("form"), ",")
		if key == "" || key == "-" {
			continue
		}
		of := shapeOf(sf.Type)
		of.tag(sf.Tag)
		properties[key] = described(s.of(of), sf.Tag.Get("doc"))
		if option == "required" {
			required = append(required, key)
		}
		if sf.Type == reflect.TypeFor[[]Source]() {
			properties["source"] = object{
				"description": "keys of the table sources, or unsourced, or derived",
				"anyOf":       []any{object{"type": "string"}, object{"type": "array", "items": object{"type": "string"}, "minItems": 1}},
			}
		}
	}
	if t == reflect.TypeFor[Length]() {
		for _, key := range []string{"exactly", "about", "more_than"} {
			properties[key] = object{"type": "string", "pattern": lastsPattern, "description": "such as 5h, 90m, 5h30m"}
		}
	}
	o := object{"type": "object", "properties": properties, "additionalProperties": false}
	if required != nil {
		o["required"] = required
	}
	return o
}

func described(of object, doc string) object {
	if doc != "" {
		of["description"] = doc
	}
	return of
}

func (s *schema) of(of *shape) object {
	switch of.sort {
	case text:
		return schemaOfText(of)
	case whole:
		return object{"type": "integer", "minimum": 0, "maximum": of.max}
	case instant:
		return object{"type": "string", "pattern": `^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2}))?$`}
	case names:
		return object{"type": "object", "additionalProperties": object{"type": "string", "minLength": 1}}
	case list:
		return object{"type": "array", "items": s.of(of.elem)}
	case pointer:
		return s.of(of.elem)
	case record:
		name := strings.ReplaceAll(called(of.typ), " ", "-")
		if s.defs[name] == nil {
			s.defs[name] = object{} // a record in itself would not end
			s.defs[name] = s.record(of.typ)
		}
		return object{"$ref": "#/$defs/" + name}
	case mapping:
		return object{"type": "object", "propertyNames": object{"pattern": idPattern}, "additionalProperties": s.of(of.elem)}
	}
	panic("a sort of value without a schema")
}

func schemaOfText(of *shape) object {
	switch {
	case of.enum != nil:
		return object{"enum": of.enum}
	case of.is == "id":
		return object{"type": "string", "pattern": idPattern}
	case of.is == "key":
		return object{"type": "string", "pattern": keyPattern}
	case of.is == "stage":
		return object{"type": "string", "pattern": stagePattern}
	case of.is == "bytes":
		return object{"type": "string", "pattern": bytesPattern}
	case of.is == "hash":
		return object{"type": "string", "pattern": hashPattern}
	case of.is == "url":
		return object{"type": "string", "pattern": urlPattern}
	}
	return object{"type": "string", "minLength": 1}
}

// The schema is for editors and for other programs; what decides is this package. UPDATE=1 writes it anew.
func TestThePublishedSchemaIsThatOfTheActs(t *testing.T) {
	const name = "../charters/schema/acts-1.json"
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode((&schema{defs: object{}}).file()); err != nil {
		t.Fatal(err)
	}
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	published, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(published, out.Bytes()) {
		t.Errorf("%s is not the schema of this version: UPDATE=1 go test ./act writes it", name)
	}
}
