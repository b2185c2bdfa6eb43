package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/html"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/dossier"
	"accede/form"
	"accede/internal/depositary"
	"accede/internal/store/sqlite"
)

// hostileText is every payload in one text, with what calendars, tables and letters could take for a line of theirs.
func hostileText() string {
	all := slices.DeleteFunc(payloads(), func(p string) bool { return strings.Contains(p, "\u2028") }) // refused in every act
	return strings.Join(append(all, `=cmd|'/c hit'!A1`, `]]><hit/>`, `BEGIN:VEVENT`, `Bcc: hit@example.org`, `\"},{"hit":1`), " ")
}

// freeText calls do for every text that whoever acts may write as it likes, in one value of the language of acts and all that
// is in it: what is in some language, and texts that are no ids, hashes, addresses or words of a list.
func freeText(v reflect.Value, path string, do func(path string, field reflect.Value)) {
	switch {
	case v.Type() == reflect.TypeFor[body.Names]():
		do(path, v)
		return
	case v.Kind() == reflect.Pointer && v.Type().Elem() == reflect.TypeFor[act.Person](), v.Kind() == reflect.Pointer && v.Type().Elem() == reflect.TypeFor[act.Paper]():
		if !v.IsNil() {
			freeText(v.Elem(), path, do)
		} else {
			freeText(reflect.New(v.Type().Elem()).Elem(), path, func(p string, _ reflect.Value) { do(p, reflect.Value{}) }) // not there to be filled
		}
		return
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		for i := range v.Len() {
			freeText(v.Index(i), path, do)
		}
		if v.Len() == 0 {
			freeText(reflect.New(v.Type().Elem()).Elem(), path, func(p string, _ reflect.Value) { do(p, reflect.Value{}) })
		}
		return
	case v.Kind() != reflect.Struct || v.Type().PkgPath() != reflect.TypeFor[act.Act]().PkgPath():
		return
	}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("form"), ",")
		if name == "" || name == "-" {
			continue
		}
		inner := strings.TrimPrefix(path+"."+name, ".")
		switch plain := f.Tag.Get("is") == "" && f.Tag.Get("enum") == ""; {
		case f.Type == reflect.TypeFor[string]() && plain, f.Type == reflect.TypeFor[[]string]() && plain:
			do(inner, v.Field(i))
		default:
			freeText(v.Field(i), inner, do)
		}
	}
}

// notFree are texts that are left out, and why: they have a language of their own, in which nothing hostile can be said.
func notFree() map[string]string {
	return map[string]string{
		"apply proposed":  "a charter, read as one",
		"reserve if":      "a condition, read as one",
		"redact reason":   "nothing is enclosed in the play; it is shown as the reason of every other act is",
		"enrol key.rp_id": "the name of a site", "rotate key.rp_id": "the name of a site", "recover key.rp_id": "the name of a site",
	}
}

// poison fills every free text of an act, and answers which it has filled.
func poison(a *act.Act) map[string]bool {
	filled := map[string]bool{}
	kind := string(a.Do.Kind())
	fill := func(path string, v reflect.Value) {
		key := kind + " " + path
		if _, ok := notFree()[key]; ok || !v.IsValid() || !v.CanSet() {
			return
		}
		text := hostileText() + " " + key
		if a.Do.Kind() == act.KindPropose || a.Do.Kind() == act.KindReact {
			text = strings.ReplaceAll(text, "]]", "") // brackets of drafts stand in pairs
		}
		switch {
		case v.Type() == reflect.TypeFor[body.Names]():
			v.Set(reflect.ValueOf(body.Names{"en": text, "tr": text}))
		case v.Kind() == reflect.Slice:
			v.Set(reflect.ValueOf([]string{text}))
		default:
			v.SetString(text)
		}
		filled[key] = true
	}
	freeText(reflect.ValueOf(a).Elem(), "", fill)
	freeText(reflect.ValueOf(a.Do).Elem(), "", fill)
	return filled
}

// wantFilled answers every free text of every kind of act there is.
func wantFilled() map[string]bool {
	all := map[string]bool{}
	for _, do := range act.Deeds() {
		note := func(path string, _ reflect.Value) { all[string(do.Kind())+" "+path] = true }
		freeText(reflect.ValueOf(do).Elem(), "", note)
	}
	for key := range notFree() {
		delete(all, key)
	}
	return all
}

const hostileCharter = `accede: charter/1
body: quay
name: {en: TEXT quay}
about: {en: TEXT about}
time_zone: Europe/Brussels
keeping: official
redaction: [author]
chair: {id: chair, name: {en: TEXT chair}, mediates: true}
members:
  - {id: a, name: {en: TEXT one}}
  - {id: b, name: {en: TEXT two}}
  - {id: c, name: {en: TEXT three}}
applicants:
  - {id: x, name: {en: TEXT four}}
procedures:
  accession:
    name: {en: TEXT accession}
    stages:
      - {id: application, act: apply, name: {en: TEXT application}}
      - {id: invitation, rule: none of members are against, silence: {pending_counts_as: for}, objection: required to be against, name: {en: TEXT invitation}}
      - {id: signature, each: members, act: sign}
      - {id: ratification, each: members, steps: [approve, deposit]}
      - {id: accession, act: deposit, by: applicant, effect: {joins: members}}
  vote:
    stages:
      - {id: application, act: apply}
      - {id: ballot, rule: at least half of members voting are for, votes: counted}
`

func quoted(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, `\`, `\\`), `"`, `\"`)
}

// hostileRecord founds a record in which every kind of act stands with every text it can have, each of them hostile. Nobody
// has to sign in it. It answers the texts that were filled, and the letters that were sent meanwhile.
func hostileRecord(t *testing.T, dir string) (texts map[string]bool, letters [][]byte) {
	t.Helper()
	charter := regexp.MustCompile(`TEXT (\w+)`).ReplaceAllStringFunc(hostileCharter, func(s string) string {
		return `"` + quoted(hostileText()) + " " + strings.TrimPrefix(s, "TEXT ") + `"`
	})
	keys := []act.Key{}
	for _, k := range [][2]string{{"chair-1", "chair"}, {"a-1", "a"}, {"b-1", "b"}} {
		keys = append(keys, keyNamed(k[0], body.MemberID(k[1]), byte(len(keys)+1)))
	}
	log, err := sqlite.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	signer, public, err := newHost(dir, "accede/quay")
	if err != nil {
		t.Fatal(err)
	}
	f := dossier.Founding{Charter: charter, Host: public, Made: "test", Keys: keys, Rehearsal: true}
	if _, err := depositary.Found(t.Context(), log, f, signer, worldsClock.AddDate(0, -2, 0)); err != nil {
		t.Fatal(err)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	s := quietSession(t)
	now := worldsClock.AddDate(0, -1, 0)
	var told atomic.Int64 // what the clock says while others ask it
	set := func(at time.Time) { now = at; told.Store(at.UnixNano()) }
	set(now)
	s.clock = func() time.Time { return time.Unix(0, told.Load()).In(worldsClock.Location()) }
	o, err := s.openOffice(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	filled := map[string]bool{}
	bag, deliver := lettersOf(t, o, dir)
	deliver(now) // they begin here
	n := 0
	for _, p := range hostilePlay(now) {
		n++
		set(now.Add(time.Hour))
		a := p
		a.Body, a.Date = "quay", form.Instant{At: now.UTC().Truncate(time.Second)}
		if a.ID == "" {
			a.ID = fmt.Sprintf("%s-%s-%d", a.By, a.Do.Kind(), n)
		}
		a.Sources = []act.Source{{Key: "press", URL: "https://example.org/?q=%22%3E%3Cscript%3Ewindow.hit=1%3C/script%3E"}}
		written := poison(&a)
		data, err := a.Marshal()
		if err == nil {
			_, err = o.Submit(t.Context(), data)
		}
		if err != nil {
			t.Errorf("act %d, %s by %s: %.300v", n, a.Do.Kind(), a.By, err)
			continue
		}
		maps.Copy(filled, written)
		deliver(now)
	}
	return filled, bag.letters
}

func keyNamed(id string, member body.MemberID, seed byte) act.Key {
	public := publicOfNobody()
	public[0] ^= seed
	return act.Key{ID: id, Member: member, Holder: id, Acts: []string{body.AnyAct}, Alg: "ed25519", Public: signature.Encode(public)}
}

// injectedInto answers what in an answer is more than text; nothing where all of it is. It looks as a program does that reads
// what was sent: at elements and attributes of pages, at elements of drawings and feeds, at the lines of calendars.
func injectedInto(media string, data []byte) string {
	kind, _, _ := mime.ParseMediaType(media)
	switch kind {
	case "text/html":
		return injectedPage(data)
	case "image/svg+xml", "application/atom+xml", "application/xml", "application/akn+xml", "text/xml":
		return injectedXML(data)
	case "text/calendar":
		return injectedLines(data, "BEGIN:", []string{"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VALARM"})
	case "application/json", "application/problem+json":
		var whole json.RawMessage // a browser is told what it is, and sniffs nothing
		if err := json.Unmarshal(data, &whole); err != nil {
			return "no JSON any more: " + err.Error()
		}
		if bytes.Contains(data, []byte(`"hit":1`)) {
			return "a key of a text's making"
		}
	case "text/csv":
		for line := range bytes.Lines(data) {
			if bytes.HasPrefix(line, []byte("=")) || bytes.Contains(line, []byte(",=cmd")) {
				return "a cell that a table works out: " + string(line[:min(80, len(line))])
			}
		}
	}
	return ""
}

func injectedPage(data []byte) string {
	z := html.NewTokenizer(bytes.NewReader(data))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := z.Token()
			attrs := map[string]string{}
			for _, a := range tag.Attr {
				attrs[a.Key] = a.Val
			}
			for key, value := range attrs {
				if strings.HasPrefix(key, "on") || strings.HasPrefix(strings.TrimSpace(strings.ToLower(value)), "javascript:") && (key == "href" || key == "src" || key == "action") || key == "srcdoc" {
					return tag.String()
				}
			}
			_, named := attrs["src"]
			if slices.Contains([]string{"iframe", "img", "animate", "math", "object", "embed", "base", "style", "mglyph", "hit"}, tag.Data) || tag.Data == "script" && (!named || !strings.HasPrefix(attrs["src"], "/static/") && !strings.HasPrefix(attrs["src"], "/check/")) {
				return tag.String()
			}
		case html.TextToken, html.EndTagToken, html.CommentToken, html.DoctypeToken:
		}
	}
}

func injectedXML(data []byte) string {
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return ""
		}
		if err != nil {
			return "no XML any more: " + err.Error()
		}
		if e, ok := token.(xml.StartElement); ok {
			name := strings.ToLower(e.Name.Local)
			if name == "script" || name == "hit" || name == "foreignobject" || name == "animate" || name == "iframe" {
				return "<" + e.Name.Local + ">"
			}
			for _, a := range e.Attr {
				if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Value)), "javascript:") {
					return "<" + e.Name.Local + " " + a.Name.Local + ">"
				}
			}
		}
	}
}

// injectedLines looks for lines that begin something of which none is made here.
func injectedLines(data []byte, prefix string, made []string) string {
	begun := map[string]int{}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		if what, ok := strings.CutPrefix(line, prefix); ok {
			if !slices.Contains(made, what) {
				return line
			}
			begun[what]++
		}
		if what, ok := strings.CutPrefix(line, "END:"); ok {
			begun[what]--
		}
	}
	for what, n := range begun {
		if n != 0 {
			return fmt.Sprintf("%d of %s begun and not ended", n, what)
		}
	}
	return ""
}

// Attack 17: every text of every kind of act, and of a charter, is hostile; whatever is read of that record, by pages, programs,
// feed readers, calendars, tables, exports, a published copy and letters, has it as text.
func TestAttack17TextOfEveryFieldOfEveryKindOfActStaysTextWhereverItIsRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rec")
	filled, letters := hostileRecord(t, dir)
	var left []string
	for key := range wantFilled() {
		if !filled[key] {
			left = append(left, key)
		}
	}
	freeText(reflect.ValueOf(act.Act{Paper: &act.Paper{}}), "", func(path string, _ reflect.Value) { // of every act
		if !slices.ContainsFunc(slices.Collect(maps.Keys(filled)), func(key string) bool { return strings.HasSuffix(key, " "+path) }) {
			left = append(left, "every act "+path)
		}
	})
	slices.Sort(left)
	if len(left) > 0 {
		t.Errorf("%d of %d texts stand nowhere in the play: %q", len(left), len(wantFilled()), left)
	}
	h := handlerOf(t, dir)
	asked := map[string]bool{}
	byKind := map[string]int{}
	queue := append(everywhere(t, nil), "/api/v1/log?lang=tr")
	for len(queue) > 0 && len(asked) < 3000 {
		path := queue[0]
		queue = queue[1:]
		if asked[path] || strings.Contains(path, "events") || strings.HasPrefix(path, "/live") {
			continue
		}
		asked[path] = true
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		media, data := w.Header().Get("Content-Type"), w.Body.Bytes()
		if w.Code >= 500 {
			t.Errorf("GET %s = %d: %.300s", path, w.Code, data)
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" && w.Code < 300 {
			t.Errorf("GET %s may be sniffed", path)
		}
		if got := injectedInto(media, data); got != "" {
			t.Errorf("GET %s, %s: a text became more than text: %.200s", path, media, got)
		}
		kind, _, _ := strings.Cut(media, ";")
		byKind[kind]++
		if kind == "text/html" && !strings.Contains(path, "as-of=") && !strings.Contains(path, "lang=") {
			queue = append(queue, linksIn(path, data)...)
		}
	}
	for _, kind := range []string{"text/html", "application/json", "application/atom+xml", "text/calendar", "text/csv", "image/svg+xml"} {
		if byKind[kind] == 0 {
			t.Errorf("nothing of %s was read: %v", kind, byKind)
		}
	}
	out := t.TempDir()
	by := []string{"--record", dir}
	at := func(args ...string) {
		var told, wrong bytes.Buffer
		if code := runAt(t.Context(), func() time.Time { return worldsClock }, append(args, by...), strings.NewReader(""), &told, &wrong, func(string) string { return "" }); code != 0 {
			t.Errorf("accede %q = %d: %.400s", args, code, wrong.String())
		}
	}
	at("publish", filepath.Join(out, "site"))
	at("export", "--all", "--format", "popolo", "-o", filepath.Join(out, "popolo.json"))
	at("export", "x", "--format", "csv", "--table", "positions", "-o", filepath.Join(out, "positions.csv"))
	at("export", "x", "--format", "akn", "-o", filepath.Join(out, "minutes.xml"))
	files := 0
	for name, data := range treeOf(t, out) {
		files++
		media := map[string]string{".html": "text/html", ".svg": "image/svg+xml", ".atom": "application/atom+xml", ".xml": "application/xml", ".ics": "text/calendar", ".csv": "text/csv"}[filepath.Ext(name)]
		if got := injectedInto(media, []byte(data)); got != "" {
			t.Errorf("the file %s: a text became more than text: %.200s", name, got)
		}
	}
	hostile := 0
	for _, l := range letters {
		if got := injectedLetter(l); got != "" {
			t.Errorf("in a letter a text became more than text: %.200s\n%.1000s", got, l)
		}
		if bytes.Contains(l, []byte("hit")) {
			hostile++
		}
	}
	if hostile < 10 {
		t.Errorf("%d of %d letters say anything hostile: that proves nothing", hostile, len(letters))
	}
	t.Logf("%d texts of %d kinds of act, read at %d addresses (%v), in %d files and %d letters", len(filled), len(act.Kinds()), len(asked), byKind, files, len(letters))
}

// What looks for a text that has become more can see one: every payload is found where a page has it as it is.
func TestATextThatBecameMoreThanTextIsFound(t *testing.T) {
	for _, p := range payloads() {
		if strings.HasPrefix(p, "{{") || strings.HasPrefix(p, "&lt;") {
			continue // of other makers of pages, and text already
		}
		found := false
		for _, page := range []string{"<p>" + p + "</p>", `<input value="` + p + `">`, "<input value='" + p + "'>", `<a href="` + p + `">x</a>`, "<textarea>" + p + "</textarea>"} {
			found = found || injectedPage([]byte(page)) != ""
		}
		if !found {
			t.Errorf("%q is more than text on a page, and was not found", p)
		}
	}
	for media, data := range map[string]string{
		"image/svg+xml": `<svg><script/></svg>`, "application/atom+xml": `<feed><a href="javascript:x"/></feed>`, "text/xml": `<a>&</a>`, "application/xml": `<x><hit/></x>`,
		"text/calendar": "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\n", "text/csv": "a,b\n=cmd,1\n", "application/json": `[{"hit":1}]`, "application/problem+json": `[{`,
	} {
		if injectedInto(media, []byte(data)) == "" {
			t.Errorf("%s: %q was not found", media, data)
		}
	}
}

// linksIn answers the addresses of this server to which a page leads.
func linksIn(path string, page []byte) []string {
	base, err := url.Parse(path)
	if err != nil {
		return nil
	}
	var all []string
	for _, m := range regexp.MustCompile(` (?:href|src)="([^"#]*)`).FindAllSubmatch(page, -1) {
		u, err := base.Parse(html.UnescapeString(string(m[1])))
		if err == nil && u.Host == "" && u.Scheme == "" && !strings.HasPrefix(u.Path, "/static/") {
			all = append(all, u.RequestURI())
		}
	}
	return all
}
