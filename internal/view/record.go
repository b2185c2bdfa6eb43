package view

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"time"

	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// RecordPage is a stretch of a dossier's record, filtered, oldest line first.
type RecordPage struct {
	Head     `json:"-"`
	Dossier  string       `json:"dossier"`
	AsOf     string       `json:"as_of"`
	Total    int          `json:"total"`    // lines of the dossier
	Passing  int          `json:"passing"`  // lines that pass the filter
	Lines    []RecordLine `json:"lines"`    // those of this stretch
	First    int          `json:"-"`        // number of the first of them among those that pass, from 1; 0 where there is none
	Reported bool         `json:"reported"` // an observer's record
	Filter   RecordFilter `json:"-"`
	Who      []Choice     `json:"-"`
	What     []Choice     `json:"-"`
	Prev     int          `json:"-"` // where the stretch before begins; -1 where there is none
	Next     int          `json:"-"` // where the stretch behind begins; -1 where there is none
}

// Last answers the number of the last line of the stretch among those that pass the filter.
func (p RecordPage) Last() int { return p.First + len(p.Lines) - 1 }

// RecordLine is one line with what a record is filed with.
type RecordLine struct {
	LogLine
	Name       string `json:"-"`                    // who did it, in words; empty for a notice
	KindSay    string `json:"-"`                    // its kind, in words
	Registered string `json:"registered,omitempty"` // RFC 3339; empty for a notice that was not entered
	Entered    string `json:"-"`                    // the day of registration in words
}

// Follows says whether the line was worked out and not entered: it follows from the rule.
func (l RecordLine) Follows() bool { return l.Seq == 0 }

// RecordFilter says which lines are wanted. The zero filter wants all.
type RecordFilter struct {
	Who   string // an id; empty: anyone
	What  string // a kind of act or notice; "notice" for every notice; empty: anything
	From  string // YYYY-MM-DD: not before that day; empty: from the first
	To    string // YYYY-MM-DD: not after that day
	After int    // how many of the lines that pass lie before the stretch
	Long  bool   // a long stretch is wanted, to print
}

// FilterError is a value of a filter that cannot be read.
type FilterError struct{ Text string }

// Error says what was read and what there is to do.
func (e *FilterError) Error() string {
	return fmt.Sprintf("read the filter %q: it is neither a day such as 2022-06-21 nor a number", e.Text)
}

// ReadRecordFilter reads a filter from words and days as they stand in an address. The error is a *FilterError.
func ReadRecordFilter(who, what, from, to, after string) (RecordFilter, error) {
	f := RecordFilter{Who: who, What: what, From: from, To: to}
	for _, day := range []string{from, to} {
		if _, err := time.Parse(time.DateOnly, day); err != nil && day != "" {
			return f, &FilterError{day}
		}
	}
	if after != "" {
		n, err := strconv.Atoi(after)
		if err != nil || n < 0 {
			return f, &FilterError{after}
		}
		f.After = n
	}
	return f, nil
}

// Any says whether the filter leaves anything out.
func (f RecordFilter) Any() bool { return f.Who+f.What+f.From+f.To != "" }

// passes says whether a line is wanted.
func (f RecordFilter) passes(set Setting, l dossier.Line) bool {
	who, kind := lineOf(l)
	if f.Who != "" && f.Who != who || f.What == "notice" && l.Notice == nil || f.What != "" && f.What != "notice" && f.What != kind {
		return false
	}
	if f.From == "" && f.To == "" {
		return true
	}
	day := set.day(l.When)
	return day >= f.From && (f.To == "" || day <= f.To)
}

func lineOf(l dossier.Line) (who, kind string) {
	if l.Act != nil {
		return string(l.Act.By), string(l.Act.Do.Kind())
	}
	return "", string(l.Notice.Kind)
}

// StretchLen is how many lines a page of the record has at most.
const StretchLen = 60

// PrintLen is how many lines a page has at most that is made to be printed.
const PrintLen = 1000

// NewRecordPage answers the stretch of a dossier's record that a filter asks for, at most most lines of it; all where
// most is 0.
func NewRecordPage(d *dossier.Docket, s dossier.Standing, f RecordFilter, most int, r *words.Reader) RecordPage {
	set := SettingOf(d)
	lines := d.Lines(s.Dossier)
	p := RecordPage{
		Head: NewHead(set, s, r), Dossier: s.Dossier, AsOf: stamp(s.AsOf, set.Zone), Total: len(lines), Reported: set.reported(),
		Filter: f, Prev: -1, Next: -1, Lines: []RecordLine{},
	}
	for _, l := range lines {
		if !f.passes(set, l) {
			continue
		}
		if p.Passing++; p.Passing > f.After && (most == 0 || len(p.Lines) < most) {
			p.Lines = append(p.Lines, recordLine(d, set, l, r))
		}
	}
	if len(p.Lines) > 0 {
		p.First = f.After + 1
	}
	if f.After > 0 && most > 0 {
		p.Prev = max(f.After-most, 0)
	}
	if most > 0 && f.After+most < p.Passing {
		p.Next = f.After + most
	}
	p.choices(set, lines, r)
	return p
}

func recordLine(d *dossier.Docket, set Setting, l dossier.Line, r *words.Reader) RecordLine {
	line := RecordLine{LogLine: logLine(set, l, r)}
	if l.Act != nil {
		_, hash, _ := d.SeenID(l.Act.ID)
		line.Hash = hex.EncodeToString(hash[:])
		line.Name = set.Name(l.Act.By, r)
	}
	line.KindSay = spoken(r, "kind.", line.Kind)
	if !l.At.IsZero() {
		line.Registered = stamp(l.At, set.Zone)
		line.Entered = r.Say("record.registered", words.Args{"day": r.Day(l.At.In(set.Zone))})
	}
	return line
}

// choices answers who and what occurs in the record, with how many lines each has.
func (p *RecordPage) choices(set Setting, lines []dossier.Line, r *words.Reader) {
	who, what := map[string]int{}, map[string]int{}
	for _, l := range lines {
		by, kind := lineOf(l)
		if who[by]++; l.Notice != nil {
			what["notice"]++
			continue
		}
		what[kind]++
	}
	delete(who, "")
	p.Who = counted(who, func(id string) string { return set.Name(body.MemberID(id), r) }, r.Say("record.anyone", nil), p.Filter.Who, r)
	p.What = counted(what, func(kind string) string {
		if kind == "notice" {
			return r.Say("record.notice", nil)
		}
		return spoken(r, "kind.", kind)
	}, r.Say("record.anything", nil), p.Filter.What, r)
}

// counted answers choices in the alphabetical order of the reader's language, behind the one that leaves nothing out.
func counted(counts map[string]int, name func(string) string, all, asked string, r *words.Reader) []Choice {
	choices := make([]Choice, 0, len(counts)+1)
	for key, n := range counts {
		choices = append(choices, Choice{Key: key, Word: name(key), Count: n, Current: key == asked})
	}
	slices.SortFunc(choices, func(a, b Choice) int {
		if a.Key < b.Key {
			return -1
		}
		return 1
	})
	words.Order(r, choices, func(c Choice) string { return c.Word })
	return append([]Choice{{Word: all, Count: -1, Current: asked == ""}}, choices...)
}

// Table answers the lines as a table of text, its header first.
func (p RecordPage) Table() [][]string {
	all := [][]string{{"entry", "date", "dated", "registered", "who", "kind", "id", "text", "sources", "note", "paper", "hash"}}
	for _, l := range p.Lines {
		entry, sources := "", ""
		if l.Seq > 0 {
			entry = strconv.FormatInt(l.Seq, 10)
		}
		for i, s := range l.Sources {
			if i > 0 {
				sources += " "
			}
			sources += s.Key
		}
		all = append(all, []string{entry, l.When, l.Dated, l.Registered, string(l.Who), l.Kind, l.ID, l.Text, sources, l.Note, l.Paper, l.Hash})
	}
	return all
}
