package apikey

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"
)

// ErrOpen: the file can be read by others than its owner.
var ErrOpen = errors.New("others may read it; make it 0600")

// Read reads a file of keys. A file that is not there has none. ErrOpen where others than the owner may read it; ErrForm
// where it cannot be understood.
func Read(name string) (*Ring, error) {
	info, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return new(Ring), nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the API keys: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("read the API keys %s: %w", name, ErrOpen)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read the API keys: %w", err)
	}
	r, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return r, nil
}

// Write writes the keys beside the file and renames, so that there is never half a file. Nobody but the owner may read
// it.
func (r *Ring) Write(name string) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*") // 0600
	if err != nil {
		return fmt.Errorf("write the API keys: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("write the API keys %s: %w", name, err), f.Close(), os.Remove(f.Name()))
		}
	}()
	if _, err := f.Write(r.Marshal()); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// File is a file of keys that is read again when it has changed, so that a key that was removed is refused by a server
// that goes on. Make one with Open. All methods may be called at once.
type File struct {
	name string
	mu   sync.Mutex
	ring *Ring
	mark stamp
}

// stamp tells one state of a file from another: a rename makes another file of it.
type stamp struct {
	at   time.Time
	size int64
	info fs.FileInfo
}

// Open reads a file of keys. It may be missing, and come later.
func Open(name string) (*File, error) {
	f := &File{name: name}
	_, err := f.Ring()
	return f, err
}

// Ring answers the keys as they now stand in the file. Where the file has become unreadable nobody has a key, and the
// error says why. An unchanged file costs one look at its date.
func (f *File) Ring() (*Ring, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var now stamp
	if info, err := os.Stat(f.name); err == nil {
		now = stamp{info.ModTime(), info.Size(), info}
	}
	if f.ring != nil && now.same(f.mark) {
		return f.ring, nil
	}
	r, err := Read(f.name)
	if err != nil {
		f.ring = nil
		return new(Ring), err
	}
	f.ring, f.mark = r, now
	return r, nil
}

func (s stamp) same(o stamp) bool {
	if s.info == nil || o.info == nil {
		return s.info == nil && o.info == nil
	}
	return s.at.Equal(o.at) && s.size == o.size && os.SameFile(s.info, o.info) && s.info.Mode() == o.info.Mode()
}

// Find answers the key with a text, if it stands in the file now and is good at an instant.
func (f *File) Find(text string, now time.Time) (Key, bool, error) {
	r, err := f.Ring()
	if err != nil {
		return Key{}, false, err
	}
	k, ok := r.Find(text, now)
	return k, ok, nil
}
