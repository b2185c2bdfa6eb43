// Package highwater remembers, beside a record, how far the record has come, so that an older copy that was put in its place
// is noticed before anything is read from it or written to it.
//
// It knows one file, and the last checkpoint the host has signed. It refuses to know the record: whether a checkpoint is the
// host's, and whether the record continues it, is asked of whoever has read it. Whoever takes the file away with the record
// is noticed by watchers alone.
package highwater

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"accede/ledger"
)

// FileName is the name of the file in the folder of a record.
const FileName = "high-water"

// ErrForm: the file is there and cannot be read.
var ErrForm = errors.New("the high-water mark cannot be read")

// Read answers the checkpoint in the folder of a record, signed; nil: there is none. ErrForm.
func Read(dir string) ([]byte, error) {
	file := filepath.Join(dir, FileName)
	note, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read how far the record had come: %w", err)
	}
	if _, err := ledger.PeekCheckpoint(note); err != nil {
		return nil, fmt.Errorf("%s: %w: %w", file, err, ErrForm)
	}
	return note, nil
}

// Size answers how many entries a checkpoint is of; 0 for none.
func Size(note []byte) int64 {
	c, err := ledger.PeekCheckpoint(note)
	if err != nil {
		return 0
	}
	return c.Size
}

// Write puts a checkpoint into the folder of a record, durably, in the place of the one before.
func Write(dir string, note []byte) error {
	f, err := os.CreateTemp(dir, "."+FileName+".*")
	if err != nil {
		return fmt.Errorf("keep how far the record has come: %w", err)
	}
	defer os.Remove(f.Name()) // where it was renamed there is nothing to remove
	_, err = f.Write(note)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, FileName))
	}
	if err != nil {
		return fmt.Errorf("keep how far the record has come: %w", err)
	}
	return nil
}

// pause is how long the next write waits at least: the mark may lag that far behind, so that it costs the record nothing.
const pause = time.Second

// Keeper keeps the mark of a record that is open. Open makes one; its methods may be called at once from many goroutines.
type Keeper struct {
	dir    string
	logger *slog.Logger
	mu     sync.Mutex
	newest []byte // nil: it is written
	wake   chan struct{}
	closed chan struct{}
	done   chan struct{}
	once   sync.Once
	failed error // of the last write; belongs to the goroutine, and after done to Close
}

// Open begins to keep the mark in the folder of a record.
func Open(dir string, logger *slog.Logger) *Keeper {
	k := &Keeper{dir: dir, logger: logger, wake: make(chan struct{}, 1), closed: make(chan struct{}), done: make(chan struct{})}
	go k.run()
	return k
}

// Keep notes a checkpoint that is durable in the record. It does not wait: the file follows within a second, and at Close.
func (k *Keeper) Keep(note []byte) {
	k.mu.Lock()
	k.newest = note
	k.mu.Unlock()
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// Close writes what is noted, and ends. Its error is that of the last write. It may be called more than once.
func (k *Keeper) Close() error {
	k.once.Do(func() { close(k.closed) })
	<-k.done
	return k.failed
}

func (k *Keeper) run() {
	defer close(k.done)
	for {
		select {
		case <-k.wake:
		case <-k.closed:
			k.write()
			return
		}
		k.write()
		select {
		case <-time.After(pause):
		case <-k.closed:
			k.write()
			return
		}
	}
}

// write writes what is noted. After a failure it is noted still, and written next time.
func (k *Keeper) write() {
	k.mu.Lock()
	note := k.newest
	k.newest = nil
	k.mu.Unlock()
	if note == nil {
		return
	}
	if k.failed = Write(k.dir, note); k.failed == nil {
		return
	}
	k.logger.Error("the high-water mark is not kept", "err", k.failed)
	k.mu.Lock()
	if k.newest == nil {
		k.newest = note
	}
	k.mu.Unlock()
}
