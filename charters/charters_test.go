package charters_test

import (
	"testing"

	"accede/charters"
)

func TestEveryCharterReads(t *testing.T) {
	for _, name := range charters.Names() {
		if _, err := charters.Read(name); err != nil {
			t.Errorf("Read(%q): %v", name, err)
		}
	}
}
