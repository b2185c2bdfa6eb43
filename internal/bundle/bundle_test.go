package bundle

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"
	"accede/game"
	"accede/internal/depositary"
	"accede/internal/store"
	"accede/internal/store/mem"
	"accede/ledger"
)

const charterText = `
accede: charter/1
body: quay
name: {en: Quay Association}
time_zone: Europe/Brussels
keeping: official
chair: {id: chair, name: {en: Chair}}
members:
  - {id: a, name: {en: Alder}}
  - {id: b, name: {en: Birch}}
applicants:
  - {id: x, name: {en: Xylo}}
  - {id: z, name: {en: Zelkova}}
procedures:
  vote:
    stages:
      - {id: application, act: apply}
      - {id: ballot, rule: all of members are for, closes: when certain}
`

var background = context.Background()

// record is a record with two dossiers, one of them decided, and what is needed to write bundles of it.
type record struct {
	log    *mem.Log
	signer note.Signer
	public string
}

func newRecord(t *testing.T) record { return newRecordOf(t, charterText) }

func newRecordOf(t *testing.T, charter string) record {
	t.Helper()
	private, public, err := ledger.GenerateKey(rand.Reader, "accede/quay")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ledger.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	r := record{mem.New(), signer, public}
	f := dossier.Founding{Charter: charter, Host: public, Made: "test"}
	if _, err := depositary.Found(background, r.log, f, signer, noon()); err != nil {
		t.Fatal(err)
	}
	return r
}

func noon() time.Time { return time.Date(2030, 1, 2, 12, 0, 0, 0, time.UTC) }

// fill submits an admission that carries and one that waits.
func (r record) fill(t *testing.T) {
	t.Helper()
	d, err := depositary.Open(background, depositary.Config{Log: r.log, Signer: r.signer, Clock: noon})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for _, a := range []act.Act{
		official("x-applies", "x", "x", &act.Apply{Procedure: "vote"}),
		official("z-applies", "z", "z", &act.Apply{Procedure: "vote"}),
		official("a-votes", "a", "x", &act.Position{Ballot: "for"}),
		official("b-votes", "b", "x", &act.Position{Ballot: "for"}),
		official("a-waits", "a", "z", &act.Reserve{Reason: body.Names{"en": "Its parliament."}}),
	} {
		data, err := a.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Submit(background, data); err != nil {
			t.Fatal(err)
		}
	}
}

func official(id string, by body.MemberID, about string, do act.Deed) act.Act {
	return act.Act{
		Body: "quay", ID: id, By: by, Date: form.Instant{Day: form.Date{Year: 2030, Month: 1, Day: 2}},
		Dossiers: []string{about}, Paper: &act.Paper{By: "chair", From: "letter"}, Do: do,
	}
}

// bundle writes a bundle of a dossier, or of the whole record.
func (r record) bundle(t *testing.T, id string) []byte {
	t.Helper()
	got, err := depositary.Load(background, r.log)
	if err != nil {
		t.Fatal(err)
	}
	h := Header{Origin: got.Origin, Host: got.HostKey, Checkpoint: got.Checkpoint, Size: got.Tree.Size(), Dossier: id}
	all, err := r.log.Read(background, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var lines []Line
	for _, e := range all {
		l := Line{Seq: e.Seq, Bytes: e.Bytes}
		if id != "" {
			if e.Seq > 1 && !strings.Contains(string(e.Bytes), fmt.Sprintf("%q", id)) {
				continue
			}
			if l.Proof, err = got.Tree.View().Inclusion(e.Seq, h.Size); err != nil {
				t.Fatal(err)
			}
		}
		lines = append(lines, l)
	}
	var out bytes.Buffer
	if err := Write(&out, h, each(lines)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func each(lines []Line) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		for _, l := range lines {
			if !yield(l, nil) {
				return
			}
		}
	}
}

func TestWhatIsWrittenIsChecked(t *testing.T) {
	r := newRecord(t)
	r.fill(t)
	for _, id := range []string{"", "x", "z"} {
		got, err := Check(background, bytes.NewReader(r.bundle(t, id)))
		if err != nil {
			t.Errorf("Check of the bundle of %q: %v", id, err)
		}
		if got.Body != "quay" || got.Keeping != "official" || len(got.Checked) == 0 || (len(got.Not) == 0) != (id == "") {
			t.Errorf("Check of the bundle of %q = %+v", id, got)
		}
	}
}

// TestNoChangedByteIsVerified changes one byte after another, of the whole record every fifth, and leaves out one line
// after another.
func TestNoChangedByteIsVerified(t *testing.T) {
	r := newRecord(t)
	r.fill(t)
	for _, id := range []string{"", "x"} {
		data := r.bundle(t, id)
		step := 1
		if id == "" {
			step = 5
		}
		for i := 0; i < len(data); i += step {
			changed := slices.Clone(data)
			changed[i] ^= 1
			_, err := Check(background, bytes.NewReader(changed))
			if !errors.Is(err, ErrVerify) && !errors.Is(err, ErrForm) && !errors.Is(err, store.ErrNewer) {
				t.Errorf("bundle of %q with byte %d changed (%q): %v, want it refused", id, i, around(data, i), err)
			}
		}
		lines := bytes.SplitAfter(data, []byte("\n"))
		for i := range lines {
			if id != "" && i > 1 {
				break // nothing can show that a line of one dossier was left out
			}
			if len(lines[i]) == 0 {
				continue
			}
			less := bytes.Join(slices.Delete(slices.Clone(lines), i, i+1), nil)
			if _, err := Check(background, bytes.NewReader(less)); !errors.Is(err, ErrVerify) && !errors.Is(err, ErrForm) {
				t.Errorf("bundle of %q without line %d: %v, want it refused", id, i+1, err)
			}
		}
	}
}

func around(data []byte, i int) []byte { return data[max(0, i-10):min(len(data), i+10)] }

// TestAFindingThatDoesNotFollowIsFoundOut: a host that signs an untrue finding is caught by anybody who folds.
func TestAFindingThatDoesNotFollowIsFoundOut(t *testing.T) {
	r := newRecord(t)
	r.fill(t)
	all, err := r.log.Read(background, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range all {
		parsed, err := dossier.ParseEntry(e.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		if parsed.Notice == nil || parsed.Notice.Outcome != game.Adopted {
			continue
		}
		for name, lie := range map[string]func(*dossier.Notice){
			"another outcome": func(n *dossier.Notice) { n.Outcome = game.Rejected },
			"another reason":  func(n *dossier.Notice) { n.Reasons = []string{"all of members are for: 2 of 3 are"} },
			"another time":    func(n *dossier.Notice) { n.Dated = n.Dated.Add(time.Second) },
		} {
			untrue := *parsed.Notice
			lie(&untrue)
			data, err := dossier.NoticeEntry(e.Seq, parsed.At, untrue).Marshal()
			if err != nil {
				t.Fatal(err)
			}
			_, err = CheckLog(background, r.signed(t, append(slices.Clone(all[:i]), store.Entry{Seq: e.Seq, Bytes: data})))
			var m *Mismatch
			if !errors.As(err, &m) || m.Position != e.Seq {
				t.Errorf("%s: %v, want a mismatch at entry %d", name, err, e.Seq)
			}
		}
		return
	}
	t.Fatal("the record has no finding")
}

// signed answers a log of these entries with a checkpoint that the host has signed.
func (r record) signed(t *testing.T, entries []store.Entry) store.Log {
	t.Helper()
	tree := new(ledger.Tree)
	for _, e := range entries {
		tree.Append(e.Bytes)
	}
	origin, err := ledger.NewOrigin("quay", ledger.LeafHash(entries[0].Bytes))
	if err != nil {
		t.Fatal(err)
	}
	checkpoint, err := ledger.SignCheckpoint(r.signer, origin, tree.Size(), tree.Root())
	if err != nil {
		t.Fatal(err)
	}
	log := mem.New()
	if err := log.Append(background, 0, entries, checkpoint); err != nil {
		t.Fatal(err)
	}
	return log
}

func TestAnotherHostsSignatureIsNotTaken(t *testing.T) {
	r, other := newRecord(t), newRecord(t)
	r.fill(t)
	all, err := r.log.Read(background, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	r.signer = other.signer
	if _, err := CheckLog(background, r.signed(t, all)); !errors.Is(err, ErrVerify) {
		t.Errorf("CheckLog = %v, want ErrVerify", err)
	}
}

func TestWhatIsNoBundleIsSaid(t *testing.T) {
	for _, text := range []string{"", "\n", "hello\n", "{}\n", `{"accede":"bundle/2"}` + "\n", `{"accede":"acts/1"}` + "\n"} {
		if _, err := Check(background, strings.NewReader(text)); !errors.Is(err, ErrForm) {
			t.Errorf("Check(%q) = %v, want ErrForm", text, err)
		}
	}
}
