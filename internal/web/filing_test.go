package web

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"
	"accede/ledger"

	"accede/internal/view"
)

// tree answers the tree over the entries of a source in memory.
func (m *memory) tree() (*ledger.Tree, [][]byte, error) {
	tree := new(ledger.Tree)
	var all [][]byte
	for _, e := range m.entries {
		data, err := e.Marshal()
		if err != nil {
			return nil, nil, err
		}
		tree.Append(data)
		all = append(all, data)
	}
	return tree, all, nil
}

func (m *memory) Proof(_ context.Context, seq int64) (view.Proof, error) {
	tree, all, err := m.tree()
	if err != nil {
		return view.Proof{}, err
	}
	hashes, err := tree.View().Inclusion(seq, tree.Size())
	if err != nil {
		return view.Proof{}, err
	}
	p := view.Proof{Bytes: all[seq-1], Leaf: ledger.LeafHash(all[seq-1]).String(), Size: tree.Size(), Root: tree.Root().String(), Checkpoint: "accede/test\n"}
	for _, h := range hashes {
		p.Hashes = append(p.Hashes, h.String())
	}
	return p, nil
}

func (m *memory) Bundle(_ context.Context, to io.Writer, id string, _ Reader) error {
	if m.torn {
		return errors.New("the disk is gone")
	}
	_, err := fmt.Fprintf(to, "bundle of %s\n", id)
	return err
}

func archiveOf(src Source) Archive {
	a, _ := src.(Archive)
	return a
}

// guild is a body whose members are no states and approve each a new one.
const guild = `accede: charter/1
body: guild
name: {en: Guild of Bridge Builders}
time_zone: Europe/Brussels
keeping: official
chair: {id: chair, name: {en: Warden}}
members:
  - {id: iron-works, name: {en: Iron Works}, code: IW, kind: organisation}
  - {id: ashlar, name: {en: Ashlar Masons}, kind: organisation}
  - {id: caissons, name: {en: Caissons and Piers}, kind: organisation}
applicants:
  - {id: ropes, name: {en: Rope Makers}, kind: organisation}
procedures:
  admission:
    stages:
      - {id: application, act: apply}
      - {id: ratification, each: members, steps: [approve, deposit]}
`

// guilds answers a source in which two of three organisations have approved and one has deposited.
func guilds(t testing.TB) *memory {
	t.Helper()
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	m := newMemory(guild, at.Add(240*time.Hour))
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
	for _, x := range []struct {
		by body.MemberID
		do act.Deed
	}{{"ropes", &act.Apply{Procedure: "admission"}}, {"ashlar", &act.Approve{}}, {"iron-works", &act.Approve{}}, {"ashlar", &act.Deposit{Instrument: body.Names{"id": "Piagam <satu>"}}}} {
		at = at.Add(24 * time.Hour)
		m.add(t, act.Act{
			Body: "guild", ID: string(x.by) + "-" + string(x.do.Kind()), By: x.by, Date: form.Instant{At: at}, Dossiers: []string{"ropes"}, Do: x.do,
			Paper: &act.Paper{By: "chair", From: "letter"},
		}, at)
		apply(m.entries[len(m.entries)-1])
		for n, ok := d.Due(at); ok; n, ok = d.Due(at) {
			m.entries = append(m.entries, dossier.NoticeEntry(int64(len(m.entries)+1), at, n))
			apply(m.entries[len(m.entries)-1])
		}
	}
	return m
}

func filingPages() []page {
	return []page{
		{"ratification before it opens", "/d/fi/ratification/?as-of=2022-06-21", nato, []string{"The stage Ratification has not opened.", "None of 30 members may object; one does: Türkiye."}},
		{"ratification on its way", "/d/fi/ratification/?as-of=2022-07-20", nato, []string{
			"17 of 30 members have finished their own procedure", "Deposited 0", "Approved 17", "Not yet 13", "The map implies no view on any frontier or status.", "15 days, running", "NATO Parliamentary Assembly",
		}},
		{"ratification with bounds", "/d/fi/ratification/?as-of=2022-10-20&sort=deposit", nato, []string{"by 14 October 2022", "101 days at most", "A ring marks a day that is known only as the latest"}},
		{"ratification of a floating roll", "/d/se/ratification/?as-of=2023-04-04", nato, []string{"29 of 31 members", "Finland"}},
		{"ratification done", "/d/fi/ratification/?sort=days", nato, []string{"Nothing: every instrument is in."}},
		{"ratification among organisations", "/d/ropes/ratification/", guilds, []string{"2 of 3 members have finished their own procedure; 1 instrument is deposited.", "The members", "Ashlar Masons", "Deposited 1", "Not yet 1"}},
		{"a procedure without instruments of members", "/d/gala/ratification/", harbours, []string{"This procedure asks for no act of each member."}},
		{"the record", "/d/fi/record/", nato, []string{"The record", "Kept by an observer from published reports", "Lines 1 to 60 of", "Later lines", "follows from the rule", "registered 25 November 2026"}},
		{"the record further on", "/d/fi/record/?after=60", nato, []string{"Lines 61 to 120 of", "Earlier lines"}},
		{"the record to print", "/d/fi/record/?long=yes", nato, []string{"is a member"}},
		{"the record of one member", "/d/fi/record/?who=tr&what=object", nato, []string{"Lines 1 to 1 of 1.", "Türkiye objected", "Show all"}},
		{"the record of some days", "/d/fi/record/?from=2022-06-28&to=2022-06-29", nato, []string{"Trilateral memorandum"}},
		{"a filter that nothing passes", "/d/fi/record/?who=nobody", nato, []string{"No line passes the filter."}},
		{"a filter that cannot be read", "/d/fi/record/?from=June", nato, []string{"“June” is not a filter of the record."}},
		{"an official record", "/d/gala/record/", harbours, []string{"registered from paper: note verbale", "registered 2 March 2026"}},
		{"an entry", "/d/fi/record/14/", nato, []string{"Entry 14 of the record", "Trilateral memorandum", "Under the auspices of", "Exact bytes", "lead to the root", "25 November 2026, 13:00 (Brussels)"}},
		{"an entry on paper", "/d/ropes/record/6/", guilds, []string{"by Warden, from letter", "Piagam <satu>"}},
		{"no such entry", "/d/fi/record/9999/", nato, []string{"There is no entry 9999 in this dossier on that day."}},
		{"an entry of later", "/d/fi/record/14/?as-of=2022-06-01", nato, []string{"There is no entry 14 in this dossier on that day."}},
		{"a sheet for the roll call", "/d/fi/roll-call/?as-of=2022-06-21&order=order", nato, []string{"Roll call: Accession of Finland", "none of members are against", "1Belgium", "Counted on the record", "Signature of the chair"}},
		{"a sheet of organisations", "/d/gala/roll-call/", harbours, []string{"Reserve", "Dorn Against 2 March"}},
	}
}

// filingSights are the pages of what is filed that the browser looks at.
func filingSights(record, vote string) []sight {
	return []sight{
		{record + "/d/fi/ratification/?as-of=2022-10-20", 1280, "light"},
		{record + "/d/fi/ratification/?as-of=2022-07-20", 390, "dark"},
		{record + "/d/se/ratification/?as-of=2023-04-04", 1280, "dark"},
		{record + "/d/fi/ratification/?as-of=2022-06-21", 320, "light"},
		{record + "/d/fi/record/", 1280, "light"},
		{record + "/d/fi/record/?who=tr", 390, "dark"},
		{record + "/d/fi/record/", 320, "light"},
		{record + "/d/fi/record/14/", 1280, "dark"},
		{record + "/d/fi/record/14/", 320, "light"},
		{record + "/d/fi/roll-call/?as-of=2022-06-21", 390, "light"},
		{vote + "/d/gala/roll-call/", 1280, "dark"},
		{vote + "/d/gala/record/", 390, "light"},
	}
}

func TestTheRecordIsHandedOutWholeAndFiltered(t *testing.T) {
	h := pagesOf(t, nato(t))
	var all, some view.RecordPage
	for path, into := range map[string]*view.RecordPage{"/d/fi/record.json": &all, "/d/fi/record.json?who=tr": &some} {
		if err := json.Unmarshal(get(t, h, path).Body.Bytes(), into); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	if len(all.Lines) != all.Total || len(all.Lines) < 100 {
		t.Errorf("the record has %d of %d lines", len(all.Lines), all.Total)
	}
	want := 0
	for _, l := range all.Lines {
		if l.Who == "tr" {
			want++
		}
	}
	if len(some.Lines) != want || want == 0 {
		t.Errorf("%d lines of Türkiye, want %d", len(some.Lines), want)
	}
	w := get(t, h, "/d/fi/record.csv")
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil || len(rows) != all.Total+1 {
		t.Errorf("the table has %d rows, want %d and the header: %v", len(rows), all.Total, err)
	}
	if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="fi-record.csv"` {
		t.Errorf("Content-Disposition = %q", got)
	}
}

// The pages of the record, one after another, are the record: no line is left out, none told twice.
func TestTheStretchesOfTheRecordAreTheRecord(t *testing.T) {
	h := pagesOf(t, nato(t))
	next := regexp.MustCompile(`rel="next" href="([^"]*record/[^"]*)"`)
	entry := regexp.MustCompile(`<td class="seq"[^>]*><a href="/d/fi/record/(\d+)/"`)
	seen := map[string]int{}
	pages := 0
	for path := "/d/fi/record/"; path != ""; pages++ {
		text := get(t, h, path).Body.String()
		for _, m := range entry.FindAllStringSubmatch(text, -1) {
			seen[m[1]]++
		}
		path = ""
		if m := next.FindStringSubmatch(text); m != nil {
			path = strings.ReplaceAll(m[1], "&amp;", "&")
		}
	}
	var all view.RecordPage
	if err := json.Unmarshal(get(t, h, "/d/fi/record.json").Body.Bytes(), &all); err != nil {
		t.Fatal(err)
	}
	for _, l := range all.Lines {
		if l.Seq > 0 && seen[fmt.Sprint(l.Seq)] != 1 {
			t.Errorf("entry %d stands %d times on %d pages", l.Seq, seen[fmt.Sprint(l.Seq)], pages)
		}
	}
}

func TestTheBytesOfAnEntryAreTheBytesThatAreHashed(t *testing.T) {
	m := nato(t)
	text := get(t, pagesOf(t, m), "/d/fi/record/14/").Body.String()
	raw := regexp.MustCompile(`(?s)<pre class="raw"[^>]*>(.*?)</pre>`).FindStringSubmatch(text)
	if raw == nil {
		t.Fatal("the page of an entry has no bytes")
	}
	p, err := m.Proof(t.Context(), 14)
	if err != nil {
		t.Fatal(err)
	}
	if got := unescape(raw[1]); got != string(p.Bytes) {
		t.Errorf("the bytes on the page are\n%s\nwant\n%s", got, p.Bytes)
	}
	for _, want := range append([]string{p.Leaf, p.Root}, p.Hashes...) {
		if !strings.Contains(text, want) && !strings.Contains(unescape(text), want) {
			t.Errorf("the page lacks the hash %s", want)
		}
	}
}

func unescape(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'", "&#43;", "+", "&amp;", "&").Replace(s)
}

func TestABundleThatCannotBeWrittenIsAnErrorAndNotAFile(t *testing.T) {
	m := nato(t)
	if w := get(t, pagesOf(t, m), "/d/fi/record.bundle"); w.Code != http.StatusOK || w.Body.String() != "bundle of fi\n" || !strings.Contains(w.Header().Get("Content-Disposition"), "fi.bundle") {
		t.Errorf("bundle: %d %q %q", w.Code, w.Header().Get("Content-Disposition"), w.Body.String())
	}
	m.torn = true
	if w := get(t, pagesOf(t, m), "/d/fi/record.bundle"); w.Code != http.StatusServiceUnavailable || w.Header().Get("Content-Disposition") != "" {
		t.Errorf("a bundle that fails: %d, %q", w.Code, w.Header().Get("Content-Disposition"))
	}
	h, err := New(m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if w := get(t, h, "/d/fi/record.bundle"); w.Code != http.StatusNotFound {
		t.Errorf("a bundle without an archive: %d, want 404", w.Code)
	}
	if text := get(t, h, "/d/fi/record/14/").Body.String(); strings.Contains(text, "Exact bytes") || !strings.Contains(text, "Hash of the act") {
		t.Error("without an archive, the page of an entry shows bytes, or no hash")
	}
}

func TestFlagsCanBeSwitchedOff(t *testing.T) {
	h := pagesOf(t, nato(t))
	sprite := regexp.MustCompile(`/static/flags\.`)
	w := get(t, h, "/d/fi/ratification/?flags=off")
	if sprite.MatchString(w.Body.String()) || !strings.Contains(w.Body.String(), "With flags") {
		t.Error("?flags=off: the page has flags, or no way back to them")
	}
	cookie := w.Header().Get("Set-Cookie")
	if !strings.HasPrefix(cookie, "flags=off;") {
		t.Fatalf("Set-Cookie = %q", cookie)
	}
	if sprite.MatchString(get(t, h, "/d/fi/", "Cookie", "flags=off").Body.String()) {
		t.Error("the cookie flags=off: the page has flags")
	}
	if !sprite.MatchString(get(t, h, "/d/fi/?flags=on", "Cookie", "flags=off").Body.String()) {
		t.Error("?flags=on: the page has no flags")
	}
	none, err := New(nato(t), Options{NoFlags: true})
	if err != nil {
		t.Fatal(err)
	}
	if text := get(t, none, "/d/fi/?flags=on").Body.String(); sprite.MatchString(text) || strings.Contains(text, "flags=") {
		t.Error("a server without flags draws some, or offers them")
	}
}

func TestMembersThatAreNoStatesHaveMonogramsAndAGrid(t *testing.T) {
	text := get(t, pagesOf(t, guilds(t)), "/d/ropes/ratification/").Body.String()
	if strings.Contains(text, "/static/map.") || strings.Contains(text, "/static/flags.") {
		t.Error("a map or flags for a body whose members are no states")
	}
	if !strings.Contains(text, `<span class="mono" aria-hidden="true">IW</span>`) {
		t.Error("no monogram of the Iron Works")
	}
}

func TestTheFirstLoadWithAMapFitsNinetyFiveKilobytes(t *testing.T) {
	h := pagesOf(t, nato(t))
	page := get(t, h, "/d/fi/ratification/?as-of=2022-10-20", "Accept-Encoding", "br")
	total := page.Body.Len()
	text, err := io.ReadAll(brotli.NewReader(page.Body))
	if err != nil {
		t.Fatal(err)
	}
	loaded := map[string]bool{}
	for _, m := range regexp.MustCompile(`/static/[^"#]+|/print/[^"#]+`).FindAllString(string(text), -1) {
		if !loaded[m] {
			loaded[m] = true
			w := get(t, h, m, "Accept-Encoding", "br")
			if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
				t.Errorf("%s: %d, Cache-Control %q", m, w.Code, w.Header().Get("Cache-Control"))
			}
			total += w.Body.Len()
			t.Logf("%6d %s", w.Body.Len(), m)
		}
	}
	t.Logf("first load with map: %d bytes in %d files and the page", total, len(loaded))
	if total > 95_000 {
		t.Errorf("first load = %d bytes, want at most 95000", total)
	}
}

func TestTheFootOfAPrintedPageNamesTheRecord(t *testing.T) {
	h := pagesOf(t, nato(t))
	link := regexp.MustCompile(`href="(/print/[^"]+)" media="print"`).FindStringSubmatch(get(t, h, "/d/fi/record/").Body.String())
	if link == nil {
		t.Fatal("no foot for the printed page")
	}
	w := get(t, h, link[1])
	if got := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(got, "8c1f") || !strings.Contains(got, "counter(pages)") || strings.Contains(got, "<") {
		t.Errorf("the foot: %d %s", w.Code, got)
	}
	for _, bad := range []string{"/print/foot.en.x.8c1f.css", "/print/foot.xx.1.8c1f.css", "/print/foot.en.1.%22%7D.css", "/print/foot.en.99999999999999999999.a.css", "/print/other.css"} {
		if w := get(t, h, bad); w.Code != http.StatusNotFound {
			t.Errorf("GET %s = %d, want 404", bad, w.Code)
		}
	}
	if got, want := cssText(`a"}</style>`), `"a\22 \7d \3c \2f style\3e "`; got != want {
		t.Errorf("cssText = %s, want %s", got, want)
	}
}

// BenchmarkFiling is the time from a folded docket to the bytes of each page.
func BenchmarkFiling(b *testing.B) {
	h := pagesOf(b, nato(b))
	for name, path := range map[string]string{"ratification": "/d/fi/ratification/?as-of=2022-10-20", "record": "/d/fi/record/?as-of=2023-04-04", "roll-call": "/d/fi/roll-call/?as-of=2022-06-21"} {
		get(b, h, path)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				n = get(b, h, path).Body.Len()
			}
			b.ReportMetric(float64(n), "B/page")
		})
	}
}
