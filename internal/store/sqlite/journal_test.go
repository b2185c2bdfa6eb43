package sqlite

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"accede/internal/store"
)

// Any bit of a journal turned over, after a crash: the record is refused, or it is whole but for the last commit, whose
// loss cannot be told from a power cut in it; and never is a wrong entry read.
func TestAPowerCutAndABitOfTheJournalTurnedOverAreFoundOrHarmless(t *testing.T) {
	y := keepDiary(t, "").upTo(15) // there are seven commits in the journal then
	files := y.cut(len(y.ops), rand.New(sound{}))
	name := fileName + "-wal"
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 0))
	root := fast(t)
	var refused, shorter int
	const tries = 600
	for range tries {
		bad := bytes.Clone(files[name])
		at, bit := r.IntN(len(bad)), byte(1)<<r.IntN(8)
		bad[at] ^= bit
		n, err := y.openCut(t, root, map[string][]byte{fileName: files[fileName], name: bad})
		switch {
		case errors.Is(err, store.ErrDamaged):
			refused++
		case err != nil:
			t.Errorf("seed %d, bit %#x of byte %d: %v, want %v", seed, bit, at, err, store.ErrDamaged)
		case n == y.largest:
		case n == y.acks[len(y.acks)-2].size:
			shorter++
		default:
			t.Errorf("seed %d, bit %#x of byte %d: %d entries, want %d, or %d without the last commit", seed, bit, at, n, y.largest, y.acks[len(y.acks)-2].size)
		}
	}
	if refused < tries/4 {
		t.Errorf("%d of %d were refused, want many", refused, tries)
	}
	t.Logf("%d of %d were refused, %d took the last commit away, the others changed nothing", refused, tries, shorter)
}

// upTo is the diary as it was when so many sizes had been acknowledged.
func (y diary) upTo(acks int) diary {
	y.acks = y.acks[:acks]
	y.largest = y.acks[acks-1].size
	y.ops = y.ops[:y.acks[acks-1].ops]
	return y
}

// sound is the dice of a disk to which every write arrives.
type sound struct{}

func (sound) Uint64() uint64 { return ^uint64(0) }

// openCut opens files and answers how many entries are there, each of them right.
func (y diary) openCut(t *testing.T, root string, files map[string][]byte) (int64, error) {
	t.Helper()
	dir, err := os.MkdirTemp(root, "cut") //nolint:usetesting // one of many, removed at once
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	log, err := Open(dir)
	if err != nil {
		return 0, err
	}
	defer log.Close()
	n, err := log.Size(context.Background())
	if why := y.agrees(log, n); err == nil && why != "" {
		t.Error(why)
	}
	return n, err
}
