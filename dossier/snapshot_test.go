package dossier

import (
	"bytes"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"accede/body"
	"accede/rule"
)

// goOnWritten applies an entry to the fold that was written and read again after every entry before it, and compares it
// with the one that never was. So every scenario of these tests holds for folds from encodings at every position.
func (k *keeper) goOnWritten(e Entry) {
	k.t.Helper()
	if k.d.lexicon.codes == nil {
		return // a copy is not written
	}
	if k.chain == nil {
		k.chain = k.d
	} else if err := k.chain.Apply(e); err != nil {
		k.t.Fatalf("Apply(%d) to what was read: %v", e.Seq, err)
	}
	want := encoded(k.t, k.d)
	if got := encoded(k.t, k.chain); !bytes.Equal(got, want) {
		k.t.Fatalf("with entry %d, what was read folds to other bytes", e.Seq)
	}
	read, err := Decode(want)
	if err != nil {
		k.t.Fatalf("Decode at %d: %v", e.Seq, err)
	}
	if again := encoded(k.t, read); !bytes.Equal(again, want) {
		k.t.Fatalf("what was read at %d is written otherwise", e.Seq)
	}
	if e.Seq%8 == 7 { // by everything it holds, which takes long
		if diff := cmp.Diff(k.d, read, sameFold); diff != "" {
			k.t.Fatalf("what was read at %d: %s", e.Seq, diff)
		}
	}
	k.chain = read
}

func encoded(t testing.TB, d *Docket) []byte {
	t.Helper()
	data, err := d.Encode()
	if err != nil {
		t.Fatalf("Encode: %v", err)
	}
	return data
}

// keys are what a keyring holds, however it came to hold it.
type keys struct {
	order    []string
	byID     map[string]*heldKey
	ofParty  map[body.MemberID][]string
	byPublic map[string]string
	watching []string
}

// sameFold compares two dockets by everything they hold. A charter that was read twice is the same charter; tallies and
// tables of acts are made anew, and are compared by what they answer elsewhere.
var sameFold = cmp.Options{
	cmp.Exporter(func(reflect.Type) bool { return true }),
	cmp.Comparer(func(a, b *law) bool { return (a == nil) == (b == nil) && (a == nil || a.version == b.version) }),
	cmp.Comparer(func(a, b *body.Charter) bool { return a.Body == b.Body }),
	cmp.Comparer(func(a, b *rule.Procedure) bool { return a.ID == b.ID }),
	cmp.Comparer(func(a, b []rule.Procedure) bool { return len(a) == len(b) }),
	cmp.Comparer(func(a, b *rule.Stage) bool { return a.Text.ID == b.Text.ID }),
	cmp.Comparer(func(a, b *body.Stage) bool { return a.ID == b.ID }),
	cmp.Comparer(func(a, b *rule.Tally) bool { return (a == nil) == (b == nil) }),
	cmp.Comparer(func(a, b *lineage) bool { return true }),
	cmp.Comparer(func(a, b owner) bool { return true }),
	cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() }),
	cmp.Comparer(func(a, b body.Body) bool {
		one, names := a.Changes()
		two, others := b.Changes()
		return cmp.Equal(one, two) && cmp.Equal(names, others)
	}),
	cmp.Transformer("keys", func(r keyring) keys {
		return keys{r.order.All(), r.byID.All(), r.ofParty.All(), r.byPublic.All(), r.watching}
	}),
	cmp.Comparer(func(a, b index) bool { return len(a.whole().seqs) == len(b.whole().seqs) }),
}

func TestAnEncodingWithAChangedByteIsRefusedOrSaysSomethingElse(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-03", "b", "x", "", objects("q", "d", "x"))
	k.do("2030-01-04", "a", "x", "", ballot("for"))
	whole := encoded(t, k.d)
	rapid.Check(t, func(t *rapid.T) {
		data := bytes.Clone(whole)
		at := rapid.IntRange(0, len(data)-1).Draw(t, "at")
		data[at] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		d, err := Decode(data)
		if err != nil {
			if !errors.Is(err, ErrSnapshot) {
				t.Fatalf("Decode = %v, want ErrSnapshot", err)
			}
			return
		}
		if again, err := d.Encode(); err != nil || !bytes.Equal(again, data) {
			t.Fatalf("byte %d: what was read is written otherwise, %v", at, err)
		}
		for _, id := range d.Dossiers() {
			_, _ = d.Standing(id, d.At())
			_ = d.Lines(id)
		}
		_, _ = d.Due(d.At())
	})
}

func TestAnEncodingThatIsCutOffIsRefused(t *testing.T) {
	k := keep(t, body.Reported)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	whole := encoded(t, k.d)
	for n := range whole {
		if _, err := Decode(bytes.Clone(whole[:n])); !errors.Is(err, ErrSnapshot) {
			t.Fatalf("Decode of %d bytes of %d = %v, want ErrSnapshot", n, len(whole), err)
		}
	}
	if _, err := Decode(append(bytes.Clone(whole), 0)); !errors.Is(err, ErrSnapshot) {
		t.Fatalf("Decode of a byte more = %v, want ErrSnapshot", err)
	}
}

func TestACopyIsEncodedAsWhatItWasCopiedFrom(t *testing.T) {
	k := keep(t, body.Official)
	k.do("2030-01-02", "x", "x", "", apply("accession"))
	k.do("2030-01-04", "a", "x", "", ballot("for"))
	if got, want := encoded(t, k.d.Clone()), encoded(t, k.d); !bytes.Equal(got, want) {
		t.Error("a copy is written otherwise")
	}
}

func TestAFoldAsOneDossierHasItIsNotEncoded(t *testing.T) {
	k := keep(t, body.Official)
	other := *k.d
	other.law = &law{}
	if _, err := other.Encode(); !errors.Is(err, ErrOrder) {
		t.Errorf("Encode = %v, want ErrOrder", err)
	}
}
