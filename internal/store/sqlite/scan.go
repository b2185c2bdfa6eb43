package sqlite

import (
	"bytes"
	"fmt"
	"sync"

	sqlite3 "github.com/ncruces/go-sqlite3"

	"accede/internal/store"
	"accede/ledger"
)

// batch is a run of entries on its way from the file to the hashing.
type batch struct {
	first  int64 // position of the first
	bytes  [][]byte
	hashes []ledger.Hash
	kept   slab
}

const batchLen = 2048

// scan reads all entries in order and returns how many there are. Reading and
// hashing go on side by side. The error names the first position at fault.
func scan(c *sqlite3.Conn) (size int64, err error) {
	s, _, err := c.Prepare(sqlScan)
	if err != nil {
		return 0, unreadable(0, err)
	}
	defer s.Close()
	if err := s.BindInt64(1, -1<<63); err != nil { // positions below 1 are at fault too
		return 0, err
	}
	read := make(chan *batch, 4)
	var altered error
	var hashing sync.WaitGroup
	hashing.Go(func() { altered = hashAll(read) })
	size, err = readAll(s, read)
	close(read)
	hashing.Wait()
	if altered != nil { // its position is before the one where reading ended
		return 0, altered
	}
	return size, err
}

// readAll sends all rows on and returns their number; the error is about the
// position after the last row sent.
func readAll(s *sqlite3.Stmt, to chan<- *batch) (size int64, err error) {
	b := &batch{first: 1}
	defer func() { to <- b }()
	for s.Step() {
		if seq := s.ColumnInt64(0); seq != size+1 {
			return 0, &store.DamageError{Position: size + 1, What: fmt.Sprintf("missing: the next one there is %d; restore the record from a backup", seq)}
		}
		if len(b.bytes) == batchLen {
			to <- b
			b = &batch{first: size + 1}
		}
		size++
		b.bytes = append(b.bytes, b.kept.keep(s.ColumnRawBlob(1)))
		var h ledger.Hash
		if raw := s.ColumnRawBlob(2); len(raw) == len(h) {
			h = ledger.Hash(raw)
		}
		b.hashes = append(b.hashes, h)
	}
	if err := s.Err(); err != nil {
		return 0, unreadable(size, err)
	}
	return size, nil
}

// hashAll compares every entry with its hash. It takes all batches, so that
// the reader never waits in vain, and returns the first fault.
func hashAll(from <-chan *batch) (first error) {
	for b := range from {
		if first == nil {
			first = b.check()
		}
	}
	return first
}

func (b *batch) check() error {
	for i, e := range b.bytes {
		if h := ledger.LeafHash(e); !bytes.Equal(h[:], b.hashes[i][:]) {
			return &store.DamageError{
				Position: b.first + int64(i),
				What:     fmt.Sprintf("altered: its bytes hash to %v, but %v was registered; restore the record from a backup", h, b.hashes[i]),
			}
		}
	}
	return nil
}
