package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/andybalholm/brotli"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"

	"accede/internal/view"
	"accede/internal/view/words"
)

func get(t testing.TB, h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// page is one page of the tests, and the words that must stand on it.
type page struct {
	name, path string
	src        func(testing.TB) *memory
	says       []string
}

func pages() []page {
	return slices.Concat(roomPages(), filingPages(), mediatorPages(), []page{
		{"the docket", "/", nato, []string{"2 dossiers", "Accession of Sweden", "applied 18 May 2022"}},
		{"the docket while both are blocked", "/?as-of=2022-06-21", nato, []string{"None of 30 members may object; one does: Türkiye.", "What came later is not shown", "1 of 30 against"}},
		{"the day before the first application", "/?as-of=2022-01-01", nato, []string{"Nobody has applied yet."}},
		{"objection", "/d/fi/?as-of=2022-06-21", nato, []string{
			"None of 30 members may object; one does: Türkiye.", "Not yet said 29", "Consents 0", "Türkiye objects, since 19 May 2022", "33 days",
			"Stalemate since 25 May 2022: 2 rounds of talks, movement on 1 of 2 concerns.", "answer 5 demands", "Türkiye: against → anything else", "No answer yet",
		}},
		{"invited", "/d/fi/?as-of=2022-06-29", nato, []string{"Finland is invited. None of 30 has signed yet.", "Withdrawn"}},
		{"ratification", "/d/fi/?as-of=2022-07-20", nato, []string{"17 of 30 members have finished their own procedure; no instrument is recorded as deposited. 13 are missing.", "Approved 17"}},
		{"one missing", "/d/fi/?as-of=2023-03-27", nato, []string{"29 of 30 members have finished their own procedure; 28 instruments are deposited. Türkiye is missing."}},
		{"a floating roll", "/d/se/?as-of=2023-04-04", nato, []string{"29 of 31 members have finished their own procedure; 29 instruments are deposited. Türkiye and Hungary are missing."}},
		{"in force", "/d/fi/", nato, []string{"In force since 4 April 2023: Finland is a member. All 30 instruments were deposited.", "Nothing: the dossier is closed."}},
		{"withdrawn", "/d/fi/", withdrawn, []string{"The application of Finland was withdrawn on 1 June 2022."}},
		{"a vote in an official record", "/d/gala/", harbours, []string{
			"Closed now, it would fail: 3 of 6 members are for, where the rule asks for at least 4. One has yet to speak.", "Official record", "Reserve 1", "Abstains 1", "90 of 110 berths", "Dorn is against", "registered from paper: note verbale",
		}},
		{"a filter", "/d/fi/?as-of=2022-06-21&show=open", nato, []string{"Objects 19 May"}},
		{"a bad day", "/d/fi/?as-of=21-06-2022", nato, []string{"“21-06-2022” is not a day. Write it as year, month and day, such as 2022-06-21"}},
		{"a day that does not exist", "/?as-of=2022-02-30", nato, []string{"“2022-02-30” is not a day."}},
		{"no such dossier", "/d/nobody/", nato, []string{"There is no dossier “nobody” in this record on that day."}},
		{"no such page", "/nothing", nato, []string{"Nothing is kept at this address."}},
	})
}

// withdrawn is the case up to the end of May, after which Finland takes its application back.
func withdrawn(t testing.TB) *memory {
	t.Helper()
	m := nato(t)
	day := form.Date{Year: 2022, Month: time.June, Day: 1}
	for i, e := range m.entries {
		if e.Act != nil && !e.Act.Date.DayIn(time.UTC).Before(day) {
			m.entries = m.entries[:i]
			break
		}
	}
	m.add(t, act.Act{
		Body: "nato", ID: "fi-withdraws", By: "fi", Date: form.Instant{Day: day}, Dossiers: []string{"fi"},
		Sources: []act.Source{{Key: body.Unsourced}}, Do: &act.Withdraw{What: "application"},
	}, today)
	return m
}

var (
	anyTag = regexp.MustCompile(`<[^>]*>`)
	blanks = regexp.MustCompile(`\s+`)
)

// wordsOf answers the words of a piece of HTML, as a reader gets them.
func wordsOf(piece string) string {
	return strings.TrimSpace(blanks.ReplaceAllString(html.UnescapeString(anyTag.ReplaceAllString(piece, "")), " "))
}

func TestEveryPageSaysWhatIsSo(t *testing.T) {
	for _, p := range pages() {
		got := wordsOf(get(t, pagesOf(t, p.src(t)), p.path).Body.String())
		for _, want := range p.says {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %s does not say %q; it says:\n%.1500s", p.name, p.path, want, got)
			}
		}
	}
}

func TestNobodyWhoHasSaidNothingIsSaidToConsent(t *testing.T) {
	got := wordsOf(get(t, pagesOf(t, nato(t)), "/d/fi/?as-of=2022-06-21").Body.String())
	for _, never := range []string{"29 consent", "of 30 consent", "Consents 29", "signed by"} {
		if strings.Contains(got, never) {
			t.Errorf("the page of a day on which 29 members had said nothing says %q", never)
		}
	}
}

func TestEveryLabelHeadingButtonAndLinkHasWords(t *testing.T) {
	for _, p := range pages() {
		body := get(t, pagesOf(t, p.src(t)), p.path).Body.String()
		for _, tag := range []string{"label", "th", "button", "a", "h1", "h2", "h3", "title", "li", "text", "caption"} {
			for _, m := range regexp.MustCompile(`(?s)<`+tag+`[ >].*?</`+tag+`>`).FindAllString(body, -1) {
				if wordsOf(m) == "" {
					t.Errorf("%s: no words in %s", p.name, m)
				}
			}
		}
	}
}

func TestNoPageCarriesStyleOrScriptOrAKeyOrALostArgument(t *testing.T) {
	handler := regexp.MustCompile(`<[^>]* (style|on[a-z]+)=`)
	argument, keys := regexp.MustCompile(`\{[a-z]+\}`), map[string]bool{}
	for _, key := range english(t).Keys() {
		keys[key] = strings.Contains(key, ".")
	}
	for _, p := range pages() {
		w := get(t, pagesOf(t, p.src(t)), p.path)
		body := w.Body.String()
		if m := handler.FindString(body); m != "" {
			t.Errorf("%s: %s", p.name, m)
		}
		if strings.Contains(body, "<script") {
			t.Errorf("%s: a script on a page that needs none", p.name)
		}
		if got := w.Header().Get("Content-Security-Policy"); got != csp || strings.Contains(got, "unsafe") {
			t.Errorf("%s: Content-Security-Policy = %q, want %q", p.name, got, csp)
		}
		text := wordsOf(body)
		if m := argument.FindString(text); m != "" {
			t.Errorf("%s: the argument %s was not given", p.name, m)
		}
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '<' || r == '>' }) {
			if keys[word] {
				t.Errorf("%s: the key %s stands on the page", p.name, word)
			}
		}
	}
}

// What a page carries only in a case that no test's record has is seen in its source.
func TestNoTemplateHasStyleOrAHandlerOrAScriptOfItsOwn(t *testing.T) {
	wrong := regexp.MustCompile(`(?i)[\s"](style|on[a-z]+)\??=|templ\.(ComponentScript|Raw|OnceHandle)|^\s*(script|css) [a-zA-Z]+\(|<style|href="?javascript:`)
	files, err := filepath.Glob("*.templ")
	if err != nil || len(files) < 10 {
		t.Fatalf("found %d templates, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if m := wrong.FindString(line); m != "" {
				t.Errorf("%s:%d: %q", file, i+1, strings.TrimSpace(line))
			}
		}
		for _, m := range regexp.MustCompile(`<script[^>]*>[^<]*`).FindAllString(string(text), -1) {
			if !strings.Contains(m, "src=") || !strings.HasSuffix(m, ">") {
				t.Errorf("%s: %s", file, m)
			}
		}
	}
}

func english(t testing.TB) *words.Reader {
	t.Helper()
	c, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	r, _ := c.In("en")
	return r
}

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	href := regexp.MustCompile(`(?:href|src|action)="([^"]*)"`)
	for _, p := range pages() {
		h := pagesOf(t, p.src(t))
		shown := get(t, h, p.path)
		for _, m := range href.FindAllStringSubmatch(shown.Body.String(), -1) {
			link := html.UnescapeString(m[1])
			switch {
			case strings.HasPrefix(link, "#"), strings.HasPrefix(link, "https://"), strings.HasPrefix(link, "http://"):
				continue
			case shown.Code != http.StatusOK && strings.Contains(link, "lang="):
				continue // what cannot be shown in one language cannot be shown in another
			case !strings.HasPrefix(link, "/"):
				t.Errorf("%s: the link %q is not absolute", p.name, link)
				continue
			}
			if w := get(t, h, strings.SplitN(link, "#", 2)[0]); w.Code != http.StatusOK && !strings.Contains(link, "nobody") && !strings.Contains(link, "21-06-2022") && !strings.Contains(link, "02-30") {
				t.Errorf("%s: %s answers %d", p.name, link, w.Code)
			}
		}
	}
}

func TestAnErrorHasItsStatusAndSaysWhatToDo(t *testing.T) {
	h := pagesOf(t, nato(t))
	for _, c := range []struct {
		path string
		code int
	}{
		{"/d/fi/?as-of=yesterday", http.StatusBadRequest},
		{"/d/xx/", http.StatusNotFound},
		{"/nothing", http.StatusNotFound},
		{"/d/fi/status.json?as-of=2022-13-01", http.StatusBadRequest},
		{"/d/fi", http.StatusMovedPermanently},
		{"/d/fi/?as-of=2022-01-01", http.StatusNotFound},
		{"/healthz", http.StatusOK},
		{"/d/fi/?as-of=2022-06-28T18:00:00%2B02:00", http.StatusOK},
	} {
		if got := get(t, h, c.path).Code; got != c.code {
			t.Errorf("GET %s = %d, want %d", c.path, got, c.code)
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/d/fi/", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST = %d, want %d", w.Code, http.StatusMethodNotAllowed)
	}
}

func TestFiledWordsCannotBecomeMarkup(t *testing.T) {
	body := get(t, pagesOf(t, harbours(t)), "/d/gala/").Body.String()
	if strings.Contains(body, "<Gala>") || !strings.Contains(body, "&lt;Gala&gt;") {
		t.Error("a name with angle brackets is not escaped")
	}
	if !strings.Contains(body, `lang="fr"`) {
		t.Error("words filed in French do not carry their language")
	}
}

func TestStatusAsJSONIsTheContract(t *testing.T) {
	w := get(t, pagesOf(t, nato(t)), "/d/fi/status.json?as-of=2022-06-21")
	var s view.Status
	if err := json.Unmarshal(w.Body.Bytes(), &s); err != nil {
		t.Fatal(err)
	}
	if s.AsOf != "2022-06-21T23:59:59+02:00" || s.Decision != "blocked" || len(s.Blockers) != 1 || s.Blockers[0].Member != "tr" {
		t.Errorf("status = %+v", s)
	}
}

func TestPagesAreCompressedAsTheReaderAsks(t *testing.T) {
	h := pagesOf(t, nato(t))
	plain := get(t, h, "/d/fi/").Body.Bytes()
	br := get(t, h, "/d/fi/", "Accept-Encoding", "gzip, deflate, br")
	gz := get(t, h, "/d/fi/", "Accept-Encoding", "gzip, br;q=0")
	if br.Header().Get("Content-Encoding") != "br" || gz.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("encodings = %q, %q, want br, gzip", br.Header().Get("Content-Encoding"), gz.Header().Get("Content-Encoding"))
	}
	size := br.Body.Len()
	unbr, err := io.ReadAll(brotli.NewReader(br.Body))
	if err != nil || !bytes.Equal(unbr, plain) {
		t.Errorf("the brotli page is not the page: %v", err)
	}
	z, err := gzip.NewReader(gz.Body)
	if err != nil {
		t.Fatal(err)
	}
	if ungz, err := io.ReadAll(z); err != nil || !bytes.Equal(ungz, plain) {
		t.Errorf("the gzip page is not the page: %v", err)
	}
	t.Logf("page: %d bytes, %d in brotli", len(plain), size)
}

func TestTheFirstLoadFitsSeventyKilobytes(t *testing.T) {
	h := pagesOf(t, nato(t))
	page := get(t, h, "/d/fi/?as-of=2022-06-21", "Accept-Encoding", "br")
	total := page.Body.Len()
	text, _ := io.ReadAll(brotli.NewReader(page.Body))
	loaded := map[string]bool{}
	for _, m := range regexp.MustCompile(`/static/[^"#]+`).FindAllString(string(text), -1) {
		if !loaded[m] {
			loaded[m] = true
			w := get(t, h, m, "Accept-Encoding", "br")
			if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
				t.Errorf("%s: %d, Cache-Control %q", m, w.Code, w.Header().Get("Cache-Control"))
			}
			total += w.Body.Len()
		}
	}
	t.Logf("first load: %d bytes in %d files and the page", total, len(loaded))
	if total > 70_000 {
		t.Errorf("first load = %d bytes, want at most 70000", total)
	}
}

func TestALanguageThatIsNotSpokenIsEnglish(t *testing.T) {
	w := get(t, pagesOf(t, nato(t)), "/", "Accept-Language", "xx-YY, zz;q=0.3")
	if !strings.Contains(w.Body.String(), `<html lang="en" dir="ltr"`) {
		t.Errorf("the page begins %.120q", w.Body.String())
	}
}

func TestALanguageThatIsAskedForAndNotSpokenIsPassedOver(t *testing.T) {
	for _, path := range []string{"/?lang=xx", "/d/fi/?lang=xx&as-of=2022-06-21", "/d/fi/?lang=", "/?lang=%3Cb%3E"} {
		w := get(t, pagesOf(t, nato(t)), path, "Accept-Language", "sv")
		if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, `<html lang="sv" dir="ltr"`) || strings.Contains(body, "<b>&") {
			t.Errorf("GET %s = %d, the page begins %.120q, want that of the browser's language", path, w.Code, body)
		}
		if got := w.Header().Get("Set-Cookie"); got != "" {
			t.Errorf("GET %s keeps %q", path, got)
		}
	}
}

func TestALargeRollIsDrawnInsideItsFrame(t *testing.T) {
	for _, n := range []int{1, 2, 5, 9, 15, 30, 31, 47, 100, 193, 300} {
		seats := make([]view.Seat, n)
		for i := range seats {
			seats[i] = view.Seat{ID: fmt.Sprint(i), Code: "ABC"}
		}
		a := hemicycle(seats)
		for i, s := range a.Seats {
			if s.X-a.Radius < 0 || s.X+a.Radius > 640 || s.Y-a.Radius < 0 || s.Y+a.Radius > 340 {
				t.Fatalf("%d seats: seat %d at (%.1f, %.1f), radius %.1f, is outside", n, i, s.X, s.Y, a.Radius)
			}
			for _, o := range a.Seats[:i] {
				if dx, dy := s.X-o.X, s.Y-o.Y; dx*dx+dy*dy < 2.8*a.Radius*a.Radius {
					t.Fatalf("%d seats: two lie on one another at (%.1f, %.1f)", n, s.X, s.Y)
				}
			}
		}
	}
}

// BenchmarkFullPage is the time from a folded docket to the bytes of a dossier's page.
func BenchmarkFullPage(b *testing.B) {
	m := nato(b)
	at := time.Date(2022, 6, 21, 21, 59, 59, 0, time.UTC)
	d, err := dossier.Fold(m.entries, at)
	if err != nil {
		b.Fatal(err)
	}
	files, err := loadAssets()
	if err != nil {
		b.Fatal(err)
	}
	s := &site{assets: files}
	f := frame{Reader: english(b), Here: "/d/fi/", Body: "NATO", Reported: true, assets: files, sprite: s.sprite(view.SettingOf(d).FlagIDs())}
	var buf bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		buf.Reset()
		standing, err := d.Standing("fi", at)
		if err != nil {
			b.Fatal(err)
		}
		p := view.NewDossierPage(view.SettingOf(d), standing, view.PastOf(d, d, "fi"), "", f.Reader)
		if err := dossierPage(f, p).Render(b.Context(), &buf); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(buf.Len()), "B/page")
}
