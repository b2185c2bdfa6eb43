package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// writeWhole writes a file beside its place and renames it, so that there is never half a file: when write or the
// disk fails, what stood at the place stands there still, and nothing else is left. What is written outlives a crash.
func writeWhole(file string, write func(io.Writer) error) error { return writeAs(file, 0o644, write) }

// writePrivate is writeWhole of a file for its owner alone to read.
func writePrivate(file string, write func(io.Writer) error) error { return writeAs(file, 0o600, write) }

func writeAs(file string, mode os.FileMode, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+".*")
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	if err = write(f); err == nil {
		err = errors.Join(f.Chmod(mode), f.Sync())
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", file, err), os.Remove(f.Name()))
	}
	return keepNames(filepath.Dir(file))
}

// keepNames has the names in a folder outlive a crash, where a folder can be told to.
func keepNames(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("keep the names in %s: %w", dir, err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("keep the names in %s: %w", dir, err)
	}
	return nil
}

// asJSON writes a value as JSON that people can read.
func asJSON(value any) func(io.Writer) error {
	return func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(value)
	}
}
