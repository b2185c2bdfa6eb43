package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// counterparts answers for each page the address of the API that answers what it shows; for what is no page of the record,
// a dash and why there is none.
func counterparts() map[string]string {
	return map[string]string{
		"GET /": "docket", "GET /status.json": "docket", "GET /commitments": "commitments", "GET /calendar": "calendar", "GET /desk": "desk",
		"GET /admin": "rules", "GET /keys": "keys", "GET /wall/{dossier}": "standing",
		"GET /d/{dossier}/": "standing", "GET /d/{dossier}/status.json": "status", "GET /d/{dossier}/log.json": "history",
		"GET /d/{dossier}/positions/": "positions", "GET /d/{dossier}/positions/{member}/": "member", "GET /d/{dossier}/roll-call/": "positions",
		"GET /d/{dossier}/way/": "way", "GET /d/{dossier}/talks/": "talks", "GET /d/{dossier}/talks/{round}/": "round", "GET /d/{dossier}/texts/{text}/": "text",
		"GET /d/{dossier}/rule/": "rule", "GET /d/{dossier}/rule/power/": "power",
		"GET /d/{dossier}/ratification/": "ratification", "GET /d/{dossier}/ratification.csv": "ratification",
		"GET /d/{dossier}/record/": "dossierRecord", "GET /d/{dossier}/record.csv": "dossierRecord", "GET /d/{dossier}/record.bundle": "bundle", "GET /d/{dossier}/record/{seq}/": "entry",
		"GET /d/{dossier}/desk/": "mediator", "GET /d/{dossier}/desk/hold/": "hold", "GET /d/{dossier}/desk/packages/file/": "packages",
		"POST /d/{dossier}/desk/hold/": "hold", "POST /d/{dossier}/desk/packages/file/": "packages",
		"GET /d/{dossier}/desk/packages/": "- what parties tell the mediator alone is for no program", "POST /d/{dossier}/desk/packages/": "- what parties tell the mediator alone is for no program",
		"GET /d/{dossier}/desk/forecast/": "- what people foretold is scored on their own machine by accede forecast --stated", "POST /d/{dossier}/desk/forecast/": "- what people foretold is scored on their own machine by accede forecast --stated",
		"POST /d/{dossier}/desk/hold/stop": "- a request is stopped by ending it", "POST /d/{dossier}/desk/packages/stop": "- a request is stopped by ending it", "POST /d/{dossier}/desk/packages/file/stop": "- a request is stopped by ending it",
		"GET /d/{dossier}/act/": "- a menu of forms; whether an act may be done is answered by handing it in", "GET /d/{dossier}/act/{kind}": "submit", "POST /d/{dossier}/act/{kind}": "submit",
		"GET /d/{dossier}/act/receipt/{id}": "receipt", "GET /d/{dossier}/act/others": "- plays the others in a rehearsal", "POST /d/{dossier}/act/others": "- plays the others in a rehearsal",
		"GET /act/": "- a menu of forms", "GET /act/{kind}": "submit", "POST /act/{kind}": "submit", "GET /act/receipt/{id}": "receipt",
		"GET events": "events", "POST /d/{dossier}/rule/power/stop": "- a request is stopped by ending it",
		"POST /rehearsal": "- a rehearsal is a browser's own", "POST /rehearsal/seat": "- a rehearsal is a browser's own", "POST /rehearsal/clock": "- a rehearsal is a browser's own", "POST /rehearsal/leave": "- a rehearsal is a browser's own",
		"GET /sign-in": "- of people; machines have keys", "POST /sign-in": "- of people; machines have keys", "POST /sign-out": "- of people; machines have keys",
		"GET /sign-in/by/{provider}": "- of people", "GET /sign-in/from/{provider}": "- of people", "POST /me/by/{provider}": "- of people", "POST /invitation/{token}/by/{provider}": "- of people",
		"GET /invitation/{token}": "- of people", "POST /invitation/{token}": "- of people", "GET /me": "- of people", "POST /me/contact": "- of people", "POST /me/sessions": "- of people",
		"POST /me/passkey": "- of people", "POST /keys/revoke": "submit", "GET /sign/{hash}": "- an act that waits for a person's signature", "POST /sign/{hash}": "submit",
		"GET /intake/": "- drafts for a person to confirm; programs send the acts themselves", "POST /intake/": "- drafts for a person to confirm; programs send the acts themselves",
		"GET /d/{dossier}/card/": "- a card for other sites; programs ask how the dossier stands", "GET /d/{dossier}/card.svg": "- as the card", "GET /d/{dossier}/card.png": "- as the card", "GET /d/{dossier}/record.jsonl": "- as record.json, which the API has", "GET /popolo.json": "- a document of its own form; programs ask for members and positions", "GET /d/{dossier}/minutes.akn.xml": "- a document of its own form; programs ask for rounds and positions",
		"GET /calendar.ics": "calendar", "GET /d/{dossier}/calendar.ics": "calendar", "GET /enclosed/{seal}": "enclosed",
		"GET /feed.atom": "- for readers of news; programs follow the events", "GET /d/{dossier}/feed.atom": "- for readers of news; programs follow the events", "GET /party/{party}/feed.atom": "- for readers of news; programs follow the events",
		"GET /record.bundle": "bundle", "GET /check/": "- a page that checks the record in the browser; programs have a verifier", "GET /print/{name}": "- a foot for paper", "GET /static/{name}": "- a part of pages", "GET /healthz": "- for whoever watches over the server", "GET /readyz": "- for whoever watches over the server", "/": "- what is not there",
		"GET /search": "search", "GET /letters/stop/{token}": "- of people", "POST /letters/stop/{token}": "- of people", "GET /people": "- of people", "POST /people": "- of people",
	}
}

// pages answers the patterns that package web gives its mux, as they stand in its source, but for addresses that only lead
// to another one of them.
func pages(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "web", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "HandleFunc" && len(call.Args) == 2 && !leadsOn(call.Args[1]) {
				for _, p := range patterns(t, call.Args[0]) {
					found[p] = true
				}
			}
			return true
		})
	}
	return slices.Sorted(maps.Keys(found))
}

// leadsOn says whether a handler only leads to another address.
func leadsOn(handler ast.Expr) bool {
	sel, ok := handler.(*ast.SelectorExpr)
	return ok && (sel.Sel.Name == "slash" || sel.Sel.Name == "room")
}

// patterns answers the patterns that an expression stands for. One that is put together has a name within.
func patterns(t *testing.T, e ast.Expr) []string {
	t.Helper()
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		if err != nil {
			t.Fatal(err)
		}
		return []string{strings.TrimSuffix(text, "{$}")}
	case *ast.BinaryExpr:
		left := patterns(t, e.X)[0]
		switch name := nameOf(e.Y); name {
		case "at":
			return []string{left + "/d/{dossier}", left}
		case "eventsPath":
			return []string{left + "events"}
		}
		var all []string
		for _, l := range patterns(t, e.X) {
			for _, r := range patterns(t, e.Y) {
				all = append(all, l+r)
			}
		}
		return all
	}
	t.Fatalf("a pattern is made in a way this test does not know: %T", e)
	return nil
}

func nameOf(e ast.Expr) string {
	if id, ok := e.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

func TestEveryPageHasItsCounterpart(t *testing.T) {
	ids := map[string]bool{}
	for _, rt := range routes() {
		ids[rt.id] = true
	}
	known, all := counterparts(), pages(t)
	for _, page := range all {
		twin, isData := strings.CutSuffix(page, ".json")
		to, ok := known[page]
		if !ok && isData {
			if to, ok = known[twin+"/"]; !ok {
				to, ok = known[twin]
			}
		}
		switch {
		case !ok:
			t.Errorf("the page %q has no counterpart: give it an address in the API, or say in counterparts why it has none", page)
		case !strings.HasPrefix(to, "- ") && !ids[to]:
			t.Errorf("the counterpart of %q is said to be %q, which is not there", page, to)
		}
	}
	for page := range known {
		if !slices.Contains(all, page) {
			t.Errorf("%q is no page", page)
		}
	}
	if len(all) < 50 {
		t.Errorf("%d pages were found, want all of them", len(all))
	}
}

func TestEveryDescribedAddressIsThereAndNoOther(t *testing.T) {
	s := quay(t)
	d := described(t)
	if len(d.paths) == 0 {
		t.Fatal("nothing is described")
	}
	for path, ops := range d.paths {
		for method := range ops.(object) {
			a := s.ask(t, strings.ToUpper(method), inCase.Replace(path), "{}", "Last-Event-ID", "x") // a stream would not end
			if a.status == http.StatusMethodNotAllowed || a.status == http.StatusNotFound && problemOf(t, a).Name == "page" {
				t.Errorf("%s %s is described, and answers %d %s", method, path, a.status, a.body)
			}
		}
	}
	for _, rt := range routes() {
		if ops, ok := d.paths[rt.path].(object); !ok || ops[strings.ToLower(rt.method)] == nil {
			t.Errorf("%s %s is there, and not described", rt.method, rt.path)
		}
	}
}
