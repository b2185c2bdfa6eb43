package view

import (
	"slices"

	"accede/act"
	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// TextPage is one text: a memorandum clause by clause, a proposal, or a question that was put.
type TextPage struct {
	Head     `json:"-"`
	ID       string        `json:"id"`
	Kind     string        `json:"kind"`
	KindSay  string        `json:"-"`
	Name     words.Filed   `json:"title"`
	Facts    []Part        `json:"-"`
	Signed   []Side        `json:"signed"`
	Clauses  []ClauseLine  `json:"clauses"`
	Answers  []words.Filed `json:"answers"` // what a proposal would answer
	Tabled   []TabledLine  `json:"tabled"`  // the clauses of a draft, as they are worded now
	TableSay string        `json:"-"`
	CoverSay string        `json:"-"`        // which demands the clauses on the table answer
	Versions []Version     `json:"versions"` // of a question or proposal, newest first, up to this one
	Line     LogLine       `json:"entry"`
}

// ClauseLine is one clause of a memorandum with what it answers and what was done under it.
type ClauseLine struct {
	ID       string        `json:"id"`
	Number   string        `json:"clause"`
	Text     words.Filed   `json:"text"`
	By       string        `json:"by"`
	Kind     string        `json:"kind"`
	KindSay  string        `json:"-"`
	Answers  []Bar         `json:"answers"` // the demands and concerns it answers, with their state now
	Mark     Mark          `json:"state"`
	Word     string        `json:"-"`
	Due      string        `json:"due,omitempty"`
	ShownBy  words.Filed   `json:"shown_by"`
	Measures []MeasureLine `json:"measures"`
	Sources  []SourceLine  `json:"sources"` // where they differ from the text's
}

// MeasureLine is something that was done.
type MeasureLine struct {
	Text    words.Filed  `json:"text"`
	Who     string       `json:"who"`
	Day     string       `json:"day"`
	Mark    Mark         `json:"-"`
	Word    string       `json:"assessment"`
	Sources []SourceLine `json:"sources"`
}

// Version is one text of a question with what changed in it since the one before.
type Version struct {
	ID      string   `json:"id"`
	N       int      `json:"n"`
	Day     string   `json:"day"`
	Until   string   `json:"until,omitempty"`
	Lang    string   `json:"lang"`
	Changes []Change `json:"changes"` // from the version before; all the same where it is the first
	Current bool     `json:"-"`
}

// NewTextPage answers the page of one text by the id of its act; false where the dossier has none of that id.
func NewTextPage(d *dossier.Docket, s dossier.Standing, id string, r *words.Reader) (TextPage, bool) {
	set := SettingOf(d)
	lines := d.Lines(s.Dossier)
	i := slices.IndexFunc(lines, func(l dossier.Line) bool { return l.Act != nil && l.Act.ID == id })
	if i < 0 {
		return TextPage{}, false
	}
	l := lines[i]
	p := TextPage{Head: NewHead(set, s, r), ID: id, Line: logLine(set, l, r)}
	fact := func(key, text string) {
		if text != "" {
			p.Facts = append(p.Facts, Part{r.Say("text."+key, nil), words.Filed{Text: text}})
		}
	}
	if do, ok := l.Act.Do.(*act.Memorandum); ok {
		p.Kind, p.Name = "memorandum", filed(do.Title, r)
		fact("parties", set.Names(do.Parties, r))
		if do.Auspices != "" {
			fact("auspices", set.Name(do.Auspices, r))
		}
		fact("place", do.Place)
		if len(do.SignedBy) > 0 {
			p.Signed = sides(set, nil, do.SignedBy, r)
		}
		p.Clauses = clauseLines(set, s, lines, do.Clauses, id, r)
	} else if do, ok := l.Act.Do.(*act.Propose); ok {
		p.Kind, p.Name = "proposal", filed(do.Text, r)
		fact("by", set.Name(l.Act.By, r))
		for _, a := range do.Answers {
			p.Answers = append(p.Answers, demandBar(s, a, r).Text)
		}
		p.Versions = versions(set, lines[:i+1], "", r)
		p.table(set, s, lines[:i+1], draftID(l.Act), r)
	} else if do, ok := l.Act.Do.(*act.Put); ok {
		p.Kind, p.Name = "question", filed(do.Text, r)
		fact("by", set.Name(l.Act.By, r))
		p.Versions = versions(set, lines[:i+1], string(act.KindPut), r)
	} else {
		return TextPage{}, false
	}
	p.KindSay = r.Say("text.kind."+p.Kind, nil)
	fact("day", p.Line.Day)
	return p, true
}

// clauseLines answers the clauses of a memorandum: as it was agreed, with what the fold knows of each now.
func clauseLines(set Setting, s dossier.Standing, lines []dossier.Line, all []act.Commitment, text string, r *words.Reader) []ClauseLine {
	now := map[string]dossier.CommitmentStanding{}
	for _, t := range s.Texts {
		if t.ID == text {
			for _, c := range t.Clauses {
				now[c.ID] = c
			}
		}
	}
	out := make([]ClauseLine, len(all))
	for i, c := range all {
		x := ClauseLine{ID: c.ID, Number: c.Clause, Text: filed(c.Text, r), By: set.Names(c.By, r), Kind: c.Kind, ShownBy: filed(c.ShownBy, r), Sources: sourceLines(c.Sources)}
		st := now[c.ID]
		if x.Kind = st.Kind; x.Kind == "" {
			x.Kind = "undertaking"
		}
		x.KindSay = r.Say("clause."+x.Kind, nil)
		x.Mark, x.Word = knotMark(st.State), r.Say(knotKey(st.State), nil)
		for _, a := range c.Answers {
			x.Answers = append(x.Answers, demandBar(s, a, r))
		}
		if !c.Due.IsZero() {
			x.Due = r.Day(c.Due.In(set.Zone))
		}
		for _, m := range st.Measures {
			x.Measures = append(x.Measures, measureLine(set, s, lines, m, r))
		}
		out[i] = x
	}
	return out
}

func measureLine(set Setting, s dossier.Standing, lines []dossier.Line, m dossier.MeasureStanding, r *words.Reader) MeasureLine {
	n := treeMaker{set, s, r}.measure(m)
	x := MeasureLine{Text: n.Text, Who: set.Name(m.By, r), Day: r.Day(m.Since.In(set.Zone)), Mark: n.Mark, Word: n.Word}
	for _, l := range lines {
		if l.Seq == m.Seq && l.Act != nil {
			x.Sources, x.Day = sourceLines(l.Act.Sources), datedDay(r, string(l.Dated), x.Day)
		}
	}
	return x
}

// demandBar answers a demand or a concern by its id, with its state.
func demandBar(s dossier.Standing, id string, r *words.Reader) Bar {
	for _, o := range s.Objections {
		for _, c := range o.Concerns {
			if c.ID == id {
				return Bar{filed(c.Text, r), knotMark(c.State), r.Say(knotKey(c.State), nil)}
			}
			for _, d := range c.Demands {
				if d.ID == id {
					return Bar{filed(d.Text, r), knotMark(d.State), r.Say(knotKey(d.State), nil)}
				}
			}
		}
	}
	return Bar{Text: words.Filed{Text: plainWord(id)}}
}

// versions answers the texts that lead up to the last of the lines: the questions put in its stage, or the proposals.
func versions(set Setting, lines []dossier.Line, kind string, r *words.Reader) []Version {
	last := lines[len(lines)-1].Act
	var all []Version
	var before words.Filed
	for _, l := range lines {
		if l.Act == nil || l.Act.Do.Kind() != last.Do.Kind() || l.Act.Stage != last.Stage || kind == "" && l.Act.By != last.By || draftOf(l.Act) != draftOf(last) {
			continue
		}
		var text body.Names
		v := Version{ID: l.Act.ID, N: len(all) + 1, Day: r.Day(l.When.In(set.Zone)), Current: l.Act == last}
		if do, ok := l.Act.Do.(*act.Put); ok {
			text = do.Text
			if !do.Until.IsZero() {
				v.Until = r.Moment(do.Until.In(set.Zone).In(set.Zone), zoneCity(set.Charter.TimeZone))
			}
		}
		if do, ok := l.Act.Do.(*act.Propose); ok {
			text = do.Text
		}
		now := filed(text, r)
		if v.Lang = now.Lang; len(all) == 0 {
			before = now
		}
		v.Changes = compare(before.Text, now.Text)
		before = now
		all = append(all, v)
	}
	slices.Reverse(all)
	return all
}

// draftOf answers the draft in clauses that a proposal tables or revises, by the id of the act that tabled it first;
// empty for what is no such proposal.
func draftOf(a *act.Act) string {
	do, ok := a.Do.(*act.Propose)
	switch {
	case !ok || len(do.Clauses)+len(do.Drops) == 0:
		return ""
	case do.Revises != "":
		return do.Revises
	}
	return a.ID
}

// draftID answers the draft on the table that a proposal tables or revises; the proposal's own id where it is none.
func draftID(a *act.Act) string {
	if id := draftOf(a); id != "" {
		return id
	}
	return a.ID
}
