package bundle

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"accede/act"
	"accede/act/signature"
	"accede/dossier"
	"accede/internal/depositary"
	"accede/internal/store"
	"accede/internal/store/mem"
	"accede/ledger"
)

// origin is a name for the conversion, so that the reader need not know what it is.
func origin(text string) ledger.Origin { return ledger.Origin(text) }

// Report says what was checked, when everything agreed.
type Report struct {
	Header  Header
	Entries int64  // how many are in the bundle
	Root    string // of the record, base64
	Body    string
	Keeping string
	Checked []string // in words
	Not     []string // what this form of a bundle cannot prove

	Enclosed Enclosed // what became of what acts enclose
}

// Check reads a bundle and checks everything that can be checked. ErrForm: it is no bundle. ErrVerify: a *Mismatch.
func Check(ctx context.Context, from io.Reader) (Report, error) { return CheckKeeping(ctx, from, nil) }

// Keep is handed enclosed content that is what an act seals, and the header of the bundle that carries it.
type Keep func(Header, act.Opening) error

// CheckKeeping is Check, and hands on what the bundle carries of what is enclosed, each item once its entries have been
// checked. An error of keep ends it.
func CheckKeeping(ctx context.Context, from io.Reader, keep Keep) (Report, error) {
	r, err := NewReader(from)
	if err != nil {
		return Report{}, err
	}
	if r.Header.Dossier == "" {
		return checkRecord(ctx, r, keep)
	}
	return checkDossier(r, keep)
}

// chunk is how many entries are handed on at once.
const chunk = 1024

// Load reads a bundle of a whole record, checks it as Check does, and answers the record. ErrForm too: it is of one dossier.
func Load(ctx context.Context, from io.Reader) (*depositary.Record, error) {
	r, err := NewReader(from)
	if err != nil {
		return nil, err
	}
	if r.Header.Dossier != "" {
		return nil, fmt.Errorf("it is of dossier %s alone; export the whole record: %w", r.Header.Dossier, ErrForm)
	}
	log := mem.New()
	defer log.Close()
	if err := fill(ctx, log, r); err != nil {
		return nil, err
	}
	report, err := CheckLog(ctx, log)
	if err == nil {
		err = agree(r.Header, report.Header)
	}
	if err != nil {
		return nil, err
	}
	return depositary.Load(ctx, log)
}

// fill puts the entries of a bundle into a log.
func fill(ctx context.Context, log store.Log, r *Reader) error {
	var some []store.Entry
	size := int64(0)
	flush := func(checkpoint []byte) error {
		err := log.Append(ctx, size, some, checkpoint)
		size += int64(len(some))
		some = some[:0]
		return err
	}
	for l, err := range r.Lines() {
		if err != nil {
			return err
		}
		if want := size + int64(len(some)) + 1; l.Seq != want {
			return &Mismatch{want, "missing from the bundle"}
		}
		if some = append(some, store.Entry{Seq: l.Seq, Bytes: l.Bytes}); len(some) == chunk {
			if err := flush(nil); err != nil {
				return err
			}
		}
	}
	return flush(r.Header.Checkpoint)
}

// checkRecord puts the entries into a log in memory and reads that as a depositary does.
func checkRecord(ctx context.Context, r *Reader, keep Keep) (Report, error) {
	log := mem.New()
	defer log.Close()
	if err := fill(ctx, log, r); err != nil {
		return Report{}, err
	}
	report, record, err := checkLog(ctx, log)
	if m, ok := errors.AsType[*Mismatch](err); ok && signed(ctx, log, r.Header) {
		return Report{}, &Mismatch{m.Position, m.Reason + "; the host has signed these very entries"}
	}
	if err != nil {
		return Report{}, err
	}
	if err := agree(r.Header, report.Header); err != nil {
		return report, err
	}
	k := known{report.Body, record.Docket.Enclosures()}
	x, err := k.check(r, keep)
	if err != nil {
		return Report{}, err
	}
	report.Header.For = r.Header.For
	report.enclosed(x)
	return report, nil
}

// signed says whether the host that the founding names has signed the entries as they are. What does not verify is then
// the host's doing, and the file shows it to others.
func signed(ctx context.Context, log store.Log, h Header) bool {
	tree := new(ledger.Tree)
	var founding dossier.Entry
	for {
		some, err := log.Read(ctx, tree.Size(), chunk)
		if err != nil {
			return false
		}
		if len(some) == 0 {
			break
		}
		if tree.Size() == 0 {
			if founding, err = dossier.ParseEntry(some[0].Bytes); err != nil || founding.Founding == nil {
				return false
			}
		}
		for _, e := range some {
			tree.Append(e.Bytes)
		}
	}
	if founding.Founding == nil {
		return false
	}
	host, err := ledger.NewVerifier(founding.Founding.Host)
	if err != nil {
		return false
	}
	c, err := ledger.OpenCheckpoint(host, h.Origin, h.Checkpoint)
	return err == nil && c.Size == tree.Size() && c.Root == tree.Root()
}

// agree compares what the first line claims with what was worked out.
func agree(claimed, found Header) error {
	switch {
	case claimed.Origin != found.Origin:
		return &Mismatch{0, fmt.Sprintf("the bundle says it is of %s, its entries are of %s", claimed.Origin, found.Origin)}
	case claimed.Host != found.Host:
		return &Mismatch{0, fmt.Sprintf("the bundle names the host key %s, the founding %s", claimed.Host, found.Host)}
	case claimed.Size != found.Size:
		return &Mismatch{0, fmt.Sprintf("the bundle speaks of %d entries, the host has signed %d", claimed.Size, found.Size)}
	}
	return nil
}

// CheckLog checks a record where it is kept: tree, checkpoint, and the fold of all entries. What is enclosed lies
// elsewhere, and is not asked for.
func CheckLog(ctx context.Context, log store.Log) (Report, error) {
	report, _, err := checkLog(ctx, log)
	return report, err
}

func checkLog(ctx context.Context, log store.Log) (Report, *depositary.Record, error) {
	r, err := depositary.Load(ctx, log)
	var damage *store.DamageError
	switch {
	case errors.As(err, &damage):
		return Report{}, nil, &Mismatch{damage.Position, damage.What}
	case errors.Is(err, depositary.ErrEmpty):
		return Report{}, nil, &Mismatch{1, "missing: there is no founding"}
	case err != nil:
		return Report{}, nil, err
	}
	n := r.Tree.Size()
	report := Report{
		Header:  Header{Origin: r.Origin, Host: r.HostKey, Checkpoint: r.Checkpoint, Size: n},
		Entries: n, Root: r.Tree.Root().String(),
		Body: r.Docket.Charter().Body, Keeping: string(r.Docket.Keeping()),
		Checked: []string{
			fmt.Sprintf("the bytes of %d entries give the root the host has signed", n),
			"the checkpoint is signed by the key the founding names",
			"every act is in due form and admissible where it stands",
		},
		Not: []string{},
	}
	if keys := r.Docket.Keys(r.Docket.At()); len(keys) > 0 {
		report.Checked = append(report.Checked,
			fmt.Sprintf("%d signatures, each by one of %d keys that held and had full powers where the act stands", r.Docket.Signed(), len(keys)),
			"what the author of each signed act had seen is the beginning of this record")
	}
	if n := r.Docket.Keeping(); n == "official" {
		report.Checked = append(report.Checked, "every notice and finding follows from what stands before it, word for word")
	}
	report.witnessed(r)
	return report, r, nil
}

// witnessed says which members' watchers have cosigned the checkpoint, where the record has any.
func (report *Report) witnessed(r *depositary.Record) {
	cosigners := r.Docket.Keyring().Cosigners()
	if len(cosigners) == 0 {
		return
	}
	var by []string
	for _, k := range cosigners {
		public, err := signature.Decode(k.Public)
		if err != nil {
			continue
		}
		w, err := ledger.WatcherOf(depositary.WatcherName(r.Origin, k.ID), public)
		if err != nil {
			continue
		}
		for _, line := range ledger.Cosignatures(r.Checkpoint, []ledger.Watcher{w}) {
			by = append(by, fmt.Sprintf("%s (%s)", k.Member, line.At.UTC().Format(time.RFC3339)))
		}
	}
	if len(by) == 0 {
		report.Not = append(report.Not, "that others have been shown the same: no watcher of the record has cosigned this checkpoint")
		return
	}
	report.Checked = append(report.Checked, "the same checkpoint was cosigned by watchers of "+strings.Join(by, ", "))
}

// checkDossier checks that each entry is in the record the host has signed. What else happened in the record is not
// in the bundle, so findings cannot be worked out anew.
func checkDossier(r *Reader, keep Keep) (Report, error) {
	h := r.Header
	host, err := ledger.NewVerifier(h.Host)
	if err != nil {
		return Report{}, &Mismatch{0, err.Error()}
	}
	c, err := ledger.OpenCheckpoint(host, h.Origin, h.Checkpoint)
	if err != nil {
		return Report{}, &Mismatch{0, err.Error()}
	}
	if c.Size != h.Size {
		return Report{}, &Mismatch{0, fmt.Sprintf("the bundle speaks of %d entries, the host has signed %d", h.Size, c.Size)}
	}
	report := Report{Header: h, Root: c.Root.String(), Checked: []string{}, Not: []string{}}
	var k known
	for l, err := range r.Lines() {
		if err != nil {
			return Report{}, err
		}
		if err := checkLine(l, c, h, host, &report, &k); err != nil {
			return Report{}, err
		}
	}
	if report.Entries == 0 {
		return Report{}, &Mismatch{1, "missing: the bundle has no founding"}
	}
	report.Checked = append(report.Checked,
		fmt.Sprintf("%d entries stand at their positions in the record of %d that the host has signed", report.Entries, h.Size),
		"the checkpoint is signed by the key the founding names",
		"every act is in due form and addresses the dossier")
	report.Not = append(report.Not,
		"the signatures of the acts, since the keys' enrolments are not in the bundle: export the whole record for that",
		"that no entry of the dossier was left out, and that the findings follow: export the whole record for that")
	k.body = report.Body
	x, err := k.check(r, keep)
	if err != nil {
		return Report{}, err
	}
	report.enclosed(x)
	return report, nil
}

// checkLine checks one entry of a bundle of one dossier; the first is the founding.
func checkLine(l Line, c ledger.Checkpoint, h Header, host note.Verifier, report *Report, k *known) error {
	leaf := ledger.LeafHash(l.Bytes)
	if err := ledger.CheckInclusion(l.Proof, c.Size, c.Root, l.Seq, leaf); err != nil {
		return &Mismatch{l.Seq, "was altered, or does not stand there: " + err.Error()}
	}
	e, err := dossier.ParseEntry(l.Bytes)
	if err != nil {
		return &Mismatch{l.Seq, "cannot be read: " + err.Error()}
	}
	if e.Seq != l.Seq {
		return &Mismatch{l.Seq, fmt.Sprintf("says that it is entry %d", e.Seq)}
	}
	report.Entries++
	if report.Entries > 1 {
		if !addresses(e, h.Dossier) {
			return &Mismatch{l.Seq, "is not about dossier " + h.Dossier}
		}
		k.take(e)
		return nil
	}
	if e.Founding == nil {
		return &Mismatch{1, "missing: the bundle does not begin with the founding"}
	}
	if e.Founding.Host != h.Host {
		return &Mismatch{1, fmt.Sprintf("names the host key %s, the bundle %s", e.Founding.Host, host.Name())}
	}
	d, err := dossier.Found(*e.Founding)
	if err != nil {
		return &Mismatch{1, err.Error()}
	}
	if o, err := ledger.NewOrigin(d.Charter().Body, leaf); err != nil || o != h.Origin {
		return &Mismatch{1, fmt.Sprintf("is not the founding of %s", h.Origin)}
	}
	report.Body, report.Keeping = d.Charter().Body, string(d.Keeping())
	return nil
}

func addresses(e dossier.Entry, id string) bool {
	switch {
	case e.Notice != nil:
		return e.Notice.Dossier == id
	case e.Act != nil:
		if slices.Contains(e.Act.Dossiers, id) {
			return true
		}
	}
	return false
}
