package body

import (
	"fmt"
	"strconv"
	"strings"

	"accede/form"
)

// ReadCharter reads a charter file and checks all of it that can be checked without the rule language: its form,
// that every id is well written, given once and known where it is used, dates, figures, sources, the time zone, and
// that every stage says exactly one way in which it is done. Package rule checks the sentences.
//
// The error is form.Faults, each with its place. A charter of a later format is refused as such, before anything in
// it that this version cannot know.
func ReadCharter(file string, data []byte) (*Charter, error) {
	root, err := form.Parse(file, data)
	if err != nil {
		return nil, err
	}
	if f := wrongFormat(root); f != nil {
		return nil, form.Faults{f}
	}
	c := new(Charter)
	if err := root.Decode(c); err != nil {
		return nil, err
	}
	if err := c.Check(); err != nil {
		return nil, err
	}
	return c, nil
}

// Check checks a charter as ReadCharter does. The error is form.Faults; a charter that was not read from a file has
// no places in them.
func (c *Charter) Check() error {
	check := newChecker(c)
	check.head()
	check.offices()
	check.members()
	check.classes()
	check.weights()
	check.ballots()
	check.rules()
	check.procedures()
	check.keys()
	return check.faults.InOrder()
}

// wrongFormat answers why the file is no charter of this version, or nil.
func wrongFormat(root *form.Node) *form.Fault {
	n, ok := root.Get("accede")
	if !ok {
		return root.Fault("this is no charter: its first line is accede: %s", CharterFormat)
	}
	kind, version, _ := strings.Cut(n.Value, "/")
	number, err := strconv.Atoi(version)
	switch {
	case n.Value == CharterFormat:
		return nil
	case kind == "charter" && err == nil && number > 1:
		return n.Fault("%s is written for a newer version of this program, which reads %s: use that version", n.Value, CharterFormat)
	}
	return n.Fault("%q is not the format of a charter: write accede: %s", n.Value, CharterFormat)
}

// checker gathers what is wrong with a charter.
type checker struct {
	*Charter
	faults  form.Faults
	parties map[MemberID]bool // members and applicants
	listed  map[MemberID]bool // members
	class   map[string]bool
	rule    map[string]bool
}

func newChecker(c *Charter) *checker {
	check := &checker{
		Charter: c, parties: map[MemberID]bool{}, listed: map[MemberID]bool{},
		class: map[string]bool{Everyone: true}, rule: map[string]bool{},
	}
	for _, m := range c.Members {
		check.parties[m.ID], check.listed[m.ID] = true, true
	}
	for _, m := range c.Applicants {
		check.parties[m.ID] = true
	}
	for _, class := range c.Classes {
		check.class[class.ID] = true
	}
	for _, r := range c.Rules {
		check.rule[r.ID] = true
	}
	return check
}

// tell adds a fault at the value of a key.
func (c *checker) tell(at form.Places, key, text string, args ...any) {
	c.faults = append(c.faults, &form.Fault{Place: at.Of(key), Text: fmt.Sprintf(text, args...)})
}

// head checks what stands at the top of the file.
func (c *checker) head() {
	if c.Format != CharterFormat {
		c.tell(c.Places, "accede", "%q is not the format of a charter: write accede: %s", c.Format, CharterFormat)
	}
	c.id(c.Places, "body", c.Body)
	if _, err := LoadZone(c.TimeZone); err != nil {
		c.tell(c.Places, "time_zone", "%v", err)
	}
	for i, key := range c.Sources.Keys {
		at := form.Places{Self: placeAt(c.Sources.Places, i)}
		if !isID(strings.ReplaceAll(key, "_", "-")) {
			c.tell(at, "", "%q is not a key of a source: small letters a-z, digits, hyphens, underscores and dots", key)
		}
		if key == Unsourced || key == Derived {
			c.tell(at, "", "%s says that there is no source: give this source another key", key)
		}
	}
}

// source checks the key of a source.
func (c *checker) source(at form.Places, key string) {
	if key == "" || key == Unsourced || key == Derived {
		return
	}
	if _, ok := c.Sources.Get(key); !ok {
		c.tell(at, "source", "there is no source %q%s", key, c.didYouMean(key, c.Sources.Keys))
	}
}

func (c *checker) didYouMean(word string, known []string) string {
	if near, ok := form.Nearest(word, known); ok {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

// id checks that an id is well written.
func (c *checker) id(at form.Places, key, id string) bool {
	if isID(id) {
		return true
	}
	c.tell(at, key, "%q is not an id: small letters a-z, digits, hyphens and dots, with a letter or digit first", id)
	return false
}

// word checks an id that sentences use: it begins with a letter and is no word of the rule language.
func (c *checker) word(at form.Places, id string) {
	switch {
	case !c.id(at, "id", id):
	case id[0] >= '0' && id[0] <= '9':
		c.tell(at, "id", "%q begins with a digit; a word that rules use begins with a letter", id)
	case isRuleWord(id):
		c.tell(at, "id", "%q is a word of the rule language: choose another", id)
	}
}

// once tells an id that was seen before.
func (c *checker) once(seen map[string]int, at form.Places, what, id string) {
	line, twice := seen[id]
	switch {
	case !twice:
		seen[id] = at.Of("id").Line
	case line == 0: // not read from a file
		c.tell(at, "id", "the %s %q is here twice", what, id)
	default:
		c.tell(at, "id", "the %s %q is here twice; the first is on line %d", what, id, line)
	}
}

func isID(id string) bool {
	for i, c := range []byte(id) {
		letter := c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
		if !letter && (i == 0 || c != '-' && c != '.') {
			return false
		}
	}
	return id != "" && len(id) <= maxID
}

// maxID is the greatest length of an id, in bytes.
const maxID = 64

// isRuleWord says whether a word has a meaning of its own in the rule language.
func isRuleWord(word string) bool {
	switch word {
	case "or", "and", "not", "of", "these", "hold", "by", "are", "is", "all", "none", "at", "least", "most", "more",
		"fewer", "than", "exactly", "half", "voting", "present":
		return true
	}
	return false
}

// placeAt answers the i-th place, or none where the value was not read from a file.
func placeAt(places []form.Place, i int) form.Place {
	if i < len(places) {
		return places[i]
	}
	return form.Place{}
}
