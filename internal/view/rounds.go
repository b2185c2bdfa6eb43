package view

import (
	"slices"
	"strconv"

	"accede/act"
	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// TalksPage is everything that was said between the parties: the line of time, rounds, texts, statements, and the
// question that is put with its clock.
type TalksPage struct {
	Head       `json:"-"`
	Standing   dossier.Standing `json:"-"`
	Events     []Event          `json:"-"`
	Stale      string           `json:"stalemate,omitempty"`
	Question   *SilencePanel    `json:"question,omitempty"`
	Rounds     []RoundRow       `json:"rounds"`     // newest first
	Texts      []TextRow        `json:"texts"`      // newest first
	Statements []Saying         `json:"statements"` // outside rounds, newest first
}

// SilencePanel is the question that is put, with who has broken the silence and who is silent.
type SilencePanel struct {
	QuestionPanel
	Silence bool    `json:"silence"`
	PutOn   string  `json:"put_on"`
	Version int     `json:"version"`
	TextID  string  `json:"act"` // id of the act that put it
	Broken  []Party `json:"broken_by"`
	Silent  []Party `json:"silent"` // those who have said nothing
}

// RoundRow is a round in the list.
type RoundRow struct {
	ID      string        `json:"id"`
	Title   string        `json:"title"`
	Day     string        `json:"day"`
	Who     string        `json:"who"`
	Length  string        `json:"length,omitempty"`
	Mark    Mark          `json:"mark"`
	Outcome []OutcomeLine `json:"outcome"`
	Agreed  string        `json:"agreed,omitempty"`
}

// OutcomeLine is what a round made of one concern.
type OutcomeLine struct {
	Concern words.Filed `json:"concern"`
	Mark    Mark        `json:"-"`
	Word    string      `json:"progress"`
}

// TextRow is a text in the list.
type TextRow struct {
	ID      string      `json:"id"`
	Title   words.Filed `json:"title"`
	Day     string      `json:"day"`
	Kind    string      `json:"kind"` // memorandum, proposal, question
	KindSay string      `json:"-"`
	Mark    Mark        `json:"-"`
	Who     string      `json:"who"`
	Clauses int         `json:"clauses"`
}

// NewTalksPage answers the page of the talks of a dossier.
func NewTalksPage(d *dossier.Docket, s dossier.Standing, r *words.Reader) TalksPage {
	set := SettingOf(d)
	lines := d.Lines(s.Dossier)
	p := TalksPage{Head: NewHead(set, s, r), Standing: s, Events: events(set, s, r), Stale: stale(set, s, r), Question: silencePanel(set, s, lines, r)}
	for _, t := range slices.Backward(s.Rounds) {
		row := RoundRow{
			ID: t.ID, Title: roundTitle(t, r), Day: r.Day(t.When.In(set.Zone)), Who: set.Names(t.Parties, r),
			Length: lengthOf(t.Lasted, r), Mark: roundMark(t), Outcome: outcomes(s, t.Outcome, r), Agreed: r.List(t.Agreed),
		}
		p.Rounds = append(p.Rounds, row)
	}
	p.Texts = textRows(set, s, lines, r)
	for _, x := range sayings(set, lines, r) {
		if x.Round == "" {
			p.Statements = append(p.Statements, x)
		}
	}
	return p
}

func silencePanel(set Setting, s dossier.Standing, lines []dossier.Line, r *words.Reader) *SilencePanel {
	q := question(set, s, r)
	if q == nil {
		return nil
	}
	p := &SilencePanel{
		QuestionPanel: *q, Silence: s.Question.Silence, Version: s.Question.Version,
		PutOn: r.Moment(s.Question.Put.In(set.Zone), zoneCity(set.Charter.TimeZone)), Broken: set.parties(s.Question.BrokenBy, r),
	}
	for _, l := range lines {
		if l.Seq == s.Question.Seq && l.Act != nil {
			p.TextID = l.Act.ID
		}
	}
	for _, x := range s.Positions {
		if x.Seq == 0 {
			p.Silent = append(p.Silent, set.party(x.Member, r))
		}
	}
	words.Order(r, p.Silent, func(x Party) string { return x.Name })
	return p
}

// concernText answers the text of a concern by its id.
func concernText(s dossier.Standing, id string, r *words.Reader) words.Filed {
	for _, o := range s.Objections {
		for _, c := range o.Concerns {
			if c.ID == id {
				return filed(c.Text, r)
			}
		}
	}
	return words.Filed{Text: plainWord(id)}
}

func outcomes(s dossier.Standing, all []act.Progress, r *words.Reader) []OutcomeLine {
	lines := make([]OutcomeLine, len(all))
	for i, o := range all {
		lines[i] = OutcomeLine{concernText(s, o.Concern, r), progressMark(o.Progress), r.Say("progress."+o.Progress, nil)}
	}
	return lines
}

func progressMark(progress string) Mark {
	switch progress {
	case "settled":
		return MarkMet
	case "substantial":
		return MarkAgreed
	case "some":
		return MarkTalks
	}
	return MarkWait // none
}

// lengthOf answers how long a meeting lasted, as well as it is known; nothing where it is not.
func lengthOf(l act.Length, r *words.Reader) string {
	key, minutes := "length.exactly", l.Minutes
	switch {
	case l.About > 0:
		key, minutes = "length.about", l.About
	case l.MoreThan > 0:
		key, minutes = "length.more", l.MoreThan
	}
	if minutes == 0 {
		return ""
	}
	span := r.Say("length.minutes", words.Args{"min": minutes})
	if minutes%60 == 0 {
		span = r.Say("length.hours", words.Args{"h": minutes / 60})
	}
	return r.Say(key, words.Args{"span": span})
}

// textRows answers all texts: memoranda, proposals and questions that were put, newest first.
func textRows(set Setting, s dossier.Standing, lines []dossier.Line, r *words.Reader) []TextRow {
	var all []TextRow
	for _, l := range slices.Backward(lines) {
		if l.Act == nil {
			continue
		}
		row := TextRow{ID: l.Act.ID, Day: datedDay(r, string(l.Dated), r.Day(l.When.In(set.Zone))), Who: set.Name(l.Act.By, r)}
		if do, ok := l.Act.Do.(*act.Memorandum); ok {
			row.Kind, row.Mark, row.Title, row.Who, row.Clauses = "memorandum", MarkAgreed, filed(do.Title, r), set.Names(do.Parties, r), len(do.Clauses)
		} else if do, ok := l.Act.Do.(*act.Propose); ok {
			row.Kind, row.Mark, row.Title = "proposal", MarkTalks, filed(do.Text, r)
		} else if do, ok := l.Act.Do.(*act.Put); ok {
			row.Kind, row.Mark, row.Title = "question", MarkWait, filed(do.Text, r)
		} else {
			continue
		}
		row.KindSay = r.Say("text.kind."+row.Kind, nil)
		all = append(all, row)
	}
	return all
}

// RoundPage is one round, as its minutes would be filed.
type RoundPage struct {
	Head       `json:"-"`
	ID         string        `json:"id"`
	Name       string        `json:"title"`
	Day        string        `json:"day"`
	Place      string        `json:"place,omitempty"`
	Facts      []Part        `json:"-"` // length, level, who convened, chaired and was host
	Sides      []Side        `json:"attendance"`
	Agenda     []words.Filed `json:"agenda"`
	Outcome    []OutcomeLine `json:"outcome"`
	Agreed     []string      `json:"agreed"`
	NextStep   string        `json:"next,omitempty"`
	Stalemate  string        `json:"stalemate,omitempty"`
	Statements []Saying      `json:"statements"`
	Line       LogLine       `json:"entry"`
	Prev, Next *RoundRow     `json:"-"`
}

// Side is those who were there for one party.
type Side struct {
	Party  Party    `json:"party"`
	People []Person `json:"people"`
}

// Person is somebody who was there or signed.
type Person struct {
	Name string `json:"name"`
	Role string `json:"role"`
	Also string `json:"also,omitempty"` // other spellings found in reports
}

// NewRoundPage answers the page of one round by the id of its act; false where the dossier has none of that id.
func NewRoundPage(d *dossier.Docket, s dossier.Standing, id string, r *words.Reader) (RoundPage, bool) {
	set := SettingOf(d)
	i := slices.IndexFunc(s.Rounds, func(t dossier.RoundStanding) bool { return t.ID == id })
	lines := d.Lines(s.Dossier)
	at := slices.IndexFunc(lines, func(l dossier.Line) bool { return l.Act != nil && l.Act.ID == id })
	if i < 0 || at < 0 {
		return RoundPage{}, false
	}
	do, ok := lines[at].Act.Do.(*act.Talks)
	if !ok {
		return RoundPage{}, false
	}
	t := s.Rounds[i]
	p := RoundPage{
		Head: NewHead(set, s, r), ID: id, Name: roundTitle(t, r), Day: r.Day(t.When.In(set.Zone)), Place: t.Place,
		Outcome: outcomes(s, t.Outcome, r), Agreed: t.Agreed, NextStep: t.Next, Statements: remarks(set, lines[at], do.Statements, id, r),
		Line: logLine(set, lines[at], r), Agenda: []words.Filed{},
	}
	if title := wordsOf(do.Title, r); title != "" {
		p.Name = title
	}
	p.Day = p.Line.Day
	for _, c := range t.Agenda {
		p.Agenda = append(p.Agenda, concernText(s, c, r))
	}
	if t.Stalemate != "" {
		p.Stalemate = r.Say("round.stalemate."+t.Stalemate, nil)
	}
	p.Sides = sides(set, do.Parties, do.Attendance, r)
	p.Facts = roundFacts(set, do, r)
	neighbour := func(i int) *RoundRow {
		if i < 0 || i >= len(s.Rounds) {
			return nil
		}
		return &RoundRow{ID: s.Rounds[i].ID, Title: roundTitle(s.Rounds[i], r)}
	}
	p.Prev, p.Next = neighbour(i-1), neighbour(i+1)
	return p, true
}

func roundFacts(set Setting, do *act.Talks, r *words.Reader) []Part {
	var all []Part
	fact := func(key, text string) {
		if text != "" {
			all = append(all, Part{r.Say("round."+key, nil), words.Filed{Text: text}})
		}
	}
	if do.Round > 0 {
		fact("number", strconv.Itoa(do.Round))
	}
	fact("place", do.Place)
	fact("lasted", lengthOf(do.Lasted, r))
	fact("level", do.Level)
	if do.Convened != "" {
		fact("convened", set.Name(do.Convened, r))
	}
	if c := do.Chaired; c != nil {
		fact("chaired", personSay(set, *c, r))
	}
	if do.Host != "" {
		fact("host", set.Name(do.Host, r))
	}
	return all
}

// personSay answers a person in one line: name, role and side, as far as they are known.
func personSay(set Setting, p act.Person, r *words.Reader) string {
	var parts []string
	for _, x := range []string{p.Name, p.Role} {
		if x != "" {
			parts = append(parts, x)
		}
	}
	if p.Side != "" {
		parts = append(parts, set.Name(p.Side, r))
	}
	return r.Commas(parts)
}

// sides answers who was there, by the party each spoke for: first the parties of the round, then others.
func sides(set Setting, parties []body.MemberID, people []act.Person, r *words.Reader) []Side {
	ids := slices.Clone(parties)
	for _, p := range people {
		if !slices.Contains(ids, p.Side) {
			ids = append(ids, p.Side)
		}
	}
	all := make([]Side, 0, len(ids))
	for _, id := range ids {
		x := Side{Party: set.party(id, r)}
		for _, p := range people {
			if p.Side == id {
				x.People = append(x.People, Person{p.Name, p.Role, r.List(p.Also)})
			}
		}
		all = append(all, x)
	}
	return all
}
