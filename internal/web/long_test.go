package web

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"
)

// BenchmarkALongDossier is how a dossier stands, as JSON and as a page, after so many votes that members have cast and changed.
func BenchmarkALongDossier(b *testing.B) {
	for _, votes := range []int{1_000, 1_000_000} {
		m := newMemory(club, today)
		m.folded[time.Time{}] = votedOn(b, m.entries[0], votes)
		h := pagesOf(b, m)
		for _, path := range []string{"/d/gala/status.json", "/d/gala/"} {
			b.Run(fmt.Sprintf("%d%s", votes, strings.TrimPrefix(path, "/d/gala")), func(b *testing.B) {
				for b.Loop() {
					if w := get(b, h, path); w.Code != 200 {
						b.Fatal(w.Body)
					}
				}
			})
		}
	}
}

// votedOn answers a docket with one dossier in which members change their votes again and again.
func votedOn(b *testing.B, founding dossier.Entry, votes int) *dossier.Docket {
	b.Helper()
	d, err := dossier.Found(*founding.Founding)
	if err != nil {
		b.Fatal(err)
	}
	if err := d.Apply(founding); err != nil {
		b.Fatal(err)
	}
	members := []body.MemberID{"alba", "brava", "cora", "dorn"}
	now := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range votes + 1 {
		a := act.Act{
			Body: "club", ID: fmt.Sprintf("act-%d", i), By: members[i%4], Date: form.Instant{At: now}, Dossiers: []string{"gala"},
			Paper: &act.Paper{By: "chair", From: "letter"}, Do: &act.Position{Ballot: []string{"against", "abstaining"}[i%2]},
		}
		if i == 0 {
			a.By, a.Do = "gala", &act.Apply{Procedure: "admission"}
		}
		data, err := a.Marshal()
		if err != nil {
			b.Fatal(err)
		}
		if err := d.Apply(dossier.ActEntry(d.Size()+1, now, &a, data)); err != nil {
			b.Fatal(err)
		}
		for n, ok := d.Due(now); ok; n, ok = d.Due(now) {
			if err := d.Apply(dossier.NoticeEntry(d.Size()+1, now, n)); err != nil {
				b.Fatal(err)
			}
		}
		now = now.Add(10 * time.Second)
	}
	return d
}
