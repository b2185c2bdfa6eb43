package intake

import (
	"errors"

	"accede/act"
	"accede/body"
	"accede/form"
)

// MaxSize is how many bytes a report may have. A report is a page or two; a megabyte is a mistake.
const MaxSize = 1 << 20

// The errors of Read, each for what the caller can do about it.
var (
	ErrEmpty = errors.New("there is no text in it")     // send another
	ErrLarge = errors.New("it is too large")            // send the part that matters
	ErrBytes = errors.New("it is not text of any kind") // send text or HTML
)

// Report is what is read. Only Text is required.
type Report struct {
	Text      []byte        // plain text or HTML, as it was published
	Name      string        // name of the file, for messages; a date in it says when the report was published
	Published form.Date     // when it was published, if the operator knows; zero: taken from the text or the name
	Received  form.Date     // the day on which it is handed in: a date line without a year is of the last such day; zero: not known
	Charter   *body.Charter // of the record it is for; nil: that of the body the report names, if there is one
}

// Span is a place in the text of a Reading: bytes from Start up to End. It is never empty.
type Span struct{ Start, End int }

// Sureness says how sure a draft is. The zero value is no sureness and never answered.
type Sureness string

// The surenesses.
const (
	Sure     Sureness = "sure"     // the words of the report say it
	Likely   Sureness = "likely"   // one thing had to be worked out, such as whom a pronoun means
	Doubtful Sureness = "doubtful" // more than one, or one that often goes wrong
)

// Draft is an act that the text suggests.
type Draft struct {
	Act     act.Act
	Spans   []Span   // what it came from, in the order of the text; at least one
	Sure    Sureness // of the whole
	Why     []string // how it was found and what was worked out, in a few words each
	Missing []string // what the text does not say and the act needs, such as date: it cannot be entered without
	Reader  string   // empty: the grammars; else the name of the second reader it is from
}

// Finding is one thing found in the text that is no act: a date, a place, a party, a person.
type Finding struct {
	Kind  string // date, place, party, person, body, rule, source
	ID    string // party or body: its id; date: as far as it is known, 2022, 2022-05 or 2022-05-25; else empty
	Text  string // in words: the name, the role and name, the rule
	Spans []Span // every place in which it is found, in order
	Why   string
}

// Note is something the person should know: a date that does not exist, a language that is not read.
type Note struct {
	Text  string
	Spans []Span // may be empty
}

// Rule is what the report says about how the body decides. The zero value: it says nothing.
type Rule struct {
	Kind    string // unanimity, consensus, two-thirds majority, majority, qualified majority; empty: not said
	Members int    // how many members are said to decide; 0: not said
	Spans   []Span
}

// Source is where the report is from, as far as it says so itself.
type Source struct {
	Publisher string    // empty: not said
	Title     string    // the headline, if there is one; else the first words
	Date      form.Date // of publication; zero: not known
	Place     string    // of the date line
	Chain     []Link    // whom the report relies on in turn
	Spans     []Span    // of the date line and the headline
}

// Link is one step of the chain of sources, such as foreign media reports.
type Link struct {
	Text string
	Span Span
}

// Reading is what was found in a report. Its texts and spans are of Text, which is the report in UTF-8, without
// markup. It is plain data; the same report and charter give the same reading.
type Reading struct {
	Text      string
	Language  string // BCP 47 tag; und: not recognised. Drafts are made of English alone
	Source    Source
	Body      string // id of the body; empty: not recognised
	Elsewhere string // the body the report names where it names that of the charter it was read for nowhere; empty: it is about that one, or names none
	Charter   string // name of the charter that was used; empty: none
	Rule      Rule
	Findings  []Finding // parties, people, places, dates, by kind and then in the order of the text
	Drafts    []Draft   // in the order in which they can be entered
	Notes     []Note
	Refused   []Refused // what a second reader said and the text does not
}

// Words answers the characters of a span.
func (r *Reading) Words(s Span) string { return r.Text[s.Start:s.End] }
