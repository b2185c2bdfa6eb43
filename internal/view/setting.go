package view

import (
	"slices"
	"strings"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// Setting is what a standing is read in: the charter, its zone, and the names of everybody. It never changes once
// made: share it freely.
type Setting struct {
	Charter *body.Charter
	Zone    *time.Location
	people  map[body.MemberID]person
	body    body.Body // knows those whom the charter does not list
}

type person struct {
	name  body.Names
	code  string
	state bool // a state, which may have a flag
}

// SettingOf answers the setting of a docket, with the names of those whom only its acts name.
func SettingOf(d *dossier.Docket) Setting {
	s := NewSetting(d.Charter(), d.Zone())
	s.body = d.Body()
	return s
}

// NewSetting answers the setting of a charter alone.
func NewSetting(c *body.Charter, zone *time.Location) Setting {
	s := Setting{Charter: c, Zone: zone, people: make(map[body.MemberID]person, len(c.Members)+8)}
	// Members after offices: an office that is also a member is shown as the member.
	for _, office := range []*body.Office{c.Chair, c.Secretary} {
		if office != nil {
			s.people[office.ID] = person{name: office.Name}
		}
	}
	for _, p := range c.Parties {
		s.people[p.ID] = person{name: p.Name}
	}
	for _, list := range [][]body.Member{c.Members, c.Applicants} {
		for _, m := range list {
			s.people[m.ID] = person{name: m.Name, code: m.Code, state: m.Kind == "" || m.Kind == "state"}
		}
	}
	return s
}

// Name answers what a party is called in the reader's language; its id where nobody gave it a name.
func (s Setting) Name(id body.MemberID, r *words.Reader) string {
	if p, ok := s.people[id]; ok {
		if name := p.name.In(r.Tag()); name != "" {
			return name
		}
	}
	if p, ok := s.body.Party(id); ok {
		if name := p.Name.In(r.Tag()); name != "" {
			return name
		}
	}
	switch id {
	case "applicant", "chair", "depositary", "members":
		return r.Say("party."+string(id), nil)
	}
	return string(id)
}

// Names answers the names of several parties as one enumeration.
func (s Setting) Names(ids []body.MemberID, r *words.Reader) string {
	return r.List(s.each(ids, r))
}

func (s Setting) each(ids []body.MemberID, r *words.Reader) []string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = s.Name(id, r)
	}
	return names
}

// Code answers the short code of a party for drawings: at most four letters where the charter gives none.
func (s Setting) Code(id body.MemberID) string {
	if p := s.people[id]; p.code != "" {
		return p.code
	}
	code := strings.ToUpper(string(id))
	if len(code) > 4 {
		return code[:4]
	}
	return code
}

// Flag answers the key of a party's flag; empty for a party that is no state.
func (s Setting) Flag(id body.MemberID) string {
	if s.people[id].state && len(id) == 2 {
		return string(id)
	}
	return ""
}

// FlagIDs answers all parties that may have a flag, sorted.
func (s Setting) FlagIDs() []string {
	var ids []string
	for id, p := range s.people {
		if p.state && len(id) == 2 {
			ids = append(ids, string(id))
		}
	}
	slices.Sort(ids)
	return ids
}

// ZoneName answers the name of the body's time zone, as it stands beside the time of a day.
func (s Setting) ZoneName() string { return zoneCity(s.Charter.TimeZone) }

// Body answers the name of the body.
func (s Setting) Body(r *words.Reader) string { return s.Charter.Name.In(r.Tag()) }

// reported says whether the record is an observer's.
func (s Setting) reported() bool { return s.Charter.Keeping == body.Reported }

// stage answers what the charter says of a stage; nil where it has none of that id.
func (s Setting) stage(procedure, id string) *body.Stage {
	p, ok := s.Charter.Procedures.Get(procedure)
	if !ok {
		return nil
	}
	base, _, _ := strings.Cut(id, "/")
	for i := range p.Stages {
		if p.Stages[i].ID == base {
			return &p.Stages[i]
		}
	}
	return nil
}

// stageName answers what a stage is called: the charter's word, else the catalogue's for its id, else the id.
func (s Setting) stageName(st dossier.StageStanding, r *words.Reader) string {
	name := charterName(st.Name, "stage.", baseOf(st.ID), r)
	switch {
	case st.Part != "" && st.Step != "":
		return r.Say("stage.part-step", words.Args{"stage": name, "part": plainWord(st.Part), "step": plainWord(st.Step)})
	case st.Part != "" || st.Step != "":
		return r.Say("stage.part", words.Args{"stage": name, "part": plainWord(st.Part + st.Step)})
	}
	return name
}

// charterName answers what the charter calls something in the reader's language, else what the catalogue calls it by its
// id, else what the charter calls it in any language.
func charterName(n body.Names, prefix, id string, r *words.Reader) string {
	if name, ok := n[r.Tag()]; ok {
		return name
	}
	if r.Known(prefix + id) {
		return r.Say(prefix+id, nil)
	}
	if name := n.In(r.Tag()); name != "" {
		return name
	}
	return spoken(r, prefix, id)
}

func baseOf(stage string) string { base, _, _ := strings.Cut(stage, "/"); return base }

// plainWord answers an id as words: internal-market becomes internal market.
func plainWord(id string) string { return strings.ReplaceAll(id, "-", " ") }

// spoken answers the catalogue's word for an id, or the id as words, its first letter large, where it has none.
func spoken(r *words.Reader, prefix, id string) string {
	if r.Known(prefix + id) {
		return r.Say(prefix+id, nil)
	}
	if id == "" {
		return ""
	}
	text := plainWord(id)
	return strings.ToUpper(text[:1]) + text[1:]
}

// day answers the day of an instant in the charter's zone.
func (s Setting) day(t time.Time) string { return t.In(s.Zone).Format(time.DateOnly) }

// days answers how many midnights of the charter's zone lie between two instants.
func (s Setting) days(from, to time.Time) int {
	y1, m1, d1 := from.In(s.Zone).Date()
	y2, m2, d2 := to.In(s.Zone).Date()
	a, b := time.Date(y1, m1, d1, 0, 0, 0, 0, time.UTC), time.Date(y2, m2, d2, 0, 0, 0, 0, time.UTC)
	return int(b.Sub(a).Hours() / 24)
}

// wordsOf answers a text of the record as filed does, where its language is not marked.
func wordsOf(n body.Names, r *words.Reader) string { return filed(n, r).Text }

// filed answers a text of the record in the language the reader gets, with that language's tag.
func filed(n body.Names, r *words.Reader) words.Filed {
	if seal := act.SealedIn(n); seal != "" {
		texts, instead := r.Open(seal)
		if texts == nil {
			return words.Filed{Text: instead, Lang: r.Tag()}
		}
		n = texts
	}
	if text, ok := n[r.Tag()]; ok {
		return words.Filed{Text: text, Lang: r.Tag()}
	}
	text := n.In(r.Tag())
	if text == "" {
		return words.Filed{}
	}
	if n["en"] == text {
		return words.Filed{Text: text, Lang: "en"}
	}
	tags := make([]string, 0, len(n))
	for tag, t := range n {
		if t == text {
			tags = append(tags, tag)
		}
	}
	return words.Filed{Text: text, Lang: slices.Min(tags)}
}
