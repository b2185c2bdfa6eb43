package sqlite

import (
	"sync"
	"testing"

	"github.com/ncruces/go-sqlite3/vfs"
)

// badDisk is the disk a record is written to, with what a test wants to see
// and to spoil.
type badDisk struct {
	vfs.VFSFilename
	mu     sync.Mutex
	before func(file string, op op) error // nil lets everything pass
}

// op is one thing done to a file that a power cut can undo or a fault prevent.
type op struct {
	kind opKind
	file string // record.db or record.db-wal
	at   int64  // of a write: where; of a truncation: the new size
	data []byte
}

type opKind int

const (
	write opKind = iota
	truncate
	syncFile
	remove
)

// newBadDisk registers one under the name of the test.
func newBadDisk(t *testing.T) (*badDisk, settings) {
	t.Helper()
	d := &badDisk{VFSFilename: vfs.Find("").(vfs.VFSFilename)}
	name := t.Name()
	vfs.Register(name, disk{d}) // under what SQLite sees, as the real disk is
	t.Cleanup(func() { vfs.Unregister(name) })
	return d, settings{vfs: name}
}

func (d *badDisk) do(o op) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.before == nil {
		return nil
	}
	return d.before(o.file, o)
}

func (d *badDisk) set(before func(string, op) error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.before = before
}

func (d *badDisk) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := d.VFSFilename.OpenFilename(name, flags)
	if err != nil {
		return nil, flags, err
	}
	shared, _ := f.(vfs.FileSharedMemory)
	return &badFile{File: f, shared: shared, d: d, name: base(name.String())}, flags, nil
}

func (d *badDisk) Delete(name string, syncDir bool) error {
	if err := d.do(op{kind: remove, file: base(name)}); err != nil {
		return err
	}
	return d.VFSFilename.Delete(name, syncDir)
}

func base(name string) string {
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '/' {
			return name[i+1:]
		}
	}
	return name
}

type badFile struct {
	vfs.File
	shared vfs.FileSharedMemory
	d      *badDisk
	name   string
}

func (f *badFile) SharedMemory() vfs.SharedMemory {
	if f.shared == nil {
		return nil
	}
	return f.shared.SharedMemory()
}

func (f *badFile) WriteAt(p []byte, at int64) (int, error) {
	if err := f.d.do(op{kind: write, file: f.name, at: at, data: p}); err != nil {
		return 0, err
	}
	return f.File.WriteAt(p, at)
}

func (f *badFile) Truncate(size int64) error {
	if err := f.d.do(op{kind: truncate, file: f.name, at: size}); err != nil {
		return err
	}
	return f.File.Truncate(size)
}

func (f *badFile) Sync(flags vfs.SyncFlag) error {
	if err := f.d.do(op{kind: syncFile, file: f.name}); err != nil {
		return err
	}
	return f.File.Sync(flags)
}
