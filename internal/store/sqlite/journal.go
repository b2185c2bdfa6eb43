package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math/bits"
	"os"

	"accede/internal/store"
)

// The journal beside the file [sqlite.org/fileformat2.html, 4]: a header, then frames, each a page with the checksum of
// everything up to it. SQLite reads as far as the checksums hold, and takes the first that does not for the end: that is
// right after a power cut, and a loss nobody hears of where a bit has turned over since.
const (
	journalHead = 32
	frameHead   = 24
	magic       = 0x377f0682 // the last bit says how words are read for the checksum
)

// checkJournal finds out that a journal was altered. A commit is begun once the one before it is on the disk; so frames of
// a later commit behind a checksum that does not hold mean that it once did. What is altered in the last commit looks as
// if the power had been cut in it, and is not found. The caller holds the lock: nobody writes the journal meanwhile.
func checkJournal(name string) error {
	b, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the journal: %w", err)
	}
	if len(b) <= journalHead { // SQLite writes no frame before the header is on the disk
		return nil
	}
	j, ok := journalOf(b)
	if !ok {
		return &store.DamageError{What: "the head of the journal was altered; restore the record from a backup, with its journal"}
	}
	if n, altered := j.altered(); altered {
		return &store.DamageError{What: fmt.Sprintf("frame %d of the journal was altered, and what was committed after it would be lost; restore the record from a backup, with its journal", n)}
	}
	return nil
}

// journal is a journal in memory.
type journal struct {
	frames []byte
	size   int // of a frame, with its head
	salts  [8]byte
	words  binary.ByteOrder
	sum    [2]uint32 // of the header
}

// journalOf reads the header; false where it does not agree with itself.
func journalOf(b []byte) (j journal, ok bool) {
	head := binary.BigEndian.Uint32(b)
	if head&^1 != magic {
		return j, false
	}
	j.words = binary.ByteOrder(binary.LittleEndian)
	if head&1 == 1 {
		j.words = binary.BigEndian
	}
	page := int(binary.BigEndian.Uint32(b[8:]))
	j.sum = j.add([2]uint32{}, b[:24])
	if page < 512 || page > 65536 || j.sum != sumAt(b[24:]) {
		return j, false
	}
	j.frames, j.size = b[journalHead:], page+frameHead
	copy(j.salts[:], b[16:24])
	return j, true
}

func sumAt(b []byte) [2]uint32 {
	return [2]uint32{binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])}
}

// add carries a checksum on over bytes, whose number is a multiple of eight.
func (j journal) add(s [2]uint32, b []byte) [2]uint32 {
	for ; len(b) >= 8; b = b[8:] {
		s[0] += j.words.Uint32(b) + s[1]
		s[1] += j.words.Uint32(b[4:]) + s[0]
	}
	return s
}

// ours says whether a frame carries the salts of this journal, or did before one bit of them turned over.
func (j journal) ours(frame []byte) bool {
	return bits.OnesCount64(binary.BigEndian.Uint64(frame[8:])^binary.BigEndian.Uint64(j.salts[:])) <= 1
}

// altered answers the first frame whose checksum does not hold, counted from 1, where a later commit lies behind it. A
// frame of this journal carries its salts; one that an earlier journal has left in the file carries others.
func (j journal) altered() (frame int, altered bool) {
	broken, committed, sum := 0, false, j.sum
	for n := 1; n*j.size <= len(j.frames); n++ {
		f := j.frames[(n-1)*j.size : n*j.size]
		ours := j.ours(f)
		if broken == 0 {
			next := j.add(j.add(sum, f[:8]), f[frameHead:])
			if [8]byte(f[8:16]) == j.salts && next == sumAt(f[16:]) {
				sum = next
				continue
			}
			broken, committed = n, ours && binary.BigEndian.Uint32(f[4:]) != 0
			continue
		}
		if ours && committed {
			return broken, true
		}
		committed = committed || ours && binary.BigEndian.Uint32(f[4:]) != 0
	}
	return 0, false
}
