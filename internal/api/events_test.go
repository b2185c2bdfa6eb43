package api

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"accede/internal/apikey"
)

// event is one event of a stream, as it was read.
type event struct{ id, name, data string }

// listen opens a stream, and answers a function that reads the next event from it; ids without data are passed over.
func (s *served) listen(t *testing.T, path string, head ...string) func() event {
	t.Helper()
	ctx, end := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(end)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+Root+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("GET %s = %d %s, want a stream", path, resp.StatusCode, resp.Header.Get("Content-Type"))
	}
	in := bufio.NewScanner(resp.Body)
	return func() event {
		var e event
		for in.Scan() {
			key, value, _ := strings.Cut(in.Text(), ": ")
			switch key {
			case "id":
				e.id = value
			case "event":
				e.name = value
			case "data":
				e.data = value
			case "":
				if e.data != "" {
					return e
				}
				e = event{}
			}
		}
		t.Fatalf("the stream of %s ends: %v", path, in.Err())
		return e
	}
}

func TestWhoComesBackIsToldEverythingSince(t *testing.T) {
	s := nato(t)
	size := s.record.Size()
	for how, next := range map[string]func() event{
		"by header":                 s.listen(t, "/events", "Last-Event-ID", "100"),
		"by address":                s.listen(t, "/events?after=100"),
		"by header, before address": s.listen(t, "/events?after=3", "Last-Event-ID", "100"),
	} {
		for want := int64(101); want <= size; want++ {
			if e := next(); e.name != "entry" || e.id != strconv.FormatInt(want, 10) || !strings.Contains(e.data, fmt.Sprintf(`"seq":%d,`, want)) {
				t.Fatalf("%s: %+v, want entry %d", how, e, want)
			}
		}
	}
}

func TestAListenerIsToldOfEachEntryAsItComes(t *testing.T) {
	s := quay(t)
	all, filtered := s.listen(t, "/events"), s.listen(t, "/events?dossier=x&after=0")
	s.hand(t, s.key(t, "paper", "chair", apikey.Delegate), applies(t, "x-applies"))
	for how, next := range map[string]func() event{"all": all, "of a dossier, not the founding": filtered} {
		if e := next(); e.id != "2" || !strings.Contains(e.data, `"id":"x-applies"`) {
			t.Errorf("%s: %+v, want the application", how, e)
		}
	}
}

func TestWhoHasMissedTooMuchIsToldToReadAgain(t *testing.T) {
	acts, charter := theCase()
	s := serve(t, charter, today, Limits{Rate: -1, Replay: 10}, acts...)
	size := s.record.Size()
	for _, last := range []string{"3", strconv.FormatInt(size-11, 10), "4000"} { // the last is of another record
		next := s.listen(t, "/events", "Last-Event-ID", last)
		if e := next(); e.name != "reload" || e.id != strconv.FormatInt(size, 10) || e.data != fmt.Sprintf(`{"size":%d}`, size) {
			t.Errorf("after %s: %+v, want to be told to read again", last, e)
		}
	}
	next := s.listen(t, "/events", "Last-Event-ID", strconv.FormatInt(size-10, 10))
	if e := next(); e.name != "entry" || e.id != strconv.FormatInt(size-9, 10) {
		t.Errorf("after all but ten: %+v, want the first of the ten", e)
	}
}

func TestStreamsAreCounted(t *testing.T) {
	s := serve(t, quayCharter, inJanuary, Limits{Rate: -1, Streams: 2})
	s.listen(t, "/events")
	s.listen(t, "/events")
	a := s.ask(t, http.MethodGet, "/events", "")
	if p := problemOf(t, a); a.status != http.StatusServiceUnavailable || p.Name != "busy" || a.header.Get("Retry-After") == "" {
		t.Errorf("a third of two streams: %d %s, want 503 busy", a.status, a.body)
	}
}

func TestWhoAsksTooOftenIsToldHowLongToWait(t *testing.T) {
	s := serve(t, quayCharter, inJanuary, Limits{Rate: 1, Burst: 3})
	for range 3 {
		s.get(t, "/docket")
	}
	a := s.ask(t, http.MethodGet, "/docket", "")
	if p := problemOf(t, a); a.status != http.StatusTooManyRequests || p.Name != "rate" || a.header.Get("Retry-After") != "1" {
		t.Errorf("the fourth of three: %d %s, Retry-After %q, want 429 and 1", a.status, a.body, a.header.Get("Retry-After"))
	}
	key := s.key(t, "paper", "chair", apikey.Delegate)
	s.get(t, "/docket", "Authorization", "Bearer "+key) // a key counts for itself
	if a := s.ask(t, http.MethodGet, "/docket", "", "Authorization", "Bearer "+key+"x"); a.status != http.StatusTooManyRequests {
		t.Errorf("with a wrong key: %d, want 429, since it buys nothing", a.status)
	}
	s.set(inJanuary.Add(time.Second))
	s.get(t, "/docket")
}
