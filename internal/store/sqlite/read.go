package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	sqlite3 "github.com/ncruces/go-sqlite3"

	"accede/internal/store"
)

// readers is how many calls can read at the same time; others wait.
const readers = 4

// How a file is opened for reading: with the locks that let a writer go on, or
// as one that nobody writes, without a file beside it.
const (
	shared    = "mode=ro"
	immutable = "mode=ro&immutable=1"
)

// reader is a connection for one reading call at a time.
type reader struct {
	c       *sqlite3.Conn
	size    *sqlite3.Stmt
	entries *sqlite3.Stmt
	head    *sqlite3.Stmt
	marks   *sqlite3.Stmt
}

// pool lends readers. A place in it may still be empty; then whoever takes it
// opens the connection.
type pool struct {
	file   string
	s      settings
	query  string // shared, or immutable
	places chan *reader
}

func (p *pool) init(file string, s settings) {
	p.file, p.s, p.query = file, s, shared
	p.places = make(chan *reader, readers)
	for range readers {
		p.places <- nil
	}
}

// close waits for those who read and closes all connections.
func (p *pool) close() {
	for range readers {
		if r := <-p.places; r != nil {
			r.close()
		}
	}
}

func openReader(file string, s settings, query string) (*reader, error) {
	c, err := connect(file, s, sqlite3.OPEN_READONLY, query)
	if err != nil {
		return nil, err
	}
	r := &reader{c: c}
	err = prepare(c, map[string]**sqlite3.Stmt{
		sqlSize: &r.size, sqlRead: &r.entries, sqlHead: &r.head, sqlMarks: &r.marks,
	})
	if err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

func (r *reader) close() error {
	for _, s := range []*sqlite3.Stmt{r.size, r.entries, r.head, r.marks} {
		s.Close()
	}
	return r.c.Close()
}

// with lends a reader to f.
func (l *Log) with(ctx context.Context, f func(*reader) error) error {
	if l.isClosed() {
		return store.ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	var r *reader
	select {
	case r = <-l.read.places:
	case <-ctx.Done():
		return ctx.Err()
	case <-l.closed:
		return store.ErrClosed
	}
	defer func() { l.read.places <- r }()
	if r == nil {
		fresh, err := openReader(l.file, l.read.s, l.read.query)
		if err != nil {
			return fmt.Errorf("read record %s: %w", filepath.Dir(l.file), err)
		}
		r = fresh
	}
	if err := f(r); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("read record %s: %w", filepath.Dir(l.file), err)
	}
	return nil
}

// Size implements store.Log.
func (l *Log) Size(ctx context.Context) (n int64, err error) {
	err = l.with(ctx, func(r *reader) error {
		n, err = scalar(r.size)
		return err
	})
	return n, err
}

// Checkpoint implements store.Log.
func (l *Log) Checkpoint(ctx context.Context) (checkpoint []byte, err error) {
	err = l.with(ctx, func(r *reader) error {
		if r.head.Step() {
			checkpoint = r.head.ColumnBlob(0, []byte{})
		}
		return r.head.Reset()
	})
	return checkpoint, err
}

// Marks returns the checkpoints that were kept, by size: the newest, and the
// last one made among every 1024 positions. When the root of the entries is
// not the signed one, the first mark that does not fit either tells between
// which positions the record was altered.
func (l *Log) Marks(ctx context.Context) (marks []store.Mark, err error) {
	err = l.with(ctx, func(r *reader) error {
		for r.marks.Step() {
			marks = append(marks, store.Mark{
				Size:       r.marks.ColumnInt64(0),
				Checkpoint: r.marks.ColumnBlob(1, []byte{}),
			})
		}
		return r.marks.Reset()
	})
	return marks, err
}

// Read implements store.Log. It reads some millions of entries a second, so a
// caller that rebuilds asks for some thousands at a time.
func (l *Log) Read(ctx context.Context, after int64, limit int) (entries []store.Entry, err error) {
	if limit < 1 {
		return nil, l.with(ctx, func(*reader) error { return nil })
	}
	after = max(after, 0)
	err = l.with(ctx, func(r *reader) error {
		entries, err = r.read(ctx, after, limit)
		return err
	})
	if err != nil {
		return nil, err
	}
	return entries, nil
}

func (r *reader) read(ctx context.Context, after int64, limit int) (_ []store.Entry, err error) {
	s := r.entries
	if err := s.BindInt64(1, after); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Reset()) }()
	entries := make([]store.Entry, 0, min(limit, 1024))
	var block slab
	for len(entries) < limit && s.Step() {
		want := after + int64(len(entries)) + 1
		if seq := s.ColumnInt64(0); seq != want {
			return nil, &store.DamageError{Position: want, What: fmt.Sprintf("missing; the next one there is %d", seq)}
		}
		entries = append(entries, store.Entry{Seq: want, Bytes: block.keep(s.ColumnRawBlob(1))})
		if want%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return entries, s.Err()
}

// slab keeps many short byte slices in few allocations.
type slab []byte

const slabSize = 64 << 10

func (s *slab) keep(b []byte) []byte {
	if len(b) > slabSize/8 {
		return append([]byte{}, b...)
	}
	if cap(*s)-len(*s) < len(b) {
		*s = make([]byte, 0, slabSize)
	}
	from := len(*s)
	*s = append(*s, b...)
	return (*s)[from:len(*s):len(*s)]
}
