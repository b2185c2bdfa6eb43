package web

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"accede/act"
	"accede/body"
	"accede/dossier"

	"accede/internal/view"
	"accede/internal/view/words"
)

// leak is a run of visible text that is neither a word of the catalogue nor anything that is the same in every language.
type leak struct{ where, text string }

// leaks finds what a page in the pseudo language says in plain English. Words of the catalogue are marked there, each by
// its letters and by the tildes that lengthen it. Text under a language of its own is filed text, and was said so.
func leaks(page string, same sameWords) []leak {
	doc, err := html.ParseWithOptions(strings.NewReader(page), html.ParseOptionEnableScripting(false))
	if err != nil {
		return []leak{{"the page", err.Error()}}
	}
	var found []leak
	see := func(where, text string) {
		if plainWords(text) == "" {
			return // the usual case, and cheaper to tell
		}
		if plain := plainWords(same.out(where, text)); plain != "" {
			found = append(found, leak{where, plain + " in " + strings.Join(strings.Fields(text), " ")})
		}
	}
	var walk func(n *html.Node, within string)
	walk = func(n *html.Node, within string) {
		if n.Type == html.TextNode {
			see(within, n.Data)
			return
		}
		if n.Type == html.ElementNode {
			if unseen(n) {
				return
			}
			within = n.Data + classOf(n)
			for _, a := range n.Attr {
				if spoken(n, a) {
					see(within+" "+a.Key, a.Val)
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, within)
		}
	}
	walk(doc, "")
	return found
}

// unseen says whether what an element holds is not read on the page, or is in a language that it says itself.
func unseen(n *html.Node) bool {
	switch n.Data {
	case "script", "style", "code", "pre", "textarea":
		return true // programs, bytes and what the reader typed
	}
	for _, a := range n.Attr {
		if a.Key == "lang" && n.Data != "html" {
			return true
		}
	}
	return false
}

// spoken says whether an attribute is read out or shown.
func spoken(n *html.Node, a html.Attribute) bool {
	switch a.Key {
	case "aria-label", "title", "alt", "placeholder", "data-said":
		return true
	case "value":
		return n.Data == "input" && slices.ContainsFunc(n.Attr, func(x html.Attribute) bool { return x.Key == "type" && x.Val == "submit" })
	}
	return false
}

func classOf(n *html.Node) string {
	for _, a := range n.Attr {
		if a.Key == "class" && a.Val != "" {
			return "." + strings.ReplaceAll(a.Val, " ", ".")
		}
	}
	return ""
}

// aWord is what may be a word: two letters or more. A word of the catalogue has letters in disguise; the few that have no
// letter to disguise, such as MB, are lengthened all the same.
var (
	aWord     = regexp.MustCompile(`\p{L}{2,}~?`)
	disguised = regexp.MustCompile(`[åçðéĝïķļñöŕšţûýžÅÇÐÉĜÎÑÖŔŠŢÛÝŽ]`)
)

// plainWords answers the words of a text that nobody marked.
func plainWords(text string) string {
	var plain []string
	for _, w := range aWord.FindAllString(text, -1) {
		if !disguised.MatchString(w) && !strings.HasSuffix(w, "~") {
			plain = append(plain, w)
		}
	}
	return strings.Join(plain, " ")
}

// sameWords is what stands on the pages of a record in every language alike. It is the whole list of what is allowed.
type sameWords struct {
	names  *regexp.Regexp // what is called so in every language, and what was filed without a language
	quoted *regexp.Regexp // filed text in quotation marks inside a sentence of the page
	filed  *regexp.Regexp // filed text in a place that cannot say its language: a title, a drawing
	codes  *regexp.Regexp // hashes, addresses, references of articles
}

// out takes it out of a text.
func (s sameWords) out(where, text string) string {
	text = s.quoted.ReplaceAllString(text, " · ")
	switch element, _, _ := strings.Cut(where, "."); {
	case element == "title", element == "text", element == "option", strings.HasSuffix(where, " title"):
		text = s.filed.ReplaceAllString(text, " · ")
		if cut, shortened := strings.CutSuffix(text, "…"); shortened && strings.Contains(s.names.String(), regexp.QuoteMeta(cut)) {
			text = ""
		}
	}
	text = s.codes.ReplaceAllString(text, " · ")
	for range 2 { // names that stand side by side share what is between them
		text = s.names.ReplaceAllString(text, "$1 · $3")
	}
	return text
}

// everywhere answers what is the same in every language on the pages of a record.
func everywhere(m *memory, t testing.TB) sameWords {
	t.Helper()
	d, _, err := m.Docket(t.Context(), today)
	if err != nil {
		t.Fatal(err)
	}
	c := d.Charter()
	var names, filed []string
	add := func(texts ...string) { names = append(names, texts...) }
	name := func(id body.MemberID, n body.Names) { add(string(id), n.In("en"), strings.ToUpper(string(id))) }
	add(c.Body, c.Name.In("en"), c.TimeZone, "Accede")
	add("nobody", "June") // what the address asked for, told back
	for _, x := range c.Rules {
		add(x.ID)
		add(x.Law...)
	}
	for i, x := range c.Procedures.Values {
		add(c.Procedures.Keys[i], x.Name.In("en"))
		add(x.Law...)
		for _, st := range x.Stages {
			add(st.Law...)
		}
	}
	for _, w := range c.Weights {
		add(w.ID, w.Unit)
	}
	for _, o := range []*body.Office{c.Chair, c.Secretary} {
		if o != nil {
			name(o.ID, o.Name)
		}
	}
	for _, p := range c.Parties {
		name(p.ID, p.Name)
	}
	for _, x := range slices.Concat(c.Members, c.Applicants) {
		name(x.ID, x.Name)
		add(x.Code, view.SettingOf(d).Code(x.ID))
		for _, f := range x.Formerly {
			add(f.Name)
		}
	}
	for _, s := range c.Sources.Values {
		add(s.Title, s.Publisher)
	}
	for _, id := range d.Dossiers() {
		for _, l := range d.Lines(id) {
			if l.Act == nil {
				continue
			}
			data, err := l.Act.Marshal()
			if err != nil {
				t.Fatal(err)
			}
			var v any
			if err := json.Unmarshal(data, &v); err != nil {
				t.Fatal(err)
			}
			own, texts := unlanguaged("", v)
			add(own...)
			filed = append(filed, texts...)
		}
	}
	add("English", "Français", "Türkçe", "Svenska", "Suomi") // languages call themselves by their own names
	text := either(filed)
	return sameWords{
		names:  regexp.MustCompile(`(^|[^\p{L}])(` + either(names) + `)($|[^\p{L}])`),
		quoted: regexp.MustCompile(`“(` + text + `)”`),
		filed:  regexp.MustCompile(text),
		codes:  regexp.MustCompile(`\b[0-9a-f]{4}( [0-9a-f]{4})+\b|[0-9A-Za-z+/]{40,}=*`),
	}
}

// either answers a pattern for any of several texts, the longest first.
func either(all []string) string {
	all = slices.DeleteFunc(slices.Clone(all), func(s string) bool { return s == "" })
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
	for i, s := range all {
		all[i] = regexp.QuoteMeta(s)
	}
	return strings.Join(slices.Compact(all), "|")
}

// unlanguaged answers the texts of an act that are filed without a language, such as ids, places, roles and remarks, and
// the titles that serve as names; and beside them the texts that are filed in languages.
func unlanguaged(key string, v any) (names, filed []string) {
	more := func(n, f []string) { names, filed = append(names, n...), append(filed, f...) }
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			more(unlanguaged(k, x))
		}
		for _, tag := range []string{"en", "fr"} {
			en, ok := v[tag].(string)
			if !ok {
				continue
			}
			filed = append(filed, en)
			if key == "title" || key == "name" || key == "subject" {
				names = append(names, en)
			}
		}
	case []any:
		for _, x := range v {
			more(unlanguaged(key, x))
		}
	case string:
		switch key {
		case "id", "key", "publisher", "title", "speaker", "role", "place", "note", "also", "stance", "organ", "url", "next", "agreed", "from", "name", "signed_by", "person":
			names = append(names, v)
		}
	}
	return names, filed
}

func pseudoOf(t testing.TB, src Source, o Options) http.Handler {
	t.Helper()
	o.Pseudo = true
	h, err := New(src, o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// inPseudo answers an address in the pseudo language, which marks every word of the catalogue.
func inPseudo(path string) string {
	path, _, _ = strings.Cut(path, "#")
	if strings.Contains(path, "?") {
		return path + "&lang=en-XA"
	}
	return path + "?lang=en-XA"
}

// leakFinder tells each leak once, with the first page that has it.
type leakFinder struct {
	t    *testing.T
	seen map[leak]bool
}

func (f leakFinder) look(name, page string, same sameWords) {
	f.t.Helper()
	for _, l := range leaks(page, same) {
		if !f.seen[l] {
			f.seen[l] = true
			f.t.Errorf("%s, %s: %s", name, l.where, l.text)
		}
	}
}

func TestNoPageSaysWordsThatAreNotInTheCatalogue(t *testing.T) {
	f := leakFinder{t, map[leak]bool{}}
	m := nato(t)
	h, same := pseudoOf(t, m, Options{Archive: m}), everywhere(m, t)
	for _, path := range everyPage() {
		path, _, _ = strings.Cut(path, "?q=") // words that were looked for break the filed text they stand in
		f.look(path, get(t, h, inPseudo(path)).Body.String(), same)
	}
	type spoken struct {
		h    http.Handler
		same sameWords
	}
	records := map[uintptr]spoken{}
	for _, p := range pages() {
		of := reflect.ValueOf(p.src).Pointer()
		x, ok := records[of]
		if !ok {
			m := p.src(t)
			x = spoken{pseudoOf(t, m, Options{}), everywhere(m, t)}
			records[of] = x
		}
		f.look(p.path, get(t, x.h, inPseudo(p.path)).Body.String(), x.same)
	}
}

func TestNoFormSaysWordsThatAreNotInTheCatalogue(t *testing.T) {
	f := leakFinder{t, map[leak]bool{}}
	for _, seat := range []body.MemberID{"fi", "tr", "sg", "hu"} {
		b := benchOn(t, seat)
		h, same := pseudoOf(t, b, Options{Rehearsals: onlyRoom{b}}), everywhere(b.memory, t)
		visit := func(method, path string, form url.Values) string {
			r := httptest.NewRequest(method, inPseudo(path), strings.NewReader(form.Encode()))
			if method == http.MethodPost {
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			}
			r.AddCookie(&http.Cookie{Name: rehearsalCookie, Value: "one"})
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			return w.Body.String()
		}
		f.look("menu of "+string(seat), visit(http.MethodGet, "/d/fi/act/", nil), same)
		for _, kind := range act.Kinds() {
			path := "/d/fi/act/" + string(kind)
			page := visit(http.MethodGet, path, nil)
			f.look(string(seat)+" "+path, page, same)
			if id := formID.FindStringSubmatch(page); id != nil {
				form := url.Values{"id": {id[1]}, "seat": {string(seat)}, "date": {"2022-06-31"}, "lang": {"en"}, "do": {"review"}}
				f.look(string(seat)+" wrong "+path, visit(http.MethodPost, path, form), same)
			}
		}
	}
}

var formID = regexp.MustCompile(`name="id" value="([^"]+)"`)

func TestNoReviewOrReceiptSaysWordsThatAreNotInTheCatalogue(t *testing.T) {
	f := leakFinder{t, map[leak]bool{}}
	b := benchOn(t, "hu")
	h, same := pseudoOf(t, b, Options{Seats: b}), everywhere(b.memory, t)
	id := formID.FindStringSubmatch(get(t, h, inPseudo("/d/fi/act/position")).Body.String())
	form := url.Values{"id": {id[1]}, "seat": {"hu"}, "ballot": {"for"}, "date": {"2022-06-21"}, "lang": {"en"}, "do": {"review"}}
	f.look("review", post(t, h, inPseudo("/d/fi/act/position"), form).Body.String(), same)
	form.Set("do", "confirm")
	w := post(t, h, inPseudo("/d/fi/act/position"), form)
	f.look("receipt", get(t, h, inPseudo(w.Header().Get("Location"))).Body.String(), same)
}

func TestPlainWordsOnAPageAreCaught(t *testing.T) {
	m := nato(t)
	same := everywhere(m, t)
	const page = `<html lang="en-XA"><title>Plain</title><p class="x">Ţhé~~ plain</p><p lang="en">filed</p><bdi>Türkiye 12</bdi>` +
		`<img alt="seen"><code>skipped</code><button value="sent">Šéñð~~</button><p>šåýš~~ “End support for the PKK.”</p>`
	got := leaks(page, same)
	want := []leak{{"title", "Plain in Plain"}, {"p.x", "plain in Ţhé~~ plain"}, {"img alt", "seen in seen"}}
	if !slices.Equal(got, want) {
		t.Errorf("leaks = %q, want %q", got, want)
	}
}

// Whoever reads French is refused in French, with the day as French writes it.
func TestARefusalIsToldInTheReadersLanguage(t *testing.T) {
	m := nato(t)
	d, _, err := m.Docket(t.Context(), today)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := words.LoadPseudo()
	if err != nil {
		t.Fatal(err)
	}
	no := dossier.Refuse("object-stage-closed", "invitation", "2022-06-29")
	no.Dossier = "fi"
	for tag, want := range map[string]string{
		"en": "Too late: the stage “Invitation” was closed on 29 June 2022; an objection can be made in a later stage",
		"fr": "Trop tard : l’étape « Invitation » a été close le 29 juin 2022 ; une objection peut être faite à une étape ultérieure",
		"tr": "Çok geç: “Davet” aşaması 29 Haziran 2022 tarihinde kapandı; daha sonraki bir aşamada itiraz edilebilir",
		"sv": "För sent: skedet ”Inbjudan” avslutades den 29 juni 2022; en invändning kan göras i ett senare skede",
		"fi": "Liian myöhään: vaihe ”Kutsu” päätettiin 29. kesäkuuta 2022; vastalauseen voi esittää myöhemmässä vaiheessa",
	} {
		r, ok := catalogue.In(tag)
		if !ok {
			t.Fatalf("there is no language %s", tag)
		}
		p, code, known := problemOf(frame{Reader: r}, d, "x", no)
		var page strings.Builder
		if err := problems(frame{Reader: r}, []view.Problem{p}).Render(t.Context(), &page); err != nil {
			t.Fatal(err)
		}
		if got := wordsOf(page.String()); code != http.StatusUnprocessableEntity || !known || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q in it", tag, got, want)
		}
	}
	r, _ := catalogue.In("en-XA")
	p, _, _ := problemOf(frame{Reader: r}, d, "x", no)
	var page strings.Builder
	if err := problems(frame{Reader: r}, []view.Problem{p}).Render(t.Context(), &page); err != nil {
		t.Fatal(err)
	}
	if found := leaks(page.String(), everywhere(m, t)); len(found) > 0 {
		t.Errorf("a refusal says words that are not in the catalogue: %q", found)
	}
}
