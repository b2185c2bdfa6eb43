package intake

import (
	"regexp"
	"slices"
	"strings"
)

// newClause makes a clause of words: quotations become one item each, then what the gazetteer knows, then proper names.
func (r *reader) newClause(toks []token, quotes []Span, inside bool) *clause {
	c := &clause{text: r.text}
	for i := 0; i < len(toks); {
		if q := quoteAt(quotes, toks[i].Start); q.End > 0 {
			c.items = append(c.items, item{Span: q, tag: quote, glue: glued(toks, i)})
			for i < len(toks) && toks[i].Start < q.End {
				i++
			}
			continue
		}
		if it, n := r.known(toks, i); n > 0 {
			c.items = append(c.items, it)
			i += n
			continue
		}
		if it, n := r.properName(toks, i, inside); n > 0 {
			c.items = append(c.items, it)
			i += n
			continue
		}
		t := toks[i]
		c.items = append(c.items, item{Span: t.Span, low: t.low, glue: glued(toks, i), cap: t.cap})
		i++
	}
	c.render()
	return c
}

// glued says whether a token follows the one before without white space.
func glued(toks []token, i int) bool { return i > 0 && toks[i-1].End == toks[i].Start }

func quoteAt(quotes []Span, at int) Span {
	for _, q := range quotes {
		if q.Start == at {
			return q
		}
	}
	return Span{}
}

// known answers the thing that the gazetteer has at a token, and how many tokens it takes.
func (r *reader) known(toks []token, i int) (item, int) {
	e, n := r.names.at(toks[i:])
	if n == 0 || r.longerName(toks, i, e, n) {
		return item{}, 0
	}
	it := item{Span: Span{toks[i].Start, toks[i+n-1].End}, id: e.id, name: e.name, glue: glued(toks, i)}
	switch e.class {
	case aState:
		it.tag, it.how = party, "name"
		if isPlaceAfter(toks, i) && !isPossessive(toks, i+n) {
			it.tag = place
		}
	case anAdjective:
		it.tag, it.how = adject, "adjective"
	case aPeople:
		it.tag, it.how = party, "people"
	case aCapital:
		it.tag, it.how, it.name = party, "capital", r.text[it.Start:it.End]
		if r.isPlaceCapital(toks, i, n) {
			it.tag = place
		}
	case aCity:
		it.tag = place
	case aBody:
		it.tag = bodyTag
	case anOffice:
		it.tag, it.role = office, e.name
	case aGroup:
		it.tag = armed
	}
	return it, n
}

// longerName says whether what the gazetteer knows is only a part of a longer name: Sofia Rossi, Georgia Smith,
// Central Union. What comes before an office, a body or a noun in small letters is no part of it.
func (r *reader) longerName(toks []token, i int, e entry, n int) bool {
	if e.class != aState && e.class != aCapital && e.class != aCity {
		return false
	}
	if i+n >= len(toks) || !toks[i+n].cap || i > 0 && isPreposition(toks[i-1].low) {
		return false
	}
	if _, more := r.names.at(toks[i+n:]); more > 0 || isMonthOrDay(toks[i+n].low) {
		return false
	}
	return toks[i+n-1].End < toks[i+n].Start
}

func isMonthOrDay(word string) bool {
	return monthOfName(word) > 0 || slices.Contains(strings.Split(weekdays, "|"), word)
}

func isPreposition(word string) bool {
	switch word {
	case "in", "at", "near", "outside", "inside", "across", "throughout", "to", "from", "of", "by", "with", "for":
		return true
	}
	return false
}

func isPossessive(toks []token, i int) bool { return i < len(toks) && toks[i].low == "'s" }

// isPlaceAfter says whether the word before makes a place of a state.
func isPlaceAfter(toks []token, i int) bool {
	if i == 0 {
		return false
	}
	switch toks[i-1].low {
	case "in", "inside", "across", "throughout", "within":
		return true
	}
	return false
}

// isPlaceCapital tells the city from the state whose capital it is.
func (r *reader) isPlaceCapital(toks []token, i, n int) bool {
	switch {
	case r.text[toks[i].Start:toks[i+n-1].End] == "Brussels":
		return true // where it acts it is one of the bodies there, not Belgium
	case isPossessive(toks, i+n):
		return false
	case i+n < len(toks) && slices.Contains([]string{"summit", "talks", "meeting", "conference", "round"}, toks[i+n].low):
		return true
	case i == 0:
		return i+n < len(toks) && (toks[i+n].low == "," || toks[i+n].low == "(" || toks[i+n].low == "–")
	case i > 1 && toks[i-2].low == "according" && toks[i-1].low == "to":
		return false
	}
	switch toks[i-1].low {
	case "in", "at", "near", "outside", "inside", "to", "across", "for", "of", "(", "or", "visited", "visiting", "reached", "left":
		return true
	case "from":
		return i > 1 && slices.Contains([]string{"returned", "flew", "came", "arrived", "travelled", "returning", "back"}, toks[i-2].low)
	case "and", ",":
		return i > 1 && i+n < len(toks) && toks[i+n].low == "," && toks[i-2].word && !toks[i-2].cap
	}
	return false
}

// properName answers a sequence of words with capital letters that the gazetteer does not know.
func (r *reader) properName(toks []token, i int, inside bool) (item, int) {
	if !toks[i].cap || i == 0 && !r.startsWithName(toks, inside) || isMonthOrDay(toks[i].low) || isTitle(toks[i].low) || toks[i].low == "i" || isRegion(toks[i].low) && (i+1 == len(toks) || !toks[i+1].cap) {
		return item{}, 0
	}
	n := 1
	for i+n < len(toks) {
		t := toks[i+n]
		switch {
		case t.cap && !isMonthOrDay(t.low) && !r.isThing(toks[i+n:]):
			n++
		case (t.low == "'s" || t.low == "'") && i+n+1 < len(toks) && isOrganisation(r.text[toks[i+n+1].Start:toks[i+n+1].End]): // Fishermen's Co-operative
			n += 2
		case strings.HasPrefix(t.low, "al-") || strings.HasPrefix(t.low, "el-"):
			n++
		case isLink(t.low, toks[i+n-1].low) && i+n+1 < len(toks) && toks[i+n+1].cap && !r.isThing(toks[i+n+1:]):
			n += 2
		case isLink(t.low, "") && i+n+2 < len(toks) && isLink(toks[i+n+1].low, "") && toks[i+n+2].cap: // van der Burg
			n += 3
		case t.low == "." && n == 1 && toks[i].End-toks[i].Start == 1: // an initial
			n++
		default:
			return r.nameItem(toks, i, n), n
		}
	}
	return r.nameItem(toks, i, n), n
}

func (r *reader) nameItem(toks []token, i, n int) item {
	s := Span{toks[i].Start, toks[i+n-1].End}
	return item{Span: s, tag: unknown, name: oneLine(r.text[s.Start:s.End]), glue: glued(toks, i)}
}

// isThing says whether the gazetteer knows something here that ends a proper name. A state may be a part of one.
func (r *reader) isThing(toks []token) bool {
	e, n := r.names.at(toks)
	return n > 0 && (e.class == aBody || e.class == anOffice || e.class == aState && n > 1)
}

// isLink says whether a word goes on with a name: of does in that of an institution, not after that of a person.
func isLink(word, before string) bool {
	switch word {
	case "de", "van", "von", "der", "den", "del", "di", "da", "al", "bin", "ibn", "&":
		return true
	case "of":
		known := orgWords + "bay court office ministry department city gulf board republic kingdom movement party church institute school "
		return strings.Contains(known, " "+before+" ")
	}
	return false
}

// isRegion says whether a word with a capital letter describes states and names none.
func isRegion(word string) bool {
	switch word {
	case "nordic", "baltic", "balkan", "western", "eastern", "northern", "southern", "european", "scandinavian", "african", "asian", "arab", "central",
		"christian", "muslim", "kurdish", "catholic", "orthodox":
		return true
	}
	return false
}

func isTitle(word string) bool {
	switch word {
	case "mr", "mrs", "ms", "dr", "prof", "sir", "dame", "madam", "lady", "lord":
		return true
	}
	return false
}

// startsWithName says whether the capital letter of the first word of a sentence is that of a name: the word is no
// small word, and it is a name elsewhere, or more words with capital letters follow.
func (r *reader) startsWithName(toks []token, inside bool) bool {
	low := toks[0].low
	if (low == "old" || low == "new") && len(toks) > 1 && toks[1].cap {
		return true
	}
	if r.small[low] || strings.HasSuffix(low, "ly") || strings.HasSuffix(low, "ing") {
		return false
	}
	if r.capitals[low] {
		return true
	}
	if len(toks) > 1 && toks[1].cap && !inside {
		return true
	}
	return len(toks) > 1 && !inside && (isSayVerb(toks[1].low) || toks[1].low == "," && len(toks) > 2 && toks[2].low == "the")
}

// smallWords are words that often begin a sentence and never are a name.
const smallWords = `a an the this that these those in on at by for from to of with without under over after before during since until when
	while as if but and or so yet nor because although though however meanwhile moreover also then now here there he she it they we you i his
	her its their our my your who what which where why how both all some many most several no not none any each every either neither one two
	three four five six seven eight nine ten last next earlier later today yesterday tomorrow according asked despite instead only once
	even still such other another more less few another speaking talks negotiations members officials delegates ministers sources reports
	diplomats representatives nothing everyone nobody progress membership application objection further about against between among within
	following until unless given had has have is are was were will would should could may might must do does did let source whether first
	second third final new old negotiators delegations mediators voting votes discussions consultations applicants critics supporters
	opponents people countries states governments observers local foreign national senior formal informal unanimous consensus
	neighbouring two-thirds under per yes thank thanks`

var (
	groupPhrase = regexp.MustCompile(`\b(?:the |all (?:the |of the )?)?(?:two|both|three|four|five|2|3|4) (?:of them |other |applicant |candidate |nordic |baltic |neighbouring |new )*(?:countries|sides|states|parties|governments|nations|delegations|applicants|candidates|companies|farms|organisations|organizations|leaders|ministers|neighbours)\b|\b(?:the|both|all) (?:nordic |applicant |candidate )*(?:applicants|candidates|sides|parties|delegations|pair)\b|\ball (?:member (?:states|countries)|members|allies|countries)\b|\bboth\b|\bthe (?:two|three) [a-z]+s\b|\bthe (?:two|three)\b`)
	numberWord  = regexp.MustCompile(`\b(?:a |one |two |three |four |five |six |seven |eight |nine )?hundred(?: and)?(?: (?:` + numberWords + `))?\b|\b(?:` + numberWords + `)\b|\b\d[\d,]*\b`)
	leader      = `(?:(?:acting|deputy|senior|chief|then|former|outgoing|new|state|top|lead|leading|vice|high-level|high-ranking|the|its|permanent|local|committee|foreign affairs|parliamentary) )*`
	ofParty     = regexp.MustCompile(`(?:\b(?:the|a|an|his|her) )?(?:<s\d+>'s|<a\d+>|<p\d+>'s?|<p\d+>|<b\d+>(?:'s)?|<n\d+>'s) (?:<b\d+> |<n\d+> )?` + leader + `<r\d+>(?: for <\w+>| to <b\d+>)?(?:, <n\d+>,?| <n\d+>)?`)
	offOf       = regexp.MustCompile(`(?:\b(?:the|a|an) )?` + leader + `<r\d+>(?:, <n\d+>,?| <n\d+>)? (?:of|for|from|at) (?:the |its )?(?:<a\d+> (?:government|delegation|mission|presidency|foreign ministry)|<p\d+>|<b\d+>|<n\d+>|<g\d+>|<l\d+>|consortium|co-operative|cooperative|committee|working group|group|board|alliance|council|association|organi[sz]ation|commission|foundation|panel)(?:, <n\d+>,?| <n\d+>)?`)
	nameThen    = regexp.MustCompile(`<n\d+>, (?:who is |the |a |an |its )*(?:<a\d+>|<p\d+>'s?|<p\d+>|<b\d+>(?:'s)?)? ?` + leader + `<r\d+>(?: (?:of|for|from|at) (?:the )?(?:<p\d+>|<b\d+>|<n\d+>|<l\d+>))?,?`)
	nameOf      = regexp.MustCompile(`<n\d+> (?:of|from|for) (?:the )?<p\d+>`)
	officeAlone = regexp.MustCompile(`(?:\b(?:the|a|an|its|their|his|her) )?` + leader + `<r\d+>(?:, (?:m[rs]s? |dr )?<n\d+>,?| (?:m[rs]s? |dr )?<n\d+>)?`)
	theirs      = regexp.MustCompile(`<s\d+>'s ` + leader + `<r\d+>(?:, <n\d+>,?| <n\d+>)?`)
	adjective   = regexp.MustCompile(`(?:\bthe )?<a\d+> (?:[a-z]+ )?(?:government|delegation|side|parliament|team|bid|application|people|committee|body|federation|objection|opposition|veto|demands?|concerns?|position|request)\b`)
	nameAlone   = regexp.MustCompile(`(?:\b(?:mr|mrs|ms|dr|prof|sir)\.? )?<n\d+>`)
	capitalOf   = regexp.MustCompile(`\bcapital of <p\d+>`)
)

// ofThings are pairs of things that are no parties: the two bids.
var ofThings = regexp.MustCompile(` (?:bids|applications|requests|hours|days|weeks|months|years|votes|points|drafts|texts|proposals|demands|documents|parts|times|rounds|` +
	`meetings|conditions|issues|questions|members|patents|reports|cases|rules|sets|steps|measures|reasons)$`)

// compose puts the things of a clause together: offices with their parties and names, groups, dates and numbers.
func (r *reader) compose(c *clause) {
	c.findDates()
	c.compose(capitalOf, func(m []int, found []item) (item, bool) {
		it := found[len(found)-1]
		return item{tag: place, name: it.name, id: it.id}, true
	})
	c.compose(groupPhrase, func(m []int, found []item) (item, bool) {
		return item{tag: several, low: c.form[m[0]:m[1]]}, !ofThings.MatchString(c.form[m[0]:m[1]])
	})
	c.compose(numberWord, func(m []int, found []item) (item, bool) {
		n, ok := numberOf(c.form[m[0]:m[1]])
		return item{tag: number, n: n}, ok
	})
	c.compose(nameAlone, r.enrolled)
	c.compose(itsOwn, r.ownOf)
	c.compose(nameThen, r.speakerOf(c))
	c.compose(ofParty, r.speakerOf(c))
	c.compose(offOf, r.speakerOf(c))
	c.compose(nameOf, r.speakerOf(c))
	c.compose(officeAlone, r.speakerOf(c))
	c.compose(theirs, r.speakerOf(c))
	c.compose(adjective, r.nounOf(c))
	c.compose(nameAlone, r.named)
}

// itsOwn is an organisation of a state: South Africa's SABS speaks for South Africa.
var itsOwn = regexp.MustCompile(`(?:<p\d+>'s|<a\d+>) <n\d+>`)

func (r *reader) ownOf(_ []int, found []item) (item, bool) {
	last := found[len(found)-1]
	if !isAcronym(last.name) && !isOrganisation(last.name) {
		return item{}, false
	}
	return item{tag: party, id: found[0].id, name: found[0].name, how: "its " + last.name}, true
}

// enrolled makes a party of a name that is known to be one.
func (r *reader) enrolled(_ []int, found []item) (item, bool) {
	it := found[len(found)-1]
	o, ok := r.organisation(it.name)
	if !ok || len(found) > 1 {
		return item{}, false
	}
	return item{tag: party, id: o, name: it.name, how: "name"}, true
}
