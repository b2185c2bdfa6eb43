package sqlite

import (
	"sync"
	"testing"

	"github.com/ncruces/go-sqlite3/vfs"
)

// disk is the file system of the machine, with what a test wants to see and
// to spoil. Only what the writer does goes through it.
type disk struct {
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

// newDisk registers a disk under the name of the test.
func newDisk(t *testing.T) (*disk, settings) {
	t.Helper()
	d := &disk{VFSFilename: vfs.Find("").(vfs.VFSFilename)}
	name := t.Name()
	vfs.Register(name, d)
	t.Cleanup(func() { vfs.Unregister(name) })
	return d, settings{vfs: name}
}

func (d *disk) do(o op) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.before == nil {
		return nil
	}
	return d.before(o.file, o)
}

func (d *disk) set(before func(string, op) error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.before = before
}

func (d *disk) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := d.VFSFilename.OpenFilename(name, flags)
	if err != nil {
		return nil, flags, err
	}
	shared, _ := f.(vfs.FileSharedMemory)
	return &diskFile{File: f, shared: shared, d: d, name: base(name.String())}, flags, nil
}

func (d *disk) Delete(name string, syncDir bool) error {
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

type diskFile struct {
	vfs.File
	shared vfs.FileSharedMemory
	d      *disk
	name   string
}

func (f *diskFile) SharedMemory() vfs.SharedMemory {
	if f.shared == nil {
		return nil
	}
	return f.shared.SharedMemory()
}

func (f *diskFile) WriteAt(p []byte, at int64) (int, error) {
	if err := f.d.do(op{kind: write, file: f.name, at: at, data: p}); err != nil {
		return 0, err
	}
	return f.File.WriteAt(p, at)
}

func (f *diskFile) Truncate(size int64) error {
	if err := f.d.do(op{kind: truncate, file: f.name, at: size}); err != nil {
		return err
	}
	return f.File.Truncate(size)
}

func (f *diskFile) Sync(flags vfs.SyncFlag) error {
	if err := f.d.do(op{kind: syncFile, file: f.name}); err != nil {
		return err
	}
	return f.File.Sync(flags)
}
