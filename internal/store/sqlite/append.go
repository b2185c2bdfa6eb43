package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	sqlite3 "github.com/ncruces/go-sqlite3"

	"accede/internal/store"
	"accede/ledger"
)

// writer is the one connection that may write.
type writer struct {
	mu       sync.Mutex
	c        *sqlite3.Conn // nil when the log is read only, or closed
	begin    *sqlite3.Stmt
	end      *sqlite3.Stmt
	size     *sqlite3.Stmt
	insert   *sqlite3.Stmt
	head     *sqlite3.Stmt
	headTrim *sqlite3.Stmt
	broken   error // the fault after which nothing is written any more
}

func (w *writer) open(file string, s settings) error {
	// modeof: the journal holds entries, so only those who may read the file
	// may read the journal.
	c, err := connect(file, s, sqlite3.OPEN_READWRITE, "mode=rw&modeof="+escape(file))
	if err != nil {
		return err
	}
	w.c = c
	// FULL: a commit is on the disk before it is answered. The limit gives
	// back the room that one large import took.
	if err := c.Exec(`PRAGMA synchronous=FULL; PRAGMA journal_size_limit=16777216`); err != nil {
		return err
	}
	return prepare(c, map[string]**sqlite3.Stmt{
		`BEGIN IMMEDIATE`: &w.begin, `COMMIT`: &w.end,
		sqlSize: &w.size, sqlInsert: &w.insert, sqlHeadInsert: &w.head, sqlHeadTrim: &w.headTrim,
	})
}

func (w *writer) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.c == nil {
		return nil
	}
	for _, s := range []*sqlite3.Stmt{w.begin, w.end, w.size, w.insert, w.head, w.headTrim} {
		s.Close()
	}
	err := w.c.Close()
	w.c = nil
	return err
}

// Append implements store.Log. After a fault of the disk, the log takes no
// more entries and answers store.ErrBroken.
func (l *Log) Append(ctx context.Context, n int64, entries []store.Entry, checkpoint []byte) error {
	if l.isClosed() {
		return store.ErrClosed
	}
	if err := store.CheckAppend(n, entries); err != nil {
		return err
	}
	// Hashing needs no lock: two callers hash side by side.
	leaves := make([]ledger.Hash, len(entries))
	for i, e := range entries {
		leaves[i] = ledger.LeafHash(e.Bytes)
	}
	l.write.mu.Lock()
	defer l.write.mu.Unlock()
	if err := l.mayAppend(ctx); err != nil {
		return err
	}
	if err := l.write.commit(n, entries, leaves, checkpoint); err != nil {
		if l.write.broken != nil {
			close(l.broke) // once: nothing is committed from now on
		}
		return fmt.Errorf("append to record %s at %d: %w", filepath.Dir(l.file), n, err)
	}
	if len(entries) > 0 {
		l.grown.Set(n + int64(len(entries)))
	}
	return nil
}

// Broken is closed when an append has met a fault of the disk, after which none succeeds: whoever serves the record ends,
// and opens it again, which reads what is on the disk.
func (l *Log) Broken() <-chan struct{} { return l.broke }

// mayAppend answers why nothing may be written. The caller holds write.mu.
func (l *Log) mayAppend(ctx context.Context) error {
	switch {
	case l.isClosed():
		return store.ErrClosed
	case l.write.c == nil:
		return store.ErrReadOnly
	case l.write.broken != nil:
		return fmt.Errorf("earlier: %v: %w", l.write.broken, store.ErrBroken)
	default:
		return ctx.Err()
	}
}

// commit writes everything in one transaction, or nothing.
func (w *writer) commit(n int64, entries []store.Entry, leaves []ledger.Hash, checkpoint []byte) error {
	if err := w.begin.Exec(); err != nil {
		if errors.Is(err, sqlite3.BUSY) {
			return fmt.Errorf("another program holds record.db: %w", store.ErrLocked)
		}
		return w.undo(err)
	}
	if err := w.fill(n, entries, leaves, checkpoint); err != nil {
		return w.undo(err)
	}
	if err := w.end.Exec(); err != nil {
		return w.undo(err)
	}
	return nil
}

func (w *writer) fill(n int64, entries []store.Entry, leaves []ledger.Hash, checkpoint []byte) error {
	have, err := scalar(w.size)
	if err != nil {
		return err
	}
	if have != n {
		return fmt.Errorf("the record has %d entries: %w", have, store.ErrConflict)
	}
	for i, e := range entries {
		if err := exec(w.insert, e.Seq, leaves[i][:], e.Bytes); err != nil {
			return err
		}
	}
	if checkpoint == nil {
		return nil
	}
	size := n + int64(len(entries))
	if err := exec(w.headTrim, size, int64(markEvery)); err != nil {
		return err
	}
	return exec(w.head, size, checkpoint)
}

// undo ends the transaction and sorts the error. What is neither a conflict
// nor a full disk is a fault: what the operating system shows from then on may
// never have reached the disk, so nothing is written on top of it.
func (w *writer) undo(err error) error {
	if !w.c.GetAutocommit() {
		if back := w.c.Exec(`ROLLBACK`); back != nil {
			w.broken = errors.Join(err, back)
			return w.broken
		}
	}
	switch {
	case errors.Is(err, store.ErrConflict):
		return err
	case errors.Is(err, sqlite3.FULL):
		return full(err)
	default:
		w.broken = err
		return err
	}
}

// exec runs a statement with int64 and []byte parameters.
func exec(s *sqlite3.Stmt, params ...any) error {
	for i, p := range params {
		var err error
		switch p := p.(type) {
		case int64:
			err = s.BindInt64(i+1, p)
		case []byte:
			if p == nil {
				p = []byte{} // nil would be bound as NULL
			}
			err = s.BindBlob(i+1, p)
		}
		if err != nil {
			return err
		}
	}
	return s.Exec()
}

// scalar runs a statement that has one row of one number.
func scalar(s *sqlite3.Stmt) (int64, error) {
	s.Step()
	n := s.ColumnInt64(0)
	return n, s.Reset()
}

// prepare makes the statements of a connection.
func prepare(c *sqlite3.Conn, all map[string]**sqlite3.Stmt) error {
	for sql, to := range all {
		s, _, err := c.PrepareFlags(sql, sqlite3.PREPARE_PERSISTENT)
		if err != nil {
			return err
		}
		*to = s
	}
	return nil
}
