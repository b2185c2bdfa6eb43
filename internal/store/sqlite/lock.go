package sqlite

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"accede/internal/store"
)

// lock is held by the one process that may write the record. The operating
// system lets go of it when the process ends, however it ends; what the file
// says is for people only.
type lock struct {
	f    *os.File
	made bool // the file was not there before, and is still unsigned
}

// acquire takes the lock of a folder. ErrLocked: another has it.
func acquire(dir string) (*lock, error) {
	path := filepath.Join(dir, lockName)
	for {
		_, before := os.Lstat(path)
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return nil, fmt.Errorf("take the lock: %w", err)
		}
		ok, err := tryLock(f)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("take the lock %s: %w", path, err), f.Close())
		}
		if !ok {
			defer f.Close()
			return nil, fmt.Errorf("%s is writing it; stop that one first, or open for reading: %w", holder(f), store.ErrLocked)
		}
		// A release may have taken away the file between the two steps; then
		// this lock is on a file that nobody else will look at.
		if current(path, f) {
			return &lock{f, before != nil}, nil
		}
		f.Close()
	}
}

func current(path string, f *os.File) bool {
	a, err1 := os.Stat(path)
	b, err2 := f.Stat()
	return err1 == nil && err2 == nil && os.SameFile(a, b)
}

func holder(f *os.File) string {
	text, _ := io.ReadAll(io.LimitReader(f, 20))
	if pid, err := strconv.Atoi(strings.TrimSpace(string(text))); err == nil {
		return fmt.Sprintf("process %d", pid)
	}
	return "another process"
}

// sign writes who holds the lock, once the record is open. It is a courtesy to
// whoever comes second, so a full disk does not stand in the way of reading.
func (l *lock) sign() {
	l.made = false
	if err := l.f.Truncate(0); err == nil {
		_, _ = l.f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
}

// release lets go, and leaves no file behind that acquire made in vain.
func (l *lock) release() {
	if l.made {
		os.Remove(l.f.Name())
	} else {
		_ = l.f.Truncate(0) // an old number misleads nobody: the lock is free
	}
	l.f.Close()
}
