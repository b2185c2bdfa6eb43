package web

import (
	"context"
	"net/http"
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/charters"
	"accede/charters/cases"
	"accede/dossier"
	"accede/form"
)

// memory is a source over entries in memory: it folds anew for every day that is asked for, and keeps what it folded.
type memory struct {
	entries []dossier.Entry
	now     time.Time
	folded  map[time.Time]*dossier.Docket
	torn    bool // bundles cannot be written
}

func (m *memory) Docket(_ context.Context, asOf time.Time) (*dossier.Docket, time.Time, error) {
	at := asOf
	if at.IsZero() {
		at = m.now
	}
	if d, ok := m.folded[asOf]; ok {
		return d, at, nil
	}
	d, err := dossier.Fold(m.entries, at)
	if err == nil {
		m.folded[asOf] = d
	}
	return d, at, err
}

func (m *memory) Root(context.Context) (int64, string, error) {
	return int64(len(m.entries)), "8c1f04ab77d219e08c1f04ab77d219e08c1f04ab77d219e08c1f04ab77d219e0", nil
}

func (m *memory) Now() time.Time { return m.now }

// today is later than every act of the case.
var today = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// nato answers a source over the case of 2022.
func nato(t testing.TB) *memory {
	t.Helper()
	charter, ok := charters.Text("nato")
	if !ok {
		t.Fatal("there is no charter nato")
	}
	text, ok := cases.Text("nato-2022")
	if !ok {
		t.Fatal("there is no case nato-2022")
	}
	acts, err := act.ReadFile("nato-2022.yaml", text)
	if err != nil {
		t.Fatalf("read the case: %v", err)
	}
	m := newMemory(string(charter), today)
	for _, a := range acts {
		m.add(t, a.Act, today)
	}
	return m
}

func newMemory(charter string, now time.Time) *memory {
	founding := dossier.FoundingEntry(dossier.Founding{Charter: charter, Host: "test+00000000+key", Made: "test"}, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))
	return &memory{entries: []dossier.Entry{founding}, now: now, folded: map[time.Time]*dossier.Docket{}}
}

func (m *memory) add(t testing.TB, a act.Act, at time.Time) {
	t.Helper()
	data, err := a.Marshal()
	if err != nil {
		t.Fatalf("write the act %s: %v", a.ID, err)
	}
	m.entries = append(m.entries, dossier.ActEntry(int64(len(m.entries)+1), at, &a, data))
}

func pagesOf(t testing.TB, src Source) http.Handler {
	t.Helper()
	h, err := New(src, Options{Archive: archiveOf(src)})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// club is a small body that votes and keeps an official record.
const club = `accede: charter/1
body: club
name: {en: Seven Harbours Union}
time_zone: Europe/Brussels
keeping: official
chair: {id: chair, name: {en: President of the Council}}
members:
  - {id: alba, name: {en: Alba}, kind: organisation}
  - {id: brava, name: {en: Brava}, kind: organisation}
  - {id: cora, name: {en: Cora}, kind: organisation}
  - {id: dorn, name: {en: Dorn}, kind: organisation}
  - {id: elva, name: {en: Elva}, kind: organisation}
  - {id: fara, name: {en: Fara}, kind: organisation}
applicants:
  - {id: gala, name: {en: Gala}, kind: organisation}
weights:
  - {id: berths, unit: berths, of: {alba: 40, brava: 30, cora: 20, dorn: 10, elva: 5, fara: 5}, source: unsourced}
procedures:
  admission:
    stages:
      - {id: application, act: apply}
      - id: decision
        rule: at least 2/3 of members are for and at least 1/2 of members by berths are for
      - {id: accession, act: deposit, by: applicant, effect: {joins: members}}
`

// harbours answers a source over an official record in which a vote is under way: Alba, Brava and Cora are for, Dorn is
// against, Elva abstains and Fara holds its position back.
func harbours(t testing.TB) *memory {
	t.Helper()
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	m := newMemory(club, at.Add(240*time.Hour))
	d, err := dossier.Found(*m.entries[0].Founding)
	if err != nil {
		t.Fatal(err)
	}
	apply := func(e dossier.Entry) {
		t.Helper()
		if err := d.Apply(e); err != nil {
			t.Fatalf("apply entry %d: %v", e.Seq, err)
		}
	}
	apply(m.entries[0])
	say := func(by body.MemberID, do act.Deed) {
		at = at.Add(time.Hour)
		id := string(by) + "-" + string(do.Kind())
		m.add(t, act.Act{
			Body: "club", ID: id, By: by, Date: form.Instant{At: at}, Dossiers: []string{"gala"}, Do: do,
			Paper: &act.Paper{By: "chair", From: "note verbale"},
		}, at)
		apply(m.entries[len(m.entries)-1])
		for n, ok := d.Due(at); ok; n, ok = d.Due(at) {
			m.entries = append(m.entries, dossier.NoticeEntry(int64(len(m.entries)+1), at, n))
			apply(m.entries[len(m.entries)-1])
		}
	}
	say("gala", &act.Apply{Procedure: "admission", Subject: body.Names{"fr": "Entrée de <Gala>"}})
	for _, id := range []body.MemberID{"alba", "brava", "cora"} {
		say(id, &act.Position{Ballot: "for"})
	}
	say("dorn", &act.Position{Ballot: "against"})
	say("elva", &act.Position{Ballot: "abstaining"})
	say("fara", &act.Reserve{Reason: body.Names{"en": "its parliament sits in May"}})
	return m
}
