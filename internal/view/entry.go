package view

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"accede/act"
	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// EntryPage is one entry of the record with all that stands in it.
type EntryPage struct {
	Head     `json:"-"`
	Dossier  string       `json:"dossier"`
	Line     RecordLine   `json:"entry"`
	By       *Party       `json:"-"` // nobody for a notice
	Dossiers []string     `json:"dossiers"`
	PaperSay string       `json:"-"`
	Entered  string       `json:"-"` // when it was registered, in words; empty for what was not
	Fields   []EntryField `json:"-"` // what stands in it beside who, when and whence, texts first
	Prev     int64        `json:"-"` // the entry of the dossier before; 0 for none
	Next     int64        `json:"-"`
}

// EntryField is one thing that stands in an entry: its name, and a text or more things below it.
type EntryField struct {
	Name string
	Text []words.Filed // in each language in which it was filed
	Kids []EntryField
}

// NewEntryPage answers the page of the entry at a position; false where the dossier has none there.
func NewEntryPage(d *dossier.Docket, s dossier.Standing, seq int64, r *words.Reader) (EntryPage, bool, error) {
	set := SettingOf(d)
	lines := d.Lines(s.Dossier)
	at := slices.IndexFunc(lines, func(l dossier.Line) bool { return l.Seq == seq && seq > 0 })
	if at < 0 {
		return EntryPage{}, false, nil
	}
	l := lines[at]
	p := EntryPage{Head: NewHead(set, s, r), Dossier: s.Dossier, Line: recordLine(d, set, l, r), Dossiers: []string{s.Dossier}}
	p.neighbours(lines, at)
	if !l.At.IsZero() {
		p.Entered = r.Moment(l.At.In(set.Zone), zoneCity(set.Charter.TimeZone))
	}
	if l.Act == nil {
		p.Fields = noticeFields(set, l.Notice, r)
		return p, true, nil
	}
	by := set.party(l.Act.By, r)
	p.By, p.Dossiers = &by, l.Act.Dossiers
	if l.Act.Paper != nil {
		p.PaperSay = r.Say("entry.paper.say", words.Args{"who": set.Name(l.Act.Paper.By, r), "from": l.Act.Paper.From})
		if n := d.Confirmed(l.Act.ID); n != 0 {
			p.PaperSay += r.Say("entry.paper.confirmed", words.Args{"n": n})
		}
	}
	var err error
	p.Fields, err = actFields(set, l.Act, r)
	return p, true, err
}

// neighbours finds the entries before and behind; lines that were not entered are passed over.
func (p *EntryPage) neighbours(lines []dossier.Line, at int) {
	for i := at - 1; i >= 0 && p.Prev == 0; i-- {
		p.Prev = lines[i].Seq
	}
	for i := at + 1; i < len(lines) && p.Next == 0; i++ {
		p.Next = lines[i].Seq
	}
}

func noticeFields(set Setting, n *dossier.Notice, r *words.Reader) []EntryField {
	var all []EntryField
	add := func(key, text string) {
		if text != "" {
			all = append(all, EntryField{Name: fieldName(key, r), Text: []words.Filed{{Text: text}}})
		}
	}
	add("stage", spokenStage(set, n, r))
	if n.Member != "" {
		add("member", set.Name(n.Member, r))
	}
	if n.Kind == dossier.NoticeFound || n.Kind == dossier.NoticeSilence {
		add("outcome", r.Say("value."+n.Outcome.String(), nil))
	}
	for _, reason := range n.Reasons {
		said := set.teller(r).reason(reason)
		text := words.Filed{Text: plain(said)}
		if len(said) == 1 {
			text.Lang = said[0].Lang
		}
		all = append(all, EntryField{Name: fieldName("reasons", r), Text: []words.Filed{text}})
	}
	return all
}

// told says whether the head of the page of an act tells a key.
func told(key string) bool {
	switch key {
	case "accede", "act", "body", "id", "by", "date", "dated", "dossiers", "sources", "paper", "note", "enclosed":
		return true
	}
	return false
}

// actFields answers everything in an act that the head of the page does not tell.
func actFields(set Setting, a *act.Act, r *words.Reader) ([]EntryField, error) {
	data, err := a.Marshal()
	if err != nil {
		return nil, fmt.Errorf("lay out the act %s: %w", a.ID, err)
	}
	reader := fieldReader{set: set, r: r, in: json.NewDecoder(bytes.NewReader(data))}
	reader.in.UseNumber()
	if _, err := reader.in.Token(); err != nil {
		return nil, fmt.Errorf("lay out the act %s: %w", a.ID, err)
	}
	all, err := reader.object(true)
	if err != nil {
		return nil, fmt.Errorf("lay out the act %s: %w", a.ID, err)
	}
	return all, nil
}

// fieldReader turns JSON into fields, in order.
type fieldReader struct {
	set Setting
	r   *words.Reader
	in  *json.Decoder
}

// object reads up to the closing brace; at the top, what is told elsewhere is left out. Texts come first.
func (f fieldReader) object(top bool) ([]EntryField, error) {
	var all, rest []EntryField // what is said comes before what is noted about it
	for f.in.More() {
		token, err := f.in.Token()
		if err != nil {
			return nil, err
		}
		key, _ := token.(string)
		some, err := f.value(key)
		if err != nil {
			return nil, err
		}
		switch {
		case top && told(key):
		case isFiled(key):
			all = append(all, some...)
		default:
			rest = append(rest, some...)
		}
	}
	_, err := f.in.Token()
	return append(all, rest...), err
}

// value reads the value of a key: one field, or one for each object of a list.
func (f fieldReader) value(key string) ([]EntryField, error) {
	x := EntryField{Name: fieldName(key, f.r)}
	token, err := f.in.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('['):
		return f.list(key)
	case json.Delim('{'):
		if isFiled(key) {
			x.Text, err = f.languages()
		} else if x.Kids, err = f.object(false); key == "sources" {
			x.Text, x.Kids = []words.Filed{{Text: f.r.Commas(said(x.Kids))}}, nil
		}
		return []EntryField{x}, err
	}
	x.Text = []words.Filed{{Text: f.scalar(key, token)}}
	return []EntryField{x}, nil
}

// list reads up to the closing bracket: plain values become one enumeration, objects a field each.
func (f fieldReader) list(key string) ([]EntryField, error) {
	var plain []string
	var all []EntryField
	for f.in.More() {
		some, err := f.value(key)
		if err != nil {
			return nil, err
		}
		for _, one := range some {
			if len(one.Kids) > 0 || key == "sources" {
				all = append(all, one)
				continue
			}
			plain = append(plain, texts(one)...)
		}
	}
	if len(plain) > 0 {
		all = append(all, EntryField{Name: fieldName(key, f.r), Text: []words.Filed{{Text: f.r.List(plain)}}})
	}
	_, err := f.in.Token()
	return all, err
}

func texts(x EntryField) []string {
	all := make([]string, len(x.Text))
	for i, t := range x.Text {
		all[i] = t.Text
	}
	return all
}

// said answers the texts of several fields, one after another.
func said(all []EntryField) []string {
	var told []string
	for _, x := range all {
		told = append(told, texts(x)...)
	}
	return told
}

func (f fieldReader) scalar(key string, v any) string {
	text := fmt.Sprint(v)
	switch key {
	case "by", "of", "parties", "auspices", "side", "convened_by", "chaired_by", "host", "member":
		return f.set.Name(body.MemberID(text), f.r)
	case "dated", "kind", "direction", "finds", "what", "answer", "stalemate", "progress", "form", "casting", "audience", "ballot":
		return f.oneOf(text)
	}
	return text
}

// oneOf says one of a few values in the reader's language: a ballot, or a word of an act.
func (f fieldReader) oneOf(text string) string {
	for _, prefix := range []string{"value.", "ballot."} {
		if key := prefix + strings.ReplaceAll(text, " ", "-"); f.r.Known(key) {
			return f.r.Say(key, nil)
		}
	}
	return text
}

// isFiled says whether the value of a key is a text in languages.
func isFiled(key string) bool {
	switch key {
	case "conditions", "explanation", "grounds", "instrument", "reason", "remark", "shown_by", "step", "subject", "text", "title", "name":
		return true
	}
	return false
}

// languages reads a text that stands there as an object of languages.
func (f fieldReader) languages() ([]words.Filed, error) {
	var all []words.Filed
	for f.in.More() {
		lang, err := f.in.Token()
		if err != nil {
			return nil, err
		}
		text, err := f.in.Token()
		if err != nil {
			return nil, err
		}
		if lang == act.SealedTag {
			all = append(all, opened(fmt.Sprint(text), f.r)...)
			continue
		}
		all = append(all, words.Filed{Text: fmt.Sprint(text), Lang: fmt.Sprint(lang)})
	}
	_, err := f.in.Token()
	return all, err
}

// fieldName answers the word for a key of an act, or the key as words where the catalogue has none.
func fieldName(key string, r *words.Reader) string {
	return spoken(r, "field.", strings.ReplaceAll(key, "_", "-"))
}

// Proof is how an entry is shown to stand in the record, as text.
type Proof struct {
	Bytes      []byte   // the exact bytes of the entry
	Leaf       string   // their hash as a leaf
	Hashes     []string // from the leaf to the root
	Size       int64    // of the record they lead to
	Root       string
	Checkpoint string // signed by the host
}

// Pretty answers the bytes laid out to be read; empty where they are not JSON.
func (p Proof) Pretty() string {
	var b bytes.Buffer
	if err := json.Indent(&b, p.Bytes, "", "  "); err != nil {
		return ""
	}
	return b.String()
}
