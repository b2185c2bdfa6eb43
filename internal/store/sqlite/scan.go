package sqlite

import (
	"fmt"
	"sync"

	sqlite3 "github.com/ncruces/go-sqlite3"

	"accede/internal/store"
	"accede/ledger"
)

// batch is a run of entries on its way from the file to the hashing. It is
// used again and again, so a scan needs little memory however long the record.
type batch struct {
	first  int64  // position of the first
	text   []byte // the bytes of all, one after another
	ends   []int  // where each ends in text
	hashes []ledger.Hash
}

const (
	batchLen = 1024 // entries in a batch
	batches  = 4    // on their way at the same time
)

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
	read, free := make(chan *batch, batches), make(chan *batch, batches)
	for range batches {
		free <- new(batch)
	}
	var altered error
	var hashing sync.WaitGroup
	hashing.Go(func() { altered = hashAll(read, free) })
	size, err = readAll(s, read, free)
	close(read)
	hashing.Wait()
	if altered != nil { // its position is before the one where reading ended
		return 0, altered
	}
	return size, err
}

// readAll sends all rows on and returns their number; the error is about the
// position after the last row sent.
func readAll(s *sqlite3.Stmt, to chan<- *batch, free <-chan *batch) (size int64, err error) {
	b := (<-free).begin(1)
	defer func() { to <- b }()
	for s.Step() {
		if seq := s.ColumnInt64(0); seq != size+1 {
			return 0, &store.DamageError{Position: size + 1, What: fmt.Sprintf("missing: the next one there is %d; restore the record from a backup", seq)}
		}
		if len(b.ends) == batchLen {
			to <- b
			b = (<-free).begin(size + 1)
		}
		b.add(s.ColumnRawBlob(1), s.ColumnRawBlob(2))
		size++
	}
	if err := s.Err(); err != nil {
		return 0, unreadable(size, err)
	}
	return size, nil
}

// hashAll checks all batches and returns the first fault. It takes batches
// after a fault too, so that the reader never waits in vain.
func hashAll(from <-chan *batch, free chan<- *batch) (first error) {
	for b := range from {
		if first == nil {
			first = b.check()
		}
		free <- b
	}
	return first
}

func (b *batch) begin(first int64) *batch {
	*b = batch{first, b.text[:0], b.ends[:0], b.hashes[:0]}
	return b
}

func (b *batch) add(entry, hash []byte) {
	b.text = append(b.text, entry...)
	b.ends = append(b.ends, len(b.text))
	var h ledger.Hash // one that fits no entry, for a hash of another length
	if len(hash) == len(h) {
		h = ledger.Hash(hash)
	}
	b.hashes = append(b.hashes, h)
}

// check compares every entry with its hash.
func (b *batch) check() error {
	from := 0
	for i, to := range b.ends {
		if h := ledger.LeafHash(b.text[from:to]); h != b.hashes[i] {
			return &store.DamageError{
				Position: b.first + int64(i),
				What:     fmt.Sprintf("altered: its bytes hash to %v, but %v was registered; restore the record from a backup", h, b.hashes[i]),
			}
		}
		from = to
	}
	return nil
}
