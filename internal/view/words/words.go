// Package words is the catalogue of every word the interface says: by key, by language, with the plurals and dates
// of each.
//
// It knows messages, languages, plural forms and the names of months. It refuses to know what it is told about:
// arguments are numbers and texts, handed to it ready for the reader's language. No sentence is made of parts: each
// is one message with arguments, so that a translator may put them in any order.
package words

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Catalogue holds the messages of every language, parsed. It never changes once made: share it freely.
type Catalogue struct {
	readers []*Reader // English first
}

// Load parses the messages of every language. It fails on a message that cannot be read, naming language and key.
func Load() (*Catalogue, error) { return parsed(tables()) }

func parsed(all []table) (*Catalogue, error) {
	c := &Catalogue{}
	for _, t := range all {
		r, err := newReader(t)
		if err != nil {
			return nil, err
		}
		if len(c.readers) > 0 {
			r.fallback = c.readers[0]
		}
		c.readers = append(c.readers, r)
	}
	return c, nil
}

// Languages answers the readers of all languages, English first.
func (c *Catalogue) Languages() []*Reader { return slices.Clone(c.readers) }

// In answers the reader of a language by its tag; false where the catalogue does not have it.
func (c *Catalogue) In(tag string) (*Reader, bool) {
	for _, r := range c.readers {
		if r.table.tag == tag {
			return r, true
		}
	}
	return c.readers[0], false
}

// Best answers the reader that suits an Accept-Language header best; English where none does.
func (c *Catalogue) Best(header string) *Reader {
	wanted, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(wanted) == 0 {
		return c.readers[0]
	}
	have := make([]language.Tag, len(c.readers))
	for i, r := range c.readers {
		have[i] = r.tag
	}
	_, i, confidence := language.NewMatcher(have).Match(wanted...)
	if confidence == language.No {
		return c.readers[0]
	}
	return c.readers[i]
}

// Reader says things in one language. It never changes: share it freely.
type Reader struct {
	*voice
	opener Opener // nil: nothing sealed can be read
}

// Opener answers, for one reader, the words of sealed texts: in each language they have, or instead of them what is to
// be said to that reader.
type Opener interface {
	Open(seal string, r *Reader) (texts map[string]string, instead string)
}

// With answers a reader of the same language to whom sealed texts are opened by o.
func (r *Reader) With(o Opener) *Reader { return &Reader{r.voice, o} }

// Open answers the words of a sealed text, or what is said instead.
func (r *Reader) Open(seal string) (texts map[string]string, instead string) {
	if r.opener == nil {
		return nil, r.Say("sealed.closed", nil)
	}
	return r.opener.Open(seal, r)
}

// voice is what a language says, however many read in it.
type voice struct {
	table    table
	tag      language.Tag
	messages map[string]message
	fallback *Reader   // English; nil for English itself
	orders   sync.Pool // of *collate.Collator, each for one goroutine at a time
}

func newReader(t table) (*Reader, error) {
	tag, err := language.Parse(cmp.Or(t.like, t.tag))
	if err != nil {
		return nil, fmt.Errorf("read the language tag %q: %w", t.tag, err)
	}
	r := &Reader{voice: &voice{table: t, tag: tag, messages: make(map[string]message, len(t.messages))}}
	r.orders.New = func() any { return collate.New(tag) }
	for key, text := range t.messages {
		m, err := parse(text)
		if err != nil {
			return nil, fmt.Errorf("read the message %s in %s: %w", key, t.tag, err)
		}
		r.messages[key] = m
	}
	return r, nil
}

// Tag answers the language tag: en, fr, tr.
func (r *Reader) Tag() string { return r.table.tag }

// Name answers the language's name for itself.
func (r *Reader) Name() string { return r.table.name }

// Dir answers ltr or rtl.
func (r *Reader) Dir() string { return r.table.dir }

// Order sorts things by their names in the alphabetical order of the language; equal names keep their order.
func Order[T any](r *Reader, things []T, name func(T) string) {
	order := r.orders.Get().(*collate.Collator)
	defer r.orders.Put(order)
	type keyed struct {
		key   []byte
		thing T
	}
	var buf collate.Buffer
	all := make([]keyed, len(things))
	for i, t := range things {
		all[i] = keyed{order.KeyFromString(&buf, name(t)), t}
	}
	slices.SortStableFunc(all, func(a, b keyed) int { return bytes.Compare(a.key, b.key) })
	for i := range all {
		things[i] = all[i].thing
	}
}

// Has says whether the language itself, not its fallback, has a key.
func (r *Reader) Has(key string) bool { _, ok := r.messages[key]; return ok }

// Args are the arguments of a message by name: int, int64, string, Filed for words out of the record, or []Span for what
// was said before.
type Args map[string]any

// Filed is a text out of the record, in the language in which it was filed.
type Filed struct {
	Text string `json:"text"`
	Lang string `json:"lang,omitempty"` // a tag [BCP 47]; empty: none was said
}

// Say answers a message as plain text. A key the language lacks is said in English; one that English lacks too is
// answered as it stands, which a test forbids.
func (r *Reader) Say(key string, args Args) string {
	m, in, ok := r.find(key)
	if !ok {
		return key
	}
	if len(m) == 1 && m[0].kind == partText {
		return m[0].text
	}
	var b strings.Builder
	in.write(m, args, &b)
	return b.String()
}

// Rich answers a message as spans, with its marks kept.
func (r *Reader) Rich(key string, args Args) []Span {
	m, in, ok := r.find(key)
	if !ok {
		return []Span{{Text: key}}
	}
	w := spanWriter{}
	in.spans(m, args, &w)
	return w.spans
}

func (r *Reader) find(key string) (message, *Reader, bool) {
	if m, ok := r.messages[key]; ok {
		return m, r, true
	}
	if r.fallback != nil {
		return r.fallback.find(key)
	}
	return nil, r, false
}

// Known says whether a key has a message in this language or in English.
func (r *Reader) Known(key string) bool { _, _, ok := r.find(key); return ok }

// Keys answers the keys the language itself has, sorted.
func (r *Reader) Keys() []string {
	keys := make([]string, 0, len(r.messages))
	for k := range r.messages {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Asks answers the names of the arguments that a message of the language itself asks for, sorted, each once.
func (r *Reader) Asks(key string) []string {
	names := r.messages[key].arguments(nil)
	slices.Sort(names)
	return slices.Compact(names)
}

// List answers texts as one enumeration: a, b and c.
func (r *Reader) List(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	text := items[0]
	for _, item := range items[1 : len(items)-1] {
		text = r.Say("list.more", Args{"a": text, "b": item})
	}
	return r.Say("list.last", Args{"a": text, "b": items[len(items)-1]})
}

// Commas answers texts as the beginning of an enumeration: a, b, c.
func (r *Reader) Commas(items []string) string {
	text := ""
	for i, item := range items {
		if i == 0 {
			text = item
			continue
		}
		text = r.Say("list.more", Args{"a": text, "b": item})
	}
	return text
}

// Decimal answers a decimal number, "0.25", with the mark the language sets before the tenths. [Unicode CLDR, numbers]
func (r *Reader) Decimal(number string) string {
	if whole, rest, found := strings.Cut(number, "."); found {
		return r.Say("sentence.decimal", Args{"whole": whole, "rest": rest})
	}
	return number
}

// Percent answers a decimal number of hundredths with the sign for them where the language sets it.
func (r *Reader) Percent(hundredths string) string {
	return r.Say("sentence.percent", Args{"n": r.Decimal(hundredths)})
}

// form answers the plural form of a whole number. [Unicode CLDR, cardinal]
func (r *Reader) form(n int64) plural.Form {
	if n < 0 {
		n = -n
	}
	return plural.Cardinal.MatchPlural(r.tag, int(n), 0, 0, 0, 0)
}

// Day answers a day in full: 21 June 2022.
func (r *Reader) Day(t time.Time) string {
	return r.date("date.day", t)
}

// DayShort answers a day without its year: 21 June.
func (r *Reader) DayShort(t time.Time) string {
	return r.date("date.short", t)
}

// DayTiny answers a day with its month shortened: 21 Jun 2022.
func (r *Reader) DayTiny(t time.Time) string {
	return r.date("date.tiny", t)
}

// Month answers a month with its year: June 2022.
func (r *Reader) Month(t time.Time) string {
	months := r.table.alone
	if months[0] == "" {
		return r.date("date.month", t)
	}
	y, m, _ := t.Date()
	return r.Say("date.month", Args{"month": months[m-1], "mon": r.MonthShort(m), "y": strconv.Itoa(y)})
}

// Moment answers a day in full and the time, with the zone in words.
func (r *Reader) Moment(t time.Time, zone string) string {
	return r.Say("date.moment", Args{"day": r.Day(t), "time": t.Format("15:04"), "zone": r.City(zone)})
}

// City answers what the language calls a city that a time zone is named after; the name as it came where it knows none.
func (r *Reader) City(name string) string {
	if key := "city." + strings.ReplaceAll(name, " ", "-"); r.Known(key) {
		return r.Say(key, nil)
	}
	return name
}

// MonthName answers the name of a month as it stands in a date.
func (r *Reader) MonthName(m time.Month) string {
	months := r.table.months
	if months[0] == "" && r.fallback != nil {
		return r.fallback.MonthName(m)
	}
	return months[m-1]
}

// MonthShort answers the shortened name of a month.
func (r *Reader) MonthShort(m time.Month) string {
	months := r.table.short
	if months[0] == "" && r.fallback != nil {
		return r.fallback.MonthShort(m)
	}
	return months[m-1]
}

func (r *Reader) date(key string, t time.Time) string {
	y, m, d := t.Date()
	// The year is a text: no language separates its thousands.
	return r.Say(key, Args{"d": d, "month": r.MonthName(m), "mon": r.MonthShort(m), "y": strconv.Itoa(y)})
}
