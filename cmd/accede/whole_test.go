package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func TestAFileThatCannotBeWrittenWholeLeavesTheOneThatStoodThere(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "nato.json")
	if err := os.WriteFile(file, []byte("before"), 0o644); err != nil {
		t.Fatal(err)
	}
	full := errors.New("no room")
	err := writeWhole(file, func(w io.Writer) error {
		_, err := io.WriteString(w, "half")
		return errors.Join(err, full)
	})
	if !errors.Is(err, full) {
		t.Errorf("writeWhole() = %v, want %v", err, full)
	}
	if text, err := os.ReadFile(file); string(text) != "before" || err != nil {
		t.Errorf("file = %q, %v, want %q", text, err, "before")
	}
	if left, err := os.ReadDir(dir); len(left) != 1 || err != nil {
		t.Errorf("%d files, %v, want 1", len(left), err)
	}
}
