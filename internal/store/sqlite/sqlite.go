// Package sqlite keeps a record in one SQLite file that any SQLite tool can
// open: folder/record.db, in WAL mode with synchronous=FULL, so that what was
// answered survives a crash and a power cut.
//
// It knows positions, bytes and their hashes, and finds out by itself when the
// file was cut off or an entry altered. It refuses to know what entries and
// checkpoints say: whether the root is the signed one is checked by whoever
// has the key, with Read, Checkpoint and Marks.
//
// One process writes; it holds folder/lock. Any number of processes read at
// the same time. The format is described in doc/formats.md. Whoever can write
// the folder can destroy the record, and can forge one that agrees with
// itself; the signed checkpoint that others hold is the defence.
package sqlite

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	sqlite3 "github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"

	"accede/internal/store"
)

// Log is an open record. Create, Open and OpenReadOnly make one.
type Log struct {
	file  string // path of record.db
	lock  *lock  // nil when reading only
	write writer
	read  pool
	grown *store.Growth
	broke chan struct{} // closed when a fault of the disk has been met

	closing sync.Once
	closed  chan struct{} // no call may begin any more
	polling sync.WaitGroup
}

var _ store.Log = (*Log)(nil)

// Create makes an empty record in folder dir, and the folder too when it is
// missing, and opens it. ErrExists: there is a record already. ErrLocked as
// for Open. A crash leaves either no record or an empty one.
func Create(dir string) (*Log, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make a record in %s: %w", dir, err)
	}
	l, err := acquire(dir)
	if err != nil {
		return nil, fmt.Errorf("make a record in %s: %w", dir, err)
	}
	if err := build(dir); err != nil {
		l.release()
		return nil, fmt.Errorf("make a record in %s: %w", dir, err)
	}
	return openLocked(dir, l, settings{})
}

// Open opens the record in folder dir for reading and writing, after checking
// all of it: format, positions, the hash of every entry, and that it is not
// shorter than its last checkpoint. On any error the record is as it was.
//
// ErrMissing: no record there. ErrNotRecord: something else there. ErrNewer:
// made by a newer version. ErrLocked: another process writes it; the message
// says which. ErrDamaged: a *store.DamageError with the position at fault.
func Open(dir string) (*Log, error) { return openWith(dir, settings{}) }

// settings are what tests change.
type settings struct {
	vfs string // the name of a registered file system; "" is disk
}

func openWith(dir string, s settings) (*Log, error) {
	// Before the lock, which would leave a file in a folder of another kind.
	if err := inspect(dir); err != nil {
		return nil, fmt.Errorf("open record %s: %w", dir, err)
	}
	l, err := acquire(dir)
	if err != nil {
		return nil, fmt.Errorf("open record %s: %w", dir, err)
	}
	return openLocked(dir, l, s)
}

func openLocked(dir string, lk *lock, s settings) (*Log, error) {
	l := newLog(dir, s)
	l.lock = lk
	size, err := checkClosed(dir, s)
	if err == nil {
		err = l.write.open(l.file, s)
	}
	if err != nil {
		l.write.close()
		lk.release()
		return nil, fmt.Errorf("open record %s: %w", dir, err)
	}
	lk.sign()
	l.grown.Set(size)
	return l, nil
}

// OpenReadOnly opens the record in folder dir for reading, while another
// process may be writing it. It needs no lock. The checks and errors are those
// of Open, except ErrLocked; Append answers ErrReadOnly.
func OpenReadOnly(dir string) (*Log, error) {
	if err := inspect(dir); err != nil {
		return nil, fmt.Errorf("open record %s: %w", dir, err)
	}
	size, err := checkLive(dir, settings{})
	if err != nil {
		return nil, fmt.Errorf("open record %s: %w", dir, err)
	}
	l := newLog(dir, settings{})
	if err := l.poll(); err != nil {
		// On a medium that cannot be written, SQLite finds no place for its
		// scratch file. Nobody can write the record there either.
		if wal, e := os.Stat(l.file + "-wal"); e == nil && wal.Size() > 0 {
			return nil, fmt.Errorf("open record %s: %w", dir, err)
		}
		l.read.query = immutable
	}
	l.grown.Set(size)
	return l, nil
}

func newLog(dir string, s settings) *Log {
	l := &Log{file: filepath.Join(dir, fileName), closed: make(chan struct{}), grown: store.NewGrowth(), broke: make(chan struct{})}
	l.read.init(l.file, s)
	return l
}

// Close implements store.Log.
func (l *Log) Close() (err error) {
	l.closing.Do(func() {
		close(l.closed)
		l.polling.Wait()
		// The writer is closed last: then SQLite moves everything into
		// record.db and takes its other files away.
		l.read.close()
		err = l.write.close()
		if l.lock != nil {
			l.lock.release()
		}
	})
	if err != nil {
		return fmt.Errorf("close record %s: %w", filepath.Dir(l.file), err)
	}
	return nil
}

// isClosed reports whether Close has been called.
func (l *Log) isClosed() bool {
	select {
	case <-l.closed:
		return true
	default:
		return false
	}
}

// busy is how long a statement waits for a tool of others that holds the file.
const busy = 5 * time.Second

// connect opens one connection. Flags say whether it may write.
func connect(file string, s settings, flags sqlite3.OpenFlag, query string) (*sqlite3.Conn, error) {
	if s.vfs == "" {
		s.vfs = diskName
		vfs.Register(diskName, newDisk()) // again and again the same one
	}
	uri := "file:" + escape(file) + "?" + query + "&vfs=" + s.vfs
	c, err := sqlite3.OpenFlags(uri, flags|sqlite3.OPEN_URI)
	if err != nil {
		return nil, err
	}
	if err := c.BusyTimeout(busy); err != nil {
		c.Close()
		return nil, err
	}
	// What the file says must not run as a program.
	if err := c.Exec(`PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON`); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}
