package web

import (
	"bufio"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"accede/dossier"
)

// BenchmarkBytesOfEachActOf2022 is what each act of the case of 2022 sends to everyone who has the overview of Finland's
// dossier open: the parts of the page in which it differs from the page before.
func BenchmarkBytesOfEachActOf2022(b *testing.B) {
	g := &growing{m: nato(b)}
	all := g.m.entries
	show := func(n int) {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.m.entries, g.m.now, g.m.folded = all[:n], all[n-1].Act.Date.In(time.UTC), map[time.Time]*dossier.Docket{}
		g.feed.Publish(int64(n))
	}
	show(3)
	s := httptest.NewServer(pagesOf(b, g))
	defer s.Close()
	res, err := http.Get(s.URL + "/events?on=en.flags.:/d/fi/")
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	in := bufio.NewReader(res.Body)
	next := func(size int) (read int) {
		for {
			line, err := in.ReadString('\n')
			if err != nil {
				b.Fatal(err)
			}
			read += len(line)
			if strings.HasPrefix(line, "data: <") && testing.Verbose() {
				b.Logf("   %5d %.90s", len(line), line)
			}
			if line == fmt.Sprintf("data: %d\n", size) {
				return read
			}
		}
	}
	next(3)
	var sent []int
	for n := 4; n <= len(all); n++ {
		show(n)
		k := next(n)
		b.Logf("%d %s %s %s: %d bytes", n, all[n-1].Act.By, all[n-1].Act.Do.Kind(), all[n-1].Act.ID, k)
		sent = append(sent, k)
	}
	slices.Sort(sent)
	for b.Loop() {
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(sent[len(sent)/2])/1000, "kB/median")
	b.ReportMetric(float64(sent[len(sent)-1])/1000, "kB/most")
}
