package ledger_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"accede/ledger"
)

// receipts of all entries of a record of n.
func receipts(t testing.TB, n int) (out []ledger.Receipt, d [][]byte) {
	t.Helper()
	signer, _ := keys(t, 7, "accede/nato")
	d = leaves(n)
	v := treeOf(d).View()
	checkpoint := must(ledger.SignCheckpoint(signer, origin(t), v.Size(), v.Root()))
	for seq := int64(1); seq <= v.Size(); seq++ {
		out = append(out, ledger.Receipt{Seq: seq, Path: must(v.Inclusion(seq, v.Size())), Checkpoint: checkpoint})
	}
	return out, d
}

func TestAReceiptProvesItsEntryAndNoOther(t *testing.T) {
	_, verifier := keys(t, 7, "accede/nato")
	all, d := receipts(t, 13)
	for i, r := range all {
		for j := range d {
			c, err := r.Check(verifier, origin(t), d[j])
			if i == j && (err != nil || c.Size != 13) {
				t.Errorf("receipt of entry %d: %v, %v, want size 13, nil", i+1, c, err)
			}
			if i != j && !errors.Is(err, ledger.ErrProof) {
				t.Errorf("receipt of entry %d for entry %d: %v, want %v", i+1, j+1, err, ledger.ErrProof)
			}
		}
	}
	_, other := keys(t, 9, "accede/nato")
	if _, err := all[0].Check(other, origin(t), d[0]); !errors.Is(err, ledger.ErrCheckpoint) {
		t.Errorf("with another key: %v, want %v", err, ledger.ErrCheckpoint)
	}
	if _, err := (ledger.Receipt{}).Check(verifier, origin(t), d[0]); !errors.Is(err, ledger.ErrCheckpoint) {
		t.Errorf("of nothing: %v, want %v", err, ledger.ErrCheckpoint)
	}
}

func TestAReceiptReadsBackAsWritten(t *testing.T) {
	for _, n := range []int{1, 2, 13} {
		all, _ := receipts(t, n)
		for _, want := range all {
			text := must(want.MarshalText())
			var got ledger.Receipt
			if err := got.UnmarshalText(text); err != nil || !same(got, want) {
				t.Errorf("UnmarshalText(%q) = %v, %v, want %v, nil", text, got, err, want)
			}
		}
	}
}

func same(a, b ledger.Receipt) bool {
	return a.Seq == b.Seq && slices.Equal(a.Path, b.Path) && bytes.Equal(a.Checkpoint, b.Checkpoint)
}

func TestAReceiptInAnotherFormIsRefused(t *testing.T) {
	all, _ := receipts(t, 13)
	good := string(must(all[2].MarshalText()))
	for name, text := range map[string]string{
		"empty":          "",
		"another header": strings.Replace(good, "@v1", "@v2", 1),
		"no index":       strings.Replace(good, "index 2\n", "", 1),
		"leading zero":   strings.Replace(good, "index 2", "index 02", 1),
		"below zero":     strings.Replace(good, "index 2", "index -2", 1),
		"too large":      strings.Replace(good, "index 2", "index 9223372036854775807", 1),
		"half a hash":    strings.Replace(good, "=\n", "\n", 1),
		"no checkpoint":  strings.SplitN(good, "\n\n", 2)[0],
		"carriage":       strings.ReplaceAll(good, "\n", "\r\n"),
	} {
		var r ledger.Receipt
		if err := r.UnmarshalText([]byte(text)); !errors.Is(err, ledger.ErrReceipt) {
			t.Errorf("%s: %v, want %v", name, err, ledger.ErrReceipt)
		}
	}
}

func FuzzReceipt(f *testing.F) {
	all, _ := receipts(f, 5)
	for _, r := range all {
		f.Add(must(r.MarshalText()))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		var r ledger.Receipt
		if r.UnmarshalText(in) == nil {
			if back := must(r.MarshalText()); !bytes.Equal(back, in) {
				t.Errorf("%q reads back as %q", in, back)
			}
		}
	})
}
