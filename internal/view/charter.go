package view

import (
	"strconv"
	"time"

	"accede/body"
	"accede/dossier"
	"accede/form"

	"accede/internal/view/words"
)

// CharterPage is the charter as readers see it: the body, its members and their dates, classes, weights, procedures,
// the words of each language, and where the facts come from.
type CharterPage struct {
	Name    string
	About   words.Filed
	Facts   []Part
	Members []MemberRow
	Now     int // how many are members on the day of the page
	Classes []ClassRow
	Weights []WeightRow
	Rules   []RuleRow
	Courses []Course
	Ballots []Part
	Langs   []LangRow
	Sources []SourceRow
	Unsaid  int // how many facts of the charter are unsourced
}

// MemberRow is one member or applicant.
type MemberRow struct {
	Party
	Code, Since, Until, Earlier, Formerly, Kind, Status string
	Mark                                                Mark
	Source                                              SourceLine
}

// ClassRow is one class.
type ClassRow struct {
	Name, Who string
	Count     int
	Source    SourceLine
}

// WeightRow is one weight.
type WeightRow struct {
	Name, Unit, Total, Span string
	Of                      []Part
	Source                  SourceLine
	Note                    string
}

// RuleRow is one sentence of the charter.
type RuleRow struct {
	ID, Sentence string
	Said         []words.Span // the sentence in the reader's language
	Note         string
	Law          []string
	Source       SourceLine
}

// Course is one procedure.
type Course struct {
	ID, Name string
	Law      []string
	Source   SourceLine
	Stages   []CourseStage
}

// CourseStage is one stage of a procedure.
type CourseStage struct {
	N          int
	Name, How  string
	Said       []words.Span // the sentence that decides it, in the reader's language; nil for words of the page
	Law, Terms []string
	Note       string
	Source     SourceLine
}

// LangRow is one language of the interface, with how many of its words it has.
type LangRow struct {
	Tag, Name   string
	Have, Total int
}

// SourceRow is one source of the charter.
type SourceRow struct {
	SourceLine
	Note string
	Used int // how many facts of the charter name it
}

// NewCharterPage answers the charter at an instant.
func NewCharterPage(d *dossier.Docket, at time.Time, readers []*words.Reader, r *words.Reader) CharterPage {
	set := SettingOf(d)
	c := d.Charter()
	p := CharterPage{Name: set.Body(r), About: filed(c.About, r)}
	used := map[string]int{}
	source := func(key string) SourceLine {
		if key == "" {
			return SourceLine{}
		}
		used[key]++
		return set.source(key)
	}
	p.facts(set, r)
	p.members(d, set, at, source, r)
	p.classes(d, set, at, source, r)
	p.weights(set, source, r)
	p.rules(set, source, r)
	p.courses(set, source, r)
	for _, b := range c.Ballots {
		name := b.Name.In(r.Tag())
		if name == "" {
			name = plainWord(b.ID)
		}
		p.Ballots = append(p.Ballots, Part{name, words.Filed{Text: r.Say("charter.ballot", words.Args{"kind": r.Say("ballot."+b.Kind, nil)})}})
	}
	for _, x := range readers {
		row := LangRow{Tag: x.Tag(), Name: x.Name(), Total: len(readers[0].Keys())}
		for _, k := range readers[0].Keys() {
			if x.Has(k) {
				row.Have++
			}
		}
		p.Langs = append(p.Langs, row)
	}
	for i, k := range c.Sources.Keys {
		p.Sources = append(p.Sources, SourceRow{set.source(k), c.Sources.Values[i].Note, used[k]})
	}
	p.Unsaid = used[body.Unsourced]
	return p
}

func (p *CharterPage) facts(set Setting, r *words.Reader) {
	c := set.Charter
	fact := func(key, text string) {
		p.Facts = append(p.Facts, Part{r.Say("charter."+key, nil), words.Filed{Text: text}})
	}
	fact("keeping", r.Say("charter.keeping."+string(c.Keeping), nil))
	fact("zone", r.City(zoneCity(c.TimeZone)))
	if c.Chair != nil {
		key := "charter.office"
		if c.Chair.Mediates {
			key = "charter.office.mediates"
		}
		fact("chair", r.Say(key, words.Args{"who": set.Name(c.Chair.ID, r)}))
	}
	if c.Secretary != nil {
		fact("secretariat", set.Name(c.Secretary.ID, r))
	}
	if c.Depositary != nil {
		fact("depositary", set.Name(c.Depositary.ID, r))
	}
}

func dayOf(set Setting, d *form.Date, r *words.Reader) string {
	if d == nil {
		return ""
	}
	return r.DayTiny(d.In(set.Zone))
}

func (p *CharterPage) members(d *dossier.Docket, set Setting, at time.Time, source func(string) SourceLine, r *words.Reader) {
	c := set.Charter
	for i, list := range [][]body.Member{c.Members, c.Applicants} {
		for _, m := range list {
			if now, ok := d.Body().Member(m.ID); ok {
				m.Since, m.Until = now.Since, now.Until
			}
			row := MemberRow{Party: set.party(m.ID, r), Code: set.Code(m.ID), Since: dayOf(set, m.Since, r), Until: dayOf(set, m.Until, r), Kind: m.Kind, Source: source(m.Source)}
			if row.Kind == "" {
				row.Kind = "state"
			}
			row.Kind = r.Say("charter.kind."+row.Kind, nil)
			for _, f := range m.Formerly {
				row.Formerly = f.Name
			}
			for _, e := range m.Earlier {
				row.Earlier = r.Say("charter.span", words.Args{"from": dayOf(set, e.Since, r), "to": dayOf(set, e.Until, r)})
			}
			status := "past"
			switch {
			case d.Body().Suspended(m.ID, at):
				status, row.Mark = "suspended", MarkAside
			case d.Body().IsMember(m.ID, at):
				status, row.Mark = "member", MarkMet
				p.Now++
			case i == 1:
				status, row.Mark = "applicant", MarkWait
			default:
				row.Mark = MarkAside
			}
			row.Status = r.Say("charter.status."+status, nil)
			p.Members = append(p.Members, row)
		}
	}
	words.Order(r, p.Members, func(m MemberRow) string { return m.Name })
}

func (p *CharterPage) classes(d *dossier.Docket, set Setting, at time.Time, source func(string) SourceLine, r *words.Reader) {
	for _, c := range set.Charter.Classes {
		var in []body.MemberID
		for _, m := range set.Charter.Members {
			if d.Body().InClass(m.ID, c.ID, at) {
				in = append(in, m.ID)
			}
		}
		who := set.Names(in, r)
		if c.All {
			who = r.Say("charter.class.all", nil)
		}
		p.Classes = append(p.Classes, ClassRow{className(set, c.ID, r), who, len(in), source(c.Source)})
	}
}

func (p *CharterPage) weights(set Setting, source func(string) SourceLine, r *words.Reader) {
	for _, w := range set.Charter.Weights {
		row := WeightRow{Name: plainWord(w.ID), Unit: w.Unit, Source: source(w.Source), Note: w.Note}
		if w.From != nil || w.Until != nil {
			row.Span = r.Say("charter.span", words.Args{"from": dayOf(set, w.From, r), "to": dayOf(set, w.Until, r)})
		}
		total := int64(0)
		for i, id := range w.Of.Keys {
			total += w.Of.Values[i]
			row.Of = append(row.Of, Part{set.Name(body.MemberID(id), r), words.Filed{Text: strconv.FormatInt(w.Of.Values[i], 10)}})
		}
		row.Total = strconv.FormatInt(total, 10)
		p.Weights = append(p.Weights, row)
	}
}

func (p *CharterPage) rules(set Setting, source func(string) SourceLine, r *words.Reader) {
	for _, x := range set.Charter.Rules {
		p.Rules = append(p.Rules, RuleRow{plainWord(x.ID), x.Rule.Value, set.teller(r).said(x.Rule.Value), x.Note, x.Law, source(x.Source)})
	}
}

func (p *CharterPage) courses(set Setting, source func(string) SourceLine, r *words.Reader) {
	for i, id := range set.Charter.Procedures.Keys {
		x := set.Charter.Procedures.Values[i]
		course := Course{ID: id, Name: set.procedure(id, r), Law: x.Law, Source: source(x.Source)}
		for j := range x.Stages {
			st := &x.Stages[j]
			row := CourseStage{N: j + 1, Name: set.stageName(dossier.StageStanding{ID: st.ID, Name: st.Name}, r), Law: st.Law, Note: st.Note, Source: source(st.Source)}
			if sentence := set.sentence(st); sentence != "" {
				row.How, row.Said = sentence, set.teller(r).said(sentence)
			} else {
				row.How = set.wanted(st, r)
			}
			row.Terms = set.terms(st, r)
			course.Stages = append(course.Stages, row)
		}
		p.Courses = append(p.Courses, course)
	}
}

// terms answers what else the charter says of a stage, a sentence each.
func (s Setting) terms(st *body.Stage, r *words.Reader) []string {
	var all []string
	say := func(key string, args words.Args) { all = append(all, r.Say("term."+key, args)) }
	if st.Silence != nil {
		all = append(all, r.Say("law.silence."+st.Silence.PendingCountsAs, nil))
		if said := watchersSay(s, r); said != "" {
			all = append(all, said)
		}
	}
	if st.Objection == "required to be against" {
		say("objection", nil)
	}
	if st.Roll == "floating" {
		say("floating", nil)
	}
	if st.Quorum.Value != "" {
		say("quorum", words.Args{"sentence": s.teller(r).said(st.Quorum.Value)})
	}
	if st.Votes == "counted" {
		say("counted", nil)
	}
	if st.Deadline != nil {
		say("limit."+st.Deadline.Then, words.Args{"period": period(st.Deadline.Within, r)})
	}
	if st.Gains != "" {
		say("gains", words.Args{"status": known(r, "status.", st.Gains)})
	}
	if st.Effect != nil && st.Effect.Joins != "" {
		say("joins", words.Args{"class": s.className(st.Effect.Joins, r)})
	}
	if len(st.Repeat) > 0 {
		say("repeat", words.Args{"n": len(st.Repeat)})
	}
	return all
}
