package form

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type book struct {
	Title  string         `form:"title,required" doc:"as printed, <with> & all"`
	Kind   []string       `form:"kind" enum:"law,fact"`
	Since  *Date          `form:"since"`
	Pages  Map[int]       `form:"pages"`
	Parts  []chapter      `form:"parts"`
	First  *chapter       `form:"first" doc:"the one to read"`
	Places Places         `form:"-place"`
	Other  map[string]int `form:"other"`
}

type chapter struct {
	Open bool      `form:"open"`
	Sub  []chapter `form:"sub"`
}

func TestSchemaSaysWhatTheTagsSay(t *testing.T) {
	got, err := Schema("id", "Book", &book{})
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "id",
  "title": "Book",
  "type": "object",
  "properties": {
    "title": {
      "description": "as printed, <with> & all",
      "type": "string",
      "minLength": 1
    },
    "kind": {
      "type": "array",
      "items": {
        "type": "string",
        "enum": [
          "law",
          "fact"
        ]
      }
    },
    "since": {
      "type": "string",
      "format": "date",
      "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
    },
    "pages": {
      "type": "object",
      "additionalProperties": {
        "type": "integer"
      }
    },
    "parts": {
      "type": "array",
      "items": {
        "$ref": "#/$defs/chapter"
      }
    },
    "first": {
      "description": "the one to read",
      "$ref": "#/$defs/chapter"
    },
    "other": {
      "type": "object",
      "additionalProperties": {
        "type": "integer"
      }
    }
  },
  "required": [
    "title"
  ],
  "additionalProperties": false,
  "$defs": {
    "chapter": {
      "type": "object",
      "properties": {
        "open": {
          "type": "boolean"
        },
        "sub": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/chapter"
          }
        }
      },
      "additionalProperties": false
    }
  }
}
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("Schema: -want +got\n%s", diff)
	}
}

func TestATypeWithoutAShapeHasNoSchema(t *testing.T) {
	for _, v := range []any{nil, 1, struct {
		W words `form:"w"`
	}{}, struct {
		F float64 `form:"f"`
	}{}} {
		if got, err := Schema("id", "x", v); err == nil || !strings.HasPrefix(err.Error(), "make a schema of ") {
			t.Errorf("Schema(%T) = %s, %v; want an error", v, got, err)
		}
	}
}
