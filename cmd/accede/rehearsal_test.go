package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"accede/internal/web"
)

// visitor is a browser without script: it keeps cookies, reads forms from pages and sends them.
type visitor struct {
	t      *testing.T
	client *http.Client
	base   string
	url    *url.URL
	code   int
	page   *html.Node
	text   string
}

// quietSession answers a session that says nothing to anybody.
func quietSession(t *testing.T) *session {
	t.Helper()
	return &session{
		ctx: t.Context(), stdout: bufio.NewWriter(io.Discard), stderr: io.Discard, clock: time.Now, logger: slog.New(slog.DiscardHandler),
		env: func(string) string { return "" },
	}
}

// demonstration serves the case of 2022 as accede demo does.
func demonstration(t *testing.T) *httptest.Server {
	t.Helper()
	s := quietSession(t)
	o, _, err := s.buildDemo(t.TempDir())
	if err != nil {
		t.Fatalf("build the demonstration: %v", err)
	}
	rooms := s.rehearsals(o)
	pages, err := web.New(source{o, s.clock}, web.Options{Rehearsals: rehearsals{rooms}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(pages)
	t.Cleanup(func() {
		server.Close()
		if err := rooms.Close(); err != nil {
			t.Errorf("close the rooms: %v", err)
		}
		if err := o.Close(); err != nil {
			t.Errorf("close the record: %v", err)
		}
	})
	return server
}

func visit(t *testing.T, server *httptest.Server) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t: t, client: &http.Client{Jar: jar}, base: server.URL}
}

func (v *visitor) take(res *http.Response, err error) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	v.url, v.code = res.Request.URL, res.StatusCode
	if v.page, err = html.Parse(res.Body); err != nil {
		v.t.Fatal(err)
	}
	v.text = strings.Join(strings.Fields(inner(v.page)), " ")
}

func (v *visitor) get(path string) {
	v.t.Helper()
	v.take(v.client.Get(v.base + path))
	if v.code != http.StatusOK {
		v.t.Fatalf("GET %s = %d: %.600s", path, v.code, v.text)
	}
}

// all answers the elements of a kind below a node.
func all(n *html.Node, tag string) []*html.Node {
	var found []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == tag {
			found = append(found, d)
		}
	}
	return found
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func inner(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return b.String()
}

// form answers the form that has a button of those words, and the button.
func (v *visitor) form(button string) (*html.Node, *html.Node) {
	v.t.Helper()
	for _, f := range all(v.page, "form") {
		for _, b := range all(f, "button") {
			if strings.Contains(strings.Join(strings.Fields(inner(b)), " "), button) && attr(b, "class") != "vh" {
				return f, b
			}
		}
	}
	v.t.Fatalf("%s has no button %q: %.1500s", v.url, button, v.text)
	return nil, nil
}

// filled answers what a browser would send of a form as it stands.
func filled(f *html.Node) url.Values {
	sent := url.Values{}
	for _, n := range all(f, "input") {
		name, kind := attr(n, "name"), attr(n, "type")
		if name == "" || (kind == "radio" || kind == "checkbox") && !has(n, "checked") {
			continue
		}
		sent.Add(name, attr(n, "value"))
	}
	for _, n := range all(f, "textarea") {
		sent.Add(attr(n, "name"), inner(n))
	}
	for _, n := range all(f, "select") {
		options := all(n, "option")
		chosen := slices.IndexFunc(options, func(o *html.Node) bool { return has(o, "selected") })
		sent.Add(attr(n, "name"), attr(options[max(chosen, 0)], "value"))
	}
	return sent
}

// offers says whether a form has a control of that name and, where it is one to choose, that value.
func offers(f *html.Node, name, value string) bool {
	for _, tag := range []string{"input", "textarea", "select"} {
		for _, n := range all(f, tag) {
			if attr(n, "name") != name {
				continue
			}
			kind := attr(n, "type")
			switch {
			case kind == "radio" || kind == "checkbox":
				if attr(n, "value") == value {
					return true
				}
			case tag == "select":
				if slices.ContainsFunc(all(n, "option"), func(o *html.Node) bool { return attr(o, "value") == value }) {
					return true
				}
			default:
				return true
			}
		}
	}
	return false
}

// press fills a form in and presses its button. What the form does not ask for cannot be filled in.
func (v *visitor) press(button string, fill url.Values) {
	v.t.Helper()
	f, b := v.form(button)
	sent := filled(f)
	for name, values := range fill {
		for _, value := range values {
			if !offers(f, name, value) {
				v.t.Fatalf("%s: the form of %q does not ask for %s = %q", v.url, button, name, value)
			}
		}
		sent[name] = values
	}
	if name := attr(b, "name"); name != "" {
		sent.Set(name, attr(b, "value"))
	}
	if attr(f, "method") != "post" {
		v.t.Fatalf("%s: the form of %q does not post", v.url, button)
	}
	v.take(v.client.PostForm(v.base+attr(f, "action"), sent))
}

// sit takes a seat.
func (v *visitor) sit(seat string) {
	v.t.Helper()
	v.press("Take this seat", url.Values{"seat": {seat}})
}

// act opens the form of an act, reads it over and records it, and answers the receipt's address.
func (v *visitor) act(path string, fill url.Values) string {
	v.t.Helper()
	v.get(path)
	v.press("Read it over", fill)
	if v.code != http.StatusOK || !strings.Contains(v.text, "You are about to record for") {
		v.t.Fatalf("%s is not read over: %d %.2500s", path, v.code, v.text)
	}
	v.press("Record it for", nil)
	if v.code != http.StatusOK || !strings.Contains(v.text, "It is recorded") || !strings.Contains(v.url.Path, "/receipt/") {
		v.t.Fatalf("%s is not recorded: %d %.2500s", path, v.code, v.text)
	}
	return v.url.Path
}

func (v *visitor) says(texts ...string) {
	v.t.Helper()
	for _, want := range texts {
		if !strings.Contains(v.text, want) {
			v.t.Fatalf("%s does not say %q: %.2500s", v.url, want, v.text)
		}
	}
}

// begin begins a rehearsal from a page, on the day of that page.
func (v *visitor) begin(path, seat string) {
	v.t.Helper()
	v.get(path)
	v.press("Play on from this day", nil)
	v.says("Rehearsal.")
	v.sit(seat)
}

func TestTheMemorandumIsPlayedForwardToFinlandsAccessionFromThreeSeats(t *testing.T) {
	v := visit(t, demonstration(t))
	v.begin("/d/fi/?as-of=2022-06-21", "fi")
	v.says("It left the reported record on 21 June 2022", "None of 30 members may object; one does: Türkiye.")

	v.get("/d/fi/act/commit")
	v.press("Add a commitment", url.Values{"commitments.0.text": {"Finland gives no support to the YPG."}})
	v.says("Commitment 2")
	v.press("Read it over", url.Values{
		"commitments.0.answers": {"ypg", "gulen"}, "commitments.1.text": {"Finland will prevent activities of the PKK."}, "commitments.1.answers": {"pkk"},
	})
	v.says("You are about to record for Finland", "It cannot be edited, only replaced.")
	v.press("Record it for", nil)
	v.says("It is recorded", "committed itself")

	v.press("Move", url.Values{"day": {"2022-06-28"}})
	v.says("Its clock says 28 June 2022")
	v.sit("sg")
	v.act("/d/fi/act/memorandum", url.Values{
		"title": {"Trilateral memorandum"}, "place": {"Madrid"}, "parties": {"fi", "se", "tr"}, "clauses.0.clause": {"7"},
		"clauses.0.text": {"No national arms embargo stands between the three."}, "clauses.0.answers": {"exports", "pkk", "ypg", "gulen", "written"},
	})
	v.sit("tr")
	v.act("/d/fi/act/withdraw", url.Values{"stage": {"invitation"}, "what": {"objection:tr-objects"}})
	v.says("withdrew its objection", "none does so far")

	v.press("Move", url.Values{"day": {"2022-06-29"}})
	v.sit("sg")
	v.get("/d/fi/act/close")
	v.press("Read it over", nil)
	v.says("What it changes: Accession of Finland", "Finland is invited")
	v.press("Record it for", nil)
	v.says("Finland is invited")

	v.press("Move", url.Values{"day": {"2022-07-05"}})
	v.get("/d/fi/act/others")
	v.press("Record them for", nil)
	v.says("30 acts were recorded.")
	for _, want := range []string{"30 acts were recorded.", "30 acts were recorded."} { // who approves, who deposits
		v.get("/d/fi/act/others")
		v.press("Record them for", nil)
		v.says(want)
	}
	v.press("Move", url.Values{"day": {"2023-04-04"}})
	v.sit("fi")
	v.act("/d/fi/act/deposit", url.Values{"instrument": {"Instrument of accession"}})
	v.get("/d/fi/")
	v.says("In force since 4 April 2023: Finland is a member.", "Rehearsal.")

	v.press("Leave, back to the record", nil)
	v.says("Türkiye objects, since 19 May 2022", "You are reading the record as of the end of 21 June 2022")
	if strings.Contains(v.text, "Its clock says") {
		t.Error("whoever has left a rehearsal is still told its time")
	}
}

func TestAskingTwiceToRecordAnActAnswersTheSameReceipt(t *testing.T) {
	v := visit(t, demonstration(t))
	v.begin("/d/fi/?as-of=2022-06-21", "fi")
	v.get("/d/fi/act/domestic")
	v.press("Read it over", url.Values{"step": {"A committee has voted."}})
	f, b := v.form("Record it for")
	sent, action := filled(f), v.base+attr(f, "action")
	sent.Set(attr(b, "name"), attr(b, "value"))
	v.take(v.client.PostForm(action, sent))
	first, path := v.text, v.url.Path
	v.take(v.client.PostForm(action, sent))
	if v.text != first || v.url.Path != path {
		t.Errorf("the second receipt, at %s:\n%s\nwant, at %s:\n%s", v.url.Path, v.text, path, first)
	}
	v.says("Entry 10 of 10")
}

func TestARefusalNamesTheClauseAndKeepsWhatWasTyped(t *testing.T) {
	v := visit(t, demonstration(t))
	v.begin("/d/fi/?as-of=2022-06-21", "fi")
	v.get("/d/fi/act/measure")
	v.press("Read it over", url.Values{"text": {"We have changed the law."}})
	if v.code != http.StatusUnprocessableEntity {
		t.Errorf("a measure about nothing = %d, want 422", v.code)
	}
	v.says("a measure is taken under a commitment or in answer to a demand: name one", "We have changed the law.")
	v.get("/d/fi/act/measure") // left and opened again
	v.says("What was typed here before and not recorded has been kept.", "We have changed the law.")
	v.press("Read it over", url.Values{"answers": {"pkk"}, "date": {"2022-06-30"}})
	if v.code != http.StatusUnprocessableEntity {
		t.Errorf("a day that has not come = %d, want 422", v.code)
	}
	v.says("That day has not come: today is 21 June 2022.", "We have changed the law.")
	v.press("Read it over", url.Values{"date": {"2022-06-21"}})
	v.press("Change something", nil)
	v.says("We have changed the law.")
}

func TestNobodyActsOnTheRecordItself(t *testing.T) {
	server := demonstration(t)
	v := visit(t, server)
	for _, path := range []string{"/d/fi/act/", "/d/fi/act/object", "/act/expel"} {
		v.take(v.client.Get(server.URL + path))
		if v.code != http.StatusForbidden || len(all(v.page, "textarea")) > 0 {
			t.Errorf("GET %s = %d with %d fields, want 403 without a form", path, v.code, len(all(v.page, "textarea")))
		}
	}
	v.take(v.client.PostForm(server.URL+"/d/fi/act/withdraw", url.Values{"do": {"confirm"}, "what": {"objection:tr-objects"}, "seat": {"tr"}}))
	if v.code != http.StatusForbidden {
		t.Errorf("POST = %d, want 403", v.code)
	}
	v.says("The record itself is only read here.")
}

func TestAFormFromAnotherSiteDoesNothing(t *testing.T) {
	server := demonstration(t)
	v := visit(t, server)
	v.begin("/d/fi/?as-of=2022-06-21", "fi")
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, server.URL+"/rehearsal/leave", strings.NewReader(""))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	v.take(v.client.Do(r))
	if v.code != http.StatusForbidden {
		t.Errorf("POST from another site = %d, want 403", v.code)
	}
	v.get("/d/fi/")
	v.says("Rehearsal.")
}

func TestTooMuchIsRefusedWithTheLimit(t *testing.T) {
	server := demonstration(t)
	v := visit(t, server)
	v.begin("/d/fi/?as-of=2022-06-21", "fi")
	v.take(v.client.PostForm(server.URL+"/d/fi/act/statement", url.Values{"statements.0.text": {strings.Repeat("word ", 80_000)}}))
	if v.code != http.StatusRequestEntityTooLarge {
		t.Errorf("400 kB = %d, want 413", v.code)
	}
	v.says("256 kB")
}

func TestTwoVisitorsRehearseApart(t *testing.T) {
	server := demonstration(t)
	one, two := visit(t, server), visit(t, server)
	one.begin("/d/fi/?as-of=2022-06-21", "fi")
	two.begin("/d/fi/?as-of=2022-06-21", "tr")
	one.act("/d/fi/act/withdraw", url.Values{"what": {"application"}})
	two.get("/d/fi/")
	two.says("Türkiye objects")
	other := visit(t, server)
	other.get("/d/fi/?as-of=2022-06-21")
	other.says("Türkiye objects", "Reported record")
}

func TestAnEntryOfARehearsalSaysThatItIsOne(t *testing.T) {
	v := visit(t, demonstration(t))
	v.begin("/d/fi/?as-of=2022-06-21", "hu")
	receipt := v.act("/d/fi/act/position", url.Values{"ballot": {"for"}})
	v.get(receipt)
	for _, a := range all(v.page, "a") {
		if regexp.MustCompile(`/record/\d+/$`).MatchString(attr(a, "href")) {
			v.get(attr(a, "href"))
			v.says("Rehearsal that left the record on 2022-06-21")
			return
		}
	}
	t.Error("the receipt does not lead to the entry")
}

// Every form of every seat is opened: there is one for each kind that is offered, and none for any other.
func TestThereIsAFormForWhatMayBeDoneAndNoneForWhatMayNot(t *testing.T) {
	v := visit(t, demonstration(t))
	v.begin("/d/fi/?as-of=2022-06-21", "sg")
	opened := map[string]bool{}
	for _, seat := range []string{"sg", "fi", "tr", "hu"} {
		v.get("/d/fi/")
		v.sit(seat)
		for _, place := range []string{"/d/fi/act/", "/act/"} {
			v.get(place)
			offered := map[string]bool{}
			for _, a := range all(v.page, "a") {
				if kind, ok := strings.CutPrefix(attr(a, "href"), place); ok && kind != "" && kind != "others" {
					kind, _, _ = strings.Cut(kind, "?")
					offered[kind] = true
				}
			}
			for kind := range strings.FieldsSeq(everyKind) {
				v.take(v.client.Get(v.base + place + kind))
				want := http.StatusForbidden
				if offered[kind] {
					want, opened[kind] = http.StatusOK, true
				}
				if v.code != want {
					t.Errorf("%s%s for %s = %d, want %d", place, kind, seat, v.code, want)
				}
				if m := regexp.MustCompile(`(ask|hint|more|item|do|wrong)\.[a-z_.-]+[a-z]`).FindString(v.text); m != "" {
					t.Errorf("%s%s for %s shows the key %q", place, kind, seat, m)
				}
			}
		}
	}
	if len(opened) < 20 {
		t.Errorf("%d kinds of form were opened: %v", len(opened), fmt.Sprint(opened))
	}
}

const everyKind = "apply put extend position reserve object concern demand commit memorandum measure assess withdraw propose talks statement sign approve deposit domestic count close recuse suspend reinstate expel leave admit"

func TestADraftIsTabledClauseByClauseAndAnsweredByEachParty(t *testing.T) {
	v := visit(t, demonstration(t))
	v.begin("/d/fi/?as-of=2022-06-21", "sg")
	v.get("/d/fi/act/propose")
	v.press("Add a clause", url.Values{"text": {"Draft memorandum"}})
	v.press("Read it over", url.Values{
		"parties": {"fi", "tr"}, "clauses.0.clause": {"4"}, "clauses.0.text": {"Finland gives no support to the PKK [and the YPG]."},
		"clauses.0.by": {"fi"}, "clauses.0.answers": {"pkk", "ypg"},
	})
	v.says("You are about to record for")
	v.press("Record it for", nil)
	v.says("It is recorded")
	v.sit("fi")
	v.get("/d/fi/act/react")
	f, _ := v.form("Read it over")
	about := ""
	for _, n := range all(f, "input") {
		if attr(n, "name") == "of" {
			about = attr(n, "value")
		}
	}
	draft, _, _ := strings.Cut(about, "/")
	v.act("/d/fi/act/react", url.Values{"of": {about}, "answer": {"amend"}, "words": {"Finland gives no support to the PKK."}, "reason": {"One name is enough."}})
	v.get("/d/fi/texts/" + draft + "/")
	v.says("One clause on the table", "in dispute", "Finland would have", "Türkiye has yet to speak", "One name is enough.")
	v.sit("tr")
	v.act("/d/fi/act/react", url.Values{"of": {about}, "answer": {"refuse"}})
	v.get("/d/fi/texts/" + draft + "/")
	v.says("Türkiye refuses")
}
