package view

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/internal/search"

	"accede/internal/view/words"
)

// SearchDocs answers the words of the entries behind one, up to another, as everybody may read them: what is written in
// each, and what it says in every language of the readers, who open nothing that is sealed.
func SearchDocs(d *dossier.Docket, after, upTo int64, readers []*words.Reader) []search.Doc {
	set := SettingOf(d)
	var all []search.Doc
	for _, id := range d.Dossiers() {
		for _, l := range d.LinesBetween(id, after, upTo) {
			all = append(all, search.Doc{Seq: l.Seq, Dossier: id, Tokens: search.Tokens(strings.Join(linesTexts(set, l, readers), "\n"))})
		}
	}
	return all
}

// linesTexts answers all that a line says: in the words of each reader, and as it was filed.
func linesTexts(set Setting, l dossier.Line, readers []*words.Reader) []string {
	var all []string
	for _, r := range readers {
		all = append(all, logLine(set, l, r).Text)
	}
	return append(all, filedTexts(l)...)
}

// filedTexts answers the texts of an act, each once, in the order of its bytes: no seals and no marks of the record.
func filedTexts(l dossier.Line) []string {
	if l.Act == nil {
		return nil
	}
	data, err := l.Act.Marshal()
	if err != nil {
		return nil // it is in the record, so it can be written
	}
	var whole map[string]any
	if err := json.Unmarshal(data, &whole); err != nil {
		return nil
	}
	for _, mark := range []string{"accede", "body", "charter", "nonce", "seen_root", "seen_size", "kind"} {
		delete(whole, mark)
	}
	var all []string
	gather(whole, &all)
	return all
}

func gather(v any, all *[]string) {
	switch v := v.(type) {
	case string:
		if v != "" && !slices.Contains(*all, v) {
			*all = append(*all, v)
		}
	case []any:
		for _, x := range v {
			gather(x, all)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if key == act.SealedTag || key == "seal" || key == "public" {
				continue
			}
			gather(v[key], all)
		}
	}
}

// SealedHits answers the entries that hold what is looked for together with sealed words that a reader may open, in the
// order of an index: the latest first. No more than the newest of them are looked at.
func SealedHits(d *dossier.Docket, q search.Query, id string, readers []*words.Reader, r *words.Reader) []search.Hit {
	opened := map[int64][]string{}
	enclosed := d.Enclosures()
	for _, e := range enclosed[max(0, len(enclosed)-maxOpened):] {
		if e.Media != "" || e.Redacted != 0 {
			continue
		}
		texts, _ := r.Open(e.Seal)
		for _, tag := range slices.Sorted(maps.Keys(texts)) {
			opened[e.Seq] = append(opened[e.Seq], texts[tag])
		}
	}
	if len(opened) == 0 {
		return nil
	}
	set := SettingOf(d)
	var all []search.Hit
	for _, of := range d.Dossiers() {
		if id != "" && of != id {
			continue
		}
		for _, l := range d.Lines(of) {
			if texts := opened[l.Seq]; len(texts) > 0 && q.In(search.Tokens(strings.Join(append(linesTexts(set, l, readers), texts...), "\n"))) {
				all = append(all, search.Hit{Seq: l.Seq, Dossier: of})
			}
		}
	}
	return all
}

// maxOpened is how many sealed texts are opened for one search: the newest.
const maxOpened = 2000

// FoundEntry is an entry in which something was found.
type FoundEntry struct {
	Dossier string  `json:"dossier"`
	Title   string  `json:"title"` // of the dossier
	Seq     int64   `json:"seq"`
	Day     string  `json:"day"`
	When    string  `json:"when"`
	Text    string  `json:"text"`             // what the entry says, in the reader's words
	Where   string  `json:"where,omitempty"`  // the words around what was found, as they were filed; empty where the text has them
	Refers  bool    `json:"refers,omitempty"` // where is the text of something that the entry refers to by its id
	Path    string  `json:"path"`
	Mark    Mark    `json:"-"`
	Says    []Piece `json:"-"` // the text, in pieces
	Around  []Piece `json:"-"` // the words around, in pieces
}

// SearchAnswer is what was looked for and what was found, for programs.
type SearchAnswer struct {
	Query  string       `json:"query"`
	Found  []FoundEntry `json:"found"`
	More   bool         `json:"more"`   // there is more than was asked for
	Behind int64        `json:"behind"` // how many of the latest entries were not looked through yet
}

// Piece is a part of a text: found, or not.
type Piece struct {
	Text  string
	Found bool
}

// NewFound answers what was found, of the hits that stand in the record as it was folded.
func NewFound(d *dossier.Docket, q search.Query, hits []search.Hit, r *words.Reader) []FoundEntry {
	set := SettingOf(d)
	all := []FoundEntry{}
	for _, h := range hits {
		lines := d.Lines(h.Dossier)
		i := slices.IndexFunc(lines, func(l dossier.Line) bool { return l.Seq == h.Seq })
		if i < 0 {
			continue
		}
		s, err := d.Standing(h.Dossier, d.At())
		if err != nil {
			continue // it has lines, so it is there
		}
		said := logLine(set, lines[i], r)
		f := FoundEntry{
			Dossier: h.Dossier, Title: set.title(s, r), Seq: h.Seq, Day: said.Day, When: said.When, Text: said.Text, Mark: said.Mark,
			Path: "/d/" + h.Dossier + "/record/" + strconv.FormatInt(h.Seq, 10) + "/", Says: pieces(said.Text, q),
		}
		if !q.In(search.Tokens(said.Text)) {
			f.Where, f.Refers = around(lines[i], d, q, r, referred(set, s, r))
			f.Around = pieces(f.Where, q)
		}
		all = append(all, f)
	}
	return all
}

// referred answers the text of what an entry can refer to by an id: what hangs in the dossier, or a party; empty for
// anything else.
func referred(set Setting, st dossier.Standing, r *words.Reader) func(id string) string {
	all := things(st)
	return func(id string) string {
		if text, ok := all[id]; ok {
			return filed(text, r).Text
		}
		if _, ok := set.body.Party(body.MemberID(id)); ok {
			return set.Name(body.MemberID(id), r)
		}
		return ""
	}
}

// around answers the words around the most that was found in what was filed, or in what the reader may open of it; where that
// is an id, which says nothing to a reader, the text of what it stands for.
func around(l dossier.Line, d *dossier.Docket, q search.Query, r *words.Reader, means func(id string) string) (where string, refers bool) {
	texts := filedTexts(l)
	for _, e := range d.Enclosures() {
		if e.Seq == l.Seq && e.Media == "" {
			opened, _ := r.Open(e.Seal)
			for _, tag := range slices.Sorted(maps.Keys(opened)) {
				texts = append(texts, opened[tag])
			}
		}
	}
	best, most, refers := "", 0, false
	for _, text := range texts {
		n := 0
		for _, p := range q.Phrases {
			if (search.Query{Phrases: []search.Phrase{p}}).In(search.Tokens(text)) {
				n++
			}
		}
		if n == 0 || n < most {
			continue
		}
		meant := means(text)
		if n > most || refers && meant == "" { // what was written goes before what it refers to
			best, most, refers = text, n, meant != ""
			if refers {
				best = meant
			}
		}
	}
	return cutAround(best, q), refers
}

// aroundLen is how many letters are shown on each side of what was found.
const aroundLen = 110

func cutAround(text string, q search.Query) string {
	letters, from := []rune(text), 0
	at := 0
	for _, p := range pieces(text, q) {
		if p.Found {
			from = at
			break
		}
		at += len([]rune(p.Text))
	}
	begin, end := max(0, from-aroundLen), min(len(letters), from+aroundLen)
	for begin > 0 && begin < from && !unicode.IsSpace(letters[begin-1]) {
		begin++
	}
	for end < len(letters) && end > from && !unicode.IsSpace(letters[end]) {
		end--
	}
	cut := string(letters[begin:end])
	if begin > 0 {
		cut = "… " + cut
	}
	if end < len(letters) {
		cut += " …"
	}
	return cut
}

// pieces parts a text at the words that were looked for.
func pieces(text string, q search.Query) []Piece {
	var all []Piece
	add := func(s string, found bool) {
		if s == "" {
			return
		}
		if n := len(all); n > 0 && all[n-1].Found == found {
			all[n-1].Text += s
			return
		}
		all = append(all, Piece{s, found})
	}
	begin := 0
	inWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.M, r) }
	for begin < len(text) {
		end := strings.IndexFunc(text[begin:], func(r rune) bool { return !inWord(r) })
		if end < 0 {
			end = len(text) - begin
		}
		add(text[begin:begin+end], sought(text[begin:begin+end], q))
		begin += end
		next := strings.IndexFunc(text[begin:], inWord)
		if next < 0 {
			next = len(text) - begin
		}
		add(text[begin:begin+next], false)
		begin += next
	}
	return all
}

// sought says whether a word is one of those that were looked for.
func sought(word string, q search.Query) bool {
	tokens := search.Tokens(word)
	for _, p := range q.Phrases {
		for i, want := range p.Tokens {
			open := !p.Whole && i == len(p.Tokens)-1
			if slices.ContainsFunc(tokens, func(t string) bool { return t == want || open && strings.HasPrefix(t, want) }) {
				return true
			}
		}
	}
	return false
}
