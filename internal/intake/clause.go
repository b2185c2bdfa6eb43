package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// tag is the letter that stands for a thing in the form of a clause.
type tag byte

// The tags. The form of a clause is its words in small letters, with things in angle brackets: <p3> is its fourth item.
const (
	aWord   tag = 0
	party   tag = 'p' // a state, its people or its officials, an organisation
	adject  tag = 'a' // Finnish
	place   tag = 'l'
	bodyTag tag = 'b'
	office  tag = 'r'
	unknown tag = 'n' // a proper name of nobody known
	speaker tag = 's' // a person with an office or a side
	dated   tag = 'd'
	quote   tag = 'q'
	several tag = 'g' // the two sides, both countries
	number  tag = 'k'
	armed   tag = 'w' // an armed group or a movement
)

// item is a word or a thing of a clause.
type item struct {
	Span
	tag   tag
	low   string // of a word; of a group, the phrase
	id    string // of a party, a body, a group; of an office, its kind
	name  string // of a party, a place, an office, a person
	role  string // of a person
	also  string // of a person: as it is printed, where the name is known otherwise
	how   string // how a party is meant: name, people, capital, office, adjective
	n     int    // of a number
	date  date   // of a date
	guess bool   // for whom a person speaks is guessed
	glue  bool   // no space goes before it
	cap   bool   // a word that begins with a capital letter
}

// clause is a sentence, or what is inside a quotation, as items and as a form that the grammars read.
type clause struct {
	text  string // of the whole report
	items []item
	form  string
	from  []int // where in the form each item begins
}

// render writes the form again after the items have changed.
func (c *clause) render() {
	var b strings.Builder
	c.from = c.from[:0]
	for i, it := range c.items {
		if i > 0 && !it.glue {
			b.WriteByte(' ')
		}
		c.from = append(c.from, b.Len())
		if it.tag == aWord {
			b.WriteString(it.low)
			continue
		}
		b.WriteByte('<')
		b.WriteByte(byte(it.tag))
		b.WriteString(strconv.Itoa(i))
		b.WriteByte('>')
	}
	c.form = b.String()
}

// within answers the first item that begins at or after a place in the form, and the first that begins at or after
// another.
func (c *clause) within(from, to int) (int, int) {
	i, _ := slices.BinarySearch(c.from, from)
	j, _ := slices.BinarySearch(c.from, to)
	return i, j
}

// span answers the characters of the report behind a part of the form. A part without items answers the empty span.
func (c *clause) span(from, to int) Span {
	i, j := c.within(from, to)
	if i >= j {
		return Span{}
	}
	return Span{c.items[i].Start, c.items[j-1].End}
}

// words answers the report's own words behind a part of the form, on one line.
func (c *clause) words(from, to int) string {
	s := c.span(from, to)
	return oneLine(c.text[s.Start:s.End])
}

// tagged answers the items with one of the tags in a part of the form.
func (c *clause) tagged(from, to int, tags ...tag) []item {
	i, j := c.within(from, to)
	var all []item
	for _, it := range c.items[min(i, j):j] {
		if slices.Contains(tags, it.tag) {
			all = append(all, it)
		}
	}
	return all
}

// compose replaces what a pattern finds by one item each, made by a function that may decline.
func (c *clause) compose(re *regexp.Regexp, to func(m []int, found []item) (item, bool)) {
	all := re.FindAllStringSubmatchIndex(c.form, -1)
	changed := false
	for _, a := range slices.Backward(all) {
		i, j := c.within(a[0], a[1])
		if i >= j || !c.whole(a, i, j) {
			continue
		}
		it, ok := to(a, c.items[i:j])
		if !ok {
			continue
		}
		it.glue = c.items[i].glue
		if it.End == 0 {
			it.Span = Span{c.items[i].Start, c.items[j-1].End}
		}
		c.items = slices.Replace(c.items, i, j, it)
		changed = true
	}
	if changed {
		c.render()
	}
}

// whole says whether a match begins where an item does and ends where one does: two is no part of two-thirds.
func (c *clause) whole(m []int, i, j int) bool {
	return c.from[i] == m[0] && (j == len(c.items) && m[1] == len(c.form) || j < len(c.items) && c.from[j]-m[1] <= 1)
}

// first answers the item with one of the tags in a group of a match, if there is one.
func (c *clause) first(m []int, group int, tags ...tag) (item, bool) {
	if m[2*group] < 0 {
		return item{}, false
	}
	all := c.tagged(m[2*group], m[2*group+1], tags...)
	if len(all) == 0 {
		return item{}, false
	}
	return all[0], true
}

// oneLine answers a text with single spaces.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
