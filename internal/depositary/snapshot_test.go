package depositary

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"accede/act"
	"accede/body"
	"accede/internal/snapshot"
	"accede/internal/store"
	"accede/internal/store/mem"
	"accede/ledger"
)

// keeping answers a depositary that keeps snapshots in a folder, and what it has logged.
func (r *record) keeping(t testing.TB, dir, release string) (*Depositary, *bytes.Buffer) {
	t.Helper()
	said := new(bytes.Buffer)
	c := r.config(r.log)
	c.Snapshots, c.Release, c.Least, c.Logger = snapshot.Folder(dir), func() string { return release }, 1, slog.New(slog.NewTextHandler(said, nil))
	d, err := Open(background, c)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() { d.Close() })
	return d, said
}

// kept answers the snapshot of a record as it is now.
func kept(t testing.TB, d *Depositary, dir string) []byte {
	t.Helper()
	d.keepSnapshot(d.look())
	data, err := snapshot.Folder(dir).Newest(background)
	if err != nil || data == nil {
		t.Fatalf("the snapshot of %d entries: %d bytes, %v", d.Size(), len(data), err)
	}
	return data
}

// folded answers the fold of a record and its root, as one value.
func folded(t testing.TB, d *Depositary) string {
	t.Helper()
	docket, tree, err := d.look()
	if err != nil {
		t.Fatal(err)
	}
	data, err := docket.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d %v %x", tree.Size(), tree.Root(), data)
}

// acted is a step of a history: who does what, in a dossier.
type acted struct {
	by    body.MemberID
	about string
	do    act.Deed
}

func someSteps() []acted {
	return []acted{
		{"x", "x", &act.Apply{Procedure: "accession"}},
		{"y", "y", &act.Apply{Procedure: "vote"}},
		{"a", "y", &act.Position{Ballot: "for"}},
		{"b", "x", &act.Object{Concerns: []act.Concern{{ID: "q", Text: en("a concern"), Demands: []act.Demand{{ID: "d", Of: []body.MemberID{"x"}, Text: en("a demand")}}}}}},
		{"x", "x", &act.Commit{Commitments: []act.Commitment{{ID: "p", Answers: []string{"d"}, Text: en("a promise")}}}},
		{"b", "y", &act.Position{Ballot: "for"}},
		{"b", "x", &act.Withdraw{What: "objection", Of: "step-3"}},
		{"c", "y", &act.Position{Ballot: "for"}},
		{"chair", "x", &act.Close{}},
		{"a", "x", &act.Sign{}},
	}
}

func TestAStartFromASnapshotStandsAsOneFromAllEntries(t *testing.T) {
	for _, keeping := range []body.Keeping{body.Official, body.Reported} {
		t.Run(string(keeping), func(t *testing.T) {
			r, dir := founded(t, keeping), t.TempDir()
			d, _ := r.keeping(t, dir, "one")
			snapshots := [][]byte{kept(t, d, dir)}
			for i, step := range someSteps() {
				id := fmt.Sprintf("step-%d", i)
				a := officialAct(id, step.by, step.about, step.do)
				if keeping == body.Reported {
					a = reported(id, step.by, step.about, i+1, step.do)
				}
				if _, err := d.Submit(background, marshal(t, a)); err != nil {
					t.Fatalf("Submit(%s): %v", id, err)
				}
				snapshots = append(snapshots, kept(t, d, dir))
			}
			want := folded(t, r.open(t))
			for i, data := range snapshots {
				dir := t.TempDir()
				if err := snapshot.Folder(dir).Keep(background, data); err != nil {
					t.Fatal(err)
				}
				again, said := r.keeping(t, dir, "one")
				if got := folded(t, again); got != want {
					t.Errorf("from snapshot %d the record stands otherwise", i)
				}
				if again.kept.Load() == 0 || said.Len() > 0 {
					t.Errorf("snapshot %d was not used: %s", i, said)
				}
			}
		})
	}
}

func TestASnapshotIsKeptAtTheEndAndTakenAtTheStart(t *testing.T) {
	r, dir := foundSigned(t, mem.New()), t.TempDir()
	d, _ := r.keeping(t, dir, "one")
	acts(t, d, "x-applies", "x", "x", &act.Apply{Procedure: "vote"})
	acts(t, d, "a-for", "a", "x", &act.Position{Ballot: "for"})
	want := folded(t, d)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	again, said := r.keeping(t, dir, "one")
	if got := folded(t, again); got != want || again.kept.Load() != again.Size() {
		t.Errorf("opened from a snapshot of %d entries of %d, %s", again.kept.Load(), again.Size(), said)
	}
	acts(t, again, "b-for", "b", "x", &act.Position{Ballot: "for"})
}

// TestASnapshotThatCannotBeUsedIsPutAsideAndEveryEntryFolded: it is said in one line, and nothing of it is believed.
func TestASnapshotThatCannotBeUsedIsPutAsideAndEveryEntryFolded(t *testing.T) {
	r, dir := founded(t, body.Official), t.TempDir()
	d, _ := r.keeping(t, dir, "one")
	submit(t, d, official(t, "x-applies", "x", "x", &act.Apply{Procedure: "vote"}))
	good := kept(t, d, dir)
	submit(t, d, official(t, "a-for", "a", "x", &act.Position{Ballot: "for"}))
	want := folded(t, d)

	stranger, folder := founded(t, body.Official), t.TempDir()
	s, _ := stranger.keeping(t, folder, "one")
	submit(t, s, official(t, "x-applies", "x", "x", &act.Apply{Procedure: "vote"}))
	resigned := func(change func(*folds)) []byte { return r.resigned(t, d, good, change) }

	for name, data := range map[string][]byte{
		"damaged at its head": flipped(good, 20), "damaged in the middle": flipped(good, len(good)/2), "damaged at its end": flipped(good, len(good)-1),
		"cut off": good[:len(good)-9], "cut off at its head": good[:9], "empty but for a byte": {0},
		"of another record": kept(t, s, folder), "longer than it was": append(bytes.Clone(good), 0),
		"of another root":           resigned(func(s *folds) { s.root = ledger.EmptyRoot().String() }),
		"of a tree that is another": resigned(func(s *folds) { s.tree = flipped(s.tree, len(s.tree)-1) }),
		"of a fold that is another": resigned(func(s *folds) { s.fold = s.fold[:len(s.fold)-1] }),
		"of more entries":           resigned(func(s *folds) { s.size = 1000 }),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := snapshot.Folder(dir).Keep(background, data); err != nil {
				t.Fatal(err)
			}
			again, said := r.keeping(t, dir, "one")
			if got := folded(t, again); got != want {
				t.Error("the record stands otherwise")
			}
			if lines := strings.Count(said.String(), "\n"); lines != 1 || !strings.Contains(said.String(), "put aside") {
				t.Errorf("said in %d lines, want one: %s", lines, said)
			}
			if _, err := os.Stat(filepath.Join(dir, snapshot.AsideName)); err != nil {
				t.Errorf("it was not put aside: %v", err)
			}
		})
	}
	t.Run("by another program", func(t *testing.T) {
		dir := t.TempDir()
		if err := snapshot.Folder(dir).Keep(background, good); err != nil {
			t.Fatal(err)
		}
		if again, said := r.keeping(t, dir, "two"); folded(t, again) != want || !strings.Contains(said.String(), "another program made it") {
			t.Errorf("opened by another program: %s", said)
		}
	})
}

// resigned answers a snapshot that its host has signed again after something in it was changed.
func (r *record) resigned(t testing.TB, d *Depositary, data []byte, change func(*folds)) []byte {
	t.Helper()
	s, err := openSnapshot(bytes.Clone(data), verifierOf(t, d), d.Moment().Origin, "one")
	if err != nil {
		t.Fatal(err)
	}
	change(s)
	parts, err := s.parts(r.signer)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Join(parts, nil)
}

func verifierOf(t testing.TB, d *Depositary) note.Verifier {
	t.Helper()
	v, err := ledger.NewVerifier(d.Moment().Host)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func flipped(data []byte, at int) []byte {
	c := bytes.Clone(data)
	c[at] ^= 1
	return c
}

func TestAnEntryThatWasAlteredBehindTheSnapshotIsRefusedAsWithoutOne(t *testing.T) {
	r, dir := founded(t, body.Official), t.TempDir()
	d, _ := r.keeping(t, dir, "one")
	submit(t, d, official(t, "x-applies", "x", "x", &act.Apply{Procedure: "vote"}))
	kept(t, d, dir)
	submit(t, d, official(t, "a-for", "a", "x", &act.Position{Ballot: "for"}))
	d.Close()
	c := r.config(&altered{Log: r.log, at: d.Size()})
	_, want := Open(background, c)
	c.Snapshots, c.Release = snapshot.Folder(dir), func() string { return "one" }
	if _, err := Open(background, c); err == nil || err.Error() != want.Error() {
		t.Errorf("Open = %v, want %v", err, want)
	}
	if data, _ := snapshot.Folder(dir).Newest(background); data == nil {
		t.Error("the snapshot was put aside for a fault of the record")
	}
}

func TestAnEntryThatWasAlteredBeforeTheSnapshotIsFoundBehindTheStart(t *testing.T) {
	r, dir := founded(t, body.Official), t.TempDir()
	d, _ := r.keeping(t, dir, "one")
	submit(t, d, official(t, "x-applies", "x", "x", &act.Apply{Procedure: "vote"}))
	receipt := submit(t, d, official(t, "a-for", "a", "x", &act.Position{Ballot: "for"}))
	submit(t, d, official(t, "b-for", "b", "x", &act.Position{Ballot: "for"}))
	kept(t, d, dir)
	d.Close()
	r.log = &altered{Log: r.log, at: receipt.Seq}
	again, said := r.keeping(t, dir, "one")
	again.compareBefore(again.Size(), again.Moment().Tree) // as it does by itself
	again.Close()
	if !strings.Contains(said.String(), fmt.Sprintf("entry %d", receipt.Seq)) || !strings.Contains(said.String(), "an entry was altered") {
		t.Errorf("said: %s", said)
	}
	if data, _ := snapshot.Folder(dir).Newest(background); data != nil {
		t.Error("the snapshot is still there: the next start would take it")
	}
	if _, err := Open(background, r.config(r.log)); err == nil {
		t.Error("the next start takes the record")
	}
}

// altered is a log in which another ballot stands in one entry.
type altered struct {
	store.Log
	at int64
}

func (l *altered) Read(ctx context.Context, after int64, limit int) ([]store.Entry, error) {
	all, err := l.Log.Read(ctx, after, limit)
	for i, e := range all {
		if e.Seq == l.at {
			all[i].Bytes = bytes.Replace(bytes.Clone(e.Bytes), []byte(`"for"`), []byte(`"absent"`), 1)
		}
	}
	return all, err
}

func TestAReportOfAnEarlierDayIsFoldedInItsPlaceAndTheSnapshotStays(t *testing.T) {
	r, dir := founded(t, body.Reported), t.TempDir()
	d, _ := r.keeping(t, dir, "one")
	submit(t, d, marshal(t, reported("x-applies", "x", "x", 2, &act.Apply{Procedure: "vote"})))
	submit(t, d, marshal(t, reported("b-for", "b", "x", 9, &act.Position{Ballot: "for"})))
	kept(t, d, dir)
	submit(t, d, marshal(t, reported("a-for", "a", "x", 5, &act.Position{Ballot: "for"})))
	want := folded(t, d)
	again, said := r.keeping(t, dir, "one")
	if folded(t, again) != want || said.Len() > 0 {
		t.Errorf("the record stands otherwise, or something was said: %s", said)
	}
	if data, _ := snapshot.Folder(dir).Newest(background); data == nil {
		t.Error("the snapshot was put aside, with nothing wrong in it")
	}
}

func TestNothingThatWasSealedIsInASnapshot(t *testing.T) {
	r, enclosures := enclosingRecord(t)
	dir := t.TempDir()
	c := r.config(r.log)
	c.Enclosures, c.Snapshots, c.Release, c.Least = enclosures, snapshot.Folder(dir), func() string { return "one" }, 1
	d, err := Open(background, c)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	data, items := sealedObjection(t, "b-objects")
	if _, err := d.SubmitEnclosed(background, data, nil, items); err != nil {
		t.Fatal(err)
	}
	snapshot := kept(t, d, dir)
	for _, sealed := range []string{"the true grounds", "letter.txt", "Dear Sir,"} {
		if bytes.Contains(snapshot, []byte(sealed)) {
			t.Errorf("the snapshot holds %q, which was sealed", sealed)
		}
	}
	if !bytes.Contains(snapshot, []byte("b-objects")) {
		t.Error("the snapshot does not hold the act")
	}
}
