package evidence_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"accede/internal/evidence"
	"accede/ledger"
)

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

const origin = ledger.Origin("accede/quay/00112233445566778899aabbccddeeff")

func host(t testing.TB) (note.Signer, string) {
	t.Helper()
	private, public, err := ledger.GenerateKey(zeros{}, "accede/quay")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ledger.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	return signer, public
}

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

// two answers a fork of a record, parted at its second entry.
func two(t testing.TB) evidence.File {
	t.Helper()
	signer, public := host(t)
	one, other := new(ledger.Tree), new(ledger.Tree)
	one.Append([]byte("founding"))
	other.Append([]byte("founding"))
	one.Append([]byte("this"))
	for _, e := range []string{"that", "and", "more"} {
		other.Append([]byte(e))
	}
	v := other.View()
	return evidence.File{
		Kind: evidence.Fork, Origin: origin, Host: public,
		Short: must(ledger.SignCheckpoint(signer, origin, 2, one.Root())), Long: must(ledger.SignCheckpoint(signer, origin, 4, other.Root())),
		Root: must(v.RootAt(2)), Path: must(v.Consistency(2, 4)),
	}
}

// dated answers an entry that is dated before a time at which the record was seen without it.
func dated(t testing.TB, at, seen string) evidence.File {
	t.Helper()
	signer, public := host(t)
	key := ed25519.NewKeyFromSeed(make([]byte, 32))
	w := must(ledger.WatcherOf("accede/quay/watch/a", key.Public().(ed25519.PublicKey)))
	tree := new(ledger.Tree)
	tree.Append([]byte("founding"))
	short := must(ledger.SignCheckpoint(signer, origin, 1, tree.Root()))
	entry := []byte(`{"accede":"entry/1","at":"` + at + `","notice":{"dated":"` + at + `","dossier":"x","kind":"run"},"seq":2}`)
	tree.Append(entry)
	return evidence.File{
		Kind: evidence.BackDated, Origin: origin, Host: public, Watcher: w.String(),
		Short: must(ledger.Cosign(short, w.Name(), key, must(time.Parse(time.RFC3339, seen)))),
		Long:  must(ledger.SignCheckpoint(signer, origin, 2, tree.Root())), Path: must(tree.View().Inclusion(2, 2)), Seq: 2, Entry: entry,
	}
}

func TestEvidenceReadsAsItIsWrittenAndShowsWhatItSays(t *testing.T) {
	for _, f := range []evidence.File{two(t), dated(t, "2030-01-01T00:00:00Z", "2030-01-01T00:05:01Z")} {
		data := must(f.Marshal())
		got, err := evidence.Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", f.Kind, err)
		}
		if again := must(got.Marshal()); !bytes.Equal(again, data) {
			t.Errorf("%s: written again %s, want %s", f.Kind, again, data)
		}
		if shown, err := got.Check(); err != nil || len(shown.Says) < 2 {
			t.Errorf("%s: %q, %v, want what it says", f.Kind, shown.Says, err)
		}
	}
}

func TestAnEntryWithinTheSkewOfClocksIsNoEvidence(t *testing.T) {
	for _, seen := range []string{"2030-01-01T00:05:00Z", "2030-01-01T00:00:00Z", "2029-12-31T00:00:00Z"} {
		if _, err := dated(t, "2030-01-01T00:00:00Z", seen).Check(); !errors.Is(err, evidence.ErrShown) {
			t.Errorf("registered at midnight, seen at %s: %v, want %v", seen, err, evidence.ErrShown)
		}
	}
}

// Nobody is convicted by a file that was altered: every bit but those that change nothing.
func TestNoAlteredEvidenceConvinces(t *testing.T) {
	for _, f := range []evidence.File{two(t), dated(t, "2030-01-01T00:00:00Z", "2030-01-01T01:00:00Z")} {
		data := must(f.Marshal())
		tried := 0
		for i := range data {
			for bit := range 8 {
				bad := bytes.Clone(data)
				bad[i] ^= 1 << bit
				tried++
				got, err := evidence.Parse(bad)
				if err != nil {
					continue
				}
				if _, err := got.Check(); err == nil {
					t.Errorf("%s: byte %d, bit %d altered (%q for %q), and it convinces", f.Kind, i, bit, bad[max(0, i-20):i+1], data[max(0, i-20):i+1])
				}
			}
		}
		t.Logf("%s: %d alterations refused", f.Kind, tried)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(must(two(f).Marshal()))
	f.Fuzz(func(t *testing.T, in []byte) {
		got, err := evidence.Parse(in)
		if err != nil {
			return
		}
		again, err := got.Marshal()
		if err != nil || !bytes.Equal(again, in) {
			t.Errorf("%q reads, and is written %q, %v", in, again, err)
		}
	})
}
