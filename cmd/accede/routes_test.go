package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"accede/internal/signin"
)

// patternsOfPages answers every pattern that the pages give to their mux, as it stands in the source, with the places in it
// filled; those that are put together from parts are told by their table of rooms, and stand in it.
func patternsOfPages(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../internal/web/*.go")
	if err != nil {
		t.Fatal(err)
	}
	literal := regexp.MustCompile(`HandleFunc\("((?:GET|POST) /[^"]*)",`)
	filled := strings.NewReplacer("{$}", "", "{dossier}", "x", "{member}", "a", "{seq}", "2", "{kind}", "statement", "{id}", "none", "{round}", "none", "{text}", "none", "{party}", "a",
		"{hash}", "00", "{token}", "none", "{seal}", "none", "{name}", "none", "{seat}", "b", "{provider}", "none")
	var all []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range literal.FindAllStringSubmatch(string(text), -1) {
			all = append(all, filled.Replace(m[1]))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// TestWhatIsNotInTheTableIsTheSameForEverybodyAndEntersNothing holds the table to the routes there are: a page that is not
// in it answers everybody with the same status, and a form that is not in it enters nothing, whoever sends it.
func TestWhatIsNotInTheTableIsTheSameForEverybodyAndEntersNothing(t *testing.T) {
	q := newQuay(t)
	s := q.store()
	callers := []caller{
		{"stranger", ""},
		{"reader a", q.signedIn(s, signin.Person{Party: "a", Holder: "guest", Role: signin.Reader}, "")},
		{"delegate a", q.signedIn(s, signin.Person{Party: "a", Holder: "envoy", Role: signin.Delegate}, "a-1")},
		{"chair", q.signedIn(s, signin.Person{Party: "chair", Holder: "clerk", Role: signin.Delegate}, "chair-1")},
	}
	tabled := map[string]bool{}
	for row := range strings.Lines(accessTable) {
		if f := strings.Fields(row); len(f) > 2 {
			path, _, _ := strings.Cut(f[2], "?")
			tabled[f[1]+" "+path] = true
		}
	}
	own := map[string]string{ // those that differ by who asks, and why; what they show is looked at elsewhere
		"GET /act/": "the acts that are open to whoever asks", "GET /act/statement": "the acts that are open to whoever asks", "GET /d/x/act/statement": "as the acts of the table",
		"GET /sign/00": "in the table", "POST /sign/00": "in the table as WAITING", "GET /act/receipt/none": "of one's own acts", "GET /d/x/act/receipt/none": "of one's own acts", "GET /d/x/act/others": "of a rehearsal, for whoever may act",
	}
	size, tried := q.size(), 0
	for _, pattern := range patternsOfPages(t) {
		method, path, _ := strings.Cut(pattern, " ")
		if tabled[pattern] || own[pattern] != "" || strings.HasSuffix(path, "events") {
			continue
		}
		tried++
		first := 0
		for i, c := range callers {
			got := q.ask(method, path, c, nil).StatusCode
			switch {
			case got >= 500 && got != 503:
				t.Errorf("%s by %s = %d", pattern, c.role, got)
			case i == 0:
				first = got
			case method == "GET" && got != first:
				t.Errorf("%s by %s = %d, by a stranger %d: what differs by who asks stands in the table", pattern, c.role, got, first)
			}
			if path == "/sign-out" || path == "/me/sessions" {
				break // else nobody would be signed in for what follows
			}
		}
	}
	if got := q.size(); got != size {
		t.Errorf("the record has %s entries after everything was asked, had %s", got, size)
	}
	if tried < 30 {
		t.Errorf("%d routes are not in the table, want 30 at least: are the patterns still written so?", tried)
	}
	t.Logf("%d routes beside the table", tried)
}
