package watch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"accede/internal/bundle"
	"accede/internal/evidence"
	"accede/internal/store"
	"accede/ledger"
)

// ErrAlarm is whatever a watcher finds wrong: every *AlarmError is one.
var ErrAlarm = errors.New("the host did wrong, or does not show what it has signed")

// What a watcher finds wrong; compare with errors.Is. Each comes in an *AlarmError.
var (
	ErrFork       = errors.New("the host has signed two histories")
	ErrDated      = errors.New("an entry is dated as it cannot be")
	ErrUnsound    = errors.New("the host has signed what does not follow")
	ErrRolledBack = errors.New("the host has gone back behind what it had signed")
	ErrHidden     = errors.New("the host does not show what it has signed")
	ErrOther      = errors.New("the host serves something else")
	ErrDropped    = errors.New("the host has dropped an act that was in time")
)

// skew is how far the clock of an honest host and the watcher's may lie apart.
const skew = 5 * time.Minute

const timeForm = time.RFC3339

// AlarmError is what a watcher found wrong, and where it keeps what shows it.
type AlarmError struct {
	Err      error  // one of the above
	Text     string // what, exactly
	Evidence string // the file that convinces others; empty: there is none
}

// Error answers what is wrong, and where that is kept.
func (a *AlarmError) Error() string {
	text := fmt.Sprintf("%v: %s", a.Err, a.Text)
	if a.Evidence != "" {
		text += fmt.Sprintf("; accede verify %s shows it to others", a.Evidence)
	}
	return text
}

// Is reports whether target is ErrAlarm.
func (a *AlarmError) Is(target error) bool { return target == ErrAlarm }

// Unwrap answers which of the errors it is.
func (a *AlarmError) Unwrap() error { return a.Err }

// alarm keeps evidence, if there is any, and answers the alarm.
func (w *Watcher) alarm(kind error, f *evidence.File, text string, args ...any) error {
	a := &AlarmError{Err: kind, Text: fmt.Sprintf(text, args...)}
	if f == nil {
		return a
	}
	data, err := f.Marshal()
	if err == nil {
		a.Evidence = filepath.Join(w.Dir, EvidenceDir, f.Name())
		err = keep(a.Evidence, data)
	}
	if err != nil {
		return errors.Join(a, fmt.Errorf("keep what shows it: %w", err))
	}
	return a
}

// fork keeps two histories.
func (w *Watcher) fork(f ledger.Fork) error {
	file := evidence.File{Kind: evidence.Fork, Origin: w.Origin, Host: w.record.HostKey, Short: f.Short, Long: f.Long, Root: f.Root, Path: f.Path}
	shown, err := file.Check()
	if err != nil {
		return fmt.Errorf("keep a fork: %w", err)
	}
	return w.alarm(ErrFork, &file, "%s; %s", shown.Says[1], shown.Says[2])
}

// unsound keeps the record with what does not follow, as a bundle that does not verify though its host has signed it.
func (w *Watcher) unsound(ctx context.Context, fresh []store.Entry, note []byte, why error) error {
	size := w.record.Tree.Size() + int64(len(fresh))
	var b bytes.Buffer
	h := bundle.Header{Origin: w.Origin, Host: w.record.HostKey, Checkpoint: note, Size: size}
	log := &longer{w.log, fresh, note, w.record.Tree.Size()}
	err := bundle.Write(&b, h, func(yield func(bundle.Line, error) bool) {
		for after := int64(0); after < size; {
			some, err := log.Read(ctx, after, 1024)
			if err != nil || len(some) == 0 {
				yield(bundle.Line{}, errors.Join(fmt.Errorf("read entry %d", after+1), err))
				return
			}
			for _, e := range some {
				if !yield(bundle.Line{Seq: e.Seq, Bytes: e.Bytes}, nil) {
					return
				}
			}
			after = some[len(some)-1].Seq
		}
	})
	a := &AlarmError{Err: ErrUnsound, Text: why.Error(), Evidence: filepath.Join(w.Dir, EvidenceDir, fmt.Sprintf("unsound-%d.bundle", size))}
	if err == nil {
		err = keep(a.Evidence, b.Bytes())
	}
	if err != nil {
		a.Evidence = ""
		return errors.Join(a, fmt.Errorf("keep what shows it: %w", err))
	}
	return a
}

// keep writes a file whole, durably, or not at all.
func keep(file string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(file), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // where it was renamed there is nothing to remove
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}
