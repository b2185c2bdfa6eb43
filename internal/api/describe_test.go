package api

import (
	"bytes"
	"encoding"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"accede/act"

	"accede/internal/api/wire"
)

// object is a piece of the description. encoding/json writes its keys in order.
type object = map[string]any

// describer makes the description from the table of routes and from the types and comments of what is answered.
type describer struct {
	t       *testing.T
	schemas object
	types   map[string]reflect.Type
	sources map[string]map[string]comment // package path → type name
}

// comment is what stands beside a type and beside its fields.
type comment struct {
	says   string
	fields map[string]string
}

// describe answers the description as it is to be served.
func describe(t *testing.T) []byte {
	d := &describer{t: t, schemas: object{}, types: map[string]reflect.Type{}, sources: map[string]map[string]comment{}}
	paths := object{}
	for _, rt := range routes() {
		at, ok := paths[rt.path].(object)
		if !ok {
			at = object{}
			paths[rt.path] = at
		}
		at[strings.ToLower(rt.method)] = d.operation(rt)
	}
	d.schemas["Act"], d.schemas["SignedAct"] = actSchema(), signedSchema()
	d.schema(reflect.TypeFor[problemSchema]())
	all := object{
		"openapi": "3.1.0",
		"info": object{
			"title": "Accede", "version": "1",
			"summary":     "The admission of new members to a body that decides by consent: what still stands in the way, and whose move it is.",
			"description": "Every read takes place on the record as it is now, or as of any instant. Nothing changes by reading. What is answered carries a tag; whoever has it is answered 304.\n\nErrors are problem documents [RFC 9457], whose kinds are those of the command line's exit codes.",
			"license":     object{"name": "Apache License 2.0", "identifier": "Apache-2.0"},
		},
		"servers": []object{{"url": Root}},
		"paths":   paths,
		"components": object{
			"schemas": d.schemas,
			"securitySchemes": object{"key": object{
				"type": "http", "scheme": "bearer",
				"description": "A key the operator has made for one party. It is needed to hand in an act that is not signed, and to read enclosed content that is not for the public.",
			}},
			"responses": object{"Problem": object{
				"description": "A problem: what is wrong, and what there is to do.",
				"content":     object{"application/problem+json": object{"schema": ref("Problem")}},
			}},
		},
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(all); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var pathName = regexp.MustCompile(`\{([a-z]+)\}`)

func (d *describer) operation(rt route) object {
	op := object{"operationId": rt.id, "summary": rt.says, "responses": d.responses(rt)}
	if rt.more != "" {
		op["description"] = rt.more
	}
	var params []object
	for _, m := range pathName.FindAllStringSubmatch(rt.path, -1) {
		schema := object{"type": "string"}
		if m[1] == "seq" {
			schema = object{"type": "integer", "minimum": 1}
		}
		params = append(params, object{"name": m[1], "in": "path", "required": true, "schema": schema, "description": inPath(m[1])})
	}
	for _, p := range rt.query {
		params = append(params, p.describe("query"))
	}
	for _, p := range rt.header {
		params = append(params, p.describe("header"))
	}
	if len(params) > 0 {
		op["parameters"] = params
	}
	if rt.body != nil {
		op["requestBody"] = object{"required": true, "content": object{"application/json": object{"schema": d.schema(rt.body)}}}
	}
	if slices.Contains(rt.problems, http.StatusUnauthorized) {
		op["security"] = []object{{"key": []string{}}, {}}
	}
	return op
}

func inPath(name string) string {
	switch name {
	case "member":
		return "id of the member, or of another party"
	case "round", "text":
		return "id of the act by which it entered the record"
	case "seal":
		return "seal, in base64, escaped as a part of an address"
	case "dossier":
		return "id of the dossier"
	case "seq":
		return "position of the entry, from 1"
	case "act":
		return "id of the act"
	case "name":
		return "name of the kind"
	}
	return ""
}

func (p param) describe(in string) object {
	schema, example := object{"type": "string"}, any(p.example)
	if p.whole {
		n, err := strconv.ParseInt(p.example, 10, 64)
		if err != nil {
			panic("api: the example of " + p.name + " is no number")
		}
		schema, example = object{"type": "integer", "minimum": 0}, n
	}
	return object{"name": p.name, "in": in, "description": p.says, "schema": schema, "example": example}
}

func (d *describer) responses(rt route) object {
	content := object{}
	if rt.answer != nil {
		content["application/json"] = object{"schema": d.schema(rt.answer)}
	} else {
		content[rt.media] = object{"schema": object{"type": "string"}}
		if rt.media == "application/json" {
			content[rt.media] = object{"schema": object{"type": "object"}}
		}
	}
	ok := object{"description": "As asked.", "content": content}
	headers := object{}
	if rt.tagged {
		headers["ETag"] = object{"description": "The tag of this answer, for If-None-Match.", "schema": object{"type": "string"}}
	}
	if rt.takes("after") && rt.id != "events" {
		headers["Link"] = object{"description": "rel=next: the stretch behind. Missing where there is none yet.", "schema": object{"type": "string"}}
	}
	if rt.created {
		headers["Location"] = object{"description": "The act's entry.", "schema": object{"type": "string"}}
		ok["description"] = "It was in the record before."
	}
	if len(headers) > 0 {
		ok["headers"] = headers
	}
	all := object{"200": ok}
	if rt.created {
		created := object{"description": "It is in the record, durably.", "content": content, "headers": headers}
		all["201"] = created
	}
	if rt.tagged {
		all["304"] = object{"description": "You have it already."}
	}
	for _, status := range append([]int{400, 429, 500, 503}, rt.problems...) {
		all[strconv.Itoa(status)] = object{"$ref": "#/components/responses/Problem"}
	}
	return all
}

func ref(name string) object { return object{"$ref": "#/components/schemas/" + name} }

// problemSchema gives the type of problems its place in the description.
type problemSchema struct{}

// schema answers the schema of a type as encoding/json writes it.
func (d *describer) schema(t reflect.Type) object {
	switch {
	case t == reflect.TypeFor[actSent]():
		return object{"oneOf": []object{ref("Act"), ref("SignedAct")}}
	case t == reflect.TypeFor[problemSchema]():
		return d.schema(reflect.TypeFor[wire.Problem]())
	case t == reflect.TypeFor[*big.Int]():
		return object{"type": []string{"integer", "null"}}
	case t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return object{"type": "string"}
	case t.Implements(reflect.TypeFor[json.Marshaler]()):
		d.t.Fatalf("the type %v writes itself: the description cannot know how", t)
	}
	switch t.Kind() {
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int, reflect.Int64, reflect.Uint8:
		return object{"type": "integer"}
	case reflect.Float64:
		return object{"type": "number"}
	case reflect.Interface:
		return object{}
	case reflect.Slice: // encoding/json writes null for a slice that is nil
		return object{"type": []string{"array", "null"}, "items": d.schema(t.Elem())}
	case reflect.Map:
		return object{"type": []string{"object", "null"}, "additionalProperties": d.schema(t.Elem())}
	case reflect.Pointer:
		s := d.schema(t.Elem())
		if kind, plain := s["type"].(string); plain {
			s["type"] = []string{kind, "null"}
			return s
		}
		return object{"anyOf": []object{s, {"type": "null"}}}
	case reflect.Struct:
		return d.structure(t)
	}
	d.t.Fatalf("the type %v has no schema", t)
	return nil
}

// structure describes a struct once, under its name.
func (d *describer) structure(t reflect.Type) object {
	name := t.Name()
	if have, ok := d.types[name]; ok {
		if have != t {
			d.t.Fatalf("%v and %v are both called %s: programs made from the description could not tell them apart", have, t, name)
		}
		return ref(name)
	}
	d.types[name] = t
	properties, required := object{}, []string{}
	d.fields(t, properties, &required)
	s := object{"type": "object", "properties": properties}
	if len(required) > 0 {
		s["required"] = required
	}
	if says := d.comment(t).says; says != "" {
		s["description"] = says
	}
	d.schemas[name] = s
	return ref(name)
}

var keyForm = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func (d *describer) fields(t reflect.Type, properties object, required *[]string) {
	for f := range t.Fields() {
		tag, option, _ := strings.Cut(f.Tag.Get("json"), ",")
		if tag == "-" || !f.IsExported() && !f.Anonymous {
			continue
		}
		if f.Anonymous && tag == "" {
			d.fields(f.Type, properties, required)
			continue
		}
		if !keyForm.MatchString(tag) {
			d.t.Errorf("%v.%s has the key %q; keys are lower-case words parted by _", t, f.Name, tag)
		}
		s := d.schema(f.Type)
		if says := d.comment(t).fields[f.Name]; says != "" {
			if _, isRef := s["$ref"]; !isRef || says != "" {
				s = with(s, says)
			}
		}
		properties[tag] = s
		if option != "omitempty" && option != "omitzero" {
			*required = append(*required, tag)
		}
	}
}

// with answers a schema and what is said of it here.
func with(s object, says string) object {
	out := object{"description": says}
	maps.Copy(out, s)
	return out
}

// comment answers what stands in the source beside a type.
func (d *describer) comment(t reflect.Type) comment {
	all, ok := d.sources[t.PkgPath()]
	if !ok {
		all = d.read(t.PkgPath())
		d.sources[t.PkgPath()] = all
	}
	return all[t.Name()]
}

func (d *describer) read(pkg string) map[string]comment {
	all := map[string]comment{}
	dir := filepath.Join("..", "..", strings.TrimPrefix(pkg, "accede/"))
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		d.t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			d.t.Fatal(err)
		}
		for _, decl := range f.Decls {
			g, ok := decl.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				continue
			}
			for _, spec := range g.Specs {
				s := spec.(*ast.TypeSpec)
				all[s.Name.Name] = comment{flat(g.Doc.Text()), fieldComments(s)}
			}
		}
	}
	return all
}

func fieldComments(s *ast.TypeSpec) map[string]string {
	all := map[string]string{}
	if x, ok := s.Type.(*ast.StructType); ok {
		for _, f := range x.Fields.List {
			for _, name := range f.Names {
				all[name.Name] = flat(f.Doc.Text() + " " + f.Comment.Text())
			}
		}
	}
	return all
}

func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

// actSchema describes an act as far as every kind goes; what each kind holds is in the schema of files of acts.
func actSchema() object {
	return object{
		"type":        "object",
		"description": "The exact bytes of an act in canonical form (doc/formats.md, Acts). The keys of each kind stand beside these.",
		"required":    []string{"accede", "act", "by", "date", "id"},
		"properties": object{
			"accede": object{"const": "act/1"}, "act": object{"type": "string", "enum": act.Kinds()}, "id": object{"type": "string"},
			"by": object{"type": "string"}, "date": object{"type": "string"},
			"body": object{"type": "string"}, "dossiers": object{"type": "array", "items": object{"type": "string"}},
		},
	}
}

func signedSchema() object {
	return object{
		"type":        "object",
		"description": "A line of signed acts (doc/formats.md, Signatures).",
		"required":    []string{"act", "sig"},
		"properties": object{
			"act":      ref("Act"),
			"enclosed": object{"type": "array", "description": "The content that the act encloses: an item for each seal.", "items": ref("Opening")},
			"sig": object{"type": "array", "minItems": 1, "maxItems": 4, "items": object{
				"type": "object", "required": []string{"alg", "key", "sig"},
				"properties": object{"alg": object{"type": "string"}, "key": object{"type": "string"}, "sig": object{"type": "string"}, "auth": object{"type": "string"}, "client": object{"type": "string"}},
			}},
		},
		"additionalProperties": false,
	}
}

// kept compares a file with what it should hold, or writes it where UPDATE is set.
func kept(t *testing.T, name string, want []byte) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(name, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, want) {
		t.Errorf("%s is not what the routes and types say; write it anew with UPDATE=1 go test ./internal/api, and read the difference", name)
	}
}
