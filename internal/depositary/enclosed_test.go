package depositary

import (
	"bytes"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"
	"accede/internal/enclosing"
	"accede/internal/enclosure"
	"accede/internal/store/mem"
)

// enclosingRecord is a record with an application, whose charter lets the chair have content erased, and a store for it.
func enclosingRecord(t *testing.T) (*record, *enclosure.Store) {
	t.Helper()
	signer, public := host(t)
	r := &record{log: mem.New(), signer: signer, now: func() time.Time { return day(1) }}
	f := founding(body.Official, public)
	f.Charter += "redaction: [chair]\n"
	if _, err := Found(background, r.log, f, signer, r.now()); err != nil {
		t.Fatal(err)
	}
	s, err := enclosure.Open(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d := r.openWith(t, s)
	submit(t, d, official(t, "x-applies", "x", "x", &act.Apply{Procedure: "accession"}))
	d.Close()
	return r, s
}

// openWith opens a depositary that keeps enclosed content there.
func (r *record) openWith(t *testing.T, s Enclosures) *Depositary {
	t.Helper()
	c := r.config(r.log)
	c.Enclosures = s
	d, err := Open(background, c)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// sealedObjection answers an objection whose grounds are for the mediator alone, and a file with it.
func sealedObjection(t *testing.T, id string) ([]byte, []act.Opening) {
	t.Helper()
	a := officialAct(id, "b", "x", &act.Object{Grounds: en("the true grounds"), Concerns: []act.Concern{{ID: "q-" + id, Text: en("a concern")}}})
	like := act.Enclosure{Audience: act.ToMediator}
	all, err := a.Enclose(like, newSalt)
	if err != nil {
		t.Fatal(err)
	}
	file, err := a.Attach(act.File{Media: "text/plain", Name: "letter.txt", Bytes: []byte("Dear Sir,")}, like, newSalt())
	if err != nil {
		t.Fatal(err)
	}
	return marshal(t, a), append(all, file)
}

func newSalt() (s act.Salt) {
	rand.Read(s[:])
	return s
}

func keptOf(t *testing.T, s *enclosure.Store, all []act.Opening) int {
	t.Helper()
	kept, err := s.Seals(background)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, o := range all {
		if slices.Contains(kept, o.Seal) {
			n++
		}
	}
	return n
}

func TestWhatIsEnclosedIsKeptBesideTheRecordAndNoWordOfItIsInTheRecord(t *testing.T) {
	r, s := enclosingRecord(t)
	d := r.openWith(t, s)
	act1, all := sealedObjection(t, "b-objects")
	receipt, err := d.SubmitEnclosed(background, act1, nil, all)
	if err != nil {
		t.Fatal(err)
	}
	if n := keptOf(t, s, all); n != len(all) || len(all) != 3 {
		t.Errorf("%d of %d items are kept, want 3", n, len(all))
	}
	raw, err := r.log.Read(background, receipt.Seq-1, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"true grounds", "a concern", "letter.txt", "Dear Sir"} {
		if bytes.Contains(raw[0].Bytes, []byte(secret)) {
			t.Errorf("the entry holds %q", secret)
		}
	}
	again, err := d.SubmitEnclosed(background, act1, nil, all)
	if err != nil || !again.Already || again.Seq != receipt.Seq {
		t.Errorf("asked twice: %+v, %v", again, err)
	}
	if n := keptOf(t, s, all); n != len(all) {
		t.Errorf("after asking twice %d of %d items are kept", n, len(all))
	}
}

func TestContentThatIsNotWhatWasCommittedToIsRefusedAndNotKept(t *testing.T) {
	for why, spoil := range map[string]func([]act.Opening) []act.Opening{
		"came with it":    func(all []act.Opening) []act.Opening { return all[:1] },
		"salt is another": func(all []act.Opening) []act.Opening { all[0].Salt[0]++; return all },
		"is missing":      func(all []act.Opening) []act.Opening { all[0].Seal = all[1].Seal; return all },
		"content or":      func(all []act.Opening) []act.Opening { all[2].Content = append(all[2].Content, '!'); return all },
	} {
		r, s := enclosingRecord(t)
		d := r.openWith(t, s)
		data, all := sealedObjection(t, "b-objects")
		all = spoil(all)
		if _, err := d.SubmitEnclosed(background, data, nil, all); !errors.Is(err, act.ErrForm) || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", why, err)
		}
		if n := keptOf(t, s, all); n != 0 {
			t.Errorf("%s: %d items are kept", why, n)
		}
	}
}

func TestAnActThatEnclosesIsNotTakenWithoutItsContent(t *testing.T) {
	r, s := enclosingRecord(t)
	d := r.openWith(t, s)
	data, _ := sealedObjection(t, "b-objects")
	if _, err := d.Submit(background, data); !errors.Is(err, act.ErrForm) {
		t.Errorf("Submit = %v, want ErrForm", err)
	}
	a, err := act.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Import(background, []act.Located{{Act: a, Place: form.Place{Line: 1}}}, nil); !errors.Is(err, act.ErrForm) {
		t.Errorf("Import = %v, want ErrForm", err)
	}
}

func TestOfAnActThatIsRefusedNothingStays(t *testing.T) {
	r, s := enclosingRecord(t)
	d := r.openWith(t, s)
	a := officialAct("stranger-objects", "stranger", "x", &act.Object{Grounds: en("grounds"), Concerns: []act.Concern{{ID: "q", Text: en("a concern")}}})
	all, err := a.Enclose(act.Enclosure{Audience: act.ToBody}, newSalt)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.SubmitEnclosed(background, marshal(t, a), nil, all); !errors.Is(err, dossier.ErrAuthority) {
		t.Fatalf("SubmitEnclosed = %v, want ErrAuthority", err)
	}
	if n := keptOf(t, s, all); n != 0 {
		t.Errorf("%d items of a refused act are kept", n)
	}
}

func TestWhatIsRedactedIsErasedAndItsEntryStays(t *testing.T) {
	r, s := enclosingRecord(t)
	d := r.openWith(t, s)
	data, all := sealedObjection(t, "b-objects")
	receipt, err := d.SubmitEnclosed(background, data, nil, all)
	if err != nil {
		t.Fatal(err)
	}
	submit(t, d, official(t, "erase", "chair", "x", &act.Redact{Of: []string{all[0].Seal}, Reason: en("a name")}))
	if n := keptOf(t, s, all); n != 2 {
		t.Errorf("%d of 3 items are kept, want 2", n)
	}
	raw, err := r.log.Read(background, receipt.Seq-1, 1)
	if err != nil || !bytes.Contains(raw[0].Bytes, []byte(all[0].Seal)) {
		t.Errorf("the entry no longer says what it sealed: %v", err)
	}
}

func TestOpeningARecordErasesWhatWasToBeErasedAndWhatItNeverHeardOf(t *testing.T) {
	r, s := enclosingRecord(t)
	d := r.openWith(t, s)
	data, all := sealedObjection(t, "b-objects")
	if _, err := d.SubmitEnclosed(background, data, nil, all); err != nil {
		t.Fatal(err)
	}
	submit(t, d, official(t, "erase", "chair", "x", &act.Redact{Of: []string{all[0].Seal}, Reason: en("a name")}))
	d.Close()
	orphan := act.Opening{Seal: "an act that never came", Content: []byte("words")}
	if err := s.Put(background, all[0], orphan); err != nil { // as a crash before the erasure leaves it
		t.Fatal(err)
	}
	r.openWith(t, s)
	if n := keptOf(t, s, append(all, orphan)); n != 2 {
		t.Errorf("%d items are kept, want the 2 that were not erased", n)
	}
}

func TestAFileThatIsNotWhatItsNameSaysIsRefusedByWhicheverWayItComes(t *testing.T) {
	r, s := enclosingRecord(t)
	d := r.openWith(t, s)
	a := officialAct("b-reserves", "b", "x", &act.Reserve{Reason: en("a reason")})
	page, err := a.Attach(act.File{Media: "application/pdf", Name: "page.pdf", Bytes: []byte("<html><script>alert(1)</script>")}, act.Enclosure{Audience: act.ToBody}, newSalt())
	if err != nil {
		t.Fatal(err)
	}
	var refused *enclosing.Refused
	if _, err := d.SubmitEnclosed(background, marshal(t, a), nil, []act.Opening{page}); !errors.As(err, &refused) || refused.Why != enclosing.Other {
		t.Errorf("SubmitEnclosed = %v, want it refused for its content", err)
	}
	if n := keptOf(t, s, []act.Opening{page}); n != 0 {
		t.Errorf("%d items are kept", n)
	}
}

func TestAPartyEnclosesNoMoreInADossierThanItsShare(t *testing.T) {
	r, s := enclosingRecord(t)
	c := r.config(r.log)
	c.Enclosures, c.Share = s, 3*1024
	d, err := Open(background, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	hand := func(id string, by body.MemberID, size int) ([]act.Opening, error) {
		a := officialAct(id, by, "x", &act.Reserve{Reason: en("a reason")})
		file, err := a.Attach(act.File{Media: "text/plain", Name: "a.txt", Bytes: bytes.Repeat([]byte("x"), size)}, act.Enclosure{Audience: act.ToBody}, newSalt())
		if err != nil {
			t.Fatal(err)
		}
		_, err = d.SubmitEnclosed(background, marshal(t, a), nil, []act.Opening{file})
		return []act.Opening{file}, err
	}
	first, err := hand("b-1", "b", 900)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := hand("b-2", "b", 900); err != nil {
		t.Fatal(err)
	}
	over, err := hand("b-3", "b", 2000)
	if !errors.Is(err, ErrShare) || keptOf(t, s, over) != 0 {
		t.Errorf("beyond its share: %v, want ErrShare and nothing kept", err)
	}
	if _, err := hand("a-1", "a", 900); err != nil {
		t.Errorf("another party: %v", err)
	}
	submit(t, d, official(t, "erases", "chair", "x", &act.Redact{Of: []string{first[0].Seal}, Reason: en("a mistake")}))
	if _, err := hand("b-4", "b", 900); err != nil {
		t.Errorf("after an erasure: %v", err)
	}
}
