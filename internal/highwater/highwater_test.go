package highwater_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"accede/internal/highwater"
	"accede/ledger"
)

func signed(t *testing.T) func(size int64) []byte {
	t.Helper()
	secret, _, err := ledger.GenerateKey(rand.Reader, "accede/quay")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ledger.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	origin, err := ledger.NewOrigin("quay", ledger.LeafHash([]byte("founding")))
	if err != nil {
		t.Fatal(err)
	}
	return func(size int64) []byte {
		note, err := ledger.SignCheckpoint(signer, origin, size, ledger.LeafHash([]byte("root")))
		if err != nil {
			t.Fatal(err)
		}
		return note
	}
}

func TestTheMarkLagsBehindByASecondAtMostAndNotAtTheEnd(t *testing.T) {
	note := signed(t)
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		at := func(want int64) {
			t.Helper()
			synctest.Wait()
			kept, err := highwater.Read(dir)
			if got := highwater.Size(kept); err != nil || got != want {
				t.Errorf("the mark is at %d, %v, want %d", got, err, want)
			}
		}
		k := highwater.Open(dir, slog.New(slog.DiscardHandler))
		at(0)
		k.Keep(note(1))
		at(1)
		for n := range int64(1000) {
			k.Keep(note(2 + n))
		}
		at(1)
		time.Sleep(time.Second)
		at(1001)
		k.Keep(note(1002))
		at(1001)
		if err := errors.Join(k.Close(), k.Close()); err != nil {
			t.Error(err)
		}
		at(1002)
	})
}

func TestAMarkThatCannotBeWrittenIsWrittenWhenItCan(t *testing.T) {
	note := signed(t)
	dir := filepath.Join(t.TempDir(), "later")
	var told bytes.Buffer
	k := highwater.Open(dir, slog.New(slog.NewTextHandler(&told, nil)))
	k.Keep(note(7))
	if err := k.Close(); err == nil || told.Len() == 0 {
		t.Errorf("Close of a mark without a place = %v, and told %q, want an error", err, told.String())
	}
	synctest.Test(t, func(t *testing.T) {
		k := highwater.Open(dir, slog.New(slog.NewTextHandler(&told, nil)))
		k.Keep(note(7))
		synctest.Wait()
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := k.Close(); err != nil {
			t.Errorf("Close once there is a place = %v", err)
		}
	})
	if kept, err := highwater.Read(dir); highwater.Size(kept) != 7 {
		t.Errorf("the mark is %q, %v, want that of 7 entries", kept, err)
	}
}

func TestAMarkThatCannotBeReadIsNoMarkAtNought(t *testing.T) {
	dir := t.TempDir()
	if note, err := highwater.Read(dir); note != nil || err != nil {
		t.Errorf("Read where there is none = %q, %v", note, err)
	}
	if err := os.WriteFile(filepath.Join(dir, highwater.FileName), []byte("7"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := highwater.Read(dir); !errors.Is(err, highwater.ErrForm) {
		t.Errorf("Read of nonsense: %v, want %v", err, highwater.ErrForm)
	}
}
