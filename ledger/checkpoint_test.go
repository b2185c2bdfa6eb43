package ledger_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"accede/ledger"
)

// zeros is a source of the same key every time.
type zeros struct{ b byte }

func (z zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = z.b
	}
	return len(p), nil
}

func keys(t testing.TB, seed byte, name string) (note.Signer, note.Verifier) {
	t.Helper()
	private, public, err := ledger.GenerateKey(zeros{seed}, name)
	if err != nil {
		t.Fatal(err)
	}
	return must(ledger.NewSigner(private)), must(ledger.NewVerifier(public))
}

func origin(t testing.TB) ledger.Origin {
	t.Helper()
	return must(ledger.NewOrigin("nato", ledger.LeafHash([]byte("genesis"))))
}

func TestACheckpointHasTheseBytes(t *testing.T) {
	signer, _ := keys(t, 7, "accede/nato")
	got, err := ledger.SignCheckpoint(signer, "accede/nato/00112233445566778899aabbccddeeff", 3, ledger.LeafHash(nil))
	if err != nil {
		t.Fatal(err)
	}
	text := "accede/nato/00112233445566778899aabbccddeeff\n3\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n"
	if want := text + "\n— accede/nato "; !strings.HasPrefix(string(got), want) {
		t.Errorf("checkpoint = %q, want it to begin %q", got, want)
	}
	again := must(ledger.SignCheckpoint(signer, "accede/nato/00112233445566778899aabbccddeeff", 3, ledger.LeafHash(nil)))
	if !bytes.Equal(got, again) {
		t.Error("signed twice, a checkpoint has two forms")
	}
}

func TestASignedCheckpointOpens(t *testing.T) {
	signer, verifier := keys(t, 7, "accede/nato")
	want := ledger.Checkpoint{Origin: origin(t), Size: 1 << 40, Root: ledger.LeafHash([]byte("root"))}
	signed := must(ledger.SignCheckpoint(signer, want.Origin, want.Size, want.Root))
	if got, err := ledger.OpenCheckpoint(verifier, want.Origin, signed); got != want || err != nil {
		t.Errorf("OpenCheckpoint = %v, %v, want %v, nil", got, err, want)
	}
	if got, err := ledger.PeekCheckpoint(signed); got != want || err != nil {
		t.Errorf("PeekCheckpoint = %v, %v, want %v, nil", got, err, want)
	}
}

func TestACheckpointWithAWitnessBesideItOpens(t *testing.T) {
	signer, verifier := keys(t, 7, "accede/nato")
	witness, _ := keys(t, 8, "witness")
	c := ledger.Checkpoint{Origin: origin(t), Size: 5}
	signed := must(note.Sign(&note.Note{Text: c.Text()}, witness, signer))
	if got, err := ledger.OpenCheckpoint(verifier, c.Origin, signed); got != c || err != nil {
		t.Errorf("OpenCheckpoint = %v, %v, want %v, nil", got, err, c)
	}
}

func TestEveryAlteredByteOfACheckpointIsRefused(t *testing.T) {
	signer, verifier := keys(t, 7, "accede/nato")
	signed := must(ledger.SignCheckpoint(signer, origin(t), 12, ledger.LeafHash(nil)))
	for i := range signed {
		for bit := range 8 {
			bad := bytes.Clone(signed)
			bad[i] ^= 1 << bit
			if _, err := ledger.OpenCheckpoint(verifier, origin(t), bad); !errors.Is(err, ledger.ErrCheckpoint) {
				t.Errorf("byte %d, bit %d altered: %v, want %v", i, bit, err, ledger.ErrCheckpoint)
			}
		}
		if _, err := ledger.OpenCheckpoint(verifier, origin(t), signed[:i]); !errors.Is(err, ledger.ErrCheckpoint) {
			t.Errorf("cut after %d bytes: %v, want %v", i, err, ledger.ErrCheckpoint)
		}
	}
}

func TestACheckpointOfAnotherKeyOrRecordIsRefused(t *testing.T) {
	signer, verifier := keys(t, 7, "accede/nato")
	_, other := keys(t, 8, "accede/nato")
	signed := must(ledger.SignCheckpoint(signer, origin(t), 12, ledger.LeafHash(nil)))
	if _, err := ledger.OpenCheckpoint(other, origin(t), signed); !errors.Is(err, ledger.ErrCheckpoint) {
		t.Errorf("with another key: %v, want %v", err, ledger.ErrCheckpoint)
	}
	elsewhere := must(ledger.NewOrigin("nato", ledger.LeafHash([]byte("another genesis"))))
	if _, err := ledger.OpenCheckpoint(verifier, elsewhere, signed); !errors.Is(err, ledger.ErrOrigin) {
		t.Errorf("for another record: %v, want %v", err, ledger.ErrOrigin)
	}
}

func TestASignedNoteInAnotherFormIsNoCheckpoint(t *testing.T) {
	signer, verifier := keys(t, 7, "accede/nato")
	good := ledger.Checkpoint{Origin: origin(t), Size: 12}.Text()
	for name, text := range map[string]string{
		"leading zero":   strings.Replace(good, "\n12\n", "\n012\n", 1),
		"plus sign":      strings.Replace(good, "\n12\n", "\n+12\n", 1),
		"below zero":     strings.Replace(good, "\n12\n", "\n-12\n", 1),
		"no size":        strings.Replace(good, "\n12\n", "\n\n", 1),
		"too large":      strings.Replace(good, "\n12\n", "\n9223372036854775808\n", 1),
		"hexadecimal":    strings.Replace(good, "\n12\n", "\n0xc\n", 1),
		"short root":     strings.Replace(good, "AAAA=", "AAA=", 1),
		"loose base64":   strings.Replace(good, "AAAA=", "AAAB=", 1),
		"another line":   good + "extension\n",
		"no origin":      "\n12\n" + strings.SplitN(good, "\n", 3)[2],
		"nothing at all": "\n",
	} {
		signed := must(note.Sign(&note.Note{Text: text}, signer))
		if _, err := ledger.OpenCheckpoint(verifier, origin(t), signed); !errors.Is(err, ledger.ErrCheckpoint) {
			t.Errorf("%s: %v, want %v", name, err, ledger.ErrCheckpoint)
		}
	}
}

func TestAnOriginNamesTheBodyAndTheFirstEntry(t *testing.T) {
	h := ledger.Hash{0xab, 0xcd}
	if got, want := must(ledger.NewOrigin("un-sc15", h)), ledger.Origin("accede/un-sc15/abcd0000000000000000000000000000"); got != want {
		t.Errorf("origin = %q, want %q", got, want)
	}
	for _, body := range []string{"", "a b", "a/b", "a+b", "NATO", "nato\n", "ñ", "-/-"} {
		if o, err := ledger.NewOrigin(body, h); !errors.Is(err, ledger.ErrOrigin) {
			t.Errorf("NewOrigin(%q) = %q, %v, want %v", body, o, err, ledger.ErrOrigin)
		}
	}
}

func TestNothingIsSignedThatWouldNotOpen(t *testing.T) {
	signer, _ := keys(t, 7, "accede/nato")
	for _, c := range []ledger.Checkpoint{{Origin: "", Size: 1}, {Origin: "a\nb", Size: 1}, {Origin: "a", Size: -1}} {
		if _, err := ledger.SignCheckpoint(signer, c.Origin, c.Size, c.Root); !errors.Is(err, ledger.ErrCheckpoint) {
			t.Errorf("SignCheckpoint(%q, %d) = %v, want %v", c.Origin, c.Size, err, ledger.ErrCheckpoint)
		}
	}
}

func TestKeysAreReadBackAndOthersRefused(t *testing.T) {
	private, public, err := ledger.GenerateKey(zeros{3}, "accede/nato")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ledger.PublicKey(private + "\n"); got != public || err != nil {
		t.Errorf("PublicKey = %q, %v, want %q, nil", got, err, public)
	}
	for _, bad := range []string{"", "x", public, private[:len(private)-3]} {
		if _, err := ledger.PublicKey(bad); !errors.Is(err, ledger.ErrKey) {
			t.Errorf("PublicKey(%q) = %v, want %v", bad, err, ledger.ErrKey)
		}
	}
	for _, bad := range []string{"", "x", private} {
		if _, err := ledger.NewVerifier(bad); !errors.Is(err, ledger.ErrKey) {
			t.Errorf("NewVerifier(%q) = %v, want %v", bad, err, ledger.ErrKey)
		}
	}
	for _, name := range []string{"", "a b", "a+b", "a\n"} {
		if _, _, err := ledger.GenerateKey(zeros{3}, name); !errors.Is(err, ledger.ErrKey) {
			t.Errorf("GenerateKey(%q) = %v, want %v", name, err, ledger.ErrKey)
		}
	}
}

func FuzzPeekCheckpoint(f *testing.F) {
	signer, _ := keys(f, 7, "accede/nato")
	f.Add(must(ledger.SignCheckpoint(signer, origin(f), 12, ledger.LeafHash(nil))))
	f.Add([]byte("a\n1\n\n\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		c, err := ledger.PeekCheckpoint(in)
		if err == nil && !bytes.HasPrefix(in, []byte(c.Text()+"\n")) {
			t.Errorf("%q reads as %q", in, c.Text())
		}
	})
}
