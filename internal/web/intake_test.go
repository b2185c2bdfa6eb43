package web

import (
	"bytes"
	"encoding/json"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"accede/act"
	"accede/body"
	"accede/dossier"

	"accede/internal/intake"
)

// reportOf21June is the first report that intake serves.
func reportOf21June(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("../intake/testdata/2022-06-21.txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// before answers the record of 2022 before anything had happened, on 21 June, with a seat taken.
func before(t testing.TB, seat body.MemberID) *bench {
	t.Helper()
	b := benchOn(t, seat)
	b.entries, b.folded = b.entries[:1], map[time.Time]*dossier.Docket{}
	return b
}

// sendParts sends a form with files in parts, as browsers send one.
func sendParts(t testing.TB, h http.Handler, path string, fields url.Values, file []byte, name string) *httptest.ResponseRecorder {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for key, values := range fields {
		for _, v := range values {
			if err := w.WriteField(key, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	if name != "" {
		part, err := w.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(file); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec
}

// read hands a report in.
func read(t testing.TB, h http.Handler, text string) *httptest.ResponseRecorder {
	t.Helper()
	return sendParts(t, h, "/intake/", url.Values{"text": {text}, "do": {"read"}}, nil, "")
}

// formOn answers what the last form of a page would send, as a browser would send it.
func formOn(t testing.TB, page string) url.Values {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var form *html.Node
	all := url.Values{}
	attr := func(n *html.Node, key string) (string, bool) {
		for _, a := range n.Attr {
			if a.Key == key {
				return a.Val, true
			}
		}
		return "", false
	}
	for n := range root.Descendants() {
		if action, _ := attr(n, "action"); n.DataAtom == atom.Form && strings.HasPrefix(action, "/intake/") {
			form = n
		}
	}
	if form == nil {
		t.Fatalf("there is no form: %.400s", wordsOf(page))
	}
	for n := range form.Descendants() {
		name, ok := attr(n, "name")
		value, _ := attr(n, "value")
		kind, _ := attr(n, "type")
		_, checked := attr(n, "checked")
		switch {
		case !ok:
		case n.DataAtom == atom.Input && (kind == "radio" || kind == "checkbox") && !checked:
		case n.DataAtom == atom.Input:
			all.Add(name, value)
		case n.DataAtom == atom.Textarea:
			all.Set(name, "")
			if n.FirstChild != nil {
				all.Set(name, n.FirstChild.Data)
			}
		case n.DataAtom == atom.Select:
			for i, o := 0, n.FirstChild; o != nil; o = o.NextSibling {
				if o.DataAtom != atom.Option {
					continue
				}
				v, _ := attr(o, "value")
				if _, chosen := attr(o, "selected"); chosen || i == 0 {
					all.Set(name, v)
				}
				i++
			}
		}
	}
	return all
}

// press sends the form of a page with a button.
func press(t testing.TB, h http.Handler, page *httptest.ResponseRecorder, do string, with url.Values) *httptest.ResponseRecorder {
	t.Helper()
	fields := formOn(t, page.Body.String())
	maps.Copy(fields, with)
	fields.Set("do", do)
	return sendParts(t, h, "/intake/", fields, nil, "")
}

func TestAReportIsReadConfirmedAndRecordedInOneSubmit(t *testing.T) {
	b := before(t, "sg")
	h := seated(t, b)
	page := read(t, h, reportOf21June(t))
	got := wordsOf(page.Body.String())
	for _, want := range []string{"10 drafts, none of them entered", "unanimity of 30", "In this record 30 members decide", "Türkiye objected: 1 concern, 4 demands", "likely: something was worked out", "talks about it were held on"} {
		if !strings.Contains(got, want) {
			t.Errorf("the drafts do not say %q", want)
		}
	}
	if len(b.entries) != 1 {
		t.Fatalf("reading a report made %d entries", len(b.entries)-1)
	}
	if w := press(t, h, page, "review", nil); w.Code != http.StatusUnprocessableEntity || !strings.Contains(wordsOf(w.Body.String()), "Draft 10: confirm it or leave it out.") {
		t.Errorf("reviewing what is undecided = %d", w.Code)
	}
	decided := press(t, h, page, "all", nil)
	review := press(t, h, decided, "review", nil)
	if got := wordsOf(review.Body.String()); review.Code != http.StatusOK || !strings.Contains(got, "You are about to record 10 acts, in this order") || !strings.Contains(got, "one does: Türkiye") || len(b.entries) != 1 {
		t.Fatalf("review = %d: %.900s", review.Code, got)
	}
	done := press(t, h, review, "confirm", nil)
	if got := wordsOf(done.Body.String()); done.Code != http.StatusOK || !strings.Contains(got, "10 acts are in the record") || len(b.entries) != 11 {
		t.Fatalf("confirm = %d with %d entries: %.900s", done.Code, len(b.entries), got)
	}
	if w := press(t, h, review, "confirm", nil); len(b.entries) != 11 {
		t.Errorf("confirming twice = %d with %d entries, want 11", w.Code, len(b.entries))
	}
	if got := b.entries[5].Act.Sources; len(got) != 1 || got[0].Publisher != "China News Service" {
		t.Errorf("the sources of an entry are %+v, want the report alone", got)
	}
}

func TestEveryMarkInTheTextLeadsToItsDraftAndBack(t *testing.T) {
	page := read(t, seated(t, before(t, "sg")), reportOf21June(t)).Body.String()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	ids, refs := map[string]bool{}, map[string]bool{}
	var text strings.Builder
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "id" {
				if ids[a.Val] {
					t.Errorf("the id %s stands twice", a.Val)
				}
				ids[a.Val] = true
			}
			if a.Key == "href" && (strings.HasPrefix(a.Val, "#t") || strings.HasPrefix(a.Val, "#d")) {
				refs[a.Val[1:]] = true
			}
			if a.Key == "id" && len(a.Val) > 1 && a.Val[0] == 't' && a.Val[1] <= '9' && n.FirstChild != nil {
				text.WriteString(n.FirstChild.Data)
			}
		}
	}
	for ref := range refs {
		if !ids[ref] {
			t.Errorf("#%s leads nowhere", ref)
		}
	}
	if len(refs) < 20 {
		t.Errorf("%d links between text and drafts, want more", len(refs))
	}
	if want := strings.ReplaceAll(reportOf21June(t), "\r\n", "\n"); text.String() != want {
		t.Errorf("the text beside the drafts is not that of the report:\n%q\nwant\n%q", text.String(), want)
	}
}

func TestADraftIsCorrectedOrLeftOutBeforeItIsRecorded(t *testing.T) {
	b := before(t, "sg")
	h := seated(t, b)
	page := press(t, h, read(t, h, reportOf21June(t)), "all", nil)
	with := url.Values{
		fieldOf + "tr-objects:date": {"2022-05-19"}, fieldOf + "tr-objects:dated": {""},
		fieldOf + "tr-objects:concerns.0.demands.0.text.en": {"Stop supporting the PKK."}, takeOf + "se-says": {"drop"},
		fieldOf + "fi-applies:date": {"30 February"}, fieldOf + "se-applies:date": {"2022-05-18"}, fieldOf + "se-applies:dated": {""},
	}
	wrong := press(t, h, page, "review", with)
	if got := wordsOf(wrong.Body.String()); wrong.Code != http.StatusUnprocessableEntity || !strings.Contains(got, "Draft 1 cannot be entered as it is") || !strings.Contains(wrong.Body.String(), "30 February") || !strings.Contains(wrong.Body.String(), "Stop supporting the PKK.") {
		t.Fatalf("a date that is none = %d: %.1500s", wrong.Code, got)
	}
	review := press(t, h, wrong, "review", url.Values{fieldOf + "fi-applies:date": {"2022-05-18"}, fieldOf + "fi-applies:dated": {""}})
	done := press(t, h, review, "confirm", nil)
	if done.Code != http.StatusOK || len(b.entries) != 10 {
		t.Fatalf("confirm = %d with %d entries: %.900s", done.Code, len(b.entries), wordsOf(done.Body.String()))
	}
	for _, e := range b.entries[1:] {
		switch e.Act.ID {
		case "tr-objects":
			if do := e.Act.Do.(*act.Object); e.Act.Date.String() != "2022-05-19" || e.Act.Dated != act.Exactly || do.Concerns[0].Demands[0].Text["en"] != "Stop supporting the PKK." {
				t.Errorf("the objection is entered as %s %q %+v", e.Act.Date, e.Act.Dated, do.Concerns[0].Demands[0])
			}
		case "se-says":
			t.Error("what was left out is entered")
		}
	}
}

func TestWhatOneDraftRefusesIsSaidByItsClauseAndNothingIsLost(t *testing.T) {
	b := before(t, "sg")
	h := seated(t, b)
	page := press(t, h, read(t, h, reportOf21June(t)), "all", nil)
	// Without the objection the talks speak of a concern that nobody has raised.
	with := url.Values{takeOf + "tr-objects": {"drop"}, fieldOf + "talks-2:place": {"Brussels, NATO headquarters"}}
	review := press(t, h, page, "review", with)
	if got := wordsOf(review.Body.String()); review.Code != http.StatusOK || !strings.Contains(got, "You are about to record 9 acts") {
		t.Fatalf("review = %d: %.600s", review.Code, got)
	}
	done := press(t, h, review, "confirm", nil)
	got := wordsOf(done.Body.String())
	if done.Code != http.StatusUnprocessableEntity || !strings.Contains(got, "7 acts are in the record") || !strings.Contains(got, "tr-concern-legitimate-security") {
		t.Fatalf("confirm = %d: %.2500s", done.Code, got)
	}
	if len(b.entries) != 8 || !strings.Contains(done.Body.String(), "Brussels, NATO headquarters") {
		t.Errorf("%d entries, want 8 and what was typed kept on the page", len(b.entries))
	}
	fixed := press(t, h, press(t, h, done, "review", url.Values{fieldOf + "talks-1:outcome.0.progress": {""}, fieldOf + "talks-2:outcome.0.progress": {""}}), "confirm", nil)
	if got := wordsOf(fixed.Body.String()); fixed.Code != http.StatusOK || !strings.Contains(got, "2 acts are in the record") || len(b.entries) != 10 {
		t.Errorf("corrected = %d with %d entries: %.900s", fixed.Code, len(b.entries), got)
	}
}

func TestReportsAreTakenInByWhoeverConductsTheProceedings(t *testing.T) {
	b := benchOn(t, "hu")
	h := seated(t, b)
	for _, w := range []*httptest.ResponseRecorder{get(t, h, "/intake/"), read(t, h, reportOf21June(t))} {
		if got := wordsOf(w.Body.String()); w.Code != http.StatusForbidden || !strings.Contains(got, "Secretary General") || strings.Contains(got, "draft, not entered") {
			t.Errorf("from the seat of a member = %d: %.500s", w.Code, got)
		}
	}
	b.seat = ""
	if w := get(t, h, "/intake/"); w.Code != http.StatusForbidden {
		t.Errorf("without a seat = %d, want 403", w.Code)
	}
	b.seat = "sg"
	if w := get(t, h, "/act/"); !strings.Contains(w.Body.String(), `href="/intake/"`) {
		t.Error("what the chair may do does not lead to reports")
	}
}

func TestAReportThatCannotBeReadIsToldWhy(t *testing.T) {
	b := before(t, "sg")
	h := seated(t, b)
	finnish := strings.Repeat("Suomi ja Ruotsi hakivat Naton jäsenyyttä toukokuussa, mutta Turkki vastusti niiden hakemuksia jyrkästi. ", 4)
	for name, c := range map[string]struct {
		text, file string
		code       int
		want, not  string
	}{
		"nothing":              {"", "", 422, "No report was sent", ""},
		"blanks":               {" \n\t ", "", 422, "No report was sent", ""},
		"an empty file":        {"", "\n \n", 422, "There is no text in it", ""},
		"markup alone":         {"", "<html><script>alert(1)</script></html>", 422, "There is no text in it", ""},
		"a picture":            {"", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 422, "It is not text of any kind", ""},
		"ten megabytes":        {"", strings.Repeat("Finland applied. ", 10<<20/17), 413, "at most 1 MB", ""},
		"over a megabyte":      {"", strings.Repeat("Finland applied. ", 12<<20/170), 413, "at most 1 MB", ""},
		"another language":     {finnish, "", 200, "fi", "Application"},
		"another encoding":     {"", "T\xfcrkiye objected on 20 June 2022 to the application of Finland to join NATO.", 200, "Windows-1252", ""},
		"UTF-16":               {"", "\xff\xfeF\x00i\x00n\x00l\x00a\x00n\x00d\x00 \x00a\x00p\x00p\x00l\x00i\x00e\x00d\x00.\x00", 200, "Finland applied", ""},
		"markup with scripts":  {"", `<html><body onload="x()"><script>alert("secret")</script><p>On 20 June 2022 Finland applied to join NATO. &lt;script&gt;alert(2)&lt;/script&gt;</p></body></html>`, 200, "Finland applied", "secret"},
		"a day that is none":   {"Brussels, 31 June 2022. On 30 February 2022 Finland applied to join NATO.", "", 200, "30 February", ""},
		"another matter":       {"Brussels, 20 June 2022. The football match ended two to one after extra time, and it rained.", "", 200, "Nothing was found that could be an act of this record", ""},
		"another body":         {"Brussels, 20 June 2022. Hungary objected to the application of Moldova to join the European Union.", "", 200, "The report names European Union and not North Atlantic Treaty Organization", ""},
		"no day of publishing": {"Finland applied to join NATO last week.", "", 200, "say when", ""},
	} {
		t.Run(name, func(t *testing.T) {
			file := ""
			if c.file != "" {
				file = "report.txt"
			}
			w := sendParts(t, h, "/intake/", url.Values{"text": {c.text}, "do": {"read"}}, []byte(c.file), file)
			got := wordsOf(mainOf(w.Body.String()))
			if w.Code != c.code || !strings.Contains(got, c.want) || c.not != "" && strings.Contains(got, c.not) {
				t.Errorf("answer = %d: %.800s; want %d, %q, not %q", w.Code, got, c.code, c.want, c.not)
			}
			if strings.Contains(w.Body.String(), "<script>") || len(b.entries) != 1 {
				t.Error("a script, or an entry, comes of it")
			}
		})
	}
	if w := sendParts(t, h, "/intake/", url.Values{"text": {"Finland applied."}, "published": {"soon"}, "do": {"read"}}, nil, ""); w.Code != 422 || !strings.Contains(w.Body.String(), "Finland applied.") {
		t.Errorf("a day of publication that is none = %d, want 422 and the text kept", w.Code)
	}
}

func TestAnAddressIsFetchedFromListedHostsAlone(t *testing.T) {
	b := before(t, "sg")
	for _, c := range []struct {
		hosts   []string
		address string
		code    int
		want    string
	}{
		{nil, "https://news.example/1", 403, "The operator does not list that host"},
		{[]string{"news.example"}, "https://other.example/1", 403, "Reports are fetched from: news.example"},
		{[]string{"localhost"}, "http://localhost/1", 403, "an address that is not public"},
		{[]string{"news.example"}, "file:///etc/passwd", 502, "could not be fetched"},
	} {
		h, err := New(b, Options{Seats: b, Reports: Reports{Fetcher: &intake.Fetcher{Hosts: c.hosts}}})
		if err != nil {
			t.Fatal(err)
		}
		w := sendParts(t, h, "/intake/", url.Values{"address": {c.address}, "do": {"read"}}, nil, "")
		if got := wordsOf(mainOf(w.Body.String())); w.Code != c.code || !strings.Contains(got, c.want) {
			t.Errorf("%s of %v = %d: %.400s; want %d, %q", c.address, c.hosts, w.Code, got, c.code, c.want)
		}
	}
}

func TestASecondReaderThatLiesIsHeldToTheText(t *testing.T) {
	asked := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		content, _ := json.Marshal(map[string]any{"claims": []intake.Claim{
			{Kind: "statement", By: "se", Speaker: "Linde", Quote: "I hope the negotiations go well"},
			{Kind: "objection", By: "hu", Quote: "Hungary will never agree to it"},
			{Kind: "statement", By: "tr", Quote: `<img src=x onerror="alert(1)">`},
		}})
		_ = json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"message": map[string]string{"content": string(content)}}}})
	}))
	defer srv.Close()
	b := before(t, "sg")
	h, err := New(b, Options{Seats: b, Reports: Reports{Second: &intake.Endpoint{URL: srv.URL, Model: "small"}}})
	if err != nil {
		t.Fatal(err)
	}
	if got := wordsOf(read(t, h, reportOf21June(t)).Body.String()); asked != 0 || !strings.Contains(got, "10 drafts") {
		t.Fatalf("the second reader was asked %d times without being wanted", asked)
	}
	page := sendParts(t, h, "/intake/", url.Values{"text": {reportOf21June(t)}, "second": {"yes"}, "do": {"read"}}, nil, "")
	got := wordsOf(mainOf(page.Body.String()))
	if !strings.Contains(got, "11 drafts, none of them entered") || !strings.Contains(got, "by the second reader small at "+srv.URL) || !strings.Contains(got, "the quotation is not in the text") || strings.Contains(page.Body.String(), "<img src=x") {
		t.Fatalf("the drafts of both readers: %.1500s", got)
	}
	// What comes back from the page is held to the text again.
	forged, _ := json.Marshal([]intake.Claim{{Kind: "objection", By: "hu", Quote: "Hungary will never agree to it"}})
	w := press(t, h, page, "edit", url.Values{"claims": {string(forged)}})
	if got := wordsOf(mainOf(w.Body.String())); !strings.Contains(got, "10 drafts") || asked != 1 {
		t.Errorf("forged claims, asked %d times: %.600s", asked, got)
	}
	srv.Close()
	w = sendParts(t, h, "/intake/", url.Values{"text": {reportOf21June(t)}, "second": {"yes"}, "do": {"read"}}, nil, "")
	if got := wordsOf(mainOf(w.Body.String())); w.Code != 200 || !strings.Contains(got, "10 drafts") || !strings.Contains(got, "the second reader did not answer as it should") {
		t.Errorf("a second reader that is away = %d: %.600s", w.Code, got)
	}
}
