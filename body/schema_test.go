package body_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"accede/body"
	"accede/form"
)

func TestThePublishedSchemaIsThatOfTheCharter(t *testing.T) {
	got, err := form.Schema("https://accede.example/schema/charter-1.json", "A charter: a body's members, classes, weights, rules and procedures", body.Charter{})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("..", "charters", "schema", "charter-1.json")
	if os.Getenv("UPDATE") != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the schema has changed; write it anew with UPDATE=1 go test ./body: -file +types\n%s", cmp.Diff(string(want), string(got)))
	}
}
