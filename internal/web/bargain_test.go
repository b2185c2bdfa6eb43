package web

import (
	"bytes"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"accede/act"
	"accede/body"
)

// talk is a rehearsal of the case of 2022 in which parties and mediator speak beside the record.
type talk struct {
	t    *testing.T
	b    *bench
	h    http.Handler
	logs *bytes.Buffer
}

const talkAt = "/d/fi/desk/packages/"

func talkOf(t *testing.T) *talk {
	t.Helper()
	b := benchOn(t, "")
	logs := new(bytes.Buffer)
	h, err := New(b, Options{Rehearsals: onlyRoom{b}, Log: slog.New(slog.NewTextHandler(logs, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return &talk{t, b, h, logs}
}

func (x *talk) ask(seat body.MemberID, path string) *httptest.ResponseRecorder {
	x.b.seat = seat
	return get(x.t, x.h, path, "Cookie", rehearsalCookie+"=one")
}

func (x *talk) say(seat body.MemberID, form url.Values) *httptest.ResponseRecorder {
	x.t.Helper()
	x.b.seat = seat
	form.Set("seat", string(seat))
	r := httptest.NewRequest(http.MethodPost, talkAt, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Cookie", rehearsalCookie+"=one")
	w := httptest.NewRecorder()
	x.h.ServeHTTP(w, r)
	return w
}

// must is say, and the step is taken.
func (x *talk) must(seat body.MemberID, form url.Values) {
	x.t.Helper()
	if w := x.say(seat, form); w.Code != http.StatusSeeOther {
		x.t.Fatalf("%s: %s = %d: %.1500s", seat, form.Get("do"), w.Code, wordsOf(w.Body.String()))
	}
}

// issues are three issues with three options each, for three parties.
func issues() url.Values {
	f := url.Values{"do": {"put"}, "party": {"tr", "fi", "se"}, "issues": {"3"}}
	for i, text := range []string{"Exports", "Groups", "Extradition"} {
		f.Set(fmt.Sprintf("issue.%d.text", i), text)
		f.Set(fmt.Sprintf("issue.%d.options", i), "as it is\r\nhalf way\r\nall of it")
	}
	return f
}

// wishes are a sheet: which issue comes first, and whether the party would have all or nothing of each.
func wishes(first int, all bool) url.Values {
	f := url.Values{"do": {"enter"}}
	for i := range 3 {
		f.Set("rank."+strconv.Itoa(i), strconv.Itoa((i-first+3)%3+1))
		for o := range 3 {
			place := o + 1
			if all {
				place = 3 - o
			}
			at := fmt.Sprintf("%d.%d", i, o)
			f.Set("place."+at, strconv.Itoa(place))
			f.Set("ok."+at, "1")
		}
	}
	return f
}

func answer(do string) url.Values { return url.Values{"do": {do}, "package": {"1.1.1"}} }

// everything is all there is to look at about the dossier, but for forms of acts, which carry chance.
func everything() []string {
	return []string{
		talkAt, talkAt + "file/", "/", "/d/fi/", "/d/fi/desk/", "/d/fi/desk.json", "/d/fi/desk/hold/", "/d/fi/way/", "/d/fi/talks/", "/d/fi/record/",
		"/d/fi/status.json", "/d/fi/log.json", "/desk", "/commitments", "/calendar", "/feed.atom", "/d/fi/feed.atom", "/d/fi/rule/power/",
	}
}

// seen is every byte that a seat can read: pages, and the headers of their answers.
func (x *talk) seen(seat body.MemberID) map[string]string {
	all := map[string]string{}
	for _, path := range everything() {
		w := x.ask(seat, path)
		var heads []string
		for _, k := range slices.Sorted(maps.Keys(w.Header())) {
			heads = append(heads, k+": "+strings.Join(w.Header()[k], ", "))
		}
		all[path] = fmt.Sprintf("%d\n%s\n\n%s", w.Code, strings.Join(heads, "\n"), w.Body.String())
	}
	return all
}

func (x *talk) alike(what string, seat body.MemberID, one, other map[string]string) {
	x.t.Helper()
	for path, text := range one {
		if text != other[path] {
			x.t.Errorf("%s: seat %q sees another %s in the other world (%d and %d bytes)", what, seat, path, len(text), len(other[path]))
		}
	}
}

func TestNobodyElseSeesWhatAPartyEnters(t *testing.T) {
	worlds := map[string]func(x *talk){
		"nothing": func(*talk) {},
		"wishes":  func(x *talk) { x.must("tr", wishes(0, true)) },
		"others": func(x *talk) {
			f := wishes(2, false)
			f.Del("ok.1.0")
			x.must("tr", f)
		},
		"taken back": func(x *talk) { x.must("tr", wishes(0, true)); x.must("tr", url.Values{"do": {"forget"}}) },
		"an answer":  func(x *talk) { x.must("tr", answer("refuse")) },
	}
	var first map[body.MemberID]map[string]string
	for _, name := range slices.Sorted(maps.Keys(worlds)) {
		x := talkOf(t)
		x.must("sg", issues())
		x.must("fi", wishes(1, false))
		x.must("sg", url.Values{"do": {"table"}, "package": {"1.1.1"}})
		worlds[name](x)
		seen := map[body.MemberID]map[string]string{}
		for _, seat := range []body.MemberID{"", "fi", "se", "hu", "us"} {
			seen[seat] = x.seen(seat)
		}
		if first == nil {
			first = seen
			if own := seen["fi"][talkAt]; !strings.Contains(own, "Exports") || strings.Contains(seen["hu"][talkAt], "Exports") || strings.Contains(seen[""][talkAt], "Exports") {
				t.Error("the issues are for the parties, and for nobody else")
			}
		}
		for seat, pages := range seen {
			x.alike(name, seat, first[seat], pages)
		}
		if x.logs.Len() > 0 {
			t.Errorf("%s: the log says %s", name, x.logs)
		}
	}
}

func TestARefusedPackageTellsNobodyWhoRefusedOrHowMany(t *testing.T) {
	seats := []body.MemberID{"", "sg", "tr", "se"}
	parties := []body.MemberID{"tr", "fi", "se"}
	var first map[body.MemberID]map[string]string
	for set := range 1<<len(parties) - 1 { // every way in which somebody refuses
		x := talkOf(t)
		x.must("sg", issues())
		for i, p := range parties {
			x.must(p, wishes(i, p == "tr"))
		}
		x.must("sg", url.Values{"do": {"table"}, "package": {"1.1.1"}})
		size := len(x.b.entries)
		for i, p := range parties {
			x.must(p, answer(map[bool]string{true: "accept", false: "refuse"}[set>>i&1 == 1]))
		}
		if len(x.b.entries) != size {
			t.Errorf("answers %03b: the record grew by a refusal", set)
		}
		seen := map[body.MemberID]map[string]string{}
		for _, seat := range seats {
			seen[seat] = x.seen(seat)
		}
		if first == nil {
			first = seen
			if got := wordsOf(seen["se"][talkAt]); !strings.Contains(got, "not agreed") {
				t.Errorf("what became of it is not told: %.1500s", got)
			}
		}
		for _, seat := range seats {
			x.alike(fmt.Sprintf("answers %03b", set), seat, first[seat], seen[seat])
		}
	}
}

func TestUntilTheLastAnswerNothingIsTold(t *testing.T) {
	var first map[string]string
	for _, do := range []string{"accept", "refuse"} {
		x := talkOf(t)
		x.must("sg", issues())
		x.must("sg", url.Values{"do": {"table"}, "package": {"1.1.1"}})
		x.must("tr", answer(do))
		x.must("fi", answer(do))
		for _, seat := range []body.MemberID{"tr", "sg", "se"} {
			seen := x.seen(seat)
			for path, text := range seen {
				if first[string(seat)+path] == "" {
					if first == nil {
						first = map[string]string{}
					}
					first[string(seat)+path] = text
				} else if first[string(seat)+path] != text {
					t.Errorf("%s sees by %s whether others accepted", seat, path)
				}
			}
		}
		if got := wordsOf(x.ask("sg", talkAt).Body.String()); !strings.Contains(got, "who has yet to answer: Sweden") {
			t.Errorf("the mediator is not told who has yet to answer: %.1500s", got)
		}
		if got := wordsOf(x.ask("se", talkAt).Body.String()); strings.Contains(got, "has yet to answer") || strings.Contains(got, "Türkiye has") {
			t.Errorf("a party is told who has answered: %.1500s", got)
		}
	}
}

func TestAPackageThatAllAcceptBecomesATextOfTheRecord(t *testing.T) {
	x := talkOf(t)
	x.must("sg", issuesOfDemands(x))
	x.must("sg", url.Values{"do": {"compose"}, "pick.0": {"2"}, "pick.1": {"1"}, "pick.2": {"0"}, "pick.3": {"0"}, "pick.4": {"2"}})
	size := len(x.b.entries)
	for i, p := range []body.MemberID{"se", "tr", "fi"} {
		if len(x.b.entries) != size {
			t.Fatalf("the record grew after %d answers of 3", i)
		}
		x.must(p, url.Values{"do": {"accept"}, "package": {"2.1.0.0.2"}})
	}
	if len(x.b.entries) != size+1 {
		t.Fatalf("the record has %d entries, want one more than %d; log: %s", len(x.b.entries), size, x.logs)
	}
	a := x.b.entries[size].Act
	do, ok := a.Do.(*act.Propose)
	if !ok || a.By != "sg" || len(do.Clauses) != 5 || !slices.Equal(do.Parties, []body.MemberID{"tr", "fi", "se"}) && len(do.Parties) != 3 {
		t.Fatalf("the entry is %+v by %s", a.Do, a.By)
	}
	if c := do.Clauses[0]; len(c.Answers) != 1 || c.Text["en"] == "" || c.Text["tr"] == "" {
		t.Errorf("the first clause is %+v, want it to answer its demand, in the languages of the record", c)
	}
	if c := do.Clauses[2]; len(c.Answers) != 0 {
		t.Errorf("what is left as it is answers %v, want nothing", c.Answers)
	}
	for _, seat := range []body.MemberID{"fi", "tr", "sg"} {
		if got := wordsOf(x.ask(seat, talkAt).Body.String()); !strings.Contains(got, "all accepted") {
			t.Errorf("%s is not told: %.1200s", seat, got)
		}
	}
	if got := wordsOf(x.ask("hu", "/d/fi/texts/"+a.ID+"/").Body.String()); !strings.Contains(got, "accepted at the same moment") || !strings.Contains(got, "Met in full") {
		t.Errorf("the page of the text says %.1500s", got)
	}
}

// issuesOfDemands are the issues as the form offers them over the open demands.
func issuesOfDemands(x *talk) url.Values {
	x.t.Helper()
	form := x.ask("sg", talkAt).Body.String()
	f := url.Values{"do": {"put"}, "party": {"tr", "fi", "se"}}
	for i := 0; strings.Contains(form, fmt.Sprintf(`name="issue.%d.id"`, i)); i++ {
		for _, field := range []string{"id", "text"} {
			_, rest, _ := strings.Cut(form, fmt.Sprintf(`name="issue.%d.%s" value="`, i, field))
			value, _, _ := strings.Cut(rest, `"`)
			f.Set(fmt.Sprintf("issue.%d.%s", i, field), htmlText(value))
		}
		_, rest, _ := strings.Cut(form, fmt.Sprintf(`name="issue.%d.options"`, i))
		_, rest, _ = strings.Cut(rest, ">")
		value, _, _ := strings.Cut(rest, "<")
		f.Set(fmt.Sprintf("issue.%d.options", i), htmlText(value))
		f.Set("issues", strconv.Itoa(i+1))
	}
	return f
}

func htmlText(s string) string {
	return strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&amp;", "&").Replace(s)
}

func TestTheMediatorSeesPackagesOnceAllHaveSpoken(t *testing.T) {
	x := talkOf(t)
	x.must("sg", issues())
	x.must("tr", wishes(0, true))
	x.must("fi", wishes(1, false))
	got := wordsOf(x.ask("sg", talkAt).Body.String())
	if !strings.Contains(got, "Sweden nothing yet") || strings.Contains(got, "Fairest first") {
		t.Errorf("before all have spoken: %.2000s", got)
	}
	x.must("fi", wishes(1, true))
	x.must("se", wishes(2, true))
	got = wordsOf(x.ask("sg", talkAt).Body.String())
	for _, want := range []string{"Fairest first", "Nash", "Put this package on the table", "Only proposals should be shown"} {
		if !strings.Contains(got, want) {
			t.Errorf("the mediator is not told %q: %.3000s", want, got)
		}
	}
}

func TestAPartyIsAskedToSwapAfterItHasRanked(t *testing.T) {
	x := talkOf(t)
	x.must("sg", issues())
	f := wishes(0, true)
	x.must("tr", f)
	form := x.ask("tr", talkAt).Body.String()
	if got := wordsOf(form); !strings.Contains(got, "On “Exports”: would you go from “all of it” to “half way”, if in return “Groups” went from “as it is” to “all of it”?") {
		t.Fatalf("it is not asked: %.2500s", got)
	}
	_, rest, _ := strings.Cut(form, `name="swap.0.id" value="`)
	id, _, _ := strings.Cut(rest, `"`)
	f.Set("swap.0.id", id)
	f.Set("swap.0", "no")
	x.must("tr", f)
	if form := x.ask("tr", talkAt).Body.String(); !strings.Contains(form, `name="swap.0" value="no" checked`) {
		t.Error("the answer is not kept")
	}
}

func TestWhatIsWrongWithWishesIsSaidInWordsAndWhatWasTypedIsKept(t *testing.T) {
	x := talkOf(t)
	if w := x.say("sg", url.Values{"do": {"put"}, "party": {"tr", "fi"}, "issues": {"1"}}); w.Code != http.StatusUnprocessableEntity || !strings.Contains(wordsOf(w.Body.String()), "There is nothing to settle yet") {
		t.Errorf("no issue: %d, %.800s", w.Code, wordsOf(w.Body.String()))
	}
	one := issues()
	one.Set("issue.1.options", "only this")
	one.Del("party")
	w := x.say("sg", one)
	for _, want := range []string{"Issue 2 wants from 2 to", "Choose from 2 to"} {
		if got := wordsOf(w.Body.String()); !strings.Contains(got, want) || !strings.Contains(got, "only this") {
			t.Errorf("it does not say %q, or forgets what was typed: %.1500s", want, got)
		}
	}
	x.must("sg", issues())
	for name, c := range map[string]struct {
		change func(url.Values)
		say    string
	}{
		"two issues alike":           {func(f url.Values) { f.Set("rank.0", "2") }, "Give each of the 3 issues a number of its own"},
		"two options alike":          {func(f url.Values) { f.Set("place.1.0", "1"); f.Set("place.1.1", "1") }, "Groups: give each of the 3 options a place of its own"},
		"everything is out":          {func(f url.Values) { f.Del("ok.2.0"); f.Del("ok.2.1"); f.Del("ok.2.2") }, "Extradition: if no option will do, no package can be. Leave one at least"},
		"nothing was chosen for one": {func(f url.Values) { f.Set("rank.2", "") }, "Give each of the 3 issues"},
	} {
		f := wishes(0, true)
		c.change(f)
		w := x.say("tr", f)
		if got := wordsOf(w.Body.String()); w.Code != http.StatusUnprocessableEntity || !strings.Contains(got, c.say) {
			t.Errorf("%s: %d, it does not say %q: %.1500s", name, w.Code, c.say, got)
		}
		if !strings.Contains(w.Body.String(), `<option value="3" selected>3</option>`) {
			t.Errorf("%s: what was typed is not kept", name)
		}
	}
}

func TestWhatIsNotASeatsToDoIsRefused(t *testing.T) {
	x := talkOf(t)
	x.must("sg", issues())
	x.must("sg", url.Values{"do": {"table"}, "package": {"1.1.1"}})
	for name, c := range map[string]struct {
		seat body.MemberID
		form url.Values
	}{
		"nobody enters wishes":             {"", wishes(0, true)},
		"who is no party enters wishes":    {"hu", wishes(0, true)},
		"who is no party answers":          {"hu", answer("accept")},
		"a party tables":                   {"fi", url.Values{"do": {"table"}, "package": {"1.1.1"}}},
		"a party forgets all":              {"fi", url.Values{"do": {"clear"}}},
		"an answer to another package":     {"fi", url.Values{"do": {"accept"}, "package": {"2.2.2"}}},
		"a second package on the table":    {"sg", url.Values{"do": {"table"}, "package": {"0.0.0"}}},
		"the mediator answers":             {"sg", answer("accept")},
		"a package that is none is tabled": {"sg", url.Values{"do": {"table"}, "package": {"x"}}},
	} {
		if w := x.say(c.seat, c.form); w.Code != http.StatusConflict {
			t.Errorf("%s: %d, want it refused: %.600s", name, w.Code, wordsOf(w.Body.String()))
		}
	}
	x.must("fi", answer("accept"))
	if w := x.say("fi", answer("refuse")); w.Code != http.StatusConflict || !strings.Contains(wordsOf(w.Body.String()), "an answer is final") {
		t.Errorf("a second answer: %d", w.Code)
	}
	x.b.seat = "fi"
	form := answer("accept")
	form.Set("seat", "tr")
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, talkAt, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Cookie", rehearsalCookie+"=one")
	x.h.ServeHTTP(w, r)
	if w.Code != http.StatusConflict {
		t.Errorf("a form that was opened in another seat: %d", w.Code)
	}
}

func TestNoStreamCarriesWhatIsToldTheMediator(t *testing.T) {
	for _, path := range []string{talkAt, talkAt + "file/", "/d/fi/desk/packages"} {
		if _, err := topicRequest(t.Context(), "", "en.flags.:"+path); err == nil {
			t.Errorf("a stream carries %s", path)
		}
	}
	x := talkOf(t)
	if w := x.ask("sg", talkAt); w.Header().Get("Cache-Control") != "private, no-store" {
		t.Errorf("Cache-Control = %q, want private, no-store", w.Header().Get("Cache-Control"))
	}
}
