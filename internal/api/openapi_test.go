package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"accede/doc"
)

func TestTheDescriptionIsMadeFromTheRoutes(t *testing.T) {
	kept(t, "../../doc/openapi.json", describe(t))
}

// description reads answers the way a foreign program would that knows the description alone. Keys that are not described
// are refused here, though a program must bear new ones.
type description struct {
	compiler *jsonschema.Compiler
	paths    object
	mu       sync.Mutex
}

const descriptionURL = "https://accede.invalid/openapi.json"

var once struct {
	sync.Mutex
	*description
}

// described answers the description as the routes and types now have it: so that where the file was not written anew, the
// one test of the file says so.
func described(t *testing.T) *description {
	t.Helper()
	once.Lock()
	defer once.Unlock()
	if once.description != nil {
		return once.description
	}
	all, err := jsonschema.UnmarshalJSON(bytes.NewReader(describe(t)))
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range all.(object)["components"].(object)["schemas"].(object) {
		if s := s.(object); s["properties"] != nil && name != "Act" {
			s["additionalProperties"] = false
		}
	}
	d := &description{compiler: jsonschema.NewCompiler(), paths: all.(object)["paths"].(object)}
	if err := d.compiler.AddResource(descriptionURL, all); err != nil {
		t.Fatal(err)
	}
	once.description = d
	return d
}

// answer is a response that was read.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// pathOf answers the described path that an address is of; empty where there is none.
func pathOf(address string) string {
	address, _, _ = strings.Cut(address, "?")
	have := strings.Split(strings.TrimPrefix(address, Root), "/")
	best := ""
	for _, rt := range routes() {
		want := strings.Split(rt.path, "/")
		fits := len(want) == len(have)
		for i := 0; fits && i < len(want); i++ {
			fits = want[i] == have[i] || strings.HasPrefix(want[i], "{") && have[i] != ""
		}
		if fits && (best == "" || strings.Count(rt.path, "{") < strings.Count(best, "{")) {
			best = rt.path
		}
	}
	return best
}

var pointer = strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D", " ", "%20", ";", "%3B")

// check holds an answer against the description.
func (d *description) check(t *testing.T, method, address string, a answer) {
	t.Helper()
	path := pathOf(address)
	if path == "" || a.status == http.StatusNotModified {
		return
	}
	op, ok := d.paths[path].(object)[strings.ToLower(method)].(object)
	if !ok {
		return // another method than those there are
	}
	status := strconv.Itoa(a.status)
	response, ok := op["responses"].(object)[status].(object)
	if !ok {
		t.Errorf("%s %s answers %s, which is not described: %s", method, address, status, a.body)
		return
	}
	at := "#/paths/" + pointer.Replace(path) + "/" + strings.ToLower(method) + "/responses/" + status
	if _, isRef := response["$ref"]; isRef {
		at = "#/components/responses/Problem"
	}
	media := a.header.Get("Content-Type")
	if !strings.HasSuffix(media, "json") {
		return
	}
	d.mu.Lock()
	schema, err := d.compiler.Compile(descriptionURL + at + "/content/" + pointer.Replace(media) + "/schema")
	d.mu.Unlock()
	if err != nil {
		t.Errorf("%s %s: %v", method, address, err)
		return
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(string(a.body)))
	if err == nil {
		err = schema.Validate(v)
	}
	if err != nil {
		t.Errorf("%s %s does not answer what is described: %v\n%.600s", method, address, err, a.body)
	}
}

func TestTheDescriptionIsOpenAPI31ByTheInitiativesOwnSchema(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "openapi-3.1-schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	const at = "https://accede.invalid/openapi-3.1-schema.json"
	c := jsonschema.NewCompiler()
	if err := c.AddResource(at, schema); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(at)
	if err != nil {
		t.Fatal(err)
	}
	for text, sound := range map[string]bool{doc.OpenAPI(): true, strings.Replace(doc.OpenAPI(), `"operationId"`, `"operation"`, 1): false} {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(v); (err == nil) != sound {
			t.Errorf("the description is sound: %v (%v), want %v", err == nil, err, sound)
		}
	}
}

func TestEverySchemaOfTheDescriptionCanBeUsed(t *testing.T) {
	d := described(t)
	var all struct {
		Components struct{ Schemas map[string]json.RawMessage }
	}
	if err := json.Unmarshal([]byte(doc.OpenAPI()), &all); err != nil {
		t.Fatal(err)
	}
	for name := range all.Components.Schemas {
		if _, err := d.compiler.Compile(descriptionURL + "#/components/schemas/" + name); err != nil {
			t.Errorf("schema %s: %v", name, err)
		}
	}
	if len(all.Components.Schemas) < 50 {
		t.Errorf("%d schemas are described, want those of all views", len(all.Components.Schemas))
	}
}

func TestNoTwoRoutesHaveOneNameOrOneAddress(t *testing.T) {
	seen := map[string]bool{}
	for _, rt := range routes() {
		for _, key := range []string{rt.id, rt.method + " " + rt.path} {
			if seen[key] {
				t.Errorf("%s is there twice", key)
			}
			seen[key] = true
		}
	}
}
