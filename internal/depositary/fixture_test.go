package depositary

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"
	"accede/internal/store"
	"accede/internal/store/mem"
	"accede/ledger"
)

// charterText is a small body. KEEPING is replaced.
const charterText = `
accede: charter/1
body: quay
name: {en: Quay Association}
time_zone: Europe/Brussels
keeping: KEEPING
chair: {id: chair, name: {en: Chair}, mediates: true}
members:
  - {id: a, name: {en: Alder}}
  - {id: b, name: {en: Birch}}
  - {id: c, name: {en: Cedar}}
applicants:
  - {id: x, name: {en: Xylo}}
  - {id: "y", name: {en: Yew}}
procedures:
  accession:
    stages:
      - {id: application, act: apply}
      - {id: invitation, rule: none of members are against, silence: {pending_counts_as: for}, objection: required to be against}
      - {id: signature, each: members, act: sign}
      - {id: accession, act: deposit, by: applicant, effect: {joins: members}}
  vote:
    stages:
      - {id: application, act: apply}
      - {id: ballot, rule: all of members are for, closes: when certain}
`

// host is the key of a test's host.
func host(t testing.TB) (note.Signer, string) {
	t.Helper()
	private, public, err := ledger.GenerateKey(rand.Reader, "accede/quay")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ledger.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	return signer, public
}

// record is a founded record, a clock that a test sets, and the key.
type record struct {
	log    store.Log
	signer note.Signer
	now    func() time.Time
}

func founded(t testing.TB, keeping body.Keeping) *record { return foundIn(t, keeping, mem.New()) }

func foundIn(t testing.TB, keeping body.Keeping, log store.Log) *record {
	t.Helper()
	signer, public := host(t)
	r := &record{log: log, signer: signer, now: func() time.Time { return day(1) }}
	if _, err := Found(context.Background(), log, founding(keeping, public), signer, r.now()); err != nil {
		t.Fatalf("Found: %v", err)
	}
	if keeping == body.Reported {
		r.now = func() time.Time { return day(31) } // what is reported has happened
	}
	return r
}

func founding(keeping body.Keeping, public string) dossier.Founding {
	return dossier.Founding{Charter: strings.Replace(charterText, "KEEPING", string(keeping), 1), Host: public, Made: "test"}
}

// open opens a depositary on the record, which is closed with the test.
func (r *record) open(t testing.TB) *Depositary {
	t.Helper()
	d, err := Open(context.Background(), r.config(r.log))
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func (r *record) config(log store.Log) Config {
	return Config{Log: log, Signer: r.signer, Clock: func() time.Time { return r.now() }}
}

// day is noon of a day in January 2030.
func day(n int) time.Time { return time.Date(2030, 1, n, 12, 0, 0, 0, time.UTC) }

func en(text string) body.Names { return body.Names{"en": text} }

// official answers the bytes of an act registered from paper.
func official(t testing.TB, id string, by body.MemberID, about string, do act.Deed) []byte {
	t.Helper()
	return marshal(t, officialAct(id, by, about, do))
}

func officialAct(id string, by body.MemberID, about string, do act.Deed) act.Act {
	return act.Act{
		Body: "quay", ID: id, By: by, Date: form.Instant{Day: form.Date{Year: 2030, Month: 1, Day: 1}},
		Dossiers: []string{about}, Paper: &act.Paper{By: "chair", From: "letter"}, Do: do,
	}
}

// reported answers an act of an observer's record, on a day in January 2030.
func reported(id string, by body.MemberID, about string, n int, do act.Deed) act.Act {
	return act.Act{
		Body: "quay", ID: id, By: by, Date: form.Instant{Day: form.Date{Year: 2030, Month: 1, Day: n}},
		Dossiers: []string{about}, Sources: []act.Source{{Key: body.Unsourced}}, Do: do,
	}
}

func marshal(t testing.TB, a act.Act) []byte {
	t.Helper()
	bytes, err := a.Marshal()
	if err != nil {
		t.Fatalf("Marshal(%s): %v", a.ID, err)
	}
	return bytes
}

// file places acts in a file, one on each line.
func file(acts ...act.Act) []act.Located {
	all := make([]act.Located, len(acts))
	for i, a := range acts {
		all[i] = act.Located{Act: a, Place: form.Place{File: "acts.yaml", Line: i + 1, Column: 1}}
	}
	return all
}

func submit(t testing.TB, d *Depositary, bytes []byte) Receipt {
	t.Helper()
	r, err := d.Submit(context.Background(), bytes)
	if err != nil {
		t.Fatalf("Submit: %v", err)
	}
	return r
}

// wantSound checks the whole record: it loads, and its state is the one the depositary shows.
func wantSound(t testing.TB, r *record, d *Depositary) *Record {
	t.Helper()
	got, err := Load(context.Background(), r.log)
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	if n := d.Size(); got.Tree.Size() != n {
		t.Errorf("the record has %d entries, the depositary says %d", got.Tree.Size(), n)
	}
	now, err := d.Docket(context.Background(), time.Time{})
	if err != nil {
		t.Fatalf("Docket: %v", err)
	}
	at := d.clock()
	for _, id := range now.Dossiers() {
		want, err1 := now.Standing(id, at)
		again, err2 := got.Docket.Standing(id, at)
		if diff := cmp.Diff(want, again); diff != "" || err1 != nil || err2 != nil {
			t.Errorf("refolded, %s stands elsewhere (%v, %v) (-shown +refolded):\n%s", id, err1, err2, diff)
		}
	}
	return got
}
