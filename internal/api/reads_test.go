package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"accede/act"
	"accede/body"
	"accede/internal/apikey"
)

// inCase are what the addresses of the case of 2022 have in the place of names.
var inCase = strings.NewReplacer("{dossier}", "fi", "{member}", "tr", "{round}", "talks-2", "{text}", "trilateral-memorandum", "{seq}", "3", "{act}", "tr-objects", "{name}", "closed", "{seal}", "x")

func TestEveryAddressAnswersWhatItsDescriptionSays(t *testing.T) {
	s := nato(t)
	for _, rt := range routes() {
		if rt.method != http.MethodGet || rt.id == "events" || rt.id == "enclosedContent" {
			continue // these have tests of their own
		}
		t.Run(rt.id, func(t *testing.T) {
			path := inCase.Replace(rt.path)
			if rt.id == "growth" {
				path += "?from=3"
			}
			for _, day := range []string{"", "2022-05-18", "2022-06-21", "2022-07-06", "2023-04-04"} {
				at := path
				if rt.takes("as-of") && day != "" {
					at += "?as-of=" + day
				}
				if rt.id == "search" {
					at += map[bool]string{true: "?", false: "&"}[at == path] + "q=finland"
				}
				a := s.ask(t, http.MethodGet, at, "")
				late := a.status == http.StatusNotFound && day != "" && (strings.Contains(rt.path, "{round}") || strings.Contains(rt.path, "{text}")) // it had not happened
				if a.status != http.StatusOK && !late {
					t.Errorf("GET %s = %d %s, want 200", at, a.status, a.body)
				}
				if rt.answer == nil && a.header.Get("Content-Type") != rt.media {
					t.Errorf("GET %s has the type %q, want %q", at, a.header.Get("Content-Type"), rt.media)
				}
			}
		})
	}
}

func TestWhatIsAnsweredIsOfTheDayThatWasAsked(t *testing.T) {
	s := nato(t)
	for _, c := range []struct {
		day, stage string
		deposited  int
		inForce    bool
	}{
		{"2022-06-21", "invitation", 0, false}, {"2022-12-31", "ratification", 28, false}, {"2023-04-04", "accession", 30, true},
	} {
		var got struct {
			Stage     string `json:"stage"`
			Deposited int    `json:"deposited"`
			InForce   bool   `json:"in_force"`
		}
		if err := json.Unmarshal(s.get(t, "/dossiers/fi?as-of="+c.day).body, &got); err != nil {
			t.Fatal(err)
		}
		if got.Stage != c.stage || got.InForce != c.inForce || got.Deposited != c.deposited {
			t.Errorf("on %s it stands in %q with %d deposited, in force %v, want %+v", c.day, got.Stage, got.Deposited, got.InForce, c)
		}
	}
}

func TestADayThatCannotBeReadAndADossierThatIsNotThereAreSaid(t *testing.T) {
	s := nato(t)
	for _, c := range []struct {
		path, name string
		status     int
	}{
		{"/docket?as-of=", "date", 400},
		{"/docket?as-of=yesterday", "date", 400},
		{"/docket?as-of=2022-02-30", "date", 400},
		{"/docket?as-of=1066-10-14", "date", 400},
		{"/docket?as-of=9999-01-01", "date", 400},
		{"/dossiers/fi?as-of=2022-05-17", "dossier", 404}, // it applied on the day after
		{"/dossiers/no", "dossier", 404},
		{"/dossiers/%2e%2e", "dossier", 404},
		{"/dossiers/no/way", "dossier", 404},
		{"/dossiers/fi/positions/nobody", "dossier", 404},
		{"/dossiers/fi/talks/9", "dossier", 404},
		{"/dossiers/fi/texts/none", "dossier", 404},
		{"/dossiers/fi/rule?stage=none", "dossier", 404},
		{"/dossiers/fi/rule/power?stage=none", "dossier", 404},
		{"/dossiers/fi/rule/power?index=none", "query", 400},
		{"/dossiers/fi/rule/power?model=none", "query", 400},
		{"/dossiers/fi/record?from=spring", "filter", 400},
		{"/entries/0", "entry", 404},
		{"/entries/136", "entry", 404},
		{"/entries/03", "entry", 404},
		{"/entries/x", "entry", 404},
		{"/acts/none", "no-act", 404},
		{"/problems/none", "page", 404},
		{"/nothing", "page", 404},
		{"/docket/", "page", 404},
		{"/docket?asof=2022-06-21", "query", 400},
		{"/docket?as-of=2022-06-21&as-of=2022-06-22", "query", 400},
		{"/docket?%zz", "query", 400},
		{"/entries?after=-1", "query", 400},
		{"/entries?after=x", "query", 400},
		{"/entries?after=", "query", 400},
		{"/entries?limit=0", "query", 400},
		{"/entries?after=01", "query", 400},
		{"/entries?after=99999999999999999999", "query", 400},
		{"/growth", "query", 400},
		{"/growth?from=9&to=3", "no-such-size", 404},
		{"/growth?from=1&to=900", "no-such-size", 404},
		{"/events?after=900", "query", 400},
		{"/events?after=x", "query", 400},
		{"/enclosed/none", "dossier", 404},
	} {
		a := s.ask(t, http.MethodGet, c.path, "")
		if got := problemOf(t, a); a.status != c.status || got.Name != c.name || got.Status != c.status || got.Detail == "" || got.Do == "" {
			t.Errorf("GET %s = %d %s, want %d %s", c.path, a.status, a.body, c.status, c.name)
		}
	}
}

func TestADayToComeShowsWhatFollowsFromTimeAlone(t *testing.T) {
	s := quay(t)
	key := s.key(t, "paper", "chair", "delegate")
	if a := s.ask(t, http.MethodPost, "/acts", applies(t, "x-applies"), "Authorization", "Bearer "+key); a.status != http.StatusCreated {
		t.Fatalf("POST /acts = %d %s, want 201", a.status, a.body)
	}
	now, later := s.get(t, "/dossiers/x"), s.get(t, "/dossiers/x?as-of=2030-02-01")
	stage := func(a answer) string {
		var got struct{ Stage string }
		if err := json.Unmarshal(a.body, &got); err != nil {
			t.Fatal(err)
		}
		return got.Stage
	}
	if stage(now) != "invitation" || stage(later) != "invitation" {
		t.Errorf("now %q and later %q, want both in the invitation, since nobody acted", stage(now), stage(later))
	}
}

func TestAnotherMethodIsToldWhichThereAre(t *testing.T) {
	s := nato(t)
	for _, rt := range routes() {
		path := inCase.Replace(rt.path)
		a := s.ask(t, http.MethodDelete, path, "")
		want := rt.method
		if rt.method == http.MethodGet {
			want = "GET, HEAD"
		}
		if got := problemOf(t, a); a.status != http.StatusMethodNotAllowed || got.Name != "method" || a.header.Get("Allow") != want {
			t.Errorf("DELETE %s = %d, Allow %q, want 405 and %q", path, a.status, a.header.Get("Allow"), want)
		}
	}
	if a := s.ask(t, http.MethodHead, "/docket", ""); a.status != http.StatusOK || len(a.body) != 0 || a.header.Get("ETag") == "" {
		t.Errorf("HEAD /docket = %d with %d bytes, want 200 with none and a tag", a.status, len(a.body))
	}
}

func TestWhoeverHasAnAnswerIsNotSentItAgain(t *testing.T) {
	s := nato(t)
	for _, rt := range routes() {
		if !rt.tagged {
			continue
		}
		path := inCase.Replace(rt.path)
		if rt.takes("as-of") {
			path += "?as-of=2023-04-04"
		}
		tag := s.get(t, path).header.Get("ETag")
		if tag == "" || strings.HasPrefix(tag, "W/") {
			t.Errorf("GET %s has the tag %q, want a strong one", path, tag)
		}
		for _, have := range []string{tag, `"other", ` + tag, "W/" + tag, "*"} {
			if a := s.ask(t, http.MethodGet, path, "", "If-None-Match", have); a.status != http.StatusNotModified || len(a.body) != 0 {
				t.Errorf("GET %s, If-None-Match %s = %d with %d bytes, want 304 with none", path, have, a.status, len(a.body))
			}
		}
		s.get(t, path, "If-None-Match", `"other"`)
	}
	en, fr := s.get(t, "/desk?as-of=2022-06-21&lang=en"), s.get(t, "/desk?as-of=2022-06-21&lang=fr")
	if en.header.Get("ETag") == fr.header.Get("ETag") {
		t.Error("the same tag for two languages")
	}
	if en.header.Get("Vary") == "" {
		t.Error("nothing says that the answer is of a language")
	}
}

func TestATagChangesWithTheRecord(t *testing.T) {
	s := quay(t)
	key := s.key(t, "paper", "chair", "delegate")
	before := s.get(t, "/docket").header.Get("ETag")
	s.ask(t, http.MethodPost, "/acts", applies(t, "x-applies"), "Authorization", "Bearer "+key)
	if a := s.get(t, "/docket", "If-None-Match", before); !strings.Contains(string(a.body), `"dossier":"x"`) {
		t.Errorf("after an act the docket is %s, want the dossier in it", a.body)
	}
}

func TestACursorMissesNothingAndTellsNothingTwice(t *testing.T) {
	s := nato(t)
	for path, list := range map[string]string{"/entries?limit=7": "entries", "/dossiers/fi/log?limit=7": "lines"} {
		var seqs []int64
		for at := Root + path; at != ""; {
			a := s.get(t, strings.TrimPrefix(at, Root))
			var page map[string]json.RawMessage
			var lines []struct{ Seq int64 }
			if err := json.Unmarshal(a.body, &page); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(page[list], &lines); err != nil {
				t.Fatal(err)
			}
			for _, l := range lines {
				seqs = append(seqs, l.Seq)
			}
			at = ""
			if link := a.header.Get("Link"); link != "" {
				at = link[1:strings.Index(link, ">")]
			}
		}
		whole := s.get(t, strings.Replace(path, "limit=7", "limit=1000", 1))
		if want := strings.Count(string(whole.body), `"seq":`); len(seqs) != want || want < 60 {
			t.Errorf("%s has %d lines in stretches of seven, want %d", path, len(seqs), want)
		}
		for i := 1; i < len(seqs); i++ {
			if seqs[i] <= seqs[i-1] {
				t.Fatalf("%s tells %d after %d", path, seqs[i], seqs[i-1])
			}
		}
	}
}

func TestEveryKindOfProblemIsExplainedAtItsAddress(t *testing.T) {
	s := nato(t)
	var all struct {
		Problems []struct{ Name, Title string }
	}
	if err := json.Unmarshal(s.get(t, "/problems").body, &all); err != nil {
		t.Fatal(err)
	}
	for _, p := range all.Problems {
		var one struct{ Name, Title string }
		if err := json.Unmarshal(s.get(t, "/problems/"+p.Name).body, &one); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p.Title, one.Title); diff != "" {
			t.Errorf("%s (-in the list +alone):\n%s", p.Name, diff)
		}
	}
	a := s.ask(t, http.MethodGet, "/dossiers/no", "")
	p := problemOf(t, a)
	if got := s.get(t, strings.TrimPrefix(p.Type, Root)); !strings.Contains(string(got.body), p.Title) {
		t.Errorf("the address %s says %s, want %q", p.Type, got.body, p.Title)
	}
	if got, want := a.header.Get("Content-Type"), "application/problem+json"; got != want {
		t.Errorf("a problem has the type %q, want %q", got, want)
	}
}

func TestARecordIsAnsweredInTheReadersLanguage(t *testing.T) {
	s := nato(t)
	for lang, want := range map[string]string{"en": "Türkiye", "fr": "Turquie", "fi": "Turkki"} {
		for how, a := range map[string]answer{"lang": s.get(t, "/dossiers/fi/positions/tr?lang="+lang), "header": s.get(t, "/dossiers/fi/positions/tr", "Accept-Language", lang)} {
			if !strings.Contains(string(a.body), fmt.Sprintf(`"name":%q`, want)) {
				t.Errorf("by %s in %s: %.200s, want %s", how, lang, a.body, want)
			}
		}
	}
}

func TestAnAmendedCharterIsAnsweredAndWhatWasOpenedBeforeStaysUnderItsOwn(t *testing.T) {
	founded := quayCharter + `  amendment:
    stages:
      - {id: application, act: apply}
      - {id: change, rule: more than half of members are for, closes: when certain, effect: {amends: charter}}
`
	proposed := strings.Replace(founded, "none of members are against", "all of members are for", 1)
	s := serve(t, founded, inJanuary, Limits{Rate: -1})
	key := s.key(t, "paper", "chair", apikey.Delegate)
	before := s.get(t, "/rules").header.Get("ETag")
	about := func(id string, by body.MemberID, of string, do act.Deed) {
		t.Helper()
		a := quayAct(id, by, do)
		a.Dossiers = []string{of}
		if got := s.hand(t, key, bytesOf(t, a)); got.status != http.StatusCreated {
			t.Fatalf("POST %s = %d %s, want 201", id, got.status, got.body)
		}
	}
	s.hand(t, key, applies(t, "x-applies"))
	about("amend", "a", "change", &act.Apply{Procedure: "amendment", Proposed: proposed})
	s.set(inJanuary.AddDate(0, 0, 1))
	about("a-for", "a", "change", &act.Position{Ballot: "for"})
	about("b-for", "b", "change", &act.Position{Ballot: "for"})
	s.set(inJanuary.AddDate(0, 0, 2))
	if a := s.get(t, "/rules", "If-None-Match", before); !strings.Contains(string(a.body), "all of members are for") {
		t.Errorf("the rules are %.400s, want those that were carried", a.body)
	}
	if a := s.get(t, "/charter"); string(a.body) != proposed {
		t.Errorf("the charter is %q, want the one that was carried", a.body)
	}
	if a := s.get(t, "/charter?as-of=2030-01-01"); string(a.body) != founded {
		t.Errorf("the charter of the day before is %q, want that of the founding", a.body)
	}
	for _, path := range []string{"/dossiers/x/rule", "/dossiers/x"} {
		if a := s.get(t, path); !strings.Contains(string(a.body), "none of members are against") {
			t.Errorf("%s: %.600s, want the rule under which it was opened", path, a.body)
		}
	}
}

func TestWordsAreFoundAsOfTheDayAskedForAndNothingIsSaidOfWhatCannotBeLookedFor(t *testing.T) {
	s := nato(t)
	found := func(query string) (n int, more bool) {
		t.Helper()
		var got struct {
			Found  []struct{ Dossier, Path string }
			More   bool
			Behind int64
		}
		a := s.ask(t, http.MethodGet, "/search?"+query, "")
		if err := json.Unmarshal(a.body, &got); err != nil || a.status != http.StatusOK || got.Behind != 0 {
			t.Fatalf("GET /search?%s = %d %s, %v", query, a.status, a.body, err)
		}
		return len(got.Found), got.More
	}
	all, _ := found("q=TURKIYE")
	then, _ := found("q=t%C3%BCrkiye&as-of=2022-06-21")
	one, _ := found("q=turkiye&in=fi")
	few, more := found("q=turkiye&limit=2")
	if all == 0 || then == 0 || then >= all || one == 0 || one >= all || few != 2 || !more {
		t.Errorf("found are %d, %d by 21 June, %d of one dossier, %d where two are asked for (more: %v)", all, then, one, few, more)
	}
	for _, query := range []string{"", "q=", "q=%22%22", "q=" + strings.Repeat("a", 600), "q=a&limit=0", "q=a&limit=x", "q=a&as-of=someday", "q=a&colour=blue"} {
		if a := s.ask(t, http.MethodGet, "/search?"+query, ""); a.status != http.StatusBadRequest {
			t.Errorf("GET /search?%s = %d, want 400", query, a.status)
		}
	}
}
