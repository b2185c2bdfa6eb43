package packages

import (
	"encoding/json"
	"testing"
)

func TestTheFilesHaveSchemas(t *testing.T) {
	for name, schema := range map[string]func() ([]byte, error){"model": ModelSchema, "sheet": SheetSchema} {
		text, err := schema()
		if err != nil || !json.Valid(text) {
			t.Errorf("the schema of a %s: %v", name, err)
		}
	}
}
