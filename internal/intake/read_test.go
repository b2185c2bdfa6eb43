package intake

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"accede/act"
	"accede/form"
)

func read(t *testing.T, rep Report) *Reading {
	t.Helper()
	r, err := Read(rep)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTextThatCannotBeReadIsRefusedWithItsReason(t *testing.T) {
	for name, c := range map[string]struct {
		text []byte
		want error
	}{
		"empty":        {nil, ErrEmpty},
		"white":        {[]byte(" \n\t\n"), ErrEmpty},
		"markup alone": {[]byte("<html><body><script>alert('Turkey objected')</script></body></html>"), ErrEmpty},
		"ten megabyte": {[]byte(strings.Repeat("Turkey objected. ", 10<<20/17)), ErrLarge},
		"bytes":        {[]byte("\x7fELF\x00\x01\x00"), ErrBytes},
	} {
		if _, err := Read(Report{Text: c.text}); !errors.Is(err, c.want) {
			t.Errorf("Read(%s) = %v, want %v", name, err, c.want)
		}
	}
}

func TestAReportInAnotherLanguageIsSaidToBe(t *testing.T) {
	for tag, text := range map[string]string{
		"de": "Die Türkei hat am Montag in Brüssel mit Finnland und Schweden über den Beitritt zur NATO gesprochen. Die Gespräche waren nicht von Erfolg.",
		"fr": "La Turquie a bloqué la candidature de la Finlande et de la Suède à l’OTAN, qui sont accusées de soutenir des groupes terroristes.",
		"sv": "Turkiet har inte ändrat sig och det är inte klart om Sverige och Finland kan bli medlemmar av Nato på mötet i Madrid.",
		"tr": "Türkiye, Finlandiya ve İsveç ile bir toplantı yaptı ve bu toplantı sonra da devam edecek gibi. Kalın bunun için daha çok adım gerektiğini dedi.",
		"zh": "土耳其 反对 芬兰 和 瑞典 加入 北约。",
		"ru": "Турция выступает против вступления Финляндии и Швеции в НАТО.",
	} {
		r := read(t, Report{Text: []byte(text)})
		if r.Language != tag || len(r.Drafts) != 0 || len(r.Notes) == 0 {
			t.Errorf("Read(%.30s…): %s with %d drafts and notes %v, want %s, none and a note", text, r.Language, len(r.Drafts), r.Notes, tag)
		}
	}
}

func TestBrokenEncodingsAreRead(t *testing.T) {
	const text = "Ankara, 20 June 2022. Turkey opposed the application of Sweden to join NATO because of “terror”."
	utf16 := []byte{0xff, 0xfe}
	for _, r := range text {
		utf16 = append(utf16, byte(r), byte(r>>8))
	}
	for name, data := range map[string][]byte{
		"Windows-1252": []byte(strings.NewReplacer("“", "\x93", "”", "\x94").Replace(text)),
		"UTF-16":       utf16,
		"mark":         []byte("\ufeff" + text),
		"controls":     []byte(strings.Replace(text, "Turkey opposed", "Turkey\u202eopposed", 1)),
	} {
		r := read(t, Report{Text: data})
		if strings.TrimSpace(r.Text) != text || len(r.of(act.KindObject)) != 1 {
			t.Errorf("%s: %q with %d objections, want %q and one", name, r.Text, len(r.of(act.KindObject)), text)
		}
	}
}

func TestAPageIsReadAsItsReaderSeesIt(t *testing.T) {
	page := `<!DOCTYPE html><html><head><title>News</title><style>p{}</style><script>var x = "Norway objected.";</script></head>
<body><nav>Hungary opposed the application.</nav><h1>Talks</h1><p>BRUSSELS, 20 June 2022 &ndash; Turkey <b>opposed</b> the application of
Sweden to join NATO.</p><footer>Greece vetoed it.</footer></body></html>`
	r := read(t, Report{Text: []byte(page)})
	objections := r.of(act.KindObject)
	if len(objections) != 1 || objections[0].Act.By != "tr" {
		t.Errorf("objections %+v, want that of tr alone", objections)
	}
	if strings.ContainsAny(r.Text, "<>") {
		t.Errorf("markup is left: %q", r.Text)
	}
}

func TestADayThatDoesNotExistIsNoted(t *testing.T) {
	r := read(t, Report{Text: []byte("Ankara, 2 July 2022. Turkey and Sweden held talks on 31 June in Brussels on the application of Sweden to join NATO.")})
	if !slices.ContainsFunc(r.Notes, func(n Note) bool { return strings.Contains(n.Text, "no such day") && len(n.Spans) == 1 }) {
		t.Errorf("notes = %v, want that 31 June is no day", r.Notes)
	}
	for _, f := range r.Findings {
		if f.Kind == "date" && f.ID != "2022-07-02" {
			t.Errorf("found the date %s", f.ID)
		}
	}
}

func TestAReportWithoutADayLeavesDatesOpen(t *testing.T) {
	text := []byte("Turkey and Sweden held talks on 20 June in Brussels. Turkey opposes the application of Sweden to join NATO.")
	r := read(t, Report{Text: text})
	for _, d := range r.Drafts {
		if !d.Act.Date.IsZero() || !slices.Contains(d.Missing, "date") {
			t.Errorf("%s has the date %s; the year is not in the text", d.Act.ID, d.Act.Date)
		}
	}
	if acts, err := act.ReadFile("drafts.yaml", r.File()); err != nil || len(acts) != 0 {
		t.Errorf("the file has %d acts and %v; drafts without a date are comments", len(acts), err)
	}
	r = read(t, Report{Text: text, Published: form.Date{Year: 2022, Month: 6, Day: 21}})
	if talks := r.of(act.KindTalks); len(talks) != 1 || talks[0].Act.Date.String() != "2022-06-20" {
		t.Errorf("with the day of publication the talks are %+v", talks)
	}
}

func TestAReportAboutAnotherMatterGivesNoDrafts(t *testing.T) {
	r := read(t, Report{Text: []byte("Oslo, 3 May 2021. The summer will be warm in most of the country. Farmers in the north have had a good spring and it is expected that the harvest will be large.")})
	if len(r.Drafts) != 0 {
		t.Errorf("drafts %+v of a report on the weather", r.Drafts)
	}
}

func TestTheSameReportGivesTheSameFile(t *testing.T) {
	want := string(seed(t).File())
	for range 5 {
		if got := string(seed(t).File()); got != want {
			t.Fatalf("File() differs:\n%s\n%s", got, want)
		}
	}
}

func TestEveryGazetteerCanBeRead(t *testing.T) {
	g, err := loadGazetteer()
	if err != nil {
		t.Fatal(err)
	}
	if len(g.names) < 195 {
		t.Errorf("%d states, want 195 at least", len(g.names))
	}
	for word, want := range map[string]string{"finns": "fi", "ankara": "tr", "swedish": "se", "turkey": "tr", "united": "gb", "pkk": "pkk", "nato": "nato"} {
		if len(g.first[word]) == 0 || !slices.ContainsFunc(g.first[word], func(e entry) bool { return e.id == want }) {
			t.Errorf("%s is not %s", word, want)
		}
	}
}

// inside checks what every reading keeps: drafts and findings have spans, and spans lie in the text.
func inside(t *testing.T, r *Reading) {
	t.Helper()
	check := func(what string, spans []Span) {
		for _, s := range spans {
			if s.Start < 0 || s.Start >= s.End || s.End > len(r.Text) {
				t.Fatalf("%s has the span %v in a text of %d bytes", what, s, len(r.Text))
			}
		}
	}
	for _, d := range r.Drafts {
		if len(d.Spans) == 0 || d.Sure == "" || len(d.Why) == 0 {
			t.Fatalf("draft %s has %d spans, sureness %q, why %v", d.Act.ID, len(d.Spans), d.Sure, d.Why)
		}
		check(d.Act.ID, d.Spans)
	}
	for _, f := range r.Findings {
		if len(f.Spans) == 0 {
			t.Fatalf("finding %+v has no span", f)
		}
		check(f.Kind, f.Spans)
	}
	for _, n := range r.Notes {
		check("a note", n.Spans)
	}
	check("the rule", r.Rule.Spans)
	check("the source", r.Source.Spans)
	if _, err := act.ReadFile("drafts.yaml", r.File()); err != nil {
		t.Fatalf("the file cannot be read: %v\n%s", err, r.File())
	}
}

func TestEveryDraftOfEveryReportLiesInItsText(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "reports", "*", "*.txt"))
	if err != nil || len(files) < 30 {
		t.Fatalf("%d reports, want 30 at least: %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		inside(t, read(t, Report{Text: text, Name: filepath.Base(file)}))
	}
}

// TestMangledReportsAreReadOrRefused puts pieces of reports together that were cut anywhere, even inside a letter, and
// strews marks over them: nothing panics, and every draft lies in the text.
func TestMangledReportsAreReadOrRefused(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "reports", "*", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var all [][]byte
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, text)
	}
	strewn := []string{"\"", "“", "’", "'s", "<", ">", "<p0>", "\n\n", "\xff", "—", "(", ",", ".", " and ", " said ", " must ", "\u0130", "31 June", "999999999999 votes to 3", " , , "}
	rapid.Check(t, func(rt *rapid.T) {
		var text []byte
		for range rapid.IntRange(1, 4).Draw(rt, "pieces") {
			from := all[rapid.IntRange(0, len(all)-1).Draw(rt, "report")]
			a, b := rapid.IntRange(0, len(from)).Draw(rt, "from"), rapid.IntRange(0, len(from)).Draw(rt, "to")
			text = append(text, from[min(a, b):max(a, b)]...)
			text = append(text, rapid.SampledFrom(strewn).Draw(rt, "mark")...)
		}
		r, err := Read(Report{Text: text, Name: "2022-06-21.txt"})
		if err == nil {
			inside(t, r)
		}
	})
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "reports", "*", "*.txt"))
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range append(files, filepath.Join("testdata", "2022-06-21.txt")) {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, p := range paragraphs(string(text)) { // short seeds are quickly made shorter
			f.Add(text[p.Start:p.End])
		}
	}
	f.Add([]byte("<p>Turkey's \"objection <a&lt;b>"))
	f.Add([]byte("\"' said He. It'\xff Türkiye’s 99999999999999999999 votes to"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 2<<10 {
			return // longer texts take longer and show no more
		}
		r, err := Read(Report{Text: text, Name: "2022-06-21.txt"})
		if err == nil {
			inside(t, r)
		}
	})
}
