package sqlite

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// tryLock locks f for this open file alone, without waiting. The byte that is
// locked lies beyond the text, so that others can read who holds it.
func tryLock(f *os.File) (ok bool, err error) {
	at := windows.Overlapped{Offset: 1 << 20}
	err = windows.LockFileEx(windows.Handle(f.Fd()),
		windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return false, nil
	}
	return err == nil, err
}

// ignoreUnsupported passes over it: folders are not synced on Windows.
func ignoreUnsupported(error) error { return nil }

// noRoom reports whether err means that the disk, or a quota on it, is full.
func noRoom(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}
