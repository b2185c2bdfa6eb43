package view

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"accede/body"
	"accede/dossier"
	"accede/form"

	"accede/internal/view/words"
)

// sheet asks for the parts of an act one by one. Each question adds its field to the form and answers what was typed
// into it, so that a form and what it makes cannot come apart.
type sheet struct {
	q        ActAsk
	set      Setting
	st       dossier.Standing // zero for an act that addresses the body
	offers   []dossier.Offer  // of the kind asked for
	fields   []Field
	prefix   string // before the names of fields inside a list
	within   string // the titles of the items the fields are in, in words
	problems []Problem
	texts    []written // what was written, to be put down in the language that is asked for last
}

// written is a text whose language is not known yet.
type written struct {
	names body.Names
	text  string
}

func newSheet(q ActAsk, offers []dossier.Offer) *sheet {
	s := &sheet{q: q, set: SettingOf(q.Docket.Under(q.Dossier)), offers: offers}
	if q.Dossier != "" {
		s.st, _ = q.Docket.Standing(q.Dossier, q.At) // it is there: something is offered in it
	}
	return s
}

// sent says whether anything was typed: a new form has nothing wrong with it yet.
func (s *sheet) sent() bool { return s.q.Typed != nil }

func (s *sheet) typed(key string) string {
	if v := s.q.Typed[s.prefix+key]; len(v) > 0 {
		return strings.TrimSpace(strings.ReplaceAll(v[0], "\r\n", "\n"))
	}
	return ""
}

// add asks for something. The field is good until the next is added.
func (s *sheet) add(key string, sort FieldSort, required bool) *Field {
	s.fields = append(s.fields, Field{Name: s.prefix + key, Sort: sort, Label: s.say("ask.", key), Required: required})
	f := &s.fields[len(s.fields)-1]
	if hint := s.say("hint.", key); hint != "" {
		f.Hint = hint
	}
	return f
}

// say answers the words for a key: those of the kind of act, else those of every kind, else none.
func (s *sheet) say(what, key string) string {
	for _, k := range []string{what + string(s.q.Kind) + "." + key, what + key} {
		if s.q.Reader.Known(k) {
			return s.q.Reader.Say(k, nil)
		}
	}
	return ""
}

// wrong notes what is wrong with a field.
func (s *sheet) wrong(f *Field, key string, args words.Args) {
	if !s.sent() || s.q.Draft {
		return
	}
	f.Wrong = s.q.Reader.Say(key, args)
	s.problems = append(s.problems, Problem{Field: f.Name, Text: s.q.Reader.Say("wrong.in", words.Args{"field": s.within + f.Label, "what": f.Wrong})})
}

// need notes that something required is missing, and answers whether it is there.
func (s *sheet) need(f *Field) bool {
	if f.Value == "" && f.Required {
		s.wrong(f, "wrong.missing", nil)
	}
	return f.Value != ""
}

// maxTyped is how many characters one text may have.
const maxTyped = 8000

func (s *sheet) line(key string, required bool) string {
	f := s.add(key, FieldLine, required)
	f.Value = s.typed(key)
	s.need(f)
	s.short(f)
	return f.Value
}

// maxCharter is how many characters a charter may have that is proposed in a form.
const maxCharter = 50_000

// charter asks for the text of a charter, where some procedure amends it.
func (s *sheet) charter(key string) string {
	amends := slices.ContainsFunc(s.set.Charter.Procedures.Values, func(p body.Procedure) bool {
		return slices.ContainsFunc(p.Stages, func(g body.Stage) bool { return g.Effect != nil && g.Effect.Amends != "" })
	})
	if !amends {
		return ""
	}
	f := s.add(key, FieldText, false)
	f.Value = s.typed(key)
	if n := len([]rune(f.Value)); n > maxCharter {
		s.wrong(f, "wrong.long", words.Args{"n": n, "max": maxCharter})
	}
	return strings.ReplaceAll(f.Value, "\r\n", "\n")
}

func (s *sheet) short(f *Field) {
	if n := len([]rune(f.Value)); n > maxTyped {
		s.wrong(f, "wrong.long", words.Args{"n": n, "max": maxTyped})
	}
}

// text asks for a text in the language of the form; nil where nothing was written.
func (s *sheet) text(key string, required bool) body.Names {
	f := s.add(key, FieldText, required)
	f.Value = s.typed(key)
	s.short(f)
	if !s.need(f) {
		s.texts = append(s.texts, written{body.Names{}, ""}) // the form has texts, so it asks for their language
		return nil
	}
	names := body.Names{}
	s.texts = append(s.texts, written{names, f.Value})
	return names
}

func (s *sheet) number(key string, required bool) (int64, bool) {
	f := s.add(key, FieldNumber, required)
	f.Value = s.typed(key)
	if !s.need(f) {
		return 0, false
	}
	n, ok := number(f.Value)
	if !ok {
		s.wrong(f, "wrong.number", words.Args{"text": f.Value})
	}
	return n, ok
}

// count is number where an absent number is not nought.
func (s *sheet) count(key string) *int64 {
	if n, ok := s.number(key, false); ok {
		return &n
	}
	return nil
}

func (s *sheet) date(key string, required bool) form.Instant {
	f := s.add(key, FieldDay, required)
	f.Value = s.typed(key)
	if !s.need(f) {
		return form.Instant{}
	}
	day, err := form.ParseDate(f.Value)
	if err != nil {
		s.wrong(f, "wrong.day", words.Args{"text": f.Value})
	}
	return form.Instant{Day: day}
}

// moment asks for a day with the time of day, in the zone of the body; without a time it is the whole day.
func (s *sheet) moment(key string, required bool) form.Instant {
	f := s.add(key, FieldMoment, required)
	f.Value, f.Clock = s.typed(key), s.typed(key+".clock")
	f.Hint = s.q.Reader.Say("hint.moment", words.Args{"zone": s.q.Reader.City(zoneCity(s.set.Charter.TimeZone))})
	if !s.need(f) {
		return form.Instant{}
	}
	day, err := form.ParseDate(f.Value)
	if err != nil {
		s.wrong(f, "wrong.day", words.Args{"text": f.Value})
		return form.Instant{}
	}
	if f.Clock == "" {
		return form.Instant{Day: day}
	}
	clock, err := time.Parse("15:04", f.Clock)
	if err != nil {
		s.wrong(f, "wrong.clock", words.Args{"text": f.Clock})
		return form.Instant{Day: day}
	}
	at := time.Date(day.Year, day.Month, day.Day, clock.Hour(), clock.Minute(), 0, 0, s.set.Zone)
	return form.Instant{At: at}
}

func (s *sheet) radios(key string, options []FieldOption, required bool) string {
	return s.one(key, FieldRadios, options, required)
}

// choose asks for one of many in the least room.
func (s *sheet) choose(key string, options []FieldOption, required bool) string {
	return s.one(key, FieldSelect, options, required)
}

func (s *sheet) one(key string, sort FieldSort, options []FieldOption, required bool) string {
	if len(options) == 0 && !required {
		return ""
	}
	f := s.add(key, sort, required)
	f.Options, f.Value = options, s.typed(key)
	if !s.sent() && len(options) == 1 && required {
		f.Value = options[0].Value // there is no other choice
	}
	for i := range f.Options {
		f.Options[i].Chosen = f.Options[i].Value == f.Value
	}
	if s.need(f) && !slices.ContainsFunc(options, func(o FieldOption) bool { return o.Value == f.Value }) {
		s.wrong(f, "wrong.choice", nil)
		f.Value = ""
	}
	return f.Value
}

func (s *sheet) checks(key string, options []FieldOption, required bool) []string {
	if len(options) == 0 {
		return nil
	}
	f := s.add(key, FieldChecks, required)
	f.Options = options
	var chosen []string
	for i := range f.Options {
		o := &f.Options[i]
		o.Chosen = slices.Contains(s.q.Typed[s.prefix+key], o.Value)
		if o.Chosen {
			chosen = append(chosen, o.Value)
		}
	}
	if required && len(chosen) == 0 {
		s.wrong(f, "wrong.none", nil)
	}
	return chosen
}

// preset ticks what the form was opened for, while it is new.
func (s *sheet) preset(values ...string) {
	if s.sent() {
		return
	}
	f := &s.fields[len(s.fields)-1]
	for i := range f.Options {
		if slices.Contains(values, f.Options[i].Value) && f.Options[i].Value != "" {
			f.Options[i].Chosen = true
			f.Value = f.Options[i].Value
		}
	}
}

// maxItems is how many of the same a form takes.
const maxItems = 30

// listOf asks for several of the same: at least as many as said, as many as shown while the form is new, one more for
// each press of its button. What is left empty beyond the least is not there.
func listOf[T any](s *sheet, key string, least, shown int, item func() T) []T {
	name := s.prefix + key
	n := max(least, shown)
	if typed, ok := number(s.typed(key + ".n")); ok {
		n = max(n, int(min(typed, maxItems)))
	}
	f := Field{Name: name, Sort: FieldList, Label: s.say("ask.", key), Hint: s.say("hint.", key), Value: strconv.Itoa(n), Required: least > 0}
	if n < maxItems {
		f.More = s.say("more.", key)
	}
	var all []T
	outer, prefix, within := s.fields, s.prefix, s.within
	for i := range n {
		title := s.q.Reader.Say("ask.item", words.Args{"what": s.say("item.", key), "n": i + 1})
		s.fields, s.prefix, s.within = nil, name+"."+strconv.Itoa(i)+".", within+title+" · "
		if i < least || s.begun() {
			all = append(all, item())
		} else {
			s.quietly(func() { item() })
		}
		f.Items = append(f.Items, FieldItem{Title: title, Fields: s.fields})
	}
	outer = append(outer, f)
	s.fields, s.prefix, s.within = outer, prefix, within
	return all
}

// partID answers the id of something new inside the act: the id of the act and its place in the form.
func (s *sheet) partID() string {
	var id strings.Builder
	id.WriteString(s.q.ID)
	for part := range strings.SplitSeq(strings.TrimSuffix(s.prefix, "."), ".") {
		if n, err := strconv.Atoi(part); err == nil {
			id.WriteString(strconv.Itoa(n + 1))
			continue
		}
		id.WriteString("-" + part[:1])
	}
	return id.String()
}

// begun says whether anything was written below the prefix. What a new form chooses by itself does not count.
func (s *sheet) begun() bool {
	chosen := []string{"of", "by", "kind", "side", "form", "n"}
	for key, values := range s.q.Typed {
		if !strings.HasPrefix(key, s.prefix) || slices.Contains(chosen, key[strings.LastIndexByte(key, '.')+1:]) {
			continue
		}
		if slices.ContainsFunc(values, func(v string) bool { return strings.TrimSpace(v) != "" }) {
			return true
		}
	}
	return false
}

// quietly asks without minding that nothing was answered.
func (s *sheet) quietly(ask func()) {
	typed := s.q.Typed
	s.q.Typed = nil
	ask()
	s.q.Typed = typed
}
