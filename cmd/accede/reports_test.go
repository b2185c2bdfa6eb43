package main

import (
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"accede/internal/web"
)

// overview answers what an overview says, line by line: every block of text in it, without its drawings and without
// the calendar of the record's whole life, which is not about the day.
func overview(v *visitor) []string {
	v.t.Helper()
	mains := all(v.page, "main")
	if len(mains) != 1 {
		v.t.Fatalf("%s has %d main parts", v.url, len(mains))
	}
	var lines []string
	var line strings.Builder
	end := func() {
		if text := strings.Join(strings.Fields(line.String()), " "); text != "" {
			lines = append(lines, text)
		}
		line.Reset()
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			line.WriteString(n.Data)
			return
		case n.Data == "svg" || slices.Contains(strings.Fields(attr(n, "class")), "life"):
			return
		}
		block := slices.Contains([]string{"p", "li", "div", "section", "h1", "h2", "h3", "h4", "td", "th", "tr", "dt", "dd", "summary", "nav", "header", "form", "ol", "ul"}, n.Data)
		if block {
			end()
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if block {
			end()
		}
	}
	walk(mains[0])
	end()
	return lines
}

// more answers the lines of one that the other has not, each as often as it has it more often.
func more(one, other []string) []string {
	left := slices.Clone(other)
	var all []string
	for _, l := range one {
		if i := slices.Index(left, l); i >= 0 {
			left = slices.Delete(left, i, i+1)
			continue
		}
		all = append(all, l)
	}
	return all
}

const reportFile = "../../internal/intake/testdata/2022-06-21.txt"

// applications are the overviews of both.
type applications struct{ finland, sweden []string }

// fromReportByPage answers the overviews after the report was read, confirmed and recorded through the pages, in a
// rehearsal that left the demonstration before anything had happened.
func fromReportByPage(t *testing.T, server *httptest.Server) applications {
	t.Helper()
	text, err := os.ReadFile(reportFile)
	if err != nil {
		t.Fatal(err)
	}
	v := visit(t, server)
	v.begin("/?as-of=2022-05-01", "sg")
	v.press("Move", url.Values{"day": {"2022-06-21"}})
	v.get("/intake/")
	v.press("Read it", url.Values{"text": {string(text)}})
	v.says("10 drafts, none of them entered", "unanimity of 30", "In this record 30 members decide: none of members are against")
	v.press("Confirm all that are undecided", nil)
	v.press("Review what was confirmed", nil)
	v.says("You are about to record 10 acts, in this order")
	v.press("Record these 10 acts", nil)
	v.says("10 acts are in the record")
	return both(v, "")
}

// both answers the overviews of both applications, as of a day or as they are.
func both(v *visitor, asOf string) applications {
	v.t.Helper()
	v.get("/d/se/" + asOf)
	sweden := overview(v)
	v.get("/d/fi/" + asOf)
	return applications{overview(v), sweden}
}

// fromReportByCommand answers the same after accede intake and accede import.
func fromReportByCommand(t *testing.T) applications {
	t.Helper()
	dir := t.TempDir()
	record, acts := filepath.Join(dir, "record"), filepath.Join(dir, "drafts.yaml")
	must(t, "init", record, "--charter", "nato")
	if err := os.WriteFile(acts, []byte(must(t, "intake", reportFile, "--record", record, "--acts")), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "import", acts, "--record", record)
	s := quietSession(t)
	o, err := s.openOffice(record)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close() })
	pages, err := web.New(source{o, s.clock}, web.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(pages)
	t.Cleanup(server.Close)
	return both(visit(t, server), "?as-of=2022-06-21")
}

func TestTheVerbSaysOfABadReportWhatIsWrongWithIt(t *testing.T) {
	dir := t.TempDir()
	record := filepath.Join(dir, "record")
	must(t, "init", record, "--charter", "nato")
	for name, c := range map[string]struct {
		text string
		code int
		want string
	}{
		"empty.txt":    {"", 2, "there is no text in it"},
		"large.txt":    {strings.Repeat("Finland applied. ", 10<<20/17), 2, "it is too large"},
		"image.png":    {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 2, "it is not text of any kind"},
		"markup.html":  {"<html><script>alert(1)</script></html>", 2, "there is no text in it"},
		"page.html":    {"<html><script>secret()</script><p>On 20 June 2022 Finland applied to join NATO.</p></html>", 0, "fi-applies: apply by fi, 2022-06-20"},
		"latin.txt":    {"T\xfcrkiye objected on 20 June 2022 to the application of Finland to join NATO.", 0, "it was read as Windows-1252"},
		"finnish.txt":  {strings.Repeat("Suomi ja Ruotsi hakivat Naton jäsenyyttä toukokuussa, mutta Turkki vastusti niiden hakemuksia. ", 4), 0, "the report is in Finnish"},
		"february.txt": {"Brussels, 21 June 2022. On 30 February 2022 Finland applied to join NATO.", 0, "30 February"},
		"football.txt": {"Brussels, 20 June 2022. The football match ended two to one after extra time, and it rained.", 0, "0 drafts, none of them entered"},
		"union.txt":    {"Brussels, 20 June 2022. Hungary objected to the application of Moldova to join the European Union.", 0, "the report names European Union and not the body of this record"},
	} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		code, out, err := accede(t, "intake", file, "--record", record)
		if code != c.code || !strings.Contains(out+err, c.want) || strings.Contains(out, "secret") {
			t.Errorf("intake %s = %d: %.300s%.300s; want %d, %q", name, code, out, err, c.code, c.want)
		}
	}
}

// difference is lines in which two overviews differ, each told by its beginning, and why they do.
type difference struct {
	why   string
	shown []string // of the demonstration
	made  []string // of the record that was made of the report
}

// differences are all of them. The demonstration knows the same days from a dozen reports, of which this is one, and says
// things in its keeper's words; a record made of one report says what that one says, in its words.
func differences() []difference {
	return []difference{
		{
			"The report dates the applications and the objection in May, and before the talks of the 25th; the days of the demonstration are from other reports.",
			[]string{
				"Application passed 18 May 2022", "2 Invitation now since 18 May 2022", "Türkiye objects, since 19 May 2022 · 33 days", "Türkiye objects Opensince 19 May",
				"Türkiye Objects 19 May", "18 May 2022 Application Finland", "19 May 2022 Objection Türkiye", "18 May 2022 · entry 2 · Source: ", "19 May 2022 · entry 4 · Source: ",
				"Remark: China News Service says May; the day is from the other sources", "Remark: the concerns and demands are as China News Service reports them",
			},
			[]string{
				"Application passed 25 May 2022", "2 Invitation now since 25 May 2022", "Türkiye objects, since 25 May 2022 · 27 days", "Türkiye objects In talkssince 25 May",
				"Türkiye Objects 25 May", "25 May 2022 Application Finland", "25 May 2022 Objection Türkiye", "by 25 May 2022 · entry 4 · Source: ",
			},
		},
		{
			"The report gives one ground, in the words of the Secretary General; the keeper of the demonstration made two concerns of it and of the demands, in words of its own.",
			[]string{
				"The applicants support groups that Türkiye regards as terrorist. ", "The applicants restrict exports of defence equipment to Türkiye. ",
				"Stalemate since 25 May 2022: 2 rounds of talks, movement on 1 of 2 concerns.", "Türkiye objected: 2 concerns, 4 demands",
			},
			[]string{
				`"legitimate security concerns about terrorism that we need to address." `,
				"Stalemate since 25 May 2022: 2 rounds of talks, movement on 1 of 1 concern.", "Türkiye objected: 1 concern, 4 demands",
			},
		},
		{
			"The same four demands of the same parties: quoted from the report, or told by the keeper.",
			[]string{
				"End support for the PKK. In talksto Finland", "End support for the People’s Protection Units (YPG). In talksto Finland",
				"End support for the Gülen movement. In talksto Finland", "Lift the restrictions on exports of defence equipment. Opento Finland",
			},
			[]string{
				"stop supporting the PKK In talksto Finland", `stop supporting … the Syrian Kurdish armed "People's Protection Units" In talksto Finland`,
				`stop supporting … the "Gulen Movement" In talksto Finland`, "lift restrictions on Turkey's export of defense equipment In talksto Finland",
			},
		},
		{
			"That Türkiye asked for it in writing on 24 May is from another report: one demand more, which waits for an answer too.",
			[]string{
				"Put the undertaking in writing. In talksto Finland", "Finland answer 5 demands the first since 19 May 2022", "No answer yet Awaited",
				"Türkiye added a demand: Put the undertaking in writing.", "24 May 2022 · entry 6", "Remark: made by the Foreign Minister",
			},
			[]string{"Finland answer 4 demands since 25 May 2022"},
		},
		{
			"The same two rounds, on the same days, with the same outcome and the parties in another order; the place of the first and the building of the second are from other reports.",
			[]string{
				"25 May 2022 Round 1, Ankara, presidential complex", "20 June 2022 Round 2, Brussels, NATO headquarters",
				"Türkiye, Finland and Sweden held round 1 of talks in Ankara", "25 May 2022 · entry 7", "Remark: length: “nearly five hours”",
				"Türkiye, Finland and Sweden held round 2 of talks in Brussels, NATO headquarters", "20 June 2022 · entry 9 · Source: Finland and Sweden hold talks", "Remark: who chaired and who led the delegations",
			},
			[]string{
				"25 May 2022 Round 1 Finland, Sweden and Türkiye", "20 June 2022 Round 2, Brussels Finland, Sweden and Türkiye",
				"Finland, Sweden and Türkiye held round 1 of talks", "25 May 2022 · entry 5", "Finland, Sweden and Türkiye held round 2 of talks in Brussels", "20 June 2022 · entry 6",
			},
		},
		{
			"What was said at the second round stands with the round in the demonstration; from a report each statement is an entry, which a person confirms by itself.",
			nil,
			[]string{
				"representative, Finland, said: although the meeting made clear progress on some issues", "20 June 2022 · entry 7", "İbrahim Kalın, Türkiye, said: further progress depends on", "20 June 2022 · entry 8",
				`Jens Stoltenberg, Secretary General, said: the meeting was "constructive," adding`, "20 June 2022 · entry 9 · Source: ", "Jens Stoltenberg, Secretary General, said: the talks will continue", "20 June 2022 · entry 10",
				"Ann Linde, Sweden, said: all parties to be patient", "20 June 2022 · entry 11",
			},
		},
		{
			"Two statements of other days are from other reports.",
			[]string{
				"Recep Tayyip Erdogan, Türkiye, said: ", "23 May 2022 · entry 5", "Jens Stoltenberg, Secretary General, said: Officials of Sweden, Finland and Türkiye will be gathered", "1 June 2022 · entry 8",
			},
			nil,
		},
		{
			"The demonstration goes on after that day, and has other entries before it, so other ones are among the latest.",
			[]string{"← Entry before, 20 June 2022 Entry after, 27 June 2022", "As reported. Each entry names its source. 7 of 8 entries", "Finland applied: Accession"},
			[]string{"← Entry before, 20 June 2022 No entry after", "As reported. Each entry names its source. 8 of 10 entries"},
		},
	}
}

// explained holds each line against what explains it, and answers what is left: lines without an explanation, and
// explanations of nothing.
func explained(lines []string, by func(difference) []string) (left []string) {
	var begins []string
	for _, d := range differences() {
		begins = append(begins, by(d)...)
	}
	used := map[string]bool{}
	for _, l := range lines {
		i := slices.IndexFunc(begins, func(b string) bool { return strings.HasPrefix(l, b) })
		if i < 0 {
			left = append(left, "not explained: "+l)
			continue
		}
		used[begins[i]] = true
	}
	for _, b := range begins {
		if !used[b] {
			left = append(left, "explains nothing: "+b)
		}
	}
	return left
}

// saidOfTheOther answers the lines in which Finland is not named: what the report says of it, it says of Sweden.
func saidOfTheOther(lines []string) []string {
	return slices.DeleteFunc(lines, func(l string) bool { return strings.Contains(l, "Finland") || strings.Contains(l, "Dossier fi") })
}

func TestTheReportOf21June2022MakesADossierWhoseOverviewSaysWhatTheDemonstrationSays(t *testing.T) {
	server := demonstration(t)
	demonstrated := both(visit(t, server), "?as-of=2022-06-21")
	for name, from := range map[string]applications{"the pages": fromReportByPage(t, server), "the command": fromReportByCommand(t)} {
		for _, want := range []string{"None of 30 members may object; one does: Türkiye.", "Secretary General convene the next round of talks since 20 June 2022", "Türkiye: against → anything else", "Objects 1", "Not yet said 29"} {
			for of, says := range map[string][2][]string{"Finland": {from.finland, demonstrated.finland}, "Sweden": {from.sweden, demonstrated.sweden}} {
				if !slices.Contains(says[0], want) || !slices.Contains(says[1], want) {
					t.Errorf("%s: %q is not said by both of %s", name, want, of)
				}
			}
		}
		if got := saidOfTheOther(more(from.finland, from.sweden)); len(got) > 0 {
			t.Errorf("%s: of Finland is said what is not said of Sweden: %q", name, got)
		}
		made, shown := from.finland, demonstrated.finland
		for _, l := range explained(more(shown, made), func(d difference) []string { return d.shown }) {
			t.Errorf("%s: the demonstration says more: %s", name, l)
		}
		for _, l := range explained(more(made, shown), func(d difference) []string { return d.made }) {
			t.Errorf("%s: the dossier from the report says more: %s", name, l)
		}
	}
}

func TestMinutesAreExportedWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	record := filepath.Join(dir, "record")
	must(t, "demo", "--once", "--record", record)
	file := filepath.Join(dir, "fi.akn.xml")
	must(t, "export", "fi", "--record", record, "--format", "akn", "-o", file)
	data, err := os.ReadFile(file)
	if err != nil || !strings.HasSuffix(string(data), "</akomaNtoso>") || !strings.Contains(string(data), "First round of talks") {
		t.Errorf("the minutes of Finland: %v, %.300s", err, data)
	}
	if code, _, said := accede(t, "export", "--all", "--record", record, "--format", "akn", "-o", filepath.Join(dir, "all.xml")); code != 2 || !strings.Contains(said, "of one dossier") {
		t.Errorf("minutes of everything = %d %s", code, said)
	}
	if code, _, _ := accede(t, "export", "fi", "--record", record, "--format", "akn", "-o", filepath.Join(dir, "nowhere", "fi.xml")); code == 0 {
		t.Error("minutes were written to a folder that is not there")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 {
		t.Errorf("%d files are left, %v; want the record and the minutes", len(left), err)
	}
}
