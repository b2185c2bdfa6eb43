package sqlite

import (
	sqlite3 "github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
)

// diskName is what SQLite calls the file system through which a record is
// written.
const diskName = "accede"

// disk is the file system of the machine, except that it tells SQLite when
// there is no room. The one that comes with the driver recognises the bare
// number of that error and not the error that the os package wraps it in, so
// SQLite took a full disk for a broken one.
type disk struct{ vfs.VFSFilename }

func newDisk() disk { return disk{vfs.Find("").(vfs.VFSFilename)} }

// OpenFilename opens a file of the record.
func (d disk) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := d.VFSFilename.OpenFilename(name, flags)
	if err != nil {
		return nil, flags, err
	}
	return diskFile{f}, flags, nil
}

type diskFile struct{ vfs.File }

// WriteAt writes, and says FULL when there is no room.
func (f diskFile) WriteAt(p []byte, at int64) (int, error) {
	n, err := f.File.WriteAt(p, at)
	if err != nil && noRoom(err) {
		return n, vfs.SystemError(err, sqlite3.FULL)
	}
	return n, err
}

// What SQLite asks of a file besides is passed on.

func (f diskFile) SharedMemory() vfs.SharedMemory { return vfsutil.WrapSharedMemory(f.File) }
func (f diskFile) LockState() vfs.LockLevel       { return vfsutil.WrapLockState(f.File) }
func (f diskFile) PersistWAL() bool               { return vfsutil.WrapPersistWAL(f.File) }
func (f diskFile) SetPersistWAL(keep bool)        { vfsutil.WrapSetPersistWAL(f.File, keep) }
func (f diskFile) HasMoved() (bool, error)        { return vfsutil.WrapHasMoved(f.File) }
