package view

import (
	"slices"
	"strconv"
	"time"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/form"

	"accede/internal/view/words"
)

// ActAsk is what a form for an act is made from.
type ActAsk struct {
	Docket  *dossier.Docket // folded up to At; only read
	At      time.Time
	Seat    body.MemberID // who acts
	Dossier string        // empty: the act addresses the body
	Kind    act.Kind
	ID      string              // of the act that is to be
	About   string              // what a link said the act is about; empty: nothing
	Typed   map[string][]string // what was typed so far; nil: nothing, the form is new
	Draft   bool                // it was not sent yet: nothing is wrong with what is missing
	Enclose bool                // words and files can be kept beside the record
	Reader  *words.Reader
}

// ActForm is a form for one act, with what was typed in it and what is wrong with that.
type ActForm struct {
	Kind     string
	Title    string
	Hint     string
	Who      Party
	Dossier  string
	ID       string // of the act that is to be
	Fields   []Field
	Problems []Problem
	Act      act.Act // as far as it was typed; without what the way of keeping asks, and with its words in it
	Sealing  Sealing // what of it is to lie beside the record
	Written  bool    // the act has texts
}

// Problem is something wrong with what was typed.
type Problem struct {
	Field string // name of the field; empty: of the form as a whole
	Text  string
	Said  []words.Span // the text where some of it is in another language; else nil
}

// FieldSort is how something is asked for.
type FieldSort string

// The sorts of field.
const (
	FieldLine   FieldSort = "line"   // a text of one line
	FieldText   FieldSort = "text"   // a text of several
	FieldNumber FieldSort = "number" // a whole number
	FieldDay    FieldSort = "day"    // a day
	FieldMoment FieldSort = "moment" // a day, and the time of day where it is known
	FieldRadios FieldSort = "radios" // one of a few
	FieldChecks FieldSort = "checks" // any of a few
	FieldSelect FieldSort = "select" // one of many
	FieldList   FieldSort = "list"   // several of the same, each with fields of its own
	FieldFiles  FieldSort = "files"  // files; its value are the names of those that came before and are not kept
)

// Field is one thing a form asks for.
type Field struct {
	Name     string // of the control, and its place on the page
	Sort     FieldSort
	Label    string
	Hint     string
	Value    string
	Clock    string // of a moment: the time of day
	Options  []FieldOption
	Required bool
	Wrong    string
	Min, Max string      // of a day: the first and the last that will do; empty: any
	Items    []FieldItem // of a list
	More     string      // of a list: the words of the button that adds one
}

// FieldItem is one of a list.
type FieldItem struct {
	Title  string
	Fields []Field
}

// FieldOption is one thing to choose.
type FieldOption struct {
	Value  string
	Label  words.Filed
	Chosen bool
}

// NewActForm answers the form of an act as far as it was typed. It answers false where the party may not perform an
// act of that kind now: then there is no form.
func NewActForm(q ActAsk) (ActForm, bool) {
	offers := offersOf(q.Docket.Offers(q.Seat, q.Dossier, q.At), q.Kind)
	if len(offers) == 0 {
		return ActForm{}, false
	}
	s := newSheet(q, offers)
	f := ActForm{
		Kind: string(q.Kind), Title: q.Reader.Say("do."+string(q.Kind), nil), Who: s.set.party(q.Seat, q.Reader), Dossier: q.Dossier, ID: q.ID,
	}
	if key := "do.hint." + string(q.Kind); q.Reader.Known(key) {
		f.Hint = q.Reader.Say(key, nil)
	}
	f.Act = act.Act{Body: q.Docket.Charter().Body, ID: q.ID, By: q.Seat, Stage: s.stage()}
	f.Act.Do = s.deed()
	s.head(&f.Act)
	if q.Enclose {
		f.Sealing = s.sealing()
	}
	f.Written = slices.ContainsFunc(s.texts, func(t written) bool { return t.text != "" })
	f.Fields, f.Problems = s.fields, s.problems
	return f, true
}

func offersOf(all []dossier.Offer, kind act.Kind) []dossier.Offer {
	return slices.DeleteFunc(all, func(o dossier.Offer) bool { return o.Kind != kind })
}

// stage asks for the stage where more than one is offered, and answers the one chosen.
func (s *sheet) stage() string {
	var options []FieldOption
	for _, o := range s.offers {
		if slices.ContainsFunc(options, func(x FieldOption) bool { return x.Value == stageValue(o.Stage) }) || s.behind(o.Stage) {
			continue
		}
		label := s.q.Reader.Say("ask.stage.all", nil)
		if o.Stage != "" {
			label = s.set.stageByID(s.st, o.Stage, s.q.Reader)
		}
		options = append(options, FieldOption{Value: stageValue(o.Stage), Label: words.Filed{Text: label, Lang: s.q.Reader.Tag()}})
	}
	switch len(options) {
	case 0:
		return ""
	case 1:
		return stageOf(options[0].Value)
	}
	return stageOf(s.radios("stage", options, true))
}

// behind says whether a stage lies behind the dossier: an act is not asked to look back.
func (s *sheet) behind(id string) bool {
	for _, st := range s.st.Stages {
		if st.ID == id {
			return st.State == dossier.Passed
		}
	}
	return false
}

// Values of the choice of a stage: "every" stands for none in particular.
func stageValue(id string) string {
	if id == "" {
		return "every"
	}
	return id
}

func stageOf(value string) string {
	if value == "every" {
		return ""
	}
	return value
}

// head asks for what every act has: the other dossiers it addresses, its day, a remark.
func (s *sheet) head(a *act.Act) {
	switch {
	case s.q.Kind == act.KindApply:
		a.Dossiers = []string{s.freeDossier()}
	case s.q.Dossier != "":
		a.Dossiers = append([]string{s.q.Dossier}, s.checks("dossiers", s.otherDossiers(), false)...)
	}
	a.Date = form.Instant{Day: s.dayOfAct()}
	a.Note = s.line("note", false)
	a.ValidUntil = s.valid()
	s.language()
}

// freeDossier answers the id of the dossier an application would open: the applicant's, with a number from the second on.
func (s *sheet) freeDossier() string {
	taken, id := s.q.Docket.Dossiers(), string(s.q.Seat)
	for n := 2; slices.Contains(taken, id); n++ {
		id = string(s.q.Seat) + "-" + strconv.Itoa(n)
	}
	return id
}

// otherDossiers answers those in which the same party may perform an act of the kind too.
func (s *sheet) otherDossiers() []FieldOption {
	var all []FieldOption
	for _, id := range s.q.Docket.Dossiers() {
		if id == s.q.Dossier || len(offersOf(s.q.Docket.Offers(s.q.Seat, id, s.q.At), s.q.Kind)) == 0 {
			continue
		}
		if st, err := s.q.Docket.Standing(id, s.q.At); err == nil {
			all = append(all, FieldOption{Value: id, Label: words.Filed{Text: s.set.title(st, s.q.Reader), Lang: s.q.Reader.Tag()}})
		}
	}
	return all
}

// dayOfAct asks for the day of the act: not after today, and in a record that is folded by days not before its last.
func (s *sheet) dayOfAct() form.Date {
	zone := s.q.Docket.Zone()
	today, first := form.DateOf(s.q.At.In(zone)), form.Date{}
	if s.set.reported() {
		first = form.DateOf(s.q.Docket.At().In(zone))
	}
	f := s.add("date", FieldDay, true)
	f.Max, f.Value = today.String(), s.typed("date")
	if !first.IsZero() {
		f.Min = first.String()
	}
	if !s.sent() {
		f.Value = today.String()
	}
	day, err := form.ParseDate(f.Value)
	switch {
	case err != nil:
		s.wrong(f, "wrong.day", words.Args{"text": f.Value})
	case today.Before(day):
		s.wrong(f, "wrong.future", words.Args{"day": s.q.Reader.Day(s.q.At.In(zone))})
	case day.Before(first):
		s.wrong(f, "wrong.past", words.Args{"day": s.q.Reader.Day(first.In(zone))})
	}
	return day
}

// language asks in which language the texts were written, if there are any, and puts them down in it.
func (s *sheet) language() {
	if len(s.texts) == 0 {
		return
	}
	lang := s.typed("lang")
	if lang == "" {
		lang = s.q.Reader.Tag()
	}
	f := s.add("lang", FieldSelect, true)
	f.Value = lang
	known := false
	for _, l := range writtenIn() {
		f.Options = append(f.Options, FieldOption{Value: l.tag, Label: words.Filed{Text: l.name, Lang: l.tag}, Chosen: l.tag == lang})
		known = known || l.tag == lang
	}
	if !known {
		s.wrong(f, "wrong.choice", nil)
	}
	for _, t := range s.texts {
		t.names[lang] = t.text
	}
}

// writtenIn answers the languages texts may be filed in, each by its own name.
func writtenIn() []struct{ tag, name string } {
	return []struct{ tag, name string }{
		{"en", "English"},
		{"fr", "français"},
		{"ar", "العربية"},
		{"bg", "български"},
		{"cs", "čeština"},
		{"da", "dansk"},
		{"de", "Deutsch"},
		{"el", "ελληνικά"},
		{"es", "español"},
		{"et", "eesti"},
		{"fi", "suomi"},
		{"hr", "hrvatski"},
		{"hu", "magyar"},
		{"is", "íslenska"},
		{"it", "italiano"},
		{"lt", "lietuvių"},
		{"lv", "latviešu"},
		{"mk", "македонски"},
		{"nl", "Nederlands"},
		{"no", "norsk"},
		{"pl", "polski"},
		{"pt", "português"},
		{"ro", "română"},
		{"ru", "русский"},
		{"sk", "slovenčina"},
		{"sl", "slovenščina"},
		{"sq", "shqip"},
		{"sv", "svenska"},
		{"tr", "Türkçe"},
		{"uk", "українська"},
		{"zh", "中文"},
	}
}

// number reads a whole number that is not negative.
func number(text string) (int64, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil && n >= 0
}

// City answers the city after which the time zone of a body is named.
func City(c *body.Charter) string { return zoneCity(c.TimeZone) }
