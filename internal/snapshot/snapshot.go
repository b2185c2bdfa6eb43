// Package snapshot keeps what the entries of a record fold to in one file beside it, so that a start need not fold them all.
//
// It knows the file, and how it is written whole or not at all. It refuses to know what is in it: whether a snapshot is one of
// the record, and whether it may be used, is asked by whoever reads it. The file can be removed at any time: the next start
// takes longer, and nothing else.
package snapshot

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// FileName is the name of the file in the folder of a record.
const FileName = "snapshot"

// AsideName is the name of a snapshot that could not be used. Only the last one is kept.
const AsideName = "snapshot.aside"

// Folder keeps the snapshot of the record in a folder. It is for one goroutine at a time.
type Folder string

// Newest answers the snapshot there is; nil: none.
func (f Folder) Newest(context.Context) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(string(f), FileName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the snapshot: %w", err)
	}
	return data, nil
}

// Keep writes a snapshot, in parts that follow one another, durably in the place of the one before. After an error the one
// before is there.
func (f Folder) Keep(_ context.Context, parts ...[]byte) error {
	file, err := os.CreateTemp(string(f), "."+FileName+".*")
	if err != nil {
		return fmt.Errorf("keep a snapshot: %w", err)
	}
	defer os.Remove(file.Name()) // where it was renamed there is nothing to remove
	for _, part := range parts {
		if err == nil {
			_, err = file.Write(part)
		}
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), filepath.Join(string(f), FileName))
	}
	if err != nil {
		return fmt.Errorf("keep a snapshot: %w", err)
	}
	return nil
}

// PutAside renames the snapshot there is, for whoever wants to know why it could not be used.
func (f Folder) PutAside() error {
	err := os.Rename(filepath.Join(string(f), FileName), filepath.Join(string(f), AsideName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("put the snapshot aside: %w", err)
	}
	return nil
}
