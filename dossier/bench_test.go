package dossier

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"accede/act"
	"accede/body"
	"accede/form"
)

// BenchmarkManyDossiers is a copy of a docket with so many open dossiers and the next act after it, as a reader and the writer
// make them; beside it stands the same with every dossier copied at once, how long folding them takes, and what each holds.
func BenchmarkManyDossiers(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			before := inUse()
			begun := time.Now()
			d := dossiersOf(b, n)
			folding := time.Since(begun)
			each := float64(inUse()-before) / float64(n)
			begun = time.Now()
			c := d.Clone()
			for _, id := range c.order {
				c.own(id)
			}
			whole := time.Since(begun)
			i := 0
			b.ReportAllocs()
			for b.Loop() {
				_ = d.Clone()
				i++
				takes(b, d, i, i%n)
			}
			b.ReportMetric(each/1e3, "kB/dossier")
			b.ReportMetric(float64(folding.Microseconds())/float64(n), "µs-folding/dossier")
			b.ReportMetric(float64(whole.Nanoseconds()), "ns-all-copied-at-once")
			runtime.KeepAlive(d)
		})
	}
}

func inUse() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// dossiersOf answers a docket in which so many have applied, each by an applicant of its own, and the first stage is open.
func dossiersOf(b *testing.B, n int) *Docket {
	b.Helper()
	f := Founding{Charter: strings.Replace(charterText, "KEEPING", "official", 1), Host: "quay+00000000+key", Made: "test"}
	d, err := Found(f)
	if err != nil {
		b.Fatal(err)
	}
	now := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := d.Apply(FoundingEntry(f, now)); err != nil {
		b.Fatal(err)
	}
	for i := range n {
		id := fmt.Sprintf("d%d", i)
		enters(b, d, &act.Act{ID: "applies-" + id, By: body.MemberID("x" + id), Dossiers: []string{id}, Do: &act.Apply{Procedure: "accession", Name: en("New")}})
	}
	return d
}

// takes enters a position in one of the dossiers.
func takes(b *testing.B, d *Docket, i, dossier int) {
	b.Helper()
	enters(b, d, &act.Act{ID: fmt.Sprintf("takes-%d", i), By: "a", Dossiers: []string{fmt.Sprintf("d%d", dossier)}, Do: &act.Position{Ballot: "for"}})
}

func enters(b *testing.B, d *Docket, a *act.Act) {
	b.Helper()
	now := d.At().UTC()
	a.Body, a.Date, a.Paper = "quay", form.Instant{At: now}, &act.Paper{By: "chair", From: "letter"}
	data, err := a.Marshal()
	if err != nil {
		b.Fatal(err)
	}
	if err := d.Apply(ActEntry(d.Size()+1, now, a, data)); err != nil {
		b.Fatal(err)
	}
	for n, ok := d.Due(now); ok; n, ok = d.Due(now) {
		if err := d.Apply(NoticeEntry(d.Size()+1, now, n)); err != nil {
			b.Fatal(err)
		}
	}
}
