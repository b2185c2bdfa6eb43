package intake

import (
	"regexp"
	"slices"
	"strings"
)

// chairSide stands for the chair until the charter says what its id is.
const chairSide = "chair"

// introduce enters somebody under the last part of the name, and completes what was said of the same person before, or
// what the gazetteer knows of somebody with that name in that office.
func (r *reader) introduce(who item) item {
	if who.name == "" {
		return who
	}
	if known, ok := r.person(who.name); ok {
		if who.id == "" {
			who.id, who.how = known.id, known.how
		}
		if who.role == "" {
			who.role = known.role
		}
		if len(known.name) > len(who.name) {
			who.name = known.name
		}
		if who.also == "" {
			who.also = known.also
		}
	}
	if p, ok := r.famous(who); ok {
		who.also, who.name = who.name, p.name
		if who.also == p.name {
			who.also = ""
		}
	}
	kept := who
	kept.Span = Span{}
	r.people[lastName(who.name)] = kept
	if who.also != "" {
		r.people[lastName(who.also)] = kept
	}
	return who
}

// famous answers the person of the gazetteer who is printed so and speaks for that side. The side must agree, and the
// office too where the spelling could be anybody's.
func (r *reader) famous(who item) (person, bool) {
	for _, p := range r.names.people {
		if who.id != "" && p.side != who.id || p.name != who.name && !slices.Contains(p.also, who.name) {
			continue
		}
		if who.name == p.name && len(strings.Fields(who.name)) > 1 || who.name == p.also[0] && len(strings.Fields(who.name)) > 1 {
			return p, true
		}
		if who.role == "" {
			continue
		}
		if role := strings.ReplaceAll(who.role, " ", "-"); strings.Contains(role, strings.ReplaceAll(p.role, " ", "-")) {
			return p, true
		}
		if strings.Contains(who.role, p.role) || strings.Contains(p.role, who.role) {
			return p, true
		}
	}
	return person{}, false
}

// person answers whom a name means that was introduced before.
func (r *reader) person(name string) (item, bool) {
	p, ok := r.people[lastName(name)]
	if !ok {
		return item{}, false
	}
	// Another first name is another person.
	if words := strings.Fields(name); len(words) > 1 && len(strings.Fields(p.name)) > 1 && p.also == "" && !strings.EqualFold(words[0], strings.Fields(p.name)[0]) {
		return item{}, false
	}
	return p, true
}

func lastName(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return ""
	}
	return strings.ToLower(words[len(words)-1])
}

// orgWords are words that make a name that of an organisation.
const orgWords = ` farm farms dairy dairies ltd ltd. inc inc. corp corporation gmbh ag sa co-operative cooperative co-op coop union association
 society foundation institute university college house bakery mill mills company federation guild works labs laboratories
 systems networks semiconductor semiconductors bank consortium agency trust growers orchard orchards vineyard vineyards creamery households
 collective ranch workshop technologies industries electric telecom standards software partners brewery winery estate estates apiaries
 cabs cars taxis logistics transport shipping airlines insurance holdings ventures pharma foods stores hospital clinic theatre club chamber motors forge smithy nursery ranchers bakers brewers packers boats marine authority household semiconductors robotics instruments analytics media mapping cellars cider cheese press gardens electronics motors energy cannery fisheries fishermen press `

func isOrganisation(name string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(name)) {
		if strings.Contains(orgWords, " "+w+" ") {
			return true
		}
	}
	return isAcronym(name)
}

// isAcronym says whether a name is written in capital letters alone, as DIN is.
func isAcronym(name string) bool {
	letters := 0
	for _, r := range name {
		switch {
		case r >= 'A' && r <= 'Z':
			letters++
		case r >= '0' && r <= '9' || r == '-':
		default:
			return false
		}
	}
	return letters >= 2
}

// organisation answers the id of a party that is no state and was seen to act.
func (r *reader) organisation(name string) (string, bool) {
	id, ok := r.organisations[strings.ToLower(name)]
	return id, ok
}

// Where a name stands when it is that of a party: whoever applies, objects or votes is one.
var actingNames = []*regexp.Regexp{
	regexp.MustCompile(`(<n\d+>)(?:,[^,<>]*,)?(?: (?:has|have|had|formally|also|again|first|is|was|both|still|and <n\d+>|and <p\d+>))* (?:appl(?:ied|ies)|object(?:s|ed)|opposes?|opposed|opposing|veto(?:es|ed)|block(?:s|ed|ing)|voted|ratified|withdrew|abstained|asked for (?:admission|membership)|requested|sought|sent in|filed|submitted|lodged|handed in|seeks? to join|asked to join|wants to join)\b`),
	regexp.MustCompile(`\b(?:opposed|blocked|vetoed|rejected|objected to) by (?:members? )?(<n\d+>)`),
	regexp.MustCompile(`\b(?:applications?|bid|request|objections?|admission|membership|opposition|veto|accession) (?:of|from|by) (?:the )?(<n\d+>)`),
	regexp.MustCompile(`(<n\d+>)'s? (?:\w+ )?(?:application|bid|objections?|membership|request|admission|opposition|veto|accession|candidacy|demands?|concerns)\b`),
	regexp.MustCompile(`\b(?:admit|admitting|between|admission of) (<n\d+>)`),
	regexp.MustCompile(`\bmembers? (<n\d+>)(?: and (<n\d+>))?`),
	regexp.MustCompile(`<n\d+> of (<n\d+>)|(<n\d+>)'s? (?:\w+ )?<r\d+>`),
	regexp.MustCompile(`(<n\d+>)` + adverbs + ` (?:led|leads|demands?|demanded|insists?|insisted|complains?|complained|worries|has asked|wants|promised|pledged|disapproved|joined|refuses|refused|keeps?)\b`),
}

// bodyNames is where the name of a body stands that others want to join.
var bodyNames = regexp.MustCompile(`\b(?:join|joining|admission to|admitted to|admitted into|admission into|membership (?:of|in)|accession to|members? of|enter|acceptance into|leave) (?:the )?(<n\d+>)`)

// appositions is the abbreviation of an organisation of a state: the German member body, DIN.
var appositions = regexp.MustCompile(`(<[ap]\d+>)[^,<>]{0,40}, (<n\d+>),`)

// meet finds out who the parties are that no gazetteer knows, before anything is drafted: names that act as parties do,
// and names of organisations that apply or speak.
func (r *reader) meet(c *clause) {
	for _, re := range actingNames {
		for _, m := range re.FindAllStringSubmatchIndex(c.form, -1) {
			for g := 1; 2*g < len(m); g++ {
				if it, ok := c.first(m, g, unknown); ok {
					r.enrol(it.name)
					r.acting[strings.ToLower(it.name)] = r.acting[strings.ToLower(it.name)] || !strings.Contains(c.form[m[0]:m[1]], "voted")
				}
			}
		}
	}
	for _, m := range bodyNames.FindAllStringSubmatchIndex(c.form, -1) {
		if it, ok := c.first(m, 1, unknown); ok && r.bodyName == "" {
			r.bodyName = strings.ToLower(it.name)
		}
	}
	for _, m := range appositions.FindAllStringSubmatchIndex(c.form, -1) {
		of, ok := c.first(m, 1, party, adject)
		if it, ok2 := c.first(m, 2, unknown); ok && ok2 && isAcronym(it.name) {
			r.organisations[strings.ToLower(it.name)] = of.id
		}
	}
	for _, it := range c.items {
		if it.tag == unknown && isOrganisation(it.name) && !isAcronym(it.name) {
			r.enrol(it.name)
		}
	}
}

// isCommonBody says whether a name is only the word for some organ.
func isCommonBody(name string) bool {
	switch strings.ToLower(name) {
	case "council", "community", "commission", "parliament", "assembly", "union", "alliance", "government", "court", "board", "senate", "committee", "authority":
		return true
	}
	return false
}

func (r *reader) enrol(name string) {
	if _, ok := r.person(name); ok || slug(name) == "" || isCommonBody(name) {
		return
	}
	r.organisations[strings.ToLower(name)] = slug(name)
}
