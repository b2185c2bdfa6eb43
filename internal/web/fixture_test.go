package web

import (
	"context"
	"net/http"
	"testing"
	"time"

	"accede/act"
	"accede/charters"
	"accede/charters/cases"
	"accede/dossier"
)

// memory is a source over entries in memory: it folds anew for every day that is asked for, and keeps what it folded.
type memory struct {
	entries []dossier.Entry
	now     time.Time
	folded  map[time.Time]*dossier.Docket
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
	h, err := New(src, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return h
}
