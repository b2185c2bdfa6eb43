package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/mmcdole/gofeed"
)

// fetched answers what an address gives.
func fetched(t *testing.T, h http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s = %d, want 200: %s", path, w.Code, w.Body)
	}
	return w
}

func TestFeedsAreReadByAForeignReader(t *testing.T) {
	pages := pagesOf(t, nato(t))
	for _, c := range []struct {
		path, title, first string
		least              int
	}{
		{"/feed.atom?lang=en&as-of=2022-06-21", "North Atlantic Treaty Organization", "", 10},
		{"/d/fi/feed.atom?lang=en&as-of=2022-06-21", "Finland", "", 5},
		{"/d/fi/feed.atom?lang=fi", "uutiset", "", 30},
		{"/party/fi/feed.atom?lang=en&as-of=2022-06-21", "Finland", "Yours to do: answer the demand", 5},
		{"/party/us/feed.atom?lang=en&as-of=2022-06-21", "United States", "", 0},
	} {
		feed, err := gofeed.NewParser().ParseString(fetched(t, pages, c.path).Body.String())
		if err != nil {
			t.Errorf("%s is no feed: %v", c.path, err)
			continue
		}
		if feed.FeedType != "atom" || !strings.Contains(feed.Title, c.title) || len(feed.Items) < c.least {
			t.Errorf("%s = %s feed %q of %d items, want an atom feed of %q with at least %d", c.path, feed.FeedType, feed.Title, len(feed.Items), c.title, c.least)
		}
		ids := map[string]bool{}
		for i, x := range feed.Items {
			if x.GUID == "" || ids[x.GUID] || x.Title == "" || x.UpdatedParsed == nil || !strings.HasPrefix(x.Link, "http://example.com/d/") {
				t.Errorf("%s: item %d is not whole or not the only one of its name: %+v", c.path, i, x)
			}
			ids[x.GUID] = true
			if i > 0 && x.UpdatedParsed.After(*feed.Items[i-1].UpdatedParsed) {
				t.Errorf("%s: item %d is newer than the one before it", c.path, i)
			}
		}
		if c.first != "" && !strings.Contains(feed.Items[0].Title, c.first) {
			t.Errorf("%s begins with %q, want %q", c.path, feed.Items[0].Title, c.first)
		}
	}
}

func TestEveryLinkInAFeedLeadsSomewhere(t *testing.T) {
	pages := pagesOf(t, nato(t))
	for _, path := range []string{"/feed.atom?lang=en", "/party/fi/feed.atom?as-of=2022-06-21"} {
		feed, err := gofeed.NewParser().ParseString(fetched(t, pages, path).Body.String())
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range feed.Items[:min(6, len(feed.Items))] {
			fetched(t, pages, strings.TrimPrefix(x.Link, "http://example.com"))
		}
	}
}

func TestAFeedThatHasNotChangedIsNotSentAgain(t *testing.T) {
	pages := pagesOf(t, nato(t))
	for _, path := range []string{"/feed.atom?lang=en", "/d/se/calendar.ics?lang=sv"} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("If-None-Match", fetched(t, pages, path).Header().Get("ETag"))
		w := httptest.NewRecorder()
		pages.ServeHTTP(w, r)
		if w.Code != http.StatusNotModified || w.Body.Len() != 0 {
			t.Errorf("GET %s again = %d with %d bytes, want 304 with none", path, w.Code, w.Body.Len())
		}
	}
}

func TestFeedsOfNobodyAreNotThere(t *testing.T) {
	pages := pagesOf(t, nato(t))
	for _, path := range []string{"/party/nobody/feed.atom", "/d/nothing/feed.atom", "/d/nothing/calendar.ics"} {
		w := httptest.NewRecorder()
		pages.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusNotFound {
			t.Errorf("GET %s = %d, want 404", path, w.Code)
		}
	}
}

// events answers the events of a calendar by their UIDs.
func events(t *testing.T, h http.Handler, path string) map[string]*ics.VEvent {
	t.Helper()
	cal, err := ics.ParseCalendar(strings.NewReader(fetched(t, h, path).Body.String()))
	if err != nil {
		t.Fatalf("%s is no calendar: %v", path, err)
	}
	all := map[string]*ics.VEvent{}
	for _, e := range cal.Events() {
		if all[e.Id()] != nil {
			t.Errorf("%s: %s is there twice", path, e.Id())
		}
		all[e.Id()] = e
	}
	return all
}

func valueOf(e *ics.VEvent, p ics.ComponentProperty) string {
	if e == nil {
		return "no event"
	}
	if x := e.GetProperty(p); x != nil {
		return x.Value
	}
	return ""
}

func TestTheCalendarHasBothRoundsOf2022(t *testing.T) {
	pages := pagesOf(t, nato(t))
	all := events(t, pages, "/calendar.ics?lang=en&as-of=2022-06-21")
	var summaries []string
	for _, e := range all {
		summaries = append(summaries, valueOf(e, ics.ComponentPropertySummary)+" "+valueOf(e, ics.ComponentPropertyDtStart))
	}
	text := strings.Join(summaries, "\n")
	for _, want := range []string{"Round 1", "Round 2", "20220525", "20220620"} {
		if !strings.Contains(text, want) {
			t.Errorf("the calendar has %q, want %q in it", text, want)
		}
	}
	for id, e := range events(t, pages, "/d/fi/calendar.ics?lang=en&as-of=2022-06-21") {
		if all[id] == nil {
			t.Errorf("%s has another name in the calendar of all: %s", id, valueOf(e, ics.ComponentPropertySummary))
		}
	}
}

func TestEveryPageLeadsToWhatCanBeSubscribedTo(t *testing.T) {
	pages := pagesOf(t, nato(t))
	for path, want := range map[string]string{"/": `href="/feed.atom?lang=en"`, "/d/fi/?lang=en": `href="/d/fi/calendar.ics?lang=en"`, "/calendar": `href="/calendar.ics?lang=en"`, "/desk?as-of=2022-06-21": `href="/party/fi/feed.atom?lang=en"`} {
		if body := fetched(t, pages, path).Body.String(); !strings.Contains(body, want) {
			t.Errorf("%s does not lead to %s", path, want)
		}
	}
}

// A question that was put anew leaves calendars, and what is said of it afterwards outranks what was said before.
func TestAQuestionPutAnewCancelsTheFirstDeadline(t *testing.T) {
	src := silent(t)
	first := src.entries[3].At.Add(time.Second) // after the first question, before the objection
	for i, e := range src.entries {
		if e.Act != nil && e.Act.Do.Kind() == "object" {
			first = src.entries[i].At.Add(-time.Second)
		}
	}
	pages := pagesOf(t, src)
	before := events(t, pages, "/calendar.ics?lang=en&as-of="+first.Format(time.RFC3339))
	after := events(t, pages, "/calendar.ics?lang=en")
	if len(before) != 1 {
		t.Fatalf("before the objection the calendar has %d events, want the one question", len(before))
	}
	running := 0
	for id, e := range after {
		status, sequence := valueOf(e, ics.ComponentPropertyStatus), valueOf(e, ics.ComponentPropertySequence)
		if strings.HasPrefix(id, "question-") && status == "CONFIRMED" {
			running++
		}
		if old := before[id]; old != nil && (status != "CANCELLED" || sequence != "1" || valueOf(old, ics.ComponentPropertyStatus) != "CONFIRMED" || valueOf(old, ics.ComponentPropertySequence) != "0") {
			t.Errorf("the first question is %s with sequence %s, want it cancelled with sequence 1", status, sequence)
		}
	}
	for id := range before {
		if after[id] == nil {
			t.Errorf("%s is gone: it stays in the calendars that have it", id)
		}
	}
	if running != 1 {
		t.Errorf("%d questions run, want 1", running)
	}
}
