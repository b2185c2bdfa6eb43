package view

import (
	"slices"
	"strconv"
	"strings"

	"accede/act"
	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// MemberPage is one member, or another party, in one dossier: where it stands, why, and how it came to.
type MemberPage struct {
	Head     `json:"-"`
	Party    Party          `json:"party"`
	Kind     string         `json:"kind"` // member, applicant, party
	KindSay  string         `json:"-"`
	Mark     Mark           `json:"mark"`
	Word     string         `json:"position"` // empty for one who is not on the roll
	Since    string         `json:"since,omitempty"`
	Facts    []Part         `json:"-"`       // membership, classes and weights on the roll
	Seats    []Seat         `json:"-"`       // all seats, in the order in which the hemicycle has them
	SeatsAlt string         `json:"-"`       // the strip in one sentence
	History  []PositionLine `json:"history"` // oldest first
	Tree     []Node         `json:"-"`       // its objections
	Moves    []MoveLine     `json:"moves"`
	Said     []Saying       `json:"said"` // statements of its side, newest first
	Prev     *Cell          `json:"-"`    // the member before in the roll call; nil for none
	Next     *Cell          `json:"-"`
}

// NewMemberPage answers the page of one party in a dossier; false where the record knows nobody of that id.
func NewMemberPage(d *dossier.Docket, s dossier.Standing, id body.MemberID, r *words.Reader) (MemberPage, bool) {
	set := SettingOf(d)
	known, ok := d.Body().Party(id)
	if !ok {
		return MemberPage{}, false
	}
	roll := rollPage(set, s, "", r)
	p := MemberPage{Head: roll.Head, Party: set.party(id, r), Seats: roll.Where.Seats, Kind: "party", History: positionLines(d, s, id, r)}
	switch {
	case d.Body().IsMember(id, s.AsOf):
		p.Kind = "member"
	case known.Applicant:
		p.Kind = "applicant"
	}
	p.KindSay = r.Say("member.kind."+p.Kind, words.Args{"body": set.Body(r)})
	if i := slices.IndexFunc(roll.Roll, func(c Cell) bool { return c.ID == string(id) }); i >= 0 {
		p.Mark, p.Word, p.Since = roll.Roll[i].Mark, roll.Roll[i].Word, roll.Roll[i].When
		if i > 0 {
			p.Prev = &roll.Roll[i-1]
		}
		if i+1 < len(roll.Roll) {
			p.Next = &roll.Roll[i+1]
		}
		p.SeatsAlt = r.Say("member.strip", words.Args{"who": p.Party.Name, "word": p.Word, "n": len(p.Seats)})
	}
	p.Facts = memberFacts(d, set, s, id, r)
	own := s
	own.Objections = slices.DeleteFunc(slices.Clone(s.Objections), func(o dossier.ObjectionStanding) bool { return o.By != id })
	p.Tree = tree(set, own, r)
	own = s
	own.Next = slices.DeleteFunc(slices.Clone(s.Next), func(m dossier.Move) bool { return m.Who != id })
	blocking, promised := moves(set, own, r)
	p.Moves = slices.Concat(blocking, promised)
	for _, x := range sayings(set, d.Lines(s.Dossier), r) {
		if x.Side.ID == string(id) {
			p.Said = append(p.Said, x)
		}
	}
	return p, true
}

// memberFacts answers since when a party is a member, and what it counts on the roll of the stage in question.
func memberFacts(d *dossier.Docket, set Setting, s dossier.Standing, id body.MemberID, r *words.Reader) []Part {
	var all []Part
	fact := func(key, text string) { all = append(all, Part{r.Say("member."+key, nil), words.Filed{Text: text}}) }
	if m, ok := d.Body().Member(id); ok {
		if m.Since != nil {
			fact("since", r.Day(m.Since.In(set.Zone)))
		}
		if m.Until != nil {
			fact("until", r.Day(m.Until.In(set.Zone)))
		}
		for _, f := range m.Formerly {
			fact("formerly", f.Name)
		}
	}
	a, ok := d.Asked(s.Dossier, "")
	if !ok {
		return all
	}
	i, ok := a.Question.Roll.Index(id)
	if !ok {
		return all
	}
	var classes []string
	for _, c := range a.Question.Roll.Classes {
		if c.Name != body.Everyone && c.In[i] {
			classes = append(classes, className(set, c.Name, r))
		}
	}
	if len(classes) > 0 {
		fact("classes", r.List(classes))
	}
	for _, w := range a.Question.Roll.Weights {
		fact("weight", r.Say("member.weight.say", words.Args{"n": strconv.FormatInt(w.Of[i], 10), "unit": w.Unit}))
	}
	return all
}

// className answers what a class is called.
func className(set Setting, id string, r *words.Reader) string {
	for _, c := range set.Charter.Classes {
		if name := c.Name.In(r.Tag()); c.ID == id && name != "" {
			return name
		}
	}
	return plainWord(id)
}

// Saying is words of one speaker, in a round or outside, with who says that they were said.
type Saying struct {
	ID      string       `json:"id,omitempty"`
	Day     string       `json:"day"`
	Speaker string       `json:"speaker"` // empty where the report names nobody
	Role    string       `json:"role"`
	Side    Party        `json:"side"`
	As      string       `json:"-"`    // role and side in one line, after the speaker's name where there is one
	Form    string       `json:"form"` // verbatim, partly verbatim, reported
	FormSay string       `json:"-"`
	Mark    Mark         `json:"-"` // verbatim words are drawn as said, reported ones as told
	Text    words.Filed  `json:"text"`
	Stance  string       `json:"stance,omitempty"`
	Also    string       `json:"also,omitempty"` // other spellings of the speaker
	Note    string       `json:"note,omitempty"`
	Sources []SourceLine `json:"sources"`
	Round   string       `json:"round,omitempty"` // id of the round it was said in; empty outside
	Seq     int64        `json:"seq"`
}

// sayings answers all statements in lines, newest first.
func sayings(set Setting, lines []dossier.Line, r *words.Reader) []Saying {
	var all []Saying
	for _, l := range lines {
		if l.Act == nil {
			continue
		}
		if do, ok := l.Act.Do.(*act.Statement); ok {
			all = append(all, remarks(set, l, do.Statements, "", r)...)
		}
		if do, ok := l.Act.Do.(*act.Talks); ok {
			all = append(all, remarks(set, l, do.Statements, l.Act.ID, r)...)
		}
	}
	slices.Reverse(all)
	return all
}

func remarks(set Setting, l dossier.Line, said []act.Remark, round string, r *words.Reader) []Saying {
	all := make([]Saying, len(said))
	day := datedDay(r, string(l.Dated), r.Day(l.When.In(set.Zone)))
	for i, x := range said {
		sources := x.Sources
		if len(sources) == 0 {
			sources = l.Act.Sources
		}
		as := set.Name(x.Side, r)
		if x.Role != "" && x.Role != as {
			as = r.Commas([]string{x.Role, as})
		}
		all[i] = Saying{
			As: as, ID: x.ID, Day: day, Speaker: x.Speaker, Role: x.Role, Side: set.party(x.Side, r), Form: x.Form,
			FormSay: r.Say("said."+strings.ReplaceAll(x.Form, " ", "-"), nil), Text: filed(x.Text, r), Stance: x.Stance,
			Also: r.List(x.Also), Note: x.Note, Sources: sourceLines(sources), Round: round, Seq: l.Seq,
		}
	}
	return all
}

func sourceLines(sources []act.Source) []SourceLine {
	all := make([]SourceLine, len(sources))
	for i, s := range sources {
		all[i] = SourceLine{s.Key, s.Title, s.Publisher, s.Date, s.URL, s.Key == body.Unsourced, s.Key == body.Derived}
	}
	return all
}
