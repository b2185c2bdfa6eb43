package web

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"accede/dossier"
	"accede/internal/view"
)

// TestPagesOfAFoldWrittenAndReadAtEveryPositionSayTheSame goes through the case of 2022 with two folds: one as it is, and one
// that is written as bytes and read again after every entry. After each they say the same, and at the end on every page.
func TestPagesOfAFoldWrittenAndReadAtEveryPositionSayTheSame(t *testing.T) {
	m := nato(t)
	entries := slices.Clone(m.entries)
	plain, err := dossier.Found(*entries[0].Founding)
	if err != nil {
		t.Fatal(err)
	}
	day := func(e dossier.Entry) time.Time {
		if e.Act == nil {
			return time.Time{}
		}
		return e.Act.Date.DayIn(plain.Zone()).In(plain.Zone())
	}
	slices.SortStableFunc(entries, func(a, b dossier.Entry) int { return day(a).Compare(day(b)) })
	written := plain.Clone()
	for _, e := range entries {
		for _, d := range []*dossier.Docket{plain, written} {
			if err := d.Apply(e); err != nil {
				t.Fatalf("Apply(%d): %v", e.Seq, err)
			}
		}
		written = readAgain(t, written)
		if got, want := statusOf(t, written), statusOf(t, plain); got != want {
			t.Fatalf("with entry %d it stands\n%s\nwant\n%s", e.Seq, got, want)
		}
	}
	if err := written.Advance(m.now); err != nil {
		t.Fatal(err)
	}
	other := nato(t)
	other.folded[time.Time{}] = written
	got, want := pagesOf(t, other), pagesOf(t, m)
	for _, path := range []string{"/", "/status.json", "/commitments", "/calendar", "/members/", "/feed.atom", "/charter/"} {
		if g, w := get(t, got, path), get(t, want, path); g.Code != w.Code || g.Body.String() != w.Body.String() {
			t.Errorf("%s says something else", path)
		}
	}
	for _, id := range []string{"fi", "se"} {
		paths := []string{"/status.json", "/log.json", "/feed.atom"}
		for _, tab := range tabs() {
			paths = append(paths, tab.path)
		}
		for _, path := range paths {
			path = "/d/" + id + path
			if g, w := get(t, got, path), get(t, want, path); g.Code != w.Code || g.Body.String() != w.Body.String() {
				t.Errorf("%s says something else", path)
			}
		}
	}
}

func readAgain(t *testing.T, d *dossier.Docket) *dossier.Docket {
	t.Helper()
	data, err := d.Encode()
	if err != nil {
		t.Fatal(err)
	}
	again, err := dossier.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

func statusOf(t *testing.T, d *dossier.Docket) string {
	t.Helper()
	s, err := view.NewDocketStatus(d, d.At())
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
