package web

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"accede/dossier"
	"accede/whatif/forecast/past"

	"accede/internal/view"
)

// mediatorPages are the mediator's desk and who counts, on several days.
func mediatorPages() []page {
	return []page{
		{"the desk in the stalemate", "/d/fi/desk/?as-of=2022-06-21", nato, []string{
			"Invitation: it fails by one objection, that of Türkiye.",
			"What would carry it: Türkiye: against → abstaining, for or absent.",
			"Stalemate since 25 May 2022, 27 days",
			"As things stand nobody wants to move: with the preferences assumed here, no party would be better off by moving alone.",
			"What breaks it: Finland and Sweden must come to prefer the deal to what each could do by going back on it. Then the deal holds.",
			"Without a move of Türkiye it cannot be carried, whatever all others do.",
			"answer 5 demands", "convene the next round of talks",
			"Türkiye and Finland agree a text that answers the open demands",
			"would have to put first: not “Türkiye: keeps its objection”", "(a Nash equilibrium)",
			"asked of Finland and Sweden together, as the same objection stands in the way of 2 applications", "No preference is in the record.",
			"Application: it is passed, and no objection can be made there any more.",
		}},
		{"the desk of Sweden", "/d/se/desk/?as-of=2022-06-21", nato, []string{"waits on Sweden", "Sweden would go back on the deal"}},
		{"the desk after the memorandum", "/d/fi/desk/?as-of=2022-06-29", nato, []string{"Trilateral memorandum", "answered by clauses 5, 6 and 8", "Nobody stands in the way"}},
		{"the desk with two ratifications missing", "/d/fi/desk/?as-of=2022-09-28", nato, []string{
			"No date for the last member without an objection (Hungary): too few cases.",
			"Hungary has been waited for 85 days. No past case took that long; at least 8 would be needed.",
			"No date for Türkiye, after 85 days: it objected, and who objects does not ratify as the others do.",
		}},
		{"the desk of a closed dossier", "/d/fi/desk/", nato, []string{"The dossier is closed: nothing is left to carry."}},
		{"the desk before anything", "/d/fi/desk/?as-of=2022-05-18", nato, []string{"No concern has been raised", "closed now, it would carry"}},
		{"the desk of a vote", "/d/gala/desk/", harbours, []string{"it fails as one member stands against it: Dorn", "The cheapest changes of ballots"}},
		{"what will hold", "/d/fi/desk/hold/?as-of=2022-06-21", nato, []string{"States and ways", "tables a text", "The model"}},
		{"what will hold without a conflict", "/d/fi/desk/hold/?as-of=2022-07-06", nato, []string{"Nobody stands in the way"}},
		{"packages of a day gone by", "/d/fi/desk/packages/?as-of=2022-06-21", nato, []string{"read by that party and by the mediator, and by nobody else", "not on a day gone by"}},
		{"packages from a file", "/d/fi/desk/packages/file/?as-of=2022-06-21", nato, []string{"stands in no log", "accede: wishes/1"}},
		{"who counts under consensus", "/d/fi/rule/power/?as-of=2022-06-21", nato, []string{
			"All 30 members count the same.", "Yes or no: everyone is for or against, each equally likely", "1/536870912", "exact",
		}},
		{"who counts with abstention", "/d/fi/rule/power/?as-of=2022-06-21&model=ternary", nato, []string{"With abstention: everyone is for, against or abstaining"}},
		{"who counts in orders", "/d/gala/rule/power/?index=shapley-shubik", harbours, []string{"Alba", "Shapley–Shubik", "at least 2/3 of members are for and at least 1/2 of members by berths are for"}},
		{"an index that is not answered", "/d/gala/rule/power/?index=shapley-shubik&model=ternary", harbours, []string{"This index is not answered", "Ask for the Banzhaf index"}},
		{"no power before a vote", "/d/fi/rule/power/?as-of=2022-05-18", nato, []string{"Who counts under this rule"}},
	}
}

// mediatorSights are the same in a browser.
func mediatorSights(record, vote string) []sight {
	return []sight{
		{record + "/d/fi/desk/?as-of=2022-06-21", 1280, "light"},
		{record + "/d/fi/desk/?as-of=2022-06-21", 390, "dark"},
		{record + "/d/fi/desk/?as-of=2022-06-21", 320, "light"},
		{record + "/d/fi/desk/?as-of=2022-09-28", 1280, "dark"},
		{record + "/d/fi/desk/?as-of=2022-09-28", 390, "light"},
		{vote + "/d/gala/desk/", 390, "light"},
		{record + "/d/fi/desk/hold/?as-of=2022-06-21", 1280, "light"},
		{record + "/d/fi/desk/hold/?as-of=2022-06-21", 390, "dark"},
		{record + "/d/fi/desk/packages/?as-of=2022-06-21", 390, "light"},
		{record + "/d/fi/desk/packages/file/?as-of=2022-06-21", 390, "dark"},
		{record + "/d/fi/rule/power/?as-of=2022-06-21", 1280, "light"},
		{vote + "/d/gala/rule/power/", 390, "dark"},
	}
}

// send posts a form and answers what came back.
func send(t testing.TB, h http.Handler, path string, fields ...string) *httptest.ResponseRecorder {
	t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const dilemma = `accede: conflict/1
parties:
  - {id: a, options: [{id: holds}], prefers: [b.holds, not a.holds]}
  - {id: b, options: [{id: holds}], prefers: [a.holds, not b.holds]}
deals:
  - {id: both, taken: [a.holds, b.holds]}
`

func TestAModelIsAskedAgainAsItIsSent(t *testing.T) {
	h := pagesOf(t, nato(t))
	const at = "/d/fi/desk/hold/?as-of=2022-06-21"
	w := send(t, h, at, "model", dilemma, "for", "both")
	got := wordsOf(w.Body.String())
	if w.Code != http.StatusOK || !strings.Contains(got, "As things stand nobody wants to move") || !strings.Contains(got, "The state asked about") && !strings.Contains(got, "Asked about") {
		t.Errorf("POST = %d, %.2500s", w.Code, got)
	}
	if !strings.Contains(got, "One other state that can be reached from today would hold.") {
		t.Error("mutual holding is not told as a state that would hold")
	}
}

func TestWhatIsWrongWithAModelIsSaidInWordsAndWhatWasSentIsKept(t *testing.T) {
	h := pagesOf(t, nato(t))
	const at = "/d/fi/desk/hold/"
	many := "accede: conflict/1\nparties:\n  - id: a\n    options: ["
	for i := range 17 {
		many += fmt.Sprintf("{id: o%d}, ", i)
	}
	many += "]\n"
	for name, c := range map[string]struct{ model, say string }{
		"nothing":          {"", "There is no model"},
		"no party":         {"accede: conflict/1\nparties: []\n", "there are 0 parties"},
		"a lost option":    {strings.Replace(dilemma, "[b.holds,", "[b.hold,", 1), "did you mean b.holds?"},
		"no state":         {dilemma + "impossible: [a.holds or not a.holds]\n", "what is impossible excludes everything"},
		"too many options": {many, "the model has 17 options, which is 2^17 states; here it is answered up to 16 options"},
		"not YAML":         {"accede: [", "model"},
		"a strange deal":   {strings.Replace(dilemma, "taken: [a.holds,", "taken: [c.holds,", 1), "c.holds"},
	} {
		w := send(t, h, at, "model", c.model)
		got := wordsOf(w.Body.String())
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(got, c.say) {
			t.Errorf("%s: %d, it does not say %q: %.1500s", name, w.Code, c.say, got)
		}
		if kept := strings.TrimSpace(c.model); !strings.Contains(got, wordsOf(kept)) {
			t.Errorf("%s: what was sent is not kept", name)
		}
	}
	if got := wordsOf(send(t, h, at, "model", dilemma, "for", "a.runs").Body.String()); !strings.Contains(got, "a.runs: no state of the model; name a deal or the options that are taken, of a.holds, b.holds") {
		t.Errorf("a state that is none: %.1500s", got)
	}
}

const tableOf = `accede: packages/1
parties: [tr, fi]
no_deal: {exports: keep, drafts: none}
issues:
  - {id: exports, options: [{id: keep}, {id: lift}]}
  - {id: drafts, options: [{id: none}, {id: joint}]}
---
accede: wishes/1
party: tr
rank: [exports, drafts]
options: {exports: [lift, keep], drafts: [joint, none]}
---
accede: wishes/1
party: fi
points:
  exports: {keep: 40, lift: 0}
  drafts: {none: 0, joint: 60}
`

func TestPackagesAreTriedAndKeptNowhere(t *testing.T) {
	h := pagesOf(t, nato(t))
	const at = "/d/fi/desk/packages/file/?as-of=2022-06-21"
	w := send(t, h, at, "sheets", tableOf)
	got := wordsOf(w.Body.String())
	for _, want := range []string{"packages are no loss to anybody, of 4 that all must-haves allow", "Türkiye +100%", "Finland +20%", "better than no deal, however it weighs the issues within its own order", "Only proposals should be shown"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page does not say %q: %.2500s", want, got)
		}
	}
	if w.Header().Get("Cache-Control") != "private, no-store" {
		t.Errorf("Cache-Control = %q, want private, no-store", w.Header().Get("Cache-Control"))
	}
	if again := wordsOf(get(t, h, at).Body.String()); strings.Contains(again, "points") {
		t.Error("what one sent is shown to the next")
	}
	for name, c := range map[string]struct{ text, say string }{
		"blocked":         {strings.Replace(strings.Replace(tableOf, "party: tr\n", "party: tr\nmust: [{issue: exports, one_of: [lift]}]\n", 1), "party: fi\n", "party: fi\nmust: [{issue: exports, one_of: [keep]}]\n", 1), "on this issue no option satisfies everybody’s must-haves: exports"},
		"a sheet missing": {tableOf[:strings.LastIndex(tableOf, "---")], "fi"},
		"points missing":  {strings.Replace(tableOf, ", joint: 60", "", 1), "sheets:13:1: fi: points: option joint of issue drafts wants points"},
	} {
		if got := wordsOf(send(t, h, at, "sheets", c.text).Body.String()); !strings.Contains(got, c.say) {
			t.Errorf("%s: it does not say %q: %.1500s", name, c.say, got)
		}
	}
}

func TestTooManyPackagesAreRefusedWithWhatToDo(t *testing.T) {
	var issues, noDeal, rank, options []string
	for i := range 12 {
		id := fmt.Sprintf("i%d", i)
		issues = append(issues, "  - {id: "+id+", options: [{id: a}, {id: b}, {id: c}, {id: d}]}\n")
		noDeal, rank, options = append(noDeal, id+": a"), append(rank, id), append(options, id+": [b, a, c, d]")
	}
	sheet := func(party string) string {
		return "---\naccede: wishes/1\nparty: " + party + "\nrank: [" + strings.Join(rank, ", ") + "]\noptions: {" + strings.Join(options, ", ") + "}\n"
	}
	text := "accede: packages/1\nparties: [x, z]\nno_deal: {" + strings.Join(noDeal, ", ") + "}\nissues:\n" + strings.Join(issues, "") +
		sheet("x") + sheet("z")
	w := send(t, pagesOf(t, nato(t)), "/d/fi/desk/packages/file/", "sheets", text)
	if got := wordsOf(w.Body.String()); w.Code != http.StatusUnprocessableEntity || !strings.Contains(got, "There are 16777216 packages, and at most 10000000 are tried one by one. Split the issues") {
		t.Errorf("%d: %.1500s", w.Code, got)
	}
}

func TestLongWorkShowsHowFarItIsAndCanBeStopped(t *testing.T) {
	var ws works
	begun, told := make(chan struct{}), make(chan error, 1)
	w, over, err := ws.ask(t.Context(), "k", func(tell func(done, of int) error) (any, error) {
		close(begun)
		for {
			if err := tell(3, 9); err != nil {
				told <- err
				return nil, err
			}
			time.Sleep(time.Millisecond)
		}
	})
	<-begun
	if err != nil || over || w.done.Load() != 3 || w.of.Load() != 9 {
		t.Fatalf("ask = over %t, %v, %d of %d, want 3 of 9 under way", over, err, w.done.Load(), w.of.Load())
	}
	ws.cancel("k")
	if err := <-told; !errors.Is(err, errStopped) {
		t.Errorf("the work was told %v, want %v", err, errStopped)
	}
	<-w.ended
	if !errors.Is(w.err, errStopped) {
		t.Errorf("the work ended with %v, want %v", w.err, errStopped)
	}
}

func TestWhoAsksTheSameWaitsForTheSameWork(t *testing.T) {
	var ws works
	runs := 0
	quick := func(func(done, of int) error) (any, error) { runs++; return "answer", nil }
	for range 3 {
		w, over, err := ws.ask(t.Context(), "k", quick)
		if err != nil || !over || w.value != "answer" {
			t.Fatalf("ask = %v, %t, %v", w, over, err)
		}
	}
	if runs != 1 {
		t.Errorf("the work was done %d times, want once", runs)
	}
}

func TestNoMoreWorkIsBegunThanTheServerCanDo(t *testing.T) {
	var ws works
	stop := make(chan struct{})
	slow := func(func(done, of int) error) (any, error) { <-stop; return nil, nil }
	for i := range mostWorks {
		if _, err := ws.begin(fmt.Sprint(i), nil, slow); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := ws.begin("one more", nil, slow); !errors.Is(err, errBusy) {
		t.Errorf("begin = %v, want %v", err, errBusy)
	}
	close(stop)
}

func TestEveryPowerPageOfACharterIsReachedFromItsRule(t *testing.T) {
	h := pagesOf(t, nato(t))
	if body := get(t, h, "/d/fi/rule/?as-of=2022-06-21").Body.String(); !strings.Contains(body, "/d/fi/rule/power/?") {
		t.Error("the page of the rule does not lead to who counts")
	}
	for _, path := range []string{"/d/fi/way/?as-of=2022-06-21"} {
		if body := get(t, h, path).Body.String(); !strings.Contains(body, "/d/fi/desk/?as-of=2022-06-21") {
			t.Errorf("%s does not lead to the desk", path)
		}
	}
}

func TestThePictureOfStatesLiesInItsFrame(t *testing.T) {
	m := nato(t)
	at := time.Date(2022, 6, 21, 21, 59, 59, 0, time.UTC)
	d, err := dossier.Fold(m.entries, at)
	if err != nil {
		t.Fatal(err)
	}
	s, err := d.Standing("fi", at)
	if err != nil {
		t.Fatal(err)
	}
	p, err := view.NewMediatorPage(d, s, past.All(), english(t))
	if err != nil {
		t.Fatal(err)
	}
	x := statesOf(p.Hold.Picture)
	if len(x.Boxes) != 5 || len(x.Arrows) != 4 {
		t.Errorf("%d boxes, %d arrows, want today, three on the way and the deal, four moves", len(x.Boxes), len(x.Arrows))
	}
	for i, b := range x.Boxes {
		if b.X < 0 || b.X+boxWide > x.Width || b.Y < 0 || b.Y+boxHigh > x.Height {
			t.Errorf("box %s at (%.0f, %.0f) lies outside %.0f × %.0f", b.Label, b.X, b.Y, x.Width, x.Height)
		}
		if slices.ContainsFunc(x.Boxes[:i], func(o box) bool { return o.X == b.X && o.Y == b.Y }) {
			t.Errorf("two boxes at (%.0f, %.0f)", b.X, b.Y)
		}
	}
}

// BenchmarkMediatorPage is the time from a folded docket to the bytes of the desk.
func BenchmarkMediatorPage(b *testing.B) {
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
	f := frame{Reader: english(b), Here: "/d/fi/desk/", Body: "NATO", Reported: true, assets: files, sprite: s.sprite(view.SettingOf(d).FlagIDs())}
	cohorts := past.All()
	var buf bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		buf.Reset()
		standing, err := d.Standing("fi", at)
		if err != nil {
			b.Fatal(err)
		}
		p, err := view.NewMediatorPage(d, standing, cohorts, f.Reader)
		if err != nil {
			b.Fatal(err)
		}
		if err := mediatorPage(f, p).Render(b.Context(), &buf); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(buf.Len()), "B/page")
}

func TestTheForecastStandsOverTheCountOfInstruments(t *testing.T) {
	h := pagesOf(t, nato(t))
	body := get(t, h, "/d/fi/ratification/?as-of=2022-09-28").Body.String()
	for _, want := range []string{"No date for the last member without an objection (Hungary): too few cases.", "No date for Türkiye, after 85 days"} {
		if !strings.Contains(wordsOf(body), want) {
			t.Errorf("the page of the ratification does not say %q", want)
		}
	}
	if !strings.Contains(body, `class="unknown"`) {
		t.Error("that no day can be given is not drawn")
	}
	if body := get(t, h, "/d/fi/ratification/").Body.String(); strings.Contains(body, "forecastnote") {
		t.Error("a forecast where nobody is waited for")
	}
}

func TestWhatWasForetoldIsScoredOnTheDeskOnceTheDayHasCome(t *testing.T) {
	h := pagesOf(t, nato(t))
	const at = "/d/fi/desk/forecast/?as-of=2023-04-05"
	w := send(t, h, at, "stated", "by,on,member,until,p\ndesk,2022-09-28,hu,2022-12-31,75%\ndesk,2022-09-28,hu,2023-04-01,1/2\n")
	got := wordsOf(w.Body.String())
	for _, want := range []string{
		"desk said on 28 September 2022: Hungary by 31 December 2022 with 75%; it did not come: 0.5625",
		"Hungary by 1 April 2023 with 50%; it came: 0.2500", "Mean: 0.4063",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page does not say %q: %.2500s", want, got)
		}
	}
	for name, c := range map[string]struct{ text, say string }{
		"no probability": {"by,on,member,until,p\ndesk,2022-09-28,hu,2022-12-31,many\n", "stated:2:31: \"many\" is no probability"},
		"two columns":    {"by,on\n", "2 columns; five are wanted"},
		"nobody waits":   {"by,on,member,until,p\ndesk,2022-09-28,zz,2022-12-31,1/2\n", "the member is not waited for here"},
		"not yet":        {"by,on,member,until,p\ndesk,2022-09-28,hu,2030-12-31,1/2\n", "None of these days has come yet"},
	} {
		if got := wordsOf(send(t, h, at, "stated", c.text).Body.String()); !strings.Contains(got, c.say) {
			t.Errorf("%s: it does not say %q: %.1500s", name, c.say, got)
		}
	}
	if got := wordsOf(get(t, h, "/d/fi/desk/?as-of=2022-07-30").Body.String()); !strings.Contains(got, "How the days given earlier came out") {
		t.Errorf("the desk does not tell how earlier forecasts came out: %.2500s", got)
	}
}
