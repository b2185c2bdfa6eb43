package api

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"accede/form"

	"accede/internal/fault"
)

// strictly reads what was sent into a struct. A key that is unknown or there twice is refused, with its place: what is
// misspelt would otherwise count for nothing. How deep values may lie in one another is bounded by the struct.
func strictly(data []byte, into any) error {
	err := json.Unmarshal(data, into, json.RejectUnknownMembers(true))
	if err == nil {
		return nil
	}
	f := &form.Fault{Place: form.Place{File: "what was sent"}, Text: "it is not JSON: " + err.Error()}
	if wrong, ok := errors.AsType[*json.SemanticError](err); ok {
		f.Place.File, f.Text = placed(wrong.JSONPointer), "a value of another kind is wanted here"
		if errors.Is(wrong.Err, json.ErrUnknownName) {
			f.Text = "unknown key"
		}
	} else if wrong, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		f.Place.File, f.Text = placed(wrong.JSONPointer), fmt.Sprintf("at byte %d: %v", wrong.ByteOffset, wrong.Err)
	}
	return fmt.Errorf("read what was sent: %w: %w", form.Faults{f}, fault.ErrInput)
}

// placed answers a place in what was sent as a JSON pointer [RFC 6901]; the whole of it is /.
func placed(p jsontext.Pointer) string {
	if p == "" {
		return "/"
	}
	return string(p)
}
